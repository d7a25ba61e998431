//! Adding an official.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use crate::domain::ids::SignInName;
use crate::domain::role::Role;
use crate::http::service::Service;
use crate::operations::OperationError;
use crate::operations::add_official::{self, NewOfficial};

use super::super::form::{Problem, Problems, Sent};
use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::act::Once;

#[derive(Template)]
#[template(path = "templates/officials/add.html")]
struct Add {
    frame: Frame,
    sign_in: String,
    name: String,
    wrong: Problems,
}

#[derive(Deserialize)]
pub(super) struct Given {
    #[serde(default)]
    sign_in: String,
    #[serde(default)]
    name: String,
}

fn drawn(by: &SignedIn, given: Given, wrong: Problems) -> Response {
    let frame = Frame::for_one(by, by.visit.t.say("officials-add"));
    let frame = if wrong.0.is_empty() { frame } else { frame.wrong() };
    page(&Add { frame, sign_in: given.sign_in, name: given.name, wrong })
}

/// Shows the form.
pub(super) async fn show(by: SignedIn) -> Result<Response, Stop> {
    if !by.caller.roles().contains(&Role::Administrator) {
        return Err(by.nothing());
    }
    Ok(drawn(&by, Given { sign_in: String::new(), name: String::new() }, Problems::default()))
}

/// Adds them, without a role: roles are granted one by one, each with its confirmation.
pub(super) async fn add(State(service): State<Service>, Sent { by, form }: Sent<Given>) -> Result<Response, Stop> {
    let t = by.visit.t;
    let problem = |field: &str, what: &str| Problem { field: field.to_owned(), text: t.say(what) };
    let mut wrong = Problems::default();
    let sign_in = SignInName::parse(form.sign_in.trim().to_owned());
    if sign_in.is_err() {
        wrong.0.push(problem("sign-in", "officials-sign-in-wrong"));
    }
    if form.name.trim().is_empty() {
        wrong.0.push(problem("name", "officials-name-wrong"));
    }
    let (Ok(sign_in), true) = (sign_in, wrong.0.is_empty()) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, drawn(&by, form, wrong)).into_response());
    };
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let new = NewOfficial { sign_in, name: form.name.clone(), roles: Vec::new() };
    match service.tried(by.official(), add_official::run(&service.app, by.official(), new).await) {
        Ok(added) => {
            let frame = Frame::for_one(&by, t.say("officials-once"));
            Ok(page(&Once { frame, sign_in: added.sign_in.to_string(), password: added.one_time_password }))
        }
        Err(error) if error.code() == "exists-already" => {
            let wrong = Problems(vec![problem("sign-in", "officials-sign-in-taken")]);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, drawn(&by, form, wrong)).into_response())
        }
        Err(OperationError::Unusable { .. }) => {
            let wrong = Problems(vec![problem("name", "officials-name-wrong")]);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, drawn(&by, form, wrong)).into_response())
        }
        Err(error) => Err(by.stop(&error)),
    }
}
