//! Lists the agreements to apply instruments that are not in force, for every official: who drafts has to know them.

use crate::storage::agreements;

use super::access::{self, Official};
use super::agree::Agreement;
use super::app::App;
use super::error::OperationError;
use super::span::{apply, operation};

/// Lists the agreements, those that wait and those that have ended included, the oldest first.
///
/// # Errors
/// [`OperationError::NotSignedIn`] for whoever was shut out meanwhile; where one was altered by hand.
#[apply(operation!)]
pub async fn run(app: &App, official: &Official) -> Result<Vec<Agreement>, OperationError> {
    let mut reader = app.storage.reader().await?;
    let keys = app.storage.keys();
    access::still(&mut reader, keys, official).await?;
    agreements::list(&mut reader, keys).await?.iter().map(Agreement::of).collect()
}
