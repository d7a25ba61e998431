//! What a play shows as it happens.

use crate::domain::gate::{Gate, Side};
use crate::domain::ids::{RequestReference, StateCode};
use crate::domain::role::Role;

use super::scenario::Scenario;

/// Somebody who acts.
#[derive(Debug, Clone)]
pub struct Who {
    /// Their name.
    pub name: String,
    /// Their roles, or the one in which they acted.
    pub roles: Vec<Role>,
    /// Their State.
    pub state: StateCode,
}

/// An answer that `clear` gave.
#[derive(Debug, Clone)]
pub struct Given {
    /// Code of the safeguard.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Name of the answer.
    pub answer: String,
    /// Who gave it.
    pub by: Who,
    /// Who confirmed it, where a second official has to.
    pub confirmed_by: Option<Who>,
    /// Its articles.
    pub source: Vec<String>,
}

/// One thing that happens in a play.
#[derive(Debug)]
pub enum Event<'a> {
    /// A scenario begins.
    Begins(&'a Scenario),
    /// A sentence of the story.
    Says(&'a str),
    /// Somebody did something.
    Done {
        /// Who.
        who: Who,
        /// What, in words.
        act: String,
        /// Reasons given, or what was written, in short.
        words: Option<String>,
        /// The request.
        reference: RequestReference,
        /// The stage it entered, where it moved.
        stage: Option<String>,
        /// Articles of the rule.
        source: Vec<String>,
    },
    /// Safeguards were answered.
    Answered {
        /// At this gate.
        gate: Gate,
        /// Of this side.
        side: Side,
        /// Each answer.
        answers: Vec<Given>,
    },
    /// A step was refused, as the story tells.
    Refused {
        /// Who tried.
        who: Who,
        /// What.
        act: String,
        /// The rule.
        rule: &'static str,
        /// What the official reads.
        sentence: String,
        /// Articles of the rule.
        source: Vec<String>,
    },
    /// A message crossed the border.
    Crossed {
        /// From which State.
        from: StateCode,
        /// To which State.
        to: StateCode,
        /// Which message, in words.
        message: String,
        /// The matter, as the receiving authority calls it.
        reference: RequestReference,
        /// How it was taken: `heard`, `late`, `held_back`.
        state: String,
        /// Its articles.
        source: Vec<String>,
    },
    /// Time passed at both authorities.
    Waited {
        /// Days.
        days: u32,
        /// Hours.
        hours: u32,
    },
    /// A clock said that its time is up, or moved a request.
    Clock {
        /// At which State.
        state: StateCode,
        /// The request.
        reference: RequestReference,
        /// The stage it entered, where it moved.
        stage: Option<String>,
        /// Articles of the deadline.
        source: Vec<String>,
    },
    /// A request stands where the story says.
    Stands {
        /// At which State.
        state: StateCode,
        /// The request.
        reference: RequestReference,
        /// The stage, in words.
        stage: String,
    },
    /// A step is over, shown or not.
    Step,
    /// A scenario has been played to its end.
    Ends(&'a Scenario),
}

/// Who watches a play.
pub trait Audience {
    /// Sees one thing happen.
    fn see(&mut self, event: &Event<'_>);
}

/// Nobody watches: for tests.
pub struct Nobody;

impl Audience for Nobody {
    fn see(&mut self, _: &Event<'_>) {}
}
