//! People: authors, administrators, auditors, those who lost a role, those who were shut out, and what nobody may see.

use comity::domain::gate::Gate;
use comity::domain::ids::{RequestReference, SignInName};
use comity::domain::role::Role;
use comity::operations::add_official::{self, NewOfficial};
use comity::operations::change_roles::{self, Granted};
use comity::operations::draft_request::{self, NewRequest};
use comity::operations::{
    OperationError, add_document, assign_official, back_up, change_profile, export_log, list_officials, list_requests,
    number_request, read_request, sign_in,
};

use super::desk::{Desk, document, new_request};
use super::template::{self, PASSWORD};

fn name(text: &str) -> SignInName {
    text.parse().unwrap()
}

fn refused<T>(done: Result<T, OperationError>, word: &str) {
    let error = done.err().unwrap_or_else(|| panic!("nobody refused: {word}"));
    assert!(error.to_string().contains(word), "{word}: {error}");
}

#[test]
fn an_author_neither_answers_nor_authorises_their_own_request() {
    Desk::each(async |desk| {
        change_roles::grant(&desk.app, desk.official("admin"), &name("anna"), Role::CentralAuthority).await.unwrap();
        for measure in ["expedited_preservation", "production"] {
            let reference = desk.ready(measure).await;
            let asked = desk.asked(&reference, Gate::Authorisation).await;
            let asked = asked.iter().find(|asked| asked.answered_by.contains(&Role::CentralAuthority)).unwrap();
            refused(desk.answer("anna", &reference, asked, "met").await, "wrote");
        }
        let reference = desk.ready("production").await;
        refused(desk.take("anna", &reference, "authorise").await, "wrote");
        refused(desk.take("carl", &reference, "authorise").await, "answered");
        desk.take("cora", &reference, "authorise").await.unwrap();
        desk.clear(&reference, Gate::Sending, "carl").await;
        // From level 5 on: who authorised does not send.
        refused(desk.take("cora", &reference, "send").await, "somebody else");
        desk.is_intact().await;
    });
}

#[test]
fn administrators_and_auditors_act_on_no_request_and_judges_stand_alone() {
    Desk::each(async |desk| {
        let reference = desk.ready("production").await;
        let asked = desk.asked(&reference, Gate::Authorisation).await.remove(0);
        let unknown = RequestReference::parse("XN-2027-9999".to_owned()).unwrap();
        for who in ["admin", "axel"] {
            let hidden = desk.take(who, &reference, "authorise").await.unwrap_err().to_string();
            let nothing = desk.take(who, &unknown, "authorise").await.unwrap_err().to_string();
            assert_eq!(hidden.replace(reference.as_str(), "?"), nothing.replace(unknown.as_str(), "?"));
            assert!(desk.answer(who, &reference, &asked, "met").await.is_err());
            assert!(draft_request::run(&desk.app, desk.official(who), new_request("production")).await.is_err());
            assert!(add_document::run(&desk.app, desk.official(who), &reference, document()).await.is_err());
        }
        let admin = desk.official("admin");
        for (who, role) in [
            ("judy", Role::CentralAuthority),
            ("carl", Role::JudicialAuthority),
            ("carl", Role::Administrator),
            ("admin", Role::CentralAuthority),
        ] {
            refused(change_roles::grant(&desk.app, admin, &name(who), role).await, "stands alone");
        }
        desk.is_intact().await;
    });
}

#[test]
fn who_lost_a_role_or_was_shut_out_since_signing_in_does_not_act_and_the_log_stays_sound() {
    Desk::each(async |desk| {
        let reference = desk.ready("production").await;
        let admin = desk.official("admin");
        let cora = desk.official("cora");
        for who in ["carl", "cora"] {
            change_roles::revoke(&desk.app, admin, &name(who), Role::CentralAuthority).await.unwrap();
        }
        // Nobody holds the role any more, and these sign-ins still say that they do.
        assert!(cora.roles.contains(&Role::CentralAuthority));
        assert!(desk.take("cora", &reference, "authorise").await.is_err());
        assert!(assign_official::run(&desk.app, cora, &reference, &name("egon")).await.is_err());
        assert!(number_request::run(&desk.app, cora, &reference, "7/27").await.is_err());
        assert!(add_document::run(&desk.app, cora, &reference, document()).await.is_err());
        refused(read_request::run(&desk.app, cora, &reference).await, "no request");
        assert!(
            list_requests::run(&desk.app, cora, &comity::storage::requests::RequestFilter::default(), 9)
                .await
                .unwrap()
                .is_empty()
        );

        add_official::set_disabled(&desk.app, admin, &name("anna"), true).await.unwrap();
        refused(sign_in::run(&desk.app, &name("anna"), PASSWORD).await, "wrong");
        refused(desk.take("anna", &reference, "revise").await, "wrong");
        assert!(desk.try_draft("production").await.is_err());
        assert!(read_request::run(&desk.app, desk.official("anna"), &reference).await.is_err());
        desk.is_intact().await;
    });
}

#[test]
fn an_administrator_or_auditor_who_is_none_any_more_does_nothing_with_an_old_sign_in() {
    Desk::each(async |desk| {
        let admin = desk.official("admin");
        let new = NewOfficial { sign_in: name("zoe"), name: "Zoe".to_owned(), roles: vec![Role::Administrator] };
        let added = add_official::run(&desk.app, admin, new).await.unwrap();
        let zoe = template::enter(&desk.app, "zoe", &added.one_time_password).await;
        add_official::set_disabled(&desk.app, admin, &name("zoe"), true).await.unwrap();
        change_roles::revoke(&desk.app, admin, &name("axel"), Role::Auditor).await.unwrap();
        let folder = desk.folder.path();

        let someone = NewOfficial { sign_in: name("mole"), name: "Mole".to_owned(), roles: Vec::new() };
        assert!(add_official::run(&desk.app, &zoe, someone).await.is_err());
        assert!(add_official::set_disabled(&desk.app, &zoe, &name("carl"), true).await.is_err());
        assert!(change_roles::grant(&desk.app, &zoe, &name("pia"), Role::CentralAuthority).await.is_err());
        assert!(sign_in::reset_password(&desk.app, &zoe, &name("carl")).await.is_err());
        assert!(
            change_profile::run(&desk.app, &zoe, comity::domain::safeguard::Profile::TreatyMinimum, "easier")
                .await
                .is_err()
        );
        assert!(back_up::run(&desk.app, &zoe, &folder.join("copy")).await.is_err() && !folder.join("copy").exists());
        assert!(list_officials::run(&desk.app, &zoe).await.is_err());
        let axel = desk.official("axel");
        assert!(
            export_log::run(&desk.app, axel, &export_log::wanted::Wanted::default(), &folder.join("log.tar"))
                .await
                .is_err()
                && !folder.join("log.tar").exists()
        );
        desk.is_intact().await;
    });
}

#[test]
fn with_two_administrators_a_grant_counts_when_the_other_one_confirms_it() {
    Desk::each(async |desk| {
        let admin = desk.official("admin");
        let new = NewOfficial { sign_in: name("zoe"), name: "Zoe".to_owned(), roles: vec![Role::Administrator] };
        let added = add_official::run(&desk.app, admin, new).await.unwrap();
        refused(sign_in::run(&desk.app, &name("zoe"), &added.one_time_password).await, "one-time password");
        let zoe = template::enter(&desk.app, "zoe", &added.one_time_password).await;
        refused(sign_in::run(&desk.app, &name("zoe"), &added.one_time_password).await, "wrong");
        let reference = desk.ready("expedited_preservation").await;

        let granted = change_roles::grant(&desk.app, admin, &name("pia"), Role::CentralAuthority).await.unwrap();
        assert_eq!(granted, Granted::Waits);
        assert!(desk.take("pia", &reference, "authorise").await.is_err());
        refused(
            change_roles::confirm(&desk.app, admin, &name("pia"), Role::CentralAuthority).await,
            "second administrator",
        );
        refused(change_roles::confirm(&desk.app, &zoe, &name("pia"), Role::RightsReviewer).await, "no grant");
        change_roles::confirm(&desk.app, &zoe, &name("pia"), Role::CentralAuthority).await.unwrap();

        desk.take("pia", &reference, "authorise").await.unwrap();
        desk.is_intact().await;
    });
}

#[test]
fn a_hidden_request_and_an_unknown_one_look_the_same_to_every_operation() {
    Desk::each(async |desk| {
        let hidden = desk.draft("production").await;
        let unknown = RequestReference::parse("XN-2027-9999".to_owned()).unwrap();
        // The executing authority has nothing to do with a draft.
        let egon = desk.official("egon");
        let mut said = Vec::new();
        for reference in [&hidden, &unknown] {
            let follows = NewRequest { follows: Some(reference.clone()), ..new_request("production") };
            let errors = [
                read_request::run(&desk.app, egon, reference).await.map(|_| ()),
                read_request::history(&desk.app, egon, reference).await.map(|_| ()),
                desk.take("egon", reference, "submit").await.map(|_| ()),
                add_document::run(&desk.app, egon, reference, document()).await.map(|_| ()),
                draft_request::run(&desk.app, desk.official("ella"), follows).await.map(|_| ()),
                comity::operations::print_request::run(
                    &desk.app,
                    egon,
                    reference,
                    "request".parse().unwrap(),
                    "en".parse().unwrap(),
                )
                .await
                .map(|_| ()),
            ];
            said.push(errors.map(|error| error.unwrap_err().to_string().replace(reference.as_str(), "?")));
        }
        assert_eq!(said[0], said[1]);
        assert!(said[0].iter().all(|sentence| sentence.contains("no request")), "{said:?}");
    });
}
