//! Declares a conflict of interest of one's own; lets somebody back who declared one.

use crate::domain::ids::{ActorMark, RequestReference};
use crate::domain::scope::Scope;
use crate::engine::command::Command;

use super::access::Official;
use super::act::{Acted, Beside, Loaded};
use super::answer_safeguard::has_words;
use super::app::App;
use super::attempt::{Of, Tried, attempt};
use super::error::OperationError;
use super::span::{apply, operation};

/// Declares a conflict of interest of one's own: from now on this official does nothing in the request.
///
/// A rulebook that no longer passes the checks does not stand in the way: standing aside only restricts.
///
/// # Errors
/// A hidden request; no reasons; who stands aside already.
#[apply(operation!)]
pub async fn run(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    reason: Option<String>,
) -> Result<Acted, OperationError> {
    let tried = Tried { act: "declare_recusal", of: Of::Word("official"), needs: Scope::Decide };
    attempt(app, official, reference, tried, move |tx, context, id| {
        let reason = reason.clone();
        Box::pin(async move {
            let mut loaded = Loaded::lock(tx, &context, id.as_str()).await?;
            let command = Command::Recuse { reasoned: has_words(reason.as_deref()) };
            loaded.perform(tx, command, Beside { reason, docs: Vec::new() }).await
        })
    })
    .await
}

/// Lets an official back who declared a conflict of interest, as somebody else.
///
/// # Errors
/// The rule that stands in the way: a judge is let back by another judge, all others by the central authority, never by
/// the request's author.
#[apply(operation!)]
pub async fn lift(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    whom: ActorMark,
    reason: Option<String>,
) -> Result<Acted, OperationError> {
    let tried = Tried { act: "lift_recusal", of: Of::Word("official"), needs: Scope::Decide };
    attempt(app, official, reference, tried, move |tx, context, id| {
        let (whom, reason) = (whom.clone(), reason.clone());
        Box::pin(async move {
            let mut loaded = Loaded::lock(tx, &context, id.as_str()).await?;
            loaded.must_not_be_frozen(|_, _| false)?;
            let command = Command::LiftRecusal { official: whom, reasoned: has_words(reason.as_deref()) };
            loaded.perform(tx, command, Beside { reason, docs: Vec::new() }).await
        })
    })
    .await
}
