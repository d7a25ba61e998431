//! The leaf: one entry of the log, its only byte form, and its place in the chain of its case.

mod outline;
mod shape;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use thiserror::Error;

use super::canonical::{CanonicalError, check_canonical, from_canonical, plain_object, to_canonical};
use super::hash::{self, Hash};
use super::ids::{CaseId, EntryTime, Mark, Origin};

pub use outline::Outline;

/// The form of leaf that this program writes and reads.
pub const VERSION: u64 = 1;

/// The hard limit of a leaf, in bytes, so that its length fits into the two bytes of a tile's record.
pub const MAX_LEAF_BYTES: usize = 65_535;

/// Why an entry cannot be written, or bytes are not an entry.
#[derive(Debug, Error)]
pub enum EntryError {
    /// The bytes or the body are not canonical JSON.
    #[error("the entry is not canonical: {0}")]
    Canonical(#[from] CanonicalError),
    /// Written for a program that is not this one.
    #[error("the entry has version `{0}`, this program reads `1`: use a newer program")]
    UnknownVersion(String),
    /// A field is missing, unknown, has another shape, or is spelt out although it is empty.
    #[error("the entry has not the fields of version 1: {0}")]
    Shape(serde_json::Error),
    /// Beyond the hard limit.
    #[error("the entry has {0} bytes, at most {MAX_LEAF_BYTES} fit: keep long texts beside the log and commit to them")]
    TooLong(usize),
    /// The first of a case has no predecessor, every other has one.
    #[error("entry {0} of its case must name its predecessor, and only entry 0 has none")]
    Chain(u64),
    /// A word or key outside the plain alphabet, in which two spellings could look alike.
    #[error("`{0}` is not a plain word: use 1 to 80 visible ASCII characters")]
    Word(String),
}

/// Who acted, without saying who: the official's name is not in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// The role in which they acted.
    pub role: String,
    /// The authority they belong to.
    pub org: String,
    /// Their mark within this case.
    pub p: Mark,
}

/// A document that the entry speaks of, by salted commitment, never by bare hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentCommitment {
    /// How the commitment was made, such as `sha-256`.
    pub alg: String,
    /// The commitment.
    pub commitment: Hash,
    /// The length of the document, in bytes.
    pub len: u64,
}

/// The place in another authority's log that this entry answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Peer {
    /// The other log.
    pub origin: Origin,
    /// Its size when the leaf was shown.
    pub size: u64,
    /// The leaf in it.
    pub leaf: Hash,
}

/// What happened, before it has its place in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The case, or the authority's own chain.
    pub case: CaseId,
    /// The type of entry; `body` is closed per type in `schemas/audit-entry.schema.json`.
    pub kind: String,
    /// When, as the authority's clock says: a claim, not a proof.
    pub at: EntryTime,
    /// Who.
    pub actor: Actor,
    /// The rulebook in force; none in the authority's own chain.
    pub rule: Option<Hash>,
    /// The articles it rests on, such as `UNCC 40(8)`.
    pub art: Vec<String>,
    /// Everything that replay needs; nothing personal.
    pub body: Map<String, Value>,
    /// The documents it speaks of.
    pub docs: Vec<DocumentCommitment>,
    /// Commitments to values that are kept sealed beside the log.
    pub private: BTreeMap<String, Hash>,
    /// The place in a counterpart's log.
    pub peer: Option<Peer>,
}

impl Draft {
    /// Gives the entry its place: its log, its number within the case, and the leaf before it in the case.
    #[must_use]
    pub fn placed(self, origin: Origin, cseq: u64, prev: Option<Hash>) -> Entry {
        let Self { case, kind, at, actor, rule, art, body, docs, private, peer } = self;
        Entry { v: VERSION, origin, case, cseq, prev, kind, at, actor, rule, art, body, docs, private, peer }
    }
}

/// A leaf of the log. What is empty or absent is left out of its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Always [`VERSION`].
    pub v: u64,
    /// The log it was written for.
    pub origin: Origin,
    /// The case.
    pub case: CaseId,
    /// Its number within the case, from 0 without gaps.
    pub cseq: u64,
    /// The hash of the leaf before it in the case; none for number 0.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "shape::there")]
    pub prev: Option<Hash>,
    /// The type of entry.
    #[serde(rename = "type")]
    pub kind: String,
    /// When, as the authority's clock says.
    pub at: EntryTime,
    /// Who.
    #[serde(deserialize_with = "shape::object")]
    pub actor: Actor,
    /// The rulebook in force.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "shape::there")]
    pub rule: Option<Hash>,
    /// The articles it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "shape::filled")]
    pub art: Vec<String>,
    /// Everything that replay needs.
    #[serde(deserialize_with = "plain_object")]
    pub body: Map<String, Value>,
    /// The documents it speaks of.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "shape::filled_with_objects")]
    pub docs: Vec<DocumentCommitment>,
    /// Commitments to sealed values, by field.
    #[serde(
        rename = "priv",
        default,
        skip_serializing_if = "BTreeMap::is_empty",
        deserialize_with = "shape::filled_map"
    )]
    pub private: BTreeMap<String, Hash>,
    /// The place in a counterpart's log.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "shape::object_there")]
    pub peer: Option<Peer>,
}

impl Entry {
    /// The bytes of the leaf.
    ///
    /// # Errors
    /// Where the entry breaks a rule of the form: chain, plain words, canonical numbers, length.
    pub fn to_bytes(&self) -> Result<Vec<u8>, EntryError> {
        self.check()?;
        let bytes = to_canonical(self)?;
        if bytes.len() > MAX_LEAF_BYTES {
            return Err(EntryError::TooLong(bytes.len()));
        }
        Ok(bytes)
    }

    /// Reads a leaf; what it accepts is byte for byte what [`Entry::to_bytes`] writes.
    ///
    /// # Errors
    /// Says which rule of the form the bytes break.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, EntryError> {
        if bytes.len() > MAX_LEAF_BYTES {
            return Err(EntryError::TooLong(bytes.len()));
        }
        check_canonical(bytes)?;
        if bytes.first() != Some(&b'{') {
            return Err(EntryError::UnknownVersion("none".to_owned()));
        }
        // Canonical bytes spell each value in one way, and `shape` lets no field be left out in two: what is read here needs
        // not be written again to be known as what would be written.
        let entry: Self = serde_json::from_slice(bytes).map_err(|error| refused(bytes, error))?;
        entry.check()?;
        Ok(entry)
    }

    /// The hash of the leaf, by which the tree and the next entry of the case know it.
    ///
    /// # Errors
    /// As [`Entry::to_bytes`].
    pub fn leaf_hash(&self) -> Result<Hash, EntryError> {
        self.to_bytes().map(|bytes| hash::leaf_hash(&bytes))
    }

    fn check(&self) -> Result<(), EntryError> {
        if self.v != VERSION {
            return Err(EntryError::UnknownVersion(self.v.to_string()));
        }
        if self.prev.is_none() != (self.cseq == 0) {
            return Err(EntryError::Chain(self.cseq));
        }
        [&self.kind, &self.actor.role].into_iter().try_for_each(|text| word(text))?;
        self.docs.iter().try_for_each(|document| word(&document.alg))?;
        self.private.keys().try_for_each(|key| word(key))?;
        self.body.iter().try_for_each(|(key, value)| word(key).and_then(|()| keys(value)))
    }
}

/// Why canonical bytes are no entry. The version is asked first: the fields of another one are none of our business.
fn refused(bytes: &[u8], error: serde_json::Error) -> EntryError {
    match from_canonical(bytes).map(|value| value.get("v").cloned()) {
        Ok(Some(v)) if v.as_u64() == Some(VERSION) => EntryError::Shape(error),
        Ok(v) => EntryError::UnknownVersion(v.map_or_else(|| "none".to_owned(), |v| v.to_string())),
        Err(error) => error.into(),
    }
}

/// Keys are plain words: two keys that differ in their Unicode form only would look like one.
fn keys(value: &Value) -> Result<(), EntryError> {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
        Value::Array(items) => items.iter().try_for_each(keys),
        Value::Object(fields) => fields.iter().try_for_each(|(key, value)| word(key).and_then(|()| keys(value))),
    }
}

fn word(text: &str) -> Result<(), EntryError> {
    if (1..=80).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(());
    }
    Err(EntryError::Word(text.chars().take(80).collect()))
}
