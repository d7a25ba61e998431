//! The schemas held against the code: the same words, the same keys, and no leaf that they do not describe.

mod entries;
mod enums;
mod house;
mod keys;
mod leaves;
mod names;
mod parties;
mod phases;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// The schemas of rule files, scenarios and entries, by name. Content schemas describe forms, which Rust does not know.
fn all() -> BTreeMap<String, Value> {
    let mut schemas = BTreeMap::new();
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas")).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if let Some(name) = name.strip_suffix(".schema.json") {
            schemas.insert(name.to_owned(), serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap());
        }
    }
    schemas
}

/// One of them.
fn schema(name: &str) -> Value {
    all().remove(name).unwrap_or_else(|| panic!("there is no schemas/{name}.schema.json"))
}

/// A list of words as a set; a word that stands twice is a fault.
fn words(list: &Value) -> BTreeSet<String> {
    let list = list.as_array().unwrap();
    let words: BTreeSet<String> = list.iter().map(|word| word.as_str().unwrap().to_owned()).collect();
    assert_eq!(words.len(), list.len(), "a word stands twice in {list:?}");
    words
}

/// What two sets do not share, as a sentence for each side; empty where they are equal.
fn difference(what: &str, schema: &BTreeSet<String>, rust: &BTreeSet<String>) -> Vec<String> {
    let only = |here: &BTreeSet<String>, there: &BTreeSet<String>, side| {
        let missing: Vec<&str> = here.difference(there).map(String::as_str).collect();
        (!missing.is_empty()).then(|| format!("{what}: {side} lacks {}", missing.join(", ")))
    };
    only(rust, schema, "the schema").into_iter().chain(only(schema, rust, "the code")).collect()
}

#[test]
fn a_difference_names_what_is_missing_and_on_which_side() {
    let set = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();

    let found = difference("gates", &set(&["sending", "exit"]), &set(&["sending", "closing"]));

    assert_eq!(found, ["gates: the schema lacks closing", "gates: the code lacks exit"]);
    assert!(difference("gates", &set(&["sending"]), &set(&["sending"])).is_empty());
}
