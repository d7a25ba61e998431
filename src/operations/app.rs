//! An installation at work: its storage, its clock, its rulebooks and who it is.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use sqlx::AnyConnection;
use tokio::sync::Mutex;

use crate::clock::Clock;
use crate::domain::ids::{Digest, InstrumentCode, StateCode};
use crate::domain::safeguard::Profile;
use crate::engine::files::RuleFiles;
use crate::engine::frozen;
use crate::engine::refusal::Refusal;
use crate::engine::rulebook::Rulebook;
use crate::engine::rulebooks::Rulebooks;
use crate::storage::adoptions::{self, AdoptionRow};
use crate::storage::authority::{self, AuthorityRow};
use crate::storage::{Grouping, Storage, StorageError, StorageOptions, Transaction, rulebooks};

use super::adopt_rulebook;
use super::call::Call;
use super::erase_content;
use super::error::OperationError;
use super::place_requests;

/// Where an installation is, and what it runs on.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `sqlite:PATH` or `postgres://…`.
    pub database: String,
    /// The folder with the keys.
    pub data: PathBuf,
    /// The list of destroyed keys; beside `data` where none is named.
    pub erasures: Option<PathBuf>,
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
        StorageOptions {
            erasures: self.erasures.clone(),
            grouping: self.grouping,
            ..StorageOptions::new(&self.database, &self.data)
        }
    }

    /// The rulebooks that the program offers: those of the folder, or those shipped.
    ///
    /// # Errors
    /// Every fault of the rule files.
    pub fn offered(&self) -> Result<Rulebooks, OperationError> {
        Rulebooks::load(self.workflows.as_deref()).map_err(OperationError::Unsound)
    }

    /// The same, proved: an installation begins with nothing else. Those shipped are proved by the tests, and known by
    /// their hash; others are proved now.
    ///
    /// # Errors
    /// Every fault of the rule files, and every way round a safeguard, told as a story.
    pub fn proved(&self) -> Result<Rulebooks, OperationError> {
        let rulebooks = self.offered()?;
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
    /// The rulebooks that the program was started with: what was not adopted of them waits for two administrators.
    pub offered: Rulebooks,
    /// The rulebooks that new requests begin with, and how many adoptions had been confirmed when they were read.
    adopted: Arc<RwLock<(i64, Rulebooks)>>,
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
    /// Faults of the rule files; storage that is not there or not ready; an adopted rulebook that was altered.
    pub async fn open(settings: &Settings) -> Result<Self, OperationError> {
        Self::open_beside(settings, None).await
    }

    /// The same, with the last signed checkpoint in another place than the folder with the keys.
    ///
    /// # Errors
    /// As [`App::open`].
    pub async fn open_beside(settings: &Settings, sidecar: Option<&Path>) -> Result<Self, OperationError> {
        let offered = settings.offered()?;
        let options = StorageOptions { sidecar: sidecar.map(Path::to_owned), ..settings.storage() };
        let app = Self::over(Storage::open(&options).await?, settings, offered);
        let found = authority::find(&mut *app.storage.reader().await?).await?;
        if let Some(row) = found {
            // What a sealed log refuses to take waits until it is opened again.
            let writes = app.storage.sealed().is_none();
            if row.adoptions == 0 && writes {
                adopt_rulebook::take_over(&app).await?;
            }
            app.authority().await?;
            if writes {
                place_requests::run(&app).await?;
                // What was confirmed and cut off, and what an older copy brought back.
                erase_content::finish(&app).await?;
            } else {
                erase_content::destroy(&app).await?;
            }
        }
        Ok(app)
    }

    pub(super) fn over(storage: Storage, settings: &Settings, offered: Rulebooks) -> Self {
        // Those shipped are proved by the tests. What else there is, is proved when it is first needed.
        let shipped = offered.iter().filter(|rulebook| rulebook.files.are_shipped());
        let kept =
            |rulebook: &Arc<Rulebook>| (rulebook.hash.clone(), Kept { rulebook: Arc::clone(rulebook), frozen: None });
        let stored = Arc::new(RwLock::new(shipped.map(kept).collect()));
        let (clock, largest_document) = (settings.clock.clone(), settings.largest_document);
        let adopted = Arc::new(RwLock::new((0, offered.clone())));
        Self {
            storage,
            clock,
            offered,
            adopted,
            call: Arc::default(),
            largest_document,
            stored,
            reading: Arc::default(),
        }
    }

    /// The rulebooks that new requests begin with, one for each instrument, as they were adopted when anybody last asked
    /// who the authority is: every page and every act does.
    #[must_use]
    pub fn rulebooks(&self) -> Rulebooks {
        self.adopted.read().unwrap_or_else(PoisonError::into_inner).1.clone()
    }

    /// Keeps what is in memory where what was adopted cannot be read, and says so once.
    fn stay(&self, row: &AuthorityRow, error: &OperationError) {
        tracing::error!(%error, "the adopted rulebook cannot be read: no request begins; run `comity audit verify` without a file");
        self.adopted.write().unwrap_or_else(PoisonError::into_inner).0 = row.adoptions;
    }

    /// Reads what was adopted anew where another process, or this one, has confirmed an adoption since.
    async fn keep_step(&self, adoptions: i64) -> Result<(), OperationError> {
        if self.adopted.read().unwrap_or_else(PoisonError::into_inner).0 == adoptions {
            return Ok(());
        }
        let rows = {
            let mut reader = self.storage.reader().await?;
            adoptions::list(&mut reader, self.storage.keys()).await?
        };
        let mut counting: Vec<&AdoptionRow> = rows.iter().filter(|row| row.number.is_some()).collect();
        counting.sort_by_key(|row| row.number);
        let mut all: Vec<Arc<Rulebook>> = Vec::new();
        // In the order in which instruments were first adopted: that of the main one came first.
        for row in &counting {
            if all.iter().any(|known| known.about.instrument == row.instrument) {
                continue;
            }
            let Some(row) = adoptions::counting(&rows, &row.instrument) else { continue };
            let rulebook = self.as_it_reads(&Digest::parse(row.rulebook.clone())?).await?;
            if rulebook.about.instrument != row.instrument {
                return Err(OperationError::damaged("an adoption", &"its rulebook is of another instrument"));
            }
            all.push(rulebook);
        }
        let count = adoptions::confirmed(&rows);
        // Read later than the number was: another may have been added, none can have gone.
        adoptions::none_is_missing(&rows, adoptions)?;
        let Some(rulebooks) = Rulebooks::adopted(all) else { return Ok(()) };
        let mut adopted = self.adopted.write().unwrap_or_else(PoisonError::into_inner);
        if adopted.0 < count {
            *adopted = (count, rulebooks);
        }
        Ok(())
    }

    /// Who the installation is.
    ///
    /// # Errors
    /// [`StorageError::NotFound`](crate::storage::StorageError) before it is installed.
    pub async fn authority(&self) -> Result<Authority, OperationError> {
        let row = authority::read(&mut *self.storage.reader().await?).await?;
        match self.keep_step(row.adoptions).await {
            Ok(()) => {}
            // Nothing begins then, since that is read anew; all else goes on, so that it can be looked into.
            Err(error @ (OperationError::Damaged { .. } | OperationError::Unsound(_))) => self.stay(&row, &error),
            Err(OperationError::Storage(error))
                if error.is_missing() || matches!(error, StorageError::Tampered { .. }) =>
            {
                self.stay(&row, &error.into());
            }
            Err(error) => return Err(error),
        }
        authority_of(row)
    }

    /// The rulebook that requests under an instrument begin with. Source: UNCC 40(6)-(7).
    ///
    /// # Errors
    /// [`OperationError::NoSuchInstrument`] where there is none, with those that there are.
    pub fn rulebook_for(&self, instrument: &InstrumentCode) -> Result<Arc<Rulebook>, OperationError> {
        let rulebooks = self.rulebooks();
        rulebooks.get(instrument).map(Arc::clone).ok_or_else(|| no_such(instrument, &rulebooks))
    }

    /// The same, proved, before a transaction is opened: proving takes a while.
    pub(super) async fn rulebook_to_begin(&self, instrument: &InstrumentCode) -> Result<Arc<Rulebook>, OperationError> {
        self.rulebook_of(&self.rulebook_for(instrument)?.hash).await
    }

    /// The rulebook that is adopted for an instrument at this moment. The authority's row has to be locked before, so that
    /// nobody adopts another one meanwhile.
    pub(super) async fn adopted_now(
        &self,
        tx: &mut Transaction,
        authority: &AuthorityRow,
        instrument: &InstrumentCode,
    ) -> Result<Arc<Rulebook>, OperationError> {
        let keys = tx.keys();
        let rows = adoptions::list(tx, &keys).await?;
        // An older one must not come back because somebody took the last row away.
        adoptions::none_is_missing(&rows, authority.adoptions)?;
        let row = adoptions::counting(&rows, instrument.as_str());
        let row = row.ok_or_else(|| no_such(instrument, &self.rulebooks()))?;
        let hash = Digest::parse(row.rulebook.clone())?;
        let rulebook = self.rulebook_of(&hash).await?;
        match self.frozen(&hash) {
            Some(because) => Err(Refusal::Frozen(because.to_string()).into()),
            None => Ok(rulebook),
        }
    }

    /// The rulebook of this hash: in memory, or as it was stored when it was first used.
    ///
    /// # Errors
    /// [`OperationError::Damaged`] where the stored files do not hash to it any more.
    pub async fn rulebook_of(&self, hash: &Digest) -> Result<Arc<Rulebook>, OperationError> {
        if let Some(kept) = self.kept(hash) {
            return Ok(kept.rulebook);
        }
        let offered = self.offered.iter().find(|rulebook| rulebook.hash == *hash).map(Arc::clone);
        // Asked first: whoever names one that is not there keeps nobody waiting.
        if offered.is_none() && !rulebooks::holds(&mut *self.storage.reader().await?, hash.as_str()).await? {
            return Err(StorageError::NotFound { what: format!("the rulebook `{hash}`") }.into());
        }
        let _alone = self.reading.lock().await;
        if let Some(kept) = self.kept(hash) {
            return Ok(kept.rulebook);
        }
        let files = if offered.is_none() { Some(self.files_of(hash).await?) } else { None };
        // What was begun under older rules can be read and ended, whatever a newer program thinks of them.
        let checked = tokio::task::spawn_blocking(move || {
            let (rulebook, faults) = match (offered, files) {
                (Some(rulebook), _) => (rulebook, Vec::new()),
                (None, files) => {
                    let (rulebook, faults) = Rulebook::load_kept(files.unwrap_or_default())?;
                    (Arc::new(rulebook), faults)
                }
            };
            let frozen = frozen::because(&rulebook, &faults).map(Arc::from);
            Ok((rulebook, frozen))
        });
        let checked = checked.await.map_err(|error| OperationError::damaged("a rulebook", &error))?;
        let (rulebook, frozen) = checked.map_err(OperationError::Unsound)?;
        let kept = Kept { rulebook: Arc::clone(&rulebook), frozen };
        self.stored.write().unwrap_or_else(PoisonError::into_inner).insert(hash.clone(), kept);
        Ok(rulebook)
    }

    /// Takes a rulebook for proved that this program does not prove, as an older one did: tests of what becomes of the
    /// requests that began with it need that, and nothing else does.
    #[doc(hidden)]
    pub fn as_if_proved(&self, rulebook: Rulebook) {
        let (hash, kept) = (rulebook.hash.clone(), Kept { rulebook: Arc::new(rulebook), frozen: None });
        self.stored.write().unwrap_or_else(PoisonError::into_inner).insert(hash, kept);
    }

    /// A rulebook to be read, whether or not it is proved: forms and charts are drawn from it.
    pub(super) async fn as_it_reads(&self, hash: &Digest) -> Result<Arc<Rulebook>, OperationError> {
        let adopted = self.rulebooks();
        let here = self.offered.iter().chain(adopted.iter()).find(|rulebook| rulebook.hash == *hash).map(Arc::clone);
        if let Some(rulebook) = here.or_else(|| self.kept(hash).map(|kept| kept.rulebook)) {
            return Ok(rulebook);
        }
        let files = self.files_of(hash).await?;
        let read = tokio::task::spawn_blocking(move || Rulebook::load_kept(files)).await;
        let read = read.map_err(|error| OperationError::damaged("a rulebook", &error))?;
        read.map(|(rulebook, _)| Arc::new(rulebook)).map_err(OperationError::Unsound)
    }

    /// The files of a rulebook as they were stored, hashed again.
    async fn files_of(&self, hash: &Digest) -> Result<RuleFiles, OperationError> {
        stored_files(&mut *self.storage.reader().await?, hash).await
    }

    fn kept(&self, hash: &Digest) -> Option<Kept> {
        self.stored.read().unwrap_or_else(PoisonError::into_inner).get(hash).cloned()
    }

    /// Why requests under a rulebook are frozen, if they are: it was read before.
    pub(super) fn frozen(&self, hash: &Digest) -> Option<Arc<str>> {
        self.kept(hash)?.frozen
    }
}

/// The files of a rulebook as they were stored.
///
/// # Errors
/// [`OperationError::Damaged`] where they do not hash to it any more.
pub(super) async fn stored_files(connection: &mut AnyConnection, hash: &Digest) -> Result<RuleFiles, OperationError> {
    let text = rulebooks::read(connection, hash.as_str()).await?;
    let files: RuleFiles =
        serde_json::from_str(&text).map_err(|error| OperationError::damaged("a rulebook", &error))?;
    if files.hash() == *hash {
        Ok(files)
    } else {
        Err(OperationError::damaged("a rulebook", &format!("it does not hash to {hash}")))
    }
}

fn no_such(instrument: &InstrumentCode, rulebooks: &Rulebooks) -> OperationError {
    OperationError::NoSuchInstrument { code: instrument.clone(), there_are: rulebooks.there_are() }
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
