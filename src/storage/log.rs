//! The leaves of the log and the tree over them: appended at the end of every commit, read for proofs and exports.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{Any, AnyConnection, AssertSqlSafe, FromRow, Row};

use crate::audit::commitment::{self, Key};
use crate::audit::entry::Entry;
use crate::audit::hash::{Hash, leaf_hash};
use crate::audit::ids::CaseId;
use crate::audit::proof::{self, MakeError};
use crate::audit::tree::{Frontier, Node};

use super::database::{Engine, placeholders};
use super::error::StorageError;
use super::transaction::Shared;

const COLUMNS: &str = "idx, case_id, cseq, hash, seal, body";

/// So many rows go into one statement; the limit of SQLite is 32,766 values.
const ROWS_AT_ONCE: usize = 1000;

/// An entry with its place in its case, ready for the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// The case.
    pub case: CaseId,
    /// The number within the case.
    pub cseq: u64,
    /// The hash by which the tree knows it.
    pub hash: Hash,
    /// The MAC under the installation's key.
    pub seal: Hash,
    /// The bytes.
    pub body: Vec<u8>,
}

/// A leaf with its place in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedLeaf {
    /// The place, from 0.
    pub index: u64,
    /// What stands there, as stored: nothing is checked yet.
    pub leaf: Leaf,
}

impl PlacedLeaf {
    /// Reads the entry, if the row is what this program has written.
    ///
    /// # Errors
    /// [`StorageError::Tampered`] where hash, seal, form or place do not fit the bytes.
    pub fn entry(&self, sealing: &Key) -> Result<Entry, StorageError> {
        let altered = || StorageError::tampered(format!("leaf {} of the audit log", self.index));
        let Leaf { case, cseq, hash, seal, body } = &self.leaf;
        if leaf_hash(body) != *hash || !commitment::seal_holds(sealing, hash, seal) {
            return Err(altered());
        }
        let entry = Entry::from_bytes(body).map_err(|_| altered())?;
        if (entry.case, entry.cseq) == (*case, *cseq) { Ok(entry) } else { Err(altered()) }
    }
}

impl<'r> FromRow<'r, AnyRow> for PlacedLeaf {
    fn from_row(row: &'r AnyRow) -> Result<Self, sqlx::Error> {
        let leaf = Leaf {
            case: decoded(row.try_get("case_id")?, "case_id")?,
            cseq: row.try_get::<i64, _>("cseq")?.cast_unsigned(),
            hash: decoded(row.try_get("hash")?, "hash")?,
            seal: decoded(row.try_get("seal")?, "seal")?,
            body: row.try_get("body")?,
        };
        Ok(Self { index: row.try_get::<i64, _>("idx")?.cast_unsigned(), leaf })
    }
}

/// Appends leaves, in this order, and returns the place of the first. Locks the head until the commit.
pub(super) async fn append(
    connection: &mut AnyConnection,
    engine: &Engine,
    leaves: &[Leaf],
) -> Result<u64, StorageError> {
    let mut frontier = lock_head(connection, engine).await?;
    let first = frontier.size();
    for (chunk, from) in leaves.chunks(ROWS_AT_ONCE).zip((first..).step_by(ROWS_AT_ONCE)) {
        let nodes = chunk.iter().flat_map(|leaf| frontier.append(leaf.hash)).filter(|node| node.level > 0).collect();
        Appended { leaves: chunk, from, nodes, frontier: &frontier }.write(connection, engine).await?;
    }
    Ok(first)
}

/// Leaves with what changes in the tree by them.
struct Appended<'a> {
    leaves: &'a [Leaf],
    /// The place of the first.
    from: u64,
    nodes: Vec<Node>,
    frontier: &'a Frontier,
}

impl Appended<'_> {
    /// Inserts leaves and nodes and moves the head: in one trip to the database for a single leaf, which is what an act
    /// leaves that meets no other; more of them share three.
    async fn write(&self, connection: &mut AnyConnection, engine: &Engine) -> Result<(), StorageError> {
        if self.leaves.len() > 1 {
            let sql = insert_leaves(0, self.leaves.len());
            self.bind_leaves(sqlx::query(AssertSqlSafe(sql))).execute(&mut *connection).await?;
            for nodes in self.nodes.chunks(ROWS_AT_ONCE) {
                let sql = insert_nodes(0, nodes.len());
                bind_nodes(sqlx::query(AssertSqlSafe(sql)), nodes).execute(&mut *connection).await?;
            }
            self.bind_head(sqlx::query(AssertSqlSafe(move_head(0)))).execute(connection).await?;
            return Ok(());
        }
        let mut statements = vec![insert_leaves(0, 1), move_head(LEAF_COLUMNS)];
        if !self.nodes.is_empty() {
            statements.insert(0, insert_nodes(LEAF_COLUMNS + HEAD_COLUMNS, self.nodes.len()));
        }
        let query = sqlx::query(AssertSqlSafe(engine.together(&statements)));
        bind_nodes(self.bind_head(self.bind_leaves(query)), &self.nodes).execute(connection).await?;
        Ok(())
    }

    fn bind_leaves<'q>(&self, query: Query<'q>) -> Query<'q> {
        self.leaves.iter().zip(self.from..).fold(query, |query, (leaf, index)| {
            query
                .bind(index.cast_signed())
                .bind(leaf.case.to_string())
                .bind(leaf.cseq.cast_signed())
                .bind(leaf.hash.to_string())
                .bind(leaf.seal.to_string())
                .bind(leaf.body.clone())
        })
    }

    fn bind_head<'q>(&self, query: Query<'q>) -> Query<'q> {
        query.bind(self.frontier.size().cast_signed()).bind(self.frontier.to_bytes())
    }
}

type Query<'q> = sqlx::query::Query<'q, Any, AnyArguments>;

const LEAF_COLUMNS: usize = 6;
const NODE_COLUMNS: usize = 3;
const HEAD_COLUMNS: usize = 2;

/// The statement that inserts so many leaves, its values numbered behind `behind` others.
fn insert_leaves(behind: usize, rows: usize) -> String {
    format!("INSERT INTO leaf ({COLUMNS}) VALUES {}", placeholders(behind, rows, LEAF_COLUMNS))
}

fn insert_nodes(behind: usize, rows: usize) -> String {
    format!("INSERT INTO node (level, idx, hash) VALUES {}", placeholders(behind, rows, NODE_COLUMNS))
}

fn move_head(behind: usize) -> String {
    format!("UPDATE audit_head SET size = ${}, frontier = ${} WHERE id = 'head'", behind + 1, behind + 2)
}

fn bind_nodes<'q>(query: Query<'q>, nodes: &[Node]) -> Query<'q> {
    nodes.iter().fold(query, |query, node| {
        query.bind(i64::from(node.level)).bind(node.index.cast_signed()).bind(node.hash.to_string())
    })
}

/// The right edge of the tree, which nobody else moves until the end of this transaction.
pub(super) async fn lock_head(connection: &mut AnyConnection, engine: &Engine) -> Result<Frontier, StorageError> {
    right_edge(sqlx::query_as(engine.lock_head()).fetch_optional(connection).await?)
}

/// The right edge of the tree as stored.
///
/// # Errors
/// [`StorageError::Tampered`] where it is missing or no right edge.
pub async fn head(connection: &mut AnyConnection) -> Result<Frontier, StorageError> {
    let row =
        sqlx::query_as("SELECT size, frontier FROM audit_head WHERE id = 'head'").fetch_optional(connection).await?;
    right_edge(row)
}

/// How many leaves there are, whatever the head says.
pub(super) async fn size(connection: &mut AnyConnection) -> Result<u64, StorageError> {
    let (last,): (Option<i64>,) = sqlx::query_as("SELECT MAX(idx) FROM leaf").fetch_one(connection).await?;
    Ok(last.map_or(0, |last| last.cast_unsigned() + 1))
}

fn right_edge(row: Option<(i64, Vec<u8>)>) -> Result<Frontier, StorageError> {
    let altered = || StorageError::tampered("the head of the audit log");
    let (size, bytes) = row.ok_or_else(altered)?;
    let frontier = Frontier::from_bytes(&bytes).map_err(|_| altered())?;
    if frontier.size() == size.cast_unsigned() { Ok(frontier) } else { Err(altered()) }
}

/// Whether a leaf is at its place: asked on another connection after a commit broke. Waits for whoever holds the head.
pub(super) async fn holds(shared: &Arc<Shared>, index: u64, hash: Hash) -> Result<bool, StorageError> {
    let mut tx = shared.pool.begin_with(shared.engine.begin_writing()).await?;
    lock_head(&mut tx, &shared.engine).await?;
    let found: Option<(String,)> = sqlx::query_as("SELECT hash FROM leaf WHERE idx = $1")
        .bind(index.cast_signed())
        .fetch_optional(&mut *tx)
        .await?;
    tx.rollback().await?;
    Ok(found.is_some_and(|(found,)| found == hash.to_string()))
}

/// The number and hash of the last leaf of a case.
pub(super) async fn last_of_case(
    connection: &mut AnyConnection,
    case: &str,
) -> Result<Option<(u64, Hash)>, StorageError> {
    let row: Option<(i64, String)> =
        sqlx::query_as("SELECT cseq, hash FROM leaf WHERE case_id = $1 ORDER BY cseq DESC LIMIT 1")
            .bind(case)
            .fetch_optional(connection)
            .await?;
    row.map(|(cseq, hash)| Ok((cseq.cast_unsigned(), decoded(&hash, "hash")?))).transpose()
}

/// Leaves in the order of the tree, from `from` on, as stored.
///
/// # Errors
/// Where a row cannot be read.
pub async fn leaves(connection: &mut AnyConnection, from: u64, at_most: u32) -> Result<Vec<PlacedLeaf>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM leaf WHERE idx >= $1 ORDER BY idx LIMIT $2");
    Ok(sqlx::query_as(AssertSqlSafe(sql))
        .bind(from.cast_signed())
        .bind(i64::from(at_most))
        .fetch_all(connection)
        .await?)
}

/// The leaves of a case in their order, as stored.
///
/// # Errors
/// Where a row cannot be read.
pub async fn leaves_of(connection: &mut AnyConnection, case: &str) -> Result<Vec<PlacedLeaf>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM leaf WHERE case_id = $1 ORDER BY cseq");
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(case).fetch_all(connection).await?)
}

/// The entries of a case, each re-hashed, its seal checked, and chained to the one before.
///
/// # Errors
/// [`StorageError::Tampered`] with the first leaf that does not hold.
pub async fn entries_of(connection: &mut AnyConnection, sealing: &Key, case: &str) -> Result<Vec<Entry>, StorageError> {
    chained(leaves_of(connection, case).await?, sealing, case)
}

/// The same, each with its place in the log.
///
/// # Errors
/// As [`entries_of`].
pub async fn placed_entries_of(
    connection: &mut AnyConnection,
    sealing: &Key,
    case: &str,
) -> Result<Vec<(u64, Entry)>, StorageError> {
    let leaves = leaves_of(connection, case).await?;
    let places: Vec<u64> = leaves.iter().map(|leaf| leaf.index).collect();
    Ok(places.into_iter().zip(chained(leaves, sealing, case)?).collect())
}

/// The entries of a case's leaves, if they are one chain from its beginning.
pub(super) fn chained(leaves: Vec<PlacedLeaf>, sealing: &Key, case: &str) -> Result<Vec<Entry>, StorageError> {
    let (mut entries, mut prev) = (Vec::new(), None);
    for placed in leaves {
        let entry = placed.entry(sealing)?;
        if entry.cseq != entries.len() as u64 || entry.prev != prev {
            return Err(StorageError::tampered(format!("the chain of case `{case}` at entry {}", entries.len())));
        }
        prev = Some(placed.leaf.hash);
        entries.push(entry);
    }
    Ok(entries)
}

/// The hash of a finished node; level 0 are the leaves.
///
/// # Errors
/// [`StorageError::Tampered`] where it is missing.
pub async fn node(connection: &mut AnyConnection, level: u8, index: u64) -> Result<Hash, StorageError> {
    let query = if level == 0 {
        sqlx::query_as("SELECT hash FROM leaf WHERE idx = $1").bind(index.cast_signed())
    } else {
        sqlx::query_as("SELECT hash FROM node WHERE idx = $1 AND level = $2")
            .bind(index.cast_signed())
            .bind(i64::from(level))
    };
    let found: Option<(String,)> = query.fetch_optional(connection).await?;
    let (hash,) = found.ok_or_else(|| StorageError::tampered(format!("node {level}/{index} of the audit log")))?;
    Ok(decoded(&hash, "hash")?)
}

/// Holds finished nodes against those that are stored, a level at a time.
///
/// # Errors
/// [`StorageError::Tampered`] with the first of the lowest level that is missing or another.
pub(super) async fn hold_nodes(connection: &mut AnyConnection, nodes: &[Node]) -> Result<(), StorageError> {
    let mut levels: BTreeMap<u8, Vec<&Node>> = BTreeMap::new();
    for node in nodes {
        levels.entry(node.level).or_default().push(node);
    }
    for (level, due) in levels {
        let (Some(first), Some(last)) = (due.first(), due.last()) else { continue };
        let rows: Vec<(i64, String)> =
            sqlx::query_as("SELECT idx, hash FROM node WHERE level = $1 AND idx >= $2 AND idx <= $3")
                .bind(i64::from(level))
                .bind(first.index.cast_signed())
                .bind(last.index.cast_signed())
                .fetch_all(&mut *connection)
                .await?;
        let there: BTreeMap<u64, Hash> =
            rows.iter().filter_map(|(index, hash)| Some((index.cast_unsigned(), hash.parse().ok()?))).collect();
        if let Some(node) = due.iter().find(|node| there.get(&node.index) != Some(&node.hash)) {
            return Err(StorageError::tampered(format!("node {level}/{} of the audit log", node.index)));
        }
    }
    Ok(())
}

/// The proof that leaf `index` is in the tree of `size` leaves.
///
/// # Errors
/// [`StorageError::NotFound`] where it is outside, [`StorageError::Tampered`] where a node is missing.
pub async fn inclusion(connection: &mut AnyConnection, index: u64, size: u64) -> Result<Vec<Hash>, StorageError> {
    proof_by(connection, |read| proof::inclusion_proof(index, size, read)).await
}

/// The proof that the log of `old` leaves is the beginning of the log of `new` leaves.
///
/// # Errors
/// As [`inclusion`].
pub async fn consistency(connection: &mut AnyConnection, old: u64, new: u64) -> Result<Vec<Hash>, StorageError> {
    proof_by(connection, |read| proof::consistency_proof(old, new, read)).await
}

type Read<'r> = &'r mut (dyn FnMut(u8, u64) -> Result<Hash, Infallible> + Send);
type Proof = Result<Vec<Hash>, MakeError<Infallible>>;

/// Makes a proof twice: first to learn which nodes it needs, then with them.
async fn proof_by(connection: &mut AnyConnection, make: impl Fn(Read<'_>) -> Proof) -> Result<Vec<Hash>, StorageError> {
    let outside = |error: MakeError<Infallible>| StorageError::missing(error.to_string());
    let blank = Hash::from_bytes([0; 32]);
    let mut nodes = BTreeMap::new();
    make(&mut |level, index| {
        nodes.insert((level, index), blank);
        Ok(blank)
    })
    .map_err(outside)?;
    for ((level, index), hash) in &mut nodes {
        *hash = node(connection, *level, *index).await?;
    }
    make(&mut |level, index| Ok(nodes.get(&(level, index)).copied().unwrap_or(blank))).map_err(outside)
}

/// Reads a text of the log; what does not read was not written here.
pub(super) fn decoded<T: std::str::FromStr>(text: &str, column: &str) -> Result<T, sqlx::Error>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text.parse().map_err(|error: T::Err| sqlx::Error::ColumnDecode { index: column.to_owned(), source: error.into() })
}
