//! What can be done next, by whom, and what stands in the way.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;

use crate::domain::gate::{Gate, Side, Subject};
use crate::domain::ids::{DeadlineName, MessageId, StageName};
use crate::domain::phase::Phase;
use crate::domain::request::{AssistanceRequest, ChainedMessage};
use crate::domain::role::Role;
use crate::domain::safeguard::{Basis, SafeguardState};

use super::decide::needs_reasons;
use super::gates::{Standing, asked, standing_on_the_way};
use super::measure::Measure;
use super::procedure::{Part, Procedure, Transition, Trigger};
use super::rulebook::Rulebook;

/// A transition that officials may take from here.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Next {
    /// Its name.
    pub transition: String,
    /// What people read, in English.
    pub title: String,
    /// The delivery it belongs to, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holding: Option<String>,
    /// The stage it enters.
    pub to: String,
    /// Roles that may take it: any of them.
    pub by: Vec<Role>,
    /// Gates at which it stands.
    pub gates: Vec<Gate>,
    /// The message that leaves with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sends: Option<String>,
    /// Its articles.
    pub source: Vec<String>,
}

/// A safeguard on the way, and how it stands.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Asked {
    /// Its name.
    pub safeguard: String,
    /// Its code.
    pub code: String,
    /// What people read, in English.
    pub title: String,
    /// What is asked.
    pub question: String,
    /// The gate it stands at.
    pub gate: Gate,
    /// The delivery it is about, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holding: Option<String>,
    /// Digest of what is to be read; the answer names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// How it stands.
    pub state: SafeguardState,
    /// Why it is asked.
    pub basis: Basis,
    /// Who answers: any of these.
    pub answered_by: Vec<Role>,
    /// Answers that can be given.
    pub answers: Vec<String>,
    /// Its articles.
    pub source: Vec<String>,
    /// Whether it waits for whoever reads; said where a request is read.
    #[serde(skip)]
    pub waits: bool,
}

/// Each place where the request can be moved: itself, and its deliveries.
pub(super) fn places<'a>(
    procedure: &'a Procedure,
    request: &'a AssistanceRequest,
) -> Vec<(Option<&'a MessageId>, &'a Part, &'a StageName)> {
    let own = (None, procedure.part(request.side), &request.stage);
    let held = procedure
        .holding
        .as_ref()
        .into_iter()
        .flat_map(|part| request.holdings.iter().map(move |(id, holding)| (Some(id), part, &holding.stage)));
    std::iter::once(own).chain(held).collect()
}

/// The transitions that officials can take from where the request stands.
#[must_use]
pub fn next(procedure: &Procedure, request: &AssistanceRequest) -> Vec<Next> {
    places(procedure, request)
        .into_iter()
        .flat_map(|(holding, part, stage)| {
            part.leaving(stage).filter_map(move |transition| {
                Some(Next {
                    transition: transition.name.to_string(),
                    title: transition.title.en().to_owned(),
                    holding: holding.map(ToString::to_string),
                    to: transition.to.to_string(),
                    by: transition.by.clone()?,
                    gates: transition.gates.clone(),
                    sends: transition.sends.as_ref().map(ToString::to_string),
                    source: transition.source.iter().map(ToString::to_string).collect(),
                })
            })
        })
        .collect()
}

/// The safeguards at the gates that lead on from here, each with how it stands.
#[must_use]
pub fn safeguards(
    rulebook: &Rulebook,
    measure: &Measure,
    procedure: &Procedure,
    request: &AssistanceRequest,
    now: Timestamp,
) -> Vec<Asked> {
    let all = ahead(rulebook, measure, procedure, request, now);
    all.iter().map(|(holding, standing)| asked_of(request, standing, *holding)).collect()
}

/// The same, as the rules know them: each with the delivery it is about, if any.
pub(super) fn ahead<'a>(
    rulebook: &'a Rulebook,
    measure: &'a Measure,
    procedure: &'a Procedure,
    request: &'a AssistanceRequest,
    now: Timestamp,
) -> Vec<(Option<&'a MessageId>, Standing<'a>)> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for (holding, part, stage) in places(procedure, request) {
        let own: Vec<Gate> = part.leaving(stage).flat_map(|transition| transition.gates.clone()).collect();
        for gate in asked(request, &own) {
            let of = if own.contains(&gate) { holding } else { None };
            if !seen.insert((gate, of)) {
                continue;
            }
            let standing = standing_on_the_way(rulebook, measure, request, (&own, gate), of, now);
            all.extend(standing.into_iter().map(|standing| (of, standing)));
        }
    }
    all
}

/// A safeguard as it stands at its gate, for whoever reads it.
#[must_use]
pub fn asked_of(request: &AssistanceRequest, standing: &Standing<'_>, holding: Option<&MessageId>) -> Asked {
    let gate = standing.place.gate;
    let answers = standing.safeguard.answers_at(gate, request.side, &request.measure);
    Asked {
        safeguard: standing.safeguard.name.to_string(),
        code: standing.safeguard.code.clone(),
        title: standing.safeguard.title.en().to_owned(),
        question: standing.safeguard.question.en().to_owned(),
        gate,
        holding: holding.map(ToString::to_string),
        digest: request.read_by(gate, holding).map(ToString::to_string),
        state: standing.state,
        basis: standing.basis,
        answered_by: standing.place.answered_by.clone(),
        answers: answers.map(|(name, _)| name.clone()).collect(),
        source: standing.safeguard.source.iter().map(ToString::to_string).collect(),
        waits: false,
    }
}

/// Messages of chained requests that wait here and that the stage where the request stands listens for.
#[must_use]
pub fn pending_now(procedure: &Procedure, request: &AssistanceRequest) -> Option<ChainedMessage> {
    let part = procedure.part(request.side);
    let listens = |chained: &&ChainedMessage| {
        let trigger = Trigger::Linked(chained.procedure.as_str(), chained.message.as_str());
        part.leaving(&request.stage).any(|transition| transition.trigger() == Some(trigger))
    };
    request.pending.iter().find(listens).cloned()
}

/// Who holds the file: the State whose act is awaited. None where it has ended.
///
/// Where a message of the other State or its answer to a consultation is awaited, the file is theirs.
#[must_use]
pub fn held_by(procedure: &Procedure, request: &AssistanceRequest) -> Option<Holder> {
    holder_at(procedure, request.side, &request.stage)
}

/// Who holds the file while a side stands at a stage.
#[must_use]
pub fn holder_at(procedure: &Procedure, side: Side, at: &StageName) -> Option<Holder> {
    let part = procedure.part(side);
    let stage = part.stage(at)?;
    if stage.ends {
        return None;
    }
    let ours: Vec<Role> = part
        .leaving(at)
        // Stopping is always free: that somebody could withdraw does not make the file theirs.
        .filter(|transition| {
            part.stage(&transition.to).is_none_or(|to| to.phase != Phase::Closed || !transition.gates.is_empty())
        })
        .filter_map(|transition| transition.by.clone())
        .flatten()
        .collect();
    let heard = part.leaving(at).any(|transition| matches!(transition.trigger(), Some(Trigger::Message(_))));
    let waits = matches!(stage.phase, Phase::Sent) || (stage.phase == Phase::Consultation && side == Side::Requested);
    if heard && (waits || ours.is_empty()) { Some(Holder::Counterpart) } else { Some(Holder::Authority) }
}

/// The State whose act is awaited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, strum::Display, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Holder {
    /// This authority.
    Authority,
    /// The other State.
    Counterpart,
}

/// Something that can be written where the request, or one of its deliveries, stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writable {
    /// What.
    pub subject: Subject,
    /// The delivery it is about, if any.
    pub holding: Option<String>,
    /// Who may write it: any of these.
    pub by: Vec<Role>,
}

/// What can be written where the request stands.
#[must_use]
pub fn writable(procedure: &Procedure, request: &AssistanceRequest) -> Vec<Writable> {
    places(procedure, request)
        .into_iter()
        .filter_map(|(holding, part, stage)| {
            let subject = part.stage(stage)?.edits?;
            Some(Writable { subject, holding: holding.map(ToString::to_string), by: writers(part, stage) })
        })
        .collect()
}

/// Who may write at a stage: whoever may take the request on from there.
#[must_use]
pub fn writers(part: &Part, stage: &StageName) -> Vec<Role> {
    let mut roles: Vec<Role> = part.leaving(stage).filter_map(|transition| transition.by.clone()).flatten().collect();
    roles.sort_unstable();
    roles.dedup();
    roles
}

/// What a step of officials does beside entering a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consequences {
    /// Whether reasons are needed beside it. Source: UNCC 40(25), 40(26).
    pub reasons_needed: bool,
    /// Whether nothing can be done afterwards: it enters a stage that no step leaves.
    pub is_final: bool,
    /// Whether it stops what was asked for: it withdraws, refuses, gives up or gives back.
    pub stops_the_request: bool,
    /// Clocks that it starts.
    pub starts: Vec<DeadlineName>,
    /// Clocks that it stops.
    pub stops: Vec<DeadlineName>,
    /// Clocks that pause at the stage which it enters.
    pub pauses: Vec<DeadlineName>,
}

/// What a step does beside entering a stage.
#[must_use]
pub fn consequences(part: &Part, transition: &Transition) -> Consequences {
    let to = part.stage(&transition.to);
    let ends = to.is_some_and(|to| to.phase == Phase::Closed);
    // What is over already is stopped by nothing: an answer given afterwards is only an answer.
    let over = |from: &StageName| part.stage(from).is_some_and(|stage| stage.phase == Phase::Closed);
    let early = ends && !transition.gates.contains(&Gate::Closing) && !transition.from.iter().all(over);
    let pauses = |deadline: &&super::procedure::Deadline| {
        deadline.paused_in.contains(&transition.to)
            && transition.from.iter().any(|from| !deadline.paused_in.contains(from))
    };
    Consequences {
        reasons_needed: needs_reasons(part, transition),
        is_final: part.leaving(&transition.to).next().is_none(),
        stops_the_request: early || transition.gates.contains(&Gate::Refusal),
        starts: transition.starts.clone(),
        stops: transition.stops.clone(),
        pauses: part.deadlines.iter().filter(pauses).map(|deadline| deadline.name.clone()).collect(),
    }
}
