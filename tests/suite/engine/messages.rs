//! Messages: in turn, once, late, sealed, and recorded by hand by two officials.

use comity::domain::gate::{Gate, Side};
use comity::domain::ids::MessageId;
use comity::domain::message::{Channel, Direction, WhenLate};
use comity::domain::safeguard::Profile;
use comity::domain::terms::Carried;
use comity::engine::command::{Command, Heard};
use comity::engine::fact::Fact;
use comity::engine::refusal::Refusal;

use super::play::{ASKED, ASKING, Play, set, who};
use super::story::found;

fn message(name: &str, number: u64, carried: Carried) -> Heard {
    let id = MessageId::parse(format!("{:032x}", 0xabc + number)).unwrap();
    Heard { id, name: name.parse().unwrap(), number, recorded_by: None, carried }
}

fn record(
    play: &mut Play,
    side: Side,
    name: &str,
    (message, direction): (&str, Direction),
) -> (MessageId, Result<(), Refusal>) {
    let id = MessageId::parse(format!("{:032x}", 0xdef)).unwrap();
    let command = Command::Record { id: id.clone(), name: message.parse().unwrap(), direction, channel: Channel::Post };
    (id, play.attempt(side, who(name), &command))
}

/// Confirms a message that `contact` recorded, with what its document says.
fn confirm(
    play: &mut Play,
    side: Side,
    name: &str,
    (id, message): (&MessageId, &str),
    carried: Carried,
) -> Result<(), Refusal> {
    let number = play.files[&side].heard + 1;
    let heard = Heard {
        id: id.clone(),
        name: message.parse().unwrap(),
        number,
        recorded_by: Some(who("contact").mark),
        carried,
    };
    play.attempt(side, who(name), &Command::Hear(heard))
}

#[test]
fn messages_are_taken_in_their_order() {
    let mut play = Play::received("production", Profile::Strict);
    let early = Command::Hear(message("returned", 2, Carried::default()));

    assert_eq!(play.attempt(ASKING, who("system"), &early), Err(Refusal::OutOfTurn { expected: 1, number: 2 }));
}

#[test]
fn a_message_taken_once_is_out_of_turn_the_second_time() {
    let mut play = Play::received("production", Profile::Strict);
    let heard = Command::Hear(message("acknowledged", 1, Carried::default()));
    play.attempt(ASKING, who("system"), &heard).unwrap();

    assert_eq!(play.attempt(ASKING, who("system"), &heard), Err(Refusal::OutOfTurn { expected: 2, number: 1 }));
}

#[test]
fn a_state_hears_only_what_the_other_one_sends() {
    let mut play = Play::received("production", Profile::Strict);
    let own = Command::Hear(message("withdrawn", 1, Carried::default()));

    assert!(matches!(play.attempt(ASKING, who("system"), &own), Err(Refusal::Unknown { .. })));
}

#[test]
fn a_message_that_no_stage_hears_is_kept_and_moves_nothing() {
    let mut play = Play::received("production", Profile::Strict);
    let late = Command::Hear(message("resumed", 1, Carried::default()));
    play.attempt(ASKING, who("system"), &late).unwrap();

    let last = &play.logs[&ASKING].last().unwrap().fact;

    assert!(
        matches!(last, Fact::MessageLate(late) if late.when_late == WhenLate::Noted && late.stage.as_str() == "sent")
    );
    assert_eq!((play.stage(ASKING), play.files[&ASKING].heard), ("sent", 1));
}

#[test]
fn a_result_after_a_withdrawal_is_sealed_and_opens_no_delivery() {
    let mut play = Play::executing("production", Profile::Strict);
    play.write(ASKED, "executor", found(&["1"])).unwrap();
    play.take(ASKED, "executor", "present_result").unwrap();
    play.clear(ASKED, Gate::Disclosure);
    play.take(ASKED, "deputy", "disclose").unwrap();
    // The two cross on their way.
    play.take(ASKING, "chief", "withdraw").unwrap();
    play.carry();

    let last = &play.logs[&ASKING].last().unwrap().fact;

    assert!(matches!(last, Fact::MessageLate(late) if late.when_late == WhenLate::Sealed));
    assert!(play.files[&ASKING].holdings.is_empty());
    assert_eq!(play.stage(ASKED), "winding_up");
}

#[test]
fn a_request_without_a_digest_or_items_is_sent_back() {
    let mut play = Play::of("production", Profile::Strict);
    play.begin(ASKED, "system").unwrap();
    let digest = play.digest();
    let bare = Command::Hear(message("request", 1, Carried::default()));
    let empty = Command::Hear(message("request", 1, Carried { digest: Some(digest), ..Carried::default() }));

    assert!(matches!(play.attempt(ASKED, who("system"), &bare), Err(Refusal::MessageLacks { .. })));
    assert!(matches!(play.attempt(ASKED, who("system"), &empty), Err(Refusal::MessageLacks { .. })));
}

#[test]
fn other_items_do_not_slip_in_under_the_old_digest() {
    let mut play = Play::in_examination("production", Profile::Strict);
    let digest = play.files[&ASKED].read_by(Gate::Admission, None).cloned();
    let number = play.files[&ASKED].heard + 1;
    let supplement = Command::Hear(message(
        "supplement",
        number,
        Carried { digest, items: set(&["1", "2", "9"]), ..Carried::default() },
    ));

    assert!(matches!(play.attempt(ASKED, who("system"), &supplement), Err(Refusal::MessageLacks { .. })));
}

#[test]
fn a_message_recorded_by_hand_counts_once_a_second_official_confirms() {
    let mut play = Play::of("production", Profile::Strict);
    play.begin(ASKED, "contact").unwrap();
    let digest = play.digest();
    let carried = Carried { digest: Some(digest), items: set(&["1"]), ..Carried::default() };
    let (id, recorded) = record(&mut play, ASKED, "contact", ("request", Direction::In));
    assert_eq!(recorded, Ok(()));
    assert_eq!(play.stage(ASKED), "expected", "recorded is not heard");

    let of = (&id, "request");

    assert!(matches!(confirm(&mut play, ASKED, "contact", of, carried.clone()), Err(Refusal::SecondOfficial(_))));
    assert!(matches!(confirm(&mut play, ASKED, "system", of, carried.clone()), Err(Refusal::OfficialsOnly)));
    assert!(matches!(confirm(&mut play, ASKED, "judge", of, carried.clone()), Err(Refusal::RoleMissing { .. })));
    assert!(matches!(
        confirm(&mut play, ASKED, "chief", (&id, "supplement"), carried.clone()),
        Err(Refusal::Unknown { .. })
    ));
    assert_eq!(confirm(&mut play, ASKED, "chief", of, carried), Ok(()));
    assert_eq!(play.stage(ASKED), "received");
}

#[test]
fn an_official_cannot_hear_what_nobody_recorded() {
    let mut play = Play::received("production", Profile::Strict);
    let heard = message("acknowledged", 1, Carried::default());

    assert!(matches!(
        play.attempt(ASKING, who("chief"), &Command::Hear(heard.clone())),
        Err(Refusal::SecondOfficial(_))
    ));
    let claimed = Heard { recorded_by: Some(who("contact").mark), ..heard };
    assert!(matches!(play.attempt(ASKING, who("chief"), &Command::Hear(claimed)), Err(Refusal::Unknown { .. })));
}

#[test]
fn whoever_records_a_request_is_its_author() {
    let mut play = Play::of("production", Profile::Strict);
    play.begin(ASKED, "chief").unwrap();
    let digest = play.digest();
    let (id, _) = record(&mut play, ASKED, "contact", ("request", Direction::In));
    confirm(
        &mut play,
        ASKED,
        "deputy",
        (&id, "request"),
        Carried { digest: Some(digest), items: set(&["1"]), ..Carried::default() },
    )
    .unwrap();
    play.take(ASKED, "deputy", "acknowledge").unwrap();

    let channel = ("competent_authority_and_channel", Gate::Admission, "met");

    assert!(matches!(play.answer(ASKED, "contact", channel), Err(Refusal::AuthorMayNot { .. })));
    assert!(
        matches!(play.answer(ASKED, "chief", channel), Err(Refusal::AuthorMayNot { .. })),
        "who began the file as well"
    );
    assert_eq!(play.answer(ASKED, "deputy", channel), Ok(()));
}

#[test]
fn a_message_handed_over_by_post_is_confirmed_by_a_second_official() {
    let mut play = Play::received("production", Profile::Strict);
    let (id, recorded) = record(&mut play, ASKING, "chief", ("request", Direction::Out));
    recorded.unwrap();
    let confirm = Command::ConfirmHandedOver { id };

    assert!(matches!(play.attempt(ASKING, who("chief"), &confirm), Err(Refusal::SecondOfficial(_))));
    assert!(matches!(play.attempt(ASKING, who("drafter"), &confirm), Err(Refusal::RoleMissing { .. })));
    assert_eq!(play.attempt(ASKING, who("contact"), &confirm), Ok(()));
    assert!(matches!(play.attempt(ASKING, who("deputy"), &confirm), Err(Refusal::Unknown { .. })), "once is enough");
}
