//! Looks, before a request leaves, at what the requested State has declared: it warns, and stops nobody.

use crate::domain::gate::{Side, Subject};
use crate::domain::ids::{RequestReference, StateCode};
use crate::engine::preflight::{self, Preflight};
use crate::storage::Connection;

use super::access::Official;
use super::app::App;
use super::error::OperationError;
use super::read_request::{self, Seen};
use super::span::{self, apply, operation};

/// Holds a request of ours against what the requested State has declared, by the rules that requests begin with now:
/// declarations are facts of today, whatever the rules that the request keeps.
///
/// # Errors
/// [`OperationError::NoSuchRequest`] for an unknown and for a hidden one alike; [`OperationError::Unusable`] for one that
/// was received.
#[apply(operation!)]
pub async fn run(app: &App, official: &Official, reference: &RequestReference) -> Result<Preflight, OperationError> {
    let mut reader: Connection = app.storage.reader().await?;
    let Seen { row, request, rulebook } = read_request::seen(app, &mut reader, official, reference).await?;
    span::about(reference);
    if request.side == Side::Requested {
        let why = "it was received: what this State accepts is asked at its own gates";
        return Err(OperationError::unusable(format!("the request `{reference}`"), &why));
    }
    let measure = rulebook
        .measures
        .get(&request.measure)
        .ok_or_else(|| OperationError::damaged("a request", &"its measure is not in its rulebook"))?;
    let counterpart = StateCode::parse(row.counterpart.clone())
        .map_err(|error| OperationError::damaged("a request's other State", &error))?;
    let content = read_request::words(&mut reader, app.storage.keys(), &row, &request, Subject::Request).await?;
    // Lists of other instruments may name no States at all: the main one knows them.
    let now = app.clock.now();
    let rulebooks = app.rulebooks();
    let knowing =
        rulebooks.iter().find(|known| known.parties.get(&counterpart).is_some_and(|party| party.profile.is_some()));
    let knowing = knowing.map_or(&*rulebook, |known| &**known);
    Ok(preflight::preflight(knowing, measure, &counterpart, &content, now))
}
