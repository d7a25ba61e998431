//! The table `message`: what goes out and comes in, each known by its id and numbered within its request.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, FromRow, Row};

use super::error::StorageError;
use super::keys::Keys;
use super::sealed::{self, Place};
use super::transaction::Transaction;

const COLUMNS: &str = "id, request_id, direction, number, name, state, channel, body_sealed, document_id, \
    recorded_by, confirmed_by, created_at, settled_at";

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRow {
    /// The sender's id for it: what arrives twice is taken once.
    pub id: String,
    /// The request.
    pub request_id: String,
    /// `in` or `out`.
    pub direction: String,
    /// Its number in its direction; none until it has one.
    pub number: Option<i64>,
    /// What it is, as the procedure names it.
    pub name: String,
    /// `waiting`, `handed_over`, `recorded`, `heard`, `late`, `held_back` or `rejected`.
    pub state: String,
    /// How it travels.
    pub channel: String,
    /// What it says; stored sealed under the request's key.
    pub body: Vec<u8>,
    /// The paper it came as, where it was recorded by hand.
    pub document_id: Option<String>,
    /// The official who recorded it by hand.
    pub recorded_by: Option<String>,
    /// The second official, who held it against the document.
    pub confirmed_by: Option<String>,
    /// When it was written or arrived.
    pub created_at: String,
    /// When it came to its end: handed over, heard, or set aside.
    pub settled_at: Option<String>,
}

struct SealedMessage(MessageRow);

impl<'r> FromRow<'r, AnyRow> for SealedMessage {
    fn from_row(row: &'r AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self(MessageRow {
            id: row.try_get("id")?,
            request_id: row.try_get("request_id")?,
            direction: row.try_get("direction")?,
            number: row.try_get("number")?,
            name: row.try_get("name")?,
            state: row.try_get("state")?,
            channel: row.try_get("channel")?,
            body: row.try_get("body_sealed")?,
            document_id: row.try_get("document_id")?,
            recorded_by: row.try_get("recorded_by")?,
            confirmed_by: row.try_get("confirmed_by")?,
            created_at: row.try_get("created_at")?,
            settled_at: row.try_get("settled_at")?,
        }))
    }
}

impl SealedMessage {
    fn open(self, keys: &Keys) -> Result<MessageRow, StorageError> {
        let Self(mut row) = self;
        row.body = sealed::open(&keys.of(&row.request_id)?.sealing(), place(&row.request_id, &row.id), &row.body)?;
        Ok(row)
    }
}

fn place<'a>(case: &'a str, id: &'a str) -> Place<'a> {
    Place { case, table: "message", column: "body_sealed", row: id }
}

/// Adds a message.
///
/// # Errors
/// [`StorageError::AlreadyExists`] where the id or the number is taken.
pub async fn insert(tx: &mut Transaction, row: &MessageRow) -> Result<(), StorageError> {
    let body = sealed::seal(&tx.keys().of(&row.request_id)?.sealing(), place(&row.request_id, &row.id), &row.body)?;
    let sql =
        format!("INSERT INTO message ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");
    sqlx::query(AssertSqlSafe(sql))
        .bind(row.id.as_str())
        .bind(row.request_id.as_str())
        .bind(row.direction.as_str())
        .bind(row.number)
        .bind(row.name.as_str())
        .bind(row.state.as_str())
        .bind(row.channel.as_str())
        .bind(body)
        .bind(row.document_id.clone())
        .bind(row.recorded_by.clone())
        .bind(row.confirmed_by.clone())
        .bind(row.created_at.as_str())
        .bind(row.settled_at.clone())
        .execute(&mut **tx)
        .await
        .map_err(|error| StorageError::or_exists(error, || format!("the message `{}`", row.id)))?;
    Ok(())
}

/// Writes what may change of a message, if it is still in the state in which it was read.
///
/// # Errors
/// [`StorageError::ChangedMeanwhile`] where it is not, [`StorageError::AlreadyExists`] where the number is taken.
pub async fn settle(tx: &mut Transaction, row: &MessageRow, was: &str) -> Result<(), StorageError> {
    let done = sqlx::query(
        "UPDATE message
        SET state = $1, number = $2, channel = $3, document_id = $4, recorded_by = $5, confirmed_by = $6, settled_at = $7
        WHERE id = $8 AND state = $9",
    )
    .bind(row.state.as_str())
    .bind(row.number)
    .bind(row.channel.as_str())
    .bind(row.document_id.clone())
    .bind(row.recorded_by.clone())
    .bind(row.confirmed_by.clone())
    .bind(row.settled_at.clone())
    .bind(row.id.as_str())
    .bind(was)
    .execute(&mut **tx)
    .await
    .map_err(|error| StorageError::or_exists(error, || format!("number {:?} of the messages", row.number)))?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StorageError::ChangedMeanwhile) }
}

/// The number of the next message of a request in a direction, from 1.
///
/// # Errors
/// Where the database cannot be read.
pub async fn next_number(
    connection: &mut AnyConnection,
    request_id: &str,
    direction: &str,
) -> Result<i64, StorageError> {
    let (last,): (Option<i64>,) =
        sqlx::query_as("SELECT MAX(number) FROM message WHERE request_id = $1 AND direction = $2")
            .bind(request_id)
            .bind(direction)
            .fetch_one(connection)
            .await?;
    Ok(last.unwrap_or(0) + 1)
}

/// Finds a message.
///
/// # Errors
/// [`StorageError::Tampered`] where it does not open.
pub async fn find(connection: &mut AnyConnection, keys: &Keys, id: &str) -> Result<Option<MessageRow>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM message WHERE id = $1");
    let row: Option<SealedMessage> = sqlx::query_as(AssertSqlSafe(sql)).bind(id).fetch_optional(connection).await?;
    row.map(|row| row.open(keys)).transpose()
}

/// The messages of a request in both directions, the oldest first.
///
/// # Errors
/// As [`find`].
pub async fn list(
    connection: &mut AnyConnection,
    keys: &Keys,
    request_id: &str,
) -> Result<Vec<MessageRow>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM message WHERE request_id = $1 ORDER BY created_at, direction, number, id");
    let rows: Vec<SealedMessage> = sqlx::query_as(AssertSqlSafe(sql)).bind(request_id).fetch_all(connection).await?;
    rows.into_iter().map(|row| row.open(keys)).collect()
}

/// The messages of all requests in a direction and a state, in the order in which they are to be taken.
///
/// # Errors
/// As [`find`].
pub async fn list_by_state(
    connection: &mut AnyConnection,
    keys: &Keys,
    (direction, state): (&str, &str),
    at_most: u32,
) -> Result<Vec<MessageRow>, StorageError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM message WHERE direction = $1 AND state = $2
        ORDER BY created_at, request_id, number, id LIMIT $3"
    );
    let query = sqlx::query_as(AssertSqlSafe(sql)).bind(direction).bind(state).bind(i64::from(at_most));
    let rows: Vec<SealedMessage> = query.fetch_all(connection).await?;
    rows.into_iter().map(|row| row.open(keys)).collect()
}
