//! What shows that an export of one case leaves out none of its latest entries: a `heads` leaf of the log, and the place of the
//! case under the root that it tells of.

use std::io::{Read, Seek};

use serde::{Deserialize, Serialize};

use super::archive::ArchiveError;
use super::bundle::{Bundle, names};
use super::canonical::from_canonical;
use super::checkpoint::Checkpoint;
use super::entry::Entry;
use super::hash::{Hash, leaf_hash};
use super::heads::HeadProof;
use super::ids::CaseId;
use super::proof::verify_inclusion;
use super::report::{Grade, Report, Step};

/// The type of the leaves that name the latest entry of every case.
pub const HEADS: &str = "heads";

/// A `heads` leaf with its proof, and the way from one case to the root in it: `data/heads/<size>.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Latest {
    /// The leaf, byte for byte.
    pub entry: String,
    /// Its place in the log, from 0.
    pub index: u64,
    /// The way from the leaf to the root of the signed checkpoint.
    pub hashes: Vec<Hash>,
    /// The latest entry of the case, and the way from it to the root that the leaf tells of.
    pub head: HeadProof,
}

/// What it has shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shown {
    /// Among so many leaves of the log.
    pub(super) size: u64,
    /// The number of the case's latest entry among them, and its leaf.
    pub(super) cseq: u64,
    pub(super) leaf: Hash,
    /// Whether the export was found to hold it.
    pub(super) read: bool,
}

impl Latest {
    /// Checks that the log has told so.
    fn shown(&self, case: &CaseId, signed: &Checkpoint) -> Result<Shown, String> {
        let bytes = self.entry.as_bytes();
        verify_inclusion(self.index, signed.size, leaf_hash(bytes), &self.hashes, signed.root)
            .map_err(|error| format!("its leaf is not in the log: {error}"))?;
        let entry = Entry::from_bytes(bytes).map_err(|error| error.to_string())?;
        let number = |name: &str| entry.body.get(name).and_then(serde_json::Value::as_u64);
        let root = entry.body.get("root").and_then(serde_json::Value::as_str).and_then(|root| root.parse().ok());
        let told = number("size").zip(root).filter(|_| entry.kind == HEADS && entry.origin == signed.origin);
        let (size, root) = told.ok_or("its leaf names no latest entries")?;
        if size > self.index || number("cases") != Some(self.head.cases) {
            return Err("its leaf tells of other leaves or cases".to_owned());
        }
        self.head.verify(case, root).map_err(|error| format!("the case is not where it says: {error}"))?;
        Ok(Shown { size, cseq: self.head.cseq, leaf: self.head.leaf, read: false })
    }
}

/// Reads what shows the latest entry of the only case of an export, and says in the report where there is no such thing.
pub(super) fn read<R: Read + Seek>(
    bundle: &mut Bundle<R>,
    case: &CaseId,
    signed: Option<&Checkpoint>,
    report: &mut Report,
) -> Result<Option<Shown>, ArchiveError> {
    let Some(signed) = signed else { return Ok(None) };
    let mut newest: Option<Shown> = None;
    for name in bundle.below(names::HEADS) {
        let bytes = bundle.bytes(&name)?.unwrap_or_default();
        let read = from_canonical(&bytes).ok().and_then(|value| serde_json::from_value::<Latest>(value).ok());
        let shown = match read {
            Some(latest) => latest.shown(case, signed),
            None => Err("it is cut, or of another form".to_owned()),
        };
        match shown {
            Ok(shown) if name == format!("{}{}.json", names::HEADS, shown.size) => {
                newest = newest.filter(|newest| newest.size > shown.size).or(Some(shown));
            }
            Ok(shown) => {
                let sentence = format!("`{name}` tells of the first {} leaves", shown.size);
                report.find(Step::Chain, Grade::Altered, None, sentence);
            }
            Err(why) => report.find(Step::Chain, Grade::Altered, None, format!("`{name}` is not believed: {why}")),
        }
    }
    match newest {
        Some(shown) => {
            let sentence = format!(
                "the case is told up to leaf {} of {}: what came to it later is not in this export",
                shown.size, signed.size
            );
            report.find(Step::Chain, Grade::Noted, None, sentence);
        }
        None => {
            let sentence = "nothing in the export shows which entry of the case is its latest: ask for it again, or for the whole log";
            report.find(Step::Chain, Grade::Incomplete, None, sentence);
        }
    }
    Ok(newest)
}
