//! Lists the requests that an official may see, by what may stand unsealed: measure, States, stage, dates, title.

use serde::Serialize;

use crate::domain::ids::RequestId;
use crate::domain::in_force::RestsOn;
use crate::domain::time;
use crate::engine::explain::{self, Holder};
use crate::storage::Connection;
use crate::storage::labels::Labels;
use crate::storage::requests::{self, RequestRow};

pub use crate::storage::requests::RequestFilter;

use super::access::{self, Official};
use super::app::App;
use super::error::OperationError;
use super::in_force::rests_on;
use super::span::{apply, operation};

/// No page is longer.
pub const LONGEST_PAGE: usize = 200;

/// So many rows are looked at for one page, whether the official may see them or not.
const LOOKED_AT: usize = 2000;

/// So many rows are read at once.
const AT_ONCE: u32 = 200;

/// What the cursors of this list are bound to.
const LIST: &str = "assistance_request";

/// A request in a list.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct RequestLine {
    /// What people call it.
    pub reference: String,
    /// The number in the authority's own registry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_number: Option<String>,
    /// A title without names.
    pub title: String,
    /// The instrument that it rests on, and whether that is in force.
    pub instrument: RestsOn,
    /// Our side.
    pub side: String,
    /// The other State.
    pub counterpart: String,
    /// What is asked for.
    pub measure: String,
    /// Where it stands.
    pub stage: String,
    /// Since when.
    pub stage_since: String,
    /// Whose act is awaited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_by: Option<Holder>,
    /// The next deadline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<String>,
    /// Whether it is sealed, because its tables and its log differ.
    pub sealed: bool,
    /// When it began.
    pub created_at: String,
}

/// A part of a list.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = RequestsPage)]
pub struct Page {
    /// Requests that the official may see, the newest first.
    pub requests: Vec<RequestLine>,
    /// Where the list goes on, for nobody but who has read this page; none at its end. A page may be shorter than asked
    /// for, and others follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Lists requests, the newest first, at most so many of those the official may see.
///
/// # Errors
/// Where the storage cannot be read.
#[apply(operation!)]
pub async fn run(
    app: &App,
    official: &Official,
    filter: &RequestFilter,
    at_most: usize,
) -> Result<Vec<RequestLine>, OperationError> {
    let mut filter = filter.clone();
    let mut lines = Vec::new();
    while lines.len() < at_most {
        let (found, after) = look(app, official, &filter, at_most - lines.len()).await?;
        lines.extend(found);
        match after {
            Some(_) => filter.after = after,
            None => break,
        }
    }
    Ok(lines)
}

/// Lists a part of the requests that an official may see; looks at a bounded number of others meanwhile. That a page
/// ends early tells that there are many others: the running numbers of references tell as much.
///
/// # Errors
/// [`OperationError::NoSuchPlace`] for an `after` that no page has given to this official.
#[apply(operation!)]
pub async fn page(
    app: &App,
    official: &Official,
    filter: &RequestFilter,
    after: Option<&str>,
    at_most: usize,
) -> Result<Page, OperationError> {
    let (keys, reader) = (app.storage.keys(), official.id.as_str());
    let opened = |cursor: &str| {
        let place = keys.open_cursor(LIST, reader, cursor);
        place.and_then(|place| place_of(&place)).ok_or(OperationError::NoSuchPlace)
    };
    let filter = RequestFilter { after: after.map(opened).transpose()?, ..filter.clone() };
    let (requests, after) = look(app, official, &filter, at_most.clamp(1, LONGEST_PAGE)).await?;
    // Where it goes on may be a request that this official does not see: its id and its time are for nobody.
    let sealed = after.map(|(created_at, id)| keys.seal_cursor(LIST, reader, &format!("{created_at}~{id}")));
    Ok(Page { requests, next: sealed.transpose()? })
}

fn place_of(text: &str) -> Option<(String, String)> {
    let (created_at, id) = text.split_once('~')?;
    let known = time::from_text(created_at).is_ok() && RequestId::parse(id).is_ok();
    known.then(|| (created_at.to_owned(), id.to_owned()))
}

/// Requests that the official may see, and where to look on.
async fn look(
    app: &App,
    official: &Official,
    filter: &RequestFilter,
    at_most: usize,
) -> Result<(Vec<RequestLine>, Option<(String, String)>), OperationError> {
    let training = app.authority().await?.training;
    let mut reader = app.storage.reader().await?;
    let official = &access::now(&mut reader, app, official).await?;
    let mut filter = filter.clone();
    let (mut lines, mut looked_at) = (Vec::new(), 0);
    loop {
        let rows = requests::list(&mut reader, &filter, AT_ONCE).await?;
        if rows.is_empty() {
            return Ok((lines, None));
        }
        for row in rows {
            filter.after = Some((row.created_at.clone(), row.id.clone()));
            looked_at += 1;
            lines.extend(line(app, &mut reader, (official, training), row).await?);
            if lines.len() == at_most || looked_at == LOOKED_AT {
                return Ok((lines, filter.after));
            }
        }
    }
}

/// A row as a line of the list, where the official may see it.
async fn line(
    app: &App,
    reader: &mut Connection,
    (official, training): (&Official, bool),
    row: RequestRow,
) -> Result<Option<RequestLine>, OperationError> {
    let (request, rulebook) = match access::see(app, reader, official, &row).await {
        Ok(seen) => seen,
        // One row that somebody has broken by hand does not hide all others; the next act on it seals it.
        Err(error) if matches!(error, OperationError::NoSuchRequest(_)) || access::is_broken(&error) => {
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    let Labels { title, registry_number } = match row.labels(app.storage.keys()) {
        Ok(labels) => labels,
        Err(error) if access::is_broken(&error.clone().into()) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let procedure = rulebook.procedures.get(&request.procedure);
    Ok(Some(RequestLine {
        held_by: procedure.and_then(|procedure| explain::held_by(procedure, &request)),
        reference: row.reference,
        registry_number,
        title,
        instrument: rests_on(&rulebook, training)?,
        side: row.side,
        counterpart: row.counterpart,
        measure: row.measure,
        stage: row.stage,
        stage_since: row.stage_since,
        due_at: row.due_at,
        sealed: row.sealed_at.is_some(),
        created_at: row.created_at,
    }))
}
