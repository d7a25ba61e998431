//! Writes a subject anew: a request, a decision, a result, a renewal, a use.

use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

use crate::domain::envelope::{NamedDocument, Wording};
use crate::domain::gate::Subject;
use crate::domain::ids::{ConditionCode, Digest, DocumentId, GroundCode, ItemName, MessageId, RequestReference};
use crate::domain::scope::Scope;
use crate::domain::terms::{DecisionTerms, Terms};
use crate::engine::command::{Change, Command};
use crate::storage::{Transaction, Written};

use super::access::Official;
use super::act::{Acted, Beside, Loaded};
use super::app::App;
use super::attempt::{Of, Tried, attempt};
use super::document::{own, sha256_of};
use super::draft_request::items_of;
use super::error::OperationError;
use super::span::{apply, operation};
use super::subject::{self, Kept};
use super::take_transition;

/// What is to be written.
#[derive(Debug, Clone)]
pub struct ChangeSubject {
    /// Which subject.
    pub subject: Subject,
    /// The delivery, for a use.
    pub holding: Option<MessageId>,
    /// Its content, whole.
    pub content: Value,
    /// Documents that belong to it.
    pub documents: Vec<DocumentId>,
}

/// Content of a decision, as officials write it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DecisionContent {
    #[serde(default)]
    granted: BTreeSet<ItemName>,
    #[serde(default)]
    refused: BTreeMap<ItemName, GroundCode>,
    #[serde(default)]
    postponed: Option<GroundCode>,
    #[serde(default)]
    conditions: BTreeMap<ConditionCode, String>,
    /// Source: UNCC 40(25).
    #[serde(default)]
    reasons: String,
}

/// Content of a result.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResultContent {
    items: BTreeSet<ItemName>,
    #[serde(default, rename = "note")]
    _note: String,
}

/// Content of a renewal. Source: UNCC 42(9).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RenewalContent {
    days: u16,
    #[serde(rename = "reasons")]
    _reasons: String,
}

/// Content of a use. Source: UNCC 40(19).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UseContent {
    #[serde(rename = "purpose")]
    _purpose: String,
    #[serde(default, rename = "proceedings")]
    _proceedings: String,
    #[serde(default, rename = "recipient")]
    _recipient: String,
    #[serde(default)]
    keeps: BTreeSet<ConditionCode>,
    /// Whether it goes beyond what the evidence was asked for: leave has to be asked first.
    #[serde(default)]
    beyond: bool,
}

/// Writes a subject anew; answers to the old wording are stale from then on.
///
/// # Errors
/// The rule that stands in the way; content of another shape; documents of another request.
#[apply(operation!)]
pub async fn run(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    change: ChangeSubject,
) -> Result<Acted, OperationError> {
    let tried = Tried { act: "change_subject", of: Of::Subject(change.subject), needs: Scope::Draft };
    let change = Arc::new(change);
    attempt(app, official, reference, tried, move |tx, context, id| {
        let change = Arc::clone(&change);
        Box::pin(async move {
            let loaded = Loaded::lock(tx, &context, id.as_str()).await?;
            loaded.must_not_be_frozen(|_, _| false)?;
            perform(tx, loaded, &change).await
        })
    })
    .await
}

/// Decides the change, keeps the words and leaves the entry.
pub(super) async fn perform(
    tx: &mut Transaction,
    mut loaded: Loaded,
    change: &ChangeSubject,
) -> Result<Written<Acted>, OperationError> {
    let terms = terms_of(change)?;
    // Otherwise evidence could leave with a decision, past the gate of disclosure.
    if matches!(change.subject, Subject::Decision | Subject::Renewal) && !change.documents.is_empty() {
        let why = "documents travel with a request or a result only: put what matters into its words";
        return Err(OperationError::unusable(format!("a document of the {}", change.subject), &why));
    }
    let kept = Kept {
        wording: Wording {
            nonce: loaded.context.app.clock.new_id()?,
            about: rests_on(&loaded, change),
            content: change.content.clone(),
            documents: named(tx, &loaded, &change.documents).await?,
        },
        documents: change.documents.clone(),
    };
    let terms = match terms {
        Terms::Result { items, .. } => {
            Terms::Result { items, documents: u32::try_from(kept.documents.len()).unwrap_or(u32::MAX) }
        }
        other => other,
    };
    let digest = subject::digest_of(&kept.wording)?;
    let command = Command::Change(Change {
        subject: change.subject,
        holding: change.holding.clone(),
        digest: digest.clone(),
        terms,
    });
    let (now, by) = (loaded.context.now_text(), loaded.context.by());
    let place = (change.subject, change.holding.as_ref(), &digest);
    subject::keep(tx, &loaded.row.id, place, &kept, (&now, &by)).await?;
    let written = loaded.perform(tx, command, Beside::default()).await?;
    let missing =
        if change.subject == Subject::Request { take_transition::missing(tx, &loaded).await? } else { Vec::new() };
    Ok(written.map(|acted| Acted { digest: Some(digest), missing, ..acted }))
}

/// What a wording rests on: a decision on the request, a result on the decision, a use on the delivery.
fn rests_on(loaded: &Loaded, change: &ChangeSubject) -> Option<Digest> {
    let subjects = &loaded.request.subjects;
    match change.subject {
        Subject::Request => None,
        Subject::Decision | Subject::Renewal => subjects.get(&Subject::Request).cloned(),
        Subject::Result => subjects.get(&Subject::Decision).cloned(),
        Subject::Use => {
            change.holding.as_ref().and_then(|id| loaded.request.holdings.get(id)).map(|held| held.result.clone())
        }
    }
}

/// The coded part of a content.
///
/// # Errors
/// [`OperationError::Unusable`] for content of another shape.
pub(super) fn terms_of(change: &ChangeSubject) -> Result<Terms, OperationError> {
    Ok(match change.subject {
        Subject::Request => {
            if !change.content.is_object() {
                return Err(OperationError::unusable(
                    "the content",
                    &"a request is a JSON object with the fields of its content schema",
                ));
            }
            items_of(&change.content)?
        }
        Subject::Decision => {
            let content: DecisionContent = content_as(change)?;
            Terms::Decision(DecisionTerms {
                granted: content.granted,
                refused: content.refused,
                postponed: content.postponed,
                conditions: content.conditions.into_keys().collect(),
                reasoned: !content.reasons.trim().is_empty(),
            })
        }
        Subject::Result => Terms::Result { items: content_as::<ResultContent>(change)?.items, documents: 0 },
        Subject::Renewal => Terms::Renewal { days: content_as::<RenewalContent>(change)?.days },
        Subject::Use => {
            let content: UseContent = content_as(change)?;
            Terms::Use { keeps: content.keeps, beyond: content.beyond }
        }
    })
}

fn content_as<T: DeserializeOwned>(change: &ChangeSubject) -> Result<T, OperationError> {
    // The message of the parser would quote what was written: only where and what is told.
    serde_json::from_value(change.content.clone())
        .map_err(|error| OperationError::unusable(format!("the content of the {}", change.subject), &error))
}

/// Documents as a wording names them; each has to belong to this request.
async fn named(
    tx: &mut Transaction,
    loaded: &Loaded,
    ids: &[DocumentId],
) -> Result<Vec<NamedDocument>, OperationError> {
    let mut named = Vec::with_capacity(ids.len());
    for id in ids {
        let keys = tx.keys();
        let row = own(tx, loaded, id).await?;
        let sha256 = sha256_of(tx, &keys, &row).await?;
        named.push(NamedDocument {
            name: row.name,
            media_type: row.media_type,
            language: row.language,
            sha256,
            size: u64::try_from(row.size).unwrap_or(0),
        });
    }
    Ok(named)
}
