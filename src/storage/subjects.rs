//! The table `subject`: what answers are about, sealed, in every wording that may have been answered.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, FromRow, Row};

use super::error::StorageError;
use super::keys::Keys;
use super::sealed::{self, Place};
use super::transaction::Transaction;

/// One wording of a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectRow {
    /// The request.
    pub request_id: String,
    /// Which subject, such as `request` or `decision`.
    pub subject: String,
    /// The holding it belongs to; empty where there is none.
    pub holding: String,
    /// The digest that answers bind to.
    pub digest: String,
    /// The wording; stored sealed under the request's key.
    pub content: Vec<u8>,
    /// When it was written.
    pub changed_at: String,
    /// The id of the official who wrote it, or the message that brought it.
    pub changed_by: String,
}

struct SealedSubject(SubjectRow);

impl<'r> FromRow<'r, AnyRow> for SealedSubject {
    fn from_row(row: &'r AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self(SubjectRow {
            request_id: row.try_get("request_id")?,
            subject: row.try_get("subject")?,
            holding: row.try_get("holding")?,
            digest: row.try_get("digest")?,
            content: row.try_get("sealed")?,
            changed_at: row.try_get("changed_at")?,
            changed_by: row.try_get("changed_by")?,
        }))
    }
}

/// The place binds the wording to its digest: one wording cannot be put in the place of another.
fn row_name(subject: &str, holding: &str, digest: &str) -> String {
    format!("{subject}/{holding}/{digest}")
}

fn place<'a>(case: &'a str, row: &'a str) -> Place<'a> {
    Place { case, table: "subject", column: "sealed", row }
}

/// Writes a wording; the same wording again changes nothing but who wrote it last.
///
/// # Errors
/// [`StorageError::KeyMissing`] where the request has no key.
pub async fn put(tx: &mut Transaction, row: &SubjectRow) -> Result<(), StorageError> {
    let name = row_name(&row.subject, &row.holding, &row.digest);
    let sealed = sealed::seal(&tx.keys().of(&row.request_id)?.sealing(), place(&row.request_id, &name), &row.content)?;
    sqlx::query(
        "INSERT INTO subject (request_id, subject, holding, digest, sealed, changed_at, changed_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (request_id, subject, holding, digest) DO UPDATE SET
            sealed = excluded.sealed, changed_at = excluded.changed_at, changed_by = excluded.changed_by",
    )
    .bind(row.request_id.as_str())
    .bind(row.subject.as_str())
    .bind(row.holding.as_str())
    .bind(row.digest.as_str())
    .bind(sealed)
    .bind(row.changed_at.as_str())
    .bind(row.changed_by.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Finds one wording by its digest.
///
/// # Errors
/// [`StorageError::Tampered`] where it does not open.
pub async fn find(
    connection: &mut AnyConnection,
    keys: &Keys,
    request_id: &str,
    (subject, holding, digest): (&str, &str, &str),
) -> Result<Option<SubjectRow>, StorageError> {
    let row: Option<SealedSubject> = sqlx::query_as(
        "SELECT request_id, subject, holding, digest, sealed, changed_at, changed_by FROM subject
        WHERE request_id = $1 AND subject = $2 AND holding = $3 AND digest = $4",
    )
    .bind(request_id)
    .bind(subject)
    .bind(holding)
    .bind(digest)
    .fetch_optional(connection)
    .await?;
    row.map(|row| opened(row, keys)).transpose()
}

/// All wordings of all subjects of a request, the oldest first.
///
/// # Errors
/// As [`find`].
pub async fn list(
    connection: &mut AnyConnection,
    keys: &Keys,
    request_id: &str,
) -> Result<Vec<SubjectRow>, StorageError> {
    let rows: Vec<SealedSubject> = sqlx::query_as(
        "SELECT request_id, subject, holding, digest, sealed, changed_at, changed_by FROM subject
        WHERE request_id = $1 ORDER BY changed_at, subject, holding, digest",
    )
    .bind(request_id)
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(|row| opened(row, keys)).collect()
}

/// Removes a wording that nobody has answered, so that drafts do not pile up.
///
/// # Errors
/// Where the database refuses.
pub async fn remove(
    tx: &mut Transaction,
    request_id: &str,
    (subject, holding, digest): (&str, &str, &str),
) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM subject WHERE request_id = $1 AND subject = $2 AND holding = $3 AND digest = $4")
        .bind(request_id)
        .bind(subject)
        .bind(holding)
        .bind(digest)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

fn opened(SealedSubject(mut row): SealedSubject, keys: &Keys) -> Result<SubjectRow, StorageError> {
    let name = row_name(&row.subject, &row.holding, &row.digest);
    row.content = sealed::open(&keys.of(&row.request_id)?.sealing(), place(&row.request_id, &name), &row.content)?;
    Ok(row)
}
