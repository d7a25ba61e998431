//! The way of a request that is granted: both sides played together, a message heard as soon as it is sent.
//!
//! Of all ways to an end at both sides it is one that passes most of the gates that matter, waits for no clock, and leaves
//! out as few stages as it can without ever going back.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use crate::domain::gate::Gate;
use crate::domain::message::Carries;

use super::super::procedure::{Part, Procedure, ProcedureKind, Transition, Trigger};
use super::super::rulebook::Rulebook;

/// One step of the course: the part, the transition, and the stage it was taken from, each by its place in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Step {
    pub(super) part: usize,
    pub(super) transition: usize,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// Where both sides stand, and which gates that matter have been passed.
type State = ([usize; 2], u8);

/// What the cheapest way to a state costs, and the state before it with the steps from there.
type Reached = (u32, Option<(State, Vec<Step>)>);

/// What is not part of the course costs more than any number of stages.
const ASIDE: u32 = 1000;

/// A longer message chain than this is no protocol of two States.
const MOST_ECHOES: usize = 4;

/// The steps of the course, in their order; none where the procedure never ends at both sides.
pub(super) fn of(rulebook: &Rulebook, procedure: &Procedure) -> Vec<Step> {
    let forward = search(rulebook, procedure, true);
    // Files whose stages stand in another order than they are passed in have a course too.
    if forward.is_empty() { search(rulebook, procedure, false) } else { forward }
}

/// The cheapest way to an end at both sides. Forward, no stage is followed by one that stands before it in the file, and
/// what costs is to leave stages out: going back is what happens when something has to be mended.
fn search(rulebook: &Rulebook, procedure: &Procedure, forward: bool) -> Vec<Step> {
    let parts = [&procedure.requesting, &procedure.requested];
    let starts = parts.map(|part| place(part, part.start.as_str()).unwrap_or(0));
    let mut best: BTreeMap<State, Reached> = BTreeMap::new();
    let mut waiting = BinaryHeap::from([Reverse((0, (starts, 0)))]);
    best.insert((starts, 0), (0, None));
    while let Some(Reverse((cost, state))) = waiting.pop() {
        if best.get(&state).is_some_and(|(known, _)| *known < cost) {
            continue;
        }
        for (price, next, steps) in nexts(rulebook, parts, state) {
            if forward && steps.iter().any(|step| step.to < step.from) {
                continue;
            }
            let left_out: usize = steps.iter().map(|step| step.to.saturating_sub(step.from + 1)).sum();
            // What is sent unasked is simply kept; a request is carried through all that its States do.
            let whole = forward && procedure.kind == ProcedureKind::Request;
            let length = if whole { left_out } else { steps.len() };
            let total = cost + price + u32::try_from(length).unwrap_or(u32::MAX / 8);
            if best.get(&next).is_none_or(|(known, _)| total < *known) {
                best.insert(next, (total, Some((state, steps))));
                waiting.push(Reverse((total, next)));
            }
        }
    }
    let ended = |(stages, _): &State| (0..2).all(|side| parts[side].stages.get(stages[side]).is_some_and(|s| s.ends));
    let goal = best
        .iter()
        .filter(|(state, _)| ended(state))
        .min_by_key(|(state, (cost, _))| (Reverse(state.1.count_ones()), *cost))
        .map(|(state, _)| *state);
    let mut course = Vec::new();
    let mut at = goal;
    while let Some((before, steps)) = at.and_then(|state| best.get(&state)).and_then(|(_, from)| from.as_ref()) {
        course.extend(steps.iter().rev());
        at = Some(*before);
    }
    course.reverse();
    course
}

/// The course of a part that is played alone: of all ways in the order of the file the one on which most can be used, and
/// then the longest. It waits for no clock, and leaves out stages that lead back to where they were entered from, such as
/// a question that is asked beside it.
pub(super) fn alone(part: &Part, index: usize) -> Vec<Step> {
    let mut ways: BTreeMap<usize, (usize, Vec<Step>)> = BTreeMap::new();
    let Some(start) = place(part, part.start.as_str()) else { return Vec::new() };
    ways.insert(start, (0, Vec::new()));
    for from in 0..part.stages.len() {
        let Some((uses, way)) = ways.get(&from).cloned() else { continue };
        let used = |rule: &&Transition| here(part, rule, from) && rule.gates.contains(&Gate::Use);
        let uses = uses + part.transitions.iter().filter(used).count();
        for (transition, rule) in part.transitions.iter().enumerate() {
            let Some(to) = place(part, rule.to.as_str()).filter(|to| *to > from) else { continue };
            let waits = matches!(rule.trigger(), Some(Trigger::Clock(_)));
            if waits || !here(part, rule, from) || leads(part, to, from) {
                continue;
            }
            if ways.get(&to).is_none_or(|(known, steps)| (*known, steps.len()) < (uses, way.len() + 1)) {
                ways.insert(to, (uses, [way.as_slice(), &[Step { part: index, transition, from, to }]].concat()));
            }
        }
    }
    let ended = ways.into_iter().filter(|(stage, _)| part.stages[*stage].ends);
    ended
        .map(|(_, way)| way)
        .max_by_key(|(uses, steps)| (*uses, steps.len()))
        .map(|(_, steps)| steps)
        .unwrap_or_default()
}

/// Whether a step leads from one stage to another.
fn leads(part: &Part, from: usize, to: usize) -> bool {
    part.transitions.iter().any(|rule| here(part, rule, from) && place(part, rule.to.as_str()) == Some(to))
}

/// The place of a stage in its part.
pub(super) fn place(part: &Part, name: &str) -> Option<usize> {
    part.stages.iter().position(|stage| stage.name == *name)
}

/// Every step that can be taken from a state without a message coming first, with what it costs.
fn nexts(rulebook: &Rulebook, parts: [&Part; 2], (stages, passed): State) -> Vec<(u32, State, Vec<Step>)> {
    let mut nexts = Vec::new();
    for side in 0..2 {
        for (index, transition) in parts[side].transitions.iter().enumerate() {
            let price = match transition.trigger() {
                Some(Trigger::Officials(_)) => 0,
                Some(Trigger::Linked(name, message)) => {
                    let refusing = rulebook.procedures.values().any(|other| {
                        other.name == *name
                            && other.message(message).is_some_and(|message| message.carries == Carries::Refusal)
                    });
                    if refusing { ASIDE } else { 0 }
                }
                // That a time runs out is no one's plan.
                Some(Trigger::Clock(_)) => ASIDE,
                Some(Trigger::Message(_)) | None => continue,
            };
            if !here(parts[side], transition, stages[side]) {
                continue;
            }
            let mut run = Run { parts, stages, passed, steps: Vec::new(), price };
            run.take(side, index, 0);
            nexts.push((run.price, (run.stages, run.passed), run.steps));
        }
    }
    nexts
}

fn here(part: &Part, transition: &Transition, stage: usize) -> bool {
    part.stages.get(stage).is_some_and(|stage| transition.from.contains(&stage.name))
}

/// A step with all that follows from it by messages.
struct Run<'r> {
    parts: [&'r Part; 2],
    stages: [usize; 2],
    passed: u8,
    steps: Vec<Step>,
    price: u32,
}

impl Run<'_> {
    fn take(&mut self, side: usize, index: usize, echoes: usize) {
        let transition = &self.parts[side].transitions[index];
        let Some(to) = place(self.parts[side], transition.to.as_str()) else { return };
        self.steps.push(Step { part: side, transition: index, from: self.stages[side], to });
        self.stages[side] = to;
        for gate in &transition.gates {
            match gate {
                Gate::Refusal | Gate::Postponement | Gate::Renewal => self.price += ASIDE,
                gate => self.passed |= bit(*gate, side),
            }
        }
        let Some(message) = transition.sends.as_ref().filter(|_| echoes < MOST_ECHOES) else { return };
        let other = 1 - side;
        let heard = self.parts[other].transitions.iter().position(|transition| {
            transition.trigger() == Some(Trigger::Message(message.as_str()))
                && here(self.parts[other], transition, self.stages[other])
        });
        match heard {
            Some(heard) => self.take(other, heard, echoes + 1),
            // On the course nobody speaks to the wind.
            None => self.price += ASIDE,
        }
    }
}

/// The gates that a request which is granted passes.
fn bit(gate: Gate, side: usize) -> u8 {
    match gate {
        Gate::Sending => 1,
        Gate::Execution => 2,
        Gate::Disclosure => 4,
        Gate::Closing if side == 0 => 8,
        Gate::Closing => 16,
        Gate::Validation => 32,
        Gate::Authorisation
        | Gate::Admission
        | Gate::Decision
        | Gate::Use
        | Gate::OnwardTransfer
        | Gate::Renewal
        | Gate::Refusal
        | Gate::Postponement => 0,
    }
}

/// The stages of a part that lie on the course, in its order.
pub(super) fn stages(course: &[Step], part: usize) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    course
        .iter()
        .filter(|step| step.part == part)
        .flat_map(|step| [step.from, step.to])
        .filter(|stage| seen.insert(*stage))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::files::RuleFiles;

    #[test]
    fn the_way_of_a_delivery_is_the_one_nobody_asks_or_waits_on() {
        let rulebook = Rulebook::load(RuleFiles::shipped()).unwrap();
        let ways: BTreeMap<String, Vec<String>> = rulebook
            .procedures
            .values()
            .filter_map(|procedure| Some((procedure.name.to_string(), procedure.holding.as_ref()?)))
            .map(|(name, part)| {
                let way = stages(&alone(part, 2), 2);
                (name, way.into_iter().map(|stage| part.stages[stage].name.to_string()).collect())
            })
            .collect();
        assert_eq!(ways["evidence"], ["arrived", "held", "closed"]);
        assert_eq!(ways["emergency"], ["expected", "provisional", "held", "closed"]);
        // Whatever is delivered, it is held and brought to an end.
        assert!(ways.values().all(|way| way.len() >= 3), "{ways:?}");
    }
    #[test]
    fn the_way_of_a_request_passes_every_gate_that_it_can_pass() {
        let rulebook = Rulebook::load(RuleFiles::shipped()).unwrap();
        for procedure in rulebook.procedures.values() {
            let parts = [&procedure.requesting, &procedure.requested];
            let bits = |part: usize, rule: &Transition| {
                rule.gates.iter().map(|gate| bit(*gate, part)).fold(0, |all, bit| all | bit)
            };
            let there: u8 = (0..2)
                .flat_map(|part| parts[part].transitions.iter().map(move |rule| bits(part, rule)))
                .fold(0, |all, bit| all | bit);
            let passed = of(&rulebook, procedure)
                .iter()
                .map(|step| bits(step.part, &parts[step.part].transitions[step.transition]))
                .fold(0, |all, bit| all | bit);
            assert_eq!(passed, there, "{}", procedure.name);
        }
    }
}
