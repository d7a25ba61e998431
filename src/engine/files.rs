//! The files of a rulebook as texts by path, and the hash that they are known by.

use std::collections::BTreeMap;
use std::path::Path;

use rust_embed::RustEmbed;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::domain::ids::Digest;

use super::fault::{Fault, Located};

/// No rule file is larger, in bytes.
const LARGEST: u64 = 1 << 20;

/// The shipped rule files.
#[derive(RustEmbed)]
#[folder = "workflows/"]
#[include = "*.toml"]
#[exclude = "instruments/*"]
struct ShippedRules;

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RuleFiles(pub(super) BTreeMap<String, String>);

impl RuleFiles {
    /// The files shipped with the program.
    #[must_use]
    pub fn shipped() -> Self {
        let rules =
            ShippedRules::iter().filter_map(|path| Some((path.to_string(), text_of(ShippedRules::get(&path)?)?)));
        Self(rules.chain(shipped_contents()).collect())
    }

    /// Whether these are the files shipped with the program, which the tests prove.
    #[must_use]
    pub fn are_shipped(&self) -> bool {
        *self == Self::shipped()
    }

    /// Reads a folder: its `.toml` files, and the content schemas in `content/` inside it, else in `../schemas/content/`
    /// beside it; those shipped serve where the folder has none of that name.
    ///
    /// # Errors
    /// A [`Fault`] for each file that cannot be read or is no text.
    pub fn read(folder: &Path) -> Result<Self, Vec<Fault>> {
        let mut files: BTreeMap<String, String> = shipped_contents().collect();
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
        if faults.is_empty() { Ok(Self(files)) } else { Err(faults) }
    }

    /// The paths of the files, in their order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
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
const PARTS: [(&str, &str); 5] = [
    ("", ".toml"),
    ("procedures/", ".toml"),
    ("measures/", ".toml"),
    ("safeguards/", ".toml"),
    ("content/", ".schema.json"),
];

/// Reads the files of one folder. What is no rule file is a fault: a safeguard must not be passed over for its name.
fn read_into(folder: &Path, prefix: &str, ending: &str, files: &mut BTreeMap<String, String>, faults: &mut Vec<Fault>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        let is_part = entry.path().is_dir()
            && prefix.is_empty()
            && PARTS.iter().any(|(part, _)| part.trim_end_matches('/') == name);
        // Rulebooks of other instruments lie below: each is read from its own folder.
        let is_another = prefix.is_empty() && name == "instruments" && entry.path().is_dir();
        if is_part || is_another || name.starts_with('.') || (prefix.is_empty() && name == "README.md") {
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
