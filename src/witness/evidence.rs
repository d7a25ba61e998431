//! What speaks against a log: two notes under its signature that do not go together, kept for whoever asks.

use std::path::Path;

use crate::audit::checkpoint::Checkpoint;
use crate::audit::hash::sha256;
use crate::audit::note::Note;

use super::disk::{self, FolderError};

/// The folder beside what the witness remembers.
const FOLDER: &str = "evidence";

/// No more files of a kind are kept: whoever brings them could fill the disk, or leave no room for what proves something.
const MOST: usize = 1000;

/// What two notes say against their log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The log has signed two roots of one size: this proves it, to anybody who has its key.
    SplitView,
    /// The log has signed both, and whoever brought the second had no proof that it goes on from the first. Anybody may
    /// leave a proof away: it becomes one of misconduct only if the log cannot give it either.
    NoProof,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::SplitView => "split-view",
            Self::NoProof => "no-proof",
        }
    }

    const fn sentence(self) -> &'static str {
        match self {
            Self::SplitView => "This log has signed two roots of one size. Its signature under both notes proves it.",
            Self::NoProof => {
                "This log has signed both notes. Whoever brought the second had no proof that it goes on from the first."
            }
        }
    }
}

/// The names of the files, in their order.
pub(super) fn list(path: &Path) -> Result<Vec<String>, FolderError> {
    let folder = path.join(FOLDER);
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let there = std::fs::read_dir(&folder).map_err(FolderError::file(&folder))?;
    let mut names: Vec<_> = there.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| [Kind::SplitView, Kind::NoProof].iter().any(|kind| name.starts_with(kind.name())));
    names.sort();
    Ok(names)
}

/// Keeps two notes, once.
pub(super) fn keep(path: &Path, kind: Kind, new: &Checkpoint, seen: &str, signed: &Note) -> Result<(), FolderError> {
    let folder = path.join(FOLDER);
    disk::folder(&folder)?;
    let (log, root) = (sha256(new.origin.as_str().as_bytes()).to_string(), new.root.to_string());
    let file = folder.join(format!("{}-{}-{}-{}.txt", kind.name(), &log[..16], new.size, &root[..16]));
    let there = std::fs::read_dir(&folder).map_err(FolderError::file(&folder))?;
    let of_kind = |name: std::ffi::OsString| name.to_string_lossy().starts_with(kind.name());
    if file.exists() || there.flatten().filter(|entry| of_kind(entry.file_name())).count() >= MOST {
        return Ok(());
    }
    let text = format!("{}\n\nWhat was signed here before:\n\n{seen}\nWhat was brought:\n\n{signed}", kind.sentence());
    if disk::create(&file, text.as_bytes())? {
        match kind {
            Kind::SplitView => {
                tracing::error!(log = %new.origin, "a log shows different people different logs; the proof is kept in `evidence`");
            }
            Kind::NoProof => {
                tracing::warn!(log = %new.origin, "a checkpoint came without proof that it goes on from the last; both are kept in `evidence`");
            }
        }
    }
    Ok(())
}
