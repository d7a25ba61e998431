//! Taking a step: what it does is said before it is done.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use crate::domain::ids::{MessageId, RequestReference, TransitionName};
use crate::http::service::Service;
use crate::operations::take_transition::{self, TakeTransition};
use crate::operations::{Call, read_request};

use super::super::form::Sent;
use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::super::words::Words;

#[derive(Template)]
#[template(path = "templates/request/step.html")]
struct Confirm {
    frame: Frame,
    reference: String,
    back: String,
    here: String,
    version: i64,
    holding: String,
    /// The stage that is entered.
    to: String,
    /// The message that leaves.
    sends: Option<String>,
    articles: String,
    in_the_way: Option<String>,
}

/// Which delivery, where it is about one.
#[derive(Deserialize)]
pub(super) struct Which {
    holding: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Taken {
    /// The version that was read.
    version: i64,
    #[serde(default)]
    holding: String,
    #[serde(default)]
    reason: String,
}

/// Says what the step does.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, reference, transition)): Path<(String, String, String)>,
    Query(which): Query<Which>,
) -> Result<Response, Stop> {
    let nothing = || Stop::not_found(&by.visit, Some(&by));
    let Ok(reference) = reference.parse::<RequestReference>() else { return Err(nothing()) };
    let stopped = |error| Stop::of(&by.visit, Some(&by), &error);
    let view = read_request::run(&service.app, by.official(), &reference).await.map_err(stopped)?;
    let rulebook = service.app.rulebook_of(&view.standing.rulebook).await.map_err(stopped)?;
    let words = Words { t: by.visit.t, rulebook: &rulebook };
    let possible = view
        .next
        .iter()
        .find(|possible| possible.next.transition == transition && possible.next.holding == which.holding)
        .ok_or_else(nothing)?;
    let holding = which.holding.as_deref();
    let below = format!("/requests/{reference}");
    Ok(page(&Confirm {
        frame: words.frame(&by, words.step(&view, holding, &transition)),
        reference: reference.to_string(),
        back: by.visit.to(&below),
        here: by.visit.to(&format!("{below}/steps/{transition}")),
        version: view.version,
        holding: which.holding.clone().unwrap_or_default(),
        to: words.stage(&view, holding, &possible.next.to),
        sends: possible.next.sends.as_deref().map(|name| words.message(&view, name)),
        articles: possible.next.source.join(", "),
        in_the_way: possible.in_the_way.clone(),
    }))
}

/// Takes the step, if the request is still what was read.
pub(super) async fn take(
    State(service): State<Service>,
    Path((_, reference, transition)): Path<(String, String, String)>,
    Sent { by, form }: Sent<Taken>,
) -> Result<Response, Stop> {
    let nothing = || Stop::not_found(&by.visit, Some(&by));
    let Ok(reference) = reference.parse::<RequestReference>() else { return Err(nothing()) };
    let Ok(transition) = TransitionName::parse(transition) else { return Err(nothing()) };
    let holding = match form.holding.as_str() {
        "" => None,
        id => Some(MessageId::parse(id.to_owned()).map_err(|_| nothing())?),
    };
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let reason = Some(form.reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    let app = service.app.calling(Call { read_version: Some(form.version), once: None });
    let taken =
        take_transition::run(&app, by.official(), &reference, TakeTransition { transition, holding, reason }).await;
    service.tried(by.official(), taken).map_err(|error| Stop::of(&by.visit, Some(&by), &error))?;
    Ok(Redirect::to(&by.visit.to(&format!("/requests/{reference}?done=step"))).into_response())
}
