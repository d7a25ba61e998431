//! Going on with a code in a session that began with a password alone: from here and back, without losing anything.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::domain::ids::SignInName;
use crate::domain::scope::Assurance;
use crate::http::service::Service;
use crate::http::throttle::Throttled;
use crate::operations::{OperationError, second_factor};

use super::super::entry::below;
use super::super::form::{Problems, Sent};
use super::super::frame::Frame;
use super::super::session::{Raised, SignedIn};
use super::super::stop::{Stop, page};

#[derive(Template)]
#[template(path = "templates/account/code.html")]
struct Code {
    frame: Frame,
    back: String,
    wrong: Problems,
    /// Whether there is a second factor to show a code of.
    has: bool,
    /// Where one is added, and from there back.
    add: String,
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    back: String,
}

#[derive(Deserialize)]
pub(super) struct Given {
    code: Zeroizing<String>,
    #[serde(default)]
    back: String,
}

/// The query that leads back.
pub(super) fn query(back: &str) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair("back", back).finish()
}

fn drawn(by: &SignedIn, back: &str, has: bool, wrong: Problems) -> Response {
    let frame = Frame::for_one(by, by.visit.t.say("code-needed"));
    let frame = if wrong.0.is_empty() { frame } else { frame.wrong() };
    let add = by.visit.to(&format!("/account/second-factor?{}", query(back)));
    page(&Code { frame, back: back.to_owned(), wrong, has, add })
}

/// Asks for the code, or leads to where a second factor is added.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Query(Wanted { back }): Query<Wanted>,
) -> Result<Response, Stop> {
    if by.caller.assurance() >= Assurance::PasswordAndCode {
        let to = if below(&back) { by.visit.to(&back) } else { by.visit.to("/account") };
        return Ok(Redirect::to(&to).into_response());
    }
    let standing = second_factor::standing(&service.app, by.official()).await;
    let standing = standing.map_err(|error| by.stop(&error))?;
    Ok(drawn(&by, &back, standing.since.is_some(), Problems::default()))
}

/// Raises the session.
pub(super) async fn raise(State(service): State<Service>, Sent { by, form }: Sent<Given>) -> Result<Response, Stop> {
    let stopped = |error| by.stop(&error);
    let refused = |status: StatusCode, what: &str| {
        let wrong = Problems::one("code", by.visit.t.say(what));
        (status, drawn(&by, &form.back, true, wrong)).into_response()
    };
    let name = SignInName::parse(by.caller.sign_in().to_owned()).map_err(OperationError::from).map_err(stopped)?;
    let (app, caller, code) = (service.app.clone(), by.caller.clone(), form.code.clone());
    let work = async move { second_factor::raise(&app, &caller, &code).await };
    Ok(match service.guard_code(&name, work).await {
        Ok(()) => {
            let to = if below(&form.back) { by.visit.to(&form.back) } else { by.visit.to("/account") };
            let mut response = Redirect::to(&to).into_response();
            response.extensions_mut().insert(Raised);
            response
        }
        Err(Throttled::Answered(OperationError::NotSignedIn)) => {
            refused(StatusCode::UNPROCESSABLE_ENTITY, "code-refused")
        }
        Err(Throttled::Answered(error)) => return Err(stopped(error)),
        Err(Throttled::Wait { .. } | Throttled::Busy) => refused(StatusCode::TOO_MANY_REQUESTS, "sign-in-slowed"),
    })
}
