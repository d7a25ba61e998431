//! The table `credential`: sessions and API tokens, by a MAC of their secret; a row that was not written here opens nothing.

mod row;

use sqlx::{AnyConnection, AssertSqlSafe};

use crate::domain::secret::Secret;

use super::calendars;
use super::error::StorageError;
use super::keys::Keys;
use super::officials;
use super::sealed;
use super::store::Storage;
use super::transaction::{Beside, Transaction, Written};

use row::{COLUMNS, Joined, Stored, all_columns, label_place, mac_of, seal_of};

pub use row::{CredentialRow, Found, Listed};

/// Adds a credential. `case` is the authority's own chain.
///
/// # Errors
/// Where there is no such official.
pub async fn insert(
    tx: &mut Transaction,
    case: &str,
    row: &CredentialRow,
    secret: &Secret,
) -> Result<(), StorageError> {
    let keys = tx.keys();
    let key = keys.of(case)?.sealing();
    let label = row.label.as_ref().map(|label| sealed::seal(&key, label_place(case, &row.id), label.as_bytes()));
    let secret_mac = mac_of(&keys, secret);
    let sql = format!(
        "INSERT INTO credential ({}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        all_columns()
    );
    sqlx::query(AssertSqlSafe(sql))
        .bind(row.id.as_str())
        .bind(row.official_id.as_str())
        .bind(row.kind.as_str())
        .bind(label.transpose()?)
        .bind(row.scopes.as_str())
        .bind(secret_mac.as_str())
        .bind(seal_of(&keys, row, &secret_mac))
        .bind(row.issued_at.as_str())
        .bind(row.expires_at.as_str())
        .bind(row.used_at.as_str())
        .bind(row.revoked_at.clone())
        .bind(row.assurance)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Raises a session that counts, from being known by password to being known by password and code; says whether it did.
/// Its secret stays.
///
/// # Errors
/// [`StorageError::Tampered`] where the row was not written by this program.
pub async fn raise(tx: &mut Transaction, id: &str) -> Result<bool, StorageError> {
    let keys = tx.keys();
    let sql = format!("SELECT {} FROM credential WHERE id = $1 AND revoked_at IS NULL", all_columns());
    let found: Option<Stored> = sqlx::query_as(AssertSqlSafe(sql)).bind(id).fetch_optional(&mut **tx).await?;
    let Some(stored) = found else { return Ok(false) };
    let (row, secret_mac) = stored.genuine(&keys)?;
    let raised = CredentialRow { assurance: 2, ..row };
    let done = sqlx::query("UPDATE credential SET assurance = 2, seal = $1 WHERE id = $2 AND used_at = $3")
        .bind(seal_of(&keys, &raised, &secret_mac))
        .bind(id)
        .bind(raised.used_at.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Finds what a secret belongs to, and whose it is, in one statement. What is revoked is not found.
///
/// # Errors
/// [`StorageError::Tampered`] where the row was not written by [`insert`].
pub async fn find_by_secret(
    connection: &mut AnyConnection,
    keys: &Keys,
    secret: &Secret,
) -> Result<Option<Found>, StorageError> {
    let credential = COLUMNS.map(|name| format!("credential.{name} AS credential_{name}")).join(", ");
    let official = officials::COLUMNS.split(", ").map(|name| format!("official.{name}")).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT {credential}, {official}, authority.case_id
        FROM credential JOIN official ON official.id = credential.official_id CROSS JOIN authority
        WHERE credential.secret_mac = $1 AND credential.revoked_at IS NULL"
    );
    let found: Option<Joined> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(mac_of(keys, secret)).fetch_optional(connection).await?;
    found.map(|joined| joined.checked(keys)).transpose()
}

/// Finds a credential by id, those that no longer count included.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(
    connection: &mut AnyConnection,
    keys: &Keys,
    case: &str,
    id: &str,
) -> Result<Option<Listed>, StorageError> {
    let sql = format!("SELECT {} FROM credential WHERE id = $1", all_columns());
    let found: Option<Stored> = sqlx::query_as(AssertSqlSafe(sql)).bind(id).fetch_optional(connection).await?;
    found.map(|stored| stored.listed(keys, case)).transpose()
}

/// Lists the credentials of one official, or of all, those that no longer count included; the oldest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn list(
    connection: &mut AnyConnection,
    keys: &Keys,
    case: &str,
    official_id: Option<&str>,
) -> Result<Vec<Listed>, StorageError> {
    let (columns, order) = (all_columns(), "ORDER BY issued_at, id");
    let rows: Vec<Stored> = match official_id {
        Some(id) => {
            let sql = format!("SELECT {columns} FROM credential WHERE official_id = $1 {order}");
            sqlx::query_as(AssertSqlSafe(sql)).bind(id).fetch_all(connection).await?
        }
        None => {
            let sql = format!("SELECT {columns} FROM credential {order}");
            sqlx::query_as(AssertSqlSafe(sql)).fetch_all(connection).await?
        }
    };
    rows.into_iter().map(|stored| stored.listed(keys, case)).collect()
}

/// Ends a credential; says whether it counted until now.
///
/// # Errors
/// Where the database cannot be written.
pub async fn revoke(tx: &mut Transaction, id: &str, now: &str) -> Result<bool, StorageError> {
    Ok(revoke_where(tx, "id", id, now).await? > 0)
}

/// Ends all sessions, tokens and addresses of calendars of an official; says how many counted until now.
///
/// # Errors
/// Where the database cannot be written.
pub async fn revoke_all_of(tx: &mut Transaction, official_id: &str, now: &str) -> Result<u64, StorageError> {
    calendars::revoke_all_of(tx, official_id, now).await?;
    revoke_where(tx, "official_id", official_id, now).await
}

async fn revoke_where(tx: &mut Transaction, column: &str, value: &str, now: &str) -> Result<u64, StorageError> {
    let sql = format!(
        "UPDATE credential SET revoked_at = $1, secret_mac = 'revoked ' || id
        WHERE {column} = $2 AND revoked_at IS NULL"
    );
    let done = sqlx::query(AssertSqlSafe(sql)).bind(now).bind(value).execute(&mut **tx).await?;
    Ok(done.rows_affected())
}

/// Drops what ended before a moment: the log goes on telling of it.
///
/// # Errors
/// Where the database cannot be written.
pub async fn forget(tx: &mut Transaction, official_id: &str, ended_before: &str) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM credential WHERE official_id = $1 AND expires_at < $2")
        .bind(official_id)
        .bind(ended_before)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

impl Storage {
    /// Notes when a credential was last used, without an entry in the log: that would be one a minute. Of several calls
    /// at the same time one notes it.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub async fn note_use(&self, found: &Found, now: &str) -> Result<(), StorageError> {
        let used = CredentialRow { used_at: now.to_owned(), ..found.row.clone() };
        let seal = seal_of(self.keys(), &used, &found.secret_mac);
        let before = found.row.used_at.clone();
        self.write(move |tx| {
            let (id, now, seal, before) = (used.id.clone(), used.used_at.clone(), seal.clone(), before.clone());
            // One that was raised meanwhile has another seal.
            let assurance = used.assurance;
            Box::pin(async move {
                let done = sqlx::query(
                    "UPDATE credential SET used_at = $1, seal = $2
                    WHERE id = $3 AND used_at = $4 AND assurance = $5 AND revoked_at IS NULL",
                )
                .bind(now)
                .bind(seal)
                .bind(id)
                .bind(before)
                .bind(assurance)
                .execute(&mut **tx)
                .await?;
                Ok::<_, StorageError>(match done.rows_affected() {
                    0 => Written::unchanged(()),
                    _ => tx.keep_beside(Beside::LastUse),
                })
            })
        })
        .await
    }
}
