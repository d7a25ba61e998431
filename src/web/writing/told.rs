//! What a field says, to be read: lines of words, in groups where they belong together.

use serde_json::Value;

use crate::engine::form::{Field, Kind};

use super::control::{Said, plain_text};
use super::pen::Pen;

/// Lines that belong together: a row of a list, or all that a field says.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    pub(super) lines: Vec<Line>,
}

/// A line.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// What it is called; empty where the field itself says it.
    pub(super) label: Said,
    pub(super) text: Said,
    /// Whether people wrote it, in the language of the document.
    pub(super) written: bool,
}

impl Pen<'_> {
    /// What a value says at a field; nothing where there is none.
    pub(super) fn told(&self, field: &Field, value: &Value) -> Vec<Told> {
        match (&field.kind, value) {
            (_, Value::Null) => Vec::new(),
            (Kind::Group(fields), value) => vec![self.told_group(fields, value)],
            (Kind::List(fields), Value::Array(rows)) => rows.iter().map(|row| self.told_group(fields, row)).collect(),
            (_, value) => vec![Told { lines: vec![self.line(Said::default(), field, value)] }],
        }
    }

    fn told_group(&self, fields: &[Field], value: &Value) -> Told {
        let known = fields.iter().filter_map(|field| {
            let value = value.get(&field.key).filter(|value| !value.is_null())?;
            Some(self.line(self.said(&field.title), field, value))
        });
        // Whatever the schema does not know is signed all the same: it is shown by its key.
        let unknown = value.as_object().into_iter().flatten();
        let unknown =
            unknown.filter(|(key, _)| !fields.iter().any(|field| field.key == **key)).map(|(key, value)| Line {
                label: Said { text: key.clone(), lang: None },
                text: Said { text: plain_text(value), lang: None },
                written: true,
            });
        Told { lines: known.chain(unknown).collect() }
    }

    fn line(&self, label: Said, field: &Field, value: &Value) -> Line {
        let told = |text: Said| Line { label: label.clone(), text, written: false };
        let say = |text: String| Said { text, lang: None };
        match (&field.kind, value) {
            (Kind::Choice(_), Value::String(code)) => told(self.choice(code)),
            (Kind::Language, Value::String(code)) => told(say(Pen::language(code))),
            (_, Value::Bool(yes)) => told(say(self.t.say(if *yes { "value-yes" } else { "value-no" }))),
            (Kind::Date | Kind::Number { .. }, value) => told(say(plain_text(value))),
            (Kind::Many(_), Value::Array(codes)) => {
                let names = codes.iter().filter_map(Value::as_str).map(|code| self.choice(code).text);
                told(say(names.collect::<Vec<_>>().join("\n")))
            }
            (_, value) => Line { label, text: say(plain_text(value)), written: true },
        }
    }
}
