//! Holds a request's rows against its log where the standing says nothing: who it is with, its messages, its sealing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sqlx::AnyConnection;

use crate::audit::entry::Entry;
use crate::domain::request::AssistanceRequest;
use crate::domain::time;
use crate::storage::keys::{CaseKey, Keys};
use crate::storage::messages::{self, MessageRow};
use crate::storage::persons;
use crate::storage::requests::{self, RequestRow};

use super::entry::SYSTEM;
use super::error::OperationError;

/// What the rows of a request say otherwise than its entries, beside its standing; none where they agree.
///
/// # Errors
/// Where the database cannot be read; [`StorageError::Tampered`](crate::storage::StorageError) where a message does not open.
pub(super) async fn rows_differ(
    connection: &mut AnyConnection,
    keys: &Keys,
    (row, request): (&RequestRow, &AssistanceRequest),
    entries: &[Entry],
) -> Result<Option<String>, OperationError> {
    let key = keys.of(&row.id)?;
    if let Some(because) = columns(row, request, &key, entries) {
        return Ok(Some(because));
    }
    if let Some(because) = chained(connection, row, entries).await? {
        return Ok(Some(because));
    }
    if let Some(because) = filed(connection, row, &key, entries).await? {
        return Ok(Some(because));
    }
    let rows = messages::list(connection, keys, &row.id).await?;
    Ok(letters(&rows, request, &key, entries))
}

/// Columns that the first entry tells of, those that follow from the standing, and whether it was sealed.
fn columns(row: &RequestRow, request: &AssistanceRequest, key: &CaseKey, entries: &[Entry]) -> Option<String> {
    let first = entries.first()?;
    let author = row.author.as_deref().map(|id| key.mark(id));
    let wrote = (first.actor.role != SYSTEM).then_some(first.actor.p);
    let due_at = request.next_due_at().map(time::to_text);
    let differing = [
        ("counterpart", text(&first.body, &["counterpart"]) != Some(&row.counterpart)),
        ("thread", text(&first.body, &["thread"]) != Some(&row.thread)),
        ("author", author != wrote),
        ("stage's beginning", row.stage_since != time::to_text(request.stage_since)),
        ("next due date", row.due_at != due_at),
    ];
    let name = differing.iter().find(|(_, differs)| *differs).map(|(name, _)| *name);
    if let Some(name) = name {
        return Some(format!("the table says another {name} than the log"));
    }
    let sealed = entries.iter().any(|entry| entry.kind == "request_sealed");
    match (sealed, &row.sealed_at) {
        (true, None) => Some("the log says that it was sealed, the table does not".to_owned()),
        (false, Some(_)) => Some("the table says that it is sealed, the log does not".to_owned()),
        (true, Some(_)) | (false, None) => None,
    }
}

/// The request that it follows from has to be the one that its first entry names.
async fn chained(
    connection: &mut AnyConnection,
    row: &RequestRow,
    entries: &[Entry],
) -> Result<Option<String>, OperationError> {
    let Some(id) = &row.follows else { return Ok(None) };
    let followed = requests::find(connection, id).await?.map(|earlier| earlier.thread);
    let began = entries.first().and_then(|first| text(&first.body, &["follows"]));
    let differs = || "the table says that it follows from a request that it does not name where it began".to_owned();
    Ok((followed.as_ref() != began).then(differs))
}

/// It is filed under those persons whom its entries name, but for those who were erased since.
async fn filed(
    connection: &mut AnyConnection,
    row: &RequestRow,
    key: &CaseKey,
    entries: &[Entry],
) -> Result<Option<String>, OperationError> {
    let told = entries.iter().filter(|entry| entry.kind == "person_filed");
    let told: BTreeSet<String> = told.filter_map(|entry| text(&entry.body, &["person"]).cloned()).collect();
    let marks = |ids: Vec<String>| -> BTreeSet<String> { ids.iter().map(|id| key.mark(id).to_string()).collect() };
    let there = marks(persons::of_request(connection, &row.id).await?);
    if told == there {
        return Ok(None);
    }
    let erased = marks(persons::list_erased(connection).await?);
    let agree = there.is_subset(&told) && told.difference(&there).all(|gone| erased.contains(gone));
    Ok((!agree).then(|| "the table files it under others than the log".to_owned()))
}

/// What entries say of one message.
#[derive(Default)]
struct Said<'a> {
    name: Option<&'a String>,
    number: Option<i64>,
    state: &'static str,
    /// Who recorded it by hand.
    by: Option<String>,
}

/// Each message that the log tells of has its row, and no row says more than the log.
fn letters(rows: &[MessageRow], request: &AssistanceRequest, key: &CaseKey, entries: &[Entry]) -> Option<String> {
    let mut said: BTreeMap<&String, Said> = BTreeMap::new();
    let mut sent: BTreeMap<i64, &String> = BTreeMap::new();
    for entry in entries {
        let body = &entry.body;
        if let (Some(name), Some(number)) =
            (text(body, &["sends", "name"]), at(body, &["sends", "number"]).and_then(Value::as_i64))
        {
            sent.insert(number, name);
        }
        let (path, state): (&[&str], _) = match entry.kind.as_str() {
            "transition_taken" => (&["cause", "message"], "heard"),
            "message_late" => (&["message"], "late"),
            "message_held_back" => (&[], "held_back"),
            "message_recorded" => (&[], "recorded"),
            "message_received_there" | "message_handed_over" => (&[], "handed_over"),
            _ => continue,
        };
        let part = |last: &'static str| at(body, &[path, &[last]].concat());
        let Some(Value::String(id)) = part("id") else { continue };
        let known = said.entry(id).or_default();
        known.state = state;
        known.name = known.name.or(match part("name") {
            Some(Value::String(name)) => Some(name),
            _ => None,
        });
        known.number = part("number").and_then(Value::as_i64).or(known.number);
        if state == "recorded" {
            known.by = Some(entry.actor.p.to_string());
        }
    }
    let out = rows.iter().filter(|row| row.direction == "out").count();
    if out as u64 != request.sent || sent.len() as u64 != request.sent {
        return Some(format!("the log tells of {} messages that left, the table of {out}", request.sent));
    }
    for row in rows {
        let log = said.remove(&row.id);
        let state = log.as_ref().map_or("waiting", |log| log.state);
        let number = if row.direction == "out" { row.number } else { log.as_ref().and_then(|log| log.number) };
        let name = match row.direction.as_str() {
            "out" => row.number.and_then(|number| sent.get(&number).copied()),
            _ => log.as_ref().and_then(|log| log.name),
        };
        let by = row.recorded_by.as_deref().map(|id| key.mark(id).to_string());
        let differs =
            row.state != state || row.number != number || name != Some(&row.name) || by != log.and_then(|log| log.by);
        if differs || (row.direction == "in" && state == "waiting") {
            return Some(format!("the table says of the message `{}` what its log does not say", row.id));
        }
    }
    // A message that we sent is known by its row; one that came is known by its entry.
    said.keys().next().map(|id| format!("the message `{id}` is in its log, and not in the table"))
}

fn at<'a>(body: &'a serde_json::Map<String, Value>, path: &[&str]) -> Option<&'a Value> {
    let (first, rest) = path.split_first()?;
    rest.iter().try_fold(body.get(*first)?, |value, step| value.get(step))
}

fn text<'a>(body: &'a serde_json::Map<String, Value>, path: &[&str]) -> Option<&'a String> {
    match at(body, path) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    }
}
