//! What is kept beside the log and what only the key holder can make: commitments, salts, marks, seals.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

use super::canonical::{CanonicalError, to_canonical};
use super::hash::{Hash, sha256};
use super::ids::{CaseId, Mark};

/// A key of this module; keys are made by the caller, who has the randomness.
pub type Key = [u8; 32];

/// 128 secret bits that keep a committed value from being guessed; wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Salt([u8; 16]);

impl Salt {
    /// Lends the bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for Salt {
    // Whoever has the salt can guess the value: it must not reach a log of the program.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(..)")
    }
}

impl Drop for Salt {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Where a committed value stands: one leaf of one case, one field. It is part of what is hashed, so that a
/// disclosure cannot be moved to another leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The case.
    pub case: CaseId,
    /// The number of the entry within the case.
    pub cseq: u64,
    /// The field of `priv`.
    pub field: &'a str,
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.case, self.cseq, self.field)
    }
}

/// Where a document is committed to: in every entry of its case that speaks of it, the same. No field of an entry is called so,
/// since these stand behind a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfDocument<'a> {
    /// The case.
    pub case: CaseId,
    /// The id of the document.
    pub document: &'a str,
}

impl fmt::Display for OfDocument<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/document/{}", self.case, self.document)
    }
}

/// The text that opens a commitment: base64url of the canonical JSON `[salt, place, value]`.
/// Source: the form of SD-JWT (RFC 9901), with the place as the name.
///
/// # Errors
/// Where the value has no canonical form.
pub fn disclosure(salt: &Salt, place: impl fmt::Display, value: &Value) -> Result<String, CanonicalError> {
    let salt = URL_SAFE_NO_PAD.encode(salt.0);
    to_canonical(&json!([salt, place.to_string(), value])).map(|bytes| URL_SAFE_NO_PAD.encode(bytes))
}

/// The commitment that stands in the leaf: SHA-256 of the [`disclosure`] text.
///
/// # Errors
/// Where the value has no canonical form.
pub fn commit(salt: &Salt, place: impl fmt::Display, value: &Value) -> Result<Hash, CanonicalError> {
    disclosure(salt, place, value).map(|text| sha256(text.as_bytes()))
}

/// The salt of a place: destroy the key, and every value under it can no longer be guessed or shown.
#[must_use]
pub fn salt(key: &Key, place: impl fmt::Display) -> Salt {
    Salt(half(mac(key, &["salt", &place.to_string()])))
}

/// The mark of an official within the case that owns `key`.
#[must_use]
pub fn mark(key: &Key, official_id: &str) -> Mark {
    Mark::from_bytes(half(mac(key, &["mark", official_id])))
}

/// A key for one purpose from a key for many.
#[must_use]
pub fn derive(key: &Key, purpose: &str) -> Zeroizing<Key> {
    Zeroizing::new(mac(key, &["derive", purpose]).finalize().into_bytes().into())
}

/// A seal kept beside the leaf: whoever has only the database cannot make one for a leaf of their own.
#[must_use]
pub fn entry_seal(key: &Key, leaf: &Hash) -> Hash {
    Hash::from_bytes(mac(key, &["seal", &leaf.to_string()]).finalize().into_bytes().into())
}

/// Whether a seal belongs to a leaf, compared in constant time.
#[must_use]
pub fn seal_holds(key: &Key, leaf: &Hash, seal: &Hash) -> bool {
    mac(key, &["seal", &leaf.to_string()]).verify_slice(seal.as_bytes()).is_ok()
}

/// HMAC-SHA-256 over parts; each is preceded by its length, so that no two lists of parts run together.
fn mac(key: &Key, parts: &[&str]) -> Hmac<Sha256> {
    // HMAC fills a key up to the block with zeros anyway; given whole, it cannot have a wrong length.
    let mut block = Zeroizing::new([0_u8; 64]);
    block[..32].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    mac
}

fn half(mac: Hmac<Sha256>) -> [u8; 16] {
    let mut half = [0; 16];
    half.iter_mut().zip(mac.finalize().into_bytes()).for_each(|(to, from)| *to = from);
    half
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Key = [7; 32];

    fn place(field: &str) -> Place<'_> {
        Place { case: CaseId::from_bytes([1; 16]), cseq: 3, field }
    }

    #[test]
    fn equal_values_have_different_commitments_in_other_places_and_cases() {
        let value = json!("+43 1 2345");
        let other = Place { case: CaseId::from_bytes([2; 16]), ..place("phone") };
        let commitment = |place| commit(&salt(&KEY, place), place, &value).unwrap();

        assert_ne!(commitment(place("phone")), commitment(place("phone2")));
        assert_ne!(commitment(place("phone")), commitment(other));
        assert_ne!(commitment(place("phone")), commitment(Place { cseq: 4, ..place("phone") }));
    }

    #[test]
    fn a_disclosure_cannot_be_moved_even_with_its_salt() {
        let salt = salt(&KEY, place("phone"));
        let text = disclosure(&salt, place("phone"), &json!("x")).unwrap();

        assert_eq!(sha256(text.as_bytes()), commit(&salt, place("phone"), &json!("x")).unwrap());
        assert_ne!(
            commit(&salt, place("phone"), &json!("x")).unwrap(),
            commit(&salt, place("name"), &json!("x")).unwrap()
        );
    }

    #[test]
    fn a_dictionary_without_the_key_finds_nothing() {
        let secret = commit(&salt(&KEY, place("pin")), place("pin"), &json!("0042")).unwrap();
        let guess = |n: u32| {
            let guess = json!(format!("{n:04}"));
            [sha256(format!("{n:04}").as_bytes()), commit(&salt(&[0; 32], place("pin")), place("pin"), &guess).unwrap()]
        };

        assert!((0..10_000).all(|n| !guess(n).contains(&secret)));
    }

    #[test]
    fn purposes_marks_and_seals_do_not_run_together() {
        let leaf = sha256(b"leaf");

        assert_ne!(derive(&KEY, "a"), derive(&KEY, "b"));
        assert_ne!(mark(&KEY, "a"), mark(&derive(&KEY, "other case"), "a"));
        assert!(seal_holds(&KEY, &leaf, &entry_seal(&KEY, &leaf)));
        assert!(!seal_holds(&[8; 32], &leaf, &entry_seal(&KEY, &leaf)));
        assert!(!seal_holds(&KEY, &sha256(b"other"), &entry_seal(&KEY, &leaf)));
    }

    #[test]
    fn the_key_is_hashed_as_rfc_2104_says() {
        // Reckoned with another program: HMAC-SHA-256, key 32 times 07, message as `mac` lays it out.
        assert_eq!(entry_seal(&KEY, &sha256(b"leaf")).to_string(), EXPECTED_SEAL);
    }

    const EXPECTED_SEAL: &str = "27452aa994f4f77d62ecff551a08da76c8e51cd80709e85ef135da2fba5d6588";
}
