//! Lists the rulebooks of an installation: those that new requests begin with, and those that earlier requests keep.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::ids::Digest;
use crate::engine::explore::explore;
use crate::engine::rulebook::Rulebook;
use crate::storage::{requests, rulebooks};

use super::access::{self, Official};
use super::app::App;
use super::count_requests::Range;
use super::error::OperationError;
use super::span::{apply, operation};

/// One rulebook.
#[derive(Debug, Clone)]
pub struct Known {
    /// What it is known by.
    pub hash: Digest,
    /// Its rules; none where this program cannot read them any more.
    pub rulebook: Option<Arc<Rulebook>>,
    /// Whether new requests begin with it.
    pub offered: bool,
    /// Whether it came with the program, whose tests prove it.
    pub shipped: bool,
    /// How many requests keep it. A range: the number is not everybody's to know.
    pub used_by: Range,
    /// Why it does not check: the counter-example, or the first fault, in English.
    pub unsound: Option<String>,
}

/// Lists them, those that new requests begin with first, the main one at the top.
///
/// # Errors
/// [`OperationError::NotSignedIn`] for whoever was shut out meanwhile; where the database cannot be read.
#[apply(operation!)]
pub async fn run(app: &App, official: &Official) -> Result<Vec<Known>, OperationError> {
    let (kept, used) = {
        let mut reader = app.storage.reader().await?;
        access::still(&mut reader, app, official).await?;
        (rulebooks::list(&mut reader).await?, requests::count_by_rulebook(&mut reader).await?)
    };
    let mut used: BTreeMap<String, usize> = used.into_iter().collect();
    let mut uses = |hash: &Digest| Range::of(used.remove(hash.as_str()).unwrap_or_default());
    let mut known: Vec<Known> = Vec::new();
    for rulebook in app.rulebooks.iter() {
        known.push(Known {
            hash: rulebook.hash.clone(),
            rulebook: Some(Arc::clone(rulebook)),
            offered: true,
            shipped: rulebook.files.are_shipped(),
            used_by: uses(&rulebook.hash),
            unsound: None,
        });
    }
    for text in kept {
        let hash = Digest::parse(text).map_err(|error| OperationError::damaged("a rulebook's hash", &error))?;
        if known.iter().any(|one| one.hash == hash) {
            continue;
        }
        let (rulebook, unsound) = match app.rulebook_of(&hash).await {
            Ok(rulebook) => (Some(rulebook), app.frozen(&hash).map(|because| because.to_string())),
            Err(error @ (OperationError::Unsound(_) | OperationError::Damaged { .. })) => {
                (None, Some(error.to_string()))
            }
            Err(error) => return Err(error),
        };
        let shipped = rulebook.as_ref().is_some_and(|rulebook| rulebook.files.are_shipped());
        known.push(Known { used_by: uses(&hash), hash, rulebook, offered: false, shipped, unsound });
    }
    Ok(known)
}

/// How a safeguard can be walked round by a rulebook that is not proved any more: the shortest story, in English.
///
/// # Errors
/// [`OperationError::NotSignedIn`]; where there is no such rulebook.
#[apply(operation!)]
pub async fn counter_example(app: &App, official: &Official, hash: &Digest) -> Result<Vec<String>, OperationError> {
    {
        let mut reader = app.storage.reader().await?;
        access::still(&mut reader, app, official).await?;
    }
    let rulebook = app.rulebook_of(hash).await?;
    // Those that came with the program, and those that the service began with, are proved.
    if app.frozen(hash).is_none() {
        return Ok(Vec::new());
    }
    let told = tokio::task::spawn_blocking(move || {
        let flaw = explore(&rulebook).flaws.into_iter().next()?;
        Some(std::iter::once(flaw.fault.to_string()).chain(flaw.story).collect())
    });
    Ok(told.await.map_err(|error| OperationError::damaged("a rulebook", &error))?.unwrap_or_default())
}
