//! Entries for the log: facts of a request, and what happens to the authority itself.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::audit::entry::{Actor, DocumentCommitment, Draft};
use crate::audit::hash::Hash;
use crate::audit::ids::{CaseId, EntryTime, Mark};
use crate::domain::ids::{ActorMark, Digest};
use crate::domain::in_force::NotInForce;
use crate::domain::role::Role;
use crate::engine::fact::Fact;

use super::error::OperationError;

/// What the log calls an actor that is no official: a clock, or a message of the other State.
pub(super) const SYSTEM: &str = "system";

/// The key of a body that leads to the operation in traces and logs. Every body may have it; replay does not read it.
pub(super) const TRACE: &str = "trace";

/// The key of a body that says why an instrument is applied that is not in force. Every entry of such a request has it,
/// and no other. Source: UNCC 40(7), 65(1).
pub(super) const NOT_IN_FORCE: &str = "not_in_force";

/// The key of a body that says for whom a deputy acted, in a role that they hold by that alone.
pub(super) const DEPUTY_FOR: &str = "deputy_for";

/// Who acts, as an entry names them.
pub(super) struct Acting<'a> {
    pub(super) mark: &'a ActorMark,
    pub(super) role: Option<Role>,
    /// The State.
    pub(super) org: &'a str,
    /// The trace of the operation.
    pub(super) trace: Option<&'a str>,
    /// Why the request's instrument is applied, where it is not in force; none for the authority's own chain.
    pub(super) not_in_force: Option<NotInForce>,
    /// For whom they act, where they have the role only because they stand in for somebody.
    pub(super) deputy_for: Option<&'a ActorMark>,
}

/// An entry about a fact of a request.
pub(super) fn of_fact(
    case: &str,
    fact: &Fact,
    acting: &Acting<'_>,
    rule: &Digest,
    art: Vec<String>,
    docs: Vec<DocumentCommitment>,
    now: Timestamp,
) -> Result<Draft, OperationError> {
    let tagged = serde_json::to_value(fact).map_err(|error| OperationError::damaged("a fact", &error))?;
    let body = match tagged {
        Value::Object(mut tagged) => tagged.remove("body").and_then(into_map).unwrap_or_default(),
        _ => Map::new(),
    };
    let mut draft = draft(case, fact.kind(), body, acting, now)?;
    draft.rule = Some(hash_of(rule)?);
    draft.art = art;
    draft.docs = docs;
    Ok(draft)
}

/// An entry of any kind, with a body that serializes to an object.
pub(super) fn of<B: Serialize>(
    case: &str,
    kind: &str,
    body: &B,
    acting: &Acting<'_>,
    now: Timestamp,
) -> Result<Draft, OperationError> {
    let body = serde_json::to_value(body).map_err(|error| OperationError::damaged("an entry", &error))?;
    draft(case, kind, into_map(body).unwrap_or_default(), acting, now)
}

fn draft(
    case: &str,
    kind: &str,
    mut body: Map<String, Value>,
    acting: &Acting<'_>,
    now: Timestamp,
) -> Result<Draft, OperationError> {
    if let Some(trace) = acting.trace {
        body.insert(TRACE.to_owned(), trace.into());
    }
    if let Some(because) = acting.not_in_force {
        body.insert(NOT_IN_FORCE.to_owned(), because.to_string().into());
    }
    if let Some(absent) = acting.deputy_for {
        body.insert(DEPUTY_FOR.to_owned(), absent.as_str().into());
    }
    let actor = Actor {
        role: acting.role.map_or_else(|| SYSTEM.to_owned(), |role| role.to_string()),
        org: acting.org.to_owned(),
        p: acting.mark.as_str().parse::<Mark>().map_err(|error| OperationError::damaged("an actor's mark", &error))?,
    };
    Ok(Draft {
        case: case.parse::<CaseId>().map_err(|error| OperationError::damaged("a case", &error))?,
        kind: kind.to_owned(),
        at: EntryTime::new(now).map_err(|error| OperationError::damaged("the time", &error))?,
        actor,
        rule: None,
        art: Vec::new(),
        body,
        docs: Vec::new(),
        private: std::collections::BTreeMap::new(),
        peer: None,
    })
}

fn into_map(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(map) => Some(map),
        _ => None,
    }
}

/// A digest as the log writes hashes.
pub(super) fn hash_of(digest: &Digest) -> Result<Hash, OperationError> {
    digest.as_str().parse().map_err(|error| OperationError::damaged("a digest", &error))
}

/// A mark of the log as the domain writes it.
pub(super) fn mark_of(mark: Mark) -> Result<ActorMark, OperationError> {
    ActorMark::parse(mark.to_string()).map_err(|error| OperationError::damaged("an actor's mark", &error))
}
