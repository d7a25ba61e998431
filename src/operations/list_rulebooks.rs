//! Lists the rulebooks of an installation: those that new requests begin with, those that wait to be adopted, and those
//! that earlier requests keep.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::ids::Digest;
use crate::engine::explore::explore;
use crate::engine::rulebook::Rulebook;
use crate::storage::{adoptions, requests, rulebooks};

use super::access::{self, Official};
use super::app::App;
use super::count_requests::Range;
use super::error::OperationError;
use super::span::{apply, operation};

/// How a rulebook stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display)]
#[strum(serialize_all = "snake_case")]
pub enum Standing {
    /// New requests begin with it.
    Adopted,
    /// The program was started with it; two administrators have to adopt it before anything begins with it.
    Offered,
    /// Earlier requests keep it.
    Kept,
}

/// One rulebook.
#[derive(Debug, Clone)]
pub struct Known {
    /// What it is known by.
    pub hash: Digest,
    /// Its rules; none where this program cannot read them any more.
    pub rulebook: Option<Arc<Rulebook>>,
    /// How it stands.
    pub standing: Standing,
    /// Since when it is adopted, where it is.
    pub adopted_at: Option<String>,
    /// Whether two administrators adopted it, or it came with the installation.
    pub by_two: bool,
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
    let (kept, used, rows) = {
        let mut reader = app.storage.reader().await?;
        access::still(&mut reader, app, official).await?;
        let rows = adoptions::list(&mut reader, app.storage.keys()).await?;
        (rulebooks::list(&mut reader).await?, requests::count_by_rulebook(&mut reader).await?, rows)
    };
    let mut used: BTreeMap<String, usize> = used.into_iter().collect();
    let adopted: Vec<_> = app.rulebooks().iter().map(|rulebook| rulebook.hash.clone()).collect();
    let mut hashes = adopted.clone();
    let offered: Vec<_> = app.offered.iter().map(|rulebook| rulebook.hash.clone()).collect();
    let kept = kept.into_iter().map(Digest::parse).collect::<Result<Vec<_>, _>>();
    let kept = kept.map_err(|error| OperationError::damaged("a rulebook's hash", &error))?;
    for hash in offered.iter().chain(&kept) {
        if !hashes.contains(hash) {
            hashes.push(hash.clone());
        }
    }
    let mut known: Vec<Known> = Vec::new();
    for hash in hashes {
        let (rulebook, unsound) = match app.rulebook_of(&hash).await {
            Ok(rulebook) => (Some(rulebook), app.frozen(&hash).map(|because| because.to_string())),
            Err(error @ (OperationError::Unsound(_) | OperationError::Damaged { .. })) => {
                (None, Some(error.to_string()))
            }
            Err(error) => return Err(error),
        };
        let standing = match (adopted.contains(&hash), offered.contains(&hash)) {
            (true, _) => Standing::Adopted,
            (false, true) => Standing::Offered,
            (false, false) => Standing::Kept,
        };
        let shipped = rulebook.as_ref().is_some_and(|rulebook| rulebook.files.are_shipped());
        let counting = rulebook.as_ref().and_then(|rulebook| adoptions::counting(&rows, &rulebook.about.instrument));
        let counting = counting.filter(|row| hash == row.rulebook);
        known.push(Known {
            used_by: Range::of(used.remove(hash.as_str()).unwrap_or_default()),
            adopted_at: counting.and_then(|row| row.confirmed_at.clone()),
            by_two: counting.is_some_and(|row| row.confirmed_by.is_some()),
            hash,
            rulebook,
            standing,
            shipped,
            unsound,
        });
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
