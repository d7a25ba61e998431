//! Documents in an export, encrypted to its reader (`c2sp.org/age`): opened with the reader's own identity, and held against
//! what the leaves commit to.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read, Seek};

use age::x25519::Identity;
use age::{DecryptError, Decryptor};

use super::archive::ArchiveError;
use super::bundle::{Bundle, names};
use super::hash::{Hash, Sha256Stream};
use super::report::{Grade, Report, Step};

/// The secrets by which a reader decrypts documents. They never come from what is verified.
#[derive(Clone, Default)]
pub struct Identities(Vec<Identity>);

impl fmt::Debug for Identities {
    // They are secret: nothing of them is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identities({})", self.0.len())
    }
}

impl Identities {
    /// Reads a file as `age-keygen` writes it: an identity a line, and remarks.
    ///
    /// # Errors
    /// In words, where a line is no identity, or there is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let read: Result<Vec<_>, _> = lines.map(str::parse).collect();
        match read {
            Ok(read) if !read.is_empty() => Ok(Self(read)),
            Ok(_) => Err("there is no identity in it: give the file that `age-keygen` has made".to_owned()),
            Err(why) => Err(format!("a line in it is no identity of age: {why}")),
        }
    }

    /// Those of several files together.
    pub fn extend(&mut self, more: Self) {
        self.0.extend(more.0);
    }

    /// SHA-256 of what a file holds, decrypted part by part.
    fn hash(&self, file: impl Read) -> Result<Hash, Unopened> {
        let identities = self.0.iter().map(|identity| identity as &dyn age::Identity);
        let mut reader = Decryptor::new(file).and_then(|file| file.decrypt(identities))?;
        let (mut part, mut stream) = (vec![0; 1 << 16], Sha256Stream::default());
        loop {
            match reader.read(&mut part)? {
                0 => return Ok(stream.finish()),
                read => stream.update(&part[..read]),
            }
        }
    }
}

enum Unopened {
    /// It is encrypted to somebody else.
    NotMine,
    /// It is none, or was altered.
    Altered(String),
}

impl From<DecryptError> for Unopened {
    fn from(error: DecryptError) -> Self {
        match error {
            DecryptError::NoMatchingKeys => Self::NotMine,
            other => Self::Altered(other.to_string()),
        }
    }
}

impl From<io::Error> for Unopened {
    fn from(error: io::Error) -> Self {
        Self::Altered(error.to_string())
    }
}

/// Opens all documents of an export and holds each against the SHA-256 that the export opens for it; says how many they were.
pub(super) fn check<R: Read + Seek>(
    bundle: &mut Bundle<R>,
    identities: &Identities,
    opened: &BTreeMap<String, String>,
    report: &mut Report,
) -> Result<(), ArchiveError> {
    let names = bundle.below(names::EVIDENCE);
    let count = names.len();
    if identities.0.is_empty() || count == 0 {
        let said = if count == 0 {
            "none in this export".to_owned()
        } else {
            format!("{count} document(s) not opened: name the identity that you decrypt with, `--identity`")
        };
        report.check(11, "evidence", said);
        return Ok(());
    }
    for name in names {
        let id = name[names::EVIDENCE.len()..].trim_end_matches(".age");
        let Some(file) = bundle.lines(&name)? else { continue };
        let (grade, why) = match (identities.hash(file), opened.get(id)) {
            (Ok(hash), Some(said)) if hash.to_string() == *said => continue,
            (Ok(_), Some(_)) => (Grade::Altered, "it is not the document that was added".to_owned()),
            (Ok(_), None) => (Grade::Altered, "the export opens no commitment to it".to_owned()),
            (Err(Unopened::NotMine), _) => (Grade::Incomplete, "it is encrypted to somebody else".to_owned()),
            (Err(Unopened::Altered(why)), _) => (Grade::Altered, format!("it cannot be decrypted: {why}")),
        };
        report.find(Step::Evidence, grade, None, format!("`{name}`: {why}"));
    }
    report.check(11, "evidence", format!("{count} document(s) decrypted and hashed"));
    Ok(())
}
