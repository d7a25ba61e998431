//! Hears a message whose turn it is: keeps what it brings, and lets the rules decide.

use std::io::Read;

use base64::engine::general_purpose::STANDARD;
use base64::read::DecoderReader;

use crate::domain::envelope::{CarriedDocument, Envelope, NamedDocument, Wording};
use crate::domain::gate::Subject;
use crate::domain::ids::{Digest, DocumentId, MessageId, MessageName};
use crate::domain::message::{Carries, Channel};
use crate::engine::command::{Command, Heard};
use crate::engine::fact::Fact;
use crate::storage::messages::{self, MessageRow};
use crate::storage::{Transaction, Written};

use super::act::{Beside, Loaded};
use super::add_document::DocumentAbout;
use super::document::{Arrived, Arriving};
use super::error::OperationError;
use super::receive_message::{HELD_BACK, Receipt};
use super::subject::{self, Kept};

/// So many bytes of a document are decoded at once.
const PIECE: usize = 64 << 10;

/// Hears a message whose turn it is: keeps what it brings, then lets the rules decide.
pub(super) async fn hear(
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
        row_of(&loaded, &envelope.without_documents(), "heard", settled)?
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
        let arrived = decoded(loaded, named, carried).await?;
        arrived.keep(tx, loaded, None).await?;
        documents.push(arrived.id);
    }
    keep_wording(tx, loaded, (&envelope.name, &envelope.id, envelope.carried.digest.as_ref()), wording, documents).await
}

/// A document of a message, decoded piece by piece: it may be large, and is in memory once already.
async fn decoded(loaded: &Loaded, named: &NamedDocument, carried: &CarriedDocument) -> Result<Arrived, OperationError> {
    let refused = |why: &str| OperationError::unusable(format!("the document `{}`", named.name), &why);
    let about = DocumentAbout {
        name: named.name.clone(),
        media_type: named.media_type.clone(),
        language: named.language.clone(),
    };
    let mut arriving = Arriving::begin(&loaded.context.app, &loaded.row.id, about).await?;
    let mut decoder = DecoderReader::new(carried.base64.as_bytes(), &STANDARD);
    let mut piece = vec![0; PIECE];
    loop {
        let read = decoder.read(&mut piece).map_err(|_| refused("it is not base64"))?;
        if read == 0 {
            break;
        }
        arriving.write(&piece[..read]).await?;
    }
    let arrived = arriving.finish().await?;
    if arrived.sha256() != named.sha256 || arrived.size() != named.size {
        return Err(refused("its bytes do not have the length and the SHA-256 that the message names"));
    }
    Ok(arrived)
}

/// Keeps the words of a message as the subject they are: a request, a renewal, a result or a decision.
pub(super) async fn keep_wording(
    tx: &mut Transaction,
    loaded: &Loaded,
    (name, message, digest): (&MessageName, &MessageId, Option<&Digest>),
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
        Some(Carries::Use | Carries::Consent) => Subject::Use,
        Some(Carries::Refusal | Carries::Postponement | Carries::Nothing) | None => Subject::Decision,
    };
    let Some(digest) = digest else { return Ok(()) };
    let kept = Kept { wording: wording.clone(), documents };
    subject::keep(tx, &loaded.row.id, (subject, None, digest), &kept, (&loaded.context.now_text(), message.as_str()))
        .await
}

pub(super) fn row_of(
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
