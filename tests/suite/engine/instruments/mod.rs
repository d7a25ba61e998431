//! Rulebooks of other instruments: the same engine, the same checker, no line of Rust for any of them.

mod budapest;
mod forms;
mod mutants;
mod notified;
mod preserved;
mod urgent;
mod walks;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use comity::domain::gate::{Gate, Side};
use comity::domain::message::AtExpiry;
use comity::domain::safeguard::{Basis, Profile};
use comity::engine::explore::{explore, staffing};
use comity::engine::files::RuleFiles;
use comity::engine::rulebook::Rulebook;
use strum::IntoEnumIterator;

use super::play::{ASKED, ASKING, Play};
use super::story::{asking_for, found, granting};
use urgent::unvalidated;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("workflows/instruments").join(name)
}

fn budapest() -> &'static Rulebook {
    static BOOK: OnceLock<Rulebook> = OnceLock::new();
    BOOK.get_or_init(|| Rulebook::load(RuleFiles::read(&folder("budapest")).unwrap()).unwrap())
}

fn orders() -> &'static Rulebook {
    static BOOK: OnceLock<Rulebook> = OnceLock::new();
    BOOK.get_or_init(|| Rulebook::load(RuleFiles::read(&folder("e_evidence")).unwrap()).unwrap())
}

/// Sent, received, acknowledged: what stands at admission is open.
fn received(book: &'static Rulebook, measure: &'static str) -> Play {
    let mut play = Play::under(book, measure, Profile::Strict);
    play.write(ASKING, "drafter", asking_for(&["1", "2"])).unwrap();
    play.take(ASKING, "drafter", "submit").unwrap();
    sent(play)
}

/// Authorised and sent: what is open at these gates is answered.
fn sent(mut play: Play) -> Play {
    play.clear(ASKING, Gate::Authorisation);
    play.take(ASKING, "chief", "authorise").unwrap();
    play.clear(ASKING, Gate::Sending);
    play.take(ASKING, "deputy", "send").unwrap();
    play.carry();
    play.take(ASKED, "contact", "acknowledge").unwrap();
    play.carry();
    play
}

/// The certificate is complete.
fn admitted(mut play: Play) -> Play {
    play.clear(ASKED, Gate::Admission);
    play.take(ASKED, "executor", "admit").unwrap();
    play
}

/// The addressee complies, collects and is ready to transmit; nothing is answered at that gate.
fn collected(mut play: Play) -> Play {
    play.decision("executor", granting(&["1", "2"])).unwrap();
    play.clear(ASKED, Gate::Decision);
    play.take(ASKED, "executor", "grant").unwrap();
    play.clear(ASKED, Gate::Execution);
    play.take(ASKED, "executor", "execute").unwrap();
    play.write(ASKED, "executor", found(&["1"])).unwrap();
    play.take(ASKED, "executor", "present_result").unwrap();
    play
}

/// The data are with the issuing State.
fn transmitted(play: Play) -> Play {
    let mut play = collected(play);
    play.clear(ASKED, Gate::Disclosure);
    play.take(ASKED, "executor-b", "disclose").unwrap();
    play.carry();
    play
}

/// Both logs decide the same again.
fn replays(play: &Play) {
    for side in [ASKING, ASKED] {
        assert_eq!(play.replayed(side), Ok(Some(play.files[&side].clone())));
    }
}

#[test]
fn both_rulebooks_are_sound_proved_and_in_force() {
    for (book, code) in [(budapest(), "BUD"), (orders(), "EEV")] {
        let explored = explore(book);
        eprintln!("{code}: {} states, {} shapes, {} cases", explored.states, explored.shapes, explored.cases);

        let told: Vec<String> = explored.flaws.iter().map(ToString::to_string).collect();
        assert!(told.is_empty(), "{code}, {} findings:\n{}", told.len(), told.join("\n\n"));
        assert_eq!((book.about.instrument.as_str(), book.about.in_force), (code, true));
        assert!(explored.states > 10_000 && book.about.languages == ["ar", "zh", "en", "fr", "ru", "es"]);
    }
}

#[test]
fn no_article_of_the_un_convention_stands_behind_a_rule_of_another_instrument() {
    for book in [budapest(), orders()] {
        let foreign: Vec<String> =
            book.cited().iter().filter(|cited| cited.instrument() == "UNCC").map(ToString::to_string).collect();
        assert_eq!(foreign, Vec::<String>::new(), "{}", book.about.name);
        for measure in book.measures.values() {
            let form = book.files.as_data(&format!("content/{}.schema.json", measure.content)).unwrap();
            assert!(!form.to_string().contains("UNCC"), "{}", measure.name);
        }
    }
}

#[test]
fn nobody_brings_an_intrusive_order_through_alone_and_four_can() {
    for book in [budapest(), orders()] {
        for measure in book.measures.values().filter(|measure| measure.is_intrusive()) {
            for (side, profile) in Side::iter().flat_map(|side| Profile::iter().map(move |profile| (side, profile))) {
                let people = staffing(book, measure, side, profile).unwrap().people;
                assert!((2..=4).contains(&people.len()), "{} {side} {profile}: {people:?}", measure.name);
            }
        }
    }
}

#[test]
fn the_engine_names_no_instrument_but_the_convention() {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut naming = BTreeSet::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if std::fs::read_to_string(&path)
                .is_ok_and(|text| ["EEV", "e_evidence", "budapest"].iter().any(|name| text.contains(name)))
            {
                naming.insert(path);
            }
        }
    }

    assert_eq!(naming, BTreeSet::new());
}

/// A clock: procedure, part, name, hours, whether it moves the file.
type Clock = (&'static str, &'static str, &'static str, i64, bool);

const DAY: i64 = 24;

const CLOCKS: [(&str, &[Clock]); 2] = [
    (
        "budapest",
        &[
            ("preservation", "requested", "preservation", 60 * DAY, true),
            ("preservation", "requesting", "preservation", 60 * DAY, true),
            ("preservation", "requested", "hold_review", 90 * DAY, false),
        ],
    ),
    (
        "e_evidence",
        &[
            ("preservation_order", "requested", "preservation", 60 * DAY, true),
            ("preservation_order", "requesting", "preservation", 60 * DAY, true),
            ("preservation_order", "requested", "extension", 30 * DAY, true),
            ("preservation_order", "requesting", "extension", 30 * DAY, true),
            ("direct_order", "requested", "production", 10 * DAY, false),
            ("direct_order", "requested", "correction", 5 * DAY, false),
            ("notified_order", "requested", "hearing", 10 * DAY, true),
            ("emergency_order", "requested", "production", 8, false),
            ("emergency_order", "holding", "validation", 48, true),
            ("emergency_order", "requesting", "validation", 48, false),
            ("urgent_order", "requested", "production", 8, false),
            ("urgent_order", "requested", "objection", 96, true),
        ],
    ),
];

#[test]
fn the_clocks_are_as_long_as_the_law_says_and_move_where_it_moves() {
    for (book, clocks) in CLOCKS.map(|(name, clocks)| (if name == "budapest" { budapest() } else { orders() }, clocks))
    {
        for (procedure, part, name, hours, moves) in clocks {
            let (_, _, part) =
                book.procedures[&procedure.parse().unwrap()].parts().find(|(known, ..)| known == part).unwrap();
            let clock = part.deadline(&name.parse().unwrap()).unwrap();

            assert_eq!((clock.hours(), clock.at_expiry == AtExpiry::Move), (*hours, *moves), "{procedure} {name}");
        }
    }
}

/// Safeguards that the instrument itself asks for, by code: written down from the study, held against the files.
fn of_the_treaty(book: &Rulebook, measure: &str) -> BTreeSet<String> {
    let measure = &book.measures[&measure.parse().unwrap()];
    let duties = book.safeguards.values().filter(|safeguard| safeguard.basis(measure) == Basis::Treaty);
    duties.map(|safeguard| safeguard.code.clone()).collect()
}

#[test]
fn a_judge_issues_what_reaches_traffic_and_content_and_only_an_emergency_of_subscriber_data_waits() {
    let order = &orders().safeguards[&"independent_authorisation".parse().unwrap()];
    for measure in orders().measures.values() {
        assert_eq!(order.basis(measure), Basis::Treaty, "{}", measure.name);
        let kind: &'static str = measure.kind.into();
        assert_eq!(kind == "emergency", measure.name == *"emergency_identification", "{}", measure.name);
    }
    assert!(of_the_treaty(orders(), "content_data_order").contains("EE-01"));
    assert!(!of_the_treaty(orders(), "identification_order").contains("EE-01"));
}
