//! References: one series of numbers for each State and year.

use super::Transaction;
use super::error::StorageError;

/// The next reference of a series such as `XN-2026-`: six digits, one more than the last.
///
/// Call it with the authority's row locked, so that two requests do not get the same.
///
/// # Errors
/// Where the database cannot be read.
pub async fn next(tx: &mut Transaction, series: &str) -> Result<String, StorageError> {
    let last: (Option<String>,) =
        sqlx::query_as("SELECT MAX(reference) FROM assistance_request WHERE reference LIKE $1")
            .bind(format!("{series}______"))
            .fetch_one(&mut **tx)
            .await?;
    let number: u64 = last.0.and_then(|reference| reference.rsplit('-').next()?.parse().ok()).unwrap_or(0);
    Ok(format!("{series}{:06}", number + 1))
}
