//! Adding a second factor: the secret as text and as a picture, its first code, and the recovery codes, shown once.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::domain::ids::SignInName;
use crate::http::service::Service;
use crate::http::throttle::Throttled;
use crate::operations::OperationError;
use crate::operations::second_factor::{self, Offered};

use super::super::entry::below;
use super::super::form::{Problems, Sent};
use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::code::query;
use super::qr;

#[derive(Template)]
#[template(path = "templates/account/second_factor.html")]
struct Adding {
    frame: Frame,
    offered: Offered,
    picture: Option<(i32, String)>,
    back: String,
    wrong: Problems,
}

/// The recovery codes, the only time that they are shown.
#[derive(Template)]
#[template(path = "templates/account/recovery.html")]
struct Recovery {
    frame: Frame,
    codes: Vec<Zeroizing<String>>,
    on: String,
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    back: String,
}

#[derive(Deserialize)]
pub(super) struct Given {
    offer: Zeroizing<String>,
    code: Zeroizing<String>,
    #[serde(default)]
    back: String,
}

fn drawn(by: &SignedIn, offered: Offered, back: String, wrong: Problems) -> Response {
    let frame = Frame::for_one(by, by.visit.t.say("second-factor"));
    let frame = if wrong.0.is_empty() { frame } else { frame.wrong() };
    let picture = qr::drawn(&offered.address);
    page(&Adding { frame, offered, picture, back, wrong })
}

/// Offers one.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Query(Wanted { back }): Query<Wanted>,
) -> Result<Response, Stop> {
    match second_factor::offer(&service.app, by.official()).await {
        Ok(offered) => Ok(drawn(&by, offered, back, Problems::default())),
        // Whoever replaces one shows a code of it first.
        Err(OperationError::CodeNeeded { .. }) => {
            let to = format!("/account/code?{}", query("/account/second-factor"));
            Ok(Redirect::to(&by.visit.to(&to)).into_response())
        }
        Err(error) => Err(by.stop(&error)),
    }
}

/// Adds it, with its first code.
pub(super) async fn add(State(service): State<Service>, Sent { by, form }: Sent<Given>) -> Result<Response, Stop> {
    let stopped = |error| by.stop(&error);
    let name = SignInName::parse(by.caller.sign_in().to_owned()).map_err(OperationError::from).map_err(stopped)?;
    let (app, official) = (service.app.clone(), by.official().clone());
    let (offer, code) = (form.offer.clone(), form.code.clone());
    let work = async move { second_factor::add(&app, &official, &offer, &code).await };
    let (status, what) = match service.guard_code(&name, work).await {
        Ok(codes) => {
            let on = if below(&form.back) { form.back } else { "/account?done=second-factor".to_owned() };
            let frame = Frame::for_one(&by, by.visit.t.say("recovery-title"));
            return Ok(page(&Recovery { frame, codes, on: by.visit.to(&on) }));
        }
        Err(Throttled::Answered(OperationError::NotSignedIn)) => (StatusCode::UNPROCESSABLE_ENTITY, "code-refused"),
        Err(Throttled::Answered(error)) => return Err(stopped(error)),
        Err(Throttled::Wait { .. } | Throttled::Busy) => (StatusCode::TOO_MANY_REQUESTS, "sign-in-slowed"),
    };
    let offered = second_factor::offered(&service.app, by.official(), &form.offer).await.map_err(stopped)?;
    let wrong = Problems::one("code", by.visit.t.say(what));
    Ok((status, drawn(&by, offered, form.back, wrong)).into_response())
}
