//! The account: what it is secured with, and where it is signed in.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use crate::domain::scope::CredentialKind;
use crate::http::service::Service;
use crate::operations::deputies as operations_deputies;
use crate::operations::list_credentials::{self, ListedCredential};
use crate::operations::notices;
use crate::operations::second_factor;

use super::super::dates::moment;
use super::super::deputies::{self, Line};
use super::super::frame::{After, Frame};
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};

#[derive(Template)]
#[template(path = "templates/account/show.html")]
#[expect(clippy::struct_excessive_bools, reason = "each says whether one part of the page is there")]
struct Account {
    frame: Frame,
    sign_in: String,
    /// Since when there is a second factor.
    since: Option<String>,
    recovery_codes: String,
    /// Whether few enough recovery codes are left to say so loudly.
    few: bool,
    sessions: Vec<Row>,
    tokens: Vec<Row>,
    /// Whether there is another session than this one.
    others: bool,
    /// Whether they may ask for a deputy.
    may_be_away: bool,
    deputies: Vec<Line>,
    /// Whether they are told anything by e-mail.
    notices: bool,
    calendars: Vec<Row>,
}

/// A session or a token.
struct Row {
    to: String,
    label: Option<String>,
    began: String,
    began_at: String,
    used: String,
    used_at: String,
    ends: String,
    ends_at: String,
    level: String,
    this: bool,
}

/// Shows it.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Query(After { done }): Query<After>,
) -> Result<Response, Stop> {
    let stopped = |error| by.stop(&error);
    let t = by.visit.t;
    let standing = second_factor::standing(&service.app, by.official()).await.map_err(stopped)?;
    let listed = list_credentials::run(&service.app, by.official(), None).await.map_err(stopped)?;
    // An administrator sees all on the page of officials: here are one's own.
    let own = operations_deputies::list(&service.app, by.official()).await.map_err(stopped)?;
    let me = by.caller.sign_in();
    let own: Vec<_> = own.into_iter().filter(|one| one.official == me || one.deputy == me).collect();
    let of = |kind: CredentialKind| -> Vec<Row> {
        let counting = listed.iter().filter(|one| one.counts && one.kind == kind.to_string());
        counting.map(|one| row(&by, one)).collect()
    };
    let calendars = listed.iter().filter(|one| one.counts && one.kind == "calendar").map(|one| row(&by, one)).collect();
    let wish = notices::wish(&service.app, by.official()).await.map_err(stopped)?;
    let (sessions, tokens) = (of(CredentialKind::Session), of(CredentialKind::Token));
    let mut frame = Frame::for_one(&by, t.say("account"));
    frame.done = match done.as_str() {
        "ended" => Some(t.say("account-ended")),
        "notices" => Some(t.say("notices-saved")),
        "notices-withdrawn" => Some(t.say("notices-withdrawn")),
        "deputy-asked" => Some(t.say("deputy-asked")),
        "deputy-ended" => Some(t.say("deputy-ended")),
        "others-ended" => Some(t.say("account-others-ended")),
        "second-factor" => Some(t.say("account-second-factor-added")),
        _ => None,
    };
    Ok(page(&Account {
        frame,
        sign_in: by.caller.sign_in().to_owned(),
        since: standing.since.map(|since| moment(t, &since)),
        recovery_codes: t.count("account-recovery-left", standing.recovery_codes),
        few: standing.recovery_codes < 3,
        may_be_away: by.caller.roles().iter().any(|role| role.acts_on_requests()),
        deputies: deputies::lines(&by, &own),
        notices: wish.is_some(),
        calendars,
        others: sessions.iter().any(|row| !row.this),
        sessions,
        tokens,
    }))
}

fn row(by: &SignedIn, one: &ListedCredential) -> Row {
    let t = by.visit.t;
    let level = if one.assurance > 1 { t.say("account-level-code") } else { t.say("account-level-password") };
    Row {
        to: by.visit.to(&format!("/account/credentials/{}/end", one.credential)),
        label: one.label.clone().filter(|label| !label.is_empty()),
        began: moment(t, &one.issued_at),
        began_at: one.issued_at.clone(),
        used: moment(t, &one.used_at),
        used_at: one.used_at.clone(),
        ends: moment(t, &one.expires_at),
        ends_at: one.expires_at.clone(),
        level,
        this: one.credential == by.caller.credential().as_str(),
    }
}
