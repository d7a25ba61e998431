//! One value, one byte sequence: canonical JSON (RFC 8785) without floats, written and read strictly.

mod scan;

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};
use thiserror::Error;

pub(super) use scan::scan_parts;

/// The largest whole number that every JSON reader takes exactly: 2^53 - 1. Source: RFC 7493 2.2.
pub const LARGEST_INTEGER: u64 = (1 << 53) - 1;

/// How deep arrays and objects may nest.
const DEEPEST: usize = 64;

/// Why bytes or a value are not canonical JSON.
#[derive(Debug, Error)]
pub enum CanonicalError {
    /// The value has no JSON form.
    #[error("the value cannot be written as JSON: {0}")]
    Unwritable(serde_json::Error),
    /// A number is not a whole one.
    #[error("`{0}` is not a whole number: write it as a string")]
    Float(String),
    /// A whole number is too large to be read exactly everywhere.
    #[error("`{0}` lies beyond 2^53 - 1: write it as a string")]
    TooLarge(String),
    /// Arrays and objects nest too deeply.
    #[error("the value nests deeper than {DEEPEST} levels: flatten it")]
    TooDeep,
    /// The bytes are not UTF-8.
    #[error("byte {0} is not UTF-8: the bytes were altered or are no JSON")]
    NotUtf8(usize),
    /// The bytes are no JSON, or not in the one allowed form.
    #[error("not canonical at byte {at}: {why} (RFC 8785)")]
    NotCanonical {
        /// The place of the first byte that is not as it must be, from 0.
        at: usize,
        /// What is wrong there.
        why: &'static str,
    },
    /// The bytes are canonical, and no value could be made of them.
    #[error("the value cannot be read: {0}")]
    Unreadable(serde_json::Error),
}

/// Writes a value as canonical JSON. Source: RFC 8785.
///
/// # Errors
/// For floats, whole numbers beyond 2^53 - 1, nesting beyond 64 levels, and values without a JSON form.
pub fn to_canonical(value: &impl Serialize) -> Result<Vec<u8>, CanonicalError> {
    let seen = serde_json::to_value(value).map_err(CanonicalError::Unwritable)?;
    check(&seen, 0)?;
    // Written from the original: in `seen`, a NaN has become null, here it is refused.
    serde_json_canonicalizer::to_vec(value).map_err(CanonicalError::Unwritable)
}

/// Decides in one pass whether bytes are canonical JSON: whether [`to_canonical`] could have written them.
///
/// # Errors
/// With the first byte that says no: no UTF-8, no JSON, a key twice or out of order, a float, a number beyond 2^53 - 1,
/// nesting beyond 64 levels, or another spelling than the canonical one.
pub fn check_canonical(bytes: &[u8]) -> Result<(), CanonicalError> {
    scan::scan(bytes)
}

/// Reads canonical JSON and nothing else.
///
/// # Errors
/// As [`check_canonical`].
pub fn from_canonical(bytes: &[u8]) -> Result<Value, CanonicalError> {
    check_canonical(bytes)?;
    let Plain(value) = serde_json::from_slice(bytes).map_err(CanonicalError::Unreadable)?;
    Ok(value)
}

fn check(value: &Value, depth: usize) -> Result<(), CanonicalError> {
    if depth > DEEPEST {
        return Err(CanonicalError::TooDeep);
    }
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => Ok(()),
        Value::Number(number) => check_number(number),
        Value::Array(items) => items.iter().try_for_each(|item| check(item, depth + 1)),
        Value::Object(fields) => fields.values().try_for_each(|item| check(item, depth + 1)),
    }
}

fn check_number(number: &Number) -> Result<(), CanonicalError> {
    let Some(size) = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs)) else {
        return Err(CanonicalError::Float(number.to_string()));
    };
    if size > LARGEST_INTEGER { Err(CanonicalError::TooLarge(number.to_string())) } else { Ok(()) }
}

/// Reads an object of values as they stand, for a field of something larger.
pub(super) fn plain_object<'de, D: Deserializer<'de>>(source: D) -> Result<Map<String, Value>, D::Error> {
    source.deserialize_map(PlainObject)
}

/// A JSON value as it stands. `Value` itself takes certain keys for its own, and gives something else for the object.
struct Plain(Value);

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        PlainVisitor.deserialize(source).map(Plain)
    }
}

#[derive(Clone, Copy)]
struct PlainVisitor;

impl<'de> DeserializeSeed<'de> for PlainVisitor {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Value, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for PlainVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON with whole numbers")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = source.next_element_seed(self)? {
            items.push(item);
        }
        Ok(items.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, source: A) -> Result<Value, A::Error> {
        PlainObject.visit_map(source).map(Value::Object)
    }
}

struct PlainObject;

impl<'de> Visitor<'de> for PlainObject {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<Map<String, Value>, A::Error> {
        let mut fields = Map::new();
        while let Some(key) = source.next_key::<String>()? {
            // That no key stands twice, the scanner has seen.
            let value = source.next_value_seed(PlainVisitor)?;
            fields.insert(key, value);
        }
        Ok(fields)
    }
}
