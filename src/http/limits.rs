//! How often somebody may ask: so much at once, then at a steady rate, for each address and for each who is signed in.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

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
    /// Between two calls in the long run; not zero.
    pub each: Duration,
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
        let quota = Quota::with_period(rate.each).unwrap_or(Quota::per_second(rate.at_once)).allow_burst(rate.at_once);
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

/// Counts refused attempts of each official: each is an entry of the log, for ever, so that whoever goes on trying waits.
pub struct Refusals {
    counted: Limit<OfficialId>,
    until: Mutex<HashMap<OfficialId, Instant>>,
}

impl Refusals {
    /// A count of nothing yet.
    #[must_use]
    pub fn of(rate: Rate) -> Self {
        Self { counted: Limit::of(rate), until: Mutex::default() }
    }

    /// Lets somebody try.
    ///
    /// # Errors
    /// [`TooOften`] where they were refused too often a moment ago; nothing was tried then.
    pub fn may_try(&self, who: &OfficialId) -> Result<(), TooOften> {
        let mut until = self.until();
        match until.get(who).map(|until| until.saturating_duration_since(Instant::now())) {
            Some(left) if !left.is_zero() => Err(TooOften { seconds: left.as_secs() + 1 }),
            Some(_) => {
                until.remove(who);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Notes that somebody was refused.
    pub fn refused(&self, who: &OfficialId) {
        if let Err(TooOften { seconds }) = self.counted.count(who) {
            self.until().insert(who.clone(), Instant::now() + Duration::from_secs(seconds));
        }
    }

    fn until(&self) -> MutexGuard<'_, HashMap<OfficialId, Instant>> {
        self.until.lock().unwrap_or_else(PoisonError::into_inner)
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
    fn who_is_refused_too_often_tries_nothing_more_for_a_while() {
        let three = Rate { each: Duration::from_hours(1), at_once: NonZeroU32::new(3).unwrap() };
        let refusals = Refusals::of(three);
        let (anna, carl) = ("1".repeat(32).parse().unwrap(), "2".repeat(32).parse().unwrap());

        for _ in 0..3 {
            refusals.may_try(&anna).unwrap();
            refusals.refused(&anna);
        }
        refusals.may_try(&anna).unwrap();
        refusals.refused(&anna);

        assert!(refusals.may_try(&anna).is_err());
        refusals.may_try(&carl).unwrap();
    }

    #[test]
    fn who_asks_too_often_waits_and_nobody_else_does() {
        let rate = |each: u32, once: u32| Rate {
            each: Duration::from_secs(1) / each,
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
