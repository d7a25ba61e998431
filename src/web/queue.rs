//! My queue: what waits for us, what waits for the other State, what has ended; what is due comes first.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use crate::domain::gate::Side;
use crate::domain::time;
use crate::engine::explain::Holder;
use crate::engine::rulebook::Rulebook;
use crate::engine::rulebooks::Rulebooks;
use crate::http::service::Service;
use crate::operations::list_requests::{self, RequestFilter, RequestLine};

use super::frame::{Frame, Link};
use super::request::plain;
use super::session::SignedIn;
use super::stop::{Stop, page};
use super::texts::Texts;

/// So many requests are looked at for one page, the newest first.
const LOOKED_AT: usize = 200;

/// What is due within this time is said to be due soon.
const SOON: SignedDuration = SignedDuration::from_hours(72);

#[derive(Template)]
#[template(path = "templates/queue.html")]
struct Queue {
    frame: Frame,
    tabs: Vec<Link>,
    urgent: usize,
    rows: Vec<Row>,
}

/// A request in the list.
struct Row {
    to: String,
    reference: String,
    title: String,
    counterpart: String,
    measure: String,
    instrument: String,
    in_force: bool,
    stage: String,
    due: Option<Due>,
}

/// When something is due.
pub(super) struct Due {
    /// For programs.
    pub(super) at: String,
    /// For people.
    pub(super) text: String,
    pub(super) overdue: bool,
    pub(super) soon: bool,
}

impl Due {
    /// How a date stands to now.
    pub(super) fn of(at: &str, now: Timestamp) -> Self {
        let left = time::from_text(at).ok().map(|at| at.duration_since(now));
        Self {
            at: at.to_owned(),
            text: moment(at),
            overdue: left.is_some_and(|left| left.is_negative()),
            soon: left.is_some_and(|left| !left.is_negative() && left <= SOON),
        }
    }
}

/// A time of the log as people read it: day and minute, in UTC.
pub(super) fn moment(text: &str) -> String {
    let (day, rest) = text.split_once('T').unwrap_or((text, ""));
    format!("{day} {} UTC", rest.get(..5).unwrap_or_default())
}

#[derive(Deserialize)]
pub(super) struct Which {
    of: Option<String>,
}

/// Leads to the queue.
pub(super) async fn first(by: SignedIn) -> Response {
    Redirect::to(&by.visit.to("/queue")).into_response()
}

/// Shows the queue.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Query(which): Query<Which>,
) -> Result<Response, Stop> {
    let of = Of::named(which.of.as_deref());
    let lines = list_requests::run(&service.app, by.official(), &RequestFilter::default(), LOOKED_AT)
        .await
        .map_err(|error| Stop::of(&by.visit, Some(&by), &error))?;
    let (t, now) = (by.visit.t, service.app.clock.now());
    let mut rows: Vec<Row> = lines
        .into_iter()
        .filter(|line| Of::which(line) == of)
        .map(|line| row(&by, &service.app.rulebooks, line, now))
        .collect();
    // What is due first, comes first; what has no date keeps its order behind.
    rows.sort_by_key(|row| row.due.as_ref().map_or("~".to_owned(), |due| due.at.clone()));
    let urgent = rows.iter().filter(|row| row.due.as_ref().is_some_and(|due| due.soon)).count();
    let tabs = [Of::Authority, Of::Counterpart, Of::Ended].map(|tab| Link {
        to: by.visit.to(&format!("/queue?of={}", tab.name())),
        text: t.say(&format!("queue-{}", tab.name())),
        current: tab == of,
    });
    let title = format!("{}: {}", t.say(&format!("queue-{}", of.name())), t.count("queue-count", rows.len()));
    let frame = Frame::for_one(&by, title);
    Ok(page(&Queue { frame, tabs: tabs.into(), urgent, rows }))
}

/// Whose the file is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Authority,
    Counterpart,
    Ended,
}

impl Of {
    fn named(name: Option<&str>) -> Self {
        match name {
            Some("counterpart") => Of::Counterpart,
            Some("ended") => Of::Ended,
            _ => Of::Authority,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Of::Authority => "authority",
            Of::Counterpart => "counterpart",
            Of::Ended => "ended",
        }
    }

    fn which(line: &RequestLine) -> Self {
        match line.held_by {
            Some(Holder::Authority) => Of::Authority,
            Some(Holder::Counterpart) => Of::Counterpart,
            None => Of::Ended,
        }
    }
}

fn row(by: &SignedIn, rulebooks: &Rulebooks, line: RequestLine, now: Timestamp) -> Row {
    let rulebook = rulebooks.get(&line.instrument.code).unwrap_or(&rulebooks.main);
    let (measure, stage) = named(by.visit.t, rulebook, &line);
    Row {
        to: by.visit.to(&format!("/requests/{}", line.reference)),
        reference: line.reference,
        title: line.title,
        counterpart: state(by.visit.t, rulebook, &line.counterpart),
        measure,
        instrument: line.instrument.code.to_string(),
        in_force: line.instrument.in_force,
        stage,
        due: line.due_at.as_deref().map(|at| Due::of(at, now)),
    }
}

/// Measure and stage in words. A request that keeps older rules may name what is not there any more.
fn named(t: Texts, rulebook: &Rulebook, line: &RequestLine) -> (String, String) {
    let language = t.0.to_string();
    let measure = rulebook.measures.values().find(|measure| measure.name == *line.measure);
    let title = measure.map_or_else(|| plain(&line.measure), |known| known.title.in_language(&language).to_owned());
    let stage = measure.and_then(|measure| rulebook.procedures.get(&measure.procedure)).and_then(|procedure| {
        let side = line.side.parse::<Side>().ok()?;
        procedure.part(side).stages.iter().find(|stage| stage.name == *line.stage)
    });
    let stage = stage.map_or_else(|| plain(&line.stage), |known| known.title.in_language(&language).to_owned());
    (title, stage)
}

/// A State in words.
pub(super) fn state(t: Texts, rulebook: &Rulebook, code: &str) -> String {
    let party = rulebook.parties.iter().find(|(known, _)| known.as_str() == code);
    party.map_or_else(|| code.to_owned(), |(_, party)| party.name.in_language(&t.0.to_string()).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_is_told_by_how_long_there_is() {
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        let due = |at: &str| {
            let due = Due::of(at, now);
            (due.overdue, due.soon)
        };
        assert_eq!(due("2026-11-22T11:59:59.000Z"), (true, false));
        assert_eq!(due("2026-11-25T12:00:00.000Z"), (false, true));
        assert_eq!(due("2026-11-25T12:00:01.000Z"), (false, false));
        assert_eq!(moment("2026-11-25T12:00:01.000Z"), "2026-11-25 12:00 UTC");
    }
}
