//! Lists the requests that an official may see, by what may stand unsealed: measure, States, stage, dates, title.

use serde::Serialize;

use crate::domain::ids::Digest;
use crate::domain::request::AssistanceRequest;
use crate::engine::explain::{self, Holder};
use crate::storage::requests::{self, RequestFilter};

use super::access::{self, Official};
use super::app::App;
use super::error::OperationError;
use super::span::{apply, operation};

/// A request in a list.
#[derive(Debug, Clone, Serialize)]
pub struct RequestLine {
    /// What people call it.
    pub reference: String,
    /// The number in the authority's own registry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_number: Option<String>,
    /// A title without names.
    pub title: String,
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
    let mut reader = app.storage.reader().await?;
    let official = &access::now(&mut reader, app.storage.keys(), official).await?;
    let mut filter = filter.clone();
    let mut lines = Vec::new();
    loop {
        let rows = requests::list(&mut reader, &filter, 200).await?;
        let Some(last) = rows.last() else { return Ok(lines) };
        filter.after = Some((last.created_at.clone(), last.id.clone()));
        for row in rows {
            // One row that somebody has broken by hand does not hide all others; the next act on it seals it.
            let Ok(request) = serde_json::from_str::<AssistanceRequest>(&row.standing) else { continue };
            let rulebook = app.rulebook_of(&Digest::parse(row.rulebook.clone())?).await?;
            if !access::may_see(&mut reader, &rulebook, official, &row, &request, app.clock.now()).await? {
                continue;
            }
            lines.push(RequestLine {
                held_by: rulebook
                    .procedures
                    .get(&request.procedure)
                    .and_then(|procedure| explain::held_by(procedure, &request)),
                reference: row.reference,
                registry_number: row.registry_number,
                title: row.title,
                side: row.side,
                counterpart: row.counterpart,
                measure: row.measure,
                stage: row.stage,
                stage_since: row.stage_since,
                due_at: row.due_at,
                sealed: row.sealed_at.is_some(),
                created_at: row.created_at,
            });
            if lines.len() == at_most {
                return Ok(lines);
            }
        }
    }
}
