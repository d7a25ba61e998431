//! Files of a witness: written whole or not at all, closed to others, on the disk before anybody is answered.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why a witness cannot work with its folder.
#[derive(Debug, Error)]
pub enum FolderError {
    /// A file or folder cannot be read or written.
    #[error("`{}`: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// There is a witness already.
    #[error("`{}` holds a witness already: its key is never replaced; take another folder for another one", .0.display())]
    Exists(PathBuf),
    /// There is none.
    #[error("`{}` holds no witness: make one with `comity witness init --name NAME`", .0.display())]
    NotThere(PathBuf),
    /// Others could read or write what only the witness may.
    #[error("`{}` is open to others (mode {mode:o}): close it with `chmod {wanted:o}`", path.display())]
    Exposed {
        /// Which.
        path: PathBuf,
        /// How it is open.
        mode: u32,
        /// How it must be.
        wanted: u32,
    },
    /// What the witness wrote itself does not read as it wrote it.
    #[error("`{}` is not as this witness wrote it: put it back as it was, or its log is not signed any more", .0.display())]
    Damaged(PathBuf),
    /// A key that it cannot take.
    #[error("{0}")]
    Key(String),
}

impl FolderError {
    pub(super) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }
}

/// Writes a file in place of what was there, so that after a crash it is the one or the other.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), FolderError> {
    let (folder, draft) = drafted(path, bytes)?;
    draft.persist(path).map_err(|error| FolderError::file(path)(error.error))?;
    sync(&folder)
}

/// Writes a file that is not there yet; says whether it was made.
pub(super) fn create(path: &Path, bytes: &[u8]) -> Result<bool, FolderError> {
    let (folder, draft) = drafted(path, bytes)?;
    match draft.persist_noclobber(path) {
        Ok(_) => sync(&folder).map(|()| true),
        Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(FolderError::file(path)(error.error)),
    }
}

fn drafted(path: &Path, bytes: &[u8]) -> Result<(PathBuf, tempfile::NamedTempFile), FolderError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    // Its permissions are 0600 from its first moment.
    let mut draft = tempfile::NamedTempFile::new_in(folder).map_err(FolderError::file(folder))?;
    draft.write_all(bytes).and_then(|()| draft.as_file().sync_all()).map_err(FolderError::file(path))?;
    Ok((folder.to_owned(), draft))
}

fn sync(folder: &Path) -> Result<(), FolderError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(FolderError::file(folder))
}

/// The bytes of a file; none where it is not there.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, FolderError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FolderError::file(path)(error)),
    }
}

/// Makes a folder that only its owner may enter, where it is not there yet.
pub(super) fn folder(path: &Path) -> Result<(), FolderError> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path).map_err(FolderError::file(path))
}

/// Refuses what others could open.
#[cfg(unix)]
pub(super) fn is_closed(path: &Path, wanted: u32) -> Result<(), FolderError> {
    use std::os::unix::fs::PermissionsExt as _;

    // The six lowest bits are those of the group and of everybody else.
    let mode = fs::metadata(path).map_err(FolderError::file(path))?.permissions().mode() & 0o777;
    if mode.trailing_zeros() >= 6 { Ok(()) } else { Err(FolderError::Exposed { path: path.to_owned(), mode, wanted }) }
}

/// Other systems have other permissions.
#[cfg(not(unix))]
pub(super) fn is_closed(_path: &Path, _wanted: u32) -> Result<(), FolderError> {
    Ok(())
}

/// Waits until nobody else, in this process or another, holds the file. Dropped, it is let go; so it is when the process
/// is killed.
pub(super) fn lock(path: &Path) -> Result<File, FolderError> {
    let mut options = File::options();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.create(true).append(true).open(path).map_err(FolderError::file(path))?;
    file.lock().map_err(FolderError::file(path))?;
    Ok(file)
}
