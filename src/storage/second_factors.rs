//! The table `second_factor`: the secret of an official's one-time codes and all that goes with it, sealed as one value.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use sqlx::{AnyConnection, Row as _};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::error::StorageError;
use super::keys::Keys;
use super::sealed::{self, Place};
use super::store::Storage;
use super::transaction::{Beside, Transaction, Written};

/// What is kept of an official's second factor.
#[derive(Clone, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct SecondFactor {
    /// The secret of the codes, 20 bytes.
    pub secret: Vec<u8>,
    /// Since when it counts.
    pub since: String,
    /// The 30-second step of the code that counted last: no code of this step or an earlier one counts again.
    pub last_step: u64,
    /// SHA-256 of the recovery codes that were not used, in hexadecimal digits.
    pub recovery: Vec<String>,
    /// The administrator who proposes to take it away.
    pub reset_by: Option<String>,
}

impl std::fmt::Debug for SecondFactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecondFactor").field("since", &self.since).finish_non_exhaustive()
    }
}

fn place<'a>(case: &'a str, official_id: &'a str) -> Place<'a> {
    Place { case, table: "second_factor", column: "sealed", row: official_id }
}

/// Writes an official's second factor. `case` is the authority's own chain.
///
/// # Errors
/// Where there is no such official.
pub async fn put(
    tx: &mut Transaction,
    case: &str,
    official_id: &str,
    factor: &SecondFactor,
    now: &str,
) -> Result<(), StorageError> {
    let text = serde_json::to_vec(factor).map_err(|error| StorageError::Unsealable(error.to_string()))?;
    let sealed = sealed::seal(&tx.keys().of(case)?.sealing(), place(case, official_id), &Zeroizing::new(text))?;
    sqlx::query(
        "INSERT INTO second_factor (official_id, sealed, changed_at) VALUES ($1, $2, $3)
        ON CONFLICT (official_id) DO UPDATE SET sealed = excluded.sealed, changed_at = excluded.changed_at",
    )
    .bind(official_id)
    .bind(sealed)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Reads an official's second factor.
///
/// # Errors
/// [`StorageError::Tampered`] where it was not written by [`put`] for this official.
pub async fn find(
    connection: &mut AnyConnection,
    keys: &Keys,
    case: &str,
    official_id: &str,
) -> Result<Option<SecondFactor>, StorageError> {
    let row = sqlx::query("SELECT sealed FROM second_factor WHERE official_id = $1")
        .bind(official_id)
        .fetch_optional(connection)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let place = place(case, official_id);
    let sealed: Vec<u8> = row.try_get("sealed")?;
    let text = Zeroizing::new(sealed::open(&keys.of(case)?.sealing(), place, &sealed)?);
    serde_json::from_slice(&text).map(Some).map_err(|_| StorageError::tampered(format!("the sealed value `{place}`")))
}

/// Who has a second factor, by id.
///
/// # Errors
/// Where the database cannot be read.
pub async fn list(connection: &mut AnyConnection) -> Result<BTreeSet<String>, StorageError> {
    let rows: Vec<(String,)> = sqlx::query_as("SELECT official_id FROM second_factor").fetch_all(connection).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Takes an official's second factor away; says whether there was one.
///
/// # Errors
/// Where the database cannot be written.
pub async fn remove(tx: &mut Transaction, official_id: &str) -> Result<bool, StorageError> {
    let done =
        sqlx::query("DELETE FROM second_factor WHERE official_id = $1").bind(official_id).execute(&mut **tx).await?;
    Ok(done.rows_affected() > 0)
}

impl Storage {
    /// Notes which code counted last, where it began no session: without an entry in the log. Says no where one of that
    /// step or a later one has counted meanwhile.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub async fn note_code(&self, case: &str, official_id: &str, step: u64, now: &str) -> Result<bool, StorageError> {
        let (case, id, now) = (case.to_owned(), official_id.to_owned(), now.to_owned());
        self.write(move |tx| {
            let (case, id, now) = (case.clone(), id.clone(), now.clone());
            Box::pin(async move {
                super::officials::lock_and_read(tx, &case, &id).await?;
                let keys = tx.keys();
                let Some(mut factor) = find(tx, &keys, &case, &id).await? else { return Ok(Written::unchanged(false)) };
                if step <= factor.last_step {
                    return Ok(Written::unchanged(false));
                }
                factor.last_step = step;
                put(tx, &case, &id, &factor, &now).await?;
                Ok::<_, StorageError>(tx.keep_beside(Beside::LastCode).map(|()| true))
            })
        })
        .await
    }
}
