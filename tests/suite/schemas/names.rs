//! Asks a type what it can be read from: serde tells a deserializer the fields of a struct and the words of an enum.

use std::collections::BTreeSet;

use serde::de::value::Error;
use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;

/// The fields that a struct is read from, by their names in files.
pub(super) fn fields_of<T: DeserializeOwned>() -> BTreeSet<String> {
    asked::<T>().0
}

/// The words that an enum is read from.
pub(super) fn words_of<T: DeserializeOwned>() -> BTreeSet<String> {
    asked::<T>().1
}

fn asked<T: DeserializeOwned>() -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut fields, mut words) = (BTreeSet::new(), BTreeSet::new());
    // It answers with an error always: only what it was asked for counts.
    let read = T::deserialize(Asked { fields: &mut fields, words: &mut words });
    assert!(read.is_err() && (fields.is_empty() != words.is_empty()), "{}", std::any::type_name::<T>());
    (fields, words)
}

struct Asked<'a> {
    fields: &'a mut BTreeSet<String>,
    words: &'a mut BTreeSet<String>,
}

impl<'de> Deserializer<'de> for Asked<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("neither a struct nor an enum"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        self.fields.extend(fields.iter().map(|name| (*name).to_owned()));
        Err(Error::custom("asked"))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        self.words.extend(words.iter().map(|name| (*name).to_owned()));
        Err(Error::custom("asked"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map identifier ignored_any
    }
}
