//! Two rulebooks held against each other: what raises protection one way lowers it the other way.

use std::collections::BTreeMap;

use comity::engine::compare::{Change, Protection, Topic, compare, counted};
use comity::engine::files::RuleFiles;
use comity::engine::rulebook::Rulebook;
use toml::{Table, Value};

/// The shipped rulebook with one file edited as data.
pub(crate) fn edited(file: &str, edit: impl FnOnce(&mut Table)) -> Rulebook {
    let mut texts: BTreeMap<String, String> =
        serde_json::from_value(serde_json::to_value(RuleFiles::shipped()).unwrap()).unwrap();
    let mut table: Table = toml::from_str(&texts[file]).unwrap();
    edit(&mut table);
    texts.insert(file.to_owned(), toml::to_string(&table).unwrap());
    let files = serde_json::from_value(serde_json::to_value(&texts).unwrap()).unwrap();
    Rulebook::load(files).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn shipped() -> Rulebook {
    Rulebook::load(RuleFiles::shipped()).unwrap()
}

fn rows<'t>(table: &'t mut Table, keys: &[&str]) -> &'t mut Vec<Value> {
    let (last, first) = keys.split_last().unwrap();
    let mut at = table;
    for key in first {
        at = at[*key].as_table_mut().unwrap();
    }
    at[*last].as_array_mut().unwrap()
}

fn row<'t>(table: &'t mut Table, keys: &[&str], name: &str) -> &'t mut Table {
    let key = if keys == ["ground"] { "code" } else { "name" };
    let found = rows(table, keys).iter_mut().find(|row| row[key].as_str() == Some(name));
    found.unwrap().as_table_mut().unwrap()
}

fn list(words: &[&str]) -> Value {
    Value::Array(words.iter().map(|word| Value::from(*word)).collect())
}

/// An edit that raises protection, and the lines it has to give one way and the other.
type Case = (&'static str, fn(&mut Table), Topic, &'static str, &'static str);

const RAISES: [Case; 10] = [
    (
        "safeguards/notification.toml",
        |table| {
            let place =
                toml::from_str("gate = \"execution\"\nside = \"requested\"\nanswered_by = [\"judicial_authority\"]");
            rows(table, &["stands_at"]).push(Value::Table(place.unwrap()));
        },
        Topic::Gate,
        "SG-26 Notification of persons affected is now asked in strict",
        "SG-26 Notification of persons affected is no longer asked in strict",
    ),
    (
        "safeguards/notification.toml",
        |table| _ = table["applies"].as_table_mut().unwrap().insert("default".to_owned(), "treaty".into()),
        Topic::Gate,
        "now asked in treaty minimum and domestic",
        "no longer asked in treaty minimum and domestic (still in the others)",
    ),
    (
        "safeguards/limits_of_scope_and_duration.toml",
        |table| {
            for place in rows(table, &["stands_at"]) {
                place.as_table_mut().unwrap().insert("answered_by".to_owned(), list(&["judicial_authority"]));
            }
        },
        Topic::Role,
        "SG-07 Limits of scope and duration: central authority no longer answers",
        "SG-07 Limits of scope and duration: now central authority answers too",
    ),
    (
        "safeguards/dual_criminality.toml",
        |table| {
            for place in rows(table, &["stands_at"]) {
                place.as_table_mut().unwrap().insert("confirmed_by".to_owned(), list(&["central_authority"]));
            }
        },
        Topic::Role,
        "SG-02 Dual criminality: now central authority confirms too",
        "SG-02 Dual criminality: central authority no longer confirms",
    ),
    (
        "safeguards/children.toml",
        |table| _ = table.insert("hard".to_owned(), true.into()),
        Topic::Answer,
        "a negative answer now stands",
        "a negative answer can now be replaced by another official",
    ),
    (
        "safeguards/dual_criminality.toml",
        |table| {
            let answers = table["answers"].as_table_mut().unwrap();
            answers["met"].as_table_mut().unwrap().insert("needs_document".to_owned(), true.into());
        },
        Topic::Answer,
        "the answer `met` now needs a document",
        "the answer `met` no longer needs a document",
    ),
    (
        "safeguards/dual_criminality.toml",
        |table| _ = table["answers"].as_table_mut().unwrap().remove("not_applicable").unwrap(),
        Topic::Answer,
        "can no longer be answered `not applicable`",
        "can now be answered `not applicable`, which clears",
    ),
    (
        "procedures/evidence.toml",
        |table| {
            _ = row(table, &["requesting", "transition"], "revise")
                .insert("by".to_owned(), list(&["central_authority"]));
        },
        Topic::Role,
        "the step `revise`, who takes it: no longer drafting official",
        "the step `revise`, who takes it: now also drafting official",
    ),
    (
        "procedures/evidence.toml",
        |table| _ = row(table, &["holding", "transition"], "keep").insert("gates".to_owned(), list(&["use"])),
        Topic::Step,
        "the step `keep`, its gates: now also use",
        "the step `keep`, its gates: no longer use",
    ),
    (
        "procedures/evidence.toml",
        |table| {
            _ = row(table, &["holding", "deadline"], "retention_review").insert("due_in_days".to_owned(), 90.into());
        },
        Topic::Clock,
        "the clock `retention_review` runs 2160 hours; before, 4320",
        "the clock `retention_review` runs 4320 hours; before, 2160",
    ),
];

fn has(changes: &[Change], topic: Topic, protection: Protection, words: &str) -> bool {
    changes.iter().any(|change| {
        change.topic == topic && change.protection == protection && change.sentence.to_string().contains(words)
    })
}

#[test]
fn what_raises_protection_one_way_lowers_it_the_other_way() {
    let old = shipped();
    for (file, edit, topic, rises, falls) in RAISES {
        let new = edited(file, edit);

        let (up, down) = (compare(&old, &new), compare(&new, &old));

        assert!(has(&up, topic, Protection::Rose, rises), "{file}: {rises}\n{up:#?}");
        assert!(has(&down, topic, Protection::Fell, falls), "{file}: {falls}\n{down:#?}");
        assert_eq!(counted(&up).0, 0, "{file}: nothing fell\n{up:#?}");
        assert_eq!(counted(&down).1, 0, "{file}: nothing rose\n{down:#?}");
    }
}

#[test]
fn a_rulebook_does_not_differ_from_itself() {
    assert_eq!(compare(&shipped(), &shipped()), []);
}

#[test]
fn other_words_neither_raise_nor_lower() {
    let new = edited("safeguards/children.toml", |table| {
        table["question"].as_table_mut().unwrap().insert("en".to_owned(), "Is a child concerned?".into());
    });

    let changes = compare(&shipped(), &new);

    assert_eq!(changes.len(), 1, "{changes:#?}");
    assert_eq!((changes[0].topic, changes[0].protection), (Topic::Text, Protection::Neither));
}
