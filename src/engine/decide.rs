//! Decides whether something may happen to a request, and what the request is afterwards.
//!
//! [`decide`] is pure: rulebook, request, command, actor and time are arguments. The operations call it before they
//! write, and replay calls it again over the log.

mod answer;
mod change;
mod clock;
mod hear;
mod recuse;
mod take;
mod terms;

pub(super) use answer::may_clear;
pub(super) use take::needs_reasons;
pub(crate) use terms::ACCEPT_CONDITIONS;

use jiff::Timestamp;

use crate::domain::gate::Side;
use crate::domain::ids::{Digest, MessageId};
use crate::domain::request::AssistanceRequest;
use crate::domain::role::Role;

use super::command::{Actor, Command, StandsIn};
use super::fact::{Begun, Fact, HandRecord};
use super::gates;
use super::measure::Measure;
use super::people;
use super::procedure::{Part, Procedure, Transition};
use super::refusal::{Refusal, listed};
use super::rulebook::Rulebook;

/// What was decided: the fact for the log, and the request as it stands afterwards.
#[derive(Debug, Clone, PartialEq)]
pub struct Decided {
    /// What has happened.
    pub fact: Fact,
    /// The request afterwards.
    pub request: AssistanceRequest,
    /// The role in which the official acted. None for `system`.
    pub role: Option<Role>,
    /// Citations of the rule that was applied.
    pub source: Vec<String>,
}

/// Where a decision is made: the request's measure, its procedure, and the part of it that moves.
struct Place<'a> {
    rulebook: &'a Rulebook,
    measure: &'a Measure,
    procedure: &'a Procedure,
    now: Timestamp,
}

impl<'a> Place<'a> {
    fn find(rulebook: &'a Rulebook, request: &AssistanceRequest, now: Timestamp) -> Result<Self, Refusal> {
        let unknown = |what, name: String, may: String| Refusal::Unknown { what, name, may };
        let measure = rulebook.measures.get(&request.measure).ok_or_else(|| {
            unknown(
                "measure",
                request.measure.to_string(),
                format!("there are {}", listed(rulebook.measures.keys(), ", ")),
            )
        })?;
        let procedure = rulebook.procedures.get(&request.procedure).ok_or_else(|| {
            unknown(
                "procedure",
                request.procedure.to_string(),
                format!("there are {}", listed(rulebook.procedures.keys(), ", ")),
            )
        })?;
        Ok(Place { rulebook, measure, procedure, now })
    }

    /// The part that moves: the request's side, or the life of one delivery.
    fn part(&self, side: Side, holding: Option<&MessageId>) -> Result<&'a Part, Refusal> {
        match holding {
            None => Ok(self.procedure.part(side)),
            Some(id) => self.procedure.holding.as_ref().ok_or_else(|| Refusal::Unknown {
                what: "delivery",
                name: id.to_string(),
                may: format!("`{}` has no deliveries", self.procedure.name),
            }),
        }
    }
}

/// Whether the rules allow a step to somebody, whoever that is: its content aside, only people could stand in the way.
pub(super) fn is_open(
    (rulebook, measure, procedure): (&Rulebook, &Measure, &Procedure),
    request: &AssistanceRequest,
    transition: &Transition,
    holding: Option<&MessageId>,
    now: Timestamp,
) -> bool {
    let place = Place { rulebook, measure, procedure, now };
    let Ok(part) = place.part(request.side, holding) else { return false };
    terms::allow(&place, request, part, transition, holding).is_ok()
        && gates::may_pass(rulebook, measure, request, &transition.gates, holding, now).is_ok()
}

/// Decides what a command does to a request. Where the actor lacks the role and stands in for somebody who has it, they
/// act in that role if both of them may: a deputy is a person of their own, who does nothing that the other may not do.
///
/// # Errors
/// The rule that stands in the way, as a [`Refusal`].
pub fn decide(
    rulebook: &Rulebook,
    request: &AssistanceRequest,
    command: &Command,
    actor: &Actor,
    now: Timestamp,
) -> Result<Decided, Refusal> {
    let decided = |acting: &Actor| decide_as(rulebook, request, command, acting, now);
    as_deputy(actor, decided, |absent| match command {
        // An answer is taken back by whoever gave it: of who is away it is asked only whether they stand aside.
        Command::Withdraw { .. } => people::may_act(request, absent),
        _ => decided(absent).map(|_| ()),
    })
}

/// Asks for an actor with the roles of their own first, then with those that are lent to them.
fn as_deputy(
    actor: &Actor,
    asked: impl Fn(&Actor) -> Result<Decided, Refusal>,
    absent_may: impl Fn(&Actor) -> Result<(), Refusal>,
) -> Result<Decided, Refusal> {
    let own = asked(actor);
    let (Err(Refusal::RoleMissing { .. }), Some(StandsIn { mark, roles })) = (&own, &actor.stands_in) else {
        return own;
    };
    let decided = asked(&Actor::of(actor.mark.clone(), Some(roles.clone())))?;
    absent_may(&Actor::of(mark.clone(), Some(roles.clone())))?;
    Ok(decided)
}

fn decide_as(
    rulebook: &Rulebook,
    request: &AssistanceRequest,
    command: &Command,
    actor: &Actor,
    now: Timestamp,
) -> Result<Decided, Refusal> {
    let place = Place::find(rulebook, request, now)?;
    people::may_act(request, actor)?;
    match command {
        Command::Change(change) => change::decide(&place, request, change, actor),
        Command::Answer(given) => answer::decide(&place, request, given, actor),
        Command::Confirm(question) => answer::confirm(&place, request, question, actor),
        Command::Withdraw { question, reasoned } => answer::withdraw(&place, request, question, *reasoned, actor),
        Command::Take(take) => take::decide(&place, request, take, actor),
        Command::Hear(heard) => hear::decide(&place, request, heard, actor),
        Command::Link(chained) => hear::link(&place, request, chained, actor),
        Command::Note(finding) => hear::note(&place, request, finding, actor),
        Command::Expire { deadline, holding } => clock::expire(&place, request, deadline, holding.as_ref(), actor),
        Command::Record { id, name, direction, channel } => {
            let record = HandRecord { id: id.clone(), name: name.clone(), direction: *direction, channel: *channel };
            hear::record(&place, request, record, actor)
        }
        Command::ConfirmHandedOver { id } => hear::handed_over(request, id, actor),
        Command::Recuse { reasoned } => recuse::declare(request, *reasoned, actor),
        Command::LiftRecusal { official, reasoned } => recuse::lift(request, official, *reasoned, actor),
    }
}

/// Begins a request: drafted here, or about to hear its first message.
///
/// # Errors
/// [`Refusal::Unknown`] when the rulebook lacks the measure, [`Refusal::RoleMissing`] when an official may not draft,
/// [`Refusal::Incomplete`] when it follows no request although its measure has to.
pub fn begin(
    rulebook: &Rulebook,
    hash: &Digest,
    begun: &Begun,
    actor: &Actor,
    now: Timestamp,
) -> Result<Decided, Refusal> {
    as_deputy(actor, |acting| begin_as(rulebook, hash, begun, acting, now), |_| Ok(()))
}

fn begin_as(
    rulebook: &Rulebook,
    hash: &Digest,
    begun: &Begun,
    actor: &Actor,
    now: Timestamp,
) -> Result<Decided, Refusal> {
    let measure = rulebook.measures.get(&begun.measure).ok_or_else(|| Refusal::Unknown {
        what: "measure",
        name: begun.measure.to_string(),
        may: format!("there are {}", listed(rulebook.measures.keys(), ", ")),
    })?;
    if measure.procedure != begun.procedure {
        return Err(Refusal::Unknown {
            what: "procedure",
            name: begun.procedure.to_string(),
            may: format!("`{}` follows `{}`", measure.name, measure.procedure),
        });
    }
    let procedure = rulebook.procedures.get(&begun.procedure).ok_or_else(|| Refusal::Unknown {
        what: "procedure",
        name: begun.procedure.to_string(),
        may: format!("there are {}", listed(rulebook.procedures.keys(), ", ")),
    })?;
    // Whoever is asked may hear of it by post, without the link: there the officials look for the matter.
    if let (Some(earlier), Side::Requesting, None) = (&measure.follows, begun.side, &begun.follows) {
        let name = &measure.name;
        return Err(Refusal::Incomplete(vec![format!("`{name}` follows a request of `{earlier}`: name that request")]));
    }
    let part = procedure.part(begun.side);
    let role = if actor.is_system() {
        None
    } else {
        let needed = beginners(begun.side, part);
        let role = actor.role_among(&needed);
        Some(role.ok_or(Refusal::RoleMissing { act: "beginning a request".to_owned(), needed })?)
    };
    let request = AssistanceRequest {
        side: begun.side,
        procedure: begun.procedure.clone(),
        measure: begun.measure.clone(),
        profile: begun.profile,
        rulebook: hash.clone(),
        authors: if actor.is_system() { [].into() } else { [actor.mark.clone()].into() },
        collectors: [].into(),
        stage: part.start.clone(),
        stage_since: now,
        subjects: [].into(),
        items: [].into(),
        decision: crate::domain::terms::DecisionTerms::default(),
        delivering: [].into(),
        renewal_days: None,
        answers: Vec::new(),
        objections: Vec::new(),
        passages: Vec::new(),
        holdings: [].into(),
        clocks: [].into(),
        consultation: None,
        offered: [].into(),
        accepted: [].into(),
        sent: 0,
        heard: 0,
        recorded: [].into(),
        turn: 0,
        pending: [].into(),
        chained: [].into(),
        findings: [].into(),
        recused: [].into(),
    };
    let source = measure.source.iter().map(ToString::to_string).collect();
    Ok(Decided { fact: Fact::RequestBegun(begun.clone()), request, role, source })
}

/// Who may begin: at the requesting side whoever may leave the first stage; at the requested side, where the first
/// stage waits for a message, whoever keeps the registry.
#[must_use]
pub fn beginners(side: Side, part: &Part) -> Vec<Role> {
    match side {
        Side::Requesting => {
            let mut roles: Vec<Role> = part.leaving(&part.start).filter_map(|t| t.by.clone()).flatten().collect();
            roles.sort_unstable();
            roles.dedup();
            roles
        }
        Side::Requested => RECORDERS.to_vec(),
    }
}

/// Roles that may record and confirm messages of a counterpart without Comity.
pub const RECORDERS: [Role; 2] = [Role::CentralAuthority, Role::PointOfContact];
