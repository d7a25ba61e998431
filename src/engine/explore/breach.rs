//! The rules of the law that a step can break, whatever the files say, and what it takes to see it.

use crate::domain::gate::{Gate, Side};
use crate::domain::message::Carries;
use crate::domain::phase::Phase;

use super::super::floor::LawClock;
use super::demand::{Because, Demand, demands};
use super::machine::{Cause, Edge, Machine, Shape};
use super::state::{Come, Refuses, Stand, State};
use super::step::Step;

/// A rule that a step breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Breach {
    /// An effect comes about without its gate.
    RoundGate(Demand),
    /// A message or a clock would cause an effect.
    NoOfficial(Demand),
    /// A stage behind a gate is entered although the gate was not passed for what stands there.
    Behind(Gate, Gate),
    /// The followed safeguard does not stand as it has to: the effect's gate, its own gate, how it stands.
    Uncleared(Gate, Gate, Stand),
    /// The followed safeguard would be answered later although nothing lets it.
    Deferred(Gate, Gate),
    /// What was held or done ends without the gate of closing.
    Unclosed,
    /// The requested State ends the matter without refusing, closing, or a word.
    Unanswered,
    /// A refusal rests on a ground that the treaty does not allow here.
    FoulGround,
    /// A refusal was not talked over although its ground asks for that.
    NotConsulted,
    /// A clock of the law does not run where it has to: index into the law's clocks.
    ClockStands(usize),
    /// A clock of the law begins anew without its gate.
    ClockRenewed(usize),
    /// A stage is left by a clock that does not run there: index into the part's deadlines.
    NeverLeft(usize),
}

impl Breach {
    /// Its stable name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Breach::RoundGate(_) | Breach::Behind(..) => "gate-walked-round",
            Breach::NoOfficial(_) => "effect-without-official",
            Breach::Uncleared(..) => "safeguard-walked-round",
            Breach::Deferred(..) => "deferral-widened",
            Breach::Unclosed => "ends-unclosed",
            Breach::Unanswered => "ends-unanswered",
            Breach::FoulGround => "ground-widened",
            Breach::NotConsulted => "not-consulted",
            Breach::ClockStands(_) | Breach::NeverLeft(_) => "clock-not-running",
            Breach::ClockRenewed(_) => "clock-renewed",
        }
    }
}

/// What a machine is held to, looked up once.
pub(super) struct Rules<'m, 'r> {
    machine: &'m Machine<'r>,
    demands: Vec<Vec<Demand>>,
    laws: &'m [(usize, &'static LawClock)],
}

impl<'m, 'r> Rules<'m, 'r> {
    /// Looks up what each step is held to.
    pub(super) fn of(machine: &'m Machine<'r>, laws: &'m [(usize, &'static LawClock)]) -> Self {
        let demands = machine.edges.iter().map(|edge| demands(machine, edge)).collect();
        Rules { machine, demands, laws }
    }

    /// The first rule that a step breaks: `lawful_wait` says whether the followed safeguard may be answered later.
    pub(super) fn broken(
        &self,
        (before, step, after): (&State, Step, &State),
        shape: &Shape,
        lawful_wait: bool,
    ) -> Option<Breach> {
        let Step::Take(index) = step else { return None };
        let edge = self.machine.edges.get(index)?;
        let demands = self.demands.get(index)?;
        // What has nothing to do with a safeguard is found where none is followed.
        if !shape.watches.is_empty() {
            let mut effects = demands.iter().filter(|demand| demand.because != Because::Entered);
            return effects.find_map(|demand| self.uncleared(demand.gate, before, shape, lawful_wait));
        }
        let effects = demands.iter().filter(|demand| demand.because != Because::Entered);
        for demand in effects {
            if !matches!(edge.cause, Cause::Officials) {
                return Some(Breach::NoOfficial(*demand));
            }
            if !edge.transition.gates.contains(&demand.gate) {
                return Some(Breach::RoundGate(*demand));
            }
        }
        let entered = demands.iter().filter(|demand| demand.because == Because::Entered);
        for demand in entered {
            let behind = self.behind(demand.gate, before, edge, after);
            if behind.is_some() {
                return behind;
            }
        }
        self.ends(before, edge, after).or_else(|| refused(before, edge)).or_else(|| self.clocks(edge, after))
    }

    /// The followed safeguard at a gate and at those before it, for the content as it stands.
    fn uncleared(&self, gate: Gate, before: &State, shape: &Shape, lawful_wait: bool) -> Option<Breach> {
        for asked in std::iter::once(gate).chain(gate.prerequisites(self.machine.side)) {
            let Some(index) = shape.at(asked) else { continue };
            let at = before.at[index];
            if !at.opens() {
                return Some(Breach::Uncleared(gate, asked, at.stand));
            }
            // At the validation nothing may still be waiting.
            if at.stand == Stand::Deferred && (!lawful_wait || gate == Gate::Validation) {
                return Some(Breach::Deferred(gate, asked));
            }
        }
        None
    }

    fn behind(&self, gate: Gate, before: &State, edge: &Edge<'_>, after: &State) -> Option<Breach> {
        // What has left stays sent while its supplement is drafted; only the step from the desk has to send.
        if gate == Gate::Sending {
            let from_desk = matches!(edge.cause, Cause::Officials) && self.machine.phase(before.stage) < Phase::Sent;
            let left = after.was_passed(gate) && (!from_desk || edge.transition.gates.contains(&gate));
            return (!left).then_some(Breach::Behind(gate, gate));
        }
        let stale =
            std::iter::once(gate).chain(gate.prerequisites(self.machine.side)).find(|passed| !after.is_fresh(*passed));
        stale.map(|stale| Breach::Behind(gate, stale))
    }

    fn ends(&self, before: &State, edge: &Edge<'_>, after: &State) -> Option<Breach> {
        let machine = self.machine;
        let has_ended = |stage| machine.stage(stage).is_some_and(|stage| stage.ends);
        let ends = has_ended(edge.to) && !has_ended(before.stage);
        let closes = edge.transition.gates.contains(&Gate::Closing);
        let officials = matches!(edge.cause, Cause::Officials);
        if machine.name == "holding" {
            return (ends && !closes).then_some(Breach::Unclosed);
        }
        if !machine.asks() {
            return None;
        }
        match machine.side {
            // Stopping is free, and said to the other State; closing what was answered is not.
            Side::Requesting => {
                let quietly = edge.transition.sends.is_none() && before.was_passed(Gate::Sending);
                (ends && officials && quietly && !closes).then_some(Breach::Unclosed)
            }
            Side::Requested => {
                if ends && after.was_passed(Gate::Execution) && !closes {
                    return Some(Breach::Unclosed);
                }
                let leaves = machine.phase(before.stage) != Phase::Closed && machine.phase(edge.to) == Phase::Closed;
                let told = edge.transition.sends.is_some();
                // What was carried out may be called back with a word, as long as it is still to be closed.
                let called_back = before.was_passed(Gate::Execution) && !ends;
                let decided = closes || called_back || edge.transition.gates.contains(&Gate::Refusal);
                (leaves && officials && !(decided && told)).then_some(Breach::Unanswered)
            }
        }
    }

    fn clocks(&self, edge: &Edge<'_>, after: &State) -> Option<Breach> {
        let stage = self.machine.stage(edge.to)?;
        for (index, (deadline, law)) in self.laws.iter().enumerate() {
            let bit = 1_u16 << (*deadline).min(15);
            if law.runs_in.contains(&stage.name.as_str()) && after.clocks & bit == 0 {
                return Some(Breach::ClockStands(index));
            }
            let by_us = matches!(edge.cause, Cause::Officials | Cause::Clock(_));
            let at_gate = edge.transition.gates.iter().any(|gate| law.started_at.contains(gate));
            if edge.starts & bit != 0 && by_us && !law.started_at.is_empty() && !at_gate {
                return Some(Breach::ClockRenewed(index));
            }
        }
        let left_by =
            self.machine.edges.iter().filter(|next| next.from.contains(&edge.to)).find_map(|next| match next.cause {
                Cause::Clock(deadline) if after.clocks & 1 << deadline.min(15) == 0 => Some(deadline),
                Cause::Officials | Cause::Message(_) | Cause::Linked(..) | Cause::Clock(_) => None,
            });
        left_by.map(Breach::NeverLeft)
    }
}

/// Whether a refusal rests on a ground that the treaty allows, and was talked over where that ground asks for it.
fn refused(before: &State, edge: &Edge<'_>) -> Option<Breach> {
    let refuses = edge.transition.gates.contains(&Gate::Refusal) || edge.carries == Some(Carries::Refusal);
    let talked = before.talks.come == Come::Ended && before.talks.of_refusal;
    match before.words.refuses {
        Refuses::Foully if refuses => Some(Breach::FoulGround),
        Refuses::Slipping | Refuses::Asking if refuses && !talked => Some(Breach::NotConsulted),
        Refuses::Nothing | Refuses::Asking | Refuses::Slipping | Refuses::Freely | Refuses::Foully => None,
    }
}
