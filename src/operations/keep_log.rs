//! Keeps the log while the service runs: signs it when it has grown, confirms it when it has not, notes the latest entry of
//! every case, writes tiles, and notices when the clock was set.

use std::path::PathBuf;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tokio::sync::Mutex;

use crate::domain::time;
use crate::storage::checkpoints::SignedCheckpoint;
use crate::storage::leaves::{self, Next};
use crate::storage::{StorageError, heads};
use crate::telemetry;

use super::act::Context;
use super::app::App;
use super::error::OperationError;
use super::own_chain::leave;
use super::{publish_log, refusals};

/// Between two looks at the log.
pub const ROUND: Duration = Duration::from_secs(1);

/// A log that does not grow is confirmed so often.
pub const HEARTBEAT: SignedDuration = SignedDuration::from_mins(10);

/// A part of the old log is read again so often: a thousand leaves, so that ten million take little more than a day.
const READING: SignedDuration = SignedDuration::from_secs(10);

/// Checkpoints that newer ones of the same hour stand for go after so long, looked for every hour.
const THINNED_AFTER: SignedDuration = SignedDuration::from_hours(24);
const THINNING: SignedDuration = SignedDuration::from_hours(1);

/// The clock was set where it and the one that nobody can set differ by more.
const STEP: SignedDuration = SignedDuration::from_secs(120);

/// So many entries of the authority's own chain are looked through for the last `heads` leaf.
const LOOKED_THROUGH: u32 = 2000;

/// How the log is kept.
#[derive(Debug, Clone)]
pub struct Keeping {
    /// Between two `heads` leaves.
    pub heads_every: Duration,
    /// The folder with tiles, where there is one.
    pub tiles: Option<PathBuf>,
}

impl Default for Keeping {
    fn default() -> Self {
        Self { heads_every: Duration::from_mins(10), tiles: None }
    }
}

/// What a round came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// There was nothing to sign yet.
    AsItWas,
    /// The log had grown and was signed.
    Signed(SignedCheckpoint),
    /// It had not grown; it was read again, and the same size signed anew.
    Confirmed(SignedCheckpoint),
}

/// Whoever keeps the log. One for each process; several may keep the log of one database.
#[derive(Debug)]
pub struct Keeper {
    keeping: Keeping,
    state: Mutex<State>,
}

/// What is remembered between rounds. Times are those of the clock that nobody can set, from the start of the process on;
/// what was before it lies below zero.
#[derive(Debug, Default)]
struct State {
    clock: Option<(Timestamp, SignedDuration)>,
    /// The newest checkpoint that was seen, by when it says to have been signed, and since when.
    signed: Option<(String, SignedDuration)>,
    /// When the last `heads` leaf was left or looked for.
    heads: Option<SignedDuration>,
    /// The part of the old log that is read again next, and when one was.
    part: (u64, Option<SignedDuration>),
    /// When checkpoints were last thinned.
    thinned: Option<SignedDuration>,
    /// What was found there: nothing is signed until that part holds again.
    flaw: Option<StorageError>,
}

impl Keeper {
    /// One that begins now.
    #[must_use]
    pub fn new(keeping: Keeping) -> Self {
        Self { keeping, state: Mutex::default() }
    }

    /// Does what is to be done now. `running` is for how long the process has run, by a clock that nobody can set.
    ///
    /// # Errors
    /// [`StorageError::LogSealed`] while the log is sealed, [`StorageError::Tampered`] where it was altered: nothing is
    /// signed then, and the next round looks again.
    pub async fn round(&self, app: &App, running: Duration) -> Result<Kept, OperationError> {
        let running = SignedDuration::try_from(running).unwrap_or(SignedDuration::MAX);
        let mut state = self.state.lock().await;
        if app.storage.sealed().is_some() {
            // What was lost may have been put back by another process.
            app.storage.compare_with_sidecar().await?;
            if let Some(sealed) = app.storage.sealed() {
                return Err(StorageError::LogSealed(sealed).into());
            }
        }
        // What these cannot write keeps nothing from being signed.
        let noted = match watch_clock(&mut state, app, running).await {
            Ok(()) => self.note_heads(&mut state, app, running).await,
            failed => failed,
        };
        let noted = match noted {
            Ok(()) => refusals::summarise_all(app).await,
            failed => failed,
        };
        read_again(&mut state, app, running).await?;
        let kept = sign(&mut state, app, running).await?;
        thin(&mut state, app, running).await?;
        noted?;
        if let Some(folder) = &self.keeping.tiles {
            publish_log::publish(app, folder).await?;
        }
        Ok(kept)
    }

    /// Leaves the latest entry of every case, if it is time and the log has grown.
    async fn note_heads(&self, state: &mut State, app: &App, running: SignedDuration) -> Result<(), OperationError> {
        let last = match state.heads {
            Some(last) => last,
            None => match last_heads(app, u64::MAX).await? {
                Some((_, at)) => running - elapsed(app.clock.now(), at),
                None => running,
            },
        };
        state.heads = Some(last);
        let every = SignedDuration::try_from(self.keeping.heads_every).unwrap_or(SignedDuration::MAX);
        if running - last < every {
            return Ok(());
        }
        state.heads = Some(running);
        leave_heads(app, every).await.map(|_| ())
    }
}

/// Reads a part of the old log again, one after the other: what was signed long ago is looked at too.
async fn read_again(state: &mut State, app: &App, running: SignedDuration) -> Result<(), OperationError> {
    let (part, last) = state.part;
    if running - last.unwrap_or(running) < READING && last.is_some() {
        return state.flaw.clone().map_or(Ok(()), |flaw| Err(flaw.into()));
    }
    state.part.1 = Some(running);
    let Some(signed) = app.storage.last_checkpoint().await? else { return Ok(()) };
    state.flaw = match app.storage.read_again(part, &signed).await {
        Ok(next) => {
            state.part.0 = next;
            None
        }
        Err(flaw @ StorageError::Tampered { .. }) => {
            telemetry::metrics().kept_log("failed");
            Some(flaw)
        }
        Err(error) => return Err(error.into()),
    };
    state.flaw.clone().map_or(Ok(()), |flaw| Err(flaw.into()))
}

/// Takes away what newer checkpoints stand for; not in the first hour of a process, which has enough to do.
async fn thin(state: &mut State, app: &App, running: SignedDuration) -> Result<(), OperationError> {
    let last = *state.thinned.get_or_insert(running);
    if running - last < THINNING {
        return Ok(());
    }
    state.thinned = Some(running);
    let before = app.clock.now().checked_sub(THINNED_AFTER).unwrap_or(Timestamp::MIN);
    let gone = app.storage.thin_checkpoints(&time::to_text(before)).await?;
    if gone > 0 {
        tracing::debug!(gone, "checkpoints that newer ones stand for were taken away");
    }
    Ok(())
}

/// Signs what has grown, or confirms what has not for long enough.
async fn sign(state: &mut State, app: &App, running: SignedDuration) -> Result<Kept, OperationError> {
    let (size, newest) = app.storage.standing().await?;
    let now = time::to_text(app.clock.now());
    let Some(newest) = newest.filter(|newest| newest.size == size) else {
        if size == 0 {
            return Ok(Kept::AsItWas);
        }
        let signed = told(app.storage.sign_checkpoint(&now).await, "signed")?;
        state.signed = Some((signed.signed_at.clone(), running));
        return Ok(Kept::Signed(signed));
    };
    // Another machine may have signed or confirmed it: then the span begins anew.
    let since = match &state.signed {
        Some((at, since)) if *at == newest.signed_at => *since,
        Some(_) => running,
        None => running - elapsed(app.clock.now(), newest.signed_at.parse().unwrap_or(Timestamp::MIN)),
    };
    if running - since < HEARTBEAT {
        state.signed = Some((newest.signed_at, since));
        return Ok(Kept::AsItWas);
    }
    // Where it fails it is tried again after the same span; what grows is looked at in any case.
    state.signed = Some((newest.signed_at, running));
    let confirmed = told(app.storage.confirm_checkpoint(&now).await, "confirmed")?;
    state.signed = Some((confirmed.signed_at.clone(), running));
    Ok(Kept::Confirmed(confirmed))
}

/// Counts how a signature ended.
fn told<T>(done: Result<T, StorageError>, as_what: &'static str) -> Result<T, StorageError> {
    telemetry::metrics().kept_log(if done.is_ok() { as_what } else { "failed" });
    done
}

/// Leaves an entry where the clock was set.
async fn watch_clock(state: &mut State, app: &App, running: SignedDuration) -> Result<(), OperationError> {
    let now = app.clock.now();
    let Some((then, ran)) = state.clock.replace((now, running)) else { return Ok(()) };
    let step = now.duration_since(then) - (running - ran);
    if step.abs() <= STEP {
        return Ok(());
    }
    let seconds = step.as_secs();
    tracing::error!(seconds, "the clock was set: entries and deadlines go by it");
    leave_system(app, "clock_stepped", json!({ "seconds": seconds })).await
}

/// Leaves the latest entry of every case among all leaves there are, unless none came since the last time or another
/// machine has just left it.
pub(super) async fn leave_heads(app: &App, every: SignedDuration) -> Result<bool, OperationError> {
    let last = last_heads(app, u64::MAX).await?;
    let (size, told) = {
        let mut snapshot = app.storage.snapshot().await?;
        let size = crate::storage::log::head(&mut snapshot).await?.size();
        if last.is_some_and(|(index, at)| size <= index + 1 || elapsed(app.clock.now(), at) < every / 2) {
            return Ok(false);
        }
        (size, heads::at(&mut snapshot, size).await?)
    };
    let body = json!({ "size": size, "cases": told.len(), "root": told.root().to_string() });
    leave_system(app, heads::KIND, body).await.map(|()| true)
}

/// The place and time of the last `heads` leaf below a place, if it is among the latest entries of the authority's own chain.
pub(super) async fn last_heads(app: &App, below: u64) -> Result<Option<(u64, Timestamp)>, OperationError> {
    let case = app.authority().await?.case;
    let mut reader = app.storage.long_reader().await?;
    let next = Next { case: Some(&case), after: None, newest_first: true };
    let sealing = app.storage.keys().entry_key();
    for leaf in leaves::page(&mut reader, next, LOOKED_THROUGH).await? {
        let glance = leaf.glance(&sealing)?;
        if glance.kind == heads::KIND && leaf.index < below {
            return Ok(Some((leaf.index, glance.at.timestamp())));
        }
    }
    Ok(None)
}

/// How long ago that was; no time at all where it is still to come.
fn elapsed(now: Timestamp, at: Timestamp) -> SignedDuration {
    now.duration_since(at).max(SignedDuration::ZERO)
}

/// Leaves an entry of nobody's in the authority's own chain.
pub(super) async fn leave_system(app: &App, kind: &'static str, body: serde_json::Value) -> Result<(), OperationError> {
    let context = Context::of(app, None).await?;
    let written = app.storage.write(move |tx| {
        let (context, body) = (context.clone(), body.clone());
        Box::pin(async move { Ok::<_, OperationError>(leave(tx, &context, kind, &body, None).await?.with(())) })
    });
    written.await
}
