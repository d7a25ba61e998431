//! What became of one case, read from its entries: an official says nothing about it here.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use strum::Display;

use crate::domain::gate::{Effect, Gate, Side};
use crate::domain::ids::{GroundCode, MessageName, StageName};
use crate::domain::safeguard::Outcome as Answer;
use crate::engine::explain::{self, Holder};
use crate::engine::fact::{Begun, Cause, Fact, Taken};
use crate::engine::procedure::{Procedure, Transition};
use crate::engine::rulebook::Rulebook;

/// What became of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Outcome {
    /// Nothing is decided yet.
    Open,
    /// Granted as it was asked for.
    Granted,
    /// Granted on conditions, in whole or in part.
    GrantedOnConditions,
    /// Granted in part, without conditions.
    GrantedInPart,
    /// Refused.
    Refused,
    /// Postponed.
    Postponed,
    /// Sent back as not admitted.
    Returned,
    /// Withdrawn, or recalled, by the State that asked or sent.
    Withdrawn,
    /// Its term passed without a request for more.
    Lapsed,
    /// Closed without a decision; information sent unasked needs none.
    ClosedWithoutDecision,
}

impl Outcome {
    fn is_decision(self) -> bool {
        match self {
            Outcome::Granted | Outcome::GrantedOnConditions | Outcome::GrantedInPart | Outcome::Refused => true,
            Outcome::Open
            | Outcome::Postponed
            | Outcome::Returned
            | Outcome::Withdrawn
            | Outcome::Lapsed
            | Outcome::ClosedWithoutDecision => false,
        }
    }
}

/// What a message says to whoever counts, besides decisions, which the gates tell: by the names that the procedures share.
const SAYS: [(&str, Outcome); 7] = [
    ("withdrawn", Outcome::Withdrawn),
    ("recalled", Outcome::Withdrawn),
    ("returned", Outcome::Returned),
    ("sent_back", Outcome::Returned),
    ("lapsed", Outcome::Lapsed),
    ("resumed", Outcome::Open),
    ("supplement", Outcome::Open),
];

/// The year of a moment, in UTC.
pub(super) fn year_of(at: Timestamp) -> i16 {
    at.to_zoned(TimeZone::UTC).year()
}

/// One case, as far as it counts.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) begun: Begun,
    /// Since when it counts: when it was sent, or arrived. A draft that never left is no case.
    pub(super) since: Option<Timestamp>,
    /// What became of it, each time that changed.
    pub(super) turns: Vec<(Timestamp, Outcome)>,
    /// Grounds that were given, and when.
    pub(super) grounds: BTreeSet<(Timestamp, GroundCode)>,
    /// Safeguards that were answered in the negative, by code, and when.
    pub(super) negatives: BTreeSet<(Timestamp, String)>,
    /// Whose act was awaited, each time that may have changed; nobody's where it had ended.
    pub(super) holders: Vec<(Timestamp, Option<Holder>)>,
}

impl Case {
    pub(super) fn new(begun: &Begun, at: Timestamp) -> Self {
        Self {
            since: (begun.side == Side::Requested).then_some(at),
            begun: begun.clone(),
            turns: Vec::new(),
            grounds: BTreeSet::new(),
            negatives: BTreeSet::new(),
            holders: Vec::new(),
        }
    }

    /// Notes who holds the file where it begins.
    pub(super) fn begins(&mut self, rulebook: &Rulebook, at: Timestamp) {
        let Some(procedure) = rulebook.procedures.get(&self.begun.procedure) else { return };
        self.stands(procedure, &procedure.part(self.begun.side).start, at);
    }

    fn stands(&mut self, procedure: &Procedure, stage: &StageName, at: Timestamp) {
        self.holders.push((at, explain::holder_at(procedure, self.begun.side, stage)));
    }

    /// Reads one more entry of it.
    pub(super) fn take(&mut self, rulebook: &Rulebook, fact: &Fact, at: Timestamp) {
        match fact {
            Fact::TransitionTaken(taken) if taken.holding.is_none() => {
                let Some(procedure) = rulebook.procedures.get(&self.begun.procedure) else { return };
                self.stands(procedure, &taken.to, at);
                if taken.effect == Some(Effect::Send) {
                    self.since = self.since.or(Some(at));
                }
                if let Some(outcome) = self.outcome(procedure, taken) {
                    self.turns.push((at, outcome));
                    self.grounds.extend(grounds_of(taken).iter().map(|ground| (at, ground.clone())));
                }
            }
            Fact::SafeguardAnswered(answered) if answered.outcome == Answer::NotMet => {
                let code = rulebook.safeguards.get(&answered.question.safeguard).map(|known| known.code.clone());
                self.negatives.extend(code.map(|code| (at, code)));
            }
            Fact::TransitionTaken(_)
            | Fact::SafeguardAnswered(_)
            | Fact::RequestBegun(_)
            | Fact::SubjectChanged(_)
            | Fact::AnswerConfirmed(_)
            | Fact::AnswerWithdrawn(_)
            | Fact::MessageLate(_)
            | Fact::MessageRecorded(_)
            | Fact::MessageHandedOver(_)
            | Fact::DeadlinePassed(_)
            | Fact::LinkPending(_)
            | Fact::FindingNoted(_)
            | Fact::RecusalDeclared(_)
            | Fact::RecusalLifted(_) => {}
        }
    }

    /// What stood when a year ended; none where it had not begun to count.
    pub(super) fn at_end_of(&self, year: i16) -> Option<Outcome> {
        self.since.filter(|since| year_of(*since) <= year)?;
        let before = self.turns.iter().rfind(|(at, _)| year_of(*at) <= year);
        Some(before.map_or(Outcome::Open, |(_, outcome)| *outcome))
    }

    /// Whether it was on somebody's desk in a year: begun in it, open before it, or turned in it.
    pub(super) fn was_there_in(&self, year: i16) -> bool {
        let begun = self.since.is_some_and(|since| year_of(since) == year);
        let open = matches!(self.at_end_of(year - 1), Some(Outcome::Open | Outcome::Postponed));
        let turned = self.since.is_some() && self.turns.iter().any(|(at, _)| year_of(*at) == year);
        begun || open || turned
    }

    /// The first decision, and how many whole days it took.
    pub(super) fn decided(&self) -> Option<(Timestamp, i64)> {
        let since = self.since?;
        let (at, _) = self.turns.iter().find(|(_, outcome)| outcome.is_decision())?;
        Some((*at, at.duration_since(since).as_hours() / 24))
    }

    /// How many whole days of those until the first decision the file was with somebody.
    pub(super) fn days_with(&self, holder: Holder) -> Option<i64> {
        let (since, (until, _)) = (self.since?, self.decided()?);
        let ends = self.holders.iter().skip(1).map(|(at, _)| *at).chain([until]);
        let held = self.holders.iter().zip(ends).filter(|((_, who), _)| *who == Some(holder));
        let hours = held.map(|((from, _), to)| {
            let (from, to) = ((*from).max(since), to.min(until));
            to.duration_since(from).as_hours().max(0)
        });
        Some(hours.sum::<i64>() / 24)
    }

    fn outcome(&self, procedure: &Procedure, taken: &Taken) -> Option<Outcome> {
        let heard = match &taken.cause {
            Cause::Message(heard) => Some(&heard.name),
            Cause::Official { .. } | Cause::Linked(_) | Cause::Deadline(_) => None,
        };
        let by_gate = decision(&taken.gates, taken.effect).or_else(|| decided_by(procedure, self.begun.side, heard?));
        let decided = by_gate.map(|decided| match decided {
            Decided::Granted if !conditions_of(taken) => Outcome::Granted,
            Decided::Granted | Decided::InPart if conditions_of(taken) => Outcome::GrantedOnConditions,
            Decided::Granted | Decided::InPart => Outcome::GrantedInPart,
            Decided::Refused => Outcome::Refused,
            Decided::Postponed => Outcome::Postponed,
        });
        let name = heard.or(taken.sends.as_ref().map(|sent| &sent.name));
        let said = || name.and_then(|name| SAYS.iter().find(|(known, _)| *known == name.as_str()));
        decided.or_else(|| said().map(|(_, outcome)| *outcome)).or_else(|| self.ended(procedure, taken))
    }

    /// A file that ends undecided.
    fn ended(&self, procedure: &Procedure, taken: &Taken) -> Option<Outcome> {
        let undecided = self.turns.last().is_none_or(|(_, outcome)| *outcome == Outcome::Open);
        let ends = procedure.part(self.begun.side).stage(&taken.to).is_some_and(|stage| stage.ends);
        (undecided && ends).then_some(Outcome::ClosedWithoutDecision)
    }
}

/// What a step through the gates of a decision decides.
#[derive(Debug, Clone, Copy)]
enum Decided {
    Granted,
    InPart,
    Refused,
    Postponed,
}

fn decision(gates: &[Gate], effect: Option<Effect>) -> Option<Decided> {
    match (gates.contains(&Gate::Decision), gates.contains(&Gate::Refusal)) {
        (true, false) => Some(Decided::Granted),
        (true, true) => Some(Decided::InPart),
        (false, true) => Some(Decided::Refused),
        (false, false) => (effect == Some(Effect::Postpone)).then_some(Decided::Postponed),
    }
}

/// What a message of the other State says was decided there: what the step decides that sends it. Where no step at the
/// gate of decision speaks, as for a preservation, the one that carries it out does.
fn decided_by(procedure: &Procedure, side: Side, name: &MessageName) -> Option<Decided> {
    let other = procedure.part(side.other());
    let sends = |transition: &&Transition| transition.sends.as_ref() == Some(name);
    let mut sending = other.transitions.iter().filter(sends);
    sending.find_map(|transition| {
        let carried_out = transition.effect == Some(Effect::Execute) && silent(procedure, side.other());
        decision(&transition.gates, transition.effect).or(carried_out.then_some(Decided::Granted))
    })
}

/// Whether a side grants without saying so.
fn silent(procedure: &Procedure, side: Side) -> bool {
    let grants = |transition: &&Transition| transition.gates.contains(&Gate::Decision);
    procedure.part(side).transitions.iter().filter(grants).all(|transition| transition.sends.is_none())
}

fn conditions_of(taken: &Taken) -> bool {
    match &taken.cause {
        Cause::Message(heard) => !heard.carried.conditions.is_empty(),
        Cause::Official { .. } | Cause::Linked(_) | Cause::Deadline(_) => !taken.conditions.is_empty(),
    }
}

fn grounds_of(taken: &Taken) -> &BTreeSet<GroundCode> {
    match &taken.cause {
        Cause::Message(heard) => &heard.carried.grounds,
        Cause::Official { .. } | Cause::Linked(_) | Cause::Deadline(_) => &taken.grounds,
    }
}
