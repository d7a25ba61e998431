//! Safeguards at their gates: open, stale, blocking, unconfirmed, and asked again at every later gate.

use comity::domain::gate::Gate;
use comity::domain::safeguard::{Profile, SafeguardState};
use comity::engine::command::{Command, GivenAnswer};
use comity::engine::refusal::Refusal;

use super::play::{ASKED, ASKING, Play, who};
use super::story::{asking_for, found, granting};

const CHANNEL: &str = "competent_authority_and_channel";
const PRIVILEGE: &str = "protected_persons_and_privilege";
const DISCRIMINATION: &str = "non_discrimination";

/// Which safeguards stand in the way, each with its gate and how it stands.
fn in_the_way(refused: Result<(), Refusal>) -> Vec<(String, Gate, SafeguardState)> {
    match refused {
        Err(Refusal::SafeguardsOpen(open)) => {
            open.into_iter().map(|o| (o.safeguard.to_string(), o.gate, o.state)).collect()
        }
        other => panic!("safeguards were to be in the way, not {other:?}"),
    }
}

#[test]
fn a_gate_stays_shut_while_one_safeguard_is_open() {
    let mut play = Play::at_admission("production", Profile::Strict);
    play.clear_but(ASKED, Gate::Admission, CHANNEL);

    assert_eq!(
        in_the_way(play.take(ASKED, "chief", "admit")),
        [(CHANNEL.to_owned(), Gate::Admission, SafeguardState::Open)]
    );
    play.clear(ASKED, Gate::Admission);
    assert_eq!(play.take(ASKED, "chief", "admit"), Ok(()));
}

#[test]
fn a_negative_answer_keeps_the_gate_shut() {
    let mut play = Play::at_admission("production", Profile::Strict);
    play.clear(ASKED, Gate::Admission);
    play.answer(ASKED, "contact", (CHANNEL, Gate::Admission, "not_met")).unwrap();

    assert_eq!(
        in_the_way(play.take(ASKED, "chief", "admit")),
        [(CHANNEL.to_owned(), Gate::Admission, SafeguardState::Blocking)]
    );
}

#[test]
fn an_answer_for_an_earlier_text_is_stale() {
    let mut play = Play::in_review("production", Profile::Strict);
    play.clear(ASKING, Gate::Authorisation);
    play.take(ASKING, "chief", "revise").unwrap();
    play.write(ASKING, "drafter", asking_for(&["1", "2", "3"])).unwrap();
    play.take(ASKING, "drafter", "submit").unwrap();

    let in_the_way = in_the_way(play.take(ASKING, "chief", "authorise"));

    assert!(in_the_way.len() > 5);
    assert!(in_the_way.iter().all(|(_, _, state)| *state == SafeguardState::Stale), "{in_the_way:?}");
}

#[test]
fn an_answer_that_needs_a_second_official_waits_for_one() {
    let mut play = Play::in_examination("production", Profile::Strict);
    play.decision("chief", granting(&["1", "2"])).unwrap();
    play.clear_but(ASKED, Gate::Decision, DISCRIMINATION);
    play.answer(ASKED, "rights", (DISCRIMINATION, Gate::Decision, "met")).unwrap();

    assert_eq!(
        in_the_way(play.take(ASKED, "chief", "grant")),
        [(DISCRIMINATION.to_owned(), Gate::Decision, SafeguardState::Unconfirmed)]
    );
    assert_eq!(play.confirm(ASKED, "deputy", DISCRIMINATION, Gate::Decision), Ok(()));
    assert_eq!(play.take(ASKED, "chief", "grant"), Ok(()));
}

#[test]
fn a_second_official_holds_the_role_that_confirms() {
    let mut play = Play::in_examination("production", Profile::Strict);
    play.decision("chief", granting(&["1", "2"])).unwrap();
    play.answer(ASKED, "rights", (DISCRIMINATION, Gate::Decision, "met")).unwrap();

    assert!(matches!(play.confirm(ASKED, "rights", DISCRIMINATION, Gate::Decision), Err(Refusal::RoleMissing { .. })));
    assert!(matches!(play.confirm(ASKED, "deputy", PRIVILEGE, Gate::Decision), Err(Refusal::NoSuchAnswer { .. })));
    play.confirm(ASKED, "deputy", DISCRIMINATION, Gate::Decision).unwrap();
    assert!(
        matches!(play.confirm(ASKED, "third", DISCRIMINATION, Gate::Decision), Err(Refusal::NoSuchAnswer { .. })),
        "once is enough"
    );
}

#[test]
fn an_earlier_gate_is_asked_again_at_every_later_one() {
    let mut play = Play::in_examination("production", Profile::Strict);
    play.decision("chief", granting(&["1", "2"])).unwrap();
    play.clear(ASKED, Gate::Decision);
    // Admitted on a positive answer that is then turned round.
    play.answer(ASKED, "contact", (CHANNEL, Gate::Admission, "not_met")).unwrap();

    assert_eq!(
        in_the_way(play.take(ASKED, "chief", "grant")),
        [(CHANNEL.to_owned(), Gate::Admission, SafeguardState::Blocking)]
    );
}

#[test]
fn an_earlier_gate_is_asked_again_up_to_disclosure() {
    let mut play = Play::executing("production", Profile::Strict);
    play.write(ASKED, "executor", found(&["1"])).unwrap();
    play.take(ASKED, "executor", "present_result").unwrap();
    play.clear(ASKED, Gate::Disclosure);
    play.answer(ASKED, "contact", (CHANNEL, Gate::Admission, "not_met")).unwrap();
    play.answer(ASKED, "rights", (PRIVILEGE, Gate::Decision, "not_met")).unwrap();

    let gates: Vec<Gate> =
        in_the_way(play.take(ASKED, "deputy", "disclose")).into_iter().map(|(_, gate, _)| gate).collect();

    assert_eq!(gates, [Gate::Decision, Gate::Admission]);
}

#[test]
fn a_file_added_to_a_result_is_reviewed_again() {
    let mut play = Play::executing("production", Profile::Strict);
    play.write(ASKED, "executor", found(&["1"])).unwrap();
    play.take(ASKED, "executor", "present_result").unwrap();
    play.clear(ASKED, Gate::Disclosure);
    play.write(ASKED, "chief", found(&["1", "2"])).unwrap();

    let in_the_way = in_the_way(play.take(ASKED, "deputy", "disclose"));

    assert!(in_the_way.contains(&(PRIVILEGE.to_owned(), Gate::Disclosure, SafeguardState::Stale)));
}

#[test]
fn each_delivery_is_a_new_subject() {
    let mut play = Play::delivered("production", Profile::Strict);

    assert!(matches!(play.take(ASKED, "deputy", "disclose"), Err(Refusal::SubjectMissing { .. })));
    play.write(ASKED, "chief", found(&["2"])).unwrap();
    assert!(
        in_the_way(play.take(ASKED, "deputy", "disclose"))
            .iter()
            .all(|(_, gate, state)| *gate == Gate::Disclosure && *state == SafeguardState::Stale)
    );
}

#[test]
fn each_use_is_asked_anew() {
    let mut play = Play::delivered("production", Profile::Strict);
    play.propose_use(&[]);
    play.clear(ASKING, Gate::Use);
    assert_eq!(play.use_it(), Ok(()));

    assert!(matches!(play.use_it(), Err(Refusal::SubjectMissing { .. })), "a use is spent");
    play.propose_use(&[]);
    assert!(
        in_the_way(play.use_it()).iter().all(|(_, gate, state)| *gate == Gate::Use && *state == SafeguardState::Stale)
    );
}

#[test]
fn what_was_read_has_to_be_what_stands_there() {
    let mut play = Play::in_review("production", Profile::Strict);
    let (question, read) = (play.question(ASKING, PRIVILEGE, Gate::Authorisation), Some(play.digest()));
    let given = GivenAnswer { question, read, answer: "met".to_owned(), reasoned: true, documents: 0, later_by: None };

    assert!(matches!(
        play.attempt(ASKING, who("rights"), &Command::Answer(given)),
        Err(Refusal::ChangedSinceRead { .. })
    ));
}

#[test]
fn a_safeguard_is_asked_only_where_it_binds() {
    let mut play = Play::in_examination("expedited_preservation", Profile::Strict);
    play.decision("chief", granting(&["1", "2"])).unwrap();

    let refused = play.answer(ASKED, "judge", ("dual_criminality", Gate::Decision, "met")).unwrap_err();

    assert_eq!(
        refused.to_string(),
        "`dual_criminality` is not asked at the gate `decision` for this request: it may not be made a condition of `expedited_preservation`"
    );
}
