//! Gates: where safeguards stand, what each reads, and what must have been passed before.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

/// The two sides of a procedure.
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
pub enum Side {
    /// The State that asks.
    Requesting,
    /// The State that is asked.
    Requested,
}

impl Side {
    /// The other side.
    #[must_use]
    pub fn other(self) -> Side {
        match self {
            Side::Requesting => Side::Requested,
            Side::Requested => Side::Requesting,
        }
    }
}

/// What an answer is about.
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
pub enum Subject {
    /// What is asked for, with its documents.
    Request,
    /// Items, conditions, grounds and reasons of the requested State.
    Decision,
    /// One delivery of what was obtained.
    Result,
    /// An extension of a preservation. Source: UNCC 42(9).
    Renewal,
    /// One use, or onward transfer, of what was received. Source: UNCC 40(19), 36(3).
    Use,
}

/// A point that nobody passes while a safeguard standing there is open.
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
pub enum Gate {
    /// The requesting State authorises its own request.
    Authorisation,
    /// The request leaves.
    Sending,
    /// The requested State admits it.
    Admission,
    /// It decides to assist.
    Decision,
    /// It carries out the measure.
    Execution,
    /// It hands over what was obtained.
    Disclosure,
    /// The requesting State uses it.
    Use,
    /// It passes it on to a third State or organisation.
    OnwardTransfer,
    /// A preservation is extended.
    Renewal,
    /// What was disclosed in an emergency is validated afterwards: by the State that disclosed, or each delivery by the one
    /// that ordered it without the authorisation it needs.
    Validation,
    /// Assistance is refused.
    Refusal,
    /// Assistance is postponed.
    Postponement,
    /// The matter is closed, what is held is released.
    Closing,
}

impl Gate {
    /// What the gate reads: answers given there carry this subject's digest.
    #[must_use]
    pub fn reads(self) -> Option<Subject> {
        match self {
            Gate::Authorisation | Gate::Sending | Gate::Admission => Some(Subject::Request),
            Gate::Decision | Gate::Execution | Gate::Refusal | Gate::Postponement => Some(Subject::Decision),
            Gate::Disclosure | Gate::Validation => Some(Subject::Result),
            Gate::Use | Gate::OnwardTransfer => Some(Subject::Use),
            Gate::Renewal => Some(Subject::Renewal),
            Gate::Closing => None,
        }
    }

    /// The gate that must have been passed just before on the same side, if any.
    ///
    /// `use` and `onward_transfer` need the receipt of a delivery instead: a holding.
    #[must_use]
    pub fn needs(self, side: Side) -> Option<Gate> {
        match self {
            Gate::Sending => Some(Gate::Authorisation),
            Gate::Decision => Some(Gate::Admission),
            Gate::Execution => Some(Gate::Decision),
            Gate::Disclosure => Some(Gate::Execution),
            // Who disclosed validates the disclosure; who ordered, what came of the order.
            Gate::Validation => Some(match side {
                Side::Requesting => Gate::Sending,
                Side::Requested => Gate::Disclosure,
            }),
            Gate::Renewal => Some(match side {
                Side::Requesting => Gate::Sending,
                Side::Requested => Gate::Execution,
            }),
            Gate::Authorisation
            | Gate::Admission
            | Gate::Use
            | Gate::OnwardTransfer
            | Gate::Refusal
            | Gate::Postponement
            | Gate::Closing => None,
        }
    }

    /// Whether the gate is ever passed at this side. What was received is used by whoever received it: the requesting
    /// side, or the other one where information came unasked.
    #[must_use]
    pub fn may_stand_at(self, side: Side) -> bool {
        match self {
            Gate::Authorisation | Gate::Sending => side == Side::Requesting,
            Gate::Admission
            | Gate::Decision
            | Gate::Execution
            | Gate::Disclosure
            | Gate::Refusal
            | Gate::Postponement => side == Side::Requested,
            Gate::Use | Gate::OnwardTransfer | Gate::Renewal | Gate::Validation | Gate::Closing => true,
        }
    }

    /// Every gate that must have been passed before, nearest first.
    #[must_use]
    pub fn prerequisites(self, side: Side) -> Vec<Gate> {
        std::iter::successors(self.needs(side), |gate| gate.needs(side)).collect()
    }
}

/// What a transition does to the world outside the file.
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
pub enum Effect {
    /// A request leaves.
    Send,
    /// A measure is carried out.
    Execute,
    /// A result leaves.
    Disclose,
    /// What was received is used.
    Use,
    /// What was received is passed on.
    TransferOnward,
    /// Assistance is refused, in whole or in part.
    Refuse,
    /// Assistance is postponed.
    Postpone,
    /// A preservation is extended.
    Renew,
    /// What is held is released.
    Release,
    /// The matter is closed.
    Close,
}

impl Effect {
    /// The gate at which a transition with this effect must stand.
    #[must_use]
    pub fn gate(self) -> Gate {
        match self {
            Effect::Send => Gate::Sending,
            Effect::Execute => Gate::Execution,
            Effect::Disclose => Gate::Disclosure,
            Effect::Use => Gate::Use,
            Effect::TransferOnward => Gate::OnwardTransfer,
            Effect::Refuse => Gate::Refusal,
            Effect::Postpone => Gate::Postponement,
            Effect::Renew => Gate::Renewal,
            Effect::Release | Effect::Close => Gate::Closing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::IntoEnumIterator;

    #[test]
    fn disclosure_rests_on_every_gate_of_the_requested_side() {
        assert_eq!(Gate::Disclosure.prerequisites(Side::Requested), [Gate::Execution, Gate::Decision, Gate::Admission]);
    }

    #[test]
    fn no_gate_needs_itself() {
        for side in Side::iter() {
            for gate in Gate::iter() {
                assert!(!gate.prerequisites(side).contains(&gate), "{gate} needs itself");
            }
        }
    }
}
