//! The secret address of a calendar, shown once; and the calendar itself, for whoever has it: days, and nothing of a case.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use icalendar::{Calendar, Component as _, Event};
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Deserialize;

use crate::http::service::Service;
use crate::operations::OperationError;
use crate::operations::calendar::{self, Days, LASTS_DAYS, MOST};

use super::super::form::{Problems, Sent};
use super::super::frame::Frame;
use super::super::language::Language;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::super::texts::Texts;

#[derive(Template)]
#[template(path = "templates/notices/calendar.html")]
struct Ask {
    frame: Frame,
    days: usize,
    wrong: Problems,
}

/// The address, the only time that it is shown.
#[derive(Template)]
#[template(path = "templates/notices/once.html")]
struct Once {
    frame: Frame,
    address: String,
}

#[derive(Deserialize)]
pub(super) struct Nothing {}

fn asked(by: &SignedIn, wrong: Problems) -> Response {
    let frame = Frame::for_one(by, by.visit.t.say("calendar-make"));
    let (status, frame) =
        if wrong.0.is_empty() { (StatusCode::OK, frame) } else { (StatusCode::UNPROCESSABLE_ENTITY, frame.wrong()) };
    let days = usize::try_from(LASTS_DAYS).unwrap_or_default();
    (status, page(&Ask { frame, days, wrong })).into_response()
}

/// Says what it is.
pub(super) async fn ask(by: SignedIn) -> Response {
    asked(&by, Problems::default())
}

/// Makes one and shows it.
pub(super) async fn make(
    State(service): State<Service>,
    Sent { by, form: Nothing {} }: Sent<Nothing>,
) -> Result<Response, Stop> {
    let t = by.visit.t;
    let made = calendar::make(&service.app, by.official(), &t.0.to_string()).await;
    match service.tried(by.official(), made) {
        Ok(secret) => {
            let address = format!("{}/calendar/{}.ics", service.policy.address, secret.reveal());
            Ok(page(&Once { frame: Frame::for_one(&by, t.say("calendar-once")), address }))
        }
        Err(OperationError::Unusable { .. }) => {
            Ok(asked(&by, Problems::one("make", t.count("calendar-too-many", MOST))))
        }
        Err(error) => Err(by.stop(&error)),
    }
}

/// The calendar. A wrong address and one that was withdrawn are answered alike, with nothing.
pub(super) async fn feed(State(service): State<Service>, Path(file): Path<String>) -> Response {
    let Some(secret) = file.strip_suffix(".ics") else { return StatusCode::NOT_FOUND.into_response() };
    let found = match calendar::days(&service.app, secret).await {
        Ok(found) => found,
        Err(OperationError::NotSignedIn) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "a calendar could not be read");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    if let Err(wait) = service.count(&found.official) {
        let seconds = HeaderValue::from(wait.seconds);
        return (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, seconds)]).into_response();
    }
    let kind = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
    (kind, drawn(&found, &service.policy.address, service.app.clock.now().as_second())).into_response()
}

/// The calendar's text (RFC 5545): one entry for each day on which something is due, all day long.
fn drawn(found: &Days, address: &str, now: i64) -> String {
    let t = Texts(Language::of(&found.language));
    let queue = format!("{address}/{}/queue", t.0);
    let mut calendar = Calendar::new();
    calendar.name(&t.say("calendar-name"));
    let stamp = jiff::Timestamp::from_second(now).unwrap_or_default().strftime("%Y%m%dT%H%M%SZ").to_string();
    let written = |day: Date| day.strftime("%Y%m%d").to_string();
    for (day, (count, name)) in &found.due {
        let title = t.count("calendar-due", *count).replace(['\u{2068}', '\u{2069}'], "");
        let next = day.checked_add(1.day()).unwrap_or(*day);
        let mut event = Event::new();
        event.uid(&format!("{}@comity", name.get(..32).unwrap_or(name))).summary(&title).url(&queue);
        event.add_property("DTSTAMP", &stamp).add_property("TRANSP", "TRANSPARENT");
        for (property, date) in [("DTSTART", *day), ("DTEND", next)] {
            event.append_property(
                icalendar::Property::new(property, written(date))
                    .append_parameter(icalendar::Parameter::new("VALUE", "DATE"))
                    .done(),
            );
        }
        calendar.push(event.done());
    }
    calendar.done().to_string()
}
