//! Exports: what was altered, dropped, cut off or forged is found, and the sentence says where.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::PathBuf;

use comity::audit::entry::{Actor, Draft};
use comity::audit::ids::Mark;
use comity::audit::key::Verifier;
use comity::audit::report::{Grade, Report, Verdict};
use comity::audit::verify::Demand;
use comity::domain::gate::Gate;
use comity::domain::ids::RequestReference;
use comity::operations::export_log::{self, wanted::Wanted};
use comity::operations::{OperationError, verify_log};
use serde_json::{Map, Value, json};

use super::desk::Desk;
use super::template::Kind;

/// A whole request, or the whole log.
pub(crate) fn wanted(request: Option<&RequestReference>) -> Wanted {
    request.map_or_else(Wanted::default, |request| Wanted::of(request.clone()))
}

pub(super) async fn export(desk: &Desk, request: Option<&RequestReference>) -> PathBuf {
    let name = request.map_or_else(|| "whole.tar".to_owned(), |reference| format!("{reference}.tar"));
    let target = desk.folder.path().join(name);
    export_log::run(&desk.app, desk.official("axel"), &wanted(request), &target).await.unwrap();
    target
}

pub(super) fn verify(tar: &[u8], key: &Verifier) -> Result<Report, String> {
    let demand = Demand::default();
    verify_log::export(Cursor::new(tar.to_vec()), key, &demand).map_err(|error| error.to_string())
}

pub(super) async fn key(desk: &Desk) -> Verifier {
    desk.app.storage.log_key().await.unwrap()
}

#[test]
fn one_byte_changed_anywhere_in_an_export_is_found() {
    Desk::each(async |desk| {
        let reference = desk.sent("expedited_preservation").await;
        let (key, whole, single) = (key(&desk).await, export(&desk, None).await, export(&desk, Some(&reference)).await);
        // The bytes of an export do not depend on the database that they come from.
        let (files, at_the_end) = match desk.kind {
            Kind::Sqlite => (vec![whole, single], false),
            Kind::Postgres => (vec![whole], true),
        };
        for file in files {
            let bytes = std::fs::read(&file).unwrap();
            assert!(verify(&bytes, &key).unwrap().intact, "{:#?}", verify(&bytes, &key).unwrap().findings);
            let (mut seen, mut flipped, mut survived) = (0, 0, Vec::new());
            let mut archive = tar::Archive::new(Cursor::new(bytes.clone()));
            for entry in archive.entries().unwrap() {
                let entry = entry.unwrap();
                let (path, from, size) =
                    (entry.path().unwrap().display().to_string(), entry.raw_file_position(), entry.size());
                seen += 1;
                let place = from + if at_the_end { size.saturating_sub(1) } else { size / 2 };
                if size == 0 {
                    continue;
                }
                let mut altered = bytes.clone();
                altered[usize::try_from(place).unwrap()] ^= 0x01;
                flipped += 1;
                if verify(&altered, &key).is_ok_and(|report| report.intact) {
                    survived.push(format!("{path} at {}", place - from));
                }
            }
            assert!(seen > 6 && flipped > 6, "{seen} {flipped}");
            assert!(survived.is_empty(), "{survived:#?}");
        }
    });
}

#[test]
fn an_export_cut_off_or_read_with_another_key_is_no_good() {
    Desk::each(async |desk| {
        desk.submitted("expedited_preservation").await;
        let (key, file) = (key(&desk).await, export(&desk, None).await);
        let bytes = std::fs::read(&file).unwrap();

        for part in [0, 1, 511, 512, bytes.len() / 3, bytes.len() / 2, bytes.len() - 1500] {
            match verify(&bytes[..part], &key) {
                Err(sentence) => assert!(!sentence.is_empty()),
                Ok(report) => assert!(!report.intact, "{part}"),
            }
        }
        let other = Desk::open(desk.kind, "XS").await;
        let another = comity::audit::key::Signer::from_seed(key.name().clone(), &[7; 32]);
        for wrong in [self::key(&other).await, another.verifier().clone()] {
            assert!(verify(&bytes, &wrong).is_ok_and(|report| !report.intact && report.verdict != Verdict::Intact));
        }
        // An export is never written over a file.
        let again = export_log::run(&desk.app, desk.official("axel"), &Wanted::default(), &file).await;
        assert!(matches!(again, Err(OperationError::File { .. })), "{again:?}");
    });
}

/// Leaves an entry as a dishonest operator of the program would: well formed, sealed and signed.
pub(super) async fn forge(
    desk: &Desk,
    reference: &RequestReference,
    actor: Actor,
    kind: &str,
    body: Map<String, Value>,
) {
    let (id,): (String,) = sqlx::query_as("SELECT id FROM assistance_request WHERE reference = $1")
        .bind(reference.as_str())
        .fetch_one(&mut desk.by_hand().await)
        .await
        .unwrap();
    let draft = Draft {
        case: id.parse().unwrap(),
        kind: kind.to_owned(),
        at: super::template::BEGINS.parse().unwrap(),
        actor,
        rule: Some(desk.app.rulebooks().main.hash.as_str().parse().unwrap()),
        art: Vec::new(),
        body,
        docs: Vec::new(),
        private: std::collections::BTreeMap::new(),
        peer: None,
    };
    desk.app
        .storage
        .write(move |tx| {
            let draft = draft.clone();
            Box::pin(async move {
                Ok::<_, comity::storage::StorageError>(tx.commit_with(draft, Vec::new()).await?.with(()))
            })
        })
        .await
        .unwrap();
}

/// The mark of an official in a request, and the body of their last entry of a type.
pub(super) async fn last(desk: &Desk, reference: &RequestReference, kind: &str) -> (Mark, Map<String, Value>) {
    let sql = "SELECT leaf.body FROM leaf JOIN assistance_request ON leaf.case_id = assistance_request.id WHERE reference = $1 ORDER BY cseq DESC";
    let rows: Vec<(Vec<u8>,)> =
        sqlx::query_as(sql).bind(reference.as_str()).fetch_all(&mut desk.by_hand().await).await.unwrap();
    let entries = rows.iter().map(|(body,)| comity::audit::entry::Entry::from_bytes(body).unwrap());
    let entry = entries.into_iter().find(|entry| entry.kind == kind).unwrap();
    (entry.actor.p, entry.body)
}

#[test]
fn a_log_that_breaks_the_rules_is_altered_however_well_it_is_signed() {
    Desk::each(async |desk| {
        let model = desk.ready("production").await;
        desk.take("cora", &model, "authorise").await.unwrap();
        let (_, authorised) = last(&desk, &model, "transition_taken").await;
        let act = |role: &str, p: Mark| Actor { role: role.to_owned(), org: "XN".to_owned(), p };
        let stranger = Mark::from_bytes([9; 16]);
        let forgeries: [(&str, &str); 5] = [
            ("a gate is passed with its safeguards open", "central_authority"),
            ("the author answers", "central_authority"),
            ("a role that nobody holds", "administrator"),
            ("a step in a role that may not take it", "executing_authority"),
            ("a transition that does not lead from here", "central_authority"),
        ];
        let mut forged = BTreeSet::new();
        for (what, role) in forgeries {
            let reference = desk.submitted("production").await;
            let (author, _) = last(&desk, &reference, "request_begun").await;
            let digest = desk.view(&reference).await.standing.subjects[&comity::domain::gate::Subject::Request].clone();
            let asked = desk.asked(&reference, Gate::Authorisation).await;
            let asked = asked
                .iter()
                .find(|asked| asked.answered_by.contains(&comity::domain::role::Role::CentralAuthority))
                .unwrap();
            let (p, kind, body) = match what {
                "the author answers" => (author, "safeguard_answered", json!({
                    "side": "requesting", "question": { "safeguard": asked.safeguard, "gate": "authorisation" },
                    "subject": "request", "digest": digest, "answer": "met", "outcome": "met", "reasoned": true, "documents": 0,
                    "not_in_force": "training",
                }).as_object().unwrap().clone()),
                "a transition that does not lead from here" => {
                    let mut body = authorised.clone();
                    body["from"] = json!("draft");
                    (stranger, "transition_taken", body)
                }
                _ => {
                    let mut body = authorised.clone();
                    body["subjects"] = json!({ "request": digest });
                    (stranger, "transition_taken", body)
                }
            };
            forge(&desk, &reference, act(role, p), kind, body).await;
            let (size,): (i64,) =
                sqlx::query_as("SELECT size FROM audit_head").fetch_one(&mut desk.by_hand().await).await.unwrap();
            forged.insert(u64::try_from(size).unwrap() - 1);
        }
        let file = export(&desk, None).await;

        let report = verify(&std::fs::read(&file).unwrap(), &key(&desk).await).unwrap();

        assert_eq!(report.verdict, Verdict::Altered, "{:#?}", report.findings);
        let wrong: BTreeSet<u64> = report
            .findings
            .iter()
            .filter(|finding| finding.grade == Grade::Altered)
            .filter_map(|finding| finding.leaf)
            .collect();
        assert_eq!(wrong, forged, "{:#?}", report.findings);
        assert_eq!(report.first_bad.unwrap().index, *forged.first().unwrap());
        let compared = desk.verify().await;
        assert!(forgeries.len() <= compared.differences.len(), "{:#?}", compared.differences);
    });
}
