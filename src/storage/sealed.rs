//! The only place that encrypts what is stored: XChaCha20-Poly1305, bound to the place where the value stands.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use crate::audit::commitment::Key;
use crate::audit::hash::{Hash, sha256};

use super::error::StorageError;

/// Bytes of a nonce; long enough to be drawn at random for every value.
const NONCE_BYTES: usize = 24;

/// Where a sealed value stands. It goes into the seal, so that a value moved to another place does not open.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The case whose key seals it.
    pub case: &'a str,
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// What finds the row within the case.
    pub row: &'a str,
}

impl fmt::Display for Place<'_> {
    // Only the last part is free text, so two places never spell the same.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}/{}", self.case, self.table, self.column, self.row)
    }
}

/// Fills an array with randomness of the operating system.
///
/// # Errors
/// Where the system has none.
#[expect(clippy::disallowed_methods, reason = "keys and nonces are made here and nowhere else")]
pub(super) fn random<const N: usize>() -> Result<[u8; N], StorageError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| StorageError::Unsealable(error.to_string()))?;
    Ok(bytes)
}

/// Seals a value for its place; the result is the nonce and what the cipher made, 40 bytes longer than the value.
///
/// # Errors
/// [`StorageError::Unsealable`] without randomness.
pub fn seal(key: &Key, place: Place<'_>, value: &[u8]) -> Result<Vec<u8>, StorageError> {
    let nonce = random::<NONCE_BYTES>()?;
    let aad = place.to_string();
    let sealed = XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(nonce), Payload { msg: value, aad: aad.as_bytes() })
        .map_err(|error| StorageError::Unsealable(error.to_string()))?;
    Ok([&nonce[..], &sealed].concat())
}

/// Opens what [`seal`] has made for the same place.
///
/// # Errors
/// [`StorageError::Tampered`] where the value was changed, moved, or sealed under another key.
pub fn open(key: &Key, place: Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, StorageError> {
    let altered = || StorageError::tampered(format!("the sealed value `{place}`"));
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or_else(altered)?;
    let aad = place.to_string();
    XChaCha20Poly1305::new(key.into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: aad.as_bytes() })
        .map_err(|_| altered())
}

/// Opens a text.
///
/// # Errors
/// As [`open`].
pub fn open_text(key: &Key, place: Place<'_>, sealed: &[u8]) -> Result<String, StorageError> {
    let bytes = open(key, place, sealed)?;
    String::from_utf8(bytes).map_err(|_| StorageError::tampered(format!("the sealed value `{place}`")))
}

/// One hash over all facts of a row, for a MAC beside it; the length before each keeps them apart.
pub(super) fn facts<'f>(facts: impl IntoIterator<Item = Option<&'f str>>) -> Hash {
    let told = |fact: Option<&str>| fact.map_or_else(|| "-;".to_owned(), |text| format!("{}:{text};", text.len()));
    sha256(facts.into_iter().map(told).collect::<String>().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Key = [7; 32];

    fn place(row: &str) -> Place<'_> {
        Place { case: "00", table: "document", column: "sealed", row }
    }

    #[test]
    fn equal_values_are_sealed_to_different_bytes() {
        let (one, other) = (seal(&KEY, place("1"), b"text").unwrap(), seal(&KEY, place("1"), b"text").unwrap());

        assert_ne!(one, other);
        assert!(!one.windows(4).any(|part| part == b"text"));
        assert_eq!(open(&KEY, place("1"), &one).unwrap(), b"text");
    }

    #[test]
    fn a_value_opens_only_where_it_was_sealed() {
        let sealed = seal(&KEY, place("1"), b"text").unwrap();

        assert!(open(&KEY, place("2"), &sealed).is_err());
        assert!(open(&KEY, Place { column: "name_sealed", ..place("1") }, &sealed).is_err());
        assert!(open(&[8; 32], place("1"), &sealed).is_err());
        assert!(open(&KEY, place("1"), &sealed[..20]).is_err());
        for byte in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[byte] ^= 1;
            assert!(open(&KEY, place("1"), &changed).is_err(), "byte {byte}");
        }
    }
}
