//! The storage of one installation: opened once, shared by all, written to in one way only.

use std::error::Error;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};

use sqlx::{Any, AnyConnection, AnyPool};
use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use super::authority;
use super::database::{Connection, Engine, LONG_READERS, Purpose, StorageOptions};
use super::error::StorageError;
use super::keys::Keys;
use super::migrate;
use super::sidecar::Seen;
use super::transaction::{Shared, Transaction, Written};
use super::work::{BoxFuture, Job, Work};
use super::writer::write_groups;

/// So many acts may wait before callers wait in front of the queue.
const QUEUE: usize = 1024;

/// The database and the keys of one installation. Clones share everything.
#[derive(Clone)]
pub struct Storage {
    jobs: mpsc::Sender<Box<dyn Job>>,
    readers: AnyPool,
    long: Arc<Semaphore>,
    shared: Arc<Shared>,
}

/// A connection of those that are kept for long readings; it goes back when dropped. It refuses to write.
pub struct LongReader {
    connection: Connection,
    _turn: OwnedSemaphorePermit,
}

impl Deref for LongReader {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        &self.connection
    }
}

impl DerefMut for LongReader {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.connection
    }
}

/// The database as it was at one moment; dropped, it ends.
pub struct Snapshot {
    transaction: sqlx::Transaction<'static, Any>,
    _turn: OwnedSemaphorePermit,
}

impl Deref for Snapshot {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        &self.transaction
    }
}

impl DerefMut for Snapshot {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }
}

impl Storage {
    /// Opens an installation, checks its schema, and starts the writer on the current runtime.
    ///
    /// The log is hashed again before it is signed, not here: one altered leaf must not stop every other request.
    ///
    /// # Errors
    /// Where the database cannot be reached, its schema is not the one of this program, or a key is missing or
    /// open to others.
    pub async fn open(options: &StorageOptions) -> Result<Self, StorageError> {
        let engine = Engine::parse(&options.database)?;
        if let Engine::Sqlite(path) = &engine
            && !path.exists()
        {
            return Err(StorageError::missing(format!(
                "the database `{}`: run `comity init` first, or give another path; it",
                engine.shown()
            )));
        }
        let readers = engine.pool(Purpose::Read, 0).await?;
        migrate::check(&mut *readers.acquire().await?).await?;
        let keys = Arc::new(Keys::open(&options.data)?.with_erasures(options.erasures.as_deref()));
        // A second writer of SQLite would only wait for the first.
        let writers = if matches!(engine, Engine::Sqlite(_)) { 1 } else { options.grouping.writers.max(1) };
        let pool = engine.pool(Purpose::Write, writers).await?;
        let seen = Seen::beside(options.sidecar.clone().unwrap_or_else(|| options.data.join("log.checkpoint")));
        let shared = Arc::new(Shared { engine, pool, keys, origin: OnceLock::new(), seen });
        let (jobs, waiting) = mpsc::channel(QUEUE);
        let queue = Arc::new(Mutex::new(waiting));
        for _ in 0..writers {
            tokio::spawn(write_groups(Arc::clone(&shared), Arc::clone(&queue), options.grouping.at_most.max(1)));
        }
        let storage = Self { jobs, readers, long: Arc::new(Semaphore::new(LONG_READERS)), shared };
        // Before anybody can write: a database that was set back must not go on as if nothing had been.
        storage.compare_with_sidecar().await?;
        Ok(storage)
    }

    /// Brings the tables up to date and returns the names of the migrations that were applied. On a new
    /// database it makes the folder `data`, the master key and the seed of the log.
    ///
    /// # Errors
    /// Where the database cannot be reached or is of a later release, or a key is missing.
    pub async fn migrate(options: &StorageOptions) -> Result<Vec<String>, StorageError> {
        migrate::migrate(options).await
    }

    /// Borrows a connection that reads and refuses to write.
    ///
    /// # Errors
    /// [`StorageError::Busy`] where none is free, [`StorageError::Unreachable`] where none can be made.
    pub async fn reader(&self) -> Result<Connection, StorageError> {
        Ok(self.readers.acquire().await?)
    }

    /// Borrows a connection for a part of something long: a document, the log. Only some of the connections are given away
    /// for this, first come, first served, and whoever gives theirs back after each part keeps nobody waiting.
    ///
    /// # Errors
    /// As [`Storage::reader`].
    pub async fn long_reader(&self) -> Result<LongReader, StorageError> {
        let turn = self.long_turn().await?;
        Ok(LongReader { connection: self.reader().await?, _turn: turn })
    }

    /// Begins to read everything as of one moment; dropped, it ends. It takes the place of a long reading.
    ///
    /// # Errors
    /// As [`Storage::reader`].
    pub async fn snapshot(&self) -> Result<Snapshot, StorageError> {
        let turn = self.long_turn().await?;
        let transaction = self.readers.begin_with(self.shared.engine.begin_reading()).await?;
        Ok(Snapshot { transaction, _turn: turn })
    }

    async fn long_turn(&self) -> Result<OwnedSemaphorePermit, StorageError> {
        Arc::clone(&self.long).acquire_owned().await.map_err(|_| StorageError::Closed)
    }

    /// Writes, and takes it back: whoever can do this can act.
    ///
    /// # Errors
    /// Why nothing can be written.
    pub async fn try_writing(&self) -> Result<(), StorageError> {
        let touched = self.write(|tx| {
            Box::pin(async move {
                authority::lock_and_read(tx).await?;
                Ok::<_, StorageError>(Written::unchanged(()))
            })
        });
        touched.await
    }

    /// A connection that may write, for what is no act: only a copy of the database needs it.
    pub(super) async fn writable(&self) -> Result<Connection, StorageError> {
        Ok(self.shared.pool.acquire().await?)
    }

    /// The keys of the installation.
    #[must_use]
    pub fn keys(&self) -> &Arc<Keys> {
        &self.shared.keys
    }

    pub(super) fn seen(&self) -> &Seen {
        &self.shared.seen
    }

    /// Which database it is.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.shared.engine
    }

    /// Runs an act in a transaction and answers once it is on the disk. It may be run more than once, each time
    /// on what is then there; so it takes what it needs by clone and does nothing outside the transaction.
    /// An act that ends in an error or in [`Written::unchanged`] leaves nothing.
    ///
    /// # Errors
    /// What the act returned, or why it could not be written; [`StorageError::LogSealed`] where nothing is.
    pub async fn write<T, E>(
        &self,
        act: impl for<'t> Fn(&'t mut Transaction) -> BoxFuture<'t, Result<Written<T>, E>> + Send + Sync + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: Error + From<StorageError> + Send + 'static,
    {
        if let Some(sealed) = self.sealed() {
            return Err(E::from(StorageError::LogSealed(sealed)));
        }
        self.write_past_the_seal(act).await
    }

    /// Writes although the log may be sealed: only what brings back what it has lost does.
    pub(super) async fn write_past_the_seal<T, E>(
        &self,
        act: impl for<'t> Fn(&'t mut Transaction) -> BoxFuture<'t, Result<Written<T>, E>> + Send + Sync + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: Error + From<StorageError> + Send + 'static,
    {
        let (caller, answer) = oneshot::channel();
        let job = Box::new(Work { act, answer: None, caller });
        if self.jobs.send(job).await.is_err() {
            return Err(E::from(StorageError::Closed));
        }
        answer.await.unwrap_or_else(|_| Err(E::from(StorageError::Closed)))
    }

    /// Closes the connections; acts that still wait are answered with an error.
    pub async fn close(&self) {
        self.readers.close().await;
        self.shared.pool.close().await;
    }
}
