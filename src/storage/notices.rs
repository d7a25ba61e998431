//! The tables `notice_wish` and `notice`: who wants to be told of what by e-mail, and what was last told.

use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, FromRow, Row};

use crate::domain::notice::{EmailAddress, NoticeKind};

use super::error::StorageError;
use super::keys::Keys;
use super::sealed::{self, Place};
use super::store::Storage;
use super::transaction::{Beside, Transaction, Written};

/// What an official wants to be told of, and where. It is personal, and goes when they withdraw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeWish {
    /// Where to.
    pub address: EmailAddress,
    /// The language of the notices, such as `fr`.
    pub language: String,
    /// Of what.
    pub kinds: Vec<NoticeKind>,
    /// Since when.
    pub since: String,
}

/// What was last told of a kind, or is being told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRow {
    /// To whom.
    pub official_id: String,
    /// Of what.
    pub kind: String,
    /// What came until then is told by it.
    pub told_until: String,
    /// The id that the message has, whenever it is sent.
    pub message_id: String,
    /// How many requests it told of.
    pub amount: i64,
    /// How often it was tried.
    pub tries: i64,
    /// When it is tried next, unless it was sent.
    pub due_at: String,
    /// When the server has taken it.
    pub sent_at: Option<String>,
}

impl<'r> FromRow<'r, AnyRow> for NoticeRow {
    fn from_row(row: &'r AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            official_id: row.try_get("official_id")?,
            kind: row.try_get("kind")?,
            told_until: row.try_get("told_until")?,
            message_id: row.try_get("message_id")?,
            amount: row.try_get("amount")?,
            tries: row.try_get("tries")?,
            due_at: row.try_get("due_at")?,
            sent_at: row.try_get("sent_at")?,
        })
    }
}

fn place<'a>(case: &'a str, official_id: &'a str) -> Place<'a> {
    Place { case, table: "notice_wish", column: "sealed", row: official_id }
}

/// Writes what an official wants. `case` is the authority's own chain.
///
/// # Errors
/// Where there is no such official.
pub async fn put_wish(
    tx: &mut Transaction,
    case: &str,
    official_id: &str,
    wish: &NoticeWish,
) -> Result<(), StorageError> {
    let text = serde_json::to_vec(wish).map_err(|error| StorageError::Unsealable(error.to_string()))?;
    let sealed = sealed::seal(&tx.keys().of(case)?.sealing(), place(case, official_id), &text)?;
    sqlx::query(
        "INSERT INTO notice_wish (official_id, sealed, changed_at) VALUES ($1, $2, $3)
        ON CONFLICT (official_id) DO UPDATE SET sealed = excluded.sealed, changed_at = excluded.changed_at",
    )
    .bind(official_id)
    .bind(sealed)
    .bind(wish.since.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Forgets what an official wanted, their address, and what they were told; says whether there was anything.
///
/// # Errors
/// Where the database cannot be written.
pub async fn forget(tx: &mut Transaction, official_id: &str) -> Result<bool, StorageError> {
    sqlx::query("DELETE FROM notice WHERE official_id = $1").bind(official_id).execute(&mut **tx).await?;
    let done =
        sqlx::query("DELETE FROM notice_wish WHERE official_id = $1").bind(official_id).execute(&mut **tx).await?;
    Ok(done.rows_affected() > 0)
}

/// What an official wants.
///
/// # Errors
/// [`StorageError::Tampered`] where it was not written by [`put_wish`] for this official.
pub async fn find_wish(
    connection: &mut AnyConnection,
    keys: &Keys,
    case: &str,
    official_id: &str,
) -> Result<Option<NoticeWish>, StorageError> {
    let row = sqlx::query("SELECT sealed FROM notice_wish WHERE official_id = $1")
        .bind(official_id)
        .fetch_optional(connection)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let place = place(case, official_id);
    let sealed: Vec<u8> = row.try_get("sealed")?;
    let text = sealed::open(&keys.of(case)?.sealing(), place, &sealed)?;
    serde_json::from_slice(&text).map(Some).map_err(|_| StorageError::tampered(format!("the sealed value `{place}`")))
}

/// Who wants to be told of something, by id.
///
/// # Errors
/// Where the database cannot be read.
pub async fn who_wish(connection: &mut AnyConnection) -> Result<Vec<String>, StorageError> {
    let rows: Vec<(String,)> =
        sqlx::query_as("SELECT official_id FROM notice_wish ORDER BY official_id").fetch_all(connection).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// What an official was last told, of each kind.
///
/// # Errors
/// Where the database cannot be read.
pub async fn last_told(connection: &mut AnyConnection, official_id: &str) -> Result<Vec<NoticeRow>, StorageError> {
    let sql = "SELECT official_id, kind, told_until, message_id, amount, tries, due_at, sent_at FROM notice
        WHERE official_id = $1 ORDER BY kind";
    Ok(sqlx::query_as(sql).bind(official_id).fetch_all(connection).await?)
}

impl Storage {
    /// Notes notices that are about to be sent, were sent, or could not be: without an entry in the log, since they tell
    /// nothing. Each comes with what stood there before; where anything else stands by now, another process has been
    /// faster, and nothing is written. Says whether it was.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub async fn note_notices(&self, changes: Vec<(Option<NoticeRow>, NoticeRow)>) -> Result<bool, StorageError> {
        self.write(move |tx| {
            let changes = changes.clone();
            Box::pin(async move {
                for (before, after) in &changes {
                    if !note(tx, before.as_ref(), after).await? {
                        return Ok(Written::unchanged(false));
                    }
                }
                Ok::<_, StorageError>(tx.keep_beside(Beside::Notice).map(|()| true))
            })
        })
        .await
    }
}

async fn note(tx: &mut Transaction, before: Option<&NoticeRow>, after: &NoticeRow) -> Result<bool, StorageError> {
    let done = match before {
        None => {
            let sql = "INSERT INTO notice
                    (official_id, kind, told_until, message_id, amount, tries, due_at, sent_at)
                SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE EXISTS (SELECT 1 FROM notice_wish WHERE official_id = $1)
                ON CONFLICT (official_id, kind) DO NOTHING";
            bound(sql, after).execute(&mut **tx).await?
        }
        Some(before) => {
            let sql = "UPDATE notice SET told_until = $3, message_id = $4, amount = $5, tries = $6, due_at = $7,
                    sent_at = $8
                WHERE official_id = $1 AND kind = $2 AND message_id = $9 AND tries = $10 AND due_at = $11";
            let query = bound(sql, after).bind(before.message_id.as_str()).bind(before.tries);
            query.bind(before.due_at.as_str()).execute(&mut **tx).await?
        }
    };
    Ok(done.rows_affected() == 1)
}

fn bound<'q>(sql: &'static str, row: &'q NoticeRow) -> sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments> {
    sqlx::query(sql)
        .bind(row.official_id.clone())
        .bind(row.kind.clone())
        .bind(row.told_until.clone())
        .bind(row.message_id.clone())
        .bind(row.amount)
        .bind(row.tries)
        .bind(row.due_at.clone())
        .bind(row.sent_at.clone())
}
