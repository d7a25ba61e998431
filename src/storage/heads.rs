//! The latest entry of every case, read from the leaves, and the leaves that tell of it held against that.

use sqlx::AnyConnection;

use crate::audit::entry::Entry;
use crate::audit::hash::Hash;
use crate::audit::heads::Heads;

use super::error::StorageError;
use super::log::decoded;

/// The type of the leaves that tell of them.
pub use crate::audit::latest::HEADS as KIND;

/// The latest entry of every case among the first `size` leaves.
///
/// # Errors
/// Where the database cannot be read, or a row is not one that this program has written.
pub async fn at(connection: &mut AnyConnection, size: u64) -> Result<Heads, StorageError> {
    let rows: Vec<(String, i64, String)> = sqlx::query_as(
        "SELECT leaf.case_id, leaf.cseq, leaf.hash FROM leaf
        JOIN (SELECT MAX(idx) AS idx FROM leaf WHERE idx < $1 GROUP BY case_id) AS latest ON leaf.idx = latest.idx",
    )
    .bind(size.cast_signed())
    .fetch_all(connection)
    .await?;
    let mut latest = Vec::with_capacity(rows.len());
    for (case, cseq, hash) in rows {
        latest.push((decoded(&case, "case_id")?, cseq.cast_unsigned(), decoded(&hash, "hash")?));
    }
    Ok(Heads::new(latest))
}

/// Holds a `heads` leaf against the leaves before it.
///
/// # Errors
/// [`StorageError::Tampered`] where they say otherwise.
pub(super) async fn hold(connection: &mut AnyConnection, index: u64, entry: &Entry) -> Result<(), StorageError> {
    let number = |name: &str| entry.body.get(name).and_then(serde_json::Value::as_u64);
    let root = entry.body.get("root").and_then(serde_json::Value::as_str).and_then(|root| root.parse::<Hash>().ok());
    let told = number("size").filter(|size| *size <= index).zip(number("cases")).zip(root);
    let holds = match told {
        Some(((size, cases), root)) => {
            let heads = at(connection, size).await?;
            (heads.len(), heads.root()) == (cases, root)
        }
        None => false,
    };
    if holds { Ok(()) } else { Err(StorageError::tampered(format!("the latest entries that leaf {index} tells of"))) }
}
