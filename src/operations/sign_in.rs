//! Shows who an official is: sign-in name and password, Argon2id.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use serde_json::json;
use zeroize::Zeroizing;

use crate::audit::commitment::Key;
use crate::domain::ids::SignInName;
use crate::domain::role::Role;
use crate::storage::{authority, officials};

use super::access::{self, Official};
use super::act::Context;
use super::app::App;
use super::change_roles::{authority_actor, leave};
use super::error::OperationError;
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
    let (official, temporary) = check(app, name, password).await?;
    if temporary { Err(OperationError::PasswordIsTemporary(name.to_string())) } else { Ok(official) }
}

async fn check(app: &App, name: &SignInName, password: &str) -> Result<(Official, bool), OperationError> {
    let mut reader = app.storage.reader().await?;
    let found = officials::find_by_sign_in(&mut reader, app.storage.keys(), name.as_str()).await?;
    let known = found.as_ref().map(|row| row.password_hash.clone());
    let case = authority::read(&mut reader).await?.case_id;
    let secret = secret_of(app, &case, found.as_ref().map_or("", |row| row.id.as_str()))?;
    let given = password.to_owned();
    // An unknown name takes as long as a known one.
    let right = blocking(move || match known {
        Some(hash) => Ok(verifies(&secret, &hash, &given)),
        None => hash_now(&secret, &given).map(|_| false),
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
#[apply(operation!)]
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
    let context = Context::of(app, Some(&official)).await?;
    let hash = Arc::new(hash_of(secret_of(app, &context.authority.case, official.id.as_str())?, new).await?);
    app.storage
        .write(move |tx| {
            let (context, hash) = (Arc::clone(&context), Arc::clone(&hash));
            Box::pin(async move {
                officials::set_password(tx, &context.by(), &hash, None).await?;
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

/// Gives an official a one-time password, as an administrator; it is shown once.
///
/// # Errors
/// [`OperationError::NotAllowed`]; [`OperationError::NotFound`] where there is no such official.
#[apply(operation!)]
pub async fn reset_password(app: &App, administrator: &Official, name: &SignInName) -> Result<String, OperationError> {
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
    app.storage
        .write(move |tx| {
            let (context, hash, id) = (Arc::clone(&context), Arc::clone(&hash), Arc::clone(&id));
            Box::pin(async move {
                access::must_hold(tx, &context, Role::Administrator, "resetting a password").await?;
                officials::set_password(tx, &id, &hash, Some(&context.now_text())).await?;
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

/// The key that the hash of an official's password is made with: whoever writes to the database, and has no keys, cannot
/// put a password of their own in the place of somebody else's.
pub(super) fn secret_of(app: &App, authority_case: &str, official: &str) -> Result<Zeroizing<Key>, OperationError> {
    Ok(app.storage.keys().of(authority_case)?.derived(&format!("password/{official}")))
}

/// The Argon2id hash of a password, with its parameters and salt.
pub(super) async fn hash_of(secret: Zeroizing<Key>, password: &str) -> Result<String, OperationError> {
    let password = password.to_owned();
    blocking(move || hash_now(&secret, &password)).await
}

fn hash_now(secret: &Key, password: &str) -> Result<String, OperationError> {
    let hash = argon2(secret)?.hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| OperationError::unusable("the password", &error))
}

fn verifies(secret: &Key, hash: &str, password: &str) -> bool {
    let known = PasswordHash::new(hash);
    known
        .is_ok_and(|hash| argon2(secret).is_ok_and(|argon2| argon2.verify_password(password.as_bytes(), &hash).is_ok()))
}

fn argon2(secret: &Key) -> Result<Argon2<'_>, OperationError> {
    Argon2::new_with_secret(secret, Algorithm::Argon2id, Version::V0x13, Params::default())
        .map_err(|error| OperationError::damaged("a password", &error))
}

/// Argon2 is slow on purpose: not on a thread that serves others.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, OperationError> + Send + 'static,
) -> Result<T, OperationError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| OperationError::damaged("a password", &error))?
}
