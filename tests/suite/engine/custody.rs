//! A person in custody is lent: with their consent, kept and sent back, and freed at once when custody ends.

use comity::domain::gate::Gate;
use comity::domain::safeguard::Profile;
use comity::engine::refusal::Refusal;

use super::play::{ASKED, ASKING, Play};
use super::story::refusing;

const MEASURE: &str = "transfer_of_detained_person";

#[test]
fn nobody_is_transferred_without_consent_in_any_profile() {
    for profile in [Profile::TreatyMinimum, Profile::Domestic, Profile::Strict] {
        let mut play = Play::granted(MEASURE, profile);
        play.take(ASKED, "executor", "invite").unwrap();
        play.clear_but(ASKED, Gate::Execution, "consent_and_safe_conduct");

        let refused = play.take(ASKED, "executor", "execute");

        assert!(matches!(refused, Err(Refusal::SafeguardsOpen(open)) if open[0].code == "SG-31"), "{profile}");
    }
}

#[test]
fn consent_taken_back_before_the_handing_over_keeps_the_person_here() {
    let mut play = Play::obtained(MEASURE, Profile::Strict);
    play.answer(ASKED, "judge", ("consent_and_safe_conduct", Gate::Execution, "not_met")).unwrap();
    play.clear(ASKED, Gate::Disclosure);
    assert!(matches!(play.disclose(), Err(Refusal::SafeguardsOpen(_))));
    play.clear(ASKED, Gate::Closing);
    play.take(ASKED, "third", "report_no_transfer").unwrap();
    play.carry();

    assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("answered", "completed"));
}

#[test]
fn the_state_may_refuse_without_consent_or_agreement() {
    let mut play = Play::in_examination(MEASURE, Profile::Strict);
    play.decision("chief", refusing("RF-14")).unwrap();
    play.clear(ASKED, Gate::Refusal);

    assert_eq!(play.take(ASKED, "chief", "refuse"), Ok(()));
}

#[test]
fn the_person_comes_back_before_anything_is_closed() {
    let mut play = Play::delivered(MEASURE, Profile::Strict);
    play.take(ASKING, "executor", "note_arrival").unwrap();
    play.clear(ASKING, Gate::Closing);
    assert!(matches!(play.take(ASKING, "chief", "withdraw"), Err(Refusal::NotFromHere { .. })));
    assert!(matches!(play.take(ASKING, "chief", "close"), Err(Refusal::NotFromHere { .. })));
    play.take(ASKING, "judge", "hear_person").unwrap();
    play.take(ASKING, "executor", "hand_back").unwrap();
    play.carry();
    assert_eq!(play.stage(ASKED), "away", "on the way back is not back");
    play.take(ASKED, "executor", "note_return").unwrap();
    play.clear(ASKED, Gate::Closing);
    play.take(ASKED, "third", "complete").unwrap();
    play.carry();

    assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("answered", "completed"));
    for side in [ASKING, ASKED] {
        assert_eq!(play.replayed(side), Ok(Some(play.files[&side].clone())));
    }
}

#[test]
fn whose_custody_ends_meanwhile_is_set_free_and_not_sent_back() {
    let mut play = Play::delivered(MEASURE, Profile::Strict);
    play.take(ASKING, "executor", "note_arrival").unwrap();
    play.take(ASKED, "judge", "report_custody_over").unwrap();
    play.carry();
    assert_eq!(play.stage(ASKING), "to_be_freed");
    assert!(matches!(play.take(ASKING, "executor", "hand_back"), Err(Refusal::NotFromHere { .. })));
    play.take(ASKING, "judge", "set_free").unwrap();
    play.carry();

    assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("departed", "journey_over"));
}
