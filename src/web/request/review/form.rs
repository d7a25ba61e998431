//! The answer to a question: what each choice does, said before it is chosen; and what was sent.

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::Timestamp;

use crate::domain::ids::{Digest, DocumentId, SafeguardName};
use crate::domain::safeguard::{Outcome, SafeguardState};
use crate::domain::time;
use crate::engine::command::Question;
use crate::engine::refusal::Refusal;
use crate::engine::safeguard::Safeguard;
use crate::http::service::Service;
use crate::operations::answer_safeguard::{self, AnswerSafeguard};
use crate::operations::read_review::{Checkpoint, Choice};
use crate::operations::{Call, OperationError};

use super::super::super::form::{Problem, Problems, Sent};
use super::super::super::stop::Stop;
use super::super::super::texts::Texts;
use super::super::super::words::Words;
use super::checkpoint::{draw, next};
use super::why::told;
use super::{Open, open};

/// No reasons are longer, in characters: what needs more is a document.
pub(super) const LONGEST: usize = 4000;

/// An answer that can be chosen.
pub(super) struct Radio {
    pub(super) name: String,
    pub(super) label: String,
    /// What it does, or why it cannot be given.
    pub(super) does: Vec<String>,
    pub(super) possible: bool,
}

/// What somebody filled in.
#[derive(Default)]
pub(super) struct Filled {
    pub(super) answer: String,
    pub(super) reason: String,
    pub(super) later: String,
    pub(super) documents: Vec<String>,
    version: i64,
    holding: String,
    digest: String,
}

/// Whether an answer only puts the question off.
pub(super) fn waits(choice: &Choice) -> bool {
    choice.rule.outcome == Outcome::Deferred
}

impl Radio {
    /// An answer, with what the rules make of it.
    pub(super) fn of(words: &Words<'_>, checkpoint: &Checkpoint, known: &Safeguard, choice: &Choice) -> Self {
        let (t, language, rule) = (words.t, words.language(), &choice.rule);
        let condition = rule.condition.as_ref().map(|code| {
            let title = words.rulebook.conditions.get(code).map(|known| known.title.in_language(&language));
            format!("{code} {}", title.unwrap_or_default())
        });
        let mut does = Vec::new();
        match &choice.leads_to {
            Err(refusal) => does.push(told(words, refusal)),
            Ok(SafeguardState::Blocking) => does.push(t.say("review-does-block")),
            Ok(SafeguardState::Unconfirmed) => {
                does.push(t.about("review-does-wait", &words.names("role", &checkpoint.confirmed_by)));
            }
            Ok(SafeguardState::Cleared) if rule.outcome == Outcome::Deferred => does.push(t.say("review-does-defer")),
            Ok(SafeguardState::Cleared) => does.push(t.say("review-does-clear")),
            Ok(SafeguardState::Open | SafeguardState::Stale) if condition.is_none() => {
                does.push(t.say("review-does-nothing"));
            }
            Ok(SafeguardState::Open | SafeguardState::Stale) => {}
        }
        if let Some(condition) = condition {
            let open = matches!(choice.leads_to, Ok(SafeguardState::Open));
            let says = if open { "review-does-condition-open" } else { "review-does-condition" };
            does.push(match says {
                "review-does-condition-open" => t.about("review-does-condition-open", &condition),
                _ => t.about("review-does-condition", &condition),
            });
        }
        if let Some(code) = &rule.ground {
            let title = words.rulebook.grounds.get(code).map(|known| known.title.in_language(&language));
            does.push(t.about("review-does-ground", &format!("{code} {}", title.unwrap_or_default())));
        }
        if known.hard && rule.outcome == Outcome::NotMet {
            does.push(t.say("review-does-hard"));
        }
        if rule.needs_document {
            does.push(t.say("review-does-document"));
        }
        let usual = rule.outcome.to_string() == choice.name || rule.outcome == Outcome::Deferred;
        // Two answers of one outcome are told apart by the name that the file gives them.
        let label = match (usual, choice.name.as_str()) {
            (true, _) => t.name("outcome", rule.outcome),
            (false, "late_notice") => t.say("review-answer-late-notice"),
            (false, "told_later") => t.say("review-answer-told-later"),
            (false, "prior_consent") => t.say("review-answer-prior-consent"),
            (false, other) => {
                format!("{} ({})", t.name("outcome", rule.outcome), super::super::super::words::plain(other))
            }
        };
        Self { name: choice.name.clone(), label, does, possible: choice.leads_to.is_ok() }
    }
}

impl Filled {
    /// What was sent, field by field: a field may come several times.
    fn read(sent: Vec<(String, String)>) -> Self {
        let mut filled = Self::default();
        for (name, value) in sent {
            match name.as_str() {
                "answer" => filled.answer = value,
                "reason" => value.trim().clone_into(&mut filled.reason),
                "later" => value.trim().clone_into(&mut filled.later),
                "document" => filled.documents.push(value),
                "version" => filled.version = value.parse().unwrap_or_default(),
                "holding" => filled.holding = value,
                "digest" => filled.digest = value,
                // The token was looked at before.
                _ => {}
            }
        }
        filled
    }

    fn later_by(&self) -> Option<Timestamp> {
        time::until_from_anyone(&self.later).ok()
    }

    /// What is wrong with it, in the order of the fields.
    fn problems(&self, t: Texts, checkpoint: &Checkpoint) -> Problems {
        let chosen = checkpoint.choices.iter().find(|choice| choice.name == self.answer);
        let first = checkpoint.choices.iter().find(|choice| choice.leads_to.is_ok());
        let mut wrong = Vec::new();
        let mut add = |field: String, text: String| wrong.push(Problem { field, text });
        if chosen.is_none() {
            add(first.map(|choice| format!("answer-{}", choice.name)).unwrap_or_default(), t.say("review-choose"));
        }
        if self.reason.is_empty() {
            add("reason".to_owned(), t.say("review-reason-missing"));
        } else if self.reason.chars().count() > LONGEST {
            add("reason".to_owned(), t.say("review-reason-long"));
        }
        if chosen.is_some_and(waits) && self.later_by().is_none() {
            add("later".to_owned(), t.say("review-later-missing"));
        }
        if chosen.is_some_and(|choice| choice.rule.needs_document) && self.documents.is_empty() {
            add("document".to_owned(), t.say("review-document-missing"));
        }
        Problems(wrong)
    }
}

/// Keeps the answer, for the very words that were read, and goes on to the next question.
pub(super) async fn answer(
    State(service): State<Service>,
    Path((_, reference, gate, safeguard)): Path<(String, String, String, String)>,
    Sent { by, form }: Sent<Vec<(String, String)>>,
) -> Result<Response, Stop> {
    let nothing = || by.nothing();
    let stopped = |error: OperationError| by.stop(&error);
    let filled = Filled::read(form);
    let open = open(&service, &by, (&reference, &gate), Some(&filled.holding)).await?;
    let checkpoint = open.review.checkpoints.iter().find(|one| one.asked.safeguard == safeguard).ok_or_else(nothing)?;
    let is = open.review.version;
    // Whoever may not answer at all is told so by the act, which leaves its entry.
    if is == filled.version && checkpoint.cannot.is_none() {
        let wrong = filled.problems(by.visit.t, checkpoint);
        if !wrong.0.is_empty() {
            return draw(&service, &by, &open, &safeguard, (false, None), (filled, wrong)).await;
        }
    }
    let digest = Some(filled.digest.clone()).filter(|text| !text.is_empty());
    let documents = filled.documents.iter().map(|id| DocumentId::parse(id.clone()));
    let wanted = AnswerSafeguard {
        question: Question {
            safeguard: SafeguardName::parse(safeguard.clone()).map_err(|_| nothing())?,
            gate: open.review.gate,
            holding: open.holding.clone(),
        },
        read: digest.map(Digest::parse).transpose().map_err(|_| nothing())?,
        answer: filled.answer.clone(),
        reason: Some(filled.reason.clone()).filter(|reason| !reason.is_empty()),
        documents: documents.collect::<Result<_, _>>().map_err(|_| nothing())?,
        later_by: filled.later_by().filter(|_| !filled.later.is_empty()),
    };
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let app = service.app.calling(Call { read_version: Some(filled.version), once: None });
    let answered = answer_safeguard::run(&app, by.official(), &open.reference, wanted).await;
    match service.tried(by.official(), answered) {
        Ok(_) => Ok(Redirect::to(&go_on(&open, &by, &safeguard)).into_response()),
        // A time too far away is mended on the page.
        Err(OperationError::Refused(Refusal::NotDeferrable { .. })) => {
            let wrong = Problems::one("later", by.visit.t.say("review-later-wrong"));
            draw(&service, &by, &open, &safeguard, (false, None), (filled, wrong)).await
        }
        Err(error) => Err(stopped(error)),
    }
}

/// Where somebody goes after an answer: to the next question that waits for them, else to the whole review.
pub(super) fn go_on(open: &Open, by: &super::super::super::session::SignedIn, safeguard: &str) -> String {
    let to = match next(open, safeguard) {
        Some(next) => open.question(by, &next.asked.safeguard),
        None => open.to(by),
    };
    said(&to, "answer")
}

/// An address with what has just been done.
pub(super) fn said(to: &str, done: &str) -> String {
    format!("{to}{}done={done}", if to.contains('?') { "&" } else { "?" })
}
