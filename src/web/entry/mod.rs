//! Coming in and going out: signing in, passwords.

mod password;
mod sign_in;

use axum::Router;
use axum::routing::{get, post};

use crate::http::service::Service;

/// Their addresses.
pub(super) fn routes() -> Router<Service> {
    Router::new()
        .route("/", get(sign_in::choose_language))
        .route("/{language}/sign-in", get(sign_in::show).post(sign_in::begin))
        .route("/{language}/sign-out", post(sign_in::end))
        .route("/{language}/password", get(password::show).post(password::set))
}
