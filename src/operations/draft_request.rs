//! Begins a request: at the requesting State an official drafts it, at the requested State it arrives.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use crate::domain::gate::{Side, Subject};
use crate::domain::ids::{
    ConditionCode, Digest, InstrumentCode, MeasureName, RequestId, RequestReference, StateCode, ThreadId,
};
use crate::domain::scope::Scope;
use crate::domain::terms::Terms;
use crate::engine::command::Actor;
use crate::engine::decide::begin;
use crate::engine::fact::Begun;
use crate::engine::refusal::Refusal;
use crate::engine::rulebook::Rulebook;
use crate::storage::labels::SealedLabel;
use crate::storage::requests::{self, RequestRow};
use crate::storage::{Transaction, authority, references};

use super::access::{self, Official};
use super::act::{Acted, Context, Loaded, settle_row};
use super::app::{App, authority_of, keep_rulebook};
use super::attempt::{self, Of, Tried};
use super::call;
use super::change_subject::{self, ChangeSubject};
use super::entry::{self, Acting};
use super::error::OperationError;
use super::in_force;
use super::origin::{self, Origin};
use super::place_requests::{self, Placed};
use super::read_request;
use super::span::{self, apply, operation};

/// A request to be drafted.
#[derive(Debug, Clone)]
pub struct NewRequest {
    /// The instrument that it rests on: the first thing to be said of a request. Source: UNCC 40(6)-(7).
    pub instrument: InstrumentCode,
    /// What is asked for.
    pub measure: MeasureName,
    /// The State that is asked.
    pub counterpart: StateCode,
    /// A title without names: lists show it unsealed.
    pub title: String,
    /// The content; it may be incomplete.
    pub content: Value,
    /// The request that it follows from, such as a preservation. Source: UNCC 42(1).
    pub follows: Option<RequestReference>,
}

/// How a request comes to be at this authority.
#[derive(Debug, Clone)]
pub(super) struct Beginning {
    pub(super) id: RequestId,
    pub(super) side: Side,
    pub(super) thread: ThreadId,
    pub(super) follows_thread: Option<ThreadId>,
    pub(super) instrument: InstrumentCode,
    pub(super) measure: MeasureName,
    pub(super) counterpart: StateCode,
    pub(super) title: String,
}

/// Drafts a request; what its content still lacks comes back with the answer.
///
/// # Errors
/// The rule that stands in the way; [`OperationError::NoSuchInstrument`]; [`Refusal::NotInForce`] where its instrument is
/// not in force and may not be applied here; a title that cannot be shown in lists; a State that the rulebook does not know.
#[apply(operation!)]
pub async fn run(app: &App, official: &Official, new: NewRequest) -> Result<Acted, OperationError> {
    let tried = Tried { act: "draft_request", of: Of::Word("request"), needs: Scope::Draft };
    attempt::here(app, official, tried, drafted(app, official, new, Origin::default())).await
}

/// Drafts a request as [`run`] does, and notes where it comes from in the same transaction.
pub(super) async fn imported(
    app: &App,
    official: &Official,
    new: NewRequest,
    origin: Origin,
) -> Result<Acted, OperationError> {
    let tried = Tried { act: "draft_request", of: Of::Word("request"), needs: Scope::Draft };
    attempt::here(app, official, tried, drafted(app, official, new, origin)).await
}

async fn drafted(app: &App, official: &Official, new: NewRequest, origin: Origin) -> Result<Acted, OperationError> {
    let context = Context::of(app, Some(official)).await?;
    let title = checked_title(&new.title)?;
    known_party(&context, &*app.rulebook_to_begin(&new.instrument).await?, &new.counterpart)?;
    let follows = match &new.follows {
        Some(reference) => Some(thread_of(app, official, reference, &new.instrument).await?),
        None => None,
    };
    let beginning = Arc::new(Beginning {
        id: RequestId::parse(app.clock.new_id()?)?,
        side: Side::Requesting,
        thread: ThreadId::parse(app.clock.new_id()?)?,
        follows_thread: follows,
        instrument: new.instrument.clone(),
        measure: new.measure.clone(),
        counterpart: new.counterpart.clone(),
        title,
    });
    origin.check(context.today())?;
    let (given, inside, id) = (Arc::new((new.content, origin)), Arc::clone(&context), beginning.id.clone());
    let begun = call::write(&context, move |tx| {
        let (context, beginning, given) = (Arc::clone(&inside), Arc::clone(&beginning), Arc::clone(&given));
        Box::pin(async move {
            begin_here(tx, &context, &beginning).await?;
            let (content, origin) = &*given;
            let change = ChangeSubject {
                subject: Subject::Request,
                holding: None,
                content: content.clone(),
                documents: Vec::new(),
            };
            let loaded = Loaded::lock(tx, &context, beginning.id.as_str()).await?;
            origin::note(tx, &loaded, origin).await?;
            change_subject::perform(tx, loaded, &change).await
        })
    });
    under_its_key(app, &id, begun).await.inspect(|acted| span::about(&acted.reference))
}

/// Begins a request under a key of its own, which has to be on the disk before anything is sealed under it. Where the
/// request did not begin, or began when the same call was sent earlier, the key goes too: refused calls leave no files.
pub(super) async fn under_its_key(
    app: &App,
    id: &RequestId,
    begin: impl Future<Output = Result<Acted, OperationError>>,
) -> Result<Acted, OperationError> {
    app.storage.keys().create(id.as_str()).await?;
    let begun = begin.await;
    let unused = match &begun {
        Ok(_) if app.call.once.is_some() => {
            let mut reader = app.storage.reader().await?;
            requests::find(&mut reader, id.as_str()).await?.is_none()
        }
        // Nobody can tell whether it came through: then the key has to stay.
        Ok(_) | Err(OperationError::Storage(_)) => false,
        Err(_) => true,
    };
    if unused {
        app.storage.keys().discard_unused(id.as_str()).await;
    }
    begun
}

/// Writes a new request's row and its first entry.
pub(super) async fn begin_here(
    tx: &mut Transaction,
    context: &Arc<Context>,
    beginning: &Beginning,
) -> Result<(), OperationError> {
    // Locked, so that nobody adopts another rulebook or changes the profile meanwhile: replay asks which ones bound when
    // the entry was left.
    let row = authority::lock_and_read(tx).await?;
    let rulebook = &context.app.adopted_now(tx, &row, &beginning.instrument).await?;
    let authority = authority_of(row)?;
    known_party(context, rulebook, &beginning.counterpart)?;
    let measure = rulebook.measures.get(&beginning.measure).ok_or_else(|| OperationError::NotFound {
        what: "measure",
        name: beginning.measure.to_string(),
        hint: "`comity workflows form` and `GET /api/v1/rulebook` list those of each instrument",
    })?;
    let followed = match &beginning.follows_thread {
        // Only a matter with the same State, on the same side: nobody moves another's.
        Some(thread) => requests::find_by_thread(tx, thread.as_str())
            .await?
            .filter(|row| row.counterpart == beginning.counterpart.as_str() && row.side == beginning.side.to_string()),
        None => None,
    };
    // A chain stays within one instrument: the rules of one do not listen to the messages of another.
    let followed = match followed {
        Some(row) => {
            let of_earlier = context.app.rulebook_of(&Digest::parse(row.rulebook.clone())?).await?;
            of_earlier.is_of(&beginning.instrument).then_some(row)
        }
        None => None,
    };
    // A measure that has to follow a certain kind of request follows none by following another.
    let of_another_kind = measure
        .follows
        .as_ref()
        .is_some_and(|earlier| followed.as_ref().is_none_or(|row| row.procedure != earlier.as_str()));
    let (follows_thread, follows) = match followed {
        _ if of_another_kind => (None, None),
        followed => (beginning.follows_thread.clone(), followed.map(|row| row.id)),
    };
    // Under the same lock, so that no agreement ends meanwhile.
    in_force::may_begin(tx, &authority, rulebook, &beginning.counterpart).await?;
    let begun = Begun {
        side: beginning.side,
        procedure: measure.procedure.clone(),
        measure: beginning.measure.clone(),
        profile: authority.profile,
        instrument: rulebook.about.instrument.clone(),
        in_force: rulebook.about.in_force,
        counterpart: beginning.counterpart.clone(),
        thread: beginning.thread.clone(),
        follows: follows_thread,
    };
    let context = &context.held(tx).await?;
    let keys = tx.keys();
    let key = keys.of(beginning.id.as_str())?;
    let actor = match &context.official {
        Some(official) => access::at(tx, &keys, official, context.now).await?.as_actor(&key)?,
        None => Actor::of(entry::mark_of(key.mark(&context.by()))?, None),
    };
    let decided = begin(rulebook, &rulebook.hash, &begun, &actor, context.now)?;
    let now = context.now_text();
    keep_rulebook(tx, rulebook, &now).await?;
    let series = format!("{}-{}-", context.authority.state, now.get(..4).unwrap_or_default());
    let mut row = RequestRow {
        id: beginning.id.to_string(),
        thread: beginning.thread.to_string(),
        reference: references::next(tx, &series).await?,
        registry_number: None,
        side: beginning.side.to_string(),
        procedure: begun.procedure.to_string(),
        measure: begun.measure.to_string(),
        counterpart: begun.counterpart.to_string(),
        rulebook: rulebook.hash.to_string(),
        profile: begun.profile.to_string(),
        title: SealedLabel::title(&keys, beginning.id.as_str(), &beginning.title)?,
        stage: String::new(),
        stage_since: now.clone(),
        due_at: None,
        follows,
        author: context.official.as_ref().map(|official| official.id.to_string()),
        standing: String::new(),
        version: 1,
        sealed_at: None,
        sealed_because: None,
        created_at: now.clone(),
        changed_at: now,
        erased_at: None,
        erased_basis: None,
    };
    settle_row(&mut row, &decided.request, context.now)?;
    requests::insert(tx, &row).await?;
    place_requests::put(tx, &Placed { rulebook, request: &decided.request, row: &row, key: &key }, context.now).await?;
    let deputy_for = decided.role.and_then(|role| actor.deputy_for(role));
    let acting = Acting { deputy_for, ..context.acting_under(rulebook, &actor.mark, decided.role) };
    let draft =
        entry::of_fact(&row.id, &decided.fact, &acting, &rulebook.hash, decided.source, Vec::new(), context.now)?;
    tx.commit_with(draft, Vec::new()).await?;
    Ok(())
}

pub(super) fn checked_title(title: &str) -> Result<String, OperationError> {
    let title = title.trim();
    let why = if title.is_empty() {
        "it is empty: give a few words without names, such as `Account data, extortion case`"
    } else if title.chars().count() > 200 || title.chars().any(char::is_control) {
        "it is longer than 200 characters, or has control characters"
    } else {
        return Ok(title.to_owned());
    };
    Err(OperationError::unusable("the title", &why))
}

/// Refuses a State that the rulebook does not know, our own, and training with what is real.
pub(super) fn known_party(context: &Context, rulebook: &Rulebook, state: &StateCode) -> Result<(), OperationError> {
    if *state == context.authority.state {
        return Err(OperationError::unusable(format!("`{state}`"), &"that is this authority's own State"));
    }
    let party = rulebook.parties.get(state).ok_or_else(|| OperationError::NotFound {
        what: "State",
        name: state.to_string(),
        hint: "it is not among the parties and signatories that the rulebook knows: `parties.toml` and `GET /api/v1/parties` list them",
    })?;
    // Training must never look like a real request, nor the other way round.
    if party.training && !context.authority.training {
        return Err(OperationError::unusable(format!("`{state}`"), &"that State exists for training only"));
    }
    Ok(())
}

/// The matter of a request that another is to follow.
async fn thread_of(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    instrument: &InstrumentCode,
) -> Result<ThreadId, OperationError> {
    let mut reader = app.storage.reader().await?;
    let seen = read_request::seen(app, &mut reader, official, reference).await?;
    if !seen.rulebook.is_of(instrument) {
        let (instrument, earlier) = (instrument.to_string(), seen.rulebook.about.instrument.clone());
        return Err(Refusal::AnotherInstrument { instrument, earlier }.into());
    }
    Ok(ThreadId::parse(seen.row.thread)?)
}

/// The restrictions under which information is sent unasked, as its content names them. Source: UNCC 40(5).
pub(super) fn restrictions_of(content: &Value) -> Result<BTreeSet<ConditionCode>, OperationError> {
    let named = content.get("restrictions").and_then(Value::as_array).into_iter().flatten();
    let codes = named.filter_map(|restriction| restriction.get("condition").and_then(Value::as_str));
    Ok(codes.map(ConditionCode::parse).collect::<Result<_, _>>()?)
}

/// A wording's coded part for a request: the items sought.
pub(super) fn items_of(content: &Value) -> Result<Terms, OperationError> {
    let items = content.get("items").and_then(Value::as_array).into_iter().flatten();
    let names = items.filter_map(|item| item.get("item").and_then(Value::as_str));
    let items =
        names.map(|name| Ok(crate::domain::ids::ItemName::parse(name)?)).collect::<Result<_, OperationError>>()?;
    Ok(Terms::Request { items })
}
