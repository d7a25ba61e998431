//! An official who is refused again and again fills the log with no more than a few entries a minute, and one that counts the rest.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::domain::time;
use crate::storage::refusals::{Over, Turn, Window};
use crate::storage::{BoxFuture, StorageError, Transaction, Written, authority};

use super::access;
use super::act::Context;
use super::app::App;
use super::entry;
use super::error::OperationError;
use super::own_chain::authority_actor;

/// So many refusals of one official leave an entry each, of those in one [`WINDOW`].
pub(super) const OWN: u64 = 20;

/// It begins with the first refusal behind the one before.
pub(super) const WINDOW: SignedDuration = SignedDuration::from_mins(1);

/// The type of the entry that tells of the rest.
pub(super) const SUMMARISED: &str = "attempts_summarised";

/// The types of entries that tell of what was refused: whoever is named there need not have held a role.
pub(super) const REFUSALS: [&str; 3] = ["attempt_refused", "call_refused", SUMMARISED];

/// Whether an entry of this type tells of what was refused.
pub(super) fn tells_of_refusals(kind: &str) -> bool {
    REFUSALS.contains(&kind)
}

/// The body of the entry.
#[derive(Serialize)]
struct Summarised {
    #[serde(with = "time::text")]
    from: Timestamp,
    #[serde(with = "time::text")]
    until: Timestamp,
    /// Beyond those that have left an entry.
    refused: u64,
}

/// What became of the record of a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// There is an entry, or it was counted.
    Kept,
    /// Earlier ones have to be told of first.
    Again,
}

fn over(now: Timestamp) -> Over {
    let moved = |by: SignedDuration| time::to_text(now.checked_add(by).unwrap_or(now));
    Over { since: moved(-WINDOW), until: moved(WINDOW) }
}

/// Counts a refusal before its entry is left; says where none is to be left.
pub(super) async fn instead_of_an_entry(
    tx: &mut Transaction,
    context: &Context,
) -> Result<Option<Written<Outcome>>, OperationError> {
    if context.official.is_none() {
        return Ok(None);
    }
    Ok(match tx.count_refusal(&context.by(), &context.now_text(), &over(context.now), OWN).await? {
        Turn::Own => None,
        Turn::Counted(written) => Some(written.map(|()| Outcome::Kept)),
        Turn::Over => Some(Written::unchanged(Outcome::Again)),
    })
}

/// Runs what leaves the entry of a refusal, and before it what tells of those of the minute before.
pub(super) async fn entered<'r>(
    context: &Arc<Context>,
    record: impl Fn() -> BoxFuture<'r, Result<Outcome, OperationError>> + Send,
) -> Result<(), OperationError> {
    // Twice, unless machines of one database disagree about the time.
    for _ in 0..5 {
        match record().await? {
            Outcome::Kept => return Ok(()),
            Outcome::Again => summarise(context, &context.by()).await?,
        }
    }
    Err(StorageError::ChangedMeanwhile.into())
}

/// Tells of everybody's minutes that are over.
pub(super) async fn summarise_all(app: &App) -> Result<(), OperationError> {
    let officials = app.storage.refused(&over(app.clock.now())).await?;
    if officials.is_empty() {
        return Ok(());
    }
    let context = Context::of(app, None).await?;
    for official in officials {
        summarise(&context, &official).await?;
    }
    Ok(())
}

/// Leaves the entry of an official's minute that is over, if there was more than has its own entries.
async fn summarise(context: &Arc<Context>, official: &str) -> Result<(), OperationError> {
    let (inside, official) = (Arc::clone(context), official.to_owned());
    let written = context.app.storage.write(move |tx| {
        let (context, official) = (Arc::clone(&inside), official.clone());
        Box::pin(async move {
            authority::lock_and_read(tx).await?;
            let Some(Window { begun_at, refused }) = tx.take_refusals(&official, &over(context.now)).await? else {
                return Ok::<_, OperationError>(Written::unchanged(()));
            };
            let Some(refused) = refused.checked_sub(OWN).filter(|refused| *refused > 0) else {
                return Ok(tx.keep_refusals());
            };
            // The row may have been edited by hand: what is no time is none of the log's.
            let from = time::from_text(&begun_at).unwrap_or(context.now);
            let body = Summarised { from, until: from.checked_add(WINDOW).unwrap_or(from), refused };
            let mark = authority_actor(tx, &context, &official).await?;
            let keys = tx.keys();
            let role = access::roles_of(tx, &keys, &official).await?.first().copied();
            let acting = context.acting(&mark, role);
            let draft = entry::of(&context.authority.case, SUMMARISED, &body, &acting, context.now)?;
            Ok(tx.commit_with(draft, Vec::new()).await?.with(()))
        })
    });
    written.await
}
