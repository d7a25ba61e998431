//! The tables `person` and `person_request`: whom requests are about, so that everything about one person can be forgotten
//! at once. Each person has a key of their own; a request that is filed under persons opens by theirs alone. Source: UNCC 36.

use std::collections::BTreeMap;

use sqlx::AnyConnection;

use super::error::StorageError;
use super::keys::Keys;
use super::sealed::{self, Place};
use super::store::Storage;
use super::transaction::Transaction;

/// A person whom requests are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// A random id.
    pub id: String,
    /// What the authority calls them; stored sealed under the person's key.
    pub name: String,
    /// When they were added.
    pub added_at: String,
}

fn place(id: &str) -> Place<'_> {
    Place { case: id, table: "person", column: "name_sealed", row: "" }
}

/// Adds a person, who has a key already.
///
/// # Errors
/// [`StorageError::KeyMissing`] where they have none.
pub async fn insert(tx: &mut Transaction, row: &PersonRow) -> Result<(), StorageError> {
    let name = sealed::seal(&tx.keys().of(&row.id)?.sealing(), place(&row.id), row.name.as_bytes())?;
    sqlx::query("INSERT INTO person (id, name_sealed, added_at) VALUES ($1, $2, $3)")
        .bind(row.id.as_str())
        .bind(name)
        .bind(row.added_at.as_str())
        .execute(&mut **tx)
        .await
        .map_err(|error| StorageError::or_exists(error, || format!("the person `{}`", row.id)))?;
    Ok(())
}

/// Files a request under a person.
///
/// # Errors
/// [`StorageError::AlreadyExists`] where it is.
pub async fn file(tx: &mut Transaction, person_id: &str, request_id: &str) -> Result<(), StorageError> {
    sqlx::query("INSERT INTO person_request (person_id, request_id) VALUES ($1, $2)")
        .bind(person_id)
        .bind(request_id)
        .execute(&mut **tx)
        .await
        .map_err(|error| StorageError::or_exists(error, || "the place of this request under that person".to_owned()))?;
    Ok(())
}

/// Finds a person whose key was not destroyed.
///
/// # Errors
/// [`StorageError::Tampered`] where the name does not open.
pub async fn find(connection: &mut AnyConnection, keys: &Keys, id: &str) -> Result<Option<PersonRow>, StorageError> {
    let row: Option<(String, Vec<u8>, String)> =
        sqlx::query_as("SELECT id, name_sealed, added_at FROM person WHERE id = $1 AND erased_at IS NULL")
            .bind(id)
            .fetch_optional(connection)
            .await?;
    row.and_then(|row| opened(row, keys).transpose()).transpose()
}

/// The persons whose keys were not destroyed, the oldest first.
///
/// # Errors
/// As [`find`].
pub async fn list(connection: &mut AnyConnection, keys: &Keys) -> Result<Vec<PersonRow>, StorageError> {
    let rows: Vec<(String, Vec<u8>, String)> =
        sqlx::query_as("SELECT id, name_sealed, added_at FROM person WHERE erased_at IS NULL ORDER BY added_at, id")
            .fetch_all(connection)
            .await?;
    rows.into_iter().filter_map(|row| opened(row, keys).transpose()).collect()
}

fn opened((id, sealed, added_at): (String, Vec<u8>, String), keys: &Keys) -> Result<Option<PersonRow>, StorageError> {
    match keys.of(&id) {
        Ok(key) => {
            let name = sealed::open_text(&key.sealing(), place(&id), &sealed)?;
            Ok(Some(PersonRow { id, name, added_at }))
        }
        Err(StorageError::Erased { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The persons under whom a request is filed.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_request(connection: &mut AnyConnection, request_id: &str) -> Result<Vec<String>, StorageError> {
    let rows: Vec<(String,)> =
        sqlx::query_as("SELECT person_id FROM person_request WHERE request_id = $1 ORDER BY person_id")
            .bind(request_id)
            .fetch_all(connection)
            .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The requests that are filed under a person.
///
/// # Errors
/// Where the database cannot be read.
pub async fn requests_of(connection: &mut AnyConnection, person_id: &str) -> Result<Vec<String>, StorageError> {
    let rows: Vec<(String,)> =
        sqlx::query_as("SELECT request_id FROM person_request WHERE person_id = $1 ORDER BY request_id")
            .bind(person_id)
            .fetch_all(connection)
            .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Takes out what stands of a person: their name, and which requests are about them.
///
/// # Errors
/// [`StorageError::ChangedMeanwhile`] where it is out already.
pub async fn blank(tx: &mut Transaction, id: &str, now: &str) -> Result<(), StorageError> {
    let done = sqlx::query("UPDATE person SET name_sealed = $1, erased_at = $2 WHERE id = $3 AND erased_at IS NULL")
        .bind(Vec::<u8>::new())
        .bind(now)
        .bind(id)
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() != 1 {
        return Err(StorageError::ChangedMeanwhile);
    }
    sqlx::query("DELETE FROM person_request WHERE person_id = $1").bind(id).execute(&mut **tx).await?;
    Ok(())
}

/// The persons that are out, by id.
///
/// # Errors
/// Where the database cannot be read.
pub async fn list_erased(connection: &mut AnyConnection) -> Result<Vec<String>, StorageError> {
    let rows: Vec<(String,)> =
        sqlx::query_as("SELECT id FROM person WHERE erased_at IS NOT NULL ORDER BY id").fetch_all(connection).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

impl Storage {
    /// Files the keys of requests as the tables say, where that is not so yet: of one request, or of all.
    ///
    /// # Errors
    /// Where tables or keys cannot be read, or a key cannot be written.
    pub async fn file_keys(&self, request_id: Option<&str>) -> Result<(), StorageError> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "SELECT request_id, person_id FROM person_request WHERE $1 IS NULL OR request_id = $1
            ORDER BY request_id, person_id",
        )
        .bind(request_id.map(ToOwned::to_owned))
        .fetch_all(&mut *self.reader().await?)
        .await?;
        let mut filed: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (request, person) in rows {
            filed.entry(request).or_default().push(person);
        }
        self.with_keys(move |keys| {
            for (request, persons) in &filed {
                let there: Vec<String> = persons.iter().filter(|person| keys.of(person).is_ok()).cloned().collect();
                match keys.file_under(request, &there) {
                    // An older copy has brought back the row of what is erased.
                    Ok(()) | Err(StorageError::Erased { .. }) => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(())
        })
        .await
    }
}
