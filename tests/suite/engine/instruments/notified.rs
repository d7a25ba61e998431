//! A production order of which the enforcing authority is notified: ten days in which nothing is disclosed.

use std::collections::BTreeSet;

use comity::domain::gate::Gate;
use comity::domain::ids::StageName;
use comity::engine::refusal::Refusal;

use super::super::play::{ASKED, ASKING, Play};
use super::super::story::{granting, refusing};
use super::{DAY, admitted, orders, received, replays, transmitted};

fn notified() -> Play {
    admitted(received(orders(), "content_data_order"))
}

#[test]
fn nothing_is_disclosed_before_the_enforcing_authority_was_heard() {
    let mut play = notified();
    assert_eq!(play.stage(ASKED), "notified");
    for transition in ["grant", "execute", "present_result", "disclose", "complete"] {
        let early = play.take(ASKED, "executor", transition);
        assert!(matches!(early, Err(Refusal::NotFromHere { .. })), "{transition}: {early:?}");
    }
    play.wait_hours(10 * DAY - 1);
    assert!(matches!(play.expire(ASKED, "hearing"), Err(Refusal::NotDue(_))));
}

#[test]
fn a_slow_addressee_takes_no_day_from_the_enforcing_authority() {
    let mut play = received(orders(), "content_data_order");
    play.wait_hours(9 * DAY);
    play.clear(ASKED, Gate::Admission);
    play.take(ASKED, "chief", "admit").unwrap();
    play.decision("judge", refusing("RF-08")).unwrap();
    play.clear(ASKED, Gate::Refusal);

    assert_eq!(play.take(ASKED, "judge", "refuse"), Ok(()));
}

#[test]
fn who_is_held_up_cannot_lift_it() {
    let mut play = notified();

    let lifted = play.take(ASKED, "executor", "clear");

    assert!(matches!(lifted, Err(Refusal::RoleMissing { .. })), "{lifted:?}");
}

#[test]
fn cleared_earlier_it_is_transmitted_earlier() {
    let mut play = notified();
    play.wait_hours(2 * DAY);
    play.take(ASKED, "judge", "clear").unwrap();
    play.carry();

    let play = transmitted(play);

    assert_eq!((play.stage(ASKING), play.held_at()), ("receiving", "held"));
    replays(&play);
}

#[test]
fn silence_for_ten_days_ends_the_suspension_and_nothing_else() {
    let mut play = notified();
    play.wait_hours(10 * DAY);
    play.expire(ASKED, "hearing").unwrap();
    assert_eq!(play.stage(ASKED), "compliance");
    // No gate was passed by it: what the addressee has to answer is open.
    play.decision("executor", granting(&["1", "2"])).unwrap();
    assert!(matches!(play.take(ASKED, "executor", "grant"), Err(Refusal::SafeguardsOpen(_))));
    // And no ground comes any more.
    assert!(matches!(play.take(ASKED, "judge", "refuse"), Err(Refusal::NotFromHere { .. })));

    let play = transmitted(play);

    assert_eq!(play.held_at(), "held");
    replays(&play);
}

#[test]
fn a_ground_that_is_raised_ends_it_and_the_issuing_authority_is_contacted_first() {
    let mut play = notified();
    play.decision("judge", refusing("RF-16")).unwrap();
    play.clear_but(ASKED, Gate::Refusal, "");
    assert!(matches!(play.take(ASKED, "judge", "refuse"), Err(Refusal::ConsultFirst { .. })));
    play.take(ASKED, "judge", "consult").unwrap();
    play.carry();
    play.take(ASKING, "chief", "reply").unwrap();
    play.carry();
    play.clear(ASKED, Gate::Refusal);

    play.take(ASKED, "judge", "refuse").unwrap();
    play.carry();

    assert_eq!((play.stage(ASKED), play.stage(ASKING)), ("refused", "refused"));
    assert!(play.take(ASKED, "executor", "disclose").is_err() && play.delivery().is_none());
    replays(&play);
}

#[test]
fn silence_in_the_contact_keeps_no_ground_from_being_raised_in_time() {
    let mut play = notified();
    play.decision("judge", refusing("RF-17")).unwrap();
    play.take(ASKED, "judge", "consult").unwrap();
    play.carry();
    play.wait_hours(3 * DAY);
    play.expire(ASKED, "consultation").unwrap();
    play.clear(ASKED, Gate::Refusal);

    assert_eq!(play.take(ASKED, "judge", "refuse"), Ok(()));
}

#[test]
fn a_corrected_certificate_is_heard_for_ten_days_of_its_own() {
    let mut play = received(orders(), "traffic_data_order");
    play.take(ASKED, "executor", "ask_for_more").unwrap();
    play.carry();
    assert_eq!(play.stage(ASKING), "supplement_wanted");
    play.wait_hours(4 * DAY);
    play.write(ASKING, "drafter", super::asking_for(&["1", "2"])).unwrap();
    play.take(ASKING, "drafter", "submit_supplement").unwrap();
    play.clear(ASKING, Gate::Authorisation);
    play.take(ASKING, "chief", "authorise_supplement").unwrap();
    play.clear(ASKING, Gate::Sending);
    play.take(ASKING, "deputy", "supplement").unwrap();
    play.carry();
    let mut play = admitted(play);
    play.wait_hours(9 * DAY);

    assert!(matches!(play.expire(ASKED, "hearing"), Err(Refusal::NotDue(_))));
}

#[test]
fn an_objection_that_is_overruled_comes_before_the_enforcing_authority() {
    let mut play = admitted(received(orders(), "identification_order"));
    play.take(ASKED, "executor", "object").unwrap();
    play.carry();
    assert_eq!(play.stage(ASKING), "objection_received");
    play.take(ASKING, "judge", "maintain").unwrap();
    play.carry();
    assert_eq!(play.stage(ASKED), "enforcement");
    assert!(matches!(play.take(ASKED, "executor", "enforce"), Err(Refusal::RoleMissing { .. })));
    play.take(ASKED, "judge", "enforce").unwrap();

    assert_eq!(transmitted(play).held_at(), "held");
}

/// Leaves these steps out, and says which stages can still be reached.
fn reached_without(steps: &[&str]) -> BTreeSet<StageName> {
    let part = &orders().procedures[&"notified_order".parse().unwrap()].requested;
    let mut found = BTreeSet::from([part.start.clone()]);
    let mut open = vec![part.start.clone()];
    while let Some(stage) = open.pop() {
        let on = part.leaving(&stage).filter(|step| !steps.contains(&step.name.as_str())).map(|step| step.to.clone());
        open.extend(on.filter(|to| found.insert(to.clone())));
    }
    found
}

#[test]
fn every_way_to_the_gate_of_disclosure_leads_past_the_word_or_the_days_of_the_enforcing_authority() {
    let heard = ["clear", "hearing_over", "refuse_in_part"];
    let without = reached_without(&heard);

    for stage in ["compliance", "granted", "executing", "result_review"] {
        assert!(!without.iter().any(|reached| *reached == *stage), "{stage}");
    }
    assert!(without.iter().any(|reached| *reached == *"refused"));
    assert!(reached_without(&[]).iter().any(|reached| *reached == *"result_review"));
}
