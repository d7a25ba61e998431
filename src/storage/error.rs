//! What can go wrong between an operation and the disk, a variant per thing that the caller can act on.

use std::path::PathBuf;
use std::sync::Arc;

use thiserror::Error;

use crate::audit::entry::EntryError;

use super::sidecar::LogSealed;

/// Why something could not be read or written.
#[derive(Debug, Clone, Error)]
pub enum StorageError {
    /// The text after `--database` is not one.
    #[error("`{0}` is not a database: write `sqlite:PATH` or `postgres://USER@HOST/NAME`")]
    UnknownDatabase(String),
    /// No connection, or it broke.
    #[error("the database `{database}` cannot be reached: see that it runs and that the address is right")]
    Unreachable {
        /// Which one, without a password.
        database: String,
        /// What the driver said.
        #[source]
        source: Arc<sqlx::Error>,
    },
    /// The tables are of an earlier release, or not there.
    #[error(
        "the database has schema {have}, this program needs {want}: run `comity migrate`, or `comity init` if it is new"
    )]
    SchemaTooOld {
        /// The newest migration that was applied; 0 where there is none.
        have: i64,
        /// The newest that this program brings.
        want: i64,
    },
    /// The tables are of a later release.
    #[error("the database has schema {have}, this program knows only {want}: use the newer program")]
    SchemaTooNew {
        /// The newest migration that was applied.
        have: i64,
        /// The newest that this program brings.
        want: i64,
    },
    /// A migration could not be applied.
    #[error("the tables could not be brought up to date: {0}")]
    Migration(String),
    /// Somebody else was quicker.
    #[error("somebody has acted on this request in the meantime: read it again")]
    ChangedMeanwhile,
    /// The name or number is taken.
    #[error("{what} exists already: choose another")]
    AlreadyExists {
        /// What it is, such as "the reference `XN-2026-0001`".
        what: String,
    },
    /// There is no such row.
    #[error("{what} does not exist")]
    NotFound {
        /// What it is.
        what: String,
    },
    /// What is stored was not written by this program, or was changed since.
    #[error("{what} was altered outside the program: keep the database as it is and call an auditor")]
    Tampered {
        /// What it is.
        what: String,
    },
    /// Somebody has seen more of the log, or another log, than the database holds.
    #[error("the log is sealed, nothing is written or signed: {0}; run `comity log status`")]
    LogSealed(LogSealed),
    /// The log's triggers refused.
    #[error("the audit log only grows: nothing in it is changed or deleted")]
    OnlyGrows,
    /// A key is not in the key store.
    #[error("{what} is missing: restore the folder `{folder}` from its backup")]
    KeyMissing {
        /// Which key.
        what: String,
        /// Where it should be.
        folder: PathBuf,
    },
    /// Others may read the keys.
    #[error("`{path}` is open to others (mode {mode:03o}): run `chmod {wanted:03o} {path}`")]
    KeysExposed {
        /// The file or folder.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
        /// The permission bits it should have.
        wanted: u32,
    },
    /// What was sealed under a key that was destroyed on purpose. Source: UNCC 36.
    #[error("the content of the case `{case}` was erased: its entries in the log are what is left of it")]
    Erased {
        /// The case.
        case: String,
    },
    /// A file could not be read or written.
    #[error("`{path}` cannot be used: {source}")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: Arc<std::io::Error>,
    },
    /// The operating system gave no randomness, or a cipher refused its input.
    #[error("the value could not be sealed: {0}")]
    Unsealable(String),
    /// Too many at once.
    #[error("the database is busy: try again in a moment")]
    Busy(#[source] Arc<sqlx::Error>),
    /// One act kept everybody waiting.
    #[error("the act took longer than {seconds} seconds and was given up: nothing was written, try again")]
    TookTooLong {
        /// The limit.
        seconds: u64,
    },
    /// The connection broke during the commit, and the database is not there to be asked.
    #[error("the connection broke while saving: look whether the act is there before you try again")]
    OutcomeUnknown,
    /// A fault in the program; nothing was written.
    #[error("the act failed inside the program and nothing was written: report it with the time")]
    Panicked,
    /// A fault in the program: a write without an entry in the log.
    #[error("the act left no entry in the audit log, so nothing was written: report it")]
    NoEntry,
    /// The entry breaks a rule of the log's form.
    #[error("the audit entry cannot be written: {0}")]
    Entry(Arc<EntryError>),
    /// The program is shutting down.
    #[error("the storage is closed: start the program again")]
    Closed,
    /// A program of the database server is needed and not there, or failed.
    #[error("`{tool}` did not do its work: {why}")]
    Tool {
        /// The program.
        tool: &'static str,
        /// What went wrong and what to do.
        why: String,
    },
    /// Anything else that the database said.
    #[error("the database refused: {0}")]
    Database(#[source] Arc<sqlx::Error>),
}

impl StorageError {
    /// Whether somebody else was quicker.
    #[must_use]
    pub fn is_changed_meanwhile(&self) -> bool {
        matches!(self, Self::ChangedMeanwhile)
    }

    /// Whether the log is sealed.
    #[must_use]
    pub fn is_log_sealed(&self) -> bool {
        matches!(self, Self::LogSealed(_))
    }

    /// Whether there is no such row.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::NotFound { .. })
    }

    /// Whether the name or number is taken.
    #[must_use]
    pub fn exists_already(&self) -> bool {
        matches!(self, Self::AlreadyExists { .. })
    }

    /// Whether the same may go through in a moment.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Busy(_) | Self::Unreachable { .. } | Self::TookTooLong { .. } | Self::OutcomeUnknown | Self::Closed
        )
    }

    /// Turns a broken uniqueness into [`StorageError::AlreadyExists`]; the constraint's name is not portable.
    pub(super) fn or_exists(error: sqlx::Error, what: impl FnOnce() -> String) -> Self {
        match &error {
            sqlx::Error::Database(said) if said.is_unique_violation() => Self::AlreadyExists { what: what() },
            _ => Self::from(error),
        }
    }

    /// Says what was not found.
    pub(super) fn missing(what: impl Into<String>) -> Self {
        Self::NotFound { what: what.into() }
    }

    /// Says what was altered.
    pub(super) fn tampered(what: impl Into<String>) -> Self {
        Self::Tampered { what: what.into() }
    }

    /// Says which file.
    pub(super) fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        |source| Self::File { path, source: Arc::new(source) }
    }
}

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        use super::database::{is_busy, is_gone, is_only_grows};

        if let sqlx::Error::ColumnDecode { index, .. } = &error {
            // The program never writes what it cannot read: somebody else did.
            Self::tampered(format!("the column `{index}`"))
        } else if is_only_grows(&error) {
            Self::OnlyGrows
        } else if is_busy(&error) {
            Self::Busy(Arc::new(error))
        } else if is_gone(&error) {
            Self::Unreachable { database: "in use".to_owned(), source: Arc::new(error) }
        } else {
            Self::Database(Arc::new(error))
        }
    }
}

impl From<EntryError> for StorageError {
    fn from(error: EntryError) -> Self {
        Self::Entry(Arc::new(error))
    }
}
