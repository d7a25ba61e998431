//! Slows down whoever guesses passwords, and never locks anybody out.
//!
//! What is counted are failures: of a pair (an address and a name) and of an address. Nothing is counted by name alone, so
//! that strangers elsewhere cannot hold an official back. Whoever guesses at an official's name from that official's
//! own address does hold them back there, by [`LONGEST_WAIT`] after each guess that was let through; from any other
//! address the official gets in. Attempts of one pair that are being checked hold back others of that pair until it is known
//! whether they were right: whoever signs in eight times at once with the right password gets in eight times.
//!
//! Argon2 wants a core, so that only so many passwords are checked at once. Strangers from ever so many networks may fill
//! those turns; pairs that have signed in have a turn of their own, which nobody else can use. Which pairs these are is kept
//! in memory only: names beside addresses are kept nowhere else. **After a restart** everybody is a stranger once more, until
//! they have signed in. Sessions and tokens go on, since they are in the database and cost no turn, so that whoever was at
//! work stays at work. Whoever signs in anew while strangers fill the turns waits in one queue with them, and where it is full
//! is told to try again in a moment ([`Throttled::Busy`]); it is never held against them, and it ends when the flood does, or
//! when the proxy in front holds it back. The counts begin anew as well: a restart gives a guesser five free attempts, no more.

mod counts;
mod recent;
mod turns;

use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use opentelemetry::metrics::Counter;
use tokio::sync::{Notify, Semaphore};
use tracing::Instrument as _;

use crate::clock::Clock;
use crate::domain::ids::SignInName;
use crate::operations::OperationError;
use crate::telemetry::metrics;

use counts::{Counts, Held, Outcome};
use turns::Turns;

pub use counts::{ADDRESS_BURST, FREE, LONGEST_WAIT};

static FAILURES: LazyLock<Counter<u64>> = LazyLock::new(|| {
    let counter = metrics().meter.u64_counter("comity.sign_in.failures");
    counter.with_description("Names and passwords that did not go together.").build()
});

/// Where an attempt comes from, and in whose name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Pair {
    address: IpAddr,
    name: SignInName,
}

impl Pair {
    /// Whoever has one address of IPv6 has the whole network of 64 bits; one of IPv4 may be written as one of IPv6.
    fn of(address: IpAddr, name: &SignInName) -> Self {
        let address = match address.to_canonical() {
            IpAddr::V6(long) => IpAddr::V6(Ipv6Addr::from_bits(long.to_bits() >> 64 << 64)),
            short @ IpAddr::V4(_) => short,
        };
        Self { address, name: name.clone() }
    }
}

/// Why an attempt to sign in came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum Throttled {
    /// Too many wrong ones before: nothing was checked, and asking again earlier makes the wait no longer.
    #[error("too many attempts were wrong: wait {seconds} second(s)")]
    Wait {
        /// How long, in seconds.
        seconds: u64,
    },
    /// More at once than can be checked: nothing was checked.
    #[error("too many sign in at once: try again in a moment")]
    Busy,
    /// It was checked, and this is the answer.
    #[error(transparent)]
    Answered(#[from] OperationError),
}

/// The counts of one process, and the turns in which passwords are checked. Clones share everything.
#[derive(Clone)]
pub struct Throttle(Arc<Inner>);

struct Inner {
    counts: Mutex<Counts>,
    /// Those who have signed in from where they are have turns of their own, which strangers cannot use up.
    known: Turns,
    strangers: Turns,
    /// Places for those who wait until others of their pair have ended.
    held: Semaphore,
    ended: Notify,
}

impl Throttle {
    /// Checks at most so many passwords of strangers at once, and one of those who have signed in before; `waiting` may
    /// wait for their turn in each of the two, and as many for others of their pair. Argon2 wants a core and 19 MiB for each.
    #[must_use]
    pub fn new(at_once: usize, waiting: usize) -> Self {
        Self(Arc::new(Inner {
            counts: Mutex::default(),
            known: Turns::new(1, waiting),
            strangers: Turns::new(at_once.max(1), waiting),
            held: Semaphore::new(waiting),
            ended: Notify::new(),
        }))
    }

    /// Lets an attempt be checked, or says how long to wait. `work` is what checks a password: signing in, or choosing
    /// another one. It goes on to its end, and counts, even where the caller goes away.
    ///
    /// # Errors
    /// [`Throttled`]; `work` has not begun where it says to wait, or that too many are at it.
    pub async fn guard<T: Send + 'static>(
        &self,
        address: IpAddr,
        name: &SignInName,
        clock: &Clock,
        work: impl Future<Output = Result<T, OperationError>> + Send + 'static,
    ) -> Result<T, Throttled> {
        let pair = Pair::of(address, name);
        let known = self.begin(&pair, clock).await?;
        let mut attempt = Attempt { throttle: self.clone(), clock: clock.clone(), pair, outcome: Outcome::Unchecked };
        let turns = if known { &self.0.known } else { &self.0.strangers };
        let turn = turns.next().await.ok_or(Throttled::Busy)?;
        // From here on it may have told whether the password was right: only success takes it back.
        attempt.outcome = Outcome::Wrong;
        let checking = async move {
            let done = work.await;
            attempt.outcome = outcome_of(&done);
            if attempt.outcome == Outcome::Wrong {
                FAILURES.add(1, &[]);
            }
            drop((attempt, turn));
            done
        };
        let task = tokio::spawn(checking.in_current_span());
        Ok(task.await.map_err(|error| OperationError::damaged("a password", &error))??)
    }

    /// Lets an attempt through, as soon as others of its pair leave it a place; says whether the pair has signed in before.
    async fn begin(&self, pair: &Pair, clock: &Clock) -> Result<bool, Throttled> {
        let mut place = None;
        loop {
            let mut ended = std::pin::pin!(self.0.ended.notified());
            // From here on no end goes unheard.
            ended.as_mut().enable();
            let begun = self.counts().begin(pair, clock.now());
            match begun {
                Ok(known) => return Ok(known),
                Err(Held::Seconds(seconds)) => return Err(Throttled::Wait { seconds }),
                Err(Held::UntilOthersEnd) if place.is_none() => {
                    place = Some(self.0.held.try_acquire().map_err(|_| Throttled::Busy)?);
                }
                Err(Held::UntilOthersEnd) => {}
            }
            ended.await;
        }
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An attempt that was let through; what came of it is counted when it ends, however it ends.
struct Attempt {
    throttle: Throttle,
    clock: Clock,
    pair: Pair,
    outcome: Outcome,
}

impl Drop for Attempt {
    fn drop(&mut self) {
        self.throttle.counts().end(&self.pair, self.outcome, self.clock.now());
        self.throttle.0.ended.notify_waiters();
    }
}

fn outcome_of<T>(done: &Result<T, OperationError>) -> Outcome {
    match done {
        // A new password that cannot be used was offered with the right old one.
        Ok(_)
        | Err(
            OperationError::PasswordIsTemporary(_)
            | OperationError::CodeNeeded { .. }
            | OperationError::Unusable { .. },
        ) => Outcome::Right,
        Err(OperationError::NotSignedIn) => Outcome::Wrong,
        // A database that is away tells nothing about the password.
        Err(_) => Outcome::Unchecked,
    }
}

#[cfg(test)]
mod tests;
