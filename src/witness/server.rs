//! The two calls of a witness over HTTP. Source: C2SP tlog-witness.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use crate::audit::submission::{MAX_SUBMISSION_BYTES, Submission};
use crate::clock::Clock;
use crate::http::address;
use crate::http::calls;
use crate::http::connections::Peer;
use crate::http::limits::{ByAddress, Limit};
use crate::http::service::rate;

use super::folder::{Folder, Refused};

/// The type of an answer that tells at which size the witness stands.
pub(super) const SIZE: &str = "text/x.tlog.size";

/// Calls a second from one address in the long run, and so many at once: each may ask for a signature.
const CALLS: (u32, u32) = (50, 500);

/// A witness at work. Clones share everything.
#[derive(Clone)]
pub struct Service {
    folder: Arc<Folder>,
    clock: Clock,
    calls: Arc<ByAddress>,
    proxy: Option<IpAddr>,
}

impl Service {
    /// A witness over its folder. A proxy that is named is believed when it says where a call comes from.
    #[must_use]
    pub fn over(folder: Arc<Folder>, clock: Clock, proxy: Option<IpAddr>) -> Self {
        Self { folder, clock, calls: Arc::new(Limit::of(rate(CALLS.0, CALLS.1))), proxy }
    }
}

/// All that a witness answers.
pub fn router(service: Service) -> Router {
    Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .route("/{log}/checkpoint", get(checkpoint))
        .layer(DefaultBodyLimit::max(MAX_SUBMISSION_BYTES))
        .layer(middleware::from_fn_with_state(service.clone(), not_too_often))
        .layer(middleware::from_fn(calls::told))
        .with_state(service)
}

async fn add_checkpoint(State(service): State<Service>, body: Bytes) -> Response {
    let submission = match Submission::parse(&body) {
        Ok(submission) => submission,
        Err(why) => return plain(StatusCode::BAD_REQUEST, format!("this is no submission of a checkpoint: {why}\n")),
    };
    let now = u64::try_from(service.clock.now().as_second()).unwrap_or_default();
    let folder = Arc::clone(&service.folder);
    // Waits for a lock and for the disk: not on a thread that serves others.
    let signed = tokio::task::spawn_blocking(move || folder.cosign(&submission, now)).await;
    match signed {
        Ok(Ok(lines)) => plain(StatusCode::OK, lines),
        Ok(Err(refused)) => answer(&refused),
        Err(_) => answer_inside(),
    }
}

fn answer(refused: &Refused) -> Response {
    let status = match refused {
        Refused::UnknownLog => StatusCode::NOT_FOUND,
        Refused::Unsigned => StatusCode::FORBIDDEN,
        Refused::OldIsLarger => StatusCode::BAD_REQUEST,
        Refused::Stale(size) => {
            let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(SIZE))];
            return (StatusCode::CONFLICT, kind, format!("{size}\n")).into_response();
        }
        Refused::OtherRoot => StatusCode::CONFLICT,
        Refused::Inconsistent => StatusCode::UNPROCESSABLE_ENTITY,
        Refused::ClockWentBack => {
            tracing::error!("{refused}");
            StatusCode::SERVICE_UNAVAILABLE
        }
        Refused::Folder(error) => {
            tracing::error!(%error, "a checkpoint could not be signed");
            return answer_inside();
        }
    };
    plain(status, format!("{refused}\n"))
}

/// Where the fault lies is for the operator, not for whoever calls.
fn answer_inside() -> Response {
    plain(StatusCode::INTERNAL_SERVER_ERROR, "the witness failed inside: tell its operator\n".to_owned())
}

async fn checkpoint(State(service): State<Service>, Path(log): Path<String>) -> Response {
    let folder = Arc::clone(&service.folder);
    match tokio::task::spawn_blocking(move || folder.latest_by_hash(&log)).await {
        Ok(Ok(Some(seen))) => plain(StatusCode::OK, seen.note),
        Ok(Ok(None)) => plain(StatusCode::NOT_FOUND, "no checkpoint of this log was signed here\n".to_owned()),
        Ok(Err(error)) => answer(&Refused::Folder(error)),
        Err(_) => answer_inside(),
    }
}

fn plain(status: StatusCode, text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, text).into_response()
}

async fn not_too_often(State(service): State<Service>, request: Request, next: Next) -> Response {
    if let Some(peer) = request.extensions().get::<Peer>() {
        let from = address::caller(*peer, request.headers(), service.proxy);
        if let Err(wait) = service.calls.count(&from) {
            let after = [(header::RETRY_AFTER, wait.seconds.to_string())];
            return (StatusCode::TOO_MANY_REQUESTS, after, "too many calls: come back later\n").into_response();
        }
    }
    next.run(request).await
}
