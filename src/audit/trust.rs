//! Whom a reader believes when they verify: keys of the log, a policy, or both. It never comes from what is verified.

use super::checkpoint::{Checkpoint, CheckpointError};
use super::ids::Origin;
use super::key::Verifier;
use super::note::Note;
use super::policy::{Judged, Policy};
use super::rotation::Rotations;
use super::time_stamp::Roots;

/// What the reader brings. With nothing in it, nothing is believed.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// Keys of the log: every one of them must have signed.
    pub keys: Vec<Verifier>,
    /// Logs and witnesses, and how many of these must have signed.
    pub policy: Option<Policy>,
    /// Certificates that lead to time-stamping authorities: with none, time stamps are not looked at.
    pub clocks: Roots,
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

impl Trust {
    /// Believes a checkpoint by what the log itself says of its keys, for a reader who brought one of them: every key that
    /// signs a log of that size has signed, and no other has.
    ///
    /// # Errors
    /// As [`Trust::open`], and where a key of the log has signed out of its time.
    pub(super) fn open_by(&self, bytes: &[u8], rotations: &Rotations) -> Result<Judged, CheckpointError> {
        let note = Note::parse(bytes)?;
        let size = Checkpoint::heading(note.unverified_text())?.size;
        rotations.hold(&note, size).map_err(CheckpointError::Keys)?;
        let mut keys = rotations.signing(size);
        keys.retain(|key| note.lines_of(key).next().is_some());
        let policy = self.policy.as_ref().map(|policy| policy.with_logs(&keys));
        Self { keys, policy, ..Self::default() }.open(bytes)
    }

    /// The reader's keys of a log.
    pub(super) fn keys_of<'a>(&'a self, origin: &'a Origin) -> impl Iterator<Item = &'a Verifier> {
        let logs = self.policy.iter().flat_map(Policy::logs).map(|log| &log.key);
        self.keys.iter().chain(logs).filter(move |key| key.name() == origin)
    }

    /// Where the newest of the reader's keys stands among those of the log; none where one of the keys that must have signed
    /// is no key of the log, or the reader has none of it.
    pub(super) fn place_in(&self, rotations: &Rotations) -> Option<usize> {
        if self.keys.iter().any(|key| rotations.place_of(key).is_none()) {
            return None;
        }
        let logs = self.policy.iter().flat_map(Policy::logs).map(|log| &log.key);
        self.keys.iter().chain(logs).filter_map(|key| rotations.place_of(key)).max()
    }
}

impl From<&Verifier> for Trust {
    fn from(key: &Verifier) -> Self {
        Self { keys: vec![key.clone()], ..Self::default() }
    }
}
