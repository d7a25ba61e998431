//! The end of a log, where it was closed because something had happened to it.

use sqlx::AnyConnection;

use super::error::StorageError;
use super::store::Storage;
use super::transaction::{Beside, Transaction};

/// How a log was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpochEnd {
    /// So many leaves count.
    pub size: u64,
    /// The checkpoint over them, with the lines of those who had signed it.
    pub note: String,
    /// What had happened, in one word.
    pub incident: String,
    /// When it was closed.
    pub closed_at: String,
    /// The id of the official who has closed it.
    pub closed_by: String,
}

impl Storage {
    /// Closes the log for ever, sealed or not; whoever was faster has closed it.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub async fn close_epoch(&self, end: EpochEnd) -> Result<EpochEnd, StorageError> {
        self.write_past_the_seal(move |tx| {
            let end = end.clone();
            Box::pin(async move {
                put(tx, &end).await?;
                Ok::<_, StorageError>(tx.keep_beside(Beside::EpochEnd))
            })
        })
        .await?;
        self.compare_with_sidecar().await?;
        let end = find(&mut *self.reader().await?).await?;
        end.ok_or_else(|| StorageError::missing("the end of the log"))
    }

    /// How the log was closed, if it was.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn epoch_end(&self) -> Result<Option<EpochEnd>, StorageError> {
        find(&mut *self.reader().await?).await
    }
}

pub(super) async fn find(connection: &mut AnyConnection) -> Result<Option<EpochEnd>, StorageError> {
    let row: Option<(i64, String, String, String, String)> =
        sqlx::query_as("SELECT size, note, incident, closed_at, closed_by FROM epoch_end WHERE id = 'end'")
            .fetch_optional(connection)
            .await?;
    Ok(row.map(|(size, note, incident, closed_at, closed_by)| EpochEnd {
        size: size.cast_unsigned(),
        note,
        incident,
        closed_at,
        closed_by,
    }))
}

async fn put(tx: &mut Transaction, end: &EpochEnd) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO epoch_end (id, size, note, incident, closed_at, closed_by) VALUES ('end', $1, $2, $3, $4, $5)
        ON CONFLICT (id) DO NOTHING",
    )
    .bind(end.size.cast_signed())
    .bind(end.note.as_str())
    .bind(end.incident.as_str())
    .bind(end.closed_at.as_str())
    .bind(end.closed_by.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
