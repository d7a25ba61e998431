//! A connection as bytes: notes what moves, gives up on whoever takes no answer, and hears out whoever is still sending.

use std::future::Future as _;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

use super::places::Standing;

/// So long a client is heard out that goes on sending what was refused. Closed at once, the connection would be reset
/// and the answer lost on the way.
const HEARD_OUT: Duration = Duration::from_secs(2);

pub(super) struct Line {
    stream: TcpStream,
    standing: Arc<Standing>,
    pause: Duration,
    stalled: Option<Pin<Box<Sleep>>>,
    hearing_out: Option<Pin<Box<Sleep>>>,
}

impl Line {
    /// A client that takes nothing of its answer for as long as `pause` is given up.
    pub(super) fn new(stream: TcpStream, standing: Arc<Standing>, pause: Duration) -> Self {
        Self { stream, standing, pause, stalled: None, hearing_out: None }
    }

    fn noted<T>(&mut self, cx: &mut Context<'_>, sent: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if sent.is_ready() {
            self.stalled = None;
            self.standing.moved();
            return sent;
        }
        let pause = self.pause;
        ready!(self.stalled.get_or_insert_with(|| Box::pin(sleep(pause))).as_mut().poll(cx));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the client does not take its answer")))
    }

    /// Reads what still comes and throws it away, until the client ends or time is up.
    fn poll_hear_out(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let until = self.hearing_out.get_or_insert_with(|| Box::pin(sleep(HEARD_OUT)));
        let mut bytes = [0; 16 << 10];
        loop {
            if until.as_mut().poll(cx).is_ready() {
                return Poll::Ready(());
            }
            let mut heard = ReadBuf::new(&mut bytes);
            match ready!(Pin::new(&mut self.stream).poll_read(cx, &mut heard)) {
                Ok(()) if !heard.filled().is_empty() => {}
                Ok(()) | Err(_) => return Poll::Ready(()),
            }
        }
    }
}

impl AsyncRead for Line {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, into);
        if into.filled().len() > before {
            self.standing.moved();
        }
        read
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let sent = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.noted(cx, sent)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let sent = Pin::new(&mut self.stream).poll_write_vectored(cx, bytes);
        self.noted(cx, sent)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.hearing_out.is_none() {
            ready!(Pin::new(&mut self.stream).poll_shutdown(cx))?;
        }
        if self.standing.has_unread() {
            ready!(self.poll_hear_out(cx));
        }
        Poll::Ready(Ok(()))
    }
}
