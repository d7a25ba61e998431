//! What officials write: a new request, field by field; decisions, results, renewals and uses; documents.
//!
//! In reading order: `sheet` (what is being written, and whether one may), `control` (a field as a form shows and reads it),
//! then the pages: `wizard`, `tasks`, `field`, `check`, `documents`, `upload`.

mod check;
mod control;
mod documents;
mod field;
mod own_form;
mod paper;
mod pen;
pub(super) mod record;
mod sheet;
pub(super) mod specimens;
mod tasks;
mod told;
mod upload;
mod wizard;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;

use crate::http::service::Service;

use super::request::paper::LARGEST_PAPER;

/// Their addresses.
pub(super) fn routes() -> Router<Service> {
    // How large a document may be is known where its bytes are taken in, piece by piece.
    let uploads = Router::new()
        .route("/{language}/requests/{reference}/documents", get(documents::list).post(upload::take_in))
        .layer(DefaultBodyLimit::disable());
    let papers = Router::new()
        .route("/{language}/requests/record", get(record::ask).post(record::record))
        .layer(DefaultBodyLimit::max(LARGEST_PAPER));
    Router::new()
        .route("/{language}/requests/new", get(wizard::ask).post(wizard::begin))
        .route("/{language}/requests/{reference}/write", get(tasks::show))
        .route("/{language}/requests/{reference}/write/check", get(check::show))
        .route("/{language}/requests/{reference}/write/{field}", get(field::show).post(field::save))
        .route("/{language}/requests/{reference}/documents/{document}", get(documents::read))
        .merge(uploads)
        .merge(papers)
}
