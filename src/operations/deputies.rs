//! Deputies: what an official has by standing in for somebody who is away, and the list of deputyships.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;

use crate::domain::ids::{DeputyshipId, OfficialId, SignInName};
use crate::domain::role::{Role, incompatible};
use crate::domain::scope::Scope;
use crate::storage::deputyships::{self, DeputyshipRow};
use crate::storage::keys::Keys;
use crate::storage::officials;

use super::access::{self, Official, StandsIn};
use super::app::App;
use super::error::OperationError;
use super::sign_in::unknown;
use super::span::{apply, operation};

/// How a deputyship stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DeputyshipStands)]
pub enum Stands {
    /// An administrator has to confirm it.
    Waits,
    /// It is confirmed, and its first day has not come.
    Ahead,
    /// The deputy has the roles of whoever is away.
    Runs,
    /// It has ended, or its last day has passed.
    Ended,
}

/// One official stands in for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Deputyship {
    /// Its id.
    pub deputyship: DeputyshipId,
    /// Who is away: what they sign in with.
    pub official: String,
    /// Their name.
    pub official_name: String,
    /// Who stands in for them: what they sign in with.
    pub deputy: String,
    /// Their name.
    pub deputy_name: String,
    /// The first day, in UTC.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last day, in UTC.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// How it stands.
    pub stands: Stands,
    /// When it was asked for.
    pub asked_at: String,
    /// Whether whoever lists has asked for it: somebody else confirms.
    pub asked_by_you: bool,
    /// When it was confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<String>,
    /// When somebody ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<String>,
}

/// The day of a moment, in UTC.
pub(super) fn day_of(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::UTC).date()
}

/// What tables know a deputyship by, as people are told of it.
pub(super) fn told(
    row: &DeputyshipRow,
    names: &BTreeMap<String, (String, String)>,
    by: &str,
    now: Timestamp,
) -> Result<Deputyship, OperationError> {
    let damaged = |error: &dyn std::fmt::Display| OperationError::damaged("a deputyship", error);
    let day = day_of(now).to_string();
    let name = |id: &String| names.get(id).cloned().unwrap_or_default();
    let ((official, official_name), (deputy, deputy_name)) = (name(&row.official_id), name(&row.deputy_id));
    Ok(Deputyship {
        deputyship: DeputyshipId::parse(row.id.clone()).map_err(|error| damaged(&error))?,
        official,
        official_name,
        deputy,
        deputy_name,
        from: row.from_day.parse().map_err(|error: jiff::Error| damaged(&error))?,
        until: row.until_day.parse().map_err(|error: jiff::Error| damaged(&error))?,
        stands: match (row.is_over_on(&day), row.runs_on(&day), &row.confirmed_at) {
            (true, _, _) => Stands::Ended,
            (false, true, _) => Stands::Runs,
            (false, false, Some(_)) => Stands::Ahead,
            (false, false, None) => Stands::Waits,
        },
        asked_at: row.asked_at.clone(),
        asked_by_you: row.asked_by == by,
        confirmed_at: row.confirmed_at.clone(),
        ended_at: row.ended_at.clone(),
    })
}

/// What officials sign in with, and their names, by id.
pub(super) async fn names(
    connection: &mut AnyConnection,
    keys: &Keys,
) -> Result<BTreeMap<String, (String, String)>, OperationError> {
    let rows = officials::list(connection, keys).await?;
    Ok(rows.into_iter().map(|row| (row.id, (row.sign_in, row.name))).collect())
}

/// The deputyship by which an official stands in for somebody at a moment. There is one at most.
async fn running(
    connection: &mut AnyConnection,
    keys: &Keys,
    deputy: &str,
    now: Timestamp,
) -> Result<Option<DeputyshipRow>, OperationError> {
    let day = day_of(now).to_string();
    let rows = deputyships::of_deputy(connection, keys, deputy, &day).await?;
    Ok(rows.into_iter().find(|row| row.runs_on(&day)))
}

/// For whom an official stands in at a moment, by id: also where that lends them nothing.
pub(super) async fn absent_of(
    connection: &mut AnyConnection,
    keys: &Keys,
    deputy: &str,
    now: Timestamp,
) -> Result<Option<String>, OperationError> {
    Ok(running(connection, keys, deputy, now).await?.map(|row| row.official_id))
}

/// What an official has by standing in for somebody at a moment: the roles that whoever is away holds then and that act on
/// requests. Nothing where that one was shut out or has no such role left, where the deputy has none of their own left, or
/// where both together hold what nobody may hold together.
pub(super) async fn lent_to(
    connection: &mut AnyConnection,
    keys: &Keys,
    deputy: &str,
    own: &BTreeSet<Role>,
    now: Timestamp,
) -> Result<Option<StandsIn>, OperationError> {
    let Some(row) = running(connection, keys, deputy, now).await? else { return Ok(None) };
    let absent = officials::find(connection, keys, &row.official_id).await?;
    let Some(absent) = absent.filter(|absent| absent.disabled_at.is_none()) else { return Ok(None) };
    let held = access::roles_of(connection, keys, &row.official_id).await?;
    if may_lend(&held, own).is_err() {
        return Ok(None);
    }
    let roles = acting(&held).filter(|role| !own.contains(role)).collect();
    let official =
        OfficialId::parse(row.official_id).map_err(|error| OperationError::damaged("an official's id", &error))?;
    Ok(Some(StandsIn { official, name: absent.name, roles, until: row.until_day }))
}

/// Roles that act on requests: no other is ever lent.
fn acting(roles: &BTreeSet<Role>) -> impl Iterator<Item = Role> {
    roles.iter().copied().filter(|role| role.acts_on_requests())
}

/// Says why somebody with these roles of their own cannot stand in for somebody with those.
pub(super) fn may_lend(held: &BTreeSet<Role>, own: &BTreeSet<Role>) -> Result<(), String> {
    if acting(held).next().is_none() {
        return Err("whoever is away holds no role that acts on requests".to_owned());
    }
    if acting(own).next().is_none() {
        return Err("the deputy holds no role of their own that acts on requests".to_owned());
    }
    let both = acting(held).chain(own.iter().copied()).collect();
    incompatible(&both).map_or(Ok(()), Err)
}

/// Lists deputyships, the oldest first: those of the official, and all for administrators and auditors.
///
/// # Errors
/// [`OperationError::OutOfScope`] for a token; where one was altered by hand.
#[apply(operation!)]
pub async fn list(app: &App, official: &Official) -> Result<Vec<Deputyship>, OperationError> {
    official.must_have(Scope::Administer)?;
    let keys = app.storage.keys();
    let mut reader = app.storage.reader().await?;
    let official = access::now(&mut reader, app, official).await?;
    let all = official.roles.iter().any(|role| matches!(role, Role::Administrator | Role::Auditor));
    let names = names(&mut reader, keys).await?;
    let id = official.id.as_str();
    let rows = deputyships::list(&mut reader, keys).await?;
    let seen = rows.iter().filter(|row| all || row.official_id == id || row.deputy_id == id);
    seen.map(|row| told(row, &names, id, app.clock.now())).collect()
}

/// Who can be asked to stand in for an official: what they sign in with, and their names. For the form that asks.
///
/// # Errors
/// [`OperationError::NotAllowed`] about somebody else, to anybody but an administrator; [`OperationError::NotFound`].
#[apply(operation!)]
pub async fn candidates(
    app: &App,
    official: &Official,
    absent: &SignInName,
) -> Result<Vec<(String, String)>, OperationError> {
    official.must_have(Scope::Administer)?;
    let keys = app.storage.keys();
    let mut reader = app.storage.reader().await?;
    let official = access::now(&mut reader, app, official).await?;
    if official.sign_in != absent.as_str() {
        official.must_be(Role::Administrator, "deciding who stands in for whom")?;
    }
    let absent =
        officials::find_by_sign_in(&mut reader, keys, absent.as_str()).await?.ok_or_else(|| unknown(absent))?;
    let held = access::roles_of(&mut reader, keys, &absent.id).await?;
    let mut found = Vec::new();
    for row in officials::list(&mut reader, keys).await? {
        let other = row.id != absent.id && row.disabled_at.is_none();
        if other && may_lend(&held, &access::roles_of(&mut reader, keys, &row.id).await?).is_ok() {
            found.push((row.sign_in, row.name));
        }
    }
    Ok(found)
}
