//! Who has held the file, since when, and for how long in all: read from the request's own history.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::domain::ids::StageName;
use crate::domain::time;
use crate::engine::explain::{self, Holder};
use crate::engine::procedure::Procedure;
use crate::operations::request_view::{Happened, RequestView};

/// Who has held the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Turns {
    /// Since when whoever holds it now does.
    pub(super) since: String,
    /// How long it was with us.
    pub(super) ours: SignedDuration,
    /// How long it was with the other State.
    pub(super) theirs: SignedDuration,
}

/// A stage that was entered.
pub(super) struct Entered<'h> {
    pub(super) from: &'h str,
    pub(super) to: &'h str,
    pub(super) at: &'h str,
}

/// Every stage that the request itself has entered, in their order.
pub(super) fn entered(history: &[Happened]) -> Vec<Entered<'_>> {
    history
        .iter()
        .filter(|entry| entry.entry == "transition_taken" && entry.body.get("holding").is_none())
        .filter_map(|entry| {
            let said = |name: &str| entry.body.get(name).and_then(Value::as_str);
            Some(Entered { from: said("from")?, to: said("to")?, at: &entry.at })
        })
        .collect()
}

/// Adds up who has held the file until now.
pub(super) fn turns(procedure: &Procedure, view: &RequestView, history: &[Happened], now: Timestamp) -> Option<Turns> {
    let begun = history.first().map(|entry| entry.at.as_str())?;
    let start = procedure.part(view.side).start.to_string();
    let mut stretches = vec![(start, begun)];
    stretches.extend(entered(history).into_iter().map(|entered| (entered.to.to_owned(), entered.at)));
    let mut turns = Turns { since: begun.to_owned(), ours: SignedDuration::ZERO, theirs: SignedDuration::ZERO };
    let mut before = None;
    for (at, (stage, from)) in stretches.iter().enumerate() {
        let holder =
            StageName::parse(stage.clone()).ok().and_then(|name| explain::holder_at(procedure, view.side, &name));
        if at == 0 || holder != before {
            (*from).clone_into(&mut turns.since);
        }
        before = holder;
        let end = stretches.get(at + 1).and_then(|(_, at)| time::from_text(at).ok()).unwrap_or(now);
        let Ok(from) = time::from_text(from) else { continue };
        match holder {
            Some(Holder::Authority) => turns.ours += end.duration_since(from),
            Some(Holder::Counterpart) => turns.theirs += end.duration_since(from),
            None => {}
        }
    }
    Some(turns)
}
