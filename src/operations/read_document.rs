//! Reads a document: each reading is an entry, so that nobody looks at evidence unseen.

use std::sync::Arc;

use futures_util::Stream;
use futures_util::stream::try_unfold;
use serde_json::json;

use crate::domain::ids::{Digest, DocumentId, RequestReference};
use crate::domain::scope::Scope;
use crate::storage::document_parts::Parts;
use crate::storage::documents::DocumentRow;

use super::access::Official;
use super::act::Loaded;
use super::app::App;
use super::attempt::{self, Of, Tried};
use super::document;
use super::entry;
use super::error::OperationError;
use super::span::{apply, operation};

/// A document that may be read: its entry is in the log, and all its parts were found to be what was added.
pub struct OpenDocument {
    /// What is known of it.
    pub row: DocumentRow,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
    /// Its length in bytes.
    pub size: u64,
    app: App,
    parts: Parts,
}

/// Opens a document of a request that the official may see.
///
/// # Errors
/// [`OperationError::NoSuchRequest`] for an unknown and for a hidden one alike; [`OperationError::NotFound`] where the
/// request has no such document; [`StorageError::Tampered`](crate::storage::StorageError) where it is not what was added.
#[apply(operation!)]
pub async fn open(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    document: &DocumentId,
) -> Result<OpenDocument, OperationError> {
    let row = leave_entry(app, official, reference, document).await?;
    opened(app, row).await
}

/// Opens a document whose reading has left its entry: held against its commitment before the first byte is handed out.
pub(super) async fn opened(app: &App, row: DocumentRow) -> Result<OpenDocument, OperationError> {
    // Outside the transaction: nobody who writes waits for a large document to be read.
    let sha256 = document::verify_in_parts(app, &row).await?;
    let parts = Parts::of(&mut *app.storage.long_reader().await?, app.storage.keys(), &row).await?;
    Ok(OpenDocument { size: u64::try_from(row.size).unwrap_or(0), row, sha256, app: app.clone(), parts })
}

impl OpenDocument {
    /// The next part of it, at most 256 KiB; none after the last. It holds no connection between parts, so that whoever
    /// reads slowly keeps nobody waiting.
    ///
    /// # Errors
    /// [`StorageError::Tampered`](crate::storage::StorageError) where a part was altered since the document was opened.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, OperationError> {
        let mut reader = self.app.storage.long_reader().await?;
        Ok(self.parts.next(&mut reader).await?)
    }

    /// All of it, with what is known of it.
    ///
    /// # Errors
    /// As [`OpenDocument::next`].
    pub async fn whole(mut self) -> Result<(DocumentRow, Vec<u8>), OperationError> {
        let mut bytes = Vec::with_capacity(usize::try_from(self.size).unwrap_or(0));
        while let Some(part) = self.next().await? {
            bytes.extend_from_slice(&part);
        }
        Ok((self.row, bytes))
    }

    /// Its parts as a stream.
    pub fn into_stream(self) -> impl Stream<Item = Result<Vec<u8>, OperationError>> + Send + 'static {
        try_unfold(self, async |mut document| Ok(document.next().await?.map(|part| (part, document))))
    }
}

/// Reads a document whole.
///
/// # Errors
/// As [`open`].
#[apply(operation!)]
pub async fn run(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    document: &DocumentId,
) -> Result<(DocumentRow, Vec<u8>), OperationError> {
    open(app, official, reference, document).await?.whole().await
}

async fn leave_entry(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    document: &DocumentId,
) -> Result<DocumentRow, OperationError> {
    let tried = Tried { act: "read_document", of: Of::Document(document.clone()), needs: Scope::Read };
    let (context, id) = attempt::admitted(app, official, reference, &tried).await?;
    let (inside, case, document) = (Arc::clone(&context), id.clone(), document.clone());
    let left = app.storage.write(move |tx| {
        let (context, id, document) = (Arc::clone(&inside), case.clone(), document.clone());
        Box::pin(async move {
            let loaded = Loaded::lock(tx, &context, id.as_str()).await?;
            let context = Arc::clone(&loaded.context);
            let row = document::own(tx, &loaded, &document).await?;
            let role = loaded.role();
            let acting = loaded.acting(role);
            let body = json!({ "document": document });
            let draft = entry::of(&loaded.row.id, "document_read", &body, &acting, context.now)?;
            Ok::<_, OperationError>(tx.commit_with(draft, Vec::new()).await?.with(row))
        })
    });
    attempt::recorded(&context, &id, &tried, left.await).await
}
