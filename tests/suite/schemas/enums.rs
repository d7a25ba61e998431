//! The words of each schema are those of Rust's enums, wherever in a schema they stand.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use comity::audit::predecessor::Incident;
use comity::cli::demo::scenario::Step;
use comity::domain::erasure::ErasureBasis;
use comity::domain::gate::{Effect, Gate, Side, Subject};
use comity::domain::in_force::NotInForce;
use comity::domain::measure::MeasureKind;
use comity::domain::message::{AtExpiry, Carries, Channel, Direction, WhenLate};
use comity::domain::notice::NoticeKind;
use comity::domain::phase::Phase;
use comity::domain::role::Role;
use comity::domain::safeguard::{Basis, Outcome, Profile};
use comity::domain::scope::Scope;
use comity::engine::lists::{Confidence, DualCriminality, KnownFrom, MadeAt};
use comity::engine::procedure::ProcedureKind;
use comity::engine::refusal::Refusal;
use comity::operations::disclose_content::What;
use comity::operations::export_entries::Format;
use comity::operations::origin::TakenFrom;
use serde::de::DeserializeOwned;
use serde_json::Value;
use strum::{IntoEnumIterator, VariantNames};

use super::names::words_of;
use super::{all, difference, words};

/// The words of an enum; as it prints them and as files are read they are the same.
fn of<E: IntoEnumIterator + Display + DeserializeOwned>() -> BTreeSet<String> {
    let printed: BTreeSet<String> = E::iter().map(|variant| variant.to_string()).collect();
    assert_eq!(printed, words_of::<E>(), "{}", std::any::type_name::<E>());
    printed
}

fn some<E: IntoEnumIterator + Display>(which: impl Fn(&E) -> bool) -> BTreeSet<String> {
    E::iter().filter(|variant| which(variant)).map(|variant| variant.to_string()).collect()
}

fn plus(mut words: BTreeSet<String>, more: &[&str]) -> BTreeSet<String> {
    words.extend(more.iter().map(|word| (*word).to_owned()));
    words
}

/// Every place with a list of words: the schema, the key or definition it stands at, and the enum it has to equal.
fn expected() -> BTreeMap<(&'static str, &'static str), BTreeSet<String>> {
    // Auditor and administrator never act on a request, so no rule may name them.
    let acting = || some::<Role>(|role| role.acts_on_requests());
    let on_paper = some::<Channel>(|channel| *channel != Channel::Comity);
    let binding = some::<Basis>(|basis| !matches!(basis, Basis::None | Basis::Never));
    let refusals = Refusal::VARIANTS.iter().map(|name| (*name).to_owned()).collect();
    BTreeMap::from([
        (("procedure", "kind"), words_of::<ProcedureKind>()),
        (("procedure", "from"), of::<Side>()),
        (("procedure", "carries"), of::<Carries>()),
        (("procedure", "when_late"), of::<WhenLate>()),
        (("procedure", "phase"), of::<Phase>()),
        (("procedure", "edits"), of::<Subject>()),
        (("procedure", "at_expiry"), of::<AtExpiry>()),
        (("procedure", "by"), acting()),
        (("procedure", "gates"), of::<Gate>()),
        (("procedure", "suspends"), of::<Gate>()),
        (("procedure", "effect"), of::<Effect>()),
        (("safeguard", "applies"), of::<Basis>()),
        (("safeguard", "role"), acting()),
        (("safeguard", "gate"), of::<Gate>()),
        (("safeguard", "side"), of::<Side>()),
        (("safeguard", "outcome"), of::<Outcome>()),
        (("measure", "kind"), of::<MeasureKind>()),
        (("profiles", "name"), of::<Profile>()),
        (("profiles", "binds"), binding),
        (("parties", "known_from"), words_of::<KnownFrom>()),
        (("parties", "made_at"), words_of::<MadeAt>()),
        (("parties", "channels"), of::<Channel>()),
        (("parties", "dual_criminality"), words_of::<DualCriminality>()),
        (("sources", "confidence"), words_of::<Confidence>()),
        (("scenario", "gate"), of::<Gate>()),
        (("scenario", "subject"), of::<Subject>()),
        (("scenario", "side"), of::<Side>()),
        (("scenario", "channel"), on_paper),
        (("scenario", "roles"), acting()),
        (("audit-entry", "side"), of::<Side>()),
        (("audit-entry", "profile"), of::<Profile>()),
        (("audit-entry", "role"), of::<Role>()),
        (("audit-entry", "gate"), of::<Gate>()),
        (("audit-entry", "subject"), of::<Subject>()),
        (("audit-entry", "effect"), of::<Effect>()),
        (("audit-entry", "outcome"), of::<Outcome>()),
        (("audit-entry", "when_late"), of::<WhenLate>()),
        (("audit-entry", "direction"), of::<Direction>()),
        (("audit-entry", "channel"), of::<Channel>()),
        (("audit-entry", "erasure_basis"), of::<ErasureBasis>()),
        (("audit-entry", "not_in_force"), of::<NotInForce>()),
        (("audit-entry", "from"), of::<TakenFrom>()),
        (("audit-entry", "what"), of::<What>()),
        (("audit-entry", "kinds"), of::<NoticeKind>()),
        // Beside the engine's, what access says.
        (("audit-entry", "rule"), plus(refusals, &ATTEMPTS_END_AS)),
        (("audit-entry", "session_scope"), of::<Scope>()),
        (("audit-entry", "incident"), some::<Incident>(|_| true)),
        (("audit-entry", "format"), some::<Format>(|_| true)),
        (("audit-entry", "token_scope"), some::<Scope>(|scope| scope.is_for_tokens())),
    ])
}

/// How attempts end beside the rules of the engine: the codes of what operations say.
const ATTEMPTS_END_AS: [&str; 15] = [
    "erased",
    "not-ended",
    "on-hold",
    "not-allowed",
    "no-such-request",
    "code-needed",
    "out-of-scope",
    "not-found",
    "unusable",
    "too-large",
    "read-another-version",
    "key-used-before",
    "request-sealed",
    "not-signed-in",
    "second-administrator",
];

/// Lists that belong to no enum: what they hold is tested where it is written.
const ELSEWHERE: [(&str, &str); 5] = [
    ("audit-entry", "type"),
    ("audit-entry", "act"),
    ("audit-entry", "state"),
    ("audit-entry", "scope"),
    ("scenario", "do"),
];

/// Walks a schema: `found` gets each list of words with the nearest key or definition above it.
fn walk<'v>(value: &'v Value, name: &'v str, found: &mut Vec<(&'v str, &'v Value)>) {
    match value {
        Value::Object(fields) => {
            for (key, inner) in fields {
                match key.as_str() {
                    "enum" => found.push((name, inner)),
                    "properties" | "patternProperties" | "$defs" => {
                        for (name, inner) in inner.as_object().unwrap() {
                            walk(inner, name, found);
                        }
                    }
                    _ => walk(inner, name, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| walk(item, name, found)),
        _ => {}
    }
}

#[test]
fn every_list_of_words_in_a_schema_is_an_enum_of_the_code() {
    let expected = expected();
    let mut left: BTreeSet<_> = expected.keys().copied().collect();
    let mut faults = Vec::new();
    let schemas = all();

    for (schema, value) in &schemas {
        let mut found = Vec::new();
        walk(value, "", &mut found);
        for (name, list) in found {
            let place = (schema.as_str(), name);
            if let Some(rust) = expected.get(&place) {
                left.remove(&place);
                faults.extend(difference(&format!("`{name}` in {schema}.schema.json"), &words(list), rust));
            } else if !ELSEWHERE.contains(&place) {
                faults.push(format!("`{name}` in {schema}.schema.json: no enum is named for it here"));
            }
        }
    }

    faults.extend(left.iter().map(|(schema, name)| format!("{schema}.schema.json has no list of words at `{name}`")));
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn a_scenario_knows_the_steps_that_its_schema_names() {
    let schema = super::schema("scenario");
    let told = words(&schema["$defs"]["step"]["properties"]["do"]["enum"]);

    // The code names every step that it knows when it meets another: in backticks, the stranger first.
    let refused = serde_json::from_value::<Step>(serde_json::json!({ "do": "unheard_of" })).unwrap_err().to_string();
    let known: BTreeSet<String> = refused.split('`').skip(3).step_by(2).map(ToOwned::to_owned).collect();

    assert!(refused.contains("unknown variant `unheard_of`"), "{refused}");
    assert_eq!(difference("steps", &told, &known), [""; 0]);
}
