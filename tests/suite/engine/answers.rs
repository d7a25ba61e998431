//! Answers: who may give, replace, confirm and take back one; and who then passes the gate.

use comity::domain::gate::{Gate, Side};
use comity::domain::safeguard::Profile;
use comity::engine::command::{Command, GivenAnswer};
use comity::engine::refusal::Refusal;

use super::play::{ASKED, ASKING, Play, who};
use super::story::{found, granting, refusing};

const PRIVILEGE: &str = "protected_persons_and_privilege";
const DISCRIMINATION: &str = "non_discrimination";
const SPECIFICITY: &str = "specificity";

fn withdraw(
    play: &mut Play,
    side: Side,
    name: &str,
    (safeguard, gate): (&str, Gate),
    reasoned: bool,
) -> Result<(), Refusal> {
    let question = play.question(side, safeguard, gate);
    play.attempt(side, who(name), &Command::Withdraw { question, reasoned })
}

fn answer_without(play: &mut Play, name: &str, (safeguard, gate, answer): (&str, Gate, &str)) -> Result<(), Refusal> {
    let question = play.question(ASKING, safeguard, gate);
    let read = play.files[&ASKING].read_by(gate, None).cloned();
    let given =
        GivenAnswer { question, read, answer: answer.to_owned(), reasoned: false, documents: 0, later_by: None };
    play.attempt(ASKING, who(name), &Command::Answer(given))
}

#[test]
fn a_negative_answer_is_replaced_only_by_another_official_with_reasons() {
    let mut play = Play::in_review("production", Profile::Strict);
    play.answer(ASKING, "rights", (PRIVILEGE, Gate::Authorisation, "not_met")).unwrap();

    let alone = play.answer(ASKING, "rights", (PRIVILEGE, Gate::Authorisation, "met"));
    let unreasoned = answer_without(&mut play, "judge", (PRIVILEGE, Gate::Authorisation, "met"));

    assert!(matches!(alone, Err(Refusal::NegativeByAnother(_))));
    assert!(matches!(unreasoned, Err(Refusal::NegativeByAnother(_))));
    assert_eq!(play.answer(ASKING, "judge", (PRIVILEGE, Gate::Authorisation, "met")), Ok(()));
}

#[test]
fn a_negative_answer_to_a_hard_safeguard_stands() {
    let mut play = Play::in_review("production", Profile::Strict);
    play.answer(ASKING, "rights", (DISCRIMINATION, Gate::Authorisation, "not_met")).unwrap();

    let replaced = play.answer(ASKING, "deputy", (DISCRIMINATION, Gate::Authorisation, "met"));

    assert_eq!(replaced, Err(Refusal::NegativeStands(DISCRIMINATION.parse().unwrap())));
}

#[test]
fn a_negative_answer_is_not_taken_back_and_given_anew() {
    let mut play = Play::in_review("production", Profile::Strict);
    play.answer(ASKING, "rights", (PRIVILEGE, Gate::Authorisation, "not_met")).unwrap();

    let back = withdraw(&mut play, ASKING, "rights", (PRIVILEGE, Gate::Authorisation), true);

    assert!(matches!(back, Err(Refusal::NegativeByAnother(_))));
}

#[test]
fn an_answer_is_taken_back_by_its_author_with_reasons() {
    let mut play = Play::in_review("production", Profile::Strict);
    play.clear(ASKING, Gate::Authorisation);
    let of = (PRIVILEGE, Gate::Authorisation);

    assert!(
        matches!(withdraw(&mut play, ASKING, "rights", of, true), Err(Refusal::NoSuchAnswer { .. })),
        "it is another's"
    );
    assert!(matches!(withdraw(&mut play, ASKING, "rights_reviewer-r", of, false), Err(Refusal::ReasonsMissing { .. })));
    assert_eq!(withdraw(&mut play, ASKING, "rights_reviewer-r", of, true), Ok(()));
    assert!(matches!(play.take(ASKING, "chief", "authorise"), Err(Refusal::SafeguardsOpen(open)) if open.len() == 1));
}

#[test]
fn an_answer_brings_the_reasons_and_the_document_that_it_needs() {
    let mut play = Play::in_review("production", Profile::Strict);

    let unreasoned = answer_without(&mut play, "rights", (DISCRIMINATION, Gate::Authorisation, "met"));
    let undocumented = answer_without(&mut play, "judge", ("independent_authorisation", Gate::Authorisation, "met"));
    let negative = answer_without(&mut play, "rights", (PRIVILEGE, Gate::Authorisation, "not_met"));

    assert!(matches!(unreasoned, Err(Refusal::ReasonsMissing { .. })));
    assert!(matches!(undocumented, Err(Refusal::DocumentMissing { .. })));
    assert!(matches!(negative, Err(Refusal::ReasonsMissing { .. })));
}

#[test]
fn an_answer_on_a_condition_clears_once_the_decision_carries_it() {
    let mut play = Play::in_examination("production", Profile::Strict);
    play.decision("chief", granting(&["1", "2"])).unwrap();
    play.clear(ASKED, Gate::Decision);
    play.answer(ASKED, "judge", (PRIVILEGE, Gate::Decision, "met_with_conditions")).unwrap();

    let refused = play.take(ASKED, "chief", "grant");

    assert!(
        matches!(refused, Err(Refusal::SafeguardsOpen(open)) if open.len() == 1 && open[0].safeguard == *PRIVILEGE)
    );
}

#[test]
fn an_answer_that_fits_certain_grounds_is_given_for_those_only() {
    let mut play = Play::at_admission("production", Profile::Strict);
    let of = ("consultation_before_refusal", Gate::Refusal, "not_applicable");
    play.decision("chief", refusing("RF-05")).unwrap();
    assert!(matches!(play.answer(ASKED, "deputy", of), Err(Refusal::OnlyWithGrounds { .. })));

    play.decision("chief", refusing("RF-08")).unwrap();

    assert_eq!(play.answer(ASKED, "deputy", of), Ok(()));
}

#[test]
fn an_answer_is_given_for_the_measures_that_it_names_only() {
    let speciality = ("speciality", Gate::Use, "not_applicable");
    let mut play = Play::delivered("production", Profile::Strict);
    let purpose = comity::domain::terms::Terms::Use { keeps: [].into(), beyond: false };
    play.write(ASKING, "chief", purpose).unwrap();

    let refused = play.answer(ASKING, "deputy", speciality);

    assert!(matches!(refused, Err(Refusal::Unknown { what: "answer", .. })), "{refused:?}");
}

#[test]
fn nothing_clears_on_a_condition_where_nothing_names_one() {
    let mut play = Play::in_review("production", Profile::Strict);

    let refused =
        play.answer(ASKING, "judge", ("necessity_and_proportionality", Gate::Authorisation, "met_with_conditions"));

    assert!(
        matches!(&refused, Err(Refusal::Unknown { what: "answer", may, .. }) if may.contains("takes `met`, `not_met` here")),
        "{refused:?}"
    );
}

#[test]
fn the_author_answers_nothing_of_the_request() {
    let mut play = Play::of("production", Profile::Strict);
    let mut chief = who("chief");
    chief.roles.as_mut().unwrap().insert(comity::domain::role::Role::DraftingOfficial);
    let change = comity::engine::command::Change {
        subject: comity::domain::gate::Subject::Request,
        holding: None,
        digest: play.digest(),
        terms: super::story::asking_for(&["1"]),
    };
    play.attempt(ASKING, chief, &Command::Change(change)).unwrap();

    let refused = play.answer(ASKING, "chief", (SPECIFICITY, Gate::Authorisation, "met"));

    assert!(matches!(refused, Err(Refusal::AuthorMayNot { .. })));
    play.take(ASKING, "drafter", "submit").unwrap();
    play.clear(ASKING, Gate::Authorisation);
    assert!(
        matches!(play.take(ASKING, "chief", "authorise"), Err(Refusal::AuthorMayNot { .. })),
        "nor authorises what is intrusive"
    );
    assert_eq!(play.take(ASKING, "deputy", "authorise"), Ok(()));
}

#[test]
fn who_prepared_a_result_answers_nothing_about_it() {
    let mut play = Play::executing("production", Profile::Strict);
    play.write(ASKED, "executor", found(&["1"])).unwrap();

    let own = play.answer(ASKED, "executor", ("integrity_and_chain_of_custody", Gate::Disclosure, "met"));

    assert!(matches!(own, Err(Refusal::CollectorMayNot { .. })));
    assert_eq!(play.answer(ASKED, "executor-2", ("integrity_and_chain_of_custody", Gate::Disclosure, "met")), Ok(()));
}

#[test]
fn who_answered_or_confirmed_at_a_gate_does_not_pass_it() {
    let mut play = Play::in_examination("production", Profile::Strict);
    play.decision("chief", granting(&["1", "2"])).unwrap();
    play.answer(ASKED, "deputy", ("independence", Gate::Decision, "met")).unwrap();
    play.answer(ASKED, "rights", (DISCRIMINATION, Gate::Decision, "met")).unwrap();
    play.confirm(ASKED, "third", DISCRIMINATION, Gate::Decision).unwrap();
    play.clear(ASKED, Gate::Decision);

    assert!(matches!(play.take(ASKED, "deputy", "grant"), Err(Refusal::AnsweredHere { .. })));
    assert!(matches!(play.take(ASKED, "third", "grant"), Err(Refusal::AnsweredHere { .. })));
    assert_eq!(play.take(ASKED, "chief", "grant"), Ok(()));
}

#[test]
fn two_officials_authorise_and_send_what_is_intrusive() {
    for (measure, same) in [("production", false), ("subscriber_information", true)] {
        let mut play = Play::in_review(measure, Profile::Strict);
        play.clear(ASKING, Gate::Authorisation);
        play.take(ASKING, "chief", "authorise").unwrap();
        play.clear(ASKING, Gate::Sending);

        let sent = play.take(ASKING, "chief", "send");

        assert_eq!(sent.is_ok(), same, "{measure}: {sent:?}");
    }
}

#[test]
fn two_officials_decide_and_disclose_what_is_intrusive() {
    let mut play = Play::executing("search_and_seizure", Profile::Strict);
    play.write(ASKED, "executor", found(&["1"])).unwrap();
    play.take(ASKED, "executor", "present_result").unwrap();
    play.clear(ASKED, Gate::Disclosure);

    assert_eq!(
        play.take(ASKED, "chief", "disclose"),
        Err(Refusal::SameOfficial { gate: Gate::Disclosure, earlier: Gate::Decision })
    );
    assert_eq!(play.take(ASKED, "deputy", "disclose"), Ok(()));
}

#[test]
fn auditors_administrators_and_the_system_do_nothing_of_an_officials() {
    for name in ["auditor", "administrator", "system"] {
        let mut play = Play::in_review("production", Profile::Strict);

        assert!(play.answer(ASKING, name, (SPECIFICITY, Gate::Authorisation, "met")).is_err());
        assert!(play.take(ASKING, name, "revise").is_err());
        play.take(ASKING, "drafter", "revise").unwrap();
        assert!(play.write(ASKING, name, super::story::asking_for(&["3"])).is_err());
        assert!(name == "system" || play.begin(ASKED, name).is_err());
    }
}

#[test]
fn the_system_passes_no_gate() {
    let mut play = Play::in_review("production", Profile::Strict);
    play.clear(ASKING, Gate::Authorisation);

    assert!(matches!(play.take(ASKING, "system", "authorise"), Err(Refusal::RoleMissing { .. })));
}
