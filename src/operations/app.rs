//! An installation at work: its storage, its clock, its rulebooks and who it is.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::Mutex;

use crate::clock::Clock;
use crate::domain::ids::{Digest, InstrumentCode, StateCode};
use crate::domain::safeguard::Profile;
use crate::engine::files::RuleFiles;
use crate::engine::frozen;
use crate::engine::rulebook::Rulebook;
use crate::engine::rulebooks::Rulebooks;
use crate::storage::authority::{self, AuthorityRow};
use crate::storage::{Grouping, Storage, StorageError, StorageOptions, Transaction, rulebooks};

use super::call::Call;
use super::error::OperationError;

/// Where an installation is, and what it runs on.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `sqlite:PATH` or `postgres://…`.
    pub database: String,
    /// The folder with the keys.
    pub data: PathBuf,
    /// The folder with the rule files; those shipped, where none is named.
    pub workflows: Option<PathBuf>,
    /// Where the time comes from.
    pub clock: Clock,
    /// How writers are grouped.
    pub grouping: Grouping,
    /// No document is larger, in bytes.
    pub largest_document: u64,
}

impl Settings {
    /// What the storage needs of them.
    #[must_use]
    pub fn storage(&self) -> StorageOptions {
        StorageOptions { database: self.database.clone(), data: self.data.clone(), grouping: self.grouping }
    }

    /// The rulebooks that new requests begin with here. Those shipped are proved by the tests, and known by their hash;
    /// others are proved now.
    ///
    /// # Errors
    /// Every fault of the rule files, and every way round a safeguard, told as a story.
    pub fn rulebooks(&self) -> Result<Rulebooks, OperationError> {
        let rulebooks = Rulebooks::load(self.workflows.as_deref()).map_err(OperationError::Unsound)?;
        let flaws = rulebooks.unproved();
        if flaws.is_empty() { Ok(rulebooks) } else { Err(OperationError::Unsound(flaws)) }
    }
}

/// An installation at work. Clones share everything.
#[derive(Clone)]
pub struct App {
    /// Its tables, its log and its keys.
    pub storage: Storage,
    /// Its time.
    pub clock: Clock,
    /// The rulebooks that new requests begin with, one for each instrument.
    pub rulebooks: Rulebooks,
    /// What the front end says of the call.
    pub(super) call: Arc<Call>,
    /// No document is larger, in bytes.
    pub largest_document: u64,
    stored: Arc<RwLock<HashMap<Digest, Kept>>>,
    /// Held while a stored rulebook is read and checked, which takes a while: many who want it wait for one.
    reading: Arc<Mutex<()>>,
}

/// A rulebook that requests keep, and why it is frozen, if it is.
#[derive(Clone)]
struct Kept {
    rulebook: Arc<Rulebook>,
    frozen: Option<Arc<str>>,
}

/// Who the installation is, as operations need it.
#[derive(Debug, Clone)]
pub struct Authority {
    /// Its own chain in the log.
    pub case: String,
    /// Its State.
    pub state: StateCode,
    /// Its name, as letters give it.
    pub name: String,
    /// What binds here.
    pub profile: Profile,
    /// The name of its log.
    pub origin: String,
    /// Whether everything in it is for training.
    pub training: bool,
}

impl App {
    /// Opens an installation that [`install_authority`](super::install_authority) has prepared.
    ///
    /// # Errors
    /// Faults of the rule files; storage that is not there or not ready.
    pub async fn open(settings: &Settings) -> Result<Self, OperationError> {
        let rulebooks = settings.rulebooks()?;
        let storage = Storage::open(&settings.storage()).await?;
        Ok(Self::over(storage, settings, rulebooks))
    }

    pub(super) fn over(storage: Storage, settings: &Settings, rulebooks: Rulebooks) -> Self {
        let kept =
            |rulebook: &Arc<Rulebook>| (rulebook.hash.clone(), Kept { rulebook: Arc::clone(rulebook), frozen: None });
        let stored = Arc::new(RwLock::new(rulebooks.iter().map(kept).collect()));
        let (clock, largest_document) = (settings.clock.clone(), settings.largest_document);
        Self { storage, clock, rulebooks, call: Arc::default(), largest_document, stored, reading: Arc::default() }
    }

    /// Who the installation is.
    ///
    /// # Errors
    /// [`StorageError::NotFound`](crate::storage::StorageError) before it is installed.
    pub async fn authority(&self) -> Result<Authority, OperationError> {
        let mut reader = self.storage.reader().await?;
        authority_of(authority::read(&mut reader).await?)
    }

    /// The rulebook that requests under an instrument begin with. Source: UNCC 40(6)-(7).
    ///
    /// # Errors
    /// [`OperationError::NoSuchInstrument`] where there is none, with those that there are.
    pub fn rulebook_for(&self, instrument: &InstrumentCode) -> Result<&Arc<Rulebook>, OperationError> {
        self.rulebooks.get(instrument).ok_or_else(|| OperationError::NoSuchInstrument {
            code: instrument.clone(),
            there_are: self.rulebooks.there_are(),
        })
    }

    /// The rulebook of this hash: in memory, or as it was stored when it was first used.
    ///
    /// # Errors
    /// [`OperationError::Damaged`] where the stored files do not hash to it any more.
    pub async fn rulebook_of(&self, hash: &Digest) -> Result<Arc<Rulebook>, OperationError> {
        if let Some(kept) = self.kept(hash) {
            return Ok(kept.rulebook);
        }
        // Asked first: whoever names one that is not there keeps nobody waiting.
        if !rulebooks::holds(&mut *self.storage.reader().await?, hash.as_str()).await? {
            return Err(StorageError::NotFound { what: format!("the rulebook `{hash}`") }.into());
        }
        let _alone = self.reading.lock().await;
        if let Some(kept) = self.kept(hash) {
            return Ok(kept.rulebook);
        }
        let text = rulebooks::read(&mut *self.storage.reader().await?, hash.as_str()).await?;
        let files: RuleFiles =
            serde_json::from_str(&text).map_err(|error| OperationError::damaged("a rulebook", &error))?;
        if files.hash() != *hash {
            return Err(OperationError::damaged("a rulebook", &format!("it does not hash to {hash}")));
        }
        // What was begun under older rules can be read and ended, whatever a newer program thinks of them.
        let checked = tokio::task::spawn_blocking(|| {
            let (rulebook, faults) = Rulebook::load_kept(files)?;
            let frozen = frozen::because(&rulebook, &faults).map(Arc::from);
            Ok((rulebook, frozen))
        });
        let checked = checked.await.map_err(|error| OperationError::damaged("a rulebook", &error))?;
        let (rulebook, frozen) = checked.map_err(OperationError::Unsound)?;
        let rulebook = Arc::new(rulebook);
        let kept = Kept { rulebook: Arc::clone(&rulebook), frozen };
        self.stored.write().unwrap_or_else(PoisonError::into_inner).insert(hash.clone(), kept);
        Ok(rulebook)
    }

    fn kept(&self, hash: &Digest) -> Option<Kept> {
        self.stored.read().unwrap_or_else(PoisonError::into_inner).get(hash).cloned()
    }

    /// Why requests under a rulebook are frozen, if they are: it was read before.
    pub(super) fn frozen(&self, hash: &Digest) -> Option<Arc<str>> {
        self.kept(hash)?.frozen
    }
}

/// A row as the authority it describes.
pub(super) fn authority_of(row: AuthorityRow) -> Result<Authority, OperationError> {
    Ok(Authority {
        case: row.case_id,
        state: StateCode::parse(row.state).map_err(|error| OperationError::damaged("the authority's State", &error))?,
        name: row.name,
        profile: row.profile.parse().map_err(|error| OperationError::damaged("the authority's profile", &error))?,
        origin: row.origin,
        training: row.training,
    })
}

/// Keeps the files of a rulebook with the installation, once: requests that begin with it are read by it ever after.
pub(super) async fn keep_rulebook(tx: &mut Transaction, rulebook: &Rulebook, now: &str) -> Result<(), OperationError> {
    if rulebooks::holds(tx, rulebook.hash.as_str()).await? {
        return Ok(());
    }
    let files =
        serde_json::to_string(&rulebook.files).map_err(|error| OperationError::damaged("a rulebook", &error))?;
    Ok(rulebooks::put(tx, rulebook.hash.as_str(), &files, now).await?)
}
