//! What may still be done to a request whose rulebook a newer program no longer proves: stop, give back, close.

use crate::domain::gate::Gate;
use crate::domain::ids::{MessageId, TransitionName};
use crate::domain::phase::Phase;
use crate::domain::request::AssistanceRequest;

use super::explore::explore;
use super::fault::Fault;
use super::procedure::Part;
use super::rulebook::Rulebook;

/// Gives back what was not admitted. It ends nothing, and lets the other State mend.
const RETURN: &str = "return";

/// Why a rulebook that was kept is frozen, in a sentence, if it is: `faults` is what loading found against it.
///
/// The shipped one is proved by the tests, and known by its files.
#[must_use]
pub fn because(rulebook: &Rulebook, faults: &[Fault]) -> Option<String> {
    if let Some(fault) = faults.first() {
        return Some(fault.to_string());
    }
    if rulebook.files.are_shipped() {
        return None;
    }
    explore(rulebook).flaws.first().map(|flaw| flaw.fault.to_string())
}

/// Whether a step is one of those that a frozen request may still take.
#[must_use]
pub fn may_take(
    rulebook: &Rulebook,
    request: &AssistanceRequest,
    transition: &TransitionName,
    holding: Option<&MessageId>,
) -> bool {
    let Some(procedure) = rulebook.procedures.get(&request.procedure) else { return false };
    let held = holding.and_then(|id| request.holdings.get(id));
    let (part, stage): (Option<&Part>, _) = match held {
        Some(held) => (procedure.holding.as_ref(), &held.stage),
        None => (Some(procedure.part(request.side)), &request.stage),
    };
    part.is_some_and(|part| {
        part.leaving(stage).filter(|step| step.name == *transition).any(|step| {
            let ends = part.stage(&step.to).is_some_and(|to| to.phase == Phase::Closed);
            step.name == *RETURN || (ends && step.gates.iter().all(|gate| *gate == Gate::Closing))
        })
    })
}
