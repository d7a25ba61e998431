//! A request for assistance as it stands: all that a rule may read, and nothing that names a person.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::gate::{Gate, Side, Subject};
use super::ids::{
    ActorMark, ConditionCode, DeadlineName, Digest, GroundCode, ItemName, MeasureName, MessageId, MessageName,
    ProcedureName, SafeguardName, StageName, ThreadId,
};
use super::message::Direction;
use super::role::Role;
use super::safeguard::{Outcome, Profile};
use super::terms::DecisionTerms;
use super::time;

/// One request at one authority. It is written and read whole, and equals what its log entries add up to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssistanceRequest {
    /// Our side of it.
    pub side: Side,
    /// The procedure it follows.
    pub procedure: ProcedureName,
    /// What is asked for.
    pub measure: MeasureName,
    /// What bound when it began. Source: rulebook, never the request.
    pub profile: Profile,
    /// The rulebook it keeps, by hash.
    pub rulebook: Digest,
    /// Who wrote the request, or recorded it by hand: they answer nothing of it.
    pub authors: BTreeSet<ActorMark>,
    /// Who wrote the result as it stands: they answer nothing about it.
    pub collectors: BTreeSet<ActorMark>,
    /// Where it stands.
    pub stage: StageName,
    /// Since when.
    #[serde(with = "time::text")]
    pub stage_since: Timestamp,
    /// Digest of each subject as it stands; a use belongs to its holding.
    pub subjects: BTreeMap<Subject, Digest>,
    /// Items sought.
    pub items: BTreeSet<ItemName>,
    /// The decision as drafted or made.
    pub decision: DecisionTerms,
    /// Items that the result in hand answers.
    pub delivering: BTreeSet<ItemName>,
    /// Days that a renewal asks for.
    pub renewal_days: Option<u16>,
    /// The latest answer of each safeguard at each gate.
    pub answers: Vec<Answer>,
    /// Negative answers to hard safeguards. None is ever forgotten: it stands whenever what it was said of stands here.
    pub objections: Vec<Objection>,
    /// Gates passed, each for what it read then.
    pub passages: Vec<Passage>,
    /// Deliveries received, each with a life of its own.
    pub holdings: BTreeMap<MessageId, Holding>,
    /// Clocks that run or are paused.
    pub clocks: BTreeMap<DeadlineName, RunningClock>,
    /// The consultation with the other State, if there was one for the request as it stands.
    pub consultation: Option<Consultation>,
    /// Conditions offered to the requesting State.
    pub offered: BTreeSet<ConditionCode>,
    /// Conditions that the requesting State accepted: they bind. Source: UNCC 40(28).
    pub accepted: BTreeSet<ConditionCode>,
    /// How many messages have gone.
    pub sent: u64,
    /// How many messages have been taken in.
    pub heard: u64,
    /// Messages recorded by hand that a second official has yet to confirm.
    pub recorded: BTreeMap<MessageId, Recorded>,
    /// How often something has changed that a gate which reads nothing asks about: answers given there before are stale.
    pub turn: u64,
    /// Messages of chained requests that no stage has heard yet: the first stage that listens hears them.
    pub pending: BTreeSet<ChainedMessage>,
    /// Chained requests that were heard of here, and not yet of their end.
    pub chained: BTreeSet<ThreadId>,
    /// Hard objections to chained requests, told here. Source: UNCC 40(22).
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub findings: BTreeSet<Finding>,
    /// Officials who declared a conflict of interest here, each with the role in which they did: none of them acts on it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub recused: BTreeMap<ActorMark, Role>,
}

/// A hard safeguard that was answered in the negative on a chained request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// The safeguard.
    pub safeguard: SafeguardName,
    /// What both States call the chained request.
    pub thread: ThreadId,
    /// Digest of what it was said of.
    pub said_of: Digest,
}

/// A message that a chained request sent or received.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainedMessage {
    /// What both States call the chained request.
    pub thread: ThreadId,
    /// The chained request's procedure.
    pub procedure: ProcedureName,
    /// The message.
    pub message: MessageName,
}

/// An answer to a safeguard at a gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The question.
    pub safeguard: SafeguardName,
    /// The gate it was asked at.
    pub gate: Gate,
    /// The delivery it is about, where the gate belongs to one.
    pub holding: Option<MessageId>,
    /// What was read. None where the gate reads nothing.
    pub digest: Option<Digest>,
    /// The name of the answer in the safeguard's file.
    pub answer: String,
    /// What it says.
    pub outcome: Outcome,
    /// The condition on which it says so.
    pub condition: Option<ConditionCode>,
    /// The ground that a negative answer gives.
    pub ground: Option<GroundCode>,
    /// Who answered.
    pub by: ActorMark,
    /// In which role.
    pub role: Role,
    /// The turn in which it was given, where the gate reads nothing.
    pub turn: Option<u64>,
    /// By when a deferred answer has to follow.
    #[serde(with = "time::text_or_none")]
    pub later_by: Option<Timestamp>,
    /// The second official, where one is needed.
    pub confirmed_by: Option<ActorMark>,
}

/// A negative answer to a hard safeguard, and what it was said of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objection {
    /// The question.
    pub safeguard: SafeguardName,
    /// The gate it was asked at.
    pub gate: Gate,
    /// The delivery it is about, where the gate belongs to one.
    pub holding: Option<MessageId>,
    /// Digest of what it holds for: [`AssistanceRequest::objected_to`].
    pub said_of: Option<Digest>,
    /// Who objected.
    pub by: ActorMark,
}

/// A gate passed, for what it read then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// The gate.
    pub gate: Gate,
    /// The delivery it belongs to, if any.
    pub holding: Option<MessageId>,
    /// What it read.
    pub digest: Option<Digest>,
    /// Who passed it.
    pub by: ActorMark,
}

/// One delivery at the requesting State, used and closed on its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holding {
    /// Digest of the result, the same in both logs.
    pub result: Digest,
    /// Items that it answers.
    pub items: BTreeSet<ItemName>,
    /// Conditions that bind its use.
    pub conditions: BTreeSet<ConditionCode>,
    /// Where it stands.
    pub stage: StageName,
    /// Since when.
    #[serde(with = "time::text")]
    pub stage_since: Timestamp,
    /// The use that is proposed, if any.
    pub usage: Option<Digest>,
    /// Conditions that the proposed use undertakes to keep.
    pub keeps: BTreeSet<ConditionCode>,
    /// Whether the proposed use goes beyond what the evidence was asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub beyond: bool,
    /// Uses for which the State that supplied it gave leave, by digest. Source: UNCC 40(19), 36(3).
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub consents: BTreeSet<Digest>,
    /// Every use and onward transfer, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ledger: Vec<Used>,
    /// As [`AssistanceRequest::turn`], for this delivery.
    pub turn: u64,
    /// Its clocks.
    pub clocks: BTreeMap<DeadlineName, RunningClock>,
}

/// One use, or onward transfer, of a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Used {
    /// What was done, as it was written.
    pub digest: Digest,
    /// At which gate: a use, or an onward transfer.
    pub gate: Gate,
    /// Whether it went beyond what the evidence was asked for.
    pub beyond: bool,
    /// Whether the State that supplied it gave leave.
    pub consented: bool,
}

/// A clock that has started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunningClock {
    /// Since when.
    #[serde(with = "time::text")]
    pub started_at: Timestamp,
    /// When its time is up; moves on while it is paused.
    #[serde(with = "time::text")]
    pub due_at: Timestamp,
    /// Since when it is paused.
    #[serde(with = "time::text_or_none")]
    pub paused_at: Option<Timestamp>,
    /// Whether it has said that its time is up.
    pub alerted: bool,
}

/// A consultation on terms and conditions. Source: UNCC 40(28).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consultation {
    /// The grounds that were put to the other State.
    pub grounds: BTreeSet<GroundCode>,
    /// Whether it was answered, or timed out.
    pub concluded: bool,
}

/// A message that an official recorded by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// Which message.
    pub name: MessageName,
    /// Which way it went.
    pub direction: Direction,
    /// Who recorded it: somebody else confirms.
    pub by: ActorMark,
}

impl AssistanceRequest {
    /// Digest of what a gate reads now; for a use, that of the holding.
    #[must_use]
    pub fn read_by(&self, gate: Gate, holding: Option<&MessageId>) -> Option<&Digest> {
        match gate.reads()? {
            Subject::Use => self.holdings.get(holding?)?.usage.as_ref(),
            // What was received stays what it is: a delivery is validated where it is held.
            Subject::Result if holding.is_some() => Some(&self.holdings.get(holding?)?.result),
            subject => self.subjects.get(&subject),
        }
    }

    /// The turn that answers at a gate which reads nothing bind to; none where it reads something.
    #[must_use]
    pub fn turn_at(&self, gate: Gate, holding: Option<&MessageId>) -> Option<u64> {
        if gate.reads().is_some() {
            return None;
        }
        Some(holding.and_then(|id| self.holdings.get(id)).map_or(self.turn, |held| held.turn))
    }

    /// Digest of what a negative answer to a hard safeguard holds for: the request as it was read, in whatever words it
    /// is decided on; where a result, a renewal or a use is read, that one.
    #[must_use]
    pub fn objected_to(&self, gate: Gate, holding: Option<&MessageId>) -> Option<&Digest> {
        match gate.reads() {
            Some(Subject::Result | Subject::Renewal | Subject::Use) => self.read_by(gate, holding),
            Some(Subject::Request | Subject::Decision) | None => self.subjects.get(&Subject::Request),
        }
    }

    /// Objections to a hard safeguard at a gate, also those that no longer stand.
    pub fn objections_at<'a>(
        &'a self,
        safeguard: &SafeguardName,
        gate: Gate,
        holding: Option<&MessageId>,
    ) -> impl Iterator<Item = &'a Objection> {
        self.objections.iter().filter(move |objection| {
            objection.safeguard == *safeguard && objection.gate == gate && objection.holding.as_ref() == holding
        })
    }

    /// Whether an objection stands: what it was said of is what stands here now.
    #[must_use]
    pub fn is_objected(&self, safeguard: &SafeguardName, gate: Gate, holding: Option<&MessageId>) -> bool {
        let now = self.objected_to(gate, holding);
        self.objections_at(safeguard, gate, holding).any(|objection| objection.said_of.as_ref() == now)
    }

    /// Whether this gate has been passed for what it reads now.
    #[must_use]
    pub fn has_passed(&self, gate: Gate, holding: Option<&MessageId>) -> bool {
        let now = self.read_by(gate, holding);
        self.passages.iter().any(|passage| {
            passage.gate == gate && passage.holding.as_ref() == holding && passage.digest.as_ref() == now
        })
    }

    /// Whether a digest was ever one of this request's that something still rests on: under it, old answers would count
    /// for other content.
    #[must_use]
    pub fn knows(&self, digest: &Digest) -> bool {
        let answered = self.answers.iter().filter_map(|answer| answer.digest.as_ref());
        let passed = self.passages.iter().filter_map(|passage| passage.digest.as_ref());
        let held = self.holdings.values().flat_map(|held| std::iter::once(&held.result).chain(&held.usage));
        self.subjects.values().chain(answered).chain(passed).chain(held).any(|known| known == digest)
    }

    /// The clocks of the request and of its holdings, each with the holding it belongs to.
    pub fn all_clocks(&self) -> impl Iterator<Item = (Option<&MessageId>, &DeadlineName, &RunningClock)> {
        let own = self.clocks.iter().map(|(name, clock)| (None, name, clock));
        let held = self
            .holdings
            .iter()
            .flat_map(|(id, holding)| holding.clocks.iter().map(move |(name, clock)| (Some(id), name, clock)));
        own.chain(held)
    }

    /// When the next clock has to be looked at, if any runs that has not spoken yet.
    #[must_use]
    pub fn next_due_at(&self) -> Option<Timestamp> {
        self.all_clocks()
            .filter(|(_, _, clock)| clock.paused_at.is_none() && !clock.alerted)
            .map(|(_, _, clock)| clock.due_at)
            .min()
    }
}
