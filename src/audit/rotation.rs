//! Keys of the log that take the place of others: what the log says of it, whether both sides signed that, and which keys
//! have to stand under a checkpoint of which size.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::entry::Entry;
use super::ids::Origin;
use super::key::{Signer, Verifier};
use super::note::{Note, NoteError};

/// The type of the leaves by which new keys begin to sign.
pub const ROTATED: &str = "key_rotated";

/// The type of the leaves by which the keys before them end.
pub const RETIRED: &str = "key_retired";

/// The first line of what both pairs of keys sign: no checkpoint begins so and goes on with the name of a log.
const ROTATION: &str = "comity/key-rotation/v1";

/// The first line of what the keys sign that stay.
const RETIREMENT: &str = "comity/key-retirement/v1";

/// What a leaf says by which new keys begin to sign: the old ones go on until they are retired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRotated {
    /// The first size of the log that the new keys sign: it holds this leaf as its last.
    pub from: u64,
    /// The public keys that sign until then.
    pub old: Vec<String>,
    /// The public keys that sign too from then on.
    pub new: Vec<String>,
    /// A signature of each old key, in their order, base64.
    pub by_old: Vec<String>,
    /// A signature of each new key, in their order, base64.
    pub by_new: Vec<String>,
}

impl KeyRotated {
    /// Says from which size on new keys sign, under the signatures of both.
    ///
    /// # Errors
    /// Where a key cannot sign a text.
    pub fn signed(origin: &Origin, from: u64, old: &[Signer], new: &[Signer]) -> Result<Self, NoteError> {
        let told = |keys: &[Signer]| keys.iter().map(|key| key.verifier().to_string()).collect::<Vec<_>>();
        let (old_keys, new_keys) = (told(old), told(new));
        let text = rotation_text(origin, from, &old_keys, &new_keys);
        Ok(Self {
            from,
            by_old: signatures(old, &text)?,
            by_new: signatures(new, &text)?,
            old: old_keys,
            new: new_keys,
        })
    }
}

/// What a leaf says by which keys end that others have taken the place of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRetired {
    /// The first size of the log that they do not sign any more: it holds this leaf as its last.
    pub from: u64,
    /// The public keys that end.
    pub keys: Vec<String>,
    /// A signature of each key that stays, in their order, base64.
    pub by: Vec<String>,
}

impl KeyRetired {
    /// Says from which size on keys do not sign any more, under the signatures of those that stay.
    ///
    /// # Errors
    /// Where a key cannot sign a text.
    pub fn signed(origin: &Origin, from: u64, keys: Vec<String>, staying: &[Signer]) -> Result<Self, NoteError> {
        let by = signatures(staying, &retirement_text(origin, from, &keys))?;
        Ok(Self { from, keys, by })
    }
}

/// The text of a rotation: five kinds of lines, each ended by a line break.
fn rotation_text(origin: &Origin, from: u64, old: &[String], new: &[String]) -> String {
    text_of(ROTATION, origin, from, [("old", old), ("new", new)])
}

fn retirement_text(origin: &Origin, from: u64, keys: &[String]) -> String {
    text_of(RETIREMENT, origin, from, [("retired", keys)])
}

fn text_of<const N: usize>(first: &str, origin: &Origin, from: u64, keys: [(&str, &[String]); N]) -> String {
    let mut text = format!("{first}\n{origin}\nfrom {from}\n");
    for (word, keys) in keys {
        for key in keys {
            // Writing to a text cannot fail.
            _ = writeln!(text, "{word} {key}");
        }
    }
    text
}

fn signatures(keys: &[Signer], text: &str) -> Result<Vec<String>, NoteError> {
    keys.iter().map(|key| Ok(STANDARD.encode(key.sign_text(text)?))).collect()
}

fn all_signed(keys: &[Verifier], signatures: &[String], text: &str) -> bool {
    let holds = |(key, signature): (&Verifier, &String)| {
        STANDARD.decode(signature).is_ok_and(|bytes| key.has_signed(text.as_bytes(), &bytes))
    };
    !keys.is_empty() && keys.len() == signatures.len() && keys.iter().zip(signatures).all(holds)
}

/// Keys that sign together, and for which sizes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generation {
    /// The keys, the one of Ed25519 first where the program made them.
    pub keys: Vec<Verifier>,
    /// The first size that they sign.
    pub from: u64,
    /// The first size that they do not sign any more.
    pub until: Option<u64>,
}

impl Generation {
    /// Whether they sign a log of so many leaves.
    #[must_use]
    pub fn signs(&self, size: u64) -> bool {
        self.from <= size && self.until.is_none_or(|until| size < until)
    }
}

/// The keys of a log in the order in which they took each other's place, as its leaves say. Empty while none was replaced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rotations {
    generations: Vec<Generation>,
}

impl Rotations {
    /// Takes a leaf, if it is about keys.
    ///
    /// # Errors
    /// A sentence that says why the leaf is not believed: a signature is missing or wrong, it stands elsewhere than it says,
    /// or it does not go on from the keys that signed until then.
    pub fn take(&mut self, index: u64, entry: &Entry) -> Result<(), String> {
        match entry.kind.as_str() {
            ROTATED => self.rotated(index, entry),
            RETIRED => self.retired(index, entry),
            _ => Ok(()),
        }
    }

    fn rotated(&mut self, index: u64, entry: &Entry) -> Result<(), String> {
        let body: KeyRotated = read(entry)?;
        in_place(body.from, index)?;
        let (old, new) = (keys_of(&body.old, &entry.origin)?, keys_of(&body.new, &entry.origin)?);
        let signing: Vec<&Generation> = self.generations.iter().filter(|one| one.signs(index)).collect();
        match signing.as_slice() {
            // The first replacement: whoever verifies holds these keys against their own.
            [] if self.generations.is_empty() => {}
            [one] if one.keys == old => {}
            [_] => return Err("it replaces other keys than those that signed until then".to_owned()),
            _ => return Err("it replaces keys while others that were replaced still sign".to_owned()),
        }
        let known = |key: &Verifier| old.contains(key) || self.generations.iter().any(|one| one.keys.contains(key));
        if new.iter().any(known) {
            return Err("a key takes its own place, or comes back".to_owned());
        }
        let text = rotation_text(&entry.origin, body.from, &body.old, &body.new);
        if !all_signed(&old, &body.by_old, &text) {
            return Err("the keys that it replaces have not signed that".to_owned());
        }
        if !all_signed(&new, &body.by_new, &text) {
            return Err("the keys that it brings have not signed that".to_owned());
        }
        if self.generations.is_empty() {
            self.generations.push(Generation { keys: old, from: 0, until: None });
        }
        self.generations.push(Generation { keys: new, from: body.from, until: None });
        Ok(())
    }

    fn retired(&mut self, index: u64, entry: &Entry) -> Result<(), String> {
        let body: KeyRetired = read(entry)?;
        in_place(body.from, index)?;
        let keys = keys_of(&body.keys, &entry.origin)?;
        let [.., old, new] = self.generations.as_mut_slice() else {
            return Err("it ends keys that no others have taken the place of".to_owned());
        };
        if old.keys != keys || old.until.is_some() {
            return Err("it ends other keys than those that were replaced last, or ends them again".to_owned());
        }
        if !all_signed(&new.keys, &body.by, &retirement_text(&entry.origin, body.from, &body.keys)) {
            return Err("the keys that stay have not signed that".to_owned());
        }
        old.until = Some(body.from);
        Ok(())
    }

    /// Whether no key was ever replaced.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.generations.is_empty()
    }

    /// Whether the leaf at this place is one of those that were taken.
    #[must_use]
    pub fn tells_of(&self, index: u64) -> bool {
        let size = index.saturating_add(1);
        self.generations.iter().any(|one| one.from == size || one.until == Some(size))
    }

    /// All keys, in the order in which they took each other's place.
    #[must_use]
    pub fn generations(&self) -> &[Generation] {
        &self.generations
    }

    /// The keys that sign a log of so many leaves; none where no key was ever replaced.
    #[must_use]
    pub fn signing(&self, size: u64) -> Vec<Verifier> {
        self.generations.iter().filter(|one| one.signs(size)).flat_map(|one| one.keys.iter().cloned()).collect()
    }

    /// Where a key stands in the order, if it is there.
    #[must_use]
    pub fn place_of(&self, key: &Verifier) -> Option<usize> {
        self.generations.iter().position(|one| one.keys.contains(key))
    }

    /// Holds the lines under a checkpoint of so many leaves against that: all who sign have to, and nobody else may.
    ///
    /// # Errors
    /// A sentence that names the key, and what is wrong.
    pub fn hold(&self, note: &Note, size: u64) -> Result<(), String> {
        let first = self.generations.get(1).map_or(u64::MAX, |second| second.from);
        for key in self.generations.iter().flat_map(|one| one.keys.iter().map(move |key| (one, key))) {
            let (generation, key) = key;
            let name = short(key);
            match (note.signed_at(key), generation.signs(size)) {
                (Ok(_), false) => {
                    return Err(format!("the key {name} signed a log of {size} leaves, which was not in its time"));
                }
                // Before a key was ever replaced, the log may have had fewer keys.
                (Err(NoteError::Unsigned { .. }), true) if size < first => {}
                (Err(NoteError::Unsigned { .. }), true) => {
                    return Err(format!("the key {name} has not signed, and had to"));
                }
                (Ok(_), true) | (Err(NoteError::Unsigned { .. }), false) => {}
                (Err(error), _) => return Err(error.to_string()),
            }
        }
        Ok(())
    }

    /// Whether each pair of keys from one place in the order to the last was handed on: under one of these checkpoints both
    /// have signed, after the leaf that says so.
    #[must_use]
    pub fn handed_on(&self, from: usize, notes: &[(u64, Note)]) -> bool {
        let pairs = self.generations.get(from..).unwrap_or_default().windows(2);
        pairs.into_iter().all(|pair| {
            let both = |(size, note): &(u64, Note)| {
                let signed =
                    |one: &Generation| one.signs(*size) && one.keys.iter().all(|key| note.signed_at(key).is_ok());
                pair.iter().all(signed) && self.hold(note, *size).is_ok()
            };
            notes.iter().any(both)
        })
    }
}

/// A key as people compare it: its name and the hash under it.
fn short(key: &Verifier) -> String {
    format!("`{}+{}`", key.name(), super::key::hex(key.id()))
}

fn read<T: serde::de::DeserializeOwned>(entry: &Entry) -> Result<T, String> {
    let body = serde_json::Value::Object(entry.body.clone());
    serde_json::from_value(body).map_err(|error| format!("it does not say what such a leaf says: {error}"))
}

fn in_place(from: u64, index: u64) -> Result<(), String> {
    if from.checked_sub(1) == Some(index) {
        return Ok(());
    }
    Err(format!("it speaks of the log from {from} leaves on, and stands as leaf {index}"))
}

fn keys_of(texts: &[String], origin: &Origin) -> Result<Vec<Verifier>, String> {
    let mut keys: Vec<Verifier> = Vec::with_capacity(texts.len());
    for text in texts {
        let key = Verifier::parse(text).map_err(|error| error.to_string())?;
        // One spelling, so that the text that was signed is this one.
        if key.name() != origin || key.to_string() != *text || !key.scheme().is_of_logs() || keys.contains(&key) {
            return Err("it names a key that is none of this log, or one twice".to_owned());
        }
        keys.push(key);
    }
    if keys.is_empty() { Err("it names no key".to_owned()) } else { Ok(keys) }
}
