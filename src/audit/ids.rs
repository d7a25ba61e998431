//! The names that a leaf carries: the log, the case, the actor's mark, the moment.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

use super::hash::{Spelt, hex_type};

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
        Self::try_from(text.to_owned())
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
        let allowed = |c: char| !c.is_whitespace() && !c.is_control() && c != '+';
        if text.is_empty() || text.len() > 255 || !text.chars().all(allowed) {
            return Err(OriginError(text.chars().take(80).collect()));
        }
        Ok(Self(text))
    }
}

/// Why a text is not a moment of the log.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not a time like `2026-01-31T09:05:00.000Z`: always UTC, always three decimals")]
pub struct EntryTimeError(String);

/// The moment an entry claims: UTC with milliseconds, always 24 characters. Source: RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
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
        read_time(text.as_bytes()).map(Self).ok_or_else(|| EntryTimeError(text.chars().take(40).collect()))
    }
}

/// Reads the one spelling, by place: readers of RFC 3339 take others too (offsets, leap seconds, lower case), and take longer.
fn read_time(text: &[u8]) -> Option<Timestamp> {
    let number = |from: usize, digits: usize| {
        let text = text.get(from..from + digits)?;
        text.iter().try_fold(0_i16, |number, byte| byte.is_ascii_digit().then(|| number * 10 + i16::from(byte - b'0')))
    };
    let short = |from: usize| i8::try_from(number(from, 2)?).ok();
    let between = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'.'), (23, b'Z')];
    if text.len() != 24 || between.iter().any(|(at, byte)| text.get(*at) != Some(byte)) {
        return None;
    }
    let thousandths = i32::from(number(20, 3)?);
    let time =
        DateTime::new(number(0, 4)?, short(5)?, short(8)?, short(11)?, short(14)?, short(17)?, thousandths * 1_000_000);
    Offset::UTC.to_timestamp(time.ok()?).ok()
}

impl<'de> Deserialize<'de> for EntryTime {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_str(Spelt(PhantomData))
    }
}

impl From<EntryTime> for String {
    fn from(time: EntryTime) -> Self {
        time.to_string()
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
            "2026-13-01T09:05:00.000Z",
            "2026-00-01T09:05:00.000Z",
            "2026-01-31T24:00:00.000Z",
            "2026-01-31T09:05:00,000Z",
            "-026-01-31T09:05:00.000Z",
            "2026-01-31T09:05:00.00\u{663}",
            "",
        ] {
            assert!(bad.parse::<EntryTime>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_time_is_read_as_the_library_reads_it() {
        for step in 0..20_000_i64 {
            let moment = Timestamp::from_millisecond(step * 15_700_001_237 - 62_135_596_800_000).unwrap();
            let Ok(time) = EntryTime::new(moment) else { continue };
            assert_eq!(time.to_string().parse::<EntryTime>(), Ok(time));
            assert_eq!(time.to_string().parse::<Timestamp>().unwrap(), time.timestamp());
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
