//! Chained requests: what is preserved is held while any request for the data is pending, whatever the others do.

use std::collections::BTreeSet;

use comity::domain::gate::Gate;
use comity::domain::ids::ThreadId;
use comity::domain::request::ChainedMessage;
use comity::domain::safeguard::Profile;
use comity::engine::command::Command;
use comity::engine::fact::Fact;
use comity::engine::refusal::Refusal;
use proptest::prelude::*;

use super::people::id;
use super::play::{ASKED, ASKING, Play, who};

const ENDS: [&str; 4] = ["completed", "refused", "withdrawn", "file_closed"];

fn chained(name: &str, message: &str) -> ChainedMessage {
    let thread = ThreadId::parse(id(name)).unwrap();
    ChainedMessage { thread, procedure: "evidence".parse().unwrap(), message: message.parse().unwrap() }
}

/// A message of the request for the data that goes by this name.
fn says(play: &mut Play, name: &str, message: &str) -> Result<(), Refusal> {
    play.attempt(ASKED, who("system"), &Command::Link(chained(name, message)))
}

/// Granted, and not yet effected.
fn ordered() -> Play {
    Play::granted("expedited_preservation", Profile::Strict)
}

fn preserved() -> Play {
    let mut play = ordered();
    play.execute();
    play
}

/// What the operations do after every step: what waits is heard by the first stage that listens.
fn hear_what_waits(play: &mut Play) {
    let procedure = &super::play::rulebook().procedures[&play.files[&ASKED].procedure];
    while let Some(waiting) = comity::engine::explain::pending_now(procedure, &play.files[&ASKED]) {
        play.attempt(ASKED, who("system"), &Command::Link(waiting)).unwrap();
    }
}

#[test]
fn the_end_of_one_request_ends_no_hold_while_another_is_pending() {
    for end in ENDS {
        let mut play = preserved();
        for name in ["one", "two", "three"] {
            says(&mut play, name, "request").unwrap();
        }

        says(&mut play, "two", end).unwrap();
        says(&mut play, "one", end).unwrap();

        assert_eq!(play.stage(ASKED), "held", "{end}");
        says(&mut play, "three", end).unwrap();
        assert_eq!(play.stage(ASKED), "release_due", "{end}");
    }
}

#[test]
fn requests_that_arrive_before_the_data_are_kept_are_all_waited_for() {
    let mut play = ordered();
    says(&mut play, "one", "request").unwrap();
    says(&mut play, "two", "request").unwrap();
    play.execute();
    hear_what_waits(&mut play);

    says(&mut play, "one", "completed").unwrap();
    hear_what_waits(&mut play);

    assert_eq!(play.stage(ASKED), "held");
    says(&mut play, "two", "completed").unwrap();
    assert_eq!(play.stage(ASKED), "release_due");
}

#[test]
fn a_request_that_has_ended_before_the_data_are_kept_holds_nothing() {
    let mut play = ordered();
    says(&mut play, "one", "request").unwrap();
    says(&mut play, "one", "withdrawn").unwrap();
    play.execute();
    hear_what_waits(&mut play);

    assert_eq!(play.stage(ASKED), "preserved", "the sixty days run, so that another may come");
}

#[test]
fn an_end_that_was_heard_before_ends_no_later_hold() {
    let mut play = preserved();
    says(&mut play, "one", "request").unwrap();
    says(&mut play, "one", "withdrawn").unwrap();
    says(&mut play, "two", "request").unwrap();
    hear_what_waits(&mut play);

    // Withdrawn and wound up: the same request speaks of its end twice.
    assert!(says(&mut play, "one", "file_closed").is_err());
    assert!(says(&mut play, "of nobody", "completed").is_err());
    assert_eq!(play.stage(ASKED), "held");
}

#[test]
fn a_preservation_that_is_withdrawn_is_to_be_released_whatever_is_pending() {
    let mut play = preserved();
    says(&mut play, "one", "request").unwrap();
    says(&mut play, "two", "request").unwrap();
    play.take(ASKING, "chief", "withdraw").unwrap();
    play.carry();
    hear_what_waits(&mut play);

    assert_eq!(play.stage(ASKED), "release_due");
    says(&mut play, "one", "completed").unwrap();
    assert_eq!(play.stage(ASKED), "release_due");
    play.clear(ASKED, Gate::Closing);
    assert_eq!(play.take(ASKED, "executor", "release"), Ok(()));
}

#[test]
fn a_chained_message_is_noted_once() {
    let mut play = preserved();
    says(&mut play, "one", "request").unwrap();
    says(&mut play, "two", "request").unwrap();

    assert!(matches!(play.logs[&ASKED].last().unwrap().fact, Fact::LinkPending(_)));
    assert!(says(&mut play, "two", "request").is_err());
}

proptest! {
    #[test]
    fn data_are_held_exactly_while_a_request_is_pending(
        before in prop::collection::vec((0..4_usize, 0..5_usize), 0..6),
        after in prop::collection::vec((0..4_usize, 0..5_usize), 0..24),
    ) {
        let mut play = ordered();
        let (mut open, mut kept) = (BTreeSet::new(), BTreeSet::from(["ordering"]));
        for (number, (name, message)) in before.iter().chain([&(0, 9)]).chain(&after).enumerate() {
            let request = ["one", "two", "three", "four"][*name];
            match message {
                9 => {
                    play.execute();
                    kept = ["preserved"].into();
                }
                4 => _ = says(&mut play, request, "request").map(|()| open.insert(request)),
                end => _ = says(&mut play, request, ENDS[*end]).map(|()| open.remove(request)),
            }
            hear_what_waits(&mut play);
            if number >= before.len() && !open.is_empty() {
                kept = ["held"].into();
            } else if kept.contains("held") {
                kept = ["release_due"].into();
            }
            prop_assert!(kept.contains(play.stage(ASKED)), "{:?} after {number}, open {open:?}", play.stage(ASKED));
        }
        prop_assert_eq!(play.replayed(ASKED).map(|file| file == play.files.get(&ASKED).cloned()), Ok(true));
    }
}
