//! The list of officials, with what waits for a second administrator before it.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use strum::IntoEnumIterator as _;

use crate::domain::role::Role;
use crate::http::service::Service;
use crate::operations::deputies as operations_deputies;
use crate::operations::list_officials::{self, Listed};

use super::super::dates::moment;
use super::super::deputies::{self, Line};
use super::super::frame::{After, Frame};
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};

#[derive(Template)]
#[template(path = "templates/officials/list.html")]
struct Officials {
    frame: Frame,
    /// Whether who looks may change anything.
    keeps: bool,
    waiting: Vec<Waiting>,
    deputies: Vec<Line>,
    /// Whether one of them has to be confirmed.
    deputies_wait: bool,
    rows: Vec<Row>,
    /// Each role, with what it may do.
    roles: Vec<(String, String)>,
}

/// What waits for a second administrator.
struct Waiting {
    what: String,
    /// Where it is confirmed; none for whoever proposed it.
    to: Option<String>,
}

struct Row {
    to: Option<String>,
    name: String,
    sign_in: String,
    roles: String,
    second_factor: bool,
    last: Option<(String, String)>,
    shut_out: bool,
    temporary: bool,
}

/// Shows it.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Query(After { done }): Query<After>,
) -> Result<Response, Stop> {
    let t = by.visit.t;
    let listed = list_officials::run(&service.app, by.official()).await;
    let listed = listed.map_err(|_| by.nothing())?;
    let keeps = by.caller.roles().contains(&Role::Administrator);
    let waiting = listed.iter().flat_map(|one| waiting(&by, keeps, one)).collect();
    let rows = listed.into_iter().map(|one| row(&by, keeps, one)).collect();
    let roles = Role::iter().map(|role| (t.name("role", role), t.name("role-may", role))).collect();
    let mut frame = Frame::for_one(&by, t.say("officials"));
    frame.done = matches!(done.as_str(), "done" | "deputy-ended").then(|| t.say("officials-done"));
    let standing = operations_deputies::list(&service.app, by.official()).await.map_err(|error| by.stop(&error))?;
    let deputies = deputies::lines(&by, &standing);
    let deputies_wait = deputies.iter().any(|one| one.waits);
    Ok(page(&Officials { frame, keeps, waiting, deputies, deputies_wait, rows, roles }))
}

fn waiting(by: &SignedIn, keeps: bool, one: &Listed) -> Vec<Waiting> {
    let t = by.visit.t;
    let me = one.sign_in == by.caller.sign_in();
    let at = |act: &str| by.visit.to(&format!("/officials/of/{}/{act}", one.sign_in));
    let mut waiting: Vec<Waiting> = one
        .waiting
        .iter()
        .map(|role| Waiting {
            what: format!("{} – {}", one.name, t.name("role", role)),
            to: (keeps && !me && !one.granted_by_you.contains(role)).then(|| at(&format!("confirm?role={role}"))),
        })
        .collect();
    if one.reset_waits {
        waiting.push(Waiting {
            what: format!("{} – {}", one.name, t.say("officials-reset")),
            to: (keeps && !me && !one.reset_proposed_by_you).then(|| at("confirm-reset")),
        });
    }
    waiting
}

fn row(by: &SignedIn, keeps: bool, one: Listed) -> Row {
    let t = by.visit.t;
    Row {
        to: keeps.then(|| by.visit.to(&format!("/officials/of/{}", one.sign_in))),
        roles: one.roles.iter().map(|role| t.name("role", role)).collect::<Vec<_>>().join(", "),
        last: one.last_signed_in.map(|at| (moment(t, &at), at)),
        name: one.name,
        sign_in: one.sign_in,
        second_factor: one.second_factor,
        shut_out: one.shut_out,
        temporary: one.password_is_temporary,
    }
}
