//! The service within the test's own process, with limits that are too small for anybody else.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use comity::api;
use comity::http::connections::{Allowed, serve};
use comity::http::service::{Policy, Service};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::wire::Caller;
use crate::operations::desk::Desk;
use crate::operations::template::Kind;

/// Limits of a few moments.
pub(super) fn hasty() -> Allowed {
    Allowed {
        connections: 8,
        patience: Duration::from_millis(100),
        head: Duration::from_millis(400),
        pause: Duration::from_millis(400),
        ending: Duration::from_secs(10),
    }
}

pub(super) struct Near {
    pub(super) address: SocketAddr,
    serving: Option<JoinHandle<bool>>,
    stop: CancellationToken,
    runtime: Runtime,
    /// Where the interface of an installation is served.
    pub(super) desk: Option<Desk>,
}

impl Near {
    /// Serves any router.
    pub(super) fn of(router: Router, allowed: Allowed) -> Self {
        Self::on(runtime(), router, allowed, None)
    }

    /// Serves an installation on SQLite.
    pub(super) fn desk(allowed: Allowed, policy: Policy) -> Self {
        let runtime = runtime();
        let desk = runtime.block_on(Desk::open(Kind::Sqlite, "XN"));
        let router = api::router(Service::over(desk.app.clone(), policy));
        Self::on(runtime, router, allowed, Some(desk))
    }

    fn on(runtime: Runtime, router: Router, allowed: Allowed, desk: Option<Desk>) -> Self {
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let serving = runtime.spawn(serve(listener, router, allowed, stop.clone().cancelled_owned()));
        Self { address, serving: Some(serving), stop, runtime, desk }
    }

    pub(super) fn caller(&self) -> Caller {
        Caller::to(self.address)
    }

    pub(super) fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Begins the end.
    pub(super) fn stop(&self) {
        self.stop.cancel();
    }

    /// Ends it, and says whether everybody was answered.
    pub(super) fn ended(&mut self) -> bool {
        self.stop.cancel();
        let serving = self.serving.take().unwrap();
        self.runtime.block_on(serving).unwrap()
    }
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}
