//! Whether the service can serve: its database is read and written, and what runs beside the calls goes on running.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use crate::operations::{App, try_storage};

/// What runs beside the calls may miss so many rounds; beyond that something is wrong.
const MISSED: u32 = 3;

/// So long an answer stands: however many ask, the database is asked no more often.
const STANDS: Duration = Duration::from_secs(1);

/// So long the database may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// The side of what runs in rounds: struck after each. Dropped, it tells that the rounds have ended.
pub struct Beat(Arc<Mutex<Instant>>);

/// The side of whoever watches it.
pub struct Watched {
    name: &'static str,
    interval: Duration,
    last: Weak<Mutex<Instant>>,
}

/// Begins to watch something that comes round at this interval; its name stands in a sentence, such as `the clocks`.
#[must_use]
pub fn watch(name: &'static str, interval: Duration) -> (Beat, Watched) {
    let beat = Beat(Arc::new(Mutex::new(Instant::now())));
    let last = Arc::downgrade(&beat.0);
    (beat, Watched { name, interval, last })
}

impl Beat {
    /// Tells that a round has come to its end.
    pub fn strike(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }
}

impl Watched {
    /// What is wrong with it, if anything is.
    fn fault(&self, now: Instant) -> Option<String> {
        let Some(last) = self.last.upgrade() else { return Some(format!("{} ended", self.name)) };
        let last = *last.lock().unwrap_or_else(PoisonError::into_inner);
        let since = now.saturating_duration_since(last);
        (since > self.interval * MISSED).then(|| format!("{} did not run for {} s", self.name, since.as_secs()))
    }
}

/// Something that does not work just now and stops nothing. Clones share it.
#[derive(Clone)]
pub struct Trouble {
    said: &'static str,
    now: Arc<AtomicBool>,
}

impl Trouble {
    /// One that is not there yet; its sentence names no place and no person, such as `the mail server is away`.
    #[must_use]
    pub fn named(said: &'static str) -> Self {
        Self { said, now: Arc::default() }
    }

    /// Tells whether it is there; says whether that is new.
    #[must_use]
    pub fn set(&self, there: bool) -> bool {
        self.now.swap(there, Ordering::Relaxed) != there
    }
}

/// What is known of it.
#[derive(Default)]
pub struct Readiness {
    watched: Vec<Watched>,
    troubles: Vec<Trouble>,
    last: tokio::sync::Mutex<Option<(Instant, Option<&'static str>)>>,
}

impl Readiness {
    /// Watches these.
    pub(super) fn of(watched: Vec<Watched>, troubles: Vec<Trouble>) -> Self {
        Self { watched, troubles, last: tokio::sync::Mutex::default() }
    }

    /// What does not work just now and stops nothing.
    #[must_use]
    pub fn troubles(&self) -> Vec<&'static str> {
        let now = self.troubles.iter().filter(|trouble| trouble.now.load(Ordering::Relaxed));
        now.map(|trouble| trouble.said).collect()
    }

    /// Everything that keeps the service from serving; nothing, where it can. Names no place and no person.
    pub async fn faults(&self, app: &App) -> Vec<String> {
        let mut last = self.last.lock().await;
        let now = Instant::now();
        let storage = match *last {
            Some((at, found)) if now.saturating_duration_since(at) < STANDS => found,
            Some(_) | None => {
                let found = storage_fault(app).await;
                *last = Some((Instant::now(), found));
                found
            }
        };
        drop(last);
        let beside = self.watched.iter().filter_map(|watched| watched.fault(now));
        storage.map(ToOwned::to_owned).into_iter().chain(beside).collect()
    }
}

async fn storage_fault(app: &App) -> Option<&'static str> {
    match tokio::time::timeout(PATIENCE, try_storage::run(app)).await {
        Ok(Ok(())) => None,
        Ok(Err(fault)) => {
            tracing::warn!(error = %fault.because, "{}", fault.what);
            Some(fault.what)
        }
        Err(_) => Some("the database does not answer in time"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_misses_a_few_rounds_is_late_and_what_was_dropped_has_ended() {
        let (beat, clocks) = watch("the clocks", Duration::from_mins(1));
        let begun = Instant::now();
        assert_eq!(clocks.fault(begun + Duration::from_secs(179)), None);
        let late = clocks.fault(begun + Duration::from_secs(200)).unwrap();
        assert!(late.starts_with("the clocks did not run for ") && late.ends_with(" s"), "{late}");

        beat.strike();
        assert_eq!(clocks.fault(Instant::now()), None);
        drop(beat);

        assert_eq!(clocks.fault(Instant::now()).unwrap(), "the clocks ended");
    }
}
