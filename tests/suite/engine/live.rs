//! Collection in real time: a term that silence never prolongs, a renewal that is authorised anew, an end at any time.

use comity::domain::gate::Gate;
use comity::domain::safeguard::Profile;
use comity::domain::terms::Terms;
use comity::engine::refusal::Refusal;

use super::play::{ASKED, ASKING, Play};

const DAY: i64 = 24;

/// A renewal asked for, with all that the requesting State has to answer.
fn renewal_asked(mut play: Play) -> Play {
    play.write(ASKING, "chief", Terms::Renewal { days: 30 }).unwrap();
    play.clear(ASKING, Gate::Renewal);
    play.take(ASKING, "deputy", "request_renewal").unwrap();
    play.carry();
    play
}

#[test]
fn collection_ends_by_itself_at_both_sides() {
    let mut play = Play::executing("interception", Profile::Strict);
    play.wait_hours(30 * DAY);
    play.expire(ASKING, "collection").unwrap();
    play.expire(ASKED, "collection").unwrap();
    play.carry();

    assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("receiving", "result_review"));
    assert!(play.take(ASKED, "deputy", "disclose_meanwhile").is_err());
}

#[test]
fn a_renewal_that_is_pending_prolongs_nothing() {
    let mut play = renewal_asked(Play::executing("interception", Profile::Strict));
    assert_eq!(play.stage(ASKED), "renewal_wanted");
    play.wait_hours(30 * DAY);

    play.expire(ASKED, "collection").unwrap();
    play.carry();

    assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("receiving", "result_review"));
    assert!(matches!(play.take(ASKED, "chief", "renew"), Err(Refusal::NotFromHere { .. })));
}

#[test]
fn each_renewal_is_authorised_anew_at_both_sides() {
    let mut play = Play::executing("interception", Profile::Strict);
    play.write(ASKING, "chief", Terms::Renewal { days: 30 }).unwrap();
    assert!(matches!(play.take(ASKING, "deputy", "request_renewal"), Err(Refusal::SafeguardsOpen(_))));
    let mut play = renewal_asked(Play::executing("interception", Profile::Strict));
    assert!(matches!(play.take(ASKED, "chief", "renew"), Err(Refusal::SafeguardsOpen(_))));
    play.clear(ASKED, Gate::Renewal);
    play.wait_hours(20 * DAY);
    play.take(ASKED, "chief", "renew").unwrap();
    play.carry();
    assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("collecting", "executing"));
    // The term began anew, and the next renewal is another subject.
    play.wait_hours(29 * DAY);
    assert!(matches!(play.expire(ASKED, "collection"), Err(Refusal::NotDue(_))));

    let mut play = renewal_asked(play);

    assert!(matches!(play.take(ASKED, "chief", "renew"), Err(Refusal::SafeguardsOpen(_))));
}

#[test]
fn a_renewal_that_is_declined_leaves_the_term_as_it_was() {
    let mut play = renewal_asked(Play::executing("real_time_traffic_data", Profile::Strict));
    let due = |play: &Play| play.files[&ASKED].clocks[&"collection".parse().unwrap()].due_at;
    let before = due(&play);
    play.take(ASKED, "chief", "decline_renewal").unwrap();
    play.carry();

    assert_eq!((due(&play), play.stage(ASKING), play.stage(ASKED)), (before, "collecting", "executing"));
}

#[test]
fn either_state_ends_it_and_what_was_collected_is_reviewed_and_closed() {
    for ended_by in [ASKING, ASKED] {
        let mut play = Play::delivered("interception", Profile::Strict);
        play.take(ended_by, "executor", "end_collection").unwrap();
        play.carry();
        assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("receiving", "result_review"), "{ended_by}");
        assert!(play.files[&ASKED].clocks.keys().all(|clock| clock.as_str() != "collection"));
        play.clear(ASKED, Gate::Closing);
        play.take(ASKED, "third", "complete").unwrap();
        play.carry();

        assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("answered", "completed"), "{ended_by}");
        for side in [ASKING, ASKED] {
            assert_eq!(play.replayed(side), Ok(Some(play.files[&side].clone())));
        }
    }
}

#[test]
fn nobody_intercepts_without_a_judge_of_this_state() {
    let mut play = Play::granted("interception", Profile::Domestic);
    play.clear_but(ASKED, Gate::Execution, "independent_authorisation");

    assert!(matches!(play.take(ASKED, "executor", "execute"), Err(Refusal::SafeguardsOpen(open)) if open.len() == 1));
}
