//! The entry with which a service begins: what it was started with. Whoever turns something off does so before all eyes.

use serde::Serialize;
use serde_json::json;

use crate::audit::hash::Hash;
use crate::storage::StorageError;

use super::app::App;
use super::error::OperationError;
use super::keep_log::leave_system;
use super::span::{apply, operation};

/// The type of the entry.
const STARTED: &str = "service_started";

/// What a service runs with, as the log tells it: no path, no address, no name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "settings that are on or off, and nothing decides by them")]
pub struct RunsWith {
    /// Whether it listens at an address that only this machine reaches.
    pub loopback: bool,
    /// Whether a proxy in front is believed about addresses.
    pub proxy: bool,
    /// Whether pages for those who build them are shown.
    pub development: bool,
    /// Calls a second from one address, and of one official.
    pub calls_by_address: u32,
    /// As above.
    pub calls_by_official: u32,
    /// So many connections at once.
    pub connections: u64,
    /// No document is larger, in bytes.
    pub largest_document: u64,
    /// Whether notices are sent.
    pub mail: bool,
    /// Whether the log is written as tiles too.
    pub tiles: bool,
    /// Minutes between two `heads` leaves.
    pub heads_minutes: u64,
    /// The SHA-256 of the policy that names the witnesses, where any are asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witnesses: Option<Hash>,
    /// How many time-stamping authorities are asked.
    pub time_stamps: u64,
    /// Whether rule files of its own are offered, and not those shipped.
    pub own_rules: bool,
    /// Whether traces and metrics leave for a collector.
    pub telemetry: bool,
}

/// Leaves the entry. While the log is sealed nothing is written; the service says so in other places.
///
/// # Errors
/// Where database or keys cannot be written.
#[apply(operation!)]
pub async fn run(app: &App, with: &RunsWith) -> Result<(), OperationError> {
    // Filing that was cut off between database and keys.
    app.storage.file_keys(None).await?;
    let body = json!({ "program": env!("CARGO_PKG_VERSION"), "with": with });
    match leave_system(app, STARTED, body).await {
        Err(OperationError::Storage(StorageError::LogSealed(_))) => Ok(()),
        done => done,
    }
}
