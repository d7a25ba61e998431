//! Terms: what the decision, the result or the use says has to fit what a transition does.
//!
//! Source: UNCC 40(19), 40(21)-(28), 42(6).

use std::collections::BTreeSet;

use crate::domain::gate::{Gate, Side, Subject};
use crate::domain::ids::{GroundCode, MessageId};
use crate::domain::message::Carries;
use crate::domain::phase::Phase;
use crate::domain::request::AssistanceRequest;

use super::super::procedure::{Part, Transition};
use super::super::refusal::{Refusal, listed};
use super::Place;

/// The treaty's verbs whose meaning is more than their gates: conditions are offered, and accepted.
///
/// Source: UNCC 40(28).
pub(super) const OFFER_CONDITIONS: &str = "offer_conditions";
pub(crate) const ACCEPT_CONDITIONS: &str = "accept_conditions";

/// What a decision that postpones is called in sentences.
const A_POSTPONEMENT: &str = "a postponement";

/// Whether the terms of what a transition's gates read fit what it does.
///
/// # Errors
/// The first thing that does not fit.
pub(super) fn allow(
    place: &Place,
    request: &AssistanceRequest,
    part: &Part,
    transition: &Transition,
    holding: Option<&MessageId>,
) -> Result<(), Refusal> {
    let stands_at = |gate| transition.gates.contains(&gate);
    if stands_at(Gate::Refusal) {
        refusal(place, request, transition)?;
    }
    if stands_at(Gate::Postponement) {
        postponement(place, request)?;
    }
    if stands_at(Gate::Decision) || stands_at(Gate::Refusal) {
        all_items_decided(request, transition)?;
    }
    if stands_at(Gate::Decision) {
        grant(request, transition)?;
    }
    if stands_at(Gate::Disclosure) {
        within_the_grant(request)?;
    }
    if stands_at(Gate::Use) || stands_at(Gate::OnwardTransfer) {
        conditions_kept(request, holding)?;
        leave_given(request, holding)?;
    }
    asks_about_something(place, request, transition, holding)?;
    consultation(request, part, transition)
}

fn does_not_fit(transition: &Transition, why: impl Into<String>) -> Result<(), Refusal> {
    Err(Refusal::DecisionDoesNotFit { transition: transition.name.clone(), why: why.into() })
}

/// A refusal names its grounds and its reasons. Source: UNCC 40(21)-(25).
fn refusal(place: &Place, request: &AssistanceRequest, transition: &Transition) -> Result<(), Refusal> {
    let decision = &request.decision;
    grounds_allow(place, request, "a refusal", decision.refused.values().collect())?;
    if !decision.reasoned {
        return Err(Refusal::ReasonsMissing { act: "a refusal".to_owned() });
    }
    if !transition.gates.contains(&Gate::Decision) && !decision.granted.is_empty() {
        return does_not_fit(transition, format!("it still grants {}", listed(&decision.granted, ", ")));
    }
    Ok(())
}

/// A postponement names its ground and its reasons, and always comes after a consultation. Source: UNCC 40(27), 40(28).
fn postponement(place: &Place, request: &AssistanceRequest) -> Result<(), Refusal> {
    let act = A_POSTPONEMENT;
    let ground = request.decision.postponed.clone().ok_or(Refusal::GroundMissing { act })?;
    grounds_allow(place, request, act, vec![&ground])?;
    if !request.decision.reasoned {
        return Err(Refusal::ReasonsMissing { act: act.to_owned() });
    }
    let consulted = request
        .consultation
        .as_ref()
        .is_some_and(|consultation| consultation.concluded && consultation.grounds.contains(&ground));
    if consulted { Ok(()) } else { Err(Refusal::ConsultFirst { ground }) }
}

fn all_items_decided(request: &AssistanceRequest, transition: &Transition) -> Result<(), Refusal> {
    let decision = &request.decision;
    let decided = |item: &&_| decision.granted.contains(*item) || decision.refused.contains_key(*item);
    let undecided: Vec<_> = request.items.iter().filter(|item| !decided(item)).collect();
    if undecided.is_empty() {
        return Ok(());
    }
    does_not_fit(transition, format!("it says nothing of {}", listed(undecided, ", ")))
}

/// A grant grants something, refuses nothing on the quiet, and rests on conditions that were accepted.
fn grant(request: &AssistanceRequest, transition: &Transition) -> Result<(), Refusal> {
    let decision = &request.decision;
    if decision.granted.is_empty() {
        return does_not_fit(transition, "it grants nothing");
    }
    if !transition.gates.contains(&Gate::Refusal) && !decision.refused.is_empty() {
        let refused = listed(decision.refused.keys(), ", ");
        return does_not_fit(transition, format!("it refuses {refused}: grant in part, or grant all"));
    }
    let unaccepted: Vec<_> = decision.conditions.difference(&request.accepted).cloned().collect();
    if unaccepted.is_empty() { Ok(()) } else { Err(Refusal::ConditionsNotAccepted(unaccepted)) }
}

fn within_the_grant(request: &AssistanceRequest) -> Result<(), Refusal> {
    match request.delivering.iter().find(|item| !request.decision.granted.contains(*item)) {
        Some(item) => Err(Refusal::BeyondGrant { item: item.clone() }),
        None => Ok(()),
    }
}

/// Conditions that were accepted are read again at every use. Source: UNCC 40(19), 40(28).
fn conditions_kept(request: &AssistanceRequest, holding: Option<&MessageId>) -> Result<(), Refusal> {
    let Some(held) = holding.and_then(|id| request.holdings.get(id)) else { return Ok(()) };
    // Those accepted after the delivery bind it as well.
    let bound: BTreeSet<_> = held.conditions.union(&request.accepted).cloned().collect();
    let broken: Vec<_> = bound.difference(&held.keeps).cloned().collect();
    if broken.is_empty() { Ok(()) } else { Err(Refusal::ConditionsNotKept(broken)) }
}

/// A use beyond what the evidence was asked for rests on leave that was asked for and given. Source: UNCC 40(19), 36(3).
fn leave_given(request: &AssistanceRequest, holding: Option<&MessageId>) -> Result<(), Refusal> {
    let Some(held) = holding.and_then(|id| request.holdings.get(id)) else { return Ok(()) };
    let given = held.usage.as_ref().is_some_and(|usage| held.consents.contains(usage));
    if held.beyond && !given { Err(Refusal::ConsentMissing) } else { Ok(()) }
}

/// Leave is asked for a use that is written, and given for one that was asked about.
fn asks_about_something(
    place: &Place,
    request: &AssistanceRequest,
    transition: &Transition,
    holding: Option<&MessageId>,
) -> Result<(), Refusal> {
    let message = transition.sends.as_ref().and_then(|name| place.procedure.message(name.as_str()));
    let there = match message.map(|message| message.carries) {
        Some(Carries::Use | Carries::Consent) => {
            request.read_by(Gate::Use, holding).is_some() || request.subjects.contains_key(&Subject::Use)
        }
        Some(
            Carries::Nothing
            | Carries::Request
            | Carries::Renewal
            | Carries::Result
            | Carries::Refusal
            | Carries::Postponement,
        )
        | None => true,
    };
    if there {
        return Ok(());
    }
    Err(Refusal::SubjectMissing { subject: Subject::Use, act: transition.name.to_string() })
}

fn consultation(request: &AssistanceRequest, part: &Part, transition: &Transition) -> Result<(), Refusal> {
    if transition.name == *OFFER_CONDITIONS && request.decision.conditions.is_empty() {
        return does_not_fit(transition, "it names no conditions to offer");
    }
    if transition.name == *ACCEPT_CONDITIONS && request.offered.is_empty() {
        return does_not_fit(transition, "no conditions were offered");
    }
    // What is put to the other State is a decision as drafted, so that both know what is discussed.
    let undrafted = request.side == Side::Requested && !request.subjects.contains_key(&Subject::Decision);
    if undrafted && enters_consultation(part, transition) {
        return Err(Refusal::SubjectMissing { subject: Subject::Decision, act: transition.name.to_string() });
    }
    Ok(())
}

/// Grounds have to exist, be allowed for the measure, not be forbidden, and consultation has to have ended where the
/// ground wants one. Source: UNCC 40(21)-(28), 42(6).
fn grounds_allow(
    place: &Place,
    request: &AssistanceRequest,
    act: &'static str,
    grounds: Vec<&GroundCode>,
) -> Result<(), Refusal> {
    if grounds.is_empty() {
        return Err(Refusal::GroundMissing { act });
    }
    for code in grounds {
        super::change::ground_allowed(place, code)?;
        // An ongoing proceeding postpones and never refuses, and nothing else postpones. Source: UNCC 40(27).
        let serves = |code: &GroundCode| code.as_str().starts_with("PP-") == (act == A_POSTPONEMENT);
        if !serves(code) {
            let may = listed(place.measure.grounds.iter().filter(|code| serves(code)), ", ");
            return Err(Refusal::GroundNotAllowed { ground: code.clone(), measure: place.measure.name.clone(), may });
        }
        let consults = place.rulebook.grounds.get(code).is_some_and(|ground| ground.consult);
        let consulted = request
            .consultation
            .as_ref()
            .is_some_and(|consultation| consultation.concluded && consultation.grounds.contains(code));
        if consults && !consulted {
            return Err(Refusal::ConsultFirst { ground: code.clone() });
        }
    }
    Ok(())
}

/// Whether a transition leads into the phase of consultation from outside it.
pub(super) fn enters_consultation(part: &Part, transition: &Transition) -> bool {
    part.stage(&transition.to).is_some_and(|stage| stage.phase == Phase::Consultation)
        && !transition.from.iter().all(|from| part.stage(from).is_some_and(|stage| stage.phase == Phase::Consultation))
}
