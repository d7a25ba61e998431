//! Reads the fields of a leaf in the one form that it has: serde by itself also takes an array for an object, and a `null`
//! or an empty list for a field that is left out.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

const EMPTY: &str = "a field that is empty was spelt out: leave it out";

/// A value that is an object in the bytes, too.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_map(ObjectVisitor(PhantomData)).map(Self)
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(fields))
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        Err(E::custom(EMPTY))
    }
}

/// Reads an object.
pub(super) fn object<'de, T: Deserialize<'de>, D: Deserializer<'de>>(source: D) -> Result<T, D::Error> {
    Object::deserialize(source).map(|Object(value)| value)
}

/// Reads an object that might have been left out, and was not.
pub(super) fn object_there<'de, T: Deserialize<'de>, D: Deserializer<'de>>(source: D) -> Result<Option<T>, D::Error> {
    object(source).map(Some)
}

/// Reads a value that might have been left out, and was not.
pub(super) fn there<'de, T: Deserialize<'de>, D: Deserializer<'de>>(source: D) -> Result<Option<T>, D::Error> {
    match Option::deserialize(source)? {
        Some(value) => Ok(Some(value)),
        None => Err(D::Error::custom(EMPTY)),
    }
}

/// Reads a list with something in it.
pub(super) fn filled<'de, T: Deserialize<'de>, D: Deserializer<'de>>(source: D) -> Result<Vec<T>, D::Error> {
    let items = Vec::deserialize(source)?;
    if items.is_empty() { Err(D::Error::custom(EMPTY)) } else { Ok(items) }
}

/// Reads a list with objects in it.
pub(super) fn filled_with_objects<'de, T, D>(source: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Ok(filled(source)?.into_iter().map(|Object(value)| value).collect())
}

/// Reads an object with something in it, by its keys.
pub(super) fn filled_map<'de, T, D>(source: D) -> Result<BTreeMap<String, T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    let fields = BTreeMap::deserialize(source)?;
    if fields.is_empty() { Err(D::Error::custom(EMPTY)) } else { Ok(fields) }
}
