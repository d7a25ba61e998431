//! What was said between the two States about a request: message by message, with what waits for somebody's hand.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use serde_json::Value;

use crate::domain::ids::{ConditionCode, MessageId, RequestReference};
use crate::domain::message::{Carries, Channel};
use crate::engine::decide::RECORDERS;
use crate::engine::rulebook::Rulebook;
use crate::http::service::Service;
use crate::operations::print_request::content::{Block, Drawn, Shown};
use crate::operations::read_messages::{self, ReadLetter};
use crate::operations::request_view::RequestView;
use crate::operations::{Call, read_request, record_message};

use super::super::dates::moment;
use super::super::form::{Problems, Sent};
use super::super::frame::{After, Frame};
use super::super::refusals::{Teller, Told};
use super::super::session::SignedIn;
use super::super::stop::{Stop, page, status};
use super::super::words::{Words, plain, state};

#[derive(Template)]
#[template(path = "templates/request/letters.html")]
struct Thread {
    frame: Frame,
    reference: String,
    title: String,
    back: String,
    /// Where a message that came on paper is recorded; none for who may not.
    record: Option<String>,
    letters: Vec<Letter>,
}

#[derive(Template)]
#[template(path = "templates/request/letter.html")]
pub(super) struct One {
    frame: Frame,
    reference: String,
    back: String,
    here: String,
    version: i64,
    letter: Letter,
    /// Whether whoever looks may confirm it, or hand it over on paper.
    may_confirm: bool,
    may_hand_over: bool,
    /// Why they may not confirm it, where it waits for that.
    not_confirming: Option<String>,
    channels: Vec<(String, String)>,
    refused: Option<Told>,
    problems: Problems,
}

/// A message as it is shown.
pub(super) struct Letter {
    to: String,
    title: String,
    arrived: bool,
    from: String,
    state_name: String,
    state: String,
    channel: String,
    number: Option<i64>,
    at: String,
    at_text: String,
    settled: Option<(String, String)>,
    /// What it says: a request by its schema, everything else line by line.
    drawn: Option<Drawn>,
    lines: Vec<(String, String)>,
    reason: Option<String>,
    documents: Vec<(String, String, String)>,
    written_in: String,
}

#[derive(Deserialize)]
pub(super) struct Confirmed {
    version: i64,
}

/// Shows all messages, the newest first.
pub(super) async fn list(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, reference)): Path<(String, String)>,
    Query(After { done }): Query<After>,
) -> Result<Response, Stop> {
    let (reference, view, letters) = read(&service, &by, &reference).await?;
    let stopped = |error| by.stop(&error);
    let rulebook = service.app.rulebook_of(&view.standing.rulebook).await.map_err(stopped)?;
    let words = Words { t: by.visit.t, rulebook: &rulebook };
    let mut frame = words.frame(&by, by.visit.t.say("letters-title"));
    frame.done = match done.as_str() {
        "recorded" => Some(by.visit.t.say("letter-was-recorded")),
        "confirmed" => Some(by.visit.t.say("letter-was-confirmed")),
        _ => None,
    };
    let below = by.visit.to(&format!("/requests/{reference}"));
    let may_record = records(&by) && view.sealed_because.is_none();
    Ok(page(&Thread {
        frame,
        reference: reference.to_string(),
        title: view.title.clone(),
        record: may_record.then(|| format!("{below}/messages/record")),
        letters: letters.iter().rev().map(|letter| words.letter(&by, &view, letter)).collect(),
        back: below,
    }))
}

/// Shows one message.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, reference, message)): Path<(String, String, String)>,
) -> Result<Response, Stop> {
    let (_, view, letters) = read(&service, &by, &reference).await?;
    let stopped = |error| by.stop(&error);
    let rulebook = service.app.rulebook_of(&view.standing.rulebook).await.map_err(stopped)?;
    let letter = letters.iter().find(|letter| letter.letter.message == message);
    let letter = letter.ok_or_else(|| by.nothing())?;
    Ok(page(&One::of(&by, &rulebook, &view, letter)))
}

/// Confirms a recorded message against its document.
pub(super) async fn confirm(
    State(service): State<Service>,
    Path((_, reference, message)): Path<(String, String, String)>,
    Sent { by, form }: Sent<Confirmed>,
) -> Result<Response, Stop> {
    let known = by.request(&reference)?;
    let id = MessageId::parse(message).map_err(|_| by.nothing())?;
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let app = service.app.calling(Call { read_version: Some(form.version), once: None });
    let done = record_message::confirm(&app, by.official(), &known, id.clone()).await;
    let Err(error) = service.tried(by.official(), done) else {
        return Ok(Redirect::to(&by.visit.to(&format!("/requests/{known}/messages?done=confirmed"))).into_response());
    };
    let (_, view, letters) = read(&service, &by, &reference).await?;
    let stopped = |error| by.stop(&error);
    let rulebook = service.app.rulebook_of(&view.standing.rulebook).await.map_err(stopped)?;
    let teller = Teller::of(by.visit.t, &rulebook, &view, None);
    let letter = letters.iter().find(|letter| letter.letter.message == id.as_str());
    let (Some(letter), Some(told)) = (letter, teller.error(&error)) else {
        return Err(Stop::telling(&by.visit, Some(&by), &teller, &error));
    };
    let mut one = One::of(&by, &rulebook, &view, letter);
    one.frame = one.frame.wrong();
    one.refused = Some(told);
    Ok((status(&error), page(&one)).into_response())
}

/// A request and its messages, for somebody who may see them.
async fn read(
    service: &Service,
    by: &SignedIn,
    reference: &str,
) -> Result<(RequestReference, RequestView, Vec<ReadLetter>), Stop> {
    let reference = by.request(reference)?;
    let stopped = |error| by.stop(&error);
    let view = read_request::run(&service.app, by.official(), &reference).await.map_err(stopped)?;
    let letters = read_messages::run(&service.app, by.official(), &reference).await.map_err(stopped)?;
    Ok((reference, view, letters))
}

/// Whether somebody may record and confirm messages on paper.
pub(super) fn records(by: &SignedIn) -> bool {
    RECORDERS.iter().any(|role| by.caller.roles().contains(role))
}

/// Ways by which paper travels, with their names.
pub(in crate::web) fn channels(by: &SignedIn) -> Vec<(String, String)> {
    [Channel::Post, Channel::DiplomaticBag, Channel::Email, Channel::Interpol]
        .map(|channel| (channel.to_string(), by.visit.t.name("channel", channel)))
        .into()
}

impl One {
    pub(super) fn of(by: &SignedIn, rulebook: &Rulebook, view: &RequestView, read: &ReadLetter) -> Self {
        let words = Words { t: by.visit.t, rulebook };
        let letter = words.letter(by, view, read);
        let below = by.visit.to(&format!("/requests/{}/messages", view.reference));
        let open = view.sealed_because.is_none();
        let recorded = read.letter.state == "recorded";
        let not_confirming = match (recorded, read.recorded_by_reader, records(by)) {
            (true, true, _) => Some(by.visit.t.say("refusal-second-official")),
            (true, false, false) => {
                let roles = words.names("role", RECORDERS);
                Some(by.visit.t.with("refusal-role-missing", &[("roles", &roles)]))
            }
            _ => None,
        };
        Self {
            frame: words.frame(by, letter.title.clone()),
            reference: view.reference.clone(),
            here: format!("{below}/{}", read.letter.message),
            back: below,
            version: view.version,
            may_confirm: open && recorded && not_confirming.is_none(),
            may_hand_over: open && records(by) && read.letter.state == "waiting" && read.letter.direction == "out",
            not_confirming,
            channels: channels(by),
            refused: None,
            problems: Problems::default(),
            letter,
        }
    }

    /// The same, telling why something was not done.
    pub(super) fn refusing(mut self, told: Told) -> Self {
        self.frame = self.frame.wrong();
        self.refused = Some(told);
        self
    }

    /// The same, with what is wrong in what was sent.
    pub(super) fn with_problems(mut self, problems: Problems) -> Self {
        self.frame = self.frame.wrong();
        self.problems = problems;
        self
    }

    /// As a page.
    pub(super) fn shown(&self) -> Response {
        page(self)
    }
}

impl Words<'_> {
    fn letter(&self, by: &SignedIn, view: &RequestView, read: &ReadLetter) -> Letter {
        let known = self.procedure(view).and_then(|procedure| procedure.message(&read.letter.name));
        let of_request = known.is_some_and(|known| known.carries == Carries::Request);
        let arrived = read.letter.direction == "in";
        let drawn = read.words.as_ref().filter(|_| of_request).and_then(|content| self.drawn_of(view, content));
        let lines = match &read.words {
            Some(content) if drawn.is_none() => self.said(content),
            _ => Vec::new(),
        };
        let language = |content: &Value| content.get("language").and_then(Value::as_str).map(ToOwned::to_owned);
        let written_in = match &drawn {
            Some(drawn) => drawn.written_in.clone(),
            None => read.words.as_ref().and_then(language).unwrap_or_default(),
        };
        Letter {
            to: by.visit.to(&format!("/requests/{}/messages/{}", view.reference, read.letter.message)),
            title: self.message(view, &read.letter.name),
            from: if arrived { state(self.t, self.rulebook, &view.counterpart) } else { by.visit.authority.clone() },
            arrived,
            state: self.t.name("letter", &read.letter.state),
            state_name: read.letter.state.clone(),
            channel: self.t.name("channel", &read.letter.channel),
            number: read.number,
            at: read.letter.created_at.clone(),
            at_text: moment(self.t, &read.letter.created_at),
            settled: read.settled_at.as_ref().map(|at| (at.clone(), moment(self.t, at))),
            drawn,
            lines,
            reason: read.reason.clone(),
            documents: read
                .documents
                .iter()
                .map(|named| (named.name.clone(), named.language.clone(), named.sha256.to_string()))
                .collect(),
            written_in,
        }
    }

    /// Words that no schema draws, line by line.
    fn said(&self, content: &Value) -> Vec<(String, String)> {
        let Some(map) = content.as_object() else { return Vec::new() };
        let text = |value: &Value| match value {
            Value::String(text) => text.clone(),
            Value::Array(list) => {
                let each = list.iter().map(|one| one.as_str().map_or_else(|| one.to_string(), ToOwned::to_owned));
                each.collect::<Vec<_>>().join(", ")
            }
            // Conditions, each with how it is meant.
            Value::Object(map) => {
                let known = |code: &str| self.rulebook.conditions.get(&ConditionCode::parse(code.to_owned()).ok()?);
                let title = |code: &str| known(code).map(|known| known.title.in_language(&self.language()).to_owned());
                let each = map.iter().map(|(code, said)| {
                    let name = title(code).map_or_else(|| code.clone(), |title| self.t.coded(code, &title));
                    said.as_str().map_or_else(|| name.clone(), |said| self.t.plain_pair(&name, said))
                });
                each.collect::<Vec<_>>().join("; ")
            }
            other => other.to_string(),
        };
        let label = |name: &str| match name {
            "granted" => self.t.say("said-granted"),
            "refused" => self.t.say("said-refused"),
            "conditions" => self.t.say("said-conditions"),
            "reasons" => self.t.say("said-reasons"),
            other => plain(other),
        };
        let filled =
            |value: &Value| !matches!(value, Value::Null) && value.as_array().is_none_or(|list| !list.is_empty());
        map.iter()
            .filter(|(name, value)| *name != "language" && filled(value))
            .map(|(name, value)| (label(name), text(value)))
            .collect()
    }
}
