//! What travels from one authority to the other: one message, with all that it brings.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ids::{
    Digest, InstrumentCode, MeasureName, MessageId, MessageName, ProcedureName, RequestReference, StateCode, ThreadId,
};
use super::terms::Carried;
use super::time;

/// One message between two authorities.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// Given by the sender: what arrives twice is taken once.
    pub id: MessageId,
    /// The matter, as both States call it.
    pub thread: ThreadId,
    /// The State that sends.
    pub from: StateCode,
    /// The State that it is for.
    pub to: StateCode,
    /// The sender's reference, for letters.
    pub reference: RequestReference,
    /// The instrument that the matter rests on: the receiver reads it by its own rulebook of that. Source: UNCC 40(6)-(7).
    pub instrument: InstrumentCode,
    /// The procedure it belongs to.
    pub procedure: ProcedureName,
    /// What is asked for.
    pub measure: MeasureName,
    /// A title without names.
    pub title: String,
    /// Which message.
    pub name: MessageName,
    /// Its place among the sender's messages of this matter, from 1.
    pub number: u64,
    /// When it was written.
    #[serde(with = "time::text")]
    pub sent_at: Timestamp,
    /// What the other side's rules read of it.
    pub carried: Carried,
    /// The words: a request, a result, a decision with its reasons. None where it brings nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<Wording>,
    /// The documents that the wording names, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<CarriedDocument>,
    /// Words beside it, such as the reasons for a step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Envelope {
    /// The message as it is kept once its documents are kept by themselves: the wording names them by their hash.
    #[must_use]
    pub fn without_documents(&self) -> Self {
        // Field by field, so that megabytes are not copied to be thrown away.
        Self {
            id: self.id.clone(),
            thread: self.thread.clone(),
            from: self.from.clone(),
            to: self.to.clone(),
            reference: self.reference.clone(),
            instrument: self.instrument.clone(),
            procedure: self.procedure.clone(),
            measure: self.measure.clone(),
            title: self.title.clone(),
            name: self.name.clone(),
            number: self.number,
            sent_at: self.sent_at,
            carried: self.carried.clone(),
            wording: self.wording.clone(),
            documents: Vec::new(),
            reason: self.reason.clone(),
        }
    }
}

/// The words of a subject. Its digest is SHA-256 over its canonical JSON (RFC 8785): the nonce makes it unguessable,
/// and travels with it, so that both States' logs show the same digest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// 128 random bits.
    pub nonce: String,
    /// Digest of what it rests on: a decision on the request, a result on the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Digest>,
    /// The content.
    pub content: Value,
    /// Documents that belong to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<NamedDocument>,
}

/// A document as a wording names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedDocument {
    /// Name of the file.
    pub name: String,
    /// Media type, such as `application/pdf`.
    pub media_type: String,
    /// Its language, such as `en`.
    pub language: String,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
    /// Its length in bytes.
    pub size: u64,
}

/// The bytes of a document on their way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarriedDocument {
    /// SHA-256 of the bytes, as the wording names it.
    pub sha256: Digest,
    /// The bytes, in base64.
    pub base64: String,
}
