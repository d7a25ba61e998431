//! Files that somebody wants to import: kept in memory between the try and the word, and while they are taken in.
//!
//! One of each official, eight at once, half an hour. After a restart they are gone: what was imported is known again.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::domain::ids::{Digest, OfficialId};
use crate::operations::import_requests::{Import, Report};

/// So many files are kept, of everybody together: 64 MiB with the largest.
const MOST: usize = 8;

/// So long one is kept.
const KEPT: SignedDuration = SignedDuration::from_mins(30);

/// How far a file has come.
#[derive(Clone)]
pub enum Standing {
    /// It was tried, and waits for the word.
    Tried(Arc<Report>),
    /// It is being taken in: so many lines of so many.
    Running(usize, usize),
    /// It was taken in, or refused as a whole with these words.
    Ended(Arc<Result<Report, String>>),
}

struct Kept {
    until: Timestamp,
    import: Import,
    tried: Arc<Report>,
    running: Option<Arc<Running>>,
}

/// An import while it runs.
#[derive(Default)]
pub struct Running {
    done: AtomicUsize,
    all: AtomicUsize,
    ended: Mutex<Option<Arc<Result<Report, String>>>>,
}

impl Running {
    /// Notes how far it is.
    pub fn progress(&self, done: usize, all: usize) {
        self.all.store(all, Ordering::Relaxed);
        self.done.store(done, Ordering::Relaxed);
    }

    /// Notes what it came to.
    pub fn end(&self, ended: Result<Report, String>) {
        *self.ended.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(ended));
    }

    fn ended(&self) -> Option<Arc<Result<Report, String>>> {
        self.ended.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn standing(&self) -> Standing {
        match self.ended() {
            Some(ended) => Standing::Ended(ended),
            None => Standing::Running(self.done.load(Ordering::Relaxed), self.all.load(Ordering::Relaxed)),
        }
    }
}

/// The files, each of its official. Clones share them.
#[derive(Clone, Default)]
pub struct Imports(Arc<Mutex<HashMap<OfficialId, Kept>>>);

impl Imports {
    /// Keeps a file that was tried, in the place of an earlier one of the same official; says whether there was room: one
    /// that is being taken in stays.
    #[must_use]
    pub fn keep(&self, official: &OfficialId, import: Import, tried: Report, now: Timestamp) -> bool {
        let mut files = self.files();
        let at_work = |kept: &Kept| kept.running.as_ref().is_some_and(|running| running.ended().is_none());
        files.retain(|_, kept| kept.until > now || at_work(kept));
        if files.get(official).is_some_and(at_work) {
            return false;
        }
        if files.len() >= MOST && !files.contains_key(official) {
            return false;
        }
        let kept = Kept { until: now + KEPT, import, tried: Arc::new(tried), running: None };
        files.insert(official.clone(), kept);
        true
    }

    /// How the file of an official stands, where there is one.
    #[must_use]
    pub fn of(&self, official: &OfficialId, now: Timestamp) -> Option<Standing> {
        let files = self.files();
        let kept = files.get(official).filter(|kept| kept.until > now || kept.running.is_some())?;
        Some(
            kept.running
                .as_ref()
                .map_or_else(|| Standing::Tried(Arc::clone(&kept.tried)), |running| running.standing()),
        )
    }

    /// Begins to take in the file that its official has seen tried; once, and no other.
    #[must_use]
    pub fn begin(&self, official: &OfficialId, seen: &Digest, now: Timestamp) -> Option<(Import, Arc<Running>)> {
        let mut files = self.files();
        let kept = files.get_mut(official).filter(|kept| kept.until > now && kept.running.is_none())?;
        if kept.tried.sha256 != *seen || !kept.tried.is_clean() {
            return None;
        }
        let running = Arc::new(Running::default());
        running.progress(0, kept.tried.lines.len());
        kept.running = Some(Arc::clone(&running));
        Some((kept.import.clone(), running))
    }

    fn files(&self) -> MutexGuard<'_, HashMap<OfficialId, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
