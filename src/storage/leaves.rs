//! Leaves as a reader looks for them: page by page, or one; as stored, so that one altered row hides no other.

use std::borrow::Cow;

use serde::Deserialize;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, FromRow, Row};

use crate::audit::commitment::{self, Key};
use crate::audit::entry::Entry;
use crate::audit::hash::{Hash, leaf_hash};
use crate::audit::ids::{CaseId, EntryTime, Mark};

use super::error::StorageError;
use super::log::{Leaf, PlacedLeaf};

const COLUMNS: &str = "idx, case_id, cseq, hash, seal, body";

/// A row of the log, whatever somebody may have made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredLeaf {
    /// The place, from 0.
    pub index: u64,
    /// The case that the row names.
    pub case: String,
    /// The bytes.
    pub body: Vec<u8>,
    cseq: u64,
    hash: String,
    seal: String,
}

impl StoredLeaf {
    /// Reads the entry, if the row is what this program has written, with the hash by which the tree knows it.
    ///
    /// # Errors
    /// [`StorageError::Tampered`] where hash, seal, form or place do not fit the bytes.
    pub fn entry(&self, sealing: &Key) -> Result<(Hash, Entry), StorageError> {
        let altered = || StorageError::tampered(format!("leaf {} of the audit log", self.index));
        let leaf = Leaf {
            case: self.case.parse().map_err(|_| altered())?,
            cseq: self.cseq,
            hash: self.hash.parse().map_err(|_| altered())?,
            seal: self.seal.parse().map_err(|_| altered())?,
            body: self.body.clone(),
        };
        let hash = leaf.hash;
        Ok((hash, PlacedLeaf { index: self.index, leaf }.entry(sealing)?))
    }
}

/// What a reader chooses entries by.
#[derive(Debug, Deserialize)]
pub struct Glance<'a> {
    /// The case.
    pub case: CaseId,
    cseq: u64,
    /// The type of the entry.
    #[serde(rename = "type", borrow)]
    pub kind: Cow<'a, str>,
    /// When, as the authority's clock says.
    pub at: EntryTime,
    /// Who.
    #[serde(borrow)]
    pub actor: GlancedActor<'a>,
}

/// Who acted, as far as entries are chosen by it.
#[derive(Debug, Deserialize)]
pub struct GlancedActor<'a> {
    /// The role.
    #[serde(borrow)]
    pub role: Cow<'a, str>,
    /// The mark.
    pub p: Mark,
}

impl StoredLeaf {
    /// Reads what entries are chosen by, if the row is what this program has written. A seal that holds says that the bytes
    /// are the program's own, so that their form is not looked at: many are passed by for one that is wanted.
    ///
    /// # Errors
    /// As [`StoredLeaf::entry`].
    pub fn glance(&self, sealing: &Key) -> Result<Glance<'_>, StorageError> {
        let altered = || StorageError::tampered(format!("leaf {} of the audit log", self.index));
        let hash: Hash = self.hash.parse().map_err(|_| altered())?;
        let seal = self.seal.parse().map_err(|_| altered())?;
        if leaf_hash(&self.body) != hash || !commitment::seal_holds(sealing, &hash, &seal) {
            return Err(altered());
        }
        let told: Glance<'_> = serde_json::from_slice(&self.body).map_err(|_| altered())?;
        let same = self.case.parse().is_ok_and(|case: CaseId| case == told.case) && self.cseq == told.cseq;
        if same { Ok(told) } else { Err(altered()) }
    }
}

impl<'r> FromRow<'r, AnyRow> for StoredLeaf {
    fn from_row(row: &'r AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            index: row.try_get::<i64, _>("idx")?.cast_unsigned(),
            case: row.try_get("case_id")?,
            cseq: row.try_get::<i64, _>("cseq")?.cast_unsigned(),
            hash: row.try_get("hash")?,
            seal: row.try_get("seal")?,
            body: row.try_get("body")?,
        })
    }
}

/// Which leaves come next.
#[derive(Debug, Clone, Copy, Default)]
pub struct Next<'a> {
    /// Only those of this case.
    pub case: Option<&'a str>,
    /// Beyond this place; from the beginning, or from the end, where there is none.
    pub after: Option<u64>,
    /// From the end to the beginning.
    pub newest_first: bool,
}

/// The next leaves in the order of the tree, at most so many.
///
/// # Errors
/// Where the database cannot be read.
pub async fn page(
    connection: &mut AnyConnection,
    next: Next<'_>,
    at_most: u32,
) -> Result<Vec<StoredLeaf>, StorageError> {
    let (beyond, order, start) = if next.newest_first { ("<", "DESC", i64::MAX) } else { (">", "ASC", -1) };
    let of_case = if next.case.is_some() { "AND case_id = $3" } else { "" };
    let sql = format!("SELECT {COLUMNS} FROM leaf WHERE idx {beyond} $1 {of_case} ORDER BY idx {order} LIMIT $2");
    let after = next.after.map_or(start, |after| i64::try_from(after).unwrap_or(i64::MAX));
    let mut query = sqlx::query_as(AssertSqlSafe(sql)).bind(after).bind(i64::from(at_most));
    if let Some(case) = next.case {
        query = query.bind(case.to_owned());
    }
    Ok(query.fetch_all(connection).await?)
}

/// The leaf at a place of the tree.
///
/// # Errors
/// Where the database cannot be read.
pub async fn at(connection: &mut AnyConnection, index: u64) -> Result<Option<StoredLeaf>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM leaf WHERE idx = $1");
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(index.cast_signed()).fetch_optional(connection).await?)
}

/// The leaf of a case by its number there.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_case(
    connection: &mut AnyConnection,
    case: &str,
    cseq: u64,
) -> Result<Option<StoredLeaf>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM leaf WHERE case_id = $1 AND cseq = $2");
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(case).bind(cseq.cast_signed()).fetch_optional(connection).await?)
}

/// The leaf with this hash. There is no index over hashes, which would cost every writer: all rows are looked at.
///
/// # Errors
/// Where the database cannot be read.
pub async fn with_hash(connection: &mut AnyConnection, hash: Hash) -> Result<Option<StoredLeaf>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM leaf WHERE hash = $1 ORDER BY idx LIMIT 1");
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(hash.to_string()).fetch_optional(connection).await?)
}
