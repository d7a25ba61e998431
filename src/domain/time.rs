//! Moments as text: RFC 3339 in UTC, always 24 characters, so that they sort as text.

use jiff::{SignedDuration, Timestamp};

use super::ids::NotA;

/// Writes a moment as 24 characters with milliseconds, such as `2026-11-22T09:30:00.000Z`.
#[must_use]
pub fn to_text(moment: Timestamp) -> String {
    format!("{moment:.3}")
}

/// Reads a moment of exactly 24 characters.
///
/// # Errors
/// [`NotA`] when the text has another shape.
pub fn from_text(text: &str) -> Result<Timestamp, NotA> {
    let wanted = "a time such as `2026-11-22T09:30:00.000Z`";
    let refused = || NotA { text: text.to_owned(), wanted };
    if text.len() != 24 || !text.ends_with('Z') {
        return Err(refused());
    }
    text.parse().map_err(|_| refused())
}

/// Reads a moment as people and programs write it: any RFC 3339 time, or a date, which is its first millisecond in UTC.
///
/// # Errors
/// [`NotA`] for anything else.
pub fn from_anyone(text: &str) -> Result<Timestamp, NotA> {
    read(text, "T00:00:00.000Z")
}

/// Reads the same as the end of a period: a date is its last millisecond in UTC.
///
/// # Errors
/// [`NotA`] for anything else.
pub fn until_from_anyone(text: &str) -> Result<Timestamp, NotA> {
    read(text, "T23:59:59.999Z")
}

fn read(text: &str, of_a_date: &str) -> Result<Timestamp, NotA> {
    let wanted = "a time such as `2026-11-22T09:30:00Z`, or a date such as `2026-11-22`";
    let refused = || NotA { text: text.chars().take(60).collect(), wanted };
    let is_date = |text: &str| {
        text.len() == 10
            && text
                .bytes()
                .enumerate()
                .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() })
    };
    let (Some(date), Some(clock)) = (text.get(..10), text.get(10..)) else { return Err(refused()) };
    // Only what RFC 3339 knows: the library also reads names of zones and years of six digits.
    if !is_date(date) || clock.contains('[') {
        return Err(refused());
    }
    let whole = if clock.is_empty() { format!("{date}{of_a_date}") } else { text.to_owned() };
    let moment = whole.parse().map(to_millisecond).map_err(|_| refused())?;
    // With its offset taken off, the year may have left the four digits that are stored.
    if to_text(moment).len() == 24 { Ok(moment) } else { Err(refused()) }
}

/// Cuts a moment to whole milliseconds, the precision of the log.
#[must_use]
pub fn to_millisecond(moment: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(moment.as_millisecond()).unwrap_or(moment)
}

/// The moment so many hours later; the last moment there is, should that be beyond it.
#[must_use]
pub fn hours_after(moment: Timestamp, hours: i64) -> Timestamp {
    moment.checked_add(SignedDuration::from_hours(hours)).unwrap_or(Timestamp::MAX)
}

/// Serde for a moment as 24 characters.
pub mod text {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    /// Writes the 24 characters.
    pub fn serialize<S: Serializer>(moment: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&super::to_text(*moment))
    }

    /// Reads the 24 characters.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
        super::from_text(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}

/// Serde for a moment that may be absent.
pub mod text_or_none {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    /// Writes the 24 characters, or null.
    pub fn serialize<S: Serializer>(moment: &Option<Timestamp>, to: S) -> Result<S::Ok, S::Error> {
        match moment {
            Some(moment) => to.serialize_str(&super::to_text(*moment)),
            None => to.serialize_none(),
        }
    }

    /// Reads the 24 characters, or nothing.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
        Option::<String>::deserialize(from)?.map(|text| super::from_text(&text).map_err(D::Error::custom)).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_always_has_24_characters() {
        let whole = "2026-11-22T09:30:00Z".parse().unwrap();
        assert_eq!(to_text(whole), "2026-11-22T09:30:00.000Z");
        assert_eq!(from_text(&to_text(whole)), Ok(whole));
        assert!(from_text("2026-11-22T09:30:00Z").is_err());
    }

    #[test]
    fn any_time_of_rfc_3339_is_read_and_a_date_is_its_first_or_its_last_moment() {
        let at = |text: &str| from_anyone(text).map_or_else(|error| error.to_string(), to_text);

        for same in
            ["2026-11-22T09:30:00Z", "2026-11-22T10:30:00+01:00", "2026-11-22t09:30:00.0004z", "2026-11-22 09:30:00Z"]
        {
            assert_eq!(at(same), "2026-11-22T09:30:00.000Z", "{same}");
        }
        assert_eq!(at("2026-11-22"), "2026-11-22T00:00:00.000Z");
        assert_eq!(until_from_anyone("2026-11-22").map(to_text).unwrap(), "2026-11-22T23:59:59.999Z");
        assert_eq!(until_from_anyone("2026-11-22T09:30:00Z").map(to_text).unwrap(), "2026-11-22T09:30:00.000Z");
    }

    #[test]
    fn what_is_no_time_is_refused_whatever_it_looks_like() {
        for wrong in [
            "",
            "tomorrow",
            "2026-11-2",
            "2026-02-30",
            "2026-11-22T09:30:00",
            "2026-11-22T25:00:00Z",
            "2026-11-22T09:30:00Z[UTC]",
            "0000-01-01T00:00:00+01:00",
            "+02026-11-22T09:30:00Z",
            "-002026-11-22",
            "２０２６-11-22",
        ] {
            assert!(from_anyone(wrong).is_err() && until_from_anyone(wrong).is_err(), "{wrong}");
        }
    }
}
