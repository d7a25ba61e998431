//! Reads a subject as it stands now: its words, the documents that go with it, the digest by which it is signed, who wrote it.

use serde_json::Value;

use crate::domain::gate::Subject;
use crate::domain::ids::{Digest, DocumentId, MessageId, RequestReference};
use crate::storage::{officials, subjects};

use super::access::Official;
use super::app::App;
use super::error::OperationError;
use super::read_request::{self, Seen};
use super::span::{self, apply, operation};
use super::subject;

/// A subject as it stands now.
#[derive(Debug, Clone)]
pub struct ReadSubject {
    /// The version of the request at which it was read.
    pub version: i64,
    /// Its content; null where nothing has been written.
    pub content: Value,
    /// The documents that go with it, as they are called here.
    pub documents: Vec<DocumentId>,
    /// The digest of exactly this wording: what answers and signatures are for.
    pub digest: Option<Digest>,
    /// When it was written.
    pub written_at: Option<String>,
    /// The name of the official who wrote it; none for what a message brought.
    pub written_by: Option<String>,
}

/// Reads a subject of a request; for a use, that of a delivery.
///
/// # Errors
/// [`OperationError::NoSuchRequest`] for an unknown and for a hidden one alike.
#[apply(operation!)]
pub async fn run(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    which: (Subject, Option<&MessageId>),
) -> Result<ReadSubject, OperationError> {
    let (subject, holding) = which;
    let mut reader = app.storage.reader().await?;
    let Seen { row, request, .. } = read_request::seen(app, &mut reader, official, reference).await?;
    span::about(reference);
    let keys = app.storage.keys();
    let digest = match holding {
        Some(id) => request.holdings.get(id).and_then(|held| held.usage.clone()),
        None => request.subjects.get(&subject).cloned(),
    };
    let Some(digest) = digest else {
        return Ok(ReadSubject {
            version: row.version,
            content: Value::Null,
            documents: Vec::new(),
            digest: None,
            written_at: None,
            written_by: None,
        });
    };
    let kept = subject::read(&mut reader, keys, &row.id, (subject, holding, &digest)).await?;
    let name: &'static str = subject.into();
    let of = holding.map(ToString::to_string).unwrap_or_default();
    let written = subjects::find(&mut reader, keys, &row.id, (name, &of, digest.as_str())).await?;
    let written_by = match &written {
        Some(written) => officials::find(&mut reader, keys, &written.changed_by).await?.map(|official| official.name),
        None => None,
    };
    Ok(ReadSubject {
        version: row.version,
        content: subject::content_of(kept.as_ref()),
        documents: kept.map(|kept| kept.documents).unwrap_or_default(),
        digest: Some(digest),
        written_at: written.map(|written| written.changed_at),
        written_by,
    })
}
