//! An official's queue: what waits for them, what waits for others, what has ended; what is due first comes first.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use sqlx::AnyConnection;

use crate::domain::request::AssistanceRequest;
use crate::domain::role::Role;
use crate::domain::time;
use crate::engine::rulebook::Rulebook;
use crate::storage::queue::{self, QueueFilter, Queued, Whose};
use crate::storage::requests::{self, RequestRow};

use super::access::{self, Official, StandsIn};
use super::app::App;
use super::error::OperationError;
use super::read_request::standing;
use super::request_view::RequestView;
use super::span::{apply, operation};

pub use crate::storage::queue::QueuePart;

/// No page is longer.
const LONGEST_PAGE: u32 = 50;

/// So often a page goes on where lines of it stand elsewhere by now.
const ROUNDS: usize = 4;

/// No count goes further.
pub const COUNTED: u32 = 100;

/// What the cursors of this list are bound to.
const LIST: &str = "queue";

/// Which part of a queue is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueQuery {
    /// For whom it waits.
    pub part: QueuePart,
    /// Only this measure.
    pub measure: Option<String>,
    /// Only with this State.
    pub counterpart: Option<String>,
    /// Only what is due until then.
    pub until: Option<Timestamp>,
    /// Only what the official wrote, was assigned to or has acted on.
    pub mine: bool,
    /// Where to go on: what `next` of an earlier page said.
    pub after: Option<String>,
}

/// A request in a queue.
#[derive(Debug)]
pub struct QueueLine {
    /// The request without its words, messages and documents; what is possible is told as if its content were complete.
    pub view: RequestView,
    /// The rules it keeps.
    pub rulebook: Arc<Rulebook>,
    /// Its next deadline, also one whose time is up.
    pub due_at: Option<String>,
    /// Who is away and has it, where it stands here only because the official stands in for them: their name.
    pub for_absent: Option<String>,
}

/// A part of a queue.
#[derive(Debug)]
pub struct QueuePage {
    /// Requests in their order.
    pub lines: Vec<QueueLine>,
    /// How many there are, up to [`COUNTED`].
    pub count: usize,
    /// How many of them are due within three days or overdue.
    pub urgent: usize,
    /// Where the list goes on.
    pub next: Option<String>,
}

/// The next deadline that is not paused, also one that has said that its time is up.
pub(super) fn due(request: &AssistanceRequest) -> Option<Timestamp> {
    request.all_clocks().filter(|(_, _, clock)| clock.paused_at.is_none()).map(|(_, _, clock)| clock.due_at).min()
}

/// Whether a request is with somebody who is away, and not with their deputy too.
async fn is_theirs(
    reader: &mut AnyConnection,
    row: &RequestRow,
    absent: &StandsIn,
    deputy: &str,
) -> Result<bool, OperationError> {
    let assigned = requests::assigned_to(reader, &row.id).await?;
    let with = |id: &str| row.author.as_deref() == Some(id) || assigned.iter().any(|one| one == id);
    Ok(with(absent.official.as_str()) && !with(deputy))
}

/// Reads a part of an official's queue, at most so many requests.
///
/// # Errors
/// [`OperationError::NoSuchPlace`] for an `after` that no page has given to this official.
#[apply(operation!)]
pub async fn run(
    app: &App,
    official: &Official,
    query: &QueueQuery,
    at_most: u32,
) -> Result<QueuePage, OperationError> {
    let training = app.authority().await?.training;
    let (keys, now) = (app.storage.keys(), app.clock.now());
    let mut reader = app.storage.reader().await?;
    let official = &access::now(&mut reader, app, official).await?;
    let id = official.id.as_str();
    let acting = |roles: &BTreeSet<Role>| -> Vec<String> {
        roles.iter().filter(|role| role.acts_on_requests()).map(ToString::to_string).collect()
    };
    let after = match &query.after {
        None => None,
        Some(cursor) => {
            let place = keys.open_cursor(LIST, id, cursor).ok_or(OperationError::NoSuchPlace)?;
            Some(
                place
                    .split_once(' ')
                    .map(|(place, id)| (place.to_owned(), id.to_owned()))
                    .ok_or(OperationError::NoSuchPlace)?,
            )
        }
    };
    let mut page = QueuePage { lines: Vec::new(), count: 0, urgent: 0, next: None };
    if !official.roles.iter().any(|role| role.acts_on_requests()) {
        return Ok(page);
    }
    let mut filter = QueueFilter {
        whose: Whose {
            official: id.to_owned(),
            roles: acting(&official.own_roles()),
            absent: official.stands_in.as_ref().map(|absent| (absent.official.to_string(), acting(&absent.roles))),
            own: query.mine,
        },
        part: query.part,
        measure: query.measure.clone(),
        counterpart: query.counterpart.clone(),
        until: query.until.map(time::to_text),
        after,
    };
    // One look at the beginning tells how many there are and, since what is due first comes first, how many are urgent.
    let first = queue::list(&mut reader, &QueueFilter { after: None, ..filter.clone() }, COUNTED).await?;
    page.count = first.len();
    if query.part != QueuePart::Ended {
        let soon = time::to_text(time::hours_after(now, 72));
        page.urgent = first.iter().filter(|one| one.place <= soon).count();
    }
    let mut first = Some(first).filter(|_| filter.after.is_none());
    let at_most = usize::try_from(at_most.clamp(1, LONGEST_PAGE)).unwrap_or_default();
    for _ in 0..ROUNDS {
        let wanted = at_most - page.lines.len();
        let mut found = match first.take() {
            Some(first) => first,
            None => queue::list(&mut reader, &filter, u32::try_from(wanted + 1).unwrap_or(u32::MAX)).await?,
        };
        let more = found.len() > wanted;
        found.truncate(wanted);
        filter.after = found.last().map(|last| (last.place.clone(), last.request_id.clone())).filter(|_| more);
        let ids: Vec<String> = found.into_iter().map(|Queued { request_id, .. }| request_id).collect();
        let mut rows: BTreeMap<String, RequestRow> =
            requests::find_all(&mut reader, &ids).await?.into_iter().map(|row| (row.id.clone(), row)).collect();
        for row in ids.iter().filter_map(|id| rows.remove(id)).collect::<Vec<_>>() {
            page.lines.extend(line(app, &mut reader, official, row, (query.part, training)).await?);
        }
        if filter.after.is_none() || page.lines.len() == at_most {
            break;
        }
    }
    if let Some((place, request)) = &filter.after {
        page.next = Some(keys.seal_cursor(LIST, id, &format!("{place} {request}"))?);
    }
    Ok(page)
}

/// A request as its line says; none where it is not theirs to see, or stands elsewhere by now.
async fn line(
    app: &App,
    reader: &mut AnyConnection,
    official: &Official,
    row: RequestRow,
    (part, training): (QueuePart, bool),
) -> Result<Option<QueueLine>, OperationError> {
    // The queue says where to look; who sees what, and for whom it waits, the request says.
    let (request, rulebook) = match access::see(app, reader, official, &row).await {
        Ok(seen) => seen,
        Err(error) if matches!(error, OperationError::NoSuchRequest(_)) || access::is_broken(&error) => {
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    let due_at = due(&request).map(time::to_text);
    // A case whose key is gone is told of nowhere, and hides no other.
    let keys = app.storage.keys();
    let (Ok(key), Ok(labels)) = (keys.of(&row.id), row.labels(keys)) else { return Ok(None) };
    let for_absent = match &official.stands_in {
        Some(absent) if is_theirs(reader, &row, absent, official.id.as_str()).await? => Some(absent.name.clone()),
        Some(_) | None => None,
    };
    let actor = official.as_actor(&key)?;
    let view = standing(&rulebook, (row, labels, request), (&actor, &[]), training, app.clock.now())?;
    let stands = match (view.waits, view.held_by) {
        (true, _) => QueuePart::Todo,
        (false, Some(_)) => QueuePart::Others,
        (false, None) => QueuePart::Ended,
    };
    Ok((stands == part).then_some(QueueLine { view, rulebook, due_at, for_absent }))
}
