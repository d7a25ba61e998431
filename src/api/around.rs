//! What stands around every route: limits, headers, and that nobody escapes the log by hanging up.

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tracing::Instrument as _;

use crate::http::arriving::Stopped;
use crate::http::connections::{Carried, Peer};
use crate::http::service::Service;
use crate::http::{address, calls};

use super::body;
use super::problem::Problem;
use super::problems;

/// So long a call takes at most that moves no large body.
pub(crate) const QUICK: Duration = Duration::from_secs(30);

/// So long a call takes at most that uploads, downloads or exports.
pub(crate) const SLOW: Duration = Duration::from_mins(15);

/// Puts the layers around all routes.
pub(crate) fn all(router: Router<Service>, service: &Service) -> Router<Service> {
    let fixed = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    router
        .fallback(nothing_there)
        .method_not_allowed_fallback(not_this_way)
        .layer(middleware::from_fn(patient))
        .layer(middleware::from_fn_with_state(service.clone(), not_too_often))
        .layer(CatchPanicLayer::custom(failed))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::REFERRER_POLICY, "no-referrer"))
        .layer(fixed(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"))
        .layer(middleware::from_fn(calls::told))
}

async fn nothing_there() -> Problem {
    Problem::new(&problems::NOT_FOUND, "there is nothing at this address: `GET /api/openapi.json` lists what there is")
}

async fn not_this_way() -> Problem {
    Problem::new(
        &problems::METHOD_NOT_ALLOWED,
        "this address does not take that method: the header `Allow` and `GET /api/openapi.json` say which it takes",
    )
}

fn failed(_: Box<dyn Any + Send>) -> Response {
    Problem::new(&problems::FAILED, "the service failed inside: tell the operator the time of this call")
        .into_response()
}

async fn not_too_often(State(service): State<Service>, request: Request, next: Next) -> Response {
    if let Some(peer) = request.extensions().get::<Peer>() {
        let address = address::caller(*peer, request.headers(), service.policy.proxy);
        if let Err(too_often) = service.by_address.count(&address) {
            return Problem::from(too_often).into_response();
        }
    }
    next.run(request).await
}

/// A body that has stopped on its way is the caller's, whatever the handler makes of it.
async fn patient(request: Request, next: Next) -> Response {
    let stopped = request.extensions().get::<Stopped>().cloned();
    let response = next.run(request).await;
    if response.status().is_client_error() && stopped.is_some_and(|stopped| stopped.is_so()) {
        return body::cut_off().into_response();
    }
    response
}

/// Refuses a body that says itself that it is too large, before a byte of it is read.
pub(crate) async fn not_too_large(State(limit): State<usize>, request: Request, next: Next) -> Response {
    if said_length(request.headers()).is_some_and(|length| length > limit as u64) {
        return body::too_large().into_response();
    }
    next.run(request).await
}

fn said_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Answers in time, and carries a call to its end also when the caller has hung up: a refused attempt leaves its entry
/// whether or not anybody waits for the answer.
pub(crate) async fn in_time(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    let carried = request.extensions().get::<Carried>().cloned().unwrap_or_default();
    let work = carried.0.spawn(next.run(request).in_current_span());
    match tokio::time::timeout(limit, work).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => failed(Box::new(())),
        Err(_) => Problem::new(
            &problems::STILL_AT_WORK,
            "the call took too long and may still be carried out: look whether it was, or send it again with the same `Idempotency-Key`",
        )
        .into_response(),
    }
}
