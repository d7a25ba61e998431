//! My queue: what waits for us, what waits for the other State, what has ended; what is due comes first.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::Timestamp;
use serde::Deserialize;

use crate::domain::gate::Side;
use crate::engine::explain::Holder;
use crate::engine::rulebook::Rulebook;
use crate::engine::rulebooks::Rulebooks;
use crate::http::service::Service;
use crate::operations::list_requests::{self, RequestFilter, RequestLine};

use super::super::dates::Due;
use super::super::frame::{Frame, Link};
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::super::texts::Texts;
use super::super::words::{plain, state};

/// So many requests are looked at for one page, the newest first.
const LOOKED_AT: usize = 200;

#[derive(Template)]
#[template(path = "templates/desk/queue.html")]
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
        due: line.due_at.as_deref().map(|at| Due::of(by.visit.t, at, now)),
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
