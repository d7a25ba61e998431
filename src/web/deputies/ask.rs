//! Asking that somebody stands in: for oneself, or, as an administrator, for somebody who has fallen ill.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;

use crate::domain::ids::SignInName;
use crate::domain::role::Role;
use crate::http::service::Service;
use crate::operations::OperationError;
use crate::operations::deputies;
use crate::operations::deputise::{self, MOST_DAYS, NewDeputyship};

use super::super::form::{Problem, Problems, Sent};
use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};

#[derive(Template)]
#[template(path = "templates/deputies/ask.html")]
struct Ask {
    frame: Frame,
    here: String,
    back: String,
    /// For whom, where not for oneself.
    absent: Option<String>,
    /// Who can be asked: what they sign in with, and their names.
    candidates: Vec<(String, String)>,
    most: usize,
    given: Given,
    wrong: Problems,
}

#[derive(Deserialize, Default)]
pub(super) struct Given {
    #[serde(default)]
    deputy: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
}

/// Whose absence it is, and where the page stands.
struct Absent {
    sign_in: SignInName,
    here: String,
    back: String,
    /// Whether it is somebody else's.
    of_another: bool,
}

fn own(by: &SignedIn) -> Option<Absent> {
    if !by.caller.roles().iter().any(|role| role.acts_on_requests()) {
        return None;
    }
    let sign_in = SignInName::parse(by.caller.sign_in().to_owned()).ok()?;
    let (here, back) = (by.visit.to("/account/deputy"), by.visit.to("/account"));
    Some(Absent { sign_in, here, back, of_another: false })
}

fn of(by: &SignedIn, name: String) -> Option<Absent> {
    if !by.caller.roles().contains(&Role::Administrator) {
        return None;
    }
    let sign_in = SignInName::parse(name).ok()?;
    let (here, back) = (format!("/officials/of/{sign_in}/deputy"), format!("/officials/of/{sign_in}"));
    Some(Absent { sign_in, here: by.visit.to(&here), back: by.visit.to(&back), of_another: true })
}

async fn drawn(
    service: &Service,
    by: &SignedIn,
    absent: Absent,
    given: Given,
    wrong: Problems,
) -> Result<Response, Stop> {
    let candidates = deputies::candidates(&service.app, by.official(), &absent.sign_in).await;
    let candidates = candidates.map_err(|_| by.nothing())?;
    let t = by.visit.t;
    let frame = Frame::for_one(by, t.say(if absent.of_another { "deputy-ask-for" } else { "deputy-ask" }));
    let (status, frame) =
        if wrong.0.is_empty() { (StatusCode::OK, frame) } else { (StatusCode::UNPROCESSABLE_ENTITY, frame.wrong()) };
    let most = usize::try_from(MOST_DAYS).unwrap_or_default();
    let name = absent.of_another.then(|| absent.sign_in.to_string());
    let Absent { here, back, .. } = absent;
    Ok((status, page(&Ask { frame, here, back, absent: name, candidates, most, given, wrong })).into_response())
}

/// Shows the form.
pub(super) async fn show_own(State(service): State<Service>, by: SignedIn) -> Result<Response, Stop> {
    let absent = own(&by).ok_or_else(|| by.nothing())?;
    drawn(&service, &by, absent, Given::default(), Problems::default()).await
}

/// Shows the form for somebody else's absence.
pub(super) async fn show_for(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, name)): Path<(String, String)>,
) -> Result<Response, Stop> {
    let absent = of(&by, name).ok_or_else(|| by.nothing())?;
    drawn(&service, &by, absent, Given::default(), Problems::default()).await
}

/// Asks.
pub(super) async fn ask_own(State(service): State<Service>, Sent { by, form }: Sent<Given>) -> Result<Response, Stop> {
    let absent = own(&by).ok_or_else(|| by.nothing())?;
    asked(&service, &by, absent, form, "/account?done=deputy-asked").await
}

/// Asks for somebody else.
pub(super) async fn ask_for(
    State(service): State<Service>,
    Path((_, name)): Path<(String, String)>,
    Sent { by, form }: Sent<Given>,
) -> Result<Response, Stop> {
    let absent = of(&by, name).ok_or_else(|| by.nothing())?;
    asked(&service, &by, absent, form, "/officials?done=done").await
}

async fn asked(service: &Service, by: &SignedIn, absent: Absent, given: Given, on: &str) -> Result<Response, Stop> {
    let t = by.visit.t;
    let problem = |field: &str, what: &str| Problem { field: field.to_owned(), text: t.say(what) };
    let deputy = SignInName::parse(given.deputy.clone());
    let (from, until) = (given.from.trim().parse::<Date>(), given.until.trim().parse::<Date>());
    let mut wrong = Problems::default();
    if deputy.is_err() {
        wrong.0.push(problem("deputy", "deputy-who-wrong"));
    }
    if from.is_err() {
        wrong.0.push(problem("from", "deputy-day-wrong"));
    }
    if until.is_err() {
        wrong.0.push(problem("until", "deputy-day-wrong"));
    }
    let (Ok(deputy), Ok(from), Ok(until)) = (deputy, from, until) else {
        return drawn(service, by, absent, given, wrong).await;
    };
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let new = NewDeputyship { official: absent.sign_in.clone(), deputy, from, until };
    match service.tried(by.official(), deputise::ask(&service.app, by.official(), new).await) {
        Ok(_) => Ok(Redirect::to(&by.visit.to(on)).into_response()),
        Err(OperationError::Unusable { what, .. }) => {
            let wrong = match what.as_str() {
                "the days" => problem("until", "deputy-days-wrong"),
                "the deputyship" => problem("from", "deputy-days-taken"),
                _ => problem("deputy", "deputy-who-wrong"),
            };
            drawn(service, by, absent, given, Problems(vec![wrong])).await
        }
        Err(OperationError::NotFound { .. }) => {
            let wrong = Problems(vec![problem("deputy", "deputy-who-wrong")]);
            drawn(service, by, absent, given, wrong).await
        }
        Err(error) => Err(by.stop(&error)),
    }
}
