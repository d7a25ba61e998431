//! The table `official_role`: each row carries a seal, so that a role written into the database by hand does not count.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, FromRow, Row};

use crate::audit::commitment;
use crate::audit::hash::Hash;

use super::error::StorageError;
use super::keys::Keys;
use super::sealed;
use super::transaction::Transaction;

const COLUMNS: &str = "official_id, role, granted_by, granted_at, confirmed_by, confirmed_at, revoked_at";

/// A role of an official, with who gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleRow {
    /// The official.
    pub official_id: String,
    /// The role.
    pub role: String,
    /// The administrator who granted it.
    pub granted_by: String,
    /// When.
    pub granted_at: String,
    /// The second administrator, once there are two.
    pub confirmed_by: Option<String>,
    /// When they confirmed.
    pub confirmed_at: Option<String>,
    /// Since when it no longer counts.
    pub revoked_at: Option<String>,
}

impl RoleRow {
    fn seal(&self, keys: &Keys) -> Hash {
        commitment::entry_seal(&keys.derived("role"), &self.facts())
    }

    fn facts(&self) -> Hash {
        let Self { official_id, role, granted_by, granted_at, confirmed_by, confirmed_at, revoked_at } = self;
        let given = [official_id, role, granted_by, granted_at].map(|text| Some(text.as_str()));
        let later = [confirmed_by, confirmed_at, revoked_at].map(Option::as_deref);
        sealed::facts(given.into_iter().chain(later))
    }
}

impl<'r> FromRow<'r, AnyRow> for RoleRow {
    fn from_row(row: &'r AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            official_id: row.try_get("official_id")?,
            role: row.try_get("role")?,
            granted_by: row.try_get("granted_by")?,
            granted_at: row.try_get("granted_at")?,
            confirmed_by: row.try_get("confirmed_by")?,
            confirmed_at: row.try_get("confirmed_at")?,
            revoked_at: row.try_get("revoked_at")?,
        })
    }
}

struct SealedRole(RoleRow, String);

impl<'r> FromRow<'r, AnyRow> for SealedRole {
    fn from_row(row: &'r AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self(RoleRow::from_row(row)?, row.try_get("seal")?))
    }
}

impl SealedRole {
    fn checked(self, keys: &Keys) -> Result<RoleRow, StorageError> {
        let Self(row, seal) = self;
        let holds = seal.parse().is_ok_and(|seal| commitment::seal_holds(&keys.derived("role"), &row.facts(), &seal));
        if holds {
            return Ok(row);
        }
        Err(StorageError::tampered(format!("the role `{}` of official `{}`", row.role, row.official_id)))
    }
}

/// Writes a role with its seal: newly granted, confirmed, revoked, or granted again.
///
/// # Errors
/// Where there is no such official.
pub async fn put(tx: &mut Transaction, row: &RoleRow) -> Result<(), StorageError> {
    let sql = format!(
        "INSERT INTO official_role ({COLUMNS}, seal) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (official_id, role) DO UPDATE SET granted_by = excluded.granted_by, granted_at = excluded.granted_at,
            confirmed_by = excluded.confirmed_by, confirmed_at = excluded.confirmed_at,
            revoked_at = excluded.revoked_at, seal = excluded.seal"
    );
    sqlx::query(AssertSqlSafe(sql))
        .bind(row.official_id.as_str())
        .bind(row.role.as_str())
        .bind(row.granted_by.as_str())
        .bind(row.granted_at.as_str())
        .bind(row.confirmed_by.clone())
        .bind(row.confirmed_at.clone())
        .bind(row.revoked_at.clone())
        .bind(row.seal(&tx.keys()).to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The roles of an official, those that no longer count included.
///
/// # Errors
/// [`StorageError::Tampered`] where a row was not written by [`put`].
pub async fn of(connection: &mut AnyConnection, keys: &Keys, official_id: &str) -> Result<Vec<RoleRow>, StorageError> {
    let sql = format!("SELECT {COLUMNS}, seal FROM official_role WHERE official_id = $1 ORDER BY role");
    let rows: Vec<SealedRole> = sqlx::query_as(AssertSqlSafe(sql)).bind(official_id).fetch_all(connection).await?;
    rows.into_iter().map(|row| row.checked(keys)).collect()
}

/// All roles of all officials.
///
/// # Errors
/// As [`of`].
pub async fn list(connection: &mut AnyConnection, keys: &Keys) -> Result<Vec<RoleRow>, StorageError> {
    let sql = format!("SELECT {COLUMNS}, seal FROM official_role ORDER BY official_id, role");
    let rows: Vec<SealedRole> = sqlx::query_as(AssertSqlSafe(sql)).fetch_all(connection).await?;
    rows.into_iter().map(|row| row.checked(keys)).collect()
}
