//! Signed checkpoints: made only of what has been read back from storage and hashed again.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sqlx::AnyConnection;

use crate::audit::checkpoint::Checkpoint;
use crate::audit::commitment::{self, Key};
use crate::audit::ids::Origin;
use crate::audit::key::{Scheme, Signer, Verifier};
use crate::audit::tree::Frontier;

use super::authority;
use super::error::StorageError;
use super::log;
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
    /// The keys that sign the log's checkpoints: Ed25519 first, then ML-DSA-44, both made of one seed.
    ///
    /// # Errors
    /// Where the installation has no name yet, or its seed is missing.
    pub async fn log_signers(&self) -> Result<[Signer; 2], StorageError> {
        let origin = authority::origin(&mut *self.reader().await?).await?;
        let seed = self.keys().log_seed()?;
        let other = commitment::derive(&seed, "ml-dsa-44");
        Ok([Signer::from_seed(origin.clone(), &seed), Signer::new(Scheme::MlDsa44, origin, &other)])
    }

    /// The public Ed25519 key of the log: what the authority publishes, and everybody verifies with.
    ///
    /// # Errors
    /// As [`Storage::log_signers`].
    pub async fn log_key(&self) -> Result<Verifier, StorageError> {
        Ok(self.log_signers().await?[0].verifier().clone())
    }

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
        let signer = Signer::from_seed(origin.clone(), &*self.keys().log_seed()?);
        let frontier = recheck(&mut snapshot, signer.verifier(), &self.keys().entry_key()).await?;
        Ok(frontier)
    }

    /// Signs the log as it is now, if it has grown since the last checkpoint, and keeps the note.
    ///
    /// # Errors
    /// As [`Storage::recheck`]; nothing is signed then.
    pub async fn sign_checkpoint(&self, now: &str) -> Result<SignedCheckpoint, StorageError> {
        let frontier = self.recheck().await?;
        let (size, root) = (frontier.size(), frontier.root());
        if let Some(last) = last(&mut *self.reader().await?).await?
            && last.size == size
        {
            return Ok(last);
        }
        let keys = self.log_signers().await?;
        let checkpoint = Checkpoint { origin: keys[0].verifier().name().clone(), size, root };
        let unsealable = |error: &dyn std::error::Error| StorageError::Unsealable(error.to_string());
        let at: Timestamp = now.parse().map_err(|error: jiff::Error| unsealable(&error))?;
        let seconds = u64::try_from(at.as_second()).unwrap_or_default();
        let note = checkpoint.sign(&keys, seconds).map_err(|error| unsealable(&error))?.to_string();
        let signed = SignedCheckpoint { size, note, signed_at: now.to_owned() };
        let kept = signed.clone();
        // Kept before it is given away: what is not durable must not be out in the world.
        self.write(move |tx| {
            let signed = kept.clone();
            Box::pin(async move {
                insert(tx, &signed).await?;
                Ok::<_, StorageError>(tx.keep_beside(Beside::Checkpoint))
            })
        })
        .await?;
        Ok(signed)
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

    /// The last checkpoint that was signed.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn last_checkpoint(&self) -> Result<Option<SignedCheckpoint>, StorageError> {
        last(&mut *self.reader().await?).await
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

async fn recheck(connection: &mut AnyConnection, verifier: &Verifier, sealing: &Key) -> Result<Frontier, StorageError> {
    let mut frontier = match last(connection).await? {
        None => Frontier::default(),
        Some(last) => trusted(connection, &last, verifier).await?,
    };
    loop {
        let leaves = log::leaves(connection, frontier.size(), LEAVES_AT_ONCE).await?;
        if leaves.is_empty() {
            break;
        }
        for placed in leaves {
            if placed.index != frontier.size() {
                return Err(StorageError::tampered(format!("leaf {} of the audit log", frontier.size())));
            }
            belongs(&placed.entry(sealing)?.origin, verifier.name(), placed.index)?;
            // Level 0 is the row that has just been hashed.
            for node in frontier.append(placed.leaf.hash).into_iter().skip(1) {
                if log::node(connection, node.level, node.index).await? != node.hash {
                    let at = format!("node {}/{} of the audit log", node.level, node.index);
                    return Err(StorageError::tampered(at));
                }
            }
        }
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
    let (mut bytes, mut start) = (signed.size.to_be_bytes().to_vec(), 0);
    // One complete subtree for each one bit of the size, largest first.
    for level in (0..64_u8).rev().filter(|level| signed.size >> level & 1 == 1) {
        bytes.extend(log::node(connection, level, start >> level).await?.as_bytes());
        start += 1_u64 << level;
    }
    let frontier = Frontier::from_bytes(&bytes).map_err(|_| altered())?;
    if signed.size == last.size && frontier.root() == signed.root { Ok(frontier) } else { Err(altered()) }
}

async fn last(connection: &mut AnyConnection) -> Result<Option<SignedCheckpoint>, StorageError> {
    let row: Option<(i64, String, String)> =
        sqlx::query_as("SELECT size, note, signed_at FROM checkpoint ORDER BY size DESC LIMIT 1")
            .fetch_optional(connection)
            .await?;
    Ok(row.map(|(size, note, signed_at)| SignedCheckpoint { size: size.cast_unsigned(), note, signed_at }))
}

async fn insert(tx: &mut Transaction, checkpoint: &SignedCheckpoint) -> Result<(), StorageError> {
    // Two who sign the same size sign the same text: the first stays.
    sqlx::query("INSERT INTO checkpoint (size, note, signed_at) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING")
        .bind(checkpoint.size.cast_signed())
        .bind(checkpoint.note.as_str())
        .bind(checkpoint.signed_at.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
