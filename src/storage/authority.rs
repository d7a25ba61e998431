//! The table `authority`: whose installation this is. One row.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, FromRow, Row};

use crate::audit::ids::Origin;

use super::error::StorageError;
use super::transaction::Transaction;

const COLUMNS: &str = "case_id, state, name, profile, origin, training, installed_at, adoptions";

/// The installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorityRow {
    /// Its own chain in the log, 32 hexadecimal digits.
    pub case_id: String,
    /// The State, alpha-2.
    pub state: String,
    /// The central authority, as letters name it.
    pub name: String,
    /// The profile of safeguards that binds it.
    pub profile: String,
    /// The name of its log.
    pub origin: String,
    /// Whether everything in it is for training.
    pub training: bool,
    /// When it was installed.
    pub installed_at: String,
    /// How many adoptions of rulebooks were confirmed: processes see by it that another one switched.
    pub adoptions: i64,
}

impl AuthorityRow {
    pub(super) fn origin(&self) -> Result<Origin, StorageError> {
        Origin::parse(&self.origin).map_err(|_| StorageError::tampered("the name of the log"))
    }
}

impl<'r> FromRow<'r, AnyRow> for AuthorityRow {
    fn from_row(row: &'r AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            case_id: row.try_get("case_id")?,
            state: row.try_get("state")?,
            name: row.try_get("name")?,
            profile: row.try_get("profile")?,
            origin: row.try_get("origin")?,
            training: row.try_get::<i64, _>("training")? == 1,
            installed_at: row.try_get("installed_at")?,
            adoptions: row.try_get("adoptions")?,
        })
    }
}

/// Writes the row.
///
/// # Errors
/// [`StorageError::AlreadyExists`] where the installation has one.
pub async fn insert(tx: &mut Transaction, row: &AuthorityRow) -> Result<(), StorageError> {
    row.origin()?;
    let sql = format!("INSERT INTO authority (id, {COLUMNS}) VALUES ('authority', $1, $2, $3, $4, $5, $6, $7, $8)");
    sqlx::query(AssertSqlSafe(sql))
        .bind(row.case_id.as_str())
        .bind(row.state.as_str())
        .bind(row.name.as_str())
        .bind(row.profile.as_str())
        .bind(row.origin.as_str())
        .bind(i64::from(row.training))
        .bind(row.installed_at.as_str())
        .bind(row.adoptions)
        .execute(&mut **tx)
        .await
        .map_err(|error| StorageError::or_exists(error, || "the authority of this installation".to_owned()))?;
    Ok(())
}

/// Reads the row, if there is one yet.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(connection: &mut AnyConnection) -> Result<Option<AuthorityRow>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM authority");
    Ok(sqlx::query_as(AssertSqlSafe(sql)).fetch_optional(connection).await?)
}

/// Reads the row.
///
/// # Errors
/// [`StorageError::NotFound`] before `comity init`.
pub async fn read(connection: &mut AnyConnection) -> Result<AuthorityRow, StorageError> {
    find(connection)
        .await?
        .ok_or_else(|| StorageError::missing("the authority of this installation (run `comity init`)"))
}

/// Reads the row and keeps others from writing to the authority's own chain until the commit.
///
/// # Errors
/// As [`read`].
pub async fn lock_and_read(tx: &mut Transaction) -> Result<AuthorityRow, StorageError> {
    let sql = format!("UPDATE authority SET id = id RETURNING {COLUMNS}");
    let row = sqlx::query_as(AssertSqlSafe(sql)).fetch_optional(&mut **tx).await?;
    row.ok_or_else(|| StorageError::missing("the authority of this installation (run `comity init`)"))
}

/// Changes the profile that binds the installation.
///
/// # Errors
/// [`StorageError::NotFound`] before `comity init`.
pub async fn set_profile(tx: &mut Transaction, profile: &str) -> Result<(), StorageError> {
    let done = sqlx::query("UPDATE authority SET profile = $1").bind(profile).execute(&mut **tx).await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StorageError::missing("the authority of this installation")) }
}

/// Notes how many adoptions of rulebooks were confirmed.
///
/// # Errors
/// [`StorageError::NotFound`] before `comity init`.
pub async fn set_adoptions(tx: &mut Transaction, adoptions: i64) -> Result<(), StorageError> {
    let done = sqlx::query("UPDATE authority SET adoptions = $1").bind(adoptions).execute(&mut **tx).await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StorageError::missing("the authority of this installation")) }
}

pub(super) async fn origin(connection: &mut AnyConnection) -> Result<Origin, StorageError> {
    read(connection).await?.origin()
}
