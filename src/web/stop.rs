//! Pages that say why something was not done, and what to do next.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use crate::http::limits::TooOften;
use crate::http::service::NotIn;
use crate::operations::OperationError;
use crate::telemetry;

use super::frame::Frame;
use super::refusals::{Teller, Told};
use super::session::SignedIn;
use super::visit::Visit;

/// Why something was not done.
#[derive(Template)]
#[template(path = "templates/stop.html")]
pub(super) struct Stop {
    frame: Box<Frame>,
    status: StatusCode,
    about: String,
    /// Which rule stood in the way, and what to do next.
    told: Option<Box<Told>>,
    trace: Option<String>,
    /// Whether a one-time code leads on.
    code_needed: bool,
}

/// On an answer: a one-time code leads on from here.
#[derive(Debug, Clone, Copy)]
pub(super) struct CodeNeeded;

impl Stop {
    fn new(visit: &Visit, by: Option<&SignedIn>, status: StatusCode, what: &str) -> Self {
        let title = visit.t.say(what);
        let frame = by.map_or_else(|| Frame::of(visit, title.clone()), |by| Frame::for_one(by, title.clone())).wrong();
        let about = visit.t.say(&format!("{what}-about"));
        Self { frame: Box::new(frame), status, about, told: None, trace: telemetry::trace_id(), code_needed: false }
    }

    /// There is no such page, or not for who looks.
    pub(super) fn not_found(visit: &Visit, by: Option<&SignedIn>) -> Self {
        Self::new(visit, by, StatusCode::NOT_FOUND, "not-found")
    }

    /// It is there, and for others: a heading and a sentence, by their ids, say for whom.
    pub(super) fn not_theirs(visit: &Visit, by: &SignedIn, (what, about): (&str, &str)) -> Self {
        Self { about: visit.t.say(about), ..Self::new(visit, Some(by), StatusCode::FORBIDDEN, what) }
    }

    /// The form is not from here.
    pub(super) fn forged(visit: &Visit, by: Option<&SignedIn>) -> Self {
        Self::new(visit, by, StatusCode::FORBIDDEN, "forged")
    }

    /// A form with more in it than it takes.
    pub(super) fn too_long(visit: &Visit, by: Option<&SignedIn>) -> Self {
        Self::new(visit, by, StatusCode::PAYLOAD_TOO_LARGE, "too-long")
    }

    /// Too many calls.
    pub(super) fn too_often(visit: &Visit, wait: TooOften) -> Self {
        let mut stop = Self::new(visit, None, StatusCode::TOO_MANY_REQUESTS, "too-often");
        let text = visit.t.count("too-often-seconds", usize::try_from(wait.seconds).unwrap_or(usize::MAX));
        stop.told = Some(Box::new(Told { text, lines: Vec::new(), articles: Vec::new() }));
        stop
    }

    /// Nobody is let in, or not now.
    pub(super) fn not_in(visit: &Visit, why: &NotIn) -> Self {
        match why {
            NotIn::TooOften(wait) => Self::too_often(visit, *wait),
            NotIn::Refused(error) => Self::of(visit, None, error),
            NotIn::NoCredential => Self::not_found(visit, None),
        }
    }

    /// The service failed.
    pub(super) fn failed(visit: &Visit) -> Self {
        Self::new(visit, None, StatusCode::INTERNAL_SERVER_ERROR, "failed")
    }

    /// What an operation said, where no request is in hand.
    pub(super) fn of(visit: &Visit, by: Option<&SignedIn>, error: &OperationError) -> Self {
        Self::telling(visit, by, &Teller::of_nothing(visit.t), error)
    }

    /// What an operation said of a request: its rules give the words.
    pub(super) fn telling(visit: &Visit, by: Option<&SignedIn>, teller: &Teller<'_>, error: &OperationError) -> Self {
        if matches!(error, OperationError::NoSuchRequest(_) | OperationError::NotFound { .. }) {
            return Self::not_found(visit, by);
        }
        if matches!(error, OperationError::CodeNeeded { .. }) {
            let mut stop = Self::new(visit, by, StatusCode::FORBIDDEN, "code-needed");
            stop.code_needed = true;
            return stop;
        }
        if let Some(told) = teller.error(error) {
            let mut stop = Self::new(visit, by, status(error), "not-open");
            stop.told = Some(Box::new(told));
            return stop;
        }
        // Why, is for the operator; the page names the trace that leads there.
        tracing::error!(%error, "a page could not be shown");
        Self::new(visit, by, StatusCode::INTERNAL_SERVER_ERROR, "failed")
    }
}

/// The status of a page that says why something was not done.
pub(super) fn status(error: &OperationError) -> StatusCode {
    match error.code() {
        "read-another-version" | "changed-meanwhile" | "request-sealed" => StatusCode::CONFLICT,
        "busy" | "log-sealed" => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        let mut response = (self.status, page(&self)).into_response();
        if self.code_needed {
            response.extensions_mut().insert(CodeNeeded);
        }
        response
    }
}

/// A template as an answer. One that cannot be written is a failure that says so.
pub(super) fn page(template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => Html(html).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be written");
            (StatusCode::INTERNAL_SERVER_ERROR, "the page could not be written: tell the operator the time")
                .into_response()
        }
    }
}
