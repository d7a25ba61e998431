//! The outbox: what transitions send, and what becomes of it.

use std::io::Write as _;
use std::sync::Arc;

use base64::engine::general_purpose::STANDARD;
use base64::write::EncoderStringWriter;
use serde::Serialize;

use crate::audit::hash::Hash;
use crate::domain::envelope::{CarriedDocument, Envelope};
use crate::domain::gate::{Gate, Side, Subject};
use crate::domain::ids::{Digest, DocumentId, MessageId, MessageName, RequestReference, StateCode, ThreadId};
use crate::domain::message::{Carries, Channel};
use crate::domain::request::AssistanceRequest;
use crate::domain::terms::Carried;
use crate::domain::time;
use crate::engine::decide::ACCEPT_CONDITIONS;
use crate::engine::fact::{Sent, Taken};
use crate::storage::document_parts::Parts;
use crate::storage::messages::{self, MessageRow};
use crate::storage::requests::RequestFilter;
use crate::storage::{Transaction, Written, documents, requests};

use super::act::{Context, Loaded, system_mark};
use super::app::App;
use super::draft_request::restrictions_of;
use super::entry::{self, Acting};
use super::error::OperationError;
use super::receive_message::Receipt;
use super::span::{apply, operation};
use super::subject::{self, Kept};
use super::verify_people::altered;

/// So many messages are handed to a carrier at once.
const AT_ONCE: u32 = 500;

/// Puts what a transition sends into the outbox, in the transaction of the transition.
pub(super) async fn post(
    tx: &mut Transaction,
    loaded: &Loaded,
    before: &AssistanceRequest,
    taken: &Taken,
    sent: &Sent,
    reason: Option<String>,
) -> Result<(), OperationError> {
    let procedure = loaded.rulebook.procedures.get(&loaded.request.procedure);
    let Some(message) = procedure.and_then(|procedure| procedure.message(sent.name.as_str())) else {
        return Err(OperationError::damaged("a rulebook", &format!("it lacks the message `{}`", sent.name)));
    };
    let mut carried = Carried::default();
    let mut restricts = false;
    let speaks_of = match message.carries {
        Carries::Request => Some(Subject::Request),
        Carries::Renewal => Some(Subject::Renewal),
        Carries::Result => Some(Subject::Result),
        Carries::Refusal | Carries::Postponement => Some(Subject::Decision),
        Carries::Use => Some(Subject::Use),
        Carries::Nothing
            if before.side == Side::Requested && (!taken.grounds.is_empty() || !taken.conditions.is_empty()) =>
        {
            Some(Subject::Decision)
        }
        Carries::Nothing if taken.gates.contains(&Gate::Decision) => Some(Subject::Decision),
        // Leave is given for words that both have: their digest says which.
        Carries::Nothing | Carries::Consent => None,
    };
    match speaks_of {
        Some(Subject::Request) => {
            carried.items.clone_from(&before.items);
            carried.follows = follows(tx, loaded).await?;
            restricts = procedure.is_some_and(|procedure| procedure.delivers(message));
        }
        Some(Subject::Result) => {
            carried.items.clone_from(&before.delivering);
            carried.conditions.clone_from(&before.decision.conditions);
        }
        Some(Subject::Renewal) => carried.days = before.renewal_days,
        Some(Subject::Decision) => {
            carried.grounds.clone_from(&taken.grounds);
            carried.conditions.clone_from(&taken.conditions);
            if taken.gates.contains(&Gate::Decision) {
                carried.items.clone_from(&before.decision.granted);
            }
        }
        Some(Subject::Use) | None => {}
    }
    if before.side == Side::Requesting && taken.transition == *ACCEPT_CONDITIONS {
        carried.accepted.clone_from(&before.offered);
    }
    let kept = wording(tx, loaded, before, (speaks_of, taken.holding.as_ref())).await?;
    if let Some(kept) = kept.as_ref().filter(|_| restricts) {
        carried.conditions = restrictions_of(&kept.wording.content)?;
    }
    if let Some(subject) = speaks_of {
        carried.digest = subject_of(before, subject, taken.holding.as_ref()).cloned();
    }
    if message.carries == Carries::Consent {
        carried.digest = before.subjects.get(&Subject::Use).cloned();
    }
    let id = MessageId::parse(loaded.context.app.clock.new_id()?)?;
    let envelope = Envelope {
        id: id.clone(),
        thread: ThreadId::parse(loaded.row.thread.clone())?,
        from: loaded.context.authority.state.clone(),
        to: StateCode::parse(loaded.row.counterpart.clone())?,
        reference: RequestReference::parse(loaded.row.reference.clone())?,
        instrument: loaded.rulebook.instrument()?,
        procedure: loaded.request.procedure.clone(),
        measure: loaded.request.measure.clone(),
        title: loaded.row.labels(&tx.keys())?.title,
        name: sent.name.clone(),
        number: sent.number,
        sent_at: loaded.context.now,
        carried,
        documents: Vec::new(),
        wording: kept.map(|kept| kept.wording),
        reason,
    };
    let body = serde_json::to_vec(&envelope).map_err(|error| OperationError::damaged("a message", &error))?;
    let row = MessageRow {
        id: id.to_string(),
        request_id: loaded.row.id.clone(),
        direction: "out".to_owned(),
        number: i64::try_from(sent.number).ok(),
        name: sent.name.to_string(),
        state: "waiting".to_owned(),
        channel: Channel::Comity.to_string(),
        body,
        document_id: None,
        recorded_by: None,
        confirmed_by: None,
        created_at: loaded.context.now_text(),
        settled_at: None,
    };
    Ok(messages::insert(tx, &row).await?)
}

async fn wording(
    tx: &mut Transaction,
    loaded: &Loaded,
    before: &AssistanceRequest,
    (speaks_of, holding): (Option<Subject>, Option<&MessageId>),
) -> Result<Option<Kept>, OperationError> {
    let Some(subject) = speaks_of else { return Ok(None) };
    let Some(digest) = subject_of(before, subject, holding) else { return Ok(None) };
    let keys = tx.keys();
    let holding = holding.filter(|_| subject == Subject::Use);
    subject::read(tx, &keys, &loaded.row.id, (subject, holding, digest)).await
}

/// Digest of a subject as it stands; a use belongs to its delivery.
fn subject_of<'a>(before: &'a AssistanceRequest, subject: Subject, holding: Option<&MessageId>) -> Option<&'a Digest> {
    match subject {
        // One of ours stands in its delivery, one that we were asked about with the request.
        Subject::Use => before.read_by(Gate::Use, holding).or_else(|| before.subjects.get(&Subject::Use)),
        Subject::Request | Subject::Decision | Subject::Result | Subject::Renewal => before.subjects.get(&subject),
    }
}

async fn follows(tx: &mut Transaction, loaded: &Loaded) -> Result<Option<ThreadId>, OperationError> {
    let Some(id) = &loaded.row.follows else { return Ok(None) };
    let earlier = requests::find(tx, id).await?;
    Ok(earlier.map(|row| ThreadId::parse(row.thread)).transpose()?)
}

/// What waits to be carried to another State, in the order in which it was written, with its documents.
///
/// # Errors
/// Where the storage cannot be read, or a message does not open.
#[apply(operation!)]
pub async fn waiting(app: &App) -> Result<Vec<Envelope>, OperationError> {
    let mut reader = app.storage.reader().await?;
    let mut envelopes = Vec::new();
    for row in waiting_rows(app, &mut reader).await? {
        match opened(app, &mut reader, &row).await {
            Ok(envelope) => envelopes.push(envelope),
            // One message that somebody has altered holds up no other; comparing the database names it.
            Err(error) => tracing::warn!(comity.message.id = row.id, %error, "a message that waits cannot be opened"),
        }
    }
    Ok(envelopes)
}

/// The rows of the outbox that open.
async fn waiting_rows(app: &App, reader: &mut sqlx::AnyConnection) -> Result<Vec<MessageRow>, OperationError> {
    let keys = app.storage.keys();
    match messages::list_by_state(reader, keys, ("out", "waiting"), AT_ONCE).await {
        Ok(rows) => return Ok(rows),
        Err(error) if altered(&error) => {}
        Err(error) => return Err(error.into()),
    }
    // At least one does not: request by request, so that it is left out alone.
    let mut all = Vec::new();
    let mut filter = RequestFilter::default();
    loop {
        let rows = requests::list(reader, &filter, AT_ONCE).await?;
        let Some(last) = rows.last() else { break };
        filter.after = Some((last.created_at.clone(), last.id.clone()));
        for row in &rows {
            match messages::list(reader, keys, &row.id).await {
                Ok(rows) => all.extend(rows.into_iter().filter(|row| row.direction == "out" && row.state == "waiting")),
                Err(error) => {
                    tracing::warn!(comity.request.reference = row.reference, %error, "its messages cannot be opened");
                }
            }
        }
    }
    all.sort_by(|a, b| (&a.created_at, &a.request_id, a.number).cmp(&(&b.created_at, &b.request_id, b.number)));
    Ok(all)
}

/// A message as it leaves, with its documents.
async fn opened(app: &App, reader: &mut sqlx::AnyConnection, row: &MessageRow) -> Result<Envelope, OperationError> {
    let mut envelope: Envelope =
        serde_json::from_slice(&row.body).map_err(|error| OperationError::damaged("a message", &error))?;
    let subject = subject_in(app, reader, &row.request_id, &envelope).await?;
    if let (Some(wording), Some(subject)) = (&envelope.wording, subject) {
        for (named, id) in wording.documents.iter().zip(&subject.documents) {
            let base64 = encoded(app, reader, id).await?;
            envelope.documents.push(CarriedDocument { sha256: named.sha256.clone(), base64 });
        }
    }
    Ok(envelope)
}

/// A document in base64, encoded part by part: the text is all of it that is in memory.
async fn encoded(app: &App, reader: &mut sqlx::AnyConnection, id: &DocumentId) -> Result<String, OperationError> {
    let keys = app.storage.keys();
    let row = documents::find(reader, keys, id.as_str()).await?;
    let row = row.ok_or_else(|| OperationError::damaged("a message", &"one of its documents is gone"))?;
    let room = usize::try_from(row.size).unwrap_or(0).div_ceil(3) * 4;
    let mut writer = EncoderStringWriter::from_consumer(String::with_capacity(room), &STANDARD);
    let mut parts = Parts::of(reader, keys, &row).await?;
    while let Some(part) = parts.next(reader).await? {
        writer.write_all(&part).map_err(|error| OperationError::damaged("a document", &error))?;
    }
    Ok(writer.into_inner())
}

/// The wording of a message as it is kept here, found by the digest it carries.
async fn subject_in(
    app: &App,
    reader: &mut sqlx::AnyConnection,
    request_id: &str,
    envelope: &Envelope,
) -> Result<Option<Kept>, OperationError> {
    let Some(digest) = &envelope.carried.digest else { return Ok(None) };
    for subject in [Subject::Request, Subject::Result, Subject::Decision, Subject::Renewal] {
        if let Some(kept) = subject::read(reader, app.storage.keys(), request_id, (subject, None, digest)).await? {
            return Ok(Some(kept));
        }
    }
    Ok(None)
}

/// The body of a receipt's entry: what another State says gets into our log as known words and hashes only.
#[derive(Serialize)]
struct ReceivedThere<'a> {
    id: &'a MessageId,
    name: MessageName,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    leaf: Option<Hash>,
}

impl<'a> ReceivedThere<'a> {
    fn of(name: MessageName, id: &'a MessageId, receipt: &Receipt) -> Result<Self, OperationError> {
        let refused = |why: &str| OperationError::unusable(format!("the receipt for the message `{id}`"), &why);
        let state = ["heard", "late", "held_back"].into_iter().find(|known| *known == receipt.state);
        let state = state.ok_or_else(|| refused("it says neither `heard` nor `late` nor `held_back`"))?;
        let leaf = receipt.leaf.as_deref().map(str::parse::<Hash>).transpose();
        let leaf = leaf.map_err(|_| refused("its leaf is no SHA-256 of 64 hexadecimal digits"))?;
        Ok(Self { id, name, state, leaf })
    }
}

/// Notes that the other State has taken a message, with the receipt it gave.
///
/// # Errors
/// [`OperationError::NotFound`] where no such message waits; [`OperationError::Unusable`] for a receipt that says
/// something else than it may.
#[apply(operation!)]
pub async fn handed_over(app: &App, id: &MessageId, receipt: &Receipt) -> Result<(), OperationError> {
    let context = Context::of(app, None).await?;
    let (id, receipt) = (id.clone(), receipt.clone());
    app.storage
        .write(move |tx| {
            let (context, id, receipt) = (Arc::clone(&context), id.clone(), receipt.clone());
            Box::pin(async move {
                let keys = tx.keys();
                let found = messages::find(tx, &keys, id.as_str()).await?.filter(|row| row.direction == "out");
                let mut row = found.ok_or_else(|| OperationError::NotFound {
                    what: "message",
                    name: id.to_string(),
                    hint: "only what this authority wrote can be handed over",
                })?;
                if row.state != "waiting" {
                    return Ok::<_, OperationError>(Written::unchanged(()));
                }
                let request = requests::lock_and_read(tx, &row.request_id, &context.now_text()).await?;
                request.must_have_content()?;
                "handed_over".clone_into(&mut row.state);
                row.settled_at = Some(time::to_text(context.now));
                messages::settle(tx, &row, "waiting").await?;
                let mark = system_mark(&keys.of(&row.request_id)?)?;
                let not_in_force = context.not_in_force_of(tx, &request).await;
                let acting = Acting { not_in_force, ..context.acting(&mark, None) };
                let body = ReceivedThere::of(MessageName::parse(row.name)?, &id, &receipt)?;
                let draft = entry::of(&row.request_id, "message_received_there", &body, &acting, context.now)?;
                Ok(tx.commit_with(draft, Vec::new()).await?.with(()))
            })
        })
        .await
}
