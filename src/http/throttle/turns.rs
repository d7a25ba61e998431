//! So many at once, so many waiting, and no more.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub(super) struct Turns {
    /// A place for each who works or waits.
    places: Arc<Semaphore>,
    working: Arc<Semaphore>,
}

/// Held while the work lasts.
pub(super) struct Turn {
    _working: OwnedSemaphorePermit,
    _place: OwnedSemaphorePermit,
}

impl Turns {
    pub(super) fn new(at_once: usize, waiting: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(at_once + waiting)), working: Arc::new(Semaphore::new(at_once)) }
    }

    /// Waits for a turn, first come, first served; `None` where too many wait already.
    pub(super) async fn next(&self) -> Option<Turn> {
        let place = Arc::clone(&self.places).try_acquire_owned().ok()?;
        let working = Arc::clone(&self.working).acquire_owned().await.ok()?;
        Some(Turn { _working: working, _place: place })
    }

    #[cfg(test)]
    pub(super) fn free_places(&self) -> usize {
        self.places.available_permits()
    }

    #[cfg(test)]
    pub(super) fn free_turns(&self) -> usize {
        self.working.available_permits()
    }
}
