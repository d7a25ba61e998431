//! Tells whose session or token a secret is, and what it allows: on every call, in three statements.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use crate::domain::ids::{CredentialId, OfficialId};
use crate::domain::role::Role;
use crate::domain::scope::{Assurance, CredentialKind, Scope, Scopes};
use crate::domain::secret::Secret;
use crate::domain::time;
use crate::storage::{StorageError, credentials};

use super::access::{self, Official, Signed};
use super::app::App;
use super::credential::Credential;
use super::error::OperationError;
use super::span::{apply, operation};

/// A use is noted when the last one noted is so long ago, in minutes.
const NOTED_EVERY_MINUTES: i64 = 1;

/// Whoever makes a call: an official, as far as their session or token goes.
#[derive(Debug, Clone)]
pub struct Caller {
    official: Official,
    credential: CredentialId,
    kind: CredentialKind,
    ends_at: Timestamp,
}

impl Caller {
    /// The official, for a call that needs this scope. There is no other way to them but [`Caller::trying`].
    ///
    /// # Errors
    /// [`OperationError::OutOfScope`] where the token does not have it.
    pub fn with(&self, scope: Scope) -> Result<&Official, OperationError> {
        self.official.must_have(scope).map(|()| &self.official)
    }

    /// The official, for an act that leaves an entry: its operation asks itself what the session or token allows, so that
    /// a refusal leaves one too.
    #[must_use]
    pub fn trying(&self) -> &Official {
        &self.official
    }

    /// Whose call it is, to count calls and remember answers by.
    #[must_use]
    pub fn official_id(&self) -> &OfficialId {
        &self.official.id
    }

    /// What they sign in with.
    #[must_use]
    pub fn sign_in(&self) -> &str {
        &self.official.sign_in
    }

    /// Their name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.official.name
    }

    /// Their roles now.
    #[must_use]
    pub fn roles(&self) -> &BTreeSet<Role> {
        &self.official.roles
    }

    /// The session or token.
    #[must_use]
    pub fn credential(&self) -> &CredentialId {
        &self.credential
    }

    /// Which of the two.
    #[must_use]
    pub fn kind(&self) -> CredentialKind {
        self.kind
    }

    /// How surely it is known who bears it.
    #[must_use]
    pub fn assurance(&self) -> Assurance {
        self.official.signed.assurance
    }

    /// When it ends if nothing is done with it any more.
    #[must_use]
    pub fn ends_at(&self) -> Timestamp {
        self.ends_at
    }

    /// What it allows now.
    #[must_use]
    pub fn scopes(&self) -> &Scopes {
        &self.official.signed.scopes
    }
}

/// Tells who bears a secret. The secret is looked up by a MAC of it, so that the time this takes tells nothing about
/// the secrets that there are.
///
/// # Errors
/// [`OperationError::NotSignedIn`], whether it is unknown, expired, idle, revoked or altered, or its official shut out.
#[apply(operation!)]
pub async fn run(app: &App, secret: &str) -> Result<Caller, OperationError> {
    let secret = Secret::parse(secret).ok_or(OperationError::NotSignedIn)?;
    let (now, keys) = (app.clock.now(), app.storage.keys());
    let mut reader = app.storage.reader().await?;
    let found = match credentials::find_by_secret(&mut reader, keys, &secret).await {
        Ok(found) => found.ok_or(OperationError::NotSignedIn)?,
        Err(error @ StorageError::Tampered { .. }) => {
            // Whoever shows it learns nothing from it, whoever runs the service has to.
            tracing::error!(%error, "a credential lets nobody in");
            return Err(OperationError::NotSignedIn);
        }
        Err(error) => return Err(error.into()),
    };
    let credential = Credential::of(&found.row)?;
    let row = found.official.clone();
    if !credential.counts(now) || row.disabled_at.is_some() || row.password_is_temporary_since.is_some() {
        return Err(OperationError::NotSignedIn);
    }
    let signed = Signed {
        scopes: credential.scopes.clone(),
        credential: Some(credential.id.clone()),
        assurance: credential.assurance,
    };
    let mut official = access::official_of(&mut reader, keys, row, signed, now).await?;
    if credential.kind == CredentialKind::Token {
        // It was issued for what its official was then; it has no more than what they are now.
        official.signed.scopes = credential.scopes.within(&Scopes::of_a_token(&official.own_roles()));
    }
    drop(reader);
    let mut ends_at = credential.ends_at();
    if now.duration_since(credential.used_at) >= SignedDuration::from_mins(NOTED_EVERY_MINUTES) {
        match app.storage.note_use(&found, &time::to_text(now)).await {
            Ok(()) => ends_at = Credential { used_at: now, ..credential.clone() }.ends_at(),
            // The call is as good without: at worst the session ends early.
            Err(error) => tracing::warn!(%error, "the last use of a credential was not noted"),
        }
    }
    Ok(Caller { official, credential: credential.id, kind: credential.kind, ends_at })
}

/// Whose a session was that has ended by itself: nobody used it, or its time was over. None where somebody ended it, or
/// where there never was one. It lets nobody do anything; what was typed in it is kept for them alone.
///
/// # Errors
/// Where the database cannot be read.
#[apply(operation!)]
pub async fn whose(app: &App, secret: &str) -> Result<Option<OfficialId>, OperationError> {
    let Some(secret) = Secret::parse(secret) else { return Ok(None) };
    let mut reader = app.storage.reader().await?;
    match credentials::find_by_secret(&mut reader, app.storage.keys(), &secret).await {
        Ok(Some(found)) if found.official.disabled_at.is_none() => {
            let id = OfficialId::parse(found.row.official_id);
            id.map(Some).map_err(|error| OperationError::damaged("an official's id", &error))
        }
        Ok(_) | Err(StorageError::Tampered { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
