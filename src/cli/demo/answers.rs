//! How a play answers safeguards, and records what came on paper.

use anyhow::{Context as _, Result, bail};
use serde_json::{Map, Value};

use crate::domain::gate::Gate;
use crate::domain::ids::{ConditionCode, Digest, GroundCode, ItemName, MessageId, SafeguardName};
use crate::domain::safeguard::SafeguardState;
use crate::domain::time;
use crate::engine::command::Question;
use crate::engine::explain::Asked;
use crate::operations::answer_safeguard::{self, AnswerSafeguard};
use crate::operations::record_message::{self, CameOnPaper};
use crate::operations::{read_request, send_messages};

use super::event::{Audience, Event, Given};
use super::play::{Did, Play, Player, document};
use super::scenario::{Act, Step, Which, met};

impl<'a> Play<'a> {
    /// Answers, confirms or takes back: the official reads the request first, and answers what they read.
    pub(super) async fn answer(&mut self, player: Player<'a>, step: &Step) -> Result<Did> {
        let reference = self.reference_of(step, player.side)?;
        let app = &player.authority.app;
        let question = |safeguard: &SafeguardName, gate: Gate, holding: Option<Which>| -> Result<Question> {
            let holding = holding.map(|which| self.holding(step, which)).transpose()?;
            Ok(Question { safeguard: safeguard.clone(), gate, holding })
        };
        match &step.act {
            Act::Answer { safeguard, gate, answer, reason, document, later_in_hours, holding } => {
                let question = question(safeguard, *gate, *holding)?;
                let view = read_request::run(app, player.official, &reference).await?;
                let read = view.standing.read_by(*gate, question.holding.as_ref()).cloned();
                let documents = match document {
                    Some(paper) => vec![self.attach(player, step, paper).await?],
                    None => Vec::new(),
                };
                let given = AnswerSafeguard {
                    question,
                    read,
                    answer: answer.clone(),
                    reason: reason.clone(),
                    documents,
                    later_by: later_in_hours.map(|hours| time::hours_after(self.clock.now(), hours.into())),
                };
                Ok(Some(answer_safeguard::run(app, player.official, &reference, given).await?))
            }
            Act::Confirm { safeguard, gate, holding } => {
                let question = question(safeguard, *gate, *holding)?;
                Ok(Some(answer_safeguard::confirm(app, player.official, &reference, question).await?))
            }
            Act::Withdraw { safeguard, gate, reason, holding } => {
                let question = question(safeguard, *gate, *holding)?;
                Ok(Some(answer_safeguard::withdraw(app, player.official, &reference, question, reason.clone()).await?))
            }
            _ => bail!("this step answers nothing"),
        }
    }

    /// Answers every safeguard at these gates that is open or stale, each by the first who may.
    pub(super) async fn clear(
        &mut self,
        step: &Step,
        gates: &[Gate],
        by: &[String],
        holding: Option<Which>,
        audience: &mut dyn Audience,
    ) -> Result<()> {
        let players = by.iter().map(|key| self.player(key)).collect::<Result<Vec<_>>>()?;
        let Some(first) = players.first().copied() else { bail!("nobody answers: name people in `by`") };
        let reference = self.reference_of(step, first.side)?;
        let holding = holding.map(|which| self.holding(step, which)).transpose()?;
        let here = |asked: &Asked, gate: Gate| {
            asked.gate == gate && asked.holding.as_deref() == holding.as_ref().map(MessageId::as_str)
        };
        for gate in gates {
            let mut answers: Vec<Given> = Vec::new();
            let mut wanted = Vec::new();
            // Each reads for themselves: one who may not see the request may not answer either.
            for player in &players {
                let view = read_request::run(&player.authority.app, player.official, &reference).await?;
                wanted = view.safeguards.into_iter().filter(|asked| here(asked, *gate)).collect();
                wanted.retain(|asked| asked.state != SafeguardState::Cleared);
                let may = |asked: &&Asked| {
                    let open = matches!(asked.state, SafeguardState::Open | SafeguardState::Stale);
                    open && asked.answered_by.iter().any(|role| player.official.roles.contains(role))
                };
                for asked in wanted.iter().filter(may).cloned() {
                    answers.push(self.give(*player, &reference, asked, &players).await?);
                }
            }
            if let Some(asked) = wanted.iter().find(|asked| answers.iter().all(|given| given.code != asked.code)) {
                bail!("`{}` ({}) is not cleared at `{gate}`: nobody in `by` may", asked.safeguard, asked.code);
            }
            answers.sort_by(|a, b| a.code.cmp(&b.code));
            audience.see(&Event::Answered { gate: *gate, side: first.side, answers });
        }
        Ok(())
    }

    async fn give(
        &self,
        player: Player<'a>,
        reference: &crate::domain::ids::RequestReference,
        asked: Asked,
        players: &[Player<'a>],
    ) -> Result<Given> {
        let question = Question {
            safeguard: SafeguardName::parse(asked.safeguard)?,
            gate: asked.gate,
            holding: asked.holding.map(MessageId::parse).transpose()?,
        };
        let usual = self.scenario.usual.get(&question.safeguard);
        let answer = usual.map_or_else(met, |usual| usual.answer.clone());
        let given = AnswerSafeguard {
            question: question.clone(),
            read: asked.digest.map(Digest::parse).transpose()?,
            answer: answer.clone(),
            reason: usual.map(|usual| usual.reason.clone()),
            documents: Vec::new(),
            later_by: None,
        };
        let app = &player.authority.app;
        let acted = answer_safeguard::run(app, player.official, reference, given).await?;
        let rulebook = self.scenario.rulebook(app)?;
        let place = rulebook.safeguards.get(&question.safeguard).and_then(|safeguard| {
            safeguard.stands_at.iter().find(|place| place.gate == asked.gate && place.side == player.side)
        });
        let seconds = place.map(|place| place.confirmed_by.as_slice()).unwrap_or_default();
        let second = players.iter().find(|second| {
            second.official.id != player.official.id && seconds.iter().any(|role| second.official.roles.contains(role))
        });
        let confirmed_by = match second {
            Some(second) => {
                let confirmed =
                    answer_safeguard::confirm(&second.authority.app, second.official, reference, question).await?;
                Some(second.who(confirmed.role))
            }
            None if !seconds.is_empty() => bail!("nobody in `by` may confirm the answer to `{}`", question.safeguard),
            None => None,
        };
        Ok(Given {
            code: asked.code,
            title: asked.title,
            answer,
            by: player.who(acted.role),
            confirmed_by,
            source: asked.source,
        })
    }

    /// Records a message that came or went on paper; confirms the one recorded last.
    pub(super) async fn on_paper(&mut self, player: Player<'a>, step: &Step) -> Result<Did> {
        let reference = self.reference_of(step, player.side)?;
        let app = &player.authority.app;
        match &step.act {
            Act::Record { message, channel, document: paper, content } => {
                let known = self
                    .matter(step)?
                    .procedure
                    .message(message.as_str())
                    .context("the procedure has no such message")?
                    .clone();
                if known.from == player.side {
                    let waiting = send_messages::waiting(app).await?;
                    let ours =
                        waiting.iter().find(|envelope| envelope.reference == reference && envelope.name == *message);
                    let id = ours.map(|envelope| envelope.id.clone()).context("no such message of ours waits")?;
                    return Ok(Some(
                        record_message::went(app, player.official, &reference, id, *channel, document(paper)).await?,
                    ));
                }
                let content = content.clone().unwrap_or_default();
                let came = CameOnPaper {
                    name: message.clone(),
                    channel: *channel,
                    document: document(paper),
                    items: names(&content, "items").into_iter().map(ItemName::parse).collect::<Result<_, _>>()?,
                    grounds: names(&content, "refused").into_iter().map(GroundCode::parse).collect::<Result<_, _>>()?,
                    conditions: names(&content, "conditions")
                        .into_iter()
                        .map(ConditionCode::parse)
                        .collect::<Result<_, _>>()?,
                    accepted: Vec::new(),
                    days: content.get("days").and_then(Value::as_u64).and_then(|days| u16::try_from(days).ok()),
                    content: if content.is_empty() { Value::Null } else { Value::Object(content) },
                };
                Ok(Some(record_message::came(app, player.official, &reference, came).await?))
            }
            Act::ConfirmMessage {} => {
                let view = read_request::run(app, player.official, &reference).await?;
                let letter = view
                    .messages
                    .iter()
                    .rev()
                    .find(|letter| letter.state == "recorded")
                    .context("no recorded message waits")?;
                let id = MessageId::parse(letter.message.clone())?;
                let acted = record_message::confirm(app, player.official, &reference, id.clone()).await?;
                let matter = self.matter_mut(step)?;
                if matter.procedure.message(&letter.name).is_some_and(|message| matter.procedure.delivers(message)) {
                    matter.deliveries.push(id);
                }
                Ok(Some(acted))
            }
            _ => bail!("this step has nothing to do with paper"),
        }
    }
}

/// Names in a content: those of a list, the values of grounds by item, the keys of conditions.
fn names(content: &Map<String, Value>, field: &str) -> Vec<String> {
    match content.get(field) {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect(),
        Some(Value::Object(table)) if field == "refused" => {
            table.values().filter_map(Value::as_str).map(ToOwned::to_owned).collect()
        }
        Some(Value::Object(table)) => table.keys().cloned().collect(),
        _ => Vec::new(),
    }
}
