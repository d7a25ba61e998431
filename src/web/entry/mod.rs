//! Coming in and going out: signing in, passwords.

mod code;
mod password;
mod sign_in;

pub(super) use sign_in::below;

use axum::Router;
use axum::routing::{get, post};

use crate::http::service::Service;

/// Their addresses.
pub(super) fn routes() -> Router<Service> {
    Router::new()
        .route("/", get(sign_in::choose_language))
        .route("/{language}/sign-in", get(sign_in::show).post(sign_in::begin))
        .route("/{language}/sign-in/code", get(code::again).post(code::finish))
        .route("/{language}/sign-out", post(sign_in::end))
        .route("/{language}/password", get(password::show).post(password::set))
}
