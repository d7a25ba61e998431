//! What went wrong, in the form of RFC 9457: a stable `type`, the rule, its articles and what to do next.

use axum::http::StatusCode;
use axum::http::header::{self, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::engine::refusal::{Obstacle, Refusal};
use crate::http::limits::TooOften;
use crate::http::service::NotIn;
use crate::operations::OperationError;
use crate::telemetry;

use super::problems::{self, Kind};

/// The media type of problems.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// Why a call did not do what was asked (RFC 9457).
#[derive(Debug, Clone)]
pub(crate) struct Problem(Box<Told>);

/// What a problem tells.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Told {
    /// What kind of problem it is: stable, and where its description is read.
    #[serde(rename = "type")]
    #[schema(example = "/api/v1/problems/safeguards-open")]
    kind: String,
    /// The kind in words.
    title: String,
    /// The status of the answer.
    #[schema(value_type = u16, minimum = 400, maximum = 599)]
    status: u16,
    /// What happened here, and what to do next.
    detail: String,
    /// The rule that stood in the way; it stands in the log under this name.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    /// The articles behind it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    articles: Vec<String>,
    /// Safeguards that keep a gate shut.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    safeguards: Vec<InTheWay>,
    /// Where the input is wrong, as JSON pointers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<String>,
    /// The trace of the call, as in the header `x-trace-id`: name it to the operator.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^[0-9a-f]{32}$")]
    trace: Option<String>,
    #[serde(skip)]
    retry_after: Option<u64>,
}

/// A safeguard that keeps a gate shut.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct InTheWay {
    /// Its name.
    safeguard: String,
    /// Its code, such as `SG-10`.
    code: String,
    /// What people read, in English.
    title: String,
    /// The gate; the first of them where it is asked at several.
    gate: String,
    /// How it stands there: `open`, `stale`, `blocking` or `unconfirmed`.
    state: String,
    /// Further gates that it keeps shut: it is answered at each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also_at: Vec<AlsoAt>,
    /// Roles that may answer it: any of them.
    answered_by: Vec<String>,
    /// Its articles.
    articles: Vec<String>,
}

/// A further gate that the same safeguard keeps shut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct AlsoAt {
    /// The gate.
    gate: String,
    /// How the safeguard stands there.
    state: String,
}

/// Safeguards in the way, each once.
fn in_the_way(open: &[Obstacle]) -> Vec<InTheWay> {
    let mut all: Vec<InTheWay> = Vec::new();
    for obstacle in open {
        let (gate, state) = (obstacle.gate.to_string(), obstacle.state.to_string());
        let known = all.iter_mut().find(|known| obstacle.safeguard == *known.safeguard);
        let Some(known) = known else {
            all.push(InTheWay {
                safeguard: obstacle.safeguard.to_string(),
                code: obstacle.code.clone(),
                title: obstacle.title.clone(),
                gate,
                state,
                also_at: Vec::new(),
                answered_by: obstacle.answered_by.iter().map(ToString::to_string).collect(),
                articles: obstacle.source.clone(),
            });
            continue;
        };
        let also = AlsoAt { gate, state };
        if known.gate != also.gate && !known.also_at.contains(&also) {
            known.also_at.push(also);
        }
    }
    all
}

impl Problem {
    /// A problem of a kind that is no refusal by a rule.
    pub(crate) fn new(kind: &'static Kind, detail: impl Into<String>) -> Self {
        Self(Box::new(Told {
            kind: problems::address_of(kind.name),
            title: kind.title.to_owned(),
            status: kind.status,
            detail: detail.into(),
            rule: None,
            articles: Vec::new(),
            safeguards: Vec::new(),
            fields: Vec::new(),
            trace: None,
            retry_after: None,
        }))
    }

    /// The same, to be tried again after so many seconds.
    pub(crate) fn again_after(mut self, seconds: u64) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }

    /// The same, where a field of the body is wrong: a JSON pointer (RFC 6901).
    pub(crate) fn at(mut self, pointer: impl Into<String>) -> Self {
        self.0.fields.push(pointer.into());
        self
    }

    fn refused(refusal: &Refusal) -> Self {
        let safeguards = match refusal {
            Refusal::SafeguardsOpen(open) => in_the_way(open),
            _ => Vec::new(),
        };
        Self(Box::new(Told {
            kind: problems::address_of(refusal.code()),
            title: problems::title_of(refusal.code()),
            status: problems::status_of(refusal),
            detail: refusal.to_string(),
            rule: Some(refusal.code().to_owned()),
            articles: refusal.articles(),
            safeguards,
            fields: Vec::new(),
            trace: None,
            retry_after: None,
        }))
    }
}

impl IntoResponse for Problem {
    fn into_response(mut self) -> Response {
        self.0.trace = telemetry::trace_id();
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self.0).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, MEDIA_TYPE)], body).into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = self.0.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"comity\""));
        }
        response
    }
}

impl From<OperationError> for Problem {
    fn from(error: OperationError) -> Self {
        if let OperationError::Refused(refusal) = &error {
            return Self::refused(refusal);
        }
        let kind = problems::kind_of(&error);
        if kind.status >= 500 {
            // Told once, here; the caller learns no more than they need.
            tracing::error!(%error, problem = kind.name, "a call could not be carried out");
        }
        let problem = Self::new(kind, problems::detail_of(&error));
        if kind.status == 503 { problem.again_after(2) } else { problem }
    }
}

impl From<TooOften> for Problem {
    fn from(too_often: TooOften) -> Self {
        let TooOften { seconds } = too_often;
        Self::new(&problems::TOO_OFTEN, format!("too many calls in a short time: wait {seconds} s, then try again"))
            .again_after(seconds)
    }
}

impl From<NotIn> for Problem {
    fn from(not_in: NotIn) -> Self {
        match not_in {
            NotIn::NoCredential => Self::new(
                &problems::NOT_SIGNED_IN,
                "nobody is signed in: send `Authorization: Bearer SECRET`, with the secret of a session (`POST /api/v1/session`) or of a token",
            ),
            NotIn::TooOften(too_often) => too_often.into(),
            NotIn::Refused(OperationError::NotSignedIn) => Self::new(
                &problems::NOT_SIGNED_IN,
                "the session or token is not known, has ended, or was revoked: sign in again",
            ),
            NotIn::Refused(error) => error.into(),
        }
    }
}
