//! Whom a reader believes when they verify: keys of the log, a policy, or both. It never comes from what is verified.

use super::checkpoint::{Checkpoint, CheckpointError};
use super::key::Verifier;
use super::note::Note;
use super::policy::{Judged, Policy};

/// What the reader brings. With nothing in it, nothing is believed.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// Keys of the log: every one of them must have signed.
    pub keys: Vec<Verifier>,
    /// Logs and witnesses, and how many of these must have signed.
    pub policy: Option<Policy>,
}

impl Trust {
    /// Believes a checkpoint that all keys have signed, and a log of the policy.
    ///
    /// # Errors
    /// Where one has not signed, where a line in a known name is wrong, or where the note is none.
    pub fn open(&self, note: &[u8]) -> Result<Judged, CheckpointError> {
        let policy = self.policy.as_ref().map(|policy| policy.open(note)).transpose()?;
        let parsed = Note::parse(note)?;
        let mut keys = policy.as_ref().map_or_else(Vec::new, |judged| judged.keys.clone());
        let mut signed = policy.as_ref().map(|judged| judged.checkpoint.clone());
        for key in &self.keys {
            signed = Some(Checkpoint::of(&parsed, key)?);
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
        let Some(checkpoint) = signed else { return Err(CheckpointError::Malformed("the reader brought no key")) };
        let (cosigned, quorum) = policy.map_or_else(Default::default, |judged| (judged.cosigned, judged.quorum));
        Ok(Judged { checkpoint, keys, cosigned, quorum })
    }
}

impl From<&Verifier> for Trust {
    fn from(key: &Verifier) -> Self {
        Self { keys: vec![key.clone()], policy: None }
    }
}
