//! Closes a log to which something has happened, for ever. Another installation goes on under the next name: its first leaf
//! holds the last checkpoint of this one. `comity init --after` makes it.

use serde::Serialize;

use crate::audit::predecessor::Incident;
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::domain::time;
use crate::storage::LogSealed;
use crate::storage::epochs::EpochEnd;
use crate::storage::sidecar::{Lack, SeenBy};

use super::access::{self, Official};
use super::app::App;
use super::attempt::{self, Of, Tried};
use super::error::OperationError;
use super::span::{apply, operation};

/// What it is called where it is refused.
const CLOSING: &str = "closing the log";

/// How the log was closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Closed {
    /// So many leaves count.
    pub size: u64,
    /// What had happened.
    pub incident: String,
    /// When it was closed.
    pub closed_at: String,
    /// The checkpoint over them, with the lines of those who have signed it.
    #[serde(skip)]
    pub note: String,
}

impl From<EpochEnd> for Closed {
    fn from(EpochEnd { size, note, incident, closed_at, .. }: EpochEnd) -> Self {
        Self { size, incident, closed_at, note }
    }
}

/// At how many leaves the log would be closed: those that most witnesses have signed last or, where none has, the newest
/// checkpoint; what others have seen, where the database lacks it. None before the log was first signed.
///
/// # Errors
/// [`OperationError::Unusable`] where a witness alone has seen it; where the database cannot be read.
#[apply(operation!)]
pub async fn last(app: &App) -> Result<Option<u64>, OperationError> {
    Ok(counting(app).await?.map(|(size, _)| size))
}

async fn counting(app: &App) -> Result<Option<(u64, String)>, OperationError> {
    app.storage.compare_with_sidecar().await?;
    // Never at less than was seen, nor at something else: that would make what was lost or rewritten the truth.
    if let Some(LogSealed { by, lack: Lack::Shorter | Lack::Another, .. }) = app.storage.sealed() {
        if let SeenBy::Witness(name) = by {
            let why = format!(
                "the witness `{name}` has seen another log than is here: keep its checkpoint as `{}` first",
                app.storage.sidecar().display()
            );
            return Err(OperationError::unusable("the end of the log", &why));
        }
        return Ok(app.storage.sidecar_note().await?);
    }
    let witnessed = app.storage.best_witnessed(0).await?;
    let last = match witnessed {
        Some(witnessed) => Some(witnessed),
        None => app.storage.last_checkpoint().await?,
    };
    Ok(match last {
        Some(last) => Some((last.size, app.storage.handed_out(&last).await?)),
        None => None,
    })
}

/// Closes the log as an administrator. `size` is that of [`last`]: so that nobody closes another than they have looked at.
/// Where it was closed before, that stays.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but an administrator; [`OperationError::Unusable`] for another size, or where the
/// log was never signed.
#[apply(operation!)]
pub async fn run(app: &App, administrator: &Official, size: u64, incident: Incident) -> Result<Closed, OperationError> {
    let tried = Tried { act: "close_log", of: Of::Word("log"), needs: Scope::Administer };
    attempt::here(app, administrator, tried, close(app, administrator, size, incident)).await
}

async fn close(app: &App, administrator: &Official, size: u64, incident: Incident) -> Result<Closed, OperationError> {
    {
        let mut reader = app.storage.reader().await?;
        access::must_hold_now(&mut reader, app, administrator, Role::Administrator, CLOSING).await?;
    }
    administrator.must_be_assured(&app.authority().await?, CLOSING)?;
    if let Some(end) = app.storage.epoch_end().await? {
        return Ok(end.into());
    }
    let unusable = |why: &dyn std::fmt::Display| OperationError::unusable("the end of the log", why);
    let (last, note) = counting(app).await?.ok_or_else(|| unusable(&"it was never signed"))?;
    if last != size {
        let why =
            format!("it would be closed at {last} entries, not at {size}: look what comes after them, then say so");
        return Err(unusable(&why));
    }
    let end = EpochEnd {
        size,
        note,
        incident: incident.to_string(),
        closed_at: time::to_text(app.clock.now()),
        closed_by: administrator.id.to_string(),
    };
    Ok(app.storage.close_epoch(end).await?.into())
}
