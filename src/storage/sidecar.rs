//! What others have seen of the log: the last signed checkpoint in a file beside the database, and what witnesses say.
//! Where the database holds less than that, or something else, the log is sealed.

use std::fmt;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use sqlx::AnyConnection;

use crate::audit::checkpoint::Checkpoint;
use crate::audit::ids::Origin;
use crate::audit::note::Note;
use crate::audit::tree::Frontier;

use super::error::StorageError;
use super::store::Storage;
use super::{authority, epochs, log};

/// A note is a few thousand bytes; no larger file is read.
const LARGEST_NOTE: u64 = 1 << 16;

/// Who has seen what the database does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SeenBy {
    /// The file with the last checkpoint that this installation has signed.
    Sidecar,
    /// A witness, by the name that the policy gives it.
    Witness(String),
    /// An administrator, who has closed the log.
    Administrator,
}

/// How the database fails what was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    /// It has fewer leaves: it was set back.
    Shorter,
    /// Its first leaves lead to another root: it was rewritten, or is the database of something else.
    Another,
    /// What was seen is no checkpoint that the keys of this log have signed.
    Unreadable,
    /// It lacks nothing: the log was closed, and another goes on.
    Closed,
}

/// Why the log is sealed: nothing is signed and nothing is written, until it holds again what was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LogSealed {
    /// Who has seen it.
    pub by: SeenBy,
    /// How the database fails it.
    pub lack: Lack,
    /// How many leaves the database has.
    pub have: u64,
    /// How many leaves were seen; 0 where that cannot be read.
    pub seen: u64,
}

impl fmt::Display for LogSealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by = match &self.by {
            SeenBy::Sidecar => "the checkpoint file".to_owned(),
            SeenBy::Witness(name) => format!("the witness `{name}`"),
            SeenBy::Administrator => "an administrator".to_owned(),
        };
        let Self { have, seen, .. } = self;
        match self.lack {
            Lack::Shorter => {
                write!(f, "{by} has seen {seen} entries and the database holds {have}, so that it was set back")
            }
            Lack::Another => {
                write!(
                    f,
                    "the first {seen} of {have} entries are not those that {by} has seen, so that they were rewritten"
                )
            }
            Lack::Closed => write!(f, "{by} has closed it at {seen} entries, and another log goes on"),
            Lack::Unreadable => write!(f, "{by} holds no checkpoint that the keys of this log have signed"),
        }
    }
}

/// What was seen of the log, and what keeps it sealed.
pub(super) struct Seen {
    sidecar: PathBuf,
    sealed: Mutex<[Option<LogSealed>; 3]>,
}

impl Seen {
    pub(super) fn beside(sidecar: PathBuf) -> Self {
        Self { sidecar, sealed: Mutex::default() }
    }

    /// That it was closed comes first: nothing opens it again.
    fn sealed(&self) -> Option<LogSealed> {
        self.sealed.lock().unwrap_or_else(PoisonError::into_inner).iter().flatten().next().cloned()
    }

    fn set(&self, place: usize, sealed: Option<LogSealed>) {
        self.sealed.lock().unwrap_or_else(PoisonError::into_inner)[place] = sealed;
    }
}

impl Storage {
    /// Why the log is sealed, if it is: nothing is signed or written then, and everything is read.
    #[must_use]
    pub fn sealed(&self) -> Option<LogSealed> {
        self.seen().sealed()
    }

    /// Where the last signed checkpoint is kept beside the database.
    #[must_use]
    pub fn sidecar(&self) -> &Path {
        &self.seen().sidecar
    }

    /// Holds the database against the checkpoint file and seals the log, or opens it again, by what that says. Where there
    /// is no file nothing is known, and nothing is sealed.
    ///
    /// # Errors
    /// Where file or database cannot be read.
    pub async fn compare_with_sidecar(&self) -> Result<Option<LogSealed>, StorageError> {
        let path = self.sidecar().to_owned();
        // Read before the database: what was signed was in the database before it was in the file.
        let note = tokio::task::spawn_blocking(move || read(&path)).await.map_err(|_| StorageError::Panicked)??;
        let found = match note {
            Some(note) => self.fails(SeenBy::Sidecar, &note).await?,
            None => None,
        };
        self.seen().set(1, found.clone());
        let closed = self.closed().await?;
        self.seen().set(0, closed.clone());
        Ok(closed.or(found))
    }

    async fn closed(&self) -> Result<Option<LogSealed>, StorageError> {
        let mut reader = self.reader().await?;
        let Some(end) = epochs::find(&mut reader).await? else { return Ok(None) };
        let have = log::size(&mut reader).await?;
        Ok(Some(LogSealed { by: SeenBy::Administrator, lack: Lack::Closed, have, seen: end.size }))
    }

    /// Holds the database against a checkpoint of this log that a witness has, and seals the log where the witness has
    /// seen more of it, or another one; `None` says that no witness has. The note has to bear the log's own signature:
    /// a witness seals nothing by its word alone.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn compare_with_witness(&self, seen: Option<(&str, &str)>) -> Result<Option<LogSealed>, StorageError> {
        let found = match seen {
            Some((name, note)) => {
                let found = self.fails(SeenBy::Witness(name.to_owned()), note.as_bytes()).await?;
                found.filter(|found| found.lack != Lack::Unreadable)
            }
            None => None,
        };
        self.seen().set(2, found.clone());
        Ok(found)
    }

    /// The note in the checkpoint file, if this log has signed it, and how many leaves it covers.
    ///
    /// # Errors
    /// As [`Storage::sidecar_checkpoint`].
    pub async fn sidecar_note(&self) -> Result<Option<(u64, String)>, StorageError> {
        let Some(note) = read(self.sidecar())? else { return Ok(None) };
        let own = self.own_checkpoint(&note).await?;
        Ok(own.map(|own| own.size).zip(String::from_utf8(note).ok()))
    }

    /// What the checkpoint file says, if there is one and this log has signed it.
    ///
    /// # Errors
    /// Where file or database cannot be read.
    pub async fn sidecar_checkpoint(&self) -> Result<Option<Checkpoint>, StorageError> {
        match read(self.sidecar())? {
            Some(note) => self.own_checkpoint(&note).await,
            None => Ok(None),
        }
    }

    /// A checkpoint, if this log has signed it, with whichever of its keys signs a log of that size.
    ///
    /// # Errors
    /// Where keys or database cannot be read.
    pub async fn own_checkpoint(&self, note: &[u8]) -> Result<Option<Checkpoint>, StorageError> {
        let Ok(note) = Note::parse(note) else { return Ok(None) };
        let named = note.unverified_text().lines().next().and_then(|line| Origin::parse(line).ok());
        let Some(origin) = named else { return Ok(None) };
        // Before there is an authority, the note alone says of which log it is.
        if let Some(row) = authority::find(&mut *self.reader().await?).await?
            && row.origin()? != origin
        {
            return Ok(None);
        }
        for generation in self.own_keys(&origin).await? {
            let signed = generation.keys.iter().find_map(|key| Checkpoint::of(&note, key).ok());
            if let Some(checkpoint) = signed.filter(|checkpoint| generation.signs(checkpoint.size)) {
                return Ok(Some(checkpoint));
            }
        }
        Ok(None)
    }

    /// How the database fails a checkpoint, if it does.
    async fn fails(&self, by: SeenBy, note: &[u8]) -> Result<Option<LogSealed>, StorageError> {
        let own = self.own_checkpoint(note).await?;
        let mut snapshot = self.snapshot().await?;
        // A head that was altered says nothing about how far the leaves reach: the check before signing tells that.
        let have = log::size(&mut snapshot).await?;
        let lack = match &own {
            None => Some(Lack::Unreadable),
            Some(seen) if have < seen.size => Some(Lack::Shorter),
            Some(seen) => match edge_at(&mut snapshot, seen.size).await {
                Ok(edge) if edge.root() == seen.root => None,
                Ok(_) | Err(StorageError::Tampered { .. }) => Some(Lack::Another),
                Err(error) => return Err(error),
            },
        };
        let seen = own.map_or(0, |seen| seen.size);
        Ok(lack.map(|lack| LogSealed { by, lack, have, seen }))
    }

    /// Keeps a note as the last that was signed; an older one stays where it is newer.
    pub(super) async fn keep_in_sidecar(&self, note: &str, size: u64) -> Result<(), StorageError> {
        let (path, note) = (self.sidecar().to_owned(), note.to_owned());
        let kept = tokio::task::spawn_blocking(move || {
            let there = read(&path)?.and_then(|bytes| Note::parse(&bytes).ok());
            let larger = there.as_ref().and_then(size_of).is_some_and(|there| there > size);
            if larger { Ok(()) } else { write_whole(&path, note.as_bytes(), 0o600) }
        });
        kept.await.map_err(|_| StorageError::Panicked)?
    }
}

/// The size that a note speaks of, whoever has signed it.
fn size_of(note: &Note) -> Option<u64> {
    note.unverified_text().lines().nth(1)?.parse().ok()
}

/// The right edge of the tree at a size, from the stored nodes: one complete subtree for each one bit, largest first.
pub(super) async fn edge_at(connection: &mut AnyConnection, size: u64) -> Result<Frontier, StorageError> {
    let (mut bytes, mut start) = (size.to_be_bytes().to_vec(), 0);
    for level in (0..64_u8).rev().filter(|level| size >> level & 1 == 1) {
        bytes.extend(log::node(connection, level, start >> level).await?.as_bytes());
        start += 1_u64 << level;
    }
    Frontier::from_bytes(&bytes).map_err(|_| StorageError::tampered(format!("the checkpoint of size {size}")))
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, StorageError> {
    use std::io::Read as _;
    match fs::File::open(path) {
        Ok(file) => {
            let mut bytes = Vec::new();
            file.take(LARGEST_NOTE).read_to_end(&mut bytes).map_err(StorageError::file(path))?;
            Ok(Some(bytes))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StorageError::file(path)(error)),
    }
}

/// Writes a file whole or not at all, in the place of what was there: on the disk before it has its name.
pub(super) fn write_whole(path: &Path, bytes: &[u8], mode: u32) -> Result<(), StorageError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
    let mut draft = builder.tempfile_in(folder).map_err(StorageError::file(folder))?;
    draft.write_all(bytes).and_then(|()| draft.as_file().sync_all()).map_err(StorageError::file(path))?;
    draft.persist(path).map_err(|error| StorageError::file(path)(error.error))?;
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(StorageError::file(folder))
}
