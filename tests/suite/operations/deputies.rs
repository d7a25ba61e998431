//! Deputies, from the side of whoever wants more than was lent: themselves confirmed, on and on, four eyes with two.

use std::collections::BTreeSet;

use comity::audit::entry::Actor;
use comity::audit::ids::Mark;
use comity::audit::report::Verdict;
use comity::domain::gate::Gate;
use comity::domain::ids::{RequestReference, SignInName};
use comity::domain::role::Role;
use comity::operations::add_official::{self, NewOfficial};
use comity::operations::deputies::{self, Deputyship, Stands};
use comity::operations::deputise::{self, NewDeputyship};
use comity::operations::draft_request;
use comity::operations::read_queue::{self, QueueQuery};
use comity::operations::{
    App, Official, OperationError, assign_official, authenticate, begin_session, change_roles, issue_token,
    read_request, recuse_official, sign_in,
};
use jiff::SignedDuration;
use jiff::civil::Date;
use serde_json::json;

use super::desk::{Desk, new_request};
use super::exports::{export, forge, key, last, verify};
use super::template::PASSWORD;

fn name(text: &str) -> SignInName {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn new(official: &str, deputy: &str, (from, until): (&str, &str)) -> NewDeputyship {
    NewDeputyship { official: name(official), deputy: name(deputy), from: day(from), until: day(until) }
}

/// The days of most of these: ten, from the one on which the tests take place.
const DAYS: (&str, &str) = ("2027-03-02", "2027-03-11");

async fn ask(desk: &Desk, official: &str, deputy: &str) -> Result<Deputyship, OperationError> {
    deputise::ask(&desk.app, desk.official(official), new(official, deputy, DAYS)).await
}

/// `deputy` stands in for `official`, who has asked for it.
async fn stands_in(desk: &Desk, official: &str, deputy: &str) -> Deputyship {
    let asked = ask(desk, official, deputy).await.unwrap();
    deputise::confirm(&desk.app, desk.official("admin"), &asked.deputyship).await.unwrap()
}

/// A second administrator.
async fn second(app: &App, admin: &Official) -> Official {
    let new = NewOfficial { sign_in: name("second"), name: "The Second".to_owned(), roles: vec![Role::Administrator] };
    let added = add_official::run(app, admin, new).await.unwrap();
    sign_in::set_password(app, &name("second"), &added.one_time_password, PASSWORD).await.unwrap();
    sign_in::run(app, &name("second"), PASSWORD).await.unwrap()
}

fn refused<T>(done: Result<T, OperationError>, word: &str) {
    let error = done.err().unwrap_or_else(|| panic!("nobody refused: {word}"));
    assert!(error.to_string().contains(word), "{word}: {error}");
}

/// A request at which `carl` may take the next step, and has done nothing yet.
async fn waiting(desk: &Desk) -> RequestReference {
    let reference = desk.submitted("expedited_preservation").await;
    for asked in desk.asked(&reference, Gate::Authorisation).await {
        let who = ["rosa", "dara", "judy", "cora"]
            .into_iter()
            .find(|who| asked.answered_by.iter().any(|role| desk.official(who).roles.contains(role)))
            .unwrap();
        desk.answer(who, &reference, &asked, "met").await.unwrap();
    }
    reference
}

#[test]
fn a_deputy_acts_in_the_roles_lent_and_each_such_entry_says_for_whom() {
    Desk::each(async |desk| {
        let reference = waiting(&desk).await;
        refused(desk.take("egon", &reference, "authorise").await, "no request");

        let lent = stands_in(&desk, "carl", "egon").await;
        assert_eq!(lent.stands, Stands::Runs);
        let done = desk.take("egon", &reference, "authorise").await.unwrap();

        assert_eq!(done.role, Some(Role::CentralAuthority));
        let (egon, body) = last(&desk, &reference, "transition_taken").await;
        let key = desk.app.storage.keys().clone();
        let id =
            super::sessions::text(&desk, &format!("SELECT id FROM assistance_request WHERE reference = '{reference}'"))
                .await;
        let mark = |who: &str| key.of(&id).unwrap().mark(desk.official(who).id.as_str());
        assert_eq!((egon, &body["deputy_for"]), (mark("egon"), &json!(mark("carl").to_string())));
        // In a role of one's own nobody is named.
        assign_official::run(&desk.app, desk.official("cora"), &reference, &name("ella")).await.unwrap();
        assert!(!last(&desk, &reference, "official_assigned").await.1.contains_key("deputy_for"));
        assign_official::run(&desk.app, desk.official("egon"), &reference, &name("egon")).await.unwrap();
        assert!(last(&desk, &reference, "official_assigned").await.1.contains_key("deputy_for"));
        desk.is_intact().await;
        let report = verify(&std::fs::read(export(&desk, None).await).unwrap(), &super::exports::key(&desk).await);
        let report = report.unwrap();
        assert_ne!(report.verdict, Verdict::Altered, "{:#?}", report.findings);

        deputise::end(&desk.app, desk.official("carl"), &lent.deputyship).await.unwrap();
        let next = waiting(&desk).await;
        refused(desk.take("egon", &next, "authorise").await, "no request");
        desk.is_intact().await;
    });
}

#[test]
fn nobody_confirms_what_they_asked_for_or_take_part_in() {
    Desk::each(async |desk| {
        let (app, admin) = (&desk.app, desk.official("admin"));
        let asked = ask(&desk, "carl", "egon").await.unwrap();
        assert_eq!((asked.stands, asked.asked_by_you), (Stands::Waits, true));
        for who in ["carl", "egon", "cora", "axel"] {
            refused(deputise::confirm(app, desk.official(who), &asked.deputyship).await, "administrator");
        }
        refused(desk.take("egon", &waiting(&desk).await, "authorise").await, "no request");
        deputise::end(app, desk.official("carl"), &asked.deputyship).await.unwrap();
        refused(deputise::confirm(app, admin, &asked.deputyship).await, "does not wait");

        // An administrator asks for somebody who has fallen ill: another one confirms.
        let asked = deputise::ask(app, admin, new("carl", "egon", DAYS)).await.unwrap();
        refused(deputise::confirm(app, admin, &asked.deputyship).await, "has not asked");
        let second = second(app, admin).await;
        assert_eq!(deputise::confirm(app, &second, &asked.deputyship).await.unwrap().stands, Stands::Runs);
        refused(deputise::confirm(app, &second, &asked.deputyship).await, "does not wait");
        // Nobody asks for a colleague, nobody ends what is not theirs, and nobody learns of it.
        refused(deputise::ask(app, desk.official("cora"), new("ella", "cora", DAYS)).await, "administrator");
        refused(deputise::end(app, desk.official("cora"), &asked.deputyship).await, "there is no deputyship");
        assert_eq!(deputies::list(app, desk.official("cora")).await.unwrap(), []);
        assert_eq!(deputies::list(app, desk.official("egon")).await.unwrap().len(), 2);
        assert_eq!(deputies::list(app, desk.official("axel")).await.unwrap().len(), 2);
        deputise::end(app, desk.official("egon"), &asked.deputyship).await.unwrap();
        desk.is_intact().await;
    });
}

#[test]
fn days_have_bounds_and_everybody_takes_part_in_one_at_a_time() {
    Desk::each(async |desk| {
        let ask = async |official: &str, deputy: &str, days| {
            deputise::ask(&desk.app, desk.official(official), new(official, deputy, days)).await
        };
        for days in [
            ("2027-03-01", "2027-03-05"),
            ("2027-03-05", "2027-03-04"),
            ("2027-03-02", "2027-05-31"),
            ("2028-03-20", "2028-03-21"),
        ] {
            refused(ask("carl", "egon", days).await, "the days");
        }
        ask("carl", "egon", ("2027-03-02", "2027-05-30")).await.unwrap();
        // A deputy of a deputy, two deputies, a deputy of two: also where the first only waits.
        refused(ask("egon", "ella", DAYS).await, "takes part in another");
        refused(ask("carl", "cora", DAYS).await, "takes part in another");
        refused(ask("cora", "egon", DAYS).await, "takes part in another");
        refused(ask("cora", "carl", ("2027-05-30", "2027-06-02")).await, "takes part in another");
        ask("cora", "egon", ("2027-05-31", "2027-06-02")).await.unwrap();
        desk.is_intact().await;
    });
}

#[test]
fn no_roles_are_lent_that_nobody_may_hold_together_or_that_keep_the_house() {
    Desk::each(async |desk| {
        let (app, admin) = (&desk.app, desk.official("admin"));
        refused(ask(&desk, "carl", "carl").await, "themselves");
        refused(ask(&desk, "judy", "carl").await, "stands alone");
        refused(ask(&desk, "carl", "judy").await, "stands alone");
        refused(ask(&desk, "carl", "axel").await, "no role of their own");
        refused(ask(&desk, "carl", "admin").await, "no role of their own");
        refused(ask(&desk, "axel", "carl").await, "holds no role");
        refused(ask(&desk, "admin", "carl").await, "holds no role");
        refused(ask(&desk, "carl", "nobody").await, "nobody");
        // Whoever audits beside lends no auditing.
        change_roles::grant(app, admin, &name("carl"), Role::Auditor).await.unwrap();
        stands_in(&desk, "carl", "egon").await;
        let egon = sign_in::run(app, &name("egon"), PASSWORD).await.unwrap();
        assert_eq!(egon.roles, BTreeSet::from([Role::CentralAuthority, Role::ExecutingAuthority]));
        // What is granted later and excludes the other lends nothing any more.
        change_roles::revoke(app, admin, &name("carl"), Role::Auditor).await.unwrap();
        change_roles::revoke(app, admin, &name("carl"), Role::CentralAuthority).await.unwrap();
        change_roles::grant(app, admin, &name("carl"), Role::JudicialAuthority).await.unwrap();
        let egon = sign_in::run(app, &name("egon"), PASSWORD).await.unwrap();
        assert_eq!((egon.roles, egon.stands_in), (BTreeSet::from([Role::ExecutingAuthority]), None));
        desk.is_intact().await;
    });
}

#[test]
fn a_session_from_before_the_end_keeps_nothing() {
    Desk::each(async |desk| {
        let reference = waiting(&desk).await;
        stands_in(&desk, "carl", "egon").await;
        let begun = begin_session::run(&desk.app, &name("egon"), PASSWORD).await.unwrap();
        let caller = authenticate::run(&desk.app, begun.secret.reveal()).await.unwrap();
        assert!(caller.roles().contains(&Role::CentralAuthority));
        let egon = caller.trying().clone();
        read_request::run(&desk.app, &egon, &reference).await.unwrap();
        // A program of the deputy's has what they have of their own.
        let wanted = issue_token::NewToken { label: "x".to_owned(), scopes: "record".parse().unwrap(), days: 3 };
        refused(issue_token::run(&desk.app, &egon, wanted).await, "record");

        // The last day, until its last moment, and then the next.
        desk.clock.advance(SignedDuration::from_hours(9 * 24 + 15) + SignedDuration::from_mins(59));
        let late = sign_in::run(&desk.app, &name("egon"), PASSWORD).await.unwrap();
        read_request::run(&desk.app, &late, &reference).await.unwrap();
        desk.clock.advance(SignedDuration::from_mins(1));

        for official in [&egon, &late] {
            refused(read_request::run(&desk.app, official, &reference).await, "no request");
            let taken = comity::operations::take_transition::run(
                &desk.app,
                official,
                &reference,
                super::desk::taking("authorise"),
            );
            refused(taken.await, "no");
        }
        let listed = deputies::list(&desk.app, desk.official("carl")).await.unwrap();
        assert_eq!(listed[0].stands, Stands::Ended);
        desk.is_intact().await;
    });
}

#[test]
fn whoever_loses_a_role_or_is_shut_out_lends_nothing_more() {
    Desk::each(async |desk| {
        let (app, admin) = (&desk.app, desk.official("admin"));
        let reference = waiting(&desk).await;
        stands_in(&desk, "carl", "egon").await;
        change_roles::revoke(app, admin, &name("carl"), Role::CentralAuthority).await.unwrap();
        refused(desk.take("egon", &reference, "authorise").await, "no request");
        change_roles::grant(app, admin, &name("carl"), Role::CentralAuthority).await.unwrap();
        change_roles::revoke(app, admin, &name("egon"), Role::ExecutingAuthority).await.unwrap();
        refused(desk.take("egon", &reference, "authorise").await, "no request");
        change_roles::grant(app, admin, &name("egon"), Role::ExecutingAuthority).await.unwrap();
        add_official::set_disabled(app, admin, &name("carl"), true).await.unwrap();
        refused(desk.take("egon", &reference, "authorise").await, "no request");
        // Let in again, they have to ask again.
        add_official::set_disabled(app, admin, &name("carl"), false).await.unwrap();
        refused(desk.take("egon", &reference, "authorise").await, "no request");
        stands_in(&desk, "carl", "egon").await;
        desk.take("egon", &reference, "authorise").await.unwrap();
        desk.is_intact().await;
    });
}

#[test]
fn a_deputy_is_one_person_and_does_nothing_that_the_other_may_not_do() {
    Desk::each(async |desk| {
        // Who wrote it does not authorise it, whosever role it is.
        stands_in(&desk, "carl", "anna").await;
        let own = desk.submitted("production").await;
        for asked in desk.asked(&own, Gate::Authorisation).await {
            let central = asked.answered_by.contains(&Role::CentralAuthority);
            if central {
                refused(desk.answer("anna", &own, &asked, "met").await, "wrote");
            }
        }
        desk.clear(&own, Gate::Authorisation, "cora").await;
        refused(desk.take("anna", &own, "authorise").await, "wrote");
        desk.is_intact().await;
    });
    Desk::each(async |desk| {
        stands_in(&desk, "carl", "egon").await;
        // Where whoever is away has answered, their deputy does not pass in their role.
        let answered = desk.ready("production").await;
        refused(desk.take("egon", &answered, "authorise").await, "answered");
        // What whoever is away wrote, their deputy does not answer in their role.
        let drafted = draft_request::run(&desk.app, desk.official("carl"), new_request("production")).await.unwrap();
        desk.take("anna", &drafted.reference, "submit").await.unwrap();
        let asked = desk.asked(&drafted.reference, Gate::Authorisation).await;
        let asked = asked.iter().find(|one| one.answered_by.contains(&Role::CentralAuthority)).unwrap();
        refused(desk.answer("egon", &drafted.reference, asked, "met").await, "wrote");
        desk.answer("cora", &drafted.reference, asked, "met").await.unwrap();
        // Where whoever is away stands aside, so does their deputy in their role.
        let torn = waiting(&desk).await;
        recuse_official::run(&desk.app, desk.official("carl"), &torn, Some("A cousin.".to_owned())).await.unwrap();
        refused(desk.take("egon", &torn, "authorise").await, "conflict");
        let assigned = assign_official::run(&desk.app, desk.official("egon"), &torn, &name("ella")).await;
        refused(assigned, "conflict");
        desk.is_intact().await;
    });
}

#[test]
fn what_was_answered_as_a_deputy_counts_as_answered_by_that_person() {
    Desk::each(async |desk| {
        stands_in(&desk, "carl", "egon").await;
        let reference = desk.submitted("production").await;
        let asked = desk.asked(&reference, Gate::Authorisation).await;
        let asked = asked.iter().find(|one| one.answered_by.contains(&Role::CentralAuthority)).unwrap();
        desk.answer("egon", &reference, asked, "met").await.unwrap();
        // They take back what they have answered, and pass nowhere where they answered.
        let question = super::desk::question(asked);
        let why = Some("Read again.".to_owned());
        let taken =
            comity::operations::answer_safeguard::withdraw(&desk.app, desk.official("egon"), &reference, question, why);
        taken.await.unwrap();
        desk.answer("egon", &reference, asked, "met").await.unwrap();
        desk.clear(&reference, Gate::Authorisation, "cora").await;
        refused(desk.take("egon", &reference, "authorise").await, "answered");
        desk.is_intact().await;
    });
}

#[test]
fn a_queue_shows_what_is_with_whoever_is_away_marked_as_theirs() {
    Desk::each(async |desk| {
        let reference = waiting(&desk).await;
        assign_official::run(&desk.app, desk.official("cora"), &reference, &name("carl")).await.unwrap();
        let query = || QueueQuery { mine: true, ..QueueQuery::default() };
        let queue = async |who: &str| read_queue::run(&desk.app, desk.official(who), &query(), 20).await.unwrap().lines;
        assert!(queue("egon").await.is_empty());
        let lent = stands_in(&desk, "carl", "egon").await;

        let lines = queue("egon").await;

        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].for_absent.as_deref(), Some("carl of XN"));
        assert_eq!(queue("carl").await[0].for_absent, None);
        deputise::end(&desk.app, desk.official("admin"), &lent.deputyship).await.unwrap();
        assert!(queue("egon").await.is_empty());
    });
}

#[test]
fn a_row_written_by_hand_lends_nothing_and_is_found() {
    Desk::each(async |desk| {
        let lent = stands_in(&desk, "carl", "egon").await;
        let (id, ella) = (&lent.deputyship, &desk.official("ella").id);
        for change in [format!("deputy_id = '{ella}'"), "until_day = '2027-12-31'".to_owned()] {
            desk.sql(&format!("UPDATE deputyship SET {change} WHERE id = '{id}'")).await;
        }
        let signed_in = sign_in::run(&desk.app, &name("ella"), PASSWORD).await;
        assert!(signed_in.is_err() || !signed_in.unwrap().roles.contains(&Role::CentralAuthority));
        let found = desk.verify().await;
        assert!(found.differences.iter().any(|one| one.of == "deputyships"), "{:#?}", found.differences);
        desk.sql(&format!("DELETE FROM deputyship WHERE id = '{id}'")).await;
        let found = desk.verify().await;
        let named = |one: &comity::operations::verify_database::Difference| one.sentence.contains(id.as_str());
        assert!(found.differences.iter().any(named), "{:#?}", found.differences);
    });
}

#[test]
fn an_entry_of_a_deputy_without_a_deputyship_is_no_entry() {
    Desk::each(async |desk| {
        let model = waiting(&desk).await;
        let lent = stands_in(&desk, "carl", "egon").await;
        desk.take("egon", &model, "authorise").await.unwrap();
        let (_, mut body) = last(&desk, &model, "transition_taken").await;
        let forged = waiting(&desk).await;
        body["subjects"] = json!({
            "request": desk.view(&forged).await.standing.subjects[&comity::domain::gate::Subject::Request]
        });
        let id =
            super::sessions::text(&desk, &format!("SELECT id FROM assistance_request WHERE reference = '{forged}'"))
                .await;
        let keys = desk.app.storage.keys().clone();
        let mark = |who: &str| keys.of(&id).unwrap().mark(desk.official(who).id.as_str());
        body["deputy_for"] = json!(mark("carl").to_string());
        desk.is_intact().await;
        // While it runs, and by somebody else than the deputy: only the keys tell.
        let act = |p: Mark| Actor { role: "central_authority".to_owned(), org: "XN".to_owned(), p };
        forge(&desk, &forged, act(mark("ella")), "transition_taken", body.clone()).await;
        let found = desk.verify().await;
        let strange = |one: &&comity::operations::verify_database::Difference| one.sentence.contains("stand in for");
        assert_eq!(found.differences.iter().filter(strange).count(), 1, "{:#?}", found.differences);
        // After its end, and by the deputy: everybody can tell.
        deputise::end(&desk.app, desk.official("admin"), &lent.deputyship).await.unwrap();
        let other = waiting(&desk).await;
        forge(&desk, &other, act(mark("egon")), "transition_taken", body).await;
        let report = verify(&std::fs::read(export(&desk, None).await).unwrap(), &key(&desk).await).unwrap();
        let as_deputy = report.findings.iter().any(|finding| finding.sentence.contains("as a deputy"));
        assert!(report.verdict == Verdict::Altered && as_deputy, "{:#?}", report.findings);
    });
}
