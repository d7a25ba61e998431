//! Proposing a rulebook: what changes is read first, and nothing changes yet.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use crate::domain::ids::Digest;
use crate::domain::role::Role;
use crate::http::service::Service;
use crate::operations::adopt_rulebook::{self, Proposal};
use crate::operations::list_rulebooks::{self, Known, Standing};

use super::super::form::{Problems, Sent};
use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::difference::Told;

#[derive(Template)]
#[template(path = "templates/rulebooks/adopt.html")]
struct Page {
    frame: Frame,
    here: String,
    back: String,
    hash: String,
    /// The adopted one of its instrument: hash and name.
    instead_of: Option<(String, String)>,
    told: Option<Told>,
    reason: String,
    wrong: Problems,
}

#[derive(Deserialize)]
pub(super) struct Given {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    instead_of: String,
}

/// What may be proposed, for administrators; anybody else is told that there is no such page.
async fn candidate(service: &Service, by: &SignedIn, hash: String) -> Result<(Digest, Vec<Known>), Stop> {
    let nothing = || by.nothing();
    if !by.caller.roles().contains(&Role::Administrator) {
        return Err(nothing());
    }
    let hash = Digest::parse(hash).map_err(|_| nothing())?;
    let known = list_rulebooks::run(&service.app, by.official()).await.map_err(|error| by.stop(&error))?;
    let may = known.iter().any(|one| one.hash == hash && one.standing != Standing::Adopted && one.unsound.is_none());
    if may { Ok((hash, known)) } else { Err(nothing()) }
}

fn drawn(by: &SignedIn, hash: &Digest, known: &[Known], reason: String, wrong: Problems) -> Option<Response> {
    let t = by.visit.t;
    let new = known.iter().find(|one| one.hash == *hash).and_then(|one| one.rulebook.clone());
    let new = new?;
    let adopted = known.iter().filter(|one| one.standing == Standing::Adopted).filter_map(|one| one.rulebook.clone());
    let old = adopted.into_iter().find(|old| old.about.instrument == new.about.instrument);
    let frame = Frame::for_one(by, t.about("adoption-propose-title", &new.about.name));
    Some(page(&Page {
        frame: if wrong.0.is_empty() { frame } else { frame.wrong() },
        here: by.visit.to(&format!("/rulebooks/{hash}/adopt")),
        back: by.visit.to(&format!("/rulebooks/{hash}")),
        hash: hash.to_string(),
        instead_of: old.as_ref().map(|old| (old.hash.to_string(), old.about.name.clone())),
        told: old.map(|old| Told::of(t, &old, &new)),
        reason,
        wrong,
    }))
}

/// Shows what changes, and the form.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, hash)): Path<(String, String)>,
) -> Result<Response, Stop> {
    let (hash, known) = candidate(&service, &by, hash).await?;
    drawn(&by, &hash, &known, String::new(), Problems::default()).ok_or_else(|| by.nothing())
}

/// Proposes it, against the rulebook that the page was held against.
pub(super) async fn propose(
    State(service): State<Service>,
    Path((_, hash)): Path<(String, String)>,
    Sent { by, form }: Sent<Given>,
) -> Result<Response, Stop> {
    let (hash, known) = candidate(&service, &by, hash).await?;
    if form.reason.trim().is_empty() {
        let wrong = Problems::one("reason", by.visit.t.say("adoption-reason-missing"));
        let again = drawn(&by, &hash, &known, form.reason, wrong).ok_or_else(|| by.nothing())?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response());
    }
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let read = Some(form.instead_of).filter(|read| !read.is_empty());
    let instead_of = read.map(Digest::parse).transpose().map_err(|_| by.nothing())?;
    let new = Proposal { rulebook: hash, instead_of, reason: form.reason };
    let proposed = adopt_rulebook::propose(&service.app, by.official(), new).await;
    service.tried(by.official(), proposed).map_err(|error| by.stop(&error))?;
    Ok(Redirect::to(&by.visit.to("/rulebooks?done=proposed")).into_response())
}
