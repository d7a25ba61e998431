//! The table `rulebook`: every set of rule files that a request has begun with, whole, by its hash.

use sqlx::AnyConnection;

use super::error::StorageError;
use super::transaction::Transaction;

/// Whether a rulebook is kept: asked before its files are written out, which are half a megabyte.
///
/// # Errors
/// Where the database cannot be read.
pub async fn holds(connection: &mut AnyConnection, hash: &str) -> Result<bool, StorageError> {
    let row: Option<(String,)> =
        sqlx::query_as("SELECT hash FROM rulebook WHERE hash = $1").bind(hash).fetch_optional(connection).await?;
    Ok(row.is_some())
}

/// Keeps a rulebook; one that is kept already stays as it is.
///
/// # Errors
/// Where the database refuses.
pub async fn put(tx: &mut Transaction, hash: &str, files: &str, now: &str) -> Result<(), StorageError> {
    sqlx::query("INSERT INTO rulebook (hash, files, stored_at) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING")
        .bind(hash)
        .bind(files)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The files of a rulebook as JSON. Whoever reads them hashes them again.
///
/// # Errors
/// [`StorageError::NotFound`] where it is not kept.
pub async fn read(connection: &mut AnyConnection, hash: &str) -> Result<String, StorageError> {
    let row: Option<(String,)> =
        sqlx::query_as("SELECT files FROM rulebook WHERE hash = $1").bind(hash).fetch_optional(connection).await?;
    row.map(|(files,)| files).ok_or_else(|| StorageError::missing(format!("the rulebook `{hash}`")))
}

/// The hashes of all rulebooks that are kept, in the order of the alphabet.
///
/// # Errors
/// Where the database cannot be read.
pub async fn list(connection: &mut AnyConnection) -> Result<Vec<String>, StorageError> {
    let rows: Vec<(String,)> = sqlx::query_as("SELECT hash FROM rulebook ORDER BY hash").fetch_all(connection).await?;
    Ok(rows.into_iter().map(|(hash,)| hash).collect())
}

/// The rulebooks that are kept, those that requests began with last at the end, then by when they were kept.
///
/// # Errors
/// Where the database cannot be read.
pub async fn in_order_of_use(connection: &mut AnyConnection) -> Result<Vec<String>, StorageError> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT rulebook.hash FROM rulebook
        LEFT JOIN assistance_request ON assistance_request.rulebook = rulebook.hash
        GROUP BY rulebook.hash, rulebook.stored_at
        ORDER BY COALESCE(MAX(assistance_request.created_at), ''), rulebook.stored_at, rulebook.hash",
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|(hash,)| hash).collect())
}
