//! Lists the adoptions of rulebooks, for every official: who works under rules may know who put them in force.

use serde::{Deserialize, Serialize};

use crate::domain::ids::{AdoptionId, Digest};
use crate::domain::role::Role;
use crate::storage::adoptions::{self, AdoptionRow};
use crate::storage::keys::Keys;

use super::access::{self, Official};
use super::act::Context;
use super::app::App;
use super::error::OperationError;
use super::span::{apply, operation};

/// How an adoption stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// A second administrator has to confirm it.
    Waits,
    /// Another rulebook was adopted since: nobody can confirm it any more.
    Overtaken,
    /// New requests begin with its rulebook.
    Counts,
    /// It counted until another one did.
    Replaced,
    /// It was taken back.
    TakenBack,
}

/// The adoption of a rulebook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Adoption {
    /// Its id.
    pub adoption: AdoptionId,
    /// The instrument.
    pub instrument: String,
    /// The rulebook.
    pub rulebook: Digest,
    /// The rulebook that it was held against; none where its instrument had none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<Digest>,
    /// In how many lines protection falls.
    pub fell: i64,
    /// In how many lines it rises.
    pub rose: i64,
    /// How it stands.
    pub stands: Stage,
    /// Why: told to administrators.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whether you proposed it: then somebody else confirms it.
    pub proposed_by_you: bool,
    /// Whether two administrators were needed: not where it came with the installation.
    pub by_two: bool,
    /// When it was proposed.
    pub proposed_at: String,
    /// Since when new requests begin with its rulebook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<String>,
    /// When it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_back_at: Option<String>,
}

impl Adoption {
    /// A row as the one who acts is told of it.
    pub(super) fn of(
        row: &AdoptionRow,
        rows: &[AdoptionRow],
        context: &Context,
        keys: &Keys,
    ) -> Result<Self, OperationError> {
        let by = context.official.as_ref();
        let tells = by.is_some_and(|official| official.roles.contains(&Role::Administrator));
        let reason = if tells { adoptions::reason(keys, &context.authority.case, row)? } else { None };
        let damaged = |error: &dyn std::fmt::Display| OperationError::damaged("an adoption", error);
        let counting = adoptions::counting(rows, &row.instrument);
        let overtaken = counting.map(|now| &now.rulebook) != row.instead_of.as_ref();
        Ok(Self {
            adoption: AdoptionId::parse(row.id.clone()).map_err(|error| damaged(&error))?,
            instrument: row.instrument.clone(),
            rulebook: Digest::parse(row.rulebook.clone()).map_err(|error| damaged(&error))?,
            instead_of: row.instead_of.clone().map(Digest::parse).transpose().map_err(|error| damaged(&error))?,
            fell: row.fell,
            rose: row.rose,
            stands: match (row.number, &row.taken_back_at) {
                (Some(_), _) if counting.is_some_and(|now| now.id == row.id) => Stage::Counts,
                (Some(_), _) => Stage::Replaced,
                (None, Some(_)) => Stage::TakenBack,
                (None, None) if overtaken => Stage::Overtaken,
                (None, None) => Stage::Waits,
            },
            reason,
            proposed_by_you: by.is_some_and(|official| row.proposed_by.as_deref() == Some(official.id.as_str())),
            by_two: row.proposed_by.is_some(),
            proposed_at: row.proposed_at.clone(),
            confirmed_at: row.confirmed_at.clone(),
            taken_back_at: row.taken_back_at.clone(),
        })
    }
}

/// Lists the adoptions, those that wait and those that were taken back included, the oldest first.
///
/// # Errors
/// [`OperationError::NotSignedIn`] for whoever was shut out meanwhile; where one was altered by hand.
#[apply(operation!)]
pub async fn run(app: &App, official: &Official) -> Result<Vec<Adoption>, OperationError> {
    let mut reader = app.storage.reader().await?;
    let keys = app.storage.keys();
    let official = access::now(&mut reader, app, official).await?;
    let rows = adoptions::list(&mut reader, keys).await?;
    drop(reader);
    let context = Context::of(app, Some(&official)).await?;
    rows.iter().map(|row| Adoption::of(row, &rows, &context, keys)).collect()
}
