//! Places for connections: so many, and where they are short, whoever has kept the service waiting longest goes.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Between two looks for a place while all are taken.
const LOOK: Duration = Duration::from_millis(20);

/// It is the client's turn: to ask, or to take an answer.
const WAITING: u8 = 0;
/// A call has begun whose body has not come whole.
const ARRIVING: u8 = 1;
/// A call is here whole, and its answer is being made.
const WORKING: u8 = 2;

/// How a connection stands: whose turn it is, and since when nothing has moved.
#[derive(Debug)]
pub(super) struct Standing {
    epoch: Instant,
    /// When a byte last moved, in milliseconds since the epoch.
    moved: AtomicU64,
    turn: AtomicU8,
    unread: AtomicBool,
    /// Cancelled where somebody else needs the place.
    pub(super) leave: CancellationToken,
}

impl Standing {
    fn since(epoch: Instant) -> Self {
        let standing = Self {
            epoch,
            moved: AtomicU64::new(0),
            turn: AtomicU8::new(WAITING),
            unread: AtomicBool::new(false),
            leave: CancellationToken::new(),
        };
        standing.moved();
        standing
    }

    fn now(&self) -> u64 {
        u64::try_from(self.epoch.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// A byte has come or gone.
    pub(super) fn moved(&self) {
        self.moved.store(self.now(), Ordering::Relaxed);
    }

    /// A call begins; its body, if it has one, is still to come.
    pub(super) fn begins(&self) {
        self.unread.store(false, Ordering::Relaxed);
        self.turn.store(ARRIVING, Ordering::Release);
    }

    /// Nothing more is read of the call: `whole` where its body has come to its end.
    pub(super) fn arrived(&self, whole: bool) {
        if !whole {
            self.unread.store(true, Ordering::Relaxed);
        }
        // The body may outlive its call, and must not speak for the next one.
        let _ = self.turn.compare_exchange(ARRIVING, WORKING, Ordering::AcqRel, Ordering::Acquire);
    }

    /// The call has its answer.
    pub(super) fn answered(&self) {
        self.moved();
        self.turn.store(WAITING, Ordering::Release);
    }

    /// Whether it is the service that is to act next, so that the client must not be sent away.
    pub(super) fn is_working(&self) -> bool {
        self.turn.load(Ordering::Acquire) == WORKING
    }

    /// Whether the client may still be sending what nobody reads.
    pub(super) fn has_unread(&self) -> bool {
        self.unread.load(Ordering::Relaxed)
    }
}

/// All places.
pub(super) struct Places {
    free: Arc<Semaphore>,
    taken: Mutex<HashMap<u64, Arc<Standing>>>,
    numbers: AtomicU64,
    epoch: Instant,
    patience: Duration,
}

/// A place, until it is dropped.
pub(super) struct Place {
    pub(super) standing: Arc<Standing>,
    number: u64,
    places: Arc<Places>,
    _permit: OwnedSemaphorePermit,
}

impl Places {
    /// So many places; where they are short, whoever has moved nothing for as long as `patience` may be sent away.
    pub(super) fn new(number: usize, patience: Duration) -> Arc<Self> {
        Arc::new(Self {
            free: Arc::new(Semaphore::new(number.clamp(1, Semaphore::MAX_PERMITS))),
            taken: Mutex::default(),
            numbers: AtomicU64::new(0),
            epoch: Instant::now(),
            patience,
        })
    }

    /// Takes a place, as soon as there is one.
    pub(super) async fn take(self: &Arc<Self>) -> Place {
        loop {
            if self.free.available_permits() == 0 {
                self.send_one_away();
            }
            let free = Arc::clone(&self.free).acquire_owned();
            if let Ok(Ok(permit)) = tokio::time::timeout(LOOK, free).await {
                let standing = Arc::new(Standing::since(self.epoch));
                let number = self.numbers.fetch_add(1, Ordering::Relaxed);
                self.taken().insert(number, Arc::clone(&standing));
                return Place { standing, number, places: Arc::clone(self), _permit: permit };
            }
        }
    }

    /// Sends the client away that has kept the service waiting longest, if one has tried its patience.
    pub(super) fn send_one_away(&self) {
        self.send_away(self.patience);
    }

    fn send_away(&self, patience: Duration) {
        let taken = self.taken();
        let waiting = taken.values().filter(|standing| !standing.is_working() && !standing.leave.is_cancelled());
        let longest = waiting.min_by_key(|standing| standing.moved.load(Ordering::Relaxed));
        if let Some(standing) = longest {
            let idle = standing.now().saturating_sub(standing.moved.load(Ordering::Relaxed));
            if u128::from(idle) >= patience.as_millis() {
                standing.leave.cancel();
            }
        }
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<u64, Arc<Standing>>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.taken().remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whoever_keeps_the_service_waiting_longest_makes_room_and_nobody_at_work_does() {
        let places = Places::new(3, Duration::from_hours(1));
        let (slow, at_work, active) = (places.take().await, places.take().await, places.take().await);
        at_work.standing.begins();
        at_work.standing.arrived(true);
        // As if it had moved just now, whatever the clock says.
        active.standing.moved.store(u64::MAX, Ordering::Relaxed);
        places.send_away(Duration::from_hours(1));
        assert!(!slow.standing.leave.is_cancelled(), "not yet: its bytes may be on their way");

        places.send_away(Duration::ZERO);

        let gone = [&slow, &at_work, &active].map(|place| place.standing.leave.is_cancelled());
        assert_eq!(gone, [true, false, false]);
        drop(slow);
        drop(places.take().await);
        assert_eq!(places.taken().len(), 2);
    }

    #[test]
    fn a_body_that_outlives_its_call_does_not_speak_for_the_next() {
        let standing = Standing::since(Instant::now());
        standing.begins();
        standing.answered();

        standing.arrived(true);

        assert!(!standing.is_working());
    }
}
