//! The leaves of an export as they lie there, nothing believed: for a log that has lost them and checks each itself.

use std::io::{BufRead as _, Read, Seek};

use super::archive::{Archive, ArchiveError, Limits};
use super::bundle::names;
use super::entry::MAX_LEAF_BYTES;

/// What an export holds of a log.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct LeafSource {
    /// Its signed note, which nobody has looked at yet.
    pub checkpoint: Vec<u8>,
    /// The bytes of the leaves, from the one that was asked for.
    pub leaves: Vec<Vec<u8>>,
}

/// A checkpoint is a few thousand bytes.
const LARGEST_NOTE: u64 = 1 << 16;

/// Reads the leaves of an export of a whole log, from the place `from` on.
///
/// # Errors
/// Where the export cannot be read.
pub fn of_export<R: Read + Seek>(reader: R, from: u64) -> Result<LeafSource, ArchiveError> {
    let mut archive = Archive::open(reader, Limits::default())?;
    let mut found = LeafSource::default();
    if let Some(note) = archive.files.get(names::CHECKPOINT).copied() {
        archive.read(note)?.take(LARGEST_NOTE).read_to_end(&mut found.checkpoint)?;
    }
    let Some(file) = archive.files.get(names::LEAVES).copied() else { return Ok(found) };
    let mut lines = archive.read(file)?;
    for index in 0_u64.. {
        let mut line = Vec::new();
        (&mut lines).take(MAX_LEAF_BYTES as u64 + 1).read_until(b'\n', &mut line)?;
        // A line that was cut off is no leaf, and nothing comes behind it.
        if line.pop() != Some(b'\n') {
            break;
        }
        if index >= from {
            found.leaves.push(line);
        }
    }
    Ok(found)
}
