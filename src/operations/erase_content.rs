//! Erasing what a request said: one administrator proposes, another confirms, the key is destroyed. Source: UNCC 36.
//!
//! Who proposed and who confirmed, the request's own entries say; the tables repeat it. The order survives being cut off
//! anywhere: the entry and the emptied rows are one commit, then the list outside the data folder, then the key, then
//! the journal of the database; what was not finished is finished at the next start.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::AnyConnection;

use crate::audit::entry::Entry;
use crate::domain::erasure::ErasureBasis;
use crate::domain::ids::RequestReference;
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::domain::time;
use crate::engine::explain;
use crate::storage::erasures::{self, Blanked};
use crate::storage::requests::{self, RequestFilter, RequestRow};
use crate::storage::{Private, Recorded, StorageError, Transaction, Written, log};

use super::access::{self, Official};
use super::act::Context;
use super::app::App;
use super::attempt::{self, Of, Tried};
use super::entry::{self, Acting};
use super::error::OperationError;
use super::hold_content::Hold;
use super::span::{apply, operation};
use super::{erase_person, own_chain};

const ACT: &str = "erasing content";

/// So many requests are looked at once.
const AT_ONCE: u32 = 200;

/// How an erasure stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// The request.
    pub reference: String,
    /// On what basis.
    pub basis: ErasureBasis,
    /// Whether it was confirmed: what was said in the request is gone then.
    pub erased: bool,
    /// How much was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<Blanked>,
}

/// A request that ended so long ago that its content is due to be erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueRequest {
    /// The request.
    pub reference: String,
    /// Since when it has ended.
    pub ended_at: String,
    /// Whether a hold keeps it.
    pub held: bool,
}

/// What the entries of a request say about erasing it.
#[derive(Debug, Default)]
pub(super) struct Erasing {
    /// Basis and mark of whoever proposed it, where that waits.
    proposed: Option<(String, String)>,
    erased: bool,
    pub(super) holds: Vec<Hold>,
}

impl Erasing {
    pub(super) fn of(entries: &[Entry]) -> Result<Self, OperationError> {
        let mut erasing = Self::default();
        for entry in entries {
            erasing.take(entry).map_err(|why| OperationError::damaged("an entry about erasing", &why))?;
        }
        Ok(erasing)
    }

    /// Takes one entry of the request.
    ///
    /// # Errors
    /// A sentence that says why it could not have come about.
    pub(super) fn take(&mut self, entry: &Entry) -> Result<(), String> {
        if self.erased {
            return Err("the content of the request was erased before, and that entry is its last".to_owned());
        }
        let (by, said) = (entry.actor.p.to_string(), |key: &str| entry.body.get(key).and_then(|value| value.as_str()));
        let kind = entry.kind.as_str();
        if matches!(kind, "erasure_proposed" | "erasure_taken_back" | "content_erased" | "hold_set" | "hold_lifted")
            && entry.actor.role != Role::Administrator.to_string()
        {
            return Err(format!("it was done in the role `{}`, and is for administrators", entry.actor.role));
        }
        match kind {
            "erasure_proposed" => self.proposed = Some((said("basis").unwrap_or_default().to_owned(), by)),
            "erasure_taken_back" => self.proposed = None,
            "content_erased" => {
                let (basis, first) = self.proposed.take().ok_or("nobody had proposed to erase it")?;
                if first == by || said("proposed_by") != Some(&first) || said("basis") != Some(&basis) {
                    return Err("it was erased by one person, or otherwise than was proposed".to_owned());
                }
                if self.holding(entry.at.timestamp()).is_some() {
                    return Err("it was erased while a hold kept it".to_owned());
                }
                self.erased = true;
            }
            "hold_set" => self.holds.push(Hold {
                hold: said("hold").unwrap_or_default().to_owned(),
                until: said("until").map(ToOwned::to_owned),
                set_at: entry.at.to_string(),
                by,
            }),
            "hold_lifted" => {
                let at = self.holds.iter().position(|hold| Some(hold.hold.as_str()) == said("hold"));
                let hold = self.holds.remove(at.ok_or("there was no such hold")?);
                if hold.by == by {
                    return Err("whoever had set the hold lifted it".to_owned());
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The hold that keeps the content at a moment; of several, the one that does so longest.
    pub(super) fn holding(&self, now: Timestamp) -> Option<&Hold> {
        let counting = self.holds.iter().filter(|hold| hold.counts(now));
        counting.max_by_key(|hold| hold.until.clone().unwrap_or_else(|| "9999".to_owned()))
    }
}

/// Proposes to erase the content of a request that has ended. It stays until another administrator confirms it.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but an administrator; [`OperationError::NotEnded`], [`OperationError::OnHold`],
/// [`OperationError::Erased`]; [`OperationError::SecondAdministrator`] where it waits already.
#[apply(operation!)]
pub async fn propose(
    app: &App,
    administrator: &Official,
    reference: &RequestReference,
    basis: ErasureBasis,
) -> Result<Erasure, OperationError> {
    let proposed = attempt::attempt(app, administrator, reference, tried("propose_erasure"), move |tx, context, id| {
        Box::pin(async move {
            let (row, left) = propose_one(tx, &context, id.as_str(), basis).await?;
            Ok(left.with(Erasure { reference: row.reference, basis, erased: false, fields: None }))
        })
    });
    proposed.await
}

/// Proposes to erase one request, in a transaction.
pub(super) async fn propose_one(
    tx: &mut Transaction,
    context: &Context,
    id: &str,
    basis: ErasureBasis,
) -> Result<(RequestRow, Recorded), OperationError> {
    let (row, erasing) = erasable(tx, context, id).await?;
    if erasing.proposed.is_some() {
        let why = "this erasure is proposed already: confirm it as another administrator, or take it back";
        return Err(OperationError::SecondAdministrator(why.to_owned()));
    }
    erasures::set_proposed(tx, &row.id, Some(&context.now_text())).await?;
    let left = leave(tx, context, &row, "erasure_proposed", &json!({ "basis": basis }), Vec::new()).await?;
    Ok((row, left))
}

/// Takes a proposal back; any administrator may.
///
/// # Errors
/// [`OperationError::SecondAdministrator`] where none waits.
#[apply(operation!)]
pub async fn take_back(
    app: &App,
    administrator: &Official,
    reference: &RequestReference,
) -> Result<Erasure, OperationError> {
    let taken = attempt::attempt(app, administrator, reference, tried("take_erasure_back"), |tx, context, id| {
        Box::pin(async move {
            let (row, erasing) = lock(tx, &context, id.as_str()).await?;
            let (basis, _) = waiting(&erasing)?;
            erasures::set_proposed(tx, &row.id, None).await?;
            let left = leave(tx, &context, &row, "erasure_taken_back", &json!({}), Vec::new()).await?;
            Ok(left.with(Erasure { reference: row.reference, basis, erased: false, fields: None }))
        })
    });
    taken.await
}

/// Confirms an erasure, as another administrator than the one who proposed it. With the commit everything that was said in
/// the request is out of the tables; then its key is destroyed.
///
/// # Errors
/// As [`propose`]; [`OperationError::SecondAdministrator`] for the one who proposed it and where nobody has; where the list
/// of destroyed keys cannot be written, nothing is erased.
#[apply(operation!)]
pub async fn confirm(
    app: &App,
    administrator: &Official,
    reference: &RequestReference,
) -> Result<Erasure, OperationError> {
    app.storage.try_noting_erasures().await?;
    let confirmed = attempt::attempt(app, administrator, reference, tried("confirm_erasure"), |tx, context, id| {
        Box::pin(async move {
            let (erasure, left) = confirm_one(tx, &context, id.as_str()).await?;
            Ok(left.with(erasure))
        })
    });
    let erasure = confirmed.await?;
    // On the disk, and out of everybody's reach. What fails from here on is done at the next start.
    finish(app).await?;
    Ok(erasure)
}

/// Erases one request whose erasure another administrator has proposed, in a transaction.
pub(super) async fn confirm_one(
    tx: &mut Transaction,
    context: &Context,
    id: &str,
) -> Result<(Erasure, Recorded), OperationError> {
    let (row, erasing) = erasable(tx, context, id).await?;
    let (basis, first) = waiting(&erasing)?;
    if tx.keys().of(&row.id)?.mark(&context.by()).to_string() == first {
        let why = "a second administrator confirms an erasure, not the one who proposed it".to_owned();
        return Err(OperationError::SecondAdministrator(why));
    }
    let word: &'static str = basis.into();
    let fields = erasures::blank(tx, &row.id, &context.now_text(), word).await?;
    let body = json!({ "basis": basis, "proposed_by": first, "fields": fields });
    let left = leave(tx, context, &row, "content_erased", &body, Vec::new()).await?;
    Ok((Erasure { reference: row.reference, basis, erased: true, fields: Some(fields) }, left))
}

/// The references of requests whose erasure waits for a second administrator, the oldest first.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but an administrator.
#[apply(operation!)]
pub async fn list(app: &App, administrator: &Official) -> Result<Vec<String>, OperationError> {
    let mut reader = app.storage.reader().await?;
    access::must_hold_now(&mut reader, app, administrator, Role::Administrator, ACT).await?;
    Ok(erasures::list_proposed(&mut reader).await?)
}

/// Requests that ended so many days ago or longer and still have their content, those held by somebody marked.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but an administrator.
#[apply(operation!)]
pub async fn due(app: &App, administrator: &Official, days: u32) -> Result<Vec<DueRequest>, OperationError> {
    let now = app.clock.now();
    let before = time::to_text(time::hours_after(now, -24 * i64::from(days)));
    let (mut filter, mut due) = (RequestFilter::default(), Vec::new());
    access::must_hold_now(&mut *app.storage.reader().await?, app, administrator, Role::Administrator, ACT).await?;
    loop {
        let rows = requests::list(&mut *app.storage.reader().await?, &filter, AT_ONCE).await?;
        let Some(last) = rows.last() else { break };
        filter.after = Some((last.created_at.clone(), last.id.clone()));
        for row in rows.into_iter().filter(|row| row.erased_at.is_none() && row.stage_since <= before) {
            if !has_ended(app, &row).await? {
                continue;
            }
            let mut reader = app.storage.reader().await?;
            let entries = log::entries_of(&mut reader, &app.storage.keys().entry_key(), &row.id).await?;
            let held = Erasing::of(&entries)?.holding(now).is_some();
            due.push(DueRequest { reference: row.reference, ended_at: row.stage_since, held });
        }
    }
    due.reverse();
    Ok(due)
}

/// Finishes what was confirmed and cut off, and erases again what an older copy of database or keys has brought back. Every
/// start does it, and every confirmation.
///
/// # Errors
/// Where database, keys or the list of destroyed keys cannot be read or written.
pub(super) async fn finish(app: &App) -> Result<(), OperationError> {
    let noted = app.storage.noted_erasures().await?;
    erase_person::finish(app, &noted).await?;
    let erased = erasures::list(&mut *app.storage.reader().await?).await?;
    for row in &erased {
        // A row that was written by hand destroys nothing: the log decides.
        if !row.finished && !noted.contains(&row.id) {
            let mut reader = app.storage.reader().await?;
            let entries = log::entries_of(&mut reader, &app.storage.keys().entry_key(), &row.id).await?;
            if !entries.iter().any(|entry| entry.kind == "content_erased") {
                tracing::error!(
                    "a request is marked as erased without an entry: run `comity audit verify` without a file"
                );
                continue;
            }
        }
        let there_was = app.storage.destroy_key(&row.id, noted.contains(&row.id)).await?;
        if row.finished && there_was {
            tracing::warn!("a copy of the keys had brought back one that was destroyed: it is destroyed again");
            settle(app, &row.id, "erasure_replayed").await?;
        }
        if !row.finished {
            match app.storage.forget_older_states().await {
                Ok(()) => settle(app, &row.id, "erasure_finished").await?,
                Err(StorageError::Busy(_)) => {
                    tracing::warn!("an older state of the database is still being read: the next start takes it away");
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
    for id in noted.iter().filter(|id| !erased.iter().any(|row| row.id == **id)) {
        let there_was = app.storage.destroy_key(id, true).await?;
        let there_is = requests::find(&mut *app.storage.reader().await?, id).await?.is_some();
        if there_was || there_is {
            tracing::warn!("an older copy had brought back what was erased: it is erased again");
        }
        if there_is {
            settle(app, id, "erasure_replayed").await?;
        }
    }
    Ok(())
}

/// Destroys again the keys that an older copy has brought back, and nothing else: a sealed log takes no entry, and the rest
/// is done at the first start at which it does.
///
/// # Errors
/// Where the keys or the list of destroyed keys cannot be read or written.
pub(super) async fn destroy(app: &App) -> Result<(), OperationError> {
    let noted = app.storage.noted_erasures().await?;
    if app.storage.any_key_of(&noted).await? {
        app.storage.file_keys(None).await?;
    }
    for id in &noted {
        if app.storage.destroy_key(id, true).await? {
            tracing::warn!("a copy of the keys had brought back one that was destroyed: it is destroyed again");
        }
    }
    Ok(())
}

/// Leaves the entry that an erasure is finished, or was done again, in the authority's own chain: the request's key is gone.
async fn settle(app: &App, id: &str, kind: &'static str) -> Result<(), OperationError> {
    let (context, id) = (Context::of(app, None).await?, id.to_owned());
    app.storage
        .write(move |tx| {
            let (context, id) = (std::sync::Arc::clone(&context), id.clone());
            Box::pin(async move {
                let row = requests::lock_and_read(tx, &id, &context.now_text()).await?;
                if row.erased_at.is_none() {
                    // The basis stood in what was lost; the entry that told it is not here any more.
                    erasures::blank(tx, &id, &context.now_text(), "").await?;
                }
                let first = erasures::set_finished(tx, &id, &context.now_text()).await?;
                if !first && kind == "erasure_finished" {
                    return Ok::<_, OperationError>(Written::unchanged(()));
                }
                Ok(own_chain::leave(tx, &context, kind, &json!({ "request": id }), None).await?.with(()))
            })
        })
        .await
}

/// Whether the authority's own chain tells that a request was erased again after a restore.
pub(super) async fn replayed(app: &App, connection: &mut AnyConnection, id: &str) -> Result<bool, OperationError> {
    let case = app.authority().await?.case;
    let entries = log::entries_of(connection, &app.storage.keys().entry_key(), &case).await?;
    let about = |entry: &Entry| entry.body.get("request").and_then(|value| value.as_str()) == Some(id);
    Ok(entries.iter().any(|entry| entry.kind == "erasure_replayed" && about(entry)))
}

pub(super) fn tried(act: &'static str) -> Tried {
    Tried { act, of: Of::Word("content"), needs: Scope::Administer }
}

/// Locks a request for an administrator, who sees nothing of it, with what its entries say about erasing it.
pub(super) async fn lock(
    tx: &mut Transaction,
    context: &Context,
    id: &str,
) -> Result<(RequestRow, Erasing), OperationError> {
    let row = requests::lock_and_read(tx, id, &context.now_text()).await?;
    access::must_hold(tx, context, Role::Administrator, ACT).await?;
    access::must_have_content(&row)?;
    let erasing = Erasing::of(&tx.entries_of(id).await?)?;
    Ok((row, erasing))
}

/// The same, where nothing stands in the way of erasing it.
async fn erasable(tx: &mut Transaction, context: &Context, id: &str) -> Result<(RequestRow, Erasing), OperationError> {
    let (row, erasing) = lock(tx, context, id).await?;
    if let Some(because) = &row.sealed_because {
        return Err(OperationError::Sealed { reference: row.reference, because: because.clone() });
    }
    if let Some(hold) = erasing.holding(context.now) {
        let until = hold.until.as_ref().map(|day| format!(" until {day}")).unwrap_or_default();
        return Err(OperationError::OnHold { reference: row.reference, until });
    }
    if !has_ended(&context.app, &row).await? {
        return Err(OperationError::NotEnded(row.reference));
    }
    Ok((row, erasing))
}

fn waiting(erasing: &Erasing) -> Result<(ErasureBasis, String), OperationError> {
    let (basis, by) = erasing.proposed.clone().ok_or_else(|| {
        OperationError::SecondAdministrator("no erasure of this request waits: propose it first".to_owned())
    })?;
    let basis = basis.parse().map_err(|error| OperationError::damaged("the basis of an erasure", &error))?;
    Ok((basis, by))
}

/// Whether nobody has anything to do in a request any more.
async fn has_ended(app: &App, row: &RequestRow) -> Result<bool, OperationError> {
    let (request, rulebook) = access::read(app, row).await?;
    Ok(rulebook
        .procedures
        .get(&request.procedure)
        .is_some_and(|procedure| explain::held_by(procedure, &request).is_none()))
}

/// Leaves an entry of an administrator in the request's own chain.
pub(super) async fn leave<B: Serialize + Sync>(
    tx: &mut Transaction,
    context: &Context,
    row: &RequestRow,
    kind: &str,
    body: &B,
    private: Vec<Private>,
) -> Result<Recorded, OperationError> {
    let mark = entry::mark_of(tx.keys().of(&row.id)?.mark(&context.by()))?;
    let not_in_force = context.not_in_force_of(tx, row).await;
    let acting = Acting { not_in_force, ..context.acting(&mark, Some(Role::Administrator)) };
    let draft = entry::of(&row.id, kind, body, &acting, context.now)?;
    Ok(tx.commit_with(draft, private).await?)
}
