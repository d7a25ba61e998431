//! The forms of requests: which fields have to be filled in.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::rulebook::Rulebook;
use super::said::{name, said};
use super::{Comparing, Protection, Topic};

pub(super) fn compare(comparing: &mut Comparing<'_>) {
    let paths = |rulebook: &Rulebook| -> BTreeSet<String> {
        rulebook.files.paths().filter(|path| path.starts_with("content/")).map(ToOwned::to_owned).collect()
    };
    let (old, new) = (paths(comparing.old), paths(comparing.new));
    let forms = said("forms", []);
    let neither = Protection::Neither;
    comparing.names(Topic::Form, &forms, (&old, &new), |path| name(path), (said("files", []), neither, neither));
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
        let place = said("{0}", [name(path)]);
        if old == new {
            let sentence = said("the form changed; the same fields are needed", []);
            comparing.note(Topic::Form, &place, Protection::Neither, sentence);
        }
        // A request that may leave without a field tells its reader less.
        comparing.names(
            Topic::Form,
            &place,
            (&old, &new),
            |field| name(field),
            (said("fields that are needed", []), Protection::Fell, Protection::Rose),
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
