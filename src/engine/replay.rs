//! Replay: a request's entries decided again, one after the other, by the rulebook that each names.

use jiff::Timestamp;

use crate::domain::request::AssistanceRequest;

use super::command::{Actor, Command, GivenAnswer, Take};
use super::decide::{Decided, begin, decide};
use super::fact::{Cause, Fact};
use super::rulebook::Rulebook;

/// One entry of a request's chain, as replay reads it.
#[derive(Debug)]
pub struct Entry<'a> {
    /// What has happened.
    pub fact: &'a Fact,
    /// Who acted, with the one role the entry names; `system` with none.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
}

/// Decides an entry again, on the request as the entries before it left it.
///
/// # Errors
/// A sentence that says why the entry could not have come about under its rulebook.
pub fn replay(
    rulebook: &Rulebook,
    before: Option<&AssistanceRequest>,
    entry: &Entry<'_>,
) -> Result<AssistanceRequest, String> {
    let decided = match (before, entry.fact) {
        (None, Fact::RequestBegun(begun)) => {
            let about = &rulebook.about;
            if (&begun.instrument, begun.in_force) != (&about.instrument, about.in_force) {
                return Err(format!(
                    "it says that the request rests on `{}`, {}in force, and its rulebook that it rests on `{}`, {}in force",
                    begun.instrument,
                    if begun.in_force { "" } else { "not " },
                    about.instrument,
                    if about.in_force { "" } else { "not " },
                ));
            }
            begin(rulebook, &rulebook.hash, begun, &entry.actor, entry.at)
        }
        (None, _) => return Err("the first entry of a request says that it began, and this one does not".to_owned()),
        (Some(request), fact) => {
            let command = command_of(fact).ok_or("the request begins a second time")?;
            if request.rulebook != rulebook.hash {
                return Err(format!(
                    "it names the rulebook {}, but the request keeps {}",
                    rulebook.hash, request.rulebook
                ));
            }
            decide(rulebook, request, &command, &entry.actor, entry.at)
        }
    };
    let Decided { fact, request, .. } = decided.map_err(|refusal| refusal.to_string())?;
    if fact == *entry.fact {
        Ok(request)
    } else {
        Err("its rulebook leads to another outcome than the one it states".to_owned())
    }
}

/// The command that a fact answers to. None for a beginning.
fn command_of(fact: &Fact) -> Option<Command> {
    Some(match fact {
        Fact::SubjectChanged(change) => Command::Change(change.clone()),
        Fact::SafeguardAnswered(answered) => Command::Answer(GivenAnswer {
            question: answered.question.clone(),
            read: answered.digest.clone(),
            answer: answered.answer.clone(),
            reasoned: answered.reasoned,
            documents: answered.documents,
            later_by: answered.later_by,
        }),
        Fact::AnswerConfirmed(question) => Command::Confirm(question.clone()),
        Fact::AnswerWithdrawn(question) => Command::Withdraw { question: question.clone(), reasoned: true },
        Fact::TransitionTaken(taken) => match &taken.cause {
            Cause::Official { reasoned } => Command::Take(Take {
                transition: taken.transition.clone(),
                holding: taken.holding.clone(),
                reasoned: *reasoned,
                // Content is sealed: that it was complete is what the authority vouches for.
                missing: Vec::new(),
            }),
            Cause::Message(heard) => Command::Hear(heard.clone()),
            Cause::Linked(chained) => Command::Link(chained.clone()),
            Cause::Deadline(deadline) => Command::Expire { deadline: deadline.clone(), holding: taken.holding.clone() },
        },
        Fact::MessageLate(late) => Command::Hear(late.message.clone()),
        Fact::MessageRecorded(record) => Command::Record {
            id: record.id.clone(),
            name: record.name.clone(),
            direction: record.direction,
            channel: record.channel,
        },
        Fact::MessageHandedOver(handed) => Command::ConfirmHandedOver { id: handed.id.clone() },
        Fact::DeadlinePassed(passed) => {
            Command::Expire { deadline: passed.deadline.clone(), holding: passed.holding.clone() }
        }
        Fact::LinkPending(chained) => Command::Link(chained.clone()),
        Fact::FindingNoted(finding) => Command::Note(finding.clone()),
        Fact::RecusalDeclared(_) => Command::Recuse { reasoned: true },
        Fact::RecusalLifted(lifted) => Command::LiftRecusal { official: lifted.official.clone(), reasoned: true },
        // A request begins once: that was refused before.
        Fact::RequestBegun(_) => return None,
    })
}
