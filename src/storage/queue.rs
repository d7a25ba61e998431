//! The table `queue_place`: in whose queue each request stands, and where. It says where to look, and lets nobody see.

use std::collections::BTreeSet;
use std::sync::Arc;

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row as _};

use super::error::StorageError;
use super::requests::{self, RequestRow};
use super::store::Storage;
use super::transaction::{Beside, Transaction};

/// A part of a queue.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, strum::Display)]
#[strum(serialize_all = "snake_case")]
pub enum QueuePart {
    /// What waits for whoever looks.
    #[default]
    Todo,
    /// What waits for somebody else: a colleague, or the other State.
    Others,
    /// What has ended.
    Ended,
}

/// A place in a queue: for a role, as far as nobody is named beside it; for an official; or for an official in a role.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct QueuePlace {
    /// Whose.
    pub who: String,
    /// Which part.
    pub part: QueuePart,
    /// What that part is ordered by.
    pub place: String,
}

impl QueuePlace {
    /// An official in a role, as rows name them: for both, these rows and not those of the role alone say what waits.
    #[must_use]
    pub fn in_role(official: &str, role: &str) -> String {
        format!("{official} {role}")
    }
}

/// Whose queue is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Whose {
    /// The official.
    pub official: String,
    /// Roles of their own.
    pub roles: Vec<String>,
    /// For whom they stand in, with the roles that they have by that alone.
    pub absent: Option<(String, Vec<String>)>,
    /// Only what they, or those for whom they stand in, wrote, were assigned to or have acted on.
    pub own: bool,
}

/// Which part of a queue is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueFilter {
    /// Whose queue.
    pub whose: Whose,
    /// Which part.
    pub part: QueuePart,
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
pub struct Queued {
    /// The request.
    pub request_id: String,
    /// What the queue is ordered by.
    pub place: String,
}

/// Puts a request into these places, and takes it out of all others; says when to place it anew, where time alone moves it.
///
/// # Errors
/// Where the database cannot be written.
pub async fn put(
    tx: &mut Transaction,
    row: &RequestRow,
    places: &BTreeSet<QueuePlace>,
    anew_at: Option<&str>,
) -> Result<(), StorageError> {
    let id = row.id.as_str();
    let had = sqlx::query("SELECT who, part, place FROM queue_place WHERE request_id = $1").bind(id);
    let had = had.fetch_all(&mut **tx).await?;
    let had = had.iter().map(|row| Ok((row.try_get("who")?, row.try_get("part")?, row.try_get("place")?)));
    let had: BTreeSet<(String, String, String)> = had.collect::<Result<_, sqlx::Error>>()?;
    let all = places.iter().map(|one| (one.who.clone(), one.part.to_string(), one.place.clone()));
    // Most acts move nothing in the queues.
    if had != all.collect() {
        sqlx::query("DELETE FROM queue_place WHERE request_id = $1").bind(id).execute(&mut **tx).await?;
        let rows =
            (0..places.len()).map(|at| format!("($1, ${}, ${}, ${}, $2, $3, $4)", 3 * at + 5, 3 * at + 6, 3 * at + 7));
        let rows = rows.collect::<Vec<_>>().join(", ");
        if !rows.is_empty() {
            let sql = format!(
                "INSERT INTO queue_place (request_id, who, part, place, measure, counterpart, named) VALUES {rows}"
            );
            let insert = sqlx::query(AssertSqlSafe(sql)).bind(id).bind(row.measure.as_str());
            let insert = insert.bind(row.counterpart.as_str()).bind(named(places));
            let insert = places.iter().fold(insert, |insert, one| {
                insert.bind(one.who.as_str()).bind(one.part.to_string()).bind(one.place.as_str())
            });
            insert.execute(&mut **tx).await?;
        }
    }
    sqlx::query("DELETE FROM queue_anew WHERE request_id = $1").bind(id).execute(&mut **tx).await?;
    if let Some(at) = anew_at {
        let insert =
            sqlx::query("INSERT INTO queue_anew (request_id, at) VALUES ($1, $2)").bind(id).bind(at.to_owned());
        insert.execute(&mut **tx).await?;
    }
    Ok(())
}

/// Everybody of whom a request has a row of their own: whoever looks at the rows of a role passes by those that name them,
/// without looking for theirs.
fn named(places: &BTreeSet<QueuePlace>) -> String {
    let people: BTreeSet<&str> = places.iter().map(|one| one.who.as_str()).filter(|who| is_official(who)).collect();
    people.into_iter().collect::<Vec<_>>().join(" ")
}

/// Whether a row is of an official, and not of a role or of somebody in one: an id is 32 hexadecimal digits.
fn is_official(who: &str) -> bool {
    who.len() == 32 && who.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Requests to be placed anew at a moment: at most so many.
///
/// # Errors
/// Where the database cannot be read.
pub async fn to_place(connection: &mut AnyConnection, now: &str, at_most: u32) -> Result<Vec<String>, StorageError> {
    let query = sqlx::query_as("SELECT request_id FROM queue_anew WHERE at <= $1 ORDER BY at, request_id LIMIT $2");
    let rows: Vec<(String,)> = query.bind(now.to_owned()).bind(i64::from(at_most)).fetch_all(connection).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// A request placed anew, as it was read outside a transaction.
#[derive(Debug, Clone)]
pub struct Anew {
    /// The request.
    pub request_id: String,
    /// Its row and the officials who work on it; none where nobody can read it: it stays where it is.
    pub read: Option<(RequestRow, Vec<String>)>,
    /// Its places.
    pub places: BTreeSet<QueuePlace>,
    /// When to place it anew.
    pub anew_at: Option<String>,
}

impl Storage {
    /// Places requests anew, each where it stands as it was read. It leaves no entry: it moves no request, and only says
    /// where to look for it.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub async fn place_anew(&self, requests: Vec<Anew>) -> Result<(), StorageError> {
        let requests = Arc::new(requests);
        self.write(move |tx| {
            let requests = Arc::clone(&requests);
            Box::pin(async move {
                for one in requests.iter() {
                    place_one(tx, one).await?;
                }
                Ok::<_, StorageError>(tx.keep_beside(Beside::Queue))
            })
        })
        .await
    }
}

async fn place_one(tx: &mut Transaction, one: &Anew) -> Result<(), StorageError> {
    let id = one.request_id.as_str();
    let Some((row, assigned)) = &one.read else {
        sqlx::query("DELETE FROM queue_anew WHERE request_id = $1").bind(id).execute(&mut **tx).await?;
        return Ok(());
    };
    let now = requests::lock_and_read(tx, id, &row.changed_at).await?;
    // Whoever has acted meanwhile has placed it.
    if now.version == row.version && requests::assigned_to(tx, id).await? == *assigned {
        put(tx, row, &one.places, one.anew_at.as_deref()).await?;
    }
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
) -> Result<Vec<Queued>, StorageError> {
    let (order, beyond) = if filter.part == QueuePart::Ended { ("DESC", "<") } else { ("ASC", ">") };
    let bound = Bound::of(&filter.whose, 8);
    let each = bound.branches(filter.part, |condition| {
        format!(
            "SELECT request_id, place FROM (
                SELECT p.request_id, p.place FROM queue_place AS p
                WHERE {condition} AND p.part = $1
                    AND ($2 IS NULL OR p.measure = $2) AND ($3 IS NULL OR p.counterpart = $3)
                    AND ($4 IS NULL OR p.place <= $4) AND ($5 IS NULL OR (p.place, p.request_id) {beyond} ($5, $6))
                ORDER BY p.place {order}, p.request_id {order} LIMIT $7
            ) AS own"
        )
    });
    let sql = format!("{each} ORDER BY place {order}, request_id {order} LIMIT $7");
    let (place, id) = filter.after.clone().unzip();
    let query = narrowed(&sql, filter).bind(place).bind(id).bind(i64::from(at_most));
    let rows = bound.bind(query).fetch_all(connection).await?;
    let read = |row: &AnyRow| Ok(Queued { request_id: row.try_get("request_id")?, place: row.try_get("place")? });
    rows.iter().map(read).collect::<Result<_, sqlx::Error>>().map_err(StorageError::from)
}

/// Counts a part of a queue, up to a number, wherever a page begins.
///
/// # Errors
/// Where the database cannot be read.
pub async fn count(connection: &mut AnyConnection, filter: &QueueFilter, up_to: u32) -> Result<usize, StorageError> {
    let bound = Bound::of(&filter.whose, 6);
    let each = bound.branches(filter.part, |condition| {
        format!(
            "SELECT request_id FROM (
                SELECT p.request_id FROM queue_place AS p
                WHERE {condition} AND p.part = $1
                    AND ($2 IS NULL OR p.measure = $2) AND ($3 IS NULL OR p.counterpart = $3)
                    AND ($4 IS NULL OR p.place <= $4)
                LIMIT $5
            ) AS own"
        )
    });
    let sql = format!("SELECT COUNT(*) AS found FROM (SELECT request_id FROM ({each}) AS seen LIMIT $5) AS counted");
    let query = narrowed(&sql, filter).bind(i64::from(up_to));
    let row = bound.bind(query).fetch_one(connection).await?;
    let found: i64 = row.try_get("found")?;
    Ok(usize::try_from(found).unwrap_or_default())
}

/// Counts what waits for an official in their roles and has come to its stage since a moment; up to a number.
///
/// # Errors
/// Where the database cannot be read.
pub async fn count_since(
    connection: &mut AnyConnection,
    whose: &Whose,
    since: &str,
    up_to: u32,
) -> Result<usize, StorageError> {
    let bound = Bound::of(whose, 3);
    let waits = bound.waits("request.id");
    let sql = format!(
        "SELECT COUNT(*) AS found FROM (
            SELECT request.id FROM assistance_request AS request
            WHERE request.stage_since > $1 AND {waits} LIMIT $2
        ) AS counted"
    );
    let query = sqlx::query(AssertSqlSafe(sql)).bind(since.to_owned()).bind(i64::from(up_to));
    let row = bound.bind(query).fetch_one(connection).await?;
    let found: i64 = row.try_get("found")?;
    Ok(usize::try_from(found).unwrap_or_default())
}

/// Whose queue is read, each value at its number in a query.
struct Bound<'a> {
    whose: &'a Whose,
    first: usize,
}

/// Where somebody is named in a query.
struct Named {
    /// Whoever looks, and for whom they stand in.
    people: Vec<String>,
    /// For each role: the role; whoever looks in it; and, where it is lent, whoever is away in it.
    roles: Vec<(String, String, Option<String>)>,
}

impl<'a> Bound<'a> {
    fn of(whose: &'a Whose, first: usize) -> Self {
        Self { whose, first }
    }

    /// What is bound, in its order.
    fn values(&self) -> Vec<String> {
        let Whose { official, roles, absent, .. } = self.whose;
        let mut all = vec![official.clone()];
        all.extend(absent.iter().map(|(absent, _)| absent.clone()));
        for role in roles {
            all.extend([role.clone(), QueuePlace::in_role(official, role)]);
        }
        if let Some((absent, lent)) = absent {
            for role in lent {
                let both = [official, absent].map(|who| QueuePlace::in_role(who, role));
                all.push(role.clone());
                all.extend(both);
            }
        }
        all
    }

    fn named(&self) -> Named {
        let mut numbers = (self.first..).map(|number| format!("${number}"));
        let mut next = || numbers.next().unwrap_or_default();
        let mut people = vec![next()];
        people.extend(self.whose.absent.iter().map(|_| next()));
        let mut roles: Vec<_> = self.whose.roles.iter().map(|_| (next(), next(), None)).collect();
        let lent = self.whose.absent.iter().flat_map(|(_, lent)| lent);
        roles.extend(lent.map(|_| (next(), next(), Some(next()))));
        Named { people, roles }
    }

    fn bind<'q>(&self, query: Query<'q>) -> Query<'q> {
        self.values().into_iter().fold(query, Query::bind)
    }

    /// Whether a row says that a request waits for whoever looks: each way in which it can. Rows of a role speak of those
    /// for whom the request has none of their own; a deputy may do what both of them may.
    fn ways(&self, row: &str) -> Vec<String> {
        let named = self.named();
        let is = |who: &str| format!("{row}.who = {who}");
        let unnamed = |who: &str| format!("{row}.named NOT LIKE '%' || {who} || '%'");
        let waits_too = |who: &str| {
            format!(
                "EXISTS (SELECT 1 FROM queue_place AS w
                    WHERE w.request_id = {row}.request_id AND w.who = {who} AND w.part = 'todo')"
            )
        };
        let me = &named.people[0];
        let mut ways = Vec::new();
        for (role, mine, theirs) in &named.roles {
            match (theirs, named.people.get(1)) {
                (Some(theirs), Some(absent)) => {
                    if !self.whose.own {
                        ways.push(format!("{} AND {} AND {}", is(role), unnamed(me), unnamed(absent)));
                    }
                    ways.push(format!("{} AND ({} OR {})", is(mine), unnamed(absent), waits_too(theirs)));
                    ways.push(format!("{} AND {}", is(theirs), unnamed(me)));
                }
                _ => {
                    if !self.whose.own {
                        ways.push(format!("{} AND {}", is(role), unnamed(me)));
                    }
                    ways.push(is(mine));
                }
            }
        }
        ways
    }

    /// Whether a request waits for whoever looks.
    fn waits(&self, request: &str) -> String {
        let ways = self.ways("t").into_iter().map(|way| format!("({way})")).collect::<Vec<_>>().join(" OR ");
        let ways = if ways.is_empty() { "1 = 0".to_owned() } else { ways };
        format!(
            "EXISTS (SELECT 1 FROM queue_place AS t WHERE t.request_id = {request} AND t.part = 'todo' AND ({ways}))"
        )
    }

    /// One query for each way in which a request may stand there, each with its own end; doubles are left out.
    fn branches(&self, part: QueuePart, of: impl Fn(&str) -> String) -> String {
        let ways = match part {
            QueuePart::Todo => self.ways("p"),
            QueuePart::Others | QueuePart::Ended => {
                let Named { people, roles } = self.named();
                let roles = roles.into_iter().map(|(role, ..)| role).filter(|_| !self.whose.own);
                let waits = self.waits("p.request_id");
                people.into_iter().chain(roles).map(|who| format!("p.who = {who} AND NOT {waits}")).collect()
            }
        };
        ways.iter().map(|way| of(way)).collect::<Vec<_>>().join(" UNION ")
    }
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments>;

/// A query with what narrows it.
fn narrowed<'q>(sql: &str, filter: &QueueFilter) -> Query<'q> {
    sqlx::query(AssertSqlSafe(sql.to_owned()))
        .bind(filter.part.to_string())
        .bind(filter.measure.clone())
        .bind(filter.counterpart.clone())
        .bind(filter.until.clone())
}
