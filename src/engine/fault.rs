//! Faults of rule files: the file, the line, the column, and a sentence a jurist understands.

use std::fmt;

use serde::Serialize;
use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One fault of a rule file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Fault {
    /// The file, below the rulebook's folder.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// What is wrong, and what to do.
    pub sentence: String,
}

impl Fault {
    /// The same fault of a rulebook that lies at a place of its own.
    #[must_use]
    pub(super) fn below(self, place: &str) -> Self {
        Fault { file: format!("{place}{}", self.file), ..self }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.sentence)
    }
}

/// A rule file's text with the place of each of its values.
#[derive(Debug)]
pub(super) struct Located<'t> {
    file: &'t str,
    text: &'t str,
    table: Option<DeTable<'t>>,
}

impl<'t> Located<'t> {
    /// Reads a TOML text; a fault where it is none.
    pub(super) fn read(file: &'t str, text: &'t str) -> Result<Self, Fault> {
        match DeTable::parse(text) {
            Ok(table) => Ok(Located { file, text, table: Some(table.into_inner()) }),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                let bare = Located { file, text, table: None };
                let sentence = match error.message() {
                    "duplicate key" => "this key stands here a second time: keep one".to_owned(),
                    message => format!("from here on the file cannot be read as TOML: {}", message.replace('\n', ", ")),
                };
                Err(bare.fault_at(at, sentence))
            }
        }
    }

    /// A text without places inside, such as a JSON schema.
    pub(super) fn plain(file: &'t str, text: &'t str) -> Self {
        Located { file, text, table: None }
    }

    /// The values as JSON, for schemas and types.
    pub(super) fn value(&self) -> Value {
        self.table.as_ref().map_or(Value::Null, object)
    }

    /// A fault at the value a JSON pointer leads to, or at the nearest value above it.
    pub(super) fn fault(&self, pointer: &str, sentence: impl Into<String>) -> Fault {
        self.fault_at(self.byte_of(pointer), sentence)
    }

    /// A fault at a key of the table a JSON pointer leads to.
    pub(super) fn fault_at_key(&self, pointer: &str, key: &str, sentence: impl Into<String>) -> Fault {
        let steps = steps_of(pointer);
        let at = self.table.as_ref().and_then(|root| {
            let mut table = root;
            let mut value: Option<&DeValue<'_>> = None;
            for step in &steps {
                value = match value {
                    None => table.get(step.as_str()).map(Spanned::get_ref),
                    Some(DeValue::Array(items)) => element(items, step).map(Spanned::get_ref),
                    Some(DeValue::Table(inner)) => inner.get(step.as_str()).map(Spanned::get_ref),
                    Some(_) => None,
                };
                if let Some(DeValue::Table(inner)) = value {
                    table = inner;
                }
            }
            table.get_key_value(key).map(|(key, _)| key.span().start)
        });
        self.fault_at(at.unwrap_or_else(|| self.byte_of(pointer)), sentence)
    }

    fn byte_of(&self, pointer: &str) -> usize {
        let Some(root) = &self.table else { return 0 };
        let mut steps = steps_of(pointer).into_iter();
        let Some(mut value) = steps.next().and_then(|first| root.get(first.as_str())) else { return 0 };
        for step in steps {
            let inner = match value.get_ref() {
                DeValue::Table(table) => table.get(step.as_str()),
                DeValue::Array(items) => element(items, &step),
                _ => None,
            };
            match inner {
                Some(inner) => value = inner,
                None => break,
            }
        }
        value.span().start
    }

    pub(super) fn fault_at(&self, byte: usize, sentence: impl Into<String>) -> Fault {
        let before = self.text.get(..byte.min(self.text.len())).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Fault { file: self.file.to_owned(), line, column, sentence: sentence.into() }
    }
}

fn object(table: &DeTable<'_>) -> Value {
    Value::Object(table.iter().map(|(key, value)| (key.get_ref().to_string(), json(value.get_ref()))).collect())
}

fn json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::Boolean(truth) => Value::Bool(*truth),
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Value::from(number.as_str()), Value::from),
        DeValue::Float(number) => {
            number.as_str().parse::<f64>().map_or_else(|_| Value::from(number.as_str()), Value::from)
        }
        DeValue::Datetime(moment) => Value::from(moment.to_string()),
        DeValue::Array(items) => items.iter().map(|item| json(item.get_ref())).collect(),
        DeValue::Table(table) => object(table),
    }
}

/// An element of a list: by its index, or a row by a key of its own, such as `code=RF-08`.
fn element<'a, 't>(items: &'a [Spanned<DeValue<'t>>], step: &str) -> Option<&'a Spanned<DeValue<'t>>> {
    let Some((key, wanted)) = step.split_once('=') else { return items.get(step.parse::<usize>().ok()?) };
    items.iter().find(|item| {
        let DeValue::Table(row) = item.get_ref() else { return false };
        matches!(row.get(key).map(Spanned::get_ref), Some(DeValue::String(text)) if text == wanted)
    })
}

fn steps_of(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "name = \"x\"\n\n[[stage]]\nname = \"a\"\n\n[[stage]]\nname = \"b\"\nphase = \"nowhere\"\n";

    #[test]
    fn a_fault_names_the_line_and_column_of_the_value() {
        let located = Located::read("p.toml", TEXT).unwrap();
        let fault = located.fault("/stage/1/phase", "no such phase");
        assert_eq!((fault.line, fault.column), (8, 9));
    }

    #[test]
    fn a_fault_of_a_missing_key_stands_at_its_table() {
        let located = Located::read("p.toml", TEXT).unwrap();
        assert_eq!(located.fault("/stage/1/title", "missing").line, 6);
    }

    #[test]
    fn a_fault_of_a_key_stands_at_the_key() {
        let located = Located::read("p.toml", TEXT).unwrap();
        let fault = located.fault_at_key("/stage/1", "phase", "unknown key");
        assert_eq!((fault.line, fault.column), (8, 1));
    }

    #[test]
    fn a_row_is_found_by_its_own_name() {
        let located = Located::read("p.toml", TEXT).unwrap();
        let fault = located.fault("/stage/name=b/phase", "no such phase");
        assert_eq!((fault.line, fault.column), (8, 9));
    }

    #[test]
    fn what_is_no_toml_is_a_fault_with_its_place() {
        let fault = Located::read("p.toml", "a = 1\nb = = 2\n").unwrap_err();
        assert_eq!((fault.line, fault.file.as_str()), (2, "p.toml"));
    }
}
