//! The calendar of an official: secret addresses that are good for nothing else, and the days on which something is due.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::json;

use crate::domain::ids::{CredentialId, OfficialId};
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::domain::secret::CalendarSecret;
use crate::domain::time;
use crate::storage::calendars::{self, CalendarRow};
use crate::storage::queue::{self, QueueFilter};
use crate::storage::{StorageError, Transaction, Written, authority, officials};

use super::access::{self, Official};
use super::act::Context;
use super::app::App;
use super::attempt::{self, Of, Tried};
use super::call;
use super::error::OperationError;
use super::notices;
use super::own_chain::{authority_actor, leave};
use super::span::{apply, operation};

/// An address counts for so long, in days.
pub const LASTS_DAYS: i64 = 365;

/// So many addresses of one official count at the same time: one for each device, and a few more.
pub const MOST: usize = 5;

/// A calendar tells of so many requests at most: those that are due first.
const TOLD: u32 = 500;

/// The days of a calendar.
#[derive(Debug)]
pub struct Days {
    /// Whose they are, to count calls by.
    pub official: OfficialId,
    /// The language of whoever made the address.
    pub language: String,
    /// How many requests are due on each day, in UTC, and a name for the day that is always the same.
    pub due: BTreeMap<Date, (usize, String)>,
}

/// Makes a secret address, for an official who came in person. It is shown once.
///
/// # Errors
/// [`OperationError::OutOfScope`] for a token; [`OperationError::Unusable`] where there are too many.
#[apply(operation!)]
pub async fn make(app: &App, official: &Official, language: &str) -> Result<CalendarSecret, OperationError> {
    let tried = Tried { act: "make_calendar", of: Of::Word("calendar"), needs: Scope::Administer };
    attempt::here(app, official, tried, made(app, official, language)).await
}

async fn made(app: &App, official: &Official, language: &str) -> Result<CalendarSecret, OperationError> {
    let context = Context::of(app, Some(official)).await?;
    let secret = CalendarSecret::of(&*app.clock.new_bytes::<32>()?);
    let id = CredentialId::parse(app.clock.new_id()?)?;
    let (inside, official, kept) = (Arc::clone(&context), Arc::new(official.clone()), Arc::new(secret.clone()));
    let language = language.to_owned();
    call::write_shown_once(&context, move |tx| {
        let (context, official, secret) = (Arc::clone(&inside), Arc::clone(&official), Arc::clone(&kept));
        let (id, language) = (id.clone(), language.clone());
        Box::pin(async move {
            let case = authority::lock_and_read(tx).await?.case_id;
            let role = access::still(tx, &context.app, &official).await?.first().copied();
            officials::lock_and_read(tx, &case, official.id.as_str()).await?;
            let context = context.begun_now();
            let now = context.now_text();
            let rows = calendars::list(tx, official.id.as_str()).await?;
            if rows.iter().filter(|row| row.revoked_at.is_none() && row.expires_at > now).count() >= MOST {
                let why = format!("there are {MOST} that count: withdraw one first");
                return Err(OperationError::unusable("another address of the calendar", &why));
            }
            let row = CalendarRow {
                id: id.to_string(),
                official_id: official.id.to_string(),
                language,
                expires_at: time::to_text(time::hours_after(context.now, LASTS_DAYS * 24)),
                issued_at: now,
                revoked_at: None,
            };
            calendars::insert(tx, &row, &secret).await?;
            told(tx, &context, "calendar_issued", &row, role).await
        })
    })
    .await?;
    Ok(secret)
}

/// The entry that tells of an address.
async fn told(
    tx: &mut Transaction,
    context: &Context,
    kind: &str,
    row: &CalendarRow,
    role: Option<Role>,
) -> Result<Written<()>, OperationError> {
    let official = authority_actor(tx, context, &row.official_id).await?;
    let body = json!({ "credential": row.id, "official": official, "expires_at": row.expires_at });
    Ok(leave(tx, context, kind, &body, role).await?.with(()))
}

/// Withdraws an address, as sessions are ended. None where there is none of that id, or it is somebody else's and the
/// official no administrator.
pub(super) async fn revoke(
    tx: &mut Transaction,
    context: &Context,
    official: &Official,
    id: &CredentialId,
) -> Result<Option<Written<bool>>, OperationError> {
    let Some(row) = calendars::find(tx, id.as_str()).await? else { return Ok(None) };
    let roles = access::still(tx, &context.app, official).await?;
    if official.id != row.official_id && !roles.contains(&Role::Administrator) {
        return Ok(None);
    }
    if official.id != row.official_id {
        official.must_be_assured(&context.authority, "ending the session of somebody else")?;
    }
    officials::lock_and_read(tx, &context.authority.case, &row.official_id).await?;
    let context = &context.begun_now();
    if !calendars::revoke(tx, &row.id, &context.now_text()).await? {
        return Ok(Some(Written::unchanged(false)));
    }
    told(tx, context, "calendar_revoked", &row, roles.first().copied())
        .await
        .map(|written| Some(written.map(|()| true)))
}

/// The days on which something is due, for whoever has a secret address: how many requests, and nothing else of them.
///
/// # Errors
/// [`OperationError::NotSignedIn`], whether it is unknown, withdrawn, expired or altered, or its official shut out.
#[apply(operation!)]
pub async fn days(app: &App, secret: &str) -> Result<Days, OperationError> {
    let secret = CalendarSecret::parse(secret).ok_or(OperationError::NotSignedIn)?;
    let (keys, now) = (app.storage.keys(), app.clock.now());
    let mut reader = app.storage.reader().await?;
    let row = match calendars::find_by_secret(&mut reader, keys, &secret).await {
        Ok(found) => found.ok_or(OperationError::NotSignedIn)?,
        Err(error @ StorageError::Tampered { .. }) => {
            tracing::error!(%error, "a calendar shows nothing");
            return Err(OperationError::NotSignedIn);
        }
        Err(error) => return Err(error.into()),
    };
    let official = officials::find(&mut reader, keys, &row.official_id).await?;
    if row.expires_at <= time::to_text(now) || official.is_none_or(|official| official.disabled_at.is_some()) {
        return Err(OperationError::NotSignedIn);
    }
    let whose = notices::whose(app, &mut reader, &row.official_id, now).await?;
    let official = OfficialId::parse(row.official_id.clone())
        .map_err(|error| OperationError::damaged("an official's id", &error))?;
    let mut days = Days { official, language: row.language, due: BTreeMap::new() };
    if notices::acts_nowhere(&whose) {
        return Ok(days);
    }
    // Nothing behind the dates: what has none begins with a letter.
    let until = Some("a".to_owned());
    let filter = QueueFilter { whose, until, ..QueueFilter::default() };
    for place in queue::list(&mut reader, &filter, TOLD).await? {
        let Some(day) = place.place.get(..10).and_then(|day| day.parse::<Date>().ok()) else { continue };
        let name = || calendars::day_name(keys, &row.id, &day.to_string());
        days.due.entry(day).or_insert_with(|| (0, name())).0 += 1;
    }
    Ok(days)
}
