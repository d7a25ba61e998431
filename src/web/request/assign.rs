//! Giving a request to an official, so that they see it and find it in their queue.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use crate::domain::ids::SignInName;
use crate::domain::role::Role;
use crate::http::service::Service;
use crate::operations::{OperationError, assign_official, read_request};

use super::super::form::{Problems, Sent};
use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};

#[derive(Template)]
#[template(path = "templates/request/assign.html")]
struct Ask {
    frame: Frame,
    reference: String,
    title: String,
    back: String,
    here: String,
    name: String,
    problems: Problems,
}

#[derive(Deserialize)]
pub(super) struct Named {
    #[serde(default)]
    name: String,
}

/// Whether somebody gives requests to officials.
pub(super) fn assigns(by: &SignedIn) -> bool {
    by.caller.roles().contains(&Role::CentralAuthority)
}

/// Asks whom.
pub(super) async fn ask(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, reference)): Path<(String, String)>,
) -> Result<Response, Stop> {
    let ask = Ask::of(&service, &by, &reference, String::new()).await?;
    Ok(page(&ask))
}

/// Gives the request to somebody.
pub(super) async fn assign(
    State(service): State<Service>,
    Path((_, reference)): Path<(String, String)>,
    Sent { by, form }: Sent<Named>,
) -> Result<Response, Stop> {
    let known = by.request(&reference)?;
    let wrong = async |text: &str| {
        let mut ask = Ask::of(&service, &by, &reference, form.name.clone()).await?;
        ask.frame = ask.frame.wrong();
        ask.problems = Problems::one("name", by.visit.t.say(text));
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&ask)).into_response())
    };
    let Ok(name) = form.name.trim().parse::<SignInName>() else { return wrong("assign-unknown").await };
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let done = assign_official::run(&service.app, by.official(), &known, &name).await;
    match service.tried(by.official(), done) {
        Ok(()) => Ok(Redirect::to(&by.visit.to(&format!("/requests/{known}?done=assigned"))).into_response()),
        Err(OperationError::NotFound { .. }) => wrong("assign-unknown").await,
        Err(error) => Err(by.stop(&error)),
    }
}

impl Ask {
    async fn of(service: &Service, by: &SignedIn, reference: &str, name: String) -> Result<Self, Stop> {
        let nothing = || by.nothing();
        let reference = by.request(reference)?;
        let stopped = |error| by.stop(&error);
        let view = read_request::run(&service.app, by.official(), &reference).await.map_err(stopped)?;
        if !assigns(by) {
            return Err(nothing());
        }
        let back = by.visit.to(&format!("/requests/{reference}"));
        Ok(Self {
            frame: Frame::for_one(by, by.visit.t.say("assign-title")),
            reference: reference.to_string(),
            title: view.title,
            here: format!("{back}/assign"),
            back,
            name,
            problems: Problems::default(),
        })
    }
}
