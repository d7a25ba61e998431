//! Connections: a bounded number, none that waits for ever, and an end that cuts nobody off in the middle.
//!
//! HTTP/1.1 only: what a proxy speaks to what stands behind it. HTTP/2 without TLS brings nothing here but more ways to
//! keep a connection busy.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

use super::arriving::{Arriving, Stopped};
use super::line::Line;
use super::places::{Place, Places};

/// No head of a call is larger, in bytes.
const LARGEST_HEAD: usize = 64 << 10;

/// Until the next try where a connection could not be taken.
const TRY_AGAIN: Duration = Duration::from_millis(100);

/// Where a connection comes from, as an extension of each request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Peer(pub IpAddr);

/// What is carried to its end though its caller may have gone, as an extension of each request: the service waits for
/// it before it ends.
#[derive(Debug, Clone, Default)]
pub struct Carried(pub TaskTracker);

/// What connections are allowed.
#[derive(Debug, Clone, Copy)]
pub struct Allowed {
    /// So many at once. Where more come, the one goes that has kept the service waiting longest.
    pub connections: usize,
    /// So long nobody is sent away who moves nothing, however many wait for the place.
    pub patience: Duration,
    /// So long the head of a request may take, and a connection may do nothing.
    pub head: Duration,
    /// So long a body may pause on its way in, and a client on taking its answer.
    pub pause: Duration,
    /// So long requests in flight may take once the end has begun.
    pub ending: Duration,
}

/// So many connections where nothing else is said: half of the files that a process may usually open.
pub const CONNECTIONS: usize = 512;

impl Default for Allowed {
    fn default() -> Self {
        Self {
            connections: CONNECTIONS,
            patience: Duration::from_secs(1),
            head: Duration::from_secs(10),
            pause: Duration::from_secs(10),
            ending: Duration::from_secs(30),
        }
    }
}

/// Serves until the future ends, then answers what is in flight and closes. True where nobody had to be cut off.
pub async fn serve(listener: TcpListener, router: Router, allowed: Allowed, until: impl Future<Output = ()>) -> bool {
    let places = Places::new(allowed.connections, allowed.patience);
    let (ending, connections, carried) = (CancellationToken::new(), TaskTracker::new(), Carried::default());
    let accepting = async {
        let mut failing = false;
        loop {
            match listener.accept().await {
                Ok((stream, from)) => {
                    failing = false;
                    let place = places.take().await;
                    let holding = hold(stream, from, place, router.clone(), allowed, ending.clone(), carried.clone());
                    connections.spawn(holding);
                }
                Err(error) => {
                    // No file handle left, for instance: others have to end first.
                    if !failing {
                        tracing::warn!(%error, "connections cannot be taken; those that do nothing are closed");
                    }
                    failing = true;
                    places.send_one_away();
                    tokio::time::sleep(TRY_AGAIN).await;
                }
            }
        }
    };
    tokio::select! {
        biased;
        () = until => {}
        () = accepting => {}
    }
    drop(listener);
    ending.cancel();
    connections.close();
    carried.0.close();
    let all = async {
        connections.wait().await;
        carried.0.wait().await;
    };
    let done = tokio::time::timeout(allowed.ending, all).await.is_ok();
    if !done {
        let (callers, acts) = (connections.len(), carried.0.len());
        tracing::warn!(callers, acts, "what was in flight after {} seconds is cut off", allowed.ending.as_secs());
    }
    done
}

/// Serves one connection to its end.
async fn hold(
    stream: TcpStream,
    from: SocketAddr,
    place: Place,
    router: Router,
    allowed: Allowed,
    ending: CancellationToken,
    carried: Carried,
) {
    // Small answers leave at once.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection goes on without TCP_NODELAY");
    }
    let standing = Arc::clone(&place.standing);
    let line = Line::new(stream, Arc::clone(&standing), allowed.pause);
    let peer = Peer(from.ip().to_canonical());
    let service = service_fn(|mut request: hyper::Request<Incoming>| {
        standing.begins();
        let stopped = Stopped::default();
        request.extensions_mut().insert(peer);
        request.extensions_mut().insert(stopped.clone());
        request.extensions_mut().insert(carried.clone());
        let request = request.map(|body| Body::new(Arriving::new(body, Arc::clone(&standing), allowed.pause, stopped)));
        let (router, standing) = (router.clone(), Arc::clone(&standing));
        async move {
            let answer = router.oneshot(request).await;
            standing.answered();
            answer
        }
    });
    let mut builder = Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(allowed.head).max_buf_size(LARGEST_HEAD);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(line), service));
    let (mut sent_away, mut told) = (false, false);
    loop {
        tokio::select! {
            biased;
            () = standing.leave.cancelled(), if !sent_away => {
                // Its call may have become whole in between: that one is still answered.
                if !standing.is_working() {
                    tracing::debug!("a connection that did nothing makes room for another");
                    return;
                }
                sent_away = true;
                connection.as_mut().graceful_shutdown();
            }
            () = ending.cancelled(), if !told => {
                told = true;
                connection.as_mut().graceful_shutdown();
            }
            done = connection.as_mut() => {
                if let Err(error) = done {
                    tracing::debug!(%error, "a connection ended early");
                }
                return;
            }
        }
    }
}
