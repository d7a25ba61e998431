//! The tables `official` and `official_role`: who may sign in, and in which roles they were put, by whom.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, FromRow, Row};

use super::authority;
use super::error::StorageError;
use super::keys::Keys;
use super::sealed::{self, Place};
use super::transaction::Transaction;

pub(super) const COLUMNS: &str =
    "id, sign_in, name_sealed, password_hash, password_is_temporary_since, added_at, disabled_at";

/// An official.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficialRow {
    /// A random id.
    pub id: String,
    /// What they type to sign in.
    pub sign_in: String,
    /// Their name; stored sealed under the key of the authority's own chain.
    pub name: String,
    /// The hash of the password, with its parameters.
    pub password_hash: String,
    /// Since when the password is one that somebody else knows; none once they have chosen their own.
    pub password_is_temporary_since: Option<String>,
    /// When they were added.
    pub added_at: String,
    /// Since when they can no longer sign in.
    pub disabled_at: Option<String>,
}

pub(super) struct SealedOfficial {
    name_sealed: Vec<u8>,
    row: OfficialRow,
}

impl<'r> FromRow<'r, AnyRow> for SealedOfficial {
    fn from_row(row: &'r AnyRow) -> Result<Self, sqlx::Error> {
        let official = OfficialRow {
            id: row.try_get("id")?,
            sign_in: row.try_get("sign_in")?,
            name: String::new(),
            password_hash: row.try_get("password_hash")?,
            password_is_temporary_since: row.try_get("password_is_temporary_since")?,
            added_at: row.try_get("added_at")?,
            disabled_at: row.try_get("disabled_at")?,
        };
        Ok(Self { name_sealed: row.try_get("name_sealed")?, row: official })
    }
}

impl SealedOfficial {
    pub(super) fn open(self, keys: &Keys, case: &str) -> Result<OfficialRow, StorageError> {
        let Self { name_sealed, mut row } = self;
        row.name = sealed::open_text(&keys.of(case)?.sealing(), name_place(case, &row.id), &name_sealed)?;
        Ok(row)
    }
}

fn name_place<'a>(case: &'a str, id: &'a str) -> Place<'a> {
    Place { case, table: "official", column: "name_sealed", row: id }
}

/// Adds an official.
///
/// # Errors
/// [`StorageError::AlreadyExists`] where the name for signing in is taken.
pub async fn insert(tx: &mut Transaction, row: &OfficialRow) -> Result<(), StorageError> {
    let case = authority::read(tx).await?.case_id;
    let name = sealed::seal(&tx.keys().of(&case)?.sealing(), name_place(&case, &row.id), row.name.as_bytes())?;
    let sql = format!("INSERT INTO official ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)");
    sqlx::query(AssertSqlSafe(sql))
        .bind(row.id.as_str())
        .bind(row.sign_in.as_str())
        .bind(name)
        .bind(row.password_hash.as_str())
        .bind(row.password_is_temporary_since.clone())
        .bind(row.added_at.as_str())
        .bind(row.disabled_at.clone())
        .execute(&mut **tx)
        .await
        .map_err(|error| StorageError::or_exists(error, || format!("the official `{}`", row.sign_in)))?;
    Ok(())
}

/// Finds an official by what they type to sign in.
///
/// # Errors
/// Where the name does not open.
pub async fn find_by_sign_in(
    connection: &mut AnyConnection,
    keys: &Keys,
    sign_in: &str,
) -> Result<Option<OfficialRow>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM official WHERE sign_in = $1");
    let found: Option<SealedOfficial> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(sign_in).fetch_optional(&mut *connection).await?;
    opened(connection, keys, found).await
}

/// Finds an official by id.
///
/// # Errors
/// Where the name does not open.
pub async fn find(connection: &mut AnyConnection, keys: &Keys, id: &str) -> Result<Option<OfficialRow>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM official WHERE id = $1");
    let found: Option<SealedOfficial> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(id).fetch_optional(&mut *connection).await?;
    opened(connection, keys, found).await
}

/// Finds an official by id, if the session or token by which they came was not ended.
///
/// # Errors
/// Where the name does not open.
pub async fn find_by_credential(
    connection: &mut AnyConnection,
    keys: &Keys,
    id: &str,
    credential: Option<&str>,
) -> Result<Option<OfficialRow>, StorageError> {
    let Some(credential) = credential else { return find(connection, keys, id).await };
    let sql = format!(
        "SELECT {COLUMNS} FROM official WHERE id = $1
        AND NOT EXISTS (SELECT 1 FROM credential WHERE credential.id = $2 AND credential.revoked_at IS NOT NULL)"
    );
    let found: Option<SealedOfficial> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(id).bind(credential).fetch_optional(&mut *connection).await?;
    opened(connection, keys, found).await
}

/// Keeps what an official is from changing until the commit: roles, sessions and whether they are shut out are changed
/// only by whoever has [`lock_and_read`] their row. Any number of acts may hold one official.
///
/// # Errors
/// Where the database cannot be read.
pub async fn hold(tx: &mut Transaction, id: &str) -> Result<(), StorageError> {
    if let Some(sql) = tx.holding_an_official() {
        sqlx::query(sql).bind(id).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Reads an official and keeps others from changing the row until the commit.
///
/// # Errors
/// [`StorageError::NotFound`] where there is no such official.
pub async fn lock_and_read(tx: &mut Transaction, case: &str, id: &str) -> Result<OfficialRow, StorageError> {
    let sql = format!("UPDATE official SET disabled_at = disabled_at WHERE id = $1 RETURNING {COLUMNS}");
    let found: Option<SealedOfficial> = sqlx::query_as(AssertSqlSafe(sql)).bind(id).fetch_optional(&mut **tx).await?;
    let found = found.ok_or_else(|| StorageError::missing(format!("the official `{id}`")))?;
    found.open(&tx.keys(), case)
}

async fn opened(
    connection: &mut AnyConnection,
    keys: &Keys,
    found: Option<SealedOfficial>,
) -> Result<Option<OfficialRow>, StorageError> {
    let Some(found) = found else { return Ok(None) };
    let case = authority::read(connection).await?.case_id;
    found.open(keys, &case).map(Some)
}

/// Lists all officials by the name they sign in with.
///
/// # Errors
/// Where a name does not open.
pub async fn list(connection: &mut AnyConnection, keys: &Keys) -> Result<Vec<OfficialRow>, StorageError> {
    let case = authority::read(connection).await?.case_id;
    let sql = format!("SELECT {COLUMNS} FROM official ORDER BY sign_in");
    let found: Vec<SealedOfficial> = sqlx::query_as(AssertSqlSafe(sql)).fetch_all(connection).await?;
    found.into_iter().map(|row| row.open(keys, &case)).collect()
}

/// Replaces a password. `temporary_since` is the moment where somebody else has chosen it.
///
/// # Errors
/// [`StorageError::NotFound`] where there is no such official.
pub async fn set_password(
    tx: &mut Transaction,
    id: &str,
    hash: &str,
    temporary_since: Option<&str>,
) -> Result<(), StorageError> {
    let done = sqlx::query("UPDATE official SET password_hash = $1, password_is_temporary_since = $2 WHERE id = $3")
        .bind(hash)
        .bind(temporary_since.map(str::to_owned))
        .bind(id)
        .execute(&mut **tx)
        .await?;
    one(done.rows_affected(), id)
}

/// Shuts an official out, or lets them in again with `None`.
///
/// # Errors
/// [`StorageError::NotFound`] where there is no such official.
pub async fn set_disabled(tx: &mut Transaction, id: &str, disabled_at: Option<&str>) -> Result<(), StorageError> {
    let done = sqlx::query("UPDATE official SET disabled_at = $1 WHERE id = $2")
        .bind(disabled_at.map(str::to_owned))
        .bind(id)
        .execute(&mut **tx)
        .await?;
    one(done.rows_affected(), id)
}

fn one(rows: u64, id: &str) -> Result<(), StorageError> {
    if rows == 1 { Ok(()) } else { Err(StorageError::missing(format!("the official `{id}`"))) }
}
