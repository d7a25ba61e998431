//! How the log stands: how far it is signed, what was seen of it, and where it is sealed, why and what to do.

use std::path::PathBuf;

use serde::Serialize;

use crate::audit::rotation::Generation;
use crate::storage::sidecar::{Lack, SeenBy};
use crate::storage::{LogSealed, StorageError};

use super::app::App;
use super::error::OperationError;
use super::rotate_key::hash_of;
use super::span::{apply, operation};
use super::stamp_log::{self, Stamped};

/// How the log stands.
#[derive(Debug, Clone, Serialize)]
pub struct LogStatus {
    /// How many entries the database has.
    pub size: u64,
    /// How many of them the last checkpoint covers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed: Option<u64>,
    /// When that was signed, or confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_at: Option<String>,
    /// The file with the last signed checkpoint.
    pub sidecar: PathBuf,
    /// How many entries that file has seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sidecar_size: Option<u64>,
    /// Why nothing is written or signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<LogSealed>,
    /// Why nothing can be signed although it is not sealed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub altered: Option<String>,
    /// The keys of the log in the order in which they took each other's place.
    pub keys: Vec<KeysOfLog>,
    /// The newest stamp of each time-stamping authority.
    pub time_stamps: Vec<Stamped>,
    /// What to do next, in sentences.
    pub advice: Vec<String>,
}

/// A pair of keys, and which sizes of the log it signs.
#[derive(Debug, Clone, Serialize)]
pub struct KeysOfLog {
    /// The public keys, Ed25519 first.
    pub keys: Vec<String>,
    /// The hash of the first, as `comity log rotate-key` and `retire-key` ask for it.
    pub hash: String,
    /// The first size that it signs.
    pub from: u64,
    /// The first size that it does not sign any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<u64>,
}

impl From<Generation> for KeysOfLog {
    fn from(one: Generation) -> Self {
        let hash = one.keys.first().map(hash_of).unwrap_or_default();
        let keys = one.keys.iter().map(ToString::to_string).collect();
        Self { keys, hash, from: one.from, until: one.until }
    }
}

impl LogStatus {
    /// Whether it is written and signed.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.sealed.is_none() && self.altered.is_none()
    }
}

/// Looks at the log as whoever signs it would: what came since the last checkpoint is hashed again.
///
/// # Errors
/// Where database or files cannot be read.
#[apply(operation!)]
pub async fn run(app: &App) -> Result<LogStatus, OperationError> {
    app.storage.compare_with_sidecar().await?;
    let (size, newest) = app.storage.standing().await?;
    let altered = match app.storage.recheck().await {
        Ok(_) => None,
        Err(error @ StorageError::Tampered { .. }) => Some(error.to_string()),
        Err(error) => return Err(error.into()),
    };
    let sealed = app.storage.sealed();
    let advice = match &sealed {
        Some(sealed) => advice(sealed),
        None if altered.is_some() => vec![
            "keep the database as it is, and run `comity audit verify` without a file: it names what was altered"
                .to_owned(),
            "restore a copy from before that; the log is sealed then, and `comity log refill` puts back what it lacks"
                .to_owned(),
        ],
        None => Vec::new(),
    };
    Ok(LogStatus {
        size,
        signed: newest.as_ref().map(|newest| newest.size),
        signed_at: newest.map(|newest| newest.signed_at),
        sidecar: app.storage.sidecar().to_owned(),
        sidecar_size: app.storage.sidecar_checkpoint().await?.map(|seen| seen.size),
        keys: keys(app).await?,
        time_stamps: stamp_log::newest(app).await?,
        sealed,
        altered,
        advice,
    })
}

/// Before there is an authority there are none; leaves about keys that were altered are told of already.
async fn keys(app: &App) -> Result<Vec<KeysOfLog>, OperationError> {
    match app.storage.log_keys().await {
        Ok(keys) => Ok(keys.into_iter().map(KeysOfLog::from).collect()),
        Err(StorageError::Tampered { .. } | StorageError::NotFound { .. } | StorageError::KeyMissing { .. }) => {
            Ok(Vec::new())
        }
        Err(error) => Err(error.into()),
    }
}

fn advice(sealed: &LogSealed) -> Vec<String> {
    let lines: &[&str] = match (sealed.lack, &sealed.by) {
        (Lack::Shorter, SeenBy::Sidecar) => &[
            "a newer copy of this database is the best way out: stop every process and put it back",
            "else put the lost entries back from tiles or from an export of the whole log: `comity log refill --from FOLDER-OR-EXPORT`",
            "requests that moved in the lost span stay sealed after that, since their words are not in the log",
            "where neither is to be had, call an auditor: with the checkpoint file moved away the log goes on, and whoever has seen more can show for ever that it was set back",
        ],
        (Lack::Shorter, SeenBy::Witness(_)) => &[
            "a newer copy of this database is the best way out: stop every process and put it back",
            "else keep the witness's checkpoint as the file beside the database, and put the lost entries back: `comity log refill --from FOLDER-OR-EXPORT`",
        ],
        (Lack::Closed, _) => &[
            "export it whole for whoever verifies: nothing is added any more, and everything is read",
            "the log that goes on is another installation's, under the next name: `comity init --after NOTE`",
        ],
        (Lack::Another, _) => &[
            "keep the database as it is and call an auditor: whoever rewrote it could not rewrite what others have seen",
            "look whether the database belongs to this folder of keys: another installation's looks the same",
            "restore a copy that goes on from what was seen; nothing can be put back into one that does not",
            "where there is none, close the log, `comity log close`: another goes on under the next name",
        ],
        (Lack::Shorter, SeenBy::Administrator) | (Lack::Unreadable, _) => &[
            "look whether the file is the one of this log, and whether the keys are: restore whichever is not",
            "where the file alone was destroyed, move it away; from then on only witnesses and auditors know how far the log was",
        ],
    };
    lines.iter().map(ToString::to_string).collect()
}
