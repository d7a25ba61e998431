//! How often somebody may ask: so much at once, then at a steady rate, for each address and for each who is signed in.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::domain::ids::OfficialId;

/// Between two looks for callers that have gone.
const CALLS_BETWEEN_LOOKS: u32 = 4096;

/// Who asks too often is told to come back after this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooOften {
    /// At least one second.
    pub seconds: u64,
}

/// A rate: calls a second in the long run, and so many at once.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// Calls a second.
    pub each_second: NonZeroU32,
    /// Calls at once.
    pub at_once: NonZeroU32,
}

/// Counts calls by who makes them.
pub struct Limit<K: Clone + Hash + Eq> {
    counted: DefaultKeyedRateLimiter<K>,
    clock: DefaultClock,
    calls: AtomicU32,
}

impl<K: Clone + Hash + Eq> Limit<K> {
    /// A limit that nobody has used yet.
    #[must_use]
    pub fn of(rate: Rate) -> Self {
        let quota = Quota::per_second(rate.each_second).allow_burst(rate.at_once);
        Self { counted: RateLimiter::keyed(quota), clock: DefaultClock::default(), calls: AtomicU32::new(0) }
    }

    /// Counts a call.
    ///
    /// # Errors
    /// [`TooOften`] where it is one too many.
    pub fn count(&self, who: &K) -> Result<(), TooOften> {
        // Somebody who has not asked for a while is as good as new: forgotten, so that memory stays bounded.
        if self.calls.fetch_add(1, Ordering::Relaxed).is_multiple_of(CALLS_BETWEEN_LOOKS) {
            self.counted.retain_recent();
        }
        self.counted.check_key(who).map_err(|until| {
            let wait: Duration = until.wait_time_from(self.clock.now());
            TooOften { seconds: wait.as_secs() + 1 }
        })
    }
}

/// Calls from an address, signed in or not.
pub type ByAddress = Limit<IpAddr>;

/// Calls of one official, with whatever session or token.
pub type ByOfficial = Limit<OfficialId>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_too_often_waits_and_nobody_else_does() {
        let rate = |each: u32, once: u32| Rate {
            each_second: NonZeroU32::new(each).unwrap(),
            at_once: NonZeroU32::new(once).unwrap(),
        };
        let limit = Limit::of(rate(1, 3));

        for _ in 0..3 {
            limit.count(&"anna").unwrap();
        }

        assert!(limit.count(&"anna").unwrap_err().seconds >= 1);
        limit.count(&"carl").unwrap();
    }
}
