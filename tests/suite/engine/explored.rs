//! Random walks of the real engine never come to a state that the explorer did not meet.

use std::sync::{Mutex, OnceLock};

use comity::domain::gate::Side;
use comity::domain::message::Carries;
use comity::domain::safeguard::Outcome;
use comity::engine::explore::Explorer;
use comity::engine::files::RuleFiles;
use comity::engine::procedure::Procedure;
use comity::engine::rulebook::Rulebook;
use comity::engine::safeguard::Safeguard;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::play::{Play, rulebook};
use super::story::MEASURES;
use super::walks::{Step, begun, step};

fn explorer() -> &'static Mutex<Explorer<'static>> {
    static EXPLORER: OnceLock<Mutex<Explorer<'static>>> = OnceLock::new();
    EXPLORER.get_or_init(|| Mutex::new(Explorer::of(rulebook())))
}

/// The first state of either side that was not met.
fn unmet(play: &Play) -> Option<String> {
    let mut explorer = explorer().lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    play.files.values().find_map(|file| explorer.unmet(file, play.now))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_walk_of_the_engine_leaves_what_was_explored(
        from in (0..6_usize, 0..MEASURES.len(), 0..3_usize),
        steps in prop::collection::vec((any::<u8>(), 0..997_usize, 0..997_usize, 0..997_usize), 1..120),
    ) {
        let mut play = begun(from.0, from.1, from.2);
        prop_assert_eq!(unmet(&play), None);
        for one in steps {
            let one: Step = one;
            step(&mut play, one);
            prop_assert_eq!(unmet(&play), None);
        }
    }
}

/// A way to make the explorer's rules other than the engine's, and the walks that have to show it. What the explorer only
/// reads a state by (who confirms, what lets an answer wait) is read by its own rules, and shows nothing here.
struct Break {
    what: &'static str,
    /// Where walks begin, and for which measure.
    from: (usize, &'static str),
    make: fn(&mut Rulebook),
}

fn safeguard<'r>(rulebook: &'r mut Rulebook, name: &str) -> &'r mut Safeguard {
    rulebook.safeguards.get_mut(&name.parse().unwrap()).unwrap()
}

fn procedure<'r>(rulebook: &'r mut Rulebook, name: &str) -> &'r mut Procedure {
    rulebook.procedures.get_mut(&name.parse().unwrap()).unwrap()
}

const BREAKS: &[Break] = &[
    Break {
        what: "a supplement changes nothing",
        from: (3, "production"),
        make: |rulebook| {
            let messages = &mut procedure(rulebook, "evidence").messages;
            messages.iter_mut().find(|message| message.name == *"supplement").unwrap().carries = Carries::Nothing;
        },
    },
    Break {
        what: "a hard no is forgotten",
        from: (3, "production"),
        make: |rulebook| safeguard(rulebook, "non_discrimination").hard = false,
    },
    Break {
        what: "nothing clears on a condition",
        from: (3, "production"),
        make: |rulebook| {
            rulebook
                .safeguards
                .values_mut()
                .for_each(|one| one.answers.retain(|_, rule| rule.outcome != Outcome::MetWithConditions));
        },
    },
    Break {
        what: "nothing is put off",
        from: (1, "emergency_disclosure"),
        make: |rulebook| {
            rulebook
                .safeguards
                .values_mut()
                .for_each(|one| one.answers.retain(|_, rule| rule.outcome != Outcome::Deferred));
        },
    },
    Break {
        what: "the sixty days never end",
        from: (5, "expedited_preservation"),
        make: |rulebook| {
            procedure(rulebook, "preservation").requested.transitions.retain(|step| step.after.is_none());
        },
    },
    Break {
        what: "nobody says no",
        from: (3, "records"),
        make: |rulebook| {
            rulebook
                .safeguards
                .values_mut()
                .for_each(|one| one.answers.retain(|_, rule| rule.outcome != Outcome::NotMet));
        },
    },
    Break {
        what: "a decision is never made again",
        from: (4, "production"),
        make: |rulebook| {
            procedure(rulebook, "evidence").requested.transitions.retain(|step| step.name != *"reconsider");
        },
    },
    Break {
        what: "a delivery is never used",
        from: (5, "production"),
        make: |rulebook| {
            for stage in &mut procedure(rulebook, "evidence").holding.as_mut().unwrap().stages {
                stage.edits = None;
            }
        },
    },
    Break {
        what: "an extension is never asked for",
        from: (5, "expedited_preservation"),
        make: |rulebook| {
            let part = &mut procedure(rulebook, "preservation").requesting;
            part.stages.iter_mut().for_each(|stage| stage.edits = None);
        },
    },
];

/// Whether one of so many walks of the engine shows that the explorer's rules are others.
fn is_shown(broken: &Break, walks: usize) -> bool {
    let mut other = Rulebook::load(RuleFiles::shipped()).unwrap();
    (broken.make)(&mut other);
    let mut explorer = Explorer::of(&other);
    let measure = MEASURES.iter().position(|measure| *measure == broken.from.1).unwrap();
    let one = (any::<u8>(), 0..997_usize, 0..997_usize, 0..997_usize);
    let steps = prop::collection::vec(one, 40..80);
    let mut runner = TestRunner::deterministic();
    (0..walks).any(|_| {
        let mut play = begun(broken.from.0, measure, 2);
        let walk = steps.new_tree(&mut runner).unwrap().current();
        walk.into_iter().any(|one| {
            step(&mut play, one);
            [Side::Requesting, Side::Requested]
                .iter()
                .filter_map(|side| play.files.get(side))
                .any(|file| explorer.unmet(file, play.now).is_some())
        })
    })
}

#[test]
fn walks_show_an_explorer_that_knows_less_than_the_engine() {
    let unseen: Vec<&str> = BREAKS.iter().filter(|broken| !is_shown(broken, 60)).map(|broken| broken.what).collect();

    assert!(unseen.is_empty(), "no walk showed: {unseen:?}");
}
