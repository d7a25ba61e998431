//! The body of a call on its way in: it may be slow, but not stop.

use std::future::Future as _;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::BoxError;
use axum::body::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::time::{Sleep, sleep};

use super::places::Standing;

/// Whether the body of a call has stopped on its way, as an extension of the call: whatever its handler makes of a body
/// that is not whole, the caller was too slow.
#[derive(Debug, Clone, Default)]
pub struct Stopped(Arc<AtomicBool>);

impl Stopped {
    /// Whether it has.
    #[must_use]
    pub fn is_so(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// No byte of it came for too long.
#[derive(Debug, thiserror::Error)]
#[error("the body stopped on its way")]
struct TooSlow;

pub(super) struct Arriving {
    body: Incoming,
    standing: Arc<Standing>,
    pause: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
    stopped: Stopped,
    over: bool,
}

impl Arriving {
    /// A body that may pause so long.
    pub(super) fn new(body: Incoming, standing: Arc<Standing>, pause: Duration, stopped: Stopped) -> Self {
        let mut arriving = Self { body, standing, pause, waiting: None, stopped, over: false };
        arriving.look_for_the_end();
        arriving
    }

    fn look_for_the_end(&mut self) {
        if self.body.is_end_stream() {
            self.ends(true);
        }
    }

    fn ends(&mut self, whole: bool) {
        if !self.over {
            self.over = true;
            self.standing.arrived(whole);
        }
    }
}

impl Body for Arriving {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let Poll::Ready(came) = Pin::new(&mut self.body).poll_frame(cx) else {
            let pause = self.pause;
            let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(pause)));
            if waiting.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            self.stopped.0.store(true, Ordering::Relaxed);
            self.ends(false);
            return Poll::Ready(Some(Err(TooSlow.into())));
        };
        self.waiting = None;
        match &came {
            Some(Ok(_)) => self.look_for_the_end(),
            Some(Err(_)) => self.ends(false),
            None => self.ends(true),
        }
        Poll::Ready(came.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Arriving {
    fn drop(&mut self) {
        self.ends(false);
    }
}
