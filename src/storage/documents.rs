//! The table `document`: files that belong to a request, sealed, with the commitment that the log carries.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, FromRow, Row};

use super::error::StorageError;
use super::keys::Keys;
use super::sealed::{self, Place};
use super::transaction::Transaction;

const COLUMNS: &str = "id, request_id, name_sealed, media_type, language, size, commitment, added_at, added_by";

/// A document without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRow {
    /// A random id.
    pub id: String,
    /// The request.
    pub request_id: String,
    /// The name of the file; stored sealed under the request's key.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its language.
    pub language: String,
    /// Its length before it was sealed, in bytes.
    pub size: i64,
    /// What the log says of it: a salted commitment.
    pub commitment: String,
    /// When it was added.
    pub added_at: String,
    /// The id of the official who added it, or the message that brought it.
    pub added_by: String,
}

struct SealedDocument {
    name_sealed: Vec<u8>,
    row: DocumentRow,
}

impl<'r> FromRow<'r, AnyRow> for SealedDocument {
    fn from_row(row: &'r AnyRow) -> Result<Self, sqlx::Error> {
        let document = DocumentRow {
            id: row.try_get("id")?,
            request_id: row.try_get("request_id")?,
            name: String::new(),
            media_type: row.try_get("media_type")?,
            language: row.try_get("language")?,
            size: row.try_get("size")?,
            commitment: row.try_get("commitment")?,
            added_at: row.try_get("added_at")?,
            added_by: row.try_get("added_by")?,
        };
        Ok(Self { name_sealed: row.try_get("name_sealed")?, row: document })
    }
}

impl SealedDocument {
    fn open(self, keys: &Keys) -> Result<DocumentRow, StorageError> {
        let Self { name_sealed, mut row } = self;
        let place = place(&row.request_id, "name_sealed", &row.id);
        row.name = sealed::open_text(&keys.of(&row.request_id)?.sealing(), place, &name_sealed)?;
        Ok(row)
    }
}

fn place<'a>(case: &'a str, column: &'static str, id: &'a str) -> Place<'a> {
    Place { case, table: "document", column, row: id }
}

/// Adds a document with its bytes.
///
/// # Errors
/// [`StorageError::AlreadyExists`] where the id is taken, [`StorageError::KeyMissing`] where the request has no key.
pub async fn insert(tx: &mut Transaction, row: &DocumentRow, bytes: &[u8]) -> Result<(), StorageError> {
    let key = tx.keys().of(&row.request_id)?.sealing();
    let name = sealed::seal(&key, place(&row.request_id, "name_sealed", &row.id), row.name.as_bytes())?;
    let sealed = sealed::seal(&key, place(&row.request_id, "sealed", &row.id), bytes)?;
    let sql = format!("INSERT INTO document ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
    sqlx::query(AssertSqlSafe(sql))
        .bind(row.id.as_str())
        .bind(row.request_id.as_str())
        .bind(name)
        .bind(row.media_type.as_str())
        .bind(row.language.as_str())
        .bind(row.size)
        .bind(row.commitment.as_str())
        .bind(row.added_at.as_str())
        .bind(row.added_by.as_str())
        .execute(&mut **tx)
        .await
        .map_err(|error| StorageError::or_exists(error, || format!("the document `{}`", row.id)))?;
    sqlx::query("INSERT INTO document_part (document_id, number, sealed) VALUES ($1, 0, $2)")
        .bind(row.id.as_str())
        .bind(sealed)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The documents of a request, the oldest first.
///
/// # Errors
/// [`StorageError::Tampered`] where a name does not open.
pub async fn list(
    connection: &mut AnyConnection,
    keys: &Keys,
    request_id: &str,
) -> Result<Vec<DocumentRow>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM document WHERE request_id = $1 ORDER BY added_at, id");
    let rows: Vec<SealedDocument> = sqlx::query_as(AssertSqlSafe(sql)).bind(request_id).fetch_all(connection).await?;
    rows.into_iter().map(|row| row.open(keys)).collect()
}

/// Finds a document.
///
/// # Errors
/// As [`list`].
pub async fn find(connection: &mut AnyConnection, keys: &Keys, id: &str) -> Result<Option<DocumentRow>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM document WHERE id = $1");
    let row: Option<SealedDocument> = sqlx::query_as(AssertSqlSafe(sql)).bind(id).fetch_optional(connection).await?;
    row.map(|row| row.open(keys)).transpose()
}

/// The bytes of a document.
///
/// # Errors
/// [`StorageError::NotFound`] where there is none, [`StorageError::Tampered`] where they do not open.
pub async fn read_bytes(connection: &mut AnyConnection, keys: &Keys, id: &str) -> Result<Vec<u8>, StorageError> {
    let row: Option<(String, Vec<u8>)> =
        sqlx::query_as("SELECT request_id, sealed FROM document JOIN document_part ON document_id = id WHERE id = $1")
            .bind(id)
            .fetch_optional(connection)
            .await?;
    let (request_id, sealed) = row.ok_or_else(|| StorageError::missing(format!("the document `{id}`")))?;
    sealed::open(&keys.of(&request_id)?.sealing(), place(&request_id, "sealed", id), &sealed)
}
