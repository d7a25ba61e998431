//! What the throttle counts: pure, with the time as an argument.

use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};

use super::Pair;
use super::recent::Recent;

/// A pair may be wrong so often before it has to wait.
pub const FREE: u32 = 5;

/// Nobody waits longer after a wrong attempt of a pair, in seconds.
pub const LONGEST_WAIT: u64 = 30;

/// So many wrong attempts an address may make at once, under whatever names; it gets one back each second.
pub const ADDRESS_BURST: u64 = 100;

/// A pair that was not wrong for so long begins anew, in minutes.
const FORGOTTEN_AFTER_MINUTES: i64 = 15;

/// So many pairs, and so many addresses, are remembered.
const REMEMBERED: usize = 10_000;

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The password was right.
    Right,
    /// It was wrong.
    Wrong,
    /// It was not checked.
    Unchecked,
}

/// Why an attempt is not let through now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// It has to wait so many seconds.
    Seconds(u64),
    /// Others of the same pair are being checked; what comes of them decides.
    UntilOthersEnd,
}

/// Attempts of a pair.
#[derive(Debug, Clone, Copy)]
struct Failures {
    /// Those that were wrong.
    count: u32,
    /// Those that are being checked: each may turn out to be wrong.
    pending: u32,
    last: Timestamp,
    /// Until when the pair waits.
    until: Timestamp,
}

/// When the budget of an address is whole again: each wrong attempt moves it by a second.
#[derive(Debug, Clone, Copy)]
struct Budget {
    whole_at: Timestamp,
}

pub(super) struct Counts {
    pairs: Recent<Pair, Failures>,
    addresses: Recent<IpAddr, Budget>,
    /// Pairs that have signed in. Only who knows a password gets in here, so that strangers cannot push them out.
    known: Recent<Pair, ()>,
}

impl Default for Counts {
    fn default() -> Self {
        Self { pairs: Recent::new(REMEMBERED), addresses: Recent::new(REMEMBERED), known: Recent::new(REMEMBERED) }
    }
}

impl Counts {
    /// Lets an attempt through, and says whether the pair has signed in before; or says why not. What is being checked may
    /// turn out to be wrong, so that a thousand at once are no more than five; the others are no worse for it than later.
    pub(super) fn begin(&mut self, pair: &Pair, now: Timestamp) -> Result<bool, Held> {
        let mut failures =
            self.pairs.get(pair).copied().unwrap_or(Failures { count: 0, pending: 0, last: now, until: now });
        if now.duration_since(failures.last) >= SignedDuration::from_mins(FORGOTTEN_AFTER_MINUTES) {
            failures.count = 0;
        }
        if failures.count >= FREE
            && let Some(seconds) = seconds_until(failures.until, now, LONGEST_WAIT)
        {
            return Err(Held::Seconds(seconds));
        }
        if failures.pending > 0 && failures.count.saturating_add(failures.pending) >= FREE {
            return Err(Held::UntilOthersEnd);
        }
        let known = self.known.get(pair).is_some();
        if !known {
            self.spend(pair.address, now).map_err(Held::Seconds)?;
        }
        let pending = failures.pending.saturating_add(1);
        self.pairs.put(pair, Failures { pending, last: now, ..failures });
        Ok(known)
    }

    /// Counts how an attempt that was let through has ended.
    pub(super) fn end(&mut self, pair: &Pair, outcome: Outcome, now: Timestamp) {
        // Forgotten meanwhile only where ten thousand others have tried since.
        let before = self.pairs.remove(pair).unwrap_or(Failures { count: 0, pending: 1, last: now, until: now });
        let pending = before.pending.saturating_sub(1);
        let after = match outcome {
            Outcome::Wrong => {
                let count = before.count.saturating_add(1);
                Failures { count, pending, last: now, until: later(now, wait_after(count)) }
            }
            Outcome::Right => {
                self.give_back(pair, now);
                self.known.put(pair, ());
                Failures { count: 0, pending, last: now, until: now }
            }
            Outcome::Unchecked => {
                self.give_back(pair, now);
                Failures { pending, ..before }
            }
        };
        if after.count > 0 || after.pending > 0 {
            self.pairs.put(pair, after);
        }
    }

    /// Takes one attempt from the budget of an address.
    fn spend(&mut self, address: IpAddr, now: Timestamp) -> Result<(), u64> {
        let most = later(now, ADDRESS_BURST);
        // Beyond that only where the clock was set back.
        let before = self.addresses.get(&address).map(|budget| budget.whole_at).filter(|whole_at| *whole_at <= most);
        let after = later(before.map_or(now, |whole_at| whole_at.max(now)), 1);
        if after > most {
            return Err(seconds_between(most, after));
        }
        self.addresses.put(&address, Budget { whole_at: after });
        Ok(())
    }

    /// Gives the address back what an attempt of a stranger has taken.
    fn give_back(&mut self, pair: &Pair, now: Timestamp) {
        if self.known.get(pair).is_some() {
            return;
        }
        if let Some(budget) = self.addresses.get(&pair.address).copied() {
            let whole_at = budget.whole_at.checked_sub(SignedDuration::from_secs(1)).unwrap_or(now);
            self.addresses.put(&pair.address, Budget { whole_at });
        }
    }

    #[cfg(test)]
    pub(super) fn sizes(&self) -> [usize; 3] {
        [self.pairs.len(), self.addresses.len(), self.known.len()]
    }
}

/// How long a pair waits after so many wrong attempts, in seconds: 1, 2, 4 … from the fifth on.
fn wait_after(count: u32) -> u64 {
    match count.checked_sub(FREE) {
        None => 0,
        Some(more) => 1_u64.checked_shl(more).unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT),
    }
}

fn later(moment: Timestamp, seconds: u64) -> Timestamp {
    let by = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
    moment.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// How long is still to wait, if it is; a wait that is longer than any comes of a clock that was set back, and is none.
fn seconds_until(moment: Timestamp, now: Timestamp, longest: u64) -> Option<u64> {
    (now < moment && moment <= later(now, longest)).then(|| seconds_between(now, moment))
}

/// Whole seconds, and at least one: whoever waits so long is not told to wait again.
fn seconds_between(from: Timestamp, to: Timestamp) -> u64 {
    let left = to.duration_since(from).as_millis();
    u64::try_from((left + 999) / 1000).unwrap_or(0).max(1)
}
