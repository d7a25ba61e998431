//! A second official confirms an answer; who gave one takes it back. Both are restated before they are done.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use crate::domain::ids::SafeguardName;
use crate::engine::command::Question;
use crate::http::service::Service;
use crate::operations::answer_safeguard;
use crate::operations::read_review::Checkpoint;
use crate::operations::{Call, OperationError};

use super::super::super::dates::moment;
use super::super::super::form::{Problems, Sent};
use super::super::super::frame::Frame;
use super::super::super::session::SignedIn;
use super::super::super::stop::{Stop, page};
use super::form::{LONGEST, said};
use super::{Open, Which, open};

#[derive(Template)]
#[template(path = "templates/request/review/second.html")]
struct Second {
    frame: Frame,
    wrong: Problems,
    reference: String,
    back: String,
    here: String,
    version: i64,
    holding: String,
    digest: String,
    question: String,
    answer: String,
    by: String,
    reason: Option<String>,
    effects: Vec<String>,
    /// What somebody wrote, where reasons are asked for.
    reasons: Option<String>,
    button: String,
}

/// What was sent.
#[derive(Deserialize)]
pub(super) struct Sure {
    version: i64,
    #[serde(default)]
    holding: String,
    #[serde(default)]
    reason: String,
}

type At = Path<(String, String, String, String)>;

/// Says what confirming does.
pub(super) async fn ask_to_confirm(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, reference, gate, safeguard)): At,
    Query(which): Query<Which>,
) -> Result<Response, Stop> {
    let open = open(&service, &by, (&reference, &gate), which.holding.as_deref()).await?;
    let checkpoint = found(&open, &safeguard, |one| one.may_confirm);
    let checkpoint = checkpoint.ok_or_else(|| by.nothing())?;
    let t = by.visit.t;
    let effects = vec![t.say("review-confirm-effect"), t.say("review-confirm-own")];
    let of = ("review-confirm-title", "confirmation");
    Ok(draw(&open, &by, checkpoint, of, (effects, None), Problems::default()))
}

/// Confirms the answer that stands.
pub(super) async fn confirm(
    State(service): State<Service>,
    Path((_, reference, gate, safeguard)): At,
    Sent { by, form }: Sent<Sure>,
) -> Result<Response, Stop> {
    let open = open(&service, &by, (&reference, &gate), Some(&form.holding)).await?;
    let question = question(&open, &safeguard).ok_or_else(|| by.nothing())?;
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let app = service.app.calling(Call { read_version: Some(form.version), once: None });
    let done = answer_safeguard::confirm(&app, by.official(), &open.reference, question).await;
    service.tried(by.official(), done).map_err(|error: OperationError| by.stop(&error))?;
    Ok(Redirect::to(&said(&open.to(&by), "confirmed")).into_response())
}

/// Says what taking back does.
pub(super) async fn ask_to_take_back(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, reference, gate, safeguard)): At,
    Query(which): Query<Which>,
) -> Result<Response, Stop> {
    let open = open(&service, &by, (&reference, &gate), which.holding.as_deref()).await?;
    let checkpoint = found(&open, &safeguard, |one| one.may_take_back);
    let checkpoint = checkpoint.ok_or_else(|| by.nothing())?;
    let effects = vec![by.visit.t.say("review-take-back-effect"), by.visit.t.say("review-take-back-kept")];
    let problems = Problems::default();
    let of = ("review-take-back-title", "withdrawal");
    Ok(draw(&open, &by, checkpoint, of, (effects, Some(String::new())), problems))
}

/// Takes the answer back.
pub(super) async fn take_back(
    State(service): State<Service>,
    Path((_, reference, gate, safeguard)): At,
    Sent { by, form }: Sent<Sure>,
) -> Result<Response, Stop> {
    let open = open(&service, &by, (&reference, &gate), Some(&form.holding)).await?;
    let question = question(&open, &safeguard).ok_or_else(|| by.nothing())?;
    let t = by.visit.t;
    let reason = form.reason.trim().to_owned();
    let own = open.review.checkpoints.iter().find(|one| one.asked.safeguard == safeguard && one.may_take_back);
    if let (Some(checkpoint), true) = (own, form.version == open.review.version) {
        let wrong = match (reason.is_empty(), reason.chars().count() > LONGEST) {
            (true, _) => Some(t.say("review-reason-missing")),
            (false, true) => Some(t.say("review-reason-long")),
            (false, false) => None,
        };
        if let Some(text) = wrong {
            let effects = vec![t.say("review-take-back-effect"), t.say("review-take-back-kept")];
            let of = ("review-take-back-title", "withdrawal");
            let problems = Problems::one("reason", text);
            return Ok(draw(&open, &by, checkpoint, of, (effects, Some(reason)), problems));
        }
    }
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let app = service.app.calling(Call { read_version: Some(form.version), once: None });
    let reason = Some(reason).filter(|reason| !reason.is_empty());
    let done = answer_safeguard::withdraw(&app, by.official(), &open.reference, question, reason).await;
    service.tried(by.official(), done).map_err(|error: OperationError| by.stop(&error))?;
    Ok(Redirect::to(&said(&open.to(&by), "taken-back")).into_response())
}

/// A question where this official may do what is wanted; nothing is there for others.
fn found<'o>(open: &'o Open, safeguard: &str, may: impl Fn(&Checkpoint) -> bool) -> Option<&'o Checkpoint> {
    open.review.checkpoints.iter().find(|one| one.asked.safeguard == safeguard && may(one))
}

fn question(open: &Open, safeguard: &str) -> Option<Question> {
    let safeguard = SafeguardName::parse(safeguard).ok()?;
    Some(Question { safeguard, gate: open.review.gate, holding: open.holding.clone() })
}

/// The page that restates what is done. `reasons` holds what somebody wrote, where reasons are asked for.
fn draw(
    open: &Open,
    by: &SignedIn,
    checkpoint: &Checkpoint,
    (title, last): (&str, &str),
    (effects, reasons): (Vec<String>, Option<String>),
    wrong: Problems,
) -> Response {
    let (words, asked) = (open.words(by), &checkpoint.asked);
    let t = words.t;
    let answer = checkpoint.said.iter().rfind(|said| said.stands && said.outcome().is_some());
    let Some(answer) = answer else { return by.nothing().into_response() };
    let known = open.rulebook.safeguards.values().find(|known| known.name == *asked.safeguard);
    let is_wrong = !wrong.0.is_empty();
    let frame = words.frame(by, t.about(title, &open.title(by, &asked.code, &asked.safeguard)));
    let drawn = Second {
        frame: if is_wrong { frame.wrong() } else { frame },
        wrong,
        reference: open.reference.to_string(),
        back: open.question(by, &asked.safeguard),
        here: format!("{}/{last}", open.path_of(by, &asked.safeguard)),
        version: open.review.version,
        holding: open.holding.as_ref().map(ToString::to_string).unwrap_or_default(),
        digest: asked.digest.clone().unwrap_or_default(),
        question: known.map(|known| known.question.in_language(&words.language()).to_owned()).unwrap_or_default(),
        answer: answer.outcome().map(|outcome| t.name("outcome", outcome)).unwrap_or_default(),
        by: format!("{}, {}", answer.by.clone().unwrap_or_default(), moment(t, &answer.at)),
        reason: answer.reason.clone(),
        effects,
        button: if reasons.is_some() { t.say("review-take-back-button") } else { t.say("review-confirm-button") },
        reasons,
    };
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    (status, page(&drawn)).into_response()
}
