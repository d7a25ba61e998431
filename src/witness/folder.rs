//! What a witness remembers: its key, the logs it knows, and of each the last checkpoint that it has signed.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::audit::checkpoint::Checkpoint;
use crate::audit::commitment;
use crate::audit::hash::sha256;
use crate::audit::ids::Origin;
use crate::audit::key::{Scheme, Signer, Verifier};
use crate::audit::note::{Note, NoteError};
use crate::audit::proof::verify_consistency;
use crate::audit::submission::Submission;

use super::disk::{self, FolderError};
use super::evidence::{self, Kind};

/// The file with the name and the secret bytes of the witness.
const KEY: &str = "witness.key";

/// The file with the keys of the logs that it knows, one a line.
const LOGS: &str = "logs";

/// The folder with the last checkpoint of each log.
const CHECKPOINTS: &str = "checkpoints";

/// Why a checkpoint is not signed.
#[derive(Debug, Error)]
pub enum Refused {
    /// No key of this log is known here.
    #[error("this witness knows no log of that name")]
    UnknownLog,
    /// No key of the log has signed, or a line in its name is wrong.
    #[error("no key of this log that the witness knows has signed this")]
    Unsigned,
    /// The submission contradicts itself.
    #[error("the old size is larger than the checkpoint")]
    OldIsLarger,
    /// The proof does not begin where the witness stands.
    #[error("the witness stands at size {0}")]
    Stale(u64),
    /// The log has signed two roots of one size.
    #[error("of this size the witness has seen another root: the log shows different people different logs")]
    OtherRoot,
    /// Nothing shows that what was seen before is the beginning of this.
    #[error("the proof does not show that what was seen before is the beginning of this")]
    Inconsistent,
    /// It would have to sign an earlier time than it has signed before.
    #[error("the clock of this witness stands before what it last signed: it signs again once that time is reached")]
    ClockWentBack,
    /// The witness cannot read or keep what it has seen.
    #[error(transparent)]
    Folder(#[from] FolderError),
}

/// The last checkpoint of a log that was signed here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The checkpoint.
    pub checkpoint: Checkpoint,
    /// When, in seconds since 1970.
    pub at: u64,
    /// The note: the log's own lines, and those of this witness.
    pub note: String,
}

/// The folder of a witness. Several processes may work on one: what is compared and set is locked.
pub struct Folder {
    path: PathBuf,
    signers: [Signer; 2],
    // As they stand in the file: read anew when it changes, so that a log is added while the witness serves.
    logs: RwLock<(Vec<u8>, Arc<Vec<Verifier>>)>,
}

impl Folder {
    /// Makes a witness with a name and 32 secret bytes of good randomness.
    ///
    /// # Errors
    /// [`FolderError::Exists`] where there is one; where the folder cannot be written or is open to others.
    pub fn init(path: &Path, name: &Origin, seed: &[u8; 32]) -> Result<Self, FolderError> {
        disk::folder(path)?;
        disk::is_closed(path, 0o700)?;
        disk::folder(&path.join(CHECKPOINTS))?;
        let text = Zeroizing::new(format!("{name}\n{}\n", STANDARD.encode(seed)));
        if disk::create(&path.join(KEY), text.as_bytes())? {
            Self::open(path)
        } else {
            Err(FolderError::Exists(path.to_owned()))
        }
    }

    /// Opens the folder of a witness.
    ///
    /// # Errors
    /// [`FolderError::NotThere`] where there is none; where its key is open to others or not as it was written.
    pub fn open(path: &Path) -> Result<Self, FolderError> {
        let file = path.join(KEY);
        let text = disk::read(&file)?.map(Zeroizing::new).ok_or_else(|| FolderError::NotThere(path.to_owned()))?;
        disk::is_closed(path, 0o700)?;
        disk::is_closed(&file, 0o600)?;
        let read = || {
            let (name, seed) = str::from_utf8(&text).ok()?.strip_suffix('\n')?.split_once('\n')?;
            let seed = Zeroizing::new(STANDARD.decode(seed).ok()?);
            let seed: Zeroizing<[u8; 32]> = Zeroizing::new(seed.as_slice().try_into().ok()?);
            Some((Origin::parse(name).ok()?, seed))
        };
        let (name, seed) = read().ok_or(FolderError::Damaged(file))?;
        // One file to keep; a key for each scheme, of which neither tells the other.
        let signers = [(Scheme::Cosignature, "witness ed25519"), (Scheme::MlDsa44, "witness ml-dsa-44")];
        let signers =
            signers.map(|(scheme, use_of)| Signer::new(scheme, name.clone(), &commitment::derive(&seed, use_of)));
        disk::folder(&path.join(CHECKPOINTS))?;
        Ok(Self { path: path.to_owned(), signers, logs: RwLock::default() })
    }

    /// Whether a folder holds a witness.
    #[must_use]
    pub fn is_there(path: &Path) -> bool {
        path.join(KEY).exists()
    }

    /// The names of the files that speak against logs.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn evidence(&self) -> Result<Vec<String>, FolderError> {
        evidence::list(&self.path)
    }

    /// The public keys of the witness: Ed25519 and ML-DSA-44.
    #[must_use]
    pub fn keys(&self) -> [&Verifier; 2] {
        self.signers.each_ref().map(Signer::verifier)
    }

    /// The keys of the logs that it knows.
    ///
    /// # Errors
    /// Where the file cannot be read, or a line of it is no key of a log.
    pub fn logs(&self) -> Result<Arc<Vec<Verifier>>, FolderError> {
        let file = self.path.join(LOGS);
        let bytes = disk::read(&file)?.unwrap_or_default();
        {
            let known = self.logs.read().unwrap_or_else(PoisonError::into_inner);
            if known.0 == bytes {
                return Ok(Arc::clone(&known.1));
            }
        }
        let text = str::from_utf8(&bytes).map_err(|_| FolderError::Damaged(file))?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let keys = lines.map(|line| self.log_key(line)).collect::<Result<Vec<_>, _>>()?;
        let keys = Arc::new(keys);
        *self.logs.write().unwrap_or_else(PoisonError::into_inner) = (bytes, Arc::clone(&keys));
        Ok(keys)
    }

    /// Knows a log by its key from now on; a log may have several. Says whether that is new.
    ///
    /// # Errors
    /// Where the key is one of a witness, or this witness's own; where the file cannot be written.
    pub fn trust(&self, vkey: &str) -> Result<bool, FolderError> {
        let key = self.log_key(vkey.trim())?;
        let _held = disk::lock(&self.path.join("logs.lock"))?;
        if self.logs()?.contains(&key) {
            return Ok(false);
        }
        let file = self.path.join(LOGS);
        let mut text = disk::read(&file)?.unwrap_or_default();
        if text.last().is_some_and(|last| *last != b'\n') {
            text.push(b'\n');
        }
        text.extend(format!("{key}\n").into_bytes());
        disk::replace(&file, &text).map(|()| true)
    }

    fn log_key(&self, vkey: &str) -> Result<Verifier, FolderError> {
        let key = Verifier::parse(vkey).map_err(|error| FolderError::Key(error.to_string()))?;
        if key.scheme() == Scheme::Cosignature {
            return Err(FolderError::Key(format!("`{}` is a key of a witness: give the key of the log", key.name())));
        }
        if self.keys().iter().any(|own| own.key_bytes() == key.key_bytes()) {
            return Err(FolderError::Key("this is the witness's own key: no log is its own witness".to_owned()));
        }
        Ok(key)
    }

    /// The last checkpoint of a log that was signed here.
    ///
    /// # Errors
    /// [`FolderError::Damaged`] where the file is not as this witness wrote it.
    pub fn latest(&self, log: &str) -> Result<Option<Seen>, FolderError> {
        self.seen(&self.file_of(log)).map(|seen| seen.filter(|seen| seen.checkpoint.origin.as_str() == log))
    }

    /// The same, by the SHA-256 of the log's name in hexadecimal digits.
    ///
    /// # Errors
    /// As [`Folder::latest`].
    pub fn latest_by_hash(&self, digits: &str) -> Result<Option<Seen>, FolderError> {
        // It becomes a path: nothing but digits.
        if digits.len() != 64 || !digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return Ok(None);
        }
        self.seen(&self.path.join(CHECKPOINTS).join(digits))
    }

    fn file_of(&self, log: &str) -> PathBuf {
        self.path.join(CHECKPOINTS).join(sha256(log.as_bytes()).to_string())
    }

    fn seen(&self, file: &Path) -> Result<Option<Seen>, FolderError> {
        let Some(bytes) = disk::read(file)? else { return Ok(None) };
        // Believed by its own signature only: an edited file must not lead it back.
        let read = || {
            let note = Note::parse(&bytes).ok()?;
            let at = note.signed_at(self.signers[0].verifier()).ok()?;
            let checkpoint = Checkpoint::heading(note.unverified_text()).ok()?;
            Some(Seen { checkpoint, at, note: note.to_string() })
        };
        read().map(Some).ok_or_else(|| FolderError::Damaged(file.to_owned()))
    }

    /// Signs a checkpoint if it is of a log that the witness knows and goes on from what it saw last, at a time in seconds
    /// since 1970. What was signed is on the disk before this returns. Source: C2SP tlog-witness, "add-checkpoint".
    ///
    /// # Errors
    /// [`Refused`], in the order in which the specification asks.
    pub fn cosign(&self, submission: &Submission, now: u64) -> Result<String, Refused> {
        let text = submission.note.unverified_text();
        let new = Checkpoint::heading(text).map_err(|_| Refused::UnknownLog)?;
        let signed = self.signed(&submission.note, &new.origin)?;
        if submission.old > new.size {
            return Err(Refused::OldIsLarger);
        }
        let file = self.file_of(new.origin.as_str());
        let _held = disk::lock(&file.with_extension("lock"))?;
        let seen = self.seen(&file)?;
        if let Some(seen) = &seen
            && (seen.checkpoint.size, seen.checkpoint.root) != (new.size, new.root)
            && seen.checkpoint.size == new.size
        {
            evidence::keep(&self.path, Kind::SplitView, &new, &seen.note, &signed)?;
        }
        Self::follows(submission, &new, seen.as_ref()).inspect_err(|refused| {
            if let (Refused::Inconsistent, Some(seen)) = (refused, &seen)
                && let Err(error) = evidence::keep(&self.path, Kind::NoProof, &new, &seen.note, &signed)
            {
                tracing::error!(%error, "a checkpoint that was not shown to be consistent could not be kept");
            }
        })?;
        if seen.is_some_and(|seen| now < seen.at) {
            return Err(Refused::ClockWentBack);
        }
        let mut note = signed;
        let mut lines = String::new();
        for signer in &self.signers {
            // ML-DSA-44 signs log, size and root alone: not where a log writes lines of its own below them.
            if signer.verifier().scheme() == Scheme::MlDsa44 && text != new.to_string() {
                continue;
            }
            let line = signer.line(text, now).map_err(|_| Refused::Unsigned)?;
            lines = lines + &line.to_string() + "\n";
            note.add(line);
        }
        disk::replace(&file, note.to_string().as_bytes())?;
        Ok(lines)
    }

    /// The text with the lines by which the log's keys vouch for it, and no others.
    fn signed(&self, note: &Note, origin: &Origin) -> Result<Note, Refused> {
        let logs = self.logs()?;
        let keys: Vec<_> = logs.iter().filter(|key| key.name() == origin).collect();
        if keys.is_empty() {
            return Err(Refused::UnknownLog);
        }
        let mut signed = Note::unsigned(note.unverified_text()).map_err(|_| Refused::Unsigned)?;
        for key in keys {
            match note.signed_at(key) {
                Ok(_) => note.lines_of(key).take(1).for_each(|line| signed.add(line.clone())),
                Err(NoteError::Unsigned { .. }) => {}
                Err(_) => return Err(Refused::Unsigned),
            }
        }
        if signed.signatures().is_empty() { Err(Refused::Unsigned) } else { Ok(signed) }
    }

    /// Whether the checkpoint goes on from what was seen last.
    fn follows(submission: &Submission, new: &Checkpoint, seen: Option<&Seen>) -> Result<(), Refused> {
        let (old, proof) = (submission.old, submission.proof.as_slice());
        let known = seen.map_or(0, |seen| seen.checkpoint.size);
        if old != known {
            return Err(Refused::Stale(known));
        }
        let root = match seen {
            Some(seen) => seen.checkpoint.root,
            None => sha256(b""),
        };
        if old == new.size && root != new.root {
            // An empty log has one root only: another is no checkpoint that anything could follow.
            return Err(if old == 0 { Refused::Inconsistent } else { Refused::OtherRoot });
        }
        // Everything follows an empty log, without proof.
        let good = if old == 0 {
            proof.is_empty()
        } else {
            verify_consistency((old, root), (new.size, new.root), proof).is_ok()
        };
        if good { Ok(()) } else { Err(Refused::Inconsistent) }
    }
}
