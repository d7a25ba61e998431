//! Runs an act and keeps what came of it when it was refused: an entry, and a seal where a request's tables and log differ.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::gate::Subject;
use crate::domain::ids::{
    Digest, DocumentId, MessageId, MessageName, RequestId, RequestReference, SafeguardName, StageName, TransitionName,
};
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::engine::rulebook::Rulebook;
use crate::storage::{BoxFuture, Private, StorageError, Transaction, Written};
use crate::storage::{authority, documents, messages, requests};

use super::access::{self, Official};
use super::act::{Context, find, system_mark};
use super::app::App;
use super::call;
use super::entry::{self, Acting};
use super::error::OperationError;
use super::own_chain::authority_actor;
use super::refusals::{self, Outcome};

/// What somebody tried, for the entry of a refusal.
#[derive(Debug, Clone)]
pub(super) struct Tried {
    /// The operation, such as `take_transition`.
    pub(super) act: &'static str,
    /// What of. Never a person.
    pub(super) of: Of,
    /// What a session or token has to allow for it.
    pub(super) needs: Scope,
}

/// What an attempt was about. Callers name it, so that only what is known here gets into the log by its name.
#[derive(Debug, Clone)]
pub(super) enum Of {
    /// A word of the program's own.
    Word(&'static str),
    Role(Role),
    Subject(Subject),
    Transition(TransitionName),
    Safeguard(SafeguardName),
    /// A message, by its name in the procedure.
    Message(MessageName),
    /// A message of the request.
    Letter(MessageId),
    /// A document of the request.
    Document(DocumentId),
}

impl Of {
    /// Its name, or `unknown` where neither the rulebook nor the request knows it: nobody writes words into the log.
    async fn known(
        &self,
        tx: &mut Transaction,
        rulebooks: &[&Arc<Rulebook>],
        id: Option<&RequestId>,
    ) -> Result<String, OperationError> {
        let mut procedures = rulebooks.iter().flat_map(|rulebook| rulebook.procedures.values());
        let own = |request_id: &str| id.is_some_and(|id| id.as_str() == request_id);
        let known = match self {
            Of::Word(word) => Some((*word).to_owned()),
            Of::Role(role) => Some(role.to_string()),
            Of::Subject(subject) => Some(subject.to_string()),
            Of::Transition(name) => procedures
                .any(|known| known.parts().any(|(_, _, part)| part.transitions.iter().any(|one| one.name == *name)))
                .then(|| name.to_string()),
            Of::Safeguard(name) => {
                let known = rulebooks.iter().any(|rulebook| rulebook.safeguards.contains_key(name));
                known.then(|| name.to_string())
            }
            Of::Message(name) => {
                procedures.any(|known| known.message(name.as_str()).is_some()).then(|| name.to_string())
            }
            Of::Letter(message) => {
                let keys = tx.keys();
                let found = match messages::find(tx, &keys, message.as_str()).await {
                    Err(StorageError::Erased { .. }) => None,
                    found => found?,
                };
                found.filter(|found| own(&found.request_id)).map(|found| found.id)
            }
            Of::Document(document) => {
                let keys = tx.keys();
                let found = match documents::find(tx, &keys, document.as_str()).await {
                    Err(StorageError::Erased { .. }) => None,
                    found => found?,
                };
                found.filter(|found| own(&found.request_id)).map(|found| found.id)
            }
        };
        Ok(known.unwrap_or_else(|| UNKNOWN.to_owned()))
    }
}

/// What an attempt is about that nobody here knows.
const UNKNOWN: &str = "unknown";

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
    attempted(&context, &id, &tried, work).await
}

/// The same for an official who was [`admitted`].
pub(super) async fn attempted<T, F>(
    context: &Arc<Context>,
    id: &RequestId,
    tried: &Tried,
    work: F,
) -> Result<T, OperationError>
where
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: for<'t> Fn(&'t mut Transaction, Arc<Context>, RequestId) -> BoxFuture<'t, Result<Written<T>, OperationError>>
        + Send
        + Sync
        + 'static,
{
    let (inside, case) = (Arc::clone(context), id.clone());
    let done = call::write_about(context, id, move |tx| work(tx, Arc::clone(&inside), case.clone())).await;
    recorded(context, id, tried, done).await
}

/// Finds the request of an act, for an official whose session or token reaches so far. Whose does not is told the same
/// whether or not there is such a request; the attempt is an entry either way, of the request or of the authority.
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
        (Err(OperationError::NoSuchRequest(_)), Err(refusal)) => told(&context, tried, Err(refusal)).await,
        (Err(error), _) => told(&context, tried, Err(error)).await,
    }
}

/// Runs an act of an official that is about no request; a refusal is an entry of the authority's own chain.
pub(super) async fn here<T>(
    app: &App,
    official: &Official,
    tried: Tried,
    work: impl Future<Output = Result<T, OperationError>>,
) -> Result<T, OperationError> {
    let done = match official.must_have(tried.needs) {
        Ok(()) => work.await,
        Err(refusal) => Err(refusal),
    };
    // Who is not signed in any more is nobody, and leaves nothing in the log.
    if matches!(done, Ok(_) | Err(OperationError::NotSignedIn)) {
        return done;
    }
    told(&Context::of(app, Some(official)).await?, &tried, done).await
}

/// Leaves the entry of a refusal, where it was one, on the request that it was about.
pub(super) async fn recorded<T>(
    context: &Arc<Context>,
    id: &RequestId,
    tried: &Tried,
    done: Result<T, OperationError>,
) -> Result<T, OperationError> {
    let Err(error) = &done else { return done };
    if let OperationError::Sealed { because, .. } = error {
        seal(context, id, because).await?;
    }
    if error.leaves_an_entry() {
        record_refusal(context, id, tried, error.code(), articles_of(error)).await?;
    }
    done
}

/// Leaves the entry of a refusal, where it was one, in the authority's own chain.
pub(super) async fn told<T>(
    context: &Arc<Context>,
    tried: &Tried,
    done: Result<T, OperationError>,
) -> Result<T, OperationError> {
    let Err(error) = &done else { return done };
    if error.leaves_an_entry() {
        record_here(context, tried, error.code(), articles_of(error)).await?;
    }
    done
}

fn articles_of(error: &OperationError) -> Vec<String> {
    if let OperationError::Refused(refusal) = error { refusal.articles() } else { Vec::new() }
}

/// Leaves the entry of a refusal on the request that it was about.
pub(super) async fn record_refusal(
    context: &Arc<Context>,
    id: &RequestId,
    tried: &Tried,
    rule: &'static str,
    articles: Vec<String>,
) -> Result<(), OperationError> {
    let there = refusals::entered(context, || Box::pin(record_there(context, id, tried, rule, articles.clone())));
    match there.await {
        Err(error) if access::is_broken(&error) => {
            // Its key is gone, or somebody has broken its row or its chain: the attempt is told all the same, and whoever
            // tried learns nothing of it.
            tracing::error!(%error, "an attempt could not be recorded on its request");
            record_here(context, tried, rule, articles).await
        }
        done => done,
    }
}

async fn record_there(
    context: &Arc<Context>,
    id: &RequestId,
    tried: &Tried,
    rule: &'static str,
    articles: Vec<String>,
) -> Result<Outcome, OperationError> {
    let (inside, id, tried) = (Arc::clone(context), id.clone(), tried.clone());
    context
        .app
        .storage
        .write(move |tx| {
            let (context, id, tried, articles) = (Arc::clone(&inside), id.clone(), tried.clone(), articles.clone());
            Box::pin(async move {
                let row = requests::lock_and_read(tx, id.as_str(), &context.now_text()).await?;
                row.must_have_content()?;
                if let Some(counted) = refusals::instead_of_an_entry(tx, &context).await? {
                    return Ok(counted);
                }
                let keys = tx.keys();
                let mark = entry::mark_of(keys.of(&row.id)?.mark(&context.by()))?;
                // The log must not say that somebody acted in a role that they had lost by then.
                let role = access::roles_of(tx, &keys, &context.by()).await?.first().copied();
                let hash = Digest::parse(row.rulebook)
                    .map_err(|error| OperationError::damaged("a rulebook's hash", &error))?;
                let rulebook = context.app.rulebook_of(&hash).await?;
                let acting = context.acting_under(&rulebook, &mark, role);
                let of = tried.of.known(tx, &[&rulebook], Some(&id)).await?;
                let body = Refused { act: tried.act, of: &of, rule, stage: StageName::parse(row.stage).ok() };
                let mut draft = entry::of(&row.id, "attempt_refused", &body, &acting, context.now)?;
                draft.rule = Some(entry::hash_of(&hash)?);
                draft.art = articles;
                Ok::<_, OperationError>(tx.commit_with(draft, Vec::new()).await?.with(Outcome::Kept))
            })
        })
        .await
}

/// Leaves the entry of a refusal in the authority's own chain: there is no such request, or it was about none.
pub(super) async fn record_here(
    context: &Arc<Context>,
    tried: &Tried,
    rule: &'static str,
    articles: Vec<String>,
) -> Result<(), OperationError> {
    refusals::entered(context, || Box::pin(record_here_once(context, tried, rule, articles.clone()))).await
}

async fn record_here_once(
    context: &Arc<Context>,
    tried: &Tried,
    rule: &'static str,
    articles: Vec<String>,
) -> Result<Outcome, OperationError> {
    let (inside, tried) = (Arc::clone(context), tried.clone());
    context
        .app
        .storage
        .write(move |tx| {
            let (context, tried, articles) = (Arc::clone(&inside), tried.clone(), articles.clone());
            Box::pin(async move {
                authority::lock_and_read(tx).await?;
                if let Some(counted) = refusals::instead_of_an_entry(tx, &context).await? {
                    return Ok(counted);
                }
                let keys = tx.keys();
                let role = access::roles_of(tx, &keys, &context.by()).await?.first().copied();
                let adopted = context.app.rulebooks();
                let rulebooks: Vec<_> = adopted.iter().collect();
                let of = tried.of.known(tx, &rulebooks, None).await?;
                let body = Refused { act: tried.act, of: &of, rule, stage: None };
                let mark = authority_actor(tx, &context, &context.by()).await?;
                let acting = context.acting(&mark, role);
                let mut draft = entry::of(&context.authority.case, "call_refused", &body, &acting, context.now)?;
                draft.art = articles;
                Ok::<_, OperationError>(tx.commit_with(draft, Vec::new()).await?.with(Outcome::Kept))
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
                row.must_have_content()?;
                if row.sealed_at.is_some() {
                    return Ok::<_, OperationError>(Written::unchanged(()));
                }
                requests::mark_sealed(tx, id.as_str(), &context.now_text(), &because).await?;
                let mark = system_mark(&tx.keys().of(&row.id)?)?;
                let not_in_force = context.not_in_force_of(tx, &row).await;
                let acting = Acting { not_in_force, ..context.acting(&mark, None) };
                let body = Sealed { stage: StageName::parse(row.stage).ok() };
                let draft = entry::of(&row.id, "request_sealed", &body, &acting, context.now)?;
                // What differed quotes the tables, and whoever edited them may have written anything there.
                let because = Private { field: "because".to_owned(), value: because.into() };
                Ok(tx.commit_with(draft, vec![because]).await?.with(()))
            })
        })
        .await
}
