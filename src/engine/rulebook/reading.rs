//! Reading rule files: each held against its schema, then parsed into its type.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::super::fault::{Fault, Located};
use super::super::files::grammar;
use super::super::languages::{FOLDER, LanguageFile, Languages};
use super::super::lists::{About, Condition, Ground, Instrument, KnownCitation, Party, ProfileRule};
use super::super::measure::Measure;
use super::super::procedure::Procedure;
use super::super::safeguard::Safeguard;
use super::super::schema::Schema;
use super::Rulebook;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Grounds {
    #[serde(default)]
    ground: Vec<Ground>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Conditions {
    #[serde(default)]
    condition: Vec<Condition>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Profiles {
    #[serde(default)]
    profile: Vec<ProfileRule>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sources {
    #[serde(default)]
    instrument: Vec<Instrument>,
    #[serde(default)]
    citation: Vec<KnownCitation>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parties {
    #[serde(default)]
    party: Vec<Party>,
}

/// What reading has found so far.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) faults: Vec<Fault>,
    /// What the files of languages say.
    pub(super) languages: Languages,
    /// Schemas of the language, each read once.
    grammar: BTreeMap<&'static str, Result<Schema, Fault>>,
}

impl Reading {
    /// Takes in the file of a language, which is named after it.
    pub(super) fn language(&mut self, path: &str, text: &str, located: &Located<'_>) {
        let code = path.trim_start_matches(FOLDER).trim_end_matches(".toml");
        if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_lowercase()) || code == "en" {
            let sentence = "this is no code of a language: name the file after one of two letters, such as `ar.toml`; English stands in the rules themselves";
            self.faults.push(located.fault("", sentence));
            return;
        }
        if let Some(file) = self.parse::<LanguageFile>("language", text, located) {
            self.languages.0.insert(code.to_owned(), file.text);
        }
    }

    /// Takes one file into the rulebook, or finds what is wrong with it.
    pub(super) fn file(&mut self, rulebook: &mut Rulebook, path: &str, text: &str, located: &Located<'_>) {
        match path {
            "rulebook.toml" => {
                if let Some(about) = self.parse::<About>("rulebook", text, located) {
                    rulebook.about = about;
                }
            }
            "grounds.toml" => {
                let list = self.parse::<Grounds>("grounds", text, located).unwrap_or_default().ground;
                self.keep(list, ("ground", "code"), |ground| ground.code.clone(), &mut rulebook.grounds, located);
            }
            "conditions.toml" => {
                let list = self.parse::<Conditions>("conditions", text, located).unwrap_or_default().condition;
                self.keep(
                    list,
                    ("condition", "code"),
                    |condition| condition.code.clone(),
                    &mut rulebook.conditions,
                    located,
                );
            }
            "profiles.toml" => {
                let list = self.parse::<Profiles>("profiles", text, located).unwrap_or_default().profile;
                self.keep(list, ("profile", "name"), |profile| profile.name, &mut rulebook.profiles, located);
            }
            "sources.toml" => {
                let sources = self.parse::<Sources>("sources", text, located).unwrap_or_default();
                self.keep(
                    sources.instrument,
                    ("instrument", "code"),
                    |instrument| instrument.code.clone(),
                    &mut rulebook.instruments,
                    located,
                );
                self.keep(
                    sources.citation,
                    ("citation", "text"),
                    |citation| citation.text.clone(),
                    &mut rulebook.citations,
                    located,
                );
            }
            "parties.toml" => {
                let list = self.parse::<Parties>("parties", text, located).unwrap_or_default().party;
                self.keep(list, ("party", "code"), |party| party.code.clone(), &mut rulebook.parties, located);
            }
            _ => self.named_file(rulebook, path, text, located),
        }
    }

    /// A file of its own for each procedure, measure and safeguard, named after it.
    fn named_file(&mut self, rulebook: &mut Rulebook, path: &str, text: &str, located: &Located<'_>) {
        let (folder, stem) = path.trim_end_matches(".toml").split_once('/').unwrap_or((path, ""));
        let name = match folder {
            "procedures" => self.parse::<Procedure>("procedure", text, located).map(|procedure| {
                let name = procedure.name.to_string();
                rulebook.procedures.insert(procedure.name.clone(), procedure);
                name
            }),
            "measures" => self.parse::<Measure>("measure", text, located).map(|measure| {
                let name = measure.name.to_string();
                rulebook.measures.insert(measure.name.clone(), measure);
                name
            }),
            "safeguards" => self.parse::<Safeguard>("safeguard", text, located).map(|safeguard| {
                let name = safeguard.name.to_string();
                rulebook.safeguards.insert(safeguard.name.clone(), safeguard);
                name
            }),
            _ => {
                self.faults
                    .push(located.fault("", "the rulebook knows no such file: take it away, or correct its name"));
                None
            }
        };
        if let Some(name) = name.filter(|name| name != stem) {
            self.faults.push(
                located.fault("/name", format!("the name `{name}` differs from the file's, `{stem}`: make them equal")),
            );
        }
    }

    fn parse<T: DeserializeOwned>(&mut self, name: &'static str, text: &str, located: &Located<'_>) -> Option<T> {
        let schema = self.grammar.entry(name).or_insert_with(|| {
            let lacking = || located.fault("", format!("the program lacks the schema `{name}` for this file"));
            grammar(name).ok_or_else(lacking).and_then(|text| Schema::read(&format!("{name}.schema.json"), &text))
        });
        parse(schema, text, (located, &self.languages), &mut self.faults)
    }

    /// Keeps the rows of a list by their key; a key that stands twice is a fault.
    fn keep<K: Ord + std::fmt::Display + Clone, V>(
        &mut self,
        list: Vec<V>,
        (what, by): (&str, &str),
        key: impl Fn(&V) -> K,
        into: &mut BTreeMap<K, V>,
        located: &Located<'_>,
    ) {
        for (index, row) in list.into_iter().enumerate() {
            let key = key(&row);
            if into.insert(key.clone(), row).is_some() {
                self.faults.push(located.fault(
                    &format!("/{what}/{index}/{by}"),
                    format!("the {what} `{key}` stands here a second time: keep one"),
                ));
            }
        }
    }
}

/// A rule file as its type, once its schema is content with it.
fn parse<T: DeserializeOwned>(
    schema: &Result<Schema, Fault>,
    text: &str,
    (located, languages): (&Located<'_>, &Languages),
    faults: &mut Vec<Fault>,
) -> Option<T> {
    let before = faults.len();
    let mut value = located.value();
    match schema {
        Ok(schema) => faults.extend(schema.faults(&value, located)),
        Err(fault) => faults.push(fault.clone()),
    }
    if faults.len() > before {
        return None;
    }
    languages.fill(&mut value);
    serde_json::from_value(value).ok().or_else(|| parse_again(text, located, faults))
}

/// Reads a text that its schema let pass and its type does not: for the place of the fault.
fn parse_again<T: DeserializeOwned>(text: &str, located: &Located<'_>, faults: &mut Vec<Fault>) -> Option<T> {
    match toml::from_str(text) {
        Ok(parsed) => Some(parsed),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            faults.push(located.fault_at(at, error.message()));
            None
        }
    }
}
