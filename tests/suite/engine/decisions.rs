//! Decisions: grounds, reasons, consultation, conditions, parts; and what they let be disclosed and used.

use comity::domain::gate::Gate;
use comity::domain::safeguard::Profile;
use comity::domain::terms::DecisionTerms;
use comity::engine::refusal::Refusal;

use super::play::{ASKED, ASKING, Play, set};
use super::story::{asking_for, found, granting, refusing};

fn on_condition(condition: &str) -> DecisionTerms {
    DecisionTerms { conditions: set(&[condition]), ..granting(&["1", "2"]) }
}

#[test]
fn a_forbidden_ground_is_refused_with_its_article() {
    let mut play = Play::at_admission("production", Profile::Strict);

    let refused = play.decision("chief", refusing("NX-01")).unwrap_err();

    assert!(matches!(refused, Refusal::GroundForbidden { .. }));
    assert_eq!(refused.articles(), ["UNCC 40(24)"]);
}

#[test]
fn preservation_is_refused_on_its_own_grounds_only() {
    let mut play = Play::at_admission("expedited_preservation", Profile::Strict);

    assert!(matches!(play.decision("chief", refusing("RF-01")), Err(Refusal::GroundNotAllowed { .. })));
    assert_eq!(play.decision("chief", refusing("RF-08")), Ok(()));
}

#[test]
fn a_refusal_has_a_ground_for_every_item_and_reasons() {
    let mut play = Play::at_admission("production", Profile::Strict);
    let mut terms = refusing("RF-08");
    terms.reasoned = false;
    play.decision("chief", terms.clone()).unwrap();
    assert!(matches!(play.take(ASKED, "chief", "refuse"), Err(Refusal::ReasonsMissing { .. })));

    terms.reasoned = true;
    terms.refused.pop_last();
    play.decision("chief", terms).unwrap();
    assert!(matches!(play.take(ASKED, "chief", "refuse"), Err(Refusal::DecisionDoesNotFit { .. })));

    play.decision("chief", DecisionTerms { reasoned: true, ..DecisionTerms::default() }).unwrap();
    assert!(matches!(play.take(ASKED, "chief", "refuse"), Err(Refusal::GroundMissing { .. })));
}

#[test]
fn a_refusal_may_come_before_admission_where_its_ground_wants_no_consultation() {
    let mut play = Play::at_admission("production", Profile::Strict);
    play.decision("chief", refusing("RF-08")).unwrap();
    play.clear(ASKED, Gate::Refusal);

    assert_eq!(play.take(ASKED, "chief", "refuse"), Ok(()));
    play.carry();
    assert_eq!((play.stage(ASKED), play.stage(ASKING)), ("refused", "refused"));
}

#[test]
fn some_grounds_want_a_consultation_first() {
    let mut play = Play::in_examination("production", Profile::Strict);
    play.decision("chief", refusing("RF-05")).unwrap();
    play.clear(ASKED, Gate::Refusal);
    assert!(matches!(play.take(ASKED, "chief", "refuse"), Err(Refusal::ConsultFirst { .. })));

    play.consult();

    assert_eq!(play.take(ASKED, "chief", "refuse"), Ok(()));
}

#[test]
fn a_consultation_that_was_broken_off_does_not_count() {
    let mut play = Play::in_examination("production", Profile::Strict);
    play.decision("chief", refusing("RF-05")).unwrap();
    play.take(ASKED, "chief", "consult").unwrap();
    play.take(ASKED, "chief", "resume_examination").unwrap();
    play.clear(ASKED, Gate::Refusal);

    assert!(matches!(play.take(ASKED, "chief", "refuse"), Err(Refusal::ConsultFirst { .. })));
}

#[test]
fn a_consultation_counts_for_the_grounds_that_were_put() {
    let mut play = Play::in_examination("production", Profile::Strict);
    play.decision("chief", refusing("RF-05")).unwrap();
    play.consult();
    play.decision("chief", refusing("RF-06")).unwrap();
    play.clear(ASKED, Gate::Refusal);

    assert!(
        matches!(play.take(ASKED, "chief", "refuse"), Err(Refusal::ConsultFirst { ground }) if ground.as_str() == "RF-06")
    );
}

#[test]
fn a_supplement_undoes_admission_decision_and_consultation() {
    let mut play = Play::in_examination("production", Profile::Strict);
    play.decision("chief", refusing("RF-05")).unwrap();
    play.consult();
    play.take(ASKED, "chief", "ask_for_more").unwrap();
    play.carry();
    play.write(ASKING, "drafter", asking_for(&["1"])).unwrap();
    play.take(ASKING, "drafter", "submit_supplement").unwrap();
    play.clear(ASKING, Gate::Authorisation);
    play.take(ASKING, "chief", "authorise_supplement").unwrap();
    play.clear(ASKING, Gate::Sending);
    play.take(ASKING, "deputy", "supplement").unwrap();
    play.carry();

    let file = &play.files[&ASKED];

    assert_eq!((file.stage.as_str(), &file.consultation), ("admissibility", &None));
    assert!(!file.has_passed(Gate::Admission, None));
    assert_eq!(
        (&file.decision, file.read_by(Gate::Decision, None)),
        (&DecisionTerms::default(), None),
        "what was decided of the old request is gone"
    );
    assert!(matches!(play.take(ASKED, "chief", "refuse"), Err(Refusal::GroundMissing { .. })));
    play.admit();
    assert!(matches!(play.take(ASKED, "chief", "grant"), Err(Refusal::DecisionDoesNotFit { .. })));
}

#[test]
fn a_postponement_rests_on_an_ongoing_proceeding_and_a_consultation() {
    let postponing = |ground: &str| DecisionTerms {
        postponed: Some(ground.parse().unwrap()),
        reasoned: true,
        ..DecisionTerms::default()
    };
    let mut play = Play::in_examination("production", Profile::Strict);
    play.decision("chief", postponing("PP-01")).unwrap();
    play.clear(ASKED, Gate::Postponement);
    assert!(matches!(play.take(ASKED, "chief", "postpone"), Err(Refusal::ConsultFirst { .. })));
    play.consult();
    assert_eq!(play.take(ASKED, "chief", "postpone"), Ok(()));

    let mut play = Play::in_examination("production", Profile::Strict);
    play.decision("chief", postponing("RF-08")).unwrap();
    assert!(matches!(play.take(ASKED, "chief", "postpone"), Err(Refusal::GroundNotAllowed { .. })));
    play.decision("chief", refusing("PP-01")).unwrap();
    assert!(matches!(play.take(ASKED, "chief", "refuse"), Err(Refusal::GroundNotAllowed { .. })));
}

#[test]
fn conditions_bind_once_the_requesting_state_has_accepted_them() {
    let mut play = Play::in_examination("production", Profile::Strict);
    play.decision("chief", on_condition("CD-01")).unwrap();
    play.clear(ASKED, Gate::Decision);
    assert!(matches!(play.take(ASKED, "chief", "grant"), Err(Refusal::ConditionsNotAccepted(_))));

    play.take(ASKED, "chief", "offer_conditions").unwrap();
    play.carry();
    play.take(ASKING, "chief", "accept_conditions").unwrap();
    play.carry();

    assert_eq!(play.take(ASKED, "chief", "grant"), Ok(()));
}

#[test]
fn conditions_that_were_declined_do_not_bind() {
    let mut play = Play::in_examination("production", Profile::Strict);
    play.decision("chief", on_condition("CD-01")).unwrap();
    play.clear(ASKED, Gate::Decision);
    play.take(ASKED, "chief", "offer_conditions").unwrap();
    play.carry();
    play.take(ASKING, "chief", "decline_conditions").unwrap();
    play.carry();

    assert!(matches!(play.take(ASKED, "chief", "grant"), Err(Refusal::ConditionsNotAccepted(_))));
}

#[test]
fn a_use_keeps_the_conditions_of_its_delivery() {
    let mut play = Play::delivered("production", Profile::Strict);
    let delivery = play.delivery().unwrap();
    play.files.get_mut(&ASKING).unwrap().holdings.get_mut(&delivery).unwrap().conditions = set(&["CD-01"]);
    play.propose_use(&[]);
    play.clear(ASKING, Gate::Use);
    assert!(matches!(play.use_it(), Err(Refusal::ConditionsNotKept(_))));

    play.propose_use(&["CD-01"]);
    play.clear(ASKING, Gate::Use);

    assert_eq!(play.use_it(), Ok(()));
}

#[test]
fn a_grant_in_part_names_both_parts_and_passes_both_gates() {
    let mut terms = refusing("RF-08");
    terms.refused.pop_first();
    terms.granted = set(&["1"]);
    let mut play = Play::in_examination("production", Profile::Strict);
    play.decision("chief", terms).unwrap();
    play.clear(ASKED, Gate::Decision);

    assert!(matches!(play.take(ASKED, "chief", "grant"), Err(Refusal::DecisionDoesNotFit { .. })));
    assert!(matches!(play.take(ASKED, "chief", "refuse"), Err(Refusal::DecisionDoesNotFit { .. })));
    assert!(matches!(play.take(ASKED, "chief", "grant_in_part"), Err(Refusal::SafeguardsOpen(_))));
    play.clear(ASKED, Gate::Refusal);
    play.take(ASKED, "chief", "grant_in_part").unwrap();
    play.execute();
    play.write(ASKED, "executor", found(&["1", "2"])).unwrap();
    play.take(ASKED, "executor", "present_result").unwrap();
    play.clear(ASKED, Gate::Disclosure);
    assert!(
        matches!(play.take(ASKED, "deputy", "disclose"), Err(Refusal::BeyondGrant { item }) if item.as_str() == "2")
    );
}

#[test]
fn a_result_answers_items_that_were_sought_and_holds_a_document() {
    let mut play = Play::executing("production", Profile::Strict);
    let empty = comity::domain::terms::Terms::Result { items: set(&["1"]), documents: 0 };

    assert!(matches!(play.write(ASKED, "executor", empty), Err(Refusal::ContentLacks { .. })));
    assert!(matches!(play.write(ASKED, "executor", found(&[])), Err(Refusal::ContentLacks { .. })));
    assert!(matches!(play.write(ASKED, "executor", found(&["9"])), Err(Refusal::ItemUnknown { .. })));
}

#[test]
fn a_decision_taken_up_again_makes_what_rested_on_it_stale() {
    let mut play = Play::executing("production", Profile::Strict);
    play.write(ASKED, "executor", found(&["1"])).unwrap();
    play.take(ASKED, "chief", "reconsider").unwrap();
    play.decision("chief", granting(&["1", "2"])).unwrap();

    let file = &play.files[&ASKED];

    assert!(!file.has_passed(Gate::Decision, None) && !file.has_passed(Gate::Execution, None));
    assert_eq!(file.read_by(Gate::Disclosure, None), None, "the result is presented anew");
    assert!(matches!(play.take(ASKED, "chief", "grant"), Err(Refusal::SafeguardsOpen(_))));
}

#[test]
fn a_file_moved_by_hand_still_has_its_gates_to_pass() {
    let mut play = Play::in_examination("production", Profile::Strict);
    play.decision("chief", granting(&["1", "2"])).unwrap();
    play.clear(ASKED, Gate::Decision);
    play.clear(ASKED, Gate::Execution);
    play.files.get_mut(&ASKED).unwrap().stage = "granted".parse().unwrap();

    let refused = play.take(ASKED, "executor", "execute");

    assert_eq!(refused, Err(Refusal::GateNotPassed { gate: Gate::Execution, before: Gate::Decision }));
}

#[test]
fn an_item_is_not_granted_and_refused_at_once() {
    let mut play = Play::in_examination("production", Profile::Strict);
    let both = DecisionTerms { granted: set(&["1"]), ..refusing("RF-08") };

    assert!(matches!(play.decision("chief", both), Err(Refusal::ItemUnknown { .. })));
}
