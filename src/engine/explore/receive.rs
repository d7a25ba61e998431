//! Receivability: both sides together, stages and messages only; whatever is sent is heard wherever the other side may be.
//!
//! Gates, clocks and safeguards are left out, so more can happen here than outside: whatever is heard here is heard there.
//! Messages keep their order, and two are on their way at most: one and three gave the same messages that nobody hears.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::message::Carries;
use crate::domain::phase::Phase;

use super::super::flaw::{Flaw, Sites};
use super::super::procedure::{Message, Procedure};
use super::machine::{Cause, Machine};

/// No more messages are on their way at once.
const ON_THE_WAY: usize = 2;

/// An end that comes late without harm, beside one to a side that is at work no more: procedure, message, stage. A
/// withdrawal after the journey changes nothing: the person is back.
const LATE_WITHOUT_HARM: [(&str, &str, &str); 1] = [("appearance", "withdrawn", "journey_over")];

/// Both sides and what is between them: stages, and messages by their index, in their order, to each side.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
struct Both {
    stages: [u8; 2],
    posts: [Vec<u8>; 2],
    /// Something was delivered.
    delivered: bool,
}

/// What was walked and found.
pub(super) struct Received {
    pub(super) states: usize,
    pub(super) found: Vec<Flaw>,
}

/// Walks both sides of a procedure together.
pub(super) fn check(
    sites: &Sites<'_>,
    procedure: &Procedure,
    sides: [&Machine<'_>; 2],
    holding: Option<&Machine<'_>>,
) -> Received {
    let index_of = |name: &str| {
        let index = procedure.messages.iter().position(|message| message.name == *name);
        index.and_then(|index| u8::try_from(index).ok())
    };
    // What a delivery sends leaves whenever there is one.
    let by_delivery: Vec<u8> = holding
        .iter()
        .flat_map(|machine| &machine.edges)
        .filter_map(|edge| index_of(edge.transition.sends.as_ref()?.as_str()))
        .collect();
    let brings = |message: u8| {
        let message = procedure.messages.get(usize::from(message));
        message.is_some_and(|message| matches!(message.carries, Carries::Result | Carries::Request))
    };
    let start = Both { stages: sides.map(|machine| machine.start), ..Both::default() };
    let mut met: HashMap<Both, Option<Both>> = HashMap::from([(start.clone(), None)]);
    let mut waiting = vec![start];
    let mut unheard: BTreeMap<(u8, u8), Both> = BTreeMap::new();
    while let Some(both) = waiting.pop() {
        let mut next = Vec::new();
        for (here, machine) in sides.iter().enumerate() {
            let there = 1 - here;
            for edge in machine.edges.iter().filter(|edge| edge.from.contains(&both.stages[here])) {
                let heard = match edge.cause {
                    Cause::Message(message) => {
                        if both.posts[here].first().copied() != index_of(message.name.as_str()) {
                            continue;
                        }
                        true
                    }
                    Cause::Officials | Cause::Linked(..) | Cause::Clock(_) => false,
                };
                let mut after = both.clone();
                if heard {
                    let first = after.posts[here].remove(0);
                    after.delivered |= brings(first);
                }
                after.stages[here] = edge.to;
                if let Some(sent) = edge.transition.sends.as_ref().and_then(|name| index_of(name.as_str())) {
                    after.posts[there].push(sent);
                }
                next.push(after);
            }
            let hears = |message: u8| {
                machine.edges.iter().any(|edge| {
                    edge.from.contains(&both.stages[here])
                        && matches!(edge.cause, Cause::Message(known) if index_of(known.name.as_str()) == Some(message))
                })
            };
            if let Some(first) = both.posts[here].first().copied().filter(|first| !hears(*first)) {
                let side = u8::try_from(here).unwrap_or_default();
                unheard.entry((side << 7 | both.stages[here], first)).or_insert_with(|| both.clone());
                let mut after = both.clone();
                after.posts[here].remove(0);
                next.push(after);
            }
            let holds = both.delivered && holding.is_some_and(|holding| holding.side == machine.side);
            for sent in by_delivery.iter().filter(|_| holds) {
                let mut after = both.clone();
                after.posts[there].push(*sent);
                next.push(after);
            }
        }
        for after in next {
            let on_the_way: usize = after.posts.iter().map(Vec::len).sum();
            if on_the_way <= ON_THE_WAY && !met.contains_key(&after) {
                met.insert(after.clone(), Some(both.clone()));
                waiting.push(after);
            }
        }
    }
    let found = flaws(sites, procedure, sides, &unheard);
    Received { states: met.len(), found }
}

/// Messages that bring something, or the end, and come to a side that is still at work and does not hear them.
fn flaws(
    sites: &Sites<'_>,
    procedure: &Procedure,
    sides: [&Machine<'_>; 2],
    unheard: &BTreeMap<(u8, u8), Both>,
) -> Vec<Flaw> {
    let file = format!("procedures/{}.toml", procedure.name);
    let mut missed: BTreeMap<(usize, u8), BTreeSet<String>> = BTreeMap::new();
    for (at, message) in unheard.keys() {
        let (here, stage) = (usize::from(at >> 7), at & 0x7f);
        let Some(known) = procedure.messages.get(usize::from(*message)) else { continue };
        let machine = sides[here];
        let at_work = machine.phase(stage) != Phase::Closed;
        let harmless = LATE_WITHOUT_HARM.iter().any(|(of, message, late)| {
            procedure.name == **of
                && known.name == **message
                && machine.stage(stage).is_some_and(|stage| stage.name == **late)
        });
        if at_work && !harmless && matters(known, machine, stage) {
            let name = machine.stage(stage).map_or_else(String::new, |stage| stage.name.to_string());
            missed.entry((here, *message)).or_default().insert(name);
        }
    }
    let told = missed.into_iter().filter_map(|((here, message), stages)| {
        let known = procedure.messages.get(usize::from(message))?;
        let stages = super::super::refusal::listed(stages, ", ");
        let side = sides[here].side;
        let sentence = format!("the message `{}` may come to the {side} State in {stages}, and nothing there hears it: it would be noted, and everybody would wait", known.name);
        let pointer = format!("/message/{message}/name");
        let article = known.source.first().map(ToString::to_string).unwrap_or_default();
        Some(sites.flaw("never-heard", (&file, &pointer), sentence, &[&article]))
    });
    told.collect()
}

/// Whether it matters that a message is heard: it brings an outcome, or a new request before the old one was carried out,
/// or leads to an end wherever it is heard. What crosses the word that all is done is noted, and nobody waits for it.
fn matters(message: &Message, machine: &Machine<'_>, stage: u8) -> bool {
    let hears = || {
        machine
            .edges
            .iter()
            .filter(|edge| matches!(edge.cause, Cause::Message(known) if known.name == message.name))
            .filter(|edge| edge.from.iter().any(|from| machine.phase(*from) != Phase::Closed))
    };
    let ends = || hears().next().is_some() && hears().all(|edge| machine.phase(edge.to) == Phase::Closed);
    let outcome = [Carries::Result, Carries::Refusal, Carries::Postponement].contains(&message.carries);
    let renewed = message.carries == Carries::Request && machine.phase(stage) < Phase::Execution;
    outcome || renewed || ends()
}
