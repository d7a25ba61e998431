//! Endings: whatever has happened, each side can still end while the other is silent and a safeguard is never cleared.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::BuildHasherDefault;

use crate::domain::gate::{Gate, Side};
use crate::domain::phase::Phase;

use super::super::flaw::{Flaw, Sites};
use super::super::procedure::Trigger;
use super::super::rulebook::Rulebook;
use super::machine::{Cause, Edge, Machine, Shape};
use super::search::{Met, search, way_to};
use super::state::{Mixed, Refuses, State, Words};
use super::step::{Step, Walk};
use super::story;

/// What was found, and how many states were met.
pub(super) fn check<'r>(
    rulebook: &'r Rulebook,
    sites: &Sites<'_>,
    machine: &Machine<'r>,
    (words, blocked): (&[Words], &BTreeMap<BTreeSet<Gate>, String>),
) -> Vec<Flaw> {
    let nothing = Shape::default();
    let walk = Walk { machine, shape: &nothing, words };
    let searched = search(&walk, |_, _, _| None::<()>);
    let ways = Ways::of(rulebook, &walk, &searched.met);
    let mut found = unreached(sites, machine, &searched.met);
    found.extend(never_taken(sites, &walk, &searched.met));
    for (gates, safeguards) in std::iter::once((&BTreeSet::new(), &String::new())).chain(blocked) {
        if let Some(state) = ways.stuck(machine, gates) {
            found.push(never_ends(sites, machine, &searched.met, &state, safeguards));
        }
    }
    found.extend(refusable(sites, machine, words));
    found
}

/// Who leads from each state to which, with nothing from the other State.
struct Ways<'m, 'r> {
    machine: &'m Machine<'r>,
    states: Vec<State>,
    /// For each state, those from which a step leads here, with the edge where it is a transition.
    into: Vec<Vec<(usize, Option<usize>)>>,
}

impl<'m, 'r> Ways<'m, 'r> {
    fn of(rulebook: &Rulebook, walk: &Walk<'m, 'r>, met: &Met) -> Self {
        let states: Vec<State> = met.keys().copied().collect();
        let index: HashMap<State, usize, BuildHasherDefault<Mixed>> =
            states.iter().enumerate().map(|(index, state)| (*state, index)).collect();
        let mut into = vec![Vec::new(); states.len()];
        let mut steps = Vec::new();
        for (from, state) in states.iter().enumerate() {
            walk.steps(state, &mut steps);
            for (step, after) in steps.drain(..) {
                let edge = match step {
                    Step::Take(edge) => Some(edge),
                    Step::Write(..) | Step::Answer(..) | Step::Confirm(_) | Step::TakeBack(_) | Step::Due(_) => None,
                };
                let ours = edge
                    .and_then(|edge| walk.machine.edges.get(edge))
                    .is_none_or(|edge| is_ours(rulebook, walk.machine, edge));
                if let (true, Some(to)) = (ours, index.get(&after)) {
                    into[*to].push((from, edge));
                }
            }
        }
        Ways { machine: walk.machine, states, into }
    }

    /// A state from which no way leads to an end while some gates stay shut; the one nearest to the beginning.
    fn stuck(&self, machine: &Machine<'_>, shut: &BTreeSet<Gate>) -> Option<State> {
        let ends = |state: &State| machine.stage(state.stage).is_some_and(|stage| stage.ends);
        let mut ending: Vec<bool> = self.states.iter().map(ends).collect();
        let mut waiting: Vec<usize> = (0..self.states.len()).filter(|index| ending[*index]).collect();
        while let Some(to) = waiting.pop() {
            for (from, edge) in &self.into[to] {
                let asked = edge.and_then(|edge| self.machine.edges.get(edge)).map_or(&[][..], |edge| &edge.asked);
                if !ending[*from] && !asked.iter().any(|gate| shut.contains(gate)) {
                    ending[*from] = true;
                    waiting.push(*from);
                }
            }
        }
        // Before the request, or the delivery, has come there is nothing to end.
        let awaited = machine
            .edges
            .iter()
            .filter(|edge| edge.from.contains(&machine.start))
            .all(|edge| matches!(edge.cause, Cause::Message(_)));
        let begun = |state: &State| state.stage != machine.start || !awaited;
        let stuck = self.states.iter().zip(ending).filter(|(state, ending)| !ending && begun(state));
        stuck.map(|(state, _)| *state).min()
    }
}

/// Whether a step is taken without the other State: by our officials, a clock, or a chained request of our own that ends.
fn is_ours(rulebook: &Rulebook, machine: &Machine<'_>, edge: &Edge<'_>) -> bool {
    match edge.cause {
        Cause::Officials | Cause::Clock(_) => true,
        Cause::Message(_) => false,
        Cause::Linked(procedure, message) => {
            let procedure = rulebook.procedures.values().find(|known| known.name == *procedure);
            procedure
                .and_then(|procedure| procedure.message(message))
                .is_some_and(|message| message.from == machine.side)
        }
    }
}

fn unreached(sites: &Sites<'_>, machine: &Machine<'_>, met: &Met) -> Vec<Flaw> {
    let reached: BTreeSet<u8> = met.keys().map(|state| state.stage).collect();
    let file = format!("procedures/{}.toml", machine.procedure.name);
    let indices = 0..u8::try_from(machine.part.stages.len()).unwrap_or(u8::MAX);
    let missed = indices.filter(|index| !reached.contains(index));
    let told = missed.filter_map(|index| {
        let stage = machine.stage(index)?;
        let sentence = format!("the stage `{}` is never reached: no way that leads to it passes its gates", stage.name);
        let pointer = format!("/{}/stage/{index}/name", machine.name);
        Some(sites.flaw("stage-unreached", (&file, &pointer), sentence, &[]))
    });
    told.collect()
}

fn never_ends(sites: &Sites<'_>, machine: &Machine<'_>, met: &Met, state: &State, safeguards: &str) -> Flaw {
    let file = format!("procedures/{}.toml", machine.procedure.name);
    let name = machine.stage(state.stage).map_or_else(String::new, |stage| stage.name.to_string());
    let never = if safeguards.is_empty() { String::new() } else { format!(" and {safeguards} is not cleared") };
    let sentence =
        format!("from the stage `{name}` no way leads to an end while the other State is silent{never}: add one");
    let pointer = format!("/{}/stage/{}/name", machine.name, state.stage);
    let mut flaw = sites.flaw("never-ends", (&file, &pointer), sentence, &["UNCC 40(26)"]);
    flaw.story = way_to(met, state).iter().map(|(at, step)| story::one(machine, at, *step, "")).collect();
    flaw.story.push(format!("The other State says nothing{never}: nobody can end it, and no clock does."));
    flaw
}

/// Steps at a gate of refusal or postponement that no way leads to with the words that they need: on a ground that asks for
/// consultation as well as on one that asks for none. What protects persons could be named, and never used.
fn never_taken(sites: &Sites<'_>, walk: &Walk<'_, '_>, met: &Met) -> Vec<Flaw> {
    let machine = walk.machine;
    let file = format!("procedures/{}.toml", machine.procedure.name);
    let mut found = Vec::new();
    let stands_at = |gate: Gate| machine.edges.iter().filter(move |edge| edge.transition.gates.contains(&gate));
    let possible = |gate: Gate, says: &dyn Fn(&Words) -> bool| {
        met.keys().any(|state| {
            says(&state.words)
                && stands_at(gate).any(|edge| edge.from.contains(&state.stage) && walk.may_happen(state, edge))
        })
    };
    let mut never = |gate: Gate, what: &str| {
        let index = machine.edges.iter().position(|edge| edge.transition.gates.contains(&gate)).unwrap_or_default();
        let sentence = format!("no step at the gate `{gate}` can ever be taken {what}: let a way lead there");
        let pointer = format!("/{}/transition/{index}/name", machine.name);
        found.push(sites.flaw("never-refused", (&file, &pointer), sentence, &["UNCC 40(21)", "UNCC 40(28)"]));
    };
    for (refuses, what) in [
        (Refuses::Asking, "on a ground that asks for a consultation, for none is ever held"),
        (Refuses::Freely, "on a ground that asks for no consultation"),
    ] {
        let named = walk.words.iter().any(|words| words.refuses == refuses);
        if named && !possible(Gate::Refusal, &|words| words.refuses == refuses) {
            never(Gate::Refusal, what);
        }
    }
    let postponed = walk.words.iter().any(|words| words.postpones) && stands_at(Gate::Postponement).next().is_some();
    if postponed && !possible(Gate::Postponement, &|words| words.postpones) {
        never(Gate::Postponement, "with a ground to postpone, for it is never talked over");
    }
    found
}

/// Silence ends every consultation, so that a ground that asks for one can be used although the other State says nothing.
fn refusable(sites: &Sites<'_>, machine: &Machine<'_>, words: &[Words]) -> Vec<Flaw> {
    if words.iter().all(|words| words.refuses != Refuses::Asking && !words.postpones) {
        return Vec::new();
    }
    let file = format!("procedures/{}.toml", machine.procedure.name);
    let left_by_clock =
        |index| machine.edges.iter().any(|edge| edge.from.contains(&index) && matches!(edge.cause, Cause::Clock(_)));
    let indices = 0..u8::try_from(machine.part.stages.len()).unwrap_or(u8::MAX);
    let open = indices.filter(|index| machine.phase(*index) == Phase::Consultation && !left_by_clock(*index));
    let told = open.filter_map(|index| {
        let stage = machine.stage(index)?;
        let sentence = format!("in the stage `{}` the other State can keep silent for ever, and nothing could be refused on a ground that asks for consultation: let a clock lead on", stage.name);
        let pointer = format!("/{}/stage/{index}/name", machine.name);
        Some(sites.flaw("never-refused", (&file, &pointer), sentence, &["UNCC 40(28)"]))
    });
    told.collect()
}

/// Every end of a chained request is heard where one of them is awaited.
pub(super) fn chained(rulebook: &Rulebook, sites: &Sites<'_>, machine: &Machine<'_>) -> Vec<Flaw> {
    let mut found = Vec::new();
    let file = format!("procedures/{}.toml", machine.procedure.name);
    let mut asked = BTreeSet::new();
    for edge in &machine.edges {
        let Cause::Linked(other, _) = edge.cause else { continue };
        if machine.phase(edge.to) != Phase::Closed {
            continue;
        }
        let Some(other) = rulebook.procedures.values().find(|known| known.name == *other) else { continue };
        for from in &edge.from {
            if !asked.insert((*from, other.name.clone())) {
                continue;
            }
            let heard: BTreeSet<&str> = machine
                .edges
                .iter()
                .filter(|edge| edge.from.contains(from))
                .filter_map(|edge| match edge.cause {
                    Cause::Linked(procedure, message) if other.name == *procedure => Some(message),
                    Cause::Linked(..) | Cause::Officials | Cause::Message(_) | Cause::Clock(_) => None,
                })
                .collect();
            for end in ends_of(other, machine.side).difference(&heard) {
                let stage = machine.stage(*from).map_or_else(String::new, |stage| stage.name.to_string());
                let sentence = format!(
                    "`{stage}` waits for the end of a chained request of `{}`, and does not hear it end with `{end}`: what is held would be held for ever",
                    other.name
                );
                let pointer = format!("/{}/stage/{from}/name", machine.name);
                found.push(sites.flaw("never-ends", (&file, &pointer), sentence, &["UNCC 42(8)", "UNCC 25(2)"]));
            }
        }
    }
    found
}

/// Messages, sent or heard, with which a side of a procedure comes to its phase `closed`.
fn ends_of(procedure: &super::super::procedure::Procedure, side: Side) -> BTreeSet<&str> {
    let part = procedure.part(side);
    let closed = |name| part.stage(name).is_some_and(|stage| stage.phase == Phase::Closed);
    let ending = part.transitions.iter().filter(|t| closed(&t.to) && !t.from.iter().all(closed));
    ending
        .filter_map(|transition| match (transition.trigger(), &transition.sends) {
            (Some(Trigger::Message(name)), _) => Some(name),
            (_, Some(sends)) => Some(sends.as_str()),
            _ => None,
        })
        .collect()
}
