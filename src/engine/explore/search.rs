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
