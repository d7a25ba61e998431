//! Measures: what one State asks another to do.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

/// What a measure touches; safeguards bind by kind unless a measure is named.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MeasureKind {
    /// Service of documents, records.
    Documents,
    /// Stored electronic data.
    Data,
    /// Testimony, hearings, transfer of detained persons.
    Persons,
    /// Freezing, seizure, confiscation.
    Property,
    /// Collection in real time.
    Live,
    /// Disclosure to avert an emergency.
    Emergency,
    /// Information sent without a request.
    Transmission,
}

/// From this level on a measure is intrusive, and more of the steps need two people.
pub const INTRUSIVE_LEVEL: u8 = 5;
