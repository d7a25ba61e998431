//! The table `answered_call`: what calls came to that may be sent twice, committed with what they did.

use super::error::StorageError;
use super::sealed::{self, Place};
use super::transaction::Transaction;

/// A call that may be sent twice.
#[derive(Debug, Clone, Copy)]
pub struct AnsweredCall<'a> {
    /// Who sends it.
    pub official_id: &'a str,
    /// What they call it.
    pub key: &'a str,
    /// The digest of what is asked.
    pub fingerprint: &'a str,
    /// The case under whose key the answer is sealed.
    pub case: &'a str,
}

impl AnsweredCall<'_> {
    fn place(&self) -> Place<'_> {
        Place { case: self.case, table: "answered_call", column: "answer_sealed", row: self.key }
    }
}

/// What the table knows of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Nothing: it was claimed for the act that runs now, which ends with [`keep`].
    New,
    /// It was answered with these bytes.
    Answered(Vec<u8>),
    /// Something else was asked under the same key.
    Other,
}

/// Claims a call for the act that runs now, or finds how it was answered; what was answered before `forget_before` counts
/// no more, and its key is free. Whoever sends the same call at the same moment waits here until the first one is on the
/// disk.
///
/// # Errors
/// Where the answer was altered by hand.
pub async fn claim(
    tx: &mut Transaction,
    call: AnsweredCall<'_>,
    now: &str,
    forget_before: &str,
) -> Result<Known, StorageError> {
    let claimed = sqlx::query(
        "INSERT INTO answered_call (official_id, key, fingerprint, answer_sealed, answered_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (official_id, key) DO UPDATE
        SET fingerprint = excluded.fingerprint, answer_sealed = excluded.answer_sealed, answered_at = excluded.answered_at
        WHERE answered_call.answered_at < $6",
    )
    .bind(call.official_id)
    .bind(call.key)
    .bind(call.fingerprint)
    .bind(Vec::<u8>::new())
    .bind(now)
    .bind(forget_before)
    .execute(&mut **tx)
    .await?;
    if claimed.rows_affected() == 1 {
        return Ok(Known::New);
    }
    let (fingerprint, answer): (String, Vec<u8>) = sqlx::query_as(
        "SELECT fingerprint, answer_sealed FROM answered_call
        WHERE official_id = $1 AND key = $2",
    )
    .bind(call.official_id)
    .bind(call.key)
    .fetch_one(&mut **tx)
    .await?;
    if fingerprint != call.fingerprint {
        return Ok(Known::Other);
    }
    let key = tx.keys().of(call.case)?.sealing();
    Ok(Known::Answered(sealed::open(&key, call.place(), &answer)?))
}

/// Keeps the answer of a claimed call, and forgets what this official was answered before `forget_before`.
///
/// # Errors
/// Where it cannot be sealed.
pub async fn keep(
    tx: &mut Transaction,
    call: AnsweredCall<'_>,
    answer: &[u8],
    forget_before: &str,
) -> Result<(), StorageError> {
    let key = tx.keys().of(call.case)?.sealing();
    let sealed = sealed::seal(&key, call.place(), answer)?;
    sqlx::query("UPDATE answered_call SET answer_sealed = $1 WHERE official_id = $2 AND key = $3")
        .bind(sealed)
        .bind(call.official_id)
        .bind(call.key)
        .execute(&mut **tx)
        .await?;
    sqlx::query("DELETE FROM answered_call WHERE official_id = $1 AND answered_at < $2")
        .bind(call.official_id)
        .bind(forget_before)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
