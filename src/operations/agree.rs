//! Agreements to apply an instrument that is not in force: one administrator records, another confirms. Source: UNCC 40(7).

use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde_json::json;

use crate::domain::ids::{AgreementId, InstrumentCode, StateCode};
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::storage::agreements::{self, AgreementRow};
use crate::storage::{Private, Transaction, authority};

use super::access::{self, Official};
use super::act::Context;
use super::app::App;
use super::attempt::{self, Of, Tried};
use super::call;
use super::draft_request::{checked_title, known_party};
use super::error::OperationError;
use super::list_agreements::Agreement;
use super::own_chain::leave_with;
use super::span::{apply, operation};

const ACT: &str = "recording what States have agreed";

/// An agreement to be recorded.
#[derive(Debug, Clone)]
pub struct NewAgreement {
    /// The instrument, which is not in force.
    pub instrument: InstrumentCode,
    /// The other State.
    pub state: StateCode,
    /// The day on which both agreed.
    pub agreed_on: Date,
    /// What it is called, without names of persons, such as `Exchange of notes 7/2026`.
    pub title: String,
}

/// Records an agreement; it counts once a second administrator has confirmed it.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but an administrator; [`OperationError::NoSuchInstrument`];
/// [`OperationError::Unusable`] where the instrument is in force, the State unknown, or one about both stands already.
#[apply(operation!)]
pub async fn record(app: &App, administrator: &Official, new: NewAgreement) -> Result<Agreement, OperationError> {
    attempt::here(app, administrator, tried("record_agreement"), recorded(app, administrator, new)).await
}

async fn recorded(app: &App, administrator: &Official, new: NewAgreement) -> Result<Agreement, OperationError> {
    administrator.must_be(Role::Administrator, ACT)?;
    let context = Context::of(app, Some(administrator)).await?;
    let rulebook = app.rulebook_for(&new.instrument)?;
    if rulebook.about.in_force {
        let why = "it is in force: requests rest on it without an agreement";
        return Err(OperationError::unusable(format!("`{}`", new.instrument), &why));
    }
    known_party(&context, &rulebook, &new.state)?;
    must_be_past(new.agreed_on, context.now)?;
    let (title, id) = (checked_title(&new.title)?, app.clock.new_id()?);
    changed(&context, "agreement_recorded", None, move |context, earlier| {
        if let Some(row) = earlier
            .iter()
            .find(|row| row.ended_at.is_none() && new.instrument == row.instrument && new.state == row.state)
        {
            let stands = if row.counts() { "counts" } else { "waits for a second administrator" };
            return Err(OperationError::SecondAdministrator(format!(
                "the agreement `{}` with `{}` about `{}` {stands} already",
                row.id, row.state, row.instrument
            )));
        }
        Ok(AgreementRow {
            id: id.clone(),
            instrument: new.instrument.to_string(),
            state: new.state.to_string(),
            agreed_on: new.agreed_on.to_string(),
            title: title.clone(),
            recorded_by: context.by(),
            recorded_at: context.now_text(),
            confirmed_by: None,
            confirmed_at: None,
            ended_by: None,
            ended_at: None,
        })
    })
    .await
}

/// Confirms an agreement, as another administrator than the one who recorded it. From then on requests may begin under it.
///
/// # Errors
/// [`OperationError::SecondAdministrator`] for the one who recorded it, or where it does not wait.
#[apply(operation!)]
pub async fn confirm(app: &App, administrator: &Official, id: &AgreementId) -> Result<Agreement, OperationError> {
    attempt::here(app, administrator, tried("confirm_agreement"), confirmed(app, administrator, id)).await
}

async fn confirmed(app: &App, administrator: &Official, id: &AgreementId) -> Result<Agreement, OperationError> {
    administrator.must_be(Role::Administrator, ACT)?;
    let context = Context::of(app, Some(administrator)).await?;
    let id = id.clone();
    changed(&context, "agreement_confirmed", None, move |context, earlier| {
        let mut row = the_one(earlier, &id)?;
        if row.confirmed_at.is_some() || row.ended_at.is_some() {
            let why = format!("the agreement `{id}` does not wait to be confirmed");
            return Err(OperationError::SecondAdministrator(why));
        }
        if row.recorded_by == context.by() {
            let why = "a second administrator confirms an agreement, not the one who recorded it".to_owned();
            return Err(OperationError::SecondAdministrator(why));
        }
        row.confirmed_by = Some(context.by());
        row.confirmed_at = Some(context.now_text());
        Ok(row)
    })
    .await
}

/// Notes that an agreement has ended, at once: nothing more begins under it, and requests that have begun go on.
///
/// # Errors
/// [`OperationError::NotFound`] where there is none; [`OperationError::Unusable`] without reasons, or where it has ended.
#[apply(operation!)]
pub async fn end(
    app: &App,
    administrator: &Official,
    id: &AgreementId,
    reason: &str,
) -> Result<Agreement, OperationError> {
    attempt::here(app, administrator, tried("end_agreement"), ended(app, administrator, id, reason)).await
}

async fn ended(
    app: &App,
    administrator: &Official,
    id: &AgreementId,
    reason: &str,
) -> Result<Agreement, OperationError> {
    administrator.must_be(Role::Administrator, ACT)?;
    if reason.trim().is_empty() {
        return Err(OperationError::unusable("the end of the agreement", &"it needs reasons: the log commits to them"));
    }
    let context = Context::of(app, Some(administrator)).await?;
    let id = id.clone();
    changed(&context, "agreement_ended", Some(reason.trim().to_owned()), move |context, earlier| {
        let mut row = the_one(earlier, &id)?;
        if row.ended_at.is_some() {
            return Err(OperationError::unusable(format!("the agreement `{id}`"), &"it has ended already"));
        }
        row.ended_by = Some(context.by());
        row.ended_at = Some(context.now_text());
        Ok(row)
    })
    .await
}

fn tried(act: &'static str) -> Tried {
    Tried { act, of: Of::Word("agreement"), needs: Scope::Administer }
}

fn the_one(rows: &[AgreementRow], id: &AgreementId) -> Result<AgreementRow, OperationError> {
    rows.iter().find(|row| *id == row.id).cloned().ok_or_else(|| OperationError::NotFound {
        what: "agreement",
        name: id.to_string(),
        hint: "`comity authority agreements` and `GET /api/v1/agreements` list them",
    })
}

/// A day that has come somewhere: it is tomorrow in the east while it is today in UTC.
fn must_be_past(day: Date, now: Timestamp) -> Result<(), OperationError> {
    let last = now.to_zoned(TimeZone::UTC).date().saturating_add(Span::new().days(1));
    if day <= last { Ok(()) } else { Err(OperationError::unusable(format!("the day `{day}`"), &"it has not come yet")) }
}

/// Writes one agreement anew, as `change` decides from all that there are, with its entry.
async fn changed<F>(
    context: &Arc<Context>,
    kind: &'static str,
    reason: Option<String>,
    change: F,
) -> Result<Agreement, OperationError>
where
    F: Fn(&Context, &[AgreementRow]) -> Result<AgreementRow, OperationError> + Send + Sync + 'static,
{
    let (inside, change) = (Arc::clone(context), Arc::new(change));
    call::write(context, move |tx: &mut Transaction| {
        let (context, change, reason) = (Arc::clone(&inside), Arc::clone(&change), reason.clone());
        Box::pin(async move {
            // The authority's row is the lock: no request begins, and no other administrator acts, past this one.
            authority::lock_and_read(tx).await?;
            access::must_hold(tx, &context, Role::Administrator, ACT).await?;
            let context = context.begun_now();
            let keys = tx.keys();
            let row = change(&context, &agreements::list(tx, &keys).await?)?;
            agreements::put(tx, &row).await?;
            let body = json!({
                "agreement": row.id, "instrument": row.instrument, "state": row.state, "agreed_on": row.agreed_on,
            });
            let reason = reason.map(|reason| Private { field: "reason".to_owned(), value: reason.into() });
            let by = Some(Role::Administrator);
            let left = leave_with(tx, &context, kind, &body, by, reason.into_iter().collect()).await?;
            Ok(left.with(Agreement::of(&row)?))
        })
    })
    .await
}
