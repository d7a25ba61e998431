//! What anybody may look at, signed in or not: nothing here is about a request.

mod counted;
mod glossary;
mod help;
mod procedures;
mod safeguards;
mod statistics;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use crate::domain::ids::InstrumentCode;
use crate::engine::procedure::Procedure;
use crate::engine::rulebook::Rulebook;
use crate::http::service::Service;

/// Their addresses.
pub(super) fn routes() -> Router<Service> {
    Router::new()
        .route("/{language}/help", get(help::help))
        .route("/{language}/accessibility", get(help::accessibility))
        .route("/{language}/privacy", get(help::privacy))
        .route("/{language}/glossary", get(glossary::show))
        .route("/{language}/statistics", get(statistics::show))
        .route("/{language}/statistics.csv", get(statistics::file))
        .route("/{language}/procedures", get(procedures::list))
        .route("/{language}/procedures/{procedure}", get(procedures::show))
        .route("/{language}/procedures/{procedure}/safeguards", get(safeguards::show))
}

/// The rulebook of the instrument that an address names, else the main one.
fn rulebook(service: &Service, of: Option<&str>) -> Option<Arc<Rulebook>> {
    let rulebooks = service.app.rulebooks();
    match of {
        Some(code) => rulebooks.get(&InstrumentCode::parse(code.to_owned()).ok()?).cloned(),
        None => Some(Arc::clone(&rulebooks.main)),
    }
}

/// The procedure that an address names.
fn procedure<'r>(rulebook: &'r Rulebook, name: &str) -> Option<&'r Procedure> {
    rulebook.procedures.values().find(|procedure| procedure.name == *name)
}
