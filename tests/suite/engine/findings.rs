//! What was found on one request shows on those that are chained to it, and is looked at before anything is decided there.

use comity::domain::gate::Gate;
use comity::domain::ids::{Digest, ThreadId};
use comity::domain::request::Finding;
use comity::domain::safeguard::Profile;
use comity::engine::command::Command;
use comity::engine::refusal::Refusal;

use super::people::id;
use super::play::{ASKED, Play, who};
use super::story::granting;

const DISCRIMINATION: &str = "non_discrimination";

fn finding(safeguard: &str) -> Finding {
    Finding {
        safeguard: safeguard.parse().unwrap(),
        thread: ThreadId::parse(id("sibling")).unwrap(),
        said_of: Digest::parse("ab".repeat(32)).unwrap(),
    }
}

#[test]
fn a_finding_on_a_chained_request_is_looked_at_anew_before_anything_is_decided() {
    let mut play = Play::in_examination("production", Profile::Strict);
    play.decision("chief", granting(&["1", "2"])).unwrap();
    play.clear(ASKED, Gate::Decision);

    play.attempt(ASKED, who("system"), &Command::Note(finding(DISCRIMINATION))).unwrap();

    let refused = play.take(ASKED, "chief", "grant").unwrap_err();
    assert!(
        matches!(&refused, Refusal::SafeguardsOpen(open) if open.len() == 1 && open[0].code == "SG-10"),
        "{refused}"
    );
    assert_eq!(play.files[&ASKED].findings.len(), 1);
    // It decides nothing by itself: whoever knows of it may still clear.
    play.clear(ASKED, Gate::Decision);
    assert_eq!(play.take(ASKED, "chief", "grant"), Ok(()));
    assert_eq!(play.replayed(ASKED), Ok(Some(play.files[&ASKED].clone())));
}

#[test]
fn a_finding_that_comes_after_the_grant_stops_what_has_not_left_yet() {
    let mut play = Play::obtained("production", Profile::Strict);
    play.clear(ASKED, Gate::Disclosure);

    play.attempt(ASKED, who("system"), &Command::Note(finding(DISCRIMINATION))).unwrap();

    assert!(matches!(play.disclose(), Err(Refusal::SafeguardsOpen(_))));
}

#[test]
fn an_objection_of_its_own_is_not_wiped_away_by_the_finding_of_another() {
    let mut play = Play::in_examination("production", Profile::Strict);
    play.decision("chief", granting(&["1", "2"])).unwrap();
    play.answer(ASKED, "rights", (DISCRIMINATION, Gate::Decision, "not_met")).unwrap();

    play.attempt(ASKED, who("system"), &Command::Note(finding(DISCRIMINATION))).unwrap();

    let again = play.answer(ASKED, "rights-2", (DISCRIMINATION, Gate::Decision, "met"));
    assert_eq!(again, Err(Refusal::NegativeStands(DISCRIMINATION.parse().unwrap())));
}

#[test]
fn only_objections_are_told_each_once_and_by_nobody_but_the_chain() {
    let mut play = Play::in_examination("production", Profile::Strict);

    let soft = play.attempt(ASKED, who("system"), &Command::Note(finding("reasons")));
    let official = play.attempt(ASKED, who("chief"), &Command::Note(finding(DISCRIMINATION)));
    play.attempt(ASKED, who("system"), &Command::Note(finding(DISCRIMINATION))).unwrap();
    let twice = play.attempt(ASKED, who("system"), &Command::Note(finding(DISCRIMINATION)));

    assert!(matches!(soft, Err(Refusal::Unknown { .. })), "{soft:?}");
    assert!(matches!(official, Err(Refusal::SecondOfficial(_))), "{official:?}");
    assert!(matches!(twice, Err(Refusal::Unknown { .. })), "{twice:?}");
}
