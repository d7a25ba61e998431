//! One request: where it stands, what can be done with it, and the review of its safeguards.

mod actions;
mod assign;
mod ledger;
pub(super) mod letters;
pub(super) mod paper;
mod places;
mod review;
mod show;
mod step;
mod turns;
mod word;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::http::service::Service;

/// Their addresses.
pub(super) fn routes() -> Router<Service> {
    let papers = Router::new()
        .route("/{language}/requests/{reference}/messages/record", get(paper::ask).post(paper::came))
        .route("/{language}/requests/{reference}/messages/{message}/paper", post(paper::went))
        .layer(DefaultBodyLimit::max(paper::LARGEST_PAPER));
    Router::new()
        .route("/{language}/requests/{reference}", get(show::show))
        .route("/{language}/requests/{reference}/assign", get(assign::ask).post(assign::assign))
        .route("/{language}/requests/{reference}/messages", get(letters::list))
        .route("/{language}/requests/{reference}/messages/{message}", get(letters::show).post(letters::confirm))
        .merge(papers)
        .route("/{language}/requests/{reference}/steps/{transition}", get(step::show).post(step::take))
        .merge(review::routes())
}
