//! The Budapest Convention, articles 29 to 31: where it differs from the UN Convention.

use std::collections::BTreeMap;

use comity::domain::gate::Gate;
use comity::domain::ids::GroundCode;
use comity::domain::safeguard::{Basis, Profile};
use comity::domain::terms::DecisionTerms;
use comity::engine::refusal::Refusal;

use super::super::play::{ASKED, Play, set};
use super::super::story::{granting, refusing};
use super::{DAY, budapest, received, replays};

/// Grounds of each measure, as the study has them: articles 29(5) and 30(2) close the list.
const GROUNDS: [(&str, &[&str]); 5] = [
    ("expedited_preservation", &["RF-05", "RF-10", "RF-90"]),
    ("traffic_data_disclosure", &["RF-05", "RF-90"]),
    ("subscriber_information", FULL),
    ("production", FULL),
    ("search_and_seizure", FULL),
];
const FULL: &[&str] = &["RF-01", "RF-05", "RF-06", "RF-08", "RF-09", "RF-12", "RF-13", "RF-90", "RF-91", "PP-01"];

#[test]
fn each_measure_is_refused_on_its_own_grounds_and_political_offence_is_one_of_all() {
    let given: BTreeMap<&str, Vec<&str>> = budapest()
        .measures
        .values()
        .map(|measure| (measure.name.as_str(), measure.grounds.iter().map(GroundCode::as_str).collect()))
        .collect();

    assert_eq!(given, GROUNDS.map(|(name, grounds)| (name, grounds.to_vec())).into());
    let political = &budapest().grounds[&"RF-90".parse().unwrap()];
    assert!(political.booked_under.is_empty() && !political.forbidden);
}

#[test]
fn dual_criminality_is_never_a_condition_of_preservation() {
    let safeguard = &budapest().safeguards[&"dual_criminality".parse().unwrap()];
    let basis = |name: &str| safeguard.basis(&budapest().measures[&name.parse().unwrap()]);

    assert_eq!(basis("expedited_preservation"), Basis::Never);
    assert_eq!(basis("traffic_data_disclosure"), Basis::None);
    assert_eq!(basis("production"), Basis::Policy);
}

fn in_examination(measure: &'static str) -> Play {
    let mut play = received(budapest(), measure);
    play.admit();
    play
}

/// Refuses on a ground, after it was talked over.
fn refused_on(play: &mut Play, ground: &str) -> Result<(), Refusal> {
    play.decision("chief", refusing(ground))?;
    play.consult();
    play.clear(ASKED, Gate::Refusal);
    play.take(ASKED, "chief", "refuse")
}

#[test]
fn a_political_offence_is_refused_by_name_here_and_not_under_the_un_convention() {
    for measure in ["expedited_preservation", "traffic_data_disclosure", "production"] {
        let mut play = in_examination(measure);
        assert_eq!(refused_on(&mut play, "RF-90"), Ok(()), "{measure}");
        play.carry();
        assert_eq!(play.stage(ASKED), "refused");
        replays(&play);
    }
    let mut hanoi = Play::in_examination("expedited_preservation", Profile::Strict);
    assert!(matches!(hanoi.decision("chief", refusing("RF-90")), Err(Refusal::GroundNotAllowed { .. })));
}

#[test]
fn what_articles_29_and_30_do_not_name_refuses_nothing() {
    for (measure, ground) in [
        ("expedited_preservation", "RF-06"),
        ("expedited_preservation", "RF-01"),
        ("traffic_data_disclosure", "RF-06"),
        ("traffic_data_disclosure", "RF-10"),
    ] {
        let refused = in_examination(measure).decision("chief", refusing(ground));
        assert!(matches!(refused, Err(Refusal::GroundNotAllowed { .. })), "{measure} {ground}: {refused:?}");
    }
    let banned = in_examination("expedited_preservation").decision("chief", refusing("NX-03"));
    assert!(matches!(banned, Err(Refusal::GroundForbidden { .. })), "{banned:?}");
}

#[test]
fn persecution_blocks_the_grant_although_the_treaty_has_no_clause_of_its_own() {
    let mut play = in_examination("production");
    play.decision("chief", granting(&["1", "2"])).unwrap();
    play.answer(ASKED, "rights", ("non_discrimination", Gate::Decision, "not_met")).unwrap();
    play.clear_but(ASKED, Gate::Decision, "non_discrimination");

    let granted = play.take(ASKED, "chief", "grant");

    assert!(matches!(granted, Err(Refusal::SafeguardsOpen(_))), "{granted:?}");
    // In other words it is the same request: the objection stands.
    play.decision("third", DecisionTerms { conditions: set(&[]), ..granting(&["1", "2"]) }).unwrap();
    play.clear_but(ASKED, Gate::Decision, "non_discrimination");
    assert!(play.take(ASKED, "chief", "grant").is_err());
}

#[test]
fn a_preservation_lasts_sixty_days_and_lapses_by_itself() {
    let mut play = in_examination("expedited_preservation");
    play.grant(granting(&["1", "2"]));
    play.execute();
    play.wait_hours(60 * DAY - 1);
    assert!(matches!(play.expire(ASKED, "preservation"), Err(Refusal::NotDue(_))));
    play.wait_hours(1);

    play.expire(ASKED, "preservation").unwrap();
    play.carry();

    assert_eq!(play.stage(ASKED), "lapsed");
    replays(&play);
}
