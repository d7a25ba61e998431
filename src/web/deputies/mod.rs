//! Deputies: asking for one, confirming, ending; and the lines that other pages show of them.

mod act;
mod ask;

use axum::Router;
use axum::routing::get;

use crate::domain::role::Role;
use crate::http::service::Service;
use crate::operations::deputies::{Deputyship, Stands};

use super::dates::day;
use super::session::SignedIn;

/// Their addresses.
pub(super) fn routes() -> Router<Service> {
    Router::new()
        .route("/{language}/account/deputy", get(ask::show_own).post(ask::ask_own))
        .route("/{language}/officials/of/{sign_in}/deputy", get(ask::show_for).post(ask::ask_for))
        .route("/{language}/deputyships/{deputyship}/{act}", get(act::show).post(act::act))
}

/// A deputyship in a list.
pub(super) struct Line {
    pub(super) official: String,
    pub(super) deputy: String,
    pub(super) from: String,
    pub(super) from_day: String,
    pub(super) until: String,
    pub(super) until_day: String,
    /// How it stands, in words; and whether it waits.
    pub(super) stands: String,
    pub(super) waits: bool,
    /// Whether another administrator than whoever looks has to confirm it.
    pub(super) another: bool,
    pub(super) confirm: Option<String>,
    pub(super) end: Option<String>,
}

/// Those that have not ended, as whoever looks at them may deal with them.
pub(super) fn lines(by: &SignedIn, listed: &[Deputyship]) -> Vec<Line> {
    let open = listed.iter().filter(|one| one.stands != Stands::Ended);
    open.map(|one| line(by, one)).collect()
}

fn line(by: &SignedIn, one: &Deputyship) -> Line {
    let t = by.visit.t;
    let (from_day, until_day) = (one.from.to_string(), one.until.to_string());
    let keeps = by.caller.roles().contains(&Role::Administrator);
    let part = [&one.official, &one.deputy].contains(&&by.caller.sign_in().to_owned());
    let at = |act: &str| by.visit.to(&format!("/deputyships/{}/{act}", one.deputyship));
    let waits = one.stands == Stands::Waits;
    Line {
        official: one.official_name.clone(),
        deputy: one.deputy_name.clone(),
        from: day(t, &from_day),
        until: day(t, &until_day),
        from_day,
        until_day,
        stands: t.say(match one.stands {
            Stands::Waits => "deputy-waits",
            Stands::Ahead => "deputy-ahead",
            Stands::Runs => "deputy-runs",
            Stands::Ended => "deputy-over",
        }),
        waits,
        another: keeps && waits && (part || one.asked_by_you),
        confirm: (keeps && waits && !part && !one.asked_by_you).then(|| at("confirm")),
        end: (keeps || part).then(|| at("end")),
    }
}
