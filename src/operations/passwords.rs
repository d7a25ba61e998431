//! Hashes of passwords: Argon2id, with a secret that is not in the database.

mod memory;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

use crate::audit::commitment::Key;

use super::app::App;
use super::error::OperationError;

use memory::Turn;

/// The key that the hash of an official's password is made with: whoever writes to the database, and has no keys, cannot
/// put a password of their own in the place of somebody else's.
pub(super) fn secret_of(app: &App, authority_case: &str, official: &str) -> Result<Zeroizing<Key>, OperationError> {
    Ok(app.storage.keys().of(authority_case)?.derived(&format!("password/{official}")))
}

/// The Argon2id hash of a password, with its parameters and salt.
pub(super) async fn hash_of(secret: Zeroizing<Key>, password: &str) -> Result<String, OperationError> {
    let password = Zeroizing::new(password.to_owned());
    in_turn(move |turn| hash_now(&secret, &password, turn)).await
}

/// Whether a password is the one of this hash. Where nobody has the name there is no hash, and it takes as long.
pub(super) async fn is_right(
    secret: Zeroizing<Key>,
    hash: Option<String>,
    given: &str,
) -> Result<bool, OperationError> {
    let given = Zeroizing::new(given.to_owned());
    in_turn(move |turn| match hash {
        Some(hash) => Ok(verifies(&secret, &hash, &given, turn).unwrap_or(false)),
        None => hash_now(&secret, &given, turn).map(|_| false),
    })
    .await
}

fn hash_now(secret: &Key, password: &str, turn: &mut Turn) -> Result<String, OperationError> {
    let refused = |error: &dyn std::fmt::Display| OperationError::unusable("the password", error);
    let (params, salt) = (Params::default(), Salt::generate());
    let named = ParamsString::try_from(&params).map_err(|error| refused(&error))?;
    let argon2 = Argon2::new_with_secret(secret, Algorithm::Argon2id, Version::V0x13, params)
        .map_err(|error| OperationError::damaged("a password", &error))?;
    let output = output(&argon2, password, &salt, Params::DEFAULT_OUTPUT_LEN, turn);
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: named,
        salt: Some(salt),
        hash: Some(output.ok_or_else(|| refused(&"it cannot be hashed"))?),
    };
    Ok(hash.to_string())
}

/// Whether it is so; none where the hash is no hash.
fn verifies(secret: &Key, hash: &str, password: &str, turn: &mut Turn) -> Option<bool> {
    let known = PasswordHash::new(hash).ok()?;
    let algorithm = Algorithm::try_from(known.algorithm.as_str()).ok()?;
    let version = Version::try_from(known.version?).ok()?;
    let argon2 = Argon2::new_with_secret(secret, algorithm, version, Params::try_from(&known).ok()?).ok()?;
    let (salt, expected) = (known.salt?, known.hash?);
    // Two outputs are compared in constant time.
    Some(output(&argon2, password, &salt, expected.len(), turn)? == expected)
}

fn output(argon2: &Argon2<'_>, password: &str, salt: &[u8], length: usize, turn: &mut Turn) -> Option<Output> {
    let mut bytes = Zeroizing::new([0; Output::MAX_LENGTH]);
    let bytes = bytes.get_mut(..length)?;
    let blocks = turn.blocks(argon2.params().block_count());
    argon2.hash_password_into_with_memory(password.as_bytes(), salt, bytes, blocks).ok()?;
    Output::new(bytes).ok()
}

/// Argon2 is slow on purpose: not on a thread that serves others, and not more at once than there is memory for.
async fn in_turn<T: Send + 'static>(
    work: impl FnOnce(&mut Turn) -> Result<T, OperationError> + Send + 'static,
) -> Result<T, OperationError> {
    let mut turn = memory::turn().await;
    let working = tokio::task::spawn_blocking(move || work(&mut turn));
    working.await.map_err(|error| OperationError::damaged("a password", &error))?
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::{CustomizedPasswordHasher as _, PasswordHasher as _, PasswordVerifier as _};

    use super::*;

    const SECRET: Key = [7; 32];

    #[tokio::test]
    async fn hashes_are_those_of_the_library_and_other_passwords_and_secrets_do_not_fit() {
        let library = Argon2::new_with_secret(&SECRET, Algorithm::Argon2id, Version::V0x13, Params::default()).unwrap();
        let theirs = library.hash_password(b"seven quiet lanterns").unwrap().to_string();
        let ours = hash_of(Zeroizing::new(SECRET), "seven quiet lanterns").await.unwrap();
        assert!(ours.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{ours}");
        assert!(library.verify_password(b"seven quiet lanterns", &PasswordHash::new(&ours).unwrap()).is_ok());
        // As somebody may have written it who had more memory: it is taken too.
        let more = Params::new(20_000, 1, 1, Some(16)).unwrap();
        let more = library.hash_password_customized(b"seven quiet lanterns", b"0123456789abcdef", None, None, more);

        for hash in [theirs, ours, more.unwrap().to_string()] {
            for (secret, given, right) in [
                (SECRET, "seven quiet lanterns", true),
                (SECRET, "seven quiet lantern", false),
                ([8; 32], "seven quiet lanterns", false),
            ] {
                let found = is_right(Zeroizing::new(secret), Some(hash.clone()), given).await.unwrap();
                assert_eq!(found, right, "{given} for {hash}");
            }
        }
    }

    #[tokio::test]
    async fn what_is_no_hash_fits_no_password() {
        for hash in ["", "x", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ", "$argon2id$v=19$m=1,t=0,p=0$c2FsdA$aGFzaA"]
        {
            assert!(!is_right(Zeroizing::new(SECRET), Some(hash.to_owned()), "").await.unwrap(), "{hash}");
        }
        assert!(!is_right(Zeroizing::new(SECRET), None, "").await.unwrap());
    }
}
