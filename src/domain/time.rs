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
}
