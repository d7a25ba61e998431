//! Cells as the content of a request: each column `content.…` leads to a field of the form of the measure.

use serde_json::{Map, Number, Value};

use crate::engine::form::{Field, Form, Kind};
use crate::engine::measure::Measure;
use crate::engine::rulebook::Rulebook;
use crate::engine::schema::Why;

use super::columns::CONTENT;
use super::wrong::{Rule, Wrong};

/// No list has more rows in a file.
const MOST_IN_A_LIST: usize = 100;

/// What stands between several choices in one cell.
const BETWEEN: char = '|';

/// The form of a measure.
pub(super) fn form(rulebook: &Rulebook, measure: &Measure) -> Form {
    let schema = rulebook.files.text(&format!("content/{}.schema.json", measure.content));
    schema.and_then(|schema| Form::read(schema).ok()).unwrap_or(Form { fields: Vec::new() })
}

/// Reads the cells of one line, each with the name of its column; returns the content and what is missing of it.
pub(super) fn read(
    (rulebook, measure, form): (&Rulebook, &Measure, &Form),
    line: u64,
    cells: &[(&str, &str)],
) -> (Value, Vec<Wrong>, Vec<String>) {
    let (mut content, mut wrong) = (Value::Object(Map::new()), Vec::new());
    for (column, cell) in cells {
        let Some(path) = column.strip_prefix(CONTENT) else { continue };
        if cell.trim().is_empty() {
            continue;
        }
        let told = |rule| Wrong::new(line, column, cell, rule);
        let steps: Vec<&str> = path.split('.').collect();
        let names = || form.fields.iter().map(|field| field.key.clone()).collect::<Vec<_>>().join(", ");
        match place(&form.fields, &steps) {
            Some(kind) => match value(kind, cell.trim()) {
                Ok(value) => put(&mut content, &steps, value),
                Err(rule) => wrong.push(told(rule).belongs(format!("`{column}.1.…`"))),
            },
            None => wrong.push(told(Rule::NoSuchField).belongs(names())),
        }
    }
    tidied(&mut content);
    if !wrong.is_empty() {
        return (content, wrong, Vec::new());
    }
    let mut missing = Vec::new();
    for lack in rulebook.lacks(measure, &content) {
        let (rule, belongs) = match &lack.why {
            Why::Missing | Why::TooFew(_) => {
                missing.push(lack.to_string());
                continue;
            }
            Why::AtLeast(least) => (Rule::AtLeast, least.clone()),
            Why::AtMost(most) => (Rule::AtMost, most.clone()),
            Why::NoNumber => (Rule::NotANumber, String::new()),
            Why::Form => (Rule::NotTheForm, lack.sentence.clone()),
        };
        let (column, cell) = behind(&lack.pointer, cells);
        wrong.push(Wrong::new(line, &column, cell, rule).belongs(belongs));
    }
    (content, wrong, missing)
}

/// What belongs at a place of the form: names of fields, and numbers of rows counted from 1.
fn place<'f>(fields: &'f [Field], steps: &[&str]) -> Option<&'f Kind> {
    let (first, rest) = steps.split_first()?;
    let field = fields.iter().find(|field| field.key == *first)?;
    match (&field.kind, rest) {
        (kind, []) => Some(kind),
        (Kind::Group(fields), rest) => place(fields, rest),
        (Kind::List(fields), [row, rest @ ..]) => {
            row.parse().ok().filter(|row: &usize| (1..=MOST_IN_A_LIST).contains(row))?;
            place(fields, rest)
        }
        _ => None,
    }
}

fn value(kind: &Kind, cell: &str) -> Result<Value, Rule> {
    let yes_no = || match cell.to_lowercase().as_str() {
        "yes" | "true" | "1" => Ok(true),
        "no" | "false" | "0" => Ok(false),
        _ => Err(Rule::NotYesNo),
    };
    match kind {
        Kind::Text(_) | Kind::Date | Kind::Choice(_) | Kind::Language => Ok(Value::String(cell.replace("\r\n", "\n"))),
        Kind::Number { .. } => {
            // Programs of most languages write a comma.
            let number = cell.replace(',', ".");
            let whole = number.parse::<i64>().ok().map(Number::from);
            let read = whole.or_else(|| number.parse::<f64>().ok().and_then(Number::from_f64));
            read.map(Value::Number).ok_or(Rule::NotANumber)
        }
        Kind::YesNo => yes_no().map(Value::Bool),
        // What can only be stated is left unsaid otherwise.
        Kind::Statement => yes_no().map(|stated| if stated { Value::Bool(true) } else { Value::Null }),
        Kind::Many(_) => Ok(cell.split(BETWEEN).map(|one| Value::String(one.trim().to_owned())).collect()),
        Kind::Group(_) | Kind::List(_) | Kind::Unknown => serde_json::from_str(cell).map_err(|_| Rule::NotJson),
    }
}

fn put(content: &mut Value, steps: &[&str], value: Value) {
    let Some((first, rest)) = steps.split_first() else {
        *content = value;
        return;
    };
    match first.parse::<usize>() {
        Ok(row) if row > 0 => {
            if !content.is_array() {
                *content = Value::Array(Vec::new());
            }
            if let Value::Array(rows) = content {
                if rows.len() < row {
                    rows.resize(row, Value::Null);
                }
                put(&mut rows[row - 1], rest, value);
            }
        }
        _ => {
            if !content.is_object() {
                *content = Value::Object(Map::new());
            }
            if let Value::Object(fields) = content {
                put(fields.entry(*first).or_insert(Value::Null), rest, value);
            }
        }
    }
}

/// Takes out what was left unsaid: rows of a list that nobody filled, statements that were not made.
fn tidied(content: &mut Value) {
    match content {
        Value::Object(fields) => {
            fields.values_mut().for_each(tidied);
            fields.retain(|_, value| !value.is_null());
        }
        Value::Array(rows) => {
            rows.iter_mut().for_each(tidied);
            rows.retain(|row| !row.is_null());
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The column in which the value of a pointer stands, with its cell.
fn behind<'c>(pointer: &str, cells: &[(&'c str, &'c str)]) -> (String, &'c str) {
    let steps: Vec<String> = pointer
        .split('/')
        .skip(1)
        .map(|step| step.parse::<usize>().map_or_else(|_| step.to_owned(), |row| (row + 1).to_string()))
        .collect();
    // Where a cell holds JSON, the value lies deeper than any column.
    for depth in (1..=steps.len()).rev() {
        let column = format!("{CONTENT}{}", steps[..depth].join("."));
        if let Some((_, cell)) = cells.iter().find(|(name, cell)| *name == column && !cell.trim().is_empty()) {
            return (column, cell);
        }
    }
    (format!("{CONTENT}{}", steps.join(".")), "")
}
