//! Letters of requests as they are stored, on both databases.

use comity::clock::Clock;
use comity::domain::gate::{Gate, Subject};
use comity::domain::ids::{RequestReference, SignInName};
use comity::domain::message::Channel;
use comity::domain::role::Role;
use comity::domain::safeguard::Profile;
use comity::engine::command::Question;
use comity::operations::add_document::{LARGEST, NewDocument};
use comity::operations::add_official::NewOfficial;
use comity::operations::answer_safeguard::AnswerSafeguard;
use comity::operations::change_subject::ChangeSubject;
use comity::operations::draft_request::NewRequest;
use comity::operations::install_authority::NewAuthority;
use comity::operations::print_request::{self, Language, Letter};
use comity::operations::record_message::{CameOnPaper, RequestOnPaper};
use comity::operations::take_transition::TakeTransition;
use comity::operations::{
    Acted, App, Official, OperationError, Settings, add_official, answer_safeguard, assign_official, change_subject,
    draft_request, install_authority, number_request, read_request, record_message, sign_in, take_transition,
};
use serde_json::json;

use super::sample::content;
use crate::support::{NOW, TestStorage};

#[test]
fn a_draft_is_printed_for_those_who_may_see_it_and_marked() {
    TestStorage::each(async |test| {
        let house = House::open(&test).await;
        let anna = house.hire("anna", &[Role::DraftingOfficial, Role::CentralAuthority]).await;
        let viktor = house.hire("viktor", &[Role::ExecutingAuthority]).await;
        let new = NewRequest {
            instrument: "UNCC".parse().unwrap(),
            measure: "production".parse().unwrap(),
            counterpart: "XS".parse().unwrap(),
            title: "Messages of one account".to_owned(),
            content: content(),
            follows: None,
        };
        let acted = draft_request::run(&house.app, &anna, new).await.unwrap();
        number_request::run(&house.app, &anna, &acted.reference, "REG 27/0042").await.unwrap();

        let printed = house.print(&anna, &acted.reference, Letter::Request, Language::Fr).await.unwrap();
        let refusal = house.print(&anna, &acted.reference, Letter::Refusal, Language::Fr).await;
        let hidden = house.print(&viktor, &acted.reference, Letter::Request, Language::Fr).await;

        assert!(printed.contains("Projet. Les garanties"));
        assert!(printed.contains("Exercice : ceci n&#39;est"));
        assert!(printed.contains("Convention des Nations Unies contre la cybercriminalité (UNCC)"));
        assert!(printed.contains("<dt>État requérant</dt><dd>Norvanie</dd>"));
        assert!(printed.contains("<dt>État requis</dt><dd>Soudarie</dd>"));
        assert!(printed.contains("REG 27/0042"));
        assert!(printed.contains(acted.digest.unwrap().as_str()));
        assert!(matches!(refusal, Err(OperationError::NotFound { .. })));
        assert!(matches!(hidden, Err(OperationError::NoSuchRequest(_))));
    });
}

#[test]
fn a_refusal_is_a_draft_until_its_gate_is_passed() {
    TestStorage::each(async |test| {
        let house = House::open(&test).await;
        let samuel = house.hire("samuel", &[Role::CentralAuthority]).await;
        let clara = house.hire("clara", &[Role::CentralAuthority]).await;
        let mara = house.hire("mara", &[Role::CentralAuthority]).await;
        let reference = house.receive_on_paper(&samuel, &clara).await;
        house.take(&clara, &reference, "acknowledge").await;
        let decision = ChangeSubject {
            subject: Subject::Decision,
            holding: None,
            content: json!({ "refused": { "1": "RF-08", "2": "RF-08" }, "reasons": "The person is pursued for an opinion." }),
            documents: Vec::new(),
        };
        change_subject::run(&house.app, &clara, &reference, decision).await.unwrap();

        let draft = house.print(&clara, &reference, Letter::Refusal, Language::En).await.unwrap();
        house.answer(&clara, &reference, "reasons", "met").await;
        house.answer(&clara, &reference, "consultation_before_refusal", "not_applicable").await;
        house.take(&mara, &reference, "refuse").await;
        let letter = house.print(&mara, &reference, Letter::Refusal, Language::En).await.unwrap();
        let copy = house.print(&mara, &reference, Letter::Request, Language::En).await.unwrap();

        assert!(draft.contains("Draft. The safeguards"));
        assert!(!letter.contains("Draft."));
        assert!(letter.contains("<h1>Refusal of assistance</h1>"));
        assert!(letter.contains("Persecution or prejudice on a protected ground"));
        assert!(letter.contains("<strong>UNCC 40(22)</strong>"));
        assert!(letter.contains("The person is pursued for an opinion."));
        assert!(letter.contains(REASON));
        assert!(letter.contains("Messages of three weeks"));
        assert!(letter.contains("<dt>Requesting State</dt><dd>Sudaria</dd>"));
        assert!(copy.contains("Copy of what was received"));
        assert!(copy.contains("letter.pdf"));
    });
}

/// Goes beside every step.
const REASON: &str = "We remain ready to talk.";

/// An authority for training, with its administrator.
struct House {
    app: App,
    administrator: Official,
}

impl House {
    async fn open(test: &TestStorage) -> Self {
        let settings = Settings {
            database: test.options.database.clone(),
            data: test.options.data.clone(),
            erasures: None,
            workflows: None,
            clock: Clock::set_to(NOW.parse().unwrap()),
            grouping: test.options.grouping,
            largest_document: LARGEST,
        };
        let new = NewAuthority {
            state: "XN".parse().unwrap(),
            name: "Central authority of Norvania".to_owned(),
            profile: Profile::Strict,
            training: true,
            origin: "norvania.example/mla/1".to_owned(),
            after: None,
            administrator: "admin".parse().unwrap(),
            administrator_name: "Training administrator".to_owned(),
        };
        let installed = install_authority::run(&settings, new).await.unwrap();
        let app = App::open(&settings).await.unwrap();
        let administrator = enter(&app, &installed.administrator, &installed.one_time_password).await;
        Self { app, administrator }
    }

    async fn hire(&self, name: &str, roles: &[Role]) -> Official {
        let new = NewOfficial { sign_in: name.parse().unwrap(), name: name.to_owned(), roles: roles.to_vec() };
        let added = add_official::run(&self.app, &self.administrator, new).await.unwrap();
        enter(&self.app, &added.sign_in, &added.one_time_password).await
    }

    async fn print(
        &self,
        official: &Official,
        reference: &RequestReference,
        letter: Letter,
        language: Language,
    ) -> Result<String, OperationError> {
        print_request::run(&self.app, official, reference, letter, language).await
    }

    async fn receive_on_paper(&self, recorder: &Official, second: &Official) -> RequestReference {
        let document = NewDocument {
            name: "letter.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            language: "en".to_owned(),
            bytes: b"%PDF-1.7".to_vec(),
        };
        let message = CameOnPaper {
            name: "request".parse().unwrap(),
            channel: Channel::DiplomaticBag,
            document,
            content: content(),
            items: Vec::new(),
            grounds: Vec::new(),
            conditions: Vec::new(),
            accepted: Vec::new(),
            days: None,
        };
        let came = RequestOnPaper {
            instrument: "UNCC".parse().unwrap(),
            measure: "production".parse().unwrap(),
            counterpart: "XS".parse().unwrap(),
            title: "Messages of one account".to_owned(),
            message,
        };
        let reference = record_message::request(&self.app, recorder, came).await.unwrap().reference;
        let sign_in = second.sign_in.parse().unwrap();
        assign_official::run(&self.app, recorder, &reference, &sign_in).await.unwrap();
        let view = read_request::run(&self.app, second, &reference).await.unwrap();
        let message = view.messages[0].message.parse().unwrap();
        record_message::confirm(&self.app, second, &reference, message).await.unwrap();
        reference
    }

    async fn take(&self, official: &Official, reference: &RequestReference, transition: &str) -> Acted {
        let wanted =
            TakeTransition { transition: transition.parse().unwrap(), holding: None, reason: Some(REASON.to_owned()) };
        take_transition::run(&self.app, official, reference, wanted).await.unwrap()
    }

    async fn answer(&self, official: &Official, reference: &RequestReference, safeguard: &str, answer: &str) {
        let view = read_request::run(&self.app, official, reference).await.unwrap();
        let given = AnswerSafeguard {
            question: Question { safeguard: safeguard.parse().unwrap(), gate: Gate::Refusal, holding: None },
            read: view.standing.subjects.get(&Subject::Decision).cloned(),
            answer: answer.to_owned(),
            reason: Some("Consulting would endanger the person.".to_owned()),
            documents: Vec::new(),
            later_by: None,
        };
        answer_safeguard::run(&self.app, official, reference, given).await.unwrap();
    }
}

/// Signs in for the first time: a password that somebody else knows is replaced first.
async fn enter(app: &App, name: &SignInName, one_time: &str) -> Official {
    let own = "correct horse battery staple";
    sign_in::set_password(app, name, one_time, own).await.unwrap();
    sign_in::run(app, name, own).await.unwrap()
}
