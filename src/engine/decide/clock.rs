//! Clocks whose time is up: one says so once, another moves the request as `system`, through the same transition.

use crate::domain::ids::{DeadlineName, MessageId};
use crate::domain::message::AtExpiry;
use crate::domain::request::AssistanceRequest;

use super::super::command::Actor;
use super::super::fact::{Cause, Fact, Passed};
use super::super::procedure::Trigger;
use super::super::refusal::Refusal;
use super::take::{apply, stage_of};
use super::{Decided, Place};

pub(super) fn expire(
    place: &Place,
    request: &AssistanceRequest,
    name: &DeadlineName,
    holding: Option<&MessageId>,
    actor: &Actor,
) -> Result<Decided, Refusal> {
    let not_due = || Refusal::NotDue(name.to_string());
    if !actor.is_system() {
        return Err(not_due());
    }
    let part = place.part(request.side, holding)?;
    let stage = stage_of(request, holding)?;
    let running = match holding {
        None => &request.clocks,
        Some(id) => &request.holdings.get(id).ok_or_else(not_due)?.clocks,
    };
    let clock =
        running.get(name).filter(|clock| clock.paused_at.is_none() && !clock.alerted && clock.due_at <= place.now);
    let (Some(clock), Some(deadline)) = (clock, part.deadline(name)) else { return Err(not_due()) };
    let moves = part.leaving(stage).find(|transition| transition.trigger() == Some(Trigger::Clock(name)));
    match (deadline.at_expiry, moves) {
        (AtExpiry::Move, Some(transition)) => {
            let mut decided =
                apply(place, request, part, transition, holding, Cause::Deadline(name.clone()), actor, None);
            // It has done what it was for, unless the transition started it anew.
            if !transition.starts.contains(name) {
                clocks_of(&mut decided.request, holding).map(|clocks| clocks.remove(name));
            }
            Ok(decided)
        }
        (AtExpiry::Alert, _) | (AtExpiry::Move, None) => {
            let fact = Passed { deadline: name.clone(), holding: holding.cloned(), due_at: clock.due_at };
            let mut after = request.clone();
            if let Some(clock) = clocks_of(&mut after, holding).and_then(|clocks| clocks.get_mut(name)) {
                clock.alerted = true;
            }
            let source = deadline.source.iter().map(ToString::to_string).collect();
            Ok(Decided { fact: Fact::DeadlinePassed(fact), request: after, role: None, source })
        }
    }
}

fn clocks_of<'a>(
    request: &'a mut AssistanceRequest,
    holding: Option<&MessageId>,
) -> Option<&'a mut std::collections::BTreeMap<DeadlineName, crate::domain::request::RunningClock>> {
    match holding {
        None => Some(&mut request.clocks),
        Some(id) => request.holdings.get_mut(id).map(|held| &mut held.clocks),
    }
}
