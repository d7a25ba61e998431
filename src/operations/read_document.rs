//! Reads a document: each reading is an entry, so that nobody looks at evidence unseen.

use std::sync::Arc;

use serde_json::json;

use crate::domain::ids::{DocumentId, RequestReference};
use crate::storage::documents::{self, DocumentRow};

use super::access::Official;
use super::act::{self, Context, Loaded};
use super::add_document;
use super::app::App;
use super::entry;
use super::error::OperationError;
use super::span::{apply, operation};

/// Reads a document of a request that the official may see.
///
/// # Errors
/// [`OperationError::NoSuchRequest`] for an unknown and for a hidden one alike; [`OperationError::NotFound`] where the
/// request has no such document.
#[apply(operation!)]
pub async fn run(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    document: &DocumentId,
) -> Result<(DocumentRow, Vec<u8>), OperationError> {
    let context = Context::of(app, Some(official)).await?;
    let (id, document) = (act::find(app, reference).await?, document.clone());
    app.storage
        .write(move |tx| {
            let (context, id, document) = (Arc::clone(&context), id.clone(), document.clone());
            Box::pin(async move {
                let loaded = Loaded::lock(tx, &context, id.as_str()).await?;
                let keys = tx.keys();
                let row = add_document::own(tx, &loaded, &document).await?;
                let bytes = documents::read_bytes(tx, &keys, document.as_str()).await?;
                let role = loaded.role();
                let acting = context.acting(&loaded.actor.mark, role);
                let body = json!({ "document": document });
                let draft = entry::of(&loaded.row.id, "document_read", &body, &acting, context.now)?;
                Ok::<_, OperationError>(tx.commit_with(draft, Vec::new()).await?.with((row, bytes)))
            })
        })
        .await
}
