//! A graph: stages in a cluster for each part, steps as lines, messages as notes between them.

use std::fmt::Write as _;

use super::super::procedure::Procedure;
use super::{hearers, titled, trigger};

pub(super) fn write(procedure: &Procedure, language: &str) -> String {
    let mut text = format!(
        "digraph {} {{\n  label={};\n  node [fontname=\"Noto Sans\"];\n  edge [fontname=\"Noto Sans\", fontsize=10];\n",
        procedure.name,
        quoted(procedure.title.in_language(language))
    );
    for (name, _, part) in procedure.parts() {
        let _ = writeln!(text, "  subgraph cluster_{name} {{\n    label={};", quoted(name));
        for stage in &part.stages {
            let shape = if stage.ends { "shape=box, peripheries=2, style=rounded" } else { "shape=box" };
            let bold = if stage.name == part.start { ", penwidth=3" } else { "" };
            let title = quoted(stage.title.in_language(language));
            let _ = writeln!(text, "    {name}_{} [label={title}, {shape}{bold}];", stage.name);
        }
        for transition in &part.transitions {
            let gates: Vec<String> = transition.gates.iter().map(|gate| format!("[{gate}]")).collect();
            let label = [titled(transition, language), trigger(transition), gates.join(" ")];
            let label: Vec<String> = label.into_iter().filter(|line| !line.is_empty()).collect();
            let style = if transition.gates.is_empty() { "" } else { ", penwidth=2" };
            for from in &transition.from {
                let _ = writeln!(
                    text,
                    "    {name}_{from} -> {name}_{} [label={}{style}];",
                    transition.to,
                    quoted(&label.join("\n"))
                );
            }
        }
        text.push_str("  }\n");
    }
    for message in &procedure.messages {
        let title = quoted(message.title.in_language(language));
        let _ = writeln!(text, "  message_{} [label={title}, shape=note];", message.name);
        for (name, _, part) in procedure.parts() {
            for sender in part.transitions.iter().filter(|transition| transition.sends.as_ref() == Some(&message.name))
            {
                let _ = writeln!(text, "  {name}_{} -> message_{} [style=dashed];", sender.to, message.name);
            }
        }
        for (name, _, hearer) in hearers(procedure, message.name.as_str()) {
            let _ = writeln!(text, "  message_{} -> {name}_{} [style=dashed];", message.name, hearer.to);
        }
    }
    text.push_str("}\n");
    text
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}
