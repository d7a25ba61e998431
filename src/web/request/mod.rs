//! One request: where it stands, what can be done with it, and the review of its safeguards.

mod review;
mod show;
mod step;

use axum::Router;
use axum::routing::get;

use crate::http::service::Service;

/// Their addresses.
pub(super) fn routes() -> Router<Service> {
    Router::new()
        .route("/{language}/requests/{reference}", get(show::show))
        .route("/{language}/requests/{reference}/steps/{transition}", get(step::show).post(step::take))
        .merge(review::routes())
}
