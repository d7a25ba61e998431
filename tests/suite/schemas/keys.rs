//! The keys of rule files in the schemas are the fields of the types that they are read into.

use std::collections::BTreeSet;

use comity::engine::lists::{About, Condition, Ground, Instrument, KnownCitation, Party, ProfileRule, Reservation};
use comity::engine::measure::Measure;
use comity::engine::procedure::{Deadline, Message, Part, Procedure, Stage, Transition};
use comity::engine::safeguard::{AnswerRule, Place, Safeguard};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::names::fields_of;
use super::{all, difference};

/// The keys of an object in a schema, which has to be closed.
fn keys_at(schema: &Value, pointer: &str) -> BTreeSet<String> {
    let object = schema.pointer(pointer).unwrap_or_else(|| panic!("there is nothing at `{pointer}`"));
    assert_eq!(object["additionalProperties"], false, "`{pointer}` is not closed");
    object["properties"].as_object().unwrap().keys().cloned().collect()
}

fn held<T: DeserializeOwned>(schema: &str, pointer: &str) -> Vec<String> {
    let what = format!("{schema}.schema.json#{pointer}");
    difference(&what, &keys_at(&super::schema(schema), pointer), &fields_of::<T>())
}

#[test]
fn every_key_of_a_rule_file_is_a_field_and_every_field_a_key() {
    let faults = [
        held::<Procedure>("procedure", ""),
        held::<Message>("procedure", "/$defs/message"),
        held::<Part>("procedure", "/$defs/part"),
        held::<Stage>("procedure", "/$defs/stage"),
        held::<Deadline>("procedure", "/$defs/deadline"),
        held::<Transition>("procedure", "/$defs/transition"),
        held::<Safeguard>("safeguard", ""),
        held::<Place>("safeguard", "/$defs/place"),
        held::<AnswerRule>("safeguard", "/$defs/answer"),
        held::<Measure>("measure", ""),
        held::<About>("rulebook", ""),
        held::<Ground>("grounds", "/$defs/row"),
        held::<Condition>("conditions", "/$defs/row"),
        held::<ProfileRule>("profiles", "/$defs/row"),
        held::<Instrument>("sources", "/$defs/instrument"),
        held::<KnownCitation>("sources", "/$defs/listed"),
        held::<Party>("parties", "/$defs/row"),
        held::<Reservation>("parties", "/$defs/reservation"),
    ];

    assert!(faults.iter().all(Vec::is_empty), "{:#?}", faults.concat());
}

#[test]
fn every_object_of_a_schema_is_closed() {
    // The content of a request stands in a scenario as it is: its own schema closes it.
    const OPEN: [&str; 4] = ["content", "amend", "step", "body"];
    fn walk(value: &Value, name: &str, open: &mut Vec<String>) {
        let Value::Object(fields) = value else {
            return value.as_array().into_iter().flatten().for_each(|item| walk(item, name, open));
        };
        if fields.get("type").is_some_and(|kind| kind == "object")
            && !fields.contains_key("additionalProperties")
            && !OPEN.contains(&name)
        {
            open.push(name.to_owned());
        }
        fields.iter().for_each(|(key, inner)| walk(inner, key, open));
    }

    for (name, schema) in &all() {
        let mut open = Vec::new();
        walk(schema, name, &mut open);
        assert!(open.is_empty(), "open in {name}.schema.json: {open:?}");
    }
}
