//! Conflicts of interest: declared for oneself, lifted by somebody else.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::domain::ids::{ActorMark, RequestReference};
use crate::http::service::Service;
use crate::operations::{Acted, recuse_official};

use super::body::{Act, Path};
use super::openapi::Problems;
use super::parameters::{Guarded, OfRecusal, OfRequest};
use super::problem::Problem;
use super::requests::acted;
use super::signed_in::Acting;

/// Why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Why {
    /// Reasons; kept sealed.
    #[serde(default)]
    #[schema(example = "A relative of mine is a witness.")]
    reason: Option<String>,
}

/// Declares a conflict of interest of your own: from now on you do nothing in this request, and what you answered in its
/// favour is asked of somebody else.
#[utoipa::path(
    post, path = "/requests/{reference}/recusals", tag = "safeguards", operation_id = "declare_recusal",
    params(OfRequest, Guarded), request_body = Why, security(("bearer" = [])),
    responses((status = 200, description = "What it came to", body = Acted), Problems)
)]
pub(crate) async fn declare(
    State(service): State<Service>,
    Acting(official): Acting,
    Path(reference): Path<RequestReference>,
    Act { body, call }: Act<Why>,
) -> Result<Response, Problem> {
    let app = service.app.calling(call);
    let declared = service.tried(&official, recuse_official::run(&app, &official, &reference, body.reason).await)?;
    Ok(acted(StatusCode::OK, declared))
}

/// Lets an official back who declared one: a judge another judge, all others the central authority.
#[utoipa::path(
    post, path = "/requests/{reference}/recusals/{mark}/lifting", tag = "safeguards", operation_id = "lift_recusal",
    params(OfRecusal, Guarded), request_body = Why, security(("bearer" = [])),
    responses((status = 200, description = "What it came to", body = Acted), Problems)
)]
pub(crate) async fn lift(
    State(service): State<Service>,
    Acting(official): Acting,
    Path((reference, mark)): Path<(RequestReference, ActorMark)>,
    Act { body, call }: Act<Why>,
) -> Result<Response, Problem> {
    let app = service.app.calling(call);
    let lifted =
        service.tried(&official, recuse_official::lift(&app, &official, &reference, mark, body.reason).await)?;
    Ok(acted(StatusCode::OK, lifted))
}
