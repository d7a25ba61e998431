//! Records that a message came or went by post, bag, e-mail or INTERPOL; it counts once a second official has held the
//! record against the document. Most counterparts will have no Comity for years.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::envelope::Wording;
use crate::domain::gate::Side;
use crate::domain::ids::{
    ConditionCode, Digest, DocumentId, GroundCode, InstrumentCode, ItemName, MeasureName, MessageId, MessageName,
    RequestId, RequestReference, StateCode, ThreadId,
};
use crate::domain::message::{Carries, Channel, Direction};
use crate::domain::scope::Scope;
use crate::domain::terms::{Carried, Terms};
use crate::engine::command::{Command, Heard};
use crate::engine::procedure::Trigger;
use crate::storage::messages::{self, MessageRow};
use crate::storage::{Transaction, Written};

use super::access::Official;
use super::act::{Acted, Beside, Context, Loaded};
use super::add_document::NewDocument;
use super::app::App;
use super::attempt::{self, Of, Tried, attempt};
use super::call;
use super::document::{self, Arrived, Arriving};
use super::draft_request::{
    Beginning, begin_here, checked_title, items_of, known_party, restrictions_of, under_its_key,
};
use super::error::OperationError;
use super::hear_message::{is_late, keep_wording};
use super::origin::{self, Origin};
use super::span::{self, apply, operation};
use super::subject;

/// A message of the other State as it came on paper.
#[derive(Debug, Clone)]
pub struct CameOnPaper {
    /// Which message.
    pub name: MessageName,
    /// How it travelled.
    pub channel: Channel,
    /// The document it came as.
    pub document: NewDocument,
    /// What it brings: the content of a request or a result, the decision of a refusal.
    pub content: Value,
    /// Items granted or delivered.
    pub items: Vec<ItemName>,
    /// Grounds that it names.
    pub grounds: Vec<GroundCode>,
    /// Conditions that it names.
    pub conditions: Vec<ConditionCode>,
    /// Conditions that it accepts.
    pub accepted: Vec<ConditionCode>,
    /// Days, where it asks for a renewal.
    pub days: Option<u16>,
}

/// A request of the other State that came on paper: whoever records it counts as its author.
#[derive(Debug, Clone)]
pub struct RequestOnPaper {
    /// The instrument that it rests on. Source: UNCC 40(6)-(7).
    pub instrument: InstrumentCode,
    /// What is asked for.
    pub measure: MeasureName,
    /// The State that asks.
    pub counterpart: StateCode,
    /// A title without names.
    pub title: String,
    /// The message it came as.
    pub message: CameOnPaper,
}

/// What is kept of a recorded message until it is confirmed.
#[derive(Serialize, Deserialize)]
struct Waiting {
    carried: Carried,
    #[serde(default)]
    wording: Option<Wording>,
    #[serde(default)]
    documents: Vec<DocumentId>,
}

/// The words of a message that somebody recorded from paper.
pub(super) fn words_of_waiting(body: &[u8]) -> Option<Wording> {
    serde_json::from_slice::<Waiting>(body).ok()?.wording
}

/// Records an incoming request that came on paper.
///
/// # Errors
/// The rule that stands in the way.
#[apply(operation!)]
pub async fn request(app: &App, official: &Official, came: RequestOnPaper) -> Result<Acted, OperationError> {
    noted(app, official, came, Origin::default()).await
}

/// The same, with what the paper and the authority's files call it and the day it was received: kept sealed, with an entry.
///
/// # Errors
/// As [`request`]; a reference that no line can show, or a day that has not come yet.
#[apply(operation!)]
pub async fn request_from(
    app: &App,
    official: &Official,
    came: RequestOnPaper,
    origin: Origin,
) -> Result<Acted, OperationError> {
    noted(app, official, came, origin).await
}

async fn noted(app: &App, official: &Official, came: RequestOnPaper, origin: Origin) -> Result<Acted, OperationError> {
    let tried = Tried { act: "record_request", of: Of::Word("request"), needs: Scope::Record };
    attempt::here(app, official, tried, Box::pin(on_paper(app, official, came, origin))).await
}

async fn on_paper(
    app: &App,
    official: &Official,
    came: RequestOnPaper,
    origin: Origin,
) -> Result<Acted, OperationError> {
    let context = Context::of(app, Some(official)).await?;
    origin.check(context.today())?;
    document::check(&came.message.document.about())?;
    known_party(&context, &*app.rulebook_to_begin(&came.instrument).await?, &came.counterpart)?;
    let beginning = Beginning {
        id: RequestId::parse(app.clock.new_id()?)?,
        side: Side::Requested,
        thread: ThreadId::parse(app.clock.new_id()?)?,
        follows_thread: None,
        instrument: came.instrument.clone(),
        measure: came.measure.clone(),
        counterpart: came.counterpart.clone(),
        title: checked_title(&came.title)?,
    };
    let id = beginning.id.clone();
    let begun = begin_on_paper(&context, beginning, came.message, origin);
    under_its_key(app, &id, begun).await.inspect(|acted| span::about(&acted.reference))
}

async fn begin_on_paper(
    context: &Arc<Context>,
    beginning: Beginning,
    message: CameOnPaper,
    origin: Origin,
) -> Result<Acted, OperationError> {
    let paper = Arriving::whole(&context.app, beginning.id.as_str(), &message.document).await?;
    let (begun, message, inside) = (Arc::new((beginning, origin)), Arc::new((message, paper)), Arc::clone(context));
    call::write(context, move |tx| {
        let (context, begun, message) = (Arc::clone(&inside), Arc::clone(&begun), Arc::clone(&message));
        Box::pin(async move {
            let (beginning, origin) = &*begun;
            begin_here(tx, &context, beginning).await?;
            let loaded = Loaded::lock(tx, &context, beginning.id.as_str()).await?;
            origin::note(tx, &loaded, origin).await?;
            keep(tx, loaded, &message).await
        })
    })
    .await
}

/// Records that a message of the other State came by another channel.
///
/// # Errors
/// The rule that stands in the way.
#[apply(operation!)]
pub async fn came(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    message: CameOnPaper,
) -> Result<Acted, OperationError> {
    let tried = Tried { act: "record_message", of: Of::Message(message.name.clone()), needs: Scope::Record };
    let (context, id) = attempt::admitted(app, official, reference, &tried).await?;
    let paper = paper_of(&context, &id, &tried, &message.document).await?;
    let message = Arc::new((message, paper));
    attempt::attempted(&context, &id, &tried, move |tx, context, id| {
        let message = Arc::clone(&message);
        Box::pin(async move {
            let loaded = Loaded::lock(tx, &context, id.as_str()).await?;
            keep(tx, loaded, &message).await
        })
    })
    .await
}

async fn keep(
    tx: &mut Transaction,
    mut loaded: Loaded,
    (message, paper): &(CameOnPaper, Arrived),
) -> Result<Written<Acted>, OperationError> {
    let id = MessageId::parse(loaded.context.app.clock.new_id()?)?;
    let role = loaded.role();
    paper.keep(tx, &loaded, role).await?;
    let waiting = waiting(&loaded, message, paper)?;
    let row = MessageRow {
        id: id.to_string(),
        request_id: loaded.row.id.clone(),
        direction: Direction::In.to_string(),
        number: None,
        name: message.name.to_string(),
        state: "recorded".to_owned(),
        channel: message.channel.to_string(),
        body: serde_json::to_vec(&waiting).map_err(|error| OperationError::damaged("a message", &error))?,
        document_id: Some(paper.id.to_string()),
        recorded_by: Some(loaded.context.by()),
        confirmed_by: None,
        created_at: loaded.context.now_text(),
        settled_at: None,
    };
    messages::insert(tx, &row).await?;
    let command =
        Command::Record { id, name: message.name.clone(), direction: Direction::In, channel: message.channel };
    loaded.perform(tx, command, Beside::default()).await
}

fn waiting(loaded: &Loaded, message: &CameOnPaper, paper: &Arrived) -> Result<Waiting, OperationError> {
    let carries = loaded
        .rulebook
        .procedures
        .get(&loaded.request.procedure)
        .and_then(|p| p.message(message.name.as_str()))
        .map(|m| m.carries);
    let mut carried = Carried {
        digest: None,
        items: message.items.iter().cloned().collect(),
        grounds: message.grounds.iter().cloned().collect(),
        conditions: message.conditions.iter().cloned().collect(),
        accepted: message.accepted.iter().cloned().collect(),
        days: message.days,
        follows: None,
    };
    if carries == Some(Carries::Request)
        && let Terms::Request { items } = items_of(&message.content)?
    {
        carried.items = items;
        // What came unasked binds by what it says itself. Source: UNCC 40(5).
        carried.conditions.extend(restrictions_of(&message.content)?);
    }
    if let Some(asked) = asked_about(loaded, carries, &message.name)? {
        // An answer to our own question: on paper it names no digest, and can be about nothing else.
        carried.digest = Some(asked);
        return Ok(Waiting { carried, wording: None, documents: Vec::new() });
    }
    if carries.is_none_or(|carries| carries == Carries::Nothing) && message.content.is_null() {
        return Ok(Waiting { carried, wording: None, documents: Vec::new() });
    }
    let wording = Wording {
        nonce: loaded.context.app.clock.new_id()?,
        about: None,
        content: message.content.clone(),
        documents: vec![crate::domain::envelope::NamedDocument {
            name: message.document.name.clone(),
            media_type: message.document.media_type.clone(),
            language: message.document.language.clone(),
            sha256: paper.sha256(),
            size: paper.size(),
        }],
    };
    carried.digest = Some(subject::digest_of(&wording)?);
    Ok(Waiting { carried, wording: Some(wording), documents: vec![paper.id.clone()] })
}

/// The paper of a message, sealed before the transaction that keeps it. Whoever may not see the request is told so before
/// anything is said of the paper.
async fn paper_of(
    context: &Arc<Context>,
    id: &RequestId,
    tried: &Tried,
    paper: &NewDocument,
) -> Result<Arrived, OperationError> {
    let sealed = match Loaded::peek(context, id.as_str()).await {
        Ok(_) => Arriving::whole(&context.app, id.as_str(), paper).await,
        Err(refusal) => Err(refusal),
    };
    attempt::recorded(context, id, tried, sealed).await
}

/// Digest of the use that a paper answers, where one delivery waits for that answer. Source: UNCC 40(19), 36(3).
fn asked_about(
    loaded: &Loaded,
    carries: Option<Carries>,
    name: &MessageName,
) -> Result<Option<Digest>, OperationError> {
    let procedure = loaded.rulebook.procedures.get(&loaded.request.procedure);
    let part = procedure.filter(|procedure| procedure.holder() == loaded.request.side).and_then(|p| p.holding.as_ref());
    let (Some(part), Some(Carries::Use | Carries::Consent)) = (part, carries) else { return Ok(None) };
    let hears = |stage| part.leaving(stage).any(|t| t.trigger() == Some(Trigger::Message(name.as_str())));
    let mut asked =
        loaded.request.holdings.values().filter(|held| hears(&held.stage)).filter_map(|held| held.usage.clone());
    match (asked.next(), asked.next()) {
        (Some(digest), None) => Ok(Some(digest)),
        (None, _) => {
            Err(OperationError::unusable(format!("the message `{name}`"), &"nothing was asked that it could answer"))
        }
        (Some(_), Some(_)) => Err(OperationError::unusable(
            format!("the message `{name}`"),
            &"several uses were asked about: take the question back for all but the one that it answers",
        )),
    }
}

/// Records that a message of ours went by another channel, with the proof of dispatch.
///
/// # Errors
/// [`OperationError::NotFound`] where no such message waits; the rule that stands in the way.
#[apply(operation!)]
pub async fn went(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    message: MessageId,
    channel: Channel,
    document: NewDocument,
) -> Result<Acted, OperationError> {
    let tried = Tried { act: "record_message", of: Of::Letter(message.clone()), needs: Scope::Record };
    let (context, id) = attempt::admitted(app, official, reference, &tried).await?;
    let paper = paper_of(&context, &id, &tried, &document).await?;
    attempt::attempted(&context, &id, &tried, move |tx, context, id| {
        let (message, paper) = (message.clone(), paper.clone());
        Box::pin(async move {
            let mut loaded = Loaded::lock(tx, &context, id.as_str()).await?;
            let mut row = own(tx, &loaded, &message, "waiting").await?;
            let role = loaded.role();
            paper.keep(tx, &loaded, role).await?;
            "recorded".clone_into(&mut row.state);
            row.channel = channel.to_string();
            row.document_id = Some(paper.id.to_string());
            row.recorded_by = Some(loaded.context.by());
            messages::settle(tx, &row, "waiting").await?;
            let name = MessageName::parse(row.name.clone())?;
            let command = Command::Record { id: message, name, direction: Direction::Out, channel };
            loaded.perform(tx, command, Beside::default()).await
        })
    })
    .await
}

/// Confirms a recorded message against its document, as a second official; from then on it counts.
///
/// # Errors
/// [`OperationError::NotFound`] where no such message waits; the rule that stands in the way.
#[apply(operation!)]
pub async fn confirm(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    message: MessageId,
) -> Result<Acted, OperationError> {
    let tried = Tried { act: "confirm_message", of: Of::Letter(message.clone()), needs: Scope::Decide };
    attempt(app, official, reference, tried, move |tx, context, id| {
        let message = message.clone();
        Box::pin(async move {
            let mut loaded = Loaded::lock(tx, &context, id.as_str()).await?;
            let mut row = own(tx, &loaded, &message, "recorded").await?;
            row.confirmed_by = Some(loaded.context.by());
            row.settled_at = Some(loaded.context.now_text());
            if row.direction == Direction::Out.to_string() {
                "handed_over".clone_into(&mut row.state);
                messages::settle(tx, &row, "recorded").await?;
                return loaded.perform(tx, Command::ConfirmHandedOver { id: message }, Beside::default()).await;
            }
            let waiting: Waiting =
                serde_json::from_slice(&row.body).map_err(|error| OperationError::damaged("a message", &error))?;
            let recorder = row.recorded_by.as_deref().unwrap_or_default();
            let heard = Heard {
                id: message.clone(),
                name: MessageName::parse(row.name.clone())?,
                number: loaded.request.heard + 1,
                recorded_by: Some(super::entry::mark_of(loaded.key.mark(recorder))?),
                carried: waiting.carried.clone(),
            };
            row.number = i64::try_from(heard.number).ok();
            if is_late(&loaded, &heard)? {
                "late".clone_into(&mut row.state);
            } else {
                "heard".clone_into(&mut row.state);
                if let Some(wording) = &waiting.wording {
                    let place = (&heard.name, &message, waiting.carried.digest.as_ref());
                    keep_wording(tx, &loaded, place, wording, waiting.documents.clone()).await?;
                }
            }
            messages::settle(tx, &row, "recorded").await?;
            loaded.perform(tx, Command::Hear(heard), Beside::default()).await
        })
    })
    .await
}

/// A message of this request in this state.
async fn own(tx: &mut Transaction, loaded: &Loaded, id: &MessageId, state: &str) -> Result<MessageRow, OperationError> {
    let keys = tx.keys();
    let row = messages::find(tx, &keys, id.as_str()).await?;
    row.filter(|row| row.request_id == loaded.row.id && row.state == state).ok_or_else(|| OperationError::NotFound {
        what: "message",
        name: id.to_string(),
        hint: "`comity request show` lists the messages of the request and how each stands",
    })
}
