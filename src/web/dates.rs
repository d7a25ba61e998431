//! Times as people read them, and how something that is due stands to now.

use jiff::{SignedDuration, Timestamp};

use crate::domain::time;

use super::texts::Texts;

/// What is due within this time is said to be due soon.
const SOON: SignedDuration = SignedDuration::from_hours(72);

/// When something is due.
pub(super) struct Due {
    /// For programs.
    pub(super) at: String,
    /// For people.
    pub(super) text: String,
    pub(super) overdue: bool,
    pub(super) soon: bool,
}

impl Due {
    /// How a date stands to now.
    pub(super) fn of(t: Texts, at: &str, now: Timestamp) -> Self {
        let left = time::from_text(at).ok().map(|at| at.duration_since(now));
        Self {
            at: at.to_owned(),
            text: moment(t, at),
            overdue: left.is_some_and(|left| left.is_negative()),
            soon: left.is_some_and(|left| !left.is_negative() && left <= SOON),
        }
    }
}

/// A time of the log as people read it: day and minute, in UTC.
pub(super) fn moment(_t: Texts, text: &str) -> String {
    let (day, rest) = text.split_once('T').unwrap_or((text, ""));
    format!("{day} {} UTC", rest.get(..5).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::super::language::Language;
    use super::*;

    #[test]
    fn what_is_due_is_told_by_how_long_there_is() {
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        let due = |at: &str| {
            let due = Due::of(Texts(Language::En), at, now);
            (due.overdue, due.soon)
        };
        assert_eq!(due("2026-11-22T11:59:59.000Z"), (true, false));
        assert_eq!(due("2026-11-25T12:00:00.000Z"), (false, true));
        assert_eq!(due("2026-11-25T12:00:01.000Z"), (false, false));
        assert_eq!(moment(Texts(Language::En), "2026-11-25T12:00:01.000Z"), "2026-11-25 12:00 UTC");
    }
}
