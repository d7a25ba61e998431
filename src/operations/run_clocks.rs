//! Looks at the clocks: whatever is due says so, or moves its request, as `system` and through the same path.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::ids::{DeadlineName, MessageId, RequestId};
use crate::domain::time;
use crate::engine::command::Command;
use crate::engine::refusal::Refusal;
use crate::storage::{Written, requests};

use super::act::{Acted, Beside, Context, Loaded};
use super::app::App;
use super::attempt;
use super::error::OperationError;
use super::place_requests;
use super::span::{apply, operation};

/// So many requests are looked at in one go.
const AT_ONCE: u32 = 200;

/// Lets every clock act whose time is up, until none is left.
///
/// # Errors
/// The first failure, once every other clock has acted; a request whose tables and log differ is sealed and left alone.
#[apply(operation!)]
pub async fn run(app: &App) -> Result<Vec<Acted>, OperationError> {
    let (mut all, mut failed, mut stuck) = (Vec::new(), None, BTreeSet::new());
    loop {
        let due = {
            let mut reader = app.storage.reader().await?;
            // Those that are stuck stand first in the list again: look past them.
            let at_most = AT_ONCE.saturating_add(u32::try_from(stuck.len()).unwrap_or(u32::MAX));
            requests::list_due(&mut reader, &time::to_text(app.clock.now()), at_most).await?
        };
        let fresh: Vec<String> = due.into_iter().map(|row| row.id).filter(|id| !stuck.contains(id)).collect();
        if fresh.is_empty() {
            place_requests::run(app).await?;
            return failed.map_or(Ok(all), Err);
        }
        for id in fresh {
            let before = all.len();
            loop {
                match expire_one(app, id.clone()).await {
                    Ok(Some(acted)) => all.push(acted),
                    Ok(None) => break,
                    // The clocks of the others go on; what went wrong is told at the end.
                    Err(error) => {
                        failed.get_or_insert(error);
                        break;
                    }
                }
            }
            // Due and yet not moved: it would be looked at for ever.
            if all.len() == before {
                stuck.insert(id);
            }
        }
    }
}

/// Lets the longest overdue clock of a request act. None when none is due.
async fn expire_one(app: &App, id: String) -> Result<Option<Acted>, OperationError> {
    let context = Context::of(app, None).await?;
    let case = RequestId::parse(id.clone()).map_err(|error| OperationError::damaged("a request's id", &error))?;
    let outside = Arc::clone(&context);
    let done = app
        .storage
        .write(move |tx| {
            let (context, id) = (Arc::clone(&context), id.clone());
            Box::pin(async move {
                let mut loaded = Loaded::lock(tx, &context, &id).await?;
                let Some((deadline, holding)) = longest_overdue(&loaded) else {
                    return Ok::<_, OperationError>(Written::unchanged(None));
                };
                super::replay::must_agree(tx, &loaded).await?;
                let written = loaded.perform(tx, Command::Expire { deadline, holding }, Beside::default()).await?;
                Ok(written.map(Some))
            })
        })
        .await;
    match done {
        Err(OperationError::Sealed { because, .. }) => attempt::seal(&outside, &case, &because).await.map(|()| None),
        Err(OperationError::Refused(Refusal::NotDue(_)) | OperationError::Erased { .. }) => Ok(None),
        other => other,
    }
}

fn longest_overdue(loaded: &Loaded) -> Option<(DeadlineName, Option<MessageId>)> {
    loaded
        .request
        .all_clocks()
        .filter(|(_, _, clock)| clock.paused_at.is_none() && !clock.alerted && clock.due_at <= loaded.context.now)
        .min_by_key(|(_, _, clock)| clock.due_at)
        .map(|(holding, name, _)| (name.clone(), holding.cloned()))
}
