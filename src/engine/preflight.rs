//! What the requested State has declared, held against a request before it leaves: why it is likely to come back.
//!
//! It warns and never blocks: what a State has declared may be out of date, and what it will do is for it to say.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::Value;

use crate::domain::ids::{MeasureName, StateCode};

use super::lists::{Declared, DualCriminality, KnownFrom, Texts};
use super::measure::Measure;
use super::rulebook::Rulebook;

/// A statement of fewer words says hardly why the conduct is an offence there too.
const FEW_WORDS: usize = 12;

/// What was last confirmed longer ago, in days, is to be asked again.
const OLD_AFTER_DAYS: i32 = 365;

/// What is looked at.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, strum::Display, strum::EnumIter, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Looked {
    /// The language of the request.
    Language,
    /// Dual criminality.
    DualCriminality,
    /// The least penalty.
    Penalty,
    /// Reservations that touch the measure.
    Reservation,
    /// What the State wants to find in a request.
    Condition,
    /// When it can be reached.
    Contact,
}

/// Why a request may come back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, strum::Display, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Because {
    /// It is in another language than those taken, or says none.
    LanguageNotTaken,
    /// Dual criminality is asked for, and the request says nothing of it.
    StatementMissing,
    /// It says hardly anything of it.
    StatementWeak,
    /// The greatest penalty is below the least that is asked for.
    PenaltyTooLow,
    /// The greatest penalty is not said.
    PenaltyNotSaid,
    /// A reservation touches the measure.
    Reserved,
    /// What the State wants to find is not there.
    NotThere,
    /// It cannot be told whether it is there: read the request again with this in mind.
    SeeForYourself,
    /// Nobody is there now.
    Closed,
}

/// One reason for which a request may come back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = PreflightWarning)]
pub struct Warning {
    /// What was looked at.
    pub looked: Looked,
    /// Why.
    pub because: Because,
    /// What the State has declared: languages, years, hours in UTC, or its words by language.
    pub declared: std::collections::BTreeMap<String, String>,
    /// Where that comes from.
    pub source: Vec<String>,
}

/// What looking came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Preflight {
    /// The requested State.
    pub counterpart: String,
    /// Why the request is likely to be returned. Nothing here blocks it.
    pub warnings: Vec<Warning>,
    /// Of what nothing is known: it may be well or not.
    pub unknown: Vec<Looked>,
    /// What was found well.
    pub well: Vec<Looked>,
    /// Where the declarations are known from; none where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_from: Option<String>,
    /// The day on which they were last confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified_on: Option<String>,
    /// Whether that is longer ago than twelve months, or was never.
    pub outdated: bool,
}

/// Holds a request against what the requested State has declared.
#[must_use]
pub fn preflight(
    rulebook: &Rulebook,
    measure: &Measure,
    counterpart: &StateCode,
    content: &Value,
    now: Timestamp,
) -> Preflight {
    let declared = rulebook.parties.get(counterpart).and_then(|party| party.profile.as_ref());
    let mut found = Preflight {
        counterpart: counterpart.to_string(),
        warnings: Vec::new(),
        unknown: Vec::new(),
        well: Vec::new(),
        known_from: declared.map(|declared| known_from(declared.known_from)),
        verified_on: declared.and_then(|declared| Some(declared.verified.as_ref()?.on.clone())),
        outdated: is_outdated(declared, now),
    };
    let Some(declared) = declared else {
        found.unknown = <Looked as strum::IntoEnumIterator>::iter().collect();
        return found;
    };
    let form = rulebook.files.as_data(&format!("content/{}.schema.json", measure.content));
    let states = form.is_some_and(|form| form.pointer("/properties/dual_criminality_statement").is_some());
    let looking = Looking { declared, measure, content, states };
    for (looked, result) in [
        (Looked::Language, looking.language()),
        (Looked::DualCriminality, looking.dual_criminality()),
        (Looked::Penalty, looking.penalty()),
        (Looked::Reservation, looking.reservations()),
        (Looked::Condition, looking.conditions()),
        (Looked::Contact, looking.contact(now)),
    ] {
        match result {
            None => found.unknown.push(looked),
            Some(warnings) if warnings.is_empty() => found.well.push(looked),
            Some(warnings) => found.warnings.extend(warnings),
        }
    }
    found
}

/// Whether what a State has declared was last confirmed longer ago than twelve months, or never.
#[must_use]
pub fn is_outdated(declared: Option<&Declared>, now: Timestamp) -> bool {
    let on = declared.and_then(|declared| declared.verified.as_ref()).and_then(|known| known.on.parse::<Date>().ok());
    let today = now.to_zoned(TimeZone::UTC).date();
    on.is_none_or(|on| (today - on).get_days() > OLD_AFTER_DAYS)
}

fn known_from(known: KnownFrom) -> String {
    known.to_string()
}

struct Looking<'a> {
    declared: &'a Declared,
    measure: &'a Measure,
    content: &'a Value,
    /// Whether the form of the measure has a statement on dual criminality.
    states: bool,
}

impl Looking<'_> {
    fn language(&self) -> Option<Vec<Warning>> {
        if self.declared.languages.is_empty() {
            return None;
        }
        let given = self.content.get("language").and_then(Value::as_str);
        let taken = given.is_some_and(|given| self.declared.languages.iter().any(|known| known == given));
        let because = (!taken).then_some(Because::LanguageNotTaken);
        Some(self.one(Looked::Language, because, &self.declared.languages.join(", "), &["UNCC 40(13)"]))
    }

    fn dual_criminality(&self) -> Option<Vec<Warning>> {
        let asked = match self.declared.dual_criminality? {
            DualCriminality::Required => true,
            DualCriminality::ForIntrusiveMeasures => self.measure.is_intrusive(),
            DualCriminality::NotRequired => false,
        };
        // Where the form asks for no statement, the law lets nobody ask for it. Source: UNCC 42(4).
        let said = self.content.get("dual_criminality_statement").and_then(Value::as_str).unwrap_or_default();
        let because = match said.split_whitespace().count() {
            _ if !asked || !self.states => None,
            0 => Some(Because::StatementMissing),
            // Writing without blanks is counted by its letters.
            words if words < FEW_WORDS && said.chars().count() < 6 * FEW_WORDS => Some(Because::StatementWeak),
            _ => None,
        };
        Some(self.one(Looked::DualCriminality, because, "", &["UNCC 35(3)"]))
    }

    fn penalty(&self) -> Option<Vec<Warning>> {
        let least = self.declared.thresholds.iter().filter(|one| touches(&one.measures, self.measure));
        let least = least.max_by_key(|one| one.years);
        let Some(least) = least else {
            // Thresholds for others say that there is none for this one; none at all say nothing.
            return (!self.declared.thresholds.is_empty()).then(Vec::new);
        };
        let said = self.content.pointer("/offence/max_penalty_years").and_then(Value::as_f64);
        let because = match said {
            None => Some(Because::PenaltyNotSaid),
            Some(years) if years < f64::from(least.years) => Some(Because::PenaltyTooLow),
            Some(_) => None,
        };
        let source: Vec<String> = least.source.iter().map(ToString::to_string).collect();
        let source: Vec<&str> = source.iter().map(String::as_str).collect();
        Some(self.one(Looked::Penalty, because, &least.years.to_string(), &source))
    }

    fn reservations(&self) -> Option<Vec<Warning>> {
        let touching = self.declared.reservations.iter().filter(|one| touches(&one.measures, self.measure));
        let warnings: Vec<Warning> =
            touching.map(|one| words(Looked::Reservation, Because::Reserved, &one.about, &one.source)).collect();
        (!self.declared.reservations.is_empty()).then_some(warnings)
    }

    fn conditions(&self) -> Option<Vec<Warning>> {
        let own = self.declared.conditions.iter().filter(|one| touches(&one.measures, self.measure));
        let warnings = own.filter_map(|one| {
            let because = match &one.needs {
                None => Because::SeeForYourself,
                Some(path) if is_empty(self.content.pointer(&format!("/{path}"))) => Because::NotThere,
                Some(_) => return None,
            };
            Some(words(Looked::Condition, because, &one.about, &one.source))
        });
        let warnings: Vec<Warning> = warnings.collect();
        (!self.declared.conditions.is_empty()).then_some(warnings)
    }

    fn contact(&self, now: Timestamp) -> Option<Vec<Warning>> {
        let contact = self.declared.contact?;
        if contact.always {
            return Some(Vec::new());
        }
        let (from, to) = (contact.from_hour?, contact.to_hour?);
        let here = now.to_zoned(TimeZone::UTC);
        let working = !matches!(here.weekday(), Weekday::Saturday | Weekday::Sunday);
        let hour = u8::try_from(here.hour()).unwrap_or_default();
        let open = working && (from..to).contains(&hour);
        let because = (!open).then_some(Because::Closed);
        Some(self.one(Looked::Contact, because, &format!("{from:02}:00–{to:02}:00 UTC"), &["UNCC 41(1)"]))
    }

    fn one(&self, looked: Looked, because: Option<Because>, declared: &str, articles: &[&str]) -> Vec<Warning> {
        let own = self.declared.source.iter().map(ToString::to_string);
        let source: Vec<String> = articles.iter().map(|&article| article.to_owned()).chain(own).collect();
        let declared = (!declared.is_empty()).then(|| ("en".to_owned(), declared.to_owned()));
        let warning = |because| Warning { looked, because, declared: declared.into_iter().collect(), source };
        because.map(warning).into_iter().collect()
    }
}

fn words(looked: Looked, because: Because, about: &Texts, source: &[crate::domain::citation::Citation]) -> Warning {
    let source = source.iter().map(ToString::to_string).collect();
    Warning { looked, because, declared: about.0.clone(), source }
}

fn touches(measures: &[MeasureName], measure: &Measure) -> bool {
    measures.is_empty() || measures.contains(&measure.name)
}

fn is_empty(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.trim().is_empty(),
        Some(Value::Array(list)) => list.is_empty(),
        Some(Value::Object(fields)) => fields.is_empty(),
        Some(Value::Bool(_) | Value::Number(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::files::RuleFiles;
    use super::*;

    fn looked(state: &str, measure: &str, content: &Value, now: &str) -> Preflight {
        let rulebook = Rulebook::load(RuleFiles::shipped()).unwrap();
        let measure = rulebook.measures.values().find(|known| known.name == *measure).unwrap();
        preflight(&rulebook, measure, &StateCode::parse(state.to_owned()).unwrap(), content, now.parse().unwrap())
    }

    fn found(preflight: &Preflight) -> Vec<String> {
        preflight.warnings.iter().map(|warning| warning.because.to_string()).collect()
    }

    const MONDAY: &str = "2026-11-23T10:00:00Z";

    #[test]
    fn a_request_that_meets_what_was_declared_meets_no_warning() {
        let content = json!({
            "language": "fr", "offence": { "max_penalty_years": 5 }, "deadline": "2026-12-31",
            "dual_criminality_statement": "Access without right to a computer system is punishable there under the penal code as well.",
        });
        let well = looked("XS", "production", &content, MONDAY);

        assert_eq!(found(&well), Vec::<String>::new());
        assert!(well.unknown.is_empty() && !well.outdated, "{well:?}");
    }

    #[test]
    fn each_reason_for_a_return_is_found_with_its_source() {
        let content =
            json!({ "language": "ru", "offence": { "max_penalty_years": 2 }, "dual_criminality_statement": "Yes." });
        let found = looked("XS", "production", &content, "2026-11-22T03:00:00Z");

        let because: Vec<&Because> = found.warnings.iter().map(|warning| &warning.because).collect();
        assert_eq!(
            because,
            [
                &Because::LanguageNotTaken,
                &Because::StatementWeak,
                &Because::PenaltyTooLow,
                &Because::NotThere,
                &Because::Closed
            ]
        );
        assert!(found.warnings.iter().all(|warning| !warning.source.is_empty()), "{found:?}");
        assert_eq!(looked("XS", "interception", &content, MONDAY).warnings[3].because, Because::Reserved);
        let nothing = looked("XS", "production", &json!({}), MONDAY);
        assert!(nothing.warnings.iter().any(|warning| warning.because == Because::StatementMissing), "{nothing:?}");
        assert!(nothing.warnings.iter().any(|warning| warning.because == Because::PenaltyNotSaid), "{nothing:?}");
    }

    #[test]
    fn of_a_state_that_has_declared_nothing_nothing_is_supposed() {
        let found = looked("DZ", "production", &json!({}), MONDAY);

        assert!(found.warnings.is_empty() && found.well.is_empty(), "{found:?}");
        assert_eq!(found.unknown.len(), 6);
        assert!(found.outdated && found.known_from.is_none());
        let estavia = looked("XE", "production", &json!({ "language": "en" }), MONDAY);
        assert_eq!(estavia.unknown, [Looked::Penalty, Looked::Condition, Looked::Contact]);
        assert!(estavia.outdated, "last confirmed in March 2025");
    }

    #[test]
    fn preservation_never_asks_for_dual_criminality() {
        let found = looked("XS", "expedited_preservation", &json!({ "language": "fr" }), MONDAY);

        assert!(found.well.contains(&Looked::DualCriminality), "{found:?}");
    }

    #[test]
    fn no_real_state_has_a_profile_that_nobody_declared() {
        let rulebook = Rulebook::load(RuleFiles::shipped()).unwrap();

        for party in rulebook.parties.values().filter(|party| party.profile.is_some()) {
            assert!(party.training, "{}: only what law and signatories say is said of real States", party.code);
            for named in party.profile.iter().flat_map(|own| own.thresholds.iter().flat_map(|one| &one.measures)) {
                assert!(rulebook.measures.contains_key(named), "{named}");
            }
        }
    }
}
