//! Pages that say why something was not done, and what to do next.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use crate::http::limits::TooOften;
use crate::http::service::NotIn;
use crate::operations::OperationError;
use crate::telemetry;

use super::frame::Frame;
use super::session::SignedIn;
use super::visit::Visit;

/// Why something was not done.
#[derive(Template)]
#[template(path = "templates/stop.html")]
pub(super) struct Stop {
    frame: Frame,
    status: StatusCode,
    about: String,
    /// What the program says of it, in English.
    detail: Option<String>,
    articles: Vec<String>,
    trace: Option<String>,
}

impl Stop {
    fn new(visit: &Visit, by: Option<&SignedIn>, status: StatusCode, what: &str) -> Self {
        let title = visit.t.say(what);
        let frame = by.map_or_else(|| Frame::of(visit, title.clone()), |by| Frame::for_one(by, title.clone())).wrong();
        let about = visit.t.say(&format!("{what}-about"));
        Self { frame, status, about, detail: None, articles: Vec::new(), trace: telemetry::trace_id() }
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

    /// Too many calls.
    pub(super) fn too_often(visit: &Visit, wait: TooOften) -> Self {
        let mut stop = Self::new(visit, None, StatusCode::TOO_MANY_REQUESTS, "too-often");
        stop.detail = Some(format!("{} s", wait.seconds));
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

    /// What an operation said.
    pub(super) fn of(visit: &Visit, by: Option<&SignedIn>, error: &OperationError) -> Self {
        let told = |status, what| {
            let mut stop = Self::new(visit, by, status, what);
            stop.detail = Some(error.to_string());
            stop
        };
        match error {
            OperationError::NoSuchRequest(_) | OperationError::NotFound { .. } => Self::not_found(visit, by),
            OperationError::Refused(refusal) => {
                let mut stop = told(StatusCode::UNPROCESSABLE_ENTITY, "not-open");
                stop.articles = refusal.articles();
                stop
            }
            OperationError::ReadAnotherVersion { .. } | OperationError::Sealed { .. } => {
                told(StatusCode::CONFLICT, "not-open")
            }
            error if error.is_refusal() => told(StatusCode::UNPROCESSABLE_ENTITY, "not-open"),
            OperationError::Unusable { .. } => told(StatusCode::UNPROCESSABLE_ENTITY, "not-open"),
            error => {
                // Why, is for the operator; the page names the trace that leads there.
                tracing::error!(%error, "a page could not be shown");
                Self::new(visit, by, StatusCode::INTERNAL_SERVER_ERROR, "failed")
            }
        }
    }
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        (self.status, page(&self)).into_response()
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
