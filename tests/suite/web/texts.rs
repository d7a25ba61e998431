//! Every language says the same things, and everything that the pages say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use comity::domain::erasure::ErasureBasis;
use comity::domain::gate::{Gate, Side, Subject};
use comity::domain::role::Role;
use comity::domain::safeguard::{Basis, Outcome, SafeguardState};
use comity::web::glossary::Confidence;
use comity::web::language::Language;
use comity::web::texts::{Texts, source};
use strum::IntoEnumIterator as _;

/// The messages of a language: each id with its text.
pub(super) fn messages(language: Language) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    let mut last = String::new();
    for line in source(language).lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        match line.split_once(" =") {
            Some((id, text)) if !line.starts_with([' ', '}', '[']) => {
                id.clone_into(&mut last);
                let before = all.insert(last.clone(), text.trim().to_owned());
                assert!(before.is_none(), "{language}: `{id}` stands there twice");
            }
            _ => all.get_mut(&last).unwrap().push_str(line),
        }
    }
    all
}

fn variables(text: &str) -> BTreeSet<String> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    text.split('$').skip(1).map(|rest| rest.chars().take_while(|c| word(*c)).collect()).collect()
}

/// The pages' own sources and templates.
fn pages() -> String {
    fn read(folder: &Path, into: &mut String) {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                read(&path, into);
            } else if path.extension().is_some_and(|of| of == "rs" || of == "html") {
                into.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut all = String::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web"), &mut all);
    all
}

#[test]
fn every_language_has_the_same_messages_with_the_same_variables() {
    let english = messages(Language::En);
    for language in Language::iter() {
        let own = messages(language);

        let ids: BTreeSet<&String> = own.keys().collect();
        assert_eq!(ids, english.keys().collect(), "{language}");
        for (id, text) in &own {
            assert!(!text.is_empty(), "{language}: `{id}` is empty");
            assert_eq!(variables(text), variables(&english[id]), "{language}: `{id}`");
        }
    }
}

#[test]
fn every_count_has_the_plural_forms_of_its_language() {
    // CLDR's categories; for French and Spanish without that for millions.
    let wanted = |language| match language {
        Language::Ar => vec!["zero", "one", "two", "few", "many", "other"],
        Language::Ru => vec!["one", "few", "many", "other"],
        Language::En | Language::Fr | Language::Es => vec!["one", "other"],
        Language::Zh => vec!["other"],
    };
    for language in Language::iter() {
        for (id, text) in messages(language).iter().filter(|(_, text)| text.contains("$count ->")) {
            for form in wanted(language) {
                // Nothing is said in words of its own.
                let said = text.contains(&format!("[{form}]")) || (form == "zero" && text.contains("[0]"));
                assert!(said, "{language}: `{id}` lacks the form `{form}`");
            }
            for count in 0..120 {
                let shown = Texts(language).count(id, count);
                assert!(!shown.contains('{') && shown != *id, "{language}: `{id}` for {count}: {shown}");
            }
        }
    }
}

#[test]
fn whatever_the_pages_say_has_a_message_and_every_message_is_said() {
    let english = messages(Language::En);
    let pages = pages();
    let mut said: BTreeSet<String> = BTreeSet::new();
    for way in [".say(\"", ".count(\"", ".about(\"", ".with(\"", ".plain(\""] {
        for rest in pages.split(way).skip(1) {
            said.insert(rest.split('"').next().unwrap().to_owned());
        }
    }
    let missing: Vec<_> = said.iter().filter(|id| !english.contains_key(*id)).collect();
    assert!(missing.is_empty(), "no message for {missing:?}");

    let mut names = |kind: &str, name: String| said.insert(format!("{kind}-{}", name.replace('_', "-")));
    Role::iter().for_each(|role| _ = names("role", role.to_string()));
    Role::iter().for_each(|role| _ = names("role-may", role.to_string()));
    Gate::iter().for_each(|gate| _ = names("gate", gate.to_string()));
    Outcome::iter().for_each(|outcome| _ = names("outcome", outcome.to_string()));
    SafeguardState::iter().for_each(|state| _ = names("state", state.to_string()));
    Side::iter().for_each(|side| _ = names("request-side", side.to_string()));
    Basis::iter().for_each(|basis| _ = names("review-basis", basis.to_string()));
    Subject::iter().for_each(|subject| _ = names("review-subject", subject.to_string()));
    for confidence in ["text_read", "copied_clause", "secondary", "from_memory"] {
        names("review-confidence", confidence.to_owned());
    }
    Confidence::iter().for_each(|confidence| _ = names("glossary", confidence.to_string()));
    for holder in ["authority", "counterpart"] {
        names("request-held-by", holder.to_owned());
    }
    Subject::iter().for_each(|subject| _ = names("subject", subject.to_string()));
    for state in ["waiting", "handed_over", "recorded", "heard", "late", "held_back", "rejected"] {
        names("letter", state.to_owned());
    }
    for channel in ["comity", "post", "diplomatic_bag", "email", "interpol"] {
        names("channel", channel.to_owned());
    }
    ErasureBasis::iter().for_each(|basis| _ = names("erasure", basis.to_string()));
    for mark in ["now", "next", "done", "ahead"] {
        names("map-mark", mark.to_owned());
    }
    for tab in ["authority", "counterpart", "ended"] {
        names("queue", tab.to_owned());
    }
    for stop in ["not-found", "forged", "too-often", "too-long", "failed", "not-open"] {
        names(stop, "about".to_owned());
    }
    said.extend(["not-found", "forged", "too-often", "too-long", "failed", "not-open"].map(ToOwned::to_owned));
    said.extend(super::writing::ids());
    // Entries of a request's own history.
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../../../schemas/audit-entry.schema.json")).unwrap();
    let types = schema["properties"]["type"]["enum"].as_array().unwrap();
    let types: BTreeSet<String> =
        types.iter().map(|kind| format!("entry-{}", kind.as_str().unwrap().replace('_', "-"))).collect();
    let unnamed: Vec<_> = types.iter().filter(|id| !english.contains_key(*id)).collect();
    assert!(unnamed.is_empty(), "no name for {unnamed:?}");
    let unsaid: Vec<_> = english
        .keys()
        .filter(|id| !said.contains(*id) && !types.contains(*id) && !pages.contains(&format!("\"{id}\"")))
        .collect();
    assert!(unsaid.is_empty(), "nobody says {unsaid:?}");
    let lacking: Vec<_> = said.iter().filter(|id| !english.contains_key(*id)).collect();
    assert!(lacking.is_empty(), "no message for {lacking:?}");
}
