//! Standing in for somebody who is away: they or an administrator ask, another administrator confirms, and it ends by itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde_json::json;

use crate::domain::ids::{DeputyshipId, SignInName};
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::storage::deputyships::{self, DeputyshipRow};
use crate::storage::officials::OfficialRow;
use crate::storage::{Transaction, Written, authority, officials, roles};

use super::access::{self, Official};
use super::act::Context;
use super::app::App;
use super::attempt::{self, Of, Tried};
use super::call;
use super::deputies::{self, Deputyship};
use super::error::OperationError;
use super::own_chain::{authority_actor, leave};
use super::sign_in::unknown;
use super::span::{apply, operation};

/// Nobody stands in for somebody for longer at once, in days, the first and the last included.
pub const MOST_DAYS: i64 = 90;

/// Nobody asks for a first day that is further away, in days.
pub const MOST_AHEAD: i64 = 365;

const ACT: &str = "deciding who stands in for whom";

/// A deputyship that is asked for.
#[derive(Debug, Clone)]
pub struct NewDeputyship {
    /// Who is away.
    pub official: SignInName,
    /// Who stands in for them.
    pub deputy: SignInName,
    /// The first day, in UTC: today at the earliest.
    pub from: Date,
    /// The last day, in UTC: at most [`MOST_DAYS`] with the first.
    pub until: Date,
}

/// Asks that one official stands in for another: whoever is away, or an administrator for them. It counts once an
/// administrator has confirmed it who is none of those.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody else; [`OperationError::NotFound`] for an unknown official;
/// [`OperationError::Unusable`] for days out of bounds, roles that exclude each other, or where one of both takes part in
/// another deputyship in that time.
#[apply(operation!)]
pub async fn ask(app: &App, official: &Official, new: NewDeputyship) -> Result<Deputyship, OperationError> {
    attempt::here(app, official, tried("ask_for_deputy"), asked(app, official, new)).await
}

async fn asked(app: &App, official: &Official, new: NewDeputyship) -> Result<Deputyship, OperationError> {
    if new.official.as_str() != official.sign_in {
        official.must_be(Role::Administrator, ACT)?;
    }
    let (context, id) = (Context::of(app, Some(official)).await?, app.clock.new_id()?);
    let (inside, new) = (Arc::clone(&context), Arc::new(new));
    call::write(&context, move |tx| {
        let (context, new, id) = (Arc::clone(&inside), Arc::clone(&new), id.clone());
        Box::pin(async move {
            authority::lock_and_read(tx).await?;
            let own = may_ask(tx, &context, &new.official).await?;
            let keys = tx.keys();
            let deputy = named(tx, &new.deputy).await?;
            let official = named(tx, &new.official).await?;
            let context = both_held(tx, &context, &official.id, &deputy.id).await?;
            let today = deputies::day_of(context.now);
            in_bounds(new.from, new.until, today)?;
            may_stand_in(tx, &official, &deputy).await?;
            let row = DeputyshipRow {
                id,
                official_id: official.id,
                deputy_id: deputy.id,
                from_day: new.from.to_string(),
                until_day: new.until.to_string(),
                asked_by: context.by(),
                asked_at: context.now_text(),
                confirmed_by: None,
                confirmed_at: None,
                ended_by: None,
                ended_at: None,
            };
            let all = deputyships::list(tx, &keys).await?;
            takes_part_in_no_other(&all, &row, &today.to_string())?;
            deputyships::put(tx, &row).await?;
            left(tx, &context, "deputy_asked", &row, own).await
        })
    })
    .await
}

/// Confirms a deputyship, as an administrator who has neither asked for it nor takes part in it.
///
/// # Errors
/// [`OperationError::SecondAdministrator`] for the one who asked, or where it does not wait; as [`ask`] where what was
/// true then is so no more.
#[apply(operation!)]
pub async fn confirm(app: &App, administrator: &Official, id: &DeputyshipId) -> Result<Deputyship, OperationError> {
    attempt::here(app, administrator, tried("confirm_deputy"), confirmed(app, administrator, id)).await
}

async fn confirmed(app: &App, administrator: &Official, id: &DeputyshipId) -> Result<Deputyship, OperationError> {
    administrator.must_be(Role::Administrator, ACT)?;
    let context = Context::of(app, Some(administrator)).await?;
    let (inside, id) = (Arc::clone(&context), id.clone());
    call::write(&context, move |tx| {
        let (context, id) = (Arc::clone(&inside), id.clone());
        Box::pin(async move {
            authority::lock_and_read(tx).await?;
            access::must_hold(tx, &context, Role::Administrator, ACT).await?;
            let keys = tx.keys();
            let all = deputyships::list(tx, &keys).await?;
            let mut row = the_one(&all, &id)?;
            let context = both_held(tx, &context, &row.official_id, &row.deputy_id).await?;
            let today = deputies::day_of(context.now).to_string();
            let refused = |why: &str| Err(OperationError::SecondAdministrator(why.to_owned()));
            if row.confirmed_at.is_some() || row.is_over_on(&today) {
                return refused("this deputyship does not wait to be confirmed");
            }
            if [&row.asked_by, &row.official_id, &row.deputy_id].contains(&&context.by()) {
                return refused(
                    "an administrator confirms a deputyship who has not asked for it and takes no part in it",
                );
            }
            let (official, deputy) = (by_id(tx, &row.official_id).await?, by_id(tx, &row.deputy_id).await?);
            may_stand_in(tx, &official, &deputy).await?;
            takes_part_in_no_other(&all, &row, &today)?;
            row.confirmed_by = Some(context.by());
            row.confirmed_at = Some(context.now_text());
            deputyships::put(tx, &row).await?;
            left(tx, &context, "deputy_confirmed", &row, Some(Role::Administrator)).await
        })
    })
    .await
}

/// Ends a deputyship at once, or takes back that it was asked for: whoever is away, their deputy, or an administrator.
///
/// # Errors
/// [`OperationError::NotFound`] where there is none, or it is none of theirs; [`OperationError::Unusable`] where it has ended.
#[apply(operation!)]
pub async fn end(app: &App, official: &Official, id: &DeputyshipId) -> Result<Deputyship, OperationError> {
    attempt::here(app, official, tried("end_deputy"), ended(app, official, id)).await
}

async fn ended(app: &App, official: &Official, id: &DeputyshipId) -> Result<Deputyship, OperationError> {
    let context = Context::of(app, Some(official)).await?;
    let (inside, id) = (Arc::clone(&context), id.clone());
    call::write(&context, move |tx| {
        let (context, id) = (Arc::clone(&inside), id.clone());
        Box::pin(async move {
            authority::lock_and_read(tx).await?;
            let keys = tx.keys();
            let all = deputyships::list(tx, &keys).await?;
            let mut row = the_one(&all, &id)?;
            let by = context.by();
            let role = if row.official_id == by || row.deputy_id == by {
                own_role(tx, &context).await?
            } else {
                // Whoever has no part in it learns nothing of it.
                let held = access::must_hold(tx, &context, Role::Administrator, ACT).await;
                match held {
                    Err(OperationError::NotAllowed { .. }) => return Err(no_such(&id)),
                    held => held.map(|()| Some(Role::Administrator))?,
                }
            };
            let context = both_held(tx, &context, &row.official_id, &row.deputy_id).await?;
            if row.is_over_on(&deputies::day_of(context.now).to_string()) {
                return Err(OperationError::unusable(format!("the deputyship `{id}`"), &"it has ended already"));
            }
            row.ended_by = Some(by);
            row.ended_at = Some(context.now_text());
            deputyships::put(tx, &row).await?;
            left(tx, &context, "deputy_ended", &row, role).await
        })
    })
    .await
}

/// Ends every deputyship in which an official takes part who was shut out: the entry that says so ends them.
pub(super) async fn end_all_of(tx: &mut Transaction, context: &Context, official: &str) -> Result<(), OperationError> {
    let (keys, today) = (tx.keys(), deputies::day_of(context.now).to_string());
    for mut row in deputyships::list(tx, &keys).await? {
        let part = row.official_id == official || row.deputy_id == official;
        if part && !row.is_over_on(&today) {
            row.ended_by = Some(context.by());
            row.ended_at = Some(context.now_text());
            deputyships::put(tx, &row).await?;
        }
    }
    Ok(())
}

fn tried(act: &'static str) -> Tried {
    Tried { act, of: Of::Word("deputy"), needs: Scope::Administer }
}

/// The role in which somebody asks: one's own for oneself, an administrator's for anybody else.
async fn may_ask(tx: &mut Transaction, context: &Context, absent: &SignInName) -> Result<Option<Role>, OperationError> {
    if context.official.as_ref().is_some_and(|official| official.sign_in == absent.as_str()) {
        return own_role(tx, context).await;
    }
    access::must_hold(tx, context, Role::Administrator, ACT).await?;
    Ok(Some(Role::Administrator))
}

/// A role of their own in which somebody acts who is still signed in.
async fn own_role(tx: &mut Transaction, context: &Context) -> Result<Option<Role>, OperationError> {
    let keys = tx.keys();
    let official = context.official.as_ref().ok_or(OperationError::NotSignedIn)?;
    let now = access::at(tx, &keys, official, context.now).await?;
    Ok(now.own_roles().first().copied())
}

async fn named(tx: &mut Transaction, name: &SignInName) -> Result<OfficialRow, OperationError> {
    let keys = tx.keys();
    officials::find_by_sign_in(tx, &keys, name.as_str()).await?.ok_or_else(|| unknown(name))
}

async fn by_id(tx: &mut Transaction, id: &str) -> Result<OfficialRow, OperationError> {
    let keys = tx.keys();
    let found = officials::find(tx, &keys, id).await?;
    found.ok_or_else(|| OperationError::damaged("a deputyship", &"one of its officials is not there"))
}

/// Whatever both do just now is done first, and its entries are earlier by the clock. The deputy first, as in their acts.
async fn both_held(
    tx: &mut Transaction,
    context: &Arc<Context>,
    official: &str,
    deputy: &str,
) -> Result<Arc<Context>, OperationError> {
    officials::lock_and_read(tx, &context.authority.case, deputy).await?;
    officials::lock_and_read(tx, &context.authority.case, official).await?;
    Ok(context.begun_now())
}

fn in_bounds(from: Date, until: Date, today: Date) -> Result<(), OperationError> {
    let unusable = |why: String| Err(OperationError::unusable("the days", &why));
    let days = |one: Date, other: Date| i64::from(one.until(other).map_or(i32::MAX, |span| span.get_days()));
    if from < today {
        return unusable(format!("the first day is today, `{today}` in UTC, or later"));
    }
    if today.checked_add(MOST_AHEAD.days()).is_ok_and(|last| from > last) {
        return unusable(format!("the first day is at most {MOST_AHEAD} days away"));
    }
    if until < from || days(from, until) >= MOST_DAYS {
        return unusable(format!("the last day is the first one or later, and all together at most {MOST_DAYS} days"));
    }
    Ok(())
}

/// Refuses two who cannot stand in for each other. What waits to be granted counts too, so that nothing adds up later.
async fn may_stand_in(
    tx: &mut Transaction,
    official: &OfficialRow,
    deputy: &OfficialRow,
) -> Result<(), OperationError> {
    let unusable = |why: &str| Err(OperationError::unusable("the deputy", &why));
    if official.id == deputy.id {
        return unusable("nobody stands in for themselves");
    }
    if official.disabled_at.is_some() || deputy.disabled_at.is_some() {
        return unusable("one of both is shut out");
    }
    let keys = tx.keys();
    let held = access::roles_of(tx, &keys, &official.id).await?;
    let own = access::roles_of(tx, &keys, &deputy.id).await?;
    let promised: BTreeSet<Role> = roles::of(tx, &keys, &deputy.id)
        .await?
        .into_iter()
        .filter(|row| row.revoked_at.is_none())
        .filter_map(|row| row.role.parse().ok())
        .collect();
    match deputies::may_lend(&held, &own).and_then(|()| deputies::may_lend(&held, &promised)) {
        Ok(()) => Ok(()),
        Err(why) => unusable(&why),
    }
}

/// Everybody takes part in one deputyship at a time, on whichever side: nobody hands on what was lent to them.
fn takes_part_in_no_other(all: &[DeputyshipRow], new: &DeputyshipRow, today: &str) -> Result<(), OperationError> {
    let people = [&new.official_id, &new.deputy_id];
    let other = all.iter().find(|row| {
        row.id != new.id
            && !row.is_over_on(today)
            && (people.contains(&&row.official_id) || people.contains(&&row.deputy_id))
            && row.from_day <= new.until_day
            && new.from_day <= row.until_day
    });
    match other {
        Some(row) => Err(OperationError::unusable(
            "the deputyship",
            &format!(
                "one of both takes part in another from {} until {}: end that one first, or choose other days",
                row.from_day, row.until_day
            ),
        )),
        None => Ok(()),
    }
}

fn the_one(rows: &[DeputyshipRow], id: &DeputyshipId) -> Result<DeputyshipRow, OperationError> {
    rows.iter().find(|row| *id == row.id).cloned().ok_or_else(|| no_such(id))
}

fn no_such(id: &DeputyshipId) -> OperationError {
    OperationError::NotFound {
        what: "deputyship",
        name: id.to_string(),
        hint: "`comity officials deputy list` and `GET /api/v1/deputyships` list them",
    }
}

/// Leaves the entry: marks and days, no names.
async fn left(
    tx: &mut Transaction,
    context: &Context,
    kind: &str,
    row: &DeputyshipRow,
    role: Option<Role>,
) -> Result<Written<Deputyship>, OperationError> {
    let official = authority_actor(tx, context, &row.official_id).await?;
    let deputy = authority_actor(tx, context, &row.deputy_id).await?;
    let body = json!({
        "deputyship": row.id, "official": official, "deputy": deputy, "from": row.from_day, "until": row.until_day,
    });
    let keys = tx.keys();
    let told = deputies::told(row, &deputies::names(tx, &keys).await?, &context.by(), context.now)?;
    Ok(leave(tx, context, kind, &body, role).await?.with(told))
}
