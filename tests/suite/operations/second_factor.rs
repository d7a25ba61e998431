//! The second factor, from the side of whoever has stolen something: a password, a code, a session, the database.

use comity::domain::gate::Gate;
use comity::domain::ids::{RequestReference, SignInName};
use comity::domain::role::Role;
use comity::domain::scope::{Assurance, Scope};
use comity::operations::add_official::{self, NewOfficial};
use comity::operations::begin_session::{self, Begun, Entered};
use comity::operations::draft_request::{self, NewRequest};
use comity::operations::issue_token::{self, NewToken};
use comity::operations::{App, Caller, Official, OperationError};
use comity::operations::{
    answer_safeguard, authenticate, change_roles, disclose_content, list_credentials, read_request, second_factor,
    sign_in, take_transition,
};
use jiff::SignedDuration;

use super::codes::enrol;
use super::desk::{Desk, answering, new_request, taking};
use super::instruments::{agreed, each_real};
use super::template::PASSWORD;

fn name(text: &str) -> SignInName {
    SignInName::parse(text).unwrap()
}

async fn half(app: &App, who: &str) -> String {
    match begin_session::enter(app, &name(who), PASSWORD, None).await.unwrap() {
        Entered::CodeWanted(half) => half.to_string(),
        Entered::Begun(_) => panic!("`{who}` has a second factor"),
    }
}

async fn finish(app: &App, who: &str, code: &str) -> Result<Begun, OperationError> {
    let half = half(app, who).await;
    begin_session::finish(app, &name(who), &half, code, None).await
}

async fn caller(app: &App, begun: &Begun) -> Caller {
    authenticate::run(app, begun.secret.reveal()).await.unwrap()
}

fn later(desk: &Desk) {
    desk.clock.advance(SignedDuration::from_secs(30));
}

/// An official whose second factor two administrators have taken away.
pub(crate) async fn without(desk: &Desk, deputy: &Official, who: &str) -> Official {
    second_factor::propose_reset(&desk.app, desk.official("admin"), &name(who)).await.unwrap();
    second_factor::confirm_reset(&desk.app, deputy, &name(who)).await.unwrap();
    sign_in::run(&desk.app, &name(who), PASSWORD).await.unwrap()
}

/// A request for a measure, to a State with which there is an agreement, that waits for its authorisation.
pub(crate) async fn in_earnest(desk: &Desk, measure: &str) -> RequestReference {
    let new = NewRequest { counterpart: "BR".parse().unwrap(), ..new_request(measure) };
    let drafted = draft_request::run(&desk.app, desk.official("anna"), new).await.unwrap();
    desk.take("anna", &drafted.reference, "submit").await.unwrap();
    drafted.reference
}

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "what was done is handed over, as it came")]
fn wants_a_code<T: std::fmt::Debug>(done: Result<T, OperationError>) {
    assert!(matches!(done, Err(OperationError::CodeNeeded { .. })), "{done:?}");
}

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "what was done is handed over, as it came")]
fn is_nobody<T: std::fmt::Debug>(done: Result<T, OperationError>) {
    assert!(matches!(done, Err(OperationError::NotSignedIn)), "{done:?}");
}

#[test]
fn a_code_lets_in_once_and_the_password_alone_no_more() {
    Desk::each(async |desk| {
        let app = &desk.app;
        let (telephone, _) = enrol(app, desk.official("rosa")).await;
        wants_a_code(begin_session::run(app, &name("rosa"), PASSWORD).await);
        // The code that was shown while it was added has counted.
        is_nobody(finish(app, "rosa", &telephone.says(app, 0)).await);

        let next = telephone.says(app, 1);
        let begun = finish(app, "rosa", &next).await.unwrap();
        assert_eq!(begun.assurance, Assurance::PasswordAndCode);
        assert_eq!(caller(app, &begun).await.assurance(), Assurance::PasswordAndCode);
        is_nobody(finish(app, "rosa", &next).await);
        is_nobody(sign_in::with_code(app, &name("rosa"), PASSWORD, &next).await);
        is_nobody(finish(app, "rosa", &telephone.says(app, 0)).await);
        is_nobody(finish(app, "rosa", &telephone.says(app, 3)).await);
        desk.is_intact().await;
    });
}

#[test]
fn of_two_who_come_at_once_with_one_code_one_is_let_in() {
    Desk::each(async |desk| {
        let (telephone, _) = enrol(&desk.app, desk.official("rosa")).await;
        let code = telephone.says(&desk.app, 1);
        let half = half(&desk.app, "rosa").await;
        let mut coming = Vec::new();
        for _ in 0..6 {
            let (app, half, code) = (desk.app.clone(), half.clone(), code.clone());
            coming.push(tokio::spawn(async move {
                begin_session::finish(&app, &name("rosa"), &half, &code, None).await.is_ok()
            }));
        }
        let mut let_in = 0;
        for one in coming {
            let_in += usize::from(one.await.unwrap());
        }
        assert_eq!(let_in, 1);
    });
}

#[test]
fn a_code_with_a_single_call_counts_once_too() {
    Desk::each(async |desk| {
        let app = &desk.app;
        let (telephone, recovery) = enrol(app, desk.official("rosa")).await;
        let next = telephone.says(app, 1);
        let rosa = sign_in::with_code(app, &name("rosa"), PASSWORD, &next).await.unwrap();
        assert_eq!(rosa.assurance(), Assurance::PasswordAndCode);
        is_nobody(sign_in::with_code(app, &name("rosa"), PASSWORD, &next).await);
        sign_in::with_code(app, &name("rosa"), PASSWORD, &recovery[3]).await.unwrap();
        is_nobody(sign_in::with_code(app, &name("rosa"), PASSWORD, &recovery[3]).await);
        // Who has no second factor has no code either.
        is_nobody(sign_in::with_code(app, &name("dara"), PASSWORD, "000000").await);
        desk.is_intact().await;
    });
}

#[test]
fn a_recovery_code_lets_in_once_and_only_its_own_official() {
    Desk::each(async |desk| {
        let app = &desk.app;
        let (_, rosas) = enrol(app, desk.official("rosa")).await;
        let (_, daras) = enrol(app, desk.official("dara")).await;
        assert_eq!(rosas.len(), second_factor::RECOVERY_CODES);
        is_nobody(finish(app, "rosa", &daras[0]).await);

        finish(app, "rosa", &rosas[0].to_lowercase()).await.unwrap();
        is_nobody(finish(app, "rosa", &rosas[0]).await);
        finish(app, "rosa", &rosas[1]).await.unwrap();
        assert_eq!(second_factor::standing(app, desk.official("rosa")).await.unwrap().recovery_codes, 8);
        desk.is_intact().await;
    });
}

#[test]
fn a_half_is_of_its_official_its_password_and_its_minutes() {
    Desk::each(async |desk| {
        let app = &desk.app;
        let (telephone, _) = enrol(app, desk.official("rosa")).await;
        enrol(app, desk.official("dara")).await;
        let (hers, others) = (half(app, "rosa").await, half(app, "dara").await);
        for forged in ["", ".", "9999999999.", &others, &hers.replacen('1', "2", 1)] {
            let code = telephone.says(app, 1);
            is_nobody(begin_session::finish(app, &name("rosa"), forged, &code, None).await);
        }
        desk.clock.advance(SignedDuration::from_secs(301));
        let code = telephone.says(app, 0);
        is_nobody(begin_session::finish(app, &name("rosa"), &hers, &code, None).await);

        let old = half(app, "rosa").await;
        sign_in::set_password(app, &name("rosa"), PASSWORD, "eight quiet lanterns").await.unwrap();
        is_nobody(begin_session::finish(app, &name("rosa"), &old, &code, None).await);
    });
}

#[test]
fn a_stolen_password_does_not_replace_the_second_factor() {
    Desk::each(async |desk| {
        let app = &desk.app;
        let before = second_factor::offer(app, desk.official("rosa")).await.unwrap();
        let (telephone, _) = enrol(app, desk.official("rosa")).await;
        wants_a_code(second_factor::offer(app, desk.official("rosa")).await.map(|_| ()));
        // An offer from before, with a right code of it.
        let stolen = super::codes::Telephone::reads(&before.secret).says(app, 0);
        wants_a_code(second_factor::add(app, desk.official("rosa"), &before.offer, &stolen).await);

        let rosa = sign_in::with_code(app, &name("rosa"), PASSWORD, &telephone.says(app, 1)).await.unwrap();
        let offered = second_factor::offer(app, &rosa).await.unwrap();
        let (new, strange) = (super::codes::Telephone::reads(&offered.secret), desk.official("dara"));
        let refused = second_factor::add(app, strange, &offered.offer, &new.says(app, 0)).await;
        assert!(matches!(refused, Err(OperationError::Unusable { .. })), "{refused:?}");
        is_nobody(second_factor::add(app, &rosa, &offered.offer, "000000").await);
        second_factor::add(app, &rosa, &offered.offer, &new.says(app, 0)).await.unwrap();

        is_nobody(finish(app, "rosa", &telephone.says(app, 1)).await);
        finish(app, "rosa", &new.says(app, 1)).await.unwrap();
        desk.is_intact().await;
    });
}

#[test]
fn with_a_password_alone_nobody_answers_or_passes_a_gate_of_an_intrusive_measure() {
    each_real(async |desk, deputy| {
        let app = &desk.app;
        agreed(&desk, &deputy, "BR").await;
        let intrusive = in_earnest(&desk, "production").await;
        let other = in_earnest(&desk, "expedited_preservation").await;
        let carl = without(&desk, &deputy, "carl").await;
        let of = async |reference| {
            let asked = desk.asked(reference, Gate::Authorisation).await;
            asked.into_iter().find(|asked| asked.answered_by.contains(&Role::CentralAuthority)).unwrap()
        };
        let given = answering(&of(&intrusive).await, "met");
        wants_a_code(answer_safeguard::run(app, &carl, &intrusive, given.clone()).await);
        wants_a_code(take_transition::run(app, &carl, &intrusive, taking("authorise")).await);

        // The measure is not intrusive, or no gate is passed: a password is enough.
        answer_safeguard::run(app, &carl, &other, answering(&of(&other).await, "met")).await.unwrap();
        take_transition::run(app, &carl, &intrusive, taking("revise")).await.unwrap();
        desk.take("anna", &intrusive, "submit").await.unwrap();

        let (telephone, _) = enrol(app, &carl).await;
        wants_a_code(answer_safeguard::run(app, &carl, &intrusive, answering(&of(&intrusive).await, "met")).await);
        let carl = sign_in::with_code(app, &name("carl"), PASSWORD, &telephone.says(app, 1)).await.unwrap();
        answer_safeguard::run(app, &carl, &intrusive, answering(&of(&intrusive).await, "met")).await.unwrap();

        let entries = read_request::history(app, &carl, &intrusive).await.unwrap();
        let refused = entries.iter().filter(|entry| entry.body.get("rule").is_some_and(|rule| rule == "code-needed"));
        assert_eq!(refused.count(), 3, "{entries:#?}");
        desk.is_intact().await;
    });
}

#[test]
fn administrators_and_disclosures_ask_for_a_code_outside_training() {
    each_real(async |desk, deputy| {
        let app = &desk.app;
        agreed(&desk, &deputy, "BR").await;
        let reference = in_earnest(&desk, "production").await;
        let new = |who: &str| NewOfficial { sign_in: name(who), name: who.to_owned(), roles: Vec::new() };
        let weak = sign_in::run(app, &name("admin"), PASSWORD).await.unwrap();
        wants_a_code(add_official::run(app, &weak, new("yan")).await);
        wants_a_code(change_roles::grant(app, &weak, &name("egon"), Role::Auditor).await);
        wants_a_code(second_factor::propose_reset(app, &weak, &name("rosa")).await);
        let session = begin_session::run(app, &name("rosa"), PASSWORD).await;
        wants_a_code(session);
        let what = [disclose_content::What::Subjects].into();
        let axel = sign_in::run(app, &name("axel"), PASSWORD).await.unwrap();
        wants_a_code(disclose_content::run(app, &axel, &reference, &what, "An audit.").await.map(|_| ()));

        disclose_content::run(app, desk.official("axel"), &reference, &what, "An audit.").await.unwrap();
        add_official::run(app, desk.official("admin"), new("yan")).await.unwrap();
        desk.is_intact().await;
    });
}

#[test]
fn in_training_nothing_asks_for_a_code() {
    Desk::each(async |desk| {
        let reference = desk.sent("production").await;
        assert_eq!(desk.view(&reference).await.stage, "sent");
    });
}

#[test]
fn a_session_is_raised_by_a_code_and_another_one_is_not() {
    Desk::each(async |desk| {
        let app = &desk.app;
        let one = begin_session::run(app, &name("rosa"), PASSWORD).await.unwrap();
        let two = begin_session::run(app, &name("rosa"), PASSWORD).await.unwrap();
        let first = caller(app, &one).await;
        let offered = second_factor::offer(app, first.trying()).await.unwrap();
        let telephone = super::codes::Telephone::reads(&offered.secret);
        // An offer of another session is none of this one's.
        let (other, code) = (caller(app, &two).await, telephone.says(app, 0));
        let strange = second_factor::add(app, other.trying(), &offered.offer, &code).await;
        assert!(matches!(strange, Err(OperationError::Unusable { .. })), "{strange:?}");
        second_factor::add(app, first.trying(), &offered.offer, &telephone.says(app, 0)).await.unwrap();

        assert_eq!(caller(app, &one).await.assurance(), Assurance::PasswordAndCode);
        let second = caller(app, &two).await;
        assert_eq!(second.assurance(), Assurance::Password);
        is_nobody(second_factor::raise(app, &second, &telephone.says(app, 0)).await);
        assert_eq!(caller(app, &two).await.assurance(), Assurance::Password);
        second_factor::raise(app, &second, &telephone.says(app, 1)).await.unwrap();
        assert_eq!(caller(app, &two).await.assurance(), Assurance::PasswordAndCode);
        desk.is_intact().await;
    });
}

#[test]
fn a_token_is_no_surer_than_the_session_that_issued_it() {
    Desk::each(async |desk| {
        let app = &desk.app;
        let weak = begin_session::run(app, &name("axel"), PASSWORD).await.unwrap();
        let issue = async |official: &Official| {
            let new = NewToken { label: "nightly".to_owned(), scopes: "read".parse().unwrap(), days: 3 };
            let issued = issue_token::run(app, official, new).await.unwrap();
            authenticate::run(app, issued.secret.reveal()).await.unwrap().assurance()
        };
        let weak = caller(app, &weak).await;
        assert_eq!(issue(weak.with(Scope::Administer).unwrap()).await, Assurance::Password);
        let (telephone, _) = enrol(app, desk.official("axel")).await;
        second_factor::raise(app, &weak, &telephone.says(app, 1)).await.unwrap();
        // What was read before it was raised is what it was.
        assert_eq!(issue(weak.trying()).await, Assurance::Password);
        let strong = finish(app, "axel", &telephone.says(app, 1)).await;
        is_nobody(strong);
        later(&desk);
        let strong = finish(app, "axel", &telephone.says(app, 1)).await.unwrap();
        assert_eq!(issue(caller(app, &strong).await.trying()).await, Assurance::PasswordAndCode);
        let listed = list_credentials::run(app, caller(app, &strong).await.trying(), None).await.unwrap();
        let mut levels: Vec<i64> = listed.iter().map(|one| one.assurance).collect();
        levels.sort_unstable();
        assert_eq!(levels, [1, 1, 2, 2, 2]);
    });
}

#[test]
fn whoever_writes_to_the_database_raises_nothing_and_takes_nothing_away_unseen() {
    Desk::each(async |desk| {
        let app = &desk.app;
        let weak = begin_session::run(app, &name("rosa"), PASSWORD).await.unwrap();
        desk.sql("UPDATE credential SET assurance = 2").await;
        is_nobody(authenticate::run(app, weak.secret.reveal()).await);
        desk.sql("UPDATE credential SET assurance = 1").await;
        caller(app, &weak).await;

        enrol(app, desk.official("rosa")).await;
        let (telephone, _) = enrol(app, desk.official("dara")).await;
        desk.is_intact().await;
        // The factor of another official, moved to this one, opens nothing.
        let id = |who: &str| desk.official(who).id.to_string();
        let moved = format!(
            "UPDATE second_factor SET sealed = (SELECT sealed FROM second_factor WHERE official_id = '{}')
            WHERE official_id = '{}'",
            id("dara"),
            id("rosa")
        );
        desk.sql(&moved).await;
        let done = begin_session::enter(app, &name("rosa"), PASSWORD, None).await;
        assert!(done.is_err(), "{done:?} {}", telephone.says(app, 1));
        desk.sql(&format!("DELETE FROM second_factor WHERE official_id = '{}'", id("rosa"))).await;
        let report = desk.verify().await;
        assert!(
            report.differences.iter().any(|said| said.sentence.contains("second factor")),
            "{:#?}",
            report.differences
        );
    });
}

#[test]
fn a_second_factor_is_taken_away_by_two_administrators_and_by_nobody_alone() {
    Desk::each(async |desk| {
        let app = &desk.app;
        let new = NewOfficial { sign_in: name("adele"), name: "Adele".to_owned(), roles: vec![Role::Administrator] };
        let added = add_official::run(app, desk.official("admin"), new).await.unwrap();
        let second = super::template::enter(app, "adele", &added.one_time_password).await;
        let first = desk.official("admin");
        let (telephone, _) = enrol(app, desk.official("rosa")).await;
        enrol(app, &second).await;
        let begun = finish(app, "rosa", &telephone.says(app, 1)).await.unwrap();
        let refused = async |done: Result<(), OperationError>| {
            assert!(matches!(done, Err(OperationError::SecondAdministrator(_))), "{done:?}");
        };
        let carl = second_factor::propose_reset(app, desk.official("carl"), &name("rosa")).await;
        assert!(matches!(carl, Err(OperationError::NotAllowed { .. })), "{carl:?}");
        refused(second_factor::confirm_reset(app, first, &name("rosa")).await).await;
        refused(second_factor::propose_reset(app, &second, &name("adele")).await).await;
        second_factor::propose_reset(app, first, &name("rosa")).await.unwrap();
        refused(second_factor::propose_reset(app, &second, &name("rosa")).await).await;
        refused(second_factor::confirm_reset(app, first, &name("rosa")).await).await;
        caller(app, &begun).await;

        second_factor::confirm_reset(app, &second, &name("rosa")).await.unwrap();
        is_nobody(authenticate::run(app, begun.secret.reveal()).await);
        begin_session::run(app, &name("rosa"), PASSWORD).await.unwrap();
        desk.is_intact().await;
    });
}
