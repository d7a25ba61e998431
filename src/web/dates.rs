//! Times as people read them, in each language, and how something that is due stands to now.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use crate::domain::time;

use super::texts::Texts;

/// What is due within this time is said to be due soon.
const SOON: SignedDuration = SignedDuration::from_hours(72);

/// When something is due.
pub struct Due {
    /// For programs.
    pub at: String,
    /// For people.
    pub text: String,
    /// How long there is, or how late it is: `3 days left`, `2 days overdue`.
    pub left: String,
    /// Whether its time is over.
    pub overdue: bool,
    /// Whether it is due within three days.
    pub soon: bool,
}

impl Due {
    /// How a date stands to now.
    #[must_use]
    pub fn of(t: Texts, at: &str, now: Timestamp) -> Self {
        let left = time::from_text(at).ok().map(|at| at.duration_since(now));
        Self {
            at: at.to_owned(),
            text: moment(t, at),
            left: left.map(|left| told(t, left)).unwrap_or_default(),
            overdue: left.is_some_and(|left| left.is_negative()),
            soon: left.is_some_and(|left| !left.is_negative() && left <= SOON),
        }
    }
}

/// Whole days, and hours where there are not three of them: nobody is told a day that they do not have.
fn told(t: Texts, left: SignedDuration) -> String {
    let hours = usize::try_from(left.as_hours().unsigned_abs()).unwrap_or(usize::MAX);
    let told = match (left.is_negative(), hours >= 72) {
        (false, true) => t.count("left-days", hours / 24),
        (false, false) => t.count("left-hours", hours),
        (true, true) => t.count("over-days", hours / 24),
        (true, false) => t.count("over-hours", hours),
    };
    bare(&told)
}

/// Without the marks that keep a number apart: the words around it are of one language.
fn bare(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}

/// A length in whole days.
pub(super) fn days(t: Texts, length: SignedDuration) -> String {
    t.count("time-days", usize::try_from(length.as_hours() / 24).unwrap_or_default())
}

/// A time of the log as people read it: `20 November 2026 at 14:05 UTC`. What is no time stays as it is.
#[must_use]
pub fn moment(t: Texts, text: &str) -> String {
    let Ok(at) = time::from_text(text) else { return text.to_owned() };
    let at = at.to_zoned(TimeZone::UTC);
    let clock = format!("{:02}:{:02}", at.hour(), at.minute());
    t.plain("moment", &[("day", &t.0.day(at.date())), ("time", &clock)])
}

/// The same for tables: `20 Nov 2026, 14:05 UTC`.
#[must_use]
pub fn short_moment(t: Texts, text: &str) -> String {
    let Ok(at) = time::from_text(text) else { return text.to_owned() };
    let at = at.to_zoned(TimeZone::UTC);
    let clock = format!("{:02}:{:02}", at.hour(), at.minute());
    t.plain("moment-short", &[("day", &t.0.short_day(at.date())), ("time", &clock)])
}

/// The day of a time, or a day itself, as people read it.
#[must_use]
pub fn day(t: Texts, text: &str) -> String {
    let date = text.get(..10).and_then(|day| day.parse().ok());
    date.map_or_else(|| text.to_owned(), |date| t.0.day(date))
}

/// The size of a file, in bytes up to a thousand, then in kilobytes and megabytes with one decimal.
#[must_use]
pub fn size(t: Texts, bytes: u64) -> String {
    match bytes {
        0..1_000 => bare(&t.count("size-bytes", usize::try_from(bytes).unwrap_or_default())),
        1_000..1_000_000 => t.plain("size-kilobytes", &[("what", &t.0.tenths(bytes.div_ceil(100)))]),
        _ => t.plain("size-megabytes", &[("what", &t.0.tenths(bytes.div_ceil(100_000)))]),
    }
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
            (due.overdue, due.soon, due.left)
        };
        assert_eq!(due("2026-11-22T11:59:59.000Z"), (true, false, "less than an hour overdue".to_owned()));
        assert_eq!(due("2026-11-25T12:00:00.000Z"), (false, true, "3 days left".to_owned()));
        assert_eq!(due("2026-11-25T12:00:01.000Z"), (false, false, "3 days left".to_owned()));
        assert_eq!(due("2026-11-25T11:59:59.000Z"), (false, true, "71 hours left".to_owned()));
        assert_eq!(due("2026-11-12T12:00:00.000Z"), (true, false, "10 days overdue".to_owned()));
    }

    #[test]
    fn each_language_writes_its_times() {
        let at = "2026-11-20T14:05:59.000Z";
        let written = [
            (Language::Ar, "20 نوفمبر 2026، الساعة 14:05 بالتوقيت العالمي المنسق (UTC)"),
            (Language::Zh, "2026年11月20日14:05（UTC）"),
            (Language::En, "20 November 2026 at 14:05 UTC"),
            (Language::Fr, "20 novembre 2026 à 14:05 UTC"),
            (Language::Ru, "20 ноября 2026\u{202f}г. в 14:05 UTC"),
            (Language::Es, "20 de noviembre de 2026 a las 14:05 UTC"),
        ];
        for (language, wanted) in written {
            assert_eq!(moment(Texts(language), at), wanted, "{language}");
        }
        assert_eq!(short_moment(Texts(Language::En), at), "20 Nov 2026, 14:05 UTC");
        assert_eq!(day(Texts(Language::Es), "2026-11-20"), "20 de noviembre de 2026");
        assert_eq!(moment(Texts(Language::En), "soon"), "soon");
    }

    #[test]
    fn sizes_are_told_in_what_fits() {
        let sizes = |language| [1, 999, 1_000, 2_450, 48_000_001].map(|bytes| size(Texts(language), bytes));
        assert_eq!(sizes(Language::En), ["1 byte", "999 bytes", "1\u{a0}kB", "2.5\u{a0}kB", "48.1\u{a0}MB"]);
        assert_eq!(sizes(Language::Fr)[3..], ["2,5\u{a0}ko", "48,1\u{a0}Mo"]);
    }
}
