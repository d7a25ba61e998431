//! Safeguards: whether one binds, and what an answer does.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

/// Why a safeguard is asked for a measure.
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
pub enum Basis {
    /// A duty of the treaty itself.
    Treaty,
    /// A duty of domestic law that the treaty calls for. Source: UNCC 24, 36.
    Domestic,
    /// Asked for by human-rights bodies; binds in profile `strict`.
    Policy,
    /// Not asked.
    None,
    /// Forbidden: may not be made a condition. Source: UNCC 42(4).
    Never,
}

/// Which bases bind at an installation. It belongs to the installation, never to a request.
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
pub enum Profile {
    /// Only what the treaty itself demands.
    TreatyMinimum,
    /// And what domestic law demands.
    Domestic,
    /// And what human-rights bodies ask for: the default.
    Strict,
}

/// What an answer says.
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
pub enum Outcome {
    /// The safeguard holds.
    Met,
    /// It does not: the gate stays shut.
    NotMet,
    /// It holds while the decision carries the condition named.
    MetWithConditions,
    /// The question does not arise here.
    NotApplicable,
    /// It will be answered later, where an emergency lets it. Source: UNCC 41(3)(e).
    Deferred,
}

/// How a safeguard stands at a gate, for what the gate reads now.
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
    IntoStaticStr,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum SafeguardState {
    /// Nobody has answered it.
    Open,
    /// The answer lets the gate open.
    Cleared,
    /// The answer keeps the gate shut.
    Blocking,
    /// It was answered for something that has since changed.
    Stale,
    /// It was answered, and a second official has yet to confirm.
    Unconfirmed,
}
