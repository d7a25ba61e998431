//! Attaches a document to a request: sealed while it arrives, with a salted commitment in the log.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::ids::{Digest, DocumentId, RequestId, RequestReference};
use crate::domain::role::Role;
use crate::domain::scope::Scope;

use super::access::Official;
use super::act::{Context, Loaded};
use super::app::App;
use super::attempt::{self, Of, Tried};
use super::call;
use super::document::Arriving;
use super::error::OperationError;
use super::span::{apply, operation};

/// No document is larger, in bytes, unless [`Settings`](super::Settings) say otherwise.
pub const LARGEST: u64 = 64 << 20;

/// What is known of a document before its bytes come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentAbout {
    /// Name of the file.
    pub name: String,
    /// Media type without parameters, such as `application/pdf`.
    pub media_type: String,
    /// Its language, such as `en`: it belongs to each document.
    pub language: String,
}

/// A document that is small enough to be in memory.
#[derive(Debug, Clone)]
pub struct NewDocument {
    /// Name of the file.
    pub name: String,
    /// Media type, such as `application/pdf`.
    pub media_type: String,
    /// Its language, such as `en`.
    pub language: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl NewDocument {
    /// What is known of it beside its bytes.
    pub(super) fn about(&self) -> DocumentAbout {
        let Self { name, media_type, language, bytes: _ } = self;
        DocumentAbout { name: name.clone(), media_type: media_type.clone(), language: language.clone() }
    }
}

/// A document that was attached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AddedDocument {
    /// Its id.
    pub id: DocumentId,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
    /// Its length in bytes.
    pub size: u64,
}

/// A document while its bytes come. Nothing of it is in the database, and nothing is left of it once it is dropped.
pub struct Incoming {
    context: Arc<Context>,
    request: RequestId,
    arriving: Arriving,
}

/// Attaches a document that is in memory already.
///
/// # Errors
/// As [`begin`], [`Incoming::write`] and [`finish`].
#[apply(operation!)]
pub async fn run(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    document: NewDocument,
) -> Result<DocumentId, OperationError> {
    let mut incoming = begin(app, official, reference, document.about()).await?;
    incoming.write(&document.bytes).await?;
    Ok(finish(incoming).await?.id)
}

/// Begins to attach a document: asks whether the official may, before any byte of it is read.
///
/// # Errors
/// [`OperationError::Unusable`] for a name, media type or language that cannot be one; a hidden request, one that is
/// sealed, or an official who does not act on requests.
#[apply(operation!)]
pub async fn begin(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    about: DocumentAbout,
) -> Result<Incoming, OperationError> {
    let (context, request) = attempt::admitted(app, official, reference, &tried()).await?;
    let arriving = arriving(&context, &request, about).await;
    let arriving = attempt::recorded(&context, &request, &tried(), arriving).await?;
    Ok(Incoming { context, request, arriving })
}

async fn arriving(
    context: &Arc<Context>,
    request: &RequestId,
    about: DocumentAbout,
) -> Result<Arriving, OperationError> {
    attaching_role(&Loaded::peek(context, request.as_str()).await?.must_be_open()?)?;
    Arriving::begin(&context.app, request.as_str(), about).await
}

fn tried() -> Tried {
    Tried { act: "add_document", of: Of::Word("document"), needs: Scope::Draft }
}

impl Incoming {
    /// Takes the next bytes; they are sealed before they reach the disk.
    ///
    /// # Errors
    /// [`OperationError::TooLarge`] as soon as they are too many; where the disk is full. Nothing is kept then.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), OperationError> {
        self.arriving.write(bytes).await
    }

    /// Keeps it: see [`finish`].
    ///
    /// # Errors
    /// As [`finish`].
    pub async fn finish(self) -> Result<AddedDocument, OperationError> {
        finish(self).await
    }
}

/// Keeps a document that has come whole, with its entry, and answers once both are on the disk.
///
/// # Errors
/// [`OperationError::Unusable`] for one that is empty; what has changed since it began: the request is hidden from the
/// official by now, or sealed.
#[apply(operation!)]
pub async fn finish(incoming: Incoming) -> Result<AddedDocument, OperationError> {
    let Incoming { context, request, arriving } = incoming;
    let arrived = arriving.finish().await?;
    // What may have taken an hour to arrive happens when it is kept.
    let mut context = Context { now: context.app.clock.now(), ..Context::clone(&context) };
    context.app = context.app.calling(context.app.call.of_document(arrived.about(), &arrived.sha256()));
    let context = Arc::new(context);
    let (inside, case) = (Arc::clone(&context), request.clone());
    let kept = call::write_about(&context, &request, move |tx| {
        let (context, request, arrived) = (Arc::clone(&inside), case.clone(), arrived.clone());
        Box::pin(async move {
            let loaded = Loaded::lock(tx, &context, request.as_str()).await?;
            let role = attaching_role(&loaded)?;
            let written = arrived.keep(tx, &loaded, Some(role)).await?;
            let (sha256, size) = (arrived.sha256(), arrived.size());
            Ok::<_, OperationError>(written.map(|()| AddedDocument { id: arrived.id, sha256, size }))
        })
    });
    attempt::recorded(&context, &request, &tried(), kept.await).await
}

/// The role in which an official attaches documents.
fn attaching_role(loaded: &Loaded) -> Result<Role, OperationError> {
    let role = loaded.actor.roles.iter().flatten().find(|role| role.acts_on_requests());
    role.copied().ok_or(OperationError::NotAllowed {
        act: "attaching a document",
        needed: "of somebody who acts on the request",
    })
}
