//! Subjects as they are kept: the words with their nonce, sealed, known by their digest.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::AnyConnection;

use crate::audit::canonical::to_canonical;
use crate::audit::hash::sha256;
use crate::domain::envelope::Wording;
use crate::domain::gate::Subject;
use crate::domain::ids::{Digest, DocumentId, MessageId};
use crate::storage::Transaction;
use crate::storage::keys::Keys;
use crate::storage::subjects::{self, SubjectRow};

use super::error::OperationError;

/// A wording as it is kept here: with the ids of its documents, which differ at each authority.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// The words.
    pub(super) wording: Wording,
    /// Its documents here, in the order in which the wording names them.
    pub(super) documents: Vec<DocumentId>,
}

/// The digest of a wording, the same at both authorities.
pub(super) fn digest_of(wording: &Wording) -> Result<Digest, OperationError> {
    let bytes = to_canonical(wording).map_err(|error| OperationError::unusable("the content", &error))?;
    Ok(Digest::from_bytes(sha256(&bytes).as_bytes()))
}

/// Keeps a wording under its digest.
pub(super) async fn keep(
    tx: &mut Transaction,
    request_id: &str,
    (subject, holding, digest): (Subject, Option<&MessageId>, &Digest),
    kept: &Kept,
    (now, by): (&str, &str),
) -> Result<(), OperationError> {
    let content = serde_json::to_vec(kept).map_err(|error| OperationError::unusable("the content", &error))?;
    let row = SubjectRow {
        request_id: request_id.to_owned(),
        subject: subject.to_string(),
        holding: holding.map(ToString::to_string).unwrap_or_default(),
        digest: digest.to_string(),
        content,
        changed_at: now.to_owned(),
        changed_by: by.to_owned(),
    };
    Ok(subjects::put(tx, &row).await?)
}

/// Reads the wording of a digest, and holds it against the digest.
pub(super) async fn read(
    connection: &mut AnyConnection,
    keys: &Keys,
    request_id: &str,
    (subject, holding, digest): (Subject, Option<&MessageId>, &Digest),
) -> Result<Option<Kept>, OperationError> {
    let holding = holding.map(ToString::to_string).unwrap_or_default();
    let name: &'static str = subject.into();
    let Some(row) = subjects::find(connection, keys, request_id, (name, &holding, digest.as_str())).await? else {
        return Ok(None);
    };
    let kept: Kept =
        serde_json::from_slice(&row.content).map_err(|error| OperationError::damaged("a subject", &error))?;
    if digest_of(&kept.wording)? != *digest {
        return Err(OperationError::damaged("a subject", &"its words have another digest"));
    }
    Ok(Some(kept))
}

/// The content of a kept wording, or null.
pub(super) fn content_of(kept: Option<&Kept>) -> Value {
    kept.map_or(Value::Null, |kept| kept.wording.content.clone())
}
