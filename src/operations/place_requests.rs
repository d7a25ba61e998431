//! Puts requests where they stand in the queues: with whoever can do something about them now, and with all others who see them.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::domain::request::AssistanceRequest;
use crate::domain::role::Role;
use crate::domain::safeguard::Outcome;
use crate::domain::time;
use crate::engine::command::Actor;
use crate::engine::explain;
use crate::engine::people::ACTING;
use crate::engine::rulebook::Rulebook;
use crate::engine::waits::Waiting;
use crate::storage::Transaction;
use crate::storage::keys::CaseKey;
use crate::storage::queue::{self, Anew, QueuePart, QueuePlace};
use crate::storage::requests::{self, RequestRow};

use super::access;
use super::app::App;
use super::entry;
use super::error::OperationError;
use super::read_queue::due;

/// So many requests are placed anew at once.
const AT_ONCE: u32 = 200;

/// An official whom no request knows: what a role could do for whoever has done nothing yet.
const NOBODY: &str = "nobody";

/// A request, as far as its places follow from it.
pub(super) struct Placed<'a> {
    pub(super) rulebook: &'a Rulebook,
    pub(super) request: &'a AssistanceRequest,
    pub(super) row: &'a RequestRow,
    pub(super) key: &'a CaseKey,
}

/// Puts a request where it stands now. Its row has to be locked.
pub(super) async fn put(tx: &mut Transaction, placed: &Placed<'_>, now: Timestamp) -> Result<(), OperationError> {
    let assigned = requests::assigned_to(tx, &placed.row.id).await?;
    let places = placed.places(&assigned, now)?;
    Ok(queue::put(tx, placed.row, &places, placed.anew_at(now).as_deref()).await?)
}

impl Placed<'_> {
    /// Its places: of each role that may do something, for those of whom the request knows nothing; and of each official who
    /// wrote it, was assigned to it or has acted on it, in each role, since what they did may leave the next thing to another.
    fn places(&self, assigned: &[String], now: Timestamp) -> Result<BTreeSet<QueuePlace>, OperationError> {
        let Self { rulebook, request, row, key } = self;
        let procedure = rulebook.procedures.get(&request.procedure);
        let holder = procedure.and_then(|procedure| explain::held_by(procedure, request));
        // Behind every date, in every order of letters that a database may have.
        let open = due(request).map_or_else(|| format!("z{}", row.created_at), time::to_text);
        let (part, place) = match holder {
            Some(_) => (QueuePart::Others, open.clone()),
            None => (QueuePart::Ended, time::to_text(request.stage_since)),
        };
        let waiting = Waiting::at(rulebook, request, now);
        let waits = |actor: &Actor, role: Role| waiting.as_ref().is_some_and(|waiting| waiting.waits_in(actor, role));
        let todo = |who: String| QueuePlace { who, part: QueuePart::Todo, place: open.clone() };
        let other = |who: String| QueuePlace { who, part, place: place.clone() };
        let actor = |id: &str, role: Role| {
            Ok::<_, OperationError>(Actor::of(entry::mark_of(key.mark(id))?, Some([role].into())))
        };
        let mut places = BTreeSet::new();
        for role in access::acting_roles(rulebook, request, now) {
            let waits = waits(&actor(NOBODY, role)?, role);
            if waits {
                places.insert(todo(role.to_string()));
            }
            if !waits || part == QueuePart::Ended {
                places.insert(other(role.to_string()));
            }
        }
        for official in assigned.iter().chain(&row.author) {
            places.insert(other(official.clone()));
            for role in ACTING {
                if waits(&actor(official, role)?, role) {
                    places.insert(todo(QueuePlace::in_role(official, role.into())));
                }
            }
        }
        Ok(places)
    }

    /// When time alone moves it: an answer that was put off is due then.
    fn anew_at(&self, now: Timestamp) -> Option<String> {
        let put_off = self.request.answers.iter().filter(|answer| answer.outcome == Outcome::Deferred);
        put_off.filter_map(|answer| answer.later_by).filter(|by| *by > now).min().map(time::to_text)
    }
}

/// Places all requests anew that time alone has moved, or that an older program had placed by other rules.
///
/// # Errors
/// Where the database cannot be read or written. What cannot be understood of a request leaves it where it is.
pub(super) async fn run(app: &App) -> Result<(), OperationError> {
    loop {
        let now = app.clock.now();
        let ids = queue::to_place(&mut *app.storage.reader().await?, &time::to_text(now), AT_ONCE).await?;
        if ids.is_empty() {
            return Ok(());
        }
        let mut all = Vec::new();
        for id in ids {
            let kept = Anew { request_id: id.clone(), read: None, places: BTreeSet::new(), anew_at: None };
            all.push(match anew(app, &id, now).await {
                Ok(found) => found.unwrap_or(kept),
                Err(error) if access::is_broken(&error) => kept,
                Err(error) => return Err(error),
            });
        }
        app.storage.place_anew(all).await?;
    }
}

async fn anew(app: &App, id: &str, now: Timestamp) -> Result<Option<Anew>, OperationError> {
    let (row, assigned) = {
        let mut reader = app.storage.reader().await?;
        let Some(row) = requests::find(&mut reader, id).await? else { return Ok(None) };
        (row, requests::assigned_to(&mut reader, id).await?)
    };
    let (request, rulebook) = access::read(app, &row).await?;
    let key = app.storage.keys().of(id)?;
    let placed = Placed { rulebook: &rulebook, request: &request, row: &row, key: &key };
    let (places, anew_at) = (placed.places(&assigned, now)?, placed.anew_at(now));
    Ok(Some(Anew { request_id: id.to_owned(), places, anew_at, read: Some((row, assigned)) }))
}
