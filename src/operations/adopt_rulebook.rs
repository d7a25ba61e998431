//! Adopting a rulebook: one administrator proposes it, another confirms, and from then on new requests begin with it.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::domain::ids::{AdoptionId, Digest};
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::engine::compare;
use crate::engine::rulebook::Rulebook;
use crate::storage::adoptions::{self, AdoptionRow};
use crate::storage::{Private, Recorded, Transaction, Written, authority, rulebooks};

use super::access::{self, Official};
use super::act::Context;
use super::app::{App, keep_rulebook, stored_files};
use super::attempt::{self, Of, Tried};
use super::call;
use super::error::OperationError;
use super::list_adoptions::Adoption;
use super::own_chain::{leave, leave_with};
use super::span::{apply, operation};

const ACT: &str = "adopting a rulebook";

/// A rulebook to be adopted.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The rulebook.
    pub rulebook: Digest,
    /// The one that it was held against, which is adopted now; none where its instrument has none yet. Whoever has read
    /// another difference than the one that is confirmed has not read it.
    pub instead_of: Option<Digest>,
    /// Why: kept sealed, and the log commits to it.
    pub reason: String,
}

/// Proposes a rulebook; it counts once a second administrator has confirmed it.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but an administrator; [`OperationError::NotFound`] where there is no such
/// rulebook; [`OperationError::Unusable`] where it does not check, is adopted already, or no reasons are given;
/// [`OperationError::SecondAdministrator`] where it waits already, or another one was adopted meanwhile.
#[apply(operation!)]
pub async fn propose(app: &App, administrator: &Official, new: Proposal) -> Result<Adoption, OperationError> {
    attempt::here(app, administrator, tried("propose_adoption"), proposed(app, administrator, new)).await
}

async fn proposed(app: &App, administrator: &Official, new: Proposal) -> Result<Adoption, OperationError> {
    administrator.must_be(Role::Administrator, ACT)?;
    let reason = new.reason.trim().to_owned();
    if reason.is_empty() {
        return Err(OperationError::unusable("the proposal", &"it needs reasons: the log commits to them"));
    }
    let context = Context::of(app, Some(administrator)).await?;
    let candidate = sound(app, &new.rulebook).await?;
    let (fell, rose) = difference(app, new.instead_of.as_ref(), &candidate).await?;
    let (id, new, keys) = (app.clock.new_id()?, Arc::new(new), app.storage.keys());
    let sealed = adoptions::seal_reason(keys, &context.authority.case, &id, &reason)?;
    let done = changed(&context, "adoption_proposed", Some(reason), move |context, earlier| {
        let instrument = candidate.about.instrument.clone();
        must_be_current(earlier, &instrument, new.instead_of.as_ref().map(Digest::as_str))?;
        if new.instead_of.as_ref() == Some(&new.rulebook) {
            return Err(OperationError::unusable(format!("the rulebook `{}`", new.rulebook), &"it is adopted already"));
        }
        if let Some(row) = earlier.iter().find(|row| row.waits() && new.rulebook == row.rulebook) {
            let (id, why) = (&row.id, "confirm it as another administrator, or take it back");
            return Err(OperationError::SecondAdministrator(format!("the adoption `{id}` proposes it already: {why}")));
        }
        let row = AdoptionRow {
            id: id.clone(),
            instrument,
            rulebook: new.rulebook.to_string(),
            instead_of: new.instead_of.as_ref().map(ToString::to_string),
            fell,
            rose,
            reason_sealed: Some(sealed.clone()),
            proposed_by: Some(context.by()),
            proposed_at: context.now_text(),
            confirmed_by: None,
            confirmed_at: None,
            taken_back_at: None,
            number: None,
        };
        Ok((row, Some(Arc::clone(&candidate))))
    });
    done.await
}

/// Confirms an adoption, as another administrator than the one who proposed it: from then on new requests begin with the
/// rulebook, those that have begun keep theirs. Where protection falls, `accepting` has to say that this is known.
///
/// # Errors
/// [`OperationError::SecondAdministrator`] for the one who proposed it, where it does not wait, or where another rulebook
/// was adopted since; [`OperationError::Unusable`] where it does not check, or protection falls and nobody accepts that;
/// [`OperationError::Damaged`] where its stored files were altered.
#[apply(operation!)]
pub async fn confirm(
    app: &App,
    administrator: &Official,
    id: &AdoptionId,
    accepting: bool,
) -> Result<Adoption, OperationError> {
    let confirmed = Box::pin(confirmed(app, administrator, id, accepting));
    attempt::here(app, administrator, tried("confirm_adoption"), confirmed).await
}

async fn confirmed(
    app: &App,
    administrator: &Official,
    id: &AdoptionId,
    accepting: bool,
) -> Result<Adoption, OperationError> {
    administrator.must_be(Role::Administrator, ACT)?;
    let context = Context::of(app, Some(administrator)).await?;
    let known = {
        let mut reader = app.storage.reader().await?;
        the_one(&adoptions::list(&mut reader, app.storage.keys()).await?, id)?
    };
    // Asked again here: this program may prove more than the one at which it was proposed, and compare more.
    let candidate = sound(app, &Digest::parse(known.rulebook.clone())?).await?;
    let instead_of = known.instead_of.clone().map(Digest::parse).transpose()?;
    let (fell, rose) = difference(app, instead_of.as_ref(), &candidate).await?;
    let id = id.clone();
    let done = changed(&context, "adoption_confirmed", None, move |context, earlier| {
        let mut row = the_one(earlier, &id)?;
        if !row.waits() {
            let why = format!("the adoption `{id}` does not wait to be confirmed");
            return Err(OperationError::SecondAdministrator(why));
        }
        if row.proposed_by.as_deref() == Some(context.by().as_str()) {
            let why = "a second administrator confirms an adoption, not the one who proposed it".to_owned();
            return Err(OperationError::SecondAdministrator(why));
        }
        must_be_current(earlier, &row.instrument, row.instead_of.as_deref())?;
        if fell > 0 && !accepting {
            let why = format!("protection falls in {fell} line(s): read them, and say that you accept it");
            return Err(OperationError::unusable("the confirmation", &why));
        }
        (row.fell, row.rose) = (fell, rose);
        row.confirmed_by = Some(context.by());
        row.confirmed_at = Some(context.now_text());
        row.number = Some(adoptions::confirmed(earlier) + 1);
        Ok((row, None))
    });
    let done = done.await?;
    // This process switches at once, others with the next page or act.
    app.authority().await?;
    Ok(done)
}

/// Takes a proposal back; any administrator may.
///
/// # Errors
/// [`OperationError::NotFound`] where there is none; [`OperationError::SecondAdministrator`] where it does not wait.
#[apply(operation!)]
pub async fn take_back(app: &App, administrator: &Official, id: &AdoptionId) -> Result<Adoption, OperationError> {
    attempt::here(app, administrator, tried("take_adoption_back"), taken_back(app, administrator, id)).await
}

async fn taken_back(app: &App, administrator: &Official, id: &AdoptionId) -> Result<Adoption, OperationError> {
    administrator.must_be(Role::Administrator, ACT)?;
    let context = Context::of(app, Some(administrator)).await?;
    let id = id.clone();
    let done = changed(&context, "adoption_taken_back", None, move |context, earlier| {
        let mut row = the_one(earlier, &id)?;
        if !row.waits() {
            return Err(OperationError::SecondAdministrator(format!("the adoption `{id}` does not wait any more")));
        }
        row.taken_back_at = Some(context.now_text());
        Ok((row, None))
    });
    done.await
}

fn tried(act: &'static str) -> Tried {
    Tried { act, of: Of::Word("rulebook"), needs: Scope::Administer }
}

/// A rulebook that this program knows and proves.
async fn sound(app: &App, hash: &Digest) -> Result<Arc<Rulebook>, OperationError> {
    let rulebook = app.rulebook_of(hash).await.map_err(|error| match error {
        OperationError::Storage(error) if error.is_missing() => OperationError::NotFound {
            what: "rulebook",
            name: hash.to_string(),
            hint: "`comity workflows adopted` and `GET /api/v1/rulebooks` list those that are here",
        },
        error => error,
    })?;
    match app.frozen(hash) {
        Some(because) => Err(OperationError::unusable(
            format!("the rulebook `{hash}`"),
            &format!("it does not check ({because}): `comity workflows check` tells the whole story"),
        )),
        None => Ok(rulebook),
    }
}

/// In how many lines protection falls and rises.
async fn difference(app: &App, old: Option<&Digest>, new: &Arc<Rulebook>) -> Result<(i64, i64), OperationError> {
    let Some(old) = old else { return Ok((0, 0)) };
    let (fell, rose) = compare::counted(&compare::compare(&*app.rulebook_of(old).await?, new));
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    Ok((number(fell), number(rose)))
}

fn the_one(rows: &[AdoptionRow], id: &AdoptionId) -> Result<AdoptionRow, OperationError> {
    rows.iter().find(|row| *id == row.id).cloned().ok_or_else(|| OperationError::NotFound {
        what: "adoption",
        name: id.to_string(),
        hint: "`comity workflows adopted` and `GET /api/v1/adoptions` list them",
    })
}

/// The difference that was read has to be the one to the rulebook that is adopted at this moment.
fn must_be_current(rows: &[AdoptionRow], instrument: &str, read: Option<&str>) -> Result<(), OperationError> {
    let now = adoptions::counting(rows, instrument).map(|row| row.rulebook.as_str());
    if now == read {
        return Ok(());
    }
    Err(OperationError::SecondAdministrator(format!(
        "the rulebook of `{instrument}` that is adopted is `{}`, and what was read differs from another one: read the \
         difference to it, and propose again",
        now.unwrap_or("none")
    )))
}

/// Writes one adoption anew, as `change` decides from all that there are, with its entry.
async fn changed<F>(
    context: &Arc<Context>,
    kind: &'static str,
    reason: Option<String>,
    change: F,
) -> Result<Adoption, OperationError>
where
    F: Fn(&Context, &[AdoptionRow]) -> Result<(AdoptionRow, Option<Arc<Rulebook>>), OperationError>
        + Send
        + Sync
        + 'static,
{
    let (inside, change) = (Arc::clone(context), Arc::new(change));
    call::write(context, move |tx: &mut Transaction| {
        let (context, change, reason) = (Arc::clone(&inside), Arc::clone(&change), reason.clone());
        Box::pin(async move {
            // The authority's row is the lock: no request begins, and no other administrator acts, past this one.
            let authority = authority::lock_and_read(tx).await?;
            access::must_hold(tx, &context, Role::Administrator, ACT).await?;
            let context = context.begun_now();
            let keys = tx.keys();
            let mut rows = adoptions::list(tx, &keys).await?;
            adoptions::none_is_missing(&rows, authority.adoptions)?;
            let (row, keep) = change(&context, &rows)?;
            if let Some(rulebook) = keep {
                keep_rulebook(tx, &rulebook, &context.now_text()).await?;
            }
            // What begins from now on is read by the stored files, also by a process that never had others.
            stored_files(tx, &Digest::parse(row.rulebook.clone())?).await?;
            adoptions::put(tx, &row).await?;
            rows.retain(|known| known.id != row.id);
            rows.push(row.clone());
            authority::set_adoptions(tx, adoptions::confirmed(&rows)).await?;
            let reason = reason.map(|reason| Private { field: "reason".to_owned(), value: reason.into() });
            let by = Some(Role::Administrator);
            let left = leave_with(tx, &context, kind, &body(&row), by, reason.into_iter().collect()).await?;
            Ok(left.with(Adoption::of(&row, &rows, &context, &keys)?))
        })
    })
    .await
}

/// What an entry says of an adoption.
fn body(row: &AdoptionRow) -> Map<String, Value> {
    let mut body = Map::new();
    body.insert("adoption".to_owned(), row.id.as_str().into());
    body.insert("instrument".to_owned(), row.instrument.as_str().into());
    if let Some(from) = &row.instead_of {
        body.insert("from".to_owned(), from.as_str().into());
    }
    body.insert("to".to_owned(), row.rulebook.as_str().into());
    body.insert("fell".to_owned(), row.fell.into());
    body.insert("rose".to_owned(), row.rose.into());
    body
}

/// Adopts rulebooks where none was: those that an installation begins with, or that an earlier program had used.
pub(super) async fn adopt_first(
    tx: &mut Transaction,
    context: &Context,
    first: &[Arc<Rulebook>],
    role: Option<Role>,
) -> Result<Option<Recorded>, OperationError> {
    let mut left = None;
    for (rulebook, number) in first.iter().zip(1..) {
        keep_rulebook(tx, rulebook, &context.now_text()).await?;
        let row = AdoptionRow {
            id: context.app.clock.new_id()?,
            instrument: rulebook.about.instrument.clone(),
            rulebook: rulebook.hash.to_string(),
            instead_of: None,
            fell: 0,
            rose: 0,
            reason_sealed: None,
            proposed_by: None,
            proposed_at: context.now_text(),
            confirmed_by: None,
            confirmed_at: Some(context.now_text()),
            taken_back_at: None,
            number: Some(number),
        };
        adoptions::put(tx, &row).await?;
        authority::set_adoptions(tx, number).await?;
        let body = json!({ "instrument": row.instrument, "to": row.rulebook });
        left = Some(leave(tx, context, "rulebook_adopted", &body, role).await?);
    }
    Ok(left)
}

/// Takes over what an earlier program had used, which knew of no adoption: for each instrument the rulebook of the
/// newest request, else the one that was kept last.
pub(super) async fn take_over(app: &App) -> Result<(), OperationError> {
    let context = Context::of(app, None).await?;
    let used = rulebooks::in_order_of_use(&mut *app.storage.reader().await?).await?;
    let mut last: Vec<Arc<Rulebook>> = Vec::new();
    for hash in used.into_iter().rev() {
        // What cannot be read any more cannot be begun with either.
        let Ok(rulebook) = app.as_it_reads(&Digest::parse(hash)?).await else { continue };
        if !last.iter().any(|known| known.about.instrument == rulebook.about.instrument) {
            last.push(rulebook);
        }
    }
    let main = &app.offered.main.about.instrument;
    last.sort_by_key(|rulebook| rulebook.about.instrument != *main);
    let last = Arc::new(last);
    app.storage
        .write(move |tx| {
            let (context, last) = (Arc::clone(&context), Arc::clone(&last));
            Box::pin(async move {
                // Another process may have done it meanwhile.
                if authority::lock_and_read(tx).await?.adoptions > 0 {
                    return Ok::<_, OperationError>(Written::unchanged(()));
                }
                let left = adopt_first(tx, &context.begun_now(), &last, None).await?;
                Ok(left.map_or_else(|| Written::unchanged(()), |left| left.with(())))
            })
        })
        .await
}
