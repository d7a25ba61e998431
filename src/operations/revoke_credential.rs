//! Ends a session or revokes a token: one's own, or, as an administrator, anybody's.

use std::sync::Arc;

use crate::domain::ids::CredentialId;
use crate::domain::role::Role;
use crate::domain::scope::{CredentialKind, Scope};
use crate::storage::{Transaction, Written, authority, credentials, officials};

use super::access::{self, Official};
use super::act::Context;
use super::app::App;
use super::attempt::{self, Of, Tried};
use super::authenticate::Caller;
use super::calendar;
use super::call;
use super::credential::{self, Credential};
use super::error::OperationError;
use super::span::{apply, operation};

/// Ends a session or revokes a token, at once, with an entry in the authority's chain. Says whether it counted until
/// now; what has ended already is left as it is.
///
/// # Errors
/// [`OperationError::NotFound`] where there is none, or it is somebody else's and the official is no administrator;
/// [`OperationError::OutOfScope`] for a token.
#[apply(operation!)]
pub async fn run(app: &App, official: &Official, id: &CredentialId) -> Result<bool, OperationError> {
    let tried = Tried { act: "revoke_credential", of: Of::Word("credential"), needs: Scope::Administer };
    attempt::here(app, official, tried, revoked(app, official, id)).await
}

async fn revoked(app: &App, official: &Official, id: &CredentialId) -> Result<bool, OperationError> {
    let context = Context::of(app, Some(official)).await?;
    let (official, id) = (Arc::new(official.clone()), id.clone());
    let inside = Arc::clone(&context);
    call::write(&context, move |tx| {
        let (context, official, id) = (Arc::clone(&inside), Arc::clone(&official), id.clone());
        Box::pin(async move { revoke(tx, &context, &official, &id).await })
    })
    .await
}

async fn revoke(
    tx: &mut Transaction,
    context: &Context,
    official: &Official,
    id: &CredentialId,
) -> Result<Written<bool>, OperationError> {
    let case = authority::lock_and_read(tx).await?.case_id;
    let keys = tx.keys();
    let roles = access::still(tx, &context.app, official).await?;
    if let Some(done) = calendar::revoke(tx, context, official, id).await? {
        return Ok(done);
    }
    let found = credentials::find(tx, &keys, &case, id.as_str()).await?;
    let found = found.filter(|found| official.id == found.row.official_id || roles.contains(&Role::Administrator));
    let row = found.ok_or_else(|| unknown(id))?.row;
    if official.id != row.official_id {
        official.must_be_assured(&context.authority, "ending the session of somebody else")?;
    }
    officials::lock_and_read(tx, &case, &row.official_id).await?;
    let context = &context.begun_now();
    if !credentials::revoke(tx, &row.id, &context.now_text()).await? {
        // Not remembered under its key either: what has ended once never counts again, so that a repeated call is harmless.
        return Ok(Written::unchanged(false));
    }
    Ok(credential::tell(tx, context, &Credential::of(&row)?, false).await?.with(true))
}

/// Ends all sessions of an official but the one by which they came, each with its entry; says how many.
///
/// # Errors
/// [`OperationError::OutOfScope`] for a token.
#[apply(operation!)]
pub async fn others(app: &App, caller: &Caller) -> Result<usize, OperationError> {
    let official = caller.with(Scope::Administer)?;
    let context = Context::of(app, Some(official)).await?;
    let (official, mine) = (Arc::new(official.clone()), caller.credential().clone());
    let inside = Arc::clone(&context);
    call::write(&context, move |tx| {
        let (context, official, mine) = (Arc::clone(&inside), Arc::clone(&official), mine.clone());
        Box::pin(async move {
            let case = authority::lock_and_read(tx).await?.case_id;
            let (keys, id) = (tx.keys(), official.id.as_str());
            access::still(tx, &context.app, &official).await?;
            officials::lock_and_read(tx, &case, id).await?;
            let context = context.begun_now();
            let (mut ended, mut last) = (0, None);
            for known in credentials::list(tx, &keys, &case, Some(id)).await? {
                let Ok(session) = Credential::of(&known.row) else { continue };
                let other = session.kind == CredentialKind::Session && session.id != mine;
                if other
                    && session.counts(context.now)
                    && credentials::revoke(tx, &known.row.id, &context.now_text()).await?
                {
                    last = Some(credential::tell(tx, &context, &session, false).await?);
                    ended += 1;
                }
            }
            Ok(last.map_or_else(|| Written::unchanged(0), |recorded| recorded.with(ended)))
        })
    })
    .await
}

fn unknown(id: &CredentialId) -> OperationError {
    OperationError::NotFound {
        what: "session or token",
        name: id.to_string(),
        hint: "`comity officials session list` and `comity officials token list` show yours",
    }
}
