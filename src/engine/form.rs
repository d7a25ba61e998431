//! The form of a content, as its schema tells it: fields in the order of the file, each with its words, article and kind.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;
use strum::{Display, EnumIter, EnumString};

use super::lists::Texts;
use super::rulebook::Rulebook;

/// The form of a content.
#[derive(Debug, Clone)]
pub struct Form {
    /// Its fields, in the order of the schema.
    pub fields: Vec<Field>,
}

/// A field.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its key in the content.
    pub key: String,
    /// What it is called, in the languages that the schema has.
    pub title: Texts,
    /// What belongs there.
    pub about: Texts,
    /// The article that asks for it.
    pub article: Option<String>,
    /// Who asks for it.
    pub mark: Option<Mark>,
    /// The part of the form in which it stands.
    pub section: Section,
    /// Whether a content without it is incomplete.
    pub needed: bool,
    /// What can be written there.
    pub kind: Kind,
}

/// Who asks for a field: `x-mark` of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Display, EnumIter)]
#[strum(serialize_all = "snake_case")]
pub enum Mark {
    /// The text of the instrument requires it.
    #[serde(rename = "R")]
    Text,
    /// This rulebook requires it.
    #[serde(rename = "P")]
    Rulebook,
    /// It is told where it applies.
    #[serde(rename = "A")]
    Applies,
}

/// A part of the form: `x-section` of the schema. They are written in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Display, EnumIter, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Section {
    /// Who asks, and whom to ask back.
    Authorities,
    /// The offence, the facts, the persons.
    Offence,
    /// What is asked for.
    Sought,
    /// Necessity, proportionality, dual criminality, consent: what reviewers will look for.
    Safeguards,
    /// How it is to be carried out.
    Arrangements,
    /// How secret, and how soon.
    Urgency,
    /// What the schema puts nowhere.
    Other,
}

/// What can be written in a field.
#[derive(Debug, Clone)]
pub enum Kind {
    /// Words, in about so many lines.
    Text(u8),
    /// A day.
    Date,
    /// A number; a whole one, where that is said.
    Number {
        /// Whether it has to be whole.
        whole: bool,
    },
    /// One of these.
    Choice(Vec<String>),
    /// Any of these.
    Many(Vec<String>),
    /// Yes or no.
    YesNo,
    /// Something that can only be stated, or left unsaid.
    Statement,
    /// The code of a language, of two letters.
    Language,
    /// Fields that belong together.
    Group(Vec<Field>),
    /// A list of things with these fields.
    List(Vec<Field>),
    /// What no page can draw: it is written by the interface for programs.
    Unknown,
}

/// An object's entries in the order of the file: people read a form in that order, and maps elsewhere sort by name.
#[derive(Debug)]
pub struct Ordered<T>(pub Vec<(String, T)>);

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Entries<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Ordered<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Ordered(entries))
            }
        }
        from.deserialize_map(Entries(PhantomData))
    }
}

/// What a form reads of a schema.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Schema {
    title: Option<String>,
    description: Option<String>,
    #[serde(rename = "x-article")]
    article: Option<String>,
    #[serde(rename = "x-mark")]
    mark: Option<Mark>,
    #[serde(rename = "x-section")]
    section: Option<String>,
    #[serde(rename = "x-lines")]
    lines: Option<u8>,
    #[serde(rename = "type")]
    kind: Option<Value>,
    format: Option<String>,
    #[serde(rename = "enum")]
    options: Option<Vec<Value>>,
    #[serde(rename = "const")]
    constant: Option<Value>,
    required: Vec<String>,
    properties: Ordered<Schema>,
    items: Option<Box<Schema>>,
    #[serde(rename = "$ref")]
    reference: Option<String>,
    #[serde(rename = "$defs")]
    definitions: Ordered<Schema>,
    /// `x-title-fr` and its like.
    #[serde(flatten)]
    more: BTreeMap<String, Value>,
}

impl Form {
    /// Reads the form of a schema from its text.
    ///
    /// # Errors
    /// Where the text is no schema.
    pub fn read(schema: &str) -> Result<Self, serde_json::Error> {
        let schema: Schema = serde_json::from_str(schema)?;
        Ok(Self { fields: schema.fields(&schema, 0) })
    }

    /// The same with its words in every language of a rulebook.
    #[must_use]
    pub fn translated(mut self, rulebook: &Rulebook) -> Self {
        self.fields.iter_mut().for_each(|field| field.translate(rulebook));
        self
    }

    /// A field by its key.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}

impl Field {
    fn translate(&mut self, rulebook: &Rulebook) {
        for words in [&mut self.title, &mut self.about] {
            for language in &rulebook.about.languages {
                let own = rulebook.title_of(words.en(), language).to_owned();
                if own != words.en() {
                    words.0.entry(language.clone()).or_insert(own);
                }
            }
        }
        if let Kind::Group(fields) | Kind::List(fields) = &mut self.kind {
            for field in fields {
                field.translate(rulebook);
            }
        }
    }
}

/// Lists hold things, things hold values: deeper than this nothing is drawn.
const DEEPEST: usize = 3;

impl Schema {
    fn fields(&self, root: &Schema, depth: usize) -> Vec<Field> {
        let of = |(key, property): &(String, Schema)| property.field(key, self.required.contains(key), root, depth);
        self.properties.0.iter().map(of).collect()
    }

    fn field(&self, key: &str, needed: bool, root: &Schema, depth: usize) -> Field {
        let resolved = self.resolved(root);
        // What stands beside a reference goes before what it leads to.
        let titled = if self.title.is_some() { self } else { resolved };
        let section = self.section.as_deref().and_then(|name| name.parse().ok());
        Field {
            key: key.to_owned(),
            title: titled.texts(titled.title.as_deref().unwrap_or(key), "x-title-"),
            about: titled.texts(titled.description.as_deref().unwrap_or_default(), "x-description-"),
            article: self.article.clone().or_else(|| resolved.article.clone()),
            mark: self.mark.or(resolved.mark),
            section: section.unwrap_or(Section::Other),
            needed,
            kind: resolved.kind(key, root, depth),
        }
    }

    fn texts(&self, en: &str, prefix: &str) -> Texts {
        let others = self
            .more
            .iter()
            .filter_map(|(key, value)| Some((key.strip_prefix(prefix)?.to_owned(), value.as_str()?.to_owned())));
        Texts(others.chain([("en".to_owned(), en.to_owned())]).collect())
    }

    fn kind(&self, key: &str, root: &Schema, depth: usize) -> Kind {
        if self.constant == Some(Value::Bool(true)) {
            return Kind::Statement;
        }
        if let Some(options) = &self.options {
            return Kind::Choice(options.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect());
        }
        match self.kind.as_ref().and_then(Value::as_str) {
            Some("string") if self.format.as_deref() == Some("date") => Kind::Date,
            Some("string") if key == "language" => Kind::Language,
            Some("string") => Kind::Text(self.lines.unwrap_or(1)),
            Some("boolean") => Kind::YesNo,
            Some("integer") => Kind::Number { whole: true },
            Some("number") => Kind::Number { whole: false },
            Some("object") if depth < DEEPEST => Kind::Group(self.fields(root, depth + 1)),
            Some("array") if depth == 0 => match self.items.as_deref().map(|items| items.resolved(root)) {
                Some(row) if !row.properties.0.is_empty() => Kind::List(row.fields(root, DEEPEST)),
                Some(_) | None => Kind::Unknown,
            },
            Some(_) | None => Kind::Unknown,
        }
    }

    /// Follows a reference into `$defs`.
    fn resolved<'a>(&'a self, root: &'a Schema) -> &'a Schema {
        let name = self.reference.as_deref().and_then(|reference| reference.strip_prefix("#/$defs/"));
        let Some(name) = name else { return self };
        root.definitions.0.iter().find(|(key, _)| key == name).map_or(self, |(_, definition)| definition)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMA: &str = r##"{
        "required": ["facts", "items"],
        "properties": {
            "facts": { "title": "Facts", "x-title-fr": "Faits", "x-article": "UNCC 40(15)(c)", "x-mark": "R", "x-section": "offence", "type": "string", "x-lines": 6 },
            "until": { "type": "string", "format": "date" },
            "sure": { "const": true },
            "items": { "type": "array", "items": { "$ref": "#/$defs/item" }, "x-section": "sought" }
        },
        "$defs": { "item": { "required": ["item"], "properties": { "item": { "type": "string" }, "kind": { "enum": ["a", "b"] } } } }
    }"##;

    #[test]
    fn a_schema_is_read_as_a_form_in_its_own_order() {
        let form = Form::read(SCHEMA).unwrap();
        let keys: Vec<_> = form.fields.iter().map(|field| (field.key.as_str(), field.needed, field.section)).collect();
        assert_eq!(
            keys,
            [
                ("facts", true, Section::Offence),
                ("until", false, Section::Other),
                ("sure", false, Section::Other),
                ("items", true, Section::Sought)
            ]
        );
        let facts = form.field("facts").unwrap();
        assert_eq!(facts.title.in_language("fr"), "Faits");
        assert_eq!((facts.mark, facts.article.as_deref()), (Some(Mark::Text), Some("UNCC 40(15)(c)")));
        assert!(matches!(facts.kind, Kind::Text(6)));
        assert!(matches!(form.field("until").unwrap().kind, Kind::Date));
        assert!(matches!(form.field("sure").unwrap().kind, Kind::Statement));
        let Kind::List(row) = &form.field("items").unwrap().kind else { panic!("a list") };
        assert!(row[0].needed && matches!(&row[1].kind, Kind::Choice(options) if options == &["a", "b"]));
    }
}
