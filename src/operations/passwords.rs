//! Hashes of passwords: Argon2id, with a secret that is not in the database.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

use crate::audit::commitment::Key;

use super::app::App;
use super::error::OperationError;

/// The key that the hash of an official's password is made with: whoever writes to the database, and has no keys, cannot
/// put a password of their own in the place of somebody else's.
pub(super) fn secret_of(app: &App, authority_case: &str, official: &str) -> Result<Zeroizing<Key>, OperationError> {
    Ok(app.storage.keys().of(authority_case)?.derived(&format!("password/{official}")))
}

/// The Argon2id hash of a password, with its parameters and salt.
pub(super) async fn hash_of(secret: Zeroizing<Key>, password: &str) -> Result<String, OperationError> {
    let password = Zeroizing::new(password.to_owned());
    blocking(move || hash_now(&secret, &password)).await
}

/// Whether a password is the one of this hash. Where nobody has the name there is no hash, and it takes as long.
pub(super) async fn is_right(
    secret: Zeroizing<Key>,
    hash: Option<String>,
    given: &str,
) -> Result<bool, OperationError> {
    let given = Zeroizing::new(given.to_owned());
    blocking(move || match hash {
        Some(hash) => Ok(verifies(&secret, &hash, &given)),
        None => hash_now(&secret, &given).map(|_| false),
    })
    .await
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
