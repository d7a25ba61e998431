//! The table `request_origin`: by which reference of somebody else a request is known again.

use sqlx::AnyConnection;

use crate::audit::commitment;
use crate::audit::hash::sha256;

use super::error::StorageError;
use super::keys::Keys;
use super::transaction::Transaction;

/// What the marks are made for.
const PURPOSE: &str = "origin";

/// A reference of somebody else as the table knows it: who gave it, and what it is.
///
/// Nobody without the installation's key can tell a reference from it, or try some.
#[must_use]
pub fn mark(keys: &Keys, given_by: &str, reference: &str) -> String {
    // Its length before each, so that no two pairs are written alike.
    let both = format!("{}:{given_by}{}:{reference}", given_by.len(), reference.len());
    commitment::entry_seal(&keys.derived(PURPOSE), &sha256(both.as_bytes())).to_string()
}

/// The requests of a mark, the oldest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(connection: &mut AnyConnection, mark: &str) -> Result<Vec<String>, StorageError> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT origin.request_id
        FROM request_origin AS origin
        JOIN assistance_request AS request ON request.id = origin.request_id
        WHERE origin.mark = $1
        ORDER BY request.created_at, request.id",
    )
    .bind(mark)
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Keeps the mark of a request.
///
/// # Errors
/// Where there is no such request.
pub async fn insert(tx: &mut Transaction, mark: &str, request_id: &str) -> Result<(), StorageError> {
    sqlx::query("INSERT INTO request_origin (mark, request_id) VALUES ($1, $2)")
        .bind(mark)
        .bind(request_id)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
