//! What stands in the picture: lanes of cards, each a stage with the steps that lead into it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::gate::{Gate, Side};
use crate::domain::message::Carries;
use crate::domain::phase::Phase;
use crate::engine::measure::Measure;
use crate::engine::procedure::{Part, Procedure, Transition, Trigger};
use crate::engine::rulebook::Rulebook;
use crate::engine::words::{self, Language};

use super::Options;
use super::course::{self, Step};
use super::text::ranges;

/// More stages than these from which one step leads are named and not drawn.
const MOST_DRAWN: usize = 3;

/// Everything that is seen.
pub(super) struct Plan {
    /// What its ids begin with.
    pub(super) id: String,
    pub(super) title: String,
    /// Lines below the title.
    pub(super) about: Vec<String>,
    /// Whether the instrument is in force.
    pub(super) in_force: bool,
    /// The course in words, for those who do not see the picture.
    pub(super) described: String,
    pub(super) language: Language,
    /// The requesting side with its deliveries, and the requested side.
    pub(super) lanes: [Lane; 2],
    /// Rows that are joined by a message of the course, each as its card's part and its transition.
    pub(super) level: Vec<[(usize, usize); 2]>,
    /// Clocks: where, what, how long.
    pub(super) clocks: Vec<(String, String)>,
    /// Codes that stand in the picture, and what they are.
    pub(super) codes: BTreeMap<String, String>,
    /// Whether a code stands there for some measures only.
    pub(super) some_only: bool,
}

/// One side.
pub(super) struct Lane {
    pub(super) heading: String,
    pub(super) cards: Vec<Card>,
}

/// A stage, with the steps into it above it and those that stay in it below.
pub(super) struct Card {
    pub(super) part: usize,
    pub(super) stage: usize,
    /// Its name in the files.
    pub(super) name: String,
    /// Where a new part begins in the lane: its heading.
    pub(super) heading: Option<String>,
    pub(super) number: String,
    pub(super) title: String,
    pub(super) phase: Phase,
    pub(super) phase_word: &'static str,
    pub(super) main: bool,
    pub(super) starts: bool,
    pub(super) ends: bool,
    pub(super) entries: Vec<Entry>,
    pub(super) stays: Vec<Entry>,
}

/// What makes a step happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Officials,
    Message,
    Linked,
    Clock,
}

/// One step.
pub(super) struct Entry {
    pub(super) part: usize,
    pub(super) transition: usize,
    pub(super) kind: Kind,
    pub(super) title: String,
    /// Who takes it, from where, and what becomes of the clocks.
    pub(super) note: String,
    pub(super) gates: Vec<GateBar>,
    pub(super) sends: Option<String>,
    pub(super) hears: Option<String>,
    /// Stages from which lines are drawn.
    pub(super) sources: BTreeSet<usize>,
    pub(super) main: bool,
}

/// A gate at a step, and the codes that stand there.
pub(super) struct GateBar {
    pub(super) name: String,
    pub(super) codes: Vec<String>,
}

pub(super) fn of(rulebook: &Rulebook, procedure: &Procedure, options: &Options<'_>) -> Plan {
    let mut planning = Planning::new(rulebook, procedure, options);
    let language = planning.language;
    let mut requesting = planning.cards(0, &procedure.requesting);
    if let Some(part) = &procedure.holding {
        let mut cards = planning.cards(2, part);
        if let Some(first) = cards.first_mut() {
            first.entries.insert(0, planning.arrival());
            first.heading = Some(
                language
                    .pick("Each delivery, at the requesting State", "Chaque remise, chez l'État requérant")
                    .to_owned(),
            );
        }
        requesting.append(&mut cards);
    }
    let requested = planning.cards(1, &procedure.requested);
    let level = planning.level();
    Plan {
        id: format!("ch-{}", procedure.name),
        title: procedure.title.in_language(options.language).to_owned(),
        about: planning.about(),
        in_force: rulebook.about.in_force,
        described: planning.described(),
        language,
        lanes: [
            Lane { heading: language.pick("The requesting State", "L'État requérant").to_owned(), cards: requesting },
            Lane { heading: language.pick("The requested State", "L'État requis").to_owned(), cards: requested },
        ],
        level,
        clocks: planning.clocks(),
        codes: planning.codes,
        some_only: planning.some_only,
    }
}

/// The letter of a part's stages.
pub(super) fn letter(language: Language, part: usize) -> char {
    match (part, language) {
        (0, _) => 'R',
        (1, _) => 'Q',
        (_, Language::English) => 'H',
        (_, Language::French) => 'D',
    }
}

/// The stages of a part: in the order of the file, those of the course in its order, and other ends after its end.
fn order(part: &Part, main: &[usize]) -> Vec<usize> {
    let mut course = main.iter().copied();
    let mut order: Vec<usize> = (0..part.stages.len())
        .map(|stage| if main.contains(&stage) { course.next().unwrap_or(stage) } else { stage })
        .collect();
    let over = |stage: &usize| !main.contains(stage) && part.stages[*stage].phase == Phase::Closed;
    order.sort_by_key(over);
    order
}

struct Planning<'r> {
    rulebook: &'r Rulebook,
    procedure: &'r Procedure,
    options: &'r Options<'r>,
    language: Language,
    measures: Vec<&'r Measure>,
    course: Vec<Step>,
    codes: BTreeMap<String, String>,
    some_only: bool,
}

impl<'r> Planning<'r> {
    fn new(rulebook: &'r Rulebook, procedure: &'r Procedure, options: &'r Options<'r>) -> Self {
        let mut course = course::of(rulebook, procedure);
        course.extend(procedure.holding.iter().flat_map(|part| course::alone(part, 2)));
        let own = rulebook.measures.values().filter(|measure| measure.procedure == procedure.name);
        Planning {
            rulebook,
            procedure,
            options,
            language: Language::of(options.language),
            measures: options.measure.map_or_else(|| own.collect(), |measure| vec![measure]),
            course,
            codes: BTreeMap::new(),
            some_only: false,
        }
    }

    /// The cards of a part in their order.
    fn cards(&mut self, index: usize, part: &Part) -> Vec<Card> {
        let main = course::stages(&self.course, index);
        let order = order(part, &main);
        let numbers: BTreeMap<usize, usize> = order.iter().enumerate().map(|(at, stage)| (*stage, at + 1)).collect();
        order.iter().map(|stage| self.card(index, part, *stage, &main, &numbers)).collect()
    }

    fn card(
        &mut self,
        index: usize,
        part: &Part,
        stage: usize,
        main: &[usize],
        numbers: &BTreeMap<usize, usize>,
    ) -> Card {
        let known = &part.stages[stage];
        let (mut entries, mut stays) = (Vec::new(), Vec::new());
        for (transition, rule) in part.transitions.iter().enumerate().filter(|(_, rule)| rule.to == known.name) {
            let sources: BTreeSet<usize> =
                rule.from.iter().filter_map(|from| course::place(part, from.as_str())).collect();
            let entry = self.entry(index, part, (transition, rule), (stage, &sources), numbers);
            let stay = sources.iter().all(|source| *source == stage);
            if stay { &mut stays } else { &mut entries }.push(entry);
        }
        // The step of the course stands next to its stage, where the thick line ends.
        entries.sort_by_key(|entry| entry.main);
        Card {
            part: index,
            stage,
            name: known.name.to_string(),
            heading: None,
            number: format!("{}{}", letter(self.language, index), numbers[&stage]),
            title: known.title.in_language(self.options.language).to_owned(),
            phase: known.phase,
            phase_word: words::phase(self.language, known.phase),
            main: main.contains(&stage),
            starts: known.name == part.start,
            ends: known.ends,
            entries,
            stays,
        }
    }

    fn entry(
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
            gates: rule.gates.iter().map(|gate| self.gate(*gate, course::side(index))).collect(),
            sends: rule.sends.as_ref().map(ToString::to_string),
            hears,
            sources: drawn,
            main: step.is_some(),
        }
    }

    /// What opens a delivery: no step of a file, the message itself does.
    fn arrival(&self) -> Entry {
        let results = self.procedure.messages.iter().filter(|message| message.carries == Carries::Result);
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
    fn named(&self, title: &str, name: &str) -> String {
        if title.is_empty() { name.replace('_', " ") } else { title.to_owned() }
    }

    fn linked(&self, procedure: &str, name: &str) -> String {
        let known = self.rulebook.procedures.values().find(|known| known.name == *procedure);
        let message = known.and_then(|known| known.message(name));
        let title = message.map(|message| message.title.in_language(self.options.language)).unwrap_or_default();
        let title = self.named(title, name);
        match self.language {
            Language::English => format!("“{title}” passes in a chained request ({})", procedure.replace('_', " ")),
            Language::French => format!("« {title} » passe dans une demande liée ({})", procedure.replace('_', " ")),
        }
    }

    fn clock_name(&self, part: &Part, name: &str) -> String {
        let title = part.deadlines.iter().find(|deadline| deadline.name == *name).map(|deadline| &deadline.title);
        let title = self.named(title.map(|title| title.in_language(self.options.language)).unwrap_or_default(), name);
        match self.language {
            Language::English => format!("“{title}”"),
            Language::French => format!("« {title} »"),
        }
    }

    fn clock(&self, part: &Part, name: &str) -> String {
        let hours = part
            .deadlines
            .iter()
            .find(|deadline| deadline.name == *name)
            .map_or(0, super::super::procedure::Deadline::hours);
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

    /// Steps of the course that a message joins: its sender and its hearer stand level.
    fn level(&self) -> Vec<[(usize, usize); 2]> {
        let joined = |pair: &[Step]| {
            let sends = self.rule(pair[0])?.sends.as_ref()?;
            let heard = self.rule(pair[1])?;
            (pair[0].part != pair[1].part && heard.trigger() == Some(Trigger::Message(sends.as_str())))
                .then_some([(pair[0].part, pair[0].transition), (pair[1].part, pair[1].transition)])
        };
        self.course.windows(2).filter_map(joined).collect()
    }

    fn rule(&self, step: Step) -> Option<&'r Transition> {
        self.part(step.part)?.transitions.get(step.transition)
    }

    fn part(&self, index: usize) -> Option<&'r Part> {
        match index {
            0 => Some(&self.procedure.requesting),
            1 => Some(&self.procedure.requested),
            _ => self.procedure.holding.as_ref(),
        }
    }

    fn about(&self) -> Vec<String> {
        let (rulebook, language) = (self.rulebook, self.options.language);
        let instrument = rulebook.instruments.get(&rulebook.about.instrument);
        let instrument =
            instrument.map_or(rulebook.about.instrument.as_str(), |known| known.title.in_language(language));
        let measures: Vec<&str> = self.measures.iter().map(|measure| measure.title.in_language(language)).collect();
        let profile = rulebook.profiles.get(&self.options.profile).map(|rule| rule.title.in_language(language));
        let profile = profile.unwrap_or_else(|| words::profile(self.language, self.options.profile));
        let words = self.language;
        let force = match (rulebook.about.in_force, words) {
            (true, Language::English) => "in force",
            (true, Language::French) => "en vigueur",
            (false, Language::English) => "not in force: for training, or where both States agreed to apply it",
            (false, Language::French) => {
                "pas en vigueur : pour la formation, ou si les deux États sont convenus de l'appliquer"
            }
        };
        let none = words.pick("none yet", "aucune à ce jour");
        vec![
            format!("{instrument} – {force}"),
            format!(
                "{}{}",
                words.pick("Measures: ", "Mesures : "),
                if measures.is_empty() { none.to_owned() } else { measures.join(" · ") }
            ),
            format!("{}{profile}", words.pick("Profile: ", "Profil : ")),
            format!("{}{} {}", words.pick("Rulebook: ", "Recueil de règles : "), rulebook.about.name, rulebook.hash),
        ]
    }

    fn described(&self) -> String {
        let title = |step: &Step| {
            let part = self.part(step.part)?;
            let title = part.stages.get(step.to)?.title.in_language(self.options.language);
            Some(format!("{} {title}", letter(self.language, step.part)))
        };
        let way: Vec<String> =
            self.course.iter().filter(|step| step.part < 2 && step.from != step.to).filter_map(title).collect();
        let (messages, stages) = (
            self.procedure.messages.len(),
            self.procedure.parts().map(|(_, _, part)| part.stages.len()).sum::<usize>(),
        );
        match self.language {
            Language::English => format!(
                "{stages} stages at both States and {messages} messages between them. The way of a request that is granted: {}. R is the requesting State, Q the requested State.",
                way.join(", ")
            ),
            Language::French => format!(
                "{stages} stades chez les deux États et {messages} messages entre eux. Le chemin d'une demande accordée : {}. R est l'État requérant, Q l'État requis.",
                way.join(", ")
            ),
        }
    }

    /// Every clock with its length, what happens at its end, and where it pauses.
    fn clocks(&self) -> Vec<(String, String)> {
        let words = self.language;
        let mut lines = Vec::new();
        for (index, (_, _, part)) in self.procedure.parts().enumerate() {
            let index = if index == 2 { 2 } else { index };
            let order = order(part, &course::stages(&self.course, index));
            for deadline in &part.deadlines {
                let moves = part.transitions.iter().any(|rule| rule.after.as_ref() == Some(&deadline.name));
                let then = if moves {
                    words.pick("then it moves the file", "puis il déplace le dossier")
                } else {
                    words.pick("then it alerts", "puis il alerte")
                };
                let paused: Vec<usize> = deadline
                    .paused_in
                    .iter()
                    .filter_map(|name| course::place(part, name.as_str()))
                    .filter_map(|stage| order.iter().position(|other| *other == stage))
                    .map(|at| at + 1)
                    .collect();
                let paused = if paused.is_empty() {
                    String::new()
                } else {
                    format!(
                        "{}{}",
                        words.pick("; paused in ", " ; suspendu en "),
                        ranges(letter(words, index), &paused)
                    )
                };
                let cited = deadline.source.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                let what = format!("{}, {then}{paused} ({cited})", words::length(words, deadline.hours()));
                let name = self.clock_name(part, deadline.name.as_str());
                lines.push((format!("{} {name}", letter(words, index)), what));
            }
        }
        lines
    }
}
