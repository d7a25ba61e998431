//! Answers a safeguard; confirms an answer as a second official; takes one's own back.

use std::sync::Arc;

use jiff::Timestamp;

use crate::audit::entry::DocumentCommitment;
use crate::domain::ids::{Digest, DocumentId, RequestReference};
use crate::domain::scope::Scope;
use crate::engine::command::{Command, GivenAnswer, Question};
use crate::engine::frozen;
use crate::storage::Transaction;

use super::access::Official;
use super::act::{Acted, Beside, Loaded};
use super::app::App;
use super::attempt::{Of, Tried, attempt};
use super::document;
use super::error::OperationError;
use super::span::{apply, operation};

/// What asks for more than a password.
const ACT: &str = "answering a safeguard of an intrusive measure";

/// An answer to a safeguard.
#[derive(Debug, Clone)]
pub struct AnswerSafeguard {
    /// To which question.
    pub question: Question,
    /// Digest of what was read; refused where it has changed since. None where the gate reads nothing.
    pub read: Option<Digest>,
    /// Name of the answer in the safeguard's file.
    pub answer: String,
    /// Reasons.
    pub reason: Option<String>,
    /// Documents beside it.
    pub documents: Vec<DocumentId>,
    /// By when a deferred answer follows.
    pub later_by: Option<Timestamp>,
}

/// Answers a safeguard.
///
/// # Errors
/// The rule that stands in the way.
#[apply(operation!)]
pub async fn run(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    answer: AnswerSafeguard,
) -> Result<Acted, OperationError> {
    let tried =
        Tried { act: "answer_safeguard", of: Of::Safeguard(answer.question.safeguard.clone()), needs: Scope::Decide };
    let answer = Arc::new(answer);
    attempt(app, official, reference, tried, move |tx, context, id| {
        let answer = Arc::clone(&answer);
        Box::pin(async move {
            let mut loaded = Loaded::lock(tx, &context, id.as_str()).await?;
            loaded.must_not_be_frozen(|_, _| frozen::may_answer(answer.question.gate))?;
            loaded.must_be_assured(ACT)?;
            let docs = commitments(tx, &loaded, &answer.documents).await?;
            let given = GivenAnswer {
                question: answer.question.clone(),
                read: answer.read.clone(),
                answer: answer.answer.clone(),
                reasoned: has_words(answer.reason.as_deref()),
                documents: u32::try_from(docs.len()).unwrap_or(u32::MAX),
                later_by: answer.later_by,
            };
            loaded.perform(tx, Command::Answer(given), Beside { reason: answer.reason.clone(), docs }).await
        })
    })
    .await
}

/// Confirms an answer, as a second official.
///
/// # Errors
/// The rule that stands in the way.
#[apply(operation!)]
pub async fn confirm(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    question: Question,
) -> Result<Acted, OperationError> {
    let tried = Tried { act: "confirm_answer", of: Of::Safeguard(question.safeguard.clone()), needs: Scope::Decide };
    attempt(app, official, reference, tried, move |tx, context, id| {
        let question = question.clone();
        Box::pin(async move {
            let mut loaded = Loaded::lock(tx, &context, id.as_str()).await?;
            loaded.must_not_be_frozen(|_, _| frozen::may_answer(question.gate))?;
            loaded.must_be_assured(ACT)?;
            loaded.perform(tx, Command::Confirm(question), Beside::default()).await
        })
    })
    .await
}

/// Takes one's own answer back, with reasons.
///
/// # Errors
/// The rule that stands in the way.
#[apply(operation!)]
pub async fn withdraw(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    question: Question,
    reason: Option<String>,
) -> Result<Acted, OperationError> {
    let tried = Tried { act: "withdraw_answer", of: Of::Safeguard(question.safeguard.clone()), needs: Scope::Decide };
    attempt(app, official, reference, tried, move |tx, context, id| {
        let (question, reason) = (question.clone(), reason.clone());
        Box::pin(async move {
            let mut loaded = Loaded::lock(tx, &context, id.as_str()).await?;
            loaded.must_be_assured(ACT)?;
            let command = Command::Withdraw { question, reasoned: has_words(reason.as_deref()) };
            loaded.perform(tx, command, Beside { reason, docs: Vec::new() }).await
        })
    })
    .await
}

/// Whether somebody wrote more than blanks.
pub(super) fn has_words(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

/// What the log says of documents: a salted commitment each.
pub(super) async fn commitments(
    tx: &mut Transaction,
    loaded: &Loaded,
    ids: &[DocumentId],
) -> Result<Vec<DocumentCommitment>, OperationError> {
    let mut docs = Vec::with_capacity(ids.len());
    for id in ids {
        let row = document::own(tx, loaded, id).await?;
        docs.push(document::committed(&tx.keys(), &row)?);
    }
    Ok(docs)
}
