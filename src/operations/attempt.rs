//! Runs an act on a request, and keeps what came of it when it was refused: an entry, or a seal.

use std::sync::Arc;

use serde::Serialize;

use crate::domain::ids::{RequestId, RequestReference, StageName};
use crate::storage::requests;
use crate::storage::{BoxFuture, Private, Transaction, Written};

use super::access::{self, Official};
use super::act::{Acted, Context, find, system_mark};
use super::app::App;
use super::call;
use super::entry;
use super::error::OperationError;

/// What somebody tried, for the entry of a refusal.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Tried {
    /// The operation, such as `take_transition`.
    pub(super) act: &'static str,
    /// What of: a transition, a safeguard, a subject.
    pub(super) of: String,
}

/// The body of a refusal's entry.
#[derive(Serialize)]
struct Refused<'a> {
    act: &'a str,
    of: &'a str,
    /// The stable name of the rule.
    rule: &'a str,
    /// Its articles stand in `art`; the stage tells where. The row may have been edited by hand: what is no name is
    /// left out, so that nothing gets into the log that way.
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<StageName>,
}

/// The body of a seal's entry.
#[derive(Serialize)]
struct Sealed {
    /// Where the row says that the request stood, if that is a stage's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<StageName>,
}

/// Runs an act of an official on a request, once for each idempotency key; a refusal is rolled back and recorded in an
/// entry of its own, and a request whose tables differ from its log is sealed.
pub(super) async fn attempt<F>(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    tried: Tried,
    work: F,
) -> Result<Acted, OperationError>
where
    F: for<'t> Fn(
            &'t mut Transaction,
            Arc<Context>,
            RequestId,
        ) -> BoxFuture<'t, Result<Written<Acted>, OperationError>>
        + Send
        + Sync
        + 'static,
{
    let context = Context::of(app, Some(official)).await?;
    let id = find(app, reference).await?;
    let (inside, case) = (Arc::clone(&context), id.clone());
    let done = call::write(&context, move |tx| work(tx, Arc::clone(&inside), case.clone())).await;
    recorded(&context, &id, &tried, done).await
}

/// Leaves the entry of a refusal, where it was one.
async fn recorded<T>(
    context: &Arc<Context>,
    id: &RequestId,
    tried: &Tried,
    done: Result<T, OperationError>,
) -> Result<T, OperationError> {
    match &done {
        Err(OperationError::Refused(refusal)) => {
            let (rule, articles) = (refusal.code(), refusal.articles());
            record_refusal(context, id, tried, rule, articles).await?;
        }
        Err(OperationError::NotAllowed { .. }) => {
            record_refusal(context, id, tried, "not-allowed", Vec::new()).await?;
        }
        Err(OperationError::OutOfScope(_)) => {
            record_refusal(context, id, tried, "out-of-scope", Vec::new()).await?;
        }
        Err(OperationError::NoSuchRequest(_)) => {
            record_refusal(context, id, tried, "no-such-request", Vec::new()).await?;
        }
        Err(OperationError::Sealed { because, .. }) => seal(context, id, because).await?,
        Ok(_) | Err(_) => {}
    }
    done
}

/// Leaves the entry of a refusal on the request that it was about.
pub(super) async fn record_refusal(
    context: &Arc<Context>,
    id: &RequestId,
    tried: &Tried,
    rule: &'static str,
    articles: Vec<String>,
) -> Result<(), OperationError> {
    let (inside, id, tried) = (Arc::clone(context), id.clone(), tried.clone());
    context
        .app
        .storage
        .write(move |tx| {
            let (context, id, tried, articles) = (Arc::clone(&inside), id.clone(), tried.clone(), articles.clone());
            Box::pin(async move {
                let row = requests::lock_and_read(tx, id.as_str(), &context.now_text()).await?;
                let keys = tx.keys();
                let mark = entry::mark_of(keys.of(&row.id)?.mark(&context.by()))?;
                // The log must not say that somebody acted in a role that they had lost by then.
                let role = access::roles_of(tx, &keys, &context.by()).await?.first().copied();
                let acting = context.acting(&mark, role);
                let body = Refused { act: tried.act, of: &tried.of, rule, stage: StageName::parse(row.stage).ok() };
                let mut draft = entry::of(&row.id, "attempt_refused", &body, &acting, context.now)?;
                draft.rule =
                    Some(row.rulebook.parse().map_err(|error| OperationError::damaged("a rulebook's hash", &error))?);
                draft.art = articles;
                Ok::<_, OperationError>(tx.commit_with(draft, Vec::new()).await?.with(()))
            })
        })
        .await
}

/// Seals a request, once, with an entry.
pub(super) async fn seal(context: &Arc<Context>, id: &RequestId, because: &str) -> Result<(), OperationError> {
    let (inside, id, because) = (Arc::clone(context), id.clone(), because.to_owned());
    context
        .app
        .storage
        .write(move |tx| {
            let (context, id, because) = (Arc::clone(&inside), id.clone(), because.clone());
            Box::pin(async move {
                let row = requests::lock_and_read(tx, id.as_str(), &context.now_text()).await?;
                if row.sealed_at.is_some() {
                    return Ok::<_, OperationError>(Written::unchanged(()));
                }
                requests::mark_sealed(tx, id.as_str(), &context.now_text(), &because).await?;
                let mark = system_mark(&tx.keys().of(&row.id)?)?;
                let acting = context.acting(&mark, None);
                let body = Sealed { stage: StageName::parse(row.stage).ok() };
                let draft = entry::of(&row.id, "request_sealed", &body, &acting, context.now)?;
                // What differed quotes the tables, and whoever edited them may have written anything there.
                let because = Private { field: "because".to_owned(), value: because.into() };
                Ok(tx.commit_with(draft, vec![because]).await?.with(()))
            })
        })
        .await
}
