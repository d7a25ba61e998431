//! Languages that stand in files of their own: what a rulebook says, for each English text.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::files::RuleFiles;

/// Where the files of languages lie.
pub(super) const FOLDER: &str = "languages/";

/// `languages/ar.toml`: each English text of the rulebook and of its content schemas, with its translation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LanguageFile {
    /// English text to translation.
    pub(super) text: BTreeMap<String, String>,
}

/// What the files of languages say, by the code of the language, then by the English text.
#[derive(Debug, Clone, Default)]
pub(super) struct Languages(pub(super) BTreeMap<String, BTreeMap<String, String>>);

impl Languages {
    /// Takes a text in, where the language has none for this English text yet.
    pub(super) fn learn(&mut self, language: &str, english: &str, text: &str) {
        let known = self.0.entry(language.to_owned()).or_default();
        known.entry(english.to_owned()).or_insert_with(|| text.to_owned());
    }

    /// A text in a language; the English one, where there is no other.
    pub(super) fn text<'t>(&'t self, english: &'t str, language: &str) -> &'t str {
        self.0.get(language).and_then(|texts| texts.get(english)).map_or(english, String::as_str)
    }

    /// Puts into each table of languages those that stand in files of their own. What a rule file says itself holds.
    pub(super) fn fill(&self, value: &mut Value) {
        match value {
            Value::Object(fields) if is_texts(fields) => {
                let Some(english) = fields.get("en").and_then(Value::as_str).map(ToOwned::to_owned) else { return };
                for (language, texts) in &self.0 {
                    if let Some(text) = texts.get(&english).filter(|_| !fields.contains_key(language)) {
                        fields.insert(language.clone(), Value::String(text.clone()));
                    }
                }
            }
            Value::Object(fields) => fields.values_mut().for_each(|value| self.fill(value)),
            Value::Array(values) => values.iter_mut().for_each(|value| self.fill(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// Takes in the titles that a content schema says in other languages itself: `x-title-fr` beside `title`.
    pub(super) fn learn_titles(&mut self, schema: &Value) {
        for said in of_schema(schema) {
            for (language, text) in said.inline {
                self.learn(language, said.english, text);
            }
        }
    }
}

/// A text that people read, where it stands, and the languages in which it stands there.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Said<'v> {
    /// A JSON pointer to it.
    pub(super) pointer: String,
    /// The English text.
    pub(super) english: &'v str,
    /// Other languages beside it.
    pub(super) inline: Vec<(&'v str, &'v str)>,
}

/// What people read in a rule file.
pub(super) fn of_rules(value: &Value) -> Vec<Said<'_>> {
    fn walk<'v>(value: &'v Value, pointer: &str, all: &mut Vec<Said<'v>>) {
        match value {
            Value::Object(fields) if is_texts(fields) => {
                let words = fields.iter().filter_map(|(language, text)| Some((language.as_str(), text.as_str()?)));
                let (english, inline): (Vec<_>, Vec<_>) = words.partition(|(language, _)| *language == "en");
                let english = english.first().map(|(_, text)| *text).unwrap_or_default();
                all.push(Said { pointer: pointer.to_owned(), english, inline });
            }
            Value::Object(fields) => {
                fields.iter().for_each(|(key, value)| walk(value, &format!("{pointer}/{key}"), all));
            }
            Value::Array(values) => {
                values.iter().enumerate().for_each(|(at, value)| walk(value, &format!("{pointer}/{at}"), all));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut all = Vec::new();
    walk(value, "", &mut all);
    all
}

/// What people read in a content schema: its titles, and what is said of its fields. The schema's own description speaks
/// to those who write schemas.
pub(super) fn of_schema(schema: &Value) -> Vec<Said<'_>> {
    fn walk<'v>(value: &'v Value, pointer: &str, all: &mut Vec<Said<'v>>) {
        match value {
            Value::Object(fields) => {
                for key in ["title", "description"] {
                    let Some(english) = fields.get(key).and_then(Value::as_str) else { continue };
                    if key == "description" && pointer.is_empty() {
                        continue;
                    }
                    let prefix = format!("x-{key}-");
                    let inline = fields.iter().filter_map(|(name, text)| {
                        Some((name.strip_prefix(&prefix).filter(|code| is_language(code))?, text.as_str()?))
                    });
                    let inline = inline.collect();
                    all.push(Said { pointer: format!("{pointer}/{key}"), english, inline });
                }
                fields.iter().for_each(|(key, value)| walk(value, &format!("{pointer}/{key}"), all));
            }
            Value::Array(values) => {
                values.iter().enumerate().for_each(|(at, value)| walk(value, &format!("{pointer}/{at}"), all));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut all = Vec::new();
    walk(schema, "", &mut all);
    all
}

/// The languages that have a file of their own.
pub(super) fn with_file(files: &RuleFiles) -> BTreeSet<&str> {
    files.paths().filter_map(|path| path.strip_prefix(FOLDER)?.strip_suffix(".toml")).collect()
}

/// Whether a table is one text in several languages: English among them, and nothing but codes of languages.
fn is_texts(fields: &Map<String, Value>) -> bool {
    fields.contains_key("en") && fields.iter().all(|(key, value)| is_language(key) && value.is_string())
}

fn is_language(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_of_a_file_fills_every_table_and_changes_none_that_speaks_for_itself() {
        let mut languages = Languages::default();
        languages.learn("es", "Grant", "Conceder");
        languages.learn("fr", "Grant", "Concéder");
        let mut value = serde_json::json!({
            "title": { "en": "Grant", "fr": "Accorder" }, "list": [{ "title": { "en": "Refuse" } }], "en": "Grant",
        });

        languages.fill(&mut value);

        assert_eq!(value["title"], serde_json::json!({ "en": "Grant", "es": "Conceder", "fr": "Accorder" }));
        assert_eq!(value["list"][0]["title"], serde_json::json!({ "en": "Refuse" }));
        assert_eq!(languages.text("Grant", "es"), "Conceder");
        assert_eq!((languages.text("Refuse", "es"), languages.text("Grant", "zh")), ("Refuse", "Grant"));
    }

    #[test]
    fn titles_and_hints_of_a_schema_are_read_and_its_word_to_writers_is_not() {
        let schema = serde_json::json!({
            "title": "Order", "x-title-fr": "Décision", "description": "For writers.",
            "properties": { "date": { "title": "Date", "description": "When it was made." } },
        });

        let all = of_schema(&schema);

        let english: Vec<_> = all.iter().map(|said| said.english).collect();
        assert_eq!(english, ["Order", "Date", "When it was made."]);
        assert_eq!(all[0].inline, [("fr", "Décision")]);
        assert_eq!(all[1].pointer, "/properties/date/title");
    }
}
