//! A scenario as its file tells it: two States, their people, and what each does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use jiff::Timestamp;
use rust_embed::RustEmbed;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::domain::citation::Citation;
use crate::domain::gate::{Gate, Side, Subject};
use crate::domain::ids::{
    InstrumentCode, MeasureName, MessageName, SafeguardName, StageName, StateCode, TransitionName,
};
use crate::domain::message::Channel;
use crate::domain::role::Role;
use crate::domain::time;
use crate::engine::lists::Texts;
use crate::engine::rulebook::Rulebook;
use crate::operations::{App, OperationError};

/// The scenarios shipped with the program.
#[derive(RustEmbed)]
#[folder = "tests/scenarios/"]
#[include = "*.toml"]
struct Shipped;

/// A whole case. The file's schema is `schemas/scenario.schema.json`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Its name, also its file's.
    pub name: String,
    /// What people read.
    pub title: Texts,
    /// What happens, in a few sentences.
    pub story: Texts,
    /// Citations that it is about.
    pub shows: Vec<Citation>,
    /// The instrument that its requests rest on; that of the main rulebook where nothing is said. Source: UNCC 40(6)-(7).
    #[serde(default)]
    pub instrument: Option<InstrumentCode>,
    /// The State that asks.
    pub requesting: StateCode,
    /// The State that is asked.
    pub requested: StateCode,
    /// The requested State has no Comity: its letters are recorded by hand.
    #[serde(default)]
    pub paper: bool,
    /// When it begins.
    #[serde(with = "time::text")]
    pub starts_at: Timestamp,
    /// Who acts, by key.
    pub people: People,
    /// What reviewers answer in this matter when nothing special is told.
    #[serde(default)]
    pub usual: BTreeMap<SafeguardName, Usual>,
    /// What happens.
    #[serde(rename = "step")]
    pub steps: Vec<Step>,
}

/// The people of both sides.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// Those of the requesting authority.
    pub requesting: BTreeMap<String, Person>,
    /// Those of the requested authority.
    #[serde(default)]
    pub requested: BTreeMap<String, Person>,
}

/// A fictional official.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Their name.
    pub name: String,
    /// Their roles.
    pub roles: BTreeSet<Role>,
}

/// A usual answer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Usual {
    /// Name of the answer.
    #[serde(default = "met")]
    pub answer: String,
    /// Why.
    pub reason: String,
}

/// The answer that clears without more.
pub(super) fn met() -> String {
    "met".to_owned()
}

/// One step.
#[derive(Debug, Clone, Deserialize)]
pub struct Step {
    /// Who acts, by key.
    #[serde(default)]
    pub who: Option<String>,
    /// On which request, by handle.
    #[serde(default)]
    pub request: Option<String>,
    /// The rule by which the step has to be refused.
    #[serde(default)]
    pub refused: Option<String>,
    /// A sentence for the visitor.
    #[serde(default)]
    pub say: Option<Texts>,
    /// What is done.
    #[serde(flatten)]
    pub act: Act,
}

/// The delivery that came last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    /// The last.
    Last,
}

/// A document made of text.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Name of the file.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its language.
    pub language: String,
    /// What it says.
    pub text: String,
}

/// What is done in a step.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    /// Draft a request.
    Draft {
        /// What is asked for.
        measure: MeasureName,
        /// A title without names.
        title: String,
        /// Its content.
        content: Map<String, Value>,
        /// Handle of the request that it follows from.
        #[serde(default)]
        follows: Option<String>,
    },
    /// Write a subject anew.
    Change {
        /// Which.
        subject: Subject,
        /// The whole content.
        #[serde(default)]
        content: Option<Map<String, Value>>,
        /// Fields that replace those written last.
        #[serde(default)]
        amend: Option<Map<String, Value>>,
        /// The delivery, for a use.
        #[serde(default)]
        holding: Option<Which>,
    },
    /// Attach a document, for the next change of a subject.
    Attach {
        /// Which subject.
        subject: Subject,
        /// The document.
        document: Paper,
    },
    /// Answer a safeguard.
    Answer {
        /// Which.
        safeguard: SafeguardName,
        /// At which gate.
        gate: Gate,
        /// Name of the answer.
        answer: String,
        /// Why.
        #[serde(default)]
        reason: Option<String>,
        /// A document beside it.
        #[serde(default)]
        document: Option<Paper>,
        /// In how many hours a deferred answer is to follow.
        #[serde(default)]
        later_in_hours: Option<u16>,
        /// The delivery.
        #[serde(default)]
        holding: Option<Which>,
    },
    /// Answer every safeguard at these gates that is open or stale.
    Clear {
        /// The gates.
        gates: Vec<Gate>,
        /// People, by key: the first who may answers.
        by: Vec<String>,
        /// The delivery.
        #[serde(default)]
        holding: Option<Which>,
    },
    /// Confirm an answer, as a second official.
    Confirm {
        /// Which safeguard.
        safeguard: SafeguardName,
        /// At which gate.
        gate: Gate,
        /// The delivery.
        #[serde(default)]
        holding: Option<Which>,
    },
    /// Take an answer back.
    Withdraw {
        /// Which safeguard.
        safeguard: SafeguardName,
        /// At which gate.
        gate: Gate,
        /// Why.
        #[serde(default)]
        reason: Option<String>,
        /// The delivery.
        #[serde(default)]
        holding: Option<Which>,
    },
    /// Take a transition.
    Take {
        /// Which.
        transition: TransitionName,
        /// Why.
        #[serde(default)]
        reason: Option<String>,
        /// The delivery.
        #[serde(default)]
        holding: Option<Which>,
    },
    /// Record a message that came or went on paper.
    Record {
        /// Which.
        message: MessageName,
        /// How it travelled.
        channel: Channel,
        /// The paper.
        document: Paper,
        /// What it brings.
        #[serde(default)]
        content: Option<Map<String, Value>>,
    },
    /// Confirm the message recorded last, as a second official.
    ConfirmMessage {},
    /// Let time pass at both authorities.
    Wait {
        /// Days.
        #[serde(default)]
        days: u32,
        /// Hours.
        #[serde(default)]
        hours: u32,
    },
    /// Hold the stage against what was told.
    Expect {
        /// At which side.
        side: Side,
        /// The stage.
        stage: StageName,
        /// The delivery.
        #[serde(default)]
        holding: Option<Which>,
    },
}

impl Scenario {
    /// The rulebook that its requests begin with at an authority.
    ///
    /// # Errors
    /// Where the authority has none of its instrument.
    pub fn rulebook(&self, app: &App) -> Result<Arc<Rulebook>, OperationError> {
        self.instrument.as_ref().map_or_else(|| Ok(app.rulebooks().main), |code| app.rulebook_for(code))
    }

    /// Reads a scenario.
    ///
    /// # Errors
    /// Where the text is no TOML, or not of the shape the schema asks for.
    pub fn parse(text: &str) -> Result<Self> {
        let scenario: Self = toml::from_str(text)?;
        if let Some(key) = scenario.people.requesting.keys().find(|key| scenario.people.requested.contains_key(*key)) {
            bail!("`{key}` stands at both sides: give one of them another key");
        }
        Ok(scenario)
    }

    /// The shipped scenarios, in the order in which they begin.
    ///
    /// # Errors
    /// Where one cannot be read; the file is named.
    pub fn shipped() -> Result<Vec<Self>> {
        let mut all = Vec::new();
        for path in Shipped::iter() {
            let file = Shipped::get(&path).with_context(|| format!("the scenario `{path}` is gone"))?;
            let text = str::from_utf8(&file.data).with_context(|| format!("the scenario `{path}` is no text"))?;
            all.push(Self::parse(text).with_context(|| format!("the scenario `{path}` cannot be read"))?);
        }
        all.sort_by_key(|scenario| scenario.starts_at);
        Ok(all)
    }

    /// Both sides with their State and people; the requested one only where it has Comity.
    pub fn sides(&self) -> impl Iterator<Item = (Side, &StateCode, &BTreeMap<String, Person>)> {
        let requested = (!self.paper).then_some((Side::Requested, &self.requested, &self.people.requested));
        std::iter::once((Side::Requesting, &self.requesting, &self.people.requesting)).chain(requested)
    }
}
