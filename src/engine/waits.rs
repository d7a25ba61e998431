//! For whom a request waits: who can do something about it now, as against who only watches.
//!
//! Asked for every official whose queue it may stand in, so it copies nothing; what it says is what
//! [`decide`](super::decide::decide) would let them do.

use std::borrow::Cow;

use jiff::Timestamp;

use crate::domain::gate::Gate;
use crate::domain::ids::{ActorMark, MessageId};
use crate::domain::request::{AssistanceRequest, Holding};
use crate::domain::role::Role;
use crate::domain::safeguard::SafeguardState;

use super::command::Actor;
use super::decide::{self, RECORDERS};
use super::explain::{self, Asked, Holder};
use super::measure::Measure;
use super::people;
use super::procedure::{Part, Procedure, Transition};
use super::rulebook::Rulebook;
use super::safeguard::{Place, Safeguard};

/// What waits at a request, each thing with the roles that could do it.
pub struct Waiting<'a> {
    request: &'a AssistanceRequest,
    things: Vec<Thing<'a>>,
}

struct Thing<'a> {
    by: Cow<'a, [Role]>,
    what: What<'a>,
}

enum What<'a> {
    /// A text to be written.
    Text,
    /// A step that the rules allow to somebody.
    Step { measure: &'a Measure, gates: &'a [Gate], holding: Option<&'a MessageId> },
    /// A question that is not answered.
    Question(Question<'a>),
    /// What was recorded by hand, and by whom.
    Record(&'a ActorMark),
}

/// A question on the way, as it stands.
#[derive(Clone, Copy)]
struct Question<'a> {
    safeguard: &'a Safeguard,
    place: &'a Place,
    holding: Option<&'a MessageId>,
    state: SafeguardState,
}

impl Question<'_> {
    /// Whether an official can give an answer that clears it, or confirm the one that was given.
    fn waits_for(&self, request: &AssistanceRequest, actor: &Actor) -> bool {
        decide::may_clear(request, (self.safeguard, self.place, self.holding), self.state, actor)
    }
}

impl<'a> Waiting<'a> {
    /// What waits at a request at a moment. None where its rulebook does not know what it is.
    #[must_use]
    pub fn at(rulebook: &'a Rulebook, request: &'a AssistanceRequest, now: Timestamp) -> Option<Self> {
        let measure = rulebook.measures.get(&request.measure)?;
        let procedure = rulebook.procedures.get(&request.procedure)?;
        let ours = explain::held_by(procedure, request) == Some(Holder::Authority);
        let mut things = Vec::new();
        if ours {
            let texts = explain::writable(procedure, request).into_iter();
            things.extend(texts.map(|text| Thing { by: text.by.into(), what: What::Text }));
        }
        for step in steps(procedure, request) {
            let open = || decide::is_open((rulebook, measure, procedure), request, step.transition, step.holding, now);
            if let Some(by) = step.transition.by.as_deref().filter(|_| step.counts(ours) && open()) {
                let what = What::Step { measure, gates: &step.transition.gates, holding: step.holding };
                things.push(Thing { by: by.into(), what });
            }
        }
        for question in questions(rulebook, measure, procedure, request, now) {
            // Where the file is not with us, only what somebody has written to be read waits for an answer.
            if question.state != SafeguardState::Cleared && (ours || question.place.gate.reads().is_some()) {
                let roles = match question.state {
                    SafeguardState::Unconfirmed => &question.place.confirmed_by,
                    SafeguardState::Open
                    | SafeguardState::Stale
                    | SafeguardState::Blocking
                    | SafeguardState::Cleared => &question.place.answered_by,
                };
                things.push(Thing { by: roles.into(), what: What::Question(question) });
            }
        }
        let recorded = request.recorded.values();
        things.extend(recorded.map(|one| Thing { by: RECORDERS[..].into(), what: What::Record(&one.by) }));
        Some(Self { request, things })
    }

    /// Whether it waits for somebody: for them in a role of their own, or as the deputy of whom it would wait for too.
    #[must_use]
    pub fn waits_for(&self, actor: &Actor) -> bool {
        in_any_role(actor, |one, role| self.waits_in(one, role))
    }

    /// Whether it waits for somebody in one role.
    #[must_use]
    pub fn waits_in(&self, actor: &Actor, role: Role) -> bool {
        people::may_act(self.request, actor).is_ok()
            && self.things.iter().any(|thing| {
                thing.by.contains(&role)
                    && match &thing.what {
                        What::Text => true,
                        What::Step { measure, gates, holding } => {
                            people::may_pass(measure, self.request, gates, *holding, actor).is_ok()
                        }
                        What::Question(question) => question.waits_for(self.request, actor),
                        What::Record(recorder) => **recorder != actor.mark,
                    }
            })
    }
}

/// Whether a safeguard waits for somebody: they can give an answer that clears it, or confirm the one that was given.
#[must_use]
pub fn asks(rulebook: &Rulebook, request: &AssistanceRequest, asked: &Asked, actor: &Actor) -> bool {
    let Some(safeguard) = rulebook.safeguards.values().find(|known| known.name == *asked.safeguard) else {
        return false;
    };
    let Some(place) = safeguard.place(asked.gate, request.side, &request.measure) else { return false };
    let holding = asked.holding.clone().and_then(|id| MessageId::parse(id).ok());
    let question = Question { safeguard, place, holding: holding.as_ref(), state: asked.state };
    in_any_role(actor, |one, _| people::may_act(request, one).is_ok() && question.waits_for(request, one))
}

/// Messages recorded by hand that somebody can confirm, as a second official.
#[must_use]
pub fn to_confirm(request: &AssistanceRequest, actor: &Actor) -> Vec<MessageId> {
    let may = |by: &ActorMark| {
        in_any_role(actor, |one, role| {
            RECORDERS.contains(&role) && one.mark != *by && people::may_act(request, one).is_ok()
        })
    };
    request.recorded.iter().filter(|(_, one)| may(&one.by)).map(|(id, _)| id.clone()).collect()
}

/// Asks for somebody in each role of their own, then in those lent to them, as themselves and as whoever is away.
fn in_any_role(actor: &Actor, asked: impl Fn(&Actor, Role) -> bool) -> bool {
    let as_one = |mark: &ActorMark, role: Role| asked(&Actor::of(mark.clone(), Some([role].into())), role);
    actor.roles.iter().flatten().any(|role| as_one(&actor.mark, *role))
        || actor.stands_in.as_ref().is_some_and(|absent| {
            let mut lent = absent.roles.iter();
            lent.any(|role| as_one(&actor.mark, *role) && as_one(&absent.mark, *role))
        })
}

/// A step that officials can take from where the request, or one of its deliveries, stands.
struct Step<'a> {
    part: &'a Part,
    transition: &'a Transition,
    holding: Option<&'a MessageId>,
    held: Option<&'a Holding>,
}

impl Step<'_> {
    /// Whether it is something to do: what stops a request is always free, and waits for nobody. Where the file is not
    /// with us, what can be done any time, as using what was received, waits for nobody either.
    fn counts(&self, ours: bool) -> bool {
        if explain::consequences(self.part, self.transition).stops_the_request {
            return false;
        }
        let gates = &self.transition.gates;
        if ours || gates.iter().any(|gate| gate.reads().is_some()) {
            return true;
        }
        match self.held {
            None => gates.is_empty(),
            Some(held) => {
                let writes = self.part.stage(&held.stage).is_some_and(|stage| stage.edits.is_some());
                let arrived = held.stage == self.part.start && !writes;
                gates.is_empty() && self.transition.to != held.stage && (arrived || (writes && held.usage.is_some()))
            }
        }
    }
}

fn steps<'a>(procedure: &'a Procedure, request: &'a AssistanceRequest) -> impl Iterator<Item = Step<'a>> {
    explain::places(procedure, request).into_iter().flat_map(move |(holding, part, stage)| {
        let held = holding.and_then(|id| request.holdings.get(id));
        part.leaving(stage).map(move |transition| Step { part, transition, holding, held })
    })
}

/// The questions at the gates that lead on, each once.
fn questions<'a>(
    rulebook: &'a Rulebook,
    measure: &'a Measure,
    procedure: &'a Procedure,
    request: &'a AssistanceRequest,
    now: Timestamp,
) -> Vec<Question<'a>> {
    let standing = explain::ahead(rulebook, measure, procedure, request, now);
    let question = |(holding, one): (Option<&'a MessageId>, super::gates::Standing<'a>)| Question {
        safeguard: one.safeguard,
        place: one.place,
        holding,
        state: one.state,
    };
    standing.into_iter().map(question).collect()
}
