//! Answering safeguards: an answer binds to what was read, and a negative one is not wiped away.

use crate::domain::gate::Side;
use crate::domain::ids::{Digest, MessageId};
use crate::domain::request::{Answer, AssistanceRequest, Objection};
use crate::domain::role::Role;
use crate::domain::safeguard::{Basis, Outcome, SafeguardState};
use crate::domain::time;

use super::super::command::{Actor, GivenAnswer, Question};
use super::super::fact::{Answered, Fact};
use super::super::gates::latest;
use super::super::people;
use super::super::refusal::{Refusal, listed};
use super::super::safeguard::{AnswerRule, Place as Stand, Safeguard};
use super::take::stage_of;
use super::{Decided, Place};

pub(super) fn decide(
    place: &Place,
    request: &AssistanceRequest,
    given: &GivenAnswer,
    actor: &Actor,
) -> Result<Decided, Refusal> {
    let question = &given.question;
    let (safeguard, stand) = asked(place, request, question)?;
    let role = answering_role(request, question, &stand.answered_by, actor)?;
    let read = digest_read(request, question)?;
    let says = rule_of(request, safeguard, question, &given.answer)?;
    if given.read != read {
        let safeguard = question.safeguard.clone();
        return Err(match given.read {
            // Nobody should be told that something has changed who has not said what they read.
            None => Refusal::ReadingMissing { safeguard },
            Some(_) => Refusal::ChangedSinceRead { safeguard },
        });
    }
    if says.outcome != Outcome::NotMet {
        people::may_clear(request, question.gate, question.holding.as_ref(), actor)?;
    }
    fits(place, request, safeguard, says, given)?;
    if safeguard.hard {
        may_answer_anew(request, question, says.outcome, given.reasoned, actor)?;
    } else {
        may_replace(request, safeguard, question, read.as_ref(), given.reasoned, actor)?;
    }

    let answer = Answer {
        safeguard: question.safeguard.clone(),
        gate: question.gate,
        holding: question.holding.clone(),
        digest: read.clone(),
        answer: given.answer.clone(),
        outcome: says.outcome,
        condition: says.condition.clone(),
        ground: says.ground.clone(),
        by: actor.mark.clone(),
        role,
        turn: request.turn_at(question.gate, question.holding.as_ref()),
        later_by: given.later_by,
        confirmed_by: None,
    };
    let fact = Answered {
        side: request.side,
        question: question.clone(),
        subject: question.gate.reads(),
        digest: read,
        answer: given.answer.clone(),
        outcome: says.outcome,
        condition: says.condition.clone(),
        ground: says.ground.clone(),
        reasoned: given.reasoned,
        documents: given.documents,
        later_by: given.later_by,
    };
    let mut after = request.clone();
    after.answers.retain(|earlier| !is_about(earlier, question));
    after.answers.push(answer);
    if safeguard.hard && says.outcome == Outcome::NotMet {
        after.objections.push(Objection {
            safeguard: question.safeguard.clone(),
            gate: question.gate,
            holding: question.holding.clone(),
            said_of: request.objected_to(question.gate, question.holding.as_ref()).cloned(),
            by: actor.mark.clone(),
        });
    }
    let source = cited(safeguard);
    Ok(Decided { fact: Fact::SafeguardAnswered(fact), request: after, role: Some(role), source })
}

/// Whether an official may give an answer that clears a question, or confirm the one that waits for that: what the two
/// functions beside this refuse, asked without an answer.
pub(in crate::engine) fn may_clear(
    request: &AssistanceRequest,
    (safeguard, stand, holding): (&Safeguard, &Stand, Option<&MessageId>),
    state: SafeguardState,
    actor: &Actor,
) -> bool {
    let gate = stand.gate;
    let read = request.read_by(gate, holding);
    let given = latest(request, safeguard, gate, holding);
    let roles = if state == SafeguardState::Unconfirmed { &stand.confirmed_by } else { &stand.answered_by };
    let by_people = actor.role_among(roles).is_some()
        && people::may_answer(request, gate, actor).is_ok()
        && people::may_clear(request, gate, holding, actor).is_ok();
    if !by_people || (gate.reads().is_some() && read.is_none()) {
        return false;
    }
    match state {
        SafeguardState::Cleared => false,
        SafeguardState::Unconfirmed => given.is_some_and(|answer| answer.by != actor.mark),
        SafeguardState::Open | SafeguardState::Stale | SafeguardState::Blocking if safeguard.hard => {
            !request.is_objected(&safeguard.name, gate, holding)
                && request.objections_at(&safeguard.name, gate, holding).all(|objection| objection.by != actor.mark)
        }
        SafeguardState::Open | SafeguardState::Stale | SafeguardState::Blocking => given.is_none_or(|answer| {
            answer.outcome != Outcome::NotMet || answer.digest.as_ref() != read || answer.by != actor.mark
        }),
    }
}

pub(super) fn confirm(
    place: &Place,
    request: &AssistanceRequest,
    question: &Question,
    actor: &Actor,
) -> Result<Decided, Refusal> {
    let (safeguard, stand) = asked(place, request, question)?;
    let missing = |why: &str| Refusal::NoSuchAnswer {
        safeguard: question.safeguard.clone(),
        gate: question.gate,
        why: why.to_owned(),
    };
    if stand.confirmed_by.is_empty() {
        return Err(missing("that waits to be confirmed: this safeguard needs no second official"));
    }
    let role = answering_role(request, question, &stand.confirmed_by, actor)?;
    let read = digest_read(request, question)?;
    people::may_clear(request, question.gate, question.holding.as_ref(), actor)?;
    let mut after = request.clone();
    let answer = after
        .answers
        .iter_mut()
        .find(|answer| is_about(answer, question))
        .filter(|answer| answer.digest == read)
        .ok_or_else(|| missing("for what stands there now: it has to be given first"))?;
    if answer.confirmed_by.is_some() {
        return Err(missing("that waits to be confirmed: it has been"));
    }
    if answer.by == actor.mark {
        return Err(Refusal::SecondOfficial("an answer"));
    }
    answer.confirmed_by = Some(actor.mark.clone());
    let fact = Fact::AnswerConfirmed(question.clone());
    Ok(Decided { fact, request: after, role: Some(role), source: cited(safeguard) })
}

pub(super) fn withdraw(
    place: &Place,
    request: &AssistanceRequest,
    question: &Question,
    reasoned: bool,
    actor: &Actor,
) -> Result<Decided, Refusal> {
    let (safeguard, _) = asked(place, request, question)?;
    let answer =
        latest(request, safeguard, question.gate, question.holding.as_ref()).ok_or_else(|| Refusal::NoSuchAnswer {
            safeguard: question.safeguard.clone(),
            gate: question.gate,
            why: "to take back".to_owned(),
        })?;
    if answer.by != actor.mark {
        return Err(Refusal::NoSuchAnswer {
            safeguard: question.safeguard.clone(),
            gate: question.gate,
            why: "of yours to take back: its author does that".to_owned(),
        });
    }
    let role = actor
        .role_among(&[answer.role])
        .ok_or_else(|| Refusal::RoleMissing { act: "taking an answer back".to_owned(), needed: vec![answer.role] })?;
    if request.is_objected(&question.safeguard, question.gate, question.holding.as_ref()) {
        return Err(Refusal::NegativeStands(question.safeguard.clone()));
    }
    // Otherwise a negative answer could be wiped away by its author and given anew.
    if answer.outcome == Outcome::NotMet && Some(&answer.digest) == digest_read(request, question).ok().as_ref() {
        return Err(Refusal::NegativeByAnother(question.safeguard.clone()));
    }
    if !reasoned {
        return Err(Refusal::ReasonsMissing { act: "taking an answer back".to_owned() });
    }
    let mut after = request.clone();
    after.answers.retain(|answer| !is_about(answer, question));
    let fact = Fact::AnswerWithdrawn(question.clone());
    Ok(Decided { fact, request: after, role: Some(role), source: cited(safeguard) })
}

fn is_about(answer: &Answer, question: &Question) -> bool {
    answer.safeguard == question.safeguard && answer.gate == question.gate && answer.holding == question.holding
}

/// The safeguard and the place where it stands, if it is asked for this request at all.
fn asked<'a>(
    place: &Place<'a>,
    request: &AssistanceRequest,
    question: &Question,
) -> Result<(&'a Safeguard, &'a Stand), Refusal> {
    // An unknown delivery is refused before anything is said about it.
    stage_of(request, question.holding.as_ref())?;
    let safeguard = place.rulebook.safeguards.get(&question.safeguard).ok_or_else(|| Refusal::Unknown {
        what: "safeguard",
        name: question.safeguard.to_string(),
        may: "`comity workflows check` lists those of the rulebook".to_owned(),
    })?;
    let not_asked = |why: String| Refusal::NotAsked { safeguard: question.safeguard.clone(), gate: question.gate, why };
    let stand = safeguard.place(question.gate, request.side, &request.measure).ok_or_else(|| {
        let places = safeguard.stands_at.iter().filter(|at| at.side == request.side).map(|at| at.gate);
        not_asked(format!("on this side it stands at {}", listed(places, ", ")))
    })?;
    let basis = safeguard.basis(place.measure);
    if !place.rulebook.binding(request.profile).contains(&basis) {
        return Err(not_asked(match basis {
            Basis::Never => format!("it may not be made a condition of `{}`", request.measure),
            Basis::None => format!("`{}` does not call for it", request.measure),
            Basis::Treaty | Basis::Domestic | Basis::Policy => {
                format!("it does not bind in profile `{}`", request.profile)
            }
        }));
    }
    Ok((safeguard, stand))
}

fn answering_role(
    request: &AssistanceRequest,
    question: &Question,
    needed: &[Role],
    actor: &Actor,
) -> Result<Role, Refusal> {
    let role = actor.role_among(needed).ok_or_else(|| Refusal::RoleMissing {
        act: format!("answering `{}`", question.safeguard),
        needed: needed.to_vec(),
    })?;
    people::may_answer(request, question.gate, actor)?;
    Ok(role)
}

fn digest_read(request: &AssistanceRequest, question: &Question) -> Result<Option<Digest>, Refusal> {
    let read = request.read_by(question.gate, question.holding.as_ref()).cloned();
    match question.gate.reads() {
        Some(subject) if read.is_none() => {
            Err(Refusal::SubjectMissing { subject, act: format!("answering `{}`", question.safeguard) })
        }
        _ => Ok(read),
    }
}

fn rule_of<'a>(
    request: &AssistanceRequest,
    safeguard: &'a Safeguard,
    question: &Question,
    answer: &str,
) -> Result<&'a AnswerRule, Refusal> {
    let here = || safeguard.answers_at(question.gate, request.side, &request.measure);
    let rule = here().find(|(name, _)| *name == answer).map(|(_, rule)| rule);
    rule.ok_or_else(|| {
        let takes = listed(here().map(|(name, _)| name), ", ");
        let may = format!("`{}` takes {takes} here", safeguard.name);
        Refusal::Unknown { what: "answer", name: answer.to_owned(), may }
    })
}

/// No answer is put off for longer, in hours: an emergency is over by then. Source: UNCC 41(3)(e), safeguard SG-32.
const LONGEST_DEFERRAL: i64 = 72;

fn fits(
    place: &Place,
    request: &AssistanceRequest,
    safeguard: &Safeguard,
    rule: &AnswerRule,
    given: &GivenAnswer,
) -> Result<(), Refusal> {
    let name = safeguard.name.clone();
    if (rule.needs_reason || rule.outcome == Outcome::NotMet) && !given.reasoned {
        return Err(Refusal::ReasonsMissing { act: format!("the answer `{}` to `{name}`", given.answer) });
    }
    if rule.needs_document && given.documents == 0 {
        return Err(Refusal::DocumentMissing { safeguard: name, answer: given.answer.clone() });
    }
    let grounds = request.decision.grounds();
    if !rule.only_with_grounds.is_empty()
        && (request.side != Side::Requested
            || grounds.is_empty()
            || !grounds.iter().all(|ground| rule.only_with_grounds.contains(ground)))
    {
        let may = listed(&rule.only_with_grounds, ", ");
        return Err(Refusal::OnlyWithGrounds { safeguard: name, answer: given.answer.clone(), may });
    }
    let not_deferrable = |why: &str| Err(Refusal::NotDeferrable { safeguard: name.clone(), why: why.to_owned() });
    match (rule.outcome, &safeguard.deferred_by, given.later_by) {
        (Outcome::Deferred, None, _) => not_deferrable("nothing lets it be"),
        (Outcome::Deferred, Some(_), None) => not_deferrable("say by when it will be"),
        (Outcome::Deferred, Some(_), Some(by)) if by > time::hours_after(place.now, LONGEST_DEFERRAL) => {
            not_deferrable("say a time within three days")
        }
        _ => Ok(()),
    }
}

/// An objection to a hard safeguard stands for what it was said of, whatever is written about that afterwards. Once that
/// is another, who objected may object again, and only another official clears, with reasons. Source: UNCC 40(22).
fn may_answer_anew(
    request: &AssistanceRequest,
    question: &Question,
    outcome: Outcome,
    reasoned: bool,
    actor: &Actor,
) -> Result<(), Refusal> {
    let (safeguard, gate, holding) = (&question.safeguard, question.gate, question.holding.as_ref());
    if request.is_objected(safeguard, gate, holding) {
        return Err(Refusal::NegativeStands(safeguard.clone()));
    }
    let mut earlier = request.objections_at(safeguard, gate, holding).peekable();
    let by_another = outcome == Outcome::NotMet
        || earlier.peek().is_none()
        || (reasoned && earlier.all(|objection| objection.by != actor.mark));
    if by_another { Ok(()) } else { Err(Refusal::NegativeByAnother(safeguard.clone())) }
}

/// A negative answer to any other safeguard is replaced, for what it was given on, only by another official with reasons.
fn may_replace(
    request: &AssistanceRequest,
    safeguard: &Safeguard,
    question: &Question,
    read: Option<&Digest>,
    reasoned: bool,
    actor: &Actor,
) -> Result<(), Refusal> {
    let negative = latest(request, safeguard, question.gate, question.holding.as_ref())
        .filter(|answer| answer.outcome == Outcome::NotMet && answer.digest.as_ref() == read);
    match negative {
        Some(answer) if answer.by == actor.mark || !reasoned => Err(Refusal::NegativeByAnother(safeguard.name.clone())),
        Some(_) | None => Ok(()),
    }
}

fn cited(safeguard: &Safeguard) -> Vec<String> {
    safeguard.source.iter().map(ToString::to_string).collect()
}
