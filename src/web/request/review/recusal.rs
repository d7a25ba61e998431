//! Standing aside because of a conflict of interest, and being let back by somebody else.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use crate::domain::gate::Gate;
use crate::domain::ids::{ActorMark, RequestReference};
use crate::http::service::Service;
use crate::operations::read_review::{self, Recused};
use crate::operations::request_view::RequestView;
use crate::operations::{Call, OperationError, read_request, recuse_official};

use super::super::super::dates::moment;
use super::super::super::form::{Problems, Sent};
use super::super::super::frame::Frame;
use super::super::super::session::SignedIn;
use super::super::super::stop::{Stop, page};
use super::super::super::words::Words;
use super::form::{LONGEST, said};

#[derive(Template)]
#[template(path = "templates/request/review/recusal.html")]
struct Recusal {
    frame: Frame,
    wrong: Problems,
    reference: String,
    title: String,
    back: String,
    here: String,
    version: i64,
    gate: String,
    about: String,
    effects: Vec<String>,
    /// Why the official stood aside who is to be let back.
    declared: Option<String>,
    label: String,
    written: String,
    button: String,
}

/// Somebody who stands aside, as pages show them.
pub(super) struct Aside {
    pub(super) name: String,
    pub(super) role: String,
    pub(super) at: String,
    pub(super) reason: Option<String>,
    /// To the page on which they are let back.
    pub(super) lift: Option<String>,
}

impl Aside {
    pub(super) fn of(words: &Words<'_>, reference: &RequestReference, one: &Recused) -> Self {
        let lift = format!("/{}/requests/{reference}/recusal/{}", words.t.0, one.mark);
        Self {
            name: one.name.clone().unwrap_or_default(),
            role: words.t.name("role", one.role),
            at: moment(words.t, &one.at),
            reason: one.reason.clone(),
            lift: one.may_lift.then_some(lift),
        }
    }
}

/// The gate from which somebody came.
#[derive(Deserialize)]
pub(super) struct From {
    gate: Option<String>,
}

/// What was sent.
#[derive(Deserialize)]
pub(super) struct Declared {
    version: i64,
    #[serde(default)]
    gate: String,
    #[serde(default)]
    reason: String,
}

/// Says what standing aside does.
pub(super) async fn ask(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, reference)): Path<(String, String)>,
    Query(from): Query<From>,
) -> Result<Response, Stop> {
    let (reference, view, all) = open(&service, &by, &reference).await?;
    if all.iter().any(|one| one.is_own) {
        return Err(by.nothing());
    }
    let gate = from.gate.unwrap_or_default();
    declaring(&service, &by, &reference, &view, &gate, (String::new(), Problems::default())).await
}

/// Stands aside.
pub(super) async fn declare(
    State(service): State<Service>,
    Path((_, reference)): Path<(String, String)>,
    Sent { by, form }: Sent<Declared>,
) -> Result<Response, Stop> {
    let (reference, view, _) = open(&service, &by, &reference).await?;
    let reason = form.reason.trim().to_owned();
    if let Some(wrong) = wrong(&by, &reason).filter(|_| form.version == view.version) {
        return declaring(&service, &by, &reference, &view, &form.gate, (reason, wrong)).await;
    }
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let app = service.app.calling(Call { read_version: Some(form.version), once: None });
    let done = recuse_official::run(&app, by.official(), &reference, Some(reason)).await;
    service.tried(by.official(), done).map_err(|error| by.stop(&error))?;
    Ok(Redirect::to(&said(&back(&by, &reference, &form.gate), "aside")).into_response())
}

/// Says what letting somebody back does.
pub(super) async fn ask_to_lift(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, reference, mark)): Path<(String, String, String)>,
) -> Result<Response, Stop> {
    let (reference, view, all) = open(&service, &by, &reference).await?;
    let one = all.iter().find(|one| one.mark == *mark.as_str() && one.may_lift);
    let one = one.ok_or_else(|| by.nothing())?;
    lifting(&service, &by, &reference, &view, one, (String::new(), Problems::default())).await
}

/// Lets somebody back.
pub(super) async fn lift(
    State(service): State<Service>,
    Path((_, reference, mark)): Path<(String, String, String)>,
    Sent { by, form }: Sent<Declared>,
) -> Result<Response, Stop> {
    let (reference, view, all) = open(&service, &by, &reference).await?;
    let reason = form.reason.trim().to_owned();
    let one = all.iter().find(|one| one.mark == *mark.as_str() && one.may_lift);
    if let (Some(one), Some(wrong), true) = (one, wrong(&by, &reason), form.version == view.version) {
        return lifting(&service, &by, &reference, &view, one, (reason, wrong)).await;
    }
    let mark = ActorMark::parse(mark).map_err(|_| by.nothing())?;
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let app = service.app.calling(Call { read_version: Some(form.version), once: None });
    let reason = Some(reason).filter(|reason| !reason.is_empty());
    let done = recuse_official::lift(&app, by.official(), &reference, mark, reason).await;
    service.tried(by.official(), done).map_err(|error| by.stop(&error))?;
    Ok(Redirect::to(&said(&back(&by, &reference, &form.gate), "back")).into_response())
}

async fn open(
    service: &Service,
    by: &SignedIn,
    reference: &str,
) -> Result<(RequestReference, RequestView, Vec<Recused>), Stop> {
    let stopped = |error: OperationError| by.stop(&error);
    let reference = by.request(reference)?;
    let view = read_request::run(&service.app, by.official(), &reference).await.map_err(stopped)?;
    let recused = read_review::recused(&service.app, by.official(), &reference).await.map_err(stopped)?;
    Ok((reference, view, recused))
}

fn wrong(by: &SignedIn, reason: &str) -> Option<Problems> {
    let t = by.visit.t;
    match (reason.is_empty(), reason.chars().count() > LONGEST) {
        (true, _) => Some(Problems::one("reason", t.say("review-reason-missing"))),
        (false, true) => Some(Problems::one("reason", t.say("review-reason-long"))),
        (false, false) => None,
    }
}

/// To the review from which somebody came, else to the request.
fn back(by: &SignedIn, reference: &RequestReference, gate: &str) -> String {
    match gate.parse::<Gate>() {
        Ok(gate) => by.visit.to(&format!("/requests/{reference}/review/{gate}")),
        Err(_) => by.visit.to(&format!("/requests/{reference}")),
    }
}

async fn declaring(
    service: &Service,
    by: &SignedIn,
    reference: &RequestReference,
    view: &RequestView,
    gate: &str,
    (written, wrong): (String, Problems),
) -> Result<Response, Stop> {
    let t = by.visit.t;
    let of = ["review-recusal-effect-nothing", "review-recusal-effect-answers", "review-recusal-effect-seen"];
    let effects = of.iter().map(|id| t.say(id)).chain([t.say("review-recusal-effect-back")]);
    let page = Recusal {
        frame: frame(service, by, view, t.say("review-recusal-title")).await?,
        wrong,
        reference: reference.to_string(),
        title: view.title.clone(),
        back: back(by, reference, gate),
        here: by.visit.to(&format!("/requests/{reference}/recusal")),
        version: view.version,
        gate: gate.parse::<Gate>().map(|gate| gate.to_string()).unwrap_or_default(),
        about: t.say("review-recusal-about"),
        effects: effects.collect(),
        declared: None,
        label: t.say("review-recusal-reason"),
        written,
        button: t.say("review-recusal-button"),
    };
    Ok(shown(page))
}

async fn lifting(
    service: &Service,
    by: &SignedIn,
    reference: &RequestReference,
    view: &RequestView,
    one: &Recused,
    (written, wrong): (String, Problems),
) -> Result<Response, Stop> {
    let t = by.visit.t;
    let page = Recusal {
        frame: frame(service, by, view, t.say("review-lift-title")).await?,
        wrong,
        reference: reference.to_string(),
        title: view.title.clone(),
        back: back(by, reference, ""),
        here: by.visit.to(&format!("/requests/{reference}/recusal/{}", one.mark)),
        version: view.version,
        gate: String::new(),
        about: t.about("review-lift-about", &one.name.clone().unwrap_or_default()),
        effects: vec![
            t.say("review-lift-effect-may"),
            t.say("review-lift-effect-open"),
            t.say("review-lift-effect-seen"),
        ],
        declared: one.reason.clone(),
        label: t.say("review-lift-reason"),
        written,
        button: t.say("review-lift-button"),
    };
    Ok(shown(page))
}

async fn frame(service: &Service, by: &SignedIn, view: &RequestView, title: String) -> Result<Frame, Stop> {
    let rulebook = service.app.rulebook_of(&view.standing.rulebook).await;
    let rulebook = rulebook.map_err(|error| by.stop(&error))?;
    Ok(Words { t: by.visit.t, rulebook: &rulebook }.frame(by, title))
}

fn shown(mut drawn: Recusal) -> Response {
    let is_wrong = !drawn.wrong.0.is_empty();
    drawn.frame.wrong = is_wrong;
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    (status, page(&drawn)).into_response()
}
