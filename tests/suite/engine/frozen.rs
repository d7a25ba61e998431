//! Rules that are no longer proved: what was begun under them is ended, and nothing else is done.

use comity::domain::gate::Gate;
use comity::domain::safeguard::Profile;
use comity::engine::frozen::{may_answer, may_take};
use strum::IntoEnumIterator;

use super::play::{ASKED, ASKING, Play, rulebook};

fn may(play: &Play, side: comity::domain::gate::Side, step: &str) -> bool {
    may_take(rulebook(), &play.files[&side], &step.parse().unwrap(), None)
}

#[test]
fn a_collection_is_ended_and_what_it_brought_stays() {
    let play = Play::executing("interception", Profile::Strict);

    assert!(may(&play, ASKED, "end_collection") && may(&play, ASKING, "end_collection"));
    assert!(may(&play, ASKING, "withdraw"));
    assert!(!may(&play, ASKED, "reconsider") && !may(&play, ASKED, "disclose_meanwhile"));
}

#[test]
fn a_delivery_is_not_used_and_the_defence_is_told() {
    let play = Play::delivered("production", Profile::Strict);
    let held = play.delivery();
    let may = |step: &str| may_take(rulebook(), &play.files[&ASKING], &step.parse().unwrap(), held.as_ref());

    assert!(may("disclose_exculpatory") && may("close"));
    assert!(!may("use") && !may("transfer_onward"));
}

#[test]
fn leave_to_use_is_declined_and_not_given() {
    let mut play = Play::delivered("production", Profile::Strict);
    play.files.get_mut(&ASKED).unwrap().stage = "use_asked".parse().unwrap();

    assert!(may(&play, ASKED, "decline_consent"));
    assert!(!may(&play, ASKED, "give_consent"));
}

#[test]
fn nothing_is_granted_and_what_was_not_admitted_is_given_back() {
    let play = Play::at_admission("production", Profile::Strict);

    assert!(may(&play, ASKED, "return"));
    assert!(!may(&play, ASKED, "admit") && !may(&play, ASKED, "refuse"));
}

#[test]
fn answers_are_given_where_a_file_is_closed_and_nowhere_else() {
    let open: Vec<Gate> = Gate::iter().filter(|gate| may_answer(*gate)).collect();

    assert_eq!(open, [Gate::Closing]);
}
