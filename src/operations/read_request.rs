//! Reads a request: where it stands, who holds it since when, what may come next and what stands in the way.

use serde_json::Value;

use crate::domain::gate::{Side, Subject};
use crate::domain::ids::RequestReference;
use crate::domain::request::AssistanceRequest;
use crate::domain::time;
use crate::engine::command::{Actor, Command, Take};
use crate::engine::decide::decide;
use crate::engine::explain::{self, Next};
use crate::engine::people;
use crate::engine::refusal::Refusal;
use crate::engine::rulebook::Rulebook;
use crate::engine::waits::{self, Waiting};
use crate::storage::labels::Labels;
use crate::storage::requests::{self, RequestRow};
use crate::storage::{documents, log, messages, private_values};

use super::access::{self, Official};
use super::app::App;
use super::error::OperationError;
use super::in_force::rests_on;
use super::request_view::{Attached, Delivery, Due, Happened, Letter, Possible, RequestView};
use super::span::{self, apply, operation};
use super::subject;

/// A request that the official may see, with its row and its rules.
pub(super) struct Seen {
    pub(super) row: RequestRow,
    pub(super) request: AssistanceRequest,
    pub(super) rulebook: std::sync::Arc<Rulebook>,
}

/// Finds a request for somebody who may see it.
///
/// # Errors
/// [`OperationError::NoSuchRequest`] for an unknown and for a hidden one alike.
pub(super) async fn seen(
    app: &App,
    reader: &mut sqlx::AnyConnection,
    official: &Official,
    reference: &RequestReference,
) -> Result<Seen, OperationError> {
    let hidden = || OperationError::NoSuchRequest(reference.to_string());
    let row = requests::find_by_reference(reader, reference.as_str()).await?.ok_or_else(hidden)?;
    let official = &access::now(reader, app, official).await?;
    let (request, rulebook) = access::see(app, reader, official, &row).await?;
    access::must_have_content(&row)?;
    Ok(Seen { row, request, rulebook })
}

/// Reads a request.
///
/// # Errors
/// [`OperationError::NoSuchRequest`] for an unknown and for a hidden one alike.
#[apply(operation!)]
pub async fn run(app: &App, official: &Official, reference: &RequestReference) -> Result<RequestView, OperationError> {
    let training = app.authority().await?.training;
    let mut reader = app.storage.reader().await?;
    let Seen { row, request, rulebook } = seen(app, &mut reader, official, reference).await?;
    span::about(reference);
    let now = app.clock.now();
    let keys = app.storage.keys();
    let measure = rulebook
        .measures
        .get(&request.measure)
        .ok_or_else(|| OperationError::damaged("a request", &"its measure is not in its rulebook"))?;
    let content = words(&mut reader, keys, &row, &request, Subject::Request).await?;
    let missing: Vec<String> = rulebook.lacks(measure, &content).iter().map(ToString::to_string).collect();
    let decision = words(&mut reader, keys, &row, &request, Subject::Decision).await?;
    let messages = messages::list(&mut reader, keys, &row.id).await?;
    let documents = documents::list(&mut reader, keys, &row.id).await?;
    let origin = private_values::list(&mut reader, keys, &row.id).await?;
    let origin = origin.into_iter().find(|kept| kept.field == "origin").map(|kept| kept.value);
    let actor = access::now(&mut reader, app, official).await?.as_actor(&keys.of(&row.id)?)?;
    let labels = row.labels(keys)?;
    let view = standing(&rulebook, (row, labels, request), (&actor, &missing), training, now)?;
    Ok(RequestView {
        content,
        origin,
        missing: if view.side == Side::Requesting { missing } else { Vec::new() },
        decision,
        messages: messages
            .into_iter()
            .map(|message| Letter {
                message: message.id,
                name: message.name,
                direction: message.direction,
                state: message.state,
                channel: message.channel,
                created_at: message.created_at,
            })
            .collect(),
        documents: documents
            .into_iter()
            .map(|document| Attached {
                document: document.id,
                name: document.name,
                media_type: document.media_type,
                language: document.language,
                size: document.size,
            })
            .collect(),
        ..view
    })
}

/// A request as its row and its rules say, without its words, messages and documents.
pub(super) fn standing(
    rulebook: &Rulebook,
    (row, labels, request): (RequestRow, Labels, AssistanceRequest),
    (actor, missing): (&Actor, &[String]),
    training: bool,
    now: jiff::Timestamp,
) -> Result<RequestView, OperationError> {
    let lacking = |what: &'static str| OperationError::damaged("a request", &what);
    let measure = rulebook.measures.get(&request.measure);
    let measure = measure.ok_or_else(|| lacking("its measure is not in its rulebook"))?;
    let procedure = rulebook.procedures.get(&request.procedure);
    let procedure = procedure.ok_or_else(|| lacking("its procedure is not in its rulebook"))?;
    let next = explain::next(procedure, &request)
        .into_iter()
        .map(|next| {
            let refusal = obstacle(rulebook, &request, &next, actor, missing, now)?;
            Ok(Possible {
                next,
                rule: refusal.as_ref().map(|refusal| refusal.code().to_owned()),
                articles: refusal.as_ref().map(Refusal::articles).unwrap_or_default(),
                in_the_way: refusal,
            })
        })
        .collect::<Result<_, OperationError>>()?;
    let part = procedure.part(request.side);
    let mut safeguards = explain::safeguards(rulebook, measure, procedure, &request, now);
    for asked in &mut safeguards {
        asked.waits = waits::asks(rulebook, &request, asked, actor);
    }
    Ok(RequestView {
        stage_title: part.stage(&request.stage).map(|stage| stage.title.en().to_owned()).unwrap_or_default(),
        instrument: rests_on(rulebook, training)?,
        side: request.side,
        held_by: explain::held_by(procedure, &request),
        next,
        safeguards,
        waits: Waiting::at(rulebook, &request, now).is_some_and(|waiting| waiting.waits_for(actor)),
        aside: people::may_act(&request, actor).is_err(),
        to_confirm: waits::to_confirm(&request, actor).iter().map(ToString::to_string).collect(),
        deadlines: request
            .all_clocks()
            .map(|(holding, name, clock)| Due {
                deadline: name.to_string(),
                holding: holding.map(ToString::to_string),
                due_at: time::to_text(clock.due_at),
                paused: clock.paused_at.is_some(),
            })
            .collect(),
        deliveries: request
            .holdings
            .iter()
            .map(|(id, held)| Delivery {
                holding: id.to_string(),
                stage: held.stage.to_string(),
                items: held.items.iter().map(ToString::to_string).collect(),
                conditions: held.conditions.iter().map(ToString::to_string).collect(),
            })
            .collect(),
        reference: row.reference,
        registry_number: labels.registry_number,
        origin: None,
        title: labels.title,
        counterpart: row.counterpart,
        measure: row.measure,
        procedure: row.procedure,
        profile: row.profile,
        rulebook: row.rulebook,
        stage: row.stage,
        stage_since: row.stage_since,
        version: row.version,
        sealed_because: row.sealed_because,
        content: Value::Null,
        missing: Vec::new(),
        decision: Value::Null,
        messages: Vec::new(),
        documents: Vec::new(),
        standing: request,
    })
}

/// What would stand in the way if the official took this transition now, reasons given.
fn obstacle(
    rulebook: &Rulebook,
    request: &AssistanceRequest,
    next: &Next,
    actor: &Actor,
    missing: &[String],
    now: jiff::Timestamp,
) -> Result<Option<Refusal>, OperationError> {
    let take = Take {
        transition: crate::domain::ids::TransitionName::parse(next.transition.clone())?,
        holding: next.holding.clone().map(crate::domain::ids::MessageId::parse).transpose()?,
        reasoned: true,
        missing: missing.to_vec(),
    };
    Ok(decide(rulebook, request, &Command::Take(take), actor, now).err())
}

/// What a subject says; nothing where it was not written yet.
pub(super) async fn words(
    reader: &mut sqlx::AnyConnection,
    keys: &crate::storage::keys::Keys,
    row: &RequestRow,
    request: &AssistanceRequest,
    subject: Subject,
) -> Result<Value, OperationError> {
    let Some(digest) = request.subjects.get(&subject) else { return Ok(Value::Null) };
    let kept = subject::read(reader, keys, &row.id, (subject, None, digest)).await?;
    Ok(subject::content_of(kept.as_ref()))
}

/// What has happened to a request, entry by entry.
///
/// # Errors
/// [`OperationError::NoSuchRequest`] for an unknown and for a hidden one alike.
#[apply(operation!)]
pub async fn history(
    app: &App,
    official: &Official,
    reference: &RequestReference,
) -> Result<Vec<Happened>, OperationError> {
    let mut reader = app.storage.reader().await?;
    let Seen { row, .. } = seen(app, &mut reader, official, reference).await?;
    span::about(reference);
    let entries = log::placed_entries_of(&mut reader, &app.storage.keys().entry_key(), &row.id).await?;
    entries
        .into_iter()
        .map(|(index, entry)| {
            let leaf = entry.leaf_hash().map_err(|error| OperationError::damaged("an entry", &error))?;
            Ok(Happened {
                index,
                cseq: entry.cseq,
                at: entry.at.to_string(),
                entry: entry.kind,
                role: entry.actor.role,
                art: entry.art,
                body: Value::Object(entry.body),
                leaf: leaf.to_string(),
            })
        })
        .collect()
}
