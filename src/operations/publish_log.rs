//! Which checkpoint the tiles show: witnesses are waited for before the next one is shown, but not for long.

use std::path::Path;

use jiff::SignedDuration;

use crate::domain::time;
use crate::storage::checkpoints::SignedCheckpoint;
use crate::storage::tiles;

use super::app::App;
use super::error::OperationError;

/// Witnesses that have signed nothing of so long ago or later are waited for no more.
const PATIENCE: SignedDuration = SignedDuration::from_secs(30);

/// Brings the tiles to the checkpoint that they are to show now, with what witnesses have signed of it.
pub(super) async fn publish(app: &App, folder: &Path) -> Result<(), OperationError> {
    let there = {
        let folder = folder.to_owned();
        let read = tokio::task::spawn_blocking(move || tiles::size_of(&folder));
        read.await.map_err(|_| crate::storage::StorageError::Panicked)??
    };
    let Some(shown) = to_show(app, there).await? else { return Ok(()) };
    let lines = app.storage.cosigned(shown.size).await?;
    Ok(app.storage.publish_tiles(folder, &shown, &lines).await?)
}

/// The newest checkpoint that witnesses have signed and that is no smaller than what is shown; the newest of all where no
/// witness signs; none while one is to sign what is shown.
async fn to_show(app: &App, there: u64) -> Result<Option<SignedCheckpoint>, OperationError> {
    let Some(newest) = app.storage.last_checkpoint().await? else { return Ok(None) };
    let Some(last) = app.storage.cosigned_sizes(newest.size + 1, 1).await?.pop() else {
        return Ok(Some(newest));
    };
    // By our own clock: that of a witness may be ahead.
    let early = time::to_text(app.clock.now() - PATIENCE);
    let answered = app.storage.best_witnessed(last - 1).await?;
    let away = answered.is_none_or(|answered| answered.signed_at < early && answered.size < newest.size);
    // A folder that holds more than there is belongs to another log, which whoever writes it says.
    if away || there == 0 || there > newest.size {
        return Ok(Some(newest));
    }
    Ok(app.storage.best_witnessed(there - 1).await?)
}
