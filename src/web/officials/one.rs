//! One official: their roles, what waits, and what an administrator can do about them.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use strum::IntoEnumIterator as _;

use crate::domain::ids::SignInName;
use crate::domain::role::Role;
use crate::http::service::Service;
use crate::operations::list_credentials;
use crate::operations::list_officials::{self, Listed};

use super::super::dates::moment;
use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};

#[derive(Template)]
#[template(path = "templates/officials/one.html")]
struct One {
    frame: Frame,
    sign_in: String,
    shut_out: bool,
    second_factor: bool,
    /// Roles that they hold, each with where it is revoked.
    held: Vec<(String, String)>,
    /// Roles that wait for a second administrator, each with where it is confirmed, unless who looks granted it.
    waiting: Vec<(String, Option<String>)>,
    /// Roles that they could be given, each with where.
    others: Vec<(String, String)>,
    /// Whether it is who looks.
    me: bool,
    reset: Reset,
    /// Sessions that count: since when, last used, and where each is ended.
    sessions: Vec<(String, String, String)>,
    acts: Vec<(String, String)>,
}

/// How a reset of the second factor stands.
enum Reset {
    None,
    Possible(String),
    Confirm(String),
    Another,
}

/// The official of a name, for administrators; anybody else is told that there is no such page.
pub(super) async fn of(service: &Service, by: &SignedIn, name: &str) -> Result<(SignInName, Listed), Stop> {
    let nothing = || by.nothing();
    if !by.caller.roles().contains(&Role::Administrator) {
        return Err(nothing());
    }
    let name = SignInName::parse(name.to_owned()).map_err(|_| nothing())?;
    let listed = list_officials::run(&service.app, by.official()).await.map_err(|_| nothing())?;
    let found = listed.into_iter().find(|one| one.sign_in == name.as_str()).ok_or_else(nothing)?;
    Ok((name, found))
}

/// Shows them.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, name)): Path<(String, String)>,
) -> Result<Response, Stop> {
    let t = by.visit.t;
    let (name, found) = of(&service, &by, &name).await?;
    let me = found.sign_in == by.caller.sign_in();
    let at = |act: &str| by.visit.to(&format!("/officials/of/{name}/{act}"));
    let listed = list_credentials::run(&service.app, by.official(), Some(&name)).await;
    let listed = listed.map_err(|error| by.stop(&error))?;
    let sessions = listed.iter().filter(|one| one.counts && one.kind == "session").map(|one| {
        (moment(t, &one.issued_at), moment(t, &one.used_at), at(&format!("end-session?session={}", one.credential)))
    });
    let known = |role: &Role| {
        let role = role.to_string();
        found.roles.contains(&role) || found.waiting.contains(&role)
    };
    let reset = match (found.second_factor, found.reset_waits, found.reset_proposed_by_you) {
        _ if me => Reset::None,
        (false, _, _) => Reset::None,
        (true, false, _) => Reset::Possible(at("reset-second-factor")),
        (true, true, true) => Reset::Another,
        (true, true, false) => Reset::Confirm(at("confirm-reset")),
    };
    let mut acts = Vec::new();
    if !me {
        let acting = |role: &String| role.parse().is_ok_and(Role::acts_on_requests);
        if !found.shut_out && found.roles.iter().any(acting) {
            acts.push((t.say("deputy-ask-for"), at("deputy")));
        }
        acts.push((t.say("officials-act-new-password"), at("new-password")));
        acts.push(if found.shut_out {
            (t.say("officials-act-let-in"), at("let-in"))
        } else {
            (t.say("officials-act-shut-out"), at("shut-out"))
        });
    }
    let confirm =
        |role: &String| (!me && !found.granted_by_you.contains(role)).then(|| at(&format!("confirm?role={role}")));
    Ok(page(&One {
        frame: Frame::for_one(&by, found.name.clone()),
        sign_in: found.sign_in.clone(),
        shut_out: found.shut_out,
        second_factor: found.second_factor,
        held: found.roles.iter().map(|role| (t.name("role", role), at(&format!("revoke?role={role}")))).collect(),
        waiting: found.waiting.iter().map(|role| (t.name("role", role), confirm(role))).collect(),
        others: Role::iter()
            .filter(|role| !known(role))
            .map(|role| (t.name("role", role), at(&format!("grant?role={role}"))))
            .collect(),
        me,
        reset,
        sessions: sessions.collect(),
        acts,
    }))
}
