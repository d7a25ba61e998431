//! Lists the agreements to apply instruments that are not in force, for every official: who drafts has to know them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::ids::{AgreementId, InstrumentCode, StateCode};
use crate::storage::agreements::{self, AgreementRow};

use super::access::{self, Official};
use super::app::App;
use super::error::OperationError;
use super::span::{apply, operation};

/// How an agreement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stands {
    /// A second administrator has to confirm it.
    Waits,
    /// Requests may begin under it.
    Counts,
    /// It has ended: nothing more begins under it, and what runs goes on.
    Ended,
}

/// An agreement of both States to apply an instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Agreement {
    /// Its id.
    pub agreement: AgreementId,
    /// The instrument.
    pub instrument: InstrumentCode,
    /// The other State.
    pub state: StateCode,
    /// The day on which both agreed.
    #[schema(value_type = String, format = Date)]
    pub agreed_on: Date,
    /// What it is called.
    pub title: String,
    /// How it stands.
    pub stands: Stands,
    /// When it was recorded.
    pub recorded_at: String,
    /// Since when it counts, or counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<String>,
    /// Since when it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<String>,
}

impl Agreement {
    /// A row as people are told of it.
    pub(super) fn of(row: &AgreementRow) -> Result<Self, OperationError> {
        let damaged = |error: &dyn std::fmt::Display| OperationError::damaged("an agreement", error);
        Ok(Self {
            agreement: AgreementId::parse(row.id.clone()).map_err(|error| damaged(&error))?,
            instrument: InstrumentCode::parse(row.instrument.clone()).map_err(|error| damaged(&error))?,
            state: StateCode::parse(row.state.clone()).map_err(|error| damaged(&error))?,
            agreed_on: row.agreed_on.parse().map_err(|error: jiff::Error| damaged(&error))?,
            title: row.title.clone(),
            stands: match (row.counts(), &row.ended_at) {
                (_, Some(_)) => Stands::Ended,
                (true, None) => Stands::Counts,
                (false, None) => Stands::Waits,
            },
            recorded_at: row.recorded_at.clone(),
            confirmed_at: row.confirmed_at.clone(),
            ended_at: row.ended_at.clone(),
        })
    }
}

/// Lists the agreements, those that wait and those that have ended included, the oldest first.
///
/// # Errors
/// [`OperationError::NotSignedIn`] for whoever was shut out meanwhile; where one was altered by hand.
#[apply(operation!)]
pub async fn run(app: &App, official: &Official) -> Result<Vec<Agreement>, OperationError> {
    let mut reader = app.storage.reader().await?;
    let keys = app.storage.keys();
    access::still(&mut reader, app, official).await?;
    agreements::list(&mut reader, keys).await?.iter().map(Agreement::of).collect()
}
