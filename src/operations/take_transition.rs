//! Takes a transition: the request's own log is held against its tables first, then the rules decide.

use std::sync::Arc;

use crate::domain::gate::{Gate, Subject};
use crate::domain::ids::{MessageId, RequestReference, ThreadId, TransitionName};
use crate::domain::request::{AssistanceRequest, ChainedMessage, Finding};
use crate::domain::safeguard::Outcome;
use crate::domain::scope::Scope;
use crate::engine::command::{Command, Take};
use crate::engine::decide::decide;
use crate::engine::fact::{Answered, Cause, Taken};
use crate::engine::frozen;
use crate::engine::refusal::Refusal;
use crate::engine::rulebook::Rulebook;
use crate::storage::{StorageError, Transaction, requests};

use super::access::Official;
use super::act::{Acted, Beside, Loaded};
use super::app::App;
use super::attempt::{Of, Tried, attempt};
use super::error::OperationError;
use super::span::{apply, operation};
use super::{replay, subject};

/// A transition that an official wants to take.
#[derive(Debug, Clone)]
pub struct TakeTransition {
    /// Which.
    pub transition: TransitionName,
    /// The delivery, for a transition of the holding.
    pub holding: Option<MessageId>,
    /// Reasons, where the step wants some. Source: UNCC 40(25).
    pub reason: Option<String>,
}

/// Takes a transition.
///
/// # Errors
/// The rule that stands in the way; [`OperationError::Sealed`] where tables and log differ.
#[apply(operation!)]
pub async fn run(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    wanted: TakeTransition,
) -> Result<Acted, OperationError> {
    let tried = Tried { act: "take_transition", of: Of::Transition(wanted.transition.clone()), needs: Scope::Decide };
    let wanted = Arc::new(wanted);
    attempt(app, official, reference, tried, move |tx, context, id| {
        let wanted = Arc::clone(&wanted);
        Box::pin(async move {
            let mut loaded = Loaded::lock(tx, &context, id.as_str()).await?;
            replay::must_agree(tx, &loaded).await?;
            let holding = wanted.holding.as_ref();
            let may = |rules: &_, request: &_| frozen::may_take(rules, request, &wanted.transition, holding);
            loaded.must_not_be_frozen(may)?;
            if !gates_of(&loaded, &wanted).is_empty() {
                loaded.must_be_assured("a step at a gate of an intrusive measure")?;
            }
            words_must_agree(tx, &loaded, &wanted).await?;
            let take = Take {
                transition: wanted.transition.clone(),
                holding: wanted.holding.clone(),
                reasoned: wanted.reason.as_ref().is_some_and(|reason| !reason.trim().is_empty()),
                missing: missing(tx, &loaded).await?,
            };
            loaded.perform(tx, Command::Take(take), Beside { reason: wanted.reason.clone(), docs: Vec::new() }).await
        })
    })
    .await
}

/// What the request's content lacks, each with its article. Source: UNCC 40(15), 42(3).
pub(super) async fn missing(tx: &mut Transaction, loaded: &Loaded) -> Result<Vec<String>, OperationError> {
    let Some(measure) = loaded.rulebook.measures.get(&loaded.request.measure) else { return Ok(Vec::new()) };
    let keys = tx.keys();
    let kept = match loaded.request.subjects.get(&Subject::Request) {
        Some(digest) => subject::read(tx, &keys, &loaded.row.id, (Subject::Request, None, digest)).await?,
        None => None,
    };
    let lacks = loaded.rulebook.lacks(measure, &subject::content_of(kept.as_ref()));
    Ok(lacks.iter().map(ToString::to_string).collect())
}

/// The gates that a transition passes.
fn gates_of(loaded: &Loaded, wanted: &TakeTransition) -> Vec<Gate> {
    let Some(procedure) = loaded.rulebook.procedures.get(&loaded.request.procedure) else { return Vec::new() };
    let part = match &wanted.holding {
        Some(_) => procedure.holding.as_ref(),
        None => Some(procedure.part(loaded.request.side)),
    };
    part.into_iter()
        .flat_map(|part| &part.transitions)
        .filter(|transition| transition.name == wanted.transition)
        .flat_map(|transition| transition.gates.clone())
        .collect()
}

/// The words behind each digest that the gates of a transition read have to be there, and unchanged.
async fn words_must_agree(
    tx: &mut Transaction,
    loaded: &Loaded,
    wanted: &TakeTransition,
) -> Result<(), OperationError> {
    for gate in gates_of(loaded, wanted) {
        let Some(subject) = gate.reads() else { continue };
        let Some(digest) = loaded.request.read_by(gate, wanted.holding.as_ref()) else { continue };
        // What a delivery brought is kept with the request.
        let holding = if subject == Subject::Use { wanted.holding.as_ref() } else { None };
        let keys = tx.keys();
        let because = match subject::read(tx, &keys, &loaded.row.id, (subject, holding, digest)).await {
            Ok(Some(_)) => continue,
            Ok(None) => format!("the words of the {subject} are not there"),
            Err(error @ (OperationError::Storage(StorageError::Tampered { .. }) | OperationError::Damaged { .. })) => {
                format!("the words of the {subject} were changed: {error}")
            }
            // A database that cannot be read just now is no reason to seal a request for good.
            Err(error) => return Err(error),
        };
        return Err(OperationError::Sealed { reference: loaded.row.reference.clone(), because });
    }
    Ok(())
}

/// Tells the requests that this one is chained to, before and after it, what it sent or received: a preservation hears
/// that the request it was made for has arrived. Source: UNCC 42(8).
pub(super) async fn tell_chained(tx: &mut Transaction, loaded: &Loaded, taken: &Taken) -> Result<(), OperationError> {
    let heard = match &taken.cause {
        Cause::Message(heard) => Some(heard.name.clone()),
        Cause::Official { .. } | Cause::Linked { .. } | Cause::Deadline(_) => None,
    };
    let messages: Vec<_> = taken.sends.as_ref().map(|sent| sent.name.clone()).into_iter().chain(heard).collect();
    if messages.is_empty() {
        return Ok(());
    }
    let mut chained = before_it(tx, loaded).await?;
    chained.extend(requests::list_following(tx, &loaded.row.id).await?.into_iter().map(|row| row.id));
    let context = loaded.context.as_system();
    let thread =
        ThreadId::parse(loaded.row.thread.clone()).map_err(|error| OperationError::damaged("a thread's id", &error))?;
    for id in chained {
        for message in &messages {
            let (thread, procedure) = (thread.clone(), loaded.request.procedure.clone());
            let chained = ChainedMessage { thread, procedure, message: message.clone() };
            match Loaded::lock(tx, &context, &id).await {
                Ok(mut other) => other.link(tx, chained).await?,
                // A sealed or erased request is moved by nothing, and keeps nothing else from moving.
                Err(OperationError::Sealed { .. } | OperationError::Erased { .. }) => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(())
}

/// The requests that this one follows from, nearest first.
async fn before_it(tx: &mut Transaction, loaded: &Loaded) -> Result<Vec<String>, OperationError> {
    let mut before = Vec::new();
    let mut earlier = loaded.row.follows.clone();
    while let Some(id) = earlier.take().filter(|id| !before.contains(id) && *id != loaded.row.id) {
        earlier = requests::find(tx, &id).await?.and_then(|row| row.follows);
        before.push(id);
    }
    Ok(before)
}

/// Tells every request of the same chain that this one was objected to for good: whoever decides there has to know.
/// Source: UNCC 40(22).
pub(super) async fn tell_of_objection(
    tx: &mut Transaction,
    loaded: &Loaded,
    answered: &Answered,
) -> Result<(), OperationError> {
    let safeguard = &answered.question.safeguard;
    let hard = loaded.rulebook.safeguards.get(safeguard).is_some_and(|safeguard| safeguard.hard);
    let of_request = !matches!(answered.subject, Some(Subject::Result | Subject::Renewal | Subject::Use));
    let said_of = loaded.request.objected_to(answered.question.gate, None).cloned();
    let (true, true, Outcome::NotMet, Some(said_of)) = (hard, of_request, answered.outcome, said_of) else {
        return Ok(());
    };
    // The whole chain: from its first request down to all that follow.
    let mut chain = before_it(tx, loaded).await?;
    let mut open = vec![chain.last().cloned().unwrap_or_else(|| loaded.row.id.clone())];
    while let Some(id) = open.pop() {
        for row in requests::list_following(tx, &id).await? {
            if row.id != loaded.row.id && !chain.contains(&row.id) {
                chain.push(row.id.clone());
            }
            if !open.contains(&row.id) {
                open.push(row.id);
            }
        }
    }
    let thread =
        ThreadId::parse(loaded.row.thread.clone()).map_err(|error| OperationError::damaged("a thread's id", &error))?;
    let finding = Finding { safeguard: safeguard.clone(), thread, said_of };
    let context = loaded.context.as_system();
    for id in chain {
        match Loaded::lock(tx, &context, &id).await {
            Ok(mut other) => other.note(tx, finding.clone()).await?,
            // A sealed or erased request is moved by nothing, and keeps nothing else from moving.
            Err(OperationError::Sealed { .. } | OperationError::Erased { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

impl Loaded {
    /// Under rules that no longer pass the checks, a request only ends: what serves that `may` be done.
    pub(super) fn must_not_be_frozen(
        &self,
        may: impl Fn(&Rulebook, &AssistanceRequest) -> bool,
    ) -> Result<(), OperationError> {
        let Some(because) = self.context.app.frozen(&self.rulebook.hash) else { return Ok(()) };
        if may(&self.rulebook, &self.request) { Ok(()) } else { Err(Refusal::Frozen(because.to_string()).into()) }
    }

    /// Takes note of an objection to a chained request, where something is still decided here.
    async fn note(&mut self, tx: &mut Transaction, finding: Finding) -> Result<(), OperationError> {
        match decide(&self.rulebook, &self.request, &Command::Note(finding), &self.actor, self.context.now) {
            Ok(decided) => _ = Box::pin(self.write(tx, decided, Beside::default())).await?,
            Err(Refusal::Unknown { .. }) => {}
            Err(refusal) => return Err(refusal.into()),
        }
        Ok(())
    }

    /// Takes in what a chained request sent or received, where anything here listens for it.
    pub(super) async fn link(&mut self, tx: &mut Transaction, chained: ChainedMessage) -> Result<(), OperationError> {
        match decide(&self.rulebook, &self.request, &Command::Link(chained), &self.actor, self.context.now) {
            // A transition that a chained message causes may send one itself: its own chain hears that too.
            Ok(decided) => _ = Box::pin(self.write(tx, decided, Beside::default())).await?,
            Err(Refusal::Unknown { .. }) => {}
            Err(refusal) => return Err(refusal.into()),
        }
        Ok(())
    }
}
