//! What steps, reasons and refusals are called on the screen.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::domain::gate::{Gate, Side, Subject};
use crate::domain::ids::SafeguardName;
use crate::domain::safeguard::SafeguardState;
use crate::engine::procedure::{Message, Procedure};
use crate::engine::refusal::Refusal;
use crate::engine::rulebook::Rulebook;
use crate::operations::OperationError;

use super::scenario::{Act, Step};

/// A step as a visitor reads it, with the titles of the rulebook where they are known.
pub(super) fn label(rulebook: Option<&Rulebook>, procedure: Option<&Procedure>, side: Side, step: &Step) -> String {
    let safeguard = |name: &SafeguardName| {
        let known = rulebook.and_then(|rulebook| rulebook.safeguards.get(name));
        known.map_or_else(|| name.to_string(), |known| format!("{} {}", known.code, known.title.en()))
    };
    let message = |name: &str| {
        procedure
            .and_then(|procedure| procedure.message(name))
            .map_or_else(|| name.to_owned(), |known| of_message(known).0)
    };
    match &step.act {
        Act::Draft { measure, title, .. } => {
            let known = rulebook.and_then(|rulebook| rulebook.measures.get(measure));
            format!(
                "draft {title} ({})",
                known.map_or_else(|| measure.to_string(), |known| known.title.en().to_lowercase())
            )
        }
        Act::Take { transition, holding, .. } => {
            let part = procedure.and_then(|procedure| {
                if holding.is_some() { procedure.holding.as_ref() } else { Some(procedure.part(side)) }
            });
            let known = part.and_then(|part| part.transitions.iter().find(|known| known.name == *transition));
            let title = known.map(|known| known.title.en()).filter(|title| !title.is_empty());
            title.map_or_else(|| transition.to_string().replace('_', " "), str::to_lowercase)
        }
        Act::Change { subject, amend: Some(_), .. } => format!("rewrite the {subject}"),
        Act::Change { subject, .. } => format!("write the {subject}"),
        Act::Attach { document, .. } => format!("attach {}", document.name),
        Act::Answer { safeguard: name, answer, .. } => {
            format!("answer {}: {}", safeguard(name), answer.replace('_', " "))
        }
        Act::Confirm { safeguard: name, .. } => format!("confirm the answer to {}", safeguard(name)),
        Act::Withdraw { safeguard: name, .. } => format!("take back the answer to {}", safeguard(name)),
        Act::Record { message: name, channel, document, .. } => {
            format!(
                "record {} by {}, with {}",
                message(name.as_str()),
                channel.to_string().replace('_', " "),
                document.name
            )
        }
        Act::ConfirmMessage {} => "confirm what was recorded against the paper".to_owned(),
        Act::Clear { .. } | Act::Wait { .. } | Act::Expect { .. } => of_step(step),
    }
}

/// What is said beside a step: reasons, or what was written, in short.
pub(super) fn beside(step: &Step) -> Option<String> {
    match &step.act {
        Act::Answer { reason, .. } | Act::Take { reason, .. } | Act::Withdraw { reason, .. } => reason.clone(),
        Act::Change { amend: Some(fields), .. } => {
            Some(format!("new: {}", fields.keys().map(|key| key.replace('_', " ")).collect::<Vec<_>>().join(", ")))
        }
        Act::Change { subject: Subject::Decision, content: Some(content), .. } => Some(decision(content)),
        Act::Change { subject: Subject::Use, content: Some(content), .. } => Some(use_of(content)),
        _ => None,
    }
}

fn decision(content: &Map<String, Value>) -> String {
    let list = |field: &str| match content.get(field) {
        Some(Value::Array(items)) => {
            items.iter().filter_map(Value::as_str).map(|item| format!("item {item}")).collect::<Vec<_>>()
        }
        Some(Value::Object(table)) if field == "refused" => table
            .iter()
            .map(|(item, ground)| format!("item {item} on {}", ground.as_str().unwrap_or_default()))
            .collect(),
        Some(Value::Object(table)) => table.keys().cloned().collect(),
        _ => Vec::new(),
    };
    let parts = [("grants ", list("granted")), ("refuses ", list("refused")), ("on condition of ", list("conditions"))];
    parts
        .into_iter()
        .filter(|(_, items)| !items.is_empty())
        .map(|(verb, items)| format!("{verb}{}", items.join(", ")))
        .collect::<Vec<_>>()
        .join("; ")
}

fn use_of(content: &Map<String, Value>) -> String {
    let text = |field: &str| content.get(field).and_then(Value::as_str).unwrap_or_default();
    let keeps: Vec<&str> =
        content.get("keeps").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let kept = if keeps.is_empty() { String::new() } else { format!(", keeping {}", keeps.join(" and ")) };
    let recipient = if text("recipient").is_empty() { String::new() } else { format!(", for {}", text("recipient")) };
    format!("{}{recipient}{kept}", text("purpose"))
}

/// What the official reads when refused; several safeguards in the way are named by their codes.
pub(super) fn of_refusal(error: &anyhow::Error) -> String {
    let Some(OperationError::Refused(Refusal::SafeguardsOpen(open))) = error.downcast_ref() else {
        return error.to_string();
    };
    if open.len() == 1 {
        return error.to_string();
    }
    let mut by_state: BTreeMap<(Gate, SafeguardState), Vec<&str>> = BTreeMap::new();
    for obstacle in open {
        by_state.entry((obstacle.gate, obstacle.state)).or_default().push(&obstacle.code);
    }
    let told = by_state.into_iter().map(|((gate, state), mut codes)| {
        codes.sort_unstable();
        let state = match state {
            SafeguardState::Open => "open",
            SafeguardState::Cleared => "cleared",
            SafeguardState::Blocking => "answered in the negative",
            SafeguardState::Stale => "answered for something that has since changed",
            SafeguardState::Unconfirmed => "waiting for a second official",
        };
        format!("{} {state} at the gate of {}: {}", codes.len(), gate.to_string().replace('_', " "), codes.join(" "))
    });
    told.collect::<Vec<_>>().join("; ")
}

/// A message's title and articles.
pub(super) fn of_message(message: &Message) -> (String, Vec<String>) {
    let title =
        if message.title.en().is_empty() { message.name.to_string() } else { message.title.en().to_lowercase() };
    (title, message.source.iter().map(ToString::to_string).collect())
}

/// A step in a few words, for whoever looks for it in the file.
pub(super) fn of_step(step: &Step) -> String {
    match &step.act {
        Act::Draft { title, .. } => format!("draft `{title}`"),
        Act::Change { subject, .. } => format!("change `{subject}`"),
        Act::Attach { document, .. } => format!("attach `{}`", document.name),
        Act::Answer { safeguard, answer, .. } => format!("answer `{safeguard}`: {answer}"),
        Act::Clear { gates, .. } => {
            format!("clear {}", gates.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
        }
        Act::Confirm { safeguard, .. } => format!("confirm `{safeguard}`"),
        Act::Withdraw { safeguard, .. } => format!("withdraw `{safeguard}`"),
        Act::Take { transition, .. } => format!("take `{transition}`"),
        Act::Record { message, .. } => format!("record `{message}`"),
        Act::ConfirmMessage {} => "confirm_message".to_owned(),
        Act::Wait { days, hours } => format!("wait {days} days, {hours} hours"),
        Act::Expect { stage, .. } => format!("expect `{stage}`"),
    }
}
