//! Attaches a document to a request: sealed, with a salted commitment in the log.

use std::sync::Arc;

use serde_json::json;

use crate::audit::commitment::Key;
use crate::audit::entry::DocumentCommitment;
use crate::audit::hash::{Hash, sha256};
use crate::domain::ids::{DocumentId, RequestReference};
use crate::storage::documents::{self, DocumentRow};
use crate::storage::{Transaction, Written};

use super::access::Official;
use super::act::{self, Context, Loaded};
use super::app::App;
use super::entry;
use super::error::OperationError;
use super::span::{apply, operation};

/// How the log commits to a document: SHA-256 keyed with the request's salt, so that nobody can guess it.
pub(super) const ALGORITHM: &str = "hmac-sha256";

/// No document is larger, in bytes: it is held in memory while it is sealed.
pub const LARGEST: usize = 64 << 20;

/// A document.
#[derive(Debug, Clone)]
pub struct NewDocument {
    /// Name of the file.
    pub name: String,
    /// Media type, such as `application/pdf`.
    pub media_type: String,
    /// Its language, such as `en`: it belongs to each document.
    pub language: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Attaches a document to a request.
///
/// # Errors
/// [`OperationError::Unusable`] for one that is empty, too large or has no name; a hidden request.
#[apply(operation!)]
pub async fn run(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    document: NewDocument,
) -> Result<DocumentId, OperationError> {
    check(&document)?;
    let context = Context::of(app, Some(official)).await?;
    let request = act::find(app, reference).await?;
    let id = DocumentId::parse(app.clock.new_id()?)?;
    let document = Arc::new(document);
    app.storage
        .write(move |tx| {
            let (context, request, id, document) =
                (Arc::clone(&context), request.clone(), id.clone(), Arc::clone(&document));
            Box::pin(async move {
                let loaded = Loaded::lock(tx, &context, request.as_str()).await?;
                if let Some(role) = loaded.actor.roles.iter().flatten().find(|role| role.acts_on_requests()) {
                    let written = insert(tx, &loaded, &id, &document, Some(*role)).await?;
                    return Ok::<_, OperationError>(written.map(|()| id));
                }
                Err(OperationError::NotAllowed {
                    act: "attaching a document",
                    needed: "of somebody who acts on the request",
                })
            })
        })
        .await
}

pub(super) fn check(document: &NewDocument) -> Result<(), OperationError> {
    let plain = |text: &str| !text.is_empty() && text.len() <= 200 && !text.chars().any(char::is_control);
    let why = if document.bytes.is_empty() {
        "it is empty".to_owned()
    } else if document.bytes.len() > LARGEST {
        format!("it is larger than {LARGEST} bytes: split it")
    } else if !plain(&document.name) || document.name.contains(['/', '\\']) {
        "its name is empty, too long, or has a slash or a control character".to_owned()
    } else if !plain(&document.media_type) {
        "its media type is missing".to_owned()
    } else if !is_language(&document.language) {
        "its language is missing, or is no code such as `en` or `pt-BR`".to_owned()
    } else {
        return Ok(());
    };
    Err(OperationError::unusable("the document", &why))
}

/// Whether a text is a language's code (RFC 5646): it stands in the log, where free words have no place.
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts
        .next()
        .is_some_and(|part| matches!(part.len(), 2 | 3) && part.bytes().all(|byte| byte.is_ascii_lowercase()));
    let rest: Vec<&str> = parts.collect();
    let fits = |part: &&str| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    language && rest.len() <= 3 && rest.iter().all(fits)
}

/// A document of this request.
///
/// # Errors
/// [`OperationError::NotFound`] where there is none, or it is another request's.
pub(super) async fn own(tx: &mut Transaction, loaded: &Loaded, id: &DocumentId) -> Result<DocumentRow, OperationError> {
    let keys = tx.keys();
    let row = documents::find(tx, &keys, id.as_str()).await?;
    row.filter(|row| row.request_id == loaded.row.id).ok_or_else(|| OperationError::NotFound {
        what: "document",
        name: id.to_string(),
        hint: "`comity request show` lists those of the request, `comity request attach` adds one",
    })
}

/// Keeps a document's bytes and leaves the entry.
pub(super) async fn insert(
    tx: &mut Transaction,
    loaded: &Loaded,
    id: &DocumentId,
    document: &NewDocument,
    role: Option<crate::domain::role::Role>,
) -> Result<Written<()>, OperationError> {
    let commitment = commitment_of(&loaded.key.salting(), &document.bytes);
    let row = DocumentRow {
        id: id.to_string(),
        request_id: loaded.row.id.clone(),
        name: document.name.clone(),
        media_type: document.media_type.clone(),
        language: document.language.clone(),
        size: i64::try_from(document.bytes.len()).unwrap_or(i64::MAX),
        commitment: commitment.to_string(),
        added_at: loaded.context.now_text(),
        added_by: loaded.context.by(),
    };
    documents::insert(tx, &row, &document.bytes).await?;
    let acting = loaded.context.acting(&loaded.actor.mark, role);
    let body = json!({ "document": id, "language": row.language });
    let mut draft = entry::of(&loaded.row.id, "document_added", &body, &acting, loaded.context.now)?;
    draft.docs = vec![DocumentCommitment { alg: ALGORITHM.to_owned(), commitment, len: document.bytes.len() as u64 }];
    Ok(tx.commit_with(draft, Vec::new()).await?.with(()))
}

fn commitment_of(salt: &Key, bytes: &[u8]) -> Hash {
    crate::audit::commitment::entry_seal(salt, &sha256(bytes))
}
