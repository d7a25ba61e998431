//! Whoever declares a conflict of interest does nothing more, opens nothing by it, and is let back only by somebody else.

use std::collections::BTreeSet;

use comity::domain::gate::{Gate, Side};
use comity::domain::ids::ActorMark;
use comity::domain::safeguard::{Profile, SafeguardState};
use comity::engine::command::Command;
use comity::engine::gates::standing_at;
use comity::engine::refusal::Refusal;
use strum::IntoEnumIterator as _;

use super::play::{ASKED, ASKING, Play, who};

const PRIVILEGE: &str = "protected_persons_and_privilege";
const DISCRIMINATION: &str = "non_discrimination";

fn recuse(play: &mut Play, side: Side, name: &str) -> Result<(), Refusal> {
    play.attempt(side, who(name), &Command::Recuse { reasoned: true })
}

fn lift(play: &mut Play, side: Side, by: &str, whom: &str) -> Result<(), Refusal> {
    let official: ActorMark = who(whom).mark;
    play.attempt(side, who(by), &Command::LiftRecusal { official, reasoned: true })
}

/// Every safeguard that is cleared at a side, with its gate and the delivery.
pub(super) fn cleared(play: &Play, side: Side) -> BTreeSet<(String, Gate, Option<String>)> {
    let file = &play.files[&side];
    let measure = &play.book.measures[&file.measure];
    let places = std::iter::once(None).chain(file.holdings.keys().map(Some));
    places
        .flat_map(|holding| Gate::iter().map(move |gate| (gate, holding)))
        .flat_map(|(gate, holding)| {
            standing_at(play.book, measure, file, gate, holding, play.now)
                .into_iter()
                .filter(|one| one.state == SafeguardState::Cleared)
                .map(move |one| (one.safeguard.name.to_string(), gate, holding.map(ToString::to_string)))
        })
        .collect()
}

#[test]
fn whoever_stands_aside_neither_answers_nor_confirms_nor_passes_a_gate() {
    let mut play = Play::in_review("production", Profile::Strict);
    play.clear(ASKING, Gate::Authorisation);
    let passer = ["chief", "deputy", "third"]
        .into_iter()
        .find(|name| play.files[&ASKING].answers.iter().all(|answer| answer.by != who(name).mark))
        .unwrap();
    recuse(&mut play, ASKING, passer).unwrap();
    recuse(&mut play, ASKING, "data").unwrap();

    assert_eq!(play.take(ASKING, passer, "authorise"), Err(Refusal::Recused));
    assert_eq!(play.take(ASKING, passer, "revise"), Err(Refusal::Recused));
    assert_eq!(play.answer(ASKING, "data", (DISCRIMINATION, Gate::Authorisation, "met")), Err(Refusal::Recused));
    assert_eq!(play.confirm(ASKING, passer, DISCRIMINATION, Gate::Authorisation), Err(Refusal::Recused));
    assert_eq!(recuse(&mut play, ASKING, passer), Err(Refusal::Recused));
    // The same people act on the other side's file as before: a recusal is of one request.
    assert!(play.files.get(&ASKED).is_none_or(|file| file.recused.is_empty()));
}

#[test]
fn what_they_had_cleared_is_asked_anew_and_what_they_had_objected_to_stands() {
    let mut play = Play::in_review("production", Profile::Strict);
    play.clear(ASKING, Gate::Authorisation);
    let rights: BTreeSet<String> = play.files[&ASKING]
        .answers
        .iter()
        .filter(|answer| answer.by == who("rights_reviewer-r").mark)
        .map(|answer| answer.safeguard.to_string())
        .collect();
    assert!(!rights.is_empty());
    play.answer(ASKING, "rights_reviewer-r", (PRIVILEGE, Gate::Authorisation, "not_met")).unwrap();
    let before = cleared(&play, ASKING);

    recuse(&mut play, ASKING, "rights_reviewer-r").unwrap();

    let after = cleared(&play, ASKING);
    assert!(after.is_subset(&before) && after.iter().all(|(name, ..)| !rights.contains(name)), "{after:?}");
    assert!(matches!(play.take(ASKING, "third", "authorise"), Err(Refusal::SafeguardsOpen(_))));
    let objection = play.files[&ASKING].answers.iter().find(|answer| answer.safeguard == *PRIVILEGE);
    assert!(objection.is_some_and(|answer| answer.by == who("rights_reviewer-r").mark));
}

#[test]
fn a_hard_no_stands_also_after_whoever_said_it_stood_aside() {
    let mut play = Play::in_review("production", Profile::Strict);
    play.answer(ASKING, "rights", (DISCRIMINATION, Gate::Authorisation, "not_met")).unwrap();
    recuse(&mut play, ASKING, "rights").unwrap();

    let replaced = play.answer(ASKING, "deputy", (DISCRIMINATION, Gate::Authorisation, "met"));

    assert_eq!(replaced, Err(Refusal::NegativeStands(DISCRIMINATION.parse().unwrap())));
}

#[test]
fn nobody_lets_themselves_back_nor_does_the_author_or_another_profession() {
    let mut play = Play::in_review("production", Profile::Strict);
    recuse(&mut play, ASKING, "chief").unwrap();
    recuse(&mut play, ASKING, "judge").unwrap();
    let unreasoned = Command::LiftRecusal { official: who("chief").mark, reasoned: false };

    assert_eq!(lift(&mut play, ASKING, "chief", "chief"), Err(Refusal::Recused));
    assert_eq!(lift(&mut play, ASKING, "judge", "chief"), Err(Refusal::Recused));
    assert!(matches!(lift(&mut play, ASKING, "drafter", "chief"), Err(Refusal::RoleMissing { .. })));
    assert!(matches!(lift(&mut play, ASKING, "deputy", "judge"), Err(Refusal::RoleMissing { .. })));
    assert_eq!(lift(&mut play, ASKING, "deputy", "rights"), Err(Refusal::NotRecused));
    assert!(matches!(play.attempt(ASKING, who("deputy"), &unreasoned), Err(Refusal::ReasonsMissing { .. })));
    assert_eq!(lift(&mut play, ASKING, "deputy", "chief"), Ok(()));
    assert!(play.files[&ASKING].recused.contains_key(&who("judge").mark));
    let mut own = Play::of("production", Profile::Strict);
    recuse(&mut own, ASKING, "rights").unwrap();
    own.files.get_mut(&ASKING).unwrap().authors.insert(who("chief").mark);
    assert!(matches!(lift(&mut own, ASKING, "chief", "rights"), Err(Refusal::AuthorMayNot { .. })));
}

#[test]
fn reasons_are_needed_and_neither_a_clock_nor_an_auditor_stands_aside() {
    let mut play = Play::in_review("production", Profile::Strict);
    let silent = play.attempt(ASKING, who("rights"), &Command::Recuse { reasoned: false });

    assert!(matches!(silent, Err(Refusal::ReasonsMissing { .. })));
    assert_eq!(recuse(&mut play, ASKING, "system"), Err(Refusal::OfficialsOnly));
    assert!(matches!(recuse(&mut play, ASKING, "auditor"), Err(Refusal::RoleMissing { .. })));
}

#[test]
fn the_log_tells_a_recusal_again() {
    let mut play = Play::in_review("production", Profile::Strict);
    play.clear(ASKING, Gate::Authorisation);
    recuse(&mut play, ASKING, "rights").unwrap();
    lift(&mut play, ASKING, "deputy", "rights").unwrap();
    recuse(&mut play, ASKING, "data").unwrap();

    assert_eq!(play.replayed(ASKING).unwrap().unwrap(), play.files[&ASKING]);
}
