//! Lists the documents of a request: what each is, what its bytes come to, who added it and when.

use crate::domain::ids::{Digest, RequestReference};
use crate::storage::{documents, officials};

use super::access::Official;
use super::app::App;
use super::error::OperationError;
use super::read_request::{self, Seen};
use super::span::{self, apply, operation};

/// A document in the list.
#[derive(Debug, Clone)]
pub struct ListedDocument {
    /// Its id.
    pub document: String,
    /// Name of the file.
    pub name: String,
    /// Media type, as whoever added it said.
    pub media_type: String,
    /// Its language.
    pub language: String,
    /// Its length in bytes.
    pub size: u64,
    /// SHA-256 of its bytes; none for what was added before that was kept.
    pub sha256: Option<Digest>,
    /// When it was added.
    pub added_at: String,
    /// The name of the official who added it; none for what a message brought.
    pub added_by: Option<String>,
}

/// Lists documents, the oldest first.
///
/// # Errors
/// [`OperationError::NoSuchRequest`] for an unknown and for a hidden one alike.
#[apply(operation!)]
pub async fn run(
    app: &App,
    official: &Official,
    reference: &RequestReference,
) -> Result<Vec<ListedDocument>, OperationError> {
    let mut reader = app.storage.reader().await?;
    let Seen { row, .. } = read_request::seen(app, &mut reader, official, reference).await?;
    span::about(reference);
    let keys = app.storage.keys();
    let mut listed = Vec::new();
    for document in documents::list(&mut reader, keys, &row.id).await? {
        let added_by = officials::find(&mut reader, keys, &document.added_by).await?.map(|official| official.name);
        listed.push(ListedDocument {
            document: document.id,
            name: document.name,
            media_type: document.media_type,
            language: document.language,
            size: u64::try_from(document.size).unwrap_or(0),
            sha256: document.sha256.map(|hash| Digest::from_bytes(hash.as_bytes())),
            added_at: document.added_at,
            added_by,
        });
    }
    Ok(listed)
}
