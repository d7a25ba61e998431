//! Signs an official in for a while: a session on the server, known by a secret that only its bearer has.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use zeroize::Zeroizing;

use crate::audit::commitment::{self, Key};
use crate::audit::hash::{Hash, sha256};
use crate::domain::ids::{CredentialId, SignInName};
use crate::domain::scope::{Assurance, CredentialKind, Scopes};
use crate::domain::secret::Secret;
use crate::domain::time;
use crate::storage::{Transaction, Written, authority, credentials, officials, second_factors};

use super::access::{self, Official, Signed};
use super::act::Context;
use super::app::App;
use super::credential::{self, Credential};
use super::error::OperationError;
use super::second_factor;
use super::sign_in::{Checked, check};
use super::span::{apply, operation};

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
    /// How surely it is known who signed in.
    pub assurance: Assurance,
}

/// What a right password leads to.
#[derive(Debug)]
pub enum Entered {
    /// A session has begun: the official has no second factor.
    Begun(Box<Begun>),
    /// The official has a second factor: a code is wanted, with this that tells that the password was right.
    CodeWanted(Zeroizing<String>),
}

/// Begins a session for an official who knows their own password and has no second factor, with an entry in the
/// authority's chain.
///
/// # Errors
/// [`OperationError::NotSignedIn`] for a wrong name or password alike, and for who is shut out;
/// [`OperationError::PasswordIsTemporary`] where somebody else chose the password; [`OperationError::CodeNeeded`] where
/// they have a second factor.
#[apply(operation!)]
pub async fn run(app: &App, name: &SignInName, password: &str) -> Result<Begun, OperationError> {
    match enter(app, name, password, None).await? {
        Entered::Begun(begun) => Ok(*begun),
        Entered::CodeWanted(_) => Err(OperationError::CodeNeeded { act: "signing in to this account" }),
    }
}

/// The first half of signing in: the password. `client` is what the official will know the session by.
///
/// # Errors
/// As [`run`].
#[apply(operation!)]
pub async fn enter(
    app: &App,
    name: &SignInName,
    password: &str,
    client: Option<String>,
) -> Result<Entered, OperationError> {
    let Checked { official, temporary, hash } = check(app, name, password).await?;
    if temporary {
        return Err(OperationError::PasswordIsTemporary(name.to_string()));
    }
    if second_factor::standing(app, &official).await?.since.is_some() {
        let until = app.clock.now() + SignedDuration::from_mins(HALF_MINUTES);
        let until = until.as_second().to_string();
        let key = half_key(app).await?;
        let mac = commitment::entry_seal(&key, &half_facts(&official, &hash, &until));
        return Ok(Entered::CodeWanted(Zeroizing::new(format!("{until}.{mac}"))));
    }
    begun(app, official, hash, None, client).await.map(Box::new).map(Entered::Begun)
}

/// The second half: a one-time code, or a recovery code in its place. `half` is what the first half gave.
///
/// # Errors
/// [`OperationError::NotSignedIn`] for a wrong code or half alike, for a code that has counted, and where it took too long.
#[apply(operation!)]
pub async fn finish(
    app: &App,
    name: &SignInName,
    half: &str,
    code: &str,
    client: Option<String>,
) -> Result<Begun, OperationError> {
    let row = {
        let mut reader = app.storage.reader().await?;
        officials::find_by_sign_in(&mut reader, app.storage.keys(), name.as_str()).await?
    };
    let row = row.filter(|row| row.disabled_at.is_none()).ok_or(OperationError::NotSignedIn)?;
    let hash = row.password_hash.clone();
    let official = {
        let mut reader = app.storage.reader().await?;
        let signed = Signed { scopes: Scopes::of_a_person(), credential: None, assurance: Assurance::PasswordAndCode };
        access::official_of(&mut reader, app.storage.keys(), row, signed, app.clock.now()).await?
    };
    let (until, mac) = half.split_once('.').ok_or(OperationError::NotSignedIn)?;
    let in_time = until.parse().is_ok_and(|until: i64| app.clock.now().as_second() < until);
    let (key, facts) = (half_key(app).await?, half_facts(&official, &hash, until));
    let holds = mac.parse().is_ok_and(|mac| commitment::seal_holds(&key, &facts, &mac));
    if !holds || !in_time {
        return Err(OperationError::NotSignedIn);
    }
    begun(app, official, hash, Some(code), client).await
}

/// So long a right password waits for its code, in minutes.
const HALF_MINUTES: i64 = 5;

async fn half_key(app: &App) -> Result<Zeroizing<Key>, OperationError> {
    Ok(app.storage.keys().of(&app.authority().await?.case)?.derived("half signed in"))
}

/// The hash of the password is among them: another password, and the half is worth nothing.
fn half_facts(official: &Official, hash: &str, until: &str) -> Hash {
    sha256(format!("{}/{until}/{hash}", official.id).as_bytes())
}

async fn begun(
    app: &App,
    official: Official,
    hash: String,
    code: Option<&str>,
    client: Option<String>,
) -> Result<Begun, OperationError> {
    let context = Context::of(app, Some(&official)).await?;
    let secret = app.clock.new_secret(CredentialKind::Session)?;
    let code = code.map(|code| Zeroizing::new(code.to_owned()));
    let session = Credential {
        id: CredentialId::parse(app.clock.new_id()?)?,
        official: official.id.clone(),
        kind: CredentialKind::Session,
        scopes: Scopes::of_a_person(),
        expires_at: time::hours_after(context.now, LONGEST_HOURS),
        used_at: context.now,
        revoked_at: None,
        assurance: if code.is_some() { Assurance::PasswordAndCode } else { Assurance::Password },
    };
    let (credential, expires_at, assurance) = (session.id.clone(), session.expires_at, session.assurance);
    let wanted = Arc::new(Wanted { session, secret: secret.clone(), hash, code, client });
    app.storage
        .write(move |tx| {
            let (context, wanted) = (Arc::clone(&context), Arc::clone(&wanted));
            Box::pin(async move { begin(tx, &context, &wanted).await })
        })
        .await?;
    Ok(Begun { official, secret, credential, scopes: Scopes::of_a_person(), expires_at, assurance })
}

/// A session that is to begin.
struct Wanted {
    session: Credential,
    secret: Secret,
    /// The hash that the password was held against.
    hash: String,
    code: Option<Zeroizing<String>>,
    client: Option<String>,
}

async fn begin(tx: &mut Transaction, context: &Context, wanted: &Wanted) -> Result<Written<()>, OperationError> {
    let Wanted { session, secret, hash, code, client } = wanted;
    let case = authority::lock_and_read(tx).await?.case_id;
    let row = officials::lock_and_read(tx, &case, session.official.as_str()).await?;
    // Somebody may have changed the password, or shut the official out, while this one was being checked: what they ended
    // must not begin anew.
    if row.password_hash != *hash || row.disabled_at.is_some() {
        return Err(OperationError::NotSignedIn);
    }
    let keys = tx.keys();
    let known = second_factors::find(tx, &keys, &case, session.official.as_str()).await?;
    match code {
        Some(code) => _ = second_factor::count(tx, context, session.official.as_str(), known, code).await?,
        // Added since the password was checked: a code is wanted from now on.
        None if known.is_some() => return Err(OperationError::NotSignedIn),
        None => {}
    }
    credential::forget_old(tx, context, session.official.as_str()).await?;
    credentials::insert(tx, &case, &session.row(context.now, client.clone()), secret).await?;
    Ok(credential::tell(tx, context, session, true).await?.with(()))
}
