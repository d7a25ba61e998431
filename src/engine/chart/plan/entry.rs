//! A step as it is seen: who takes it, from where, through which gates, and what it does to the clocks.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::gate::{Gate, Side};
use crate::engine::procedure::{Deadline, Part, Transition, Trigger};
use crate::engine::words;

use super::super::text::ranges;
use super::{Entry, GateBar, Kind, MOST_DRAWN, Planning, letter};

impl Planning<'_> {
    pub(super) fn entry(
        &mut self,
        index: usize,
        part: &Part,
        (transition, rule): (usize, &Transition),
        (stage, sources): (usize, &BTreeSet<usize>),
        numbers: &BTreeMap<usize, usize>,
    ) -> Entry {
        let step = self.course.iter().find(|step| step.part == index && step.transition == transition).copied();
        let main_from = step.map(|step| step.from);
        let mut drawn = sources.clone();
        // Where the thick line leads into the step, no other has to.
        if let Some(from) = main_from.filter(|from| *from != stage) {
            drawn.remove(&from);
        }
        let mut said = Vec::new();
        let (kind, hears) = match rule.trigger() {
            Some(Trigger::Officials(roles)) => {
                let or = self.language.pick(" or ", " ou ");
                said.push(roles.iter().map(|role| words::role(self.language, *role)).collect::<Vec<_>>().join(or));
                (Kind::Officials, None)
            }
            Some(Trigger::Message(name)) => (Kind::Message, Some(name.to_owned())),
            Some(Trigger::Linked(procedure, name)) => {
                said.push(self.linked(procedure, name));
                (Kind::Linked, None)
            }
            Some(Trigger::Clock(name)) => {
                let over = self.language.pick("when the time is up: ", "à l'expiration : ");
                said.push(format!("{over}{}", self.clock(part, name.as_str())));
                (Kind::Clock, None)
            }
            None => (Kind::Officials, None),
        };
        if drawn.iter().filter(|source| **source != stage).count() > MOST_DRAWN {
            let from = self.language.pick(
                if step.is_some() { "also from " } else { "from " },
                if step.is_some() { "aussi depuis " } else { "depuis " },
            );
            let all: Vec<usize> = drawn.iter().map(|source| numbers[source]).collect();
            said.push(format!("{from}{}", ranges(letter(self.language, index), &all)));
            drawn.clear();
        }
        let starts: Vec<String> = rule.starts.iter().map(|name| self.clock_name(part, name.as_str())).collect();
        if !starts.is_empty() {
            said.push(format!("{}{}", self.language.pick("starts ", "fait courir "), starts.join(", ")));
        }
        Entry {
            part: index,
            transition,
            kind,
            title: self.named(rule.title.in_language(self.options.language), rule.name.as_str()),
            note: said.join(" · "),
            gates: rule.gates.iter().map(|gate| self.gate(*gate, self.side(index))).collect(),
            sends: rule.sends.as_ref().map(ToString::to_string),
            hears,
            sources: drawn,
            main: step.is_some(),
        }
    }

    /// What opens a delivery: no step of a file, the message itself does.
    pub(super) fn arrival(&self) -> Entry {
        let results = self.procedure.messages.iter().filter(|message| self.procedure.delivers(message));
        let titles: Vec<&str> = results.map(|message| message.title.in_language(self.options.language)).collect();
        let each = self.language.pick("one for each message: ", "une pour chaque message : ");
        Entry {
            part: 2,
            transition: usize::MAX,
            kind: Kind::Message,
            title: self.language.pick("A delivery arrives", "Une remise arrive").to_owned(),
            note: format!("{each}{}", titles.join(", ")),
            gates: Vec::new(),
            sends: None,
            hears: None,
            sources: BTreeSet::new(),
            main: true,
        }
    }

    /// A title, or the name where the file gives none.
    #[expect(clippy::unused_self, reason = "reads like its neighbours")]
    pub(super) fn named(&self, title: &str, name: &str) -> String {
        if title.is_empty() { name.replace('_', " ") } else { title.to_owned() }
    }

    fn linked(&self, procedure: &str, name: &str) -> String {
        let known = self.rulebook.procedures.values().find(|known| known.name == *procedure);
        let message = known.and_then(|known| known.message(name));
        let title = message.map(|message| message.title.in_language(self.options.language)).unwrap_or_default();
        let title = self.named(title, name);
        let sentence = self.language.pick(
            "“{title}” passes in a chained request ({procedure})",
            "« {title} » passe dans une demande liée ({procedure})",
        );
        sentence.replace("{procedure}", &procedure.replace('_', " ")).replace("{title}", &title)
    }

    /// The side at which a part lives.
    fn side(&self, part: usize) -> Side {
        self.procedure.parts().nth(part).map_or(Side::Requesting, |(_, side, _)| side)
    }

    pub(super) fn clock_name(&self, part: &Part, name: &str) -> String {
        let title = part.deadlines.iter().find(|deadline| deadline.name == *name).map(|deadline| &deadline.title);
        let title = self.named(title.map(|title| title.in_language(self.options.language)).unwrap_or_default(), name);
        self.language.pick("“{title}”", "« {title} »").replace("{title}", &title)
    }

    fn clock(&self, part: &Part, name: &str) -> String {
        let hours = part.deadlines.iter().find(|deadline| deadline.name == *name).map_or(0, Deadline::hours);
        format!("{}, {}", self.clock_name(part, name), words::length(self.language, hours))
    }

    fn gate(&mut self, gate: Gate, side: Side) -> GateBar {
        let binding = self.rulebook.binding(self.options.profile);
        let mut codes = BTreeMap::new();
        for safeguard in self.rulebook.safeguards.values() {
            let bound = self
                .measures
                .iter()
                .filter(|measure| {
                    safeguard.place(gate, side, &measure.name).is_some() && binding.contains(&safeguard.basis(measure))
                })
                .count();
            if bound > 0 {
                let always: &mut bool = codes.entry(safeguard.code.clone()).or_default();
                *always |= bound == self.measures.len();
                self.codes
                    .entry(safeguard.code.clone())
                    .or_insert_with(|| safeguard.title.in_language(self.options.language).to_owned());
            }
        }
        self.some_only |= codes.values().any(|always| !always);
        let codes = codes.into_iter().map(|(code, always)| if always { code } else { format!("({code})") }).collect();
        GateBar {
            name: format!("{}{}", self.language.pick("Gate: ", "Porte : "), words::gate(self.language, gate)),
            codes,
        }
    }
}
