//! Draws the content of a request from its schema: its fields in the schema's order, with title and article.

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::domain::language::{Language, written_in};
use crate::engine::form::Ordered;
use crate::engine::rulebook::Rulebook;

use super::values;
pub use super::values::value;
use super::words;

/// A content as a letter shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// Title of the schema in the language of the letter.
    pub title: String,
    /// Language in which people wrote it, such as `en`; empty where it does not say.
    pub written_in: String,
    /// Its parts.
    pub blocks: Vec<Block>,
}

/// A part of a content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// One field.
    Field(Line),
    /// Fields that belong together.
    Group(Heading, Vec<Line>),
    /// A list of things of one kind.
    Table(Heading, Vec<Heading>, Vec<Vec<Shown>>),
}

/// What a field or a column is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its title in the language of the letter.
    pub label: String,
    /// The article that asks for it.
    pub article: Option<String>,
}

impl Heading {
    /// Leaves the article out where the heading above names the same one.
    fn spare(&mut self, above: &Heading) {
        if self.article == above.article {
            self.article = None;
        }
    }
}

/// A field with what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is called.
    pub heading: Heading,
    /// What it says.
    pub value: Shown,
}

/// What a field says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// Words of people, in their own language.
    Written(String),
    /// A date, a number or a coded value, in the language of the letter.
    Told(String),
    /// Nothing, where the schema asks for something.
    Missing,
    /// Nothing, where nothing was asked.
    Nothing,
}

/// What a letter reads of a schema.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Schema {
    title: Option<String>,
    #[serde(rename = "x-title-fr")]
    title_fr: Option<String>,
    #[serde(rename = "x-article")]
    article: Option<String>,
    format: Option<String>,
    #[serde(rename = "enum")]
    options: Option<Vec<Value>>,
    required: Vec<String>,
    properties: Ordered<Schema>,
    items: Option<Box<Schema>>,
    #[serde(rename = "$ref")]
    reference: Option<String>,
    #[serde(rename = "$defs")]
    definitions: Ordered<Schema>,
}

/// Draws a content from the text of its schema. A field that the schema does not know is shown by its key, never dropped.
///
/// # Errors
/// Where the text is no schema.
pub fn draw(schema: &str, content: &Value, language: words::Language) -> Result<Drawn, serde_json::Error> {
    draw_with(schema, content, language.into(), None)
}

/// The same in any language of the pages: titles from the rulebook, English where it has no other.
///
/// # Errors
/// Where the text is no schema.
pub fn draw_in(
    language: Language,
    rulebook: &Rulebook,
    schema: &str,
    content: &Value,
) -> Result<Drawn, serde_json::Error> {
    draw_with(schema, content, language, Some(rulebook))
}

fn draw_with(
    schema: &str,
    content: &Value,
    language: Language,
    rulebook: Option<&Rulebook>,
) -> Result<Drawn, serde_json::Error> {
    let schema: Schema = serde_json::from_str(schema)?;
    let pen = Pen { root: &schema, language, rulebook };
    let none = Map::new();
    let written = written_in(content).unwrap_or_default();
    let content = content.as_object().unwrap_or(&none);
    let known = schema.properties.0.iter().filter_map(|(key, property)| {
        let needed = schema.required.contains(key);
        match content.get(key) {
            None | Some(Value::Null) if !needed => None,
            value => Some(pen.block(key, property, value)),
        }
    });
    let unknown = content.iter().filter(|(key, _)| !schema.properties.0.iter().any(|(name, _)| name == *key));
    let unknown = unknown.map(|(key, value)| pen.block(key, &NO_SCHEMA, Some(value)));
    Ok(Drawn { title: pen.title(&schema, ""), written_in: written.to_owned(), blocks: known.chain(unknown).collect() })
}

static NO_SCHEMA: Schema = Schema {
    title: None,
    title_fr: None,
    article: None,
    format: None,
    options: None,
    required: Vec::new(),
    properties: Ordered(Vec::new()),
    items: None,
    reference: None,
    definitions: Ordered(Vec::new()),
};

struct Pen<'a> {
    root: &'a Schema,
    language: Language,
    rulebook: Option<&'a Rulebook>,
}

impl<'a> Pen<'a> {
    fn block(&self, key: &str, property: &'a Schema, value: Option<&Value>) -> Block {
        let heading = self.heading(key, property);
        let property = self.resolved(property);
        match value {
            Some(Value::Object(fields)) => {
                let mut lines = self.lines(property, fields);
                for line in &mut lines {
                    line.heading.spare(&heading);
                }
                Block::Group(heading, lines)
            }
            Some(Value::Array(rows)) if rows.iter().all(Value::is_object) && !rows.is_empty() => {
                self.table(heading, property, rows)
            }
            Some(value) => Block::Field(Line { heading, value: self.shown(key, property, value) }),
            None => Block::Field(Line { heading, value: Shown::Missing }),
        }
    }

    fn lines(&self, schema: &'a Schema, fields: &Map<String, Value>) -> Vec<Line> {
        let of = |key: &str| Line {
            heading: self.heading(key, Self::property(schema, key)),
            value: self.cell(schema, key, fields),
        };
        let lines = Self::keys(schema, [fields].into_iter()).into_iter().map(|key| of(&key));
        lines.filter(|line| line.value != Shown::Nothing).collect()
    }

    /// A table with a column for each field that any row fills, or has to.
    fn table(&self, heading: Heading, property: &'a Schema, rows: &[Value]) -> Block {
        let row = self.resolved(property.items.as_deref().unwrap_or(&NO_SCHEMA));
        let rows: Vec<&Map<String, Value>> = rows.iter().filter_map(Value::as_object).collect();
        let filled = |key: &String| {
            row.required.contains(key)
                || rows.iter().any(|fields| fields.get(key).is_some_and(|value| !value.is_null()))
        };
        let keys: Vec<String> = Self::keys(row, rows.iter().copied()).into_iter().filter(filled).collect();
        let mut columns: Vec<Heading> = keys.iter().map(|key| self.heading(key, Self::property(row, key))).collect();
        for column in &mut columns {
            column.spare(&heading);
        }
        let cells = rows.iter().map(|fields| keys.iter().map(|key| self.cell(row, key, fields)).collect()).collect();
        Block::Table(heading, columns, cells)
    }

    /// The keys of a schema in its order, then those that only the values have.
    fn keys<'v>(schema: &Schema, values: impl Iterator<Item = &'v Map<String, Value>>) -> Vec<String> {
        let mut keys: Vec<String> = schema.properties.0.iter().map(|(key, _)| key.clone()).collect();
        for key in values.flat_map(Map::keys) {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
        keys
    }

    fn cell(&self, schema: &'a Schema, key: &str, fields: &Map<String, Value>) -> Shown {
        match fields.get(key) {
            None | Some(Value::Null) if schema.required.iter().any(|needed| needed == key) => Shown::Missing,
            None | Some(Value::Null) => Shown::Nothing,
            Some(value) => self.shown(key, self.resolved(Self::property(schema, key)), value),
        }
    }

    fn shown(&self, key: &str, property: &Schema, value: &Value) -> Shown {
        let told = |code: &str| Shown::Told(values::value(self.language, code).to_owned());
        match value {
            Value::String(text) if text.trim().is_empty() => Shown::Missing,
            Value::String(text) if property.format.as_deref() == Some("date") => match text.parse::<Date>() {
                Ok(date) => Shown::Told(self.language.day(date)),
                Err(_) => Shown::Written(text.clone()),
            },
            Value::String(text) if property.options.is_some() || key == "language" => told(text),
            Value::String(text) => Shown::Written(text.clone()),
            Value::Bool(yes) => told(if *yes { "true" } else { "false" }),
            Value::Number(number) => {
                Shown::Told(number.as_u64().map_or_else(|| number.to_string(), |number| self.language.number(number)))
            }
            Value::Array(values) if values.iter().all(Value::is_string) && !values.is_empty() => {
                Shown::Written(values.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n"))
            }
            // Deeper than any shipped schema goes: shown as it is rather than left out.
            Value::Array(_) | Value::Object(_) => Shown::Written(value.to_string()),
            Value::Null => Shown::Nothing,
        }
    }

    /// What stands beside a reference goes before what it leads to.
    fn heading(&self, key: &str, property: &'a Schema) -> Heading {
        let resolved = self.resolved(property);
        let titled = if property.title.is_some() { property } else { resolved };
        let article = property.article.as_deref().or(resolved.article.as_deref());
        Heading {
            label: self.title(titled, key),
            article: article.map(|article| values::article(self.language, article)),
        }
    }

    fn title(&self, schema: &Schema, otherwise: &str) -> String {
        let en = schema.title.as_deref().unwrap_or(otherwise);
        let own = schema.title_fr.as_deref().filter(|_| self.language == Language::Fr);
        let known = || self.rulebook.map_or(en, |rulebook| rulebook.title_of(en, self.language.code()));
        own.unwrap_or_else(known).to_owned()
    }

    fn property(schema: &'a Schema, key: &str) -> &'a Schema {
        let found = schema.properties.0.iter().find(|(name, _)| name == key);
        found.map_or(&NO_SCHEMA, |(_, property)| property)
    }

    /// Follows a reference into `$defs`.
    fn resolved(&self, schema: &'a Schema) -> &'a Schema {
        let name = schema.reference.as_deref().and_then(|reference| reference.strip_prefix("#/$defs/"));
        let Some(name) = name else { return schema };
        self.root.definitions.0.iter().find(|(key, _)| key == name).map_or(schema, |(_, definition)| definition)
    }
}
