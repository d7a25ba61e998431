//! The audit log, for auditors: whether it holds, what is in it, entry by entry, and what they take with them.

mod check;
mod entry;
mod list;
mod table;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::http::service::Service;
use crate::operations::OperationError;

use super::session::SignedIn;
use super::stop::Stop;

/// Their addresses.
pub(super) fn routes() -> Router<Service> {
    // Counted as it comes, against a limit of its own.
    let file = post(check::file).layer(DefaultBodyLimit::disable());
    Router::new()
        .route("/{language}/log", get(list::show))
        .route("/{language}/log/verify", post(check::begin))
        .route("/{language}/log/file", file)
        .route("/{language}/log/export", post(check::export))
        .route("/{language}/log/table", post(table::export))
        .route("/{language}/log/{entry}", get(entry::show))
        .route("/{language}/log/{entry}/proof", get(entry::proof))
}

/// Why an auditor's page is not shown: whoever is none is told who reads it.
fn stopped(by: &SignedIn, error: &OperationError) -> Stop {
    if matches!(error, OperationError::NotAllowed { .. } | OperationError::OutOfScope(_)) {
        return Stop::not_theirs(&by.visit, by, ("log-not-yours", "log-not-yours-about"));
    }
    if matches!(error, OperationError::NoSuchPlace) {
        return by.nothing();
    }
    by.stop(error)
}
