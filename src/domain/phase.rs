//! Phases: the fixed order that every procedure's stages follow.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use super::gate::Gate;

/// What a stage is about, in the order in which a request moves.
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
pub enum Phase {
    /// The request is being written.
    Drafting,
    /// It is reviewed before it leaves.
    Review,
    /// It has left; the other State is to act.
    Sent,
    /// The requested State looks whether it can be dealt with at all.
    Admission,
    /// The requested State examines whether to assist.
    Examination,
    /// Both consult on terms and conditions.
    Consultation,
    /// What was granted is carried out.
    Execution,
    /// What was obtained is reviewed and handed over.
    Disclosure,
    /// What was received is used.
    Use,
    /// Nothing more is due.
    Closed,
}

impl Phase {
    /// Whether officials and clocks may lead from here to `to`: forward, or back to where work is done again.
    /// A message of the other State may lead anywhere.
    #[must_use]
    pub fn may_lead_to(self, to: Phase) -> bool {
        let workplace =
            matches!(to, Phase::Drafting | Phase::Review | Phase::Admission | Phase::Examination | Phase::Consultation);
        to >= self || workplace
    }

    /// The gate behind which this phase lies, at the side that has that gate.
    #[must_use]
    pub fn lies_behind(self) -> Option<Gate> {
        match self {
            Phase::Sent => Some(Gate::Sending),
            Phase::Examination => Some(Gate::Admission),
            Phase::Execution => Some(Gate::Decision),
            Phase::Drafting
            | Phase::Review
            | Phase::Admission
            | Phase::Consultation
            | Phase::Disclosure
            | Phase::Use
            | Phase::Closed => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn officials_lead_forward_or_back_to_a_workplace() {
        assert!(Phase::Admission.may_lead_to(Phase::Examination));
        assert!(Phase::Execution.may_lead_to(Phase::Consultation));
        assert!(!Phase::Disclosure.may_lead_to(Phase::Execution));
        assert!(!Phase::Closed.may_lead_to(Phase::Use));
    }
}
