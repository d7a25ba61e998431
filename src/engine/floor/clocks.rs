//! Clocks that the treaty itself sets: how long, where they run, what begins them anew.
//!
//! Source: section 7 of the study. Clocks that only remind, and rest on policy, belong to the installation and are not here:
//! but for those by which what goes on, or is kept, is looked at again (24(2), 36(2)), and those that end what restricts.

use crate::domain::gate::Gate;

use super::super::procedure::Procedure;
use super::measures::ships;

/// A clock of the law.
#[derive(Debug)]
pub(in crate::engine) struct LawClock {
    /// The procedure.
    pub(in crate::engine) procedure: &'static str,
    /// The part of it.
    pub(in crate::engine) part: &'static str,
    /// Its name.
    pub(in crate::engine) name: &'static str,
    /// At least so many hours.
    pub(in crate::engine) at_least: Option<i64>,
    /// At most so many hours.
    pub(in crate::engine) at_most: Option<i64>,
    /// Whether it moves the file when its time is up.
    pub(in crate::engine) moves: bool,
    /// Stages in which it may be paused.
    pub(in crate::engine) paused_in: &'static [&'static str],
    /// Stages in which it has to run, or be paused.
    pub(in crate::engine) runs_in: &'static [&'static str],
    /// Where officials or clocks start it: only at one of these gates. Anywhere, where none is named.
    pub(in crate::engine) started_at: &'static [Gate],
    /// Its article.
    pub(in crate::engine) article: &'static str,
}

const DAY: i64 = 24;

/// The clocks of the law.
pub(in crate::engine) const CLOCKS: &[LawClock] = &[
    LawClock {
        procedure: "preservation",
        part: "requested",
        name: "preservation",
        at_least: Some(60 * DAY),
        at_most: None,
        moves: true,
        paused_in: &["extension_wanted"],
        runs_in: &["preserved", "extension_wanted"],
        started_at: &[Gate::Execution, Gate::Renewal],
        article: "UNCC 42(8)",
    },
    LawClock {
        procedure: "preservation",
        part: "requesting",
        name: "preservation",
        at_least: Some(60 * DAY),
        at_most: None,
        moves: true,
        paused_in: &["extension_asked"],
        runs_in: &["preserved", "extension_asked"],
        started_at: &[Gate::Renewal],
        article: "UNCC 42(8)",
    },
    LawClock {
        procedure: "preservation",
        part: "requested",
        name: "hold_review",
        at_least: None,
        at_most: Some(90 * DAY),
        moves: false,
        paused_in: &[],
        runs_in: &["held"],
        started_at: &[],
        article: "UNCC 25(2)",
    },
    LawClock {
        procedure: "appearance",
        part: "requesting",
        name: "safe_conduct",
        at_least: Some(15 * DAY),
        at_most: None,
        moves: true,
        paused_in: &[],
        runs_in: &["free_to_leave"],
        started_at: &[],
        article: "UNCC 40(29)",
    },
    LawClock {
        procedure: "appearance",
        part: "requested",
        name: "safe_conduct",
        at_least: Some(15 * DAY),
        at_most: None,
        moves: true,
        paused_in: &[],
        runs_in: &["leaving"],
        started_at: &[],
        article: "UNCC 40(29)",
    },
    LawClock {
        procedure: "emergency",
        part: "requested",
        name: "validation",
        at_least: None,
        at_most: Some(2 * DAY),
        moves: true,
        paused_in: &[],
        runs_in: &["awaiting_validation"],
        started_at: &[Gate::Disclosure],
        article: "UNCC 41(3)(e)",
    },
    LawClock {
        procedure: "emergency",
        part: "holding",
        name: "validation",
        at_least: None,
        at_most: Some(2 * DAY),
        moves: true,
        paused_in: &[],
        runs_in: &["provisional"],
        started_at: &[],
        article: "UNCC 41(3)(e)",
    },
    LawClock {
        procedure: "live_collection",
        part: "requested",
        name: "collection",
        at_least: None,
        at_most: Some(30 * DAY),
        moves: true,
        paused_in: &[],
        runs_in: &["executing", "renewal_wanted"],
        started_at: &[Gate::Execution, Gate::Renewal],
        article: "UNCC 45(3)",
    },
    LawClock {
        procedure: "live_collection",
        part: "requesting",
        name: "collection",
        at_least: None,
        at_most: Some(30 * DAY),
        moves: true,
        paused_in: &[],
        runs_in: &["collecting", "renewal_asked"],
        started_at: &[Gate::Renewal],
        article: "UNCC 45(3)",
    },
    LawClock {
        procedure: "freezing",
        part: "requested",
        name: "freeze_review",
        at_least: None,
        at_most: Some(90 * DAY),
        moves: false,
        paused_in: &[],
        runs_in: &["executing"],
        started_at: &[],
        article: "UNCC 31",
    },
    LawClock {
        procedure: "freezing",
        part: "requested",
        name: "lifting",
        at_least: Some(LEAST_CONSULTATION),
        at_most: None,
        moves: true,
        paused_in: &[],
        runs_in: &["lifting_announced"],
        started_at: &[],
        article: "UNCC 50",
    },
    LawClock {
        procedure: "preservation",
        part: "requested",
        name: "warning",
        at_least: None,
        at_most: None,
        moves: true,
        paused_in: &[],
        runs_in: &["warned"],
        started_at: &[],
        article: "UNCC 42(7)",
    },
    LawClock {
        procedure: "",
        part: "holding",
        name: "retention_review",
        at_least: None,
        at_most: Some(180 * DAY),
        moves: false,
        paused_in: &[],
        runs_in: &["held"],
        started_at: &[],
        article: "UNCC 36(2)",
    },
];

impl LawClock {
    /// Whether it is a clock of this procedure.
    pub(in crate::engine) fn is_of(&self, procedure: &Procedure) -> bool {
        procedure.name == *self.procedure || (self.procedure.is_empty() && ships(procedure))
    }
}

/// A consultation that its own clock ends lasts so many hours at least: silence has to have had a meaning. Source: UNCC 40(28).
pub(super) const LEAST_CONSULTATION: i64 = 3 * DAY;
