//! A receipt for one entry: leaf, proof and signed checkpoint in one text (C2SP tlog-proof), checked without the log.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

use super::checkpoint::{Checkpoint, CheckpointError};
use super::entry::{Entry, EntryError, MAX_LEAF_BYTES};
use super::hash::{Hash, leaf_hash};
use super::key::Verifier;
use super::proof::{ProofError, verify_inclusion};

/// The first line. Source: C2SP tlog-proof, "Format".
const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// A tree of 2^64 leaves has no longer proof.
const MAX_HASHES: usize = 64;

/// Why a receipt is not believed.
#[derive(Debug, Error)]
pub enum ProofFileError {
    /// The text is no proof, or holds no entry.
    #[error("this is no proof of an entry: {0}")]
    Malformed(&'static str),
    /// The checkpoint is not signed by the key.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The hashes do not lead from the entry to the signed root.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// What is proven to be in the log is no entry of it.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// The entry was written for another log.
    #[error("the entry was written for the log `{0}`, not for the one that signed the checkpoint")]
    OtherLog(String),
}

/// An entry with the proof that it is in the log. Nothing in it is believed before [`ProofFile::verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofFile {
    /// The bytes of the leaf, as the format's extra data: the proof is about their hash. None where the leaf comes by
    /// another way, as in an export.
    pub leaf: Option<Vec<u8>>,
    /// The place of the leaf in the log, from 0.
    pub index: u64,
    /// The hashes from the leaf up to the root.
    pub hashes: Vec<Hash>,
    /// The signed note, as the log gave it out.
    pub checkpoint: String,
}

impl ProofFile {
    /// Reads a receipt. Source: C2SP tlog-proof, "Format".
    ///
    /// # Errors
    /// [`ProofFileError::Malformed`] says what is not as it must be.
    pub fn parse(text: &str) -> Result<Self, ProofFileError> {
        use ProofFileError::Malformed;
        let (head, checkpoint) =
            text.split_once("\n\n").ok_or(Malformed("no blank line parts the proof from the checkpoint"))?;
        let mut lines = head.split('\n');
        if lines.next() != Some(FIRST_LINE) {
            return Err(Malformed("its first line is not `c2sp.org/tlog-proof@v1`"));
        }
        let mut next = lines.next();
        let mut leaf = None;
        if let Some(extra) = next.and_then(|line| line.strip_prefix("extra ")) {
            let bytes = STANDARD.decode(extra).map_err(|_| Malformed("what it brings along is no base64"))?;
            if bytes.len() > MAX_LEAF_BYTES {
                return Err(Malformed("its entry is too long"));
            }
            (leaf, next) = (Some(bytes), lines.next());
        }
        let index = next.and_then(|line| line.strip_prefix("index "));
        let index = index.and_then(|text| text.parse().ok().filter(|index: &u64| index.to_string() == text));
        let hash = |line: &str| STANDARD.decode(line).ok().and_then(|bytes| Hash::try_from(bytes.as_slice()).ok());
        let hashes: Option<Vec<_>> = lines.take(MAX_HASHES + 1).map(hash).collect();
        Ok(Self {
            leaf,
            index: index.ok_or(Malformed("its index is no number"))?,
            hashes: hashes
                .filter(|hashes| hashes.len() <= MAX_HASHES)
                .ok_or(Malformed("a line of the proof is no hash, or there are too many"))?,
            checkpoint: checkpoint.to_owned(),
        })
    }

    /// A proof of a leaf that comes by another way.
    pub(super) fn beside(index: u64, hashes: Vec<Hash>, checkpoint: String) -> Self {
        Self { leaf: None, index, hashes, checkpoint }
    }

    /// Believes the entry, if the key's owner has signed a log that holds it at this place.
    ///
    /// # Errors
    /// Says what does not hold: the signature, the hashes, the entry, or the log it was written for.
    pub fn verify(&self, key: &Verifier) -> Result<(Checkpoint, Entry), ProofFileError> {
        let signed = Checkpoint::open(self.checkpoint.as_bytes(), key)?;
        let leaf = self.leaf.as_deref().ok_or(ProofFileError::Malformed("it does not bring the entry"))?;
        verify_inclusion(self.index, signed.size, leaf_hash(leaf), &self.hashes, signed.root)?;
        let entry = Entry::from_bytes(leaf)?;
        if entry.origin == signed.origin {
            Ok((signed, entry))
        } else {
            Err(ProofFileError::OtherLog(entry.origin.to_string()))
        }
    }
}

impl fmt::Display for ProofFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        if let Some(leaf) = &self.leaf {
            writeln!(f, "extra {}", STANDARD.encode(leaf))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.hashes.iter().try_for_each(|hash| writeln!(f, "{}", STANDARD.encode(hash.as_bytes())))?;
        write!(f, "\n{}", self.checkpoint)
    }
}
