//! Signed checkpoints: made only of what has been read back from storage and hashed again.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sqlx::AnyConnection;

use crate::audit::checkpoint::Checkpoint;
use crate::audit::ids::Origin;
use crate::audit::key::Verifier;
use crate::audit::rotation::{RETIRED, ROTATED};
use crate::audit::tree::Frontier;

use super::authority;
use super::error::StorageError;
use super::heads;
use super::keys::Keys;
use super::log;
use super::log_keys;
use super::sidecar::edge_at;
use super::store::Storage;
use super::transaction::{Beside, Transaction};

/// So many leaves are read at once.
const LEAVES_AT_ONCE: u32 = 2000;

/// A checkpoint as it is kept and given away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    /// How many leaves it covers.
    pub size: u64,
    /// The signed note, line by line.
    pub note: String,
    /// When it was signed.
    pub signed_at: String,
}

impl Storage {
    /// Hashes again everything since the last checkpoint, and gives the right edge that results.
    ///
    /// # Errors
    /// [`StorageError::Tampered`] with what does not fit: a leaf, a node, the head, or the last checkpoint.
    pub async fn recheck(&self) -> Result<Frontier, StorageError> {
        let mut snapshot = self.snapshot().await?;
        let origin = match authority::find(&mut snapshot).await? {
            Some(row) => row.origin()?,
            None => return empty(&mut snapshot).await,
        };
        recheck(&mut snapshot, &origin, self.keys()).await
    }

    /// Signs the log as it is now, if it has grown since the last checkpoint, and keeps the note: in the database, then in
    /// the file beside it.
    ///
    /// # Errors
    /// As [`Storage::recheck`], and [`StorageError::LogSealed`]; nothing is signed then.
    pub async fn sign_checkpoint(&self, now: &str) -> Result<SignedCheckpoint, StorageError> {
        let frontier = self.may_be_signed().await?;
        if let Some(last) = newest(&mut *self.reader().await?).await?
            && last.size == frontier.size()
        {
            return Ok(last);
        }
        let signed = self.signed(&frontier, now).await?;
        self.keep(&signed, false).await?;
        // Another machine may have signed this size first: its note is the one that is kept.
        let kept = of_size(&mut *self.reader().await?, signed.size).await?;
        let kept = kept.filter(|kept| text_of(kept) == text_of(&signed));
        let kept = kept.ok_or_else(|| StorageError::tampered(format!("the checkpoint of size {}", signed.size)))?;
        self.keep_in_sidecar(&kept.note, kept.size).await?;
        Ok(kept)
    }

    /// Reads the right edge again and signs the same size anew, so that the time under it says when the log was last
    /// looked at; where the log has grown meanwhile, this signs it as it is.
    ///
    /// # Errors
    /// As [`Storage::sign_checkpoint`].
    pub async fn confirm_checkpoint(&self, now: &str) -> Result<SignedCheckpoint, StorageError> {
        let frontier = self.may_be_signed().await?;
        let last = last(&mut *self.reader().await?).await?;
        if last.is_none_or(|last| last.size != frontier.size()) {
            return self.sign_checkpoint(now).await;
        }
        let signed = self.signed(&frontier, now).await?;
        self.keep(&signed, true).await?;
        self.keep_in_sidecar(&signed.note, signed.size).await?;
        Ok(signed)
    }

    /// Kept before it is given away: what is not durable must not be out in the world.
    async fn keep(&self, signed: &SignedCheckpoint, confirms: bool) -> Result<(), StorageError> {
        let new = signed.clone();
        self.write(move |tx| {
            let signed = new.clone();
            Box::pin(async move {
                if confirms {
                    confirm(tx, &signed).await?;
                } else {
                    insert(tx, &signed).await?;
                }
                Ok::<_, StorageError>(tx.keep_beside(Beside::Checkpoint))
            })
        })
        .await
    }

    /// How many leaves there are, and the newest checkpoint: what tells whether there is anything to sign.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn standing(&self) -> Result<(u64, Option<SignedCheckpoint>), StorageError> {
        let mut reader = self.reader().await?;
        let size = log::size(&mut reader).await?;
        Ok((size, newest(&mut reader).await?))
    }

    /// The right edge of the log, read back and hashed again, if it goes on from all that was seen of it.
    async fn may_be_signed(&self) -> Result<Frontier, StorageError> {
        let frontier = self.recheck().await?;
        match self.compare_with_sidecar().await?.or_else(|| self.sealed()) {
            Some(sealed) => Err(StorageError::LogSealed(sealed)),
            None => Ok(frontier),
        }
    }

    async fn signed(&self, frontier: &Frontier, now: &str) -> Result<SignedCheckpoint, StorageError> {
        let (size, root) = (frontier.size(), frontier.root());
        let (origin, rotations) = {
            let mut reader = self.reader().await?;
            (authority::origin(&mut reader).await?, self.rotations_in(&mut reader).await?)
        };
        // Those of this size: new ones may have begun to sign meanwhile.
        let keys = log_keys::signers(self.keys(), &origin, &rotations, size)?;
        let checkpoint = Checkpoint { origin, size, root };
        let unsealable = |error: &dyn std::error::Error| StorageError::Unsealable(error.to_string());
        let at: Timestamp = now.parse().map_err(|error: jiff::Error| unsealable(&error))?;
        let seconds = u64::try_from(at.as_second()).unwrap_or_default();
        let note = checkpoint.sign(&keys, seconds).map_err(|error| unsealable(&error))?.to_string();
        Ok(SignedCheckpoint { size, note, signed_at: now.to_owned() })
    }

    /// The last checkpoint of each day that is smaller than `below` leaves, by size: the newest so many.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn checkpoints_by_day(&self, below: u64, at_most: u32) -> Result<BTreeMap<u64, String>, StorageError> {
        let rows: Vec<(i64, String)> = sqlx::query_as(
            "SELECT size, note FROM checkpoint WHERE size IN (
                SELECT MAX(size) FROM checkpoint WHERE size < $1 GROUP BY SUBSTR(signed_at, 1, 10)
            ) ORDER BY size DESC LIMIT $2",
        )
        .bind(below.cast_signed())
        .bind(i64::from(at_most))
        .fetch_all(&mut *self.reader().await?)
        .await?;
        Ok(rows.into_iter().map(|(size, note)| (size.cast_unsigned(), note)).collect())
    }

    /// The checkpoint of a size as it was signed first: this note stays as it is.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn first_signed(&self, size: u64) -> Result<Option<SignedCheckpoint>, StorageError> {
        of_size(&mut *self.reader().await?, size).await
    }

    /// The last checkpoint that was signed, as it was last confirmed.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn last_checkpoint(&self) -> Result<Option<SignedCheckpoint>, StorageError> {
        newest(&mut *self.reader().await?).await
    }
}

/// Before there is an authority there is nothing to sign, and nothing may be there.
async fn empty(connection: &mut AnyConnection) -> Result<Frontier, StorageError> {
    let frontier = log::head(connection).await?;
    if frontier.size() == 0 && log::leaves(connection, 0, 1).await?.is_empty() {
        return Ok(frontier);
    }
    Err(StorageError::tampered("the audit log"))
}

async fn recheck(connection: &mut AnyConnection, origin: &Origin, keys: &Keys) -> Result<Frontier, StorageError> {
    let sealing = keys.entry_key();
    let rotations = log_keys::rotations(connection, &sealing).await?;
    let mut frontier = match last(connection).await? {
        None => Frontier::default(),
        Some(last) => {
            let key = log_keys::checking(keys, origin, &rotations, last.size)?;
            trusted(connection, &last, &key).await?
        }
    };
    loop {
        let leaves = log::leaves(connection, frontier.size(), LEAVES_AT_ONCE).await?;
        if leaves.is_empty() {
            break;
        }
        let mut finished = Vec::new();
        for placed in leaves {
            if placed.index != frontier.size() {
                return Err(StorageError::tampered(format!("leaf {} of the audit log", frontier.size())));
            }
            let entry = placed.entry(&sealing)?;
            belongs(&entry.origin, origin, placed.index)?;
            if entry.kind == heads::KIND {
                heads::hold(connection, placed.index, &entry).await?;
            }
            if [ROTATED, RETIRED].contains(&entry.kind.as_str()) && !rotations.tells_of(placed.index) {
                return Err(StorageError::tampered(format!("the keys that leaf {} tells of", placed.index)));
            }
            // Level 0 is the row that has just been hashed.
            finished.extend(frontier.append(placed.leaf.hash).into_iter().skip(1));
        }
        log::hold_nodes(connection, &finished).await?;
    }
    if log::head(connection).await? == frontier {
        Ok(frontier)
    } else {
        Err(StorageError::tampered("the head of the audit log"))
    }
}

fn belongs(origin: &Origin, ours: &Origin, index: u64) -> Result<(), StorageError> {
    if origin == ours {
        Ok(())
    } else {
        Err(StorageError::tampered(format!("the origin of leaf {index} of the audit log")))
    }
}

/// The right edge at the last checkpoint, if the stored nodes still lead to the root that was signed.
async fn trusted(
    connection: &mut AnyConnection,
    last: &SignedCheckpoint,
    verifier: &Verifier,
) -> Result<Frontier, StorageError> {
    let altered = || StorageError::tampered(format!("the checkpoint of size {}", last.size));
    let signed = Checkpoint::open(last.note.as_bytes(), verifier).map_err(|_| altered())?;
    let frontier = edge_at(connection, signed.size).await?;
    if signed.size == last.size && frontier.root() == signed.root { Ok(frontier) } else { Err(altered()) }
}

type Row = (i64, String, String);

fn read_row((size, note, signed_at): Row) -> SignedCheckpoint {
    SignedCheckpoint { size: size.cast_unsigned(), note, signed_at }
}

async fn last(connection: &mut AnyConnection) -> Result<Option<SignedCheckpoint>, StorageError> {
    let row: Option<Row> = sqlx::query_as("SELECT size, note, signed_at FROM checkpoint ORDER BY size DESC LIMIT 1")
        .fetch_optional(connection)
        .await?;
    Ok(row.map(read_row))
}

async fn of_size(connection: &mut AnyConnection, size: u64) -> Result<Option<SignedCheckpoint>, StorageError> {
    let row: Option<Row> = sqlx::query_as("SELECT size, note, signed_at FROM checkpoint WHERE size = $1")
        .bind(size.cast_signed())
        .fetch_optional(connection)
        .await?;
    Ok(row.map(read_row))
}

/// The last checkpoint, with the newer note where it was confirmed since. A note that says something else of that size is
/// not by this program: the first one stands.
async fn newest(connection: &mut AnyConnection) -> Result<Option<SignedCheckpoint>, StorageError> {
    let Some(last) = last(&mut *connection).await? else { return Ok(None) };
    let row: Option<Row> =
        sqlx::query_as("SELECT size, note, signed_at FROM heartbeat WHERE id = 'heartbeat' AND size = $1")
            .bind(last.size.cast_signed())
            .fetch_optional(connection)
            .await?;
    let confirmed = row.map(read_row).filter(|confirmed| text_of(confirmed) == text_of(&last));
    Ok(Some(confirmed.unwrap_or(last)))
}

/// What is signed: all but the lines of signatures.
fn text_of(checkpoint: &SignedCheckpoint) -> Option<&str> {
    checkpoint.note.rsplit_once("\n\n").map(|(text, _)| text)
}

/// Puts a note in the place of the one by which the log was confirmed before. A machine whose clock is behind takes nothing
/// newer away.
async fn confirm(tx: &mut Transaction, checkpoint: &SignedCheckpoint) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO heartbeat (id, size, note, signed_at) VALUES ('heartbeat', $1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET size = excluded.size, note = excluded.note, signed_at = excluded.signed_at
        WHERE heartbeat.size < excluded.size
            OR heartbeat.size = excluded.size AND heartbeat.signed_at < excluded.signed_at",
    )
    .bind(checkpoint.size.cast_signed())
    .bind(checkpoint.note.as_str())
    .bind(checkpoint.signed_at.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn insert(tx: &mut Transaction, checkpoint: &SignedCheckpoint) -> Result<(), StorageError> {
    // Two machines that sign the same size sign the same text: the first stays.
    sqlx::query("INSERT INTO checkpoint (size, note, signed_at) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING")
        .bind(checkpoint.size.cast_signed())
        .bind(checkpoint.note.as_str())
        .bind(checkpoint.signed_at.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
