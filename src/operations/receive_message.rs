//! Takes in a message of the other State: once, in its order, and whatever it brings.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::envelope::Envelope;
use crate::domain::gate::{Side, Subject};
use crate::domain::ids::{MessageId, RequestId, RequestReference};
use crate::domain::message::Carries;
use crate::domain::terms::Terms;
use crate::engine::rulebook::Rulebook;
use crate::storage::messages::{self, MessageRow};
use crate::storage::requests::{self, RequestRow};
use crate::storage::{Transaction, Written, authority};

use super::access;
use super::act::{Context, Loaded};
use super::app::App;
use super::change_subject::{ChangeSubject, terms_of};
use super::draft_request::{Beginning, begin_here, checked_title, known_party, restrictions_of};
use super::error::OperationError;
use super::hear_message::{hear, row_of};
use super::span::{self, apply, operation};
use super::subject;

/// What the sender gets back: the same for the same message, however often it comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The message.
    pub message: MessageId,
    /// The reference of the matter at the receiving authority.
    pub reference: RequestReference,
    /// `heard`, `late` or `held_back`.
    pub state: String,
    /// Hash of the leaf that the receiving log has for it; none while it is held back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaf: Option<String>,
}

/// Takes in a message.
///
/// # Errors
/// [`OperationError::Unusable`] where it is not for this State, belongs to nothing here, or its words do not have the
/// digest it names; the rule that stands in the way.
#[apply(operation!)]
pub async fn run(app: &App, envelope: Envelope) -> Result<Receipt, OperationError> {
    let context = Context::of(app, None).await?;
    for_us(&context, &envelope)?;
    let known = {
        let mut reader = app.storage.reader().await?;
        requests::find_by_thread(&mut reader, envelope.thread.as_str()).await?
    };
    check(&*rulebook_of(&context, known.as_ref(), &envelope).await?, &envelope)?;
    let (id, begins) = match known {
        Some(row) => (RequestId::parse(row.id)?, None),
        None => {
            let beginning = beginning(&context, &envelope)?;
            app.storage.keys().create(beginning.id.as_str()).await?;
            (beginning.id.clone(), Some(beginning))
        }
    };
    let envelope = Arc::new(envelope);
    let receipt = {
        let (context, envelope, id) = (Arc::clone(&context), Arc::clone(&envelope), id.clone());
        app.storage
            .write(move |tx| {
                let (context, envelope, id, begins) =
                    (Arc::clone(&context), Arc::clone(&envelope), id.clone(), begins.clone());
                Box::pin(async move { take_in(tx, &context, &envelope, &id, begins.as_ref()).await })
            })
            .await?
    };
    span::about(&receipt.reference);
    if receipt.state != HELD_BACK {
        // Somebody else may have begun the matter meanwhile, under another id.
        let found = requests::find_by_thread(&mut *app.storage.reader().await?, envelope.thread.as_str()).await?;
        let id = found.map(|row| RequestId::parse(row.id)).transpose()?.unwrap_or(id);
        release_held_back(app, &id).await?;
    }
    Ok(receipt)
}

/// How a message stands that came before its turn.
pub(super) const HELD_BACK: &str = "held_back";

/// Refuses what is for another State, and whatever comes outside training.
fn for_us(context: &Context, envelope: &Envelope) -> Result<(), OperationError> {
    let refused = |why: String| Err(OperationError::unusable(format!("the message `{}`", envelope.id), &why));
    if envelope.to != context.authority.state {
        return refused(format!(
            "it is for `{}`, and this is the authority of `{}`",
            envelope.to, context.authority.state
        ));
    }
    // Nothing is signed yet, so nothing that a carrier brings can be believed outside training: there, messages are
    // recorded by hand and confirmed by a second official.
    if !context.authority.training {
        return refused(
            "messages between installations are not signed yet: record it by hand, with its document".to_owned(),
        );
    }
    Ok(())
}

/// The rules that a message is read by: those that its matter keeps, or those that one would begin with.
async fn rulebook_of(
    context: &Context,
    known: Option<&RequestRow>,
    envelope: &Envelope,
) -> Result<Arc<Rulebook>, OperationError> {
    if let Some(row) = known
        // A row that somebody has broken is told further down, where it is locked.
        && let Ok((_, rulebook)) = access::read(&context.app, row).await
    {
        return Ok(rulebook);
    }
    context.app.rulebook_to_begin(&envelope.instrument).await
}

fn check(rulebook: &Rulebook, envelope: &Envelope) -> Result<(), OperationError> {
    let refused = |why: String| Err(OperationError::unusable(format!("the message `{}`", envelope.id), &why));
    let words = envelope.wording.as_ref().map(subject::digest_of).transpose()?;
    if words.is_some() && words != envelope.carried.digest {
        return refused("its words do not have the digest that it names: ask for it to be sent again".to_owned());
    }
    if !rulebook.is_of(&envelope.instrument) {
        let here = &rulebook.about.instrument;
        return refused(format!("it names the instrument `{}`, and its matter rests on `{here}`", envelope.instrument));
    }
    if let Some(why) = words_differ(rulebook, envelope)? {
        return refused(why);
    }
    let named = envelope.wording.iter().flat_map(|wording| &wording.documents);
    if named.clone().count() != envelope.documents.len() {
        return refused("it does not bring the documents that it names".to_owned());
    }
    Ok(())
}

/// Why the coded part of a message does not say what its words say. Officials read the words, the rules the codes.
fn words_differ(rulebook: &Rulebook, envelope: &Envelope) -> Result<Option<String>, OperationError> {
    let procedure = rulebook.procedures.get(&envelope.procedure);
    let carries = procedure.and_then(|procedure| procedure.message(envelope.name.as_str())).map(|known| known.carries);
    let subject = match carries {
        Some(Carries::Request) => Subject::Request,
        Some(Carries::Renewal) => Subject::Renewal,
        Some(Carries::Result) => Subject::Result,
        // A use and leave for it have no codes of their own: their digest is held against the words above.
        Some(Carries::Nothing | Carries::Refusal | Carries::Postponement | Carries::Use | Carries::Consent) | None => {
            return Ok(None);
        }
    };
    let Some(wording) = &envelope.wording else {
        return Ok(Some(format!("it brings no words of the {subject}: ask for it to be sent again")));
    };
    let content = wording.content.clone();
    let delivers = procedure.is_some_and(|procedure| {
        procedure.message(envelope.name.as_str()).is_some_and(|message| procedure.delivers(message))
    });
    let restricted = if delivers && subject == Subject::Request {
        restrictions_of(&content)? == envelope.carried.conditions
    } else {
        true
    };
    let said = terms_of(&ChangeSubject { subject, holding: None, content, documents: Vec::new() })?;
    let agree = match said {
        Terms::Request { items } | Terms::Result { items, .. } => items == envelope.carried.items,
        Terms::Renewal { days } => Some(days) == envelope.carried.days,
        Terms::Decision(_) | Terms::Use { .. } => false,
    };
    Ok((!(agree && restricted))
        .then(|| format!("its words ask for something else than its codes: the {subject} has to be sent again")))
}

fn beginning(context: &Context, envelope: &Envelope) -> Result<Beginning, OperationError> {
    let refused = |why: String| OperationError::unusable(format!("the message `{}`", envelope.id), &why);
    let rulebook = context.app.rulebook_for(&envelope.instrument)?;
    known_party(context, &rulebook, &envelope.from)?;
    let measure = rulebook.measures.get(&envelope.measure).filter(|measure| measure.procedure == envelope.procedure);
    let measure = measure.ok_or_else(|| {
        refused(format!(
            "this authority has no measure `{}` of procedure `{}` under `{}`",
            envelope.measure, envelope.procedure, envelope.instrument
        ))
    })?;
    let opens = rulebook.procedures.get(&measure.procedure).and_then(|procedure| procedure.opening_message());
    if opens.is_none_or(|message| message.name != envelope.name) || envelope.number != 1 {
        return Err(refused("it belongs to no matter that is known here, and does not begin one".to_owned()));
    }
    Ok(Beginning {
        id: RequestId::parse(context.app.clock.new_id()?)?,
        side: Side::Requested,
        thread: envelope.thread.clone(),
        follows_thread: envelope.carried.follows.clone(),
        instrument: envelope.instrument.clone(),
        measure: envelope.measure.clone(),
        counterpart: envelope.from.clone(),
        title: checked_title(&envelope.title)?,
    })
}

async fn take_in(
    tx: &mut Transaction,
    context: &Arc<Context>,
    envelope: &Envelope,
    id: &RequestId,
    begins: Option<&Beginning>,
) -> Result<Written<Receipt>, OperationError> {
    if let Some(receipt) = taken_before(tx, envelope).await? {
        return Ok(Written::unchanged(receipt));
    }
    if begins.is_some() {
        // The authority's row is the lock: another process may be about to begin the same matter.
        authority::lock_and_read(tx).await?;
    }
    // Somebody else may have begun the same matter meanwhile: then it is theirs.
    let id = match begins {
        Some(beginning) => match requests::find_by_thread(tx, envelope.thread.as_str()).await? {
            Some(row) => RequestId::parse(row.id)?,
            None => {
                begin_here(tx, context, beginning).await?;
                id.clone()
            }
        },
        None => id.clone(),
    };
    let loaded = Loaded::lock(tx, context, id.as_str()).await?;
    // It may have come twice at once: whoever waited for the lock looks again.
    if let Some(receipt) = taken_before(tx, envelope).await? {
        return Ok(Written::unchanged(receipt));
    }
    let refused = |why: &str| Err(OperationError::unusable(format!("the message `{}`", envelope.id), &why));
    if loaded.row.counterpart != envelope.from.as_str() {
        return refused("the matter is with another State");
    }
    if !loaded.rulebook.is_of(&envelope.instrument) {
        return refused("the matter rests on another instrument");
    }
    if envelope.number <= loaded.request.heard {
        return refused("another message with its number was heard already");
    }
    if envelope.number > loaded.request.heard + 1 {
        return hold_back(tx, &loaded, envelope).await;
    }
    hear(tx, loaded, envelope).await
}

/// The receipt that was given, where this very message has come before.
async fn taken_before(tx: &mut Transaction, envelope: &Envelope) -> Result<Option<Receipt>, OperationError> {
    let keys = tx.keys();
    let Some(row) = messages::find(tx, &keys, envelope.id.as_str()).await? else { return Ok(None) };
    // The sender's id is all that a receipt is asked by: it must not be given for other words, or to somebody else.
    // Documents are named by their hash in its words, and may have been taken out of the row.
    let kept = serde_json::from_slice::<Envelope>(&row.body).ok();
    if kept.as_ref().map(Envelope::without_documents) != Some(envelope.without_documents()) {
        let why = "another message came under this id: it is not taken a second time";
        return Err(OperationError::unusable(format!("the message `{}`", envelope.id), &why));
    }
    earlier_receipt(tx, &row).await.map(Some)
}

/// A message that comes before its turn waits until the one before it has come.
async fn hold_back(
    tx: &mut Transaction,
    loaded: &Loaded,
    envelope: &Envelope,
) -> Result<Written<Receipt>, OperationError> {
    let row = row_of(loaded, envelope, HELD_BACK, None)?;
    messages::insert(tx, &row).await?;
    let mark = &loaded.actor.mark;
    let acting = loaded.context.acting_under(&loaded.rulebook, mark, None);
    let body = serde_json::json!({ "id": envelope.id, "name": envelope.name, "number": envelope.number });
    let draft = super::entry::of(&loaded.row.id, "message_held_back", &body, &acting, loaded.context.now)?;
    let recorded = tx.commit_with(draft, Vec::new()).await?;
    let reference = RequestReference::parse(loaded.row.reference.clone())?;
    Ok(recorded.with(Receipt { message: envelope.id.clone(), reference, state: HELD_BACK.to_owned(), leaf: None }))
}

/// Hears, one after the other, what was held back and whose turn has come.
async fn release_held_back(app: &App, id: &RequestId) -> Result<(), OperationError> {
    loop {
        let context = Context::of(app, None).await?;
        let id = id.clone();
        let heard_one = app
            .storage
            .write(move |tx| {
                let (context, id) = (Arc::clone(&context), id.clone());
                Box::pin(async move {
                    let loaded = Loaded::lock(tx, &context, id.as_str()).await?;
                    let next = i64::try_from(loaded.request.heard + 1).ok();
                    let keys = tx.keys();
                    let waiting = messages::list(tx, &keys, id.as_str()).await?;
                    let row = waiting.into_iter().find(|row| row.state == HELD_BACK && row.number == next);
                    let Some(row) = row else { return Ok::<_, OperationError>(Written::unchanged(false)) };
                    let envelope: Envelope = serde_json::from_slice(&row.body)
                        .map_err(|error| OperationError::damaged("a message", &error))?;
                    Ok(hear(tx, loaded, &envelope).await?.map(|_| true))
                })
            })
            .await?;
        if !heard_one {
            return Ok(());
        }
    }
}

/// The receipt that was given when the message came first.
async fn earlier_receipt(tx: &mut Transaction, row: &MessageRow) -> Result<Receipt, OperationError> {
    let request = requests::find(tx, &row.request_id).await?;
    let request = request.ok_or_else(|| OperationError::damaged("a message", &"its request is gone"))?;
    let entries = tx.entries_of(&row.request_id).await?;
    let about = |entry: &&crate::audit::entry::Entry| {
        let id = [&["cause", "message", "id"][..], &["message", "id"]].iter().find_map(|path| {
            let mut value = entry.body.get(path[0])?;
            for step in &path[1..] {
                value = value.get(step)?;
            }
            value.as_str()
        });
        id == Some(row.id.as_str())
    };
    let leaf = match entries.iter().find(about) {
        Some(entry) => {
            Some(entry.leaf_hash().map_err(|error| OperationError::damaged("an entry", &error))?.to_string())
        }
        None => None,
    };
    Ok(Receipt {
        message: MessageId::parse(row.id.clone())?,
        reference: RequestReference::parse(request.reference)?,
        state: row.state.clone(),
        leaf,
    })
}
