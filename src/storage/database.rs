//! Which database, how it is opened, and the few statements that differ between SQLite and PostgreSQL.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, ConnectOptions, Connection as _, Executor};

use super::error::StorageError;

/// A borrowed connection for reading; it goes back to its pool when dropped. It refuses to write.
pub type Connection = PoolConnection<Any>;

/// How long a statement waits for a lock or a free connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many may read at once.
const READERS: u32 = 6;

/// How many of them may be at something long, such as a document or the log: the others are there for everybody else.
pub(super) const LONG_READERS: usize = 3;

/// How acts are gathered into commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grouping {
    /// At most so many acts share a commit.
    pub at_most: usize,
    /// So many groups are on their way at once; SQLite has only one writer.
    pub writers: usize,
}

impl Default for Grouping {
    fn default() -> Self {
        // While one group of PostgreSQL waits for the disk, two others go on; SQLite has one writer whatever is said here.
        Self { at_most: 64, writers: 3 }
    }
}

/// Where things are kept.
#[derive(Debug, Clone)]
pub struct StorageOptions {
    /// `sqlite:PATH` or `postgres://…`.
    pub database: String,
    /// The folder of the installation; the keys lie in it.
    pub data: PathBuf,
    /// The list of destroyed keys; none for the file beside `data`, named like it, that ends with `.erasures`.
    pub erasures: Option<PathBuf>,
    /// How acts are gathered into commits.
    pub grouping: Grouping,
    /// Where the last signed checkpoint is kept beside the database; `log.checkpoint` in `data`, where none is named.
    pub sidecar: Option<PathBuf>,
}

impl StorageOptions {
    /// Takes the usual grouping.
    #[must_use]
    pub fn new(database: impl Into<String>, data: impl Into<PathBuf>) -> Self {
        Self {
            database: database.into(),
            data: data.into(),
            erasures: None,
            grouping: Grouping::default(),
            sidecar: None,
        }
    }
}

/// A database by its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Engine {
    /// Embedded, in one file.
    Sqlite(PathBuf),
    /// A server, by its URL.
    Postgres(String),
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Read,
    Write,
}

impl Engine {
    /// Reads the text of `--database`.
    ///
    /// # Errors
    /// [`StorageError::UnknownDatabase`], without what may be a password.
    pub fn parse(text: &str) -> Result<Self, StorageError> {
        let unknown = || StorageError::UnknownDatabase(without_password(text));
        match text.split_once(':') {
            Some(("postgres" | "postgresql", rest)) if rest.starts_with("//") => Ok(Self::Postgres(text.to_owned())),
            Some(("sqlite", rest)) => {
                let path = rest.strip_prefix("//").unwrap_or(rest);
                // A database in memory would forget what it has acknowledged.
                if path.is_empty() || path.starts_with(':') { Err(unknown()) } else { Ok(Self::Sqlite(path.into())) }
            }
            _ => Err(unknown()),
        }
    }

    /// The address for people and logs, without a password.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("sqlite:{}", path.display()),
            Self::Postgres(url) => without_password(url),
        }
    }

    pub(super) async fn pool(&self, purpose: Purpose, writers: usize) -> Result<AnyPool, StorageError> {
        sqlx::any::install_default_drivers();
        let size = match purpose {
            Purpose::Read => READERS,
            // One more than there are writers: to ask for the outcome of a commit that broke.
            Purpose::Write => u32::try_from(writers).unwrap_or(READERS) + 1,
        };
        let (settings, options) = (self.settings(purpose), self.options()?);
        // Tried once by hand: a pool would go on trying a wrong address for as long as its patience lasts.
        let first = options.connect().await.map_err(|error| self.unreachable(error))?;
        first.close().await.map_err(|error| self.unreachable(error))?;
        let pool = AnyPoolOptions::new()
            .max_connections(size)
            .acquire_timeout(PATIENCE)
            // A server may have gone away since; a file has not, and asking costs as much as a small statement.
            .test_before_acquire(matches!(self, Self::Postgres(_)))
            .after_connect(move |connection, _| {
                Box::pin(async move { connection.execute(sqlx::raw_sql(settings)).await.map(|_| ()) })
            })
            .connect_lazy_with(options);
        Ok(pool)
    }

    fn options(&self) -> Result<AnyConnectOptions, StorageError> {
        let url = match self {
            Self::Sqlite(path) => format!("sqlite:{}?mode=rw", escaped(path)),
            Self::Postgres(url) => url.clone(),
        };
        url.parse().map_err(|_| StorageError::UnknownDatabase(self.shown()))
    }

    /// What every new connection is told first.
    fn settings(&self, purpose: Purpose) -> &'static str {
        match (self, purpose) {
            (Self::Sqlite(_), Purpose::Write) => {
                "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON"
            }
            (Self::Sqlite(_), Purpose::Read) => "PRAGMA busy_timeout = 10000; PRAGMA query_only = ON",
            (Self::Postgres(_), Purpose::Write) => {
                "SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s'; \
                 SET default_transaction_isolation = 'read committed'"
            }
            (Self::Postgres(_), Purpose::Read) => {
                "SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '600s'; \
                 SET default_transaction_read_only = on"
            }
        }
    }

    /// Begins a transaction that writes. A deferred one of SQLite could not be upgraded once somebody else has written.
    pub(super) const fn begin_writing(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "BEGIN IMMEDIATE",
            Self::Postgres(_) => "BEGIN",
        }
    }

    /// Reads an official and keeps the row from being changed until the commit, while others may read it so too. In
    /// SQLite nobody else writes meanwhile.
    pub(super) const fn hold_official(&self) -> Option<&'static str> {
        match self {
            Self::Sqlite(_) => None,
            Self::Postgres(_) => Some("SELECT id FROM official WHERE id = $1 FOR SHARE"),
        }
    }

    /// Reads the head of the log and keeps it from being moved until the commit. In SQLite nobody else writes meanwhile.
    pub(super) const fn lock_head(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SELECT size, frontier FROM audit_head WHERE id = 'head'",
            Self::Postgres(_) => "SELECT size, frontier FROM audit_head WHERE id = 'head' FOR UPDATE",
        }
    }

    /// Statements that write, made one for a single trip to the database; their values are numbered through.
    pub(super) fn together(&self, statements: &[String]) -> String {
        match (self, statements) {
            (Self::Sqlite(_), _) | (_, []) => statements.join("; "),
            (Self::Postgres(_), [first @ .., last]) => {
                let named = first.iter().enumerate().map(|(number, one)| format!("part_{number} AS ({one})"));
                let named: Vec<_> = named.collect();
                if named.is_empty() { last.clone() } else { format!("WITH {} {last}", named.join(", ")) }
            }
        }
    }

    /// Begins a transaction that reads everything as of one moment.
    pub(super) const fn begin_reading(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "BEGIN",
            Self::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    pub(super) fn unreachable(&self, error: sqlx::Error) -> StorageError {
        StorageError::Unreachable { database: self.shown(), source: Arc::new(error) }
    }
}

/// The URL form of a path; the driver decodes it again.
fn escaped(path: &Path) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/._-~".contains(byte);
    let bytes = path.as_os_str().as_encoded_bytes();
    bytes.iter().map(|byte| if plain(byte) { char::from(*byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let shown = match authority.rsplit_once('@') {
        Some((login, host)) => format!("{}@{host}", login.split(':').next().unwrap_or_default()),
        None => authority.to_owned(),
    };
    // Parameters may carry a password too.
    format!("{scheme}://{shown}{}", path.split('?').next().unwrap_or_default())
}

/// `($1, $2), ($3, $4)`, numbered behind so many others: the driver's own query builder writes `?`, which PostgreSQL does
/// not know.
pub(super) fn placeholders(behind: usize, rows: usize, columns: usize) -> String {
    let row = |row: usize| {
        let numbers: Vec<_> = (1..=columns).map(|column| format!("${}", behind + row * columns + column)).collect();
        format!("({})", numbers.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

/// Closes the savepoint and opens the next, in one trip to the database.
pub(super) async fn next_savepoint(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    connection.execute(sqlx::raw_sql("RELEASE SAVEPOINT act; SAVEPOINT act")).await.map(|_| ())
}

/// Whether the same act may succeed when tried again: deadlock, serialization, lock not available, busy.
pub(super) fn is_busy(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(said) => {
            matches!(said.code().as_deref(), Some("40001" | "40P01" | "55P03" | "5" | "6" | "261" | "517"))
        }
        sqlx::Error::PoolTimedOut => true,
        _ => false,
    }
}

/// Whether the connection is lost.
pub(super) fn is_gone(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed | sqlx::Error::Protocol(_) => true,
        // 57P01 to 57P03: the server is shut down or starting; 08: connection; 25P03: idle for too long.
        sqlx::Error::Database(said) => said.code().is_some_and(|code| {
            code.starts_with("57P0") || code.starts_with("08") && code.len() == 5 || code == "25P03"
        }),
        _ => false,
    }
}

/// Whether a trigger of the log refused: 1811 is SQLite's RAISE, 23514 what the function of PostgreSQL raises.
pub(super) fn is_only_grows(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(said)
        if matches!(said.code().as_deref(), Some("1811" | "23514")) && said.message().contains("audit log only grows"))
}

/// Whether a table is not there yet.
pub(super) fn is_missing_table(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(said)
        if said.code().as_deref() == Some("42P01") || said.message().contains("no such table"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        let engine = Engine::parse("postgres://mla:se:cr@et@db.example:5432/mla?password=x").unwrap();

        assert_eq!(engine.shown(), "postgres://mla@db.example:5432/mla");
        for bad in ["sqlite::memory:", "sqlite:", "mysql://x", "comity.db", "postgres:x"] {
            assert!(Engine::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn placeholders_are_numbered_through() {
        assert_eq!(placeholders(0, 2, 3), "($1, $2, $3), ($4, $5, $6)");
        assert_eq!(placeholders(4, 1, 2), "($5, $6)");
    }
}
