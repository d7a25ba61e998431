//! Roles: what an official may do, and which roles exclude each other.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

/// What an official may do at their authority.
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
pub enum Role {
    /// Drafts and submits requests.
    DraftingOfficial,
    /// Decides for the central authority. Source: UNCC 40(12).
    CentralAuthority,
    /// Carries out what was granted.
    ExecutingAuthority,
    /// Judge or other independent authority. Source: UNCC 24(2).
    JudicialAuthority,
    /// Reviews human rights.
    RightsReviewer,
    /// Reviews transfers of personal data. Source: UNCC 36.
    DataProtectionReviewer,
    /// Point of contact at all hours. Source: UNCC 41(1).
    PointOfContact,
    /// Reads, exports and verifies; never acts on a request.
    Auditor,
    /// Keeps officials and settings; never acts on a request.
    Administrator,
}

impl Role {
    /// Whether this role may act on a request at all.
    #[must_use]
    pub fn acts_on_requests(self) -> bool {
        !matches!(self, Role::Auditor | Role::Administrator)
    }

    /// Whether this role tolerates no second one beside it: independence of the judge, distance of the administrator.
    #[must_use]
    pub fn stands_alone(self) -> bool {
        matches!(self, Role::JudicialAuthority | Role::Administrator)
    }
}

/// Why somebody cannot hold these roles together; `None` when they can.
///
/// Source: UNCC 24(2) (independence), and the rule that an administrator holds no other role.
#[must_use]
pub fn incompatible(roles: &BTreeSet<Role>) -> Option<String> {
    let alone = roles.iter().find(|role| role.stands_alone())?;
    let other = roles.iter().find(|role| *role != alone)?;
    Some(format!("`{alone}` stands alone and cannot be held with `{other}`: give the second role to another official"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_judge_and_an_administrator_hold_no_second_role() {
        assert!(incompatible(&[Role::JudicialAuthority, Role::CentralAuthority].into()).is_some());
        assert!(incompatible(&[Role::Administrator, Role::Auditor].into()).is_some());
        assert_eq!(incompatible(&[Role::CentralAuthority, Role::RightsReviewer].into()), None);
        assert_eq!(incompatible(&[Role::JudicialAuthority].into()), None);
    }
}
