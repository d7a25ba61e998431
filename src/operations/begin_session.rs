//! Signs an official in for a while: a session on the server, known by a secret that only its bearer has.

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::ids::{CredentialId, SignInName};
use crate::domain::scope::{CredentialKind, Scopes};
use crate::domain::secret::Secret;
use crate::domain::time;
use crate::storage::credentials;
use crate::storage::{Transaction, Written, authority, officials};

use super::access::Official;
use super::act::Context;
use super::app::App;
use super::credential::{self, Credential};
use super::error::OperationError;
use super::sign_in::{Checked, check};

pub use super::credential::IDLE_MINUTES;

/// No session lasts longer, in hours.
pub const LONGEST_HOURS: i64 = 10;

/// A session that has begun.
#[derive(Debug, Clone)]
pub struct Begun {
    /// Who signed in.
    pub official: Official,
    /// What the bearer shows from now on; nobody can read it again.
    pub secret: Secret,
    /// Its id, which is no secret.
    pub credential: CredentialId,
    /// What it allows, within the official's roles.
    pub scopes: Scopes,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
}

/// Begins a session for an official who knows their own password, with an entry in the authority's chain.
///
/// # Errors
/// [`OperationError::NotSignedIn`] for a wrong name or password alike, and for who is shut out;
/// [`OperationError::PasswordIsTemporary`] where somebody else chose the password.
pub async fn run(app: &App, name: &SignInName, password: &str) -> Result<Begun, OperationError> {
    let Checked { official, temporary, hash } = check(app, name, password).await?;
    if temporary {
        return Err(OperationError::PasswordIsTemporary(name.to_string()));
    }
    let context = Context::of(app, Some(&official)).await?;
    let secret = app.clock.new_secret(CredentialKind::Session)?;
    let session = Credential {
        id: CredentialId::parse(app.clock.new_id()?)?,
        official: official.id.clone(),
        kind: CredentialKind::Session,
        scopes: Scopes::of_a_person(),
        expires_at: time::hours_after(context.now, LONGEST_HOURS),
        used_at: context.now,
        revoked_at: None,
    };
    let (credential, expires_at) = (session.id.clone(), session.expires_at);
    let wanted = Arc::new((session, secret.clone(), hash));
    app.storage
        .write(move |tx| {
            let (context, wanted) = (Arc::clone(&context), Arc::clone(&wanted));
            Box::pin(async move { begin(tx, &context, &wanted.0, &wanted.1, &wanted.2).await })
        })
        .await?;
    Ok(Begun { official, secret, credential, scopes: Scopes::of_a_person(), expires_at })
}

async fn begin(
    tx: &mut Transaction,
    context: &Context,
    session: &Credential,
    secret: &Secret,
    hash: &str,
) -> Result<Written<()>, OperationError> {
    let case = authority::lock_and_read(tx).await?.case_id;
    let row = officials::lock_and_read(tx, &case, session.official.as_str()).await?;
    // Somebody may have changed the password, or shut the official out, while this one was being checked: what they ended
    // must not begin anew.
    if row.password_hash != hash || row.disabled_at.is_some() {
        return Err(OperationError::NotSignedIn);
    }
    credential::forget_old(tx, context, session.official.as_str()).await?;
    credentials::insert(tx, &case, &session.row(context.now, None), secret).await?;
    Ok(credential::tell(tx, context, session, true).await?.with(()))
}
