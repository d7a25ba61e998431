//! Ending sessions and tokens of one's own, and going on with this one.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::{Json, http::StatusCode};
use serde::Deserialize;
use serde_json::json;

use crate::domain::ids::CredentialId;
use crate::domain::scope::CredentialKind;
use crate::domain::time;
use crate::http::service::Service;
use crate::operations::{list_credentials, revoke_credential};

use super::super::form::Sent;
use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};

#[derive(Template)]
#[template(path = "templates/account/end.html")]
struct Confirm {
    frame: Frame,
    here: String,
    effect: String,
}

#[derive(Deserialize)]
pub(super) struct Nothing {}

/// Says when the session ends now: the call itself has prolonged it.
pub(super) async fn stay(Sent { by, form: Nothing {} }: Sent<Nothing>) -> Response {
    (StatusCode::OK, Json(json!({ "ends_at": time::to_text(by.caller.ends_at()) }))).into_response()
}

/// Says what ending a session or a token does.
pub(super) async fn ask(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, credential)): Path<(String, String)>,
) -> Result<Response, Stop> {
    let t = by.visit.t;
    let listed = list_credentials::run(&service.app, by.official(), None).await;
    let listed = listed.map_err(|error| by.stop(&error))?;
    let found = listed.iter().find(|one| one.credential == credential && one.counts);
    let found = found.ok_or_else(|| by.nothing())?;
    let (title, effect) = if found.kind == CredentialKind::Token.to_string() {
        (t.say("account-revoke"), t.say("account-revoke-effect"))
    } else if found.kind == "calendar" {
        (t.say("calendar-withdraw"), t.say("calendar-withdraw-effect"))
    } else {
        (t.say("account-end"), t.say("account-end-effect"))
    };
    let here = by.visit.to(&format!("/account/credentials/{credential}/end"));
    Ok(page(&Confirm { frame: Frame::for_one(&by, title), here, effect }))
}

/// Ends it.
pub(super) async fn end(
    State(service): State<Service>,
    Path((_, credential)): Path<(String, String)>,
    Sent { by, form: Nothing {} }: Sent<Nothing>,
) -> Result<Response, Stop> {
    let Ok(id) = CredentialId::parse(credential) else { return Err(by.nothing()) };
    let ended = revoke_credential::run(&service.app, by.official(), &id).await;
    service.tried(by.official(), ended).map_err(|error| by.stop(&error))?;
    Ok(Redirect::to(&by.visit.to("/account?done=ended")).into_response())
}

/// Says what ending all others does.
pub(super) async fn ask_others(by: SignedIn) -> Response {
    let t = by.visit.t;
    let (here, effect) = (by.visit.to("/account/others/end"), t.say("account-others-effect"));
    page(&Confirm { frame: Frame::for_one(&by, t.say("account-others")), here, effect })
}

/// Ends all sessions but this one.
pub(super) async fn end_others(
    State(service): State<Service>,
    Sent { by, form: Nothing {} }: Sent<Nothing>,
) -> Result<Response, Stop> {
    let ended = revoke_credential::others(&service.app, &by.caller).await;
    ended.map_err(|error| by.stop(&error))?;
    Ok(Redirect::to(&by.visit.to("/account?done=others-ended")).into_response())
}
