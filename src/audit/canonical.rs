//! One value, one byte sequence: canonical JSON (RFC 8785) without floats, written and read strictly.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};
use thiserror::Error;

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
    /// The bytes are no JSON, or hold a key twice or a number that is not whole.
    #[error("not strict JSON: {0}")]
    NotJson(serde_json::Error),
    /// The bytes are JSON, but not in the one allowed form.
    #[error("not canonical at byte {0}: keys are sorted, no spaces, shortest escapes (RFC 8785)")]
    NotCanonical(usize),
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

/// Reads canonical JSON and nothing else.
///
/// # Errors
/// Says why the bytes are refused: no UTF-8, no JSON, a key twice, a float, or a form that is not the canonical one.
pub fn from_canonical(bytes: &[u8]) -> Result<Value, CanonicalError> {
    let text = str::from_utf8(bytes).map_err(|error| CanonicalError::NotUtf8(error.valid_up_to()))?;
    let Strict(value) = serde_json::from_str(text).map_err(CanonicalError::NotJson)?;
    let again = to_canonical(&value)?;
    if again == bytes {
        return Ok(value);
    }
    let differs = again.iter().zip(bytes).position(|(ours, theirs)| ours != theirs);
    Err(CanonicalError::NotCanonical(differs.unwrap_or(again.len().min(bytes.len()))))
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

/// A JSON value that was read without a key twice; plain `Value` would silently keep the last.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        StrictVisitor.deserialize(source).map(Strict)
    }
}

#[derive(Clone, Copy)]
struct StrictVisitor;

impl<'de> DeserializeSeed<'de> for StrictVisitor {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Value, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON with whole numbers and every key once")
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

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = source.next_element_seed(self)? {
            items.push(item);
        }
        Ok(items.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some(key) = source.next_key::<String>()? {
            if fields.contains_key(&key) {
                return Err(A::Error::custom(format_args!("the key `{key}` stands twice")));
            }
            let value = source.next_value_seed(self)?;
            fields.insert(key, value);
        }
        Ok(fields.into())
    }
}
