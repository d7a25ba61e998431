//! Time stamps of checkpoints, beside them.

use super::error::StorageError;
use super::store::Storage;
use super::transaction::{Beside, Transaction};

/// What a time-stamping authority has answered about a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredStamp {
    /// How many leaves the checkpoint covers.
    pub size: u64,
    /// The name by which the authority is called here.
    pub stamper: String,
    /// When, by its clock (RFC 3339, UTC, milliseconds).
    pub stamped_at: String,
    /// When, by ours.
    pub taken_at: String,
    /// The answer (RFC 3161 section 2.4.2), over the note as it was signed first.
    pub answer: Vec<u8>,
}

type Row = (i64, String, String, String, Vec<u8>);

fn read_row((size, stamper, stamped_at, taken_at, answer): Row) -> StoredStamp {
    StoredStamp { size: size.cast_unsigned(), stamper, stamped_at, taken_at, answer }
}

impl Storage {
    /// Keeps a stamp that was opened. Where another process was faster, its stamp stays.
    ///
    /// # Errors
    /// Where there is no checkpoint of this size, or the database cannot be written.
    pub async fn keep_time_stamp(&self, stamp: StoredStamp) -> Result<(), StorageError> {
        self.write(move |tx| {
            let stamp = stamp.clone();
            Box::pin(async move {
                put(tx, &stamp).await?;
                Ok::<_, StorageError>(tx.keep_beside(Beside::TimeStamp))
            })
        })
        .await
    }

    /// The newest stamp by each authority, by its name.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn newest_time_stamps(&self) -> Result<Vec<StoredStamp>, StorageError> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT size, stamper, stamped_at, taken_at, answer FROM time_stamp AS one
            WHERE size = (SELECT MAX(size) FROM time_stamp AS other WHERE other.stamper = one.stamper)
            ORDER BY stamper",
        )
        .fetch_all(&mut *self.reader().await?)
        .await?;
        Ok(rows.into_iter().map(read_row).collect())
    }

    /// Stamps of checkpoints up to a size, the newest so many.
    ///
    /// # Errors
    /// As [`Storage::newest_time_stamps`].
    pub async fn time_stamps(&self, up_to: u64, at_most: u32) -> Result<Vec<StoredStamp>, StorageError> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT size, stamper, stamped_at, taken_at, answer FROM time_stamp WHERE size <= $1
            ORDER BY size DESC, stamper LIMIT $2",
        )
        .bind(up_to.cast_signed())
        .bind(i64::from(at_most))
        .fetch_all(&mut *self.reader().await?)
        .await?;
        Ok(rows.into_iter().map(read_row).collect())
    }
}

async fn put(tx: &mut Transaction, stamp: &StoredStamp) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO time_stamp (size, stamper, stamped_at, taken_at, answer) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (size, stamper) DO NOTHING",
    )
    .bind(stamp.size.cast_signed())
    .bind(stamp.stamper.as_str())
    .bind(stamp.stamped_at.as_str())
    .bind(stamp.taken_at.as_str())
    .bind(stamp.answer.as_slice())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
