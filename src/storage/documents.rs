//! The table `document`: files that belong to a request, with the commitment that the log carries. Their bytes are
//! `document_part`.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, FromRow, Row};

use crate::audit::hash::Hash;

use super::document_parts;
use super::error::StorageError;
use super::keys::Keys;
use super::sealed::{self, Place};
use super::spool::Spooled;
use super::transaction::Transaction;

const COLUMNS: &str =
    "id, request_id, name_sealed, media_type, language, size, sha256_sealed, commitment, added_at, added_by";

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
    /// SHA-256 of its bytes; stored sealed, because a bare one could be guessed. None for those of before schema 2.
    pub sha256: Option<Hash>,
    /// What the log says of it: a salted commitment.
    pub commitment: String,
    /// When it was added.
    pub added_at: String,
    /// The id of the official who added it, or the message that brought it.
    pub added_by: String,
}

struct SealedDocument {
    name_sealed: Vec<u8>,
    sha256_sealed: Option<Vec<u8>>,
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
            sha256: None,
            commitment: row.try_get("commitment")?,
            added_at: row.try_get("added_at")?,
            added_by: row.try_get("added_by")?,
        };
        let (name_sealed, sha256_sealed) = (row.try_get("name_sealed")?, row.try_get("sha256_sealed")?);
        Ok(Self { name_sealed, sha256_sealed, row: document })
    }
}

impl SealedDocument {
    fn open(self, keys: &Keys) -> Result<DocumentRow, StorageError> {
        let Self { name_sealed, sha256_sealed, mut row } = self;
        let key = keys.of(&row.request_id)?.sealing();
        row.name = sealed::open_text(&key, place(&row, "name_sealed"), &name_sealed)?;
        if let Some(sealed) = sha256_sealed {
            let place = place(&row, "sha256_sealed");
            let bytes = sealed::open(&key, place, &sealed)?;
            let altered = |_| StorageError::tampered(format!("the sealed value `{place}`"));
            row.sha256 = Some(Hash::try_from(bytes.as_slice()).map_err(altered)?);
        }
        Ok(row)
    }
}

fn place<'a>(row: &'a DocumentRow, column: &'static str) -> Place<'a> {
    Place { case: &row.request_id, table: "document", column, row: &row.id }
}

/// Adds a document whose bytes lie sealed in a spool; they are those of this document and of no other.
///
/// # Errors
/// [`StorageError::AlreadyExists`] where the id is taken, [`StorageError::KeyMissing`] where the request has no key.
pub async fn insert(tx: &mut Transaction, row: &DocumentRow, spooled: &Spooled) -> Result<(), StorageError> {
    if !spooled.is_of(&row.request_id, &row.id) {
        return Err(StorageError::Unsealable(format!("it is not the document `{}`", row.id)));
    }
    let key = tx.keys().of(&row.request_id)?.sealing();
    let name = sealed::seal(&key, place(row, "name_sealed"), row.name.as_bytes())?;
    let sha256 = row.sha256.map(|hash| sealed::seal(&key, place(row, "sha256_sealed"), hash.as_bytes())).transpose()?;
    let sql = format!("INSERT INTO document ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    sqlx::query(AssertSqlSafe(sql))
        .bind(row.id.as_str())
        .bind(row.request_id.as_str())
        .bind(name)
        .bind(row.media_type.as_str())
        .bind(row.language.as_str())
        .bind(row.size)
        .bind(sha256)
        .bind(row.commitment.as_str())
        .bind(row.added_at.as_str())
        .bind(row.added_by.as_str())
        .execute(&mut **tx)
        .await
        .map_err(|error| StorageError::or_exists(error, || format!("the document `{}`", row.id)))?;
    document_parts::insert(tx, &row.id, spooled).await
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
