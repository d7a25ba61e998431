//! Who is an official here, and in which roles: for administrators; auditors see the list.

mod act;
mod add;
mod list;
mod one;

use axum::Router;
use axum::routing::get;

use crate::http::service::Service;

/// Their addresses.
pub(super) fn routes() -> Router<Service> {
    Router::new()
        .route("/{language}/officials", get(list::show))
        .route("/{language}/officials/add", get(add::show).post(add::add))
        .route("/{language}/officials/of/{sign_in}", get(one::show))
        .route("/{language}/officials/of/{sign_in}/{act}", get(act::show).post(act::act))
}
