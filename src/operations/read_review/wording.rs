//! What an answer was given on, and what stands there now: every wording that was answered is kept, sealed under the
//! request's key, and goes with it when the request is forgotten.

use serde_json::Value;

use crate::domain::gate::{Gate, Subject};
use crate::domain::ids::{Digest, MessageId, RequestReference};
use crate::storage::subjects;

use super::super::access::Official;
use super::super::app::App;
use super::super::error::OperationError;
use super::super::read_request::{self, Seen};
use super::super::span::{self, apply, operation};
use super::super::subject;

/// The words that a gate reads, as they stand and as they stood.
#[derive(Debug, Default)]
pub struct Wordings {
    /// As they stand; null where nothing was written or nothing is read.
    pub now: Value,
    /// As they stood when the answer was given; none where they are the same, or are not kept.
    pub before: Option<Value>,
    /// When what stands now was written.
    pub changed_at: Option<String>,
    /// Names of the documents that go with what stands now, in their order, with their ids here.
    pub documents: Vec<(String, String)>,
    /// Names of the documents that went with what stood before.
    pub documents_before: Vec<String>,
}

/// Reads what a gate reads, beside what an answer was given on.
///
/// # Errors
/// [`OperationError::NoSuchRequest`] for an unknown and for a hidden request alike.
#[apply(operation!)]
pub async fn wordings(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    asked_at: (Gate, Option<&MessageId>),
    answered_on: Option<&Digest>,
) -> Result<Wordings, OperationError> {
    let (gate, holding) = asked_at;
    let mut reader = app.storage.reader().await?;
    let Seen { row, request, .. } = read_request::seen(app, &mut reader, official, reference).await?;
    span::about(reference);
    let (Some(of), Some(now)) = (gate.reads(), request.read_by(gate, holding)) else { return Ok(Wordings::default()) };
    let keys = app.storage.keys();
    // What was received is kept under no delivery: only a use belongs to one.
    let holding = holding.filter(|_| of == Subject::Use);
    let name: &'static str = of.into();
    let kept_at = holding.map(ToString::to_string).unwrap_or_default();
    let current = subject::read(&mut reader, keys, &row.id, (of, holding, now)).await?;
    let written = subjects::find(&mut reader, keys, &row.id, (name, &kept_at, now.as_str())).await?;
    let before = match answered_on.filter(|digest| *digest != now) {
        Some(digest) => subject::read(&mut reader, keys, &row.id, (of, holding, digest)).await?,
        None => None,
    };
    let named = |kept: &subject::Kept| -> Vec<String> {
        kept.wording.documents.iter().map(|document| document.name.clone()).collect()
    };
    let documents = current
        .as_ref()
        .map(|kept| named(kept).into_iter().zip(kept.documents.iter().map(ToString::to_string)).collect::<Vec<_>>());
    Ok(Wordings {
        now: subject::content_of(current.as_ref()),
        documents_before: before.as_ref().map(named).unwrap_or_default(),
        before: before.map(|kept| subject::content_of(Some(&kept))),
        changed_at: written.map(|row| row.changed_at),
        documents: documents.unwrap_or_default(),
    })
}
