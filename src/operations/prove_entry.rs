//! Proves that an entry is in the log: a receipt that anybody checks with the authority's public key, without us.

use serde::Serialize;
use sqlx::AnyConnection;

use crate::audit::checkpoint::Checkpoint;
use crate::audit::hash::Hash;
use crate::audit::key::Verifier;
use crate::audit::proof::verify_inclusion;
use crate::audit::proof_file::{ProofFile, ProofFileError};
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::domain::time;
use crate::storage::leaves::StoredLeaf;
use crate::storage::{StorageError, log, requests};

use super::access::{self, Official};
use super::app::App;
use super::error::OperationError;
use super::read_log::{self, Which};
use super::span::{apply, operation};

/// That an entry is in the log, as far as the log was when the checkpoint was signed.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Proof {
    /// The place of the entry in the log, from 0.
    pub index: u64,
    /// How many leaves the signed checkpoint covers.
    pub size: u64,
    /// The leaf, byte for byte; it is UTF-8 text, and its hash is what the proof begins with.
    pub entry: String,
    /// The hash of the leaf.
    pub leaf: String,
    /// The hashes from the leaf up to the root, in hexadecimal digits.
    pub hashes: Vec<String>,
    /// The signed note with the root.
    pub checkpoint: String,
    /// The log's public key, for information: a verifier brings their own.
    pub log_key: String,
    #[serde(skip)]
    file: ProofFile,
}

impl Proof {
    /// The same as one text that other programs read too: C2SP tlog-proof, with the leaf as its extra data.
    #[must_use]
    pub fn to_tlog_proof(&self) -> String {
        self.file.to_string()
    }
}

/// Proves an entry: any to an auditor; to another official those of requests that they may see, so that they can keep
/// a receipt. Signs a checkpoint where none covers the entry yet.
///
/// # Errors
/// [`OperationError::NotFound`] for an unknown entry and for a hidden one alike; [`StorageError::Tampered`] where the
/// leaf, or what is stored above it, does not lead to the signed root.
#[apply(operation!)]
pub async fn run(app: &App, official: &Official, which: &Which) -> Result<Proof, OperationError> {
    let mut reader = app.storage.reader().await?;
    let stored = visible(app, &mut reader, official, which).await?;
    let (hash, _) = stored.entry(&app.storage.keys().entry_key())?;
    let index = stored.index;
    // Signing borrows a connection of its own.
    drop(reader);
    let key = app.storage.log_key().await?;
    // One that witnesses have signed says more than the newest, which they may be signing just now.
    let signed = match app.storage.best_witnessed(index).await? {
        // Not one from before the key was replaced: whoever is handed the receipt is told the newest.
        Some(witnessed) if Checkpoint::open(witnessed.note.as_bytes(), &key).is_ok() => witnessed,
        _ => match app.storage.last_checkpoint().await? {
            Some(last) if last.size > index => last,
            _ => app.storage.sign_checkpoint(&time::to_text(app.clock.now())).await?,
        },
    };
    let altered = || StorageError::Tampered { what: format!("the tree above leaf {index} of the audit log") };
    let checkpoint = Checkpoint::open(signed.note.as_bytes(), &key).map_err(|_| altered())?;
    let hashes = log::inclusion(&mut *app.storage.reader().await?, index, checkpoint.size).await?;
    // A proof that does not hold is worse than none: it would speak against whoever keeps it.
    verify_inclusion(index, checkpoint.size, hash, &hashes, checkpoint.root).map_err(|_| altered())?;
    let entry = String::from_utf8(stored.body.clone()).map_err(|_| altered())?;
    let note = app.storage.handed_out(&signed).await?;
    Ok(Proof {
        index,
        size: checkpoint.size,
        entry,
        leaf: hash.to_string(),
        hashes: hashes.iter().map(Hash::to_string).collect(),
        checkpoint: note.clone(),
        log_key: key.to_string(),
        file: ProofFile { leaf: Some(stored.body), index, hashes, checkpoint: note },
    })
}

/// What a receipt proves to whoever brings the authority's public key.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Proven {
    /// The log.
    pub origin: String,
    /// The place of the entry in it.
    pub index: u64,
    /// How many leaves the log had when its checkpoint was signed.
    pub size: u64,
    /// The entry, as it stands in its leaf.
    pub entry: serde_json::Value,
}

/// Checks a receipt, with nothing but the key that the reader brings.
///
/// # Errors
/// Says what does not hold.
pub fn verify(text: &str, key: &Verifier) -> Result<Proven, ProofFileError> {
    let file = ProofFile::parse(text)?;
    let (signed, _) = file.verify(key)?;
    let leaf = file.leaf.unwrap_or_default();
    let entry = serde_json::from_slice(&leaf).map_err(|_| ProofFileError::Malformed("its entry is no JSON"))?;
    Ok(Proven { origin: signed.origin.to_string(), index: file.index, size: signed.size, entry })
}

/// The leaf, for somebody who may have it proven.
async fn visible(
    app: &App,
    reader: &mut AnyConnection,
    official: &Official,
    which: &Which,
) -> Result<StoredLeaf, OperationError> {
    let hidden = || read_log::unknown(which);
    let official = &access::now(reader, app, official).await?;
    // A program of an auditor that may not read the log gets no leaf of it by this way either.
    if official.roles.contains(&Role::Auditor) && official.must_have(Scope::Audit).is_ok() {
        return read_log::find(reader, which).await?.ok_or_else(hidden);
    }
    if matches!(which, Which::Leaf(_)) {
        return Err(hidden());
    }
    let stored = read_log::find(reader, which).await?.ok_or_else(hidden)?;
    // The authority's own chain is no request.
    let row = requests::find(reader, &stored.case).await?.ok_or_else(hidden)?;
    match access::see(app, reader, official, &row).await {
        Ok(_) => Ok(stored),
        Err(error) if matches!(error, OperationError::NoSuchRequest(_)) || access::is_broken(&error) => Err(hidden()),
        Err(error) => Err(error),
    }
}
