//! Conditions and speciality as a ledger: a use beyond what was asked for rests on leave, and the defence is never kept waiting.

use comity::domain::gate::{Gate, Side};
use comity::domain::safeguard::Profile;
use comity::engine::refusal::Refusal;

use super::play::{ASKED, ASKING, Play, who};
use super::story::UNASKED;

/// The last delivery's acts, by the side that holds it.
fn act(play: &mut Play, name: &str, transition: &str) -> Result<(), Refusal> {
    let delivery = play.delivery();
    play.take_in(play.holder(), name, transition, delivery)
}

/// Leave asked for the use that is proposed, and answered by the other State.
fn leave(play: &mut Play, answer: &str) {
    act(play, "chief", "ask_consent").unwrap();
    play.carry();
    let supplier: Side = play.holder().other();
    let meanwhile = if play.stage(supplier) == "use_asked" { "" } else { "_meanwhile" };
    play.take(supplier, "chief", &format!("{answer}{meanwhile}")).unwrap();
    play.carry();
}

#[test]
fn another_use_is_asked_about_and_answered_before_it_happens_and_stands_in_the_ledger() {
    for measure in ["production", "records", "confiscation", "police_information", UNASKED] {
        let mut play = Play::delivered(measure, Profile::TreatyMinimum);
        let keeps: &[&str] = if measure == UNASKED { &["CD-05"] } else { &[] };
        play.propose_use(keeps);
        play.clear(play.holder(), Gate::Use);
        play.use_it().unwrap();
        play.write(
            play.holder(),
            "chief",
            comity::domain::terms::Terms::Use { keeps: super::play::set(keeps), beyond: true },
        )
        .unwrap();
        play.clear(play.holder(), Gate::Use);
        assert_eq!(play.use_it(), Err(Refusal::ConsentMissing), "{measure}");

        leave(&mut play, "give_consent");

        play.clear(play.holder(), Gate::Use);
        assert_eq!(play.use_it(), Ok(()), "{measure}");
        let held = &play.files[&play.holder()].holdings[&play.delivery().unwrap()];
        let ledger: Vec<(bool, bool)> = held.ledger.iter().map(|used| (used.beyond, used.consented)).collect();
        assert_eq!(ledger, [(false, false), (true, true)], "{measure}");
        for side in [ASKING, ASKED] {
            assert_eq!(play.replayed(side), Ok(Some(play.files[&side].clone())), "{measure}");
        }
    }
}

#[test]
fn leave_that_was_declined_is_no_leave() {
    let mut play = Play::delivered("production", Profile::TreatyMinimum);
    play.propose_other_use();
    leave(&mut play, "decline_consent");
    play.clear(ASKING, Gate::Use);

    assert_eq!(play.held_at(), "held");
    assert_eq!(play.use_it(), Err(Refusal::ConsentMissing));
}

#[test]
fn leave_for_one_use_is_none_for_the_next() {
    let mut play = Play::delivered("production", Profile::TreatyMinimum);
    play.propose_other_use();
    leave(&mut play, "give_consent");
    // The same purpose in other words is another use.
    play.propose_other_use();
    play.clear(ASKING, Gate::Use);

    assert_eq!(play.use_it(), Err(Refusal::ConsentMissing));
}

#[test]
fn the_words_stay_as_they_were_asked_about() {
    let mut play = Play::delivered("production", Profile::TreatyMinimum);
    play.propose_other_use();
    act(&mut play, "chief", "ask_consent").unwrap();

    let changed =
        play.write(ASKING, "chief", comity::domain::terms::Terms::Use { keeps: super::play::set(&[]), beyond: true });

    assert!(matches!(changed, Err(Refusal::NotEditable { .. })), "{changed:?}");
}

#[test]
fn nothing_is_asked_about_before_it_is_written() {
    let mut play = Play::delivered("production", Profile::TreatyMinimum);

    assert!(matches!(act(&mut play, "chief", "ask_consent"), Err(Refusal::SubjectMissing { .. })));
}

#[test]
fn leave_is_asked_and_given_after_the_file_was_closed_too() {
    let mut play = Play::delivered("production", Profile::TreatyMinimum);
    play.clear(ASKED, Gate::Closing);
    play.take(ASKED, "third", "complete").unwrap();
    play.carry();
    play.propose_other_use();
    leave(&mut play, "give_consent");
    play.clear(ASKING, Gate::Use);

    assert_eq!(play.stage(ASKED), "completed");
    assert_eq!(play.use_it(), Ok(()));
}

#[test]
fn what_speaks_for_the_defence_is_never_blocked_and_the_other_state_is_told() {
    for measure in ["production", "interception", "emergency_disclosure", UNASKED] {
        // Nothing is answered, conditions are not kept, a review has just said no: none of it stands in the way.
        let mut play = Play::delivered(measure, Profile::Strict);
        let stage = play.held_at().to_owned();
        let name =
            if stage == "held" { "disclose_exculpatory".to_owned() } else { format!("disclose_exculpatory_{stage}") };

        assert_eq!(act(&mut play, "judge", &name), Ok(()), "{measure}");

        assert!(play.post.iter().any(|(_, heard)| heard.name.as_str() == "exculpatory_notice"), "{measure}");
        play.carry();
    }
}

#[test]
fn a_barred_delivery_still_speaks_for_the_defence() {
    let mut play = Play::delivered(UNASKED, Profile::Strict);
    play.take(ASKING, "chief", "recall").unwrap();
    play.carry();

    assert_eq!(act(&mut play, "judge", "disclose_exculpatory_barred"), Ok(()));
    assert!(who("judge").roles.is_some());
}
