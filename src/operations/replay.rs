//! Replay: what a request's own leaves add up to, by the rulebook that each names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map, Value, json};
use sqlx::AnyConnection;
use strum::VariantNames as _;

use crate::audit::entry::Entry;
use crate::audit::ids::{CaseId, Mark};
use crate::domain::ids::{ActorMark, Digest};
use crate::domain::in_force::NotInForce;
use crate::domain::request::AssistanceRequest;
use crate::domain::role::Role;
use crate::engine::command::{Actor, StandsIn};
use crate::engine::fact::{Cause, Fact};
use crate::engine::replay::{self, Entry as Replayed};
use crate::engine::rulebook::Rulebook;
use crate::storage::requests::RequestRow;
use crate::storage::{Transaction, log};

use super::access::is_broken;
use super::act::Loaded;
use super::app::App;
use super::compare;
use super::entry::{DEPUTY_FOR, NOT_IN_FORCE, SYSTEM, TRACE};
use super::erase_content::Erasing;
use super::error::OperationError;
use super::verify_people::altered;

/// Entries about a request that leave it as it stands.
const BESIDE: [&str; 16] = [
    "person_filed",
    "erasure_proposed",
    "erasure_taken_back",
    "content_erased",
    "hold_set",
    "hold_lifted",
    "content_disclosed",
    "document_read",
    "message_held_back",
    "attempt_refused",
    "message_received_there",
    "document_added",
    "registry_number_given",
    "origin_noted",
    "official_assigned",
    "request_sealed",
];

/// Requests as their entries leave them, one after the other.
#[derive(Default)]
pub(super) struct Replay {
    requests: BTreeMap<CaseId, AssistanceRequest>,
    sealed: BTreeSet<CaseId>,
    /// What stands about erasing each, and what is held.
    erasing: BTreeMap<CaseId, Erasing>,
    /// Why the instrument of each is applied, where it is not in force.
    applied: BTreeMap<CaseId, Option<NotInForce>>,
}

impl Replay {
    /// Takes one entry of a request.
    ///
    /// # Errors
    /// A sentence that says why it could not have come about.
    pub(super) fn take(&mut self, rulebook: Option<&Rulebook>, entry: &Entry) -> Result<(), String> {
        if entry.kind == "request_sealed" {
            self.sealed.insert(entry.case);
        }
        self.erasing.entry(entry.case).or_default().take(entry)?;
        self.says_whether_in_force(entry)?;
        if entry.kind == "content_disclosed" {
            disclosed(entry)?;
        }
        if BESIDE.contains(&entry.kind.as_str()) {
            return Ok(());
        }
        if self.sealed.contains(&entry.case) {
            return Err("the request was sealed before, and nothing moves it any more".to_owned());
        }
        let rulebook =
            rulebook.ok_or("it names a rulebook that is not there, so nobody can say whether it was allowed")?;
        let fact = read(entry)?;
        stands_beside(&fact, entry)?;
        let replayed = Replayed { fact: &fact, actor: actor_of(entry)?, at: entry.at.timestamp() };
        let after = replay::replay(rulebook, self.requests.get(&entry.case), &replayed)?;
        self.requests.insert(entry.case, after);
        Ok(())
    }

    /// Every entry of a request says that its instrument is not in force, and why it is applied, where that is so; no
    /// other entry says it. Source: UNCC 40(7), 65(1).
    fn says_whether_in_force(&mut self, entry: &Entry) -> Result<(), String> {
        let said = not_in_force(&entry.body)?;
        if entry.kind == "request_begun" {
            let in_force = entry.body.get("in_force").and_then(Value::as_bool);
            if in_force == Some(said.is_some()) {
                return Err("it does not say truly whether its instrument is in force".to_owned());
            }
            self.applied.entry(entry.case).or_insert(said);
            return Ok(());
        }
        let Some(applied) = self.applied.get(&entry.case) else { return Ok(()) };
        // Nobody could say it where the row was broken: that is what the seal is about.
        let may_lack = said.is_none() && self.sealed.contains(&entry.case);
        if said == *applied || may_lack {
            return Ok(());
        }
        Err(match applied {
            Some(because) => format!("it does not say that the request's instrument is not in force (`{because}`)"),
            None => "it says that the request's instrument is not in force, and it is".to_owned(),
        })
    }

    /// The cases of all requests.
    pub(super) fn cases(&self) -> impl Iterator<Item = CaseId> {
        self.requests.keys().copied()
    }

    /// The request of a case, as its entries leave it.
    pub(super) fn of(&self, case: CaseId) -> Option<&AssistanceRequest> {
        self.requests.get(&case)
    }
}

/// What an entry says of a request; none where it changes nothing of it, or is none of a request.
///
/// # Errors
/// A sentence, where its body is not that of its type.
pub(super) fn fact_of(entry: &Entry) -> Result<Option<Fact>, String> {
    Fact::VARIANTS.contains(&entry.kind.as_str()).then(|| read(entry)).transpose()
}

fn read(entry: &Entry) -> Result<Fact, String> {
    let body = without_what_stands_beside(&entry.body)?;
    serde_json::from_value(json!({ "type": entry.kind, "body": Value::Object(body) }))
        .map_err(|error| format!("its body is not that of an entry of type `{}`: {error}", entry.kind))
}

/// Why an entry says that an instrument is applied which is not in force.
pub(super) fn not_in_force(body: &Map<String, Value>) -> Result<Option<NotInForce>, String> {
    let said = body.get(NOT_IN_FORCE).map(|value| value.as_str().and_then(|word| word.parse().ok()));
    said.map(|word| word.ok_or_else(|| "why its instrument is applied is none of the reasons".to_owned())).transpose()
}

/// For whom an entry says that a deputy acted.
pub(super) fn deputy_for(body: &Map<String, Value>) -> Result<Option<ActorMark>, String> {
    let said = body.get(DEPUTY_FOR).map(|value| value.as_str().and_then(|mark| ActorMark::parse(mark).ok()));
    said.map(|mark| mark.ok_or_else(|| "for whom its deputy acted is no mark".to_owned())).transpose()
}

/// The body as the rules know it. The trace says nothing about the request; it has to be one, so that nothing else is
/// kept in its place.
fn without_what_stands_beside(body: &Map<String, Value>) -> Result<Map<String, Value>, String> {
    let mut body = body.clone();
    body.remove(NOT_IN_FORCE);
    body.remove(DEPUTY_FOR);
    match body.remove(TRACE) {
        None => Ok(body),
        // A trace has as many digits as a mark.
        Some(Value::String(trace)) if trace.parse::<Mark>().is_ok() => Ok(body),
        Some(_) => Err("its trace is none".to_owned()),
    }
}

/// Reasons and documents that a fact claims have to be committed to by its entry.
fn stands_beside(fact: &Fact, entry: &Entry) -> Result<(), String> {
    let (reasoned, documents) = match fact {
        Fact::SafeguardAnswered(answered) => (answered.reasoned, Some(answered.documents)),
        Fact::AnswerWithdrawn(_) | Fact::RecusalDeclared(_) | Fact::RecusalLifted(_) => (true, None),
        Fact::TransitionTaken(taken) => (matches!(taken.cause, Cause::Official { reasoned: true }), None),
        Fact::RequestBegun(_)
        | Fact::SubjectChanged(_)
        | Fact::AnswerConfirmed(_)
        | Fact::MessageLate(_)
        | Fact::MessageRecorded(_)
        | Fact::MessageHandedOver(_)
        | Fact::DeadlinePassed(_)
        | Fact::LinkPending(_)
        | Fact::FindingNoted(_) => (false, None),
    };
    if reasoned && !entry.private.contains_key("reason") {
        return Err("it says that reasons were given, and commits to none".to_owned());
    }
    if documents.is_some_and(|number| number as usize != entry.docs.len()) {
        return Err("it says that documents stood beside it, and commits to another number of them".to_owned());
    }
    Ok(())
}

/// Content is disclosed to auditors, for reasons that the entry commits to.
fn disclosed(entry: &Entry) -> Result<(), String> {
    if entry.actor.role != Role::Auditor.to_string() {
        return Err(format!("content was disclosed to the role `{}`, which is not an auditor's", entry.actor.role));
    }
    if !entry.private.contains_key("reason") {
        return Err("content was disclosed, and it commits to no reasons".to_owned());
    }
    Ok(())
}

/// Who acted, with the one role that the entry names.
fn actor_of(entry: &Entry) -> Result<Actor, String> {
    let mark = ActorMark::parse(entry.actor.p.to_string()).map_err(|error| error.to_string())?;
    if entry.actor.role == SYSTEM {
        return Ok(Actor::of(mark, None));
    }
    let role: Role = entry.actor.role.parse().map_err(|_| format!("there is no role `{}`", entry.actor.role))?;
    Ok(match deputy_for(&entry.body)? {
        None => Actor::of(mark, Some([role].into())),
        // A deputy has it by that alone: what both of them may do is decided again.
        Some(absent) => {
            Actor { mark, roles: Some([].into()), stands_in: Some(StandsIn { mark: absent, roles: [role].into() }) }
        }
    })
}

/// Where the row's own columns say something else than its standing, or the standing than the log.
pub(super) fn difference(
    row: &RequestRow,
    request: &AssistanceRequest,
    logged: Option<&AssistanceRequest>,
) -> Option<String> {
    let Some(logged) = logged else { return Some("the log does not say that this request began".to_owned()) };
    let columns = [
        ("stage", row.stage.as_str(), logged.stage.to_string()),
        ("side", row.side.as_str(), logged.side.to_string()),
        ("procedure", row.procedure.as_str(), logged.procedure.to_string()),
        ("measure", row.measure.as_str(), logged.measure.to_string()),
        ("profile", row.profile.as_str(), logged.profile.to_string()),
        ("rulebook", row.rulebook.as_str(), logged.rulebook.to_string()),
    ];
    if let Some((name, table, log)) = columns.iter().find(|(_, table, log)| table != log) {
        return Some(format!("the table says {name} `{table}`, the log `{log}`"));
    }
    if request == logged {
        return None;
    }
    let parts = [
        ("stage", request.stage != logged.stage),
        ("profile", request.profile != logged.profile),
        ("measure", request.measure != logged.measure || request.procedure != logged.procedure),
        ("items", request.items != logged.items || request.delivering != logged.delivering),
        ("answers", request.answers != logged.answers || request.objections != logged.objections),
        ("passages of gates", request.passages != logged.passages),
        ("subjects", request.subjects != logged.subjects),
        ("decision", request.decision != logged.decision),
        (
            "chained requests",
            request.chained != logged.chained
                || request.pending != logged.pending
                || request.findings != logged.findings,
        ),
        ("deliveries", request.holdings != logged.holdings),
        ("clocks", request.clocks != logged.clocks),
        ("conditions", request.offered != logged.offered || request.accepted != logged.accepted),
        ("authors", request.authors != logged.authors || request.collectors != logged.collectors),
        ("recusals", request.recused != logged.recused),
        (
            "messages",
            request.sent != logged.sent || request.heard != logged.heard || request.recorded != logged.recorded,
        ),
    ];
    let differing: Vec<&str> = parts.iter().filter(|(_, differs)| *differs).map(|(name, _)| *name).collect();
    let what = if differing.is_empty() { "its standing".to_owned() } else { differing.join(", ") };
    Some(format!("the table and the log disagree about {what}"))
}

/// Re-hashes and replays the request's own leaves, and holds them against its tables.
///
/// # Errors
/// [`OperationError::Sealed`] where they differ: the caller records it and nothing moves the request any more.
pub(super) async fn must_agree(tx: &mut Transaction, loaded: &Loaded) -> Result<(), OperationError> {
    let sealed = |because: String| OperationError::Sealed { reference: loaded.row.reference.clone(), because };
    let entries = match tx.entries_of(&loaded.row.id).await {
        Ok(entries) => entries,
        Err(error) if altered(&error) => return Err(sealed(error.to_string())),
        Err(other) => return Err(other.into()),
    };
    let mut replay = Replay::default();
    let mut case = None;
    for entry in &entries {
        case = Some(entry.case);
        let rulebook = match &entry.rule {
            Some(hash) if hash.to_string() == loaded.rulebook.hash.as_str() => Some(Arc::clone(&loaded.rulebook)),
            Some(hash) => {
                let digest = Digest::parse(hash.to_string())?;
                Some(loaded.context.app.rulebook_of(&digest).await?)
            }
            None => None,
        };
        replay
            .take(rulebook.as_deref(), entry)
            .map_err(|why| sealed(format!("entry {} of its log: {why}", entry.cseq)))?;
    }
    let logged = case.and_then(|case| replay.of(case));
    if let Some(because) = difference(&loaded.row, &loaded.request, logged) {
        return Err(sealed(because));
    }
    let keys = tx.keys();
    match compare::rows_differ(tx, &keys, (&loaded.row, &loaded.request), &entries).await {
        Ok(None) => Ok(()),
        Ok(Some(because)) => Err(sealed(because)),
        Err(OperationError::Storage(error)) if altered(&error) => Err(sealed(error.to_string())),
        Err(other) => Err(other),
    }
}

/// A request as its own leaves leave it, with its rulebook; none where they do not hold.
///
/// # Errors
/// Where the database cannot be read.
pub(super) async fn logged(
    app: &App,
    connection: &mut AnyConnection,
    id: &str,
) -> Result<Option<(AssistanceRequest, Arc<Rulebook>)>, OperationError> {
    let entries = match log::entries_of(connection, &app.storage.keys().entry_key(), id).await {
        Ok(entries) => entries,
        Err(error) if altered(&error) => return Ok(None),
        Err(other) => return Err(other.into()),
    };
    let (mut replay, mut last) = (Replay::default(), None);
    for entry in &entries {
        let rulebook = match entry.rule.as_ref().map(|hash| Digest::parse(hash.to_string())).transpose()? {
            Some(hash) => match app.rulebook_of(&hash).await {
                Ok(rulebook) => Some(rulebook),
                Err(error) if is_broken(&error) => return Ok(None),
                Err(other) => return Err(other),
            },
            None => None,
        };
        if replay.take(rulebook.as_deref(), entry).is_err() {
            return Ok(None);
        }
        last = rulebook.map(|rulebook| (entry.case, rulebook)).or(last);
    }
    Ok(last.and_then(|(case, rulebook)| Some((replay.of(case)?.clone(), rulebook))))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::without_what_stands_beside;

    #[test]
    fn a_trace_is_set_aside_and_nothing_else_is_kept_in_its_place() {
        let read = |body: serde_json::Value| without_what_stands_beside(body.as_object().unwrap());
        let bare = json!({ "safeguard": "speciality" });
        let traced = json!({ "safeguard": "speciality", "trace": "0af7651916cd43dd8448eb211c80319c" });

        assert_eq!(read(bare.clone()).unwrap(), *bare.as_object().unwrap());
        assert_eq!(read(traced).unwrap(), *bare.as_object().unwrap());
        for other in
            [json!("Anna Lindqvist"), json!("0AF7651916CD43DD8448EB211C80319C"), json!(""), json!({}), json!(null)]
        {
            assert!(read(json!({ "trace": other })).is_err(), "{other}");
        }
    }
}
