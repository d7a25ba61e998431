//! Notices: what an official wants to be told by e-mail, the words of it, and the calendar of what is due.

mod calendar;
mod mail;
mod show;

use axum::Router;
use axum::routing::{get, post};

use crate::http::service::Service;

pub use mail::written;

/// Their addresses.
pub(super) fn routes() -> Router<Service> {
    Router::new()
        .route("/{language}/account/notices", get(show::show).post(show::set))
        .route("/{language}/account/notices/withdraw", post(show::withdraw))
        .route("/{language}/account/calendar", get(calendar::ask).post(calendar::make))
        .route("/calendar/{file}", get(calendar::feed))
}
