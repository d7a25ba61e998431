//! An emergency: what may wait waits until its time is up, what was disclosed is validated, or is barred from use.

use comity::domain::gate::Gate;
use comity::domain::safeguard::{Profile, SafeguardState};
use comity::engine::refusal::Refusal;

use super::play::{ASKED, ASKING, Play};

const MEASURE: &str = "emergency_disclosure";
const ORDER: &str = "independent_authorisation";
const TRANSFER: &str = "lawful_transfer_of_personal_data";
const TOLD: &str = "notification";

/// Disclosed: what an emergency lets wait was put off for two days at the requested State.
fn disclosed() -> Play {
    let mut play = Play::granted(MEASURE, Profile::Strict);
    play.answer(ASKED, "contact", ("emergency", Gate::Execution, "met")).unwrap();
    play.put_off(ASKED, "judge", (ORDER, Gate::Execution, 48)).unwrap();
    play.clear(ASKED, Gate::Execution);
    play.take(ASKED, "executor", "execute").unwrap();
    play.write(ASKED, "executor", super::story::found(&["1"])).unwrap();
    play.take(ASKED, "executor", "present_result").unwrap();
    play.put_off(ASKED, "data", (TRANSFER, Gate::Disclosure, 48)).unwrap();
    play.put_off(ASKED, "judge", (TOLD, Gate::Disclosure, 48)).unwrap();
    play.clear(ASKED, Gate::Disclosure);
    play.disclose().unwrap();
    play.carry();
    play
}

/// What was put off is answered now, by those who may.
fn answered_now(play: &mut Play) {
    play.answer(ASKED, "judge", (ORDER, Gate::Execution, "met")).unwrap();
    play.answer(ASKED, "data", (TRANSFER, Gate::Disclosure, "met")).unwrap();
    play.answer(ASKED, "judge", (TOLD, Gate::Disclosure, "met")).unwrap();
}

fn names(refusal: &Refusal) -> Vec<&str> {
    match refusal {
        Refusal::SafeguardsOpen(open) => open.iter().map(|obstacle| obstacle.safeguard.as_str()).collect(),
        other => panic!("{other}"),
    }
}

#[test]
fn nothing_is_put_off_where_there_is_no_emergency() {
    let mut play = Play::granted("production", Profile::Strict);
    play.put_off(ASKED, "judge", (ORDER, Gate::Execution, 48)).unwrap();
    play.clear_but(ASKED, Gate::Execution, ORDER);

    let refused = play.take(ASKED, "executor", "execute").unwrap_err();

    assert_eq!(names(&refused), [ORDER]);
}

#[test]
fn what_an_emergency_does_not_name_is_never_put_off() {
    let mut play = Play::in_examination(MEASURE, Profile::Strict);
    play.decision("chief", super::story::granting(&["1", "2"])).unwrap();

    let refused = play.put_off(ASKED, "rights", ("non_discrimination", Gate::Decision, 48));

    assert!(matches!(refused, Err(Refusal::Unknown { what: "answer", .. })), "{refused:?}");
}

#[test]
fn nobody_puts_an_answer_off_for_more_than_three_days() {
    let mut play = Play::granted(MEASURE, Profile::Strict);
    play.answer(ASKED, "contact", ("emergency", Gate::Execution, "met")).unwrap();

    let for_a_year = play.put_off(ASKED, "judge", (ORDER, Gate::Execution, 365 * 24));

    assert!(matches!(for_a_year, Err(Refusal::NotDeferrable { .. })), "{for_a_year:?}");
    assert_eq!(play.put_off(ASKED, "judge", (ORDER, Gate::Execution, 72)), Ok(()));
}

#[test]
fn an_answer_is_put_off_only_while_the_emergency_is_acknowledged() {
    let mut play = Play::granted(MEASURE, Profile::Strict);
    play.answer(ASKED, "contact", ("emergency", Gate::Execution, "met")).unwrap();
    play.put_off(ASKED, "judge", (ORDER, Gate::Execution, 48)).unwrap();
    play.clear(ASKED, Gate::Execution);
    // The contact point looks again: it is none.
    play.answer(ASKED, "contact", ("emergency", Gate::Execution, "not_met")).unwrap();

    let refused = play.take(ASKED, "executor", "execute").unwrap_err();

    assert!(names(&refused).contains(&ORDER) && names(&refused).contains(&"emergency"), "{refused}");
}

#[test]
fn an_answer_that_was_put_off_is_open_once_its_time_is_up() {
    let mut play = Play::granted(MEASURE, Profile::Strict);
    play.answer(ASKED, "contact", ("emergency", Gate::Execution, "met")).unwrap();
    play.put_off(ASKED, "judge", (ORDER, Gate::Execution, 3)).unwrap();
    play.clear(ASKED, Gate::Execution);
    play.wait_hours(3);

    let refused = play.take(ASKED, "executor", "execute").unwrap_err();

    assert_eq!(names(&refused), [ORDER]);
}

#[test]
fn until_it_is_validated_it_serves_against_the_danger_and_nothing_else() {
    let mut play = disclosed();
    assert_eq!((play.stage(ASKED), play.held_at()), ("awaiting_validation", "provisional"));
    play.propose_use(&[]);
    play.clear(ASKING, Gate::Use);
    let delivery = play.delivery();

    let elsewhere = play.take_in(ASKING, "deputy", "use", delivery.clone());
    let onward = play.take_in(ASKING, "deputy", "transfer_onward", delivery);

    assert!(matches!(elsewhere, Err(Refusal::NotFromHere { .. })), "{elsewhere:?}");
    assert!(matches!(onward, Err(Refusal::NotFromHere { .. })), "{onward:?}");
    assert_eq!(play.use_it(), Ok(()));
}

#[test]
fn nothing_is_validated_while_an_answer_still_waits() {
    let mut play = disclosed();
    play.clear(ASKED, Gate::Validation);

    let refused = play.take(ASKED, "chief", "validate").unwrap_err();

    let mut open = names(&refused);
    open.sort_unstable();
    assert_eq!(open, [ORDER, TRANSFER, TOLD]);
}

#[test]
fn validated_in_time_it_is_used_as_any_other() {
    let mut play = disclosed();
    play.wait_hours(40);
    answered_now(&mut play);
    play.clear(ASKED, Gate::Validation);
    play.take(ASKED, "chief", "validate").unwrap();
    play.carry();
    assert_eq!((play.stage(ASKING), play.held_at()), ("validated", "held"));
    play.propose_use(&[]);
    play.clear(ASKING, Gate::Use);
    assert_eq!(play.use_it(), Ok(()));
    play.clear(ASKED, Gate::Closing);
    play.take(ASKED, "third", "complete").unwrap();
    play.carry();

    assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("answered", "completed"));
    for side in [ASKING, ASKED] {
        assert_eq!(play.replayed(side), Ok(Some(play.files[&side].clone())));
    }
}

#[test]
fn where_no_validation_comes_the_clock_bars_the_use_at_both_sides() {
    let mut play = disclosed();
    play.wait_hours(48);
    // No word has come yet: the delivery's own clock is enough.
    play.expire_delivery("validation").unwrap();
    assert_eq!(play.held_at(), "suspended");
    play.expire(ASKED, "validation").unwrap();
    play.carry();
    let delivery = play.delivery();

    for transition in ["use", "use_against_the_danger", "transfer_onward"] {
        assert!(play.take_in(ASKING, "deputy", transition, delivery.clone()).is_err(), "{transition}");
    }
    assert_eq!((play.stage(ASKED), play.stage(ASKING), play.held_at()), ("unvalidated", "unvalidated", "barred"));
    assert!(play.take(ASKED, "chief", "validate").is_err(), "it is too late");
    for side in [ASKING, ASKED] {
        assert_eq!(play.replayed(side), Ok(Some(play.files[&side].clone())));
    }
}

#[test]
fn a_validation_that_was_given_in_time_and_heard_late_lifts_the_suspension() {
    let mut play = disclosed();
    play.wait_hours(47);
    answered_now(&mut play);
    play.clear(ASKED, Gate::Validation);
    play.take(ASKED, "chief", "validate").unwrap();
    play.wait_hours(1);
    play.expire_delivery("validation").unwrap();
    assert_eq!(play.held_at(), "suspended");

    play.carry();

    assert_eq!(play.held_at(), "held");
}

#[test]
fn a_judge_who_would_not_validate_bars_the_use() {
    let mut play = disclosed();
    play.answer(ASKED, "judge", ("emergency", Gate::Validation, "not_met")).unwrap();
    answered_now(&mut play);
    assert!(matches!(play.take(ASKED, "chief", "validate"), Err(Refusal::SafeguardsOpen(_))));

    play.take(ASKED, "chief", "report_not_validated").unwrap();
    play.carry();

    assert_eq!((play.stage(ASKING), play.held_at()), ("unvalidated", "barred"));
}

#[test]
fn what_the_requesting_state_put_off_and_never_answered_stops_its_use() {
    let mut play = Play::in_review(MEASURE, Profile::Strict);
    play.answer(ASKING, "contact", ("emergency", Gate::Authorisation, "met")).unwrap();
    play.put_off(ASKING, "judge", (ORDER, Gate::Authorisation, 24)).unwrap();
    play.clear(ASKING, Gate::Authorisation);
    play.take(ASKING, "chief", "authorise").unwrap();
    play.clear(ASKING, Gate::Sending);
    play.take(ASKING, "deputy", "send").unwrap();
    play.carry();
    play.take(ASKED, "contact", "acknowledge").unwrap();
    play.carry();
    play.admit();
    play.grant(super::story::granting(&["1", "2"]));
    play.execute();
    play.write(ASKED, "executor", super::story::found(&["1"])).unwrap();
    play.take(ASKED, "executor", "present_result").unwrap();
    play.clear(ASKED, Gate::Disclosure);
    play.disclose().unwrap();
    play.carry();
    play.propose_use(&[]);
    play.clear(ASKING, Gate::Use);
    play.wait_hours(24);

    let refused = play.use_it().unwrap_err();

    assert!(
        matches!(&refused, Refusal::SafeguardsOpen(open) if open[0].safeguard.as_str() == ORDER && open[0].gate == Gate::Authorisation && open[0].state == SafeguardState::Open),
        "{refused}"
    );
    play.answer(ASKING, "judge", (ORDER, Gate::Authorisation, "met")).unwrap();
    assert_eq!(play.use_it(), Ok(()));
}

#[test]
fn nothing_is_closed_on_an_answer_that_still_waits() {
    let mut play = disclosed();
    answered_now(&mut play);
    play.clear(ASKED, Gate::Validation);
    play.take(ASKED, "chief", "validate").unwrap();
    play.put_off(ASKED, "judge", (TOLD, Gate::Closing, 48)).unwrap();
    play.clear_but(ASKED, Gate::Closing, TOLD);

    let refused = play.take(ASKED, "third", "complete").unwrap_err();

    assert_eq!(names(&refused), [TOLD]);
}
