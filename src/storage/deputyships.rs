//! The table `deputyship`: who stands in for whom, from which day until which. Each row carries a seal, so that one written
//! into the database by hand lends nobody a role.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, FromRow, Row};

use crate::audit::commitment;
use crate::audit::hash::Hash;

use super::error::StorageError;
use super::keys::Keys;
use super::sealed;
use super::transaction::Transaction;

const COLUMNS: &str = "id, official_id, deputy_id, from_day, until_day, asked_by, asked_at, confirmed_by, confirmed_at, \
                       ended_by, ended_at";

/// What the seals of this table are made for.
const SEALED_FOR: &str = "deputyship";

/// One official stands in for another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeputyshipRow {
    /// Its id.
    pub id: String,
    /// Who is away.
    pub official_id: String,
    /// Who stands in for them.
    pub deputy_id: String,
    /// The first day, in UTC, such as `2026-11-01`.
    pub from_day: String,
    /// The last day, in UTC.
    pub until_day: String,
    /// Who asked for it: whoever is away, or an administrator.
    pub asked_by: String,
    /// When.
    pub asked_at: String,
    /// The administrator who confirmed it; it counts once there is one.
    pub confirmed_by: Option<String>,
    /// When they confirmed.
    pub confirmed_at: Option<String>,
    /// Who ended it before its last day.
    pub ended_by: Option<String>,
    /// Since when it no longer counts.
    pub ended_at: Option<String>,
}

impl DeputyshipRow {
    /// Whether it lends roles on a day.
    #[must_use]
    pub fn runs_on(&self, day: &str) -> bool {
        let within = self.from_day.as_str() <= day && day <= self.until_day.as_str();
        self.confirmed_at.is_some() && self.ended_at.is_none() && within
    }

    /// Whether it has ended, also by itself, on a day.
    #[must_use]
    pub fn is_over_on(&self, day: &str) -> bool {
        self.ended_at.is_some() || self.until_day.as_str() < day
    }

    fn seal(&self, keys: &Keys) -> Hash {
        commitment::entry_seal(&keys.derived(SEALED_FOR), &self.facts())
    }

    fn facts(&self) -> Hash {
        let Self { id, official_id, deputy_id, from_day, until_day, asked_by, asked_at, .. } = self;
        let Self { confirmed_by, confirmed_at, ended_by, ended_at, .. } = self;
        let asked = [id, official_id, deputy_id, from_day, until_day, asked_by, asked_at];
        let later = [confirmed_by, confirmed_at, ended_by, ended_at].map(Option::as_deref);
        sealed::facts(asked.map(|text| Some(text.as_str())).into_iter().chain(later))
    }
}

struct SealedDeputyship(DeputyshipRow, String);

impl<'r> FromRow<'r, AnyRow> for SealedDeputyship {
    fn from_row(row: &'r AnyRow) -> Result<Self, sqlx::Error> {
        let deputyship = DeputyshipRow {
            id: row.try_get("id")?,
            official_id: row.try_get("official_id")?,
            deputy_id: row.try_get("deputy_id")?,
            from_day: row.try_get("from_day")?,
            until_day: row.try_get("until_day")?,
            asked_by: row.try_get("asked_by")?,
            asked_at: row.try_get("asked_at")?,
            confirmed_by: row.try_get("confirmed_by")?,
            confirmed_at: row.try_get("confirmed_at")?,
            ended_by: row.try_get("ended_by")?,
            ended_at: row.try_get("ended_at")?,
        };
        Ok(Self(deputyship, row.try_get("seal")?))
    }
}

impl SealedDeputyship {
    fn checked(self, keys: &Keys) -> Result<DeputyshipRow, StorageError> {
        let Self(row, seal) = self;
        let key = keys.derived(SEALED_FOR);
        if seal.parse().is_ok_and(|seal| commitment::seal_holds(&key, &row.facts(), &seal)) {
            return Ok(row);
        }
        Err(StorageError::tampered(format!("the deputyship `{}`", row.id)))
    }
}

/// Writes a deputyship with its seal: newly asked for, confirmed, or ended.
///
/// # Errors
/// Where there is no such official.
pub async fn put(tx: &mut Transaction, row: &DeputyshipRow) -> Result<(), StorageError> {
    let sql = format!(
        "INSERT INTO deputyship ({COLUMNS}, seal) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (id) DO UPDATE SET confirmed_by = excluded.confirmed_by, confirmed_at = excluded.confirmed_at,
            ended_by = excluded.ended_by, ended_at = excluded.ended_at, seal = excluded.seal"
    );
    sqlx::query(AssertSqlSafe(sql))
        .bind(row.id.as_str())
        .bind(row.official_id.as_str())
        .bind(row.deputy_id.as_str())
        .bind(row.from_day.as_str())
        .bind(row.until_day.as_str())
        .bind(row.asked_by.as_str())
        .bind(row.asked_at.as_str())
        .bind(row.confirmed_by.clone())
        .bind(row.confirmed_at.clone())
        .bind(row.ended_by.clone())
        .bind(row.ended_at.clone())
        .bind(row.seal(&tx.keys()).to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The deputyships in which an official stands in for somebody and whose last day has not passed before a day, those that
/// wait or have ended included: one statement on every act, over an index.
///
/// # Errors
/// [`StorageError::Tampered`] where a row was not written by [`put`].
pub async fn of_deputy(
    connection: &mut AnyConnection,
    keys: &Keys,
    deputy_id: &str,
    day: &str,
) -> Result<Vec<DeputyshipRow>, StorageError> {
    let sql = format!(
        "SELECT {COLUMNS}, seal FROM deputyship WHERE deputy_id = $1 AND until_day >= $2 ORDER BY asked_at, id"
    );
    let rows: Vec<SealedDeputyship> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(deputy_id).bind(day).fetch_all(connection).await?;
    rows.into_iter().map(|row| row.checked(keys)).collect()
}

/// All deputyships, the oldest first.
///
/// # Errors
/// As [`of_deputy`].
pub async fn list(connection: &mut AnyConnection, keys: &Keys) -> Result<Vec<DeputyshipRow>, StorageError> {
    let sql = format!("SELECT {COLUMNS}, seal FROM deputyship ORDER BY asked_at, id");
    let rows: Vec<SealedDeputyship> = sqlx::query_as(AssertSqlSafe(sql)).fetch_all(connection).await?;
    rows.into_iter().map(|row| row.checked(keys)).collect()
}
