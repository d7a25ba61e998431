//! A procedure file: both sides of one protocol, and the messages between them.

use serde::Deserialize;

use crate::domain::citation::Citation;
use crate::domain::gate::{Effect, Gate, Side, Subject};
use crate::domain::ids::{DeadlineName, MessageName, ProcedureName, StageName, TransitionName};
use crate::domain::message::{AtExpiry, Carries, WhenLate};
use crate::domain::phase::Phase;
use crate::domain::role::Role;

use super::lists::Texts;

/// Whether a procedure asks, or sends unasked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProcedureKind {
    /// A request and its answer.
    Request,
    /// Spontaneous information. Source: UNCC 40(4).
    Transmission,
}

/// One procedure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// Its name, also its file's.
    pub name: ProcedureName,
    /// What people read.
    pub title: Texts,
    /// Request or transmission.
    pub kind: ProcedureKind,
    /// Messages between the sides.
    #[serde(default, rename = "message")]
    pub messages: Vec<Message>,
    /// The requesting side.
    pub requesting: Part,
    /// The requested side.
    pub requested: Part,
    /// The life of one delivery at the requesting side.
    pub holding: Option<Part>,
}

/// One of the parts of a procedure: a side, or the holding.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Where it begins.
    pub start: StageName,
    /// Its stages.
    #[serde(default, rename = "stage")]
    pub stages: Vec<Stage>,
    /// Its deadlines.
    #[serde(default, rename = "deadline")]
    pub deadlines: Vec<Deadline>,
    /// Its transitions.
    #[serde(default, rename = "transition")]
    pub transitions: Vec<Transition>,
}

/// A message that one side sends and the other hears.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// Its name.
    pub name: MessageName,
    /// What people read.
    #[serde(default)]
    pub title: Texts,
    /// Who sends it.
    pub from: Side,
    /// What it brings.
    pub carries: Carries,
    /// What becomes of it when no stage hears it.
    #[serde(default)]
    pub when_late: Option<WhenLate>,
    /// Where it comes from.
    pub source: Sources,
}

/// A node of the machine.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Its name.
    pub name: StageName,
    /// What people read.
    pub title: Texts,
    /// What it is about.
    pub phase: Phase,
    /// Nothing more has to happen here.
    #[serde(default)]
    pub ends: bool,
    /// What may be changed here.
    #[serde(default)]
    pub edits: Option<Subject>,
    /// Where it comes from, where a stage itself is a rule.
    #[serde(default)]
    pub source: Option<Sources>,
}

/// A time limit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// Its name.
    pub name: DeadlineName,
    /// What people read.
    #[serde(default)]
    pub title: Texts,
    /// Its length in days of 24 hours.
    #[serde(default)]
    pub due_in_days: Option<u16>,
    /// Its length in hours.
    #[serde(default)]
    pub due_in_hours: Option<u16>,
    /// What happens when its time is up.
    pub at_expiry: AtExpiry,
    /// Stages in which it does not run.
    #[serde(default)]
    pub paused_in: Vec<StageName>,
    /// Gates that nobody passes until its time is up, or somebody whom they do not hold up has ended it: somebody is
    /// heard first.
    #[serde(default)]
    pub suspends: Vec<Gate>,
    /// Where it comes from.
    pub source: Sources,
}

/// An edge of the machine.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transition {
    /// Its name: the treaty's verb where it has one.
    pub name: TransitionName,
    /// What people read.
    #[serde(default)]
    pub title: Texts,
    /// Stages it leaves.
    pub from: Vec<StageName>,
    /// The stage it enters.
    pub to: StageName,
    /// Taken by officials in one of these roles.
    #[serde(default)]
    pub by: Option<Vec<Role>>,
    /// Taken when this message comes, or `linked:<procedure>.<message>` of a request chained to this one; one that
    /// leads to an end, once every chained request has ended.
    #[serde(default)]
    pub on: Option<String>,
    /// Taken when this deadline's time is up.
    #[serde(default)]
    pub after: Option<DeadlineName>,
    /// Gates at which it stands.
    #[serde(default)]
    pub gates: Vec<Gate>,
    /// What it does to the world.
    #[serde(default)]
    pub effect: Option<Effect>,
    /// The message that leaves with it.
    #[serde(default)]
    pub sends: Option<MessageName>,
    /// Clocks it starts, anew where they run.
    #[serde(default)]
    pub starts: Vec<DeadlineName>,
    /// Clocks it stops.
    #[serde(default)]
    pub stops: Vec<DeadlineName>,
    /// Where it comes from.
    pub source: Sources,
}

/// Citations of a rule.
pub type Sources = Vec<Citation>;

/// What makes a transition happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger<'a> {
    /// Officials in one of these roles.
    Officials(&'a [Role]),
    /// A message of the other State.
    Message(&'a str),
    /// A message sent or received in a request chained to this one: procedure, message.
    Linked(&'a str, &'a str),
    /// A clock.
    Clock(&'a DeadlineName),
}

impl Transition {
    /// What makes it happen. `None` when the file names none or several; refused at load.
    #[must_use]
    pub fn trigger(&self) -> Option<Trigger<'_>> {
        match (&self.by, &self.on, &self.after) {
            (Some(roles), None, None) => Some(Trigger::Officials(roles)),
            (None, Some(on), None) => match on.strip_prefix("linked:") {
                Some(linked) => linked.split_once('.').map(|(procedure, message)| Trigger::Linked(procedure, message)),
                None => Some(Trigger::Message(on)),
            },
            (None, None, Some(deadline)) => Some(Trigger::Clock(deadline)),
            _ => None,
        }
    }
}

impl Deadline {
    /// Its length in hours.
    #[must_use]
    pub fn hours(&self) -> i64 {
        i64::from(self.due_in_hours.unwrap_or(0)) + 24 * i64::from(self.due_in_days.unwrap_or(0))
    }
}

impl Part {
    /// The stage of this name.
    #[must_use]
    pub fn stage(&self, name: &StageName) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.name == *name)
    }

    /// The deadline of this name.
    #[must_use]
    pub fn deadline(&self, name: &DeadlineName) -> Option<&Deadline> {
        self.deadlines.iter().find(|deadline| deadline.name == *name)
    }

    /// Transitions that leave this stage.
    pub fn leaving<'a, 'b>(&'a self, stage: &'b StageName) -> impl Iterator<Item = &'a Transition> + use<'a, 'b> {
        self.transitions.iter().filter(move |transition| transition.from.contains(stage))
    }
}

impl Procedure {
    /// The part of one side.
    #[must_use]
    pub fn part(&self, side: Side) -> &Part {
        match side {
            Side::Requesting => &self.requesting,
            Side::Requested => &self.requested,
        }
    }

    /// The message of this name.
    #[must_use]
    pub fn message(&self, name: &str) -> Option<&Message> {
        self.messages.iter().find(|message| message.name == *name)
    }

    /// The side that keeps what is delivered: who asked, or who was told unasked. Source: UNCC 40(4).
    #[must_use]
    pub fn holder(&self) -> Side {
        match self.kind {
            ProcedureKind::Request => Side::Requesting,
            ProcedureKind::Transmission => Side::Requested,
        }
    }

    /// Whether a message is a delivery, and opens a holding where it arrives: a result, or information sent unasked.
    #[must_use]
    pub fn delivers(&self, message: &Message) -> bool {
        match self.kind {
            ProcedureKind::Request => message.carries == Carries::Result,
            ProcedureKind::Transmission => message.carries == Carries::Request,
        }
    }

    /// Whether a gate belongs to one of its parts: a use to the deliveries, everything else to the side itself. What is
    /// sent unasked is neither admitted nor decided on, and nothing is carried out. Source: UNCC 40(4).
    #[must_use]
    pub fn has_gate(&self, part: &str, side: Side, gate: Gate) -> bool {
        let of_use = gate.reads() == Some(Subject::Use);
        // Each delivery is validated where it is held, a disclosure at the State that made it.
        let of_delivery = of_use || (gate == Gate::Validation && side == self.holder());
        let of_kind = match self.kind {
            ProcedureKind::Request => true,
            ProcedureKind::Transmission => of_use || matches!(gate, Gate::Authorisation | Gate::Sending),
        };
        gate == Gate::Closing || (of_kind && gate.may_stand_at(side) && of_delivery == (part == "holding"))
    }

    /// The message that brings the request itself: the one that the requested side's first stage hears.
    #[must_use]
    pub fn opening_message(&self) -> Option<&Message> {
        self.requested.leaving(&self.requested.start).find_map(|transition| match transition.trigger() {
            Some(Trigger::Message(name)) => self.message(name).filter(|message| message.carries != Carries::Nothing),
            _ => None,
        })
    }

    /// Each part with its name and the side it lives at.
    pub fn parts(&self) -> impl Iterator<Item = (&'static str, Side, &Part)> {
        [
            ("requesting", Side::Requesting, Some(&self.requesting)),
            ("requested", Side::Requested, Some(&self.requested)),
            ("holding", self.holder(), self.holding.as_ref()),
        ]
        .into_iter()
        .filter_map(|(name, side, part)| Some((name, side, part?)))
    }

    /// What a transition does to the world, derived from what it declares and what its message carries: each names a
    /// gate at which it must stand. The phase it enters may name another.
    #[must_use]
    pub fn effects(&self, transition: &Transition) -> Vec<(Gate, &'static str)> {
        let mut effects = Vec::new();
        if let Some(effect) = transition.effect {
            effects.push((effect.gate(), "the effect it declares"));
        }
        let carried =
            transition.sends.as_ref().and_then(|name| self.message(name.as_str())).map(|message| message.carries);
        let carried_gate = match carried {
            Some(Carries::Request) => Some(Gate::Sending),
            Some(Carries::Result) => Some(Gate::Disclosure),
            Some(Carries::Refusal) => Some(Gate::Refusal),
            Some(Carries::Postponement) => Some(Gate::Postponement),
            Some(Carries::Renewal) => Some(Gate::Renewal),
            // Asking for leave to use, and giving it, is no use yet.
            Some(Carries::Nothing | Carries::Use | Carries::Consent) | None => None,
        };
        effects.extend(carried_gate.map(|gate| (gate, "what its message carries")));
        effects
    }
}
