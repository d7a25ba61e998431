//! Signed notes as C2SP defines them: a text, and lines by which keys vouch for it.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

use super::ids::Origin;
use super::key::{Verifier, hex};

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

/// A line by which a key vouches for a text; what it is worth only the key can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub(super) name: Origin,
    pub(super) id: [u8; 4],
    pub(super) bytes: Vec<u8>,
}

/// A text with the signatures under it. A parsed note says nothing until [`Note::open`] has checked it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

impl Note {
    /// A text that nobody has signed yet.
    ///
    /// # Errors
    /// Where the text could not be read back from a note.
    pub fn unsigned(text: &str) -> Result<Self, NoteError> {
        if is_text(text) { Ok(Self { text: text.to_owned(), signatures: Vec::new() }) } else { Err(NoteError::Text) }
    }

    /// Adds a line below the others.
    pub fn add(&mut self, line: Signature) {
        self.signatures.push(line);
    }

    /// The lines under the text.
    #[must_use]
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// The lines in the name of a key, whether or not they are by it.
    pub fn lines_of<'a>(&'a self, key: &'a Verifier) -> impl Iterator<Item = &'a Signature> {
        self.signatures.iter().filter(|line| (&line.name, line.id) == (key.name(), key.id()))
    }

    /// The text, which nobody need have signed: believe what [`Note::open`] gives.
    #[must_use]
    pub fn unverified_text(&self) -> &str {
        &self.text
    }

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
        self.signed_at(verifier).map(|_| self.text.as_str())
    }

    /// When the key says to have signed, in seconds since 1970: the latest of its lines, 0 where they have no time.
    ///
    /// # Errors
    /// As [`Note::open`].
    pub fn signed_at(&self, verifier: &Verifier) -> Result<u64, NoteError> {
        // Every line in the key's name must be good: one good among forged ones is no good sign.
        let times = self.lines_of(verifier).map(|line| verifier.verify(&self.text, line));
        let times: Option<Vec<_>> = times.collect();
        let times = times.ok_or_else(|| NoteError::Forged(verifier.name().to_string()))?;
        times.into_iter().max().ok_or_else(|| {
            let names: Vec<_> =
                self.signatures.iter().map(|line| format!("`{}+{}`", line.name, hex(line.id))).collect();
            NoteError::Unsigned { key: verifier.to_string(), signers: names.join(", ") }
        })
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "— {} {}", self.name, STANDARD.encode([&self.id[..], &self.bytes].concat()))
    }
}

impl Signature {
    /// Reads a line, without its line break. Source: C2SP signed-note, "Format".
    ///
    /// # Errors
    /// Where it is not an em dash, a name, and base64 of more than four bytes.
    pub fn parse(line: &str) -> Result<Self, NoteError> {
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

pub(super) fn is_text(text: &str) -> bool {
    text.ends_with('\n') && !text.chars().any(|c| c.is_ascii_control() && c != '\n')
}
