//! The service itself: whether it lives, whether it can serve.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::service::Service;

use super::openapi::Problems;
use super::problem::Problem;

/// How the service is.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ok`.
    #[schema(example = "ok")]
    state: &'static str,
    /// The version of the program.
    version: &'static str,
}

const OK: Health = Health { state: "ok", version: env!("CARGO_PKG_VERSION") };

/// Says that the process lives; asks nothing of the database.
#[utoipa::path(
    get, path = "/health", tag = "service", operation_id = "health",
    responses((status = 200, description = "It lives", body = Health), Problems)
)]
pub(crate) async fn health() -> Json<Health> {
    Json(OK)
}

/// Says that the service can serve: the database answers and is the one of this installation.
#[utoipa::path(
    get, path = "/ready", tag = "service", operation_id = "ready",
    responses((status = 200, description = "It can serve", body = Health), Problems)
)]
pub(crate) async fn ready(State(service): State<Service>) -> Result<Json<Health>, Problem> {
    service.app.authority().await?;
    Ok(Json(OK))
}
