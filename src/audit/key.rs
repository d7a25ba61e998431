//! Keys under which notes are signed: the log's own, Ed25519 and ML-DSA-44, and those of witnesses.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use ml_dsa::MlDsa44;
use sha2::{Digest, Sha256};

use super::cosignature;
use super::ids::Origin;
use super::note::{Note, NoteError, Signature, is_text};

/// What a key signs, and how. Source: C2SP signed-note, "Signature types", and tlog-cosignature, "Format".
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::FromRepr)]
#[repr(u8)]
pub enum Scheme {
    /// Ed25519 over the text: a log's own signature.
    Ed25519 = 1,
    /// Ed25519 over the text and a time: a witness has seen no larger log then, and no other of this size.
    Cosignature = 4,
    /// ML-DSA-44 over log, size, root and a time: the same, by a log or a witness, and safe from quantum computers.
    MlDsa44 = 6,
}

impl Scheme {
    /// Whether its signatures begin with the time at which they were made.
    const fn has_time(self) -> bool {
        matches!(self, Self::Cosignature | Self::MlDsa44)
    }

    /// Whether a log signs with it.
    pub(super) const fn is_of_logs(self) -> bool {
        matches!(self, Self::Ed25519 | Self::MlDsa44)
    }
}

#[derive(Debug, Clone)]
enum Public {
    Ed25519(VerifyingKey),
    MlDsa44(Box<ml_dsa::VerifyingKey<MlDsa44>>),
}

/// A public key that a note is checked against; it comes from the reader, never from what is checked.
#[derive(Debug, Clone)]
pub struct Verifier {
    name: Origin,
    id: [u8; 4],
    scheme: Scheme,
    key: Public,
}

impl Verifier {
    /// Reads a public key, `<name>+<hash>+<base64 of type and key>`. Source: C2SP signed-note, "Verifier keys".
    ///
    /// # Errors
    /// For another shape, another type of key, a hash that does not fit, and keys under which anybody can sign.
    pub fn parse(vkey: &str) -> Result<Self, NoteError> {
        let refused = || NoteError::Key(vkey.chars().take(200).collect());
        let mut parts = vkey.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(refused());
        };
        let bytes = STANDARD.decode(key).map_err(|_| refused())?;
        let (scheme, key) = bytes.split_first().ok_or_else(refused)?;
        let scheme = Scheme::from_repr(*scheme).ok_or_else(refused)?;
        let key = match scheme {
            Scheme::Ed25519 | Scheme::Cosignature => {
                let key = key.try_into().ok().and_then(|key| VerifyingKey::from_bytes(key).ok());
                // Another spelling of the same point would be another key with the same signatures.
                let strict =
                    key.filter(|key| !key.is_weak() && key.to_edwards().compress().as_bytes() == key.as_bytes());
                Public::Ed25519(strict.ok_or_else(refused)?)
            }
            Scheme::MlDsa44 => {
                let key = key.try_into().map_err(|_| refused())?;
                Public::MlDsa44(Box::new(ml_dsa::VerifyingKey::decode(key)))
            }
        };
        let verifier = Self::new(Origin::parse(name).map_err(|_| refused())?, scheme, key);
        if hex(verifier.id) == id { Ok(verifier) } else { Err(refused()) }
    }

    fn new(name: Origin, scheme: Scheme, key: Public) -> Self {
        let mut verifier = Self { name, id: [0; 4], scheme, key };
        let hash = Sha256::new()
            .chain_update(verifier.name.as_str())
            .chain_update([b'\n', scheme as u8])
            .chain_update(verifier.key_bytes())
            .finalize();
        verifier.id = [hash[0], hash[1], hash[2], hash[3]];
        verifier
    }

    /// The name of the key; a log's key has the name of the log.
    #[must_use]
    pub const fn name(&self) -> &Origin {
        &self.name
    }

    /// The first four bytes of SHA-256 over name, line break, type and key. Source: C2SP signed-note, "Key IDs".
    #[must_use]
    pub const fn id(&self) -> [u8; 4] {
        self.id
    }

    /// What it signs.
    #[must_use]
    pub const fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The key itself: 32 bytes of Ed25519, or 1312 of ML-DSA-44. Two names with the same bytes are one signer.
    #[must_use]
    pub fn key_bytes(&self) -> Vec<u8> {
        match &self.key {
            Public::Ed25519(key) => key.as_bytes().to_vec(),
            Public::MlDsa44(key) => key.encode().to_vec(),
        }
    }

    /// Whether a line in this key's name is by it, and when it says to have been made; 0 where it has no time.
    pub(super) fn verify(&self, text: &str, line: &Signature) -> Option<u64> {
        let (time, signature) = if self.scheme.has_time() {
            let (time, signature) = line.bytes.split_first_chunk()?;
            (u64::from_be_bytes(*time), signature)
        } else {
            (0, line.bytes.as_slice())
        };
        // Source: C2SP tlog-cosignature, "Format": it must not exceed 2^63 - 1.
        i64::try_from(time).ok()?;
        let message = self.message(text, time)?;
        self.has_signed(&message, signature).then_some(time)
    }

    /// Whether a signature is the key's under these bytes as they stand.
    pub(super) fn has_signed(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.key {
            Public::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()),
            Public::MlDsa44(key) => signature
                .try_into()
                .ok()
                .and_then(ml_dsa::Signature::decode)
                .is_some_and(|signature| key.verify_with_context(message, &[], &signature)),
        }
    }

    /// The bytes that are signed; none where the text is no checkpoint and the scheme signs only these.
    fn message(&self, text: &str, time: u64) -> Option<Vec<u8>> {
        match self.scheme {
            Scheme::Ed25519 => Some(text.as_bytes().to_vec()),
            Scheme::Cosignature => Some(cosignature::ed25519_message(text, time)),
            Scheme::MlDsa44 => cosignature::ml_dsa_message(&self.name, text, time),
        }
    }
}

impl PartialEq for Verifier {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, self.scheme, self.key_bytes()) == (&other.name, other.scheme, other.key_bytes())
    }
}

impl Eq for Verifier {}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let typed = [&[self.scheme as u8], &self.key_bytes()[..]].concat();
        write!(f, "{}+{}+{}", self.name, hex(self.id), STANDARD.encode(typed))
    }
}

enum Secret {
    Ed25519(Box<SigningKey>),
    MlDsa44(Box<ml_dsa::SigningKey<MlDsa44>>),
}

/// A private key that signs notes.
pub struct Signer {
    verifier: Verifier,
    key: Secret,
}

impl fmt::Debug for Signer {
    // The key must not reach a log of the program.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({})", self.verifier)
    }
}

impl Signer {
    /// Makes a log's Ed25519 key from 32 secret bytes of good randomness.
    #[must_use]
    pub fn from_seed(name: Origin, seed: &[u8; 32]) -> Self {
        Self::new(Scheme::Ed25519, name, seed)
    }

    /// Makes the key from 32 secret bytes of good randomness; no two keys from the same bytes.
    #[must_use]
    pub fn new(scheme: Scheme, name: Origin, seed: &[u8; 32]) -> Self {
        let (key, public) = match scheme {
            Scheme::Ed25519 | Scheme::Cosignature => {
                let key = SigningKey::from_bytes(seed);
                let public = Public::Ed25519(key.verifying_key());
                (Secret::Ed25519(Box::new(key)), public)
            }
            Scheme::MlDsa44 => {
                let key = ml_dsa::SigningKey::<MlDsa44>::from_seed(&(*seed).into());
                let public = Public::MlDsa44(Box::new(key.expanded_key().verifying_key()));
                (Secret::MlDsa44(Box::new(key)), public)
            }
        };
        Self { verifier: Verifier::new(name, scheme, public), key }
    }

    /// The public half.
    #[must_use]
    pub const fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// Signs a text; the note has this signature only.
    ///
    /// # Errors
    /// As [`Signer::line`].
    pub fn sign(&self, text: &str) -> Result<Note, NoteError> {
        let mut note = Note::unsigned(text)?;
        note.add(self.line(text, 0)?);
        Ok(note)
    }

    /// The line by which the key vouches for a text at a time, in seconds since 1970; Ed25519 alone has no time.
    ///
    /// # Errors
    /// Where the text could not be read back from a note, or is no checkpoint and the key signs only these.
    pub fn line(&self, text: &str, time: u64) -> Result<Signature, NoteError> {
        let message = self.verifier.message(text, time).filter(|_| is_text(text)).ok_or(NoteError::Text)?;
        let signature = self.signature(&message)?;
        let mut bytes = if self.verifier.scheme.has_time() { time.to_be_bytes().to_vec() } else { Vec::new() };
        bytes.extend(signature);
        Ok(Signature { name: self.verifier.name.clone(), id: self.verifier.id, bytes })
    }

    /// Signs a text as it stands, without a note and without a time. The first line has to say what kind of text it is, and
    /// must be the first line of no checkpoint.
    ///
    /// # Errors
    /// Where the text could stand in no note.
    pub(super) fn sign_text(&self, text: &str) -> Result<Vec<u8>, NoteError> {
        if !is_text(text) {
            return Err(NoteError::Text);
        }
        self.signature(text.as_bytes())
    }

    fn signature(&self, message: &[u8]) -> Result<Vec<u8>, NoteError> {
        match &self.key {
            Secret::Ed25519(key) => Ok(key.sign(message).to_bytes().to_vec()),
            Secret::MlDsa44(key) => {
                let signed = key.expanded_key().sign_deterministic(message, &[]).map_err(|_| NoteError::Text)?;
                Ok(signed.encode().to_vec())
            }
        }
    }
}

/// The id of a key as it stands in its text.
pub(super) fn hex(id: [u8; 4]) -> String {
    format!("{:08x}", u32::from_be_bytes(id))
}
