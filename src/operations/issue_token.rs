//! Issues an API token: a program then acts for an official, within scopes, for some days.

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::ids::CredentialId;
use crate::domain::scope::{CredentialKind, Scope, Scopes};
use crate::domain::secret::Secret;
use crate::domain::time;
use crate::storage::{Transaction, Written, authority, credentials, officials};

use super::access::{self, Official};
use super::act::Context;
use super::app::App;
use super::attempt::{self, Of, Tried};
use super::call;
use super::credential::{self, Credential};
use super::error::OperationError;
use super::span::{apply, operation};

/// No token lasts longer, in days.
pub const MOST_DAYS: i64 = 365;

/// How long a token lasts where nothing is said, in days.
pub const USUAL_DAYS: i64 = 90;

/// So many tokens of one official count at the same time.
pub const MOST_TOKENS: usize = 20;

/// No label is longer, in characters.
const LONGEST_LABEL: usize = 100;

/// A token that is wanted.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What its official knows it by; kept sealed, and not in the log.
    pub label: String,
    /// What it is to allow.
    pub scopes: Scopes,
    /// How long it lasts, in days, from 1 to [`MOST_DAYS`].
    pub days: i64,
}

/// A token that was issued.
#[derive(Debug, Clone)]
pub struct Issued {
    /// What its bearer shows; nobody can read it again.
    pub secret: Secret,
    /// Its id, which is no secret.
    pub credential: CredentialId,
    /// What it allows.
    pub scopes: Scopes,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Issues a token to an official who came in person.
///
/// # Errors
/// [`OperationError::OutOfScope`] for an official who came by a token; [`OperationError::Unusable`] for scopes that no
/// token can have or that the official's roles do not give, for a label or a number of days out of bounds, and where
/// there are too many tokens.
#[apply(operation!)]
pub async fn run(app: &App, official: &Official, new: NewToken) -> Result<Issued, OperationError> {
    let tried = Tried { act: "issue_token", of: Of::Word("token"), needs: Scope::Administer };
    attempt::here(app, official, tried, issued(app, official, new)).await
}

async fn issued(app: &App, official: &Official, new: NewToken) -> Result<Issued, OperationError> {
    let label = new.label.trim().to_owned();
    if label.is_empty() || label.chars().count() > LONGEST_LABEL || label.chars().any(char::is_control) {
        let why = format!("it is empty, has control characters, or more than {LONGEST_LABEL} characters");
        return Err(OperationError::unusable("the label", &why));
    }
    if !(1..=MOST_DAYS).contains(&new.days) {
        let why = format!("a token lasts from 1 to {MOST_DAYS} days");
        return Err(OperationError::unusable("the number of days", &why));
    }
    if new.scopes.is_empty() {
        return Err(OperationError::unusable("the list of scopes", &"a token needs at least one"));
    }
    if let Some(scope) = new.scopes.iter().find(|scope| !scope.is_for_tokens()) {
        let why = "it is for people who have signed in, no token can have it";
        return Err(OperationError::unusable(format!("the scope `{scope}`"), &why));
    }
    let context = Context::of(app, Some(official)).await?;
    let secret = app.clock.new_secret(CredentialKind::Token)?;
    let token = Credential {
        id: CredentialId::parse(app.clock.new_id()?)?,
        official: official.id.clone(),
        kind: CredentialKind::Token,
        scopes: new.scopes,
        expires_at: time::hours_after(context.now, new.days * 24),
        used_at: context.now,
        revoked_at: None,
        // A program is no surer of its official than whoever issued the token was.
        assurance: official.signed.assurance,
    };
    let issued = Issued {
        secret: secret.clone(),
        credential: token.id.clone(),
        scopes: token.scopes.clone(),
        expires_at: token.expires_at,
    };
    let wanted = Arc::new((token, label, secret, official.signed.credential.clone()));
    let inside = Arc::clone(&context);
    call::write_shown_once(&context, move |tx| {
        let (context, wanted) = (Arc::clone(&inside), Arc::clone(&wanted));
        Box::pin(async move {
            let (token, label, secret, session) = &*wanted;
            may_issue(tx, &context, token, session.as_ref()).await?;
            issue(tx, &context, token, label, secret).await
        })
    })
    .await?;
    Ok(issued)
}

/// Reads anew, under the lock, what may have changed since the official came.
async fn may_issue(
    tx: &mut Transaction,
    context: &Context,
    token: &Credential,
    session: Option<&CredentialId>,
) -> Result<(), OperationError> {
    let (keys, id) = (tx.keys(), token.official.as_str());
    let case = authority::lock_and_read(tx).await?.case_id;
    if officials::lock_and_read(tx, &case, id).await?.disabled_at.is_some() {
        return Err(OperationError::NotSignedIn);
    }
    let mine = credentials::list(tx, &keys, &case, Some(id)).await?;
    // A session that was ended a moment ago leaves nothing behind that outlives it.
    let ended = |session: &CredentialId| {
        !mine.iter().any(|known| known.row.id == session.as_str() && known.row.revoked_at.is_none())
    };
    if session.is_some_and(ended) {
        return Err(OperationError::NotSignedIn);
    }
    let counted = mine.iter().filter_map(|known| Credential::of(&known.row).ok());
    let tokens = counted.filter(|known| known.kind == CredentialKind::Token && known.counts(context.now)).count();
    if tokens >= MOST_TOKENS {
        let why = format!("you have {tokens} already: revoke one first");
        return Err(OperationError::unusable("another token", &why));
    }
    let most = Scopes::of_a_token(&access::roles_of(tx, &keys, id).await?);
    match token.scopes.iter().find(|scope| !most.has(*scope)) {
        Some(scope) => Err(OperationError::unusable(format!("the scope `{scope}`"), &"none of your roles gives it")),
        None => Ok(()),
    }
}

async fn issue(
    tx: &mut Transaction,
    context: &Context,
    token: &Credential,
    label: &str,
    secret: &Secret,
) -> Result<Written<()>, OperationError> {
    credential::forget_old(tx, context, token.official.as_str()).await?;
    let row = token.row(context.now, Some(label.to_owned()));
    credentials::insert(tx, &context.authority.case, &row, secret).await?;
    Ok(credential::tell(tx, context, token, true).await?.with(()))
}
