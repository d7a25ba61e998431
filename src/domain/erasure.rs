//! Why content is erased: a closed list, so that nobody writes a person's name into the log as a reason. Source: UNCC 36.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr, VariantNames};

/// The basis on which the content of a request is erased.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ErasureBasis {
    /// The time for which it may be kept is over.
    RetentionEnded,
    /// What it was asked for is done.
    NoLongerNeeded,
    /// Somebody whose data it is has asked for it, and has a right to it.
    DataSubject,
    /// A court or a supervisory authority has ordered it.
    Ordered,
    /// It should never have been processed.
    Unlawful,
}
