//! How often each official was refused of late: the first refusals of a minute leave an entry each, one entry tells of the rest.

use super::error::StorageError;
use super::store::Storage;
use super::transaction::{Beside, Transaction, Written};

/// When a window of refusals is over: one that began up to `since`, or that the clock was set back behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Over {
    /// It lies far enough back (RFC 3339, UTC, milliseconds, as all of these).
    pub since: String,
    /// Nothing begins later than this.
    pub until: String,
}

/// What becomes of a refusal.
#[derive(Debug)]
pub enum Turn {
    /// It leaves an entry of its own.
    Own,
    /// It was counted, and leaves none.
    Counted(Written<()>),
    /// The window before is over, and has to be told of first.
    Over,
}

/// What a window came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// When it began.
    pub begun_at: String,
    /// How many refusals there were, with those that have left an entry.
    pub refused: u64,
}

impl Transaction {
    /// Counts a refusal of an official; the first `own` of a window leave entries. Holds the official's row until the commit.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub async fn count_refusal(
        &mut self,
        official: &str,
        now: &str,
        over: &Over,
        own: u64,
    ) -> Result<Turn, StorageError> {
        let (begun_at, refused): (String, i64) = sqlx::query_as(
            "INSERT INTO refusal_window (official_id, begun_at, refused) VALUES ($1, $2, 1)
            ON CONFLICT (official_id) DO UPDATE SET refused = refusal_window.refused + 1
            RETURNING begun_at, refused",
        )
        .bind(official)
        .bind(now)
        .fetch_one(&mut **self)
        .await?;
        let refused = refused.cast_unsigned();
        if begun_at <= over.since || begun_at > over.until {
            if refused > own + 1 {
                return Ok(Turn::Over);
            }
            sqlx::query("UPDATE refusal_window SET begun_at = $1, refused = 1 WHERE official_id = $2")
                .bind(now)
                .bind(official)
                .execute(&mut **self)
                .await?;
            return Ok(Turn::Own);
        }
        Ok(if refused > own { Turn::Counted(self.keep_refusals()) } else { Turn::Own })
    }

    /// Takes a window that is over out of the table; none where it is not over, or another has told of it.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub async fn take_refusals(&mut self, official: &str, over: &Over) -> Result<Option<Window>, StorageError> {
        let row: Option<(String, i64)> = sqlx::query_as(
            "DELETE FROM refusal_window WHERE official_id = $1 AND (begun_at <= $2 OR begun_at > $3)
            RETURNING begun_at, refused",
        )
        .bind(official)
        .bind(over.since.as_str())
        .bind(over.until.as_str())
        .fetch_optional(&mut **self)
        .await?;
        Ok(row.map(|(begun_at, refused)| Window { begun_at, refused: refused.cast_unsigned() }))
    }

    /// Keeps a count, or that a window is gone of which nothing is to be told.
    pub fn keep_refusals(&mut self) -> Written<()> {
        self.keep_beside(Beside::Refusal)
    }
}

impl Storage {
    /// The officials whose window of refusals is over.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn refused(&self, over: &Over) -> Result<Vec<String>, StorageError> {
        let rows: Vec<(String,)> =
            sqlx::query_as("SELECT official_id FROM refusal_window WHERE begun_at <= $1 OR begun_at > $2")
                .bind(over.since.as_str())
                .bind(over.until.as_str())
                .fetch_all(&mut *self.reader().await?)
                .await?;
        Ok(rows.into_iter().map(|(official,)| official).collect())
    }
}
