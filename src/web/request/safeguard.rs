//! A safeguard checkpoint: the question, what it rests on, the very words that are answered for, and the answer.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use serde_json::Value;

use crate::domain::gate::{Gate, Subject};
use crate::domain::ids::{Digest, MessageId, RequestReference, SafeguardName};
use crate::domain::safeguard::Outcome;
use crate::domain::time;
use crate::engine::command::Question;
use crate::http::service::Service;
use crate::operations::answer_safeguard::{self, AnswerSafeguard};
use crate::operations::print_request::content::{Block, Drawn, Shown};
use crate::operations::{Call, OperationError, read_request};

use super::super::form::Sent;
use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::super::words::{Words, plain};

#[derive(Template)]
#[template(path = "templates/request/safeguard.html")]
struct Checkpoint {
    frame: Frame,
    reference: String,
    title: String,
    back: String,
    here: String,
    version: i64,
    holding: String,
    question: String,
    articles: String,
    gate: String,
    state: String,
    state_name: String,
    by: String,
    digest: Option<String>,
    drawn: Option<Drawn>,
    /// The decision, field by field.
    decision: Vec<(String, String)>,
    answers: Vec<Choice>,
    /// Whether it may be answered later.
    can_wait: bool,
    mine: bool,
}

/// An answer that can be given.
struct Choice {
    name: String,
    outcome: String,
}

#[derive(Deserialize)]
pub(super) struct Which {
    holding: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Answered {
    version: i64,
    #[serde(default)]
    holding: String,
    #[serde(default)]
    digest: String,
    #[serde(default)]
    answer: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    later: String,
}

/// Shows the question.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, reference, gate, safeguard)): Path<(String, String, String, String)>,
    Query(which): Query<Which>,
) -> Result<Response, Stop> {
    let nothing = || Stop::not_found(&by.visit, Some(&by));
    let Ok(reference) = reference.parse::<RequestReference>() else { return Err(nothing()) };
    let Ok(gate) = gate.parse::<Gate>() else { return Err(nothing()) };
    let stopped = |error| Stop::of(&by.visit, Some(&by), &error);
    let view = read_request::run(&service.app, by.official(), &reference).await.map_err(stopped)?;
    let rulebook = service.app.rulebook_of(&view.standing.rulebook).await.map_err(stopped)?;
    let words = Words { t: by.visit.t, rulebook: &rulebook };
    let language = by.visit.language().to_string();
    let asked = view
        .safeguards
        .iter()
        .find(|asked| asked.safeguard == safeguard && asked.gate == gate && asked.holding == which.holding)
        .ok_or_else(nothing)?;
    let known = rulebook.safeguards.values().find(|known| known.name == *safeguard).ok_or_else(nothing)?;
    let answers = known
        .answers
        .iter()
        .map(|(name, rule)| Choice { name: name.clone(), outcome: by.visit.t.name("outcome", rule.outcome) });
    let below = format!("/requests/{reference}");
    let title = known.title.in_language(&language).to_owned();
    Ok(page(&Checkpoint {
        frame: words.frame(&by, format!("{} {title}", known.code)),
        reference: reference.to_string(),
        title: view.title.clone(),
        back: by.visit.to(&below),
        here: by.visit.to(&format!("{below}/safeguards/{gate}/{safeguard}")),
        version: view.version,
        holding: which.holding.clone().unwrap_or_default(),
        question: known.question.in_language(&language).to_owned(),
        articles: asked.source.join(", "),
        gate: by.visit.t.name("gate", gate),
        state: by.visit.t.name("state", asked.state),
        state_name: asked.state.to_string(),
        by: words.names("role", &asked.answered_by),
        digest: asked.digest.clone(),
        drawn: (gate.reads() == Some(Subject::Request)).then(|| words.drawn(&view)).flatten(),
        decision: if gate.reads() == Some(Subject::Decision) { lines(&view.decision) } else { Vec::new() },
        answers: answers.collect(),
        can_wait: known.answers.values().any(|rule| rule.outcome == Outcome::Deferred),
        mine: asked.answered_by.iter().any(|role| by.caller.roles().contains(role)),
    }))
}

/// Keeps the answer, for the very words that were read.
pub(super) async fn answer(
    State(service): State<Service>,
    Path((_, reference, gate, safeguard)): Path<(String, String, String, String)>,
    Sent { by, form }: Sent<Answered>,
) -> Result<Response, Stop> {
    let nothing = || Stop::not_found(&by.visit, Some(&by));
    let Ok(reference) = reference.parse::<RequestReference>() else { return Err(nothing()) };
    let (Ok(gate), Ok(safeguard)) = (gate.parse::<Gate>(), SafeguardName::parse(safeguard)) else {
        return Err(nothing());
    };
    let stopped = |error: OperationError| Stop::of(&by.visit, Some(&by), &error);
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let holding = given(&form.holding).map(MessageId::parse).transpose().map_err(|_| nothing())?;
    let read = given(&form.digest).map(Digest::parse).transpose().map_err(|_| nothing())?;
    let later_by = given(&form.later)
        .map(|text| time::until_from_anyone(&text))
        .transpose()
        .map_err(|error| stopped(OperationError::from(error)))?;
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let app = service.app.calling(Call { read_version: Some(form.version), once: None });
    let wanted = AnswerSafeguard {
        question: Question { safeguard, gate, holding },
        read,
        answer: form.answer,
        reason: given(&form.reason),
        documents: Vec::new(),
        later_by,
    };
    let answered = answer_safeguard::run(&app, by.official(), &reference, wanted).await;
    service.tried(by.official(), answered).map_err(stopped)?;
    Ok(Redirect::to(&by.visit.to(&format!("/requests/{reference}?done=answer"))).into_response())
}

/// What a decision says, field by field: a list in a list by its place.
fn lines(value: &Value) -> Vec<(String, String)> {
    fn walk(name: &str, value: &Value, into: &mut Vec<(String, String)>) {
        let below = |key: &str| if name.is_empty() { plain(key) } else { format!("{name}, {}", plain(key)) };
        match value {
            Value::Object(map) => map.iter().for_each(|(key, value)| walk(&below(key), value, into)),
            Value::Array(list) => {
                for (place, value) in list.iter().enumerate() {
                    walk(&below(&(place + 1).to_string()), value, into);
                }
            }
            Value::String(text) => into.push((name.to_owned(), text.clone())),
            Value::Null => {}
            other => into.push((name.to_owned(), other.to_string())),
        }
    }
    let mut all = Vec::new();
    walk("", value, &mut all);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_is_told_field_by_field() {
        let decision =
            serde_json::json!({ "granted": ["a"], "conditions": [{ "condition": "CD-01" }], "reasons": "so" });
        let told = lines(&decision);
        assert!(told.contains(&("granted, 1".to_owned(), "a".to_owned())), "{told:?}");
        assert!(told.contains(&("conditions, 1, condition".to_owned(), "CD-01".to_owned())), "{told:?}");
    }
}
