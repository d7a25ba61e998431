//! Choosing another password while signed in.

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

use super::super::form::{Problems, Sent};
use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};

#[derive(Template)]
#[template(path = "templates/account/password.html")]
struct Choose {
    frame: Frame,
    wrong: Problems,
}

#[derive(Deserialize)]
pub(super) struct Passwords {
    old: Zeroizing<String>,
    new: Zeroizing<String>,
}

/// Shows the form.
pub(super) async fn show(by: SignedIn) -> Response {
    page(&Choose { frame: Frame::for_one(&by, by.visit.t.say("account-password")), wrong: Problems::default() })
}

/// Sets the password, which ends all sessions.
pub(super) async fn set(
    State(service): State<Service>,
    ComesFrom(address): ComesFrom,
    Sent { by, form }: Sent<Passwords>,
) -> Result<Response, Stop> {
    let stopped = |error| by.stop(&error);
    let refused = |status: StatusCode, field: &str, what: &str| {
        let frame = Frame::for_one(&by, by.visit.t.say("account-password")).wrong();
        (status, page(&Choose { frame, wrong: Problems::one(field, by.visit.t.say(what)) })).into_response()
    };
    let name = SignInName::parse(by.caller.sign_in().to_owned()).map_err(OperationError::from).map_err(stopped)?;
    let (app, changing, old, new) = (service.app.clone(), name.clone(), form.old.clone(), form.new.clone());
    let work = async move { sign_in::set_password(&app, &changing, &old, &new).await };
    Ok(match service.throttle.guard(address, &name, &service.app.clock, work).await {
        Ok(()) => Redirect::to(&by.visit.to("/sign-in?done=password-chosen")).into_response(),
        Err(Throttled::Answered(OperationError::NotSignedIn)) => {
            refused(StatusCode::UNPROCESSABLE_ENTITY, "old", "account-password-wrong")
        }
        Err(Throttled::Answered(OperationError::Unusable { .. })) => {
            refused(StatusCode::UNPROCESSABLE_ENTITY, "new", "account-password-unusable")
        }
        Err(Throttled::Answered(error)) => return Err(stopped(error)),
        Err(Throttled::Wait { .. } | Throttled::Busy) => {
            refused(StatusCode::TOO_MANY_REQUESTS, "old", "sign-in-slowed")
        }
    })
}
