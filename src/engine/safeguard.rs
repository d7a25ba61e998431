//! A safeguard file: its question, where it stands, whom it binds, and what each answer does.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::gate::{Gate, Side, Subject};
use crate::domain::ids::{ConditionCode, GroundCode, MeasureName, SafeguardName};
use crate::domain::role::Role;
use crate::domain::safeguard::{Basis, Outcome};

use super::lists::Texts;
use super::measure::Measure;
use super::procedure::Sources;

/// One safeguard.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Safeguard {
    /// Its name, also its file's.
    pub name: SafeguardName,
    /// Its code in the catalogue, such as `SG-10`.
    pub code: String,
    /// What people read.
    pub title: Texts,
    /// What the reviewer answers; phrased so that `met` clears.
    pub question: Texts,
    /// A negative answer is an objection that nobody replaces while what it was said of stands: see
    /// [`AssistanceRequest::objected_to`](crate::domain::request::AssistanceRequest::objected_to).
    #[serde(default)]
    pub hard: bool,
    /// The safeguard that lets this one be answered later.
    #[serde(default)]
    pub deferred_by: Option<SafeguardName>,
    /// Where it comes from.
    pub source: Sources,
    /// The gates at which it stands.
    pub stands_at: Vec<Place>,
    /// Why it is asked: `default`, then kinds, then measures; the nearer beats the farther.
    pub applies: BTreeMap<String, Basis>,
    /// The answers that can be given.
    pub answers: BTreeMap<String, AnswerRule>,
}

/// A place where a safeguard stands.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The gate.
    pub gate: Gate,
    /// The side.
    pub side: Side,
    /// Who answers: any of these.
    pub answered_by: Vec<Role>,
    /// Who confirms, where a second official has to.
    #[serde(default)]
    pub confirmed_by: Vec<Role>,
    /// Measures for which it does not stand here.
    #[serde(default)]
    pub except: Vec<MeasureName>,
    /// The only measures for which it stands here.
    #[serde(default)]
    pub only: Vec<MeasureName>,
}

/// What an answer says and needs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerRule {
    /// What it says.
    pub outcome: Outcome,
    /// Whether it needs reasons.
    #[serde(default)]
    pub needs_reason: bool,
    /// Whether it needs a document.
    #[serde(default)]
    pub needs_document: bool,
    /// The ground for refusal that a negative answer gives.
    #[serde(default)]
    pub ground: Option<GroundCode>,
    /// The condition on which it clears.
    #[serde(default)]
    pub condition: Option<ConditionCode>,
    /// It can be given only while the decision rests on nothing but these grounds.
    #[serde(default)]
    pub only_with_grounds: Vec<GroundCode>,
    /// The only measures for which it can be given; all where none is named.
    #[serde(default)]
    pub only_for: Vec<MeasureName>,
}

impl Safeguard {
    /// Why it is asked for a measure: the measure's own word, else its kind's, else the default.
    #[must_use]
    pub fn basis(&self, measure: &Measure) -> Basis {
        let kind: &'static str = measure.kind.into();
        [measure.name.as_str(), kind, "default"]
            .iter()
            .find_map(|key| self.applies.get(*key).copied())
            .unwrap_or(Basis::None)
    }

    /// The answers that can be given at a gate of a side for a measure, with their names.
    ///
    /// One that clears on a condition is none where nothing can name the condition: the requesting State decides nothing
    /// of its own before its request leaves, and what it binds itself to is part of the request.
    pub fn answers_at<'a>(
        &'a self,
        gate: Gate,
        side: Side,
        measure: &MeasureName,
    ) -> impl Iterator<Item = (&'a String, &'a AnswerRule)> {
        let names_conditions = side == Side::Requested || gate.reads() == Some(Subject::Use);
        self.answers.iter().filter(move |(_, rule)| {
            (rule.only_for.is_empty() || rule.only_for.contains(measure))
                && (names_conditions || rule.outcome != Outcome::MetWithConditions)
        })
    }

    /// Where it stands at a gate of a side for a measure, if it does.
    #[must_use]
    pub fn place(&self, gate: Gate, side: Side, measure: &MeasureName) -> Option<&Place> {
        self.stands_at.iter().find(|place| {
            place.gate == gate
                && place.side == side
                && !place.except.contains(measure)
                && (place.only.is_empty() || place.only.contains(measure))
        })
    }
}
