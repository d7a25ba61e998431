//! Values that queries and bodies take in more than one shape: moments, and how long a page is.

use std::marker::PhantomData;

use jiff::Timestamp;
use serde::de::{Error, MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use crate::domain::ids::NotA;
use crate::domain::time;

/// A moment as it is sent: any time of RFC 3339, or a date. Read by the description only.
#[derive(ToSchema)]
#[schema(
    pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2}))?$"
)]
#[expect(dead_code, reason = "handlers take it through `moment` and `until`")]
pub(crate) struct Moment(String);

/// Reads a moment at which something begins, or by which it is due.
pub(crate) fn moment<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
    read(from, time::from_anyone)
}

/// Reads a moment at which something ends: a date counts whole.
pub(crate) fn until<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
    read(from, time::until_from_anyone)
}

fn read<'de, D: Deserializer<'de>>(
    from: D,
    how: fn(&str) -> Result<Timestamp, NotA>,
) -> Result<Option<Timestamp>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    text.map(|text| how(&with_its_plus(&text)).map_err(D::Error::custom)).transpose()
}

/// In a query a `+` that nobody has escaped arrives as a blank; where an offset begins it can have been nothing else.
fn with_its_plus(text: &str) -> String {
    match text.char_indices().rev().nth(5) {
        Some((at, ' ')) if at > 10 => format!("{}+{}", &text[..at], &text[at + 1..]),
        _ => text.to_owned(),
    }
}

/// Reads an object, and nothing else: a list of its values in their order would otherwise do as well.
pub(crate) fn object<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    struct Object<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Object<T> {
        type Value = T;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::deserialize(MapAccessDeserializer::new(map))
        }
    }

    from.deserialize_map(Object(PhantomData))
}

/// How many a page has at most: from 1 to `MOST`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct AtMost<const MOST: u32>(pub(crate) u32);

impl<const MOST: u32> TryFrom<String> for AtMost<MOST> {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let number = text.parse().ok().filter(|number| (1..=MOST).contains(number));
        let shown: String = text.chars().take(20).collect();
        number.map(Self).ok_or_else(|| format!("`{shown}` is not a whole number from 1 to {MOST}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plus_that_became_a_blank_is_read_as_it_was_meant() {
        assert_eq!(with_its_plus("2026-11-22T09:30:00 01:00"), "2026-11-22T09:30:00+01:00");
        assert_eq!(with_its_plus("2026-11-22 09:30Z"), "2026-11-22 09:30Z");
        assert_eq!(with_its_plus("é"), "é");
    }

    #[test]
    fn a_page_has_from_one_to_the_most() {
        let read = |text: &str| AtMost::<200>::try_from(text.to_owned()).map(|read| read.0).ok();

        assert_eq!((read("1"), read("200")), (Some(1), Some(200)));
        for wrong in ["0", "201", "-1", "1.5", "", "many", "99999999999"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
