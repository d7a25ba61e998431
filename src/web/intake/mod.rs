//! What comes in from outside the desk: open cases from a file.

mod import;
mod told;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::http::service::Service;
use crate::operations::import_requests::LARGEST_FILE;

pub(super) use import::imports;

/// What stands around a file in its form, in bytes.
const AROUND: usize = 64 << 10;

/// Their addresses.
pub(super) fn routes() -> Router<Service> {
    let files = Router::new()
        .route("/{language}/requests/import", get(import::ask).post(import::check))
        .layer(DefaultBodyLimit::max(LARGEST_FILE + AROUND));
    Router::new()
        .route("/{language}/requests/import/report", get(import::show))
        .route("/{language}/requests/import/begin", post(import::begin))
        .route("/{language}/requests/import/example", get(import::example))
        .merge(files)
}
