//! Messages on paper: one of ours that went by another way, and one of theirs that came; each with the document itself.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{FromRequest, FromRequestParts as _, Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde_json::Value;

use crate::domain::ids::{ConditionCode, GroundCode, ItemName, MessageId, MessageName};
use crate::domain::message::Channel;
use crate::engine::procedure::Trigger;
use crate::engine::rulebook::Rulebook;
use crate::http::service::Service;
use crate::operations::add_document::NewDocument;
use crate::operations::record_message::{self, CameOnPaper};
use crate::operations::request_view::RequestView;
use crate::operations::{Call, read_messages, read_request};

use super::super::form::{Problem, Problems, is_ours};
use super::super::frame::Frame;
use super::super::refusals::{Teller, Told};
use super::super::session::SignedIn;
use super::super::stop::{Stop, page, status};
use super::super::words::Words;
use super::letters::{One, channels, records};

/// No paper that is recorded here is larger, in bytes: it is held in memory.
pub(in crate::web) const LARGEST_PAPER: usize = 16 << 20;

/// A form that brings a document.
pub(in crate::web) struct Brought {
    pub(in crate::web) by: SignedIn,
    fields: BTreeMap<String, Vec<String>>,
    pub(in crate::web) document: Option<NewDocument>,
    /// Whether the document was larger than is taken: nothing of it is kept.
    pub(in crate::web) too_large: bool,
}

impl Brought {
    /// What stands under a name, without blanks around it; empty where nothing does.
    pub(in crate::web) fn one(&self, name: &str) -> &str {
        self.fields.get(name).and_then(|values| values.first()).map_or("", |value| value.trim())
    }

    /// Everything that is no document, name by name.
    pub(in crate::web) fn pairs(&self) -> Vec<(String, String)> {
        let each = self.fields.iter();
        each.flat_map(|(name, values)| values.iter().map(|value| (name.clone(), value.clone()))).collect()
    }

    fn all(&self, name: &str) -> Vec<String> {
        self.fields.get(name).cloned().unwrap_or_default()
    }

    /// The document, or what to do.
    pub(in crate::web) fn document(&self, problems: &mut Problems) -> Option<NewDocument> {
        let language = self.one("language").to_owned();
        if language.is_empty() {
            problems
                .0
                .push(Problem { field: "language".to_owned(), text: self.by.visit.t.say("paper-language-missing") });
        }
        if self.document.is_none() {
            problems.0.push(Problem { field: "paper".to_owned(), text: self.by.visit.t.say("paper-missing") });
        }
        self.document.clone().map(|document| NewDocument { language, ..document })
    }

    /// How it came, or what to do.
    pub(in crate::web) fn channel(&self, problems: &mut Problems) -> Channel {
        match self.one("channel").parse::<Channel>() {
            Ok(channel) if channel != Channel::Comity => channel,
            Ok(_) | Err(_) => {
                let text = self.by.visit.t.say("paper-channel-missing");
                problems.0.push(Problem { field: "channel".to_owned(), text });
                Channel::Post
            }
        }
    }
}

impl FromRequest<Service> for Brought {
    type Rejection = Response;

    async fn from_request(request: Request, service: &Service) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let by = SignedIn::from_request_parts(&mut parts, service).await?;
        let forged = || Stop::forged(&by.visit, Some(&by)).into_response();
        let headers = parts.headers.clone();
        let request = Request::from_parts(parts, body);
        let mut form = Multipart::from_request(request, service).await.map_err(|_: MultipartRejection| forged())?;
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let (mut document, mut too_large) = (None, false);
        loop {
            let field = match form.next_field().await {
                Ok(Some(field)) => field,
                Ok(None) => break,
                // A body that comes at once is found too large before its token is read: whoever sent it, nothing is done.
                Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                    return Ok(Self { by, fields, document: None, too_large: true });
                }
                Err(_) => return Err(forged()),
            };
            let name = field.name().unwrap_or_default().to_owned();
            // Nothing is read of a form that is not from here: its token comes first.
            let ours = name == "token"
                || is_ours(service, &headers, fields.get("token").and_then(|t| t.first()).map(String::as_str));
            if !ours {
                return Err(forged());
            }
            match field.file_name().map(ToOwned::to_owned) {
                Some(file) if !file.is_empty() => {
                    let media_type = field.content_type().unwrap_or("application/octet-stream").to_owned();
                    let bytes = match field.bytes().await {
                        Ok(bytes) => bytes.to_vec(),
                        Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                            // What follows cannot be read any more; the form is shown again.
                            too_large = true;
                            break;
                        }
                        Err(_) => return Err(forged()),
                    };
                    document = Some(NewDocument { name: file, media_type, language: String::new(), bytes });
                }
                Some(_) => {}
                None => {
                    let text = field.text().await.map_err(|_| forged())?;
                    fields.entry(name).or_default().push(text);
                }
            }
        }
        if !is_ours(service, &headers, fields.get("token").and_then(|t| t.first()).map(String::as_str)) {
            return Err(forged());
        }
        Ok(Self { by, fields, document, too_large })
    }
}

/// Records that a message of ours went on paper, with the proof of dispatch.
pub(super) async fn went(
    State(service): State<Service>,
    Path((_, reference, message)): Path<(String, String, String)>,
    brought: Brought,
) -> Result<Response, Stop> {
    let by = &brought.by;
    let reference = by.request(&reference)?;
    let id = MessageId::parse(message).map_err(|_| by.nothing())?;
    let stopped = |error| by.stop(&error);
    let view = read_request::run(&service.app, by.official(), &reference).await.map_err(stopped)?;
    let rulebook = service.app.rulebook_of(&view.standing.rulebook).await.map_err(stopped)?;
    let letters = read_messages::run(&service.app, by.official(), &reference).await.map_err(stopped)?;
    let letter = letters.iter().find(|letter| letter.letter.message == id.as_str()).ok_or_else(|| by.nothing())?;
    let mut problems = Problems::default();
    let (channel, document) = (brought.channel(&mut problems), brought.document(&mut problems));
    let Some(document) = document.filter(|_| problems.0.is_empty()) else {
        let one = One::of(by, &rulebook, &view, letter).with_problems(problems);
        return Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, one.shown()).into_response());
    };
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let app = service.app.calling(Call { read_version: brought.one("version").parse().ok(), once: None });
    let done = record_message::went(&app, by.official(), &reference, id, channel, document).await;
    let Err(error) = service.tried(by.official(), done) else {
        return Ok(Redirect::to(&by.visit.to(&format!("/requests/{reference}/messages?done=recorded"))).into_response());
    };
    let teller = Teller::of(by.visit.t, &rulebook, &view, None);
    match teller.error(&error) {
        Some(told) => {
            Ok((status(&error), One::of(by, &rulebook, &view, letter).refusing(told).shown()).into_response())
        }
        None => Err(Stop::telling(&by.visit, Some(by), &teller, &error)),
    }
}

#[derive(Template)]
#[template(path = "templates/request/record.html")]
struct Record {
    frame: Frame,
    reference: String,
    back: String,
    here: String,
    version: i64,
    /// Messages of the other State, those that are listened for now first.
    messages: Vec<Choice>,
    channels: Vec<Choice>,
    items: Vec<Choice>,
    grounds: Vec<Choice>,
    conditions: Vec<Choice>,
    accepted: Vec<Choice>,
    days: String,
    language: String,
    refused: Option<Told>,
    problems: Problems,
}

struct Choice {
    value: String,
    text: String,
    chosen: bool,
}

/// Asks what came.
pub(super) async fn ask(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, reference)): Path<(String, String)>,
) -> Result<Response, Stop> {
    let nothing = || by.nothing();
    let reference = by.request(&reference)?;
    let stopped = |error| by.stop(&error);
    let view = read_request::run(&service.app, by.official(), &reference).await.map_err(stopped)?;
    let rulebook = service.app.rulebook_of(&view.standing.rulebook).await.map_err(stopped)?;
    if !records(&by) {
        return Err(nothing());
    }
    Ok(page(&Record::of(&by, &rulebook, &view, &BTreeMap::new())))
}

/// Records a message of the other State that came on paper; it counts once a second official has confirmed it.
pub(super) async fn came(
    State(service): State<Service>,
    Path((_, reference)): Path<(String, String)>,
    brought: Brought,
) -> Result<Response, Stop> {
    let by = &brought.by;
    let reference = by.request(&reference)?;
    let stopped = |error| by.stop(&error);
    let view = read_request::run(&service.app, by.official(), &reference).await.map_err(stopped)?;
    let rulebook = service.app.rulebook_of(&view.standing.rulebook).await.map_err(stopped)?;
    let form = || Record::of(by, &rulebook, &view, &brought.fields);
    let mut problems = Problems::default();
    let name = MessageName::parse(brought.one("message").to_owned());
    if name.is_err() {
        problems.0.push(Problem { field: "message".to_owned(), text: by.visit.t.say("paper-message-missing") });
    }
    let (channel, document) = (brought.channel(&mut problems), brought.document(&mut problems));
    let (Ok(name), Some(document), true) = (name, document, problems.0.is_empty()) else {
        return Ok(
            (axum::http::StatusCode::UNPROCESSABLE_ENTITY, page(&form().with_problems(problems))).into_response()
        );
    };
    let message = CameOnPaper {
        name,
        channel,
        document,
        content: Value::Null,
        items: known(brought.all("items"), ItemName::parse),
        grounds: known(brought.all("grounds"), GroundCode::parse),
        conditions: known(brought.all("conditions"), ConditionCode::parse),
        accepted: known(brought.all("accepted"), ConditionCode::parse),
        days: brought.one("days").parse().ok(),
    };
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let app = service.app.calling(Call { read_version: brought.one("version").parse().ok(), once: None });
    let done = record_message::came(&app, by.official(), &reference, message).await;
    let Err(error) = service.tried(by.official(), done) else {
        return Ok(Redirect::to(&by.visit.to(&format!("/requests/{reference}/messages?done=recorded"))).into_response());
    };
    let teller = Teller::of(by.visit.t, &rulebook, &view, None);
    match teller.error(&error) {
        Some(told) => Ok((status(&error), page(&form().refusing(told))).into_response()),
        None => Err(Stop::telling(&by.visit, Some(by), &teller, &error)),
    }
}

/// What parses of what was chosen; what does not was on no page.
fn known<T, E>(values: Vec<String>, parse: impl Fn(String) -> Result<T, E>) -> Vec<T> {
    values.into_iter().filter_map(|value| parse(value).ok()).collect()
}

impl Record {
    fn of(by: &SignedIn, rulebook: &Rulebook, view: &RequestView, sent: &BTreeMap<String, Vec<String>>) -> Self {
        let words = Words { t: by.visit.t, rulebook };
        let language = by.visit.language().to_string();
        let chosen = |name: &str, value: &str| sent.get(name).is_some_and(|all| all.iter().any(|one| one == value));
        let choice = |field: &str, value: String, text: String| Choice { chosen: chosen(field, &value), value, text };
        let below = by.visit.to(&format!("/requests/{}/messages", view.reference));
        let procedure = words.procedure(view);
        let heard_now = |name: &str| {
            let part = words.part(view, None);
            part.is_some_and(|part| {
                let leaving = part.transitions.iter().filter(|step| step.from.iter().any(|from| *from == *view.stage));
                leaving.into_iter().any(|step| step.trigger() == Some(Trigger::Message(name)))
            })
        };
        let mut theirs: Vec<_> = procedure
            .into_iter()
            .flat_map(|procedure| &procedure.messages)
            .filter(|message| message.from != view.side)
            .collect();
        theirs.sort_by_key(|message| !heard_now(message.name.as_str()));
        let standing = &view.standing;
        let ground = |code: &GroundCode| {
            let known = rulebook.grounds.get(code).map(|known| known.title.in_language(&language));
            format!("{code} {}", known.unwrap_or_default())
        };
        let condition = |code: &ConditionCode| {
            let known = rulebook.conditions.get(code).map(|known| known.title.in_language(&language));
            format!("{code} {}", known.unwrap_or_default())
        };
        let measure = rulebook.measures.get(&standing.measure);
        let one = |name: &str| sent.get(name).and_then(|all| all.first()).cloned().unwrap_or_default();
        Self {
            frame: words.frame(by, by.visit.t.say("paper-record")),
            reference: view.reference.clone(),
            here: format!("{below}/record"),
            back: below,
            version: view.version,
            messages: theirs
                .into_iter()
                .map(|known| choice("message", known.name.to_string(), known.title.in_language(&language).to_owned()))
                .collect(),
            channels: channels(by).into_iter().map(|(value, text)| choice("channel", value, text)).collect(),
            items: standing.items.iter().map(|item| choice("items", item.to_string(), item.to_string())).collect(),
            grounds: measure
                .into_iter()
                .flat_map(|measure| &measure.grounds)
                .map(|code| choice("grounds", code.to_string(), ground(code)))
                .collect(),
            conditions: rulebook
                .conditions
                .keys()
                .map(|code| choice("conditions", code.to_string(), condition(code)))
                .collect(),
            accepted: standing
                .offered
                .iter()
                .map(|code| choice("accepted", code.to_string(), condition(code)))
                .collect(),
            days: one("days"),
            language: one("language"),
            refused: None,
            problems: Problems::default(),
        }
    }

    fn refusing(mut self, told: Told) -> Self {
        self.frame = self.frame.wrong();
        self.refused = Some(told);
        self
    }

    fn with_problems(mut self, problems: Problems) -> Self {
        self.frame = self.frame.wrong();
        self.problems = problems;
        self
    }
}
