//! Takes in a message of the other State: once, in its order, and whatever it brings.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::audit::hash::sha256;
use crate::domain::envelope::{Envelope, Wording};
use crate::domain::gate::{Side, Subject};
use crate::domain::ids::{Digest, DocumentId, MessageId, RequestId, RequestReference};
use crate::domain::message::{Carries, Channel};
use crate::engine::command::{Command, Heard};
use crate::engine::fact::Fact;
use crate::storage::messages::{self, MessageRow};
use crate::storage::requests;
use crate::storage::{Transaction, Written, authority, log};

use super::act::{Beside, Context, Loaded};
use super::add_document::{self, NewDocument};
use super::app::App;
use super::draft_request::{Beginning, begin_here, checked_title, known_party};
use super::error::OperationError;
use super::subject::{self, Kept};

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
pub async fn run(app: &App, envelope: Envelope) -> Result<Receipt, OperationError> {
    let context = Context::of(app, None).await?;
    check(&context, &envelope)?;
    let known = {
        let mut reader = app.storage.reader().await?;
        requests::find_by_thread(&mut reader, envelope.thread.as_str()).await?.map(|row| row.id)
    };
    let (id, begins) = match known {
        Some(id) => (RequestId::parse(id)?, None),
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
    if receipt.state != HELD_BACK {
        // Somebody else may have begun the matter meanwhile, under another id.
        let found = requests::find_by_thread(&mut *app.storage.reader().await?, envelope.thread.as_str()).await?;
        let id = found.map(|row| RequestId::parse(row.id)).transpose()?.unwrap_or(id);
        release_held_back(app, &id).await?;
    }
    Ok(receipt)
}

const HELD_BACK: &str = "held_back";

fn check(context: &Context, envelope: &Envelope) -> Result<(), OperationError> {
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
    let words = envelope.wording.as_ref().map(subject::digest_of).transpose()?;
    if words.is_some() && words != envelope.carried.digest {
        return refused("its words do not have the digest that it names: ask for it to be sent again".to_owned());
    }
    let named = envelope.wording.iter().flat_map(|wording| &wording.documents);
    if named.clone().count() != envelope.documents.len() {
        return refused("it does not bring the documents that it names".to_owned());
    }
    Ok(())
}

fn beginning(context: &Context, envelope: &Envelope) -> Result<Beginning, OperationError> {
    let refused = |why: String| OperationError::unusable(format!("the message `{}`", envelope.id), &why);
    known_party(context, &envelope.from)?;
    let rulebook = &context.app.rulebook;
    let measure = rulebook.measures.get(&envelope.measure).filter(|measure| measure.procedure == envelope.procedure);
    let measure = measure.ok_or_else(|| {
        refused(format!("this authority has no measure `{}` of procedure `{}`", envelope.measure, envelope.procedure))
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
    if serde_json::from_slice::<Envelope>(&row.body).ok().as_ref() != Some(envelope) {
        let why = "another message came under this id: it is not taken a second time";
        return Err(OperationError::unusable(format!("the message `{}`", envelope.id), &why));
    }
    earlier_receipt(tx, &row).await.map(Some)
}

/// Hears a message whose turn it is: keeps what it brings, then lets the rules decide.
async fn hear(
    tx: &mut Transaction,
    mut loaded: Loaded,
    envelope: &Envelope,
) -> Result<Written<Receipt>, OperationError> {
    let heard = Heard {
        id: envelope.id.clone(),
        name: envelope.name.clone(),
        number: envelope.number,
        recorded_by: None,
        carried: envelope.carried.clone(),
    };
    let keys = tx.keys();
    let held = messages::find(tx, &keys, envelope.id.as_str()).await?;
    let settled = Some(loaded.context.now_text());
    let row = if is_late(&loaded, &heard)? {
        // What nobody waited for is kept whole, and sealed: it becomes no document that anybody could read or use.
        row_of(&loaded, envelope, "late", settled)?
    } else {
        keep_what_it_brings(tx, &loaded, envelope).await?;
        row_of(&loaded, &Envelope { documents: Vec::new(), ..envelope.clone() }, "heard", settled)?
    };
    match held {
        Some(_) => messages::settle(tx, &row, HELD_BACK).await?,
        None => messages::insert(tx, &row).await?,
    }
    let written =
        loaded.perform(tx, Command::Hear(heard), Beside { reason: envelope.reason.clone(), docs: Vec::new() }).await?;
    let state = row.state;
    Ok(written.map(|acted| Receipt {
        message: envelope.id.clone(),
        reference: acted.reference,
        state,
        leaf: Some(acted.leaf),
    }))
}

/// Whether no stage hears it: asked before, so that the message's own row can say so.
pub(super) fn is_late(loaded: &Loaded, heard: &Heard) -> Result<bool, OperationError> {
    let decided = crate::engine::decide::decide(
        &loaded.rulebook,
        &loaded.request,
        &Command::Hear(heard.clone()),
        &loaded.actor,
        loaded.context.now,
    )?;
    Ok(matches!(decided.fact, Fact::MessageLate(_)))
}

async fn keep_what_it_brings(tx: &mut Transaction, loaded: &Loaded, envelope: &Envelope) -> Result<(), OperationError> {
    let Some(wording) = &envelope.wording else { return Ok(()) };
    let mut documents = Vec::with_capacity(envelope.documents.len());
    for (named, carried) in wording.documents.iter().zip(&envelope.documents) {
        let refused = |why: &str| OperationError::unusable(format!("the document `{}`", named.name), &why);
        let bytes = STANDARD.decode(&carried.base64).map_err(|_| refused("it is not base64"))?;
        if Digest::from_bytes(sha256(&bytes).as_bytes()) != named.sha256 {
            return Err(refused("its bytes do not have the SHA-256 that the message names"));
        }
        let document = NewDocument {
            name: named.name.clone(),
            media_type: named.media_type.clone(),
            language: named.language.clone(),
            bytes,
        };
        add_document::check(&document)?;
        let id = DocumentId::parse(loaded.context.app.clock.new_id()?)?;
        add_document::insert(tx, loaded, &id, &document, None).await?;
        documents.push(id);
    }
    keep_wording(tx, loaded, (&envelope.name, &envelope.id, envelope.carried.digest.as_ref()), wording, documents).await
}

/// Keeps the words of a message as the subject they are: a request, a renewal, a result or a decision.
pub(super) async fn keep_wording(
    tx: &mut Transaction,
    loaded: &Loaded,
    (name, message, digest): (&crate::domain::ids::MessageName, &MessageId, Option<&Digest>),
    wording: &Wording,
    documents: Vec<DocumentId>,
) -> Result<(), OperationError> {
    let carries = loaded
        .rulebook
        .procedures
        .get(&loaded.request.procedure)
        .and_then(|p| p.message(name.as_str()))
        .map(|m| m.carries);
    let subject = match carries {
        Some(Carries::Request) => Subject::Request,
        Some(Carries::Renewal) => Subject::Renewal,
        Some(Carries::Result) => Subject::Result,
        Some(Carries::Refusal | Carries::Postponement | Carries::Nothing) | None => Subject::Decision,
    };
    let Some(digest) = digest else { return Ok(()) };
    let kept = Kept { wording: wording.clone(), documents };
    subject::keep(tx, &loaded.row.id, (subject, None, digest), &kept, (&loaded.context.now_text(), message.as_str()))
        .await
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
    let acting = super::entry::Acting { mark, role: None, org: loaded.context.authority.state.as_str() };
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

fn row_of(
    loaded: &Loaded,
    envelope: &Envelope,
    state: &str,
    settled_at: Option<String>,
) -> Result<MessageRow, OperationError> {
    Ok(MessageRow {
        id: envelope.id.to_string(),
        request_id: loaded.row.id.clone(),
        direction: "in".to_owned(),
        number: i64::try_from(envelope.number).ok(),
        name: envelope.name.to_string(),
        state: state.to_owned(),
        channel: Channel::Comity.to_string(),
        body: serde_json::to_vec(envelope).map_err(|error| OperationError::damaged("a message", &error))?,
        document_id: None,
        recorded_by: None,
        confirmed_by: None,
        created_at: loaded.context.now_text(),
        settled_at,
    })
}

/// The receipt that was given when the message came first.
async fn earlier_receipt(tx: &mut Transaction, row: &MessageRow) -> Result<Receipt, OperationError> {
    let request = requests::find(tx, &row.request_id).await?;
    let request = request.ok_or_else(|| OperationError::damaged("a message", &"its request is gone"))?;
    let sealing = tx.keys().entry_key();
    let entries = log::entries_of(tx, &sealing, &row.request_id).await?;
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
