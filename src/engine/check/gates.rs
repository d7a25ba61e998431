//! Gates: effects and messages stand at theirs, something stands at each, and each can be passed.

use std::collections::{BTreeMap, BTreeSet};

use strum::IntoEnumIterator;

use crate::domain::gate::{Gate, Side, Subject};
use crate::domain::ids::StageName;
use crate::domain::message::Carries;
use crate::domain::safeguard::{Basis, Profile};

use super::super::procedure::{Transition, Trigger};
use super::super::refusal::listed;
use super::{Checking, PartAt, parts};

pub(super) fn check(checking: &mut Checking<'_>) {
    for at in parts(checking.rulebook) {
        begins_outside(checking, &at);
        let passed = surely_passed(&at);
        for index in 0..at.part.transitions.len() {
            transition(checking, &at, &passed, index);
        }
        nothing_stands(checking, &at);
    }
}

fn transition(checking: &mut Checking<'_>, at: &PartAt<'_>, passed: &Passed<'_>, index: usize) {
    let transition = &at.part.transitions[index];
    for (gate, why) in at.procedure.effects(transition) {
        if transition.by.is_none() {
            checking.fault(
                &at.file,
                &at.at("transition", index, "name"),
                format!(
                    "`{}` would pass the gate `{gate}` by {why}: only officials pass gates, never a message or a clock",
                    transition.name
                ),
            );
        } else if !transition.gates.contains(&gate) {
            checking.fault(
                &at.file,
                &at.at("transition", index, "name"),
                format!("`{}` has to stand at the gate `{gate}`, for {why}: add it to `gates`", transition.name),
            );
        }
    }
    entered(checking, at, passed, index);
    if transition.by.is_none() && !transition.gates.is_empty() {
        checking.fault(
            &at.file,
            &at.at("transition", index, "gates"),
            format!("`{}` is no act of officials and cannot stand at a gate: take `gates` out", transition.name),
        );
    }
    for gate in &transition.gates {
        if !home(*gate, at) {
            checking.fault(
                &at.file,
                &at.at("transition", index, "gates"),
                format!("the gate `{gate}` does not belong to the part `{}`: take it out", at.name),
            );
            continue;
        }
        for before in gate.prerequisites(at.side) {
            // Before a delivery comes what its request has passed.
            let own = at.procedure.part(at.side);
            if !own.transitions.iter().any(|other| other.gates.contains(&before)) {
                checking.fault(&at.file, &at.at("transition", index, "gates"), format!("the gate `{gate}` needs `{before}` to be passed first, and no transition of this side stands there"));
            }
        }
        if let Some(subject) = gate.reads().filter(|subject| !written(at, *subject)) {
            checking.fault(&at.file, &at.at("transition", index, "gates"), format!("the gate `{gate}` reads the {subject}, which is written in no stage of this side and comes by no message: give a stage `edits = \"{subject}\"`"));
        }
    }
    if let Some(Trigger::Linked(procedure, _)) = transition.trigger()
        && at.procedure.name == *procedure
    {
        checking.fault(
            &at.file,
            &at.at("transition", index, "on"),
            "a request is chained to one of another procedure, not of its own",
        );
    }
}

/// Nothing begins behind a gate.
fn begins_outside(checking: &mut Checking<'_>, at: &PartAt<'_>) {
    let start = at.part.stage(&at.part.start).map(|stage| stage.phase);
    if let Some(phase) = start
        && let Some(gate) = phase.lies_behind().filter(|gate| gate.may_stand_at(at.side))
    {
        let sentence = format!(
            "stage `{}` is of phase `{phase}`, behind the gate `{gate}`: nothing can begin there",
            at.part.start
        );
        checking.fault(&at.file, &format!("/{}/start", at.name), sentence);
    }
}

/// A phase behind a gate is entered at that gate, or from a stage where the gate has been passed whichever way led there.
fn entered(checking: &mut Checking<'_>, at: &PartAt<'_>, passed: &Passed<'_>, index: usize) {
    let transition = &at.part.transitions[index];
    let Some(phase) = at.part.stage(&transition.to).map(|stage| stage.phase) else { return };
    let Some(gate) = phase.lies_behind().filter(|gate| gate.may_stand_at(at.side) && !transition.gates.contains(gate))
    else {
        return;
    };
    let behind = |from: &&StageName| {
        !passed.get(from).is_some_and(|gates| gates.contains(&gate)) || brings_request(at, transition)
    };
    let Some(from) = transition.from.iter().find(behind) else { return };
    let name = &transition.name;
    let sentence = if transition.by.is_some() {
        format!(
            "`{name}` has to stand at the gate `{gate}`, for it leads from `{from}` into phase `{phase}`: add it to `gates`"
        )
    } else {
        format!(
            "`{name}` would lead from `{from}` into phase `{phase}` past the gate `{gate}`: only officials pass gates, never a message or a clock"
        )
    };
    checking.fault(&at.file, &at.at("transition", index, "name"), sentence);
}

/// Gates passed in a stage whichever way it was entered.
type Passed<'a> = BTreeMap<&'a StageName, BTreeSet<Gate>>;

fn surely_passed<'a>(at: &PartAt<'a>) -> Passed<'a> {
    let part = at.part;
    let mut passed: Passed<'a> = part.stages.iter().map(|stage| (&stage.name, Gate::iter().collect())).collect();
    passed.insert(&part.start, BTreeSet::new());
    loop {
        let mut changed = false;
        for transition in &part.transitions {
            for from in &transition.from {
                // A new request makes every passage stale.
                let before = if brings_request(at, transition) {
                    BTreeSet::new()
                } else {
                    passed.get(from).cloned().unwrap_or_default()
                };
                // Whoever enters a phase without its gate is a fault there: what follows would only repeat it.
                let behind = part.stage(&transition.to).and_then(|stage| stage.phase.lies_behind());
                let leaves: BTreeSet<Gate> =
                    before.into_iter().chain(transition.gates.iter().copied()).chain(behind).collect();
                if let Some(enters) = passed.get_mut(&transition.to) {
                    let both: BTreeSet<Gate> = enters.intersection(&leaves).copied().collect();
                    changed |= both.len() < enters.len();
                    *enters = both;
                }
            }
        }
        if !changed {
            return passed;
        }
    }
}

fn brings_request(at: &PartAt<'_>, transition: &Transition) -> bool {
    matches!(transition.trigger(), Some(Trigger::Message(name)) if at.procedure.message(name).is_some_and(|message| message.carries == Carries::Request))
}

/// Which gates belong to which part of a procedure.
fn home(gate: Gate, at: &PartAt<'_>) -> bool {
    at.procedure.has_gate(at.name, at.side, gate)
}

/// Whether a subject can come to be at all: written in a stage, or brought by a message of the other side.
fn written(at: &PartAt<'_>, subject: Subject) -> bool {
    let carried = match subject {
        Subject::Request => Some(Carries::Request),
        Subject::Renewal => Some(Carries::Renewal),
        Subject::Result | Subject::Decision | Subject::Use => None,
    };
    let delivered = at.name == "holding" && subject == Subject::Result;
    delivered
        || at.part.stages.iter().any(|stage| stage.edits == Some(subject))
        || at.procedure.messages.iter().any(|message| message.from != at.side && Some(message.carries) == carried)
}

/// A gate at which, in profile `strict`, nothing stands for any measure of the procedure: it would only look like one.
fn nothing_stands(checking: &mut Checking<'_>, at: &PartAt<'_>) {
    let rulebook = checking.rulebook;
    let binds: &[Basis] = rulebook.binding(Profile::Strict);
    let measures: Vec<_> =
        rulebook.measures.values().filter(|measure| measure.procedure == at.procedure.name).collect();
    for gate in Gate::iter() {
        let used = at.part.transitions.iter().position(|transition| transition.gates.contains(&gate));
        let Some(index) = used.filter(|_| !measures.is_empty()) else { continue };
        let side: Side = at.side;
        let guarded = measures.iter().any(|measure| {
            rulebook.safeguards.values().any(|safeguard| {
                safeguard.place(gate, side, &measure.name).is_some() && binds.contains(&safeguard.basis(measure))
            })
        });
        if !guarded {
            let names = listed(measures.iter().map(|measure| &measure.name), ", ");
            checking.fault(&at.file, &at.at("transition", index, "gates"), format!("no safeguard stands at the gate `{gate}` of the {side} side for any of {names}: it would only look like a gate"));
        }
    }
}
