//! Safety: each side, and each delivery, against a counterpart that may say anything at any time, one safeguard at a time.

use std::collections::{BTreeMap, BTreeSet};

use strum::IntoEnumIterator;

use crate::domain::gate::{Gate, Side};
use crate::domain::measure::MeasureKind;
use crate::domain::safeguard::{Outcome, Profile};

use super::super::flaw::{Flaw, Sites};
use super::super::floor::{self, LawClock};
use super::super::lists::Ground;
use super::super::measure::Measure;
use super::super::procedure::Procedure;
use super::super::rulebook::Rulebook;
use super::super::safeguard::Safeguard;
use super::breach::Rules;
use super::endings;
use super::machine::{Answers, Machine, Shape, Watch};
use super::search::search;
use super::state::{Refuses, Words};
use super::step::Walk;
use super::story;

/// One safeguard for one measure in one profile.
#[derive(Debug, Clone)]
pub(super) struct Case<'r> {
    /// Its code.
    pub(super) code: String,
    /// Its title.
    pub(super) title: String,
    /// Its articles.
    pub(super) articles: Vec<String>,
    /// The measure.
    pub(super) measure: &'r Measure,
    /// The profile.
    pub(super) profile: Profile,
    /// Whether the law lets it be answered later here.
    pub(super) lawful_wait: bool,
}

/// What was walked.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// States met, over all shapes.
    pub(super) states: usize,
    /// Shapes.
    pub(super) shapes: usize,
    /// Combinations of safeguard, measure and profile that they stand for.
    pub(super) cases: usize,
    /// What was found.
    pub(super) found: Vec<Flaw>,
}

/// Every part of every procedure as a machine.
pub(super) fn machines(rulebook: &Rulebook) -> Vec<(Machine<'_>, Vec<(usize, &'static LawClock)>)> {
    rulebook
        .procedures
        .values()
        .flat_map(|procedure| procedure.parts().map(move |(name, side, part)| (procedure, name, side, part)))
        .filter_map(|(procedure, name, side, part)| {
            let laws: Vec<(usize, &'static LawClock)> = laws_of(rulebook, procedure)
                .into_iter()
                .filter(|law| law.part == name)
                .filter_map(|law| Some((part.deadlines.iter().position(|deadline| deadline.name == *law.name)?, law)))
                .collect();
            let also: Vec<&str> = laws.iter().map(|(_, law)| law.name).collect();
            Some((Machine::of(procedure, name, side, part, &also)?, laws))
        })
        .collect()
}

fn laws_of(rulebook: &Rulebook, procedure: &Procedure) -> Vec<&'static LawClock> {
    let holds = floor::is_of_the_convention(rulebook);
    floor::CLOCKS.iter().filter(|law| holds && law.is_of(procedure)).collect()
}

/// Walks one machine once for each shape of safeguard, and once for the decision's words.
pub(super) fn walk<'r>(
    rulebook: &'r Rulebook,
    sites: &Sites<'_>,
    machine: &Machine<'r>,
    laws: &[(usize, &'static LawClock)],
) -> Walked {
    let rules = Rules::of(machine, laws);
    let mut walked = Walked::default();
    let nothing = Shape::default();
    for (words, measures) in words(rulebook, machine) {
        let walk = Walk { machine, shape: &nothing, words: &words };
        let searched = search(&walk, |before, step, after| rules.broken((before, step, after), &nothing, false));
        walked.shapes += 1;
        walked.states += searched.met.len();
        walked
            .found
            .extend(searched.broken.map(|broken| story::tell(sites, (machine, laws), &broken, (&[], &measures))));
        walked.found.extend(searched.too_many.then(|| story::too_many(sites, machine)));
    }
    let shapes = shapes(rulebook, machine, &mut walked.found, sites);
    let blocked = blocked(&shapes);
    for (words, _) in words(rulebook, machine) {
        walked.found.extend(endings::check(rulebook, sites, machine, (&words, &blocked)));
    }
    for ((shape, lawful_wait), cases) in shapes {
        let walk = Walk { machine, shape: &shape, words: &[] };
        let searched = search(&walk, |before, step, after| rules.broken((before, step, after), &shape, lawful_wait));
        walked.shapes += 1;
        walked.cases += cases.len();
        walked.states += searched.met.len();
        walked.found.extend(searched.broken.map(|broken| story::tell(sites, (machine, laws), &broken, (&cases, &[]))));
        walked.found.extend(searched.too_many.then(|| story::too_many(sites, machine)));
    }
    walked
}

/// Gates that stay shut while a safeguard is never cleared, each with one such safeguard. That of closing is for what a
/// safeguard asks there: it waits for its answer.
fn blocked(shapes: &Shapes<'_>) -> BTreeMap<BTreeSet<Gate>, String> {
    let mut blocked = BTreeMap::new();
    for ((shape, _), cases) in shapes {
        let gates = shape.watches.iter().filter(|watch| watch.asked && watch.gate != Gate::Closing);
        let gates: BTreeSet<Gate> = gates.map(|watch| watch.gate).collect();
        if let Some(case) = cases.first().filter(|_| !gates.is_empty()) {
            blocked.entry(gates).or_insert_with(|| format!("{} ({})", case.code, case.title));
        }
    }
    blocked
}

type Shapes<'r> = BTreeMap<(Shape, bool), Vec<Case<'r>>>;

/// The shapes of safeguards in a part, each with the safeguards, measures and profiles that have it.
pub(super) fn shapes<'r>(
    rulebook: &'r Rulebook,
    machine: &Machine<'_>,
    found: &mut Vec<Flaw>,
    sites: &Sites<'_>,
) -> Shapes<'r> {
    let mut shapes: Shapes<'r> = BTreeMap::new();
    let gates = machine.gates();
    let measures = || rulebook.measures.values().filter(|measure| measure.procedure == machine.procedure.name);
    for (measure, profile) in measures().flat_map(|measure| Profile::iter().map(move |profile| (measure, profile))) {
        let of_floor = floor::catalogue()
            .filter(|(code, ..)| rulebook.safeguards.values().all(|safeguard| safeguard.code != *code));
        let files = rulebook.safeguards.values().map(|safeguard| (safeguard.code.as_str(), Some(safeguard), "", ""));
        let missing = of_floor.map(|(code, title, article)| (code, None, title, article));
        for (code, safeguard, title, article) in files.chain(missing) {
            let Some((shape, fits)) = shape_of(rulebook, (&gates, machine.side), (code, safeguard), measure, profile)
            else {
                continue;
            };
            let case = Case {
                code: code.to_owned(),
                title: safeguard.map_or(title, |safeguard| safeguard.title.en()).to_owned(),
                articles: safeguard.map_or_else(
                    || vec![article.to_owned()],
                    |safeguard| safeguard.source.iter().map(ToString::to_string).collect(),
                ),
                measure,
                profile,
                lawful_wait: safeguard.is_some_and(|safeguard| floor::may_wait(rulebook, safeguard, measure)),
            };
            if !fits {
                found.push(story::too_many(sites, machine));
            }
            // Whether it may wait matters only where it can.
            let wait = case.lawful_wait && shape.answers.later;
            shapes.entry((shape, wait)).or_default().push(case);
        }
    }
    shapes
}

/// The places of one safeguard: where its file asks, and where the floor wants it asked. None where it binds nowhere here.
pub(super) fn shape_of(
    rulebook: &Rulebook,
    (gates, side): (&[Gate], Side),
    (code, safeguard): (&str, Option<&Safeguard>),
    measure: &Measure,
    profile: Profile,
) -> Option<(Shape, bool)> {
    let mut shape = Shape { watches: Vec::new(), answers: Answers::default() };
    let mut fits = true;
    if let Some(safeguard) = safeguard {
        shape.answers = Shape::answers_of(safeguard);
        shape.answers.later &= can_wait(rulebook, safeguard, measure, (side, profile));
        let binds = rulebook.binding(profile).contains(&safeguard.basis(measure));
        for gate in gates.iter().filter(|_| binds) {
            if let Some(place) = safeguard.place(*gate, side, &measure.name) {
                fits &= shape.add(Shape::watch(place, !matches!(gate, Gate::Validation | Gate::Closing)));
            }
        }
    }
    for gate in gates.iter().filter(|gate| floor::stands(rulebook, code, measure, (**gate, side), profile)) {
        fits &= shape.add(Watch { gate: *gate, asked: false, confirmed: false, may_wait: false });
    }
    (!shape.watches.is_empty()).then_some((shape, fits))
}

/// Whether what lets a safeguard wait is asked, and can be answered so that it does, on this side.
fn can_wait(rulebook: &Rulebook, safeguard: &Safeguard, measure: &Measure, (side, profile): (Side, Profile)) -> bool {
    let by = safeguard.deferred_by.as_ref().and_then(|name| rulebook.safeguards.get(name));
    by.is_some_and(|by| {
        measure.kind == MeasureKind::Emergency
            && by.deferred_by.is_none()
            && rulebook.binding(profile).contains(&by.basis(measure))
            && by.answers.values().any(|rule| rule.outcome == Outcome::Met)
            && Gate::iter().any(|gate| by.place(gate, side, &measure.name).is_some())
    })
}

/// The words that a decision may have, by what the grounds of each measure ask: measures that allow the same are one case.
pub(super) fn words<'r>(rulebook: &'r Rulebook, machine: &Machine<'r>) -> Vec<(Vec<Words>, Vec<&'r Measure>)> {
    let mut cases: BTreeMap<Vec<Words>, Vec<&Measure>> = BTreeMap::new();
    for measure in rulebook.measures.values().filter(|measure| measure.procedure == machine.procedure.name) {
        let decides = machine.side == Side::Requested && machine.name != "holding";
        let words = if decides { words_of(rulebook, measure) } else { Vec::new() };
        cases.entry(words).or_default().push(measure);
    }
    cases.into_iter().collect()
}

pub(super) fn words_of(rulebook: &Rulebook, measure: &Measure) -> Vec<Words> {
    let mut refusals = vec![Refuses::Nothing];
    let mut postpones = vec![false];
    for ground in measure.grounds.iter().filter_map(|code| rulebook.grounds.get(code)) {
        if ground.code.as_str().starts_with("PP-") {
            postpones.push(true);
        } else {
            refusals.extend(refuses(rulebook, measure, Some(ground)));
        }
    }
    refusals.sort_unstable();
    refusals.dedup();
    postpones.dedup();
    let mut words = Vec::new();
    for (refuses, postpones) in refusals.iter().flat_map(|refuses| postpones.iter().map(move |p| (*refuses, *p))) {
        words.extend([false, true].map(|grants| Words { grants, refuses, postpones }));
    }
    words
}

/// What the rules make of a ground of refusal. None of one that does not exist, or is forbidden by the file too.
pub(super) fn refuses(rulebook: &Rulebook, measure: &Measure, ground: Option<&Ground>) -> Option<Refuses> {
    let ground = ground.filter(|ground| !ground.forbidden)?;
    let (code, convention) = (ground.code.as_str(), floor::is_of_the_convention(rulebook));
    let foul = convention && ground.booked_under.is_empty() && !floor::allows(measure, code);
    Some(match (foul, ground.consult, convention && floor::consults(code)) {
        (true, ..) => Refuses::Foully,
        (false, true, _) => Refuses::Asking,
        (false, false, true) => Refuses::Slipping,
        (false, false, false) => Refuses::Freely,
    })
}
