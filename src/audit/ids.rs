//! The names that a leaf carries: the log, the case, the actor's mark, the moment.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::hash::hex_type;

hex_type! {
    /// A request as the log knows it: 128 random bits, so that nothing can be read from it.
    CaseId, 16
}

hex_type! {
    /// An official as one case knows them: equal within the case, not linkable across cases.
    Mark, 16
}

/// Why a text is not an origin.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not the name of a log: write it like `host/mla/1`, without spaces and `+`, at most 255 bytes")]
pub struct OriginError(String);

/// The name of a log, `<host>/mla/<epoch>`; also the name of its key. Source: C2SP tlog-checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Origin(String);

impl Origin {
    /// Reads the name of a log.
    ///
    /// # Errors
    /// Where the text could not stand in a signed note: empty, too long, with space, control character or `+`.
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        let allowed = |c: char| !c.is_whitespace() && !c.is_control() && c != '+';
        if text.is_empty() || text.len() > 255 || !text.chars().all(allowed) {
            return Err(OriginError(text.chars().take(80).collect()));
        }
        Ok(Self(text.to_owned()))
    }

    /// Lends the name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.0
    }
}

impl TryFrom<String> for Origin {
    type Error = OriginError;

    fn try_from(text: String) -> Result<Self, OriginError> {
        Self::parse(&text)
    }
}

/// Why a text is not a moment of the log.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not a time like `2026-01-31T09:05:00.000Z`: always UTC, always three decimals")]
pub struct EntryTimeError(String);

/// The moment an entry claims: UTC with milliseconds, always 24 characters. Source: RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct EntryTime(Timestamp);

impl EntryTime {
    /// Takes a moment, cut to the millisecond.
    ///
    /// # Errors
    /// Where the year has not four digits.
    pub fn new(moment: Timestamp) -> Result<Self, EntryTimeError> {
        let refused = || EntryTimeError(moment.to_string());
        let cut = Timestamp::from_millisecond(moment.as_millisecond()).map_err(|_| refused())?;
        if Self(cut).to_string().len() == 24 { Ok(Self(cut)) } else { Err(refused()) }
    }

    /// The moment, for reckoning.
    #[must_use]
    pub const fn timestamp(self) -> Timestamp {
        self.0
    }
}

impl fmt::Display for EntryTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.strftime("%Y-%m-%dT%H:%M:%S%.3fZ"))
    }
}

impl FromStr for EntryTime {
    type Err = EntryTimeError;

    fn from_str(text: &str) -> Result<Self, EntryTimeError> {
        let refused = || EntryTimeError(text.chars().take(40).collect());
        let time = text.parse().map_err(|_| refused()).and_then(Self::new)?;
        // The reader is lenient (offsets, leap seconds, lower case): only the one spelling passes.
        if time.to_string() == text { Ok(time) } else { Err(refused()) }
    }
}

impl From<EntryTime> for String {
    fn from(time: EntryTime) -> Self {
        time.to_string()
    }
}

impl TryFrom<String> for EntryTime {
    type Error = EntryTimeError;

    fn try_from(text: String) -> Result<Self, EntryTimeError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_one_spelling() {
        for good in ["2026-01-31T09:05:00.000Z", "2024-02-29T23:59:59.999Z"] {
            assert_eq!(good.parse::<EntryTime>().unwrap().to_string(), good);
        }
        for bad in [
            "2026-01-31T09:05:00Z",
            "2026-01-31T09:05:00.0000Z",
            "2026-01-31T09:05:00.000+00:00",
            "2026-01-31t09:05:00.000z",
            "2026-01-31 09:05:00.000Z",
            "2026-02-29T09:05:00.000Z",
            "2026-06-30T23:59:60.000Z",
            "",
        ] {
            assert!(bad.parse::<EntryTime>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_finer_moment_is_cut_to_the_millisecond() {
        let fine: Timestamp = "2026-01-31T09:05:00.123999999Z".parse().unwrap();

        assert_eq!(EntryTime::new(fine).unwrap().to_string(), "2026-01-31T09:05:00.123Z");
    }

    #[test]
    fn an_origin_fits_into_a_signed_note() {
        assert_eq!(Origin::parse("ca.example/mla/1").unwrap().as_str(), "ca.example/mla/1");
        for bad in ["", "a b", "a+b", "a\nb", "a\u{a0}b", "a\u{7f}"] {
            assert!(Origin::parse(bad).is_err(), "{bad:?}");
        }
        assert!(Origin::parse(&"a".repeat(256)).is_err());
    }
}
