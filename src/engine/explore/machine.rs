//! One part of a procedure as a machine: its transitions with everything looked up, and what is followed in it.

use std::collections::BTreeSet;

use strum::IntoEnumIterator;

use crate::domain::gate::{Gate, Side, Subject};
use crate::domain::message::{AtExpiry, Carries};
use crate::domain::phase::Phase;
use crate::domain::safeguard::Outcome;

use super::super::procedure::{Message, Part, Procedure, ProcedureKind, Stage, Transition, Trigger};
use super::super::safeguard::{Place, Safeguard};
use super::state::{PLACES, gate_bit};

/// What makes an edge happen.
#[derive(Debug, Clone, Copy)]
pub(super) enum Cause<'r> {
    /// Officials.
    Officials,
    /// A message of the other State.
    Message(&'r Message),
    /// A message of a chained request: its procedure and its name.
    Linked(&'r str, &'r str),
    /// A clock: index into the part's deadlines.
    Clock(usize),
}

/// One transition, looked up.
#[derive(Debug, Clone)]
pub(super) struct Edge<'r> {
    /// As the file has it.
    pub(super) transition: &'r Transition,
    /// What makes it happen.
    pub(super) cause: Cause<'r>,
    /// Stages it leaves.
    pub(super) from: Vec<u8>,
    /// The stage it enters.
    pub(super) to: u8,
    /// Gates whose safeguards are asked: its own, and all before them.
    pub(super) asked: Vec<Gate>,
    /// Gates that have to have been passed before, a bit each.
    pub(super) needs: u16,
    /// Subjects that its gates read.
    pub(super) reads: Vec<Subject>,
    /// What the message that leaves with it carries.
    pub(super) carries: Option<Carries>,
    /// Clocks it starts, and those it stops, a bit each.
    pub(super) starts: u16,
    /// See `starts`.
    pub(super) stops: u16,
    /// It leads into the phase of consultation, or out of it.
    pub(super) into_talks: bool,
    /// What was answered where a gate reads nothing is stale afterwards.
    pub(super) turns: bool,
}

impl Edge<'_> {
    /// Whether it passes the gate at which a disclosure is validated afterwards.
    pub(super) fn validates(&self) -> bool {
        self.transition.gates.contains(&Gate::Validation)
    }
}

/// A part of a procedure, ready to be walked.
pub(super) struct Machine<'r> {
    /// Its procedure.
    pub(super) procedure: &'r Procedure,
    /// `requesting`, `requested` or `holding`.
    pub(super) name: &'static str,
    /// The side it lives at.
    pub(super) side: Side,
    /// The part itself.
    pub(super) part: &'r Part,
    /// Its transitions.
    pub(super) edges: Vec<Edge<'r>>,
    /// Where it begins.
    pub(super) start: u8,
    /// Gates that another gate of this part needs, a bit each.
    pub(super) needed: u16,
    /// Clocks that are part of the state, a bit each.
    pub(super) clocks: u16,
}

impl<'r> Machine<'r> {
    /// Looks everything up. None where the files name what does not exist, which loading has refused.
    pub(super) fn of(
        procedure: &'r Procedure,
        name: &'static str,
        side: Side,
        part: &'r Part,
        also: &[&str],
    ) -> Option<Self> {
        let edges: Option<Vec<Edge<'r>>> =
            part.transitions.iter().map(|transition| edge(procedure, (name, side), part, transition)).collect();
        let edges = edges?;
        let moves = part.deadlines.iter().enumerate().filter(|(_, deadline)| {
            deadline.at_expiry == AtExpiry::Move || also.iter().any(|name| deadline.name == **name)
        });
        let needed = edges.iter().fold(0, |needed, edge| {
            edge.transition.gates.iter().flat_map(|gate| before(name, side, *gate)).fold(needed, |n, g| n | gate_bit(g))
        });
        let arrived = behind_gates(side, name)
            .flat_map(|gate| std::iter::once(gate).chain(gate.prerequisites(side)))
            .fold(0, |needed, gate| needed | gate_bit(gate));
        Some(Machine {
            procedure,
            name,
            side,
            part,
            start: index_of(part, &part.start)?,
            needed: needed | arrived,
            clocks: moves.fold(0, |clocks, (index, _)| clocks | 1 << index.min(15)),
            edges,
        })
    }

    /// The stage of an index.
    pub(super) fn stage(&self, index: u8) -> Option<&'r Stage> {
        self.part.stages.get(usize::from(index))
    }

    /// Its phase; that of the end where there is no such stage.
    pub(super) fn phase(&self, index: u8) -> Phase {
        self.stage(index).map_or(Phase::Closed, |stage| stage.phase)
    }

    /// Whether its procedure asks, rather than sends unasked.
    pub(super) fn asks(&self) -> bool {
        self.procedure.kind == ProcedureKind::Request
    }

    /// The subjects that this part holds: a delivery its use, a side all others.
    pub(super) fn subjects(&self) -> impl Iterator<Item = Subject> {
        let of_delivery = self.name == "holding";
        Subject::iter().filter(move |subject| (*subject == Subject::Use) == of_delivery)
    }
}

impl Machine<'_> {
    /// Whether a gate belongs to this part: a use to its delivery, everything else to the side. What is sent unasked is
    /// neither admitted nor decided on, and nothing is carried out. Source: UNCC 40(4).
    pub(super) fn has_gate(&self, gate: Gate) -> bool {
        let of_use = gate.reads() == Some(Subject::Use);
        let of_delivery = of_use || (gate == Gate::Validation && self.side == self.procedure.holder());
        let here = of_use || gate.may_stand_at(self.side);
        let of_kind = self.asks() || of_use || matches!(gate, Gate::Authorisation | Gate::Sending);
        gate == Gate::Closing || (of_kind && here && of_delivery == (self.name == "holding"))
    }

    /// Every gate that belongs to this part.
    pub(super) fn gates(&self) -> Vec<Gate> {
        Gate::iter().filter(|gate| self.has_gate(*gate)).collect()
    }

    /// Whether what is disclosed is validated afterwards, and stays to be read until then. Source: UNCC 41(3)(e).
    pub(super) fn validates(&self) -> bool {
        self.edges.iter().any(Edge::validates)
    }
}

/// Gates behind which stages of a part may lie.
fn behind_gates(side: Side, name: &'static str) -> impl Iterator<Item = Gate> {
    [Gate::Sending, Gate::Admission, Gate::Decision, Gate::Execution]
        .into_iter()
        .filter(move |gate| name != "holding" && gate.may_stand_at(side))
}

/// Gates that a part itself has to have passed before one. Those before a delivery belong to the request, and are asked
/// there: left out, more can happen here than outside.
fn before(name: &str, side: Side, gate: Gate) -> Vec<Gate> {
    if name == "holding" { Vec::new() } else { gate.prerequisites(side) }
}

fn index_of(part: &Part, name: &crate::domain::ids::StageName) -> Option<u8> {
    u8::try_from(part.stages.iter().position(|stage| stage.name == *name)?).ok()
}

fn edge<'r>(
    procedure: &'r Procedure,
    (name, side): (&str, Side),
    part: &'r Part,
    transition: &'r Transition,
) -> Option<Edge<'r>> {
    let cause = match transition.trigger()? {
        Trigger::Officials(_) => Cause::Officials,
        Trigger::Message(name) => Cause::Message(procedure.message(name)?),
        Trigger::Linked(procedure, name) => Cause::Linked(procedure, name),
        Trigger::Clock(name) => Cause::Clock(part.deadlines.iter().position(|deadline| deadline.name == *name)?),
    };
    let gates = &transition.gates;
    let mut asked = gates.clone();
    let mut needs = 0;
    for earlier in gates.iter().flat_map(|gate| before(name, side, *gate)) {
        if !asked.contains(&earlier) {
            asked.push(earlier);
        }
        if !gates.contains(&earlier) {
            needs |= gate_bit(earlier);
        }
    }
    let clocks = |names: &[crate::domain::ids::DeadlineName]| {
        part.deadlines
            .iter()
            .enumerate()
            .filter(|(_, deadline)| names.contains(&deadline.name))
            .fold(0_u16, |clocks, (index, _)| clocks | 1 << index.min(15))
    };
    let carries = match &transition.sends {
        Some(name) => Some(procedure.message(name.as_str())?.carries),
        None => None,
    };
    let from: Option<Vec<u8>> = transition.from.iter().map(|from| index_of(part, from)).collect();
    let talking = |name| part.stage(name).is_some_and(|stage| stage.phase == Phase::Consultation);
    Some(Edge {
        transition,
        cause,
        from: from?,
        to: index_of(part, &transition.to)?,
        asked,
        needs,
        reads: gates.iter().filter_map(|gate| gate.reads()).collect::<BTreeSet<_>>().into_iter().collect(),
        carries,
        starts: clocks(&transition.starts),
        stops: clocks(&transition.stops),
        into_talks: talking(&transition.to) && !transition.from.iter().all(talking),
        turns: matches!(cause, Cause::Message(_) | Cause::Linked(..))
            || gates.iter().any(|gate| gate.reads().is_some()),
    })
}

/// What the followed safeguard lets officials answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[expect(clippy::struct_excessive_bools, reason = "which answers a file allows, one truth each")]
pub(super) struct Answers {
    /// One that clears.
    pub(super) clears: bool,
    /// One that clears on a condition.
    pub(super) on_condition: bool,
    /// One that keeps the gate shut.
    pub(super) blocks: bool,
    /// One that comes later.
    pub(super) later: bool,
    /// A negative one stands for ever.
    pub(super) hard: bool,
}

/// One place of the followed safeguard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Watch {
    /// The gate.
    pub(super) gate: Gate,
    /// Whether the file asks there, so that somebody can answer.
    pub(super) asked: bool,
    /// Whether a second official confirms.
    pub(super) confirmed: bool,
    /// Whether it may be answered later there.
    pub(super) may_wait: bool,
}

/// What is followed: one safeguard at its places, all others being cleared. Safeguards of one shape are explored once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Shape {
    /// Its places on this side, at most [`PLACES`].
    pub(super) watches: Vec<Watch>,
    /// Its answers.
    pub(super) answers: Answers,
}

impl Shape {
    /// The answers of a file.
    pub(super) fn answers_of(safeguard: &Safeguard) -> Answers {
        let any = |wanted: &[Outcome]| safeguard.answers.values().any(|rule| wanted.contains(&rule.outcome));
        Answers {
            clears: any(&[Outcome::Met, Outcome::NotApplicable]),
            on_condition: any(&[Outcome::MetWithConditions]),
            blocks: any(&[Outcome::NotMet]),
            later: any(&[Outcome::Deferred]) && safeguard.deferred_by.is_some(),
            hard: safeguard.hard,
        }
    }

    /// A place that the file asks at.
    pub(super) fn watch(place: &Place, may_wait: bool) -> Watch {
        Watch { gate: place.gate, asked: true, confirmed: !place.confirmed_by.is_empty(), may_wait }
    }

    /// Adds a place; those beyond [`PLACES`] would not be followed, so the caller hears of it.
    #[must_use]
    pub(super) fn add(&mut self, watch: Watch) -> bool {
        if self.watches.iter().any(|known| known.gate == watch.gate) {
            return true;
        }
        self.watches.push(watch);
        self.watches.len() <= PLACES
    }

    /// The index of the place at a gate.
    pub(super) fn at(&self, gate: Gate) -> Option<usize> {
        self.watches.iter().position(|watch| watch.gate == gate)
    }
}
