//! The table `queue_place`: in whose queue each request stands, and where. It says where to look, and lets nobody see.

use std::collections::BTreeSet;
use std::iter::once;

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row as _};

use super::error::StorageError;
use super::requests::RequestRow;
use super::transaction::Transaction;

/// Which part of a queue is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueFilter {
    /// Roles and the id of an official: a request stands there for any of them.
    pub who: Vec<String>,
    /// `authority`, `counterpart` or `ended`.
    pub holder: String,
    /// Only this measure.
    pub measure: Option<String>,
    /// Only with this State.
    pub counterpart: Option<String>,
    /// Only what is due until then.
    pub until: Option<String>,
    /// Only those after this one: `place` and `request_id` of the last that was shown.
    pub after: Option<(String, String)>,
}

/// Where a request stands in a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueuePlace {
    /// The request.
    pub request_id: String,
    /// What the queue is ordered by.
    pub place: String,
}

/// Puts a request into the queues of those who may act on it and of those who work on it, and takes it out of all others.
///
/// # Errors
/// Where the database cannot be written.
pub async fn put(
    tx: &mut Transaction,
    row: &RequestRow,
    (holder, place): (&str, &str),
    roles: &BTreeSet<String>,
) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM queue_place WHERE request_id = $1").bind(row.id.as_str()).execute(&mut **tx).await?;
    // One statement for all of them: the assigned are found by it, the others are named. Whoever is both stands once.
    let named: Vec<&String> = roles.iter().chain(&row.author).collect();
    let assigned = "SELECT official_id AS who FROM assignment WHERE request_id = $1".to_owned();
    let others = (0..named.len()).map(|at| format!("SELECT ${}", at + 6));
    let all = once(assigned).chain(others).collect::<Vec<_>>().join(" UNION ");
    let sql = format!(
        "INSERT INTO queue_place (request_id, who, holder, place, measure, counterpart)
        SELECT $1, whose.who, $2, $3, $4, $5
        FROM ({all}) AS whose"
    );
    let insert = sqlx::query(AssertSqlSafe(sql))
        .bind(row.id.as_str())
        .bind(holder)
        .bind(place)
        .bind(row.measure.as_str())
        .bind(row.counterpart.as_str());
    named.into_iter().fold(insert, |insert, who| insert.bind(who.as_str())).execute(&mut **tx).await?;
    Ok(())
}

/// Puts a request into the queue of an official who works on it from now on, where it stands for the others.
///
/// # Errors
/// Where the database cannot be written.
pub async fn add(tx: &mut Transaction, request_id: &str, official_id: &str) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO queue_place (request_id, who, holder, place, measure, counterpart)
        SELECT DISTINCT request_id, $2, holder, place, measure, counterpart FROM queue_place WHERE request_id = $1
        ON CONFLICT (request_id, who, holder) DO NOTHING",
    )
    .bind(request_id)
    .bind(official_id)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Reads a part of a queue: what is due first comes first; of what has ended, the newest. At most so many.
///
/// # Errors
/// Where the database cannot be read.
pub async fn list(
    connection: &mut AnyConnection,
    filter: &QueueFilter,
    at_most: u32,
) -> Result<Vec<QueuePlace>, StorageError> {
    let (order, beyond) = if filter.holder == "ended" { ("DESC", "<") } else { ("ASC", ">") };
    let each = branches(filter, 8, |who| {
        format!(
            "SELECT request_id, place FROM (
                SELECT request_id, place FROM queue_place
                WHERE who = {who} AND holder = $1 AND ($2 IS NULL OR measure = $2) AND ($3 IS NULL OR counterpart = $3)
                    AND ($4 IS NULL OR place <= $4) AND ($5 IS NULL OR (place, request_id) {beyond} ($5, $6))
                ORDER BY place {order}, request_id {order} LIMIT $7
            ) AS own"
        )
    });
    let sql = format!("{each} ORDER BY place {order}, request_id {order} LIMIT $7");
    let (place, id) = filter.after.clone().unzip();
    let query = narrowed(&sql, filter).bind(place).bind(id).bind(i64::from(at_most));
    let rows = of_each(query, filter).fetch_all(connection).await?;
    let read = |row: &AnyRow| Ok(QueuePlace { request_id: row.try_get("request_id")?, place: row.try_get("place")? });
    rows.iter().map(read).collect::<Result<_, sqlx::Error>>().map_err(StorageError::from)
}

/// Counts a part of a queue, up to a number, wherever a page begins.
///
/// # Errors
/// Where the database cannot be read.
pub async fn count(connection: &mut AnyConnection, filter: &QueueFilter, up_to: u32) -> Result<usize, StorageError> {
    let each = branches(filter, 6, |who| {
        format!(
            "SELECT request_id FROM (
                SELECT request_id FROM queue_place
                WHERE who = {who} AND holder = $1 AND ($2 IS NULL OR measure = $2) AND ($3 IS NULL OR counterpart = $3)
                    AND ($4 IS NULL OR place <= $4)
                LIMIT $5
            ) AS own"
        )
    });
    let sql = format!("SELECT COUNT(*) AS found FROM (SELECT request_id FROM ({each}) AS seen LIMIT $5) AS counted");
    let query = narrowed(&sql, filter).bind(i64::from(up_to));
    let row = of_each(query, filter).fetch_one(connection).await?;
    let found: i64 = row.try_get("found")?;
    Ok(usize::try_from(found).unwrap_or_default())
}

/// Counts what has come to a stage since a moment at which a role may act, as far as it is with the authority; up to a number.
///
/// # Errors
/// Where the database cannot be read.
pub async fn count_since(
    connection: &mut AnyConnection,
    roles: &[String],
    since: &str,
    up_to: u32,
) -> Result<usize, StorageError> {
    let places = (0..roles.len()).map(|at| format!("${}", at + 3)).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT COUNT(*) AS found FROM (
            SELECT request.id FROM assistance_request AS request
            WHERE request.stage_since > $1 AND EXISTS (
                SELECT 1 FROM queue_place AS place
                WHERE place.request_id = request.id AND place.holder = 'authority' AND place.who IN ({places})
            ) LIMIT $2
        ) AS counted"
    );
    let query = sqlx::query(AssertSqlSafe(sql)).bind(since.to_owned()).bind(i64::from(up_to));
    let row = roles.iter().fold(query, |query, role| query.bind(role.clone())).fetch_one(connection).await?;
    let found: i64 = row.try_get("found")?;
    Ok(usize::try_from(found).unwrap_or_default())
}

/// One query for each of those for whom a request may stand there, each with its own end; doubles are left out. The first
/// of them is bound at this number.
fn branches(filter: &QueueFilter, first: usize, of: impl Fn(&str) -> String) -> String {
    (0..filter.who.len()).map(|at| of(&format!("${}", at + first))).collect::<Vec<_>>().join(" UNION ")
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments>;

/// A query with what narrows it.
fn narrowed<'q>(sql: &str, filter: &QueueFilter) -> Query<'q> {
    sqlx::query(AssertSqlSafe(sql.to_owned()))
        .bind(filter.holder.clone())
        .bind(filter.measure.clone())
        .bind(filter.counterpart.clone())
        .bind(filter.until.clone())
}

/// A query with those for whom it asks.
fn of_each<'q>(query: Query<'q>, filter: &QueueFilter) -> Query<'q> {
    filter.who.iter().fold(query, |query, who| query.bind(who.clone()))
}
