//! Signed notes as C2SP defines them: a text, and lines by which keys vouch for it. Ed25519 only.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::ids::Origin;

/// The type byte of Ed25519. Source: C2SP signed-note, "Signature types".
const ED25519: u8 = 1;

/// No note is longer than this, in bytes.
const MAX_NOTE_BYTES: usize = 1 << 16;

/// No note has more signatures than this.
const MAX_SIGNATURES: usize = 64;

/// Why a note or a key is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoteError {
    /// The text of the public key is not one.
    #[error("`{0}` is not a public key of a log: give the line `name+hash+key` as the authority published it")]
    Key(String),
    /// The bytes are not a signed note.
    #[error("not a signed note: {0}")]
    Malformed(&'static str),
    /// The text of a note cannot be signed.
    #[error("the text cannot be signed: it must end with a line break and hold no other control characters")]
    Text,
    /// The given key has not signed.
    #[error(
        "`{key}` has not signed; the note names {signers}: use the key that the authority published, or distrust the note"
    )]
    Unsigned {
        /// The key that was given.
        key: String,
        /// The names that stand under the note.
        signers: String,
    },
    /// A line claims to be by the given key and is not.
    #[error("the signature of `{0}` is wrong: the note was altered or the signature forged")]
    Forged(String),
}

/// A public key that a note is checked against; it comes from the reader, never from what is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verifier {
    name: Origin,
    id: [u8; 4],
    key: VerifyingKey,
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
        let Some((&ED25519, key)) = bytes.split_first() else { return Err(refused()) };
        let key = key.try_into().ok().and_then(|key| VerifyingKey::from_bytes(key).ok()).ok_or_else(refused)?;
        let verifier = Self::new(Origin::parse(name).map_err(|_| refused())?, key);
        if key.is_weak() || hex(verifier.id) != id { Err(refused()) } else { Ok(verifier) }
    }

    fn new(name: Origin, key: VerifyingKey) -> Self {
        let id = key_id(&name, key.as_bytes());
        Self { name, id, key }
    }

    /// The name of the key; a log's key has the name of the log.
    #[must_use]
    pub const fn name(&self) -> &Origin {
        &self.name
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let typed = [&[ED25519], &self.key.as_bytes()[..]].concat();
        write!(f, "{}+{}+{}", self.name, hex(self.id), STANDARD.encode(typed))
    }
}

/// A private key that signs notes.
#[derive(Debug)]
pub struct Signer {
    verifier: Verifier,
    key: SigningKey,
}

impl Signer {
    /// Makes the key from 32 secret bytes of good randomness.
    #[must_use]
    pub fn from_seed(name: Origin, seed: &[u8; 32]) -> Self {
        let key = SigningKey::from_bytes(seed);
        Self { verifier: Verifier::new(name, key.verifying_key()), key }
    }

    /// The public half.
    #[must_use]
    pub const fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// Signs a text.
    ///
    /// # Errors
    /// Where the text could not be read back from a note.
    pub fn sign(&self, text: &str) -> Result<Note, NoteError> {
        if !is_text(text) {
            return Err(NoteError::Text);
        }
        let bytes = self.key.sign(text.as_bytes()).to_bytes().to_vec();
        let signature = Signature { name: self.verifier.name.clone(), id: self.verifier.id, bytes };
        Ok(Note { text: text.to_owned(), signatures: vec![signature] })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Signature {
    name: Origin,
    id: [u8; 4],
    bytes: Vec<u8>,
}

/// A text with the signatures under it. A parsed note says nothing until [`Note::open`] has checked it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

impl Note {
    /// Reads a note. Source: C2SP signed-note, "Format".
    ///
    /// # Errors
    /// Says what is not as it must be.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        if bytes.len() > MAX_NOTE_BYTES {
            return Err(NoteError::Malformed("it is longer than 64 KiB"));
        }
        let note = str::from_utf8(bytes).map_err(|_| NoteError::Malformed("it is not UTF-8"))?;
        let Some((text, lines)) = note.rfind("\n\n").map(|end| (&note[..=end], &note[end + 2..])) else {
            return Err(NoteError::Malformed("no blank line parts text and signatures"));
        };
        if !is_text(text) {
            return Err(NoteError::Malformed("its text holds control characters"));
        }
        let lines = lines.strip_suffix('\n').ok_or(NoteError::Malformed("its last line does not end"))?;
        let signatures = lines.split('\n').map(Signature::parse).collect::<Result<Vec<_>, _>>()?;
        if signatures.len() > MAX_SIGNATURES {
            return Err(NoteError::Malformed("it has more than 64 signatures"));
        }
        Ok(Self { text: text.to_owned(), signatures })
    }

    /// Gives the text if the key has signed it. Lines by other keys are passed over, as the format asks.
    ///
    /// # Errors
    /// Where the key has not signed, or a line in its name is wrong.
    pub fn open(&self, verifier: &Verifier) -> Result<&str, NoteError> {
        let mut ours =
            self.signatures.iter().filter(|line| (&line.name, line.id) == (&verifier.name, verifier.id)).peekable();
        if ours.peek().is_none() {
            let names: Vec<_> =
                self.signatures.iter().map(|line| format!("`{}+{}`", line.name, hex(line.id))).collect();
            return Err(NoteError::Unsigned { key: verifier.to_string(), signers: names.join(", ") });
        }
        // Every line in the key's name must be good: one good among forged ones is no good sign.
        let good = |line: &Signature| {
            ed25519_dalek::Signature::from_slice(&line.bytes)
                .is_ok_and(|signature| verifier.key.verify_strict(self.text.as_bytes(), &signature).is_ok())
        };
        if ours.all(good) { Ok(&self.text) } else { Err(NoteError::Forged(verifier.name.to_string())) }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for Signature { name, id, bytes } in &self.signatures {
            writeln!(f, "— {name} {}", STANDARD.encode([&id[..], bytes].concat()))?;
        }
        Ok(())
    }
}

impl Signature {
    fn parse(line: &str) -> Result<Self, NoteError> {
        let refused = || NoteError::Malformed("a signature line is not `— name base64`");
        let (name, signature) = line.strip_prefix("— ").and_then(|rest| rest.split_once(' ')).ok_or_else(refused)?;
        let bytes = STANDARD.decode(signature).map_err(|_| refused())?;
        let (id, bytes) = bytes.split_first_chunk().ok_or_else(refused)?;
        if bytes.is_empty() {
            return Err(refused());
        }
        Ok(Self { name: Origin::parse(name).map_err(|_| refused())?, id: *id, bytes: bytes.to_vec() })
    }
}

/// The first four bytes of SHA-256 over name, line break, type and key. Source: C2SP signed-note, "Key IDs".
fn key_id(name: &Origin, key: &[u8]) -> [u8; 4] {
    let hash = Sha256::new().chain_update(name.as_str()).chain_update([b'\n', ED25519]).chain_update(key).finalize();
    [hash[0], hash[1], hash[2], hash[3]]
}

fn hex(id: [u8; 4]) -> String {
    format!("{:08x}", u32::from_be_bytes(id))
}

fn is_text(text: &str) -> bool {
    text.ends_with('\n') && !text.chars().any(|c| c.is_ascii_control() && c != '\n')
}
