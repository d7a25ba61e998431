//! For whoever builds the pages, and nowhere else: the style guide, and English made longer to test the layout.
//!
//! Both are there only where the policy says so, as `demo --serve` does; elsewhere their addresses lead nowhere, like any
//! other that there is not.

pub(super) mod longer;
mod styleguide;

use axum::Router;
use axum::routing::get;

use crate::http::service::Service;

/// Their addresses.
pub(super) fn routes() -> Router<Service> {
    Router::new().route("/{language}/styleguide", get(styleguide::show))
}
