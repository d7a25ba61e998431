//! Disclosures: an auditor gets content by no other way, for reasons, and the entry is on the disk before a word is out.

use std::collections::BTreeSet;

use comity::audit::commitment::Place;
use comity::audit::entry::Actor;
use comity::audit::hash::sha256;
use comity::audit::ids::Mark;
use comity::audit::report::Verdict;
use comity::domain::ids::{DocumentId, RequestReference, SignInName};
use comity::domain::role::Role;
use comity::domain::scope::Scope;
use comity::operations::disclose_content::{self, Disclosed, What};
use comity::operations::issue_token::{self, NewToken};
use comity::operations::print_request::{self, Language, Letter};
use comity::operations::read_log::{self, LogEntry, LogFilter, LogPage};
use comity::operations::{
    Call, Once, OperationError, authenticate, change_roles, list_requests, read_document, read_request,
};
use comity::storage::requests::RequestFilter;
use serde_json::json;
use strum::IntoEnumIterator;

use super::desk::Desk;
use super::exports::{export, forge, key, verify};

const WHY: &str = "Complaint of Ines Duarte, file 7.";

fn everything() -> BTreeSet<What> {
    What::iter().collect()
}

async fn disclose(
    desk: &Desk,
    who: &str,
    reference: &RequestReference,
    why: &str,
) -> Result<Disclosed, OperationError> {
    disclose_content::run(&desk.app, desk.official(who), reference, &everything(), why).await
}

/// Entries of a type, by whoever.
async fn entries(desk: &Desk, kind: &str) -> Vec<LogEntry> {
    let filter = LogFilter { kind: Some(kind.to_owned()), ..LogFilter::default() };
    let page = LogPage { at_most: 500, ..LogPage::default() };
    read_log::run(&desk.app, desk.official("axel"), &filter, page).await.unwrap().entries
}

/// A request that was answered, with a document and a message on its way.
async fn told(desk: &Desk) -> (RequestReference, DocumentId) {
    let reference = desk.draft("production").await;
    let document = desk.attach("anna", &reference).await;
    desk.take("anna", &reference, "submit").await.unwrap();
    desk.clear(&reference, comity::domain::gate::Gate::Authorisation, "carl").await;
    desk.take("cora", &reference, "authorise").await.unwrap();
    desk.clear(&reference, comity::domain::gate::Gate::Sending, "cora").await;
    desk.take("carl", &reference, "send").await.unwrap();
    (reference, document)
}

/// An auditor gets at no word by the ways that others have.
async fn nothing_to_see(desk: &Desk, reference: &RequestReference, document: &DocumentId) {
    let axel = desk.official("axel");
    let hidden = |refused: Result<(), OperationError>| {
        assert!(matches!(refused, Err(OperationError::NoSuchRequest(_))), "{refused:?}");
    };
    hidden(read_request::run(&desk.app, axel, reference).await.map(|_| ()));
    hidden(read_request::history(&desk.app, axel, reference).await.map(|_| ()));
    hidden(read_document::run(&desk.app, axel, reference, document).await.map(|_| ()));
    hidden(print_request::run(&desk.app, axel, reference, Letter::Request, Language::En).await.map(|_| ()));
    assert!(list_requests::run(&desk.app, axel, &RequestFilter::default(), 10).await.unwrap().is_empty());
}

#[test]
fn an_auditor_gets_the_words_by_a_disclosure_and_by_nothing_else() {
    Desk::each(async |desk| {
        let (reference, document) = told(&desk).await;
        nothing_to_see(&desk, &reference, &document).await;

        let disclosed = disclose(&desk, "axel", &reference, WHY).await.unwrap();

        let subjects = disclosed.subjects.as_ref().unwrap();
        let view = desk.view(&reference).await;
        assert!(subjects.iter().any(|subject| subject.wording.content == view.content), "{subjects:#?}");
        let messages = disclosed.messages.as_ref().unwrap();
        assert_eq!(messages.len(), view.messages.len());
        assert!(messages[0].said["wording"]["content"].is_object(), "{messages:#?}");
        assert!(disclosed.documents.as_ref().unwrap().iter().any(|found| found.name == "letter.pdf"));
        let reasons = disclosed.reasons.as_ref().unwrap();
        assert!(reasons.iter().any(|value| value.value == "Examined against the file."), "{reasons:#?}");

        // The entry: who, what, which wordings; why only by commitment.
        let [entry] = entries(&desk, "content_disclosed").await.try_into().unwrap();
        assert_eq!(
            (entry.request.as_deref(), entry.cseq, &entry.leaf),
            (Some(reference.as_str()), disclosed.cseq, &disclosed.leaf)
        );
        assert_eq!(entry.actor.role, "auditor");
        let digests: BTreeSet<&String> = subjects.iter().map(|subject| &subject.digest).collect();
        assert_eq!(
            entry.body,
            json!({ "what": ["documents", "messages", "reasons", "subjects"], "digests": digests, "not_in_force": "training" })
        );
        assert!(entry.private.contains_key("reason") && !serde_json::to_string(&entry).unwrap().contains("Ines"));
        let history = read_request::history(&desk.app, desk.official("carl"), &reference).await.unwrap();
        assert_eq!(history.last().unwrap().entry, "content_disclosed");

        // It moved nothing, and the auditor sees no more than before.
        assert_eq!(desk.view(&reference).await.version, view.version);
        let assigned: Vec<(String,)> =
            sqlx::query_as("SELECT official_id FROM assignment").fetch_all(&mut desk.by_hand().await).await.unwrap();
        assert!(assigned.iter().all(|(id,)| id != desk.official("axel").id.as_str()));
        nothing_to_see(&desk, &reference, &document).await;
        desk.is_intact().await;
        let tar = std::fs::read(export(&desk, None).await).unwrap();
        assert_eq!(verify(&tar, &key(&desk).await).unwrap().verdict, Verdict::Intact);
    });
}

#[test]
fn what_was_disclosed_can_be_held_against_the_log() {
    Desk::each(async |desk| {
        let (reference, _) = told(&desk).await;
        disclose(&desk, "axel", &reference, WHY).await.unwrap();

        let disclosed = disclose(&desk, "axel", &reference, "Again.").await.unwrap();

        let of_request = LogFilter { request: Some(reference), ..LogFilter::default() };
        let page = LogPage { at_most: 500, ..LogPage::default() };
        let log = read_log::run(&desk.app, desk.official("axel"), &of_request, page).await.unwrap().entries;
        for value in disclosed.reasons.as_ref().unwrap() {
            let entry = log.iter().find(|entry| entry.cseq == value.cseq).unwrap();
            assert_eq!(entry.private[&value.field], sha256(value.disclosure.as_bytes()), "{value:?}");
            let place = Place { case: entry.case.parse().unwrap(), cseq: value.cseq, field: &value.field };
            let opened =
                base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, &value.disclosure).unwrap();
            let opened: serde_json::Value = serde_json::from_slice(&opened).unwrap();
            assert_eq!((&opened[1], &opened[2]), (&place.to_string().into(), &value.value));
        }
        assert!(
            disclosed.reasons.unwrap().iter().any(|value| value.value == WHY),
            "the reasons of the disclosure before"
        );
        for subject in disclosed.subjects.unwrap() {
            let bytes = comity::audit::canonical::to_canonical(&subject.wording).unwrap();
            assert_eq!(sha256(&bytes).to_string(), subject.digest);
            let named = log
                .iter()
                .any(|entry| entry.body.to_string().contains(&subject.digest) && entry.kind != "content_disclosed");
            assert!(named, "the log knew this wording before it was disclosed");
        }
    });
}

#[test]
fn whoever_is_no_auditor_or_gives_no_reasons_gets_nothing_and_that_is_an_entry() {
    Desk::each(async |desk| {
        let (reference, document) = told(&desk).await;
        let nowhere = RequestReference::parse("XN-1999-000001").unwrap();
        let everyone = ["anna", "carl", "cora", "rosa", "dara", "judy", "egon", "ella", "pia", "admin"];
        let bytes = async |who: &str, reference: &RequestReference, why: &str| {
            disclose_content::document(&desk.app, desk.official(who), reference, &document, why).await.map(|_| ())
        };

        let before = entries(&desk, "attempt_refused").await.len();
        for (tried, who) in (1..).zip(everyone) {
            let known = disclose(&desk, who, &reference, WHY).await.unwrap_err();
            let unknown = disclose(&desk, who, &nowhere, WHY).await.unwrap_err();
            assert!(matches!(known, OperationError::NotAllowed { .. }), "{who}: {known}");
            assert_eq!(known.to_string(), unknown.to_string(), "{who} cannot tell whether there is such a request");
            assert!(matches!(bytes(who, &reference, WHY).await, Err(OperationError::NotAllowed { .. })));
            assert_eq!(entries(&desk, "attempt_refused").await.len(), before + 2 * tried, "{who}");
        }
        let before = entries(&desk, "attempt_refused").await.len();
        for why in ["", "  \n"] {
            let refused = disclose(&desk, "axel", &reference, why).await.unwrap_err();
            assert!(matches!(refused, OperationError::Unusable { .. }), "{refused}");
            assert!(bytes("axel", &reference, why).await.is_err());
        }
        let refused = entries(&desk, "attempt_refused").await.split_off(before);
        let bodies: Vec<_> = refused
            .iter()
            .map(|entry| {
                (
                    entry.body["act"].clone(),
                    entry.body["of"].clone(),
                    entry.body["rule"].clone(),
                    entry.actor.role.clone(),
                )
            })
            .collect();
        let expected =
            |of: &str| (json!("disclose_content"), json!(of), json!("reasons-missing"), "auditor".to_owned());
        assert_eq!(bodies, [expected("content"), expected("document"), expected("content"), expected("document")]);
        assert!(matches!(disclose(&desk, "axel", &nowhere, WHY).await, Err(OperationError::NoSuchRequest(_))));

        let axel = SignInName::parse("axel").unwrap();
        change_roles::revoke(&desk.app, desk.official("admin"), &axel, Role::Auditor).await.unwrap();
        assert!(matches!(disclose(&desk, "axel", &reference, WHY).await, Err(OperationError::NotAllowed { .. })));
        let disclosed: Vec<(Vec<u8>,)> =
            sqlx::query_as("SELECT body FROM leaf").fetch_all(&mut desk.by_hand().await).await.unwrap();
        assert!(disclosed.iter().all(|(body,)| !String::from_utf8_lossy(body).contains("content_disclosed")));
        desk.is_intact().await;
    });
}

#[test]
fn a_document_is_disclosed_by_its_own_entry() {
    Desk::each(async |desk| {
        let (reference, document) = told(&desk).await;
        let other = desk.draft("production").await;
        let foreign = desk.attach("anna", &other).await;
        let get = async |document: &DocumentId| {
            disclose_content::document(&desk.app, desk.official("axel"), &reference, document, WHY).await
        };

        let (row, bytes) = get(&document).await.unwrap().whole().await.unwrap();

        assert_eq!((row.name.as_str(), bytes.as_slice()), ("letter.pdf", b"a letter of two lines".as_slice()));
        for missing in [foreign, "0".repeat(32).parse().unwrap()] {
            assert!(matches!(get(&missing).await, Err(OperationError::NotFound { .. })));
        }
        let [entry] = entries(&desk, "content_disclosed").await.try_into().unwrap();
        assert_eq!(entry.body, json!({ "document": document, "not_in_force": "training" }));
        desk.is_intact().await;
    });
}

#[test]
fn no_word_is_given_out_where_the_entry_cannot_be_written() {
    Desk::each(async |desk| {
        let (reference, document) = told(&desk).await;
        desk.sql("ALTER TABLE audit_head RENAME TO audit_head_away").await;

        let words = disclose(&desk, "axel", &reference, WHY).await;
        let bytes = disclose_content::document(&desk.app, desk.official("axel"), &reference, &document, WHY).await;

        assert!(words.is_err() && bytes.is_err(), "{words:?}");
        desk.sql("ALTER TABLE audit_head_away RENAME TO audit_head").await;
        assert!(disclose(&desk, "axel", &reference, WHY).await.is_ok());
    });
}

#[test]
fn a_sealed_request_is_disclosed_too() {
    Desk::each(async |desk| {
        let reference = desk.ready("production").await;
        desk.sql("UPDATE assistance_request SET stage = 'ready'").await;
        assert!(matches!(desk.take("cora", &reference, "authorise").await, Err(OperationError::Sealed { .. })));

        let disclosed = disclose(&desk, "axel", &reference, WHY).await.unwrap();

        assert!(disclosed.reasons.unwrap().iter().any(|value| value.field == "because"));
        let report = desk.verify().await;
        assert!(report.differences.iter().all(|difference| !difference.sentence.contains("disclosed")), "{report:#?}");
    });
}

#[test]
fn a_disclosure_that_was_forged_or_taken_out_is_found() {
    Desk::each(async |desk| {
        let (reference, _) = told(&desk).await;
        disclose(&desk, "axel", &reference, WHY).await.unwrap();
        let [true_one] = entries(&desk, "content_disclosed").await.try_into().unwrap();
        let body = true_one.body.as_object().unwrap().clone();
        let clerk = super::exports::last(&desk, &reference, "transition_taken").await.0;
        let act = |role: &str, p: Mark| Actor { role: role.to_owned(), org: "XN".to_owned(), p };
        // In another role; without reasons; by nobody whom the authority knows.
        let forgeries = [
            act("central_authority", clerk),
            act("auditor", true_one.actor.p),
            act("auditor", Mark::from_bytes([9; 16])),
        ];
        let mut references = Vec::new();
        for actor in forgeries {
            let reference = desk.submitted("production").await;
            forge(&desk, &reference, actor, "content_disclosed", body.clone()).await;
            references.push(reference);
        }

        let report = desk.verify().await;
        for reference in &references {
            assert!(
                report.differences.iter().any(|difference| difference.of == reference.as_str()),
                "{reference}: {report:#?}"
            );
        }
        let tar = std::fs::read(export(&desk, None).await).unwrap();
        let report = verify(&tar, &key(&desk).await).unwrap();
        assert_eq!(report.verdict, Verdict::Altered);
        let named: BTreeSet<u64> = report.findings.iter().filter_map(|finding| finding.leaf).collect();
        let forged: BTreeSet<u64> = entries(&desk, "content_disclosed")
            .await
            .iter()
            .map(|entry| entry.index)
            .filter(|index| *index != true_one.index)
            .collect();
        assert!(forged.len() == 3 && forged.is_subset(&named), "{forged:?} {:#?}", report.findings);

        desk.drop_triggers().await;
        desk.sql(&format!("DELETE FROM leaf WHERE idx = {}", true_one.index)).await;
        let report = desk.verify().await;
        assert!(
            report.differences.iter().any(|difference| difference.of == "the log"
                && difference.sentence.contains(&format!("leaf {}", true_one.index))),
            "{report:#?}"
        );
    });
}

#[test]
fn a_program_with_an_auditors_token_reads_entries_and_is_never_shown_content() {
    Desk::each(async |desk| {
        let (reference, document) = told(&desk).await;
        let bearer = async |scopes: &str| {
            let new = NewToken { label: "nightly".to_owned(), scopes: scopes.parse().unwrap(), days: 30 };
            let issued = issue_token::run(&desk.app, desk.official("axel"), new).await.unwrap();
            authenticate::run(&desk.app, issued.secret.reveal()).await.unwrap()
        };
        let (auditing, reading) = (bearer("read audit").await, bearer("read").await);
        let (auditing, reading) = (auditing.with(Scope::Audit).unwrap(), reading.with(Scope::Read).unwrap());
        let out_of_scope = |done: Result<(), OperationError>, scope: Scope| {
            assert!(matches!(done, Err(OperationError::OutOfScope(needed)) if needed == scope), "{done:?}");
        };
        let (filter, page) = (LogFilter::default(), LogPage::default());

        assert!(!read_log::run(&desk.app, auditing, &filter, page).await.unwrap().entries.is_empty());
        out_of_scope(read_log::run(&desk.app, reading, &filter, page).await.map(|_| ()), Scope::Audit);
        let before = entries(&desk, "attempt_refused").await.len();
        let words = disclose_content::run(&desk.app, auditing, &reference, &everything(), WHY).await;
        out_of_scope(words.map(|_| ()), Scope::Decide);
        let bytes = disclose_content::document(&desk.app, auditing, &reference, &document, WHY).await;
        out_of_scope(bytes.map(|_| ()), Scope::Decide);
        let refused = entries(&desk, "attempt_refused").await.split_off(before);
        assert!(refused.len() == 2 && refused.iter().all(|entry| entry.body["rule"] == "out-of-scope"), "{refused:?}");
        assert!(entries(&desk, "content_disclosed").await.is_empty());
        desk.is_intact().await;
    });
}

#[test]
fn words_are_not_kept_for_whoever_sends_the_call_again() {
    Desk::each(async |desk| {
        let (reference, _) = told(&desk).await;
        let once = Once { key: "a-key-of-the-auditor".parse().unwrap(), fingerprint: "0".repeat(64).parse().unwrap() };
        let app = desk.app.calling(Call { read_version: None, once: Some(once) });

        for time in 1..=2 {
            let disclosed = disclose_content::run(&app, desk.official("axel"), &reference, &everything(), WHY).await;
            assert!(disclosed.unwrap().subjects.is_some());
            assert_eq!(entries(&desk, "content_disclosed").await.len(), time, "each is an entry of its own");
        }
        let (kept,): (i64,) =
            sqlx::query_as("SELECT COUNT(*) FROM answered_call").fetch_one(&mut desk.by_hand().await).await.unwrap();
        assert_eq!(kept, 0, "an answer that is kept would outlive the request's key");
    });
}
