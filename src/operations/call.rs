//! What a front end says of one call: which version the caller has read, and that it may be sent twice.

use std::sync::Arc;

use jiff::SignedDuration;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::ids::{Digest, IdempotencyKey, RequestId};
use crate::domain::time;
use crate::storage::answered_calls::{self, AnsweredCall, Known};
use crate::storage::{BoxFuture, Transaction, Written};

use super::act::{Context, Loaded};
use super::add_document::DocumentAbout;
use super::app::App;
use super::error::OperationError;

/// So long an answer is kept for whoever sends the same call again.
const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What a front end says of one call, beside what is to be done.
#[derive(Debug, Clone, Default)]
pub struct Call {
    /// The version of the request that the caller has read; an act on any other is refused.
    pub read_version: Option<i64>,
    /// How a call is known that may be sent twice.
    pub once: Option<Once>,
}

/// A call that is carried out once, however often it is sent within seven days.
#[derive(Debug, Clone)]
pub struct Once {
    /// What the caller calls it.
    pub key: IdempotencyKey,
    /// The digest of what is asked: the same key for something else is refused.
    pub fingerprint: Digest,
}

impl Call {
    /// The same for a document, of which nothing was known before.
    pub(super) fn of_document(&self, about: &DocumentAbout, sha256: &Digest) -> Self {
        let DocumentAbout { name, media_type, language } = about;
        let once = self.once.as_ref().map(|once| {
            // None of them holds the end of a line.
            let both = format!("{}{sha256}\n{name}\n{media_type}\n{language}", once.fingerprint);
            Once {
                key: once.key.clone(),
                fingerprint: Digest::from_bytes(crate::audit::hash::sha256(both.as_bytes()).as_bytes()),
            }
        });
        Self { read_version: self.read_version, once }
    }
}

impl App {
    /// The same installation, for one call.
    #[must_use]
    pub fn calling(&self, call: Call) -> App {
        let mut app = self.clone();
        app.call = Arc::new(call);
        app
    }
}

/// Runs an act of an official in a transaction, once for each idempotency key: what it came to is committed with what
/// it did, and whoever sends it again gets that.
pub(super) async fn write<T, F>(context: &Arc<Context>, act: F) -> Result<T, OperationError>
where
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: for<'t> Fn(&'t mut Transaction) -> BoxFuture<'t, Result<Written<T>, OperationError>> + Send + Sync + 'static,
{
    run(context, None, act, serde_json::to_vec, kept).await
}

/// The same for an act on a request. What a key knows is told to whoever may still see the request, so that keys tell
/// nothing of requests; a call that began one tells again only what its author was told.
pub(super) async fn write_about<T, F>(context: &Arc<Context>, id: &RequestId, act: F) -> Result<T, OperationError>
where
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: for<'t> Fn(&'t mut Transaction) -> BoxFuture<'t, Result<Written<T>, OperationError>> + Send + Sync + 'static,
{
    run(context, Some(id), act, serde_json::to_vec, kept).await
}

fn kept<T: DeserializeOwned>(_: &str, kept: &[u8]) -> Result<T, OperationError> {
    serde_json::from_slice(kept).map_err(|error| OperationError::damaged("an answered call", &error))
}

/// The same for an act whose answer holds a secret: that is kept nowhere, so whoever sends it again is told that it was
/// done, and no more.
pub(super) async fn write_shown_once<T, F>(context: &Arc<Context>, act: F) -> Result<T, OperationError>
where
    T: Send + Sync + 'static,
    F: for<'t> Fn(&'t mut Transaction) -> BoxFuture<'t, Result<Written<T>, OperationError>> + Send + Sync + 'static,
{
    let shown = |key: &str, _: &[u8]| Err(OperationError::ShownOnce(key.to_owned()));
    run(context, None, act, |_| Ok(b"null".to_vec()), shown).await
}

async fn run<T, F>(
    context: &Arc<Context>,
    about: Option<&RequestId>,
    act: F,
    keep: fn(&T) -> serde_json::Result<Vec<u8>>,
    again: fn(&str, &[u8]) -> Result<T, OperationError>,
) -> Result<T, OperationError>
where
    T: Send + Sync + 'static,
    F: for<'t> Fn(&'t mut Transaction) -> BoxFuture<'t, Result<Written<T>, OperationError>> + Send + Sync + 'static,
{
    let (inside, about) = (Arc::clone(context), about.cloned());
    let act = Arc::new(act);
    context
        .app
        .storage
        .write(move |tx| {
            let (context, act, about) = (Arc::clone(&inside), Arc::clone(&act), about.clone());
            Box::pin(async move {
                let (Some(once), Some(official)) = (&context.app.call.once, &context.official) else {
                    return act(tx).await;
                };
                let call = AnsweredCall {
                    official_id: official.id.as_str(),
                    key: once.key.as_str(),
                    fingerprint: once.fingerprint.as_str(),
                    case: &context.authority.case,
                };
                let forget_before = time::to_text(context.now - KEPT);
                let known = answered_calls::claim(tx, call, &context.now_text(), &forget_before).await?;
                if let (Known::Answered(_) | Known::Other, Some(id)) = (&known, &about) {
                    Loaded::must_be_seen(tx, &context, id).await?;
                }
                match known {
                    Known::Answered(kept) => return Ok(Written::unchanged(again(once.key.as_str(), &kept)?)),
                    Known::Other => return Err(OperationError::KeyUsedBefore(once.key.to_string())),
                    Known::New => {}
                }
                let written = act(tx).await?;
                let answer = keep(written.value()).map_err(|error| OperationError::damaged("an answer", &error))?;
                answered_calls::keep(tx, call, &answer, &forget_before).await?;
                Ok(written)
            })
        })
        .await
}
