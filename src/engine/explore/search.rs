//! Breadth first through every state that can come about, so that what is found is found on the shortest way.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::BuildHasherDefault;

use super::state::{Mixed, State};
use super::step::{Step, Walk};

/// More states than this are not explored: a procedure of that size has to be split.
pub(super) const MOST_STATES: usize = 400_000;

/// What was found where a step breaks a rule.
#[derive(Debug, Clone)]
pub(super) struct Broken<B> {
    /// The rule.
    pub(super) rule: B,
    /// The steps that lead there, the last one breaking it, each with the state that it begins in.
    pub(super) way: Vec<(State, Step)>,
}

/// Each state that was met, with the state and the step it was first met by.
pub(super) type Met = HashMap<State, Option<(State, Step)>, BuildHasherDefault<Mixed>>;

/// Every state that was met.
pub(super) struct Searched<B> {
    /// Each state with the state and the step it was first met by.
    pub(super) met: Met,
    /// The shortest way to a broken rule.
    pub(super) broken: Option<Broken<B>>,
    /// Whether there were more states than are explored.
    pub(super) too_many: bool,
}

/// Walks on until a step breaks a rule, or every state was met.
pub(super) fn search<B>(walk: &Walk<'_, '_>, mut breaks: impl FnMut(&State, Step, &State) -> Option<B>) -> Searched<B> {
    let start = walk.start();
    let mut searched = Searched { met: Met::from_iter([(start, None)]), broken: None, too_many: false };
    let (mut waiting, mut next, mut steps) = (vec![start], Vec::new(), Vec::new());
    while !waiting.is_empty() {
        for state in waiting.drain(..) {
            walk.steps(&state, &mut steps);
            for (step, after) in steps.drain(..) {
                if let Some(rule) = breaks(&state, step, &after) {
                    let mut way = way_to(&searched.met, &state);
                    way.push((state, step));
                    searched.broken = Some(Broken { rule, way });
                    return searched;
                }
                if let Entry::Vacant(unmet) = searched.met.entry(after) {
                    unmet.insert(Some((state, step)));
                    next.push(after);
                }
            }
        }
        if searched.met.len() > MOST_STATES {
            searched.too_many = true;
            return searched;
        }
        std::mem::swap(&mut waiting, &mut next);
    }
    searched
}

/// The shortest way to a state that was met.
pub(super) fn way_to(met: &Met, state: &State) -> Vec<(State, Step)> {
    let mut way = Vec::new();
    let mut at = *state;
    while let Some(Some((before, step))) = met.get(&at) {
        way.push((*before, *step));
        at = *before;
    }
    way.reverse();
    way
}

#[cfg(test)]
mod tests {
    use super::super::machine::{Answers, Machine, Shape, Watch};
    use super::*;
    use crate::domain::gate::{Gate, Side};
    use crate::engine::procedure::Procedure;

    /// A draft that is written, and authorised: nothing else.
    const TINY: &str = r#"
        name = "tiny"
        title = { en = "Tiny" }
        kind = "request"
        [requesting]
        start = "draft"
        [[requesting.stage]]
        name = "draft"
        title = { en = "Draft" }
        phase = "drafting"
        edits = "request"
        [[requesting.stage]]
        name = "done"
        title = { en = "Done" }
        phase = "closed"
        ends = true
        [[requesting.transition]]
        name = "authorise"
        from = ["draft"]
        to = "done"
        by = ["central_authority"]
        gates = ["authorisation"]
        source = ["UNCC 24(2)"]
        [requested]
        start = "expected"
    "#;

    fn states(shape: &Shape) -> usize {
        let procedure: Procedure = toml::from_str(TINY).unwrap();
        let machine = Machine::of(&procedure, "requesting", Side::Requesting, &procedure.requesting, &[]).unwrap();
        let walk = Walk { machine: &machine, shape, words: &[] };
        search(&walk, |_, _, _| None::<()>).met.len()
    }

    #[test]
    fn a_tiny_procedure_has_the_states_counted_by_hand() {
        // The draft without a request, the draft with one, and done: nothing can be authorised that is not written.
        assert_eq!(states(&Shape::default()), 3);
    }

    #[test]
    fn a_followed_safeguard_adds_how_it_stands() {
        let watches = vec![Watch { gate: Gate::Authorisation, asked: true, confirmed: false, may_wait: true }];
        let answers = Answers { clears: true, blocks: true, ..Answers::default() };
        // The draft without a request; with one it is open, cleared, blocking or stale; done it was cleared, and may since
        // have been taken back, or answered in the negative.
        assert_eq!(states(&Shape { watches, answers }), 1 + 4 + 3);
    }

    #[test]
    fn a_second_official_and_a_hard_no_add_theirs() {
        let watches = vec![Watch { gate: Gate::Authorisation, asked: true, confirmed: true, may_wait: true }];
        let answers = Answers { clears: true, blocks: true, hard: true, ..Answers::default() };
        // The draft without a request. With one: open, unconfirmed, cleared or stale; or objected to as it stands; or
        // objected to as it stood before, and then stale, unconfirmed, cleared or taken back. Done it was cleared, and the
        // same holds, but that nothing is stale any more.
        assert_eq!(states(&Shape { watches, answers }), 1 + (4 + 1 + 4) + (3 + 1 + 3));
    }
}
