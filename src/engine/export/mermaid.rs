//! A flowchart: stages in a box for each part, steps as arrows, messages as dotted arrows between the parts.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::super::procedure::Procedure;
use super::{hearers, titled};

pub(super) fn write(procedure: &Procedure, language: &str) -> String {
    let mut text = format!("---\ntitle: {}\n---\nflowchart TB\n", quoted(procedure.title.in_language(language)));
    for (name, _, part) in procedure.parts() {
        let _ = writeln!(text, "  subgraph {name}");
        for stage in &part.stages {
            let title = quoted(stage.title.in_language(language));
            let (open, close) = if stage.ends { ("([", "])") } else { ("[", "]") };
            let _ = writeln!(text, "    {name}_{}{open}{title}{close}", stage.name);
        }
        for transition in &part.transitions {
            let gates: Vec<String> = transition.gates.iter().map(|gate| format!(" ▮ {gate}")).collect();
            let label = quoted(&format!("{}{}", titled(transition, language), gates.concat()));
            for from in &transition.from {
                let _ = writeln!(text, "    {name}_{from} -->|{label}| {name}_{}", transition.to);
            }
        }
        text.push_str("  end\n");
    }
    for message in &procedure.messages {
        let label = quoted(message.title.in_language(language));
        let mut pairs = BTreeSet::new();
        for (name, _, part) in procedure.parts() {
            for sender in part.transitions.iter().filter(|transition| transition.sends.as_ref() == Some(&message.name))
            {
                for (other, _, hearer) in hearers(procedure, message.name.as_str()) {
                    pairs.insert(format!("  {name}_{} -.->|{label}| {other}_{}\n", sender.to, hearer.to));
                }
            }
        }
        text.extend(pairs);
    }
    text
}

/// Mermaid reads `#quot;` as a quotation mark inside of a quoted text.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "#quot;"))
}
