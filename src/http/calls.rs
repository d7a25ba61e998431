//! What is told of each call: a span, a line of the log, numbers. Its method and its route as the program writes it, never
//! the path, the query, a header or a body: those are the caller's words.

use std::sync::LazyLock;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use opentelemetry::KeyValue;
use opentelemetry::metrics::{Counter, Histogram};
use tracing::{Instrument as _, Span};

use crate::telemetry::{self, HTTP_METHOD, HTTP_ROUTE, HTTP_STATUS, metrics};

/// The trace of a call, in its answer: a caller who tells it to the operator leads them to spans, log and entries.
pub const TRACE_HEADER: HeaderName = HeaderName::from_static("x-trace-id");

/// Seconds, as OpenTelemetry's conventions for HTTP have them.
const SECONDS: [f64; 14] = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];

struct Numbers {
    duration: Histogram<f64>,
    held_back: Counter<u64>,
}

static NUMBERS: LazyLock<Numbers> = LazyLock::new(|| Numbers {
    duration: metrics()
        .meter
        .f64_histogram("http.server.request.duration")
        .with_description("How long calls take until their answer begins, by method, route and status.")
        .with_unit("s")
        .with_boundaries(SECONDS.to_vec())
        .build(),
    held_back: metrics()
        .meter
        .u64_counter("comity.http.held_back")
        .with_description("Calls that were told to wait, by method and route.")
        .build(),
});

/// Tells of a call: the outermost layer of a router.
pub async fn told(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = known(request.method());
    let route = request.extensions().get::<MatchedPath>().cloned();
    // What has no route is told without its path.
    let route = route.as_ref().map_or("", MatchedPath::as_str).to_owned();
    let name = format!("{method} {route}");
    // A `traceparent` is not read: a stranger would choose what stands in the log.
    let span = tracing::info_span!(
        "http",
        { telemetry::SPAN_NAME } = name.trim_end(),
        { telemetry::SPAN_KIND } = "server",
        { HTTP_METHOD } = method,
        { HTTP_ROUTE } = route,
        { HTTP_STATUS } = tracing::field::Empty,
        { telemetry::TRACE } = tracing::field::Empty,
        { telemetry::STATUS } = tracing::field::Empty,
    );
    let trace = telemetry::trace_of(&span);
    if let Some(trace) = &trace {
        span.record(telemetry::TRACE, trace);
    }
    let mut response = next.run(request).instrument(span.clone()).await;
    counted(method, route, response.status(), begun);
    log(&span, response.status());
    if let Some(trace) = trace.and_then(|trace| HeaderValue::try_from(trace).ok()) {
        response.headers_mut().insert(TRACE_HEADER, trace);
    }
    response
}

fn counted(method: &'static str, route: String, status: StatusCode, begun: Instant) {
    let of = [
        KeyValue::new(HTTP_METHOD, method),
        KeyValue::new(HTTP_ROUTE, route),
        KeyValue::new(HTTP_STATUS, i64::from(status.as_u16())),
    ];
    NUMBERS.duration.record(begun.elapsed().as_secs_f64(), &of);
    if status == StatusCode::TOO_MANY_REQUESTS {
        NUMBERS.held_back.add(1, &of[..2]);
    }
}

fn log(span: &Span, status: StatusCode) {
    span.record(HTTP_STATUS, status.as_u16());
    if status.is_server_error() {
        span.record(telemetry::STATUS, "ERROR");
        // Why, was told where it was handled.
        span.in_scope(|| tracing::info!("answered"));
    } else {
        span.in_scope(|| tracing::debug!("answered"));
    }
}

/// A method that there is. Any word may stand in its place, so others are not repeated.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "_OTHER",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_that_is_no_word_of_http_is_not_repeated() {
        assert_eq!(known(&Method::PATCH), "PATCH");
        assert_eq!(known(&Method::from_bytes(b"WILHELMINA").unwrap()), "_OTHER");
    }
}
