//! The desk of an official: what waits for them.

mod queue;

use axum::Router;
use axum::routing::get;

use crate::http::service::Service;

/// Their addresses.
pub(super) fn routes() -> Router<Service> {
    Router::new().route("/{language}", get(queue::first)).route("/{language}/queue", get(queue::show))
}
