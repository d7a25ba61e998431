//! Safe conduct: fifteen consecutive days in which the person could leave, whatever else happens (40(29)).

use comity::domain::gate::Gate;
use comity::domain::safeguard::Profile;
use comity::engine::refusal::Refusal;

use super::play::{ASKED, ASKING, Play};

const DAY: i64 = 24;

/// The person has consented, travelled and arrived.
fn present() -> Play {
    let mut play = Play::delivered("testimony", Profile::Strict);
    assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("receiving", "away"));
    play.take(ASKING, "executor", "note_arrival").unwrap();
    play
}

/// And was officially told that they are free to leave.
fn free() -> Play {
    let mut play = present();
    play.take(ASKING, "judge", "hear_person").unwrap();
    play.take(ASKING, "judge", "tell_free_to_leave").unwrap();
    play.carry();
    play
}

#[test]
fn the_days_do_not_run_before_the_person_is_told() {
    let mut play = present();
    play.wait_hours(100 * DAY);

    assert!(matches!(play.expire(ASKING, "safe_conduct"), Err(Refusal::NotDue(_))));
    assert_eq!(play.stage(ASKING), "present");
}

#[test]
fn safe_conduct_ends_after_fifteen_days_and_not_an_hour_before() {
    let mut play = free();
    play.wait_hours(15 * DAY - 1);
    assert!(matches!(play.expire(ASKING, "safe_conduct"), Err(Refusal::NotDue(_))));
    assert!(matches!(play.expire(ASKED, "safe_conduct"), Err(Refusal::NotDue(_))));

    play.wait_hours(1);
    play.expire(ASKING, "safe_conduct").unwrap();
    play.expire(ASKED, "safe_conduct").unwrap();

    assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("safe_conduct_over", "journey_over"));
    let last = serde_json::to_value(&play.logs[&ASKING].last().unwrap().fact).unwrap();
    assert!(last["body"]["effect"].is_null() && last["body"]["sends"].is_null(), "its end does nothing: {last}");
}

#[test]
fn days_after_a_hindrance_begin_anew_at_both_states() {
    let mut play = free();
    play.wait_hours(14 * DAY);
    play.take(ASKING, "chief", "note_hindrance").unwrap();
    play.carry();
    assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("hindered", "away"));
    play.wait_hours(10 * DAY);
    assert!(matches!(play.expire(ASKING, "safe_conduct"), Err(Refusal::NotDue(_))), "it does not run");

    play.take(ASKING, "chief", "tell_free_again").unwrap();
    play.carry();
    play.wait_hours(14 * DAY);

    assert!(matches!(play.expire(ASKING, "safe_conduct"), Err(Refusal::NotDue(_))));
    assert!(matches!(play.expire(ASKED, "safe_conduct"), Err(Refusal::NotDue(_))));
    play.wait_hours(DAY);
    assert_eq!(play.expire(ASKING, "safe_conduct"), Ok(()));
    assert_eq!(play.expire(ASKED, "safe_conduct"), Ok(()));
}

#[test]
fn no_withdrawal_and_no_closing_while_the_person_is_under_safe_conduct() {
    for told in [false, true] {
        let mut play = if told { free() } else { present() };
        play.clear(ASKING, Gate::Closing);

        assert!(matches!(play.take(ASKING, "chief", "withdraw"), Err(Refusal::NotFromHere { .. })));
        assert!(matches!(play.take(ASKING, "chief", "close"), Err(Refusal::NotFromHere { .. })));
    }
}

#[test]
fn no_word_of_the_other_state_ends_a_safe_conduct() {
    let mut play = free();
    // They note a return that did not take place, and complete.
    play.take(ASKED, "executor", "note_return").unwrap();
    play.clear(ASKED, Gate::Closing);
    play.take(ASKED, "chief", "complete").unwrap();
    play.carry();

    assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("free_to_leave", "completed"));
    play.wait_hours(15 * DAY);
    assert_eq!(play.expire(ASKING, "safe_conduct"), Ok(()));
    play.clear(ASKING, Gate::Closing);
    assert_eq!(play.take(ASKING, "chief", "close"), Ok(()));
}

#[test]
fn nobody_travels_without_consent_in_any_profile() {
    for profile in [Profile::TreatyMinimum, Profile::Domestic, Profile::Strict] {
        let mut play = Play::granted("testimony", profile);
        play.take(ASKED, "executor", "invite").unwrap();
        play.clear_but(ASKED, Gate::Execution, "consent_and_safe_conduct");

        assert!(matches!(play.take(ASKED, "executor", "execute"), Err(Refusal::SafeguardsOpen(_))), "{profile}");
        play.clear(ASKED, Gate::Closing);
        assert_eq!(play.take(ASKED, "chief", "report_no_appearance"), Ok(()), "whoever declines is let alone");
    }
}

#[test]
fn whoever_leaves_is_no_longer_awaited() {
    let mut play = free();
    play.take(ASKING, "executor", "note_departure").unwrap();
    play.carry();
    play.clear(ASKED, Gate::Closing);
    play.take(ASKED, "third", "complete").unwrap();
    play.carry();

    assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("answered", "completed"));
    for side in [ASKING, ASKED] {
        assert_eq!(play.replayed(side), Ok(Some(play.files[&side].clone())));
    }
}
