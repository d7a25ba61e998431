//! What a step does to the world, whatever its file declares, and so which gates must have been passed for it.
//!
//! A step's effect is seen in five ways, and each alone suffices: what it declares, what its message carries, the
//! treaty's verb that it is named with, the gates that it passes, and what lies behind the stage it enters.

use crate::domain::gate::{Gate, Side, Subject};
use crate::domain::message::Carries;
use crate::domain::phase::Phase;

use super::machine::{Edge, Machine};

/// A gate that a step has to pass, or to have behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Demand {
    /// The gate.
    pub(super) gate: Gate,
    /// What makes it one.
    pub(super) because: Because,
}

/// Why a gate is demanded of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Because {
    /// The file declares the effect.
    Declared,
    /// The message that leaves with it carries it.
    Carried,
    /// It is named with the treaty's verb.
    Named,
    /// It stands there.
    StandsThere,
    /// It enters a stage that lies behind the gate: that it was passed before, for what stands there now, suffices.
    Entered,
}

/// The treaty's verbs, and the gate at which officials take a step of that name. Source: the verbs of articles 40 to 52.
const VERBS: [(&str, Gate, Option<Side>); 16] = [
    ("authorise", Gate::Authorisation, Some(Side::Requesting)),
    ("authorise_supplement", Gate::Authorisation, Some(Side::Requesting)),
    ("send", Gate::Sending, Some(Side::Requesting)),
    ("supplement", Gate::Sending, Some(Side::Requesting)),
    ("admit", Gate::Admission, Some(Side::Requested)),
    ("grant", Gate::Decision, Some(Side::Requested)),
    ("grant_in_part", Gate::Decision, Some(Side::Requested)),
    ("refuse", Gate::Refusal, Some(Side::Requested)),
    ("postpone", Gate::Postponement, Some(Side::Requested)),
    ("execute", Gate::Execution, Some(Side::Requested)),
    ("disclose", Gate::Disclosure, Some(Side::Requested)),
    ("use", Gate::Use, None),
    ("transfer_onward", Gate::OnwardTransfer, None),
    ("extend", Gate::Renewal, Some(Side::Requested)),
    ("release", Gate::Closing, Some(Side::Requested)),
    ("validate", Gate::Validation, None),
];

/// The gates that a step must pass, and those that it must have behind it, in that order.
pub(super) fn demands(machine: &Machine<'_>, edge: &Edge<'_>) -> Vec<Demand> {
    let transition = edge.transition;
    let mut demands: Vec<Demand> = Vec::new();
    let mut add = |gate, because| {
        if !demands.iter().any(|known| known.gate == gate) {
            demands.push(Demand { gate, because });
        }
    };
    if let Some(effect) = transition.effect {
        add(effect.gate(), Because::Declared);
    }
    if let Some(gate) = edge.carries.and_then(carried_gate) {
        add(gate, Because::Carried);
    }
    let officials = transition.by.is_some();
    for (_, gate, side) in VERBS.iter().filter(|(verb, ..)| officials && transition.name == **verb) {
        if side.is_none_or(|side| side == machine.side && machine.name != "holding") {
            add(*gate, Because::Named);
        }
    }
    for gate in &transition.gates {
        add(*gate, Because::StandsThere);
    }
    for gate in behind(machine, edge.to) {
        add(gate, Because::Entered);
    }
    demands
}

/// What leaves with a message, and the gate by which it has to leave. Whatever else a message carries leaves freely.
const CARRIED: [(Carries, Gate); 5] = [
    (Carries::Request, Gate::Sending),
    (Carries::Result, Gate::Disclosure),
    (Carries::Refusal, Gate::Refusal),
    (Carries::Postponement, Gate::Postponement),
    (Carries::Renewal, Gate::Renewal),
];

fn carried_gate(carries: Carries) -> Option<Gate> {
    CARRIED.iter().find(|(known, _)| *known == carries).map(|(_, gate)| *gate)
}

/// The gates behind which a stage lies: its phase's, and execution where something obtained is written or reviewed.
pub(super) fn behind(machine: &Machine<'_>, stage: u8) -> Vec<Gate> {
    let Some(stage) = machine.stage(stage).filter(|_| machine.name != "holding") else { return Vec::new() };
    let of_phase = match stage.phase {
        Phase::Sent => Some(Gate::Sending),
        Phase::Examination => Some(Gate::Admission),
        Phase::Execution => Some(Gate::Decision),
        Phase::Disclosure => Some(Gate::Execution),
        Phase::Drafting | Phase::Review | Phase::Admission | Phase::Consultation | Phase::Use | Phase::Closed => None,
    };
    let of_result = Some(Gate::Execution).filter(|_| stage.edits == Some(Subject::Result));
    // What is sent unasked is neither admitted nor decided on.
    of_result
        .into_iter()
        .chain(of_phase)
        .filter(|gate| gate.may_stand_at(machine.side) && (machine.asks() || *gate == Gate::Sending))
        .collect()
}
