//! The rulebook: every rule file as read, validated and found sound, known by its hash.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::domain::citation::Citation;
use crate::domain::ids::{ConditionCode, Digest, GroundCode, MeasureName, ProcedureName, SafeguardName, StateCode};
use crate::domain::safeguard::{Basis, Profile};

use super::check;
use super::fault::{Fault, Located};
use super::files::{RuleFiles, grammar};
use super::lists::{About, Condition, Ground, Instrument, KnownCitation, Party, ProfileRule};
use super::measure::Measure;
use super::procedure::Procedure;
use super::safeguard::Safeguard;
use super::schema::{Lack, Schema};

/// Files without which there is no rulebook.
const NEEDED: [&str; 6] =
    ["rulebook.toml", "grounds.toml", "conditions.toml", "profiles.toml", "sources.toml", "parties.toml"];

/// All rules as they stand at one hash.
pub struct Rulebook {
    /// Its files, as they are stored when it is first used.
    pub files: RuleFiles,
    /// What it is known by.
    pub hash: Digest,
    /// What it is.
    pub about: About,
    /// Its procedures.
    pub procedures: BTreeMap<ProcedureName, Procedure>,
    /// Its measures.
    pub measures: BTreeMap<MeasureName, Measure>,
    /// Its safeguards.
    pub safeguards: BTreeMap<SafeguardName, Safeguard>,
    /// Its grounds.
    pub grounds: BTreeMap<GroundCode, Ground>,
    /// Its conditions.
    pub conditions: BTreeMap<ConditionCode, Condition>,
    /// Its profiles.
    pub profiles: BTreeMap<Profile, ProfileRule>,
    /// Instruments that it cites.
    pub instruments: BTreeMap<String, Instrument>,
    /// Citations that its rules may use.
    pub citations: BTreeMap<Citation, KnownCitation>,
    /// States.
    pub parties: BTreeMap<StateCode, Party>,
    contents: BTreeMap<String, Schema>,
}

impl std::fmt::Debug for Rulebook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rulebook").field("name", &self.about.name).field("hash", &self.hash).finish_non_exhaustive()
    }
}

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

impl Rulebook {
    /// Reads, validates and checks rule files.
    ///
    /// # Errors
    /// Every fault that was found, in the order of files and lines.
    pub fn load(files: RuleFiles) -> Result<Self, Vec<Fault>> {
        let mut reading = Reading { faults: Vec::new(), grammar: BTreeMap::new() };
        let mut located = BTreeMap::new();
        let texts = files.0.clone();
        let mut contents = BTreeMap::new();
        let mut rulebook = Rulebook {
            hash: files.hash(),
            files,
            about: About {
                name: String::new(),
                instrument: String::new(),
                in_force: false,
                languages: Vec::new(),
                source: Vec::new(),
            },
            procedures: BTreeMap::new(),
            measures: BTreeMap::new(),
            safeguards: BTreeMap::new(),
            grounds: BTreeMap::new(),
            conditions: BTreeMap::new(),
            profiles: BTreeMap::new(),
            instruments: BTreeMap::new(),
            citations: BTreeMap::new(),
            parties: BTreeMap::new(),
            contents: BTreeMap::new(),
        };
        for path in NEEDED.into_iter().filter(|path| !texts.contains_key(*path)) {
            let sentence = "the file is missing: a rulebook needs it".to_owned();
            reading.faults.push(Fault { file: path.to_owned(), line: 1, column: 1, sentence });
        }
        for (path, text) in &texts {
            if path.starts_with("content/") {
                match Schema::read(path, text) {
                    Ok(schema) => {
                        let name = path.trim_start_matches("content/").trim_end_matches(".schema.json");
                        contents.insert(name.to_owned(), schema);
                    }
                    Err(fault) => reading.faults.push(fault),
                }
                continue;
            }
            match Located::read(path, text) {
                Ok(place) => {
                    reading.file(&mut rulebook, path, text, &place);
                    located.insert(path.as_str(), place);
                }
                Err(fault) => reading.faults.push(fault),
            }
        }
        rulebook.contents = contents;
        // Rules that do not even parse are not worth being held against each other.
        if reading.faults.is_empty() {
            reading.faults = check::faults(&rulebook, &located);
        }
        if reading.faults.is_empty() {
            Ok(rulebook)
        } else {
            reading.faults.sort();
            reading.faults.dedup();
            Err(reading.faults)
        }
    }

    /// The bases that bind in a profile.
    #[must_use]
    pub fn binding(&self, profile: Profile) -> &[Basis] {
        self.profiles.get(&profile).map_or(&[], |rule| rule.binds.as_slice())
    }

    /// The content schema of a measure, by name.
    #[must_use]
    pub fn has_content(&self, name: &str) -> bool {
        self.contents.contains_key(name)
    }

    /// What a content still lacks to be complete for a measure, each with its article. Source: UNCC 40(15), 42(3).
    #[must_use]
    pub fn lacks(&self, measure: &Measure, content: &Value) -> Vec<Lack> {
        // Nothing written yet lacks everything.
        let nothing = Value::Object(serde_json::Map::new());
        let content = if content.is_null() { &nothing } else { content };
        self.contents.get(&measure.content).map(|schema| schema.lacks(content)).unwrap_or_default()
    }

    /// Every citation that its rules use.
    #[must_use]
    pub fn cited(&self) -> BTreeSet<Citation> {
        check::citations_of(self)
    }
}

struct Reading {
    faults: Vec<Fault>,
    /// Schemas of the language, each read once.
    grammar: BTreeMap<&'static str, Result<Schema, Fault>>,
}

impl Reading {
    fn file(&mut self, rulebook: &mut Rulebook, path: &str, text: &str, located: &Located<'_>) {
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
        parse(schema, text, located, &mut self.faults)
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
    located: &Located<'_>,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    let before = faults.len();
    let value = located.value();
    match schema {
        Ok(schema) => faults.extend(schema.faults(&value, located)),
        Err(fault) => faults.push(fault.clone()),
    }
    if faults.len() > before {
        return None;
    }
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
