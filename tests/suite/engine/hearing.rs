//! Somebody is heard by video: not before both sides agreed, not without consent, and on another day asked again.

use comity::domain::gate::Gate;
use comity::domain::safeguard::Profile;
use comity::engine::refusal::Refusal;

use super::play::{ASKED, ASKING, Play};
use super::story::found;

const CONSENT: &str = "consent_and_safe_conduct";

/// Granted, summoned, and agreed to by the court that asks.
fn arranged(profile: Profile) -> Play {
    let mut play = Play::granted("video_hearing", profile);
    play.take(ASKED, "executor", "arrange").unwrap();
    play.carry();
    play.take(ASKING, "judge", "agree_arrangements").unwrap();
    play.carry();
    play
}

#[test]
fn nobody_is_heard_before_both_sides_agreed_on_the_arrangements() {
    let mut play = Play::granted("video_hearing", Profile::Strict);
    play.clear(ASKED, Gate::Execution);

    assert!(matches!(play.take(ASKED, "executor", "execute"), Err(Refusal::NotFromHere { .. })));
    play.take(ASKED, "executor", "arrange").unwrap();
    play.carry();
    assert_eq!(play.stage(ASKING), "arrangements_proposed");
    assert!(matches!(play.take(ASKED, "executor", "execute"), Err(Refusal::NotFromHere { .. })));
    play.take(ASKING, "judge", "decline_arrangements").unwrap();
    play.carry();
    assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("granted", "granted"));
}

#[test]
fn nobody_is_heard_without_consent_in_any_profile() {
    for profile in [Profile::TreatyMinimum, Profile::Domestic, Profile::Strict] {
        let mut play = arranged(profile);
        play.clear_but(ASKED, Gate::Execution, CONSENT);

        assert!(matches!(play.take(ASKED, "executor", "execute"), Err(Refusal::SafeguardsOpen(_))), "{profile}");
        play.answer(ASKED, "judge", (CONSENT, Gate::Execution, "met")).unwrap();
        assert_eq!(play.take(ASKED, "executor", "execute"), Ok(()), "{profile}");
    }
}

#[test]
fn a_consent_taken_back_shuts_the_gate_on_the_next_day_of_the_hearing() {
    let mut play = arranged(Profile::Strict);
    play.clear(ASKED, Gate::Execution);
    play.take(ASKED, "executor", "execute").unwrap();
    play.take(ASKED, "executor", "adjourn").unwrap();
    play.carry();
    play.take(ASKING, "judge", "agree_arrangements").unwrap();
    play.carry();

    play.answer(ASKED, "judge", (CONSENT, Gate::Execution, "not_met")).unwrap();

    assert!(matches!(play.take(ASKED, "executor", "execute"), Err(Refusal::SafeguardsOpen(_))));
    play.clear(ASKED, Gate::Closing);
    assert_eq!(play.take(ASKED, "chief", "report_not_held"), Ok(()));
    play.carry();
    assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("answered", "completed"));
}

#[test]
fn a_record_is_written_in_the_hearing_and_nowhere_before() {
    let mut play = arranged(Profile::Strict);

    assert!(matches!(play.write(ASKED, "executor", found(&["1"])), Err(Refusal::NotEditable { .. })));
    play.clear(ASKED, Gate::Execution);
    play.take(ASKED, "executor", "execute").unwrap();
    assert_eq!(play.write(ASKED, "executor", found(&["1"])), Ok(()));
}

#[test]
fn whoever_granted_does_not_hand_over_the_record() {
    let mut play = arranged(Profile::Strict);
    play.clear(ASKED, Gate::Execution);
    play.take(ASKED, "executor", "execute").unwrap();
    play.write(ASKED, "executor", found(&["1"])).unwrap();
    play.take(ASKED, "executor", "present_result").unwrap();
    play.clear(ASKED, Gate::Disclosure);

    assert!(matches!(play.take(ASKED, "chief", "disclose"), Err(Refusal::SameOfficial { .. })));
    assert_eq!(play.take(ASKED, "deputy", "disclose"), Ok(()));
}
