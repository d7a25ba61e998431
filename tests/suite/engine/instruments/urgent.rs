//! Emergencies under the production order: validated by the State that ordered, objected to by the one that was asked.

use comity::domain::gate::Gate;
use comity::domain::safeguard::Profile;
use comity::engine::refusal::Refusal;

use super::super::play::{ASKED, ASKING, Play};
use super::super::story::{asking_for, refusing};
use super::{admitted, orders, received, replays, sent, transmitted};

const ORDER: &str = "independent_authorisation";

/// Issued without validation, which is put off for so many hours.
pub(super) fn unvalidated(hours: i64) -> Play {
    let mut play = Play::under(orders(), "emergency_identification", Profile::Strict);
    play.write(ASKING, "drafter", asking_for(&["1", "2"])).unwrap();
    play.take(ASKING, "drafter", "submit").unwrap();
    play.answer(ASKING, "contact", ("emergency", Gate::Authorisation, "met")).unwrap();
    play.put_off(ASKING, "judge", (ORDER, Gate::Authorisation, hours)).unwrap();
    transmitted(admitted(sent(play)))
}

fn used(play: &mut Play) -> Result<(), Refusal> {
    play.propose_use(&[]);
    play.clear(ASKING, Gate::Use);
    let delivery = play.delivery();
    let transition = if play.held_at() == "provisional" { "use_provisionally" } else { "use" };
    play.take_in(ASKING, "deputy", transition, delivery)
}

#[test]
fn not_validated_within_48_hours_the_use_is_barred_without_anybody_acting() {
    let mut play = unvalidated(48);
    assert_eq!(play.held_at(), "provisional");
    assert_eq!(used(&mut play), Ok(()));
    play.wait_hours(47);
    assert!(matches!(play.expire_delivery("validation"), Err(Refusal::NotDue(_))));
    play.wait_hours(1);

    play.expire_delivery("validation").unwrap();
    play.carry();

    assert_eq!((play.held_at(), play.stage(ASKED)), ("barred", "winding_up"));
    let delivery = play.delivery();
    for transition in ["use", "use_provisionally", "transfer_onward", "validate"] {
        let tried = play.take_in(ASKING, "deputy", transition, delivery.clone());
        assert!(matches!(tried, Err(Refusal::NotFromHere { .. })), "{transition}: {tried:?}");
    }
    // The defence is never kept from what speaks for it.
    assert_eq!(play.take_in(ASKING, "judge", "disclose_exculpatory_barred", delivery), Ok(()));
    replays(&play);
}

#[test]
fn an_answer_that_was_put_off_ends_the_use_at_the_hour_that_it_names() {
    let mut play = unvalidated(20);
    play.wait_hours(20);

    let refused = used(&mut play);

    assert!(
        matches!(&refused, Err(Refusal::SafeguardsOpen(open)) if open[0].safeguard.as_str() == ORDER),
        "{refused:?}"
    );
}

#[test]
fn nothing_is_validated_on_an_answer_that_still_waits() {
    let mut play = unvalidated(48);
    play.clear(ASKING, Gate::Validation);
    let delivery = play.delivery();

    let refused = play.take_in(ASKING, "third", "validate", delivery);

    assert!(
        matches!(&refused, Err(Refusal::SafeguardsOpen(open)) if open[0].safeguard.as_str() == ORDER),
        "{refused:?}"
    );
}

#[test]
fn validated_in_time_by_a_judge_it_is_used_as_any_other() {
    let mut play = unvalidated(48);
    play.wait_hours(40);
    let delivery = play.delivery();
    play.answer(ASKING, "judge", (ORDER, Gate::Authorisation, "met")).unwrap();
    assert!(matches!(play.take_in(ASKING, "third", "validate", delivery.clone()), Err(Refusal::SafeguardsOpen(_))));
    assert!(matches!(
        play.answer(ASKING, "contact", ("emergency", Gate::Validation, "met")),
        Err(Refusal::RoleMissing { .. })
    ));
    play.clear(ASKING, Gate::Validation);

    play.take_in(ASKING, "third", "validate", delivery).unwrap();

    assert_eq!(play.held_at(), "held");
    assert_eq!(used(&mut play), Ok(()));
    play.wait_hours(48);
    assert!(play.expire_delivery("validation").is_err());
    replays(&play);
}

#[test]
fn a_judge_who_would_not_validate_bars_the_use_at_once() {
    let mut play = unvalidated(48);
    let delivery = play.delivery();

    play.take_in(ASKING, "judge", "report_not_validated", delivery).unwrap();
    play.carry();

    assert_eq!((play.held_at(), play.stage(ASKED)), ("barred", "winding_up"));
}

#[test]
fn for_traffic_and_content_a_judge_comes_first_in_every_emergency() {
    let mut play = Play::under(orders(), "emergency_production", Profile::Strict);
    play.write(ASKING, "drafter", asking_for(&["1", "2"])).unwrap();
    play.take(ASKING, "drafter", "submit").unwrap();
    play.answer(ASKING, "judge", ("emergency", Gate::Authorisation, "met")).unwrap();
    play.put_off(ASKING, "judge", (ORDER, Gate::Authorisation, 24)).unwrap();
    play.clear_but(ASKING, Gate::Authorisation, ORDER);

    let refused = play.take(ASKING, "chief", "authorise");

    assert!(matches!(&refused, Err(Refusal::SafeguardsOpen(open)) if open.len() == 1), "{refused:?}");
}

/// Transmitted within eight hours, while the enforcing authority may still object.
fn disputable() -> Play {
    let mut play = admitted(received(orders(), "emergency_production"));
    play.wait_hours(6);
    transmitted(play)
}

#[test]
fn an_objection_within_96_hours_bars_what_was_transmitted() {
    let mut play = disputable();
    assert_eq!((play.stage(ASKED), play.held_at()), ("disputable", "held"));
    assert_eq!(used(&mut play), Ok(()));
    play.wait_hours(80);
    play.decision("judge", refusing("RF-13")).unwrap();
    play.take(ASKED, "judge", "consult").unwrap();
    play.carry();
    play.take(ASKING, "chief", "reply").unwrap();
    play.carry();
    play.clear(ASKED, Gate::Refusal);

    play.take(ASKED, "judge", "contest_use").unwrap();
    play.carry();

    assert_eq!((play.stage(ASKED), play.stage(ASKING), play.held_at()), ("refused", "refused", "barred"));
    let delivery = play.delivery();
    assert!(matches!(play.take_in(ASKING, "deputy", "use", delivery), Err(Refusal::NotFromHere { .. })));
    replays(&play);
}

#[test]
fn after_96_hours_from_the_certificate_no_objection_comes() {
    let mut play = disputable();
    play.wait_hours(89);
    assert!(matches!(play.expire(ASKED, "objection"), Err(Refusal::NotDue(_))));
    play.wait_hours(1);
    play.expire(ASKED, "objection").unwrap();

    assert_eq!(play.stage(ASKED), "undisputed");
    assert!(matches!(play.take(ASKED, "judge", "contest_use"), Err(Refusal::NotFromHere { .. })));
}

#[test]
fn conditions_that_are_accepted_afterwards_bind_what_was_transmitted_before() {
    let mut play = disputable();
    let terms = comity::domain::terms::DecisionTerms {
        conditions: super::super::play::set(&["CD-01"]),
        ..super::granting(&["1", "2"])
    };
    play.decision("judge", terms).unwrap();
    play.take(ASKED, "judge", "offer_conditions").unwrap();
    play.carry();
    play.take(ASKING, "chief", "accept_conditions").unwrap();
    play.carry();

    assert!(matches!(used(&mut play), Err(Refusal::ConditionsNotKept(_))));
}
