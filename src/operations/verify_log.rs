//! Verifies an export, or the database itself: the log as it was signed, and every step by the rules it names.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};
use std::sync::Arc;

use serde::Serialize;

use crate::audit::archive::ArchiveError;
use crate::audit::bundle::Bundle;
use crate::audit::entry::Entry;
use crate::audit::hash::Hash;
use crate::audit::note::Verifier;
use crate::audit::report::Report;
use crate::audit::verify::{self, Demand};
use crate::domain::ids::Digest;
use crate::domain::request::AssistanceRequest;
use crate::domain::role::Role;
use crate::engine::files::RuleFiles;
use crate::engine::rulebook::Rulebook;
use crate::storage::requests::{self, RequestFilter};
use crate::storage::{StorageError, documents, log, roles};

use super::app::App;
use super::entry::SYSTEM;
use super::error::OperationError;
use super::replay::{Replay, difference};
use super::subject;

/// Entries of the authority's own chain: they name no rulebook.
const OF_AUTHORITY: [&str; 14] = [
    "authority_installed", "official_added", "official_shut_out", "official_let_in", "role_granted", "role_confirmed", "role_revoked",
    "password_reset", "password_chosen", "profile_changed", "log_exported", "backup_made", "database_verified", "schema_migrated",
];

/// What replay keeps between entries.
#[derive(Default)]
struct Replaying {
    requests: Replay,
    /// Who holds each role, by mark, as the authority's own chain says.
    holders: BTreeMap<Role, BTreeSet<String>>,
    /// Whether the log's own chain was seen from its beginning: without it nobody can say who held what.
    whole: bool,
}

impl Replaying {
    fn take(&mut self, rulebook: Option<&Rulebook>, entry: &Entry) -> Result<(), String> {
        if OF_AUTHORITY.contains(&entry.kind.as_str()) {
            return self.authority(entry);
        }
        if self.whole && entry.actor.role != SYSTEM {
            let role: Role = entry.actor.role.parse().map_err(|_| format!("there is no role `{}`", entry.actor.role))?;
            if self.holders.get(&role).is_none_or(BTreeSet::is_empty) {
                return Err(format!("it was done in the role `{role}`, which nobody held at that time"));
            }
        }
        self.requests.take(rulebook, entry)
    }

    fn authority(&mut self, entry: &Entry) -> Result<(), String> {
        if entry.kind == "authority_installed" {
            self.whole = true;
        }
        let text = |key: &str| entry.body.get(key).and_then(|value| value.as_str()).map(ToOwned::to_owned);
        let counts = entry.body.get("in_effect").and_then(serde_json::Value::as_bool).unwrap_or(false);
        let (Some(official), Some(role)) = (text("official"), text("role")) else { return Ok(()) };
        let role: Role = role.parse().map_err(|_| format!("there is no role `{role}`"))?;
        match entry.kind.as_str() {
            "role_revoked" => _ = self.holders.entry(role).or_default().remove(&official),
            "role_granted" | "role_confirmed" if counts => _ = self.holders.entry(role).or_default().insert(official),
            _ => {}
        }
        Ok(())
    }
}

/// Verifies an export with a key that the reader brings, and replays every step by the rulebooks in it.
///
/// # Errors
/// Where the export cannot be read at all; what is wrong inside stands in the report.
pub fn export(reader: impl Read + Seek, key: &Verifier, demand: &Demand) -> Result<Report, ArchiveError> {
    let mut bundle = Bundle::open(reader)?;
    let rulebooks: BTreeMap<Hash, Result<Rulebook, String>> =
        bundle.rulebooks()?.into_iter().map(|(hash, bytes)| (hash, rulebook_of(&hash, &bytes))).collect();
    let mut replaying = Replaying::default();
    verify::verify(&mut bundle, key, demand, |_, entry| {
        let rulebook = match entry.rule.and_then(|hash| rulebooks.get(&hash)) {
            Some(Ok(rulebook)) => Some(rulebook),
            Some(Err(why)) => return Err(why.clone()),
            None => None,
        };
        replaying.take(rulebook, entry)
    })
}

fn rulebook_of(hash: &Hash, bytes: &[u8]) -> Result<Rulebook, String> {
    let files: RuleFiles = serde_json::from_slice(bytes).map_err(|error| format!("the rulebook {hash} cannot be read: {error}"))?;
    if files.hash().as_str() != hash.to_string() {
        return Err(format!("the rulebook {hash} in the export has another hash"));
    }
    Rulebook::load(files).map_err(|faults| format!("the rulebook {hash} has {} fault(s), by the rules of this program", faults.len()))
}

/// Something that tables and log disagree about.
#[derive(Debug, Clone, Serialize)]
pub struct Difference {
    /// The request, or `the log`, `roles`.
    pub of: String,
    /// What differs.
    pub sentence: String,
}

/// What comparing the database with its log found.
#[derive(Debug, Clone, Serialize)]
pub struct DatabaseReport {
    /// Whether nothing differs.
    pub intact: bool,
    /// How many leaves were hashed again.
    pub leaves: u64,
    /// How many requests were replayed.
    pub requests: u64,
    /// What differs.
    pub differences: Vec<Difference>,
}

/// Compares all tables with the log: every leaf hashed again, every request replayed, every word and document opened.
///
/// # Errors
/// Where the database cannot be read at all.
pub async fn database(app: &App) -> Result<DatabaseReport, OperationError> {
    let mut differences = Vec::new();
    let mut found = |of: &str, sentence: String| differences.push(Difference { of: of.to_owned(), sentence });
    let tampered = |result: Result<_, StorageError>| match result {
        Ok(()) => Ok(None),
        Err(error @ (StorageError::Tampered { .. } | StorageError::KeyMissing { .. })) => Ok(Some(error.to_string())),
        Err(error) => Err(OperationError::from(error)),
    };
    if let Some(sentence) = tampered(app.storage.recheck().await.map(|_| ()))? {
        found("the log", sentence);
    }
    let mut reader = app.storage.snapshot().await?;
    if let Some(sentence) = tampered(roles::list(&mut reader, app.storage.keys()).await.map(|_| ()))? {
        found("roles", sentence);
    }
    let leaves = replay_all(app, &mut reader, &mut found).await?;
    let mut count = 0;
    let mut filter = RequestFilter::default();
    loop {
        let rows = requests::list(&mut reader, &filter, 200).await?;
        let Some(last) = rows.last() else { break };
        filter.after = Some((last.created_at.clone(), last.id.clone()));
        for row in &rows {
            count += 1;
            for sentence in differences_of(app, &mut reader, row).await? {
                found(&row.reference, sentence);
            }
        }
    }
    Ok(DatabaseReport { intact: differences.is_empty(), leaves, requests: count, differences })
}

/// Hashes every leaf again and replays the whole log, as a reader of an export would.
async fn replay_all(app: &App, reader: &mut sqlx::AnyConnection, found: &mut impl FnMut(&str, String)) -> Result<u64, OperationError> {
    let mut replaying = Replaying::default();
    let mut frontier = crate::audit::tree::Frontier::default();
    let mut from = 0;
    let sealing = app.storage.keys().entry_key();
    loop {
        let leaves = log::leaves(reader, from, 2000).await?;
        let Some(last) = leaves.last() else { break };
        from = last.index + 1;
        for placed in &leaves {
            if placed.index != frontier.size() {
                found("the log", format!("leaf {} is not there", frontier.size()));
                return Ok(frontier.size());
            }
            frontier.append(placed.leaf.hash);
            let entry = match placed.entry(&sealing) {
                Ok(entry) => entry,
                Err(error) => {
                    found("the log", format!("leaf {}: {error}", placed.index));
                    continue;
                }
            };
            let rulebook = match &entry.rule {
                Some(hash) => Some(app.rulebook_of(&Digest::parse(hash.to_string())?).await?),
                None => None,
            };
            if let Err(why) = replaying.take(rulebook.as_deref(), &entry) {
                found("the log", format!("leaf {}: {why}", placed.index));
            }
        }
    }
    let head = log::head(reader).await;
    if head.is_ok_and(|head| head.size() != frontier.size() || head.root() != frontier.root()) {
        found("the log", "its leaves do not add up to its head".to_owned());
    }
    Ok(frontier.size())
}

/// What one request's tables say against its log.
async fn differences_of(app: &App, reader: &mut sqlx::AnyConnection, row: &requests::RequestRow) -> Result<Vec<String>, OperationError> {
    let keys = app.storage.keys();
    let request: AssistanceRequest = match serde_json::from_str(&row.standing) {
        Ok(request) => request,
        Err(error) => return Ok(vec![format!("its standing cannot be read: {error}")]),
    };
    let entries = match log::entries_of(reader, &keys.entry_key(), &row.id).await {
        Ok(entries) => entries,
        Err(error @ StorageError::Tampered { .. }) => return Ok(vec![error.to_string()]),
        Err(error) => return Err(error.into()),
    };
    let mut replay = Replay::default();
    let mut sentences = Vec::new();
    for entry in &entries {
        let rulebook: Option<Arc<Rulebook>> = match &entry.rule {
            Some(hash) => Some(app.rulebook_of(&Digest::parse(hash.to_string())?).await?),
            None => None,
        };
        if let Err(why) = replay.take(rulebook.as_deref(), entry) {
            sentences.push(format!("entry {}: {why}", entry.cseq));
            break;
        }
    }
    let logged = entries.first().and_then(|entry| replay.of(entry.case));
    sentences.extend(difference(row, &request, logged));
    for (subject, digest) in &request.subjects {
        match subject::read(reader, keys, &row.id, (*subject, None, digest)).await {
            Ok(Some(_)) => {}
            Ok(None) => sentences.push(format!("the words of the {subject} are not there")),
            Err(error) => sentences.push(format!("the words of the {subject}: {error}")),
        }
    }
    sentences.extend(documents_of(app, reader, &row.id).await?);
    Ok(sentences)
}

async fn documents_of(app: &App, reader: &mut sqlx::AnyConnection, id: &str) -> Result<Vec<String>, OperationError> {
    let keys = app.storage.keys();
    let rows = match documents::list(reader, keys, id).await {
        Ok(rows) => rows,
        Err(error @ StorageError::Tampered { .. }) => return Ok(vec![error.to_string()]),
        Err(error) => return Err(error.into()),
    };
    let mut sentences = Vec::new();
    for row in rows {
        match documents::read_bytes(reader, keys, &row.id).await {
            Ok(_) => {}
            Err(error @ StorageError::Tampered { .. }) => sentences.push(format!("document {}: {error}", row.id)),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(sentences)
}
