//! What has happened to a request: the body of its log entry, and all that replay needs.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantNames};

use crate::domain::gate::{Effect, Gate, Side, Subject};
use crate::domain::ids::{
    ActorMark, ConditionCode, DeadlineName, Digest, GroundCode, MeasureName, MessageId, MessageName, ProcedureName,
    StageName, StateCode, ThreadId, TransitionName,
};
use crate::domain::message::{Channel, Direction, WhenLate};
use crate::domain::request::{ChainedMessage, Finding};
use crate::domain::safeguard::{Outcome, Profile};
use crate::domain::time;

use super::command::{Change, Heard, Question};

/// One fact of a request. Its name is the entry's type, its content the entry's body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, VariantNames)]
#[serde(tag = "type", content = "body", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Fact {
    /// A request began here, drafted or arrived.
    RequestBegun(Begun),
    /// A subject was written anew.
    SubjectChanged(Change),
    /// A safeguard was answered.
    SafeguardAnswered(Answered),
    /// A second official confirmed an answer.
    AnswerConfirmed(Question),
    /// An answer was taken back.
    AnswerWithdrawn(Question),
    /// A transition was taken.
    TransitionTaken(Box<Taken>),
    /// A message came that no stage heard.
    MessageLate(Late),
    /// A message that came or went by another channel was recorded, and waits for a second official.
    MessageRecorded(HandRecord),
    /// A second official confirmed that a message of ours was handed over by another channel.
    MessageHandedOver(HandedOver),
    /// A deadline passed that only says so.
    DeadlinePassed(Passed),
    /// A chained request sent or received a message that moves nothing here, or not yet.
    LinkPending(ChainedMessage),
    /// A chained request was objected to: the same is asked anew here.
    FindingNoted(Finding),
    /// An official declared a conflict of interest: who, is who acted.
    RecusalDeclared(Recusal),
    /// Somebody else let them back.
    RecusalLifted(Lifted),
}

impl Fact {
    /// The entry's type.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.into()
    }
}

/// How a request began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Begun {
    /// Our side.
    pub side: Side,
    /// Its procedure.
    pub procedure: ProcedureName,
    /// What is asked for.
    pub measure: MeasureName,
    /// What bound.
    pub profile: Profile,
    /// The instrument it rests on. Source: UNCC 40(6)-(7).
    pub instrument: String,
    /// Whether that instrument is in force.
    pub in_force: bool,
    /// The other State.
    pub counterpart: StateCode,
    /// What both States call the matter.
    pub thread: ThreadId,
    /// The matter it follows from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<ThreadId>,
}

/// An answer as it was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// Our side.
    pub side: Side,
    /// The question.
    pub question: Question,
    /// What the gate reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Subject>,
    /// Its digest as read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
    /// Name of the answer.
    pub answer: String,
    /// What it says.
    pub outcome: Outcome,
    /// On which condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<ConditionCode>,
    /// With which ground.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<GroundCode>,
    /// Whether reasons stand beside it, sealed.
    pub reasoned: bool,
    /// How many documents stand beside it.
    pub documents: u32,
    /// By when a deferred answer follows.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "time::text_or_none")]
    pub later_by: Option<Timestamp>,
}

/// A declared conflict of interest. Its reasons stand beside it, sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recusal {}

/// The end of a recusal. Its reasons stand beside it, sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lifted {
    /// Who may act again, as this request knows them.
    pub official: ActorMark,
}

/// A transition as it was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taken {
    /// Our side.
    pub side: Side,
    /// What is asked for.
    pub measure: MeasureName,
    /// What bound.
    pub profile: Profile,
    /// Which transition.
    pub transition: TransitionName,
    /// The delivery it moved, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holding: Option<MessageId>,
    /// From where.
    pub from: StageName,
    /// To where.
    pub to: StageName,
    /// What made it happen.
    pub cause: Cause,
    /// Gates passed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<Gate>,
    /// What it did to the world.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
    /// Grounds of the decision, where it refused, postponed or consulted.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub grounds: BTreeSet<GroundCode>,
    /// Conditions of the decision, where one was made or offered.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub conditions: BTreeSet<ConditionCode>,
    /// Digests of what the gates read.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub subjects: BTreeMap<Subject, Digest>,
    /// The message that left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sends: Option<Sent>,
    /// Deliveries that heard the message too, and where they stand now.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub moved: BTreeMap<MessageId, StageName>,
}

/// What made a transition happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Cause {
    /// An official.
    Official {
        /// Whether reasons stand beside it, sealed.
        reasoned: bool,
    },
    /// A message.
    Message(Heard),
    /// A message of a chained request.
    Linked(ChainedMessage),
    /// A deadline.
    Deadline(DeadlineName),
}

/// A message that left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    /// Which.
    pub name: MessageName,
    /// Its place among ours, from 1.
    pub number: u64,
}

/// A message that came too late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Late {
    /// The message.
    pub message: Heard,
    /// What becomes of it.
    pub when_late: WhenLate,
    /// Where the request stood.
    pub stage: StageName,
}

/// A message recorded by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandRecord {
    /// Its id here.
    pub id: MessageId,
    /// Which message.
    pub name: MessageName,
    /// Which way it went.
    pub direction: Direction,
    /// How it travelled.
    pub channel: Channel,
}

/// A message of ours handed over by another channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandedOver {
    /// Its id.
    pub id: MessageId,
    /// Which message.
    pub name: MessageName,
}

/// A deadline that passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passed {
    /// Which.
    pub deadline: DeadlineName,
    /// The delivery it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holding: Option<MessageId>,
    /// Since when its time is up.
    #[serde(with = "time::text")]
    pub due_at: Timestamp,
}
