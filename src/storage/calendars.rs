//! The table `calendar_address`: secret addresses of calendars, by a MAC of their secret; good for nothing else.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, FromRow, Row};

use crate::audit::commitment;
use crate::audit::hash::{Hash, sha256};
use crate::domain::secret::CalendarSecret;

use super::error::StorageError;
use super::keys::Keys;
use super::sealed;
use super::transaction::Transaction;

const COLUMNS: &str = "id, official_id, language, issued_at, expires_at, revoked_at";

/// What the seals of this table are made for.
const SEALED_FOR: &str = "calendar";

/// A secret address of a calendar, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarRow {
    /// A random id.
    pub id: String,
    /// Whose it is.
    pub official_id: String,
    /// The language of its entries, such as `fr`.
    pub language: String,
    /// Since when.
    pub issued_at: String,
    /// Until when at most.
    pub expires_at: String,
    /// Since when it no longer counts.
    pub revoked_at: Option<String>,
}

impl<'r> FromRow<'r, AnyRow> for CalendarRow {
    fn from_row(row: &'r AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            official_id: row.try_get("official_id")?,
            language: row.try_get("language")?,
            issued_at: row.try_get("issued_at")?,
            expires_at: row.try_get("expires_at")?,
            revoked_at: row.try_get("revoked_at")?,
        })
    }
}

fn facts(row: &CalendarRow, secret_mac: &str) -> Hash {
    let CalendarRow { id, official_id, language, issued_at, expires_at, revoked_at: _ } = row;
    sealed::facts([id.as_str(), official_id, language, issued_at, expires_at, secret_mac].map(Some))
}

fn mac_of(keys: &Keys, secret: &CalendarSecret) -> String {
    commitment::entry_seal(&keys.derived("calendar secret"), &sha256(secret.reveal().as_bytes())).to_string()
}

/// Adds an address.
///
/// # Errors
/// Where there is no such official.
pub async fn insert(tx: &mut Transaction, row: &CalendarRow, secret: &CalendarSecret) -> Result<(), StorageError> {
    let keys = tx.keys();
    let mac = mac_of(&keys, secret);
    let seal = commitment::entry_seal(&keys.derived(SEALED_FOR), &facts(row, &mac)).to_string();
    let sql =
        format!("INSERT INTO calendar_address ({COLUMNS}, secret_mac, seal) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
    sqlx::query(AssertSqlSafe(sql))
        .bind(row.id.as_str())
        .bind(row.official_id.as_str())
        .bind(row.language.as_str())
        .bind(row.issued_at.as_str())
        .bind(row.expires_at.as_str())
        .bind(row.revoked_at.clone())
        .bind(mac)
        .bind(seal)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Finds what a secret belongs to. What is revoked is not found.
///
/// # Errors
/// [`StorageError::Tampered`] where the row was not written by [`insert`].
pub async fn find_by_secret(
    connection: &mut AnyConnection,
    keys: &Keys,
    secret: &CalendarSecret,
) -> Result<Option<CalendarRow>, StorageError> {
    let mac = mac_of(keys, secret);
    let sql = format!("SELECT {COLUMNS}, seal FROM calendar_address WHERE secret_mac = $1 AND revoked_at IS NULL");
    let row = sqlx::query(AssertSqlSafe(sql)).bind(mac.clone()).fetch_optional(connection).await?;
    let Some(row) = row else { return Ok(None) };
    let (found, seal): (CalendarRow, String) = (CalendarRow::from_row(&row)?, row.try_get("seal")?);
    let key = keys.derived(SEALED_FOR);
    if seal.parse().is_ok_and(|seal| commitment::seal_holds(&key, &facts(&found, &mac), &seal)) {
        return Ok(Some(found));
    }
    Err(StorageError::tampered(format!("the address of the calendar `{}`", found.id)))
}

/// The addresses of an official, those that no longer count included, the oldest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn list(connection: &mut AnyConnection, official_id: &str) -> Result<Vec<CalendarRow>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM calendar_address WHERE official_id = $1 ORDER BY issued_at, id");
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(official_id).fetch_all(connection).await?)
}

/// An address, and whether somebody has altered it outside the program.
#[derive(Debug, Clone)]
pub struct Listed {
    /// What stands there.
    pub row: CalendarRow,
    /// Whether it is otherwise than it was written. What was withdrawn has lost its secret, and its seal with that.
    pub altered: bool,
}

/// All addresses, those that no longer count included, the oldest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn list_all(connection: &mut AnyConnection, keys: &Keys) -> Result<Vec<Listed>, StorageError> {
    let sql = format!("SELECT {COLUMNS}, secret_mac, seal FROM calendar_address ORDER BY issued_at, id");
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(connection).await?;
    let key = keys.derived(SEALED_FOR);
    let listed = |row: &AnyRow| {
        let (mac, seal): (String, String) = (row.try_get("secret_mac")?, row.try_get("seal")?);
        let row = CalendarRow::from_row(row)?;
        let holds =
            |seal: String| seal.parse().is_ok_and(|seal| commitment::seal_holds(&key, &facts(&row, &mac), &seal));
        let altered = match row.revoked_at {
            None => !holds(seal),
            Some(_) => mac != withdrawn(&row.id),
        };
        Ok(Listed { row, altered })
    };
    rows.iter().map(listed).collect::<Result<_, sqlx::Error>>().map_err(StorageError::from)
}

/// What stands in the place of a secret's MAC once the address is withdrawn.
fn withdrawn(id: &str) -> String {
    format!("revoked {id}")
}

/// An address by its id.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(connection: &mut AnyConnection, id: &str) -> Result<Option<CalendarRow>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM calendar_address WHERE id = $1");
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(id).fetch_optional(connection).await?)
}

/// What a day of a calendar is known by: always the same, and of no use to anybody else.
#[must_use]
pub fn day_name(keys: &Keys, id: &str, day: &str) -> String {
    commitment::entry_seal(&keys.derived("calendar day"), &sha256(format!("{id} {day}").as_bytes())).to_string()
}

/// Withdraws an address; says whether it counted until now.
///
/// # Errors
/// Where the database cannot be written.
pub async fn revoke(tx: &mut Transaction, id: &str, now: &str) -> Result<bool, StorageError> {
    revoke_where(tx, "id", id, now).await
}

/// Withdraws all addresses of an official, as their sessions end.
pub(super) async fn revoke_all_of(tx: &mut Transaction, official_id: &str, now: &str) -> Result<(), StorageError> {
    revoke_where(tx, "official_id", official_id, now).await.map(|_| ())
}

async fn revoke_where(tx: &mut Transaction, column: &str, value: &str, now: &str) -> Result<bool, StorageError> {
    let sql = format!(
        "UPDATE calendar_address SET revoked_at = $1, secret_mac = 'revoked ' || id
        WHERE {column} = $2 AND revoked_at IS NULL"
    );
    let done = sqlx::query(AssertSqlSafe(sql)).bind(now).bind(value).execute(&mut **tx).await?;
    Ok(done.rows_affected() > 0)
}
