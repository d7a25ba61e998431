//! The table `adoption`: which rulebook new requests begin with. Each row carries a seal, so that one written into the
//! database by hand puts no other rules in force.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, FromRow, Row};

use crate::audit::commitment;
use crate::audit::hash::{Hash, sha256};

use super::error::StorageError;
use super::keys::Keys;
use super::sealed::{self, Place};
use super::transaction::Transaction;

const COLUMNS: &str = "id, instrument, rulebook, instead_of, fell, rose, reason_sealed, proposed_by, proposed_at, \
                       confirmed_by, confirmed_at, taken_back_at, number";

/// What the seals of this table are made for.
const SEALED_FOR: &str = "adoption";

/// The adoption of a rulebook: proposed, confirmed, or taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdoptionRow {
    /// Its id.
    pub id: String,
    /// The instrument.
    pub instrument: String,
    /// The rulebook, by hash.
    pub rulebook: String,
    /// The rulebook that it was held against; none where the instrument had none.
    pub instead_of: Option<String>,
    /// In how many lines protection falls.
    pub fell: i64,
    /// In how many lines it rises.
    pub rose: i64,
    /// The reasons, sealed; none where nobody proposed it.
    pub reason_sealed: Option<Vec<u8>>,
    /// Who proposed it; none where the program took over what an earlier one had used.
    pub proposed_by: Option<String>,
    /// When.
    pub proposed_at: String,
    /// The second administrator.
    pub confirmed_by: Option<String>,
    /// Since when new requests begin with it.
    pub confirmed_at: Option<String>,
    /// When it was taken back.
    pub taken_back_at: Option<String>,
    /// Its place among those that were confirmed; none before.
    pub number: Option<i64>,
}

impl AdoptionRow {
    /// Whether a second administrator may still confirm it.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.number.is_none() && self.taken_back_at.is_none()
    }

    fn facts(&self) -> Hash {
        let reason = self.reason_sealed.as_ref().map(|sealed| sha256(sealed).to_string());
        let number = self.number.map(|number| number.to_string());
        let (fell, rose) = (self.fell.to_string(), self.rose.to_string());
        let given = [&self.id, &self.instrument, &self.rulebook, &fell, &rose, &self.proposed_at];
        let later = [&self.instead_of, &reason, &self.proposed_by, &self.confirmed_by, &self.confirmed_at];
        let last = [&self.taken_back_at, &number];
        let given = given.map(|text| Some(text.as_str()));
        sealed::facts(given.into_iter().chain(later.map(Option::as_deref)).chain(last.map(Option::as_deref)))
    }
}

struct SealedAdoption(AdoptionRow, String);

impl<'r> FromRow<'r, AnyRow> for SealedAdoption {
    fn from_row(row: &'r AnyRow) -> Result<Self, sqlx::Error> {
        let adoption = AdoptionRow {
            id: row.try_get("id")?,
            instrument: row.try_get("instrument")?,
            rulebook: row.try_get("rulebook")?,
            instead_of: row.try_get("instead_of")?,
            fell: row.try_get("fell")?,
            rose: row.try_get("rose")?,
            reason_sealed: row.try_get("reason_sealed")?,
            proposed_by: row.try_get("proposed_by")?,
            proposed_at: row.try_get("proposed_at")?,
            confirmed_by: row.try_get("confirmed_by")?,
            confirmed_at: row.try_get("confirmed_at")?,
            taken_back_at: row.try_get("taken_back_at")?,
            number: row.try_get("number")?,
        };
        Ok(Self(adoption, row.try_get("seal")?))
    }
}

impl SealedAdoption {
    fn checked(self, keys: &Keys) -> Result<AdoptionRow, StorageError> {
        let Self(row, seal) = self;
        let key = keys.derived(SEALED_FOR);
        if seal.parse().is_ok_and(|seal| commitment::seal_holds(&key, &row.facts(), &seal)) {
            return Ok(row);
        }
        Err(StorageError::tampered(format!("the adoption `{}`", row.id)))
    }
}

fn place<'a>(case: &'a str, id: &'a str) -> Place<'a> {
    Place { case, table: "adoption", column: "reason_sealed", row: id }
}

/// Seals the reasons of a proposal. `case` is the authority's own chain.
///
/// # Errors
/// Where the case has no key.
pub fn seal_reason(keys: &Keys, case: &str, id: &str, reason: &str) -> Result<Vec<u8>, StorageError> {
    sealed::seal(&keys.of(case)?.sealing(), place(case, id), reason.as_bytes())
}

/// The reasons of a proposal; none where nobody proposed it.
///
/// # Errors
/// [`StorageError::Tampered`] where they do not open.
pub fn reason(keys: &Keys, case: &str, row: &AdoptionRow) -> Result<Option<String>, StorageError> {
    let Some(sealed) = &row.reason_sealed else { return Ok(None) };
    sealed::open_text(&keys.of(case)?.sealing(), place(case, &row.id), sealed).map(Some)
}

/// Writes an adoption with its seal: newly proposed, confirmed, or taken back.
///
/// # Errors
/// Where there is no such official, or the rulebook is not kept.
pub async fn put(tx: &mut Transaction, row: &AdoptionRow) -> Result<(), StorageError> {
    let sql = format!(
        "INSERT INTO adoption ({COLUMNS}, seal) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        ON CONFLICT (id) DO UPDATE SET fell = excluded.fell, rose = excluded.rose, confirmed_by = excluded.confirmed_by,
            confirmed_at = excluded.confirmed_at, taken_back_at = excluded.taken_back_at, number = excluded.number,
            seal = excluded.seal"
    );
    let seal = commitment::entry_seal(&tx.keys().derived(SEALED_FOR), &row.facts());
    sqlx::query(AssertSqlSafe(sql))
        .bind(row.id.as_str())
        .bind(row.instrument.as_str())
        .bind(row.rulebook.as_str())
        .bind(row.instead_of.clone())
        .bind(row.fell)
        .bind(row.rose)
        .bind(row.reason_sealed.clone())
        .bind(row.proposed_by.clone())
        .bind(row.proposed_at.as_str())
        .bind(row.confirmed_by.clone())
        .bind(row.confirmed_at.clone())
        .bind(row.taken_back_at.clone())
        .bind(row.number)
        .bind(seal.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// All adoptions, those that wait and those that were taken back included, the oldest first.
///
/// # Errors
/// [`StorageError::Tampered`] where a row was not written by [`put`].
pub async fn list(connection: &mut AnyConnection, keys: &Keys) -> Result<Vec<AdoptionRow>, StorageError> {
    let sql = format!("SELECT {COLUMNS}, seal FROM adoption ORDER BY proposed_at, id");
    let rows: Vec<SealedAdoption> = sqlx::query_as(AssertSqlSafe(sql)).fetch_all(connection).await?;
    rows.into_iter().map(|row| row.checked(keys)).collect()
}

/// The adoption that counts for an instrument, among all of them.
#[must_use]
pub fn counting<'r>(rows: &'r [AdoptionRow], instrument: &str) -> Option<&'r AdoptionRow> {
    let confirmed = rows.iter().filter(|row| row.number.is_some() && row.instrument == instrument);
    confirmed.max_by_key(|row| row.number)
}

/// Refuses a table from which a row was taken away: an older rulebook must not come back so.
///
/// # Errors
/// [`StorageError::Tampered`] where fewer were confirmed than the authority's row says.
pub fn none_is_missing(rows: &[AdoptionRow], adoptions: i64) -> Result<(), StorageError> {
    if confirmed(rows) < adoptions {
        return Err(StorageError::tampered("the table of adoptions: rows are missing"));
    }
    Ok(())
}

/// How many were confirmed.
#[must_use]
pub fn confirmed(rows: &[AdoptionRow]) -> i64 {
    rows.iter().filter(|row| row.number.is_some()).count().try_into().unwrap_or(i64::MAX)
}
