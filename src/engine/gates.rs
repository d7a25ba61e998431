//! Gates: which safeguards stand there for a request, and whether it may be passed.
//!
//! A gate asks its own safeguards and those of all its prerequisites, as they stand now.
//! Otherwise somebody could clear a safeguard, pass, answer it in the negative, and go on.

use jiff::Timestamp;

use crate::domain::gate::{Gate, Subject};
use crate::domain::ids::MessageId;
use crate::domain::measure::MeasureKind;
use crate::domain::request::{Answer, AssistanceRequest};
use crate::domain::safeguard::{Basis, Outcome, SafeguardState};

use super::measure::Measure;
use super::refusal::{Obstacle, Refusal};
use super::rulebook::Rulebook;
use super::safeguard::{Place, Safeguard};

/// A safeguard at a gate of this request, and how it stands.
#[derive(Debug, Clone)]
pub struct Standing<'a> {
    /// The safeguard.
    pub safeguard: &'a Safeguard,
    /// Where it stands.
    pub place: &'a Place,
    /// Why it is asked.
    pub basis: Basis,
    /// How it stands.
    pub state: SafeguardState,
    /// Its latest answer, also where that is stale.
    pub answer: Option<&'a Answer>,
}

/// The safeguards that bind at one gate, each as it stands now.
#[must_use]
pub fn standing_at<'a>(
    rulebook: &'a Rulebook,
    measure: &'a Measure,
    request: &'a AssistanceRequest,
    gate: Gate,
    holding: Option<&MessageId>,
    now: Timestamp,
) -> Vec<Standing<'a>> {
    let binding = rulebook.binding(request.profile);
    rulebook
        .safeguards
        .values()
        .filter_map(|safeguard| {
            let place = safeguard.place(gate, request.side, &request.measure)?;
            let basis = safeguard.basis(measure);
            if !binding.contains(&basis) {
                return None;
            }
            let state = state_of(rulebook, measure, request, (safeguard, place, holding), now);
            let answer = latest(request, safeguard, gate, holding);
            Some(Standing { safeguard, place, basis, state, answer })
        })
        .collect()
}

/// The safeguards at one gate on the way through others. Where a disclosure is validated, what was put off at any gate
/// before it is open: by then everything is answered. Source: UNCC 41(3)(e).
#[must_use]
pub fn standing_on_the_way<'a>(
    rulebook: &'a Rulebook,
    measure: &'a Measure,
    request: &'a AssistanceRequest,
    (passing, gate): (&[Gate], Gate),
    holding: Option<&MessageId>,
    now: Timestamp,
) -> Vec<Standing<'a>> {
    let mut standing = standing_at(rulebook, measure, request, gate, holding, now);
    if passing.contains(&Gate::Validation) {
        let put_off = |one: &&mut Standing<'_>| one.answer.is_some_and(|answer| answer.outcome == Outcome::Deferred);
        standing
            .iter_mut()
            .filter(put_off)
            .filter(|one| one.state == SafeguardState::Cleared)
            .for_each(|one| one.state = SafeguardState::Open);
    }
    standing
}

/// Safeguards of this side that were put off until a time that has come, and are not answered: nothing that was received
/// is used until they are. Source: UNCC 41(3)(e).
fn overdue<'a>(
    rulebook: &'a Rulebook,
    measure: &'a Measure,
    request: &'a AssistanceRequest,
    now: Timestamp,
) -> Vec<Standing<'a>> {
    let mut gates: Vec<Gate> = request
        .answers
        .iter()
        .filter(|answer| answer.outcome == Outcome::Deferred && answer.later_by.is_none_or(|by| by <= now))
        .map(|answer| answer.gate)
        .collect();
    gates.sort_unstable();
    gates.dedup();
    gates
        .into_iter()
        .flat_map(|gate| standing_at(rulebook, measure, request, gate, None, now))
        .filter(|standing| standing.state != SafeguardState::Cleared)
        .filter(|standing| standing.answer.is_some_and(|answer| answer.outcome == Outcome::Deferred))
        .collect()
}

/// The latest answer of a safeguard at a gate.
#[must_use]
pub fn latest<'a>(
    request: &'a AssistanceRequest,
    safeguard: &Safeguard,
    gate: Gate,
    holding: Option<&MessageId>,
) -> Option<&'a Answer> {
    request
        .answers
        .iter()
        .find(|answer| answer.safeguard == safeguard.name && answer.gate == gate && answer.holding.as_ref() == holding)
}

fn state_of(
    rulebook: &Rulebook,
    measure: &Measure,
    request: &AssistanceRequest,
    (safeguard, place, holding): (&Safeguard, &Place, Option<&MessageId>),
    now: Timestamp,
) -> SafeguardState {
    // Asked before anything else: a decision in other words makes an answer stale, and an objection to the request not.
    if request.is_objected(&safeguard.name, place.gate, holding) {
        return SafeguardState::Blocking;
    }
    let Some(answer) = latest(request, safeguard, place.gate, holding) else { return SafeguardState::Open };
    if answer.digest.as_ref() != request.read_by(answer.gate, answer.holding.as_ref())
        || answer.turn != request.turn_at(answer.gate, answer.holding.as_ref())
    {
        return SafeguardState::Stale;
    }
    let clears = match answer.outcome {
        Outcome::Met | Outcome::NotApplicable => true,
        Outcome::NotMet => return SafeguardState::Blocking,
        // The condition has to be part of what was decided, or nobody is bound by it.
        Outcome::MetWithConditions => {
            answer.condition.as_ref().is_some_and(|condition| carries_condition(request, answer, condition))
        }
        // What is validated or closed waits for no answer any more.
        Outcome::Deferred => {
            !matches!(answer.gate, Gate::Validation | Gate::Closing)
                && answer.later_by.is_some_and(|by| by > now)
                && deferral_holds(rulebook, measure, request, safeguard, now)
        }
    };
    if !clears {
        SafeguardState::Open
    } else if !place.confirmed_by.is_empty() && answer.confirmed_by.is_none() {
        SafeguardState::Unconfirmed
    } else {
        SafeguardState::Cleared
    }
}

fn carries_condition(
    request: &AssistanceRequest,
    answer: &Answer,
    condition: &crate::domain::ids::ConditionCode,
) -> bool {
    match &answer.holding {
        Some(id) => request.holdings.get(id).is_some_and(|holding| holding.keeps.contains(condition)),
        None => request.decision.conditions.contains(condition),
    }
}

/// Whether the safeguard that lets this one be answered later is itself cleared, wherever it stands on this side.
fn deferral_holds(
    rulebook: &Rulebook,
    measure: &Measure,
    request: &AssistanceRequest,
    safeguard: &Safeguard,
    now: Timestamp,
) -> bool {
    let Some(by) = safeguard.deferred_by.as_ref().and_then(|name| rulebook.safeguards.get(name)) else { return false };
    // Nothing but an emergency lets anything wait, whatever else asks about one.
    measure.kind == MeasureKind::Emergency
        && by.deferred_by.is_none()
        && by.stands_at.iter().filter(|place| place.side == request.side).any(|place| {
            let answer = latest(request, by, place.gate, None);
            answer.is_some_and(|answer| answer.outcome == Outcome::Met)
                && state_of(rulebook, measure, request, (by, place, None), now) == SafeguardState::Cleared
        })
}

/// The gates that a passage of these gates asks: their own, and every prerequisite of theirs, each once.
#[must_use]
pub fn asked(request: &AssistanceRequest, gates: &[Gate]) -> Vec<Gate> {
    let mut asked = gates.to_vec();
    for gate in gates {
        for before in gate.prerequisites(request.side) {
            if !asked.contains(&before) {
                asked.push(before);
            }
        }
    }
    asked
}

/// Whether these gates may be passed for the request as it stands.
///
/// # Errors
/// What is missing to be read, the earlier gate that was not passed, or every safeguard that is not cleared.
pub fn may_pass(
    rulebook: &Rulebook,
    measure: &Measure,
    request: &AssistanceRequest,
    gates: &[Gate],
    holding: Option<&MessageId>,
    now: Timestamp,
) -> Result<(), Refusal> {
    for gate in gates {
        if let Some(subject) = gate.reads()
            && request.read_by(*gate, holding).is_none()
        {
            return Err(Refusal::SubjectMissing { subject, act: gate.to_string() });
        }
    }
    let mut open: Vec<Obstacle> = asked(request, gates)
        .into_iter()
        .flat_map(|gate| {
            // Earlier gates belong to the request itself, not to a delivery.
            let holding = if gates.contains(&gate) { holding } else { None };
            standing_on_the_way(rulebook, measure, request, (gates, gate), holding, now)
                .into_iter()
                .filter(|standing| standing.state != SafeguardState::Cleared)
                .map(move |standing| obstacle(gate, &standing))
        })
        .collect();
    if gates.iter().any(|gate| gate.reads() == Some(Subject::Use)) {
        open.extend(
            overdue(rulebook, measure, request, now).iter().map(|standing| obstacle(standing.place.gate, standing)),
        );
    }
    if !open.is_empty() {
        return Err(Refusal::SafeguardsOpen(open));
    }
    for gate in gates {
        let missing = gate
            .prerequisites(request.side)
            .into_iter()
            .find(|before| !gates.contains(before) && !request.has_passed(*before, None));
        if let Some(before) = missing {
            return Err(Refusal::GateNotPassed { gate: *gate, before });
        }
    }
    Ok(())
}

/// A safeguard in the way, in the words of a refusal.
#[must_use]
pub fn obstacle(gate: Gate, standing: &Standing<'_>) -> Obstacle {
    Obstacle {
        safeguard: standing.safeguard.name.clone(),
        code: standing.safeguard.code.clone(),
        title: standing.safeguard.title.en().to_owned(),
        gate,
        state: standing.state,
        answered_by: standing.place.answered_by.clone(),
        source: standing.safeguard.source.iter().map(ToString::to_string).collect(),
    }
}
