//! Puts back the leaves that a database has lost, from tiles or from an export of the whole log.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use serde::Serialize;
use serde_json::json;

use crate::audit::leaf_source;
use crate::storage::refill::NotRefilled;
use crate::storage::tiles;

use super::app::App;
use super::error::OperationError;
use super::keep_log::leave_system;
use super::span::{apply, operation};

/// What was put back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PutBack {
    /// How many entries the database had.
    pub from: u64,
    /// How many it has now, and one more that tells of this.
    pub to: u64,
}

/// Puts the lost leaves back. They are all checked before the first is written: together with what the database still
/// has, they have to lead to the root that this log has signed. An entry tells of it.
///
/// # Errors
/// [`OperationError::Unusable`] where nothing is missing, the source does not reach far enough, or leads elsewhere;
/// where what the database still has was altered.
#[apply(operation!)]
pub async fn run(app: &App, from: &Path) -> Result<PutBack, OperationError> {
    let have = app.storage.standing().await?.0;
    let path = from.to_owned();
    let source = tokio::task::spawn_blocking(move || {
        if path.is_dir() {
            return Ok(tiles::leaves_in(&path, have)?);
        }
        let unreadable = |source| OperationError::File { path: path.display().to_string(), source };
        let open = File::open(&path).map_err(unreadable)?;
        leaf_source::of_export(BufReader::new(open), have)
            .map_err(|error| OperationError::unusable(format!("the export `{}`", path.display()), &error))
    });
    let source = source.await.map_err(|error| OperationError::damaged("a source of leaves", &error))??;
    let why = match app.storage.refill(source).await? {
        Ok(done) => {
            let put = PutBack { from: done.from, to: done.to };
            leave_system(app, "log_refilled", json!({ "from": put.from, "to": put.to })).await?;
            app.storage.sign_checkpoint(&crate::domain::time::to_text(app.clock.now())).await?;
            return Ok(put);
        }
        Err(NotRefilled::NothingMissing) => "the checkpoint file tells of nothing that is missing".to_owned(),
        Err(NotRefilled::EndsEarly(size)) => {
            format!("its leaves end at {size}, before the checkpoint that was signed: look for a newer one")
        }
        Err(NotRefilled::NoLeaf(index)) => format!("its leaf {index} is none: it was altered"),
        Err(NotRefilled::OtherRoot) => {
            "its leaves lead to another root than the one that was signed: it was altered, or is of another log"
                .to_owned()
        }
    };
    Err(OperationError::unusable(format!("`{}`", from.display()), &format!("{why}; nothing was written")))
}
