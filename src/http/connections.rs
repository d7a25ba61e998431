//! Connections: a bounded number, none that waits for ever, and an end that cuts nobody off in the middle.

use std::future::Future;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt as _;

/// Where a connection comes from, as an extension of each request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Peer(pub IpAddr);

/// What connections are allowed.
#[derive(Debug, Clone, Copy)]
pub struct Allowed {
    /// So many at once; others wait until one ends.
    pub connections: usize,
    /// So long the head of a request may take, and a connection may do nothing.
    pub head: Duration,
    /// So long requests in flight may take once the end has begun.
    pub ending: Duration,
}

impl Default for Allowed {
    fn default() -> Self {
        Self { connections: 1024, head: Duration::from_secs(10), ending: Duration::from_secs(30) }
    }
}

/// Serves until the future ends, then answers what is in flight and closes.
pub async fn serve(listener: TcpListener, router: Router, allowed: Allowed, until: impl Future<Output = ()>) {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(allowed.head);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(allowed.head)
        .keep_alive_timeout(allowed.head)
        .max_concurrent_streams(64);
    let builder = Arc::new(builder);
    let open = Arc::new(Semaphore::new(allowed.connections));
    let graceful = GracefulShutdown::new();
    let mut until = pin!(until);
    loop {
        // Taken before the connection is, so that those beyond the limit wait outside.
        let Ok(place) = Arc::clone(&open).acquire_owned().await else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut until => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // No file handle left, for instance: others have to end first.
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        // Small answers leave at once.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection goes on without TCP_NODELAY");
        }
        let peer = Peer(peer.ip().to_canonical());
        let service = router.clone().map_request(move |mut request: hyper::Request<hyper::body::Incoming>| {
            request.extensions_mut().insert(peer);
            request.map(axum::body::Body::new)
        });
        let (builder, watcher) = (Arc::clone(&builder), graceful.watcher());
        tokio::spawn(async move {
            let connection =
                builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service)).into_owned();
            if let Err(error) = watcher.watch(connection).await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(allowed.ending, graceful.shutdown()).await.is_err() {
        tracing::warn!("requests were still in flight after {} seconds and are cut off", allowed.ending.as_secs());
    }
}
