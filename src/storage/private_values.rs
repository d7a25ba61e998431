//! The table `private_value`: what a leaf only commits to, sealed under the key of its case.

use serde_json::Value;
use sqlx::{AnyConnection, AssertSqlSafe};

use crate::audit::canonical::to_canonical;

use super::database::placeholders;
use super::error::StorageError;
use super::keys::{CaseKey, Keys};
use super::sealed::{self, Place};
use super::transaction::Private;

/// A value that a leaf commits to.
#[derive(Debug, Clone, PartialEq)]
pub struct PrivateValue {
    /// The number of the entry within its case.
    pub cseq: u64,
    /// The field of the entry.
    pub field: String,
    /// The value.
    pub value: Value,
}

fn place<'a>(case: &'a str, row: &'a str) -> Place<'a> {
    Place { case, table: "private_value", column: "sealed", row }
}

pub(super) async fn insert(
    connection: &mut AnyConnection,
    key: &CaseKey,
    case: &str,
    cseq: u64,
    values: &[Private],
) -> Result<(), StorageError> {
    let sql =
        format!("INSERT INTO private_value (case_id, cseq, field, sealed) VALUES {}", placeholders(0, values.len(), 4));
    let (sealing, mut query) = (key.sealing(), sqlx::query(AssertSqlSafe(sql)));
    for Private { field, value } in values {
        let bytes = to_canonical(value).map_err(|error| StorageError::Unsealable(error.to_string()))?;
        let sealed = sealed::seal(&sealing, place(case, &format!("{cseq}/{field}")), &bytes)?;
        query = query.bind(case.to_owned()).bind(cseq.cast_signed()).bind(field.clone()).bind(sealed);
    }
    query.execute(connection).await?;
    Ok(())
}

/// The values that the entries of a case commit to, in the order of the entries.
///
/// # Errors
/// [`StorageError::Tampered`] where one does not open, [`StorageError::KeyMissing`] where the case was forgotten.
pub async fn list(connection: &mut AnyConnection, keys: &Keys, case: &str) -> Result<Vec<PrivateValue>, StorageError> {
    let rows: Vec<(i64, String, Vec<u8>)> =
        sqlx::query_as("SELECT cseq, field, sealed FROM private_value WHERE case_id = $1 ORDER BY cseq, field")
            .bind(case)
            .fetch_all(connection)
            .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let sealing = keys.of(case)?.sealing();
    let opened = |(cseq, field, sealed): (i64, String, Vec<u8>)| {
        let name = format!("{cseq}/{field}");
        let bytes = sealed::open(&sealing, place(case, &name), &sealed)?;
        let value = serde_json::from_slice(&bytes)
            .map_err(|_| StorageError::tampered(format!("the private value `{name}`")))?;
        Ok(PrivateValue { cseq: cseq.cast_unsigned(), field, value })
    };
    rows.into_iter().map(opened).collect()
}
