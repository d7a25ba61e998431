//! A real request seen as the explorer sees it: whether every state that the engine comes to was met.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::domain::gate::{Gate, Subject};
use crate::domain::ids::{MessageId, StageName};
use crate::domain::request::AssistanceRequest;
use crate::domain::safeguard::{Outcome, SafeguardState};

use super::super::gates::{latest, standing_at};
use super::super::measure::Measure;
use super::super::rulebook::Rulebook;
use super::super::safeguard::Safeguard;
use super::machine::{Machine, Shape};
use super::safety::{machines, shape_of, words_of};
use super::search::{Met, search};
use super::state::{At, Come, Objected, Refuses, Stand, State, Talks, Words, bit_of, gate_bit};
use super::step::Walk;

/// The explorer with what it has met so far, shape by shape.
pub struct Explorer<'r> {
    rulebook: &'r Rulebook,
    machines: Vec<Machine<'r>>,
    met: HashMap<(usize, Shape, Vec<Words>), Met>,
}

impl<'r> Explorer<'r> {
    /// An explorer of a rulebook, which has met nothing yet.
    #[must_use]
    pub fn of(rulebook: &'r Rulebook) -> Self {
        let machines = machines(rulebook).into_iter().map(|(machine, _)| machine).collect();
        Explorer { rulebook, machines, met: HashMap::new() }
    }

    /// Says which abstract state of a request, or of one of its deliveries, was not met, if there is one.
    pub fn unmet(&mut self, request: &AssistanceRequest, now: Timestamp) -> Option<String> {
        let measure = self.rulebook.measures.get(&request.measure)?;
        let own = std::iter::once((None, &request.stage));
        let held = request.holdings.iter().map(|(id, holding)| (Some(id), &holding.stage));
        own.chain(held).find_map(|(holding, stage)| self.unmet_at(request, measure, (holding, stage), now))
    }

    fn unmet_at(
        &mut self,
        request: &AssistanceRequest,
        measure: &Measure,
        (holding, stage): (Option<&MessageId>, &StageName),
        now: Timestamp,
    ) -> Option<String> {
        let name = if holding.is_some() { "holding" } else { request.side.into() };
        let found = self
            .machines
            .iter()
            .position(|machine| machine.procedure.name == request.procedure && machine.name == name);
        let (index, machine) = found.and_then(|index| Some((index, self.machines.get(index)?)))?;
        let bare = bare(machine, request, holding, stage)?;
        let gates: Vec<Gate> = machine.gates();
        let mut seen = Vec::new();
        for safeguard in self.rulebook.safeguards.values() {
            let case = (safeguard.code.as_str(), Some(safeguard));
            let shape = shape_of(self.rulebook, (&gates, machine.side), case, measure, request.profile);
            if let Some((shape, _)) = shape {
                let at = standing(self.rulebook, measure, request, (safeguard, &shape, holding), now);
                seen.push((safeguard.code.clone(), shape, Vec::new(), State { at, ..bare }));
            }
        }
        let decides = machine.side == crate::domain::gate::Side::Requested && holding.is_none();
        let words = if decides { words_of(self.rulebook, measure) } else { Vec::new() };
        let said = if words.is_empty() { bare } else { decided(self.rulebook, measure, request, bare) };
        seen.push(("the decision".to_owned(), Shape::default(), words, said));
        for (what, shape, words, state) in seen {
            let machine = self.machines.get(index)?;
            let met = self
                .met
                .entry((index, shape.clone(), words.clone()))
                .or_insert_with(|| search(&Walk { machine, shape: &shape, words: &words }, |_, _, _| None::<()>).met);
            if !met.contains_key(&state) {
                return Some(format!("{name} at `{stage}`, {what}: {state:?} was not met"));
            }
        }
        None
    }
}

/// All of a state but the safeguard and the decision's words.
fn bare(
    machine: &Machine<'_>,
    request: &AssistanceRequest,
    holding: Option<&MessageId>,
    stage: &StageName,
) -> Option<State> {
    let stage = machine.part.stages.iter().position(|known| known.name == *stage)?;
    let held = holding.and_then(|id| request.holdings.get(id));
    let written = match held {
        Some(held) => held.usage.iter().fold(bit_of(Subject::Result), |written, _| written | bit_of(Subject::Use)),
        None => request.subjects.keys().fold(0, |written, subject| written | bit_of(*subject)),
    };
    let own = |gate: Gate| holding.is_none() && machine.needed & gate_bit(gate) != 0;
    let fresh = machine.gates().into_iter().filter(|gate| own(*gate) && request.has_passed(*gate, None));
    let place = |gate| request.passages.iter().position(|passage| passage.gate == gate && passage.holding.is_none());
    let mut ever = 0;
    if holding.is_none() {
        ever |= place(Gate::Sending).map_or(0, |_| gate_bit(Gate::Sending));
        // What was carried out is wound up by a closing that came after it.
        let executed = place(Gate::Execution).is_some_and(|at| place(Gate::Closing).is_none_or(|closed| closed < at));
        ever |= if executed { gate_bit(Gate::Execution) } else { 0 };
    }
    let running = held.map_or(&request.clocks, |held| &held.clocks);
    let clocks = machine.part.deadlines.iter().enumerate().filter(|(_, deadline)| running.contains_key(&deadline.name));
    Some(State {
        stage: u8::try_from(stage).ok()?,
        written,
        fresh: fresh.fold(0, |fresh, gate| fresh | gate_bit(gate)),
        ever,
        clocks: clocks.fold(0_u16, |clocks, (index, _)| clocks | 1 << index.min(15)) & machine.clocks,
        ..State::default()
    })
}

/// How the followed safeguard stands at each of its places.
fn standing(
    rulebook: &Rulebook,
    measure: &Measure,
    request: &AssistanceRequest,
    (safeguard, shape, holding): (&Safeguard, &Shape, Option<&MessageId>),
    now: Timestamp,
) -> [At; super::state::PLACES] {
    let mut places = [At::default(); super::state::PLACES];
    for (watch, at) in shape.watches.iter().zip(&mut places) {
        let gate = watch.gate;
        let mut objections = request.objections_at(&safeguard.name, gate, holding).peekable();
        at.objected = if request.is_objected(&safeguard.name, gate, holding) {
            Objected::Now
        } else if objections.peek().is_some() {
            Objected::Before
        } else {
            Objected::Never
        };
        let Some(answer) = latest(request, safeguard, gate, holding) else { continue };
        let stale =
            answer.digest.as_ref() != request.read_by(gate, holding) || answer.turn != request.turn_at(gate, holding);
        let state = standing_at(rulebook, measure, request, gate, holding, now)
            .into_iter()
            .find(|standing| standing.safeguard.name == safeguard.name)
            .map(|standing| standing.state);
        at.stand = match (answer.outcome, state) {
            _ if stale => Stand::Stale,
            (Outcome::NotMet, _) => Stand::Blocking,
            (_, Some(SafeguardState::Unconfirmed)) => Stand::Unconfirmed,
            (Outcome::Met | Outcome::NotApplicable, _) => Stand::Cleared,
            (Outcome::MetWithConditions, Some(SafeguardState::Cleared)) => Stand::OnCondition,
            (Outcome::MetWithConditions, _) => Stand::Unbound,
            (Outcome::Deferred, Some(SafeguardState::Cleared)) => Stand::Deferred,
            (Outcome::Deferred, _) => Stand::Open,
        };
    }
    places
}

/// The state with what the decision says, and whether that was talked over.
fn decided(rulebook: &Rulebook, measure: &Measure, request: &AssistanceRequest, bare: State) -> State {
    let decision = &request.decision;
    let class = |code| super::safety::refuses(rulebook, measure, rulebook.grounds.get(code));
    // The ground that asks for most decides.
    let order = [Refuses::Foully, Refuses::Asking, Refuses::Slipping, Refuses::Freely];
    let refuses = order.into_iter().find(|wanted| decision.refused.values().any(|code| class(code) == Some(*wanted)));
    let words = Words {
        grants: !decision.granted.is_empty(),
        refuses: refuses.unwrap_or_default(),
        postpones: decision.postponed.is_some(),
    };
    let talks = request.consultation.as_ref().map_or_else(Talks::default, |talks| Talks {
        come: if talks.concluded { Come::Ended } else { Come::Begun },
        of_refusal: decision
            .refused
            .values()
            .filter(|code| class(code) == Some(Refuses::Asking))
            .all(|code| talks.grounds.contains(code)),
        of_postponement: decision.postponed.iter().all(|code| talks.grounds.contains(code)),
    });
    State { words, talks, ..bare }
}
