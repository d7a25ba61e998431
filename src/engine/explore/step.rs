//! What can happen next in an abstract state: every act of officials, every message at any time, every clock.
//!
//! It says the same as [`decide`](super::super::decide), in the abstract, and never less: a property test walks the real
//! engine and finds no state that is not here. Where it says more, the reason stands beside it.

use crate::domain::gate::{Gate, Side, Subject};
use crate::domain::message::Carries;
use crate::domain::phase::Phase;

use super::machine::{Cause, Edge, Machine, Shape};
use super::state::{At, Come, Objected, Refuses, Stand, State, Talks, Words, bit_of, gate_bit};

/// One thing that happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A subject is written.
    Write(Subject, Words),
    /// The followed safeguard is answered at a place, and stands so afterwards.
    Answer(usize, Stand),
    /// A second official confirms.
    Confirm(usize),
    /// An answer is taken back.
    TakeBack(usize),
    /// The time of a deferred answer is up.
    Due(usize),
    /// A transition is taken: index into the machine's edges.
    Take(usize),
}

/// What is looked at while a machine is walked.
pub(super) struct Walk<'m, 'r> {
    /// The machine.
    pub(super) machine: &'m Machine<'r>,
    /// The followed safeguard; none of its places means all are cleared.
    pub(super) shape: &'m Shape,
    /// Words that a decision may have; where there are none, every decision says what a step wants.
    pub(super) words: &'m [Words],
}

impl Walk<'_, '_> {
    /// Where it begins.
    pub(super) fn start(&self) -> State {
        // What a delivery brought is there, and stays as it is.
        let written = if self.machine.name == "holding" { bit_of(Subject::Result) } else { 0 };
        State { stage: self.machine.start, written, ..State::default() }
    }

    /// Every step from here, with the state it leads to.
    pub(super) fn steps(&self, state: &State, found: &mut Vec<(Step, State)>) {
        found.clear();
        self.writes(state, found);
        self.answers(state, found);
        for (index, edge) in self.machine.edges.iter().enumerate() {
            if edge.from.contains(&state.stage) && self.may_happen(state, edge) {
                self.take(state, edge, |after| found.push((Step::Take(index), after)));
            }
        }
    }

    /// Whether an edge may be taken, its stage being right.
    pub(super) fn may_happen(&self, state: &State, edge: &Edge<'_>) -> bool {
        match edge.cause {
            Cause::Officials => self.may_pass(state, edge) && self.fits(state, edge),
            // A chained request may end whenever it likes: whether one is chained is not kept.
            Cause::Message(_) | Cause::Linked(..) => true,
            Cause::Clock(index) => {
                let paused = self.machine.part.deadlines.get(index).is_some_and(|deadline| {
                    self.machine.stage(state.stage).is_some_and(|stage| deadline.paused_in.contains(&stage.name))
                });
                state.clocks & 1 << index.min(15) != 0 && !paused
            }
        }
    }

    fn may_pass(&self, state: &State, edge: &Edge<'_>) -> bool {
        edge.reads.iter().all(|subject| state.has(*subject))
            && edge.needs & !state.fresh == 0
            && self
                .shape
                .watches
                .iter()
                .zip(&state.at)
                .filter(|(watch, _)| watch.asked && edge.asked.contains(&watch.gate))
                // What is validated waits for no answer any more.
                .all(|(_, at)| at.opens() && (at.stand != Stand::Deferred || !edge.validates()))
    }

    /// Whether the decision's words fit: `decide/terms.rs` in the abstract.
    fn fits(&self, state: &State, edge: &Edge<'_>) -> bool {
        let talks_of_nothing = edge.into_talks && self.machine.side == Side::Requested && !state.has(Subject::Decision);
        if talks_of_nothing {
            return false;
        }
        if self.words.is_empty() {
            return true;
        }
        let at = |gate| edge.transition.gates.contains(&gate);
        let (words, talks) = (state.words, state.talks);
        let grants = !at(Gate::Decision) || (words.grants && (at(Gate::Refusal) || words.refuses == Refuses::Nothing));
        let refuses = !at(Gate::Refusal)
            || ((at(Gate::Decision) || !words.grants)
                && match words.refuses {
                    Refuses::Nothing => false,
                    Refuses::Asking => talks.come == Come::Ended && talks.of_refusal,
                    Refuses::Slipping | Refuses::Freely | Refuses::Foully => true,
                });
        let postpones =
            !at(Gate::Postponement) || (words.postpones && talks.come == Come::Ended && talks.of_postponement);
        // What is disclosed lies within the grant.
        let discloses = !at(Gate::Disclosure) || words.grants;
        grants && refuses && postpones && discloses
    }

    fn writes(&self, state: &State, found: &mut Vec<(Step, State)>) {
        let Some(stage) = self.machine.stage(state.stage) else { return };
        let Some(subject) = stage.edits.filter(|subject| self.machine.subjects().any(|own| own == *subject)) else {
            return;
        };
        let mut written = *state;
        self.change(&mut written, subject);
        if subject == Subject::Decision {
            self.remove(&mut written, Subject::Result);
            for words in self.words {
                for talks in talks_after(written.talks) {
                    self.push_rebound(State { words: *words, talks, ..written }, Step::Write(subject, *words), found);
                }
            }
            if self.words.is_empty() {
                self.push_rebound(written, Step::Write(subject, Words::default()), found);
            }
        } else {
            if subject == Subject::Result {
                self.turn(&mut written);
            }
            self.push_rebound(written, Step::Write(subject, Words::default()), found);
        }
    }

    /// A subject is another one from now on: passages and answers that read the old one are stale.
    fn change(&self, state: &mut State, subject: Subject) {
        state.written |= bit_of(subject);
        self.stale(state, subject);
        for (watch, at) in self.shape.watches.iter().zip(&mut state.at) {
            let of_it = objected_to(watch.gate) == subject;
            if of_it && at.objected == Objected::Now {
                at.objected = Objected::Before;
            }
        }
    }

    /// A subject is no more.
    fn remove(&self, state: &mut State, subject: Subject) {
        if state.has(subject) {
            self.change(state, subject);
            state.written &= !bit_of(subject);
        }
    }

    fn stale(&self, state: &mut State, subject: Subject) {
        for gate in GATES.into_iter().filter(|gate| gate.reads() == Some(subject)) {
            state.fresh &= !gate_bit(gate);
        }
        for (watch, at) in self.shape.watches.iter().zip(&mut state.at) {
            if watch.gate.reads() == Some(subject) && at.stand != Stand::Open {
                at.stand = Stand::Stale;
            }
        }
    }

    /// Something was done or came in: what was answered where a gate reads nothing is stale.
    fn turn(&self, state: &mut State) {
        for (watch, at) in self.shape.watches.iter().zip(&mut state.at) {
            if watch.gate.reads().is_none() && at.stand != Stand::Open {
                at.stand = Stand::Stale;
            }
        }
    }

    /// Another decision, or use, may name the condition of an answer that reads something else, or name it no more.
    fn push_rebound(&self, state: State, step: Step, found: &mut Vec<(Step, State)>) {
        let mut states = vec![state];
        for index in 0..self.shape.watches.len() {
            if matches!(state.at[index].stand, Stand::OnCondition | Stand::Unbound) {
                let mut other = states.clone();
                for (bound, unbound) in states.iter_mut().zip(&mut other) {
                    bound.at[index].stand = Stand::OnCondition;
                    unbound.at[index].stand = Stand::Unbound;
                }
                states.append(&mut other);
            }
        }
        found.extend(states.into_iter().map(|state| (step, state)));
    }

    fn answers(&self, state: &State, found: &mut Vec<(Step, State)>) {
        let answers = self.shape.answers;
        for (index, watch) in self.shape.watches.iter().enumerate().filter(|(_, watch)| watch.asked) {
            let at = state.at[index];
            let mut push = |step, stand, objected| {
                let mut after = *state;
                after.at[index] = At { stand, objected };
                found.push((step, after));
            };
            // Also where what was read has gone: a result that was handed over, a decision that a supplement undid.
            if at.objected != Objected::Now && !matches!(at.stand, Stand::Open | Stand::Blocking) {
                push(Step::TakeBack(index), Stand::Open, at.objected);
            }
            if watch.gate.reads().is_some_and(|subject| !state.has(subject)) {
                continue;
            }
            let opening = [
                (answers.clears, Stand::Cleared),
                (answers.on_condition, Stand::OnCondition),
                (answers.later && watch.may_wait, Stand::Deferred),
            ];
            if at.stand == Stand::Deferred {
                push(Step::Due(index), Stand::Open, at.objected);
            }
            if at.objected == Objected::Now {
                continue;
            }
            for (_, stand) in opening.into_iter().filter(|(given, _)| *given) {
                let stand_now = if watch.confirmed { Stand::Unconfirmed } else { stand };
                push(Step::Answer(index, stand), stand_now, at.objected);
                if at.stand == Stand::Unconfirmed {
                    push(Step::Confirm(index), stand, at.objected);
                }
            }
            if answers.on_condition {
                push(Step::Answer(index, Stand::Unbound), Stand::Unbound, at.objected);
            }
            // Answered for later where that is not possible, or without what makes it possible: it opens nothing.
            if answers.later {
                push(Step::Answer(index, Stand::Open), Stand::Open, at.objected);
            }
            if answers.blocks {
                let objected = if answers.hard { Objected::Now } else { at.objected };
                push(Step::Answer(index, Stand::Blocking), Stand::Blocking, objected);
            }
        }
    }

    /// What an edge does; `decide/take.rs` and `decide/hear.rs` in the abstract. One edge may lead to several states.
    fn take(&self, state: &State, edge: &Edge<'_>, mut found: impl FnMut(State)) {
        let mut after = *state;
        // A delivery hears what the request has taken in: its own use is no other. A result opens a holding, which is
        // walked on its own.
        let brings = match edge.cause {
            Cause::Message(message) if self.machine.name != "holding" => Some(message.carries),
            Cause::Message(_) | Cause::Officials | Cause::Linked(..) | Cause::Clock(_) => None,
        };
        if brings == Some(Carries::Request) {
            self.change(&mut after, Subject::Request);
            self.remove(&mut after, Subject::Decision);
            self.remove(&mut after, Subject::Result);
            (after.words, after.talks) = (Words::default(), Talks::default());
            // Nothing is decided any more, so nothing names a condition.
            for at in after.at.iter_mut().filter(|at| at.stand == Stand::OnCondition) {
                at.stand = Stand::Unbound;
            }
        }
        if brings == Some(Carries::Renewal) {
            self.change(&mut after, Subject::Renewal);
        }
        // The other State asks about a use of what it holds: each is a new subject here.
        if brings == Some(Carries::Use) && self.machine.side != self.machine.procedure.holder() {
            self.change(&mut after, Subject::Use);
        }
        for gate in &edge.transition.gates {
            after.fresh |= gate_bit(*gate) & self.machine.needed;
            if matches!(gate, Gate::Sending | Gate::Execution) {
                after.ever |= gate_bit(*gate);
            }
            // What was carried out is wound up.
            if *gate == Gate::Closing {
                after.ever &= !gate_bit(Gate::Execution);
            }
        }
        if edge.turns {
            self.turn(&mut after);
        }
        self.move_clocks(&mut after, edge);
        after.stage = edge.to;
        self.talk(state, &mut after, edge);
        if edge.transition.gates.contains(&Gate::Renewal) {
            self.remove(&mut after, Subject::Renewal);
        }
        let gates = &edge.transition.gates;
        let leaves = edge.carries == Some(Carries::Result) && !self.machine.validates();
        if self.machine.name != "holding" && (leaves || gates.contains(&Gate::Validation)) {
            self.remove(&mut after, Subject::Result);
        }
        if edge.reads.contains(&Subject::Use) {
            self.remove(&mut after, Subject::Use);
        }
        // The request may be one that was objected to before the last: a supplement can repeat the first.
        let repeats = matches!(edge.cause, Cause::Message(message) if message.carries == Carries::Request)
            && after.at.iter().any(|at| at.objected == Objected::Before);
        found(after);
        if repeats {
            for at in after.at.iter_mut().filter(|at| at.objected == Objected::Before) {
                at.objected = Objected::Now;
            }
            found(after);
        }
    }

    fn move_clocks(&self, after: &mut State, edge: &Edge<'_>) {
        let kept = after.clocks & !edge.stops;
        let done = match edge.cause {
            Cause::Clock(index) => 1 << index.min(15),
            Cause::Officials | Cause::Message(_) | Cause::Linked(..) => 0,
        };
        after.clocks = ((kept & !done) | edge.starts) & self.machine.clocks;
        if self.machine.stage(edge.to).is_some_and(|stage| stage.ends) {
            after.clocks = 0;
        }
    }

    fn talk(&self, before: &State, after: &mut State, edge: &Edge<'_>) {
        if self.machine.side != Side::Requested || self.machine.name == "holding" || self.words.is_empty() {
            return;
        }
        let talking = |stage| self.machine.phase(stage) == Phase::Consultation;
        match (talking(before.stage), talking(edge.to)) {
            (false, true) => after.talks = Talks { come: Come::Begun, of_refusal: true, of_postponement: true },
            (true, false) if !matches!(edge.cause, Cause::Officials) && after.talks.come == Come::Begun => {
                after.talks.come = Come::Ended;
            }
            _ => {}
        }
    }
}

/// What a rewritten decision's grounds may have to do with those discussed: with none, or with each.
fn talks_after(talks: Talks) -> Vec<Talks> {
    if talks.come == Come::Nowhere {
        return vec![talks];
    }
    [(false, false), (false, true), (true, false), (true, true)]
        .into_iter()
        .map(|(of_refusal, of_postponement)| Talks { of_refusal, of_postponement, ..talks })
        .collect()
}

/// What a hard negative at a gate is said of.
fn objected_to(gate: Gate) -> Subject {
    match gate.reads() {
        Some(read @ (Subject::Result | Subject::Renewal | Subject::Use)) => read,
        Some(Subject::Request | Subject::Decision) | None => Subject::Request,
    }
}

/// Every gate.
const GATES: [Gate; 13] = [
    Gate::Authorisation,
    Gate::Sending,
    Gate::Admission,
    Gate::Decision,
    Gate::Execution,
    Gate::Disclosure,
    Gate::Use,
    Gate::OnwardTransfer,
    Gate::Renewal,
    Gate::Validation,
    Gate::Refusal,
    Gate::Postponement,
    Gate::Closing,
];
