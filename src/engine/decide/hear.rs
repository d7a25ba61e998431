//! Messages: in their order, each once; what no stage hears is late, and kept.

use std::collections::BTreeMap;

use crate::domain::gate::{Side, Subject};
use crate::domain::ids::{Digest, MessageId, MessageName, StageName};
use crate::domain::message::{Carries, Direction, WhenLate};
use crate::domain::phase::Phase;
use crate::domain::request::{AssistanceRequest, ChainedMessage, Finding, Holding};
use crate::domain::safeguard::Outcome;
use crate::domain::terms::DecisionTerms;

use super::super::clocks;
use super::super::command::{Actor, Heard};
use super::super::fact::{Cause, Fact, HandRecord, HandedOver, Late};
use super::super::procedure::{Message, Transition, Trigger};
use super::super::refusal::{Refusal, listed};
use super::take::apply;
use super::{Decided, Place, RECORDERS};

pub(super) fn decide(
    place: &Place,
    request: &AssistanceRequest,
    heard: &Heard,
    actor: &Actor,
) -> Result<Decided, Refusal> {
    let message = message_from(place, request.side.other(), &heard.name)?;
    let expected = request.heard + 1;
    if heard.number != expected {
        return Err(Refusal::OutOfTurn { expected, number: heard.number });
    }
    // Whoever confirms a recorded message is not who recorded it.
    let role = match (&heard.recorded_by, &actor.roles) {
        (None, None) => None,
        (None, Some(_)) => return Err(Refusal::SecondOfficial("a message recorded by hand")),
        (Some(_), None) => return Err(Refusal::OfficialsOnly),
        (Some(recorder), Some(_)) if *recorder == actor.mark => {
            return Err(Refusal::SecondOfficial("a message recorded by hand"));
        }
        (Some(_), Some(_)) => Some(recorder_role(actor, "confirming a message")?),
    };
    if let Some(recorder) = &heard.recorded_by {
        let waits = request
            .recorded
            .get(&heard.id)
            .is_some_and(|waiting| waiting.by == *recorder && waiting.name == heard.name);
        if !waits {
            let may = format!("waiting for a second official are {}", listed(request.recorded.keys(), ", "));
            return Err(Refusal::Unknown { what: "recorded message", name: heard.id.to_string(), may });
        }
    }
    let part = place.procedure.part(request.side);
    let hearing = part.leaving(&request.stage).find(|t| t.trigger() == Some(Trigger::Message(heard.name.as_str())));
    // Leave to use is heard by the delivery that it was asked for; the request itself stays where it is.
    let delivery = hearing.is_none().then(|| awaiting(place, request, message, heard)).flatten();
    if let Some((holding, transition)) = delivery {
        let mut before = request.clone();
        before.heard += 1;
        before.recorded.remove(&heard.id);
        take_in(place, &mut before, message, heard)?;
        let part = place.part(request.side, Some(&holding))?;
        let cause = Cause::Message(heard.clone());
        return Ok(apply(place, &before, part, transition, Some(&holding), cause, actor, role));
    }
    let Some(transition) = hearing else {
        let mut after = request.clone();
        after.heard += 1;
        after.recorded.remove(&heard.id);
        let when_late = message.when_late.unwrap_or(WhenLate::Noted);
        let fact = Late { message: heard.clone(), when_late, stage: request.stage.clone() };
        let source = message.source.iter().map(ToString::to_string).collect();
        return Ok(Decided { fact: Fact::MessageLate(fact), request: after, role, source });
    };
    let mut before = request.clone();
    before.heard += 1;
    before.recorded.remove(&heard.id);
    take_in(place, &mut before, message, heard)?;
    let mut decided = apply(place, &before, part, transition, None, Cause::Message(heard.clone()), actor, role);
    let moved = deliveries_hear(place, &mut decided.request, &heard.name);
    // Nothing of the request was touched by a gate: a message passes none.
    if let Fact::TransitionTaken(taken) = &mut decided.fact {
        taken.holding = place.procedure.delivers(message).then(|| heard.id.clone());
        taken.moved = moved;
    }
    Ok(decided)
}

/// The delivery that waits for an answer to the use of which a message speaks.
fn awaiting<'a>(
    place: &Place<'a>,
    request: &AssistanceRequest,
    message: &Message,
    heard: &Heard,
) -> Option<(MessageId, &'a Transition)> {
    let part = place.procedure.holding.as_ref()?;
    let asked: &Digest = heard.carried.digest.as_ref().filter(|_| speaks_of_use(message.carries))?;
    request.holdings.iter().filter(|(_, held)| held.usage.as_ref() == Some(asked)).find_map(|(id, held)| {
        let hears = part.leaving(&held.stage).find(|t| t.trigger() == Some(Trigger::Message(heard.name.as_str())))?;
        Some((id.clone(), hears))
    })
}

/// Whether a message is about one use of a delivery.
fn speaks_of_use(carries: Carries) -> bool {
    match carries {
        Carries::Use | Carries::Consent => true,
        Carries::Nothing
        | Carries::Request
        | Carries::Renewal
        | Carries::Result
        | Carries::Refusal
        | Carries::Postponement => false,
    }
}

/// What came in is heard by the deliveries too, each from where it stands, also by the one that it has just opened: a
/// disclosure in an emergency may be used freely once it was validated, and never again where it was not.
fn deliveries_hear(
    place: &Place,
    request: &mut AssistanceRequest,
    name: &MessageName,
) -> BTreeMap<MessageId, StageName> {
    let Some(part) = &place.procedure.holding else { return BTreeMap::new() };
    let mut moved = BTreeMap::new();
    for (id, held) in &mut request.holdings {
        let hearing = part.leaving(&held.stage).find(|t| t.trigger() == Some(Trigger::Message(name.as_str())));
        if let Some(transition) = hearing {
            held.stage.clone_from(&transition.to);
            held.stage_since = place.now;
            held.turn += 1;
            clocks::turn(&mut held.clocks, part, transition, &transition.to, place.now);
            moved.insert(id.clone(), transition.to.clone());
        }
    }
    moved
}

/// What a message brings becomes part of the request: a new subject, an offer, an acceptance, a delivery.
fn take_in(place: &Place, request: &mut AssistanceRequest, message: &Message, heard: &Heard) -> Result<(), Refusal> {
    let carried = &heard.carried;
    let lacks = |what| Refusal::MessageLacks { name: heard.name.to_string(), what };
    if matches!(message.carries, Carries::Request | Carries::Renewal | Carries::Result) {
        // What was answered binds to a digest: a message that repeats one would slip other content under the old answers.
        if carried.digest.as_ref().is_some_and(|digest| request.knows(digest)) {
            return Err(lacks("a digest of its own"));
        }
        // Whoever records a message by hand is its author.
        request.authors.extend(heard.recorded_by.clone());
    }
    match message.carries {
        Carries::Request => {
            let digest = carried.digest.clone().ok_or_else(|| lacks("the digest of the request"))?;
            if carried.items.is_empty() {
                return Err(lacks("the items sought"));
            }
            // A supplement is a new request to decide on: what was decided, found or discussed of the old one is gone.
            request.subjects.insert(Subject::Request, digest);
            request.subjects.remove(&Subject::Decision);
            request.subjects.remove(&Subject::Result);
            request.items.clone_from(&carried.items);
            request.decision = DecisionTerms::default();
            request.delivering.clear();
            request.consultation = None;
            // What was offered and accepted belonged to the old one too.
            request.offered.clear();
            request.accepted.clear();
            if place.procedure.delivers(message) {
                // What was sent unasked is held from now on, bound by what the sender named. Source: UNCC 40(5).
                open_holding(place, request, heard)?;
            }
        }
        Carries::Renewal => {
            let digest = carried.digest.clone().ok_or_else(|| lacks("the digest of the renewal"))?;
            request.subjects.insert(Subject::Renewal, digest);
            request.renewal_days = carried.days;
        }
        Carries::Result => {
            open_holding(place, request, heard)?;
        }
        Carries::Use => {
            let digest = carried.digest.clone().ok_or_else(|| lacks("the digest of the use"))?;
            // What its own delivery proposes stands there; what the other State asks about stands here.
            if request.side != place.procedure.holder() {
                request.subjects.insert(Subject::Use, digest);
            }
        }
        Carries::Consent => {
            let digest = carried.digest.clone().ok_or_else(|| lacks("the digest of the use"))?;
            for held in request.holdings.values_mut().filter(|held| held.usage.as_ref() == Some(&digest)) {
                held.consents.insert(digest.clone());
            }
        }
        Carries::Nothing | Carries::Refusal | Carries::Postponement => {}
    }
    match request.side {
        // What was accepted before binds on; what is offered now is accepted or declined anew.
        Side::Requesting if !carried.conditions.is_empty() && message.carries == Carries::Nothing => {
            request.offered.clone_from(&carried.conditions);
        }
        Side::Requested if !carried.accepted.is_empty() => {
            request.accepted = carried.accepted.intersection(&request.offered).cloned().collect();
        }
        Side::Requesting | Side::Requested => {}
    }
    Ok(())
}

/// Each delivery opens a holding, bound by its own conditions and by those accepted before.
fn open_holding(place: &Place, request: &mut AssistanceRequest, heard: &Heard) -> Result<(), Refusal> {
    let lacks = |what| Refusal::MessageLacks { name: heard.name.to_string(), what };
    let carried = &heard.carried;
    let result = carried.digest.clone().ok_or_else(|| lacks("the digest of the result"))?;
    if request.holdings.contains_key(&heard.id) {
        return Err(lacks("an id of its own"));
    }
    let part =
        place.procedure.holding.as_ref().ok_or_else(|| lacks("a place to be kept: the procedure has no holding"))?;
    let holding = Holding {
        result,
        items: carried.items.clone(),
        conditions: carried.conditions.union(&request.accepted).cloned().collect(),
        stage: part.start.clone(),
        stage_since: place.now,
        usage: None,
        keeps: [].into(),
        beyond: false,
        consents: [].into(),
        ledger: Vec::new(),
        turn: 0,
        clocks: [].into(),
    };
    request.holdings.insert(heard.id.clone(), holding);
    Ok(())
}

/// What a chained request sent or received: heard at once, or by the first stage that listens for it.
///
/// Otherwise a request that arrives before its preservation is effected would never stop the 60 days. A step that such a
/// message takes to an end waits for the end of every chained request: what is held, is held until each is decided.
/// Source: UNCC 42(8).
pub(super) fn link(
    place: &Place,
    request: &AssistanceRequest,
    chained: &ChainedMessage,
    actor: &Actor,
) -> Result<Decided, Refusal> {
    if !actor.is_system() {
        return Err(Refusal::SecondOfficial("a chained request's message"));
    }
    let part = place.procedure.part(request.side);
    let trigger = Trigger::Linked(chained.procedure.as_str(), chained.message.as_str());
    let listening = || part.transitions.iter().filter(|transition| transition.trigger() == Some(trigger));
    let from_here = listening().find(|transition| transition.from.contains(&request.stage));
    let ended = part.stage(&request.stage).is_some_and(|stage| stage.ends);
    let Some(transition) = from_here.or_else(|| listening().next().filter(|_| !ended)) else {
        return Err(unheard(request, chained));
    };
    let mut after = request.clone();
    after.pending.remove(chained);
    let takes = if part.stage(&transition.to).is_some_and(|stage| stage.phase == Phase::Closed) {
        // What it said before says nothing more.
        after.pending.retain(|earlier| earlier.thread != chained.thread);
        after.chained.remove(&chained.thread) && after.chained.is_empty()
    } else {
        after.chained.insert(chained.thread.clone());
        if from_here.is_none() && listening().all(|transition| transition.to != request.stage) {
            after.pending.insert(chained.clone());
        }
        true
    };
    if let Some(transition) = from_here.filter(|_| takes) {
        return Ok(apply(place, &after, part, transition, None, Cause::Linked(chained.clone()), actor, None));
    }
    if after == *request {
        return Err(unheard(request, chained));
    }
    let source = transition.source.iter().map(ToString::to_string).collect();
    Ok(Decided { fact: Fact::LinkPending(chained.clone()), request: after, role: None, source })
}

/// Takes note that a chained request was objected to: what was answered to the same safeguard here is asked anew, by
/// somebody who knows. It decides nothing by itself. Source: UNCC 40(22).
pub(super) fn note(
    place: &Place,
    request: &AssistanceRequest,
    finding: &Finding,
    actor: &Actor,
) -> Result<Decided, Refusal> {
    if !actor.is_system() {
        return Err(Refusal::SecondOfficial("what was found on a chained request"));
    }
    let unknown =
        |may: &str| Refusal::Unknown { what: "finding", name: finding.safeguard.to_string(), may: may.to_owned() };
    let safeguard = place.rulebook.safeguards.get(&finding.safeguard).filter(|safeguard| safeguard.hard);
    let safeguard = safeguard.ok_or_else(|| unknown("only what stands as an objection is told to chained requests"))?;
    let ended = place.procedure.part(request.side).stage(&request.stage).is_some_and(|stage| stage.ends);
    if ended || request.findings.contains(finding) {
        return Err(unknown("it has been told, or nothing is decided here any more"));
    }
    let mut after = request.clone();
    after.findings.insert(finding.clone());
    after.answers.retain(|answer| answer.safeguard != finding.safeguard || answer.outcome == Outcome::NotMet);
    let source = safeguard.source.iter().map(ToString::to_string).collect();
    Ok(Decided { fact: Fact::FindingNoted(finding.clone()), request: after, role: None, source })
}

fn unheard(request: &AssistanceRequest, chained: &ChainedMessage) -> Refusal {
    Refusal::Unknown {
        what: "chained message",
        name: format!("{}.{}", chained.procedure, chained.message),
        may: format!("nothing from stage `{}` on listens for it", request.stage),
    }
}

pub(super) fn record(
    place: &Place,
    request: &AssistanceRequest,
    record: HandRecord,
    actor: &Actor,
) -> Result<Decided, Refusal> {
    let from = match record.direction {
        Direction::In => request.side.other(),
        Direction::Out => request.side,
    };
    let message = message_from(place, from, &record.name)?;
    let role = recorder_role(actor, "recording a message")?;
    let mut after = request.clone();
    let recorded = crate::domain::request::Recorded {
        name: record.name.clone(),
        direction: record.direction,
        by: actor.mark.clone(),
    };
    after.recorded.insert(record.id.clone(), recorded);
    let source = message.source.iter().map(ToString::to_string).collect();
    Ok(Decided { fact: Fact::MessageRecorded(record), request: after, role: Some(role), source })
}

pub(super) fn handed_over(request: &AssistanceRequest, id: &MessageId, actor: &Actor) -> Result<Decided, Refusal> {
    let role = recorder_role(actor, "confirming a message")?;
    let recorded = request.recorded.get(id).filter(|recorded| recorded.direction == Direction::Out);
    let Some(recorded) = recorded else {
        return Err(Refusal::Unknown {
            what: "recorded message",
            name: id.to_string(),
            may: format!("waiting for a second official are {}", listed(request.recorded.keys(), ", ")),
        });
    };
    if recorded.by == actor.mark {
        return Err(Refusal::SecondOfficial("a message recorded by hand"));
    }
    let mut after = request.clone();
    after.recorded.remove(id);
    let fact = Fact::MessageHandedOver(HandedOver { id: id.clone(), name: recorded.name.clone() });
    Ok(Decided { fact, request: after, role: Some(role), source: Vec::new() })
}

fn recorder_role(actor: &Actor, act: &str) -> Result<crate::domain::role::Role, Refusal> {
    actor.role_among(&RECORDERS).ok_or_else(|| Refusal::RoleMissing { act: act.to_owned(), needed: RECORDERS.to_vec() })
}

fn message_from<'a>(place: &Place<'a>, side: Side, name: &MessageName) -> Result<&'a Message, Refusal> {
    let message = place.procedure.message(name.as_str()).filter(|message| message.from == side);
    message.ok_or_else(|| Refusal::Unknown {
        what: "message",
        name: name.to_string(),
        may: format!(
            "the {side} State sends {}",
            listed(place.procedure.messages.iter().filter(|m| m.from == side).map(|m| &m.name), ", ")
        ),
    })
}
