//! Detours: chains of acts, each allowed by itself, that must not add up to a way round a gate.

use comity::domain::gate::{Gate, Subject};
use comity::domain::ids::MessageId;
use comity::domain::safeguard::{Profile, SafeguardState};
use comity::domain::terms::{Carried, DecisionTerms};
use comity::engine::command::{Command, GivenAnswer, Heard, Question};
use comity::engine::refusal::Refusal;

use super::play::{ASKED, ASKING, Play, set, who};
use super::story::{found, granting, refusing};

/// Lets a message of the other State come, next in turn.
fn comes(play: &mut Play, side: comity::domain::gate::Side, name: &str, carried: Carried) -> Result<(), Refusal> {
    let number = play.files[&side].heard + 1;
    let id = MessageId::parse(format!("{:032x}", 0xabc00 + number)).unwrap();
    let heard = Heard { id, name: name.parse().unwrap(), number, recorded_by: None, carried };
    play.attempt(side, who("system"), &Command::Hear(heard))
}

#[test]
fn a_digest_that_comes_back_after_another_brings_no_old_answers() {
    let mut play = Play::in_examination("production", Profile::Strict);
    let first = play.files[&ASKED].subjects[&Subject::Request].clone();
    let second = Carried { digest: Some(play.digest()), items: set(&["1"]), ..Carried::default() };
    comes(&mut play, ASKED, "supplement", second).unwrap();

    let third = Carried { digest: Some(first), items: set(&["1", "2", "9"]), ..Carried::default() };

    assert!(matches!(comes(&mut play, ASKED, "supplement", third), Err(Refusal::MessageLacks { .. })));
    assert!(play.take(ASKED, "chief", "admit").is_err());
}

#[test]
fn a_closing_answer_given_before_anything_was_done_closes_nothing() {
    let mut play = Play::at_admission("production", Profile::Strict);
    play.answer(ASKED, "data", ("retention_and_deletion", Gate::Closing, "not_applicable")).unwrap();
    play.admit();
    play.decision("chief", granting(&["1", "2"])).unwrap();
    play.clear(ASKED, Gate::Decision);
    play.take(ASKED, "chief", "grant").unwrap();
    play.execute();
    play.write(ASKED, "executor", found(&["1"])).unwrap();
    play.take(ASKED, "executor", "present_result").unwrap();
    play.clear(ASKED, Gate::Disclosure);
    play.take(ASKED, "deputy", "disclose").unwrap();

    assert!(matches!(play.take(ASKED, "chief", "complete"), Err(Refusal::SafeguardsOpen(_))));
}

#[test]
fn a_delivery_is_not_closed_by_an_answer_from_before_its_use() {
    let mut play = Play::delivered("production", Profile::Strict);
    let holding = play.delivery();
    let question = Question {
        safeguard: "retention_and_deletion".parse().unwrap(),
        gate: Gate::Closing,
        holding: holding.clone(),
    };
    let answer =
        GivenAnswer { question, read: None, answer: "met".to_owned(), reasoned: true, documents: 1, later_by: None };
    play.attempt(ASKING, who("data"), &Command::Answer(answer)).unwrap();
    play.propose_use(&[]);
    play.clear(ASKING, Gate::Use);
    play.use_it().unwrap();

    assert!(matches!(play.take_in(ASKING, "chief", "close", holding), Err(Refusal::SafeguardsOpen(_))));
}

#[test]
fn conditions_accepted_for_one_request_do_not_carry_its_supplement() {
    let with = |items: &[&str]| DecisionTerms { conditions: set(&["CD-04"]), ..granting(items) };
    let mut play = Play::in_examination("production", Profile::Strict);
    play.decision("chief", with(&["1", "2"])).unwrap();
    play.take(ASKED, "chief", "offer_conditions").unwrap();
    let accepted = Carried { accepted: set(&["CD-04"]), ..Carried::default() };
    comes(&mut play, ASKED, "conditions_accepted", accepted).unwrap();
    let supplement = Carried { digest: Some(play.digest()), items: set(&["1", "2", "9"]), ..Carried::default() };
    comes(&mut play, ASKED, "supplement", supplement).unwrap();
    play.admit();
    play.decision("chief", with(&["1", "2", "9"])).unwrap();
    play.clear(ASKED, Gate::Decision);

    assert!(matches!(play.take(ASKED, "chief", "grant"), Err(Refusal::ConditionsNotAccepted(_))));
}

#[test]
fn conditions_accepted_after_a_delivery_bind_its_use() {
    let mut play = Play::delivered("production", Profile::Strict);
    let offered = Carried { conditions: set(&["CD-04"]), ..Carried::default() };
    comes(&mut play, ASKING, "conditions_offered", offered).unwrap();
    play.take(ASKING, "chief", "accept_conditions").unwrap();
    play.propose_use(&[]);
    play.clear(ASKING, Gate::Use);

    assert!(matches!(play.use_it(), Err(Refusal::ConditionsNotKept(_))));
}

#[test]
fn whoever_passed_a_gate_does_not_clear_away_what_is_objected_there_afterwards() {
    let mut play = Play::granted("production", Profile::Strict);
    play.answer(ASKED, "third", ("confidentiality", Gate::Decision, "not_met")).unwrap();
    play.clear(ASKED, Gate::Execution);
    assert!(play.take(ASKED, "executor", "execute").is_err(), "an objection after the grant keeps the gate shut");
    let passages = &play.files[&ASKED].passages;
    let passer = passages.iter().find(|passage| passage.gate == Gate::Decision).unwrap().by.clone();
    let name = ["chief", "deputy", "third"].into_iter().find(|name| who(name).mark == passer).unwrap();

    let cleared = play.answer(ASKED, name, ("confidentiality", Gate::Decision, "met"));

    assert_eq!(cleared, Err(Refusal::PassedHere { gate: Gate::Decision }));
}

const DISCRIMINATION: &str = "non_discrimination";

/// Granted in other words: every other safeguard is cleared, and the question of discrimination answered again.
fn reworded_and_cleared(play: &mut Play, reviewer: &str) -> Result<(), Refusal> {
    let other = DecisionTerms { conditions: set(&["CD-01"]), ..granting(&["1"]) };
    play.decision("chief", other).unwrap();
    let answered = play.answer(ASKED, reviewer, (DISCRIMINATION, Gate::Decision, "met"));
    play.decision("chief", granting(&["1", "2"])).unwrap();
    play.clear_but(ASKED, Gate::Decision, DISCRIMINATION);
    answered.and(play.answer(ASKED, reviewer, (DISCRIMINATION, Gate::Decision, "met")))?;
    play.confirm(ASKED, "central_authority-s", DISCRIMINATION, Gate::Decision)
}

#[test]
fn a_hard_no_is_not_reworded_away() {
    for reviewer in ["rights", "rights-2"] {
        let mut play = Play::in_examination("production", Profile::Strict);
        play.decision("chief", granting(&["1", "2"])).unwrap();
        play.answer(ASKED, "rights", (DISCRIMINATION, Gate::Decision, "not_met")).unwrap();

        let answered = reworded_and_cleared(&mut play, reviewer);

        assert_eq!(answered, Err(Refusal::NegativeStands(DISCRIMINATION.parse().unwrap())), "{reviewer}");
        let granted = play.take(ASKED, "chief", "grant");
        assert!(matches!(&granted, Err(Refusal::SafeguardsOpen(open)) if open[0].state == SafeguardState::Blocking));
    }
}

#[test]
fn a_hard_no_is_not_taken_back_after_the_decision_was_reworded() {
    let mut play = Play::in_examination("production", Profile::Strict);
    play.decision("chief", granting(&["1", "2"])).unwrap();
    play.answer(ASKED, "rights", (DISCRIMINATION, Gate::Decision, "not_met")).unwrap();
    play.decision("chief", granting(&["1"])).unwrap();
    let question = play.question(ASKED, DISCRIMINATION, Gate::Decision);

    let back = play.attempt(ASKED, who("rights"), &Command::Withdraw { question, reasoned: true });

    assert_eq!(back, Err(Refusal::NegativeStands(DISCRIMINATION.parse().unwrap())));
}

#[test]
fn after_a_hard_no_the_request_can_still_be_refused() {
    let mut play = Play::in_examination("production", Profile::Strict);
    play.decision("chief", granting(&["1", "2"])).unwrap();
    play.answer(ASKED, "rights", (DISCRIMINATION, Gate::Decision, "not_met")).unwrap();
    play.decision("chief", refusing("RF-08")).unwrap();
    play.clear(ASKED, Gate::Refusal);

    assert_eq!(play.take(ASKED, "chief", "refuse"), Ok(()));
}

#[test]
fn a_supplement_lets_another_official_answer_anew_with_reasons_and_not_who_said_no() {
    let mut play = Play::in_examination("production", Profile::Strict);
    play.decision("chief", granting(&["1", "2"])).unwrap();
    play.answer(ASKED, "rights", (DISCRIMINATION, Gate::Decision, "not_met")).unwrap();
    let supplement = Carried { digest: Some(play.digest()), items: set(&["1"]), ..Carried::default() };
    comes(&mut play, ASKED, "supplement", supplement).unwrap();
    play.admit();
    play.decision("chief", granting(&["1"])).unwrap();
    let question = play.question(ASKED, DISCRIMINATION, Gate::Decision);
    let by_another = Err(Refusal::NegativeByAnother(DISCRIMINATION.parse().unwrap()));

    assert_eq!(play.answer(ASKED, "rights", (DISCRIMINATION, Gate::Decision, "met")), by_another);
    // Taken back it is not asked of them again either: the objection is remembered.
    play.attempt(ASKED, who("rights"), &Command::Withdraw { question, reasoned: true }).unwrap();
    assert_eq!(play.answer(ASKED, "rights", (DISCRIMINATION, Gate::Decision, "met")), by_another);
    play.answer(ASKED, "rights-2", (DISCRIMINATION, Gate::Decision, "met")).unwrap();
    play.clear_but(ASKED, Gate::Decision, DISCRIMINATION);
    play.confirm(ASKED, "third", DISCRIMINATION, Gate::Decision).unwrap();
    assert_eq!(play.take(ASKED, "chief", "grant"), Ok(()));
}

#[test]
fn a_second_supplement_that_repeats_the_first_request_brings_the_old_no_back() {
    let mut play = Play::in_examination("production", Profile::Strict);
    let first = play.files[&ASKED].subjects[&Subject::Request].clone();
    play.decision("chief", granting(&["1", "2"])).unwrap();
    play.answer(ASKED, "rights", (DISCRIMINATION, Gate::Decision, "not_met")).unwrap();
    let other = Carried { digest: Some(play.digest()), items: set(&["1"]), ..Carried::default() };
    comes(&mut play, ASKED, "supplement", other).unwrap();
    play.admit();
    play.decision("chief", granting(&["1"])).unwrap();
    play.answer(ASKED, "rights-2", (DISCRIMINATION, Gate::Decision, "met")).unwrap();
    let again = Carried { digest: Some(first), items: set(&["1", "2"]), ..Carried::default() };
    comes(&mut play, ASKED, "supplement", again).unwrap();
    play.admit();
    play.decision("chief", granting(&["1", "2"])).unwrap();

    let answered = play.answer(ASKED, "rights-2", (DISCRIMINATION, Gate::Decision, "met"));

    assert_eq!(answered, Err(Refusal::NegativeStands(DISCRIMINATION.parse().unwrap())));
}

#[test]
fn a_hard_no_to_an_onward_transfer_is_answered_anew_for_another_use_by_another_official() {
    const ONWARD: &str = "onward_transfer";
    let mut play = Play::delivered("production", Profile::Strict);
    play.propose_use(&[]);
    play.answer(ASKING, "data", (ONWARD, Gate::OnwardTransfer, "not_met")).unwrap();
    let same_use = play.answer(ASKING, "data-2", (ONWARD, Gate::OnwardTransfer, "met"));
    play.propose_use(&["CD-01"]);

    let by_the_same = play.answer(ASKING, "data", (ONWARD, Gate::OnwardTransfer, "met"));

    assert_eq!(same_use, Err(Refusal::NegativeStands(ONWARD.parse().unwrap())));
    assert_eq!(by_the_same, Err(Refusal::NegativeByAnother(ONWARD.parse().unwrap())));
    assert_eq!(play.answer(ASKING, "data-2", (ONWARD, Gate::OnwardTransfer, "met")), Ok(()));
}
