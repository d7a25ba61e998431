//! Whom a reader believes: logs, witnesses, and how many of these must have signed (C2SP tlog-policy).

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use thiserror::Error;

use super::checkpoint::{Checkpoint, CheckpointError};
use super::key::{Scheme, Verifier};
use super::note::{Note, NoteError};

/// No policy is longer than this, in bytes.
pub const MAX_POLICY_BYTES: usize = 1 << 20;

/// No policy has more logs, witnesses or groups than this, each. Source: C2SP tlog-policy asks for 32 at least.
const MOST: usize = 256;

/// Why a policy is refused: where, and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PolicyError {
    /// A line is not as it must be.
    #[error("line {line} of the policy: {why}")]
    Line {
        /// The line, from 1.
        line: usize,
        /// What is wrong and what would be right.
        why: String,
    },
    /// The file as a whole is not as it must be.
    #[error("the policy {0}")]
    Whole(&'static str),
}

/// A witness that a policy names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// Its name within the policy.
    pub name: String,
    /// Its key.
    pub key: Verifier,
    /// Where it takes checkpoints, where the policy says so.
    pub url: Option<String>,
}

/// A log that a policy names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// Its key; the key's name is the log's.
    pub key: Verifier,
    /// Where it can be found, where the policy says so.
    pub url: Option<String>,
}

/// So many of the members must have witnessed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    threshold: usize,
    members: Vec<String>,
}

/// Logs, witnesses and a quorum. It comes from the reader, never from what is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    logs: Vec<Log>,
    witnesses: Vec<Witness>,
    groups: BTreeMap<String, Group>,
    /// The name of a witness or group; none where nobody need have signed.
    quorum: Option<String>,
}

/// A witness that has signed a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cosigned {
    /// Its name within the policy.
    pub witness: String,
    /// When, as it says, in seconds since 1970.
    pub at: u64,
}

/// What a policy makes of a checkpoint that a log of it has signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The checkpoint.
    pub checkpoint: Checkpoint,
    /// The log's keys of the policy that have signed.
    pub keys: Vec<Verifier>,
    /// The witnesses of the policy that have signed, in its order.
    pub cosigned: Vec<Cosigned>,
    /// Whether these are enough.
    pub quorum: bool,
}

impl Policy {
    /// Reads a policy. Source: C2SP tlog-policy, "Policy file syntax and structure".
    ///
    /// # Errors
    /// Names the line and what is wrong with it.
    pub fn parse(bytes: &[u8]) -> Result<Self, PolicyError> {
        if bytes.len() > MAX_POLICY_BYTES {
            return Err(PolicyError::Whole("is longer than 1 MiB"));
        }
        let Some(lines) = bytes.strip_suffix(b"\n") else {
            return Err(PolicyError::Whole("does not end with a line break: it may have been cut off"));
        };
        let mut draft = Draft::default();
        for (line, number) in lines.split(|byte| *byte == b'\n').zip(1..) {
            draft.take(line).map_err(|why| PolicyError::Line { line: number, why })?;
        }
        draft.finish()
    }

    /// A policy that believes one log and asks for no witness.
    #[must_use]
    pub fn of_log(keys: impl IntoIterator<Item = Verifier>) -> Self {
        let logs = keys.into_iter().map(|key| Log { key, url: None }).collect();
        Self { logs, witnesses: Vec::new(), groups: BTreeMap::new(), quorum: None }
    }

    /// The same witnesses and quorum for the log that has these keys.
    pub(super) fn with_logs(&self, keys: &[Verifier]) -> Self {
        Self { logs: keys.iter().map(|key| Log { key: key.clone(), url: None }).collect(), ..self.clone() }
    }

    /// The logs.
    #[must_use]
    pub fn logs(&self) -> &[Log] {
        &self.logs
    }

    /// The witnesses.
    #[must_use]
    pub fn witnesses(&self) -> &[Witness] {
        &self.witnesses
    }

    /// Whether any witness must have signed.
    #[must_use]
    pub const fn asks_for_witnesses(&self) -> bool {
        self.quorum.is_some()
    }

    /// Whether these witnesses, by their names, are enough.
    #[must_use]
    pub fn is_quorum(&self, witnesses: &BTreeSet<&str>) -> bool {
        self.quorum.as_deref().is_none_or(|name| self.witnessed(name, witnesses))
    }

    /// Whether the witnesses that have signed at a time or later, in seconds since 1970, are enough: an old state of a log
    /// was witnessed too.
    #[must_use]
    pub fn is_fresh(&self, judged: &Judged, not_before: u64) -> bool {
        let fresh = judged.cosigned.iter().filter(|by| by.at >= not_before);
        self.is_quorum(&fresh.map(|by| by.witness.as_str()).collect())
    }

    /// Groups name only what stands before them, so that this ends.
    fn witnessed(&self, name: &str, witnesses: &BTreeSet<&str>) -> bool {
        match self.groups.get(name) {
            Some(group) => {
                group.members.iter().filter(|member| self.witnessed(member, witnesses)).count() >= group.threshold
            }
            None => witnesses.contains(name),
        }
    }

    /// Believes a checkpoint that a log of the policy has signed, and counts the witnesses.
    ///
    /// # Errors
    /// Where no log of the policy has signed, or a line in the name of a known key, log or witness, is wrong.
    pub fn open(&self, note: &[u8]) -> Result<Judged, CheckpointError> {
        let note = Note::parse(note)?;
        let mut signed = Vec::new();
        let mut unsigned = None;
        for Log { key, .. } in &self.logs {
            match note.signed_at(key) {
                Ok(_) => signed.push(key.clone()),
                Err(error @ NoteError::Unsigned { .. }) => unsigned = unsigned.or(Some(error)),
                Err(error) => return Err(error.into()),
            }
        }
        let Some(first) = signed.first() else {
            return Err(unsigned.unwrap_or(NoteError::Malformed("the policy names no log")).into());
        };
        let checkpoint = Checkpoint::of(&note, first)?;
        signed.iter().try_for_each(|key| checkpoint.belongs_to(key))?;
        let mut cosigned = Vec::new();
        for witness in &self.witnesses {
            match note.signed_at(&witness.key) {
                Ok(at) => cosigned.push(Cosigned { witness: witness.name.clone(), at }),
                Err(NoteError::Unsigned { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let names = cosigned.iter().map(|cosigned| cosigned.witness.as_str()).collect();
        let quorum = self.is_quorum(&names);
        Ok(Judged { checkpoint, keys: signed, cosigned, quorum })
    }
}

/// A policy while it is read.
#[derive(Default)]
struct Draft {
    logs: Vec<Log>,
    witnesses: Vec<Witness>,
    groups: BTreeMap<String, Group>,
    // Each name can be a member once.
    members: BTreeSet<String>,
    quorum: Option<Quorum>,
}

/// Who has to sign, where the line that says so was read.
enum Quorum {
    Nobody,
    Of(String),
}

impl Draft {
    fn take(&mut self, line: &[u8]) -> Result<(), String> {
        if line.iter().any(|byte| (byte.is_ascii_control() && *byte != b'\t') || *byte == 0x7f) {
            return Err("it holds a control character: only tabs and line breaks may stand there".to_owned());
        }
        // Names are bytes to the format; two that are not UTF-8 may look alike here, and are refused instead.
        let line = str::from_utf8(line).map_err(|_| "it is not UTF-8: write it in UTF-8".to_owned())?;
        let words: Vec<&str> = line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
        match words.as_slice() {
            [] => Ok(()),
            [first, ..] if first.starts_with('#') => Ok(()),
            ["log", key] => self.log(key, None),
            ["log", key, url] => self.log(key, Some(url)),
            ["witness", name, key] => self.witness(name, key, None),
            ["witness", name, key, url] => self.witness(name, key, Some(url)),
            ["group", name, threshold, members @ ..] => self.group(name, threshold, members),
            ["quorum", name] => self.quorum(name),
            [word @ ("log" | "witness" | "group" | "quorum"), ..] => {
                let shape = match *word {
                    "log" => "log KEY [URL]",
                    "witness" => "witness NAME KEY [URL]",
                    "group" => "group NAME all|any|NUMBER MEMBER…",
                    _ => "quorum NAME",
                };
                Err(format!("it must be `{shape}`"))
            }
            [word, ..] => Err(format!(
                "`{}` is no word of a policy: a line begins with log, witness, group, quorum or #",
                word.chars().take(40).collect::<String>()
            )),
        }
    }

    fn log(&mut self, key: &str, url: Option<&&str>) -> Result<(), String> {
        room(self.logs.len(), "logs")?;
        let key = Verifier::parse(key).map_err(|error| error.to_string())?;
        if key.scheme() == Scheme::Cosignature {
            return Err("the key is one of a witness: a log signs with type 1 or 6".to_owned());
        }
        self.is_new(&key)?;
        self.logs.push(Log { key, url: url.map(ToString::to_string) });
        Ok(())
    }

    fn witness(&mut self, name: &str, key: &str, url: Option<&&str>) -> Result<(), String> {
        room(self.witnesses.len(), "witnesses")?;
        self.is_free(name)?;
        let key = Verifier::parse(key).map_err(|error| error.to_string())?;
        if key.scheme() == Scheme::Ed25519 {
            return Err("the key is one of a log: a witness signs with type 4 or 6".to_owned());
        }
        self.is_new(&key)?;
        self.witnesses.push(Witness { name: name.to_owned(), key, url: url.map(ToString::to_string) });
        Ok(())
    }

    fn group(&mut self, name: &str, threshold: &str, members: &[&str]) -> Result<(), String> {
        room(self.groups.len(), "groups")?;
        self.is_free(name)?;
        if members.is_empty() {
            return Err("a group has at least one member".to_owned());
        }
        let threshold = match threshold {
            "all" => members.len(),
            "any" => 1,
            number => number
                .parse()
                .ok()
                .filter(|k: &usize| k.to_string() == number && (1..=members.len()).contains(k))
                .ok_or_else(|| format!("`{number}` must be all, any, or a number from 1 to {}", members.len()))?,
        };
        for member in members {
            self.is_known(member)?;
            if !self.members.insert((*member).to_owned()) {
                return Err(format!("`{member}` is a member already: each witness counts once"));
            }
        }
        let members = members.iter().map(ToString::to_string).collect();
        self.groups.insert(name.to_owned(), Group { threshold, members });
        Ok(())
    }

    fn quorum(&mut self, name: &str) -> Result<(), String> {
        if self.quorum.is_some() {
            return Err("a policy has one quorum".to_owned());
        }
        if name != "none" {
            self.is_known(name)?;
        }
        self.quorum = Some(if name == "none" { Quorum::Nobody } else { Quorum::Of(name.to_owned()) });
        Ok(())
    }

    /// A key stands once, whatever its name: one signer counts once, and no log is its own witness.
    fn is_new(&self, key: &Verifier) -> Result<(), String> {
        let bytes = key.key_bytes();
        if self.logs.iter().any(|log| log.key.key_bytes() == bytes) {
            return Err("its key is that of a log above: no key stands twice, and no log is its own witness".to_owned());
        }
        if let Some(witness) = self.witnesses.iter().find(|witness| witness.key.key_bytes() == bytes) {
            return Err(format!("its key is that of the witness `{}`: no key stands twice", witness.name));
        }
        Ok(())
    }

    fn is_free(&self, name: &str) -> Result<(), String> {
        if name == "none" || self.exists(name) {
            return Err(format!("the name `{name}` is taken"));
        }
        Ok(())
    }

    fn is_known(&self, name: &str) -> Result<(), String> {
        if self.exists(name) { Ok(()) } else { Err(format!("there is no witness or group `{name}` above this line")) }
    }

    fn exists(&self, name: &str) -> bool {
        self.groups.contains_key(name) || self.witnesses.iter().any(|witness| witness.name == name)
    }

    fn finish(self) -> Result<Policy, PolicyError> {
        let Self { logs, witnesses, groups, quorum, .. } = self;
        let quorum = quorum.ok_or(PolicyError::Whole("has no quorum: `quorum none` asks for no witness"))?;
        let quorum = match quorum {
            Quorum::Nobody => None,
            Quorum::Of(name) => Some(name),
        };
        Ok(Policy { logs, witnesses, groups, quorum })
    }
}

fn room(there: usize, of: &str) -> Result<(), String> {
    if there < MOST { Ok(()) } else { Err(format!("more than {MOST} {of} are not read")) }
}
