//! Earlier decisions on the same question, for the same measure.
//!
//! Counted and listed are the requests alone that the official wrote or works on, and may still see: no figure, however
//! small, depends on a request that is hidden from them, so that two looks tell nothing of what came between.

use std::collections::BTreeMap;

use crate::domain::ids::{RequestReference, SafeguardName};
use crate::domain::request::Answer;
use crate::domain::safeguard::Outcome;
use crate::engine::gates;
use crate::storage::{log, requests};

use super::super::access::{self, Official};
use super::super::app::App;
use super::super::error::OperationError;
use super::super::read_request::{self, Seen};
use super::super::span::{self, apply, operation};
use super::said::last_answer;
use super::{Eyes, passers, reasons};

/// So many requests are looked at, the newest.
const LOOKED_AT: u32 = 60;

/// So many are told of one by one.
const LISTED: usize = 5;

/// How a question was answered before.
#[derive(Debug, Default)]
pub struct Earlier {
    /// How often it was answered in each way, in requests that this official works on.
    pub counted: BTreeMap<Outcome, usize>,
    /// The newest of them.
    pub cases: Vec<EarlierCase>,
}

/// An earlier decision.
#[derive(Debug)]
pub struct EarlierCase {
    /// The request.
    pub reference: String,
    /// The other State.
    pub counterpart: String,
    /// What was said.
    pub outcome: Outcome,
    /// When.
    pub at: String,
    /// Why, for whoever may read it.
    pub reason: Option<String>,
}

/// Reads how a safeguard was answered before, for the same measure on the same side; with `same_state` only where the
/// other State is the same.
///
/// # Errors
/// [`OperationError::NoSuchRequest`] for an unknown and for a hidden request alike.
#[apply(operation!)]
pub async fn earlier(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    safeguard: &SafeguardName,
    same_state: bool,
) -> Result<Earlier, OperationError> {
    let mut reader = app.storage.reader().await?;
    let Seen { row: here, request, .. } = read_request::seen(app, &mut reader, official, reference).await?;
    span::about(reference);
    let keys = app.storage.keys();
    let official = &access::now(&mut reader, app, official).await?;
    let counterpart = same_state.then_some(here.counterpart.as_str());
    let of = (here.measure.as_str(), counterpart);
    let rows = requests::list_of_official(&mut reader, official.id.as_str(), of, LOOKED_AT).await?;
    let mut earlier = Earlier::default();
    for row in rows.into_iter().filter(|row| row.id != here.id && row.sealed_at.is_none()) {
        let (other, rulebook) = match access::see(app, &mut reader, official, &row).await {
            Ok(seen) => seen,
            // What is hidden or broken is none of it.
            Err(error) if matches!(error, OperationError::NoSuchRequest(_)) || access::is_broken(&error) => continue,
            Err(error) => return Err(error),
        };
        let same = |answer: &&Answer| answer.safeguard == *safeguard && other.side == request.side;
        for answer in other.answers.iter().filter(same) {
            *earlier.counted.entry(answer.outcome).or_default() += 1;
            if earlier.cases.len() == LISTED {
                continue;
            }
            let entries = log::entries_of(&mut reader, &keys.entry_key(), &row.id).await?;
            let (name, gate) = (safeguard.as_str(), answer.gate.to_string());
            let Some((cseq, at, _)) = last_answer(&entries, name, &gate) else { continue };
            let actor = official.as_actor(&keys.of(&row.id)?)?;
            let eyes = Eyes { rulebook: &rulebook, request: &other, actor, now: app.clock.now() };
            let measure = rulebook.measures.get(&other.measure);
            let standing = measure.map(|measure| {
                gates::standing_at(&rulebook, measure, &other, answer.gate, answer.holding.as_ref(), eyes.now)
            });
            let place = standing.iter().flatten().find(|one| one.safeguard.name == *safeguard);
            let passers = passers(&eyes, answer.gate, answer.holding.is_some());
            let reads = answer.by == eyes.actor.mark || place.is_some_and(|one| eyes.reads_reasons(one, &passers));
            let reason = if reads { reasons(&mut reader, keys, &row.id).await?.remove(&cseq) } else { None };
            earlier.cases.push(EarlierCase {
                reference: row.reference.clone(),
                counterpart: row.counterpart.clone(),
                outcome: answer.outcome,
                at,
                reason,
            });
        }
    }
    Ok(earlier)
}
