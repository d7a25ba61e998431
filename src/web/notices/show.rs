//! What one wants to be told by e-mail, and where.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use strum::IntoEnumIterator as _;

use crate::domain::notice::{EmailAddress, NoticeKind};
use crate::http::service::Service;
use crate::operations::notices::{self, Wanted};

use super::super::form::{Problem, Problems, Sent};
use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};

#[derive(Template)]
#[template(path = "templates/notices/show.html")]
struct Show {
    frame: Frame,
    /// Whether this installation sends any.
    sends: bool,
    address: String,
    /// Each kind: its name, what it says, whether it is chosen.
    kinds: Vec<(NoticeKind, String, bool)>,
    /// Whether there is an address to withdraw.
    withdraws: bool,
    wrong: Problems,
}

#[derive(Deserialize, Default)]
pub(super) struct Given {
    #[serde(default)]
    address: String,
    new: Option<String>,
    soon: Option<String>,
    overdue: Option<String>,
}

impl Given {
    fn kinds(&self) -> Vec<NoticeKind> {
        let chosen = |kind: &NoticeKind| match kind {
            NoticeKind::New => self.new.is_some(),
            NoticeKind::Soon => self.soon.is_some(),
            NoticeKind::Overdue => self.overdue.is_some(),
        };
        NoticeKind::iter().filter(chosen).collect()
    }
}

#[derive(Deserialize)]
pub(super) struct Nothing {}

fn drawn(
    service: &Service,
    by: &SignedIn,
    (address, chosen): (String, &[NoticeKind]),
    withdraws: bool,
    wrong: Problems,
) -> Response {
    let t = by.visit.t;
    let frame = Frame::for_one(by, t.say("notices"));
    let (status, frame) =
        if wrong.0.is_empty() { (StatusCode::OK, frame) } else { (StatusCode::UNPROCESSABLE_ENTITY, frame.wrong()) };
    let kinds = NoticeKind::iter()
        .map(|kind| {
            let says = t.say(match kind {
                NoticeKind::New => "notice-new",
                NoticeKind::Soon => "notice-soon",
                NoticeKind::Overdue => "notice-overdue",
            });
            (kind, says, chosen.contains(&kind))
        })
        .collect();
    let sends = service.policy.sends_mail;
    (status, page(&Show { frame, sends, address, kinds, withdraws, wrong })).into_response()
}

/// Shows it.
pub(super) async fn show(State(service): State<Service>, by: SignedIn) -> Result<Response, Stop> {
    let wish = notices::wish(&service.app, by.official()).await.map_err(|error| by.stop(&error))?;
    let withdraws = wish.is_some();
    let all: Vec<NoticeKind> = NoticeKind::iter().collect();
    let (address, kinds) = wish.map_or((String::new(), all), |wish| (wish.address.as_str().to_owned(), wish.kinds));
    Ok(drawn(&service, &by, (address, &kinds), withdraws, Problems::default()))
}

/// Sets it.
pub(super) async fn set(State(service): State<Service>, Sent { by, form }: Sent<Given>) -> Result<Response, Stop> {
    let t = by.visit.t;
    let problem = |field: &str, what: &str| Problem { field: field.to_owned(), text: t.say(what) };
    let (address, kinds) = (EmailAddress::parse(&form.address), form.kinds());
    let mut wrong = Problems::default();
    if address.is_none() {
        wrong.0.push(problem("address", "notice-address-wrong"));
    }
    if kinds.is_empty() {
        wrong.0.push(problem("new", "notice-kinds-wrong"));
    }
    let (Some(address), true) = (address, wrong.0.is_empty()) else {
        return Ok(drawn(&service, &by, (form.address, &kinds), false, wrong));
    };
    let wanted = Wanted { address, language: t.0.to_string(), kinds };
    let set = notices::set(&service.app, by.official(), Some(wanted)).await;
    service.tried(by.official(), set).map_err(|error| by.stop(&error))?;
    Ok(Redirect::to(&by.visit.to("/account?done=notices")).into_response())
}

/// Forgets it, with the address.
pub(super) async fn withdraw(
    State(service): State<Service>,
    Sent { by, form: Nothing {} }: Sent<Nothing>,
) -> Result<Response, Stop> {
    let set = notices::set(&service.app, by.official(), None).await;
    service.tried(by.official(), set).map_err(|error| by.stop(&error))?;
    Ok(Redirect::to(&by.visit.to("/account?done=notices-withdrawn")).into_response())
}
