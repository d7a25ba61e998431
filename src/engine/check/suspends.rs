//! Clocks that suspend: what they hold shut is reached only after they have run, or were ended by somebody else.

use std::collections::BTreeSet;

use crate::domain::gate::Gate;
use crate::domain::ids::StageName;
use crate::domain::role::Role;

use super::super::procedure::{Deadline, Part, Transition, Trigger};
use super::{Checking, PartAt, parts};

pub(super) fn check(checking: &mut Checking<'_>) {
    for at in parts(checking.rulebook) {
        for deadline in at.part.deadlines.iter().filter(|deadline| !deadline.suspends.is_empty()) {
            held_shut(checking, &at, deadline);
            lifted(checking, &at, deadline);
        }
    }
}

/// No step passes a gate that is suspended while the clock may run, nor on a way on which it never ran.
fn held_shut(checking: &mut Checking<'_>, at: &PartAt<'_>, deadline: &Deadline) {
    let (runs, never_ran) = (may_run(at.part, deadline), never_ran(at.part, deadline));
    for (index, step) in at.part.transitions.iter().enumerate() {
        let Some(gate) = step.gates.iter().find(|gate| deadline.suspends.contains(gate)) else { continue };
        let (step, name) = (&step.name, &deadline.name);
        let transition = &at.part.transitions[index];
        if let Some(from) = transition.from.iter().find(|from| runs.contains(from)) {
            let sentence = format!(
                "`{step}` would pass the gate `{gate}` from `{from}` while the clock `{name}` may still run: it suspends that gate until its time is up"
            );
            checking.fault(&at.file, &at.at("transition", index, "from"), sentence);
        } else if let Some(from) = transition.from.iter().find(|from| never_ran.contains(from)) {
            let sentence = format!(
                "`{step}` would pass the gate `{gate}` from `{from}`, where the clock `{name}`, which suspends it, need never have run: start it on every way in"
            );
            checking.fault(&at.file, &at.at("transition", index, "from"), sentence);
        }
    }
}

/// Whoever is held up does not end the clock: no official who takes a step that it suspends.
fn lifted(checking: &mut Checking<'_>, at: &PartAt<'_>, deadline: &Deadline) {
    let suspended = |step: &&Transition| step.gates.iter().any(|gate: &Gate| deadline.suspends.contains(gate));
    let held_up: BTreeSet<Role> =
        at.part.transitions.iter().filter(suspended).flat_map(|step| step.by.clone().unwrap_or_default()).collect();
    for (index, step) in at.part.transitions.iter().enumerate() {
        let ends = step.stops.contains(&deadline.name) && !step.starts.contains(&deadline.name);
        let goes_on = at.part.stage(&step.to).is_some_and(|to| to.phase != crate::domain::phase::Phase::Closed);
        for role in step.by.iter().flatten().filter(|role| ends && goes_on && held_up.contains(role)) {
            let sentence = format!(
                "`{role}` may not take `{}`: it ends the clock `{}`, which holds up a step that `{role}` takes",
                step.name, deadline.name
            );
            checking.fault(&at.file, &at.at("transition", index, "by"), sentence);
        }
    }
}

/// Stages in which a clock may run, or be paused.
fn may_run<'p>(part: &'p Part, deadline: &Deadline) -> BTreeSet<&'p StageName> {
    let name = &deadline.name;
    let ended = |step: &Transition| step.stops.contains(name) || step.trigger() == Some(Trigger::Clock(name));
    let begun = part.transitions.iter().filter(|step| step.starts.contains(name)).map(|step| &step.to);
    reached(part, begun, |step| ended(step) && !step.starts.contains(name))
}

/// Stages that can be reached without a clock ever having been started.
fn never_ran<'p>(part: &'p Part, deadline: &Deadline) -> BTreeSet<&'p StageName> {
    reached(part, std::iter::once(&part.start), |step| step.starts.contains(&deadline.name))
}

/// Stages reached from some by steps that are not barred.
fn reached<'p>(
    part: &'p Part,
    from: impl Iterator<Item = &'p StageName>,
    barred: impl Fn(&Transition) -> bool,
) -> BTreeSet<&'p StageName> {
    let mut found: BTreeSet<&StageName> = from.collect();
    let mut waiting: Vec<&StageName> = found.iter().copied().collect();
    while let Some(stage) = waiting.pop() {
        waiting.extend(
            part.leaving(stage).filter(|step| !barred(step)).map(|step| &step.to).filter(|to| found.insert(to)),
        );
    }
    found
}
