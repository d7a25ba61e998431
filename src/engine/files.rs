//! The files of a rulebook as texts by path, and the hash that they are known by.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use rust_embed::RustEmbed;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::domain::ids::Digest;

use super::fault::{Fault, Located};
use super::languages::FOLDER;

/// No rule file is larger, in bytes.
const LARGEST: u64 = 1 << 20;

/// The shipped rule files: the main rulebook, and below `instruments/` a folder for each other one.
#[derive(RustEmbed)]
#[folder = "workflows/"]
#[include = "*.toml"]
#[include = "instruments/*.schema.json"]
struct ShippedRules;

/// The folder with the rulebooks of other instruments. It is no part of the rulebook that it lies in.
const INSTRUMENTS: &str = "instruments";

/// The shipped content schemas.
#[derive(RustEmbed)]
#[folder = "schemas/content/"]
#[include = "*.schema.json"]
struct ShippedContents;

/// The schemas of the language itself: compiled in, whatever folder the rules come from.
#[derive(RustEmbed)]
#[folder = "schemas/"]
#[include = "*.schema.json"]
#[exclude = "content/*"]
struct Grammar;

/// Rule files and content schemas by path: `procedures/evidence.toml`, `content/production.schema.json`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RuleFiles(pub(super) BTreeMap<String, String>);

/// The files of one rulebook of a set, and where in the set they lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// What stands before the paths of its files: nothing for the main one, else such as `instruments/NAME/`.
    pub place: String,
    /// Its files.
    pub files: RuleFiles,
}

impl RuleFiles {
    /// The files of the main rulebook shipped with the program.
    #[must_use]
    pub fn shipped() -> Self {
        let rules = shipped_rules().filter(|(path, _)| !path.starts_with(INSTRUMENTS));
        Self(rules.chain(shipped_contents()).collect())
    }

    /// All rulebooks shipped with the program: the main one, then those of other instruments by the name of their folder.
    #[must_use]
    pub fn all_shipped() -> Vec<Placed> {
        let mut folders: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for (path, text) in shipped_rules() {
            let below = path.strip_prefix(INSTRUMENTS).and_then(|path| path.strip_prefix('/')?.split_once('/'));
            if let Some((name, path)) = below {
                folders.entry(name.to_owned()).or_default().insert(path.to_owned(), text);
            }
        }
        let others = folders.into_iter().map(|(name, mut files)| {
            complete(&mut files);
            Placed { place: format!("{INSTRUMENTS}/{name}/"), files: Self(files) }
        });
        [Placed { place: String::new(), files: Self::shipped() }].into_iter().chain(others).collect()
    }

    /// Whether these are the files of a rulebook shipped with the program, which the tests prove.
    #[must_use]
    pub fn are_shipped(&self) -> bool {
        SHIPPED.contains(self)
    }

    /// Reads the rulebook of a folder: its `.toml` files, and the content schemas in `content/` inside it, else in
    /// `../schemas/content/` beside it; those shipped that its measures name serve where the folder has none of that name.
    /// What lies in `instruments/` is other rulebooks: [`RuleFiles::read_all`] reads them too.
    ///
    /// # Errors
    /// A [`Fault`] for each file that cannot be read or is no text.
    pub fn read(folder: &Path) -> Result<Self, Vec<Fault>> {
        let mut files = BTreeMap::new();
        let mut faults = Vec::new();
        let beside = folder.join("../schemas/content");
        read_into(&beside, "content/", ".schema.json", &mut files, &mut faults);
        for (part, ending) in PARTS {
            read_into(&folder.join(part), part, ending, &mut files, &mut faults);
        }
        if !files.contains_key("rulebook.toml") {
            faults.push(unreadable(
                "rulebook.toml",
                format!("there is no rulebook in `{}`: it needs this file", folder.display()),
            ));
        }
        complete(&mut files);
        if faults.is_empty() { Ok(Self(files)) } else { Err(faults) }
    }

    /// Reads the rulebook of a folder, then that of each folder in its `instruments/`, by name.
    ///
    /// # Errors
    /// A [`Fault`] for each file that cannot be read or is no text, and for whatever in `instruments/` is no folder.
    pub fn read_all(folder: &Path) -> Result<Vec<Placed>, Vec<Fault>> {
        let mut all = Vec::new();
        let mut faults = Vec::new();
        let mut keep = |place: String, read: Result<Self, Vec<Fault>>| match read {
            Ok(files) => all.push(Placed { place, files }),
            Err(found) => faults.extend(found.into_iter().map(|fault| fault.below(&place))),
        };
        keep(String::new(), Self::read(folder));
        let mut names = Vec::new();
        let mut strange = Vec::new();
        for entry in std::fs::read_dir(folder.join(INSTRUMENTS)).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.path().is_dir() {
                names.push(name);
            } else if !name.starts_with('.') && name != "README.md" {
                strange.push(unreadable(
                    &format!("{INSTRUMENTS}/{name}"),
                    "only folders belong here, one for each instrument: take it away".to_owned(),
                ));
            }
        }
        names.sort();
        for name in names {
            let inside = folder.join(INSTRUMENTS).join(&name);
            let mut read = Self::read(&inside);
            if inside.join(INSTRUMENTS).exists() {
                let sentence = "the rulebook of an instrument holds no others: put it beside this one".to_owned();
                read = Err(vec![unreadable(INSTRUMENTS, sentence)]);
            }
            keep(format!("{INSTRUMENTS}/{name}/"), read);
        }
        faults.extend(strange);
        if faults.is_empty() { Ok(all) } else { Err(faults) }
    }

    /// The paths of the files, in their order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// A file as it was read. None where there is no such file.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// A file as data: what TOML or JSON says, without comments. None where there is no such file, or it cannot be read.
    #[must_use]
    pub fn as_data(&self, path: &str) -> Option<Value> {
        let text = self.0.get(path)?;
        if Path::new(path).extension().is_some_and(|ending| ending == "toml") {
            toml::from_str(text).ok()
        } else {
            serde_json::from_str(text).ok()
        }
    }

    /// SHA-256 over the sorted files: for each its path, a zero byte, its length as 8 bytes, and its bytes.
    #[must_use]
    pub fn hash(&self) -> Digest {
        let mut hasher = Sha256::new();
        for (path, text) in &self.0 {
            hasher.update(path.as_bytes());
            hasher.update([0]);
            hasher.update((text.len() as u64).to_be_bytes());
            hasher.update(text.as_bytes());
        }
        Digest::from_bytes(&hasher.finalize().into())
    }
}

/// A schema of the language, by its name.
pub(super) fn grammar(name: &str) -> Option<String> {
    Grammar::get(&format!("{name}.schema.json")).and_then(text_of)
}

/// Put together once: pages ask again and again.
static SHIPPED: LazyLock<Vec<RuleFiles>> =
    LazyLock::new(|| RuleFiles::all_shipped().into_iter().map(|shipped| shipped.files).collect());

fn shipped_rules() -> impl Iterator<Item = (String, String)> {
    ShippedRules::iter().filter_map(|path| Some((path.to_string(), text_of(ShippedRules::get(&path)?)?)))
}

/// Adds the shipped content schemas that measures name and that the files lack. No other: a rulebook is known by its
/// hash, and forms that nobody can fill in are no part of it.
fn complete(files: &mut BTreeMap<String, String>) {
    let measures = files.iter().filter(|(path, _)| path.starts_with("measures/"));
    let named: Vec<String> = measures
        .filter_map(|(_, text)| {
            toml::from_str::<toml::Table>(text).ok()?.get("content")?.as_str().map(ToOwned::to_owned)
        })
        .map(|name| format!("content/{name}.schema.json"))
        .collect();
    for (path, text) in shipped_contents() {
        if named.contains(&path) {
            files.entry(path).or_insert(text);
        }
    }
}

fn shipped_contents() -> impl Iterator<Item = (String, String)> {
    ShippedContents::iter().filter_map(|path| Some((format!("content/{path}"), text_of(ShippedContents::get(&path)?)?)))
}

#[expect(clippy::needless_pass_by_value, reason = "what the embedding hands out is owned")]
fn text_of(file: rust_embed::EmbeddedFile) -> Option<String> {
    std::str::from_utf8(&file.data).ok().map(ToOwned::to_owned)
}

fn unreadable(path: &str, sentence: String) -> Fault {
    Fault { file: path.to_owned(), line: 1, column: 1, sentence }
}

/// What a folder's files become: the prefix of their paths, and how their names end.
const PARTS: [(&str, &str); 6] = [
    ("", ".toml"),
    ("procedures/", ".toml"),
    ("measures/", ".toml"),
    ("safeguards/", ".toml"),
    ("content/", ".schema.json"),
    (FOLDER, ".toml"),
];

/// Reads the files of one folder. What is no rule file is a fault: a safeguard must not be passed over for its name.
fn read_into(folder: &Path, prefix: &str, ending: &str, files: &mut BTreeMap<String, String>, faults: &mut Vec<Fault>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        let is_part = entry.path().is_dir()
            && prefix.is_empty()
            && (name == INSTRUMENTS || PARTS.iter().any(|(part, _)| part.trim_end_matches('/') == name));
        if is_part || name.starts_with('.') || (prefix.is_empty() && name == "README.md") {
            continue;
        }
        if entry.path().is_dir() || !name.ends_with(ending) {
            faults.push(unreadable(
                &path,
                format!("the rulebook knows no such file: take it away, or let its name end in `{ending}`"),
            ));
            continue;
        }
        match text_at(&entry.path(), &path) {
            Ok(text) => _ = files.insert(path, text),
            Err(fault) => faults.push(fault),
        }
    }
}

fn text_at(file: &Path, path: &str) -> Result<String, Fault> {
    let cannot = |error: &std::io::Error| unreadable(path, format!("the file cannot be read: {error}"));
    let about = std::fs::metadata(file).map_err(|error| cannot(&error))?;
    if about.len() > LARGEST {
        return Err(unreadable(path, format!("the file is larger than {LARGEST} bytes: split it")));
    }
    let bytes = std::fs::read(file).map_err(|error| cannot(&error))?;
    String::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]).into_owned();
        let place = Located::plain(path, &before)
            .fault_at(before.len(), "this is no UTF-8 text from here on: save the file as UTF-8");
        Fault { file: path.to_owned(), ..place }
    })
}
