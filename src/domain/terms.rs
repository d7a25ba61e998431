//! The coded part of a subject: what rules read of it, while its words stay sealed.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::ids::{ConditionCode, GroundCode, ItemName, ThreadId};

/// What the requested State has decided, or is about to.
///
/// Source: UNCC 40(21)-(28).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionTerms {
    /// Items granted.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub granted: BTreeSet<ItemName>,
    /// Items refused, each with its ground. A whole refusal names every item.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub refused: BTreeMap<ItemName, GroundCode>,
    /// Ground for postponing, where assistance is postponed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postponed: Option<GroundCode>,
    /// Conditions on which assistance is given.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub conditions: BTreeSet<ConditionCode>,
    /// Whether reasons stand beside it. Source: UNCC 40(25).
    pub reasoned: bool,
}

impl DecisionTerms {
    /// Every ground that the decision rests on.
    #[must_use]
    pub fn grounds(&self) -> BTreeSet<GroundCode> {
        self.refused.values().chain(&self.postponed).cloned().collect()
    }
}

/// The coded part of whichever subject is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Terms {
    /// Of a request: the items sought.
    Request {
        /// Items sought.
        items: BTreeSet<ItemName>,
    },
    /// Of a decision.
    Decision(DecisionTerms),
    /// Of a result: the items that its documents answer.
    Result {
        /// Items delivered.
        items: BTreeSet<ItemName>,
        /// How many documents it holds.
        documents: u32,
    },
    /// Of a renewal: for how many days more.
    Renewal {
        /// Days beyond the present term.
        days: u16,
    },
    /// Of a use: the conditions it undertakes to keep.
    Use {
        /// Conditions kept.
        keeps: BTreeSet<ConditionCode>,
        /// Whether it goes beyond what the evidence was asked for.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        beyond: bool,
    },
}

/// The coded part of a message: all that the other side's rules read of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carried {
    /// Digest of what it carries, the same in both States' logs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<super::ids::Digest>,
    /// Items sought, granted or delivered.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub items: BTreeSet<ItemName>,
    /// Grounds, where it refuses or consults.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub grounds: BTreeSet<GroundCode>,
    /// Conditions offered, or on which a result is given.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub conditions: BTreeSet<ConditionCode>,
    /// Conditions that the requesting State accepts. Source: UNCC 40(28).
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub accepted: BTreeSet<ConditionCode>,
    /// Days, where it renews.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u16>,
    /// The matter from which a request follows. Source: UNCC 42(1), 42(8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<ThreadId>,
}
