//! The rulebook: every rule file as read, validated and found sound, known by its hash.

mod reading;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::domain::citation::Citation;
use crate::domain::ids::{
    ConditionCode, Digest, GroundCode, InstrumentCode, MeasureName, NotA, ProcedureName, SafeguardName, StateCode,
};
use crate::domain::safeguard::{Basis, Profile};

use super::check;
use super::fault::{Fault, Located};
use super::files::RuleFiles;
use super::languages::{FOLDER, Languages};
use super::lists::{About, Condition, Ground, Instrument, KnownCitation, Party, ProfileRule};
use super::measure::Measure;
use super::procedure::Procedure;
use super::safeguard::Safeguard;
use super::schema::{Lack, Schema};
use reading::Reading;

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
    languages: Languages,
}

impl std::fmt::Debug for Rulebook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rulebook").field("name", &self.about.name).field("hash", &self.hash).finish_non_exhaustive()
    }
}

impl Rulebook {
    /// Reads, validates and checks rule files.
    ///
    /// # Errors
    /// Every fault that was found, in the order of files and lines.
    pub fn load(files: RuleFiles) -> Result<Self, Vec<Fault>> {
        match Self::load_kept(files)? {
            (rulebook, faults) if faults.is_empty() => Ok(rulebook),
            (_, faults) => Err(faults),
        }
    }

    /// Reads rule files that requests were begun with: what a newer program finds against them stands beside them, and
    /// keeps nobody from reading those requests.
    ///
    /// # Errors
    /// Every fault that keeps the files from being read at all.
    pub fn load_kept(files: RuleFiles) -> Result<(Self, Vec<Fault>), Vec<Fault>> {
        let mut reading = Reading::default();
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
            languages: Languages::default(),
        };
        for path in NEEDED.into_iter().filter(|path| !texts.contains_key(*path)) {
            let sentence = "the file is missing: a rulebook needs it".to_owned();
            reading.faults.push(Fault { file: path.to_owned(), line: 1, column: 1, sentence });
        }
        // Languages first: what the other files say is filled in from them.
        for (path, text) in texts.iter().filter(|(path, _)| path.starts_with(FOLDER)) {
            match Located::read(path, text) {
                Ok(place) => reading.language(path, text, &place),
                Err(fault) => reading.faults.push(fault),
            }
        }
        for (path, text) in texts.iter().filter(|(path, _)| !path.starts_with(FOLDER)) {
            if path.starts_with("content/") {
                match Schema::read(path, text) {
                    Ok(schema) => {
                        reading.languages.learn_titles(schema.as_data());
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
        rulebook.languages = std::mem::take(&mut reading.languages);
        // Rules that do not even parse are not worth being held against each other.
        let unread = !reading.faults.is_empty();
        let mut faults = if unread { reading.faults } else { check::faults(&rulebook, &located) };
        faults.sort();
        faults.dedup();
        if unread { Err(faults) } else { Ok((rulebook, faults)) }
    }

    /// The code of its instrument: what a request names first. Source: UNCC 40(6)-(7).
    ///
    /// # Errors
    /// [`NotA`] where files that were kept by an older program say something else.
    pub fn instrument(&self) -> Result<InstrumentCode, NotA> {
        InstrumentCode::parse(self.about.instrument.clone())
    }

    /// Whether it is the rulebook of this instrument.
    #[must_use]
    pub fn is_of(&self, instrument: &InstrumentCode) -> bool {
        self.about.instrument == instrument.as_str()
    }

    /// What its instrument is called in a language; its code, where the files list no such instrument.
    #[must_use]
    pub fn instrument_title(&self, language: &str) -> &str {
        let code = self.about.instrument.as_str();
        self.instruments.get(code).map_or(code, |known| known.title.in_language(language))
    }

    /// A text of a content schema, such as a title, in a language; as it is, where the rulebook has no other.
    #[must_use]
    pub fn title_of<'t>(&'t self, english: &'t str, language: &str) -> &'t str {
        self.languages.text(english, language)
    }

    /// The bases that bind in a profile.
    #[must_use]
    pub fn binding(&self, profile: Profile) -> &[Basis] {
        self.profiles.get(&profile).map_or(&[], |rule| rule.binds.as_slice())
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
