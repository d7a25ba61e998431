//! Safeguards of a request: read what is asked, answer, confirm as a second official, take one's own answer back.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::domain::gate::Gate;
use crate::domain::ids::{Digest, DocumentId, MessageId, RequestReference, SafeguardName};
use crate::engine::command::Question;
use crate::engine::explain::Asked;
use crate::http::service::Service;
use crate::operations::answer_safeguard::{self, AnswerSafeguard};
use crate::operations::{Acted, read_request};

use super::body::{Act, Path};
use super::openapi::Problems;
use super::parameters::{Guarded, OfRequest, OfSafeguard};
use super::problem::Problem;
use super::requests::{acted, versioned};
use super::signed_in::{Acting, May, Read};
use super::values::{self, Moment};

/// An answer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Given {
    /// The gate at which it is asked.
    gate: Gate,
    /// The delivery it is about, if any.
    #[serde(default)]
    #[schema(inline)]
    holding: Option<MessageId>,
    /// Name of the answer, one of `answers` of the safeguard.
    #[schema(example = "met")]
    answer: String,
    /// Digest of what you have read: `digest` of the safeguard, required wherever it has one. Refused where it has changed
    /// since.
    #[serde(default)]
    #[schema(inline)]
    read: Option<Digest>,
    /// Reasons.
    #[serde(default)]
    reason: Option<String>,
    /// Documents beside it, by id.
    #[serde(default)]
    #[schema(inline)]
    documents: Vec<DocumentId>,
    /// By when a deferred answer follows: a time (RFC 3339), or a date, which counts whole.
    #[serde(default, deserialize_with = "values::until")]
    #[schema(value_type = Option<Moment>, inline, example = "2027-03-02T08:00:00Z")]
    later_by: Option<Timestamp>,
}

/// Which answer is confirmed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Confirmation {
    /// The gate at which it was given.
    gate: Gate,
    /// The delivery it is about, if any.
    #[serde(default)]
    #[schema(inline)]
    holding: Option<MessageId>,
}

/// Which answer is taken back, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Withdrawal {
    /// The gate at which it was given.
    gate: Gate,
    /// The delivery it is about, if any.
    #[serde(default)]
    #[schema(inline)]
    holding: Option<MessageId>,
    /// Reasons.
    #[serde(default)]
    reason: Option<String>,
}

/// Lists the safeguards at the gates that lead on, each as it stands.
#[utoipa::path(
    get, path = "/requests/{reference}/safeguards", tag = "safeguards", operation_id = "list_safeguards",
    params(OfRequest), security(("bearer" = [])),
    responses((status = 200, description = "Safeguards on the way", body = Vec<Asked>), Problems)
)]
pub(crate) async fn list(
    State(service): State<Service>,
    may: May<Read>,
    Path(reference): Path<RequestReference>,
) -> Result<Response, Problem> {
    let view = read_request::run(&service.app, &may.official, &reference).await?;
    Ok(versioned(StatusCode::OK, view.version, Json(view.safeguards)))
}

/// Answers a safeguard, for what you have read. No token can do this: deciding is for people.
#[utoipa::path(
    post, path = "/requests/{reference}/safeguards/{safeguard}/answers", tag = "safeguards",
    operation_id = "answer_safeguard",
    params(
        OfSafeguard, Guarded
    ),
    request_body = Given, security(("bearer" = [])),
    responses((status = 200, description = "What it came to", body = Acted), Problems)
)]
pub(crate) async fn answer(
    State(service): State<Service>,
    Acting(official): Acting,
    Path((reference, safeguard)): Path<(RequestReference, SafeguardName)>,
    Act { body, call }: Act<Given>,
) -> Result<Response, Problem> {
    let Given { gate, holding, answer, read, reason, documents, later_by } = body;
    let given =
        AnswerSafeguard { question: Question { safeguard, gate, holding }, read, answer, reason, documents, later_by };
    let answered = service
        .tried(&official, answer_safeguard::run(&service.app.calling(call), &official, &reference, given).await)?;
    Ok(acted(StatusCode::OK, answered))
}

/// Confirms an answer, as a second official.
#[utoipa::path(
    post, path = "/requests/{reference}/safeguards/{safeguard}/confirmations", tag = "safeguards",
    operation_id = "confirm_answer",
    params(
        OfSafeguard, Guarded
    ),
    request_body = Confirmation, security(("bearer" = [])),
    responses((status = 200, description = "What it came to", body = Acted), Problems)
)]
pub(crate) async fn confirm(
    State(service): State<Service>,
    Acting(official): Acting,
    Path((reference, safeguard)): Path<(RequestReference, SafeguardName)>,
    Act { body, call }: Act<Confirmation>,
) -> Result<Response, Problem> {
    let question = Question { safeguard, gate: body.gate, holding: body.holding };
    let confirmed = service.tried(
        &official,
        answer_safeguard::confirm(&service.app.calling(call), &official, &reference, question).await,
    )?;
    Ok(acted(StatusCode::OK, confirmed))
}

/// Takes your own answer back, with reasons.
#[utoipa::path(
    post, path = "/requests/{reference}/safeguards/{safeguard}/withdrawals", tag = "safeguards",
    operation_id = "withdraw_answer",
    params(
        OfSafeguard, Guarded
    ),
    request_body = Withdrawal, security(("bearer" = [])),
    responses((status = 200, description = "What it came to", body = Acted), Problems)
)]
pub(crate) async fn withdraw(
    State(service): State<Service>,
    Acting(official): Acting,
    Path((reference, safeguard)): Path<(RequestReference, SafeguardName)>,
    Act { body, call }: Act<Withdrawal>,
) -> Result<Response, Problem> {
    let question = Question { safeguard, gate: body.gate, holding: body.holding };
    let app = service.app.calling(call);
    let withdrawn = service
        .tried(&official, answer_safeguard::withdraw(&app, &official, &reference, question, body.reason).await)?;
    Ok(acted(StatusCode::OK, withdrawn))
}
