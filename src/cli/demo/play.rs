//! Plays a scenario: every step is an operation of the official it names, as the pages and the command line call it.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, anyhow, bail};
use jiff::SignedDuration;
use serde_json::{Map, Value};

use crate::clock::Clock;
use crate::domain::gate::{Gate, Side, Subject};
use crate::domain::ids::{DocumentId, MessageId, RequestReference};
use crate::domain::message::Carries;
use crate::domain::safeguard::SafeguardState;
use crate::engine::procedure::{Message, Procedure};
use crate::engine::refusal::Refusal;
use crate::exchange::in_process;
use crate::operations::add_document::{self, NewDocument};
use crate::operations::change_subject::{self, ChangeSubject};
use crate::operations::draft_request::{self, NewRequest};
use crate::operations::read_request::{self, RequestView};
use crate::operations::take_transition::{self, TakeTransition};
use crate::operations::{Acted, Official, OperationError, run_clocks};

use super::cast::Authority;
use super::event::{Audience, Event, Who};
use super::scenario::{Act, Paper, Person, Scenario, Step, Which};

/// So much time passes with every act.
const ACT: SignedDuration = SignedDuration::from_mins(5);

/// A request of the scenario, as the play knows it.
pub(super) struct Matter {
    pub(super) procedure: Procedure,
    references: BTreeMap<Side, RequestReference>,
    written: BTreeMap<Subject, Map<String, Value>>,
    attached: BTreeMap<Subject, Vec<DocumentId>>,
    pub(super) deliveries: Vec<MessageId>,
}

/// Somebody on the stage: their side, authority and account.
#[derive(Clone, Copy)]
pub(super) struct Player<'a> {
    pub(super) side: Side,
    pub(super) authority: &'a Authority,
    pub(super) official: &'a Official,
}

impl Player<'_> {
    pub(super) fn who(&self, role: Option<crate::domain::role::Role>) -> Who {
        let roles = role.map_or_else(|| self.official.roles.iter().copied().collect(), |role| vec![role]);
        Who { name: self.official.name.clone(), roles, state: self.authority.state.clone() }
    }
}

/// What a step did, to be shown: in words, with what the operation gave back.
pub(super) struct Did {
    pub(super) act: String,
    pub(super) acted: Option<Acted>,
}

/// A scenario being played.
pub struct Play<'a> {
    pub(super) scenario: &'a Scenario,
    authorities: BTreeMap<Side, &'a Authority>,
    clock: Clock,
    pub(super) matters: BTreeMap<String, Matter>,
}

impl<'a> Play<'a> {
    /// Sets a scenario up on authorities that share one clock.
    ///
    /// # Errors
    /// Where an authority that plays is not there.
    pub fn new(scenario: &'a Scenario, authorities: &'a [Authority], clock: &Clock) -> Result<Self> {
        let authorities = scenario
            .sides()
            .map(|(side, state, _)| {
                let found = authorities.iter().find(|authority| authority.state == *state);
                Ok((side, found.with_context(|| format!("no authority of `{state}` was set up"))?))
            })
            .collect::<Result<_>>()?;
        Ok(Self { scenario, authorities, clock: clock.clone(), matters: BTreeMap::new() })
    }

    /// Plays every step.
    ///
    /// # Errors
    /// The first step that went otherwise than told, with its number.
    pub async fn run(mut self, audience: &mut dyn Audience) -> Result<()> {
        let scenario = self.scenario;
        self.clock.advance(scenario.starts_at.duration_since(self.clock.now()).max(SignedDuration::ZERO));
        audience.see(&Event::Begins(scenario));
        for (number, step) in scenario.steps.iter().enumerate() {
            if let Some(said) = &step.say {
                audience.see(&Event::Says(said.en()));
            }
            let told = self.step(step, audience).await;
            told.with_context(|| format!("step {} of `{}` ({})", number + 1, scenario.name, words_of(step)))?;
            audience.see(&Event::Step);
        }
        audience.see(&Event::Ends(scenario));
        Ok(())
    }

    async fn step(&mut self, step: &Step, audience: &mut dyn Audience) -> Result<()> {
        match &step.act {
            Act::Wait { days, hours } => self.wait(*days, *hours, audience).await,
            Act::Expect { side, stage, holding } => self.expect(step, *side, stage, *holding, audience).await,
            Act::Clear { gates, by, holding } => {
                self.clock.advance(ACT);
                self.clear(step, gates, by, *holding, audience).await
            }
            _ => {
                self.clock.advance(ACT);
                let player = self.player(step.who.as_deref().context("the step names nobody: say `who`")?)?;
                let done = self.act(player, step).await;
                self.judge(player, step, done, audience)?;
                if matches!(step.act, Act::Take { .. }) { self.carry(audience).await } else { Ok(()) }
            }
        }
    }

    async fn act(&mut self, player: Player<'a>, step: &Step) -> Result<Did> {
        match &step.act {
            Act::Draft { measure, title, content, follows } => {
                let counterpart = self.scenario.requested.clone();
                let follows = follows.as_deref().map(|handle| self.reference(handle, player.side)).transpose()?;
                let new = NewRequest { measure: measure.clone(), counterpart, title: title.clone(), content: Value::Object(content.clone()), follows };
                let acted = draft_request::run(&player.authority.app, player.official, new).await?;
                let rulebook = &player.authority.app.rulebook;
                let measure = rulebook.measures.get(measure).context("the rulebook lacks the measure")?;
                let matter = Matter {
                    procedure: rulebook.procedures.get(&measure.procedure).context("the rulebook lacks the procedure")?.clone(),
                    references: [(player.side, acted.reference.clone())].into(),
                    written: [(Subject::Request, content.clone())].into(),
                    attached: BTreeMap::new(),
                    deliveries: Vec::new(),
                };
                self.matters.insert(handle_of(step)?.to_owned(), matter);
                let act = format!("drafts: {title} ({})", measure.title.en().to_lowercase());
                Ok(Did { act, acted: Some(Acted { source: measure.source.iter().map(ToString::to_string).collect(), ..acted }) })
            }
            Act::Change { subject, content, amend, holding } => self.change(player, step, *subject, content.as_ref().or(amend.as_ref()), (amend.is_some(), *holding)).await,
            Act::Attach { subject, document } => {
                let id = self.attach(player, step, document).await?;
                self.matter_mut(step)?.attached.entry(*subject).or_default().push(id);
                Ok(Did { act: format!("attaches `{}`", document.name), acted: None })
            }
            Act::Take { transition, reason, holding } => {
                let matter = self.matter(step)?;
                let holding = holding.map(|which| self.holding(step, which)).transpose()?;
                let part = if holding.is_some() { matter.procedure.holding.as_ref().context("the procedure has no deliveries")? } else { matter.procedure.part(player.side) };
                let known = part.transitions.iter().find(|known| known.name == *transition);
                let title = known.map(|known| known.title.en()).filter(|title| !title.is_empty());
                let act = title.map_or_else(|| transition.to_string().replace('_', " "), str::to_lowercase);
                let wanted = TakeTransition { transition: transition.clone(), holding, reason: reason.clone() };
                let acted = take_transition::run(&player.authority.app, player.official, &self.reference_of(step, player.side)?, wanted).await?;
                Ok(Did { act, acted: Some(acted) })
            }
            Act::Answer { .. } | Act::Confirm { .. } | Act::Withdraw { .. } => self.answer(player, step).await,
            Act::Record { .. } | Act::ConfirmMessage {} => self.on_paper(player, step).await,
            Act::Clear { .. } | Act::Wait { .. } | Act::Expect { .. } => bail!("nobody acts in this step"),
        }
    }

    async fn change(&mut self, player: Player<'a>, step: &Step, subject: Subject, fields: Option<&Map<String, Value>>, (amends, holding): (bool, Option<Which>)) -> Result<Did> {
        let fields = fields.context("the step says nothing to write: give `content` or `amend`")?;
        let holding = holding.map(|which| self.holding(step, which)).transpose()?;
        let reference = self.reference_of(step, player.side)?;
        let matter = self.matter_mut(step)?;
        let mut content = if amends { matter.written.get(&subject).cloned().unwrap_or_default() } else { Map::new() };
        content.extend(fields.clone());
        let documents = matter.attached.get(&subject).cloned().unwrap_or_default();
        let change = ChangeSubject { subject, holding, content: Value::Object(content.clone()), documents };
        let acted = change_subject::run(&player.authority.app, player.official, &reference, change).await?;
        let matter = self.matter_mut(step)?;
        matter.written.insert(subject, content);
        matter.attached.remove(&subject);
        let act = if amends { format!("rewrites the {subject}") } else { format!("writes the {subject}") };
        Ok(Did { act, acted: Some(acted) })
    }

    /// Holds what happened against what was told, and shows it.
    fn judge(&self, player: Player<'a>, step: &Step, done: Result<Did>, audience: &mut dyn Audience) -> Result<()> {
        match (done, &step.refused) {
            (Ok(did), None) => {
                let reference = self.reference_of(step, player.side)?;
                let (stage, source, role) = match did.acted {
                    Some(acted) => {
                        let moved = acted.entry == "transition_taken" && !matches!(step.act, Act::Take { holding: Some(_), .. });
                        let title = moved.then(|| self.stage_title(step, player.side, &acted.stage)).transpose()?;
                        (title, acted.source, acted.role)
                    }
                    None => (None, Vec::new(), None),
                };
                audience.see(&Event::Done { who: player.who(role), act: did.act, reference, stage, source });
                Ok(())
            }
            (Ok(_), Some(rule)) => bail!("it was to be refused by `{rule}`, and passed"),
            (Err(error), told) => match (error.downcast_ref::<OperationError>().and_then(rule_of), told) {
                (Some((rule, source)), Some(told)) if rule == told => {
                    let sentence = sentence_of(&error);
                    audience.see(&Event::Refused { who: player.who(None), act: words_of(step), rule, sentence, source });
                    Ok(())
                }
                (Some((rule, _)), Some(told)) => Err(error.context(format!("it was to be refused by `{told}`, and was by `{rule}`"))),
                _ => Err(error),
            },
        }
    }

    async fn wait(&mut self, days: u32, hours: u32, audience: &mut dyn Audience) -> Result<()> {
        self.clock.advance(SignedDuration::from_hours(24 * i64::from(days) + i64::from(hours)));
        audience.see(&Event::Waited { days, hours });
        for (side, authority) in self.authorities.clone() {
            for acted in run_clocks::run(&authority.app).await? {
                let moved = acted.entry == "transition_taken";
                let matter = self.matters.values().find(|matter| matter.references.get(&side) == Some(&acted.reference));
                let title = matter.and_then(|matter| title_of_stage(&matter.procedure, side, &acted.stage)).unwrap_or(acted.stage);
                audience.see(&Event::Clock { state: authority.state.clone(), reference: acted.reference, stage: moved.then_some(title), source: acted.source });
            }
        }
        self.carry(audience).await
    }

    async fn expect(&self, step: &Step, side: Side, stage: &crate::domain::ids::StageName, holding: Option<Which>, audience: &mut dyn Audience) -> Result<()> {
        let authority = self.authority(side)?;
        let reference = self.reference_of(step, side)?;
        let view = self.seen_by_somebody(side, &reference).await?;
        let stands = match holding {
            None => view.stage.clone(),
            Some(which) => {
                let id = self.holding(step, which)?;
                view.standing.holdings.get(&id).map(|held| held.stage.to_string()).context("there is no such delivery")?
            }
        };
        if *stage != *stands {
            bail!("it stands at `{stands}` at the {side} side, not at `{stage}`");
        }
        let title = self.stage_title(step, side, &stands)?;
        audience.see(&Event::Stands { state: authority.state.clone(), reference, stage: title });
        Ok(())
    }

    /// Whoever of a side may see the request reads it.
    async fn seen_by_somebody(&self, side: Side, reference: &RequestReference) -> Result<RequestView> {
        let authority = self.authority(side)?;
        for person in self.people(side).values() {
            match read_request::run(&authority.app, authority.official(&person.name)?, reference).await {
                Err(OperationError::NoSuchRequest(_)) => {}
                read => return Ok(read?),
            }
        }
        bail!("nobody of the {side} side may see {reference}")
    }

    /// Carries messages across, and learns the other authority's reference and what was delivered.
    pub(super) async fn carry(&mut self, audience: &mut dyn Audience) -> Result<()> {
        let (Some(one), Some(other)) = (self.authorities.get(&Side::Requesting), self.authorities.get(&Side::Requested)) else { return Ok(()) };
        for delivery in in_process::carry(&one.app, &other.app).await? {
            let (envelope, receipt) = (delivery.envelope, delivery.receipt);
            let to = if envelope.to == self.scenario.requested { Side::Requested } else { Side::Requesting };
            let matter = self.matters.values_mut().find(|matter| matter.references.get(&to.other()) == Some(&envelope.reference));
            let known = matter.and_then(|matter| {
                matter.references.insert(to, receipt.reference.clone());
                let message = matter.procedure.message(envelope.name.as_str())?.clone();
                if message.carries == Carries::Result {
                    matter.deliveries.push(envelope.id.clone());
                }
                Some(message)
            });
            let (message, source) = known.map_or_else(|| (envelope.name.to_string(), Vec::new()), |message| shown(&message));
            audience.see(&Event::Crossed { from: envelope.from, to: envelope.to, message, reference: receipt.reference, state: receipt.state, source });
        }
        Ok(())
    }

    pub(super) async fn attach(&self, player: Player<'a>, step: &Step, paper: &Paper) -> Result<DocumentId> {
        let reference = self.reference_of(step, player.side)?;
        Ok(add_document::run(&player.authority.app, player.official, &reference, document(paper)).await?)
    }

    pub(super) fn player(&self, key: &str) -> Result<Player<'a>> {
        let side = if self.scenario.people.requesting.contains_key(key) { Side::Requesting } else { Side::Requested };
        let person = self.people(side).get(key).with_context(|| format!("nobody is called `{key}`"))?;
        let authority = self.authority(side)?;
        Ok(Player { side, authority, official: authority.official(&person.name)? })
    }

    fn people(&self, side: Side) -> &'a BTreeMap<String, Person> {
        match side {
            Side::Requesting => &self.scenario.people.requesting,
            Side::Requested => &self.scenario.people.requested,
        }
    }

    fn authority(&self, side: Side) -> Result<&'a Authority> {
        self.authorities.get(&side).copied().with_context(|| format!("the {side} State does not play"))
    }

    pub(super) fn matter(&self, step: &Step) -> Result<&Matter> {
        let handle = handle_of(step)?;
        self.matters.get(handle).with_context(|| format!("no request `{handle}` was drafted"))
    }

    pub(super) fn matter_mut(&mut self, step: &Step) -> Result<&mut Matter> {
        let handle = handle_of(step)?;
        self.matters.get_mut(handle).with_context(|| format!("no request `{handle}` was drafted"))
    }

    fn reference(&self, handle: &str, side: Side) -> Result<RequestReference> {
        let matter = self.matters.get(handle).with_context(|| format!("no request `{handle}` was drafted"))?;
        matter.references.get(&side).cloned().with_context(|| format!("the {side} State has not heard of `{handle}` yet"))
    }

    pub(super) fn reference_of(&self, step: &Step, side: Side) -> Result<RequestReference> {
        self.reference(handle_of(step)?, side)
    }

    pub(super) fn holding(&self, step: &Step, which: Which) -> Result<MessageId> {
        match which {
            Which::Last => self.matter(step)?.deliveries.last().cloned().context("nothing was delivered yet"),
        }
    }

    fn stage_title(&self, step: &Step, side: Side, stage: &str) -> Result<String> {
        Ok(title_of_stage(&self.matter(step)?.procedure, side, stage).unwrap_or_else(|| stage.to_owned()))
    }
}

fn handle_of(step: &Step) -> Result<&str> {
    step.request.as_deref().ok_or_else(|| anyhow!("the step names no request: say `request`"))
}

/// A document of the scenario as operations take it.
pub(super) fn document(paper: &Paper) -> NewDocument {
    NewDocument { name: paper.name.clone(), media_type: paper.media_type.clone(), language: paper.language.clone(), bytes: paper.text.clone().into_bytes() }
}

/// A message's title and articles.
pub(super) fn shown(message: &Message) -> (String, Vec<String>) {
    let title = if message.title.en().is_empty() { message.name.to_string() } else { message.title.en().to_lowercase() };
    (title, message.source.iter().map(ToString::to_string).collect())
}

fn title_of_stage(procedure: &Procedure, side: Side, stage: &str) -> Option<String> {
    let stage = procedure.part(side).stages.iter().find(|known| known.name == *stage)?;
    Some(stage.title.en().to_owned())
}

/// The rule behind a refusal and its articles; none where something failed.
fn rule_of(error: &OperationError) -> Option<(&'static str, Vec<String>)> {
    match error {
        OperationError::Refused(refusal) => Some((refusal.code(), refusal.articles())),
        OperationError::NotAllowed { .. } => Some(("not-allowed", Vec::new())),
        OperationError::NoSuchRequest(_) => Some(("no-such-request", Vec::new())),
        _ => None,
    }
}

/// What the official reads; many safeguards in the way are named by their codes.
fn sentence_of(error: &anyhow::Error) -> String {
    let Some(OperationError::Refused(Refusal::SafeguardsOpen(open))) = error.downcast_ref() else { return error.to_string() };
    if open.len() < 4 {
        return error.to_string();
    }
    let mut by_state: BTreeMap<(SafeguardState, Gate), Vec<&str>> = BTreeMap::new();
    for obstacle in open {
        by_state.entry((obstacle.state, obstacle.gate)).or_default().push(&obstacle.code);
    }
    let told = by_state.iter().map(|((state, gate), codes)| format!("{} {} at the gate of {gate}: {}", codes.len(), state.to_string().replace('_', " "), codes.join(" ")));
    told.collect::<Vec<_>>().join("; ")
}

/// A step in a few words, for whoever looks for it in the file.
pub(super) fn words_of(step: &Step) -> String {
    match &step.act {
        Act::Draft { title, .. } => format!("draft `{title}`"),
        Act::Change { subject, .. } => format!("write the {subject}"),
        Act::Attach { document, .. } => format!("attach `{}`", document.name),
        Act::Answer { safeguard, answer, .. } => format!("answer `{safeguard}`: {answer}"),
        Act::Clear { gates, .. } => format!("clear {}", gates.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
        Act::Confirm { safeguard, .. } => format!("confirm the answer to `{safeguard}`"),
        Act::Withdraw { safeguard, .. } => format!("take back the answer to `{safeguard}`"),
        Act::Take { transition, .. } => format!("take `{transition}`"),
        Act::Record { message, .. } => format!("record the message `{message}`"),
        Act::ConfirmMessage {} => "confirm the message recorded last".to_owned(),
        Act::Wait { days, hours } => format!("wait {days} days and {hours} hours"),
        Act::Expect { stage, .. } => format!("expect `{stage}`"),
    }
}
