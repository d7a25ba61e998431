//! Rulebooks: which there are, which requests keep, what differs between two of them, gate by gate, and how one is adopted
//! by two administrators.

mod adopt;
mod confirm;
mod difference;
mod list;

use axum::Router;
use axum::routing::{get, post};

use crate::http::service::Service;

/// Their addresses.
pub(super) fn routes() -> Router<Service> {
    Router::new()
        .route("/{language}/rulebooks", get(list::show))
        .route("/{language}/rulebooks/difference", get(difference::show))
        .route("/{language}/rulebooks/{hash}", get(list::one))
        .route("/{language}/rulebooks/{hash}/adopt", get(adopt::show).post(adopt::propose))
        .route("/{language}/rulebooks/adoptions/{adoption}", get(confirm::show).post(confirm::confirm))
        .route("/{language}/rulebooks/adoptions/{adoption}/take-back", post(confirm::take_back))
}
