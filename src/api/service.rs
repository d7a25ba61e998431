//! The service itself: whether it lives, whether it can serve.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::service::Service;

use super::openapi::Problems;
use super::problem::Problem;
use super::problems;

/// Whoever was told that it cannot serve may ask again after so many seconds.
const AGAIN: u64 = 5;

/// How the service is.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ok`.
    #[schema(example = "ok")]
    state: &'static str,
    /// The version of the program.
    version: &'static str,
    /// What does not work just now and stops nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    troubles: Vec<&'static str>,
}

const OK: Health = Health { state: "ok", version: env!("CARGO_PKG_VERSION"), troubles: Vec::new() };

/// Says that the process lives; asks nothing of the database.
#[utoipa::path(
    get, path = "/health", tag = "service", operation_id = "health",
    responses((status = 200, description = "It lives", body = Health), Problems)
)]
pub(crate) async fn health() -> Json<Health> {
    Json(OK)
}

/// Says that the service can serve: its database is read and written, and clocks and signing run. Otherwise it says what
/// does not.
#[utoipa::path(
    get, path = "/ready", tag = "service", operation_id = "ready",
    responses((status = 200, description = "It can serve", body = Health), Problems)
)]
pub(crate) async fn ready(State(service): State<Service>) -> Result<Json<Health>, Problem> {
    let faults = service.readiness.faults(&service.app).await;
    if faults.is_empty() {
        return Ok(Json(Health { troubles: service.readiness.troubles(), ..OK }));
    }
    let detail = format!("{}: the operator finds the reason in the program's log", faults.join("; "));
    Err(Problem::new(&problems::NOT_READY, detail).again_after(AGAIN))
}
