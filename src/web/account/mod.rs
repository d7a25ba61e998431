//! One's own account: sessions and tokens, the second factor, the password.

mod code;
mod ending;
mod password;
mod qr;
mod second_factor;
mod show;

use axum::Router;
use axum::routing::{get, post};

use crate::http::service::Service;

/// Their addresses.
pub(super) fn routes() -> Router<Service> {
    Router::new()
        .route("/{language}/account", get(show::show))
        .route("/{language}/account/stay", post(ending::stay))
        .route("/{language}/account/others/end", get(ending::ask_others).post(ending::end_others))
        .route("/{language}/account/credentials/{credential}/end", get(ending::ask).post(ending::end))
        .route("/{language}/account/code", get(code::show).post(code::raise))
        .route("/{language}/account/password", get(password::show).post(password::set))
        .route("/{language}/account/second-factor", get(second_factor::show).post(second_factor::add))
}
