//! The types of entries that the log holds, as whoever filters it names them.

use std::str::FromStr;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

use crate::domain::spelling;
use crate::engine::refusal::listed;

/// A type of entry, one of those that `schemas/audit-entry.schema.json` lists.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct EntryType(String);

impl EntryType {
    /// Every type there is.
    #[must_use]
    pub fn all() -> &'static [String] {
        // The schema is the list: another one here would have to be kept equal to it.
        static ALL: LazyLock<Vec<String>> = LazyLock::new(|| {
            let schema: Value =
                serde_json::from_str(include_str!("../../schemas/audit-entry.schema.json")).unwrap_or_default();
            let listed = schema.pointer("/properties/type/enum").and_then(Value::as_array).into_iter().flatten();
            listed.filter_map(|kind| kind.as_str().map(ToOwned::to_owned)).collect()
        });
        &ALL
    }
}

/// What was given is no type of entry; it says which there are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no type of entry `{given}`{meant}; there are {}", listed(EntryType::all(), ", "))]
pub struct NoSuchType {
    given: String,
    meant: String,
}

impl FromStr for EntryType {
    type Err = NoSuchType;

    fn from_str(text: &str) -> Result<Self, NoSuchType> {
        if let Some(known) = Self::all().iter().find(|known| *known == text) {
            return Ok(Self(known.clone()));
        }
        let near = spelling::near(text, Self::all().iter().map(String::as_str), 2);
        let meant = if near.is_empty() { String::new() } else { format!(", did you mean {}?", listed(near, " or ")) };
        Err(NoSuchType { given: text.chars().take(60).collect(), meant })
    }
}

impl TryFrom<String> for EntryType {
    type Error = NoSuchType;

    fn try_from(text: String) -> Result<Self, NoSuchType> {
        text.parse()
    }
}

impl From<EntryType> for String {
    fn from(kind: EntryType) -> String {
        kind.0
    }
}

impl utoipa::PartialSchema for EntryType {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(Self::all().iter().map(String::as_str))).into()
    }
}

impl utoipa::ToSchema for EntryType {}
