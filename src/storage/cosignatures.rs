//! What witnesses have signed, line by line, beside the checkpoints.

use super::checkpoints::SignedCheckpoint;
use super::error::StorageError;
use super::store::Storage;
use super::transaction::{Beside, Transaction};

/// A line by which a witness vouches for a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosignature {
    /// The name of the witness's key, `+`, and its id in hexadecimal digits.
    pub witness: String,
    /// When, as the witness says.
    pub cosigned_at: String,
    /// The line, without its line break.
    pub line: String,
}

/// So many of the newest checkpoints are looked at for the one that most witnesses have signed.
const NEWEST: i64 = 20;

impl Storage {
    /// Keeps lines that were verified. Where a witness has signed this size before, the first line and the last are kept.
    ///
    /// # Errors
    /// Where there is no checkpoint of this size, or the database cannot be written.
    pub async fn keep_cosignatures(&self, size: u64, lines: Vec<Cosignature>) -> Result<(), StorageError> {
        self.write(move |tx| {
            let lines = lines.clone();
            Box::pin(async move {
                for line in &lines {
                    put(tx, size, line).await?;
                }
                Ok::<_, StorageError>(tx.keep_beside(Beside::Cosignature))
            })
        })
        .await
    }

    /// The lines under the checkpoint of this size, of each witness the one that it made last; for whoever hands it out.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn cosigned(&self, size: u64) -> Result<Vec<String>, StorageError> {
        Ok(self.cosignatures(size).await?.into_iter().map(|cosignature| cosignature.line).collect())
    }

    /// The same, with who and when.
    ///
    /// # Errors
    /// As [`Storage::cosigned`].
    pub async fn cosignatures(&self, size: u64) -> Result<Vec<Cosignature>, StorageError> {
        self.lines("SELECT witness, cosigned_at, line FROM cosignature WHERE size = $1 ORDER BY witness", size).await
    }

    /// The lines that the witnesses of this size made first: they bound the time of what the checkpoint covers.
    ///
    /// # Errors
    /// As [`Storage::cosigned`].
    pub async fn first_cosignatures(&self, size: u64) -> Result<Vec<Cosignature>, StorageError> {
        let first = "SELECT witness, COALESCE(first_at, cosigned_at), COALESCE(first_line, line)
            FROM cosignature WHERE size = $1 ORDER BY witness";
        self.lines(first, size).await
    }

    async fn lines(&self, query: &'static str, size: u64) -> Result<Vec<Cosignature>, StorageError> {
        let rows: Vec<(String, String, String)> =
            sqlx::query_as(query).bind(size.cast_signed()).fetch_all(&mut *self.reader().await?).await?;
        let row = |(witness, cosigned_at, line)| Cosignature { witness, cosigned_at, line };
        Ok(rows.into_iter().map(row).collect())
    }

    /// The note as it is handed out: the log's own lines, then those of the witnesses.
    ///
    /// # Errors
    /// As [`Storage::cosigned`].
    pub async fn handed_out(&self, signed: &SignedCheckpoint) -> Result<String, StorageError> {
        let lines = self.cosigned(signed.size).await?;
        Ok(lines.iter().fold(signed.note.clone(), |note, line| note + line + "\n"))
    }

    /// The checkpoint that covers a leaf and that most witnesses have signed, of the newest ones; none where none was signed
    /// by any.
    ///
    /// # Errors
    /// As [`Storage::cosigned`].
    pub async fn best_witnessed(&self, index: u64) -> Result<Option<SignedCheckpoint>, StorageError> {
        let rows: Vec<(i64, i64, String, String)> = sqlx::query_as(
            "SELECT checkpoint.size, COUNT(*), checkpoint.note, checkpoint.signed_at
            FROM cosignature JOIN checkpoint ON checkpoint.size = cosignature.size
            WHERE cosignature.size > $1
            GROUP BY checkpoint.size, checkpoint.note, checkpoint.signed_at
            ORDER BY checkpoint.size DESC LIMIT $2",
        )
        .bind(index.cast_signed())
        .bind(NEWEST)
        .fetch_all(&mut *self.reader().await?)
        .await?;
        let best = rows.into_iter().max_by_key(|(size, lines, ..)| (*lines, *size));
        Ok(best.map(|(size, _, note, signed_at)| SignedCheckpoint { size: size.cast_unsigned(), note, signed_at }))
    }

    /// The largest size that a witness has signed, and when it did so last.
    ///
    /// # Errors
    /// As [`Storage::cosigned`].
    pub async fn cosigned_last(&self, witness: &str) -> Result<Option<(u64, String)>, StorageError> {
        let row: Option<(i64, String)> =
            sqlx::query_as("SELECT size, cosigned_at FROM cosignature WHERE witness = $1 ORDER BY size DESC LIMIT 1")
                .bind(witness)
                .fetch_optional(&mut *self.reader().await?)
                .await?;
        Ok(row.map(|(size, at)| (size.cast_unsigned(), at)))
    }

    /// The sizes below a bound that any witness has signed, largest first.
    ///
    /// # Errors
    /// As [`Storage::cosigned`].
    pub async fn cosigned_sizes(&self, below: u64, at_most: u32) -> Result<Vec<u64>, StorageError> {
        let rows: Vec<(i64,)> =
            sqlx::query_as("SELECT DISTINCT size FROM cosignature WHERE size < $1 ORDER BY size DESC LIMIT $2")
                .bind(below.cast_signed())
                .bind(i64::from(at_most))
                .fetch_all(&mut *self.reader().await?)
                .await?;
        Ok(rows.into_iter().map(|(size,)| size.cast_unsigned()).collect())
    }

    /// When the first checkpoint beyond this size was signed by the log; the very first, where no size is given.
    ///
    /// # Errors
    /// As [`Storage::cosigned`].
    pub async fn signed_beyond(&self, size: Option<u64>) -> Result<Option<String>, StorageError> {
        let row: Option<(String,)> =
            sqlx::query_as("SELECT signed_at FROM checkpoint WHERE size > $1 ORDER BY size LIMIT 1")
                .bind(size.map_or(-1, u64::cast_signed))
                .fetch_optional(&mut *self.reader().await?)
                .await?;
        Ok(row.map(|(at,)| at))
    }
}

async fn put(tx: &mut Transaction, size: u64, cosignature: &Cosignature) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO cosignature (size, witness, cosigned_at, line) VALUES ($1, $2, $3, $4)
        ON CONFLICT (size, witness) DO UPDATE SET
            first_at = COALESCE(cosignature.first_at, cosignature.cosigned_at),
            first_line = COALESCE(cosignature.first_line, cosignature.line),
            cosigned_at = excluded.cosigned_at,
            line = excluded.line
        WHERE excluded.cosigned_at > cosignature.cosigned_at",
    )
    .bind(size.cast_signed())
    .bind(cosignature.witness.as_str())
    .bind(cosignature.cosigned_at.as_str())
    .bind(cosignature.line.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
