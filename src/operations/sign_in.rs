//! Shows who an official is: sign-in name and password, Argon2id.

use std::sync::Arc;

use serde_json::json;

use crate::domain::ids::SignInName;
use crate::domain::role::Role;
use crate::domain::scope::{Assurance, Scope, Scopes};
use crate::storage::{authority, credentials, officials};

use super::access::{self, Official, Signed};
use super::act::Context;
use super::app::App;
use super::attempt::{self, Of, Tried};
use super::call;
use super::error::OperationError;
use super::own_chain::{authority_actor, leave};
use super::passwords::{hash_of, is_right, secret_of};
use super::second_factor;
use super::span::{apply, operation};

/// No password is shorter, in characters.
pub const SHORTEST: usize = 12;

/// Lets an official in who knows their own password.
///
/// # Errors
/// [`OperationError::NotSignedIn`] for a wrong name or password alike, and for who is shut out;
/// [`OperationError::PasswordIsTemporary`] where somebody else chose the password.
#[apply(operation!)]
pub async fn run(app: &App, name: &SignInName, password: &str) -> Result<Official, OperationError> {
    let Checked { official, temporary, .. } = check(app, name, password).await?;
    if temporary { Err(OperationError::PasswordIsTemporary(name.to_string())) } else { Ok(official) }
}

/// The same with a one-time code or a recovery code beside the password, for an act that asks for both. A code counts once.
///
/// # Errors
/// As [`run`]; [`OperationError::NotSignedIn`] also for a wrong code.
#[apply(operation!)]
pub async fn with_code(app: &App, name: &SignInName, password: &str, code: &str) -> Result<Official, OperationError> {
    let mut official = run(app, name, password).await?;
    second_factor::spend(app, &official, code).await?;
    official.signed.assurance = Assurance::PasswordAndCode;
    Ok(official)
}

/// An official whose password was right.
pub(super) struct Checked {
    pub(super) official: Official,
    /// Whether somebody else chose the password.
    pub(super) temporary: bool,
    /// The hash it was held against: whoever writes on the strength of it sees that it is still the same.
    pub(super) hash: String,
}

pub(super) async fn check(app: &App, name: &SignInName, password: &str) -> Result<Checked, OperationError> {
    let mut reader = app.storage.reader().await?;
    let found = officials::find_by_sign_in(&mut reader, app.storage.keys(), name.as_str()).await?;
    let case = authority::read(&mut reader).await?.case_id;
    // Argon2 takes its time: others need the connection.
    drop(reader);
    let secret = secret_of(app, &case, found.as_ref().map_or("", |row| row.id.as_str()))?;
    let right = is_right(secret, found.as_ref().map(|row| row.password_hash.clone()), password).await?;
    match found {
        Some(row) if right && row.disabled_at.is_none() => {
            let (temporary, hash) = (row.password_is_temporary_since.is_some(), row.password_hash.clone());
            let mut reader = app.storage.reader().await?;
            let signed = Signed { scopes: Scopes::of_a_person(), credential: None, assurance: Assurance::Password };
            let official = access::official_of(&mut reader, app.storage.keys(), row, signed, app.clock.now()).await?;
            Ok(Checked { official, temporary, hash })
        }
        Some(_) | None => Err(OperationError::NotSignedIn),
    }
}

/// Lets an official choose their own password, with the one they have now, which may be a one-time password. It ends
/// all their sessions and revokes their tokens: somebody else may have known the old one.
///
/// # Errors
/// [`OperationError::NotSignedIn`]; [`OperationError::Unusable`] for a password that is too short or the same.
#[apply(operation!)]
pub async fn set_password(app: &App, name: &SignInName, old: &str, new: &str) -> Result<(), OperationError> {
    let Checked { official, hash: known, .. } = check(app, name, old).await?;
    if new.chars().count() < SHORTEST {
        return Err(OperationError::unusable(
            "the new password",
            &format!("it has fewer than {SHORTEST} characters: a few words do well"),
        ));
    }
    if new == old {
        return Err(OperationError::unusable("the new password", &"it is the old one"));
    }
    let context = Context::of(app, Some(&official)).await?;
    let hash = Arc::new(hash_of(secret_of(app, &context.authority.case, official.id.as_str())?, new).await?);
    let known = Arc::new(known);
    app.storage
        .write(move |tx| {
            let (context, hash, known) = (Arc::clone(&context), Arc::clone(&hash), Arc::clone(&known));
            Box::pin(async move {
                authority::lock_and_read(tx).await?;
                let row = officials::lock_and_read(tx, &context.authority.case, &context.by()).await?;
                if row.disabled_at.is_some() || row.password_hash != *known {
                    return Err(OperationError::NotSignedIn);
                }
                officials::set_password(tx, &context.by(), &hash, None).await?;
                credentials::revoke_all_of(tx, &context.by(), &context.now_text()).await?;
                let mark = authority_actor(tx, &context, &context.by()).await?;
                let keys = tx.keys();
                let role = access::roles_of(tx, &keys, &context.by()).await?.first().copied();
                Ok::<_, OperationError>(
                    leave(tx, &context, "password_chosen", &json!({ "official": mark }), role).await?.with(()),
                )
            })
        })
        .await
}

/// Gives an official a one-time password, as an administrator; it is shown once. Their sessions and tokens end.
///
/// # Errors
/// [`OperationError::NotAllowed`]; [`OperationError::NotFound`] where there is no such official.
#[apply(operation!)]
pub async fn reset_password(app: &App, administrator: &Official, name: &SignInName) -> Result<String, OperationError> {
    let tried = Tried { act: "reset_password", of: Of::Word("official"), needs: Scope::Administer };
    attempt::here(app, administrator, tried, reset(app, administrator, name)).await
}

async fn reset(app: &App, administrator: &Official, name: &SignInName) -> Result<String, OperationError> {
    administrator.must_be(Role::Administrator, "resetting a password")?;
    let password = app.clock.new_password()?;
    let context = Context::of(app, Some(administrator)).await?;
    let found = {
        let mut reader = app.storage.reader().await?;
        officials::find_by_sign_in(&mut reader, app.storage.keys(), name.as_str())
            .await?
            .ok_or_else(|| unknown(name))?
    };
    let hash = Arc::new(hash_of(secret_of(app, &context.authority.case, &found.id)?, &password).await?);
    let id = Arc::new(found.id);
    let inside = Arc::clone(&context);
    call::write_shown_once(&context, move |tx| {
        let (context, hash, id) = (Arc::clone(&inside), Arc::clone(&hash), Arc::clone(&id));
        Box::pin(async move {
            authority::lock_and_read(tx).await?;
            access::must_hold(tx, &context, Role::Administrator, "resetting a password").await?;
            officials::set_password(tx, &id, &hash, Some(&context.now_text())).await?;
            credentials::revoke_all_of(tx, &id, &context.now_text()).await?;
            let mark = authority_actor(tx, &context, &id).await?;
            let body = json!({ "official": mark });
            Ok::<_, OperationError>(
                leave(tx, &context, "password_reset", &body, Some(Role::Administrator)).await?.with(()),
            )
        })
    })
    .await?;
    Ok(password)
}

pub(super) fn unknown(name: &SignInName) -> OperationError {
    OperationError::NotFound {
        what: "official",
        name: name.to_string(),
        hint: "`comity officials list` shows them all",
    }
}
