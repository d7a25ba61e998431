//! Choosing one's own password, in place of one that somebody else chose.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::domain::ids::SignInName;
use crate::http::address::From as ComesFrom;
use crate::http::service::Service;
use crate::http::throttle::Throttled;
use crate::operations::{OperationError, sign_in};

use super::super::form::{Problems, Strange};
use super::super::frame::Frame;
use super::super::stop::page;
use super::super::visit::Visit;

#[derive(Template)]
#[template(path = "templates/entry/password.html")]
struct Choose {
    frame: Frame,
    name: String,
    wrong: Problems,
    /// What the program says of it, in English.
    detail: Option<String>,
    notice: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Passwords {
    name: String,
    old: Zeroizing<String>,
    new: Zeroizing<String>,
}

/// Shows the form.
pub(super) async fn show(visit: Visit) -> Response {
    form(&visit, String::new(), None)
}

/// Asks somebody who came with a password of somebody else's for their own: their name was typed already.
pub(super) fn ask(visit: &Visit, name: &str) -> Response {
    form(visit, name.to_owned(), Some(visit.t.say("sign-in-temporary")))
}

fn form(visit: &Visit, name: String, notice: Option<String>) -> Response {
    let frame = Frame::of(visit, visit.t.say("password-choose"));
    page(&Choose { frame, name, wrong: Problems::default(), detail: None, notice })
}

/// Sets the password.
pub(super) async fn set(
    State(service): State<Service>,
    ComesFrom(address): ComesFrom,
    Strange { visit, form }: Strange<Passwords>,
) -> Response {
    let refused = |status: StatusCode, what: &str, detail: Option<String>| {
        let frame = Frame::of(&visit, visit.t.say("password-choose")).wrong();
        let wrong = Problems::one(if what == "password-new" { "new" } else { "name" }, visit.t.say(what));
        (status, page(&Choose { frame, name: form.name.clone(), wrong, detail, notice: None })).into_response()
    };
    let Ok(name) = SignInName::parse(form.name.trim().to_owned()) else {
        return refused(StatusCode::UNPROCESSABLE_ENTITY, "sign-in-refused", None);
    };
    let (app, changing, old, new) = (service.app.clone(), name.clone(), form.old.clone(), form.new.clone());
    let work = async move { sign_in::set_password(&app, &changing, &old, &new).await };
    match service.throttle.guard(address, &name, &service.app.clock, work).await {
        Ok(()) => Redirect::to(&visit.to("/sign-in?done=password-chosen")).into_response(),
        Err(Throttled::Answered(OperationError::NotSignedIn)) => {
            refused(StatusCode::UNPROCESSABLE_ENTITY, "sign-in-refused", None)
        }
        Err(Throttled::Answered(error @ OperationError::Unusable { .. })) => {
            refused(StatusCode::UNPROCESSABLE_ENTITY, "password-new", Some(error.to_string()))
        }
        Err(Throttled::Answered(error)) => visit.stop(&error).into_response(),
        Err(Throttled::Wait { .. } | Throttled::Busy) => refused(StatusCode::TOO_MANY_REQUESTS, "sign-in-slowed", None),
    }
}
