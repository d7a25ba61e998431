//! The table `agreement`: with which States an instrument that is not in force may be applied. Each row carries a seal, so
//! that one written into the database by hand lets nothing begin.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, FromRow, Row};

use crate::audit::commitment;
use crate::audit::hash::Hash;

use super::error::StorageError;
use super::keys::Keys;
use super::sealed;
use super::transaction::Transaction;

const COLUMNS: &str = "id, instrument, state, agreed_on, title, recorded_by, recorded_at, confirmed_by, confirmed_at, \
                       ended_by, ended_at";

/// What the seals of this table are made for.
const SEALED_FOR: &str = "agreement";

/// An agreement of both States to apply an instrument. Source: UNCC 40(7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementRow {
    /// Its id.
    pub id: String,
    /// The instrument.
    pub instrument: String,
    /// The other State.
    pub state: String,
    /// The day on which both agreed, such as `2026-11-01`.
    pub agreed_on: String,
    /// What it is called, without names of persons.
    pub title: String,
    /// The administrator who recorded it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: String,
    /// The second administrator; it counts once there is one.
    pub confirmed_by: Option<String>,
    /// When they confirmed.
    pub confirmed_at: Option<String>,
    /// The administrator who noted its end.
    pub ended_by: Option<String>,
    /// Since when it no longer counts.
    pub ended_at: Option<String>,
}

impl AgreementRow {
    /// Whether requests may begin under it.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.confirmed_at.is_some() && self.ended_at.is_none()
    }

    fn seal(&self, keys: &Keys) -> Hash {
        commitment::entry_seal(&keys.derived(SEALED_FOR), &self.facts())
    }

    fn facts(&self) -> Hash {
        let Self { id, instrument, state, agreed_on, title, recorded_by, recorded_at, .. } = self;
        let Self { confirmed_by, confirmed_at, ended_by, ended_at, .. } = self;
        let given = [id, instrument, state, agreed_on, title, recorded_by, recorded_at].map(|text| Some(text.as_str()));
        let later = [confirmed_by, confirmed_at, ended_by, ended_at].map(Option::as_deref);
        sealed::facts(given.into_iter().chain(later))
    }
}

struct SealedAgreement(AgreementRow, String);

impl<'r> FromRow<'r, AnyRow> for SealedAgreement {
    fn from_row(row: &'r AnyRow) -> Result<Self, sqlx::Error> {
        let agreement = AgreementRow {
            id: row.try_get("id")?,
            instrument: row.try_get("instrument")?,
            state: row.try_get("state")?,
            agreed_on: row.try_get("agreed_on")?,
            title: row.try_get("title")?,
            recorded_by: row.try_get("recorded_by")?,
            recorded_at: row.try_get("recorded_at")?,
            confirmed_by: row.try_get("confirmed_by")?,
            confirmed_at: row.try_get("confirmed_at")?,
            ended_by: row.try_get("ended_by")?,
            ended_at: row.try_get("ended_at")?,
        };
        Ok(Self(agreement, row.try_get("seal")?))
    }
}

impl SealedAgreement {
    fn checked(self, keys: &Keys) -> Result<AgreementRow, StorageError> {
        let Self(row, seal) = self;
        let key = keys.derived(SEALED_FOR);
        if seal.parse().is_ok_and(|seal| commitment::seal_holds(&key, &row.facts(), &seal)) {
            return Ok(row);
        }
        Err(StorageError::tampered(format!("the agreement `{}`", row.id)))
    }
}

/// Writes an agreement with its seal: newly recorded, confirmed, or ended.
///
/// # Errors
/// Where there is no such official.
pub async fn put(tx: &mut Transaction, row: &AgreementRow) -> Result<(), StorageError> {
    let sql = format!(
        "INSERT INTO agreement ({COLUMNS}, seal) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (id) DO UPDATE SET confirmed_by = excluded.confirmed_by, confirmed_at = excluded.confirmed_at,
            ended_by = excluded.ended_by, ended_at = excluded.ended_at, seal = excluded.seal"
    );
    sqlx::query(AssertSqlSafe(sql))
        .bind(row.id.as_str())
        .bind(row.instrument.as_str())
        .bind(row.state.as_str())
        .bind(row.agreed_on.as_str())
        .bind(row.title.as_str())
        .bind(row.recorded_by.as_str())
        .bind(row.recorded_at.as_str())
        .bind(row.confirmed_by.clone())
        .bind(row.confirmed_at.clone())
        .bind(row.ended_by.clone())
        .bind(row.ended_at.clone())
        .bind(row.seal(&tx.keys()).to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The agreements with a State about an instrument, those that have ended included, the oldest first.
///
/// # Errors
/// [`StorageError::Tampered`] where a row was not written by [`put`].
pub async fn of(
    connection: &mut AnyConnection,
    keys: &Keys,
    (instrument, state): (&str, &str),
) -> Result<Vec<AgreementRow>, StorageError> {
    let sql =
        format!("SELECT {COLUMNS}, seal FROM agreement WHERE instrument = $1 AND state = $2 ORDER BY recorded_at, id");
    let rows: Vec<SealedAgreement> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(instrument).bind(state).fetch_all(connection).await?;
    rows.into_iter().map(|row| row.checked(keys)).collect()
}

/// All agreements, the oldest first.
///
/// # Errors
/// As [`of`].
pub async fn list(connection: &mut AnyConnection, keys: &Keys) -> Result<Vec<AgreementRow>, StorageError> {
    let sql = format!("SELECT {COLUMNS}, seal FROM agreement ORDER BY recorded_at, id");
    let rows: Vec<SealedAgreement> = sqlx::query_as(AssertSqlSafe(sql)).fetch_all(connection).await?;
    rows.into_iter().map(|row| row.checked(keys)).collect()
}
