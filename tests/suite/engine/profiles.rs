//! Profiles: a lower one asks for less, never for less than the treaty, and every gate of a shipped procedure stays one.

use std::collections::BTreeSet;

use comity::domain::gate::Gate;
use comity::domain::safeguard::{Basis, Profile};
use comity::engine::gates::standing_at;
use comity::engine::refusal::Refusal;

use super::play::{ASKED, ASKING, Play, rulebook};
use super::story::{MEASURES, UNASKED, granting};

/// Names of the safeguards that are asked at a gate.
fn asked(play: &Play, gate: Gate) -> BTreeSet<String> {
    let side = if gate == Gate::Authorisation || gate == Gate::Sending { ASKING } else { ASKED };
    let file = &play.files[&side];
    let measure = &rulebook().measures[&file.measure];
    standing_at(rulebook(), measure, file, gate, None, play.now)
        .into_iter()
        .map(|standing| standing.safeguard.name.to_string())
        .collect()
}

#[test]
fn a_lower_profile_asks_for_less_and_never_for_less_than_the_treaty() {
    // What is sent unasked is examined by nobody but the sender.
    for measure in MEASURES.into_iter().filter(|name| *name != UNASKED) {
        let [treaty, domestic, strict] = [Profile::TreatyMinimum, Profile::Domestic, Profile::Strict]
            .map(|profile| Play::in_examination(measure, profile));
        for gate in
            [Gate::Authorisation, Gate::Sending, Gate::Admission, Gate::Decision, Gate::Execution, Gate::Refusal]
        {
            let [least, more, most] = [&treaty, &domestic, &strict].map(|play| asked(play, gate));
            assert!(least.is_subset(&more) && more.is_subset(&most), "{measure} at {gate}");
            let of_treaty: BTreeSet<String> = rulebook()
                .safeguards
                .values()
                .filter(|s| {
                    s.basis(&rulebook().measures[&measure.parse().unwrap()]) == Basis::Treaty
                        && most.contains(s.name.as_str())
                })
                .map(|s| s.name.to_string())
                .collect();
            assert_eq!(least, of_treaty, "{measure} at {gate}");
        }
    }
}

#[test]
fn the_treaty_minimum_still_stops_persecution() {
    let mut play = Play::in_examination("production", Profile::TreatyMinimum);
    play.decision("chief", granting(&["1", "2"])).unwrap();
    play.clear(ASKED, Gate::Decision);
    play.answer(ASKED, "rights", ("non_discrimination", Gate::Decision, "not_met")).unwrap();

    assert!(matches!(play.take(ASKED, "chief", "grant"), Err(Refusal::SafeguardsOpen(_))));
}

#[test]
fn what_does_not_bind_is_not_asked() {
    let mut play = Play::in_review("production", Profile::TreatyMinimum);

    let refused = play.answer(ASKING, "judge", ("independent_authorisation", Gate::Authorisation, "met")).unwrap_err();

    assert!(refused.to_string().ends_with("it does not bind in profile `treaty_minimum`"), "{refused}");
}

const TOLD_ELSEWHERE: [&str; 8] = [
    "expedited_preservation",
    "testimony",
    "transfer_of_detained_person",
    "freezing",
    "real_time_traffic_data",
    "interception",
    "emergency_disclosure",
    UNASKED,
];

#[test]
fn a_case_goes_from_draft_to_use_in_every_profile() {
    for profile in [Profile::TreatyMinimum, Profile::Domestic, Profile::Strict] {
        // A preservation delivers nothing; journeys, freezes, terms, emergencies and what comes unasked are told elsewhere.
        for measure in MEASURES.into_iter().filter(|name| !TOLD_ELSEWHERE.contains(name)) {
            let mut play = Play::delivered(measure, profile);
            play.propose_use(&[]);
            play.clear(ASKING, Gate::Use);
            play.use_it().unwrap();
            play.clear(ASKED, Gate::Closing);
            play.take(ASKED, "third", "complete").unwrap();
            play.carry();

            assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("answered", "completed"), "{measure} in {profile}");
            for side in [ASKING, ASKED] {
                assert_eq!(play.replayed(side), Ok(Some(play.files[&side].clone())));
            }
        }
    }
}
