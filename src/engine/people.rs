//! Two people: who may do what beside what they already did.
//!
//! Source: UNCC 24(2), safeguard SG-38.

use crate::domain::gate::{Gate, Subject};
use crate::domain::ids::MessageId;
use crate::domain::request::AssistanceRequest;
use crate::domain::role::Role;

use super::command::Actor;
use super::measure::Measure;
use super::refusal::Refusal;

/// Roles that act on requests.
pub(crate) const ACTING: [Role; 7] = [
    Role::DraftingOfficial,
    Role::CentralAuthority,
    Role::ExecutingAuthority,
    Role::JudicialAuthority,
    Role::RightsReviewer,
    Role::DataProtectionReviewer,
    Role::PointOfContact,
];

/// Refuses every act of who declared a conflict of interest in the request, another declaration included.
///
/// # Errors
/// [`Refusal::Recused`].
pub fn may_act(request: &AssistanceRequest, actor: &Actor) -> Result<(), Refusal> {
    if request.recused.contains_key(&actor.mark) { Err(Refusal::Recused) } else { Ok(()) }
}

/// Refuses an answer by who wrote what it is about.
///
/// # Errors
/// [`Refusal::AuthorMayNot`] for the request's authors, [`Refusal::CollectorMayNot`] for those of the result.
pub fn may_answer(request: &AssistanceRequest, gate: Gate, actor: &Actor) -> Result<(), Refusal> {
    let act = || format!("answering at the gate `{gate}`");
    if request.authors.contains(&actor.mark) {
        return Err(Refusal::AuthorMayNot { act: act() });
    }
    if gate.reads() == Some(Subject::Result) && request.collectors.contains(&actor.mark) {
        return Err(Refusal::CollectorMayNot { act: act() });
    }
    Ok(())
}

/// Refuses a clearing answer by who has passed the gate for what stands there now: they could otherwise clear away an
/// objection that came after them.
///
/// # Errors
/// [`Refusal::PassedHere`].
pub fn may_clear(
    request: &AssistanceRequest,
    gate: Gate,
    holding: Option<&MessageId>,
    actor: &Actor,
) -> Result<(), Refusal> {
    let read = request.read_by(gate, holding);
    let own = request.passages.iter().any(|passage| {
        passage.gate == gate
            && passage.holding.as_ref() == holding
            && read.is_some()
            && passage.digest.as_ref() == read
            && passage.by == actor.mark
    });
    if own { Err(Refusal::PassedHere { gate }) } else { Ok(()) }
}

/// Refuses the passage of gates by who answered there, or who passed an earlier one that needs somebody else.
///
/// # Errors
/// [`Refusal::AnsweredHere`], [`Refusal::AuthorMayNot`] or [`Refusal::SameOfficial`].
pub fn may_pass(
    measure: &Measure,
    request: &AssistanceRequest,
    gates: &[Gate],
    holding: Option<&MessageId>,
    actor: &Actor,
) -> Result<(), Refusal> {
    for gate in gates {
        let read = request.read_by(*gate, holding);
        let own = request.answers.iter().find(|answer| {
            answer.gate == *gate
                && answer.holding.as_ref() == holding
                && answer.digest.as_ref() == read
                && (answer.by == actor.mark || answer.confirmed_by.as_ref() == Some(&actor.mark))
        });
        if let Some(answer) = own {
            return Err(Refusal::AnsweredHere { gate: *gate, safeguard: answer.safeguard.clone() });
        }
    }
    if !measure.is_intrusive() {
        return Ok(());
    }
    if gates.contains(&Gate::Authorisation) && request.authors.contains(&actor.mark) {
        return Err(Refusal::AuthorMayNot { act: "authorising it".to_owned() });
    }
    for (earlier, gate) in [(Gate::Authorisation, Gate::Sending), (Gate::Decision, Gate::Disclosure)] {
        let both_at_once = gates.contains(&earlier) && gates.contains(&gate);
        let passed_before = gates.contains(&gate)
            && request.passages.iter().any(|passage| {
                passage.gate == earlier
                    && passage.by == actor.mark
                    && passage.digest.as_ref() == request.read_by(earlier, None)
            });
        if both_at_once || passed_before {
            return Err(Refusal::SameOfficial { gate, earlier });
        }
    }
    Ok(())
}
