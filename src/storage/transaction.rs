//! One act's view of the database while it writes, and the proof that it has left an entry.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};

use serde_json::Value;
use sqlx::pool::Pool;
use sqlx::{Any, AnyConnection, Executor};

use crate::audit::commitment::{self, Place};
use crate::audit::entry::{Draft, Entry};
use crate::audit::hash::{Hash, leaf_hash};
use crate::audit::ids::{CaseId, Origin};

use super::database::{Engine, next_savepoint};
use super::error::StorageError;
use super::keys::Keys;
use super::log::{self, Leaf, PlacedLeaf};
use super::sidecar::Seen;
use super::{authority, private_values};

/// A value that the entry commits to and that is kept sealed beside the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Private {
    /// Its name in the entry.
    pub field: String,
    /// The value.
    pub value: Value,
}

/// The proof that an entry was left; there is no other way to a [`Written`] that is kept.
#[derive(Debug)]
pub struct Recorded {
    /// The number of the entry within its case.
    pub cseq: u64,
    /// The hash of its leaf.
    pub leaf: Hash,
}

impl Recorded {
    /// Keeps what the act has written, and answers with a value once it is on the disk.
    pub fn with<T>(self, value: T) -> Written<T> {
        Written { value, kept: true }
    }
}

/// The writes that leave no entry. Each is made in one place of the storage, and nothing else of theirs is
/// written with them: everything that an act of somebody's comes to has its entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// A signed checkpoint only repeats what the log says, and so does one that is confirmed.
    Checkpoint,
    /// Leaves that the database had lost, in the places they had: they are entries themselves.
    Refill,
    /// What a witness has signed: it says that the log says this, and each line proves itself.
    Cosignature,
    /// That the log was closed: it takes no entry any more, and the first of the next log tells of it.
    EpochEnd,
    /// That a time-stamping authority has seen a checkpoint: each stamp proves itself.
    TimeStamp,
    /// When a session or token was last used: it changes with every minute that somebody works, moves nothing, and
    /// only ends sessions that nobody uses.
    LastUse,
    /// Which one-time code counted last, where it came with a single call and began no session: it moves nothing, and
    /// only keeps the code from counting twice.
    LastCode,
    /// Which notice is being sent, was sent or could not be: it moves nothing, and only keeps the same one from being sent
    /// twice.
    Notice,
    /// How often somebody was refused beyond what leaves an entry: one entry tells of it when the minute is over.
    Refusal,
    /// In whose queues a request stands: it repeats what the request's standing says, for whoever looks for it.
    Queue,
}

/// How an act ended: made only by [`Recorded::with`] or [`Written::unchanged`].
#[derive(Debug)]
pub struct Written<T> {
    pub(super) value: T,
    pub(super) kept: bool,
}

impl<T> Written<T> {
    /// Answers with a value and takes back whatever the act has written.
    pub fn unchanged(value: T) -> Self {
        Self { value, kept: false }
    }

    /// The value, before it is known to be on the disk.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// Answers with something made of the value.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Written<U> {
        Written { value: make(self.value), kept: self.kept }
    }
}

/// What the writers of one storage have in common.
pub(super) struct Shared {
    pub(super) engine: Engine,
    pub(super) pool: Pool<Any>,
    pub(super) keys: Arc<Keys>,
    /// The name of the log, once it is on the disk.
    pub(super) origin: OnceLock<Origin>,
    /// What others have seen of the log, and whether it is sealed for that.
    pub(super) seen: Seen,
}

/// The transaction in which an act writes; it cannot be committed by hand.
pub struct Transaction {
    inner: sqlx::Transaction<'static, Any>,
    shared: Arc<Shared>,
    pending: Vec<Leaf>,
    origin: Option<Origin>,
    // Set by an act that leaves no entry; forgotten before the next one of the group.
    beside: Option<Beside>,
}

impl Transaction {
    pub(super) async fn begin(shared: &Arc<Shared>) -> Result<Self, StorageError> {
        let begun = shared.pool.begin_with(shared.engine.begin_writing()).await;
        let inner = begun.map_err(|error| match StorageError::from(error) {
            StorageError::Unreachable { source, .. } => {
                StorageError::Unreachable { database: shared.engine.shown(), source }
            }
            other => other,
        })?;
        let origin = shared.origin.get().cloned();
        Ok(Self { inner, shared: Arc::clone(shared), pending: Vec::new(), origin, beside: None })
    }

    /// The keys of the installation.
    #[must_use]
    pub fn keys(&self) -> Arc<Keys> {
        Arc::clone(&self.shared.keys)
    }

    /// Leaves an entry in the log, in its place after the last one of its case. Several are allowed; all are
    /// committed with the tables or not at all. `private` values are sealed, and the entry commits to them.
    ///
    /// # Errors
    /// Where the entry breaks the form of the log, or the case has no key for its private values.
    pub async fn commit_with(&mut self, mut draft: Draft, private: Vec<Private>) -> Result<Recorded, StorageError> {
        let case = draft.case.to_string();
        let (cseq, prev) = self.next_place(draft.case, &case).await?;
        let origin = self.origin().await?;
        if !private.is_empty() {
            let key = self.shared.keys.of(&case)?;
            let salting = key.salting();
            for Private { field, value } in &private {
                let place = Place { case: draft.case, cseq, field };
                let commitment = commitment::commit(&commitment::salt(&salting, place), place, value)
                    .map_err(|error| StorageError::Unsealable(error.to_string()))?;
                draft.private.insert(field.clone(), commitment);
            }
            private_values::insert(&mut self.inner, &key, &case, cseq, &private).await?;
        }
        let case_id = draft.case;
        let body = draft.placed(origin, cseq, prev).to_bytes()?;
        let hash = leaf_hash(&body);
        let seal = commitment::entry_seal(&self.shared.keys.entry_key(), &hash);
        self.pending.push(Leaf { case: case_id, cseq, hash, seal, body });
        Ok(Recorded { cseq, leaf: hash })
    }

    /// The entries of a case, as [`log::entries_of`], with those that wait for the end of this transaction: of this act, and
    /// of the acts before it in the same group, whose rows stand in the tables already.
    ///
    /// # Errors
    /// [`StorageError::Tampered`] with the first leaf that does not hold.
    pub async fn entries_of(&mut self, case: &str) -> Result<Vec<Entry>, StorageError> {
        let mut leaves = log::leaves_of(&mut self.inner, case).await?;
        let here = self.pending.iter().filter(|leaf| leaf.case.to_string() == case);
        leaves.extend(here.map(|leaf| PlacedLeaf { index: u64::MAX, leaf: leaf.clone() }));
        log::chained(leaves, &self.shared.keys.entry_key(), case)
    }

    async fn next_place(&mut self, id: CaseId, case: &str) -> Result<(u64, Option<Hash>), StorageError> {
        if let Some(last) = self.pending.iter().rev().find(|leaf| leaf.case == id) {
            return Ok((last.cseq + 1, Some(last.hash)));
        }
        Ok(match log::last_of_case(&mut self.inner, case).await? {
            Some((cseq, hash)) => (cseq + 1, Some(hash)),
            None => (0, None),
        })
    }

    async fn origin(&mut self) -> Result<Origin, StorageError> {
        if let Some(origin) = &self.origin {
            return Ok(origin.clone());
        }
        // During the first act of an installation the name is in this transaction only.
        let origin = authority::origin(&mut self.inner).await?;
        self.origin = Some(origin.clone());
        Ok(origin)
    }

    /// The database that this is a transaction of.
    pub(super) fn engine(&self) -> Engine {
        self.shared.engine.clone()
    }

    /// How an official's row is held, where the database has to be told.
    pub(super) fn holding_an_official(&self) -> Option<&'static str> {
        self.shared.engine.hold_official()
    }

    /// Keeps what this act has written although it leaves no entry.
    pub(super) fn keep_beside(&mut self, what: Beside) -> Written<()> {
        self.beside = Some(what);
        Written { value: (), kept: true }
    }

    /// What the act that has just ended kept without an entry; the next one begins anew.
    pub(super) fn take_beside(&mut self) -> Option<Beside> {
        self.beside.take()
    }

    pub(super) fn entries(&self) -> usize {
        self.pending.len()
    }

    /// Opens the savepoint that every act of a group begins at.
    pub(super) async fn set_savepoint(&mut self) -> Result<(), StorageError> {
        self.inner.execute("SAVEPOINT act").await?;
        Ok(())
    }

    /// Keeps what was written since the savepoint and sets it anew.
    pub(super) async fn move_savepoint(&mut self) -> Result<(), StorageError> {
        Ok(next_savepoint(&mut self.inner).await?)
    }

    /// Takes back what was written since the savepoint, entries included; the savepoint stays.
    pub(super) async fn back_to_savepoint(&mut self, entries: usize) -> Result<(), StorageError> {
        self.inner.execute("ROLLBACK TO SAVEPOINT act").await?;
        self.pending.truncate(entries);
        Ok(())
    }

    /// Appends the entries to the tree: last of all, so that the head is locked for a short time only.
    pub(super) async fn append_entries(&mut self) -> Result<Option<(u64, Hash)>, StorageError> {
        match self.pending.first() {
            None => Ok(None),
            Some(first) => {
                let hash = first.hash;
                let index = log::append(&mut self.inner, &self.shared.engine, &self.pending).await?;
                Ok(Some((index, hash)))
            }
        }
    }

    pub(super) async fn commit(self) -> Result<(), sqlx::Error> {
        let Self { inner, shared, origin, .. } = self;
        inner.commit().await?;
        if let Some(origin) = origin {
            shared.origin.get_or_init(|| origin);
        }
        Ok(())
    }

    pub(super) async fn roll_back(self) -> Result<(), StorageError> {
        Ok(self.inner.rollback().await?)
    }
}

impl Deref for Transaction {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        &self.inner
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.inner
    }
}
