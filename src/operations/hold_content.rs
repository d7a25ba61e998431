//! Legal holds: what somebody has ordered to be kept is not erased. The entries of the request say which stand.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::domain::ids::RequestReference;
use crate::domain::role::Role;
use crate::storage::{Private, log, requests};

use super::access::{self, Official};
use super::app::App;
use super::attempt;
use super::erase_content::{Erasing, leave, lock, tried};
use super::error::OperationError;
use super::span::{apply, operation};

/// A hold on the content of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Its id.
    pub hold: String,
    /// The last day, in UTC; without one it stands until it is lifted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// When it was set.
    pub set_at: String,
    /// Who set it, as the request knows them.
    pub by: String,
}

impl Hold {
    /// Whether it keeps the content at a moment.
    pub(super) fn counts(&self, now: Timestamp) -> bool {
        let today = now.to_zoned(TimeZone::UTC).date().to_string();
        self.until.as_ref().is_none_or(|day| *day >= today)
    }
}

/// Sets a hold: while it stands, nothing of the request is erased.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but an administrator; [`OperationError::Unusable`] without a reason, or where
/// the last day is over; [`OperationError::Erased`] where it is too late.
#[apply(operation!)]
pub async fn set(
    app: &App,
    administrator: &Official,
    reference: &RequestReference,
    reason: &str,
    until: Option<Date>,
) -> Result<Hold, OperationError> {
    let (reason, hold) = (reason.trim().to_owned(), app.clock.new_id()?);
    let set = attempt::attempt(app, administrator, reference, tried("set_hold"), move |tx, context, id| {
        let (reason, hold) = (reason.clone(), hold.clone());
        Box::pin(async move {
            let (row, _) = lock(tx, &context, id.as_str()).await?;
            if reason.is_empty() {
                return Err(OperationError::unusable(
                    "the hold",
                    &"it needs a reason: it is kept with its entry, sealed",
                ));
            }
            if until.is_some_and(|day| day < context.today()) {
                return Err(OperationError::unusable("the hold", &"its last day is over"));
            }
            let until = until.map(|day| day.to_string());
            let mut body = json!({ "hold": hold });
            if let Some(day) = &until {
                body["until"] = day.as_str().into();
            }
            let reason = Private { field: "reason".to_owned(), value: reason.into() };
            let left = leave(tx, &context, &row, "hold_set", &body, vec![reason]).await?;
            let by = tx.keys().of(&row.id)?.mark(&context.by()).to_string();
            Ok(left.with(Hold { hold, until, set_at: context.now_text(), by }))
        })
    });
    set.await
}

/// Lifts a hold, as another administrator than the one who set it.
///
/// # Errors
/// [`OperationError::SecondAdministrator`] for the one who set it; [`OperationError::NotFound`] where there is no such hold.
#[apply(operation!)]
pub async fn lift(
    app: &App,
    administrator: &Official,
    reference: &RequestReference,
    hold: &str,
) -> Result<Hold, OperationError> {
    let wanted = hold.to_owned();
    let lifted = attempt::attempt(app, administrator, reference, tried("lift_hold"), move |tx, context, id| {
        let wanted = wanted.clone();
        Box::pin(async move {
            let (row, erasing) = lock(tx, &context, id.as_str()).await?;
            let hold = erasing.holds.into_iter().find(|hold| hold.hold == wanted).ok_or_else(|| {
                let hint = "`comity hold list` shows those of a request";
                OperationError::NotFound { what: "hold", name: wanted.clone(), hint }
            })?;
            if tx.keys().of(&row.id)?.mark(&context.by()).to_string() == hold.by {
                let why = "a second administrator lifts a hold, not the one who set it".to_owned();
                return Err(OperationError::SecondAdministrator(why));
            }
            let left = leave(tx, &context, &row, "hold_lifted", &json!({ "hold": hold.hold }), Vec::new()).await?;
            Ok(left.with(hold))
        })
    });
    lifted.await
}

/// The holds on a request that were not lifted, those whose last day is over included.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but an administrator.
#[apply(operation!)]
pub async fn list(
    app: &App,
    administrator: &Official,
    reference: &RequestReference,
) -> Result<Vec<Hold>, OperationError> {
    let mut reader = app.storage.reader().await?;
    access::must_hold_now(&mut reader, app, administrator, Role::Administrator, "reading holds").await?;
    let unknown = || OperationError::NoSuchRequest(reference.to_string());
    let row = requests::find_by_reference(&mut reader, reference.as_str()).await?.ok_or_else(unknown)?;
    let entries = log::entries_of(&mut reader, &app.storage.keys().entry_key(), &row.id).await?;
    Ok(Erasing::of(&entries)?.holds)
}
