//! Leaves that a database has lost, appended again from elsewhere: each checked, and written only where all together lead to
//! the root that this log has signed.

use std::sync::Arc;

use crate::audit::commitment;
use crate::audit::entry::Entry;
use crate::audit::hash::leaf_hash;
use crate::audit::leaf_source::LeafSource;
use crate::audit::rotation::{RETIRED, ROTATED};

use super::error::StorageError;
use super::log::{self, Leaf};
use super::log_keys;
use super::sidecar::{LogSealed, SeenBy};
use super::store::Storage;
use super::transaction::Beside;

/// So many leaves go into one transaction: it must not take longer than an act may.
const AT_ONCE: usize = 10_000;

/// Why leaves were not taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotRefilled {
    /// Nothing is missing, as far as the checkpoint file tells, or there is no such file.
    NothingMissing,
    /// The source ends before the checkpoint does; it holds so many leaves.
    EndsEarly(u64),
    /// A leaf of the source is none.
    NoLeaf(u64),
    /// The leaves lead to another root than the one that was signed.
    OtherRoot,
}

/// How far the log was brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refilled {
    /// How many leaves there were.
    pub from: u64,
    /// How many leaves there are now.
    pub to: u64,
}

impl Storage {
    /// Appends the leaves that the database has lost. `source` holds those from the database's own end on. Where its own
    /// checkpoint is of this log and reaches further than the file beside the database, that is what has to be reached.
    ///
    /// # Errors
    /// Where the database cannot be read or written, or what it still holds was altered.
    pub async fn refill(&self, source: LeafSource) -> Result<Result<Refilled, NotRefilled>, StorageError> {
        let have = self.recheck().await?;
        let Some(seen) = self.sidecar_checkpoint().await? else { return Ok(Err(NotRefilled::NothingMissing)) };
        let told = self.own_checkpoint(&source.checkpoint).await?;
        let reach = told.filter(|told| told.size > seen.size).unwrap_or_else(|| seen.clone());
        if have.size() >= seen.size {
            return Ok(Err(NotRefilled::NothingMissing));
        }
        let (from, mut tree, mut leaves) = (have.size(), have, Vec::new());
        let sealing = self.keys().entry_key();
        let (mut root_seen, mut about_keys) = (None, Vec::new());
        for body in source.leaves.into_iter().take(usize::try_from(reach.size - from).unwrap_or(usize::MAX)) {
            let Ok(entry) = Entry::from_bytes(&body) else { return Ok(Err(NotRefilled::NoLeaf(tree.size()))) };
            let hash = leaf_hash(&body);
            if [ROTATED, RETIRED].contains(&entry.kind.as_str()) {
                about_keys.push(tree.size());
            }
            tree.append(hash);
            if tree.size() == seen.size {
                root_seen = Some(tree.root());
            }
            let seal = commitment::entry_seal(&sealing, &hash);
            leaves.push(Leaf { case: entry.case, cseq: entry.cseq, hash, seal, body });
        }
        if tree.size() < reach.size {
            return Ok(Err(NotRefilled::EndsEarly(tree.size())));
        }
        if root_seen != Some(seen.root) || tree.root() != reach.root {
            return Ok(Err(NotRefilled::OtherRoot));
        }
        let mut at = from;
        for chunk in leaves.chunks(AT_ONCE) {
            let end = at + chunk.len() as u64;
            let of_chunk = about_keys.iter().copied().filter(|index| (at..end).contains(index)).collect();
            self.append_lost(at, Arc::from(chunk), of_chunk).await?;
            at = end;
        }
        self.compare_with_sidecar().await?;
        Ok(Ok(Refilled { from, to: at }))
    }

    async fn append_lost(&self, at: u64, leaves: Arc<[Leaf]>, about_keys: Arc<[u64]>) -> Result<(), StorageError> {
        self.write_past_the_seal(move |tx| {
            let (leaves, about_keys) = (Arc::clone(&leaves), Arc::clone(&about_keys));
            Box::pin(async move {
                for index in about_keys.iter() {
                    log_keys::remember(tx, *index).await?;
                }
                // Somebody else may have appended meanwhile, on another machine.
                let engine = tx.engine();
                if log::append(tx, &engine, &leaves).await? == at {
                    return Ok::<_, StorageError>(tx.keep_beside(Beside::Refill));
                }
                Err(StorageError::ChangedMeanwhile)
            })
        })
        .await
    }
}

/// Whether leaves from elsewhere could open the log again.
#[must_use]
pub fn may_help(sealed: &LogSealed) -> bool {
    sealed.lack == super::sidecar::Lack::Shorter && sealed.by == SeenBy::Sidecar
}
