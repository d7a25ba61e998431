//! Whether a request may begin under an instrument that is not in force. Source: UNCC 40(7), 65(1).

use sqlx::AnyConnection;

use crate::domain::ids::StateCode;
use crate::domain::in_force::{NotInForce, RestsOn};
use crate::engine::refusal::Refusal;
use crate::engine::rulebook::Rulebook;
use crate::storage::keys::Keys;
use crate::storage::{Transaction, agreements};

use super::app::Authority;
use super::error::OperationError;

/// Refuses a request under an instrument that is not in force, outside training, with a State that has not agreed to
/// apply it. The authority's row has to be locked before, so that no agreement ends meanwhile.
///
/// Only asked when a request begins: what runs is brought to its end although an agreement has ended.
///
/// # Errors
/// [`Refusal::NotInForce`]; where the agreements cannot be read.
pub(super) async fn may_begin(
    tx: &mut Transaction,
    authority: &Authority,
    rulebook: &Rulebook,
    counterpart: &StateCode,
) -> Result<(), OperationError> {
    let keys = tx.keys();
    applies(tx, &keys, authority, rulebook, counterpart).await
}

/// The same as it looks now, for whoever only wants to know it.
pub(super) async fn applies(
    connection: &mut AnyConnection,
    keys: &Keys,
    authority: &Authority,
    rulebook: &Rulebook,
    counterpart: &StateCode,
) -> Result<(), OperationError> {
    let about = &rulebook.about;
    match NotInForce::of(about.in_force, authority.training) {
        None | Some(NotInForce::Training) => return Ok(()),
        Some(NotInForce::Agreement) => {}
    }
    let agreed = agreements::of(connection, keys, (&about.instrument, counterpart.as_str())).await?;
    if agreed.iter().any(agreements::AgreementRow::counts) {
        return Ok(());
    }
    let articles = about.source.iter().map(ToString::to_string).collect();
    Err(Refusal::NotInForce { instrument: about.instrument.clone(), state: counterpart.clone(), articles }.into())
}

/// The instrument of a request, as people and programs are told of it.
pub(super) fn rests_on(rulebook: &Rulebook, training: bool) -> Result<RestsOn, OperationError> {
    Ok(RestsOn::of(rulebook.instrument()?, NotInForce::of(rulebook.about.in_force, training)))
}
