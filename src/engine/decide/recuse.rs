//! Recusal: an official with a conflict of interest stands aside, and only somebody else lets them back.

use crate::domain::ids::ActorMark;
use crate::domain::request::AssistanceRequest;
use crate::domain::role::Role;
use crate::domain::safeguard::Outcome;

use super::super::command::Actor;
use super::super::fact::{Fact, Lifted, Recusal};
use super::super::people;
use super::super::refusal::Refusal;
use super::Decided;

/// Where the separation of duties rests. Source: UNCC 24(2), safeguard SG-38.
const SOURCE: [&str; 2] = ["UNCC 24(2)", "POLICY SG-38"];

/// Stands aside. What the official said against the request stays said; what they said for it is asked of somebody else,
/// and a confirmation of theirs counts no more. So a gate may shut by it, and none opens.
pub(super) fn declare(request: &AssistanceRequest, reasoned: bool, actor: &Actor) -> Result<Decided, Refusal> {
    let Some(held) = &actor.roles else { return Err(Refusal::OfficialsOnly) };
    let act = || "declaring a conflict of interest".to_owned();
    let role = held.iter().copied().find(|role| role.acts_on_requests());
    let role = role.ok_or_else(|| Refusal::RoleMissing { act: act(), needed: people::ACTING.to_vec() })?;
    if !reasoned {
        return Err(Refusal::ReasonsMissing { act: act() });
    }
    let mut after = request.clone();
    after.recused.insert(actor.mark.clone(), role);
    after.answers.retain(|answer| answer.by != actor.mark || answer.outcome == Outcome::NotMet);
    let confirmed = after.answers.iter_mut().filter(|answer| answer.confirmed_by.as_ref() == Some(&actor.mark));
    confirmed.for_each(|answer| answer.confirmed_by = None);
    Ok(decided(Fact::RecusalDeclared(Recusal {}), after, role))
}

/// Lets an official back, as somebody else: a judge another judge, all others the central authority. What they had
/// answered before stays open.
pub(super) fn lift(
    request: &AssistanceRequest,
    official: &ActorMark,
    reasoned: bool,
    actor: &Actor,
) -> Result<Decided, Refusal> {
    let recused = *request.recused.get(official).ok_or(Refusal::NotRecused)?;
    let needed = [if recused == Role::JudicialAuthority { Role::JudicialAuthority } else { Role::CentralAuthority }];
    let act = || "lifting a recusal".to_owned();
    let role = actor.role_among(&needed).ok_or_else(|| Refusal::RoleMissing { act: act(), needed: needed.to_vec() })?;
    // Otherwise an author could choose who looks at the request.
    if request.authors.contains(&actor.mark) {
        return Err(Refusal::AuthorMayNot { act: act() });
    }
    if !reasoned {
        return Err(Refusal::ReasonsMissing { act: act() });
    }
    let mut after = request.clone();
    after.recused.remove(official);
    Ok(decided(Fact::RecusalLifted(Lifted { official: official.clone() }), after, role))
}

fn decided(fact: Fact, request: AssistanceRequest, role: Role) -> Decided {
    Decided { fact, request, role: Some(role), source: SOURCE.map(str::to_owned).to_vec() }
}
