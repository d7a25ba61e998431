//! Prints a request or a refusal: without a Comity at the other end nothing else can be sent.

use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use crate::audit::canonical::to_canonical;
use crate::domain::gate::Subject;
use crate::domain::ids::{Digest, MessageName, RequestReference, StateCode};
use crate::domain::message::{Carries, Direction};
use crate::domain::time;
use crate::storage::messages;

use super::access::{self, Official};
use super::app::App;
use super::error::OperationError;
use super::print::compose::{self, Decision};
use super::print::file::{Exchanged, File, Read};
use super::read_request::{self, Seen};
use super::span::{self, apply, operation};
use super::subject;

pub use super::print::content;
pub use super::print::letter::{self, letter_html};
pub use super::print::words::Language;

/// What is printed.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[schema(as = PrintedLetter)]
pub enum Letter {
    /// What is asked for. Source: UNCC 40(13)-(15), 42(3).
    Request,
    /// What is refused, in whole or in part. Source: UNCC 40(25).
    Refusal,
}

/// Prints a letter as one HTML document without anything from outside: drafts are marked as such.
///
/// # Errors
/// [`OperationError::NoSuchRequest`] also for one that the official may not see; [`OperationError::Sealed`] where tables
/// and log differ; [`OperationError::NotFound`] where nothing is refused.
#[apply(operation!)]
pub async fn run(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    letter: Letter,
    language: Language,
) -> Result<String, OperationError> {
    let mut reader = app.storage.reader().await?;
    // A letter leaves the house: whoever lost a role since signing in is no longer given it.
    let official = &access::now(&mut reader, app, official).await?;
    let seen = read_request::seen(app, &mut reader, official, reference).await?;
    span::about(reference);
    if let Some(because) = &seen.row.sealed_because {
        return Err(OperationError::Sealed { reference: seen.row.reference, because: because.clone() });
    }
    let id = seen.row.id.clone();
    let file = read_file(app, &mut reader, seen, language).await?;
    let facts = match letter {
        Letter::Request => {
            let digest = file.request.subjects.get(&Subject::Request);
            let read = read_wording(app, &mut reader, &id, (Subject::Request, digest)).await?;
            let nothing = OperationError::NotFound {
                what: "request to print in",
                name: reference.to_string(),
                hint: "it has no content yet: write it first",
            };
            compose::request(&file, read.ok_or(nothing)?)
        }
        Letter::Refusal => {
            let (read, decision) = read_refusal(app, &mut reader, &id, &file).await?;
            let about = read.wording.about.as_ref().or_else(|| file.request.subjects.get(&Subject::Request));
            let about = read_wording(app, &mut reader, &id, (Subject::Request, about)).await?;
            compose::refusal(&file, read, decision, about.as_ref())
        }
    };
    let facts = facts.map_err(|why| OperationError::damaged("a request", &why))?;
    letter_html(&facts).map_err(|error| OperationError::damaged("a letter", &error))
}

async fn read_file(
    app: &App,
    reader: &mut AnyConnection,
    seen: Seen,
    language: Language,
) -> Result<File, OperationError> {
    let damaged = |error: &dyn std::fmt::Display| OperationError::damaged("a request", error);
    let Seen { row, request, rulebook } = seen;
    let authority = app.authority().await?;
    let mut exchanged = Vec::new();
    for message in messages::list(reader, app.storage.keys(), &row.id).await? {
        let own = message.direction == Direction::Out.to_string();
        // What came and waits for its turn or for a second official, or was rejected, does not count yet.
        if !own && !matches!(message.state.as_str(), "heard" | "late") {
            continue;
        }
        exchanged.push(Exchanged {
            name: MessageName::parse(message.name).map_err(|error| damaged(&error))?,
            own,
            at: time::from_text(&message.created_at).map_err(|error| damaged(&error))?,
            brief: serde_json::from_slice(&message.body).map_err(|error| damaged(&error))?,
        });
    }
    let labels = row.labels(app.storage.keys())?;
    Ok(File {
        rulebook,
        request,
        reference: RequestReference::parse(row.reference).map_err(|error| damaged(&error))?,
        registry_number: labels.registry_number,
        title: labels.title,
        own: (authority.state, authority.name),
        training: authority.training,
        counterpart: StateCode::parse(row.counterpart).map_err(|error| damaged(&error))?,
        messages: exchanged,
        now: app.clock.now(),
        language,
    })
}

async fn read_wording(
    app: &App,
    reader: &mut AnyConnection,
    request_id: &str,
    (subject, digest): (Subject, Option<&Digest>),
) -> Result<Option<Read>, OperationError> {
    let Some(digest) = digest else { return Ok(None) };
    let kept = subject::read(reader, app.storage.keys(), request_id, (subject, None, digest)).await?;
    let Some(kept) = kept else { return Ok(None) };
    let bytes = to_canonical(&kept.wording).map_err(|error| OperationError::damaged("a subject", &error))?;
    let canonical = String::from_utf8(bytes).map_err(|error| OperationError::damaged("a subject", &error))?;
    Ok(Some(Read { digest: digest.clone(), wording: kept.wording, canonical }))
}

/// The decision that refuses: our own as it stands, or the one that the other State's refusal brought.
async fn read_refusal(
    app: &App,
    reader: &mut AnyConnection,
    request_id: &str,
    file: &File,
) -> Result<(Read, Decision), OperationError> {
    let digest = if file.asks() {
        file.latest(Carries::Refusal, false, None).and_then(|message| message.brief.carried.digest.as_ref())
    } else {
        file.request.subjects.get(&Subject::Decision)
    };
    if let Some(read) = read_wording(app, reader, request_id, (Subject::Decision, digest)).await? {
        let decision: Decision = serde_json::from_value(read.wording.content.clone())
            .map_err(|error| OperationError::damaged("a decision", &error))?;
        if !decision.refused.is_empty() {
            return Ok((read, decision));
        }
    }
    Err(OperationError::NotFound {
        what: "refusal in",
        name: file.reference.to_string(),
        hint: "no decision refuses any of its items; write one that does, or print the request",
    })
}
