//! Runs an act on a request, and keeps what came of it when it was refused: an entry, and a seal where tables and log differ.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::ids::{RequestId, RequestReference, StageName};
use crate::domain::scope::Scope;
use crate::storage::requests;
use crate::storage::{BoxFuture, Private, Transaction, Written};

use super::access::{self, Official};
use super::act::{Context, find, system_mark};
use super::app::App;
use super::call;
use super::entry;
use super::error::OperationError;

/// What somebody tried, for the entry of a refusal.
#[derive(Debug, Clone)]
pub(super) struct Tried {
    /// The operation, such as `take_transition`.
    pub(super) act: &'static str,
    /// What of: a transition, a safeguard, a subject. Never a person.
    pub(super) of: String,
    /// What a session or token has to allow for it.
    pub(super) needs: Scope,
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
pub(super) async fn attempt<T, F>(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    tried: Tried,
    work: F,
) -> Result<T, OperationError>
where
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: for<'t> Fn(&'t mut Transaction, Arc<Context>, RequestId) -> BoxFuture<'t, Result<Written<T>, OperationError>>
        + Send
        + Sync
        + 'static,
{
    let (context, id) = admitted(app, official, reference, &tried).await?;
    let (inside, case) = (Arc::clone(&context), id.clone());
    let done = call::write(&context, move |tx| work(tx, Arc::clone(&inside), case.clone())).await;
    recorded(&context, &id, &tried, done).await
}

/// Finds the request of an act, for an official whose session or token reaches so far. Whose does not is told the same
/// whether or not there is such a request; where there is, it keeps the attempt.
pub(super) async fn admitted(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    tried: &Tried,
) -> Result<(Arc<Context>, RequestId), OperationError> {
    let context = Context::of(app, Some(official)).await?;
    let allowed = official.must_have(tried.needs);
    match (find(app, reference).await, allowed) {
        (Ok(id), allowed) => {
            recorded(&context, &id, tried, allowed).await?;
            Ok((context, id))
        }
        (Err(OperationError::NoSuchRequest(_)), Err(refusal)) => Err(refusal),
        (Err(error), _) => Err(error),
    }
}

/// Leaves the entry of a refusal, where it was one.
pub(super) async fn recorded<T>(
    context: &Arc<Context>,
    id: &RequestId,
    tried: &Tried,
    done: Result<T, OperationError>,
) -> Result<T, OperationError> {
    let Err(error) = &done else { return done };
    let articles = match error {
        OperationError::Refused(refusal) => refusal.articles(),
        OperationError::Sealed { because, .. } => {
            seal(context, id, because).await?;
            Vec::new()
        }
        OperationError::NotAllowed { .. }
        | OperationError::OutOfScope(_)
        | OperationError::NoSuchRequest(_)
        | OperationError::NotFound { .. }
        | OperationError::ReadAnotherVersion { .. }
        | OperationError::KeyUsedBefore(_)
        | OperationError::NotSignedIn
        | OperationError::Unusable { .. }
        | OperationError::TooLarge { .. } => Vec::new(),
        // No act on a request ends so, or nobody said no: something failed.
        OperationError::ShownOnce(_)
        | OperationError::PasswordIsTemporary(_)
        | OperationError::SecondAdministrator(_)
        | OperationError::InstalledAlready(_)
        | OperationError::Unsound(_)
        | OperationError::Damaged { .. }
        | OperationError::Storage(_)
        | OperationError::NoChance(_)
        | OperationError::File { .. } => return done,
    };
    record_refusal(context, id, tried, error.code(), articles).await?;
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
