//! A state chart: the parts run beside each other, and a message of one is an event of the other.
//!
//! A gate is a variable that only the events `cleared.SIDE.GATE` and `shut.SIDE.GATE` change.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::super::procedure::{Procedure, Transition, Trigger};

pub(super) fn write(procedure: &Procedure) -> String {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<scxml xmlns=\"http://www.w3.org/2005/07/scxml\" version=\"1.0\" datamodel=\"ecmascript\" name=\"{0}\" initial=\"{0}\">\n",
        procedure.name
    );
    let gates: BTreeSet<(&str, String)> = procedure
        .parts()
        .flat_map(|(name, _, part)| {
            part.transitions
                .iter()
                .flat_map(move |transition| transition.gates.iter().map(move |gate| (name, gate.to_string())))
        })
        .collect();
    text.push_str("  <datamodel>\n");
    for (part, gate) in &gates {
        let _ = writeln!(text, "    <data id=\"{part}_{gate}\" expr=\"false\"/>");
    }
    let _ = writeln!(text, "  </datamodel>\n  <parallel id=\"{}\">", procedure.name);
    for (name, _, part) in procedure.parts() {
        // A delivery begins with its message; before, there is none.
        let begin = if name == "holding" { "holding_none".to_owned() } else { format!("{name}_{}", part.start) };
        let _ = writeln!(text, "    <state id=\"{name}\" initial=\"{begin}\">");
        if name == "holding" {
            text.push_str("      <state id=\"holding_none\">\n");
            for message in procedure.messages.iter().filter(|message| procedure.delivers(message)) {
                let _ = writeln!(
                    text,
                    "        <transition event=\"message.{}\" target=\"holding_{}\"/>",
                    message.name, part.start
                );
            }
            text.push_str("      </state>\n");
        }
        for stage in &part.stages {
            // No `<final>`: a delivery is used after the request has ended.
            let _ = writeln!(text, "      <state id=\"{name}_{}\">", stage.name);
            for transition in part.leaving(&stage.name) {
                text.push_str(&step(name, transition));
            }
            text.push_str("      </state>\n");
        }
        text.push_str("    </state>\n");
    }
    text.push_str("    <state id=\"gates\">\n");
    for (part, gate) in &gates {
        for (event, value) in [("cleared", "true"), ("shut", "false")] {
            let _ = writeln!(
                text,
                "      <transition event=\"{event}.{part}.{gate}\"><assign location=\"{part}_{gate}\" expr=\"{value}\"/></transition>"
            );
        }
    }
    text.push_str("    </state>\n  </parallel>\n</scxml>\n");
    text
}

fn step(part: &str, transition: &Transition) -> String {
    let event = match transition.trigger() {
        Some(Trigger::Officials(_)) | None => format!("official.{part}.{}", transition.name),
        Some(Trigger::Message(name)) => format!("message.{name}"),
        Some(Trigger::Linked(procedure, name)) => format!("linked.{procedure}.{name}"),
        Some(Trigger::Clock(name)) => format!("clock.{part}.{name}"),
    };
    let gates: Vec<String> = transition.gates.iter().map(|gate| format!("{part}_{gate}")).collect();
    let cond = if gates.is_empty() { String::new() } else { format!(" cond=\"{}\"", gates.join(" &amp;&amp; ")) };
    let target = format!("{part}_{}", transition.to);
    match &transition.sends {
        Some(message) => format!(
            "        <transition event=\"{event}\"{cond} target=\"{target}\"><raise event=\"message.{message}\"/></transition>\n"
        ),
        None => format!("        <transition event=\"{event}\"{cond} target=\"{target}\"/>\n"),
    }
}
