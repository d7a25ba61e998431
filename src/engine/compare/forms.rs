//! The forms of requests: which fields have to be filled in.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::rulebook::Rulebook;
use super::{Comparing, Protection, Topic};

pub(super) fn compare(comparing: &mut Comparing<'_>) {
    let paths = |rulebook: &Rulebook| -> BTreeSet<String> {
        rulebook.files.paths().filter(|path| path.starts_with("content/")).map(ToOwned::to_owned).collect()
    };
    let (old, new) = (paths(comparing.old), paths(comparing.new));
    comparing.names(Topic::Form, "forms", (&old, &new), ("files", Protection::Neither, Protection::Neither));
    for path in old.intersection(&new) {
        let (Some(before), Some(after)) = (comparing.old.files.as_data(path), comparing.new.files.as_data(path)) else {
            continue;
        };
        if before == after {
            continue;
        }
        let needed = |schema: &Value| {
            let mut needed = BTreeSet::new();
            required(schema, "", &mut needed);
            needed
        };
        let (old, new) = (needed(&before), needed(&after));
        if old == new {
            comparing.note(Topic::Form, path, Protection::Neither, "the form changed; the same fields are needed");
        }
        // A request that may leave without a field tells its reader less.
        comparing.names(
            Topic::Form,
            path,
            (&old, &new),
            ("fields that are needed", Protection::Fell, Protection::Rose),
        );
    }
}

/// Every field that a schema requires, by its path.
fn required(schema: &Value, path: &str, needed: &mut BTreeSet<String>) {
    match schema {
        Value::Object(keys) => {
            for name in keys.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
                needed.insert(format!("{path}{name}"));
            }
            for (key, inner) in keys {
                if key == "properties" {
                    for (name, field) in inner.as_object().into_iter().flatten() {
                        required(field, &format!("{path}{name}/"), needed);
                    }
                } else if key != "required" {
                    required(inner, path, needed);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| required(item, path, needed)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
