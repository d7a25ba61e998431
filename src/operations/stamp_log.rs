//! Time stamps for the log (RFC 3161): what is to be stamped, and which answer is kept. They bound by other people's clocks
//! when the log was at latest as it is.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::audit::time_stamp;
use crate::domain::time;
use crate::storage::time_stamps::StoredStamp;

use super::app::App;
use super::error::OperationError;
use super::span::{apply, operation};

/// Each authority is asked so often, if the log has grown.
const EVERY: SignedDuration = SignedDuration::from_hours(24);

/// Whoever's clock differs by more from ours is told of.
const APART: SignedDuration = SignedDuration::from_secs(120);

/// A checkpoint that shall be stamped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// How many leaves it covers.
    pub size: u64,
    /// The note as it was signed first: what is stamped, byte for byte.
    pub note: String,
}

/// A question, and by what its answer is known.
#[derive(Debug, Clone)]
pub struct Question {
    /// As it is sent (RFC 3161 section 2.4.1).
    pub bytes: Vec<u8>,
    nonce: Zeroizing<[u8; 16]>,
}

/// The newest stamp of an authority.
#[derive(Debug, Clone, Serialize)]
pub struct Stamped {
    /// By which name it is called here.
    pub stamper: String,
    /// How many leaves the checkpoint covers.
    pub size: u64,
    /// When, by its clock.
    pub stamped_at: String,
}

/// The newest checkpoint, if this authority has stamped none for a day and the log has grown since.
///
/// # Errors
/// Where the database cannot be read.
#[apply(operation!)]
pub async fn due(app: &App, stamper: &str) -> Result<Option<Due>, OperationError> {
    let last = app.storage.newest_time_stamps().await?.into_iter().find(|stamp| stamp.stamper == stamper);
    let taken = last.and_then(|last| last.taken_at.parse::<Timestamp>().ok());
    // A clock that was set back by years must not end the stamps for as long.
    let recent = taken.is_some_and(|taken| app.clock.now().duration_since(taken).abs() < EVERY);
    if recent { Ok(None) } else { grown(app, stamper).await }
}

/// The newest checkpoint, if this authority has not stamped it, or a larger one; none while the log is sealed.
///
/// # Errors
/// As [`due`].
#[apply(operation!)]
pub async fn grown(app: &App, stamper: &str) -> Result<Option<Due>, OperationError> {
    if app.storage.sealed().is_some() {
        return Ok(None);
    }
    let Some(newest) = app.storage.last_checkpoint().await? else { return Ok(None) };
    let stamps = app.storage.newest_time_stamps().await?;
    if stamps.iter().any(|stamp| stamp.stamper == stamper && stamp.size >= newest.size) {
        return Ok(None);
    }
    let first = app.storage.first_signed(newest.size).await?;
    Ok(first.map(|first| Due { size: first.size, note: first.note }))
}

/// What is asked about a checkpoint: its hash, and nothing of the log.
///
/// # Errors
/// Where there is no randomness.
#[apply(operation!)]
pub async fn question(app: &App, due: &Due) -> Result<Question, OperationError> {
    let nonce = app.clock.new_bytes::<16>()?;
    let bytes = time_stamp::question(due.note.as_bytes(), *nonce)
        .map_err(|error| OperationError::damaged("a question for the time", &error))?;
    Ok(Question { bytes, nonce })
}

/// Keeps an answer; says when that was, by the authority's clock.
///
/// # Errors
/// [`OperationError::Unusable`] where it is none, or no answer to this question.
#[apply(operation!)]
pub async fn keep(
    app: &App,
    stamper: &str,
    due: &Due,
    question: &Question,
    answer: &[u8],
) -> Result<String, OperationError> {
    let unusable =
        |why: &dyn std::fmt::Display| OperationError::unusable("the answer of a time-stamping authority", why);
    let stamp = time_stamp::open(answer, due.note.as_bytes()).map_err(|error| unusable(&error))?;
    if !stamp.answers(*question.nonce) {
        return Err(unusable(&"it answers another question"));
    }
    let now = app.clock.now();
    let apart = stamp.at.duration_since(now);
    if apart.abs() > APART {
        tracing::warn!(stamper, seconds = apart.as_secs(), "our clock and that of a time-stamping authority differ");
    }
    let stamped_at = time::to_text(stamp.at);
    let stored = StoredStamp {
        size: due.size,
        stamper: stamper.to_owned(),
        stamped_at: stamped_at.clone(),
        taken_at: time::to_text(now),
        answer: answer.to_vec(),
    };
    app.storage.keep_time_stamp(stored).await?;
    Ok(stamped_at)
}

/// The newest stamp of each authority that has stamped the log.
///
/// # Errors
/// Where the database cannot be read.
pub(super) async fn newest(app: &App) -> Result<Vec<Stamped>, OperationError> {
    let stamps = app.storage.newest_time_stamps().await?.into_iter();
    Ok(stamps.map(|StoredStamp { stamper, size, stamped_at, .. }| Stamped { stamper, size, stamped_at }).collect())
}
