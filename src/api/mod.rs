//! The JSON interface under `/api/v1`: each route a few lines over the operation it calls.

mod adoptions;
mod agreements;
mod around;
mod audit;
mod authority;
mod body;
mod credentials;
mod deputyships;
mod documents;
mod imports;
mod messages;
mod officials;
mod openapi;
mod parameters;
mod problem;
mod problems;
mod recusals;
mod requests;
mod rulebook;
mod safeguards;
mod service;
mod session;
mod signed_in;
mod statistics;
mod transitions;
mod values;
mod words;

use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::{Extension, Router};
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::service::Service;
use crate::operations::import_requests::LARGEST_FILE;

/// The largest body of a message that came on paper, with its document inside, in bytes.
const LETTER: usize = 8 << 20;

/// The largest body of a sign-in, in bytes.
const SIGN_IN: usize = 4 << 10;

/// What stands around a document in its body, in bytes.
const AROUND: usize = 64 << 10;

/// All routes, on one screen.
fn routes(largest_body: usize, largest_document: usize) -> OpenApiRouter<Service> {
    // Before anybody is known, nobody gets much of the memory.
    let strangers = OpenApiRouter::new()
        .routes(routes!(session::begin, session::show, session::end))
        .routes(routes!(session::set_password))
        .layer(DefaultBodyLimit::max(SIGN_IN))
        .layer(from_fn_with_state(SIGN_IN, around::not_too_large));
    let quick = OpenApiRouter::new()
        .routes(routes!(credentials::list))
        .routes(routes!(credentials::issue))
        .routes(routes!(credentials::revoke))
        .routes(routes!(authority::show))
        .routes(routes!(authority::change))
        .routes(routes!(agreements::list, agreements::record))
        .routes(routes!(agreements::confirm))
        .routes(routes!(agreements::end))
        .routes(routes!(deputyships::list, deputyships::ask))
        .routes(routes!(deputyships::confirm))
        .routes(routes!(deputyships::end))
        .routes(routes!(adoptions::list, adoptions::propose))
        .routes(routes!(adoptions::confirm))
        .routes(routes!(adoptions::take_back))
        .routes(routes!(officials::list, officials::add))
        .routes(routes!(officials::shut_out, officials::let_in))
        .routes(routes!(officials::reset_password))
        .routes(routes!(officials::grant, officials::revoke))
        .routes(routes!(officials::confirm))
        .routes(routes!(requests::list, requests::draft))
        .routes(routes!(requests::read))
        .routes(routes!(requests::history))
        .routes(routes!(requests::preflight))
        .routes(routes!(requests::letter))
        .routes(routes!(requests::change))
        .routes(routes!(requests::assign))
        .routes(routes!(requests::number))
        .routes(routes!(transitions::list, transitions::take))
        .routes(routes!(safeguards::list))
        .routes(routes!(safeguards::answer))
        .routes(routes!(safeguards::confirm))
        .routes(routes!(safeguards::withdraw))
        .routes(routes!(recusals::declare))
        .routes(routes!(recusals::lift))
        .routes(routes!(messages::confirm))
        .routes(routes!(documents::list))
        .routes(routes!(audit::list))
        .routes(routes!(audit::one))
        .routes(routes!(audit::prove))
        .routes(routes!(audit::prove_as_text))
        .routes(routes!(audit::checkpoint))
        .routes(routes!(audit::disclose))
        .routes(routes!(rulebook::all))
        .routes(routes!(rulebook::about))
        .routes(routes!(rulebook::list))
        .routes(routes!(rulebook::one))
        .routes(routes!(rulebook::lists))
        .routes(routes!(rulebook::files))
        .routes(routes!(rulebook::parties))
        .routes(routes!(problems::list))
        .routes(routes!(problems::one))
        .layer(DefaultBodyLimit::max(largest_body))
        .layer(from_fn_with_state(largest_body, around::not_too_large));
    let letters = OpenApiRouter::new()
        .routes(routes!(messages::list, messages::came))
        .routes(routes!(messages::request_came))
        .routes(routes!(messages::went))
        .layer(DefaultBodyLimit::max(LETTER))
        .layer(from_fn_with_state(LETTER, around::not_too_large));
    let largest_upload = largest_document.saturating_add(AROUND);
    let large = OpenApiRouter::new()
        .routes(routes!(documents::add))
        .routes(routes!(documents::read))
        .layer(DefaultBodyLimit::max(largest_upload))
        .layer(from_fn_with_state(largest_upload, around::not_too_large));
    let imports = OpenApiRouter::new()
        .routes(routes!(imports::import))
        .layer(DefaultBodyLimit::max(LARGEST_FILE))
        .layer(from_fn_with_state(LARGEST_FILE, around::not_too_large));
    let long = OpenApiRouter::new()
        .routes(routes!(audit::disclose_document))
        .routes(routes!(audit::export))
        .routes(routes!(statistics::show))
        .layer(DefaultBodyLimit::max(largest_body))
        .layer(from_fn_with_state(largest_body, around::not_too_large));
    let large = large.merge(long).merge(imports).layer(from_fn_with_state(around::SLOW, around::in_time));
    let quick = quick.merge(strangers).merge(letters).layer(from_fn_with_state(around::QUICK, around::in_time));
    OpenApiRouter::with_openapi(openapi::Around::openapi())
        .routes(routes!(service::health))
        .routes(routes!(service::ready))
        .nest("/api/v1", quick.merge(large))
}

/// The OpenAPI document, made from the handlers.
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    routes(0, 0).into_openapi()
}

/// The interface over a service, ready to be served.
pub fn router(service: Service) -> Router {
    let largest_document = usize::try_from(service.app.largest_document).unwrap_or(usize::MAX);
    let (router, document) = routes(service.policy.largest_body, largest_document).split_for_parts();
    let router = router.merge(openapi::router(&document));
    around::all(router, &service).layer(Extension(rulebook::Published::default())).with_state(service)
}
