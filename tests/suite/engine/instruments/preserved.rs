//! A preservation order: sixty days, thirty that follow them, and as long as necessary once production was asked for.

use comity::domain::gate::Gate;
use comity::domain::terms::Terms;
use comity::engine::refusal::Refusal;

use super::super::play::{ASKED, ASKING, Play};
use super::super::story::granting;
use super::{DAY, admitted, orders, received, replays};

fn preserved() -> Play {
    let mut play = admitted(received(orders(), "preservation_order"));
    play.decision("executor", granting(&["1", "2"])).unwrap();
    play.clear(ASKED, Gate::Decision);
    play.take(ASKED, "executor", "grant").unwrap();
    play.clear(ASKED, Gate::Execution);
    play.take(ASKED, "executor", "execute").unwrap();
    play.carry();
    assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("preserved", "preserved"));
    play
}

fn extended(mut play: Play) -> Play {
    play.write(ASKING, "chief", Terms::Renewal { days: 30 }).unwrap();
    play.clear(ASKING, Gate::Renewal);
    play.take(ASKING, "deputy", "request_extension").unwrap();
    play.carry();
    play
}

#[test]
fn after_sixty_days_without_a_word_it_lapses_by_itself() {
    let mut play = preserved();
    play.wait_hours(60 * DAY);
    play.expire(ASKED, "preservation").unwrap();
    play.carry();

    assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("lapsed", "lapsed"));
    play.clear(ASKED, Gate::Closing);
    assert_eq!(play.take(ASKED, "executor", "release_after_lapse"), Ok(()));
    replays(&play);
}

#[test]
fn the_thirty_days_follow_the_sixty_however_early_they_are_asked_for() {
    let mut play = preserved();
    play.wait_hours(10 * DAY);
    let mut play = extended(play);
    play.wait_hours(50 * DAY);
    for side in [ASKING, ASKED] {
        play.expire(side, "preservation").unwrap();
        assert_eq!(play.stage(side), "prolonged");
    }
    play.wait_hours(30 * DAY - 1);
    assert!(matches!(play.expire(ASKED, "extension"), Err(Refusal::NotDue(_))));
    play.wait_hours(1);
    play.expire(ASKED, "extension").unwrap();
    play.carry();

    assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("lapsed", "lapsed"));
    replays(&play);
}

#[test]
fn it_is_extended_once_and_a_judge_is_asked() {
    let mut play = preserved();
    play.write(ASKING, "chief", Terms::Renewal { days: 30 }).unwrap();
    assert!(matches!(play.take(ASKING, "deputy", "request_extension"), Err(Refusal::SafeguardsOpen(_))));
    let mut play = extended(play);

    let again = play.take(ASKING, "deputy", "request_extension");

    assert!(matches!(again, Err(Refusal::NotFromHere { .. })), "{again:?}");
}

#[test]
fn a_confirmed_request_for_production_holds_the_data_until_the_need_ends() {
    let mut play = preserved();
    play.wait_hours(59 * DAY);
    play.take(ASKING, "chief", "confirm_follow_up").unwrap();
    play.carry();
    assert_eq!(play.stage(ASKED), "held");
    play.wait_hours(100 * DAY);
    assert!(matches!(play.expire(ASKED, "preservation"), Err(Refusal::NotDue(_))));

    play.take(ASKING, "chief", "end_preservation").unwrap();
    play.carry();

    assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("released", "release_due"));
    play.clear(ASKED, Gate::Closing);
    assert_eq!(play.take(ASKED, "executor", "release"), Ok(()));
    replays(&play);
}

#[test]
fn a_hold_of_which_nobody_speaks_any_more_is_asked_about_and_ends() {
    let mut play = preserved();
    play.take(ASKING, "chief", "confirm_follow_up").unwrap();
    play.carry();
    play.take(ASKED, "executor", "ask_whether_needed").unwrap();
    play.carry();
    play.take(ASKING, "chief", "confirm_follow_up").unwrap();
    play.carry();
    assert_eq!(play.stage(ASKED), "held");
    play.take(ASKED, "executor", "ask_whether_needed").unwrap();
    play.wait_hours(30 * DAY);
    play.expire(ASKED, "need").unwrap();

    assert_eq!(play.stage(ASKED), "release_due");
}
