//! Rulebooks: which there are, which requests keep, and what differs between two of them, gate by gate.

mod difference;
mod list;

use axum::Router;
use axum::routing::get;

use crate::http::service::Service;

/// Their addresses.
pub(super) fn routes() -> Router<Service> {
    Router::new()
        .route("/{language}/rulebooks", get(list::show))
        .route("/{language}/rulebooks/difference", get(difference::show))
        .route("/{language}/rulebooks/{hash}", get(list::one))
}
