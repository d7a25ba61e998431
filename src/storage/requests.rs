//! The tables `assistance_request` and `assignment`: where each request stands, and who works on it.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, FromRow, Row};

use super::error::StorageError;
use super::labels::SealedLabel;
use super::transaction::Transaction;

const COLUMNS: &str = "id, thread, reference, registry_number_sealed, side, procedure, measure, counterpart, rulebook, profile, title_sealed, \
    stage, stage_since, due_at, follows, author, standing, version, sealed_at, sealed_because, created_at, changed_at, \
    erased_at, erased_basis";

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRow {
    /// The case of the log: 32 hexadecimal digits.
    pub id: String,
    /// The same in both States.
    pub thread: String,
    /// What people call it.
    pub reference: String,
    /// The number in the authority's own registry, sealed.
    pub registry_number: Option<SealedLabel>,
    /// `requesting` or `requested`.
    pub side: String,
    /// The procedure it follows.
    pub procedure: String,
    /// What is asked for.
    pub measure: String,
    /// The other State, alpha-2.
    pub counterpart: String,
    /// The rulebook it began with, by its hash.
    pub rulebook: String,
    /// The profile it began with.
    pub profile: String,
    /// A title without names, sealed.
    pub title: SealedLabel,
    /// Where it stands.
    pub stage: String,
    /// Since when.
    pub stage_since: String,
    /// The next deadline.
    pub due_at: Option<String>,
    /// The id of the request that it follows.
    pub follows: Option<String>,
    /// The official who wrote or recorded it; none where it came by message.
    pub author: Option<String>,
    /// Everything that the engine decides on, as JSON.
    pub standing: String,
    /// From 1, one more with every change.
    pub version: i64,
    /// Since when nothing moves it any more, because tables and log differ.
    pub sealed_at: Option<String>,
    /// What differed.
    pub sealed_because: Option<String>,
    /// When it was made.
    pub created_at: String,
    /// When it was changed last.
    pub changed_at: String,
    /// Since when its content is erased.
    pub erased_at: Option<String>,
    /// On what basis.
    pub erased_basis: Option<String>,
}

impl RequestRow {
    /// Lets nobody act on a request, or read what it said, whose content is erased. Source: UNCC 36.
    ///
    /// # Errors
    /// [`StorageError::Erased`] where it is.
    pub fn must_have_content(&self) -> Result<(), StorageError> {
        match self.erased_at {
            Some(_) => Err(StorageError::Erased { case: self.id.clone() }),
            None => Ok(()),
        }
    }
}

impl<'r> FromRow<'r, AnyRow> for RequestRow {
    fn from_row(row: &'r AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            thread: row.try_get("thread")?,
            reference: row.try_get("reference")?,
            registry_number: row.try_get::<Option<_>, _>("registry_number_sealed")?.map(SealedLabel::of),
            side: row.try_get("side")?,
            procedure: row.try_get("procedure")?,
            measure: row.try_get("measure")?,
            counterpart: row.try_get("counterpart")?,
            rulebook: row.try_get("rulebook")?,
            profile: row.try_get("profile")?,
            title: SealedLabel::of(row.try_get::<Option<_>, _>("title_sealed")?.unwrap_or_default()),
            stage: row.try_get("stage")?,
            stage_since: row.try_get("stage_since")?,
            due_at: row.try_get("due_at")?,
            follows: row.try_get("follows")?,
            author: row.try_get("author")?,
            standing: row.try_get("standing")?,
            version: row.try_get("version")?,
            sealed_at: row.try_get("sealed_at")?,
            sealed_because: row.try_get("sealed_because")?,
            created_at: row.try_get("created_at")?,
            changed_at: row.try_get("changed_at")?,
            erased_at: row.try_get("erased_at")?,
            erased_basis: row.try_get("erased_basis")?,
        })
    }
}

/// Which requests a list shows; what is `None` does not narrow it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestFilter {
    /// Only at this stage.
    pub stage: Option<String>,
    /// Only this measure.
    pub measure: Option<String>,
    /// Only with this State.
    pub counterpart: Option<String>,
    /// Only by this procedure.
    pub procedure: Option<String>,
    /// Only those after this one: `created_at` and `id` of the last that was shown.
    pub after: Option<(String, String)>,
}

/// Adds a request.
///
/// # Errors
/// [`StorageError::AlreadyExists`] where id, thread or reference are taken.
pub async fn insert(tx: &mut Transaction, row: &RequestRow) -> Result<(), StorageError> {
    let sql = format!(
        "INSERT INTO assistance_request ({COLUMNS}) VALUES
        ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)"
    );
    sqlx::query(AssertSqlSafe(sql))
        .bind(row.id.as_str())
        .bind(row.thread.as_str())
        .bind(row.reference.as_str())
        .bind(row.registry_number.as_ref().map(SealedLabel::bytes))
        .bind(row.side.as_str())
        .bind(row.procedure.as_str())
        .bind(row.measure.as_str())
        .bind(row.counterpart.as_str())
        .bind(row.rulebook.as_str())
        .bind(row.profile.as_str())
        .bind(row.title.bytes())
        .bind(row.stage.as_str())
        .bind(row.stage_since.as_str())
        .bind(row.due_at.clone())
        .bind(row.follows.clone())
        .bind(row.author.clone())
        .bind(row.standing.as_str())
        .bind(row.version)
        .bind(row.sealed_at.clone())
        .bind(row.sealed_because.clone())
        .bind(row.created_at.as_str())
        .bind(row.changed_at.as_str())
        .bind(row.erased_at.clone())
        .bind(row.erased_basis.clone())
        .execute(&mut **tx)
        .await
        .map_err(|error| StorageError::or_exists(error, || format!("the request `{}`", row.reference)))?;
    Ok(())
}

/// Locks a request until the commit and reads it. First thing in every act on a request, refusals included.
///
/// # Errors
/// [`StorageError::NotFound`] where there is none.
pub async fn lock_and_read(tx: &mut Transaction, id: &str, now: &str) -> Result<RequestRow, StorageError> {
    // An update locks the row on PostgreSQL as on SQLite; `FOR UPDATE` is not portable.
    let sql = format!("UPDATE assistance_request SET locked_at = $1 WHERE id = $2 RETURNING {COLUMNS}");
    let row = sqlx::query_as(AssertSqlSafe(sql)).bind(now).bind(id).fetch_optional(&mut **tx).await?;
    row.ok_or_else(|| StorageError::missing(format!("the request `{id}`")))
}

/// Writes what may change of a request, if nobody has changed it since `row.version` was read; it gets the next.
///
/// # Errors
/// [`StorageError::ChangedMeanwhile`] where somebody has.
pub async fn update(tx: &mut Transaction, row: &RequestRow) -> Result<(), StorageError> {
    let done = sqlx::query(
        "UPDATE assistance_request SET registry_number_sealed = $1, rulebook = $2, stage = $3, stage_since = $4, due_at = $5,
            follows = $6, standing = $7, changed_at = $8, version = version + 1
        WHERE id = $9 AND version = $10 AND sealed_at IS NULL AND erased_at IS NULL",
    )
    .bind(row.registry_number.as_ref().map(SealedLabel::bytes))
    .bind(row.rulebook.as_str())
    .bind(row.stage.as_str())
    .bind(row.stage_since.as_str())
    .bind(row.due_at.clone())
    .bind(row.follows.clone())
    .bind(row.standing.as_str())
    .bind(row.changed_at.as_str())
    .bind(row.id.as_str())
    .bind(row.version)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StorageError::ChangedMeanwhile) }
}

/// Seals a request whose tables and log differ: nothing moves it any more.
///
/// # Errors
/// [`StorageError::ChangedMeanwhile`] where it is sealed already.
pub async fn mark_sealed(tx: &mut Transaction, id: &str, now: &str, because: &str) -> Result<(), StorageError> {
    let done = sqlx::query(
        "UPDATE assistance_request SET sealed_at = $1, sealed_because = $2, version = version + 1
        WHERE id = $3 AND sealed_at IS NULL",
    )
    .bind(now)
    .bind(because)
    .bind(id)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StorageError::ChangedMeanwhile) }
}

/// Finds a request by id.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(connection: &mut AnyConnection, id: &str) -> Result<Option<RequestRow>, StorageError> {
    one(connection, "id", id).await
}

/// Finds a request by its reference.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find_by_reference(
    connection: &mut AnyConnection,
    reference: &str,
) -> Result<Option<RequestRow>, StorageError> {
    one(connection, "reference", reference).await
}

/// Finds a request by what both States call it.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find_by_thread(connection: &mut AnyConnection, thread: &str) -> Result<Option<RequestRow>, StorageError> {
    one(connection, "thread", thread).await
}

async fn one(
    connection: &mut AnyConnection,
    column: &'static str,
    value: &str,
) -> Result<Option<RequestRow>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM assistance_request WHERE {column} = $1");
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(value).fetch_optional(connection).await?)
}

/// Lists requests, the newest first, at most so many; the next page begins after the last of this one.
///
/// # Errors
/// Where the database cannot be read.
pub async fn list(
    connection: &mut AnyConnection,
    filter: &RequestFilter,
    at_most: u32,
) -> Result<Vec<RequestRow>, StorageError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM assistance_request
        WHERE ($1 IS NULL OR stage = $1) AND ($2 IS NULL OR measure = $2)
            AND ($3 IS NULL OR counterpart = $3) AND ($4 IS NULL OR procedure = $4)
            AND ($5 IS NULL OR (created_at, id) < ($5, $6))
        ORDER BY created_at DESC, id DESC LIMIT $7"
    );
    let (created_at, id) = filter.after.clone().unzip();
    let query = sqlx::query_as(AssertSqlSafe(sql))
        .bind(filter.stage.clone())
        .bind(filter.measure.clone())
        .bind(filter.counterpart.clone())
        .bind(filter.procedure.clone())
        .bind(created_at)
        .bind(id)
        .bind(i64::from(at_most));
    Ok(query.fetch_all(connection).await?)
}

/// Lists the requests of a measure that an official wrote or is assigned to, the newest first, at most so many. Which
/// others there are changes nothing of it.
///
/// # Errors
/// Where the database cannot be read.
pub async fn list_of_official(
    connection: &mut AnyConnection,
    official_id: &str,
    (measure, counterpart): (&str, Option<&str>),
    at_most: u32,
) -> Result<Vec<RequestRow>, StorageError> {
    // What they wrote and what they are assigned to are read each from an index of its own; only theirs are fetched.
    let sql = format!(
        "SELECT {COLUMNS} FROM assistance_request
        WHERE id IN (
            SELECT id FROM (
                SELECT id, created_at FROM (
                    SELECT id, created_at FROM assistance_request
                    WHERE author = $1 AND measure = $2 AND ($3 IS NULL OR counterpart = $3)
                    ORDER BY created_at DESC, id DESC LIMIT $4
                ) AS written
                UNION
                SELECT id, created_at FROM (
                    SELECT request.id, request.created_at FROM assignment
                    JOIN assistance_request AS request ON request.id = assignment.request_id
                    WHERE assignment.official_id = $1 AND request.measure = $2
                        AND ($3 IS NULL OR request.counterpart = $3)
                    ORDER BY request.created_at DESC, request.id DESC LIMIT $4
                ) AS assigned
            ) AS own ORDER BY created_at DESC, id DESC LIMIT $4
        )
        ORDER BY created_at DESC, id DESC"
    );
    let query = sqlx::query_as(AssertSqlSafe(sql))
        .bind(official_id)
        .bind(measure)
        .bind(counterpart.map(ToOwned::to_owned))
        .bind(i64::from(at_most));
    Ok(query.fetch_all(connection).await?)
}

/// How many requests keep each rulebook, by its hash.
///
/// # Errors
/// Where the database cannot be read.
pub async fn count_by_rulebook(connection: &mut AnyConnection) -> Result<Vec<(String, usize)>, StorageError> {
    let rows: Vec<(String, i64)> =
        sqlx::query_as("SELECT rulebook, COUNT(*) FROM assistance_request GROUP BY rulebook ORDER BY rulebook")
            .fetch_all(connection)
            .await?;
    Ok(rows.into_iter().map(|(hash, count)| (hash, usize::try_from(count).unwrap_or_default())).collect())
}

/// Lists requests whose next deadline has come, the longest overdue first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn list_due(
    connection: &mut AnyConnection,
    now: &str,
    at_most: u32,
) -> Result<Vec<RequestRow>, StorageError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM assistance_request WHERE due_at <= $1 AND sealed_at IS NULL AND erased_at IS NULL ORDER BY due_at, id LIMIT $2"
    );
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(now).bind(i64::from(at_most)).fetch_all(connection).await?)
}

/// Reads these requests at once, in no order; those that are not there are left out.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find_all(connection: &mut AnyConnection, ids: &[String]) -> Result<Vec<RequestRow>, StorageError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let places = (1..=ids.len()).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ");
    let sql = format!("SELECT {COLUMNS} FROM assistance_request WHERE id IN ({places})");
    let query = sqlx::query_as(AssertSqlSafe(sql));
    Ok(ids.iter().fold(query, |query, id| query.bind(id.as_str())).fetch_all(connection).await?)
}

/// Lists the requests that follow another.
///
/// # Errors
/// Where the database cannot be read.
pub async fn list_following(connection: &mut AnyConnection, id: &str) -> Result<Vec<RequestRow>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM assistance_request WHERE follows = $1 ORDER BY created_at, id");
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(id).fetch_all(connection).await?)
}

/// Assigns an official to a request; again changes nothing.
///
/// # Errors
/// Where there is no such request or official.
pub async fn assign(
    tx: &mut Transaction,
    request_id: &str,
    official_id: &str,
    now: &str,
    by: &str,
) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO assignment (request_id, official_id, assigned_at, assigned_by) VALUES ($1, $2, $3, $4)
        ON CONFLICT (request_id, official_id) DO NOTHING",
    )
    .bind(request_id)
    .bind(official_id)
    .bind(now)
    .bind(by)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The ids of the officials assigned to a request.
///
/// # Errors
/// Where the database cannot be read.
pub async fn assigned_to(connection: &mut AnyConnection, request_id: &str) -> Result<Vec<String>, StorageError> {
    let rows: Vec<(String,)> =
        sqlx::query_as("SELECT official_id FROM assignment WHERE request_id = $1 ORDER BY assigned_at, official_id")
            .bind(request_id)
            .fetch_all(connection)
            .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
