//! A Petri net: a place for each stage, for each message that travels, and for each gate that is open.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::super::procedure::{Procedure, Trigger};
use super::{escaped, titled};

pub(super) fn write(procedure: &Procedure, language: &str) -> String {
    let mut net = Net::default();
    for (name, _, part) in procedure.parts() {
        for stage in &part.stages {
            // A delivery is there once it has arrived.
            let marked = stage.name == part.start && name != "holding";
            net.place(&format!("{name}.{}", stage.name), stage.title.in_language(language), marked);
        }
        let gates: BTreeSet<_> = part.transitions.iter().flat_map(|transition| transition.gates.clone()).collect();
        for gate in gates {
            let (open, shut) = (format!("{name}.{gate}.open"), format!("{name}.{gate}.shut"));
            net.place(&open, &format!("{gate}: open"), false);
            net.place(&shut, &format!("{gate}: shut"), true);
            for (id, from, to) in [("cleared", &shut, &open), ("lost", &open, &shut)] {
                let id = format!("{name}.{gate}.{id}");
                net.transition(&id, &id.replace('.', " "));
                net.arc(from, &id);
                net.arc(&id, to);
            }
        }
    }
    for message in &procedure.messages {
        net.place(&format!("message.{}", message.name), message.title.in_language(language), false);
        // What nobody hears is kept and moves nothing.
        let late = format!("message.{}.late", message.name);
        net.transition(&late, &format!("{}: late", message.name));
        net.arc(&format!("message.{}", message.name), &late);
    }
    for (name, _, part) in procedure.parts() {
        for transition in &part.transitions {
            for from in &transition.from {
                let id = format!("{name}.{}.from.{from}", transition.name);
                net.transition(&id, &titled(transition, language));
                net.arc(&format!("{name}.{from}"), &id);
                net.arc(&id, &format!("{name}.{}", transition.to));
                for gate in &transition.gates {
                    // The gate is read, and stays open.
                    net.arc(&format!("{name}.{gate}.open"), &id);
                    net.arc(&id, &format!("{name}.{gate}.open"));
                }
                if let Some(message) = &transition.sends {
                    net.arc(&id, &format!("message.{message}"));
                }
                if let Some(Trigger::Message(message)) = transition.trigger() {
                    net.arc(&format!("message.{message}"), &id);
                    let result = procedure.message(message).is_some_and(|known| procedure.delivers(known));
                    if let Some(holding) = procedure.holding.as_ref().filter(|_| result) {
                        net.arc(&id, &format!("holding.{}", holding.start));
                    }
                }
            }
        }
    }
    let name = &procedure.name;
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<pnml xmlns=\"http://www.pnml.org/version-2009/grammar/pnml\">\n  <net id=\"{name}\" type=\"http://www.pnml.org/version-2009/grammar/ptnet\">\n    <name><text>{}</text></name>\n    <page id=\"{name}.page\">\n{}    </page>\n  </net>\n</pnml>\n",
        escaped(procedure.title.in_language(language)),
        net.text
    )
}

#[derive(Default)]
struct Net {
    text: String,
    arcs: usize,
}

impl Net {
    fn place(&mut self, id: &str, name: &str, marked: bool) {
        let marking = if marked { "<initialMarking><text>1</text></initialMarking>" } else { "" };
        let _ = writeln!(
            self.text,
            "      <place id=\"{id}\"><name><text>{}</text></name>{marking}</place>",
            escaped(name)
        );
    }

    fn transition(&mut self, id: &str, name: &str) {
        let _ = writeln!(
            self.text,
            "      <transition id=\"{id}\"><name><text>{}</text></name></transition>",
            escaped(name)
        );
    }

    fn arc(&mut self, from: &str, to: &str) {
        self.arcs += 1;
        let _ = writeln!(self.text, "      <arc id=\"arc{}\" source=\"{from}\" target=\"{to}\"/>", self.arcs);
    }
}
