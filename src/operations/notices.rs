//! Notices by e-mail: what each official wants, what is to be sent now, and what has become of it. Nothing of a case.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::domain::notice::{EmailAddress, NoticeKind};
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::domain::time;
use crate::storage::notices::{self, NoticeRow, NoticeWish};
use crate::storage::queue::{self, QueueFilter, Whose};
use crate::storage::{authority, officials};

use super::access::{self, Official};
use super::act::Context;
use super::app::App;
use super::attempt::{self, Of, Tried};
use super::call;
use super::deputies;
use super::error::OperationError;
use super::own_chain::{authority_actor, leave};
use super::span::{apply, operation};

/// No count goes further.
const COUNTED: u32 = 1000;

/// A notice that is being sent is left alone for so long, in minutes: whoever sends it may have been killed.
const UNDER_WAY_MINUTES: i64 = 5;

/// What could not be sent is tried again after 1, 2, 4 … minutes, and never less often than this, in minutes.
const LONGEST_WAIT_MINUTES: i64 = 60;

/// What is wanted of notices.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Where to.
    pub address: EmailAddress,
    /// The language of the notices, such as `fr`.
    pub language: String,
    /// Of what; at least one.
    pub kinds: Vec<NoticeKind>,
}

/// A notice to be sent now.
#[derive(Debug, Clone)]
pub struct Notice {
    /// Where to.
    pub address: EmailAddress,
    /// Its language.
    pub language: String,
    /// How many requests, of each kind.
    pub told: BTreeMap<NoticeKind, usize>,
    /// What its message is known by: the same whenever it is sent, so that a second one can be told from the first.
    pub message_id: String,
    rows: Vec<NoticeRow>,
}

/// What an official wants to be told of.
///
/// # Errors
/// [`OperationError::OutOfScope`] for a token.
#[apply(operation!)]
pub async fn wish(app: &App, official: &Official) -> Result<Option<NoticeWish>, OperationError> {
    official.must_have(Scope::Administer)?;
    let keys = app.storage.keys();
    let mut reader = app.storage.reader().await?;
    let official = access::now(&mut reader, app, official).await?;
    let case = authority::read(&mut reader).await?.case_id;
    Ok(notices::find_wish(&mut reader, keys, &case, official.id.as_str()).await?)
}

/// Sets what an official wants to be told of, or, with none, forgets it with the address.
///
/// # Errors
/// [`OperationError::OutOfScope`] for a token; [`OperationError::Unusable`] without a kind.
#[apply(operation!)]
pub async fn set(app: &App, official: &Official, wanted: Option<Wanted>) -> Result<(), OperationError> {
    let tried = Tried { act: "set_notices", of: Of::Word("notices"), needs: Scope::Administer };
    attempt::here(app, official, tried, changed(app, official, wanted)).await
}

async fn changed(app: &App, official: &Official, wanted: Option<Wanted>) -> Result<(), OperationError> {
    if wanted.as_ref().is_some_and(|wanted| wanted.kinds.is_empty()) {
        return Err(OperationError::unusable("the list of notices", &"choose at least one, or withdraw the address"));
    }
    let context = Context::of(app, Some(official)).await?;
    let (inside, official, wanted) = (Arc::clone(&context), Arc::new(official.clone()), Arc::new(wanted));
    call::write(&context, move |tx| {
        let (context, official, wanted) = (Arc::clone(&inside), Arc::clone(&official), Arc::clone(&wanted));
        Box::pin(async move {
            let case = authority::lock_and_read(tx).await?.case_id;
            let id = official.id.as_str();
            let role = access::still(tx, &context.app, &official).await?.first().copied();
            officials::lock_and_read(tx, &case, id).await?;
            let context = context.begun_now();
            let mut kinds = Vec::new();
            match wanted.as_ref() {
                None => _ = notices::forget(tx, id).await?,
                Some(Wanted { address, language, kinds: wanted }) => {
                    kinds.clone_from(wanted);
                    kinds.sort_unstable();
                    kinds.dedup();
                    let (address, language) = (address.clone(), language.clone());
                    let wish = NoticeWish { address, language, kinds: kinds.clone(), since: context.now_text() };
                    notices::put_wish(tx, &case, id, &wish).await?;
                }
            }
            let body = json!({ "official": authority_actor(tx, &context, id).await?, "kinds": kinds });
            Ok::<_, OperationError>(leave(tx, &context, "notices_changed", &body, role).await?.with(()))
        })
    })
    .await
}

/// Who wants to be told of something, by id.
///
/// # Errors
/// Where the database cannot be read.
#[apply(operation!)]
pub async fn who(app: &App) -> Result<Vec<String>, OperationError> {
    Ok(notices::who_wish(&mut *app.storage.reader().await?).await?)
}

/// The notice to be sent to an official now, if any: each kind at most once a day. It is noted as under way, so that no
/// other process sends it too.
///
/// # Errors
/// Where the database cannot be read or written. What cannot be read of one official is logged, and is none.
#[apply(operation!)]
pub async fn due(app: &App, official: &str) -> Result<Option<Notice>, OperationError> {
    match due_for(app, official).await {
        Err(error) if access::is_broken(&error) => {
            tracing::error!(%error, "what somebody wants to be told of cannot be read");
            Ok(None)
        }
        other => other,
    }
}

async fn due_for(app: &App, id: &str) -> Result<Option<Notice>, OperationError> {
    let (keys, now) = (app.storage.keys(), app.clock.now());
    let now_text = time::to_text(now);
    let mut reader = app.storage.reader().await?;
    let case = authority::read(&mut reader).await?.case_id;
    let official = officials::find(&mut reader, keys, id).await?;
    if official.is_none_or(|official| official.disabled_at.is_some()) {
        return Ok(None);
    }
    let Some(wish) = notices::find_wish(&mut reader, keys, &case, id).await? else { return Ok(None) };
    let last: BTreeMap<String, NoticeRow> =
        notices::last_told(&mut reader, id).await?.into_iter().map(|row| (row.kind.clone(), row)).collect();
    let wanted = |row: &&NoticeRow| wish.kinds.iter().any(|kind| kind.to_string() == row.kind);
    let under_way: Vec<&NoticeRow> = last.values().filter(wanted).filter(|row| row.sent_at.is_none()).collect();
    if under_way.iter().any(|row| row.due_at > now_text) {
        return Ok(None);
    }
    // One that was begun goes on under its own id; a new one tells of no kind twice a day.
    let message_id = match under_way.first() {
        Some(row) => row.message_id.clone(),
        None => app.clock.new_id()?,
    };
    let today = |row: &&NoticeRow| row.sent_at.as_ref().is_some_and(|at| at.get(..10) == now_text.get(..10));
    let (mut told, mut changes) = (BTreeMap::new(), Vec::new());
    for kind in &wish.kinds {
        let before = last.get(&kind.to_string());
        let goes_on = before.is_some_and(|row| row.sent_at.is_none());
        if before.as_ref().is_some_and(today) || (!under_way.is_empty() && !goes_on) {
            continue;
        }
        // What it was to tell of is counted from the same moment again.
        let since = before.map_or(&wish.since, |row| &row.told_until);
        let amount = waiting(app, &mut reader, id, *kind, since, now).await?;
        if amount > 0 {
            told.insert(*kind, amount);
        } else if !goes_on {
            continue;
        }
        changes.push((
            before.cloned(),
            NoticeRow {
                official_id: id.to_owned(),
                kind: kind.to_string(),
                // Moved on only once it was sent: what was never told of is told of later.
                told_until: since.clone(),
                message_id: message_id.clone(),
                amount: i64::try_from(amount).unwrap_or(i64::MAX),
                tries: before.filter(|_| goes_on).map_or(1, |row| row.tries + 1),
                due_at: time::to_text(now + SignedDuration::from_mins(UNDER_WAY_MINUTES)),
                sent_at: if amount > 0 { None } else { Some(now_text.clone()) },
            },
        ));
    }
    drop(reader);
    if changes.is_empty() || !app.storage.note_notices(changes.clone()).await? || told.is_empty() {
        return Ok(None);
    }
    let rows = changes.into_iter().map(|(_, row)| row).filter(|row| row.sent_at.is_none()).collect();
    Ok(Some(Notice { address: wish.address, language: wish.language, told, message_id, rows }))
}

/// How many requests of a kind wait for an official: looked up in the queues, by index.
async fn waiting(
    app: &App,
    reader: &mut sqlx::AnyConnection,
    id: &str,
    kind: NoticeKind,
    since: &str,
    now: Timestamp,
) -> Result<usize, OperationError> {
    let whose = whose(app, reader, id, now).await?;
    if acts_nowhere(&whose) {
        return Ok(0);
    }
    if kind == NoticeKind::New {
        return Ok(queue::count_since(reader, &whose, since, COUNTED).await?);
    }
    let until =
        |at: Timestamp| QueueFilter { whose: whose.clone(), until: Some(time::to_text(at)), ..QueueFilter::default() };
    let overdue = queue::count(reader, &until(now), COUNTED).await?;
    if kind == NoticeKind::Overdue {
        return Ok(overdue);
    }
    let all = queue::count(reader, &until(time::hours_after(now, 72)), COUNTED).await?;
    Ok(all.saturating_sub(overdue))
}

/// Whose queue an official looks at, at a moment: their own, and that of whom they stand in for.
pub(super) async fn whose(
    app: &App,
    reader: &mut sqlx::AnyConnection,
    id: &str,
    now: Timestamp,
) -> Result<Whose, OperationError> {
    let keys = app.storage.keys();
    let roles = access::roles_of(reader, keys, id).await?;
    let absent = deputies::lent_to(reader, keys, id, &roles, now).await?;
    let acting = |roles: BTreeSet<Role>| -> Vec<String> {
        roles.into_iter().filter(|role| role.acts_on_requests()).map(|role| role.to_string()).collect()
    };
    Ok(Whose {
        official: id.to_owned(),
        roles: acting(roles),
        absent: absent.map(|absent| (absent.official.to_string(), acting(absent.roles))),
        own: false,
    })
}

/// Whether nothing can wait for somebody: they have no role that acts on requests.
pub(super) fn acts_nowhere(whose: &Whose) -> bool {
    whose.roles.is_empty() && whose.absent.as_ref().is_none_or(|(_, roles)| roles.is_empty())
}

/// Notes that the server has taken a notice.
///
/// # Errors
/// Where the database cannot be written.
#[apply(operation!)]
pub async fn sent(app: &App, notice: &Notice) -> Result<(), OperationError> {
    settled(app, notice, |row, now| {
        let at = time::to_text(now);
        // The moment at which it was counted, or a little later: nothing that came meanwhile is left out.
        let begun = time::from_text(&row.due_at).map(|due| due - SignedDuration::from_mins(UNDER_WAY_MINUTES));
        NoticeRow { told_until: begun.map_or_else(|_| at.clone(), time::to_text), sent_at: Some(at), ..row.clone() }
    })
    .await
}

/// Notes that a notice could not be sent: it is tried again later, each time after a longer while. One that the server will
/// never take, for this address, is not tried again that day.
///
/// # Errors
/// Where the database cannot be written.
#[apply(operation!)]
pub async fn not_sent(app: &App, notice: &Notice, for_good: bool) -> Result<(), OperationError> {
    settled(app, notice, |row, now| {
        let doubled = 1_i64 << row.tries.saturating_sub(1).clamp(0, 16);
        let due = now + SignedDuration::from_mins(doubled.min(LONGEST_WAIT_MINUTES));
        NoticeRow { due_at: time::to_text(due), sent_at: for_good.then(|| time::to_text(now)), ..row.clone() }
    })
    .await
}

async fn settled(
    app: &App,
    notice: &Notice,
    after: impl Fn(&NoticeRow, Timestamp) -> NoticeRow,
) -> Result<(), OperationError> {
    let now = app.clock.now();
    let changes = notice.rows.iter().map(|row| (Some(row.clone()), after(row, now))).collect();
    app.storage.note_notices(changes).await?;
    Ok(())
}
