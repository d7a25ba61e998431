//! An official's queue: what waits for us, what waits for the other State, what has ended; what is due first comes first.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use sqlx::AnyConnection;

use crate::domain::request::AssistanceRequest;
use crate::domain::time;
use crate::engine::explain::{self, Holder};
use crate::engine::rulebook::Rulebook;
use crate::storage::queue::{self, QueueFilter, QueuePlace};
use crate::storage::requests::{self, RequestRow};

use super::access::{self, Official, StandsIn};
use super::app::App;
use super::error::OperationError;
use super::read_request::standing;
use super::request_view::RequestView;
use super::span::{apply, operation};

/// No page is longer.
const LONGEST_PAGE: u32 = 50;

/// No count goes further.
pub const COUNTED: u32 = 1000;

/// What the cursors of this list are bound to.
const LIST: &str = "queue";

/// Which part of a queue is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueQuery {
    /// Whose act is awaited; none for what has ended.
    pub holder: Option<Holder>,
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

/// Where a request stands in the queues.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) holder: String,
    pub(super) place: String,
    pub(super) roles: BTreeSet<String>,
}

/// Where a request stands in the queues, as its standing says.
pub(super) fn placed(rulebook: &Rulebook, request: &AssistanceRequest, created_at: &str, now: Timestamp) -> Placed {
    let procedure = rulebook.procedures.get(&request.procedure);
    let holder = procedure.and_then(|procedure| explain::held_by(procedure, request));
    let place = match (holder, due(request)) {
        (None, _) => time::to_text(request.stage_since),
        (Some(_), Some(due)) => time::to_text(due),
        // Behind every date, in every order of letters that a database may have.
        (Some(_), None) => format!("z{created_at}"),
    };
    let roles = access::acting_roles(rulebook, request, now).iter().map(ToString::to_string).collect();
    Placed { holder: name(holder).to_owned(), place, roles }
}

fn name(holder: Option<Holder>) -> &'static str {
    match holder {
        Some(Holder::Authority) => "authority",
        Some(Holder::Counterpart) => "counterpart",
        None => "ended",
    }
}

/// The next deadline that is not paused, also one that has said that its time is up.
fn due(request: &AssistanceRequest) -> Option<Timestamp> {
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
    let sees = official.roles.iter().any(|role| role.acts_on_requests());
    let mut who: Vec<String> = Vec::new();
    if sees {
        who.push(id.to_owned());
        who.extend(official.stands_in.iter().map(|absent| absent.official.to_string()));
    }
    if !query.mine {
        who.extend(official.roles.iter().filter(|role| role.acts_on_requests()).map(ToString::to_string));
    }
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
    let filter = QueueFilter {
        who,
        holder: name(query.holder).to_owned(),
        measure: query.measure.clone(),
        counterpart: query.counterpart.clone(),
        until: query.until.map(time::to_text),
        after,
    };
    let mut page = QueuePage { lines: Vec::new(), count: 0, urgent: 0, next: None };
    if filter.who.is_empty() {
        return Ok(page);
    }
    let whole = QueueFilter { after: None, ..filter.clone() };
    page.count = queue::count(&mut reader, &whole, COUNTED).await?;
    if query.holder.is_some() {
        let soon = time::hours_after(now, 72);
        let until = query.until.map_or(soon, |until| until.min(soon));
        let urgent = QueueFilter { until: Some(time::to_text(until)), ..whole };
        page.urgent = queue::count(&mut reader, &urgent, COUNTED).await?;
    }
    let at_most = at_most.clamp(1, LONGEST_PAGE);
    let mut found = queue::list(&mut reader, &filter, at_most + 1).await?;
    let more = found.len() > usize::try_from(at_most).unwrap_or(usize::MAX);
    found.truncate(usize::try_from(at_most).unwrap_or(usize::MAX));
    if let Some(QueuePlace { request_id, place }) = found.last().filter(|_| more) {
        page.next = Some(keys.seal_cursor(LIST, id, &format!("{place} {request_id}"))?);
    }
    for QueuePlace { request_id, .. } in found {
        let Some(row) = requests::find(&mut reader, &request_id).await? else { continue };
        // The queue says where to look; who sees what, and whose the file is, the request says.
        let (request, rulebook) = match access::see(app, &mut reader, official, &row).await {
            Ok(seen) => seen,
            Err(error) if matches!(error, OperationError::NoSuchRequest(_)) || access::is_broken(&error) => continue,
            Err(error) => return Err(error),
        };
        let due_at = due(&request).map(time::to_text);
        // A case whose key is gone is told of nowhere, and hides no other.
        let Ok(key) = keys.of(&row.id) else { continue };
        let for_absent = match &official.stands_in {
            Some(absent) if is_theirs(&mut reader, &row, absent, id).await? => Some(absent.name.clone()),
            Some(_) | None => None,
        };
        let actor = official.as_actor(&key)?;
        let view = standing(&rulebook, (row, request), (&actor, &[]), training, now)?;
        if view.held_by == query.holder {
            page.lines.push(QueueLine { view, rulebook, due_at, for_absent });
        }
    }
    Ok(page)
}
