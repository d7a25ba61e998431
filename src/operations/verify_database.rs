//! Verifies the database: every leaf hashed again, every request replayed, every word and document opened, and every
//! act held against who held the role.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::audit::entry::Entry;
use crate::audit::ids::Mark;
use crate::domain::ids::Digest;
use crate::domain::request::AssistanceRequest;
use crate::engine::rulebook::Rulebook;
use crate::storage::keys::Keys;
use crate::storage::requests::{self, RequestFilter};
use crate::storage::{StorageError, documents, log, officials, roles};

use super::app::App;
use super::compare;
use super::entry::SYSTEM;
use super::error::OperationError;
use super::replay::{Replay, difference};
use super::subject;
use super::verify_log::Replaying;

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
pub async fn run(app: &App) -> Result<DatabaseReport, OperationError> {
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
    let people = People::read(app, &mut reader).await?;
    let mut count = 0;
    let mut filter = RequestFilter::default();
    loop {
        let rows = requests::list(&mut reader, &filter, 200).await?;
        let Some(last) = rows.last() else { break };
        filter.after = Some((last.created_at.clone(), last.id.clone()));
        for row in &rows {
            count += 1;
            for sentence in differences_of(app, &mut reader, row, &people).await? {
                found(&row.reference, sentence);
            }
        }
    }
    Ok(DatabaseReport { intact: differences.is_empty(), leaves, requests: count, differences })
}

/// Hashes every leaf again and replays the whole log, as a reader of an export would.
async fn replay_all(
    app: &App,
    reader: &mut sqlx::AnyConnection,
    found: &mut impl FnMut(&str, String),
) -> Result<u64, OperationError> {
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
async fn differences_of(
    app: &App,
    reader: &mut sqlx::AnyConnection,
    row: &requests::RequestRow,
    people: &People,
) -> Result<Vec<String>, OperationError> {
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
    let mut sentences = people.strangers(keys, &row.id, &entries)?;
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
    match compare::rows_differ(reader, keys, (row, &request), &entries).await {
        Ok(because) => sentences.extend(because),
        Err(OperationError::Storage(error @ StorageError::Tampered { .. })) => sentences.push(error.to_string()),
        Err(other) => return Err(other),
    }
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

/// Who held which role when, as the authority's own chain says: by official, since only the keys link their marks.
struct People {
    officials: Vec<String>,
    /// By official and role: when it began to count, and when it ended.
    held: BTreeMap<(String, String), Vec<Held>>,
}

/// From when a role counted, and until when.
type Held = (String, Option<String>);

impl People {
    async fn read(app: &App, reader: &mut sqlx::AnyConnection) -> Result<Self, OperationError> {
        let keys = app.storage.keys();
        let officials: Vec<String> = officials::list(reader, keys).await?.into_iter().map(|row| row.id).collect();
        let mut people = People { officials, held: BTreeMap::new() };
        let case = app.authority().await?.case;
        let key = keys.of(&case)?;
        let marks: BTreeMap<String, String> =
            people.officials.iter().map(|id| (key.mark(id).to_string(), id.clone())).collect();
        let entries = match log::entries_of(reader, &keys.entry_key(), &case).await {
            Ok(entries) => entries,
            // That its own chain was altered is told by the replay of the log.
            Err(StorageError::Tampered { .. }) => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        for entry in &entries {
            people.learn(entry, &marks);
        }
        Ok(people)
    }

    fn learn(&mut self, entry: &Entry, marks: &BTreeMap<String, String>) {
        let text = |key: &str| entry.body.get(key).and_then(|value| value.as_str());
        let counts = entry.body.get("in_effect").and_then(serde_json::Value::as_bool).unwrap_or(false);
        let (Some(official), Some(role)) = (text("official").and_then(|mark| marks.get(mark)), text("role")) else {
            return;
        };
        let times = self.held.entry((official.clone(), role.to_owned())).or_default();
        match entry.kind.as_str() {
            "role_granted" | "role_confirmed" if counts => times.push((entry.at.to_string(), None)),
            "role_revoked" => {
                if let Some((_, until @ None)) = times.last_mut() {
                    *until = Some(entry.at.to_string());
                }
            }
            _ => {}
        }
    }

    /// Acts on a request by somebody who is no official here, or who did not hold the role at that time.
    fn strangers(&self, keys: &Keys, case: &str, entries: &[Entry]) -> Result<Vec<String>, OperationError> {
        let key = keys.of(case)?;
        let marks: BTreeMap<Mark, &String> = self.officials.iter().map(|id| (key.mark(id), id)).collect();
        let mut sentences = Vec::new();
        for entry in entries.iter().filter(|entry| entry.actor.role != SYSTEM) {
            let at = entry.at.to_string();
            let Some(official) = marks.get(&entry.actor.p) else {
                sentences.push(format!("entry {}: nobody here has the mark of who acted", entry.cseq));
                continue;
            };
            let times = self.held.get(&((*official).clone(), entry.actor.role.clone()));
            let held = times.is_some_and(|times| {
                times.iter().any(|(from, until)| *from <= at && until.as_ref().is_none_or(|until| at <= *until))
            });
            // What was refused was refused: somebody without a role may have tried.
            if !held && entry.kind != "attempt_refused" {
                sentences.push(format!(
                    "entry {}: whoever acted did not hold the role `{}` at that time",
                    entry.cseq, entry.actor.role
                ));
            }
        }
        Ok(sentences)
    }
}
