//! Messages between the two sides of a procedure, as the rule files see them.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

/// What a message brings with it.
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
pub enum Carries {
    /// Only words.
    Nothing,
    /// A request, or its supplement.
    Request,
    /// A wish to extend a preservation.
    Renewal,
    /// What was obtained.
    Result,
    /// A refusal, in whole or in part.
    Refusal,
    /// A postponement.
    Postponement,
    /// A use of what was delivered, for which leave is asked, or not given. Source: UNCC 40(19), 36(3).
    Use,
    /// Leave for that use.
    Consent,
}

/// What becomes of a message that no stage hears when it comes.
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
pub enum WhenLate {
    /// It is kept and noted.
    Noted,
    /// It is kept and cannot be used.
    Sealed,
}

/// What a clock does when its time is up.
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
pub enum AtExpiry {
    /// It says so, once.
    Alert,
    /// It moves the request.
    Move,
}

/// Which way a message goes, seen from this authority.
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
pub enum Direction {
    /// From the other State.
    In,
    /// To the other State.
    Out,
}

/// How a message travelled when no Comity carried it.
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
pub enum Channel {
    /// Between two installations of Comity.
    Comity,
    /// By post.
    Post,
    /// By diplomatic bag. Source: UNCC 40(12).
    DiplomaticBag,
    /// By electronic mail. Source: UNCC 40(14).
    Email,
    /// Through INTERPOL. Source: UNCC 40(12).
    Interpol,
}
