//! The schema of entries: closed per type, as strict as the code that reads the facts, and without room for free words.

use std::collections::{BTreeMap, BTreeSet};

use comity::audit::entry::Actor;
use comity::domain::request::{ChainedMessage, Finding};
use comity::domain::terms::{Carried, DecisionTerms, Terms};
use comity::engine::command::{Change, Heard, Question};
use comity::engine::fact::{Answered, Begun, Cause, Fact, HandRecord, HandedOver, Late, Passed, Sent, Taken};
use serde_json::{Map, Value, json};
use strum::VariantNames;

use super::names::{fields_of, words_of};
use super::{difference, schema, words};

/// What stands beside a fact in the body of its entry: replay takes both off before it reads the fact.
const BESIDE: [&str; 3] = ["deputy_for", "not_in_force", "trace"];

/// The schema, ready for use.
pub(super) fn validator() -> jsonschema::Validator {
    jsonschema::draft202012::new(&schema("audit-entry")).unwrap()
}

/// Every type that the schema knows.
pub(super) fn types() -> BTreeSet<String> {
    words(&schema("audit-entry")["properties"]["type"]["enum"])
}

/// A body of each type, with every key that it may have.
fn samples() -> BTreeMap<String, Value> {
    serde_json::from_str(include_str!("samples.json")).unwrap()
}

/// A leaf around a body.
fn entry(kind: &str, body: &Value) -> Value {
    let by_rule = Fact::VARIANTS.contains(&kind) || kind == "attempt_refused";
    let no_official = [
        "deadline_passed",
        "link_pending",
        "finding_noted",
        "message_held_back",
        "message_received_there",
        "request_sealed",
    ];
    let role = if no_official.contains(&kind) { "system" } else { "central_authority" };
    let mut entry = json!({
        "v": 1, "origin": "norvania.example/mla/1", "case": "0".repeat(32), "cseq": 0, "type": kind, "at": "2027-03-02T08:00:00.000Z",
        "actor": { "role": role, "org": "XN", "p": "0".repeat(32) }, "body": body,
    });
    if by_rule {
        entry["rule"] = json!("0".repeat(64));
    }
    entry
}

/// Does something to every part of a value, one after the other: `change` gives the altered copies of one part.
fn altered(value: &Value, change: &impl Fn(&Value) -> Vec<Value>) -> Vec<Value> {
    let mut all = change(value);
    match value {
        Value::Object(fields) => {
            for (key, inner) in fields {
                all.extend(altered(inner, change).into_iter().map(|inner| {
                    let mut copy: Map<String, Value> = fields.clone();
                    copy.insert(key.clone(), inner);
                    copy.into()
                }));
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                all.extend(altered(item, change).into_iter().map(|item| {
                    let mut copy = items.clone();
                    copy[place] = item;
                    copy.into()
                }));
            }
        }
        _ => {}
    }
    all
}

/// Copies of an object that lack one key, or have one too many.
fn with_other_keys(value: &Value) -> Vec<Value> {
    let Value::Object(fields) = value else { return Vec::new() };
    let lacking = fields.keys().map(|key| {
        let mut copy = fields.clone();
        copy.remove(key);
        copy.into()
    });
    let mut more = fields.clone();
    more.insert("surplus".to_owned(), json!(true));
    lacking.chain([more.into()]).collect()
}

#[test]
fn every_type_has_a_sample_a_definition_and_a_rule_that_leads_to_it() {
    let schema = schema("audit-entry");
    let sampled: BTreeSet<String> = samples().into_keys().collect();
    let facts: BTreeSet<String> = Fact::VARIANTS.iter().map(|name| (*name).to_owned()).collect();

    assert_eq!(difference("types", &types(), &sampled), [""; 0]);
    assert!(facts.is_subset(&types()), "{:?}", facts.difference(&types()));
    for kind in types() {
        let said = schema["$defs"][&kind]["description"].as_str().unwrap_or_default();
        assert!(said.ends_with('.') && said.contains(' '), "`{kind}` has no sentence for an auditor");
        assert!(
            validator().is_valid(&entry(&kind, &samples()[&kind])),
            "{kind}: {:?}",
            validator().validate(&entry(&kind, &samples()[&kind]))
        );
        assert!(!validator().is_valid(&entry(&kind, &json!({ "surplus": true }))), "{kind} is not closed");
    }
    assert!(!validator().is_valid(&entry("unheard_of", &json!({}))));
}

#[test]
fn the_schema_is_as_strict_about_keys_as_the_code_that_reads_facts() {
    let validator = validator();
    let read = |kind: &str, body: &Value| {
        let body: Value = body
            .as_object()
            .unwrap()
            .clone()
            .into_iter()
            .filter(|(key, _)| !BESIDE.contains(&key.as_str()))
            .collect::<Map<_, _>>()
            .into();
        serde_json::from_value::<Fact>(json!({ "type": kind, "body": body }))
    };
    let mut tried = 0;

    for (kind, body) in samples().into_iter().filter(|(kind, _)| Fact::VARIANTS.contains(&kind.as_str())) {
        let fact = read(&kind, &body).unwrap_or_else(|error| panic!("{kind}: {error}"));
        let mut written = serde_json::to_value(&fact).unwrap()["body"].take();
        for key in BESIDE {
            if let Some(beside) = body.get(key) {
                written[key] = beside.clone();
            }
        }
        assert_eq!(written, body, "{kind}");
        for other in altered(&body, &with_other_keys) {
            let (valid, read) = (validator.is_valid(&entry(&kind, &other)), read(&kind, &other));
            assert_eq!(valid, read.is_ok(), "{kind}: {other}: {read:?}");
            tried += 1;
        }
    }

    assert!(tried > 100, "{tried}");
}

#[test]
fn a_body_of_every_type_may_say_which_trace_it_belongs_to() {
    let validator = validator();

    for (kind, mut body) in samples() {
        assert!(body["trace"].is_string(), "the sample of `{kind}` has no trace: its definition needs one too");
        for wrong in [json!("0AF7651916CD43DD8448EB211C80319C"), json!("0af7651916cd43dd"), json!(7)] {
            body["trace"] = wrong;
            assert!(!validator.is_valid(&entry(&kind, &body)), "{kind}: {body}");
        }
        body.as_object_mut().unwrap().remove("trace");
        assert!(validator.is_valid(&entry(&kind, &body)), "{kind}: an entry may lack its trace");
    }
}

#[test]
fn no_body_has_room_for_free_words() {
    let validator = validator();
    let words = |value: &Value| if value.is_string() { vec![json!("Anna Lindqvist"), json!("")] } else { Vec::new() };

    for (kind, body) in samples() {
        for other in altered(&body, &words) {
            assert!(!validator.is_valid(&entry(&kind, &other)), "{kind}: {other}");
        }
    }
}

#[test]
fn the_keys_of_bodies_are_the_fields_of_facts() {
    let schema = schema("audit-entry");
    let keys = |name: &str| -> BTreeSet<String> {
        schema["$defs"][name]["properties"]
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| !BESIDE.contains(&key.as_str()))
            .cloned()
            .collect()
    };
    let sent = schema["$defs"]["transition_taken"]["properties"]["sends"]["properties"].as_object().unwrap();
    let actor = schema["properties"]["actor"]["properties"].as_object().unwrap();

    let faults = [
        difference("request_begun", &keys("request_begun"), &fields_of::<Begun>()),
        difference("subject_changed", &keys("subject_changed"), &fields_of::<Change>()),
        difference("safeguard_answered", &keys("safeguard_answered"), &fields_of::<Answered>()),
        difference("question", &keys("question"), &fields_of::<Question>()),
        difference("question_alone", &keys("question_alone"), &fields_of::<Question>()),
        difference("link_pending", &keys("link_pending"), &fields_of::<ChainedMessage>()),
        difference("finding_noted", &keys("finding_noted"), &fields_of::<Finding>()),
        difference("transition_taken", &keys("transition_taken"), &fields_of::<Taken>()),
        difference("message_late", &keys("message_late"), &fields_of::<Late>()),
        difference("message_recorded", &keys("message_recorded"), &fields_of::<HandRecord>()),
        difference("message_handed_over", &keys("message_handed_over"), &fields_of::<HandedOver>()),
        difference("deadline_passed", &keys("deadline_passed"), &fields_of::<Passed>()),
        difference("chained", &keys("chained"), &fields_of::<ChainedMessage>()),
        difference("heard", &keys("heard"), &fields_of::<Heard>()),
        difference("carried", &keys("carried"), &fields_of::<Carried>()),
        difference("decision", &keys("decision"), &fields_of::<DecisionTerms>()),
        difference("cause", &keys("cause"), &words_of::<Cause>()),
        difference("terms", &keys("terms"), &words_of::<Terms>()),
        difference("sends", &sent.keys().cloned().collect(), &fields_of::<Sent>()),
        difference("actor", &actor.keys().cloned().collect(), &fields_of::<Actor>()),
    ];

    assert!(faults.iter().all(Vec::is_empty), "{:#?}", faults.concat());
}
