//! Information sent unasked: it leaves at one gate, is bound where it arrives, and can be called back.

use comity::domain::gate::Gate;
use comity::domain::safeguard::Profile;
use comity::domain::terms::Terms;
use comity::engine::refusal::Refusal;

use super::play::{ASKED, ASKING, Play, set};
use super::story::UNASKED;

#[test]
fn it_leaves_only_where_law_recipient_and_restrictions_were_looked_at() {
    let mut play = Play::in_review(UNASKED, Profile::TreatyMinimum);
    play.clear(ASKING, Gate::Authorisation);
    play.take(ASKING, "chief", "authorise").unwrap();

    let refused = play.take(ASKING, "deputy", "send").unwrap_err();

    let Refusal::SafeguardsOpen(open) = refused else { panic!("{refused}") };
    let codes: std::collections::BTreeSet<&str> = open.iter().map(|obstacle| obstacle.code.as_str()).collect();
    assert!(["SG-20", "SG-21", "SG-35"].iter().all(|code| codes.contains(code)), "{codes:?}");
}

#[test]
fn the_gate_of_what_is_sent_unasked_needs_a_second_official_for_data_protection() {
    let mut play = Play::in_review(UNASKED, Profile::Strict);
    play.clear(ASKING, Gate::Authorisation);
    play.take(ASKING, "chief", "authorise").unwrap();
    play.clear_but(ASKING, Gate::Sending, "unasked_transmission");
    play.answer(ASKING, "third", ("unasked_transmission", Gate::Sending, "met")).unwrap();
    assert!(matches!(play.take(ASKING, "deputy", "send"), Err(Refusal::SafeguardsOpen(_))));
    play.confirm(ASKING, "data", "unasked_transmission", Gate::Sending).unwrap();

    assert_eq!(play.take(ASKING, "deputy", "send"), Ok(()));
}

#[test]
fn it_arrives_as_a_delivery_bound_by_its_restrictions() {
    let mut play = Play::delivered(UNASKED, Profile::Strict);
    let delivery = play.delivery().unwrap();
    assert_eq!(play.files[&ASKED].holdings[&delivery].conditions, set(&["CD-05"]));
    play.propose_use(&[]);
    play.clear(ASKED, Gate::Use);
    assert!(matches!(play.use_it(), Err(Refusal::ConditionsNotKept(_))));

    play.propose_use(&["CD-05"]);
    play.clear(ASKED, Gate::Use);

    assert_eq!(play.use_it(), Ok(()));
}

#[test]
fn nothing_goes_on_to_a_third_state_without_the_one_that_sent_it() {
    let mut play = Play::delivered(UNASKED, Profile::TreatyMinimum);
    play.propose_use(&["CD-05"]);
    play.clear_but(ASKED, Gate::OnwardTransfer, "onward_transfer");
    let delivery = play.delivery();

    let refused = play.take_in(ASKED, "deputy", "transfer_onward", delivery);

    assert!(matches!(refused, Err(Refusal::SafeguardsOpen(open)) if open[0].code == "SG-22"));
}

#[test]
fn the_sender_holds_nothing_to_use() {
    let mut play = Play::delivered(UNASKED, Profile::Strict);

    assert!(play.files[&ASKING].holdings.is_empty());
    assert!(play.write(ASKING, "chief", Terms::Use { keeps: set(&[]), beyond: false }).is_err());
}

#[test]
fn a_recall_bars_the_delivery_also_after_the_file_was_closed() {
    for closed in [false, true] {
        let mut play = Play::delivered(UNASKED, Profile::Strict);
        if closed {
            play.clear(ASKED, Gate::Closing);
            play.take(ASKED, "third", "close").unwrap();
        }
        play.take(ASKING, "chief", "recall").unwrap();
        play.carry();
        assert_eq!((play.stage(ASKED), play.held_at()), ("recalled", "barred"), "closed: {closed}");
        play.propose_use_refused();
        for side in [ASKING, ASKED] {
            assert_eq!(play.replayed(side), Ok(Some(play.files[&side].clone())));
        }
    }
}

#[test]
fn whoever_cannot_keep_the_restrictions_sends_it_back() {
    let mut play = Play::received(UNASKED, Profile::Strict);
    play.take(ASKED, "chief", "send_back").unwrap();
    play.carry();

    assert_eq!((play.stage(ASKING), play.stage(ASKED)), ("sent_back", "sent_back"));
}

impl Play {
    fn propose_use_refused(&mut self) {
        let written = self.write(self.holder(), "chief", Terms::Use { keeps: set(&["CD-05"]), beyond: false });
        assert!(matches!(written, Err(Refusal::NotEditable { .. })), "{written:?}");
    }
}
