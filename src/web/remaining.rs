//! How much time is left, or has gone, in words.

use jiff::{SignedDuration, Timestamp};

use crate::domain::time;

use super::texts::Texts;

/// How long there is until a time, or how long it has been over.
pub(super) fn remaining(t: Texts, at: &str, now: Timestamp) -> Option<String> {
    let left = time::from_text(at).ok()?.duration_since(now);
    let whole = |hours: i64| usize::try_from(hours).unwrap_or_default();
    let hours = left.abs().as_hours();
    Some(match (left.is_negative(), hours) {
        (false, 0..24) => t.count("time-hours-left", whole(hours)),
        (false, _) => t.count("time-days-left", whole(hours / 24)),
        (true, 0..24) => t.say("time-over-today"),
        (true, _) => t.count("time-days-over", whole(hours / 24)),
    })
}

/// A length in whole days.
pub(super) fn days(t: Texts, length: SignedDuration) -> String {
    t.count("time-days", usize::try_from(length.as_hours() / 24).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::super::language::Language;
    use super::*;

    #[test]
    fn what_is_left_is_told_in_days_then_in_hours() {
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        let told = |at: &str| remaining(Texts(Language::En), at, now).unwrap();
        assert!(told("2026-11-25T12:00:00.000Z").contains('3'));
        assert!(told("2026-11-22T17:30:00.000Z").contains('5'));
        assert!(told("2026-11-20T11:00:00.000Z").contains('2'));
        assert_ne!(told("2026-11-22T11:00:00.000Z"), told("2026-11-22T13:00:00.000Z"));
        assert_eq!(remaining(Texts(Language::En), "never", now), None);
    }
}
