//! Plays a scenario: every step is an operation of the official it names, as the pages and the command line call it.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, anyhow, bail};
use jiff::SignedDuration;
use serde_json::{Map, Value};

use crate::clock::Clock;
use crate::domain::gate::{Side, Subject};
use crate::domain::ids::{DocumentId, MessageId, RequestReference};
use crate::engine::procedure::Procedure;
use crate::operations::add_document::{self, NewDocument};
use crate::operations::change_subject::{self, ChangeSubject};
use crate::operations::draft_request::{self, NewRequest};
use crate::operations::take_transition::{self, TakeTransition};
use crate::operations::{Acted, Official, OperationError};

use super::cast::Authority;
use super::event::{Audience, Event, Who};
use super::scenario::{Act, Paper, Person, Scenario, Step, Which};
use super::words;

/// So much time passes with every act.
const ACT: SignedDuration = SignedDuration::from_mins(5);

/// A request of the scenario, as the play knows it.
pub(super) struct Matter {
    pub(super) procedure: Procedure,
    pub(super) references: BTreeMap<Side, RequestReference>,
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

/// What an operation gave back; nothing where it only attached a document.
pub(super) type Did = Option<Acted>;

/// A scenario being played.
pub struct Play<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) authorities: BTreeMap<Side, &'a Authority>,
    pub(super) clock: Clock,
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
            told.with_context(|| format!("step {} of `{}` ({})", number + 1, scenario.name, words::of_step(step)))?;
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
                let rulebook = self.scenario.rulebook(&player.authority.app)?;
                let new = NewRequest {
                    instrument: rulebook.instrument()?,
                    measure: measure.clone(),
                    counterpart,
                    title: title.clone(),
                    content: Value::Object(content.clone()),
                    follows,
                };
                let acted = draft_request::run(&player.authority.app, player.official, new).await?;
                let measure = rulebook.measures.get(measure).context("the rulebook lacks the measure")?;
                let matter = Matter {
                    procedure: rulebook
                        .procedures
                        .get(&measure.procedure)
                        .context("the rulebook lacks the procedure")?
                        .clone(),
                    references: [(player.side, acted.reference.clone())].into(),
                    written: [(Subject::Request, content.clone())].into(),
                    attached: BTreeMap::new(),
                    deliveries: Vec::new(),
                };
                self.matters.insert(handle_of(step)?.to_owned(), matter);
                Ok(Some(Acted { source: measure.source.iter().map(ToString::to_string).collect(), ..acted }))
            }
            Act::Change { subject, content, amend, holding } => {
                self.change(player, step, *subject, content.as_ref().or(amend.as_ref()), (amend.is_some(), *holding))
                    .await
            }
            Act::Attach { subject, document } => {
                let id = self.attach(player, step, document).await?;
                self.matter_mut(step)?.attached.entry(*subject).or_default().push(id);
                Ok(None)
            }
            Act::Take { transition, reason, holding } => {
                let holding = holding.map(|which| self.holding(step, which)).transpose()?;
                let wanted = TakeTransition { transition: transition.clone(), holding, reason: reason.clone() };
                let reference = self.reference_of(step, player.side)?;
                Ok(Some(take_transition::run(&player.authority.app, player.official, &reference, wanted).await?))
            }
            Act::Answer { .. } | Act::Confirm { .. } | Act::Withdraw { .. } => self.answer(player, step).await,
            Act::Record { .. } | Act::ConfirmMessage {} => self.on_paper(player, step).await,
            Act::Clear { .. } | Act::Wait { .. } | Act::Expect { .. } => bail!("nobody acts in this step"),
        }
    }

    async fn change(
        &mut self,
        player: Player<'a>,
        step: &Step,
        subject: Subject,
        fields: Option<&Map<String, Value>>,
        (amends, holding): (bool, Option<Which>),
    ) -> Result<Did> {
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
        Ok(Some(acted))
    }

    /// Holds what happened against what was told, and shows it.
    fn judge(&self, player: Player<'a>, step: &Step, done: Result<Did>, audience: &mut dyn Audience) -> Result<()> {
        match (done, &step.refused) {
            (Ok(did), None) => {
                let reference = self.reference_of(step, player.side)?;
                let (stage, source, role) = match did {
                    Some(acted) => {
                        let moved = acted.entry == "transition_taken"
                            && !matches!(step.act, Act::Take { holding: Some(_), .. });
                        let title = moved.then(|| self.stage_title(step, player.side, &acted.stage)).transpose()?;
                        (title, acted.source, acted.role)
                    }
                    None => (None, Vec::new(), None),
                };
                let (act, words) = (self.label(player.side, step), words::beside(step));
                audience.see(&Event::Done { who: player.who(role), act, words, reference, stage, source });
                Ok(())
            }
            (Ok(_), Some(rule)) => bail!("it was to be refused by `{rule}`, and passed"),
            (Err(error), told) => match (error.downcast_ref::<OperationError>().and_then(rule_of), told) {
                (Some((rule, source)), Some(told)) if rule == told => {
                    let (act, sentence) = (self.label(player.side, step), words::of_refusal(&error));
                    audience.see(&Event::Refused { who: player.who(None), act, rule, sentence, source });
                    Ok(())
                }
                (Some((rule, _)), Some(told)) => {
                    Err(error.context(format!("it was to be refused by `{told}`, and was by `{rule}`")))
                }
                _ => Err(error),
            },
        }
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

    pub(super) fn people(&self, side: Side) -> &'a BTreeMap<String, Person> {
        match side {
            Side::Requesting => &self.scenario.people.requesting,
            Side::Requested => &self.scenario.people.requested,
        }
    }

    pub(super) fn authority(&self, side: Side) -> Result<&'a Authority> {
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
        matter
            .references
            .get(&side)
            .cloned()
            .with_context(|| format!("the {side} State has not heard of `{handle}` yet"))
    }

    pub(super) fn reference_of(&self, step: &Step, side: Side) -> Result<RequestReference> {
        self.reference(handle_of(step)?, side)
    }

    pub(super) fn holding(&self, step: &Step, which: Which) -> Result<MessageId> {
        match which {
            Which::Last => self.matter(step)?.deliveries.last().cloned().context("nothing was delivered yet"),
        }
    }

    /// What a step does, as a visitor reads it.
    fn label(&self, side: Side, step: &Step) -> String {
        let authority = self.authorities.get(&side);
        let rulebook = authority.and_then(|authority| self.scenario.rulebook(&authority.app).ok());
        let procedure =
            step.request.as_ref().and_then(|handle| self.matters.get(handle)).map(|matter| &matter.procedure);
        words::label(rulebook.as_deref(), procedure, side, step)
    }

    pub(super) fn stage_title(&self, step: &Step, side: Side, stage: &str) -> Result<String> {
        Ok(title_of_stage(&self.matter(step)?.procedure, side, stage).unwrap_or_else(|| stage.to_owned()))
    }
}

fn handle_of(step: &Step) -> Result<&str> {
    step.request.as_deref().ok_or_else(|| anyhow!("the step names no request: say `request`"))
}

/// A document of the scenario as operations take it.
pub(super) fn document(paper: &Paper) -> NewDocument {
    NewDocument {
        name: paper.name.clone(),
        media_type: paper.media_type.clone(),
        language: paper.language.clone(),
        bytes: paper.text.clone().into_bytes(),
    }
}

/// What people call a stage.
pub(super) fn title_of_stage(procedure: &Procedure, side: Side, stage: &str) -> Option<String> {
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
