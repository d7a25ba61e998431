//! Copies database and keys to a folder, with an entry.

use std::path::Path;
use std::sync::Arc;

use serde_json::json;

use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::storage::backup::Backup;

use super::access::{self, Official};
use super::act::Context;
use super::app::App;
use super::attempt::{self, Of, Tried};
use super::error::OperationError;
use super::own_chain::leave;
use super::span::{apply, operation};

/// Backs the installation up into a folder that is not there yet.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but an administrator; where the folder cannot be written.
#[apply(operation!)]
pub async fn run(app: &App, administrator: &Official, target: &Path) -> Result<Backup, OperationError> {
    let tried = Tried { act: "back_up", of: Of::Word("installation"), needs: Scope::Administer };
    attempt::here(app, administrator, tried, backed_up(app, administrator, target)).await
}

async fn backed_up(app: &App, administrator: &Official, target: &Path) -> Result<Backup, OperationError> {
    administrator.must_be(Role::Administrator, "backing up")?;
    let context = Context::of(app, Some(administrator)).await?;
    // The entry comes first, so that the copy tells of itself.
    app.storage
        .write(move |tx| {
            let context = Arc::clone(&context);
            Box::pin(async move {
                access::must_hold(tx, &context, Role::Administrator, "backing up").await?;
                Ok::<_, OperationError>(
                    leave(tx, &context, "backup_made", &json!({}), Some(Role::Administrator)).await?.with(()),
                )
            })
        })
        .await?;
    Ok(app.storage.back_up(target).await?)
}
