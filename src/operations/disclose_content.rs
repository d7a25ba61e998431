//! Shows an auditor what is sealed: the words of a request, for reasons that they give, once the entry of it is on the
//! disk. Otherwise auditors see the log alone.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::AnyConnection;
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use crate::audit::commitment::{self, Place};
use crate::audit::ids::CaseId;
use crate::domain::envelope::Wording;
use crate::domain::ids::{DocumentId, RequestId, RequestReference};
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::storage::documents::DocumentRow;
use crate::storage::keys::Keys;
use crate::storage::requests::{self, RequestRow};
use crate::storage::{Private, Recorded, Transaction};
use crate::storage::{documents, messages, private_values, subjects};

use super::access::{self, Official};
use super::act::{self, Context};
use super::app::App;
use super::attempt::{self, Of, Tried};
use super::entry::{self, Acting};
use super::error::OperationError;
use super::read_document::{self, OpenDocument};
use super::request_view::Attached;
use super::span::{apply, operation};
use super::subject::{self, Kept};

/// What it is called where it is refused.
const ACT: &str = "disclosing content";

/// So many wordings are shown at once, those written last: their digests have to fit into the entry.
const WORDINGS: usize = 500;

/// What may be disclosed of a request; the bytes of a document by [`document`].
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum What {
    /// Names, types and lengths of its documents.
    Documents,
    /// What was sent and received, without the bytes of documents.
    Messages,
    /// Reasons, and what else entries commit to.
    Reasons,
    /// Every wording that is kept: of the request, its decision, results, renewals, uses.
    Subjects,
}

/// One wording of a subject.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct DisclosedSubject {
    /// Which subject.
    pub subject: String,
    /// The delivery it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holding: Option<String>,
    /// The digest by which answers and entries name it: SHA-256 of the canonical JSON of `wording`.
    pub digest: String,
    /// The words, with their nonce.
    #[schema(value_type = Object)]
    pub wording: Wording,
    /// When it was written.
    pub changed_at: String,
}

/// A value that an entry commits to.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct DisclosedValue {
    /// The number of the entry within the request.
    pub cseq: u64,
    /// Its field in the entry's `priv`.
    pub field: String,
    /// The value.
    pub value: Value,
    /// What opens the commitment: the SHA-256 of this text stands in the leaf.
    pub disclosure: String,
}

/// A message.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct DisclosedMessage {
    /// Its id.
    pub message: String,
    /// Which message.
    pub name: String,
    /// `in` or `out`.
    pub direction: String,
    /// How it stands.
    pub state: String,
    /// When it was written or arrived.
    pub created_at: String,
    /// What it says, without the bytes of documents.
    pub said: Value,
}

/// What was disclosed. The entry was on the disk before any of it was given out.
#[derive(Debug, Clone, Default, Serialize, utoipa::ToSchema)]
pub struct Disclosed {
    /// The request.
    pub reference: String,
    /// The number of the entry within the request.
    pub cseq: u64,
    /// The hash of the entry's leaf.
    pub leaf: String,
    /// Wordings, the oldest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subjects: Option<Vec<DisclosedSubject>>,
    /// How many older wordings there are: an entry has room for the digests of 500.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub older_wordings: Option<usize>,
    /// Values that entries commit to, in the order of the entries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasons: Option<Vec<DisclosedValue>>,
    /// Messages, the oldest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messages: Option<Vec<DisclosedMessage>>,
    /// Documents, the oldest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documents: Option<Vec<Attached>>,
}

/// Discloses content of a request to an auditor. A request that is sealed is disclosed too: that is when it matters.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but an auditor, [`OperationError::Unusable`] without reasons: both leave an
/// entry, as every refused attempt does. [`OperationError::NoSuchRequest`] for an unknown reference.
#[apply(operation!)]
pub async fn run(
    app: &App,
    auditor: &Official,
    reference: &RequestReference,
    what: &BTreeSet<What>,
    reason: &str,
) -> Result<Disclosed, OperationError> {
    let (context, id, reason) = admitted(app, auditor, reference, "content", reason).await?;
    let (inside, case, what) = (Arc::clone(&context), id.clone(), what.clone());
    // Not a call that is answered twice from what was kept: words are kept under the key of their request, nowhere else.
    let disclosed = app.storage.write(move |tx| {
        let (context, id, what, reason) = (Arc::clone(&inside), case.clone(), what.clone(), reason.clone());
        Box::pin(async move {
            let row = lock(tx, &context, id.as_str()).await?;
            if what.is_empty() {
                return Err(OperationError::unusable(ACT, &"say what: documents, messages, reasons or subjects"));
            }
            let keys = tx.keys();
            let mut disclosed = Disclosed { reference: row.reference.clone(), ..Disclosed::default() };
            let mut body = json!({ "what": what });
            for part in &what {
                match part {
                    What::Documents => {
                        let rows = documents::list(tx, &keys, &row.id).await?;
                        disclosed.documents = Some(rows.into_iter().map(attached).collect());
                    }
                    What::Messages => disclosed.messages = Some(messages_of(tx, &keys, &row.id).await?),
                    What::Reasons => disclosed.reasons = Some(reasons_of(tx, &keys, &row.id).await?),
                    What::Subjects => {
                        let (subjects, older) = subjects_of(tx, &keys, &row.id).await?;
                        disclosed.older_wordings = Some(older).filter(|older| *older > 0);
                        let digests: BTreeSet<&String> = subjects.iter().map(|subject| &subject.digest).collect();
                        body["digests"] = json!(digests);
                        disclosed.subjects = Some(subjects);
                    }
                }
            }
            let recorded = leave(tx, &context, &row, &body, reason).await?;
            (disclosed.cseq, disclosed.leaf) = (recorded.cseq, recorded.leaf.to_string());
            Ok::<_, OperationError>(recorded.with(disclosed))
        })
    });
    attempt::recorded(&context, &id, &tried("content"), disclosed.await).await
}

/// Discloses the bytes of a document to an auditor.
///
/// # Errors
/// As [`run`]; [`OperationError::NotFound`] where the request has no such document.
#[apply(operation!)]
pub async fn document(
    app: &App,
    auditor: &Official,
    reference: &RequestReference,
    document: &DocumentId,
    reason: &str,
) -> Result<OpenDocument, OperationError> {
    let (context, id, reason) = admitted(app, auditor, reference, "document", reason).await?;
    let (inside, case, wanted) = (Arc::clone(&context), id.clone(), document.clone());
    let found = app.storage.write(move |tx| {
        let (context, id, reason, document) = (Arc::clone(&inside), case.clone(), reason.clone(), wanted.clone());
        Box::pin(async move {
            let row = lock(tx, &context, id.as_str()).await?;
            let keys = tx.keys();
            let found = documents::find(tx, &keys, document.as_str()).await?;
            let found = found.filter(|found| found.request_id == row.id).ok_or_else(|| OperationError::NotFound {
                what: "document",
                name: document.to_string(),
                hint: "the entries of the request name those it has",
            })?;
            let body = json!({ "document": document });
            Ok::<_, OperationError>(leave(tx, &context, &row, &body, reason).await?.with(found))
        })
    });
    let found = attempt::recorded(&context, &id, &tried("document"), found.await).await?;
    read_document::opened(app, found).await
}

/// Refuses whoever is no auditor, before anything tells them whether there is such a request; a program with an
/// auditor's token; and an auditor without reasons. All are entries: of the request if there is one, of the authority otherwise.
async fn admitted(
    app: &App,
    auditor: &Official,
    reference: &RequestReference,
    of: &'static str,
    reason: &str,
) -> Result<(Arc<Context>, RequestId, String), OperationError> {
    let held = {
        let mut reader = app.storage.reader().await?;
        access::must_hold_now(&mut reader, app, auditor, Role::Auditor, ACT).await
    };
    let authority = app.authority().await?;
    let held = held.and_then(|()| auditor.must_be_assured(&authority, ACT));
    // A seal is broken by a person, never by a program: this is the scope that no token has.
    let (rule, refusal) = match held.and_then(|()| auditor.must_have(Scope::Decide)) {
        Ok(()) if reason.trim().is_empty() => {
            let why = "it needs reasons: they are kept with its entry, sealed";
            ("reasons-missing", OperationError::unusable(ACT, &why))
        }
        Ok(()) => {
            let context = Context::of(app, Some(auditor)).await?;
            return match act::find(app, reference).await {
                Ok(id) => Ok((context, id, reason.trim().to_owned())),
                Err(unknown) => attempt::told(&context, &tried(of), Err(unknown)).await,
            };
        }
        Err(refusal @ OperationError::NotAllowed { .. }) => ("not-allowed", refusal),
        Err(refusal @ OperationError::CodeNeeded { .. }) => ("code-needed", refusal),
        Err(refusal @ OperationError::OutOfScope(_)) => ("out-of-scope", refusal),
        Err(other) => return Err(other),
    };
    let context = Context::of(app, Some(auditor)).await?;
    match act::find(app, reference).await {
        Ok(id) => {
            attempt::record_refusal(&context, &id, &tried(of), rule, Vec::new()).await?;
        }
        Err(OperationError::NoSuchRequest(_)) => attempt::record_here(&context, &tried(of), rule, Vec::new()).await?,
        Err(other) => return Err(other),
    }
    Err(refusal)
}

fn tried(of: &'static str) -> Tried {
    Tried { act: "disclose_content", of: Of::Word(of), needs: Scope::Decide }
}

/// Locks the request's row. Not the path of those who act on it: an auditor is not assigned, and a seal does not stop them.
async fn lock(tx: &mut Transaction, context: &Context, id: &str) -> Result<RequestRow, OperationError> {
    let row = requests::lock_and_read(tx, id, &context.now_text()).await?;
    access::must_hold(tx, context, Role::Auditor, ACT).await?;
    if let Some(auditor) = &context.official {
        auditor.must_be_assured(&context.authority, ACT)?;
    }
    access::must_have_content(&row)?;
    Ok(row)
}

async fn leave(
    tx: &mut Transaction,
    context: &Arc<Context>,
    row: &RequestRow,
    body: &Value,
    reason: String,
) -> Result<Recorded, OperationError> {
    let mark = entry::mark_of(tx.keys().of(&row.id)?.mark(&context.by()))?;
    let not_in_force = context.not_in_force_of(tx, row).await;
    let acting = Acting { not_in_force, ..context.acting(&mark, Some(Role::Auditor)) };
    let draft = entry::of(&row.id, "content_disclosed", body, &acting, context.now)?;
    let reason = Private { field: "reason".to_owned(), value: reason.into() };
    Ok(tx.commit_with(draft, vec![reason]).await?)
}

async fn subjects_of(
    connection: &mut AnyConnection,
    keys: &Keys,
    id: &str,
) -> Result<(Vec<DisclosedSubject>, usize), OperationError> {
    let mut rows = subjects::list(connection, keys, id).await?;
    let older = rows.len().saturating_sub(WORDINGS);
    let shown: Result<_, _> = rows
        .drain(older..)
        .map(|row| {
            let kept: Kept =
                serde_json::from_slice(&row.content).map_err(|error| OperationError::damaged("a subject", &error))?;
            if subject::digest_of(&kept.wording)? != row.digest {
                return Err(OperationError::damaged("a subject", &"its words have another digest"));
            }
            Ok(DisclosedSubject {
                subject: row.subject,
                holding: Some(row.holding).filter(|holding| !holding.is_empty()),
                digest: row.digest,
                wording: kept.wording,
                changed_at: row.changed_at,
            })
        })
        .collect();
    Ok((shown?, older))
}

async fn reasons_of(
    connection: &mut AnyConnection,
    keys: &Keys,
    id: &str,
) -> Result<Vec<DisclosedValue>, OperationError> {
    let case: CaseId = id.parse().map_err(|error| OperationError::damaged("a request's id", &error))?;
    let salting = keys.of(id)?.salting();
    let values = private_values::list(connection, keys, id).await?;
    values
        .into_iter()
        .map(|private| {
            let place = Place { case, cseq: private.cseq, field: &private.field };
            let disclosure = commitment::disclosure(&commitment::salt(&salting, place), place, &private.value)
                .map_err(|error| OperationError::damaged("a sealed value", &error))?;
            Ok(DisclosedValue { cseq: private.cseq, field: private.field, value: private.value, disclosure })
        })
        .collect()
}

async fn messages_of(
    connection: &mut AnyConnection,
    keys: &Keys,
    id: &str,
) -> Result<Vec<DisclosedMessage>, OperationError> {
    let rows = messages::list(connection, keys, id).await?;
    rows.into_iter()
        .map(|row| {
            let mut said: Value =
                serde_json::from_slice(&row.body).map_err(|error| OperationError::damaged("a message", &error))?;
            // The bytes of documents are disclosed one by one.
            for document in said.get_mut("documents").and_then(Value::as_array_mut).into_iter().flatten() {
                document.as_object_mut().map(|document| document.remove("base64"));
            }
            Ok(DisclosedMessage {
                message: row.id,
                name: row.name,
                direction: row.direction,
                state: row.state,
                created_at: row.created_at,
                said,
            })
        })
        .collect()
}

fn attached(row: DocumentRow) -> Attached {
    Attached { document: row.id, name: row.name, media_type: row.media_type, language: row.language, size: row.size }
}
