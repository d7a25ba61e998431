//! Earlier decisions on the same question, as the page shows them.

use crate::domain::safeguard::Outcome;
use crate::operations::read_review::Earlier;

use super::super::super::dates::moment;
use super::super::super::words::{Words, state};

/// Earlier decisions on the same question.
pub(super) struct Before {
    /// How often it was answered in each way.
    pub(super) counted: Vec<(String, String, usize)>,
    pub(super) cases: Vec<Case>,
    /// The other State, where its decisions can be looked at alone.
    pub(super) state: String,
    pub(super) only_state: bool,
    /// To those of the other State alone, or back to all.
    pub(super) other: String,
}

/// An earlier decision.
pub(super) struct Case {
    pub(super) to: String,
    pub(super) reference: String,
    pub(super) state: String,
    pub(super) outcome: String,
    pub(super) tag: &'static str,
    pub(super) at: String,
    pub(super) reason: Option<String>,
}

impl Before {
    /// Earlier decisions in words. `here` is the page of the question.
    pub(super) fn of(words: &Words<'_>, earlier: Earlier, counterpart: &str, here: &str, only_state: bool) -> Self {
        let t = words.t;
        let joined = if here.contains('?') { "&" } else { "?" };
        let counted = earlier
            .counted
            .iter()
            .map(|(outcome, count)| (t.name("outcome", outcome), tag(*outcome).to_owned(), *count));
        let cases = earlier.cases.into_iter().map(|case| Case {
            to: format!("/{}/requests/{}", t.0, case.reference),
            state: state(t, words.rulebook, &case.counterpart),
            outcome: t.name("outcome", case.outcome),
            tag: tag(case.outcome),
            at: moment(t, &case.at),
            reference: case.reference,
            reason: case.reason,
        });
        Self {
            counted: counted.collect(),
            cases: cases.collect(),
            state: state(t, words.rulebook, counterpart),
            only_state,
            other: if only_state { format!("{here}#earlier") } else { format!("{here}{joined}state=same#earlier") },
        }
    }
}

/// The shape of an outcome's tag.
pub(super) fn tag(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met => "cleared",
        Outcome::NotMet => "blocking",
        Outcome::MetWithConditions => "warn",
        Outcome::NotApplicable | Outcome::Deferred => "",
    }
}
