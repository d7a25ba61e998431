//! What shows that an export of one request leaves out none of its latest entries: a `heads` leaf, taken for the export.

use crate::audit::canonical::to_canonical;
use crate::audit::entry::Entry;
use crate::audit::ids::CaseId;
use crate::audit::latest::Latest;
use crate::operations::app::App;
use crate::operations::error::OperationError;
use crate::operations::keep_log;
use crate::storage::{heads, leaves, log};

/// Lets the log name the latest entry of every case, if anything came since it last did. A sealed log names nothing.
pub(super) async fn name(app: &App) -> Result<(), OperationError> {
    if app.storage.sealed().is_none() {
        keep_log::leave_heads(app, jiff::SignedDuration::ZERO).await?;
    }
    Ok(())
}

/// A file that shows the latest entry of a case, and among how many leaves it is the latest. None where no leaf below `signed`
/// names one, or where the log does not hold what it names: the verifier says then that nothing shows it.
pub(super) async fn shown(app: &App, case: CaseId, signed: u64) -> Result<Option<(u64, Vec<u8>)>, OperationError> {
    let Some((index, _)) = keep_log::last_heads(app, signed).await? else { return Ok(None) };
    let mut reader = app.storage.long_reader().await?;
    let Some(leaf) = leaves::at(&mut reader, index).await? else { return Ok(None) };
    let Ok(entry) = Entry::from_bytes(&leaf.body) else { return Ok(None) };
    let Some(size) = entry.body.get("size").and_then(serde_json::Value::as_u64) else { return Ok(None) };
    let Some(head) = heads::at(&mut reader, size).await?.prove(&case) else { return Ok(None) };
    let Ok(entry) = String::from_utf8(leaf.body) else { return Ok(None) };
    let latest = Latest { entry, index, hashes: log::inclusion(&mut reader, index, signed).await?, head };
    let bytes =
        to_canonical(&latest).map_err(|error| OperationError::damaged("what shows the latest entry", &error))?;
    Ok(Some((size, bytes)))
}
