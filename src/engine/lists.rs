//! The lists of a rulebook: grounds, conditions, profiles, sources, parties.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::citation::Citation;
use crate::domain::ids::{ConditionCode, GroundCode, MeasureName, StateCode};
use crate::domain::message::Channel;
use crate::domain::safeguard::{Basis, Profile};

use super::procedure::Sources;

/// One text in several languages, by language code; English is always there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Texts(pub BTreeMap<String, String>);

impl Texts {
    /// The text in a language, else in English, else nothing.
    #[must_use]
    pub fn in_language(&self, language: &str) -> &str {
        self.0.get(language).or_else(|| self.0.get("en")).map_or("", String::as_str)
    }

    /// The English text.
    #[must_use]
    pub fn en(&self) -> &str {
        self.in_language("en")
    }
}

/// `rulebook.toml`: what the rulebook is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Its name.
    pub name: String,
    /// The instrument it implements.
    pub instrument: String,
    /// Whether that instrument is in force.
    pub in_force: bool,
    /// Languages in which every name is given.
    pub languages: Vec<String>,
    /// Where it comes from.
    pub source: Sources,
}

/// A ground for refusal or postponement, or one that is forbidden.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ground {
    /// Its code.
    pub code: GroundCode,
    /// What people read.
    pub title: Texts,
    /// Whether the other State is consulted first. Source: UNCC 40(28).
    #[serde(default)]
    pub consult: bool,
    /// Grounds of the treaty under which it is booked, where it is none itself.
    #[serde(default)]
    pub booked_under: Vec<GroundCode>,
    /// Whether nobody may rest a refusal on it.
    #[serde(default)]
    pub forbidden: bool,
    /// Where it comes from.
    pub source: Sources,
}

/// A condition on assistance or on use.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Its code.
    pub code: ConditionCode,
    /// What people read.
    pub title: Texts,
    /// Where it comes from.
    pub source: Sources,
}

/// Which bases bind in a profile.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileRule {
    /// The profile.
    pub name: Profile,
    /// What people read.
    pub title: Texts,
    /// Bases that bind.
    pub binds: Vec<Basis>,
    /// Where it comes from.
    pub source: Sources,
}

/// An instrument that rules cite.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// Its code in citations, such as `UNCC`.
    pub code: String,
    /// What people read.
    pub title: Texts,
    /// Whether it is in force.
    pub in_force: bool,
    /// What to know about it.
    #[serde(default)]
    pub note: Option<String>,
}

/// How far a citation can be trusted: the doubt is carried along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, strum::Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Confidence {
    /// The official text was read.
    TextRead,
    /// The clause was read in the treaty it was taken over from; its number here is to be confirmed.
    CopiedClause,
    /// A secondary source confirms it.
    Secondary,
    /// From memory: the number is to be confirmed.
    FromMemory,
}

/// A citation that rules may use.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownCitation {
    /// The citation.
    pub text: Citation,
    /// What it says, in our words.
    #[serde(default)]
    pub about: Texts,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

/// A State, or an organisation of States.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Its code.
    pub code: StateCode,
    /// Its name.
    pub name: Texts,
    /// Whether it is a regional economic integration organization and no State. Source: UNCC 2(n), 65(1).
    #[serde(default)]
    pub regional_organization: bool,
    /// Date of signature, where it is certain. Signature is not ratification.
    #[serde(default)]
    pub signed: Option<String>,
    /// Month or day of ratification, where it is known together with its reservations.
    #[serde(default)]
    pub ratified: Option<String>,
    /// Where its signature is known from. Rulebooks that were kept before it was asked for do not say.
    #[serde(default)]
    pub known_from: Option<KnownFrom>,
    /// What else is reported.
    #[serde(default)]
    pub note: Option<String>,
    /// Whether it exists for training only.
    #[serde(default)]
    pub training: bool,
    /// Where it comes from.
    pub source: Sources,
    /// Reservations that are known.
    #[serde(default, rename = "reservation")]
    pub reservations: Vec<Reservation>,
    /// What it has declared about requests that it receives; nothing is supposed where this is missing.
    #[serde(default)]
    pub profile: Option<Declared>,
}

/// Where a statement about a party is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, strum::Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum KnownFrom {
    /// The UN Treaty Collection, chapter XVIII-16, or a national list of treaties.
    TreatyLists,
    /// A secondary source reports it.
    Reported,
    /// Only the number of signatures implies it.
    Inferred,
    /// Made up for training.
    Training,
}

/// A reservation or declaration of a party.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reservation {
    /// When it was made.
    pub made_at: MadeAt,
    /// What it says, in our words.
    pub about: Texts,
    /// Articles that it names, where they are known.
    #[serde(default)]
    pub articles: Vec<String>,
    /// Where it is known from.
    pub known_from: KnownFrom,
}

/// What a State has declared about requests that it receives. What is not said is not known.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declared {
    /// Its central authority.
    #[serde(default)]
    pub authority: Texts,
    /// Languages in which it takes requests, the first the best. Source: UNCC 40(13).
    #[serde(default)]
    pub languages: Vec<String>,
    /// Ways by which it takes them, the first the best.
    #[serde(default)]
    pub channels: Vec<Channel>,
    /// Whether it asks that the conduct be an offence in its own law too. Source: UNCC 35(3).
    #[serde(default)]
    pub dual_criminality: Option<DualCriminality>,
    /// Least maximum penalties.
    #[serde(default, rename = "threshold")]
    pub thresholds: Vec<Threshold>,
    /// Reservations that touch measures.
    #[serde(default, rename = "reservation")]
    pub reservations: Vec<Touching>,
    /// What it wants to find in a request.
    #[serde(default, rename = "condition")]
    pub conditions: Vec<Acceptance>,
    /// When it can be reached.
    #[serde(default)]
    pub contact: Option<Contact>,
    /// When this was last confirmed.
    #[serde(default)]
    pub verified: Option<Confirmed>,
    /// Where it is known from.
    pub known_from: KnownFrom,
    /// Where it comes from.
    pub source: Sources,
}

impl Declared {
    /// Every source that it names.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &Sources> {
        let thresholds = self.thresholds.iter().map(|one| &one.source);
        let reservations = self.reservations.iter().map(|one| &one.source);
        let conditions = self.conditions.iter().map(|one| &one.source);
        std::iter::once(&self.source).chain(thresholds).chain(reservations).chain(conditions)
    }
}

/// Whether a State asks that the conduct be an offence in its own law too. Source: UNCC 35(3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DualCriminality {
    /// For every measure for which the law lets it.
    Required,
    /// Where the measure is intrusive.
    ForIntrusiveMeasures,
    /// It does not ask.
    NotRequired,
}

/// A least maximum penalty.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// In years.
    pub years: u8,
    /// For these measures; for all where none is named.
    #[serde(default)]
    pub measures: Vec<MeasureName>,
    /// Where it comes from.
    pub source: Sources,
}

/// A reservation that touches measures.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Touching {
    /// What it says, in our words.
    pub about: Texts,
    /// The measures that it touches; all where none is named.
    #[serde(default)]
    pub measures: Vec<MeasureName>,
    /// Where it comes from.
    pub source: Sources,
}

/// What a State wants to find in a request.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// What it says, in our words.
    pub about: Texts,
    /// For these measures; for all where none is named.
    #[serde(default)]
    pub measures: Vec<MeasureName>,
    /// The field of the request in which it is met, by its path.
    #[serde(default)]
    pub needs: Option<String>,
    /// Where it comes from.
    pub source: Sources,
}

/// When a State can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// At all hours. Source: UNCC 41(1).
    pub always: bool,
    /// The desk opens, in UTC, on working days.
    #[serde(default)]
    pub from_hour: Option<u8>,
    /// It closes, in UTC.
    #[serde(default)]
    pub to_hour: Option<u8>,
}

/// When something was last confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmed {
    /// The day.
    pub on: String,
    /// By whom: an office, no person.
    pub by: Texts,
}

/// When a reservation was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MadeAt {
    /// With the signature.
    Signature,
    /// With the ratification.
    Ratification,
}
