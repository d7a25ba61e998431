//! What stands around every page: limits, headers, and that an act is carried out though its browser has gone.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use tower_http::set_header::SetResponseHeaderLayer;
use tracing::Instrument as _;

use crate::http::connections::{Carried, Peer};
use crate::http::service::Service;
use crate::http::{address, calls};

use super::form::LARGEST;
use super::language;
use super::stop::Stop;
use super::typed;
use super::visit::Visit;

/// What a page may load and where its forms may go: nothing but what is ours.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Puts the layers around all pages.
pub(super) fn all(router: Router<Service>, service: &Service) -> Router<Service> {
    let fixed = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    router
        .fallback(nothing_there)
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(middleware::from_fn_with_state(service.clone(), typed::around))
        .layer(middleware::from_fn(carried))
        .layer(middleware::from_fn_with_state(service.clone(), not_too_often))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::REFERRER_POLICY, "same-origin"))
        .layer(fixed(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(middleware::from_fn(calls::told))
}

async fn nothing_there(visit: Visit) -> Stop {
    Stop::not_found(&visit, None)
}

async fn not_too_often(State(service): State<Service>, request: Request, next: Next) -> Response {
    if let Some(peer) = request.extensions().get::<Peer>() {
        let address = address::caller(*peer, request.headers(), service.policy.proxy);
        if let Err(wait) = service.by_address.count(&address) {
            let visit = Visit::of_nowhere(language::wanted(request.headers()));
            return Stop::too_often(&visit, wait).into_response();
        }
    }
    next.run(request).await
}

/// Carries a call to its end also when its browser has gone: a refused attempt leaves its entry whether or not anybody
/// waits for the page. One that breaks off is told as a failure.
async fn carried(request: Request, next: Next) -> Response {
    let language = language::wanted(request.headers());
    let carried = request.extensions().get::<Carried>().cloned().unwrap_or_default();
    let work = carried.0.spawn(next.run(request).in_current_span());
    work.await.unwrap_or_else(|_| Stop::failed(&Visit::of_nowhere(language)).into_response())
}
