//! Transitions: what may be done next and what stands in the way; and doing it.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::domain::ids::{MessageId, RequestReference, TransitionName};
use crate::http::service::Service;
use crate::operations::request_view::Possible;
use crate::operations::take_transition::{self, TakeTransition};
use crate::operations::{Acted, read_request};

use super::body::{Act, Path};
use super::openapi::Problems;
use super::parameters::{Guarded, OfRequest};
use super::problem::Problem;
use super::requests::{acted, versioned};
use super::signed_in::{Acting, May, Read};

/// A transition to be taken.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Taken {
    /// Which.
    #[schema(value_type = String, pattern = "^[a-z][a-z0-9_]{0,59}$", example = "submit")]
    transition: TransitionName,
    /// The delivery, for a transition of what was received.
    #[serde(default)]
    #[schema(inline)]
    holding: Option<MessageId>,
    /// Reasons, where the step wants some.
    #[serde(default)]
    reason: Option<String>,
}

/// Lists what you may do now, and what stands in the way.
#[utoipa::path(
    get, path = "/requests/{reference}/transitions", tag = "transitions", operation_id = "list_transitions",
    params(OfRequest), security(("bearer" = [])),
    responses((status = 200, description = "Transitions that leave from here", body = Vec<Possible>), Problems)
)]
pub(crate) async fn list(
    State(service): State<Service>,
    may: May<Read>,
    Path(reference): Path<RequestReference>,
) -> Result<Response, Problem> {
    let view = read_request::run(&service.app, &may.official, &reference).await?;
    Ok(versioned(StatusCode::OK, view.version, Json(view.next)))
}

/// Takes a transition, if nothing stands in the way. No token can do this: deciding is for people.
#[utoipa::path(
    post, path = "/requests/{reference}/transitions", tag = "transitions", operation_id = "take_transition",
    params(
        OfRequest, Guarded
    ),
    request_body = Taken, security(("bearer" = [])),
    responses((status = 200, description = "What it came to", body = Acted), Problems)
)]
pub(crate) async fn take(
    State(service): State<Service>,
    Acting(official): Acting,
    Path(reference): Path<RequestReference>,
    Act { body, call }: Act<Taken>,
) -> Result<Response, Problem> {
    let Taken { transition, holding, reason } = body;
    let wanted = TakeTransition { transition, holding, reason };
    let taken = service
        .tried(&official, take_transition::run(&service.app.calling(call), &official, &reference, wanted).await)?;
    Ok(acted(StatusCode::OK, taken))
}
