//! The path that every act on a request takes, from the lock on its row to the entry in the log.
//!
//! [`attempt`](super::attempt) runs an act and records its refusal; inside it, [`Loaded::lock`] reads the request and
//! [`Loaded::perform`] decides, writes, sends and leaves the entry: all in one transaction.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;

use crate::audit::entry::DocumentCommitment;
use crate::domain::ids::{ActorMark, Digest, RequestId, RequestReference};
use crate::domain::in_force::NotInForce;
use crate::domain::request::AssistanceRequest;
use crate::domain::role::Role;
use crate::domain::time;
use crate::engine::command::{Actor, Command};
use crate::engine::decide::{Decided, decide};
use crate::engine::explain;
use crate::engine::fact::Fact;
use crate::engine::people;
use crate::engine::rulebook::Rulebook;
use crate::storage::keys::{CaseKey, Keys};
use crate::storage::requests::{self, RequestRow};
use crate::storage::{Private, Transaction, Written, officials};
use crate::telemetry;

use super::access::{self, Official};
use super::app::{App, Authority};
use super::deputies;
use super::entry::{self, Acting, SYSTEM};
use super::error::OperationError;
use super::place_requests::{self, Placed};
use super::send_messages;
use super::span;

/// What an act has led to.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Acted {
    /// The request.
    pub reference: RequestReference,
    /// The type of the entry that was left.
    pub entry: String,
    /// Its number within the request.
    pub cseq: u64,
    /// The hash of its leaf: whoever keeps it can prove the entry later.
    pub leaf: String,
    /// Where the request stands now.
    pub stage: String,
    /// Its version now.
    pub version: i64,
    /// The role in which the official acted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Citations of the rule that was applied.
    pub source: Vec<String>,
    /// The message that left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sends: Option<String>,
    /// The digest of what was written, where something was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
    /// What the request's content still lacks, each with its article.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}

/// What an act needs to know beside the transaction.
#[derive(Clone)]
pub(super) struct Context {
    pub(super) app: App,
    pub(super) authority: Authority,
    /// None for `system`.
    pub(super) official: Option<Official>,
    pub(super) now: Timestamp,
    /// The trace of the operation, for its entries: what writes them runs in another span.
    pub(super) trace: Option<String>,
}

impl Context {
    pub(super) async fn of(app: &App, official: Option<&Official>) -> Result<Arc<Self>, OperationError> {
        let authority = app.authority().await?;
        let (official, now) = (official.cloned(), app.clock.now());
        Ok(Arc::new(Self { app: app.clone(), authority, official, now, trace: telemetry::trace_id() }))
    }

    /// The same moment, with `system` as the one who acts.
    pub(super) fn as_system(&self) -> Arc<Self> {
        Arc::new(Self { official: None, ..self.clone() })
    }

    /// The same act once its official is held as they are: whatever takes a role or a session from them from now on comes
    /// later, also by the clock. Otherwise the log would tell of acts in roles that were not held at that time.
    pub(super) async fn held(self: &Arc<Self>, tx: &mut Transaction) -> Result<Arc<Self>, OperationError> {
        let Some(official) = &self.official else { return Ok(Arc::clone(self)) };
        officials::hold(tx, official.id.as_str()).await?;
        let keys = tx.keys();
        // Whoever they stand in for, too: the role is held by that one.
        if let Some(absent) = deputies::absent_of(tx, &keys, official.id.as_str(), self.app.clock.now()).await? {
            officials::hold(tx, &absent).await?;
        }
        Ok(self.begun_now())
    }

    /// The same act at the present moment, after it had to wait.
    pub(super) fn begun_now(&self) -> Arc<Self> {
        Arc::new(Self { now: self.app.clock.now(), ..self.clone() })
    }

    /// Who acts, as an entry of the authority's own chain names them.
    pub(super) fn acting<'a>(&'a self, mark: &'a ActorMark, role: Option<Role>) -> Acting<'a> {
        Acting {
            mark,
            role,
            org: self.authority.state.as_str(),
            trace: self.trace.as_deref(),
            not_in_force: None,
            deputy_for: None,
        }
    }

    /// Who acts on a request under a rulebook, as its entry names them.
    pub(super) fn acting_under<'a>(
        &'a self,
        rulebook: &Rulebook,
        mark: &'a ActorMark,
        role: Option<Role>,
    ) -> Acting<'a> {
        Acting { not_in_force: self.not_in_force(rulebook), ..self.acting(mark, role) }
    }

    /// Why a rulebook's instrument is applied here, where it is not in force.
    pub(super) fn not_in_force(&self, rulebook: &Rulebook) -> Option<NotInForce> {
        NotInForce::of(rulebook.about.in_force, self.authority.training)
    }

    /// The same of a request of which only the row is at hand. Where somebody has broken that, its log still says it.
    pub(super) async fn not_in_force_of(&self, tx: &mut Transaction, row: &RequestRow) -> Option<NotInForce> {
        if let Ok((_, rulebook)) = access::read(&self.app, row).await {
            return self.not_in_force(&rulebook);
        }
        let entries = tx.entries_of(&row.id).await.ok()?;
        entries.first()?.body.get(entry::NOT_IN_FORCE)?.as_str()?.parse().ok()
    }

    /// The day it is, in UTC.
    pub(super) fn today(&self) -> Date {
        self.now.to_zoned(TimeZone::UTC).date()
    }

    pub(super) fn now_text(&self) -> String {
        time::to_text(self.now)
    }

    /// The id of who acts, as tables keep it.
    pub(super) fn by(&self) -> String {
        self.official.as_ref().map_or_else(|| SYSTEM.to_owned(), |official| official.id.to_string())
    }
}

/// A request, locked and read inside the transaction that will change it.
pub(super) struct Loaded {
    pub(super) context: Arc<Context>,
    pub(super) row: RequestRow,
    pub(super) request: AssistanceRequest,
    pub(super) rulebook: Arc<Rulebook>,
    pub(super) key: CaseKey,
    pub(super) actor: Actor,
}

/// What goes with a command beside the rule's own data.
#[derive(Default)]
pub(super) struct Beside {
    /// Reasons, kept sealed; the entry commits to them.
    pub(super) reason: Option<String>,
    /// Documents that the entry commits to.
    pub(super) docs: Vec<DocumentCommitment>,
}

impl Loaded {
    /// Locks a request's row and reads it. First thing in every act, refusals included.
    pub(super) async fn lock(tx: &mut Transaction, context: &Arc<Context>, id: &str) -> Result<Self, OperationError> {
        let row = requests::lock_and_read(tx, id, &context.now_text()).await?;
        let keys = tx.keys();
        let context = &context.held(tx).await?;
        let loaded = Self::of(tx, &keys, context, row).await?;
        loaded.is_as_read()?;
        let loaded = loaded.must_be_open()?;
        // Whoever stands aside does not read documents or assign others here either.
        people::may_act(&loaded.request, &loaded.actor)?;
        Ok(loaded)
    }

    /// Refuses a replayed answer to whoever may not see the request any more.
    pub(super) async fn must_be_seen(
        tx: &mut Transaction,
        context: &Arc<Context>,
        id: &RequestId,
    ) -> Result<(), OperationError> {
        let keys = tx.keys();
        let row = requests::find(tx, id.as_str()).await?;
        let row = row.ok_or_else(|| OperationError::NoSuchRequest(id.to_string()))?;
        Self::of(tx, &keys, context, row).await.map(|_| ())
    }

    /// Refuses a request whose tables and log were found to differ.
    pub(super) fn must_be_open(self) -> Result<Self, OperationError> {
        match &self.row.sealed_because {
            Some(because) => {
                Err(OperationError::Sealed { reference: self.row.reference.clone(), because: because.clone() })
            }
            None => Ok(self),
        }
    }

    /// Reads a request without locking it, for whoever has to know whether an act is worth beginning; sealed or not. What
    /// it says may have changed by the time of the act.
    pub(super) async fn peek(context: &Arc<Context>, id: &str) -> Result<Self, OperationError> {
        let storage = &context.app.storage;
        let mut reader = storage.reader().await?;
        let row = requests::find(&mut reader, id).await?;
        let row = row.ok_or_else(|| OperationError::NoSuchRequest(id.to_owned()))?;
        // Given back: reading a rulebook borrows one too, and there are few.
        drop(reader);
        // What is wrong with the row is told below, to whoever may see it.
        _ = access::read(&context.app, &row).await;
        let mut reader = storage.reader().await?;
        Self::of(&mut reader, storage.keys(), context, row).await
    }

    async fn of(
        connection: &mut AnyConnection,
        keys: &Keys,
        context: &Arc<Context>,
        row: RequestRow,
    ) -> Result<Self, OperationError> {
        let official = match &context.official {
            Some(official) => Some(access::at(connection, keys, official, context.now).await?),
            None => None,
        };
        // Whether they see it comes before everything that is wrong with it.
        let read = match &official {
            Some(official) => access::see(&context.app, connection, official, &row).await,
            None => access::read(&context.app, &row).await,
        };
        let (request, rulebook) = read.map_err(|error| match error {
            OperationError::Damaged { what: access::STANDING, why } => OperationError::Sealed {
                reference: row.reference.clone(),
                because: format!("its standing in the table cannot be read: {why}"),
            },
            other => other,
        })?;
        access::must_have_content(&row)?;
        let key = keys.of(&row.id)?;
        let actor = match &official {
            Some(official) => official.as_actor(&key)?,
            None => Actor::of(entry::mark_of(key.mark(&context.by()))?, None),
        };
        Ok(Self { context: Arc::clone(context), row, request, rulebook, key, actor })
    }

    /// Refuses an act of somebody who says that they have read another version.
    fn is_as_read(&self) -> Result<(), OperationError> {
        let is = self.row.version;
        match self.context.app.call.read_version {
            Some(read) if read != is && self.context.official.is_some() => {
                Err(OperationError::ReadAnotherVersion { read, is })
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Refuses an act at a gate by whoever came with a password alone, where the measure is intrusive.
    pub(super) fn must_be_assured(&self, act: &'static str) -> Result<(), OperationError> {
        let Some(official) = &self.context.official else { return Ok(()) };
        // A measure that its rulebook does not know is refused for that; until then it counts as intrusive.
        match self.rulebook.measures.get(&self.request.measure) {
            Some(measure) if !measure.is_intrusive() => Ok(()),
            Some(_) | None => official.must_be_assured(&self.context.authority, act),
        }
    }

    /// Who acts, as an entry of this request names them: in a role that they hold only as a deputy, also for whom.
    pub(super) fn acting(&self, role: Option<Role>) -> Acting<'_> {
        let deputy_for = role.and_then(|role| self.actor.deputy_for(role));
        Acting { deputy_for, ..self.context.acting_under(&self.rulebook, &self.actor.mark, role) }
    }

    /// The same for an act that the rules do not decide: nobody does it for somebody who stands aside here.
    pub(super) fn acting_in(&self, role: Role) -> Result<Acting<'_>, OperationError> {
        if let Some(absent) = self.actor.deputy_for(role) {
            people::may_act(&self.request, &Actor::of(absent.clone(), Some([role].into())))?;
        }
        Ok(self.acting(Some(role)))
    }

    /// The role to name in an entry that no rule asks a role for: one that the official holds now.
    pub(super) fn role(&self) -> Option<Role> {
        self.actor.roles.iter().flatten().next().copied()
    }

    /// Decides a command and writes all that follows from it, with its entry, in the transaction.
    pub(super) async fn perform(
        &mut self,
        tx: &mut Transaction,
        command: Command,
        beside: Beside,
    ) -> Result<Written<Acted>, OperationError> {
        let decided = decide(&self.rulebook, &self.request, &command, &self.actor, self.context.now)?;
        self.write(tx, decided, beside).await
    }

    /// Writes a decided fact: the row, the message that leaves, what follows in chained requests, and the entry.
    pub(super) async fn write(
        &mut self,
        tx: &mut Transaction,
        decided: Decided,
        beside: Beside,
    ) -> Result<Written<Acted>, OperationError> {
        let Decided { fact, request, role, source } = decided;
        let before = std::mem::replace(&mut self.request, request);
        settle_row(&mut self.row, &self.request, self.context.now)?;
        requests::update(tx, &self.row).await?;
        self.row.version += 1;
        if let Some(official) = &self.context.official {
            // Who has acted on a request goes on seeing it.
            requests::assign(tx, &self.row.id, official.id.as_str(), &self.context.now_text(), official.id.as_str())
                .await?;
        }
        self.place(tx).await?;
        let acting = self.acting(role);
        let draft = entry::of_fact(
            &self.row.id,
            &fact,
            &acting,
            &self.rulebook.hash,
            source.clone(),
            beside.docs,
            self.context.now,
        )?;
        let reason = beside.reason.map(|reason| Private { field: "reason".to_owned(), value: reason.clone().into() });
        let words = reason.as_ref().and_then(|private| private.value.as_str().map(ToOwned::to_owned));
        let recorded = tx.commit_with(draft, reason.into_iter().collect()).await?;
        let mut sends = None;
        if let Fact::TransitionTaken(taken) = &fact {
            if let Some(sent) = &taken.sends {
                send_messages::post(tx, self, &before, taken, sent, words).await?;
                sends = Some(sent.name.to_string());
            }
            super::take_transition::tell_chained(tx, self, taken).await?;
            self.hear_pending(tx).await?;
        }
        if let Fact::SafeguardAnswered(answered) = &fact {
            super::take_transition::tell_of_objection(tx, self, answered).await?;
        }
        let acted = Acted {
            reference: RequestReference::parse(self.row.reference.clone())
                .map_err(|error| OperationError::damaged("a reference", &error))?,
            entry: fact.kind().to_owned(),
            cseq: recorded.cseq,
            leaf: recorded.leaf.to_string(),
            stage: self.request.stage.to_string(),
            version: self.row.version,
            role,
            source,
            sends,
            digest: None,
            missing: Vec::new(),
        };
        Ok(recorded.with(acted))
    }

    /// Puts the request where it stands now in the queues.
    pub(super) async fn place(&self, tx: &mut Transaction) -> Result<(), OperationError> {
        let placed = Placed { rulebook: &self.rulebook, request: &self.request, row: &self.row, key: &self.key };
        place_requests::put(tx, &placed, self.context.now).await
    }

    /// A stage that listens for what a chained request said earlier hears it now.
    async fn hear_pending(&mut self, tx: &mut Transaction) -> Result<(), OperationError> {
        let waiting =
            self.rulebook.procedures.get(&self.request.procedure).and_then(|p| explain::pending_now(p, &self.request));
        let Some(chained) = waiting else { return Ok(()) };
        let id = self.row.id.clone();
        let mut system = Loaded::lock(tx, &self.context.as_system(), &id).await?;
        Box::pin(system.link(tx, chained)).await?;
        (self.row, self.request) = (system.row, system.request);
        Ok(())
    }
}

/// Brings the columns that lists use into line with the standing.
pub(super) fn settle_row(
    row: &mut RequestRow,
    request: &AssistanceRequest,
    now: Timestamp,
) -> Result<(), OperationError> {
    row.stage = request.stage.to_string();
    row.stage_since = time::to_text(request.stage_since);
    row.due_at = request.next_due_at().map(time::to_text);
    row.standing =
        serde_json::to_string(request).map_err(|error| OperationError::damaged("a request's standing", &error))?;
    row.changed_at = time::to_text(now);
    Ok(())
}

/// Finds the id of a request by its reference.
pub(super) async fn find(app: &App, reference: &RequestReference) -> Result<RequestId, OperationError> {
    let mut reader = app.storage.reader().await?;
    let row = requests::find_by_reference(&mut reader, reference.as_str()).await?;
    let row = row.ok_or_else(|| OperationError::NoSuchRequest(reference.to_string()))?;
    span::about(reference);
    // Nothing was ever written under what is no id: to everybody, that request is not there.
    RequestId::parse(row.id).map_err(|_| OperationError::NoSuchRequest(reference.to_string()))
}

/// `system` as one request knows it.
pub(super) fn system_mark(key: &CaseKey) -> Result<ActorMark, OperationError> {
    entry::mark_of(key.mark(SYSTEM))
}
