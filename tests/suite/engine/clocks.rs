//! Clocks: the sixty days of preservation, pauses, what alerts once, and what moves the file.

use comity::domain::gate::{Gate, Side};
use comity::domain::safeguard::Profile;
use comity::domain::terms::Terms;
use comity::domain::time::hours_after;
use comity::engine::command::Command;
use comity::engine::fact::Fact;
use comity::engine::refusal::Refusal;

use super::play::{ASKED, ASKING, Play, who};
use super::story::refusing;

const DAY: i64 = 24;

fn preserved() -> Play {
    let mut play = Play::granted("expedited_preservation", Profile::Strict);
    play.wait_hours(5 * DAY);
    play.execute();
    play
}

fn runs(play: &Play, side: Side, deadline: &str) -> bool {
    play.files[&side].clocks.contains_key(&deadline.parse().unwrap())
}

#[test]
fn sixty_days_of_preservation_run_from_when_it_is_effected() {
    let play = preserved();

    for side in [ASKING, ASKED] {
        let clock = &play.files[&side].clocks[&"preservation".parse().unwrap()];
        assert_eq!((clock.started_at, clock.due_at), (play.now, hours_after(play.now, 60 * DAY)));
    }
}

#[test]
fn a_clock_moves_the_file_when_its_time_is_up_and_not_before() {
    let mut play = preserved();
    play.wait_hours(60 * DAY - 1);
    assert!(matches!(play.expire(ASKED, "preservation"), Err(Refusal::NotDue(_))));
    play.wait_hours(1);
    assert!(matches!(
        play.attempt(
            ASKED,
            who("chief"),
            &Command::Expire { deadline: "preservation".parse().unwrap(), holding: None }
        ),
        Err(Refusal::NotDue(_))
    ));

    play.expire(ASKED, "preservation").unwrap();
    play.expire(ASKING, "preservation").unwrap();
    assert_eq!((play.stage(ASKED), play.stage(ASKING)), ("lapsed", "expired"));

    play.carry();
    assert_eq!(play.stage(ASKING), "lapsed", "the requested State has the last word");
    assert!(matches!(play.expire(ASKED, "preservation"), Err(Refusal::NotDue(_))));
}

#[test]
fn what_lapses_is_released_only_at_the_gate_of_closing() {
    let mut play = preserved();
    play.wait_hours(60 * DAY);
    play.expire(ASKED, "preservation").unwrap();

    assert!(matches!(play.take(ASKED, "chief", "release_after_lapse"), Err(Refusal::SafeguardsOpen(_))));
    play.clear(ASKED, Gate::Closing);
    assert_eq!(play.take(ASKED, "chief", "release_after_lapse"), Ok(()));
}

#[test]
fn a_deadline_that_only_alerts_says_so_once() {
    let mut play = preserved();
    play.wait_hours(50 * DAY);

    play.expire(ASKED, "preservation_warning").unwrap();

    assert_eq!(play.stage(ASKED), "preserved");
    assert!(matches!(play.logs[&ASKED].last().unwrap().fact, Fact::DeadlinePassed(_)));
    assert!(matches!(play.expire(ASKED, "preservation_warning"), Err(Refusal::NotDue(_))));
}

#[test]
fn an_extension_is_asked_in_time_and_starts_the_sixty_days_anew() {
    let mut play = preserved();
    play.wait_hours(40 * DAY);
    play.write(ASKING, "chief", Terms::Renewal { days: 60 }).unwrap();
    assert!(matches!(play.take(ASKING, "deputy", "request_extension"), Err(Refusal::SafeguardsOpen(_))));
    play.clear(ASKING, Gate::Renewal);
    play.take(ASKING, "deputy", "request_extension").unwrap();
    play.carry();
    play.wait_hours(30 * DAY);
    assert!(
        matches!(play.expire(ASKED, "preservation"), Err(Refusal::NotDue(_))),
        "a pending extension holds the data"
    );

    play.clear(ASKED, Gate::Renewal);
    play.take(ASKED, "deputy", "extend").unwrap();
    play.carry();

    for side in [ASKING, ASKED] {
        assert_eq!(play.files[&side].clocks[&"preservation".parse().unwrap()].due_at, hours_after(play.now, 60 * DAY));
    }
    assert!(
        matches!(play.take(ASKING, "deputy", "request_extension"), Err(Refusal::SubjectMissing { .. })),
        "each renewal is a new subject"
    );
}

#[test]
fn an_extension_declined_leaves_the_rest_of_the_time() {
    let mut play = preserved();
    play.wait_hours(40 * DAY);
    play.write(ASKING, "chief", Terms::Renewal { days: 60 }).unwrap();
    play.clear(ASKING, Gate::Renewal);
    play.take(ASKING, "deputy", "request_extension").unwrap();
    play.carry();
    play.wait_hours(3 * DAY);
    play.take(ASKED, "chief", "decline_extension").unwrap();
    play.carry();

    assert_eq!(play.files[&ASKED].clocks[&"preservation".parse().unwrap()].due_at, hours_after(play.now, 20 * DAY));
}

#[test]
fn waiting_for_more_stops_the_clock_of_admissibility() {
    let mut play = Play::at_admission("production", Profile::Strict);
    let due_at = play.files[&ASKED].clocks[&"admissibility".parse().unwrap()].due_at;
    play.wait_hours(10 * DAY);
    play.take(ASKED, "chief", "ask_for_more").unwrap();
    play.wait_hours(90 * DAY);
    assert!(matches!(play.expire(ASKED, "admissibility"), Err(Refusal::NotDue(_))));

    play.take(ASKED, "chief", "stop_waiting").unwrap();

    assert_eq!(play.files[&ASKED].clocks[&"admissibility".parse().unwrap()].due_at, hours_after(due_at, 90 * DAY));
}

#[test]
fn stopping_a_clock_needs_a_reason() {
    let mut play = Play::at_admission("production", Profile::Strict);
    let take = comity::engine::command::Take {
        transition: "ask_for_more".parse().unwrap(),
        holding: None,
        reasoned: false,
        missing: Vec::new(),
    };

    assert!(matches!(play.attempt(ASKED, who("chief"), &Command::Take(take)), Err(Refusal::ReasonsMissing { .. })));
}

#[test]
fn silence_in_a_consultation_counts_as_consulted() {
    let mut play = Play::in_examination("production", Profile::Strict);
    play.decision("chief", refusing("RF-05")).unwrap();
    play.take(ASKED, "chief", "consult").unwrap();
    play.wait_hours(30 * DAY);

    play.expire(ASKED, "consultation").unwrap();

    assert_eq!(play.stage(ASKED), "examination");
    play.clear(ASKED, Gate::Refusal);
    assert_eq!(play.take(ASKED, "chief", "refuse"), Ok(()));
}

#[test]
fn an_end_stops_every_clock() {
    let mut play = Play::received("production", Profile::Strict);
    assert!(runs(&play, ASKING, "answer"));

    play.take(ASKING, "chief", "withdraw").unwrap();

    assert!(play.files[&ASKING].clocks.is_empty());
    assert_eq!(play.files[&ASKING].next_due_at(), None);
    assert!(matches!(play.take(ASKING, "chief", "withdraw"), Err(Refusal::Ended(_))));
}
