//! Verifies the database: every leaf hashed again, every request replayed, every word and document opened, and every
//! act held against who held the role.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::audit::entry::Entry;
use crate::audit::rotation::{RETIRED, ROTATED, Rotations};
use crate::domain::ids::Digest;
use crate::domain::request::AssistanceRequest;
use crate::engine::files::RuleFiles;
use crate::engine::rulebook::Rulebook;
use crate::storage::requests::{self, RequestFilter};
use crate::storage::{StorageError, adoptions, agreements, deputyships, documents, log, log_keys, persons, rulebooks};

use super::app::App;
use super::compare;
use super::document;
use super::error::OperationError;
use super::replay::{Replay, difference};
use super::span::{apply, operation};
use super::subject;
use super::verify_heads::VerifyHeads;
use super::verify_log::Replaying;
use super::verify_people::{People, altered};
use super::{erase_content, erase_person};

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
#[apply(operation!)]
pub async fn run(app: &App) -> Result<DatabaseReport, OperationError> {
    let mut differences = Vec::new();
    let mut found = |of: &str, sentence: String| differences.push(Difference { of: of.to_owned(), sentence });
    let tampered = |result: Result<_, StorageError>| match result {
        Ok(()) => Ok(None),
        Err(error) if altered(&error) => Ok(Some(error.to_string())),
        Err(error) => Err(OperationError::from(error)),
    };
    if let Some(sentence) = tampered(app.storage.recheck().await.map(|_| ()))? {
        found("the log", sentence);
    }
    let mut reader = app.storage.snapshot().await?;
    let (leaves, replaying, rules) = replay_all(app, &mut reader, &mut found).await?;
    for sentence in rulebooks_differ(&mut reader, &rules).await? {
        found("rulebook", sentence);
    }
    let people = People::read(app, &mut reader).await?;
    for sentence in people.differ(app, &mut reader).await? {
        found("officials", sentence);
    }
    match agreements::list(&mut reader, app.storage.keys()).await {
        Ok(rows) => {
            for sentence in replaying.agreements_differ(&rows) {
                found("agreements", sentence);
            }
        }
        Err(error) if altered(&error) => found("agreements", error.to_string()),
        Err(error) => return Err(error.into()),
    }
    match deputyships::list(&mut reader, app.storage.keys()).await {
        Ok(rows) => {
            for sentence in replaying.deputyships_differ(&rows) {
                found("deputyships", sentence);
            }
        }
        Err(error) if altered(&error) => found("deputyships", error.to_string()),
        Err(error) => return Err(error.into()),
    }
    match adoptions::list(&mut reader, app.storage.keys()).await {
        Ok(rows) => {
            for sentence in replaying.adoptions_differ(&rows) {
                found("adoptions", sentence);
            }
        }
        Err(error) if altered(&error) => found("adoptions", error.to_string()),
        Err(error) => return Err(error.into()),
    }
    match persons::list(&mut reader, app.storage.keys()).await {
        Ok(_) => {}
        Err(error) if altered(&error) => found("persons", error.to_string()),
        Err(error) => return Err(error.into()),
    }
    for id in persons::list_erased(&mut reader).await? {
        if !erase_person::is_told(app, &id).await? {
            found("persons", format!("`{id}` is marked as erased, and no entry of the log says so"));
        }
    }
    let mut begun = replaying.cases();
    let mut count = 0;
    let mut filter = RequestFilter::default();
    loop {
        let rows = requests::list(&mut reader, &filter, 200).await?;
        let Some(last) = rows.last() else { break };
        filter.after = Some((last.created_at.clone(), last.id.clone()));
        for row in &rows {
            count += 1;
            begun.remove(&row.id);
            for sentence in differences_of(app, &mut reader, row, &people).await? {
                found(&row.reference, sentence);
            }
        }
    }
    for case in begun {
        found(&case, "the log tells of this request, and the table does not have it".to_owned());
    }
    Ok(DatabaseReport { intact: differences.is_empty(), leaves, requests: count, differences })
}

/// Hashes every leaf again and replays the whole log, as a reader of an export would.
async fn replay_all(
    app: &App,
    reader: &mut sqlx::AnyConnection,
    found: &mut impl FnMut(&str, String),
) -> Result<(u64, Replaying, BTreeSet<Digest>), OperationError> {
    let (mut replaying, mut rules) = (Replaying::default(), BTreeSet::new());
    let (mut frontier, mut heads) = (crate::audit::tree::Frontier::default(), VerifyHeads::default());
    let (mut rotations, mut about_keys) = (Rotations::default(), Vec::new());
    let mut from = 0;
    let sealing = app.storage.keys().entry_key();
    loop {
        let leaves = match log::leaves(reader, from, 2000).await {
            Ok(leaves) => leaves,
            Err(error) if altered(&error) => {
                found("the log", format!("the leaves from {from} on cannot be read: {error}"));
                return Ok((frontier.size(), replaying, rules));
            }
            Err(error) => return Err(error.into()),
        };
        let Some(last) = leaves.last() else { break };
        from = last.index + 1;
        for placed in &leaves {
            if placed.index != frontier.size() {
                found("the log", format!("leaf {} is not there", frontier.size()));
                return Ok((frontier.size(), replaying, rules));
            }
            frontier.append(placed.leaf.hash);
            let entry = match placed.entry(&sealing) {
                Ok(entry) => entry,
                Err(error) => {
                    found("the log", format!("leaf {}: {error}", placed.index));
                    continue;
                }
            };
            if [ROTATED, RETIRED].contains(&entry.kind.as_str()) {
                about_keys.push(placed.index);
            }
            if let Err(why) = rotations.take(placed.index, &entry) {
                found("the log", format!("leaf {}: the keys of the log were not replaced so: {why}", placed.index));
            }
            if let Err(why) = heads.take(placed.index, &entry, placed.leaf.hash) {
                found("the log", format!("leaf {}: {why}", placed.index));
            }
            let rulebook = rulebook_for(app, &entry).await?;
            rules.extend(rulebook.as_ref().map(|rulebook| rulebook.hash.clone()));
            if let Err(why) = replaying.take(rulebook.as_deref(), &entry) {
                found("the log", format!("leaf {}: {why}", placed.index));
            }
        }
    }
    let head = log::head(reader).await;
    if head.is_ok_and(|head| head.size() != frontier.size() || head.root() != frontier.root()) {
        found("the log", "its leaves do not add up to its head".to_owned());
    }
    if log_keys::places(reader).await? != about_keys {
        let why =
            "where its leaves about keys stand is remembered otherwise: put `key_leaf` right before anything is signed";
        found("the log", why.to_owned());
    }
    Ok((frontier.size(), replaying, rules))
}

/// Rulebooks that the log names and that are not there, or not as they were.
async fn rulebooks_differ(
    reader: &mut sqlx::AnyConnection,
    rules: &BTreeSet<Digest>,
) -> Result<Vec<String>, OperationError> {
    let mut sentences = Vec::new();
    for hash in rules {
        let stored = match rulebooks::read(reader, hash.as_str()).await {
            Ok(text) => serde_json::from_str::<RuleFiles>(&text).ok(),
            Err(StorageError::NotFound { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        if stored.is_none_or(|files| files.hash() != *hash) {
            sentences.push(format!("the rulebook {hash} is not there, or was altered"));
        }
    }
    Ok(sentences)
}

/// The rulebook that an entry names; none where it cannot be had, which replay then says.
async fn rulebook_for(app: &App, entry: &Entry) -> Result<Option<Arc<Rulebook>>, OperationError> {
    let Some(hash) = &entry.rule else { return Ok(None) };
    match app.rulebook_of(&Digest::parse(hash.to_string())?).await {
        Ok(rulebook) => Ok(Some(rulebook)),
        Err(OperationError::Damaged { .. } | OperationError::Storage(StorageError::NotFound { .. })) => Ok(None),
        Err(error) => Err(error),
    }
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
        Err(error) if altered(&error) => return Ok(vec![error.to_string()]),
        Err(error) => return Err(error.into()),
    };
    let erased = entries.iter().find(|entry| entry.kind == "content_erased");
    if row.erased_at.is_some() || erased.is_some() {
        return erased_differs(app, reader, (row, &request), &entries, erased).await;
    }
    // Nothing of a request without its key opens.
    if let Err(error) = keys.of(&row.id) {
        return Ok(vec![error.to_string()]);
    }
    let mut replay = Replay::default();
    let mut sentences = people.strangers(keys, &row.id, &entries)?;
    for entry in &entries {
        let rulebook = rulebook_for(app, entry).await?;
        if let Err(why) = replay.take(rulebook.as_deref(), entry) {
            sentences.push(format!("entry {}: {why}", entry.cseq));
            break;
        }
    }
    let logged = entries.first().and_then(|entry| replay.of(entry.case));
    sentences.extend(difference(row, &request, logged));
    match compare::rows_differ(reader, keys, (row, &request), &entries).await {
        Ok(because) => sentences.extend(because),
        Err(OperationError::Storage(error)) if altered(&error) => sentences.push(error.to_string()),
        Err(other) => return Err(other),
    }
    for (subject, digest) in &request.subjects {
        match subject::read(reader, keys, &row.id, (*subject, None, digest)).await {
            Ok(Some(_)) => {}
            Ok(None) => sentences.push(format!("the words of the {subject} are not there")),
            Err(error) => sentences.push(format!("the words of the {subject}: {error}")),
        }
    }
    sentences.extend(documents_of(app, reader, &row.id, &entries).await?);
    Ok(sentences)
}

/// What is wrong with a request whose content is erased: the log has to say so, its key has to be gone, and it has to stand
/// where its entries leave it. Who acted in it, nobody can tell by name any more.
async fn erased_differs(
    app: &App,
    reader: &mut sqlx::AnyConnection,
    (row, request): (&requests::RequestRow, &AssistanceRequest),
    entries: &[Entry],
    erased: Option<&Entry>,
) -> Result<Vec<String>, OperationError> {
    let mut sentences = Vec::new();
    let basis = |entry: &Entry| entry.body.get("basis").and_then(serde_json::Value::as_str).map(ToOwned::to_owned);
    match (erased, &row.erased_at) {
        (Some(_), None) => sentences.push("the log says that its content was erased, the table does not".to_owned()),
        (Some(entry), Some(_)) if basis(entry) != row.erased_basis => {
            sentences.push("the table says another basis of its erasure than the log".to_owned());
        }
        (None, Some(_)) if !erase_content::replayed(app, reader, &row.id).await? => {
            sentences.push("its content is gone, and no entry of the log says that it was erased".to_owned());
        }
        (Some(_) | None, Some(_)) | (None, None) => {}
    }
    match app.storage.keys().of(&row.id) {
        Err(StorageError::Erased { .. }) => {}
        Err(error) => sentences.push(error.to_string()),
        Ok(_) => {
            sentences.push("its content was erased, and its key is still there: start the program again".to_owned());
        }
    }
    let mut replay = Replay::default();
    for entry in entries {
        let rulebook = rulebook_for(app, entry).await?;
        if let Err(why) = replay.take(rulebook.as_deref(), entry) {
            sentences.push(format!("entry {}: {why}", entry.cseq));
            break;
        }
    }
    let logged = entries.first().and_then(|entry| replay.of(entry.case));
    sentences.extend(difference(row, request, logged));
    Ok(sentences)
}

/// Documents that do not open, or that are not what the log says was added.
async fn documents_of(
    app: &App,
    reader: &mut sqlx::AnyConnection,
    id: &str,
    entries: &[Entry],
) -> Result<Vec<String>, OperationError> {
    let keys = app.storage.keys();
    let rows = match documents::list(reader, keys, id).await {
        Ok(rows) => rows,
        Err(error @ StorageError::Tampered { .. }) => return Ok(vec![error.to_string()]),
        Err(error) => return Err(error.into()),
    };
    let mut added: BTreeMap<&str, Vec<(String, i64)>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.kind == "document_added") {
        let commitments =
            entry.docs.iter().map(|doc| (doc.commitment.to_string(), i64::try_from(doc.len).unwrap_or(-1)));
        if let Some(Value::String(id)) = entry.body.get("document") {
            added.insert(id, commitments.collect());
        }
    }
    let mut sentences = Vec::new();
    for row in rows {
        match document::verify(reader, keys, &row).await {
            Ok(_) => {}
            Err(OperationError::Storage(error @ StorageError::Tampered { .. })) => {
                sentences.push(format!("document {}: {error}", row.id));
            }
            Err(error) => return Err(error),
        }
        if added.remove(row.id.as_str()).as_deref() != Some(&[(row.commitment, row.size)]) {
            sentences.push(format!("document {}: the log does not say that it was added as it is", row.id));
        }
    }
    sentences
        .extend(added.keys().map(|id| format!("document {id}: the log says that it was added, and it is not there")));
    Ok(sentences)
}
