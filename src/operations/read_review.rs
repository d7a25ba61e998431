//! Reads the safeguard review at one gate: what is asked, what everybody said to it, what an answer would do, who stands
//! aside, and whether the gate opens.

mod earlier;
mod said;
mod wording;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use sqlx::AnyConnection;

use crate::audit::entry::Entry;
use crate::domain::gate::{Gate, Side};
use crate::domain::ids::{ActorMark, Digest, MessageId, RequestReference};
use crate::domain::role::Role;
use crate::domain::safeguard::SafeguardState;
use crate::engine::command::{Actor, Command, GivenAnswer, Question};
use crate::engine::decide::decide;
use crate::engine::explain::{self, Asked};
use crate::engine::gates::{self, Standing, standing_on_the_way};
use crate::engine::refusal::Refusal;
use crate::engine::rulebook::Rulebook;
use crate::engine::safeguard::AnswerRule;
use crate::storage::keys::Keys;
use crate::storage::{log, officials, private_values};

use super::access::{self, Official};
use super::app::App;
use super::error::OperationError;
use super::read_request::{self, Seen};
use super::span::{self, apply, operation};

pub use earlier::{Earlier, EarlierCase, earlier};
pub use said::{Said, What};
pub use wording::{Wordings, wordings};

/// A deferral that is tried, to see what it would do, ends after so many hours.
const TRIED_FOR: i64 = 24;

/// The review at one gate, as an official sees it.
#[derive(Debug)]
pub struct Review {
    /// The gate.
    pub gate: Gate,
    /// The request's version.
    pub version: i64,
    /// Whether this official wrote the request, or recorded it.
    pub is_author: bool,
    /// Whether this official stands aside.
    pub is_recused: bool,
    /// Everybody who stands aside.
    pub recused: Vec<Recused>,
    /// The safeguards, in the order of their codes.
    pub checkpoints: Vec<Checkpoint>,
    /// What keeps the gate shut; none where whoever may take the step behind it finds it open.
    pub shut: Option<Refusal>,
}

/// Somebody who stands aside.
#[derive(Debug)]
pub struct Recused {
    /// As the request knows them.
    pub mark: ActorMark,
    /// Their name; none where the officials' list does not know them.
    pub name: Option<String>,
    /// The role in which they declared it.
    pub role: Role,
    /// Since when.
    pub at: String,
    /// Why, for whoever may let them back, and for themselves.
    pub reason: Option<String>,
    /// Whether this official may let them back.
    pub may_lift: bool,
    /// Whether it is the one who reads.
    pub is_own: bool,
}

/// A safeguard at the gate.
#[derive(Debug)]
pub struct Checkpoint {
    /// What is asked, and how it stands.
    pub asked: Asked,
    /// Who confirms, where a second official has to.
    pub confirmed_by: Vec<Role>,
    /// All that was said to it, the oldest first.
    pub said: Vec<Said>,
    /// The answers that there are, each with what it would do.
    pub choices: Vec<Choice>,
    /// What keeps this official from giving any answer.
    pub cannot: Option<Refusal>,
    /// Whether this official may confirm the answer that stands.
    pub may_confirm: bool,
    /// Whether this official may take the answer back that stands.
    pub may_take_back: bool,
    /// Whether this official reads the reasons of others here.
    pub reads_reasons: bool,
}

/// An answer that there is, and what it would do if this official gave it now, with reasons and what else it needs.
#[derive(Debug)]
pub struct Choice {
    /// Its name.
    pub name: String,
    /// What the rules say of it.
    pub rule: AnswerRule,
    /// How the safeguard would stand then, or what keeps this official from giving it.
    pub leads_to: Result<SafeguardState, Refusal>,
}

/// Whose eyes look: an official with what they hold now and the request as they see it.
struct Eyes<'a> {
    rulebook: &'a Rulebook,
    request: &'a crate::domain::request::AssistanceRequest,
    actor: Actor,
    now: Timestamp,
}

/// Reads the review at a gate.
///
/// # Errors
/// [`OperationError::NoSuchRequest`] for an unknown and for a hidden request alike; [`OperationError::NotFound`] where
/// nothing stands at the gate.
#[apply(operation!)]
pub async fn run(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    gate: Gate,
    holding: Option<&MessageId>,
) -> Result<Review, OperationError> {
    let mut reader = app.storage.reader().await?;
    let Seen { row, request, rulebook } = read_request::seen(app, &mut reader, official, reference).await?;
    span::about(reference);
    let keys = app.storage.keys();
    let key = keys.of(&row.id)?;
    let actor = access::now(&mut reader, app, official).await?.as_actor(&key)?;
    let eyes = Eyes { rulebook: &rulebook, request: &request, actor, now: app.clock.now() };
    let broken = |what: &'static str| OperationError::damaged("a request", &what);
    let measure =
        rulebook.measures.get(&request.measure).ok_or_else(|| broken("its measure is not in its rulebook"))?;
    let standing = standing_on_the_way(&rulebook, measure, &request, (&[gate], gate), holding, eyes.now);
    if standing.is_empty() || holding.is_some_and(|id| !request.holdings.contains_key(id)) {
        return Err(OperationError::NotFound {
            what: "safeguard",
            name: gate.to_string(),
            hint: "the request's page lists the gates on its way",
        });
    }
    let entries = log::entries_of(&mut reader, &keys.entry_key(), &row.id).await?;
    let people = names(&mut reader, keys, &row.id).await?;
    let reasons = reasons(&mut reader, keys, &row.id).await?;
    let passers = passers(&eyes, gate, holding.is_some());
    let mut checkpoints = Vec::new();
    for one in &standing {
        let question = Question { safeguard: one.safeguard.name.clone(), gate, holding: holding.cloned() };
        let reads_reasons = eyes.reads_reasons(one, &passers);
        let said = said::to(&question, &entries, &eyes, &people, reads_reasons.then_some(&reasons), &reasons)?;
        checkpoints.push(eyes.checkpoint(one, question, said, reads_reasons));
    }
    checkpoints.sort_by(|a, b| a.asked.code.cmp(&b.asked.code));
    Ok(Review {
        gate,
        version: row.version,
        is_author: request.authors.contains(&eyes.actor.mark),
        is_recused: request.recused.contains_key(&eyes.actor.mark),
        recused: eyes.recused(&entries, &people, &reasons),
        checkpoints,
        shut: gates::may_pass(&rulebook, measure, &request, &[gate], holding, eyes.now).err(),
    })
}

/// Everybody who stands aside in a request, for whoever sees it.
///
/// # Errors
/// [`OperationError::NoSuchRequest`] for an unknown and for a hidden request alike.
#[apply(operation!)]
pub async fn recused(
    app: &App,
    official: &Official,
    reference: &RequestReference,
) -> Result<Vec<Recused>, OperationError> {
    let mut reader = app.storage.reader().await?;
    let Seen { row, request, rulebook } = read_request::seen(app, &mut reader, official, reference).await?;
    span::about(reference);
    if request.recused.is_empty() {
        return Ok(Vec::new());
    }
    let keys = app.storage.keys();
    let actor = access::now(&mut reader, app, official).await?.as_actor(&keys.of(&row.id)?)?;
    let eyes = Eyes { rulebook: &rulebook, request: &request, actor, now: app.clock.now() };
    let entries = log::entries_of(&mut reader, &keys.entry_key(), &row.id).await?;
    let people = names(&mut reader, keys, &row.id).await?;
    let reasons = reasons(&mut reader, keys, &row.id).await?;
    Ok(eyes.recused(&entries, &people, &reasons))
}

/// The names of all officials, by how a request knows them.
async fn names(
    reader: &mut AnyConnection,
    keys: &Keys,
    request_id: &str,
) -> Result<BTreeMap<String, String>, OperationError> {
    let key = keys.of(request_id)?;
    let rows = officials::list(reader, keys).await?;
    Ok(rows.into_iter().map(|row| (key.mark(&row.id).to_string(), row.name)).collect())
}

/// All reasons of a request, by the number of their entry.
async fn reasons(
    reader: &mut AnyConnection,
    keys: &Keys,
    request_id: &str,
) -> Result<BTreeMap<u64, String>, OperationError> {
    let values = private_values::list(reader, keys, request_id).await?;
    let reasons = values.into_iter().filter(|value| value.field == "reason");
    Ok(reasons.filter_map(|value| Some((value.cseq, value.value.as_str()?.to_owned()))).collect())
}

/// Who may take a step at the gate.
fn passers(eyes: &Eyes<'_>, gate: Gate, of_delivery: bool) -> BTreeSet<Role> {
    let Some(procedure) = eyes.rulebook.procedures.get(&eyes.request.procedure) else { return BTreeSet::new() };
    let part = if of_delivery { procedure.holding.as_ref() } else { Some(procedure.part(eyes.request.side)) };
    let steps = part.into_iter().flat_map(|part| &part.transitions).filter(|step| step.gates.contains(&gate));
    steps.flat_map(|step| step.by.clone().unwrap_or_default()).collect()
}

impl Eyes<'_> {
    fn holds(&self, roles: &[Role]) -> bool {
        // Also in a role that they have as a deputy.
        self.actor.role_among(roles).is_some() || roles.iter().any(|role| self.actor.deputy_for(*role).is_some())
    }

    /// Reasons are read by who answers or confirms there, by who takes the step behind the gate, and by the author of a
    /// request of ours, who has to mend it; by nobody who stands aside.
    fn reads_reasons(&self, one: &Standing<'_>, passers: &BTreeSet<Role>) -> bool {
        let passers: Vec<Role> = passers.iter().copied().collect();
        let author = self.request.side == Side::Requesting && self.request.authors.contains(&self.actor.mark);
        let concerned =
            author || [&one.place.answered_by, &one.place.confirmed_by, &passers].iter().any(|roles| self.holds(roles));
        concerned && !self.request.recused.contains_key(&self.actor.mark)
    }

    fn would(&self, command: &Command) -> Result<crate::domain::request::AssistanceRequest, Refusal> {
        decide(self.rulebook, self.request, command, &self.actor, self.now).map(|decided| decided.request)
    }

    fn checkpoint(&self, one: &Standing<'_>, question: Question, said: Vec<Said>, reads_reasons: bool) -> Checkpoint {
        let (gate, holding) = (question.gate, question.holding.as_ref());
        let choices: Vec<Choice> = one
            .safeguard
            .answers_at(gate, self.request.side, &self.request.measure)
            .map(|(name, rule)| Choice {
                name: name.clone(),
                rule: rule.clone(),
                leads_to: self.tried(&question, name, rule),
            })
            .collect();
        let none = choices.iter().all(|choice| choice.leads_to.is_err());
        let cannot = choices.first().and_then(|choice| choice.leads_to.as_ref().err()).filter(|_| none).cloned();
        let unconfirmed = one.state == SafeguardState::Unconfirmed;
        Checkpoint {
            asked: explain::asked_of(self.request, one, holding),
            confirmed_by: one.place.confirmed_by.clone(),
            said,
            choices,
            cannot,
            may_confirm: unconfirmed && self.would(&Command::Confirm(question.clone())).is_ok(),
            may_take_back: self.would(&Command::Withdraw { question, reasoned: true }).is_ok(),
            reads_reasons,
        }
    }

    /// How the safeguard would stand if this official gave an answer now.
    fn tried(&self, question: &Question, name: &str, rule: &AnswerRule) -> Result<SafeguardState, Refusal> {
        let deferred = rule.outcome == crate::domain::safeguard::Outcome::Deferred;
        let given = GivenAnswer {
            question: question.clone(),
            read: self.request.read_by(question.gate, question.holding.as_ref()).cloned(),
            answer: name.to_owned(),
            reasoned: true,
            documents: u32::from(rule.needs_document),
            later_by: deferred.then(|| crate::domain::time::hours_after(self.now, TRIED_FOR)),
        };
        let after = self.would(&Command::Answer(given))?;
        let measure = self.rulebook.measures.get(&after.measure);
        let standing = measure.map(|measure| {
            let gate = question.gate;
            standing_on_the_way(self.rulebook, measure, &after, (&[gate], gate), question.holding.as_ref(), self.now)
                .into_iter()
                .find(|one| one.safeguard.name == question.safeguard)
                .map_or(SafeguardState::Open, |one| one.state)
        });
        Ok(standing.unwrap_or(SafeguardState::Open))
    }

    fn recused(
        &self,
        entries: &[Entry],
        people: &BTreeMap<String, String>,
        reasons: &BTreeMap<u64, String>,
    ) -> Vec<Recused> {
        let told = |(mark, role): (&ActorMark, &Role)| {
            let entry = entries
                .iter()
                .rfind(|entry| entry.kind == "recusal_declared" && entry.actor.p.to_string() == mark.as_str());
            let lift = Command::LiftRecusal { official: mark.clone(), reasoned: true };
            let may_lift = self.would(&lift).is_ok();
            let reason = entry.and_then(|entry| reasons.get(&entry.cseq)).cloned();
            Recused {
                mark: mark.clone(),
                name: people.get(mark.as_str()).cloned(),
                role: *role,
                at: entry.map(|entry| entry.at.to_string()).unwrap_or_default(),
                reason: reason.filter(|_| may_lift || *mark == self.actor.mark),
                may_lift,
                is_own: *mark == self.actor.mark,
            }
        };
        self.request.recused.iter().map(told).collect()
    }
}

/// Parses what the log says of a digest; what is none was not written here.
fn digest_in(text: &str) -> Result<Digest, OperationError> {
    Digest::parse(text).map_err(|error| OperationError::damaged("an entry", &error))
}
