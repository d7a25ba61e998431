//! Shows who an official is: sign-in name and password, Argon2id.

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use serde_json::json;

use crate::domain::ids::SignInName;
use crate::domain::role::Role;
use crate::storage::officials;

use super::access::{self, Official};
use super::act::Context;
use super::app::App;
use super::change_roles::{authority_actor, leave};
use super::error::OperationError;

/// No password is shorter, in characters.
pub const SHORTEST: usize = 12;

/// Lets an official in who knows their own password.
///
/// # Errors
/// [`OperationError::NotSignedIn`] for a wrong name or password alike, and for who is shut out;
/// [`OperationError::PasswordIsTemporary`] where somebody else chose the password.
pub async fn run(app: &App, name: &SignInName, password: &str) -> Result<Official, OperationError> {
    let (official, temporary) = check(app, name, password).await?;
    if temporary { Err(OperationError::PasswordIsTemporary(name.to_string())) } else { Ok(official) }
}

async fn check(app: &App, name: &SignInName, password: &str) -> Result<(Official, bool), OperationError> {
    let mut reader = app.storage.reader().await?;
    let found = officials::find_by_sign_in(&mut reader, app.storage.keys(), name.as_str()).await?;
    let known = found.as_ref().map(|row| row.password_hash.clone());
    let given = password.to_owned();
    // An unknown name takes as long as a known one.
    let right = blocking(move || match known {
        Some(hash) => Ok(verifies(&hash, &given)),
        None => hash_now(&given).map(|_| false),
    })
    .await?;
    match found {
        Some(row) if right && row.disabled_at.is_none() => {
            let temporary = row.password_is_temporary_since.is_some();
            Ok((access::official_of(&mut reader, app.storage.keys(), row).await?, temporary))
        }
        Some(_) | None => Err(OperationError::NotSignedIn),
    }
}

/// Lets an official choose their own password, with the one they have now, which may be a one-time password.
///
/// # Errors
/// [`OperationError::NotSignedIn`]; [`OperationError::Unusable`] for a password that is too short or the same.
pub async fn set_password(app: &App, name: &SignInName, old: &str, new: &str) -> Result<(), OperationError> {
    let (official, _) = check(app, name, old).await?;
    if new.chars().count() < SHORTEST {
        return Err(OperationError::unusable(
            "the new password",
            &format!("it has fewer than {SHORTEST} characters: a few words do well"),
        ));
    }
    if new == old {
        return Err(OperationError::unusable("the new password", &"it is the old one"));
    }
    let hash = Arc::new(hash_of(new).await?);
    let context = Context::of(app, Some(&official)).await?;
    app.storage
        .write(move |tx| {
            let (context, hash) = (Arc::clone(&context), Arc::clone(&hash));
            Box::pin(async move {
                officials::set_password(tx, &context.by(), &hash, None).await?;
                let mark = authority_actor(tx, &context, &context.by()).await?;
                let role = context.official.as_ref().and_then(|official| official.roles.first().copied());
                Ok::<_, OperationError>(
                    leave(tx, &context, "password_chosen", &json!({ "official": mark }), role).await?.with(()),
                )
            })
        })
        .await
}

/// Gives an official a one-time password, as an administrator; it is shown once.
///
/// # Errors
/// [`OperationError::NotAllowed`]; [`OperationError::NotFound`] where there is no such official.
pub async fn reset_password(app: &App, administrator: &Official, name: &SignInName) -> Result<String, OperationError> {
    administrator.must_be(Role::Administrator, "resetting a password")?;
    let password = app.clock.new_password()?;
    let hash = Arc::new(hash_of(&password).await?);
    let context = Context::of(app, Some(administrator)).await?;
    let name = name.clone();
    app.storage
        .write(move |tx| {
            let (context, hash, name) = (Arc::clone(&context), Arc::clone(&hash), name.clone());
            Box::pin(async move {
                let keys = tx.keys();
                let row = officials::find_by_sign_in(tx, &keys, name.as_str()).await?.ok_or_else(|| unknown(&name))?;
                officials::set_password(tx, &row.id, &hash, Some(&context.now_text())).await?;
                let mark = authority_actor(tx, &context, &row.id).await?;
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

/// The Argon2id hash of a password, with its parameters and salt.
pub(super) async fn hash_of(password: &str) -> Result<String, OperationError> {
    let password = password.to_owned();
    blocking(move || hash_now(&password)).await
}

fn hash_now(password: &str) -> Result<String, OperationError> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| OperationError::unusable("the password", &error))
}

fn verifies(hash: &str, password: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Argon2 is slow on purpose: not on a thread that serves others.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, OperationError> + Send + 'static,
) -> Result<T, OperationError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| OperationError::damaged("a password", &error))?
}
