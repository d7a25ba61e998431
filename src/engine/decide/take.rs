//! Taking a transition: stage, role, content, gates, people, the decision's terms; then what it does.

use crate::domain::gate::{Gate, Subject};
use crate::domain::ids::MessageId;
use crate::domain::message::Carries;
use crate::domain::phase::Phase;
use crate::domain::request::{AssistanceRequest, Consultation, Passage, Used};

use super::super::command::{Actor, Take};
use super::super::fact::{Cause, Fact, Sent, Taken};
use super::super::procedure::{Part, Transition, Trigger};
use super::super::refusal::{Refusal, listed};
use super::super::{clocks, gates, people};
use super::{Decided, Place, terms};

pub(super) fn decide(
    place: &Place,
    request: &AssistanceRequest,
    take: &Take,
    actor: &Actor,
) -> Result<Decided, Refusal> {
    let holding = take.holding.as_ref();
    let part = place.part(request.side, holding)?;
    let stage = stage_of(request, holding)?;
    let transition = find(part, stage, take)?;
    let roles = match transition.trigger() {
        Some(Trigger::Officials(roles)) => roles,
        cause => return Err(not_for_officials(transition, cause)),
    };
    let role = actor
        .role_among(roles)
        .ok_or_else(|| Refusal::RoleMissing { act: format!("`{}`", transition.name), needed: roles.to_vec() })?;
    if wants_complete(part, transition) && !take.missing.is_empty() {
        return Err(Refusal::Incomplete(take.missing.clone()));
    }
    if needs_reasons(part, transition) && !take.reasoned {
        return Err(Refusal::ReasonsMissing { act: format!("`{}`", transition.name) });
    }
    people::may_pass(place.measure, request, &transition.gates, holding, actor)?;
    terms::allow(place, request, part, transition, holding)?;
    gates::may_pass(place.rulebook, place.measure, request, &transition.gates, holding, place.now)?;
    Ok(apply(place, request, part, transition, holding, Cause::Official { reasoned: take.reasoned }, actor, Some(role)))
}

/// Where the request, or one of its deliveries, stands.
pub(super) fn stage_of<'a>(
    request: &'a AssistanceRequest,
    holding: Option<&MessageId>,
) -> Result<&'a crate::domain::ids::StageName, Refusal> {
    match holding {
        None => Ok(&request.stage),
        Some(id) => request.holdings.get(id).map(|holding| &holding.stage).ok_or_else(|| Refusal::Unknown {
            what: "delivery",
            name: id.to_string(),
            may: format!("there are {}", listed(request.holdings.keys(), ", ")),
        }),
    }
}

fn find<'a>(part: &'a Part, stage: &'a crate::domain::ids::StageName, take: &Take) -> Result<&'a Transition, Refusal> {
    let may = || {
        let names = part.leaving(stage).filter(|t| t.by.is_some()).map(|t| &t.name);
        format!("from here officials can take {}", listed(names, ", "))
    };
    part.leaving(stage).find(|t| t.name == take.transition).ok_or_else(|| {
        if part.leaving(stage).next().is_none() {
            Refusal::Ended(stage.clone())
        } else if part.transitions.iter().any(|t| t.name == take.transition) {
            Refusal::NotFromHere { transition: take.transition.clone(), stage: stage.clone(), may: may() }
        } else {
            Refusal::Unknown { what: "transition", name: take.transition.to_string(), may: may() }
        }
    })
}

fn not_for_officials(transition: &Transition, cause: Option<Trigger<'_>>) -> Refusal {
    let cause = match cause {
        Some(Trigger::Message(name)) => format!("when the message `{name}` comes"),
        Some(Trigger::Linked(procedure, name)) => {
            format!("when the request chained to it sees `{name}` of `{procedure}`")
        }
        Some(Trigger::Clock(deadline)) => format!("when the time of `{deadline}` is up"),
        Some(Trigger::Officials(_)) | None => "by nobody".to_owned(),
    };
    Refusal::NotForOfficials { transition: transition.name.clone(), cause }
}

/// Whether the request has to be complete: when it leaves the desk where it is written, or the State.
///
/// Source: UNCC 40(15), 42(3).
pub(super) fn wants_complete(part: &Part, transition: &Transition) -> bool {
    let writes = |stage| part.stage(stage).is_some_and(|stage| stage.edits == Some(Subject::Request));
    let to_the_end = part.stage(&transition.to).is_some_and(|stage| stage.phase == Phase::Closed);
    let leaves_desk = transition.from.iter().any(writes) && !writes(&transition.to) && !to_the_end;
    transition.by.is_some() && (leaves_desk || transition.gates.contains(&Gate::Sending))
}

/// Whether an official has to say why beside the step: going back, ending without the closing gate, stopping a clock.
/// A refusal or a postponement says why in the decision itself.
///
/// Source: UNCC 40(25), 40(26).
pub(in crate::engine) fn needs_reasons(part: &Part, transition: &Transition) -> bool {
    let decides = transition.gates.iter().any(|gate| matches!(gate, Gate::Refusal | Gate::Postponement));
    let Some(to) = part.stage(&transition.to).filter(|_| transition.by.is_some() && !decides) else { return false };
    let from = || transition.from.iter().filter_map(|from| part.stage(from));
    let back = from().any(|from| from.phase > to.phase && from.phase != Phase::Consultation);
    let ends_early = to.phase == Phase::Closed && !transition.gates.contains(&Gate::Closing);
    let pauses = part.deadlines.iter().any(|deadline| {
        deadline.paused_in.contains(&to.name) && transition.from.iter().any(|from| !deadline.paused_in.contains(from))
    });
    back || ends_early || pauses
}

/// Does what a transition does. Everything that could refuse it has been asked before.
#[expect(clippy::too_many_arguments, reason = "the one place where a transition takes effect, whoever caused it")]
pub(super) fn apply(
    place: &Place,
    request: &AssistanceRequest,
    part: &Part,
    transition: &Transition,
    holding: Option<&MessageId>,
    cause: Cause,
    actor: &Actor,
    role: Option<crate::domain::role::Role>,
) -> Decided {
    let mut after = request.clone();
    let from = stage_of(request, holding).map_or_else(|_| part.start.clone(), Clone::clone);
    let subjects = transition
        .gates
        .iter()
        .filter_map(|gate| Some((gate.reads()?, request.read_by(*gate, holding)?.clone())))
        .collect();
    for gate in &transition.gates {
        let passage = Passage {
            gate: *gate,
            holding: holding.cloned(),
            digest: request.read_by(*gate, holding).cloned(),
            by: actor.mark.clone(),
        };
        after.passages.retain(|earlier| !(earlier.gate == *gate && earlier.holding == passage.holding));
        after.passages.push(passage);
    }
    // Something has come in, or was decided, done or handed over: what was answered where a gate reads nothing is stale.
    let turns = matches!(cause, Cause::Message(_) | Cause::Linked(_))
        || transition.gates.iter().any(|gate| gate.reads().is_some());
    if turns {
        match holding.and_then(|id| after.holdings.get_mut(id)) {
            Some(held) => held.turn += 1,
            None => after.turn += 1,
        }
    }
    if let Some(held) = holding.and_then(|id| after.holdings.get_mut(id)) {
        held.stage = transition.to.clone();
        held.stage_since = place.now;
        clocks::turn(&mut held.clocks, part, transition, &transition.to, place.now);
        // Each use is a new subject: this one is spent.
        if let Some(gate) = transition.gates.iter().find(|gate| gate.reads() == Some(Subject::Use)) {
            if let Some(digest) = held.usage.take() {
                let consented = held.consents.contains(&digest);
                held.ledger.push(Used { digest, gate: *gate, beyond: held.beyond, consented });
            }
            held.keeps.clear();
            held.beyond = false;
        }
    } else {
        after.stage = transition.to.clone();
        after.stage_since = place.now;
        clocks::turn(&mut after.clocks, part, transition, &transition.to, place.now);
        consultation_follows(request, &mut after, part, transition, &from);
    }
    let carries = transition
        .sends
        .as_ref()
        .and_then(|name| place.procedure.message(name.as_str()))
        .map(|message| message.carries);
    let sends = transition.sends.clone().map(|name| {
        after.sent += 1;
        Sent { name, number: after.sent }
    });
    if transition.gates.contains(&Gate::Renewal) {
        // Each renewal is a new subject.
        after.subjects.remove(&Subject::Renewal);
        after.renewal_days = None;
    }
    // Each delivery is a new subject too; one that is validated afterwards stays to be read until then.
    let validated_later = || part.transitions.iter().any(|later| later.gates.contains(&Gate::Validation));
    if transition.gates.contains(&Gate::Validation) || (carries == Some(Carries::Result) && !validated_later()) {
        after.subjects.remove(&Subject::Result);
        after.delivering.clear();
        after.collectors.clear();
    }
    if transition.name == *terms::OFFER_CONDITIONS {
        after.offered.clone_from(&request.decision.conditions);
        after.accepted.clear();
    }
    if transition.name == *terms::ACCEPT_CONDITIONS {
        // What was accepted before binds on.
        after.accepted.extend(request.offered.iter().cloned());
    }
    let reads_decision = transition.gates.iter().any(|gate| gate.reads() == Some(Subject::Decision));
    let consults = terms::enters_consultation(part, transition) && request.side == crate::domain::gate::Side::Requested;
    let fact = Taken {
        side: request.side,
        measure: request.measure.clone(),
        profile: request.profile,
        transition: transition.name.clone(),
        holding: holding.cloned(),
        from,
        to: transition.to.clone(),
        cause,
        gates: transition.gates.clone(),
        effect: transition.effect,
        grounds: if reads_decision || consults { request.decision.grounds() } else { [].into() },
        conditions: if reads_decision || consults { request.decision.conditions.clone() } else { [].into() },
        subjects,
        sends,
        moved: [].into(),
    };
    let source = transition.source.iter().map(ToString::to_string).collect();
    Decided { fact: Fact::TransitionTaken(Box::new(fact)), request: after, role, source }
}

/// A consultation opens when the requested side enters that phase, and has ended once a message or a clock leads out
/// of it. Source: UNCC 40(28).
fn consultation_follows(
    before: &AssistanceRequest,
    after: &mut AssistanceRequest,
    part: &Part,
    transition: &Transition,
    from: &crate::domain::ids::StageName,
) {
    if before.side != crate::domain::gate::Side::Requested {
        return;
    }
    let consults = |name| part.stage(name).is_some_and(|stage| stage.phase == Phase::Consultation);
    match (consults(from), consults(&transition.to)) {
        (false, true) => {
            let mut grounds = before.decision.grounds();
            // What was discussed before, for the same request, stays discussed.
            if let Some(earlier) = before.consultation.as_ref().filter(|earlier| earlier.concluded) {
                grounds.extend(earlier.grounds.iter().cloned());
            }
            after.consultation = Some(Consultation { grounds, concluded: false });
        }
        (true, false) if transition.by.is_none() => {
            if let Some(consultation) = &mut after.consultation {
                consultation.concluded = true;
            }
        }
        _ => {}
    }
}
