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
mod sheet;
mod tasks;
mod told;
mod upload;
mod wizard;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;

use crate::domain::gate::Subject;
use crate::domain::ids::MessageId;
use crate::http::service::Service;
use crate::operations::request_view::RequestView;

use super::frame::Link;
use super::session::SignedIn;
use super::words::Words;

/// Their addresses.
pub(super) fn routes() -> Router<Service> {
    // How large a document may be is known where its bytes are taken in, piece by piece.
    let uploads = Router::new()
        .route("/{language}/requests/{reference}/documents", get(documents::list).post(upload::take_in))
        .layer(DefaultBodyLimit::disable());
    Router::new()
        .route("/{language}/requests/new", get(wizard::ask).post(wizard::begin))
        .route("/{language}/requests/{reference}/write", get(tasks::show))
        .route("/{language}/requests/{reference}/write/check", get(check::show))
        .route("/{language}/requests/{reference}/write/{field}", get(field::show).post(field::save))
        .route("/{language}/requests/{reference}/documents/{document}", get(documents::read))
        .merge(uploads)
}

/// What this official can write now, as links: the request, a decision, a result, a renewal, a use of each delivery.
#[expect(dead_code, reason = "the page of a request will offer them")]
pub(super) fn writable(words: &Words<'_>, by: &SignedIn, view: &RequestView) -> Vec<Link> {
    let at = format!("/requests/{}/write", view.reference);
    let link = |below: String, text: String| Link { to: by.visit.to(&format!("{at}{below}")), text, current: false };
    let t = by.visit.t;
    let holdings = view.deliveries.iter().map(|delivery| MessageId::parse(delivery.holding.clone()).ok());
    let mut links = Vec::new();
    for holding in [None].into_iter().chain(holdings.flatten().map(Some)) {
        let Some(subject) = sheet::writable(words.rulebook, view, holding.as_ref(), by.caller.roles()) else {
            continue;
        };
        links.push(match (subject, &holding) {
            (Subject::Request, _) => link(String::new(), t.say("write-request")),
            (Subject::Use, Some(id)) => link(format!("/use?holding={id}"), t.say("write-use")),
            (other, _) => link(format!("/{other}"), t.name("write", other)),
        });
    }
    links
}
