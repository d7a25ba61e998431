//! The key store: one master key, one key per case wrapped by it, and the seeds of the log's signatures.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use zeroize::Zeroizing;

use crate::audit::commitment::{self, Key};
use crate::audit::ids::Mark;

use super::error::StorageError;
use super::sealed::{self, Place};

/// So many case keys are kept in memory.
const CACHED: usize = 1024;

/// The key of one case: destroy it, and what was sealed or committed under it is forgotten. Source: UNCC 36.
#[derive(Clone)]
pub struct CaseKey(Arc<Zeroizing<Key>>);

impl CaseKey {
    /// The official as this case knows them.
    #[must_use]
    pub fn mark(&self, official_id: &str) -> Mark {
        commitment::mark(&self.derived("mark"), official_id)
    }

    /// A key for one purpose, such as the salts of a subject's digest.
    #[must_use]
    pub fn derived(&self, purpose: &str) -> Zeroizing<Key> {
        commitment::derive(&self.0, purpose)
    }

    pub(super) fn sealing(&self) -> Zeroizing<Key> {
        self.derived("seal")
    }

    /// The key of the salts of the case's commitments, for those who disclose them.
    #[must_use]
    pub fn salting(&self) -> Zeroizing<Key> {
        self.derived("salt")
    }
}

/// The folder with the keys, opened.
pub struct Keys {
    data: PathBuf,
    /// The list of the keys that were destroyed: outside the folder, so that an older copy of that does not undo it.
    erasures: PathBuf,
    master: Zeroizing<Key>,
    cached: Mutex<HashMap<String, Known>>,
}

/// A key in memory, and the persons by whose keys alone it opens; with none of them, the master key opens it.
#[derive(Clone)]
struct Known {
    key: CaseKey,
    persons: Vec<String>,
}

impl Keys {
    /// Makes the folder, the master key and the seed of the log, where they are not there yet.
    ///
    /// # Errors
    /// Where the folder cannot be written or is open to others.
    pub(super) fn prepare(data: &Path) -> Result<Self, StorageError> {
        create_private_folder(data)?;
        create_private_folder(&data.join("keys"))?;
        let master = data.join("master.key");
        if !master.exists() {
            write_once(&master, &Zeroizing::new(sealed::random::<32>()?)[..])?;
        }
        let keys = Self::open(data)?;
        keys.prepare_log_seed(1)?;
        Ok(keys)
    }

    /// Opens the folder of an installation.
    ///
    /// # Errors
    /// Where the master key is missing or not 32 bytes, or a file is open to others.
    pub(super) fn open(data: &Path) -> Result<Self, StorageError> {
        let file = data.join("master.key");
        check_private(data, 0o700)?;
        let bytes = read(&file, "the master key", data)?;
        let master =
            bytes.as_slice().try_into().map(Zeroizing::new).map_err(|_| StorageError::tampered("the master key"))?;
        Ok(Self { data: data.to_owned(), erasures: beside(data), master, cached: Mutex::default() })
    }

    /// The same with the list of destroyed keys in another place than beside the folder.
    pub(super) fn with_erasures(self, file: Option<&Path>) -> Self {
        match file {
            Some(file) => Self { erasures: file.to_owned(), ..self },
            None => self,
        }
    }

    /// Makes the key of a new case and writes it to the disk. Call it before the case is written.
    ///
    /// # Errors
    /// [`StorageError::AlreadyExists`] where the case has one; where the folder cannot be written.
    pub async fn create(self: &Arc<Self>, case: &str) -> Result<CaseKey, StorageError> {
        let (keys, case) = (Arc::clone(self), case.to_owned());
        // Waits for the disk twice: not on a thread that serves others.
        let made = tokio::task::spawn_blocking(move || keys.create_now(&case)).await;
        made.map_err(|_| StorageError::Panicked)?
    }

    fn create_now(&self, case: &str) -> Result<CaseKey, StorageError> {
        let file = self.case_file(case)?;
        if file.exists() || file.with_extension(GONE).exists() {
            return Err(StorageError::AlreadyExists { what: format!("the key of case `{case}`") });
        }
        let folder = file.parent().unwrap_or(&self.data);
        if !folder.exists() {
            create_private_folder(folder)?;
            sync_folder(&self.data.join("keys"))?;
        }
        let key = Zeroizing::new(sealed::random::<32>()?);
        write_once(&file, &self.wrap(case, &key)?)?;
        Ok(self.remember(case, key, Vec::new()))
    }

    /// Takes the key of a case away again that was never written: nothing was ever sealed under it. Where the file
    /// cannot be taken away it stays, and opens nothing.
    pub async fn discard_unused(self: &Arc<Self>, case: &str) {
        let (keys, case) = (Arc::clone(self), case.to_owned());
        let gone = tokio::task::spawn_blocking(move || {
            keys.cached.lock().unwrap_or_else(PoisonError::into_inner).remove(&case);
            fs::remove_file(keys.case_file(&case)?).map_err(StorageError::file(&keys.data))
        });
        if let Ok(Err(error)) = gone.await {
            tracing::warn!(%error, "a key that nothing uses could not be taken away");
        }
    }

    /// The key of a case.
    ///
    /// # Errors
    /// [`StorageError::Erased`] where it was destroyed, [`StorageError::KeyMissing`] where there is none,
    /// [`StorageError::Tampered`] where it was not wrapped here.
    pub fn of(&self, case: &str) -> Result<CaseKey, StorageError> {
        if let Some(Known { key, persons }) = self.known(case)? {
            if persons.is_empty() || persons.iter().any(|person| self.of_person(person).is_ok()) {
                return Ok(key);
            }
            // Another process may have filed it under others since.
            self.forget(case);
        }
        let bytes = self.read(case)?;
        match bytes.strip_prefix(FILED) {
            None => Ok(self.remember(case, self.unwrap(case, &bytes)?, Vec::new())),
            Some(filed) => self.unwrap_filed(case, filed),
        }
    }

    /// What is in memory of a key that was not destroyed.
    fn known(&self, case: &str) -> Result<Option<Known>, StorageError> {
        // Looked at each time, since another process may have destroyed the key that this one still has in memory.
        if self.case_file(case)?.with_extension(GONE).exists() {
            self.forget(case);
            return Err(StorageError::Erased { case: case.to_owned() });
        }
        Ok(self.cached.lock().unwrap_or_else(PoisonError::into_inner).get(case).cloned())
    }

    fn read(&self, case: &str) -> Result<Zeroizing<Vec<u8>>, StorageError> {
        read(&self.case_file(case)?, &format!("the key of case `{case}`"), &self.data.join("keys"))
    }

    /// The key of a person: it is filed under nobody.
    fn of_person(&self, person: &str) -> Result<CaseKey, StorageError> {
        match self.known(person)? {
            Some(known) => Ok(known.key),
            None => Ok(self.remember(person, self.unwrap(person, &self.read(person)?)?, Vec::new())),
        }
    }

    /// Opens the key of a case by the key of any person under whom it is filed.
    fn unwrap_filed(&self, case: &str, filed: &[u8]) -> Result<CaseKey, StorageError> {
        let altered = || StorageError::tampered(format!("the key `{case}`"));
        let (mut persons, mut key) = (Vec::new(), None);
        for part in filed.chunks(PERSON + 32 + sealed::LONGER) {
            let (person, wrapped) = part.split_at_checked(PERSON).ok_or_else(altered)?;
            let person = str::from_utf8(person).map_err(|_| altered())?;
            persons.push(person.to_owned());
            match self.of_person(person) {
                Ok(by) if key.is_none() => {
                    let opened = Zeroizing::new(sealed::open(&by.derived(WRAP), under(case, person), wrapped)?);
                    key = Some(opened.as_slice().try_into().map(Zeroizing::new).map_err(|_| altered())?);
                }
                Ok(_) | Err(StorageError::Erased { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        let key = key.ok_or_else(|| StorageError::Erased { case: case.to_owned() })?;
        Ok(self.remember(case, key, persons))
    }

    /// Files the key of a case under persons: from then on it opens by the key of any of them and by nothing else, so that
    /// destroying those ends it. The same again changes nothing. Source: UNCC 36.
    ///
    /// # Errors
    /// As [`Keys::of`]; where the folder cannot be written.
    pub(super) fn file_under(&self, case: &str, persons: &[String]) -> Result<(), StorageError> {
        let key = self.of(case)?;
        if persons.is_empty() || self.known(case)?.is_some_and(|known| known.persons == persons) {
            return Ok(());
        }
        let mut bytes = FILED.to_vec();
        for person in persons {
            bytes.extend(person.as_bytes());
            bytes.extend(sealed::seal(&self.of_person(person)?.derived(WRAP), under(case, person), &key.0[..])?);
        }
        replace(&self.case_file(case)?, &bytes)?;
        self.forget(case);
        Ok(())
    }

    /// Whether there is a file with this key, destroyed or not.
    pub(super) fn has(&self, case: &str) -> bool {
        self.case_file(case).is_ok_and(|file| file.exists())
    }

    fn forget(&self, case: &str) {
        self.cached.lock().unwrap_or_else(PoisonError::into_inner).remove(case);
    }

    /// Destroys the key of a case; whether there was one. It may be asked again after every way to be cut off. Where the disk
    /// keeps older bytes of a file (snapshots, worn blocks of flash), only encrypting the disk helps. Source: UNCC 36.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub(super) fn destroy(&self, case: &str) -> Result<bool, StorageError> {
        let file = self.case_file(case)?;
        create_private_folder(file.parent().unwrap_or(&self.data))?;
        mark_gone(&file, b"destroyed\n")?;
        self.forget(case);
        overwrite_and_remove(&file)
    }

    /// The cases whose keys were destroyed, as the list outside the folder says. A line that was cut off counts for nothing.
    ///
    /// # Errors
    /// Where the list cannot be read.
    pub(super) fn erasures(&self) -> Result<BTreeSet<String>, StorageError> {
        match fs::read_to_string(&self.erasures) {
            Ok(text) => Ok(text.lines().filter(|line| self.case_file(line).is_ok()).map(ToOwned::to_owned).collect()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeSet::new()),
            Err(error) => Err(StorageError::file(&self.erasures)(error)),
        }
    }

    /// Appends cases to the list; with none, only sees whether it can be written.
    ///
    /// # Errors
    /// Where it cannot be.
    pub(super) fn note_erasures(&self, cases: &[&str]) -> Result<(), StorageError> {
        let mut options = fs::OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        // A line of its own each time, whatever was cut off before.
        let lines: String = cases.iter().flat_map(|case| ["\n", case, "\n"]).collect();
        let written = options.open(&self.erasures).and_then(|mut file| {
            file.write_all(lines.as_bytes())?;
            file.sync_all()
        });
        written.map_err(StorageError::file(&self.erasures))
    }

    fn remember(&self, case: &str, key: Zeroizing<Key>, persons: Vec<String>) -> CaseKey {
        let key = CaseKey(Arc::new(key));
        let mut cached = self.cached.lock().unwrap_or_else(PoisonError::into_inner);
        if cached.len() >= CACHED {
            cached.clear();
        }
        cached.insert(case.to_owned(), Known { key: key.clone(), persons });
        key
    }

    /// The 32 secret bytes that a pair of the log's signing keys is made from: number 1 until it is replaced, then 2.
    ///
    /// # Errors
    /// As [`Keys::of`].
    pub fn log_seed(&self, number: usize) -> Result<Zeroizing<Key>, StorageError> {
        self.unwrap(&log_name(number), &read(&self.log_file(number), "the seed of the log's key", &self.data)?)
    }

    /// Makes the seed of a pair of the log's keys, where it is not there yet and was not destroyed.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub(super) fn prepare_log_seed(&self, number: usize) -> Result<(), StorageError> {
        let file = self.log_file(number);
        if file.exists() || file.with_extension(GONE).exists() {
            return Ok(());
        }
        let seed = Zeroizing::new(sealed::random::<32>()?);
        write_once(&file, &self.wrap(&log_name(number), &seed)?)
    }

    /// Destroys the seed of a pair of the log's keys; what stands in its place says which public keys they were. It may be
    /// asked again after every way to be cut off.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub(super) fn destroy_log_seed(&self, number: usize, public: &str) -> Result<bool, StorageError> {
        let file = self.log_file(number);
        mark_gone(&file, public.as_bytes())?;
        overwrite_and_remove(&file)
    }

    /// The public keys of a seed that was destroyed, a line each.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub(super) fn destroyed_log_keys(&self, number: usize) -> Result<Option<String>, StorageError> {
        let file = self.log_file(number).with_extension(GONE);
        match fs::read_to_string(&file) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StorageError::file(&file)(error)),
        }
    }

    /// The key of the seals beside the leaves.
    #[must_use]
    pub fn entry_key(&self) -> Zeroizing<Key> {
        self.derived("entry")
    }

    /// A key of the installation for one purpose.
    pub(super) fn derived(&self, purpose: &str) -> Zeroizing<Key> {
        commitment::derive(&self.master, purpose)
    }

    fn wrap(&self, name: &str, key: &Key) -> Result<Vec<u8>, StorageError> {
        sealed::seal(&self.derived(WRAP), wrapped(name), key)
    }

    fn unwrap(&self, name: &str, bytes: &[u8]) -> Result<Zeroizing<Key>, StorageError> {
        let key = Zeroizing::new(sealed::open(&self.derived(WRAP), wrapped(name), bytes)?);
        key.as_slice().try_into().map(Zeroizing::new).map_err(|_| StorageError::tampered(format!("the key `{name}`")))
    }

    /// Where the keys lie.
    pub(super) fn folder(&self) -> &Path {
        &self.data
    }

    fn log_file(&self, number: usize) -> PathBuf {
        self.data.join(format!("{}.key", log_name(number)))
    }

    fn case_file(&self, case: &str) -> Result<PathBuf, StorageError> {
        // The name becomes a path: nothing but the digits of a case.
        if case.len() != 32 || !case.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(StorageError::missing(format!("the case `{case}`")));
        }
        Ok(self.data.join("keys").join(&case[..2]).join(format!("{case}.key")))
    }
}

/// How the file of a key begins that is filed under persons: for each their id and the key, wrapped by theirs.
const FILED: &[u8] = b"filed\n";

/// So long is the id of a person.
const PERSON: usize = 32;

/// What keys are wrapped for.
const WRAP: &str = "wrap";

fn under<'a>(case: &'a str, person: &'a str) -> Place<'a> {
    Place { row: person, ..wrapped(case) }
}

/// The end of the name of what stands in the place of a destroyed key.
pub(super) const GONE: &str = "erased";

/// `comity-data.erasures` beside `comity-data`.
fn beside(data: &Path) -> PathBuf {
    match data.file_name() {
        Some(name) => data.with_file_name(format!("{}.{ERASURES}", name.to_string_lossy())),
        None => data.join(ERASURES),
    }
}

const ERASURES: &str = "erasures";

/// What the seed of a pair of the log's keys is called: `log`, then `log-2`.
fn log_name(number: usize) -> String {
    if number <= 1 { "log".to_owned() } else { format!("log-{number}") }
}

/// Puts the mark beside a key that nothing hands it out any more; before the key is destroyed.
fn mark_gone(file: &Path, said: &[u8]) -> Result<(), StorageError> {
    let gone = file.with_extension(GONE);
    if gone.exists() {
        return Ok(());
    }
    match write_once(&gone, said) {
        Err(StorageError::File { source, .. }) if source.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        done => done,
    }
}

/// Puts other bytes in the place of a key, whole or not at all, and noise over those that stood there.
fn replace(file: &Path, bytes: &[u8]) -> Result<(), StorageError> {
    let folder = file.parent().unwrap_or_else(|| Path::new("."));
    let mut before = fs::OpenOptions::new().write(true).open(file).map_err(StorageError::file(file))?;
    let mut draft = tempfile::NamedTempFile::new_in(folder).map_err(StorageError::file(folder))?;
    draft.write_all(bytes).and_then(|()| draft.as_file().sync_all()).map_err(StorageError::file(file))?;
    draft.persist(file).map_err(|error| StorageError::file(file)(error.error))?;
    sync_folder(folder)?;
    blot(file, &mut before)
}

/// Writes noise over a file.
fn blot(file: &Path, open: &mut fs::File) -> Result<(), StorageError> {
    let length = open.metadata().map_err(StorageError::file(file))?.len();
    let noise: Vec<u8> =
        sealed::random::<128>()?.into_iter().cycle().take(usize::try_from(length).unwrap_or(128)).collect();
    open.write_all(&noise).and_then(|()| open.sync_all()).map_err(StorageError::file(file))
}

/// Writes noise over a key and takes its file away; whether there was one.
fn overwrite_and_remove(file: &Path) -> Result<bool, StorageError> {
    let mut open = match fs::OpenOptions::new().write(true).open(file) {
        Ok(open) => open,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(StorageError::file(file)(error)),
    };
    blot(file, &mut open)?;
    fs::remove_file(file).map_err(StorageError::file(file))?;
    sync_folder(file.parent().unwrap_or_else(|| Path::new(".")))?;
    Ok(true)
}

fn wrapped(name: &str) -> Place<'_> {
    Place { case: name, table: "keys", column: "key", row: "" }
}

fn read(file: &Path, what: &str, folder: &Path) -> Result<Zeroizing<Vec<u8>>, StorageError> {
    match fs::read(file) {
        Ok(bytes) => {
            let bytes = Zeroizing::new(bytes);
            check_private(file, 0o600).map(|()| bytes)
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(StorageError::KeyMissing { what: what.to_owned(), folder: folder.to_owned() })
        }
        Err(error) => Err(StorageError::file(file)(error)),
    }
}

/// Writes a file whole or not at all, and never over another.
fn write_once(file: &Path, bytes: &[u8]) -> Result<(), StorageError> {
    let folder = file.parent().unwrap_or_else(|| Path::new("."));
    let mut draft = tempfile::NamedTempFile::new_in(folder).map_err(StorageError::file(folder))?;
    draft.write_all(bytes).and_then(|()| draft.as_file().sync_all()).map_err(StorageError::file(file))?;
    draft.persist_noclobber(file).map_err(|error| StorageError::file(file)(error.error))?;
    sync_folder(folder)
}

fn sync_folder(folder: &Path) -> Result<(), StorageError> {
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(StorageError::file(folder))
}

pub(super) fn create_private_folder(folder: &Path) -> Result<(), StorageError> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder).map_err(StorageError::file(folder))?;
    check_private(folder, 0o700)
}

#[cfg(unix)]
fn check_private(path: &Path, wanted: u32) -> Result<(), StorageError> {
    use std::os::unix::fs::PermissionsExt;

    // The six lowest bits are those of the group and of everybody else.
    let mode = fs::metadata(path).map_err(StorageError::file(path))?.permissions().mode() & 0o777;
    if mode.trailing_zeros() >= 6 {
        Ok(())
    } else {
        Err(StorageError::KeysExposed { path: path.to_owned(), mode, wanted })
    }
}

#[cfg(not(unix))]
fn check_private(_path: &Path, _wanted: u32) -> Result<(), StorageError> {
    Ok(())
}
