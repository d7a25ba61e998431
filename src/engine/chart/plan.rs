//! What stands in the picture: lanes of cards, each a stage with the steps that lead into it.

mod about;
mod entry;

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::gate::Side;
use crate::domain::phase::Phase;
use crate::engine::measure::Measure;
use crate::engine::procedure::{Part, Procedure, Transition, Trigger};
use crate::engine::rulebook::Rulebook;
use crate::engine::words::{self, Language};

use super::Options;
use super::course::{self, Step};

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
    let mut lanes = [
        Lane {
            heading: language.pick("The requesting State", "L'État requérant").to_owned(),
            cards: planning.cards(0, &procedure.requesting),
        },
        Lane {
            heading: language.pick("The requested State", "L'État requis").to_owned(),
            cards: planning.cards(1, &procedure.requested),
        },
    ];
    if let Some((_, side, part)) = procedure.parts().nth(2) {
        let mut cards = planning.cards(2, part);
        let heading = match side {
            Side::Requesting => {
                language.pick("Each delivery, at the requesting State", "Chaque remise, chez l'État requérant")
            }
            Side::Requested => {
                language.pick("Each delivery, at the requested State", "Chaque remise, chez l'État requis")
            }
        };
        if let Some(first) = cards.first_mut() {
            first.entries.insert(0, planning.arrival());
            first.heading = Some(heading.to_owned());
        }
        lanes[usize::from(side == Side::Requested)].cards.append(&mut cards);
    }
    let level = planning.level();
    Plan {
        id: format!("ch-{}", procedure.name),
        title: procedure.title.in_language(options.language).to_owned(),
        about: planning.about(),
        in_force: rulebook.about.in_force,
        described: planning.described(),
        language,
        lanes,
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
        (_, Language::Fr) => 'D',
        (_, Language::Ar | Language::Zh | Language::En | Language::Ru | Language::Es) => 'H',
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
}
