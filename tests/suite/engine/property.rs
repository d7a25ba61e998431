//! Freezing and confiscation: what is frozen is held for the request that follows, lifted after a hearing, and handed over.

use comity::domain::gate::{Gate, Side};
use comity::domain::ids::ThreadId;
use comity::domain::request::ChainedMessage;
use comity::domain::safeguard::Profile;
use comity::engine::command::Command;
use comity::engine::refusal::Refusal;

use super::people::id;
use super::play::{ASKED, ASKING, Play, set, who};
use super::story::{found, refusing};

fn hears_of_confiscation(play: &mut Play, side: Side, message: &str) {
    let thread = ThreadId::parse(id("confiscation")).unwrap();
    let chained =
        ChainedMessage { thread, procedure: "confiscation".parse().unwrap(), message: message.parse().unwrap() };
    play.attempt(side, who("system"), &Command::Link(chained)).unwrap();
}

#[test]
fn what_is_frozen_is_held_until_the_confiscation_is_decided_and_then_freed_by_an_official() {
    let mut play = Play::delivered("freezing", Profile::Strict);
    for side in [ASKING, ASKED] {
        hears_of_confiscation(&mut play, side, "request");
    }
    assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("followed_up", "held"));
    hears_of_confiscation(&mut play, ASKED, "completed");
    assert_eq!(play.stage(ASKED), "release_due");
    assert!(matches!(play.take(ASKED, "chief", "release"), Err(Refusal::SafeguardsOpen(_))));
    play.clear(ASKED, Gate::Closing);
    play.take(ASKED, "chief", "release").unwrap();
    play.carry();

    assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("answered", "released"));
    for side in [ASKING, ASKED] {
        assert_eq!(play.replayed(side), Ok(Some(play.files[&side].clone())));
    }
}

#[test]
fn no_freeze_is_lifted_before_the_requesting_state_was_heard() {
    let mut play = Play::delivered("freezing", Profile::Strict);
    assert!(matches!(play.take(ASKED, "chief", "lift"), Err(Refusal::NotFromHere { .. })));
    play.take(ASKED, "chief", "announce_lifting").unwrap();
    play.carry();
    assert!(matches!(play.take(ASKED, "chief", "lift"), Err(Refusal::NotFromHere { .. })));
    play.take(ASKING, "chief", "give_reasons").unwrap();
    play.carry();
    assert_eq!(play.stage(ASKED), "lifting_heard");
    play.take(ASKED, "chief", "keep").unwrap();
    play.carry();

    assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("frozen", "executing"));
}

#[test]
fn silence_counts_as_heard_and_lifts_nothing_by_itself() {
    let mut play = Play::executing("freezing", Profile::Strict);
    play.take(ASKED, "chief", "announce_lifting").unwrap();
    play.carry();
    play.wait_hours(30 * 24);
    play.expire(ASKED, "lifting").unwrap();
    assert_eq!(play.stage(ASKED), "lifting_heard");
    assert!(matches!(play.take(ASKED, "chief", "lift"), Err(Refusal::SafeguardsOpen(_))));
    play.clear(ASKED, Gate::Closing);
    play.take(ASKED, "chief", "lift").unwrap();
    play.carry();

    assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("answered", "released"));
}

#[test]
fn evidence_too_thin_or_a_value_too_small_refuses_property_measures_only() {
    for measure in ["freezing", "confiscation"] {
        let mut play = Play::in_examination(measure, Profile::Strict);
        play.decision("chief", refusing("RF-15")).unwrap();
        play.clear(ASKED, Gate::Refusal);
        assert_eq!(play.take(ASKED, "chief", "refuse"), Ok(()), "{measure}");
    }
    let mut play = Play::in_examination("production", Profile::Strict);

    assert!(matches!(play.decision("chief", refusing("RF-15")), Err(Refusal::GroundNotAllowed { .. })));
}

#[test]
fn nothing_is_handed_over_before_both_states_agree_who_gets_it() {
    let mut play = Play::executing("confiscation", Profile::Strict);
    play.take(ASKED, "executor", "note_confiscation").unwrap();
    play.take(ASKED, "chief", "propose_disposal").unwrap();
    play.carry();
    assert!(play.write(ASKED, "executor", found(&["1"])).is_err());
    play.take(ASKING, "chief", "decline_disposal").unwrap();
    play.carry();
    assert_eq!(play.stage(ASKED), "confiscated");
    assert!(matches!(play.disclose(), Err(Refusal::NotFromHere { .. })));
}

#[test]
fn those_in_good_faith_are_asked_about_before_anything_is_handed_over() {
    let mut play = Play::obtained("confiscation", Profile::Domestic);
    play.clear_but(ASKED, Gate::Disclosure, "third_parties");
    assert!(matches!(play.disclose(), Err(Refusal::SafeguardsOpen(_))));
    play.clear(ASKED, Gate::Disclosure);

    assert_eq!(play.disclose(), Ok(()));
}

#[test]
fn each_disposal_of_what_was_returned_is_asked_anew() {
    let mut play = Play::delivered("confiscation", Profile::Strict);
    play.propose_use(&[]);
    play.clear(ASKING, Gate::Use);
    play.use_it().unwrap();
    play.write(ASKING, "chief", comity::domain::terms::Terms::Use { keeps: set(&[]), beyond: false }).unwrap();

    assert!(matches!(play.use_it(), Err(Refusal::SafeguardsOpen(_))));
}
