//! Documents on their way in: sealed part by part into a file without a name, until a transaction moves them into the
//! database.
//!
//! The file lies under `data/incoming/` and has no name from its first moment: it is gone with whoever holds it, be that
//! dropped or killed, so there are no leftovers to look for, also where several machines share the folder.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use zeroize::Zeroizing;

use crate::audit::commitment::Key;
use crate::audit::hash::{Hash, Sha256Stream};

use super::database::Engine;
use super::document_parts::{PART, place, row_name};
use super::error::StorageError;
use super::keys::create_private_folder;
use super::sealed::{self, LONGER};
use super::store::Storage;

/// A document that is being written.
pub struct Spool {
    /// None after a write that was given up in the middle: what is in the file then is not known.
    desk: Option<Desk>,
    /// What may be the last part: that is known when more comes, or nothing.
    waiting: Vec<u8>,
    size: u64,
}

/// Where parts are sealed; it goes to a thread that may wait for the disk, and comes back.
struct Desk {
    file: File,
    folder: PathBuf,
    case: String,
    document: String,
    key: Zeroizing<Key>,
    number: i64,
    stream: Sha256Stream,
}

/// A document that was written whole and waits to be moved into the database. Clones share the file.
#[derive(Clone)]
pub struct Spooled {
    file: Arc<Mutex<File>>,
    folder: PathBuf,
    case: String,
    document: String,
    parts: i64,
    size: u64,
    sha256: Hash,
}

impl Storage {
    /// Begins to take in a document of a request, which has its key already.
    ///
    /// # Errors
    /// [`StorageError::KeyMissing`] where the request has no key; where `incoming` cannot be written.
    pub async fn spool(&self, request_id: &str, document_id: &str) -> Result<Spool, StorageError> {
        let key = self.keys().of(request_id)?.sealing();
        let folder = self.keys().folder().join("incoming");
        let (case, document) = (request_id.to_owned(), document_id.to_owned());
        let desk = waiting_for_the_disk(move || {
            create_private_folder(&folder)?;
            let file = nameless(&folder).map_err(StorageError::file(&folder))?;
            Ok(Desk { file, folder, case, document, key, number: 0, stream: Sha256Stream::default() })
        })
        .await?;
        Ok(Spool { desk: Some(desk), waiting: Vec::new(), size: 0 })
    }
}

/// What is written to see whether there is room, in bytes.
const TRIAL: usize = 16 << 10;

impl Storage {
    /// Writes a file where documents arrive, and beside the database where it is a file; nothing of it stays.
    ///
    /// # Errors
    /// [`StorageError::File`] where the disk is full, or does not let anybody write.
    pub async fn try_keeping(&self) -> Result<(), StorageError> {
        let mut folders = vec![self.keys().folder().join("incoming")];
        if let Engine::Sqlite(path) = self.engine() {
            folders.extend(path.parent().filter(|folder| !folder.as_os_str().is_empty()).map(ToOwned::to_owned));
        }
        waiting_for_the_disk(move || {
            create_private_folder(&folders[0])?;
            folders.iter().try_for_each(|folder| {
                let written = nameless(folder).and_then(|mut file| file.write_all(&[0; TRIAL]));
                written.map_err(StorageError::file(folder))
            })
        })
        .await
    }
}

/// A file without a name that nobody else may open.
fn nameless(folder: &std::path::Path) -> std::io::Result<File> {
    let file = tempfile::tempfile_in(folder)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(file)
}

impl Spool {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`StorageError::File`] where the disk is full; the document cannot be finished then.
    pub async fn write(&mut self, mut bytes: &[u8]) -> Result<(), StorageError> {
        self.size += bytes.len() as u64;
        while !bytes.is_empty() {
            if self.waiting.len() == PART {
                self.put(false).await?;
            }
            let (now, later) = bytes.split_at(bytes.len().min(PART - self.waiting.len()));
            self.waiting.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    /// How many bytes have come.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Seals the last part.
    ///
    /// # Errors
    /// As [`Spool::write`].
    pub async fn finish(mut self) -> Result<Spooled, StorageError> {
        self.put(true).await?;
        let Desk { file, folder, case, document, number, stream, .. } = self.desk.ok_or(StorageError::Panicked)?;
        let (file, sha256) = (Arc::new(Mutex::new(file)), stream.finish());
        Ok(Spooled { file, folder, case, document, parts: number, size: self.size, sha256 })
    }

    async fn put(&mut self, last: bool) -> Result<(), StorageError> {
        // While the desk is away this is none: a write that is given up halfway is not taken up again.
        let (mut desk, part) = (self.desk.take().ok_or(StorageError::Panicked)?, std::mem::take(&mut self.waiting));
        let (desk, mut part) = waiting_for_the_disk(move || desk.put(&part, last).map(|()| (desk, part))).await?;
        part.clear();
        (self.desk, self.waiting) = (Some(desk), part);
        Ok(())
    }
}

impl Desk {
    fn put(&mut self, part: &[u8], last: bool) -> Result<(), StorageError> {
        self.stream.update(part);
        let row = row_name(&self.document, self.number, last);
        let sealed = sealed::seal(&self.key, place(&self.case, &row), part)?;
        self.file.write_all(&sealed).map_err(StorageError::file(&self.folder))?;
        self.number += 1;
        Ok(())
    }
}

impl Spooled {
    /// How many bytes the document has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// SHA-256 of its bytes.
    #[must_use]
    pub fn sha256(&self) -> Hash {
        self.sha256
    }

    /// Whether it was sealed for this document: under another id it would never open.
    pub(super) fn is_of(&self, case: &str, document: &str) -> bool {
        self.case == case && self.document == document
    }

    /// How many parts it has.
    pub(super) fn parts(&self) -> i64 {
        self.parts
    }

    /// One part as it was sealed, as often as it is asked for.
    pub(super) async fn part(&self, number: i64) -> Result<Vec<u8>, StorageError> {
        let (file, folder) = (Arc::clone(&self.file), self.folder.clone());
        let (number, before) = (u64::try_from(number).unwrap_or(0), PART as u64);
        let rest = self.size.saturating_sub(number * before).min(before);
        waiting_for_the_disk(move || {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            let mut sealed = vec![0; usize::try_from(rest).unwrap_or(PART) + LONGER];
            file.seek(SeekFrom::Start(number * (PART + LONGER) as u64))
                .and_then(|_| file.read_exact(&mut sealed))
                .map_err(StorageError::file(folder))?;
            Ok(sealed)
        })
        .await
    }
}

/// Runs what may wait for the disk on a thread that serves nobody else meanwhile.
async fn waiting_for_the_disk<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StorageError> + Send + 'static,
) -> Result<T, StorageError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| StorageError::Panicked)?
}
