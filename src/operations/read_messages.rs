//! Reads what was said between the two States about a request: each message with its words, as far as they may be read.

use serde_json::Value;

use crate::domain::envelope::{Envelope, NamedDocument, Wording};
use crate::domain::ids::RequestReference;
use crate::storage::messages::{self, MessageRow};

use super::access::Official;
use super::app::App;
use super::error::OperationError;
use super::read_request::{Seen, seen};
use super::record_message::words_of_waiting;
use super::request_view::Letter;
use super::span::{self, apply, operation};

/// A message and what it says.
#[derive(Debug, Clone)]
pub struct ReadLetter {
    /// What is known of it beside its words.
    pub letter: Letter,
    /// Its place among those of its direction; none until it has one.
    pub number: Option<i64>,
    /// When it was handed over, heard or set aside.
    pub settled_at: Option<String>,
    /// Its words: a request, a result, a decision. None where it brings none, or where nobody may read them.
    pub words: Option<Value>,
    /// Words beside it, such as the reasons for a step.
    pub reason: Option<String>,
    /// Documents that it names.
    pub documents: Vec<NamedDocument>,
    /// Whether whoever looks recorded it: somebody else confirms.
    pub recorded_by_reader: bool,
}

/// Reads the messages of a request, the oldest first.
///
/// # Errors
/// [`OperationError::NoSuchRequest`] for an unknown and for a hidden request alike.
#[apply(operation!)]
pub async fn run(
    app: &App,
    official: &Official,
    reference: &RequestReference,
) -> Result<Vec<ReadLetter>, OperationError> {
    let mut reader = app.storage.reader().await?;
    let Seen { row, .. } = seen(app, &mut reader, official, reference).await?;
    span::about(reference);
    let rows = messages::list(&mut reader, app.storage.keys(), &row.id).await?;
    Ok(rows.into_iter().map(|row| read(official, row)).collect())
}

fn read(official: &Official, row: MessageRow) -> ReadLetter {
    let (wording, reason) = match row.state.as_str() {
        // What nobody waited for is kept, and is no document that anybody could read or use.
        "late" | "held_back" | "rejected" => (None, None),
        _ => said(&row.body),
    };
    let (words, documents) = match wording {
        Some(Wording { content, documents, .. }) => (Some(content).filter(|content| !content.is_null()), documents),
        None => (None, Vec::new()),
    };
    ReadLetter {
        recorded_by_reader: row.recorded_by.as_deref() == Some(official.id.as_str()),
        letter: Letter {
            message: row.id,
            name: row.name,
            direction: row.direction,
            state: row.state,
            channel: row.channel,
            created_at: row.created_at,
        },
        number: row.number,
        settled_at: row.settled_at,
        words,
        reason,
        documents,
    }
}

/// What a message says: as it travelled, or as somebody recorded it from paper.
fn said(body: &[u8]) -> (Option<Wording>, Option<String>) {
    match serde_json::from_slice::<Envelope>(body) {
        Ok(envelope) => (envelope.wording, envelope.reason),
        Err(_) => (words_of_waiting(body), None),
    }
}
