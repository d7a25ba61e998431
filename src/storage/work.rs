//! An act on its way to the writer: it can be run again, it cannot take the writer down, and it answers its caller.

use std::error::Error;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::sync::oneshot;

use super::error::StorageError;
use super::transaction::{Transaction, Written};

/// A future on the heap that can move between threads.
pub type BoxFuture<'t, T> = Pin<Box<dyn Future<Output = T> + Send + 't>>;

/// An act holds a lock that others wait for: so long it may take, then it is given up.
const LIMIT: Duration = Duration::from_secs(20);

/// What the writer does with what an act has written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Commit it.
    Keep,
    /// Roll it back; the answer stands.
    Discard,
    /// Roll it back and run the act again alone: the database was in the way.
    Again,
    /// The act was cut off in the middle: nothing of this transaction can be trusted.
    CutOff,
}

/// An act, whatever it answers.
pub(super) trait Job: Send {
    /// Runs the act once and keeps its answer.
    fn run<'t>(&'t mut self, tx: &'t mut Transaction) -> BoxFuture<'t, Step>;
    /// Replaces the answer.
    fn refuse(&mut self, error: StorageError);
    /// Tells the caller; whoever has gone away is not missed.
    fn answer(self: Box<Self>);
}

pub(super) struct Work<F, T, E> {
    pub(super) act: F,
    pub(super) answer: Option<Result<T, E>>,
    pub(super) caller: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Job for Work<F, T, E>
where
    F: for<'t> Fn(&'t mut Transaction) -> BoxFuture<'t, Result<Written<T>, E>> + Send + Sync,
    T: Send,
    E: Error + From<StorageError> + Send + 'static,
{
    fn run<'t>(&'t mut self, tx: &'t mut Transaction) -> BoxFuture<'t, Step> {
        Box::pin(async move {
            let act = &self.act;
            let ended = tokio::time::timeout(LIMIT, unwinding(async move { act(tx).await })).await;
            let (answer, step) = match ended {
                Ok(Some(Ok(Written { value, kept }))) => (Ok(value), if kept { Step::Keep } else { Step::Discard }),
                Ok(Some(Err(error))) if is_worth_repeating(&error) => (Err(error), Step::Again),
                Ok(Some(Err(error))) => (Err(error), Step::Discard),
                Ok(None) => (Err(E::from(StorageError::Panicked)), Step::CutOff),
                Err(_) => (Err(E::from(StorageError::TookTooLong { seconds: LIMIT.as_secs() })), Step::CutOff),
            };
            self.answer = Some(answer);
            step
        })
    }

    fn refuse(&mut self, error: StorageError) {
        self.answer = Some(Err(E::from(error)));
    }

    fn answer(self: Box<Self>) {
        let answer = self.answer.unwrap_or_else(|| Err(E::from(StorageError::Closed)));
        // The caller may have gone away; what was committed stays.
        drop(self.caller.send(answer));
    }
}

/// Whether the database, not the act, was the cause: looked for along the chain of sources.
pub(super) fn is_worth_repeating(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if matches!(error.downcast_ref(), Some(StorageError::Busy(_))) {
            return true;
        }
        // A transparent error steps over the one it wraps, so the driver's own is asked too.
        if error.downcast_ref::<Arc<sqlx::Error>>().is_some_and(|error| super::database::is_busy(error)) {
            return true;
        }
        cause = error.source();
    }
    false
}

/// Runs a future; a panic inside ends it with nothing. The hook of the process has told about it by then.
async fn unwinding<T>(future: impl Future<Output = T> + Send) -> Option<T> {
    let mut future = Box::pin(future);
    poll_fn(move |context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(value)) => Poll::Ready(Some(value)),
        Err(_) => Poll::Ready(None),
    })
    .await
}
