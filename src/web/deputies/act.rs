//! Confirming and ending a deputyship: its effect is said before it is done.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use strum::EnumString;

use crate::domain::ids::DeputyshipId;
use crate::domain::role::Role;
use crate::http::service::Service;
use crate::operations::{deputies, deputise};

use super::super::form::Sent;
use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::{Line, lines};

/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, strum::Display)]
#[strum(serialize_all = "kebab-case")]
enum Act {
    Confirm,
    End,
}

#[derive(Template)]
#[template(path = "templates/deputies/act.html")]
struct Confirm {
    frame: Frame,
    here: String,
    back: String,
    line: Line,
    effect: String,
    takes: bool,
}

#[derive(Deserialize)]
pub(super) struct Nothing {}

/// Where whoever acts has come from.
fn back(by: &SignedIn) -> String {
    let keeps = by.caller.roles().contains(&Role::Administrator);
    by.visit.to(if keeps { "/officials" } else { "/account" })
}

/// The deputyship of an address, where whoever asks may do this with it; anybody else is told that there is no such page.
async fn found(service: &Service, by: &SignedIn, id: &str, act: &str) -> Result<(DeputyshipId, Act, Line), Stop> {
    let nothing = || by.nothing();
    let id = DeputyshipId::parse(id.to_owned()).map_err(|_| nothing())?;
    let act: Act = act.parse().map_err(|_| nothing())?;
    let listed = deputies::list(&service.app, by.official()).await.map_err(|error| by.stop(&error))?;
    let listed: Vec<_> = listed.into_iter().filter(|one| one.deputyship == id).collect();
    let line = lines(by, &listed).into_iter().next().ok_or_else(nothing)?;
    let may = match act {
        Act::Confirm => line.confirm.is_some(),
        Act::End => line.end.is_some(),
    };
    if may { Ok((id, act, line)) } else { Err(nothing()) }
}

/// Says what it does.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, id, act)): Path<(String, String, String)>,
) -> Result<Response, Stop> {
    let (id, act, line) = found(&service, &by, &id, &act).await?;
    let t = by.visit.t;
    let (title, effect) = match act {
        Act::Confirm => ("deputy-confirm", "deputy-confirm-effect"),
        Act::End => ("deputy-end", "deputy-end-effect"),
    };
    Ok(page(&Confirm {
        frame: Frame::for_one(&by, t.say(title)),
        here: by.visit.to(&format!("/deputyships/{id}/{act}")),
        back: back(&by),
        line,
        effect: t.say(effect),
        takes: act == Act::End,
    }))
}

/// Does it. Who may not is refused by the operation, so that the attempt is an entry.
pub(super) async fn act(
    State(service): State<Service>,
    Path((_, id, act)): Path<(String, String, String)>,
    Sent { by, form: Nothing {} }: Sent<Nothing>,
) -> Result<Response, Stop> {
    let nothing = || by.nothing();
    let id = DeputyshipId::parse(id).map_err(|_| nothing())?;
    let act: Act = act.parse().map_err(|_| nothing())?;
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let done = match act {
        Act::Confirm => deputise::confirm(&service.app, by.official(), &id).await,
        Act::End => deputise::end(&service.app, by.official(), &id).await,
    };
    service.tried(by.official(), done).map_err(|error| by.stop(&error))?;
    Ok(Redirect::to(&format!("{}?done={}", back(&by), if act == Act::End { "deputy-ended" } else { "done" }))
        .into_response())
}
