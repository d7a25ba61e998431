//! Tries whether an installation can act now: reads, writes and takes it back, and puts a file where documents arrive.

use super::app::App;
use super::error::OperationError;

/// What an installation cannot do now.
#[derive(Debug)]
pub struct Unable {
    /// What, in words for anybody: no place, no name.
    pub what: &'static str,
    /// Why, for the operator.
    pub because: OperationError,
}

fn unable<E: Into<OperationError>>(what: &'static str) -> impl FnOnce(E) -> Unable {
    move |because| Unable { what, because: because.into() }
}

/// Tries it. Leaves nothing behind, and no entry: nothing has happened.
///
/// # Errors
/// [`Unable`] with the first that fails.
pub async fn run(app: &App) -> Result<(), Unable> {
    app.authority().await.map_err(unable("the database cannot be read"))?;
    // A log that is sealed takes nothing, and everything is read all the same: that is said beside this.
    if app.storage.sealed().is_some() {
        return Ok(());
    }
    app.storage.try_writing().await.map_err(unable("the database cannot be written"))?;
    app.storage.try_keeping().await.map_err(unable("the disk takes no files"))
}
