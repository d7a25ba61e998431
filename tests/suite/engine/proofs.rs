//! The shipped rulebook is proved.

use comity::domain::gate::Side;
use comity::domain::role::Role;
use comity::domain::safeguard::Profile;
use comity::engine::explore::{Separation, explore, staffing};
use strum::IntoEnumIterator;

use super::play::rulebook;

#[test]
fn the_shipped_rulebook_is_proved() {
    let begun = std::time::Instant::now();
    let explored = explore(rulebook());
    eprintln!(
        "{} states, {} shapes, {} cases, {:?}",
        explored.states,
        explored.shapes,
        explored.cases,
        begun.elapsed()
    );

    let told: Vec<String> = explored.flaws.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{} findings:\n{}", told.len(), told.join("\n\n"));
}

#[test]
fn nobody_brings_an_intrusive_measure_through_alone_and_four_always_can() {
    for measure in rulebook().measures.values().filter(|measure| measure.is_intrusive()) {
        for (side, profile) in Side::iter().flat_map(|side| Profile::iter().map(move |profile| (side, profile))) {
            let people = staffing(rulebook(), measure, side, profile).unwrap().people;
            assert!((2..=4).contains(&people.len()), "{} {side} {profile}: {people:?}", measure.name);
        }
    }
}

#[test]
fn where_a_judge_is_asked_the_smallest_staffing_has_one_who_does_nothing_else() {
    let production = &rulebook().measures[&"production".parse().unwrap()];

    let people = staffing(rulebook(), production, Side::Requested, Profile::Strict).unwrap().people;

    assert_eq!(people.len(), 4);
    assert!(people.contains(&[Role::JudicialAuthority].into()), "{people:?}");
}

#[test]
fn what_asks_for_the_last_official_is_the_rule_without_which_one_less_would_do() {
    let of = |name: &str, side| {
        let measure = &rulebook().measures[&name.parse().unwrap()];
        staffing(rulebook(), measure, side, Profile::Strict).unwrap()
    };

    let disclosing = of("production", Side::Requested);
    let kept = of("expedited_preservation", Side::Requested);
    let told = of("spontaneous_information", Side::Requested);

    assert_eq!(disclosing.because, [Separation::JudgeAlone]);
    assert_eq!(kept.because, [Separation::AnswersAndConfirms], "no judge is asked before data are kept");
    assert_eq!((told.people.len(), told.because.len()), (1, 0), "whoever is told decides nothing");
}
