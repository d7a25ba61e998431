//! A second factor beside the password: added by its official, used, and taken away by two administrators together.

mod codes;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use zeroize::Zeroizing;

use crate::audit::commitment;
use crate::audit::hash::{Hash, sha256};
use crate::domain::ids::SignInName;
use crate::domain::role::Role;
use crate::domain::scope::{Assurance, CredentialKind, Scope};
use crate::storage::second_factors::{self, SecondFactor};
use crate::storage::{Recorded, Transaction, Written, authority, credentials, officials};

use super::access::{self, Official};
use super::act::Context;
use super::app::App;
use super::attempt::{self, Of, Tried};
use super::authenticate::Caller;
use super::call;
use super::error::OperationError;
use super::own_chain::{authority_actor, leave};
use super::sign_in::unknown;
use super::span::{apply, operation};

use codes::Counted;

/// So many recovery codes are given.
pub const RECOVERY_CODES: usize = 10;

/// A second factor that is offered to an official; it counts once they have shown a code of it.
#[derive(Clone)]
pub struct Offered {
    /// The secret as people type it into an application.
    pub secret: Zeroizing<String>,
    /// What applications read from a picture.
    pub address: Zeroizing<String>,
    /// What comes back with the first code: the secret, and that it was offered to this official by this session.
    pub offer: Zeroizing<String>,
}

/// What an official has beside their password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Since when they have a second factor; none where they have none.
    pub since: Option<String>,
    /// So many recovery codes are left.
    pub recovery_codes: usize,
}

/// Says what an official has beside their password.
///
/// # Errors
/// Where the database cannot be read.
#[apply(operation!)]
pub async fn standing(app: &App, official: &Official) -> Result<Standing, OperationError> {
    let mut reader = app.storage.reader().await?;
    let case = authority::read(&mut reader).await?.case_id;
    let found = second_factors::find(&mut reader, app.storage.keys(), &case, official.id.as_str()).await?;
    Ok(match found {
        Some(factor) => Standing { since: Some(factor.since.clone()), recovery_codes: factor.recovery.len() },
        None => Standing { since: None, recovery_codes: 0 },
    })
}

/// Offers an official a second factor, in place of the one they have, if any. Nothing is kept of it until its first code.
///
/// # Errors
/// [`OperationError::OutOfScope`] for a token; [`OperationError::CodeNeeded`] where they have one and came without it.
#[apply(operation!)]
pub async fn offer(app: &App, official: &Official) -> Result<Offered, OperationError> {
    official.must_have(Scope::Administer)?;
    let authority = app.authority().await?;
    let known = {
        let mut reader = app.storage.reader().await?;
        second_factors::find(&mut reader, app.storage.keys(), &authority.case, official.id.as_str()).await?
    };
    may_replace(official, known.as_ref())?;
    let secret = app.clock.new_bytes::<{ codes::SECRET_BYTES }>()?;
    let mac = mac_of(app, &authority.case, official, &secret[..])?;
    Ok(Offered {
        secret: codes::spelled(&secret[..]),
        address: codes::address(&secret[..], &authority.name, &official.sign_in),
        offer: Zeroizing::new(format!("{}.{mac}", URL_SAFE_NO_PAD.encode(&secret[..]))),
    })
}

/// Shows an offer once more, to whom it was made.
///
/// # Errors
/// [`OperationError::Unusable`] where it was not made to this official.
#[apply(operation!)]
pub async fn offered(app: &App, official: &Official, offer: &str) -> Result<Offered, OperationError> {
    let authority = app.authority().await?;
    let secret = secret_of(app, &authority.case, official, offer)?;
    Ok(Offered {
        secret: codes::spelled(&secret),
        address: codes::address(&secret, &authority.name, &official.sign_in),
        offer: Zeroizing::new(offer.to_owned()),
    })
}

/// Adds the second factor that was offered, with the first code of it. Gives the recovery codes, which are shown once.
/// The session by which the official came counts as one with a code from now on.
///
/// # Errors
/// [`OperationError::NotSignedIn`] for a wrong code; [`OperationError::Unusable`] for what was not offered to them.
#[apply(operation!)]
pub async fn add(
    app: &App,
    official: &Official,
    offer: &str,
    code: &str,
) -> Result<Vec<Zeroizing<String>>, OperationError> {
    official.must_have(Scope::Administer)?;
    let context = Context::of(app, Some(official)).await?;
    let secret = secret_of(app, &context.authority.case, official, offer)?;
    let step = codes::step_of(&secret, code, context.now).ok_or(OperationError::NotSignedIn)?;
    let mut shown = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        shown.push(Zeroizing::new(app.clock.new_password()?));
    }
    let factor = Arc::new(SecondFactor {
        secret: secret.to_vec(),
        since: context.now_text(),
        last_step: step,
        recovery: shown.iter().filter_map(|code| codes::hash_of(code)).map(|hash| hash.to_string()).collect(),
        reset_by: None,
    });
    let (inside, official) = (Arc::clone(&context), Arc::new(official.clone()));
    call::write_shown_once(&context, move |tx| {
        let (context, official, factor) = (Arc::clone(&inside), Arc::clone(&official), Arc::clone(&factor));
        Box::pin(async move {
            let known = locked(tx, &context, &official).await?;
            may_replace(&official, known.as_ref())?;
            second_factors::put(tx, &context.authority.case, official.id.as_str(), &factor, &context.now_text())
                .await?;
            let recorded = tell(tx, &context, "second_factor_enrolled", official.id.as_str()).await?;
            Ok(raised(tx, &context, &official).await?.unwrap_or(recorded).with(()))
        })
    })
    .await?;
    Ok(shown)
}

/// Raises a session that began with a password alone, by a code: what is under way goes on in it.
///
/// # Errors
/// [`OperationError::NotSignedIn`] for a wrong code, one that has counted, and where there is no second factor.
#[apply(operation!)]
pub async fn raise(app: &App, caller: &Caller, code: &str) -> Result<(), OperationError> {
    let official = caller.with(Scope::Administer)?;
    if caller.kind() != CredentialKind::Session {
        return Err(OperationError::OutOfScope(Scope::Administer));
    }
    let context = Context::of(app, Some(official)).await?;
    let (official, code) = (Arc::new(official.clone()), Arc::new(Zeroizing::new(code.to_owned())));
    app.storage
        .write(move |tx| {
            let (context, official, code) = (Arc::clone(&context), Arc::clone(&official), Arc::clone(&code));
            Box::pin(async move {
                let known = locked(tx, &context, &official).await?;
                count(tx, &context, official.id.as_str(), known, &code).await?;
                match raised(tx, &context, &official).await? {
                    Some(recorded) => Ok::<_, OperationError>(recorded.with(())),
                    None => Err(OperationError::NotSignedIn),
                }
            })
        })
        .await
}

/// Spends a code on a single call, which begins no session.
pub(super) async fn spend(app: &App, official: &Official, code: &str) -> Result<(), OperationError> {
    let context = Context::of(app, Some(official)).await?;
    let known = {
        let mut reader = app.storage.reader().await?;
        second_factors::find(&mut reader, app.storage.keys(), &context.authority.case, official.id.as_str()).await?
    };
    let known = known.ok_or(OperationError::NotSignedIn)?;
    match codes::counted(&known, code, context.now).ok_or(OperationError::NotSignedIn)? {
        Counted::Step(step) => {
            let now = context.now_text();
            let noted = app.storage.note_code(&context.authority.case, official.id.as_str(), step, &now).await?;
            if noted { Ok(()) } else { Err(OperationError::NotSignedIn) }
        }
        Counted::Recovery(_) => {
            let (official, code) = (Arc::new(official.clone()), Arc::new(Zeroizing::new(code.to_owned())));
            app.storage
                .write(move |tx| {
                    let (context, official, code) = (Arc::clone(&context), Arc::clone(&official), Arc::clone(&code));
                    Box::pin(async move {
                        let known = locked(tx, &context, &official).await?;
                        match count(tx, &context, official.id.as_str(), known, &code).await? {
                            Some(recorded) => Ok(recorded.with(())),
                            None => Err(OperationError::NotSignedIn),
                        }
                    })
                })
                .await
        }
    }
}

/// Counts a code, under the lock on its official: whoever writes on the strength of it leaves an entry of their own. A
/// recovery code leaves one here.
pub(super) async fn count(
    tx: &mut Transaction,
    context: &Context,
    official: &str,
    known: Option<SecondFactor>,
    code: &str,
) -> Result<Option<Recorded>, OperationError> {
    let mut factor = known.ok_or(OperationError::NotSignedIn)?;
    let counted = codes::counted(&factor, code, context.now).ok_or(OperationError::NotSignedIn)?;
    match counted {
        Counted::Step(step) => factor.last_step = step,
        Counted::Recovery(at) => _ = factor.recovery.remove(at),
    }
    second_factors::put(tx, &context.authority.case, official, &factor, &context.now_text()).await?;
    match counted {
        Counted::Step(_) => Ok(None),
        Counted::Recovery(_) => {
            let body = json!({
                "official": authority_actor(tx, context, official).await?,
                "left": factor.recovery.len(),
            });
            let keys = tx.keys();
            let role = access::roles_of(tx, &keys, official).await?.first().copied();
            leave(tx, context, "recovery_code_used", &body, role).await.map(Some)
        }
    }
}

/// Proposes to take an official's second factor away, whose device and recovery codes are lost.
///
/// # Errors
/// [`OperationError::NotAllowed`]; [`OperationError::NotFound`] where they have none; nobody proposes it for themselves.
#[apply(operation!)]
pub async fn propose_reset(app: &App, administrator: &Official, name: &SignInName) -> Result<(), OperationError> {
    let tried = Tried { act: "propose_reset", of: Of::Word("second_factor"), needs: Scope::Administer };
    attempt::here(app, administrator, tried, reset(app, administrator, name, false)).await
}

/// Takes it away, as another administrator than the one who proposed it. Sessions and tokens of the official end; they
/// sign in with their password and add another.
///
/// # Errors
/// [`OperationError::SecondAdministrator`] for the one who proposed it, for the official, and where nobody has.
#[apply(operation!)]
pub async fn confirm_reset(app: &App, administrator: &Official, name: &SignInName) -> Result<(), OperationError> {
    let tried = Tried { act: "confirm_reset", of: Of::Word("second_factor"), needs: Scope::Administer };
    attempt::here(app, administrator, tried, reset(app, administrator, name, true)).await
}

const RESETTING: &str = "resetting a second factor";

async fn reset(app: &App, administrator: &Official, name: &SignInName, confirms: bool) -> Result<(), OperationError> {
    administrator.must_be(Role::Administrator, RESETTING)?;
    let context = Context::of(app, Some(administrator)).await?;
    let (inside, name) = (Arc::clone(&context), name.clone());
    call::write(&context, move |tx| {
        let (context, name) = (Arc::clone(&inside), name.clone());
        Box::pin(async move {
            authority::lock_and_read(tx).await?;
            access::must_hold(tx, &context, Role::Administrator, RESETTING).await?;
            let keys = tx.keys();
            let row = officials::find_by_sign_in(tx, &keys, name.as_str()).await?.ok_or_else(|| unknown(&name))?;
            let case = &context.authority.case;
            officials::lock_and_read(tx, case, &row.id).await?;
            let context = context.begun_now();
            let known = second_factors::find(tx, &keys, case, &row.id).await?;
            let mut factor = known.ok_or_else(|| OperationError::NotFound {
                what: "second factor of",
                name: name.to_string(),
                hint: "they sign in with their password, and add one themselves",
            })?;
            must_be_another(&context, &row.id, factor.reset_by.as_deref(), confirms)?;
            let kind = if confirms {
                second_factors::remove(tx, &row.id).await?;
                credentials::revoke_all_of(tx, &row.id, &context.now_text()).await?;
                "second_factor_reset"
            } else {
                factor.reset_by = Some(context.by());
                second_factors::put(tx, case, &row.id, &factor, &context.now_text()).await?;
                "second_factor_reset_proposed"
            };
            Ok::<Written<()>, OperationError>(tell(tx, &context, kind, &row.id).await?.with(()))
        })
    })
    .await
}

/// Three people: whose it is, who proposes, who confirms.
fn must_be_another(
    context: &Context,
    official: &str,
    proposed_by: Option<&str>,
    confirms: bool,
) -> Result<(), OperationError> {
    let by = context.by();
    let no = |why: &str| Err(OperationError::SecondAdministrator(why.to_owned()));
    match (confirms, proposed_by) {
        _ if official == by => no("nobody resets their own second factor: two other administrators do"),
        (false, Some(_)) => no("it was proposed already: another administrator confirms it"),
        (true, None) => no("nobody has proposed it: one administrator proposes, another confirms"),
        (true, Some(other)) if other == by => no("a second administrator confirms it, not the one who proposed it"),
        (false, None) | (true, Some(_)) => Ok(()),
    }
}

/// Locks an official's row, of somebody who is still signed in, and reads their second factor.
async fn locked(
    tx: &mut Transaction,
    context: &Context,
    official: &Official,
) -> Result<Option<SecondFactor>, OperationError> {
    let (keys, case) = (tx.keys(), &context.authority.case);
    authority::lock_and_read(tx).await?;
    officials::lock_and_read(tx, case, official.id.as_str()).await?;
    access::still(tx, &context.app, official).await?;
    Ok(second_factors::find(tx, &keys, case, official.id.as_str()).await?)
}

/// Raises the session of an official, if they came by one.
async fn raised(
    tx: &mut Transaction,
    context: &Context,
    official: &Official,
) -> Result<Option<Recorded>, OperationError> {
    let Some(session) = &official.signed.credential else { return Ok(None) };
    if !credentials::raise(tx, session.as_str()).await? {
        return Ok(None);
    }
    let mark = authority_actor(tx, context, official.id.as_str()).await?;
    let body = json!({ "credential": session, "official": mark });
    let keys = tx.keys();
    let role = access::roles_of(tx, &keys, official.id.as_str()).await?.first().copied();
    leave(tx, context, "session_raised", &body, role).await.map(Some)
}

async fn tell(tx: &mut Transaction, context: &Context, kind: &str, official: &str) -> Result<Recorded, OperationError> {
    let body = json!({ "official": authority_actor(tx, context, official).await? });
    let keys = tx.keys();
    let role = access::roles_of(tx, &keys, &context.by()).await?.first().copied();
    leave(tx, context, kind, &body, role).await
}

/// Whoever has a second factor replaces it only with it: a stolen password is not enough.
fn may_replace(official: &Official, known: Option<&SecondFactor>) -> Result<(), OperationError> {
    if known.is_some() && official.signed.assurance < Assurance::PasswordAndCode {
        return Err(OperationError::CodeNeeded { act: "replacing your second factor" });
    }
    Ok(())
}

/// What binds an offer to whom it was made, and to the session in which it was.
fn mac_of(app: &App, case: &str, official: &Official, secret: &[u8]) -> Result<Hash, OperationError> {
    let session = official.signed.credential.as_ref().map_or("", |id| id.as_str());
    let bound = format!("{}/{session}/{}", official.id, URL_SAFE_NO_PAD.encode(secret));
    let key = app.storage.keys().of(case)?.derived("second factor offer");
    Ok(commitment::entry_seal(&key, &sha256(bound.as_bytes())))
}

fn secret_of(app: &App, case: &str, official: &Official, offer: &str) -> Result<Zeroizing<Vec<u8>>, OperationError> {
    let strange = || OperationError::unusable("the offer", &"it was not made to you in this session: begin again");
    let (secret, mac) = offer.split_once('.').ok_or_else(strange)?;
    let secret = Zeroizing::new(URL_SAFE_NO_PAD.decode(secret).map_err(|_| strange())?);
    let session = official.signed.credential.as_ref().map_or("", |id| id.as_str());
    let bound = format!("{}/{session}/{}", official.id, URL_SAFE_NO_PAD.encode(&*secret));
    let key = app.storage.keys().of(case)?.derived("second factor offer");
    let holds = mac.parse().is_ok_and(|mac| commitment::seal_holds(&key, &sha256(bound.as_bytes()), &mac));
    if holds { Ok(secret) } else { Err(strange()) }
}
