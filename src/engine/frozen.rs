//! What may still be done to a request whose rulebook a newer program no longer proves: stop, give back, close.
//!
//! What is needed for that goes on, and nothing else: answers where a file is closed, steps by which what was begun is
//! ended or a person goes home, and what speaks for the defence. Nothing is written over, asked or answered on the way to
//! an effect. Messages that come are heard and kept, and clocks run: they restrict, and pass no gate.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::domain::gate::Gate;
use crate::domain::ids::{Digest, MessageId, TransitionName};
use crate::domain::message::Carries;
use crate::domain::phase::Phase;
use crate::domain::request::AssistanceRequest;

use super::explore::explore;
use super::fault::Fault;
use super::procedure::{Part, Procedure, Transition};
use super::rulebook::Rulebook;

/// What exploring came to, by hash: the same files come to the same, and it takes a while. As many as an installation keeps.
static EXPLORED: Mutex<BTreeMap<Digest, Option<String>>> = Mutex::new(BTreeMap::new());

/// Discloses what speaks for the defence: nothing keeps that from happening. Source: UNCC 40(5), 40(19).
const FOR_THE_DEFENCE: &str = "disclose_exculpatory";

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
    let mut explored = EXPLORED.lock().unwrap_or_else(PoisonError::into_inner);
    let found = || explore(rulebook).flaws.first().map(|flaw| flaw.fault.to_string());
    explored.entry(rulebook.hash.clone()).or_insert_with(found).clone()
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
        let from = part.stage(stage).map(|stage| stage.phase);
        part.leaving(stage).filter(|step| step.name == *transition).any(|step| {
            let to = part.stage(&step.to).map(|to| to.phase);
            let closes = to == Some(Phase::Closed) && step.gates.iter().all(|gate| *gate == Gate::Closing);
            // Without a gate, a step on from where something is carried out only winds it up: a collection ends, a person
            // goes home.
            let on = from >= Some(Phase::Execution) && to >= from;
            let ended = from == Some(Phase::Sent) && to == Some(Phase::Use);
            let winds_up = step.gates.is_empty() && (on || ended);
            let frees = sent(procedure, step) == Some(Carries::Consent);
            step.name == *RETURN
                || (step.gates.is_empty() && step.name.as_str().starts_with(FOR_THE_DEFENCE))
                || ((closes || winds_up) && !frees)
        })
    })
}

/// Whether a safeguard may still be answered at a gate: where a file is closed, or an answer is taken back.
#[must_use]
pub fn may_answer(gate: Gate) -> bool {
    gate == Gate::Closing
}

fn sent(procedure: &Procedure, step: &Transition) -> Option<Carries> {
    let name = step.sends.as_ref()?;
    procedure.message(name.as_str()).map(|message| message.carries)
}
