//! A checkpoint: the log says under its signature how large it is and what its root is (C2SP tlog-checkpoint).

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

use super::canonical::LARGEST_INTEGER;
use super::hash::Hash;
use super::ids::Origin;
use super::key::{Signer, Verifier};
use super::note::{Note, NoteError};

/// Why a checkpoint cannot be signed or is not believed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CheckpointError {
    /// The note is malformed, unsigned or forged.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The signed text is something else.
    #[error("the signed text is not a checkpoint of three lines (log, size, root): {0}")]
    Malformed(&'static str),
    /// The lines under it are not by the keys that the log itself tells of.
    #[error("{0}")]
    Keys(String),
    /// A key vouches for the log of its own name only.
    #[error("the checkpoint is of `{origin}`, the key is of `{key}`: use the key of that log")]
    OtherLog {
        /// The log of the checkpoint.
        origin: String,
        /// The name of the key.
        key: String,
    },
}

/// The state of a log at one size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log.
    pub origin: Origin,
    /// How many leaves it has.
    pub size: u64,
    /// The root of its tree.
    pub root: Hash,
}

impl Checkpoint {
    /// Signs the checkpoint with every key of its log, at a time in seconds since 1970; sign only what has been read
    /// back from storage.
    ///
    /// # Errors
    /// Where a key is of another log.
    pub fn sign<'a>(&self, keys: impl IntoIterator<Item = &'a Signer>, time: u64) -> Result<Note, CheckpointError> {
        let mut note = Note::unsigned(&self.to_string())?;
        for key in keys {
            self.belongs_to(key.verifier())?;
            note.add(key.line(note.unverified_text(), time)?);
        }
        Ok(note)
    }

    /// Believes a checkpoint that the key of its log has signed.
    ///
    /// # Errors
    /// Where the note is malformed, not signed by this key, or speaks of another log.
    pub fn open(note: &[u8], verifier: &Verifier) -> Result<Self, CheckpointError> {
        Self::of(&Note::parse(note)?, verifier)
    }

    /// As [`Checkpoint::open`], of a note that was read already.
    ///
    /// # Errors
    /// As [`Checkpoint::open`].
    pub fn of(note: &Note, verifier: &Verifier) -> Result<Self, CheckpointError> {
        let checkpoint = Self::parse(note.open(verifier)?)?;
        checkpoint.belongs_to(verifier)?;
        Ok(checkpoint)
    }

    pub(super) fn belongs_to(&self, key: &Verifier) -> Result<(), CheckpointError> {
        if self.origin == *key.name() {
            return Ok(());
        }
        Err(CheckpointError::OtherLog { origin: self.origin.to_string(), key: key.name().to_string() })
    }

    /// The first three lines of a checkpoint that nobody need have signed. A log may write lines of its own below them.
    /// Source: C2SP tlog-checkpoint, "Extension lines".
    ///
    /// # Errors
    /// Where these three are not as they must be, or a line below them is empty.
    pub fn heading(text: &str) -> Result<Self, CheckpointError> {
        let end = text.match_indices('\n').nth(2).map_or(text.len(), |(at, _)| at + 1);
        let (heading, below) = text.split_at(end);
        if !below.is_empty() && (below.starts_with('\n') || below.contains("\n\n") || !below.ends_with('\n')) {
            return Err(CheckpointError::Malformed("an empty line among those of the log's own"));
        }
        Self::parse(heading)
    }

    pub(super) fn parse(text: &str) -> Result<Self, CheckpointError> {
        use CheckpointError::Malformed;
        let lines: Vec<_> = text.split('\n').collect();
        let [origin, size, root, ""] = lines.as_slice() else { return Err(Malformed("other lines")) };
        let number = size.parse().ok().filter(|number: &u64| number.to_string() == *size && *number <= LARGEST_INTEGER);
        let root = STANDARD.decode(root).ok().and_then(|root| Hash::try_from(root.as_slice()).ok());
        Ok(Self {
            origin: Origin::parse(origin).map_err(|_| Malformed("the name of the log"))?,
            size: number.ok_or(Malformed("the size"))?,
            root: root.ok_or(Malformed("the root"))?,
        })
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, STANDARD.encode(self.root.as_bytes()))
    }
}
