//! Takes away checkpoints that newer ones stand for: a log that is signed each second would grow most by its own signatures.

use super::error::StorageError;
use super::store::Storage;
use super::transaction::Beside;

/// So many go in one transaction.
const AT_ONCE: i64 = 1000;

impl Storage {
    /// Takes away checkpoints signed before a moment (RFC 3339, UTC, milliseconds) that a newer one of the same hour follows
    /// and no witness has signed, unless it is the last before a leaf about keys; says how many they were. A receipt that was given out has its own copy, and what an
    /// earlier checkpoint proves the newer one proves too. The tables themselves refuse to lose any other.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub async fn thin_checkpoints(&self, before: &str) -> Result<u64, StorageError> {
        let mut gone = 0;
        loop {
            let before = before.to_owned();
            let part = self.write(move |tx| {
                let before = before.clone();
                Box::pin(async move {
                    let done = sqlx::query(
                        "DELETE FROM checkpoint WHERE size IN (
                            SELECT old.size FROM checkpoint AS old
                            WHERE old.signed_at < $1
                                AND old.size NOT IN (
                                    SELECT MAX(size) FROM checkpoint GROUP BY SUBSTR(signed_at, 1, 13)
                                )
                                AND old.size NOT IN (
                                    SELECT MAX(kept.size) FROM checkpoint AS kept
                                    JOIN key_leaf ON kept.size <= key_leaf.idx
                                    GROUP BY key_leaf.idx
                                )
                                AND NOT EXISTS (SELECT 1 FROM cosignature WHERE cosignature.size = old.size)
                                AND NOT EXISTS (SELECT 1 FROM time_stamp WHERE time_stamp.size = old.size)
                            ORDER BY old.size
                            LIMIT $2
                        )",
                    )
                    .bind(before)
                    .bind(AT_ONCE)
                    .execute(&mut **tx)
                    .await?;
                    Ok::<_, StorageError>(tx.keep_beside(Beside::Checkpoint).map(|()| done.rows_affected()))
                })
            });
            let part = part.await?;
            gone += part;
            if part < AT_ONCE.cast_unsigned() {
                return Ok(gone);
            }
        }
    }
}
