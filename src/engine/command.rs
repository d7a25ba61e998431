//! What somebody, or a clock, or a message, wants to do to a request.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::gate::{Gate, Subject};
use crate::domain::ids::{ActorMark, DeadlineName, Digest, MessageId, MessageName, SafeguardName, TransitionName};
use crate::domain::message::{Channel, Direction};
use crate::domain::request::{ChainedMessage, Finding};
use crate::domain::role::Role;
use crate::domain::terms::{Carried, Terms};

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// As this request knows them.
    pub mark: ActorMark,
    /// The roles they hold now of their own. None for `system`: a clock or a message, which passes no gate.
    pub roles: Option<BTreeSet<Role>>,
    /// For whom they stand in, where they do.
    pub stands_in: Option<StandsIn>,
}

/// Somebody who is away, and the roles that whoever stands in for them has by that alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandsIn {
    /// Who is away, as this request knows them.
    pub mark: ActorMark,
    /// Roles that the deputy does not hold of their own.
    pub roles: BTreeSet<Role>,
}

impl Actor {
    /// Whether a clock or a message acts, and no official.
    #[must_use]
    pub fn is_system(&self) -> bool {
        self.roles.is_none()
    }

    /// Somebody with roles of their own, or `system` with none.
    #[must_use]
    pub fn of(mark: ActorMark, roles: Option<BTreeSet<Role>>) -> Self {
        Self { mark, roles, stands_in: None }
    }

    /// For whom the actor acts in a role: none where they hold it of their own.
    #[must_use]
    pub fn deputy_for(&self, role: Role) -> Option<&ActorMark> {
        let own = self.roles.as_ref().is_some_and(|held| held.contains(&role));
        self.stands_in.as_ref().filter(|absent| !own && absent.roles.contains(&role)).map(|absent| &absent.mark)
    }

    /// The first of these roles that the actor holds of their own.
    #[must_use]
    pub fn role_among(&self, roles: &[Role]) -> Option<Role> {
        let held = self.roles.as_ref()?;
        roles.iter().copied().find(|role| held.contains(role))
    }
}

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Write a subject anew.
    Change(Change),
    /// Answer a safeguard.
    Answer(GivenAnswer),
    /// Confirm an answer, as a second official.
    Confirm(Question),
    /// Take one's own answer back.
    Withdraw {
        /// Which answer.
        question: Question,
        /// Whether reasons stand beside it.
        reasoned: bool,
    },
    /// Take a transition.
    Take(Take),
    /// Take in a message of the other State.
    Hear(Heard),
    /// Take note that a chained request sent or received a message.
    Link(ChainedMessage),
    /// Take note that a hard safeguard was answered in the negative on a chained request.
    Note(Finding),
    /// Do what a deadline says, its time being up.
    Expire {
        /// Which.
        deadline: DeadlineName,
        /// The delivery it belongs to, if any.
        holding: Option<MessageId>,
    },
    /// Record that a message came by another channel; it counts once a second official confirms.
    Record {
        /// The message's id here.
        id: MessageId,
        /// Which message.
        name: MessageName,
        /// Which way it went.
        direction: Direction,
        /// How it travelled.
        channel: Channel,
    },
    /// Confirm, as a second official, that a message of ours was handed over by another channel.
    ConfirmHandedOver {
        /// Which message.
        id: MessageId,
    },
    /// Declare a conflict of interest of one's own: from now on somebody else acts.
    Recuse {
        /// Whether reasons stand beside it.
        reasoned: bool,
    },
    /// Let an official back who declared one, as somebody else.
    LiftRecusal {
        /// Who, as this request knows them.
        official: ActorMark,
        /// Whether reasons stand beside it.
        reasoned: bool,
    },
}

/// Writing a subject anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Which subject.
    pub subject: Subject,
    /// The delivery, for a use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holding: Option<MessageId>,
    /// Its new digest.
    pub digest: Digest,
    /// Its coded part.
    pub terms: Terms,
}

/// Which answer: a safeguard at a gate, of a delivery where the gate belongs to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The safeguard.
    pub safeguard: SafeguardName,
    /// The gate.
    pub gate: Gate,
    /// The delivery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holding: Option<MessageId>,
}

/// An answer to a safeguard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenAnswer {
    /// To which question.
    pub question: Question,
    /// Digest of what the official read; refused where it has changed since.
    pub read: Option<Digest>,
    /// Name of the answer in the safeguard's file.
    pub answer: String,
    /// Whether reasons stand beside it.
    pub reasoned: bool,
    /// How many documents stand beside it.
    pub documents: u32,
    /// By when a deferred answer follows.
    pub later_by: Option<Timestamp>,
}

/// Taking a transition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Take {
    /// Which.
    pub transition: TransitionName,
    /// The delivery, for a transition of the holding.
    pub holding: Option<MessageId>,
    /// Whether reasons stand beside it.
    pub reasoned: bool,
    /// What the request's content still lacks; empty when complete.
    pub missing: Vec<String>,
}

/// A message of the other State.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heard {
    /// Its id.
    pub id: MessageId,
    /// Which message.
    pub name: MessageName,
    /// Its place in the other side's messages of this request, from 1.
    pub number: u64,
    /// Who recorded it by hand, where no Comity carried it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_by: Option<ActorMark>,
    /// Its coded part.
    pub carried: Carried,
}
