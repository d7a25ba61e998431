//! Why somebody cannot answer, in the language of the page, and who can.

use crate::domain::role::Role;
use crate::engine::refusal::Refusal;
use crate::operations::read_review::Checkpoint;

use super::super::super::words::Words;

/// Why somebody cannot do something, and who can.
pub(super) struct Why {
    pub(super) text: String,
    /// Roles that can; empty where nobody can.
    pub(super) can: String,
}

impl Why {
    /// Why this official gives no answer to a question.
    pub(super) fn of(words: &Words<'_>, checkpoint: &Checkpoint) -> Option<Self> {
        let refusal = checkpoint.cannot.as_ref()?;
        let nobody =
            matches!(refusal, Refusal::NegativeStands(_) | Refusal::SubjectMissing { .. } | Refusal::Frozen(_));
        let roles: &[Role] = if nobody { &[] } else { &checkpoint.asked.answered_by };
        Some(Self { text: told(words, refusal), can: words.names("role", roles) })
    }
}

/// Why an answer cannot be given.
pub(super) fn told(words: &Words<'_>, refusal: &Refusal) -> String {
    let t = words.t;
    match refusal {
        Refusal::Recused => t.say("review-not-recused"),
        Refusal::AuthorMayNot { .. } => t.say("review-not-author"),
        Refusal::RoleMissing { .. } => t.say("review-not-role"),
        Refusal::CollectorMayNot { .. } => t.say("review-not-collector"),
        Refusal::PassedHere { .. } => t.say("review-not-passed"),
        Refusal::NegativeStands(_) => t.say("review-not-hard"),
        Refusal::NegativeByAnother(_) => t.say("review-not-own-no"),
        Refusal::SubjectMissing { .. } => t.say("review-nothing"),
        Refusal::OnlyWithGrounds { may, .. } => t.about("review-not-grounds", &may.replace('`', "")),
        Refusal::GateNotPassed { before, .. } => t.about("review-gate-before", &t.name("gate", before)),
        // What else there is comes seldom; the act itself says it, with its articles.
        _ => t.say("review-not-now"),
    }
}
