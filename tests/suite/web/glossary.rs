//! The legal terms: each stands in the texts of the pages and of the rulebooks wherever the English has it.

use std::collections::BTreeMap;

use comity::engine::files::RuleFiles;
use comity::web::glossary::{Term, is_checked, terms};
use comity::web::language::Language;
use serde_json::Value;
use strum::IntoEnumIterator as _;

use super::texts::messages;

/// English texts of the rulebooks with their translations into a language.
fn of_rules(language: Language) -> Vec<(String, String)> {
    fn walk(value: &Value, language: &str, all: &mut Vec<(String, String)>) {
        match value {
            Value::Object(fields) => {
                if let (Some(en), Some(own)) = (fields.get("en"), fields.get(language)) {
                    all.extend(en.as_str().zip(own.as_str()).map(|(en, own)| (en.to_owned(), own.to_owned())));
                }
                fields.values().for_each(|value| walk(value, language, all));
            }
            Value::Array(values) => values.iter().for_each(|value| walk(value, language, all)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut all = Vec::new();
    for placed in RuleFiles::all_shipped() {
        for path in placed.files.paths() {
            let data = placed.files.as_data(path).unwrap();
            match path.strip_prefix("languages/") {
                Some(file) if file == format!("{language}.toml") => {
                    let texts: BTreeMap<String, String> = serde_json::from_value(data["text"].clone()).unwrap();
                    all.extend(texts);
                }
                Some(_) => {}
                None => walk(&data, language.code(), &mut all),
            }
        }
    }
    all
}

/// Whether the term stands there as words of its own.
fn says(english: &str, term: &str) -> bool {
    let (english, term) = (english.to_lowercase(), term.to_lowercase());
    let apart = |c: Option<char>| !c.is_some_and(char::is_alphabetic);
    english
        .match_indices(&term)
        .any(|(at, _)| apart(english[..at].chars().next_back()) && apart(english[at + term.len()..].chars().next()))
}

/// Vowel signs are written or left out.
fn bare(text: &str) -> String {
    text.to_lowercase().replace(['\u{64e}', '\u{651}'], "")
}

fn keeps(term: &Term, translation: &str) -> bool {
    let translation = bare(translation);
    std::iter::once(&term.text).chain(&term.forms).any(|form| translation.contains(&bare(form)))
}

#[test]
fn every_text_keeps_to_the_terms_of_the_glossary() {
    let english = messages(Language::En);
    for language in Language::iter().filter(|language| *language != Language::En) {
        let own = messages(language);
        let of_pages = english.iter().map(|(id, text)| (text.clone(), own[id].clone()));
        let texts: Vec<(String, String)> = of_pages.chain(of_rules(language)).collect();
        assert!(texts.len() > 500, "{language}: {} texts", texts.len());

        let (mut held, mut wrong) = (0, Vec::new());
        for term in terms(language) {
            for (english, translation) in texts.iter().filter(|(english, _)| says(english, &term.term)) {
                if !keeps(term, translation) {
                    wrong.push(format!("`{}`: `{english}` is `{translation}`", term.term));
                }
                held += 1;
            }
        }
        assert!(wrong.is_empty(), "{language}:\n{}", wrong.join("\n"));
        assert!(held > 100, "{language}: only {held} texts have a term");
    }
}

#[test]
fn every_language_has_every_term_and_english_needs_none() {
    assert!(terms(Language::En).is_empty() && is_checked(Language::En));
    let wanted: Vec<&str> = terms(Language::Fr).iter().map(|term| term.term.as_str()).collect();
    assert_eq!(wanted.len(), 16);
    for language in Language::iter().filter(|language| *language != Language::En) {
        let own: Vec<&str> = terms(language).iter().map(|term| term.term.as_str()).collect();
        assert_eq!(own, wanted, "{language}");
        assert!(!is_checked(language), "{language}: say so in the CHANGELOG, and take it out here");
    }
}
