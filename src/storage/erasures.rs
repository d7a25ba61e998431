//! Forgetting what a request said: which requests are erased, and what is taken out of tables and files. Source: UNCC 36.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;

use super::database::Engine;
use super::error::StorageError;
use super::store::Storage;
use super::transaction::Transaction;

/// How much was taken out of the tables.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Blanked {
    /// Wordings of the request, its decision, results, renewals, uses.
    pub wordings: u64,
    /// Documents, with their names.
    pub documents: u64,
    /// Messages.
    pub messages: u64,
    /// Reasons, and whatever else entries commit to.
    pub values: u64,
}

/// A request whose content is erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasedRow {
    /// The request.
    pub id: String,
    /// Whether its key and its bytes were seen to be gone.
    pub finished: bool,
}

/// Takes everything out of a request's rows that was said in it, and lets nobody in any more. What the log tells stays:
/// which documents there were, of which type and size, and when what was sent.
///
/// # Errors
/// [`StorageError::ChangedMeanwhile`] where it is erased already.
pub async fn blank(tx: &mut Transaction, id: &str, now: &str, basis: &str) -> Result<Blanked, StorageError> {
    let done = sqlx::query(
        "UPDATE assistance_request SET title_sealed = $1, registry_number_sealed = NULL, erased_at = $2, erased_basis = $3,
            sealed_because = CASE WHEN sealed_because IS NULL THEN NULL ELSE '—' END,
            erasure_proposed_at = NULL, version = version + 1
        WHERE id = $4 AND erased_at IS NULL",
    )
    .bind(Vec::<u8>::new())
    .bind(now)
    .bind(basis)
    .bind(id)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() != 1 {
        return Err(StorageError::ChangedMeanwhile);
    }
    let parts = "DELETE FROM document_part WHERE document_id IN (SELECT id FROM document WHERE request_id = $1)";
    sqlx::query(parts).bind(id).execute(&mut **tx).await?;
    for table in ["DELETE FROM queue_anew WHERE request_id = $1", "DELETE FROM person_request WHERE request_id = $1"] {
        sqlx::query(table).bind(id).execute(&mut **tx).await?;
    }
    Ok(Blanked {
        wordings: emptied(tx, "UPDATE subject SET sealed = $1 WHERE request_id = $2", id).await?,
        documents: emptied(tx, "UPDATE document SET name_sealed = $1, sha256_sealed = NULL WHERE request_id = $2", id)
            .await?,
        messages: emptied(tx, "UPDATE message SET body_sealed = $1 WHERE request_id = $2", id).await?,
        values: emptied(tx, "UPDATE private_value SET sealed = $1 WHERE case_id = $2", id).await?,
    })
}

async fn emptied(tx: &mut Transaction, sql: &'static str, id: &str) -> Result<u64, StorageError> {
    let done = sqlx::query(sql).bind(Vec::<u8>::new()).bind(id).execute(&mut **tx).await?;
    Ok(done.rows_affected())
}

/// Notes that an erasure waits for a second administrator, or does not any more.
///
/// # Errors
/// Where the database cannot be written.
pub async fn set_proposed(tx: &mut Transaction, id: &str, at: Option<&str>) -> Result<(), StorageError> {
    sqlx::query("UPDATE assistance_request SET erasure_proposed_at = $1 WHERE id = $2")
        .bind(at.map(ToOwned::to_owned))
        .bind(id)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Notes that key and bytes of an erased request are gone; whether it had not been noted yet.
///
/// # Errors
/// Where the database cannot be written.
pub async fn set_finished(tx: &mut Transaction, id: &str, now: &str) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE assistance_request SET erasure_finished_at = $1
        WHERE id = $2 AND erased_at IS NOT NULL AND erasure_finished_at IS NULL",
    )
    .bind(now)
    .bind(id)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The requests whose content is erased.
///
/// # Errors
/// Where the database cannot be read.
pub async fn list(connection: &mut AnyConnection) -> Result<Vec<ErasedRow>, StorageError> {
    let rows: Vec<(String, Option<String>)> = sqlx::query_as(
        "SELECT id, erasure_finished_at FROM assistance_request WHERE erased_at IS NOT NULL ORDER BY erased_at, id",
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|(id, finished)| ErasedRow { id, finished: finished.is_some() }).collect())
}

/// The references of requests whose erasure waits for a second administrator, the oldest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn list_proposed(connection: &mut AnyConnection) -> Result<Vec<String>, StorageError> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT reference FROM assistance_request
        WHERE erasure_proposed_at IS NOT NULL AND erased_at IS NULL ORDER BY erasure_proposed_at, id",
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|(reference,)| reference).collect())
}

impl Storage {
    /// Sees whether the list of destroyed keys can be written, before anything is erased that it would have to tell of.
    ///
    /// # Errors
    /// [`StorageError::File`] where it cannot be.
    pub async fn try_noting_erasures(&self) -> Result<(), StorageError> {
        self.with_keys(|keys| keys.note_erasures(&[])).await
    }

    /// The cases that the list outside the data folder names.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub async fn noted_erasures(&self) -> Result<BTreeSet<String>, StorageError> {
        self.with_keys(super::keys::Keys::erasures).await
    }

    /// Whether any of these has a key, although it was destroyed once.
    ///
    /// # Errors
    /// Where the keys cannot be looked at.
    pub async fn any_key_of(&self, ids: &BTreeSet<String>) -> Result<bool, StorageError> {
        let ids = ids.clone();
        self.with_keys(move |keys| Ok(ids.iter().any(|id| keys.has(id)))).await
    }

    /// Notes a case in the list outside the data folder, unless it stands there, and destroys its key; whether there was one.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub async fn destroy_key(&self, case: &str, noted: bool) -> Result<bool, StorageError> {
        let case = case.to_owned();
        self.with_keys(move |keys| {
            // The list first: a key that is gone and stands nowhere would come back with an older folder.
            if !noted {
                keys.note_erasures(&[&case])?;
            }
            keys.destroy(&case)
        })
        .await
    }

    /// Takes bytes that were deleted out of what the database keeps of older states. Of SQLite that is the journal of writes:
    /// in the file itself they were overwritten when they were deleted. What PostgreSQL keeps in its tables until it vacuums
    /// them, and in its journal, only its operator can take away; without the key nothing in it opens.
    ///
    /// # Errors
    /// [`StorageError::Busy`] where somebody still reads an older state.
    pub async fn forget_older_states(&self) -> Result<(), StorageError> {
        if !matches!(self.engine(), Engine::Sqlite(_)) {
            return Ok(());
        }
        let (busy, _, _): (i64, i64, i64) =
            sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *self.writable().await?).await?;
        if busy == 0 { Ok(()) } else { Err(StorageError::Busy(std::sync::Arc::new(sqlx::Error::PoolTimedOut))) }
    }

    pub(super) async fn with_keys<T: Send + 'static>(
        &self,
        work: impl FnOnce(&super::keys::Keys) -> Result<T, StorageError> + Send + 'static,
    ) -> Result<T, StorageError> {
        let keys = std::sync::Arc::clone(self.keys());
        tokio::task::spawn_blocking(move || work(&keys)).await.map_err(|_| StorageError::Panicked)?
    }
}
