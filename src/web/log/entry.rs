//! One entry of the log: what happened in words, what it says byte for byte, and the proof that it is in the log.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;

use crate::domain::ids::Digest;
use crate::engine::rulebook::Rulebook;
use crate::http::service::Service;
use crate::operations::prove_entry::{self, Proof};
use crate::operations::read_log::{self, LogEntry, Which};

use super::super::dates::moment;
use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::super::texts::Texts;
use super::super::words::{plain, state};
use super::stopped;

#[derive(Template)]
#[template(path = "templates/log/entry.html")]
struct Page {
    frame: Frame,
    back: String,
    /// Facts in words: label, value, and whether the value is a name of the log's own.
    facts: Vec<(String, String, bool)>,
    request: Option<(String, String)>,
    at: String,
    at_text: String,
    /// What stood before and what stands now.
    change: Option<(String, String)>,
    /// What the entry says, as it says it.
    fields: Vec<(String, String)>,
    leaf: String,
    bytes: Option<String>,
    checkpoint: Option<String>,
    /// Why there is no proof: the program's own sentence.
    unproved: Option<String>,
    proof: String,
    previous: Option<String>,
    next: Option<String>,
}

/// Shows an entry.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, index)): Path<(String, String)>,
) -> Result<Response, Stop> {
    let which = which(&index).ok_or_else(|| by.nothing())?;
    let entry = read_log::one(&service.app, by.official(), &which).await.map_err(|error| stopped(&by, &error))?;
    let (t, index) = (by.visit.t, entry.index);
    let proof = prove_entry::run(&service.app, by.official(), &which).await;
    let to = |index: u64| by.visit.to(&format!("/log/{index}"));
    let next = read_log::one(&service.app, by.official(), &Which::At(index + 1)).await;
    let rulebook = match entry.rule.as_deref().and_then(|rule| Digest::parse(rule).ok()) {
        Some(hash) => service.app.rulebook_of(&hash).await.ok(),
        None => None,
    };
    let (unproved, proven) = match &proof {
        Ok(proven) => (None, Some(proven)),
        Err(error) => (Some(error.to_string()), None),
    };
    Ok(page(&Page {
        frame: Frame::for_one(&by, t.about("log-entry", &index.to_string())),
        back: by.visit.to("/log"),
        facts: facts(t, &entry, rulebook.as_deref()),
        request: entry
            .request
            .as_ref()
            .map(|reference| (reference.clone(), by.visit.to(&format!("/log?request={reference}")))),
        at_text: moment(t, &entry.at),
        change: change(t, &entry, rulebook.as_deref()),
        fields: fields(&entry),
        bytes: proven.map(|proven| proven.entry.clone()),
        checkpoint: proven.map(|proven| proven.checkpoint.clone()),
        unproved,
        proof: by.visit.to(&format!("/log/{index}/proof")),
        previous: index.checked_sub(1).map(to),
        next: next.is_ok().then(|| to(index + 1)),
        at: entry.at,
        leaf: entry.leaf,
    }))
}

/// Hands out the proof of an entry, as other people's verifiers read it.
pub(super) async fn proof(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, index)): Path<(String, String)>,
) -> Result<Response, Stop> {
    let which = which(&index).ok_or_else(|| by.nothing())?;
    // The page is for auditors; others fetch the receipts of their own requests through the interface.
    read_log::one(&service.app, by.official(), &which).await.map_err(|error| stopped(&by, &error))?;
    let proof: Proof =
        prove_entry::run(&service.app, by.official(), &which).await.map_err(|error| stopped(&by, &error))?;
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"entry-{}.tlog-proof\"", proof.index)),
    ];
    Ok((headers, proof.to_tlog_proof()).into_response())
}

fn which(index: &str) -> Option<Which> {
    index.parse().ok().map(Which::At)
}

fn facts(t: Texts, entry: &LogEntry, rulebook: Option<&Rulebook>) -> Vec<(String, String, bool)> {
    let mut facts = vec![
        (t.say("log-what"), t.name("entry", &entry.kind), false),
        (t.say("log-role"), t.name("role", &entry.actor.role), false),
        (t.say("log-actor"), entry.actor.p.to_string(), true),
        (t.say("log-number-within"), entry.cseq.to_string(), true),
    ];
    let language = t.0.to_string();
    let text = |key: &str| entry.body.get(key).and_then(Value::as_str);
    if let Some(rulebook) = rulebook {
        let measure = text("measure").and_then(|name| rulebook.measures.values().find(|known| known.name == *name));
        facts.extend(
            measure.map(|known| (t.say("request-measure"), known.title.in_language(&language).to_owned(), false)),
        );
        facts.extend(text("counterpart").map(|code| (t.say("request-counterpart"), state(t, rulebook, code), false)));
        let safeguard =
            text("safeguard").and_then(|name| rulebook.safeguards.values().find(|known| known.name == *name));
        facts.extend(safeguard.map(|known| {
            let title = format!("{} {}", known.code, known.title.in_language(&language));
            (t.say("request-safeguard"), title, false)
        }));
        let gate = text("gate").map(|gate| (t.say("request-gate"), t.name("gate", gate), false));
        facts.extend(gate);
        facts.push((t.say("request-rulebook"), rulebook.hash.to_string(), true));
    }
    if !entry.art.is_empty() {
        facts.push((t.say("answer-articles"), entry.art.join(", "), true));
    }
    facts
}

/// Where a step led from and to, in the words of the rules that it was taken by.
fn change(t: Texts, entry: &LogEntry, rulebook: Option<&Rulebook>) -> Option<(String, String)> {
    let text = |key: &str| entry.body.get(key).and_then(Value::as_str);
    let (from, to) = (text("from")?, text("to")?);
    let language = t.0.to_string();
    let title = |name: &str| {
        let measure = text("measure").and_then(|of| rulebook?.measures.values().find(|known| known.name == *of));
        let procedure = measure.and_then(|measure| rulebook?.procedures.get(&measure.procedure));
        let stage = procedure.and_then(|procedure| {
            let mut parts = procedure.parts();
            parts.find_map(|(.., part)| part.stages.iter().find(|stage| stage.name == *name))
        });
        stage.map_or_else(|| plain(name), |stage| stage.title.in_language(&language).to_owned())
    };
    Some((title(from), title(to)))
}

/// Every field of what the entry says, by its path, and its commitments.
fn fields(entry: &LogEntry) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    flatten(&entry.body, String::new(), &mut fields);
    for (field, commitment) in &entry.private {
        fields.push((format!("priv/{field}"), commitment.to_string()));
    }
    for (number, document) in entry.docs.iter().enumerate() {
        fields.push((format!("docs/{number}"), format!("{} ({})", document.commitment, document.len)));
    }
    fields
}

fn flatten(value: &Value, path: String, into: &mut Vec<(String, String)>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}/{key}") };
    match value {
        Value::Object(inner) => inner.iter().for_each(|(key, value)| flatten(value, below(key), into)),
        Value::Array(inner) if inner.iter().any(|value| value.is_object() || value.is_array()) => {
            inner.iter().enumerate().for_each(|(at, value)| flatten(value, below(&at.to_string()), into));
        }
        Value::Array(inner) => {
            let words = inner.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned));
            into.push((path, words.collect::<Vec<_>>().join(", ")));
        }
        Value::String(text) => into.push((path, text.clone())),
        Value::Null | Value::Bool(_) | Value::Number(_) => into.push((path, value.to_string())),
    }
}
