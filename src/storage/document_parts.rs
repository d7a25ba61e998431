//! The table `document_part`: the bytes of documents, in parts that are each sealed for their place, so that no document
//! has to be whole in memory and no part can be swapped, dropped, doubled or added unseen.

use sqlx::AnyConnection;
use zeroize::Zeroizing;

use crate::audit::commitment::Key;
use crate::audit::hash::{Hash, Sha256Stream};

use super::documents::DocumentRow;
use super::error::StorageError;
use super::keys::Keys;
use super::sealed::{self, Place};
use super::spool::Spooled;
use super::transaction::Transaction;

/// Bytes of a part before it is sealed; the last is shorter.
pub const PART: usize = 256 << 10;

/// Where a part stands: its document, its number, and whether it is the last. The only part of a document is named as
/// whole documents were before there were parts, so that those still open.
pub(super) fn row_name(document: &str, number: i64, last: bool) -> String {
    match (number, last) {
        (0, true) => document.to_owned(),
        (_, true) => format!("{document}/{number}/last"),
        (_, false) => format!("{document}/{number}"),
    }
}

/// The table is named as it was when the bytes stood there.
pub(super) fn place<'a>(case: &'a str, row: &'a str) -> Place<'a> {
    Place { case, table: "document", column: "sealed", row }
}

/// Moves the parts of a spool into the table.
pub(super) async fn insert(tx: &mut Transaction, document: &str, spooled: &Spooled) -> Result<(), StorageError> {
    for number in 0..spooled.parts() {
        let sealed = spooled.part(number).await?;
        sqlx::query("INSERT INTO document_part (document_id, number, sealed) VALUES ($1, $2, $3)")
            .bind(document)
            .bind(number)
            .bind(sealed)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// The parts of a document, one after the other.
pub struct Parts {
    case: String,
    document: String,
    key: Zeroizing<Key>,
    count: i64,
    next: i64,
}

impl Parts {
    /// Finds out how many parts a document has.
    ///
    /// # Errors
    /// [`StorageError::Tampered`] where one is missing, [`StorageError::KeyMissing`] where the request has no key.
    pub async fn of(connection: &mut AnyConnection, keys: &Keys, row: &DocumentRow) -> Result<Self, StorageError> {
        let (count, highest): (i64, Option<i64>) =
            sqlx::query_as("SELECT COUNT(*), MAX(number) FROM document_part WHERE document_id = $1")
                .bind(row.id.as_str())
                .fetch_one(connection)
                .await?;
        if count == 0 || highest != Some(count - 1) {
            return Err(StorageError::tampered(format!("the document `{}`", row.id)));
        }
        let key = keys.of(&row.request_id)?.sealing();
        Ok(Self { case: row.request_id.clone(), document: row.id.clone(), key, count, next: 0 })
    }

    /// The next part, opened; none after the last. It may be asked on another connection each time.
    ///
    /// # Errors
    /// [`StorageError::Tampered`] where it is not there, or not the one that was sealed for this place.
    pub async fn next(&mut self, connection: &mut AnyConnection) -> Result<Option<Vec<u8>>, StorageError> {
        if self.next == self.count {
            return Ok(None);
        }
        let found: Option<(Vec<u8>,)> =
            sqlx::query_as("SELECT sealed FROM document_part WHERE document_id = $1 AND number = $2")
                .bind(self.document.as_str())
                .bind(self.next)
                .fetch_optional(connection)
                .await?;
        let row = row_name(&self.document, self.next, self.next + 1 == self.count);
        let (case, key) = (self.case.clone(), self.key.clone());
        // Not on a thread that serves others: a part takes as long to open as many small answers take to be made.
        let opening = tokio::task::spawn_blocking(move || {
            let place = place(&case, &row);
            let (sealed,) = found.ok_or_else(|| StorageError::tampered(format!("the sealed value `{place}`")))?;
            sealed::open(&key, place, &sealed)
        });
        let part = opening.await.map_err(|_| StorageError::Panicked)??;
        self.next += 1;
        Ok(Some(part))
    }
}

/// Opens every part of a document and returns SHA-256 and number of its bytes.
///
/// # Errors
/// [`StorageError::Tampered`] where a part is missing, or not the one that was sealed for its place.
pub async fn hash(connection: &mut AnyConnection, keys: &Keys, row: &DocumentRow) -> Result<(Hash, u64), StorageError> {
    let mut parts = Parts::of(connection, keys, row).await?;
    let (mut stream, mut size) = (Sha256Stream::default(), 0);
    while let Some(part) = parts.next(connection).await? {
        stream.update(&part);
        size += part.len() as u64;
    }
    Ok((stream.finish(), size))
}
