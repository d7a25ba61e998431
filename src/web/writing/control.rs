//! A field as a form shows it, and what was typed there as a value; working without scripts, rows of lists too.

use std::collections::BTreeSet;

use serde_json::{Map, Number, Value};

use crate::engine::form::{Field, Kind};

/// Words with their language, where it is not that of the page.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    pub(super) text: String,
    pub(super) lang: Option<&'static str>,
}

/// A field as a form shows it.
#[derive(Debug, Clone)]
pub(super) struct Control {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) label: Said,
    pub(super) hint: Said,
    pub(super) article: String,
    /// Who asks for it, in words.
    pub(super) asked: String,
    pub(super) needed: bool,
    pub(super) input: Input,
}

/// What it is filled in with.
#[derive(Debug, Clone)]
pub(super) enum Input {
    Line(String),
    /// With so many lines.
    Long(String, u8),
    Day(String),
    Number(String),
    /// One of these.
    Radios(Vec<Choice>),
    /// Any of these.
    Checks(Vec<Choice>),
    /// One of these, where they are many.
    Select(Vec<Choice>),
    /// What belongs together.
    Group(Vec<Control>),
    /// Things of one kind.
    Rows(Vec<Row>),
    /// Nothing that a page can draw.
    Unknown,
}

/// One thing of a list.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) number: usize,
    pub(super) controls: Vec<Control>,
    /// Name of the box that takes it out.
    pub(super) out: String,
}

/// Something that can be chosen.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub(super) id: String,
    pub(super) value: String,
    pub(super) label: Said,
    pub(super) chosen: bool,
}

/// The id of the input of a name, or of a JSON pointer into the content.
pub(super) fn id_of(name: &str) -> String {
    format!("f-{}", name.trim_start_matches('/').replace('/', "-"))
}

/// What was sent, in its order.
pub(super) struct Typed(pub(super) Vec<(String, String)>);

impl Typed {
    /// What stands under a name, without blanks around it and with line ends as we keep them; empty where nothing does.
    pub(super) fn one(&self, name: &str) -> String {
        let found = self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
        found.replace("\r\n", "\n").trim().to_owned()
    }

    fn all(&self, name: &str) -> BTreeSet<&str> {
        self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The numbers of the rows below a name.
    fn rows(&self, name: &str) -> BTreeSet<usize> {
        let prefix = format!("{name}/");
        let number = |key: &str| key.strip_prefix(&prefix)?.split('/').next()?.parse().ok();
        self.0.iter().filter_map(|(key, _)| number(key)).collect()
    }
}

/// What was typed at a field, as a value: null for nothing. What cannot be a number or a day stays the text that it is,
/// so that it is shown again. What the form does not know of what is `kept` stays as it is.
pub(super) fn typed(field: &Field, name: &str, form: &Typed, kept: &Value) -> Value {
    let text = || Some(form.one(name)).filter(|text| !text.is_empty());
    match &field.kind {
        Kind::Text(_) | Kind::Date | Kind::Language | Kind::Choice(_) => text().map_or(Value::Null, Value::String),
        Kind::Number { whole } => text().map_or(Value::Null, |text| number(&text, *whole)),
        Kind::YesNo => match text().as_deref() {
            Some("true") => Value::Bool(true),
            Some("false") => Value::Bool(false),
            Some(_) | None => Value::Null,
        },
        Kind::Statement => text().map_or(Value::Null, |_| Value::Bool(true)),
        Kind::Many(options) => {
            let chosen = form.all(name);
            let chosen: Vec<Value> =
                options.iter().filter(|one| chosen.contains(one.as_str())).map(|one| one.clone().into()).collect();
            if chosen.is_empty() { Value::Null } else { Value::Array(chosen) }
        }
        Kind::Group(fields) => group(fields, name, form, kept),
        Kind::List(fields) => {
            // A row is known by its place; one that is taken out or was left empty goes.
            let rows = form.rows(name).into_iter().filter(|row| form.one(&format!("{name}/{row}/out")).is_empty());
            let of = |row| group(fields, &format!("{name}/{row}"), form, kept.get(row).unwrap_or(&Value::Null));
            let rows: Vec<Value> = rows.map(of).filter(|row| !row.is_null()).collect();
            if rows.is_empty() { Value::Null } else { Value::Array(rows) }
        }
        Kind::Unknown => kept.clone(),
    }
}

fn group(fields: &[Field], name: &str, form: &Typed, kept: &Value) -> Value {
    let mut all = Map::new();
    for field in fields {
        let below = kept.get(&field.key).unwrap_or(&Value::Null);
        let value = typed(field, &format!("{name}/{}", field.key), form, below);
        if !value.is_null() {
            all.insert(field.key.clone(), value);
        }
    }
    if all.is_empty() {
        return Value::Null;
    }
    for (key, value) in kept.as_object().into_iter().flatten() {
        if !fields.iter().any(|field| field.key == *key) {
            all.insert(key.clone(), value.clone());
        }
    }
    Value::Object(all)
}

fn number(text: &str, whole: bool) -> Value {
    let read = if whole {
        text.parse::<i64>().ok().map(Number::from)
    } else {
        // People of most languages write a comma.
        let text = text.replace(',', ".");
        text.parse::<i64>().ok().map(Number::from).or_else(|| text.parse::<f64>().ok().and_then(Number::from_f64))
    };
    read.map_or_else(|| Value::String(text.to_owned()), Value::Number)
}

/// A value as an input shows it.
pub(super) fn plain_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::form::Form;
    use serde_json::json;

    const SCHEMA: &str = r#"{ "properties": {
        "facts": { "type": "string" },
        "duration": { "type": "object", "properties": { "days": { "type": "integer" }, "final": { "type": "boolean" } } },
        "items": { "type": "array", "items": { "type": "object", "properties": { "item": { "type": "string" } } } }
    } }"#;

    fn read(key: &str, kept: &Value, pairs: &[(&str, &str)]) -> Value {
        let form = Form::read(SCHEMA).unwrap();
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        typed(form.field(key).unwrap(), key, &Typed(pairs), kept)
    }

    #[test]
    fn what_is_typed_becomes_a_value_of_its_kind() {
        let none = Value::Null;
        assert_eq!(read("facts", &none, &[("facts", " a\r\nb ")]), json!("a\nb"));
        assert_eq!(read("facts", &json!("old"), &[("facts", "  ")]), Value::Null);
        let duration = [("duration/days", "90"), ("duration/final", "false")];
        assert_eq!(read("duration", &none, &duration), json!({ "days": 90, "final": false }));
        assert_eq!(read("duration", &none, &[("duration/days", "many")]), json!({ "days": "many" }));
        assert_eq!(
            read("duration", &json!({ "days": 1, "of": "x" }), &[("duration/days", "2")]),
            json!({ "days": 2, "of": "x" })
        );
    }

    #[test]
    fn rows_are_added_and_taken_out_by_what_is_sent() {
        let rows = [("items/0/item", "1"), ("items/1/item", ""), ("items/7/item", "2"), ("items/8/item", "3")];
        assert_eq!(read("items", &Value::Null, &rows), json!([{ "item": "1" }, { "item": "2" }, { "item": "3" }]));
        let out = [("items/0/item", "1"), ("items/0/out", "1"), ("items/1/item", "2")];
        assert_eq!(read("items", &Value::Null, &out), json!([{ "item": "2" }]));
    }
}
