//! API tokens: what they allow, what they never do, and how they end.

use comity::domain::ids::SignInName;
use comity::domain::role::Role;
use comity::domain::scope::{CredentialKind, Scope, Scopes};
use comity::engine::decide::RECORDERS;
use comity::operations::add_official::{self, NewOfficial};
use comity::operations::issue_token::{self, Issued, MOST_DAYS, MOST_TOKENS, NewToken};
use comity::operations::take_transition;
use comity::operations::{
    Caller, OperationError, answer_safeguard, authenticate, begin_session, change_roles, end_session, list_credentials,
    list_officials, list_requests, read_request, record_message, revoke_credential, sign_in,
};
use comity::storage::requests::RequestFilter;
use jiff::SignedDuration;
use strum::IntoEnumIterator;

use super::desk::{Desk, answering, question, taking};
use super::sessions::{leaves, text};
use super::template::PASSWORD;
use comity::domain::gate::Gate;

fn name(text: &str) -> SignInName {
    text.parse().unwrap()
}

fn wanted(scopes: &str, days: i64) -> NewToken {
    NewToken { label: "nightly statistics".to_owned(), scopes: scopes.parse().unwrap(), days }
}

async fn issue(desk: &Desk, who: &str, scopes: &str) -> Issued {
    issue_token::run(&desk.app, desk.official(who), wanted(scopes, 30)).await.unwrap()
}

async fn caller(desk: &Desk, issued: &Issued) -> Caller {
    authenticate::run(&desk.app, issued.secret.reveal()).await.unwrap()
}

async fn stays_out(desk: &Desk, issued: &Issued) {
    let refused = authenticate::run(&desk.app, issued.secret.reveal()).await;
    assert!(matches!(refused, Err(OperationError::NotSignedIn)), "{refused:?}");
}

fn unusable<T>(done: Result<T, OperationError>, word: &str) {
    let error = done.err().unwrap_or_else(|| panic!("nobody refused: {word}"));
    assert!(matches!(error, OperationError::Unusable { .. }) && error.to_string().contains(word), "{word}: {error}");
}

fn out_of_scope<T: std::fmt::Debug>(done: Result<T, OperationError>, scope: Scope) {
    match done {
        Err(OperationError::OutOfScope(needed)) => assert_eq!(needed, scope),
        other => panic!("{scope}: {other:?}"),
    }
}

#[test]
fn whoever_records_messages_by_their_role_may_let_a_token_do_so_and_nobody_else() {
    let may: Vec<Role> = Role::iter().filter(|role| Scopes::of_a_token(&[*role].into()).has(Scope::Record)).collect();

    assert_eq!(may, RECORDERS);
}

#[test]
fn a_token_allows_its_scopes_and_nothing_that_is_for_people() {
    Desk::each(async |desk| {
        let before = leaves(&desk).await;
        let issued = issue(&desk, "carl", "read record").await;
        let caller = caller(&desk, &issued).await;

        assert_eq!((caller.kind(), caller.scopes()), (CredentialKind::Token, &issued.scopes));
        let reader = caller.with(Scope::Read).unwrap();
        list_requests::run(&desk.app, reader, &RequestFilter::default(), 9).await.unwrap();
        caller.with(Scope::Record).unwrap();
        for scope in [Scope::Draft, Scope::Audit, Scope::Decide, Scope::Administer] {
            out_of_scope(caller.with(scope), scope);
        }
        assert_eq!(leaves(&desk).await, before + 1);
        desk.is_intact().await;
    });
}

#[test]
fn an_official_who_came_by_a_token_decides_nothing_and_the_attempt_is_an_entry() {
    Desk::each(async |desk| {
        let reference = desk.ready("expedited_preservation").await;
        let asked = desk.asked(&reference, Gate::Authorisation).await.remove(0);
        let caller = caller(&desk, &issue(&desk, "cora", "read").await).await;
        // As if a route had named too small a scope.
        let cora = caller.with(Scope::Read).unwrap();
        let (app, before) = (&desk.app, leaves(&desk).await);

        out_of_scope(take_transition::run(app, cora, &reference, taking("authorise")).await, Scope::Decide);
        out_of_scope(answer_safeguard::run(app, cora, &reference, answering(&asked, "met")).await, Scope::Decide);
        out_of_scope(answer_safeguard::confirm(app, cora, &reference, question(&asked)).await, Scope::Decide);
        out_of_scope(answer_safeguard::withdraw(app, cora, &reference, question(&asked), None).await, Scope::Decide);
        let message = "0".repeat(32).parse().unwrap();
        out_of_scope(record_message::confirm(app, cora, &reference, message).await, Scope::Decide);

        assert_eq!(leaves(&desk).await, before + 5, "each attempt is an entry");
        assert_eq!(read_request::run(app, cora, &reference).await.unwrap().stage, "review");
        desk.take("cora", &reference, "authorise").await.unwrap();
        desk.is_intact().await;
    });
}

#[test]
fn an_administrators_token_administers_nothing() {
    Desk::each(async |desk| {
        let issued = issue(&desk, "admin", "read").await;
        let caller = caller(&desk, &issued).await;
        let admin = caller.with(Scope::Read).unwrap();
        let (app, before) = (&desk.app, leaves(&desk).await);
        list_officials::run(app, admin).await.unwrap();

        let mole = NewOfficial { sign_in: name("mole"), name: "Mole".to_owned(), roles: Vec::new() };
        out_of_scope(add_official::run(app, admin, mole).await, Scope::Administer);
        out_of_scope(add_official::set_disabled(app, admin, &name("carl"), true).await, Scope::Administer);
        let role = Role::CentralAuthority;
        out_of_scope(change_roles::grant(app, admin, &name("pia"), role).await, Scope::Administer);
        out_of_scope(change_roles::confirm(app, admin, &name("pia"), role).await, Scope::Administer);
        out_of_scope(change_roles::revoke(app, admin, &name("carl"), role).await, Scope::Administer);
        out_of_scope(sign_in::reset_password(app, admin, &name("carl")).await, Scope::Administer);
        let profile = comity::domain::safeguard::Profile::TreatyMinimum;
        let eased = comity::operations::change_profile::run(app, admin, profile, "easier").await;
        out_of_scope(eased, Scope::Administer);
        let copy = desk.folder.path().join("copy");
        out_of_scope(comity::operations::back_up::run(app, admin, &copy).await, Scope::Administer);
        out_of_scope(issue_token::run(app, admin, wanted("read", 365)).await, Scope::Administer);
        out_of_scope(revoke_credential::run(app, admin, &issued.credential).await, Scope::Administer);
        out_of_scope(list_credentials::run(app, admin, None).await, Scope::Administer);
        out_of_scope(end_session::run(app, &caller).await, Scope::Administer);

        assert!(!copy.exists());
        assert_eq!(leaves(&desk).await, before + 10, "each attempt is an entry; listing and leaving are none");
    });
}

#[test]
fn a_token_never_has_more_than_its_officials_roles_allow_now() {
    Desk::each(async |desk| {
        let admin = desk.official("admin");
        let carl = issue(&desk, "carl", "read draft record").await;
        let axel = issue(&desk, "axel", "read audit").await;

        change_roles::revoke(&desk.app, admin, &name("carl"), Role::CentralAuthority).await.unwrap();
        change_roles::revoke(&desk.app, admin, &name("axel"), Role::Auditor).await.unwrap();
        assert!(caller(&desk, &carl).await.scopes().is_empty());
        assert!(caller(&desk, &axel).await.scopes().is_empty());

        change_roles::grant(&desk.app, admin, &name("carl"), Role::RightsReviewer).await.unwrap();
        assert_eq!(caller(&desk, &carl).await.scopes().to_string(), "read draft");
    });
}

#[test]
fn what_a_token_may_not_be_is_refused_with_a_sentence() {
    Desk::each(async |desk| {
        let (app, carl) = (&desk.app, desk.official("carl"));
        let before = leaves(&desk).await;
        for (scopes, days, word) in [
            ("read decide", 30, "for people"),
            ("administer", 30, "for people"),
            ("audit", 30, "none of your roles"),
            ("", 30, "at least one"),
            ("read", 0, "from 1 to 365"),
            ("read", -1, "from 1 to 365"),
            ("read", MOST_DAYS + 1, "from 1 to 365"),
            ("read", i64::MAX, "from 1 to 365"),
        ] {
            unusable(issue_token::run(app, carl, wanted(scopes, days)).await, word);
        }
        for label in ["", "  ", "two\nlines", &"long".repeat(26)] {
            let new = NewToken { label: label.to_owned(), ..wanted("read", 30) };
            unusable(issue_token::run(app, carl, new).await, "the label");
        }
        assert_eq!(leaves(&desk).await, before + 12, "each attempt is an entry");

        for _ in 0..MOST_TOKENS {
            issue(&desk, "carl", "read").await;
        }
        unusable(issue_token::run(app, carl, wanted("read", 30)).await, "revoke one first");
        desk.clock.advance(SignedDuration::from_hours(30 * 24));
        issue(&desk, "carl", "read").await;
    });
}

#[test]
fn a_token_ends_on_its_day_when_it_is_revoked_and_with_its_officials_password() {
    Desk::each(async |desk| {
        let issued = issue(&desk, "carl", "read").await;
        desk.clock.advance(SignedDuration::from_hours(30 * 24) - SignedDuration::from_millis(1));
        // However long nobody uses it.
        caller(&desk, &issued).await;
        desk.clock.advance(SignedDuration::from_millis(1));
        stays_out(&desk, &issued).await;

        let mine = issue(&desk, "carl", "read").await;
        assert!(revoke_credential::run(&desk.app, desk.official("cora"), &mine.credential).await.is_err());
        caller(&desk, &mine).await;
        revoke_credential::run(&desk.app, desk.official("carl"), &mine.credential).await.unwrap();
        stays_out(&desk, &mine).await;

        let known = issue(&desk, "carl", "read").await;
        sign_in::set_password(&desk.app, &name("carl"), PASSWORD, "eight quiet lanterns").await.unwrap();
        stays_out(&desk, &known).await;
        let shut = issue(&desk, "cora", "read").await;
        add_official::set_disabled(&desk.app, desk.official("admin"), &name("cora"), true).await.unwrap();
        stays_out(&desk, &shut).await;
        desk.is_intact().await;
    });
}

#[test]
fn a_session_that_was_ended_leaves_no_token_behind() {
    Desk::each(async |desk| {
        let begun = begin_session::run(&desk.app, &name("carl"), PASSWORD).await.unwrap();
        let caller = authenticate::run(&desk.app, begun.secret.reveal()).await.unwrap();
        let carl = caller.with(Scope::Administer).unwrap();
        issue_token::run(&desk.app, carl, wanted("read", 30)).await.unwrap();
        end_session::run(&desk.app, &caller).await.unwrap();

        // The call was on its way when the session ended.
        let late = issue_token::run(&desk.app, carl, wanted("read", 30)).await;

        assert!(matches!(late, Err(OperationError::NotSignedIn)), "{late:?}");
    });
}

#[test]
fn scopes_written_into_a_row_by_hand_give_nothing() {
    Desk::each(async |desk| {
        let issued = issue(&desk, "cora", "read").await;
        desk.sql("UPDATE credential SET scopes = 'read draft record decide administer'").await;
        stays_out(&desk, &issued).await;

        let listed = list_credentials::run(&desk.app, desk.official("cora"), None).await.unwrap();
        assert!(listed[0].altered && !listed[0].counts, "{listed:?}");
    });
}

#[test]
fn neither_the_table_nor_the_log_says_a_label_or_a_secret() {
    Desk::each(async |desk| {
        let issued = issue(&desk, "carl", "read").await;
        let listed = list_credentials::run(&desk.app, desk.official("carl"), None).await.unwrap();
        assert_eq!(listed[0].label.as_deref(), Some("nightly statistics"));

        let columns = ["id", "official_id", "scopes", "secret_mac", "seal"].join(" || ' ' || ");
        let row = text(&desk, &format!("SELECT {columns} FROM credential")).await;
        let secret = issued.secret.reveal();
        assert!(!row.contains(&secret[3..]) && !row.contains("statistics"), "{row}");
        let mut leaves = Vec::new();
        let mut reader = desk.app.storage.reader().await.unwrap();
        let case = comity::storage::authority::read(&mut reader).await.unwrap().case_id;
        let key = desk.app.storage.keys().entry_key();
        for entry in comity::storage::log::entries_of(&mut reader, &key, &case).await.unwrap() {
            leaves.push(serde_json::to_string(&entry.body).unwrap());
        }
        let told = leaves.last().unwrap();
        assert!(told.contains(issued.credential.as_str()) && told.contains("\"token\""), "{told}");
        assert!(!told.contains("statistics") && !told.contains(&secret[3..]), "{told}");
    });
}

#[test]
fn a_label_moved_to_another_row_is_noticed() {
    Desk::each(async |desk| {
        let (one, other) = (issue(&desk, "carl", "read").await, issue(&desk, "carl", "read").await);
        let from = format!("(SELECT label_sealed FROM credential WHERE id = '{}')", one.credential);
        desk.sql(&format!("UPDATE credential SET label_sealed = {from} WHERE id = '{}'", other.credential)).await;

        let listed = list_credentials::run(&desk.app, desk.official("carl"), None).await.unwrap();

        let of =
            |issued: &Issued| listed.iter().find(|listed| listed.credential == issued.credential.as_str()).unwrap();
        assert!(of(&other).altered && of(&other).label.is_none() && !of(&one).altered);
    });
}
