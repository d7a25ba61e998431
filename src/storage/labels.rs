//! What people call a request: its title, and its number in the authority's own registry. Both are sealed like everything
//! else that is said in it, so that they go with its key. Source: UNCC 36.

use std::fmt;

use sqlx::{AnyConnection, Connection};

use super::database::Engine;
use super::error::StorageError;
use super::keys::Keys;
use super::requests::RequestRow;
use super::sealed::{self, Place};

/// So many requests of before schema 18 are sealed at once.
const AT_ONCE: i64 = 500;

/// What stands where a title stood that is erased.
const NO_TITLE: &str = "—";

/// What is said there, opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// A few words without names.
    pub title: String,
    /// The number in the authority's own registry.
    pub registry_number: Option<String>,
}

/// A label as the table keeps it; what it says, only the request's key tells.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedLabel(Vec<u8>);

impl fmt::Debug for SealedLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedLabel")
    }
}

fn title(case: &str) -> Place<'_> {
    Place { case, table: "assistance_request", column: "title_sealed", row: "" }
}

fn registry_number(case: &str) -> Place<'_> {
    Place { column: "registry_number_sealed", ..title(case) }
}

impl SealedLabel {
    /// Seals a title for its request.
    ///
    /// # Errors
    /// [`StorageError::KeyMissing`] where the request has no key.
    pub fn title(keys: &Keys, case: &str, text: &str) -> Result<Self, StorageError> {
        Self::seal(keys, title(case), text)
    }

    /// Seals a registry number for its request.
    ///
    /// # Errors
    /// As [`SealedLabel::title`].
    pub fn registry_number(keys: &Keys, case: &str, text: &str) -> Result<Self, StorageError> {
        Self::seal(keys, registry_number(case), text)
    }

    fn seal(keys: &Keys, place: Place<'_>, text: &str) -> Result<Self, StorageError> {
        Ok(Self(sealed::seal(&keys.of(place.case)?.sealing(), place, text.as_bytes())?))
    }

    /// What a table holds, or nothing.
    #[must_use]
    pub fn of(sealed: Vec<u8>) -> Self {
        Self(sealed)
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        self.0.clone()
    }

    fn open(&self, keys: &Keys, place: Place<'_>) -> Result<String, StorageError> {
        sealed::open_text(&keys.of(place.case)?.sealing(), place, &self.0)
    }
}

impl RequestRow {
    /// What the request is called; a stroke for a title where its content is erased.
    ///
    /// # Errors
    /// [`StorageError::Tampered`] where a label does not open.
    pub fn labels(&self, keys: &Keys) -> Result<Labels, StorageError> {
        if self.erased_at.is_some() {
            return Ok(Labels { title: NO_TITLE.to_owned(), registry_number: None });
        }
        let number = self.registry_number.as_ref().map(|label| label.open(keys, registry_number(&self.id)));
        Ok(Labels { title: self.title.open(keys, title(&self.id))?, registry_number: number.transpose()? })
    }
}

/// Seals what databases of before schema 18 hold in plain. Cut off anywhere, it goes on from there.
///
/// # Errors
/// [`StorageError::KeyMissing`] where a request has no key.
pub(super) async fn seal_all(connection: &mut AnyConnection, keys: &Keys) -> Result<(), StorageError> {
    loop {
        let plain: Vec<(String, String, Option<String>)> = sqlx::query_as(
            "SELECT id, title, registry_number FROM assistance_request WHERE title_sealed IS NULL LIMIT $1",
        )
        .bind(AT_ONCE)
        .fetch_all(&mut *connection)
        .await?;
        if plain.is_empty() {
            return Ok(());
        }
        let mut tx = connection.begin().await?;
        for (id, title, number) in plain {
            let sealed = SealedLabel::title(keys, &id, &title).and_then(|title| {
                let number = number.map(|number| SealedLabel::registry_number(keys, &id, &number));
                Ok((title.0, number.transpose()?.map(|number| number.0)))
            });
            let (title, number) = match sealed {
                // Its key is destroyed: what the row says is to go as well.
                Err(StorageError::Erased { .. }) => (Vec::new(), None),
                sealed => sealed?,
            };
            sqlx::query("UPDATE assistance_request SET title_sealed = $1, registry_number_sealed = $2 WHERE id = $3")
                .bind(title)
                .bind(number)
                .bind(id)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
    }
}

/// Takes what stood there in plain out of the table's file. SQLite overwrote it when it was deleted.
///
/// # Errors
/// Where the database cannot be written.
pub(super) async fn sweep(connection: &mut AnyConnection, engine: &Engine) -> Result<(), StorageError> {
    if matches!(engine, Engine::Postgres(_)) {
        sqlx::query("VACUUM FULL assistance_request").execute(connection).await?;
    }
    Ok(())
}
