//! Confirming an adoption as a second administrator, and taking a proposal back.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use crate::domain::ids::AdoptionId;
use crate::domain::role::Role;
use crate::engine::compare;
use crate::http::service::Service;
use crate::operations::adopt_rulebook;
use crate::operations::list_adoptions::{self, Adoption, Stage};
use crate::operations::list_rulebooks;

use super::super::dates::moment;
use super::super::form::{Problems, Sent};
use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::difference::Told;

#[derive(Template)]
#[template(path = "templates/rulebooks/adoption.html")]
struct Page {
    frame: Frame,
    here: String,
    take_back: String,
    adoption: Adoption,
    fell: usize,
    proposed_at: String,
    told: Option<Told>,
    /// What whoever looks can do about it.
    may: May,
    /// The word of assent, where protection falls.
    word: String,
    typed: String,
    wrong: Problems,
}

/// What somebody can do about an adoption.
#[derive(PartialEq, Eq)]
enum May {
    /// Confirm it, or take it back.
    Confirm,
    /// Take back their own.
    Proposed,
    /// Take back what another adoption has overtaken.
    Overtaken,
    /// Look at what does not wait any more.
    Settled,
    /// Look: they are no administrator.
    Look,
}

#[derive(Deserialize)]
pub(super) struct Given {
    #[serde(default)]
    word: String,
}

async fn of(service: &Service, by: &SignedIn, id: &str) -> Result<Adoption, Stop> {
    let id = AdoptionId::parse(id.to_owned()).map_err(|_| by.nothing())?;
    let all = list_adoptions::run(&service.app, by.official()).await.map_err(|error| by.stop(&error))?;
    all.into_iter().find(|one| one.adoption == id).ok_or_else(|| by.nothing())
}

async fn drawn(
    service: &Service,
    by: &SignedIn,
    adoption: Adoption,
    typed: String,
    wrong: Problems,
) -> Result<Response, Stop> {
    let t = by.visit.t;
    let known = list_rulebooks::run(&service.app, by.official()).await.map_err(|error| by.stop(&error))?;
    let find = |hash| known.iter().find(|one| one.hash == hash).and_then(|one| one.rulebook.clone());
    let new = find(adoption.rulebook.clone());
    let old = adoption.instead_of.clone().and_then(find);
    let name = new.as_ref().map_or_else(|| t.say("rulebooks-unreadable"), |new| new.about.name.clone());
    let may = match adoption.stands {
        Stage::Counts | Stage::Replaced | Stage::TakenBack => May::Settled,
        _ if !by.caller.roles().contains(&Role::Administrator) => May::Look,
        Stage::Overtaken => May::Overtaken,
        Stage::Waits if adoption.proposed_by_you => May::Proposed,
        Stage::Waits => May::Confirm,
    };
    let told = old.zip(new).map(|(old, new)| Told::of(t, &old, &new));
    let frame = Frame::for_one(by, t.about("adoption-title", &name));
    let here = by.visit.to(&format!("/rulebooks/adoptions/{}", adoption.adoption));
    Ok(page(&Page {
        frame: if wrong.0.is_empty() { frame } else { frame.wrong() },
        take_back: format!("{here}/take-back"),
        here,
        proposed_at: moment(t, &adoption.proposed_at),
        fell: told.as_ref().map_or(0, |told| told.fell),
        told,
        adoption,
        may,
        word: t.say("adoption-word"),
        typed,
        wrong,
    }))
}

/// Shows what changes, why it was proposed, and what whoever looks can do about it.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Stop> {
    let adoption = of(&service, &by, &id).await?;
    drawn(&service, &by, adoption, String::new(), Problems::default()).await
}

/// Whether protection falls by this program, which may compare more than the one at which it was proposed.
async fn falls_here(service: &Service, by: &SignedIn, adoption: &Adoption) -> Result<bool, Stop> {
    let Some(old) = &adoption.instead_of else { return Ok(false) };
    let read = |error| by.stop(&error);
    let (old, new) = (service.app.rulebook_of(old).await, service.app.rulebook_of(&adoption.rulebook).await);
    let changes = compare::compare(&*old.map_err(read)?, &*new.map_err(read)?);
    Ok(compare::counted(&changes).0 > 0)
}

/// Confirms it. Where protection falls, the word of assent has to be typed.
pub(super) async fn confirm(
    State(service): State<Service>,
    Path((_, id)): Path<(String, String)>,
    Sent { by, form }: Sent<Given>,
) -> Result<Response, Stop> {
    let t = by.visit.t;
    let adoption = of(&service, &by, &id).await?;
    let word = t.say("adoption-word");
    let assents = form.word.trim().to_lowercase() == word.to_lowercase();
    let falls = adoption.fell > 0 || falls_here(&service, &by, &adoption).await?;
    if falls && !assents && adoption.stands == Stage::Waits && !adoption.proposed_by_you {
        let wrong = Problems::one("word", t.about("adoption-word-wrong", &word));
        let again = drawn(&service, &by, adoption, form.word, wrong).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response());
    }
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let confirmed = adopt_rulebook::confirm(&service.app, by.official(), &adoption.adoption, assents).await;
    match service.tried(by.official(), confirmed) {
        Ok(_) => Ok(Redirect::to(&by.visit.to("/rulebooks?done=confirmed")).into_response()),
        Err(error) => Err(by.stop(&error)),
    }
}

#[derive(Deserialize)]
pub(super) struct Nothing {}

/// Takes it back.
pub(super) async fn take_back(
    State(service): State<Service>,
    Path((_, id)): Path<(String, String)>,
    Sent { by, form: Nothing {} }: Sent<Nothing>,
) -> Result<Response, Stop> {
    let adoption = of(&service, &by, &id).await?;
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let taken = adopt_rulebook::take_back(&service.app, by.official(), &adoption.adoption).await;
    service.tried(by.official(), taken).map_err(|error| by.stop(&error))?;
    Ok(Redirect::to(&by.visit.to("/rulebooks?done=taken-back")).into_response())
}
