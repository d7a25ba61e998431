//! What auditors read of the log, and receipts for single entries that other people's programs believe.

use std::collections::BTreeSet;

use comity::audit::entry::{Actor, Draft};
use comity::audit::ids::{CaseId, Mark};
use comity::audit::proof_file::ProofFile;
use comity::domain::ids::{RequestReference, SignInName};
use comity::domain::role::Role;
use comity::operations::prove_entry::{self, Proof};
use comity::operations::read_log::{self, LOOKED_AT, LogEntry, LogFilter, LogPage, Page, Which};
use comity::operations::{OperationError, assign_official, change_roles, export_log};
use comity::storage::StorageError;
use serde_json::Value;
use signed_note::{Note, StandardVerifier, VerifierList};
use tlog_tiles::checkpoint::Checkpoint;
use tlog_tiles::tlog;

use super::desk::{Desk, run};
use super::exports::{export, key, verify};
use super::template::Kind;

/// What a filter should take.
type Takes = Box<dyn Fn(&LogEntry) -> bool>;

fn everyone() -> [&'static str; 10] {
    ["anna", "carl", "cora", "rosa", "dara", "judy", "egon", "ella", "pia", "admin"]
}

async fn page(desk: &Desk, filter: &LogFilter, after: Option<u64>, at_most: u32, newest_first: bool) -> Page {
    let page = LogPage { after, at_most, newest_first };
    read_log::run(&desk.app, desk.official("axel"), filter, page).await.unwrap()
}

/// All pages, one after the other.
async fn all(desk: &Desk, filter: &LogFilter, at_most: u32, newest_first: bool) -> Vec<LogEntry> {
    let (mut entries, mut after) = (Vec::new(), None);
    loop {
        let page = page(desk, filter, after, at_most, newest_first).await;
        assert!(page.entries.len() <= at_most as usize && page.altered.is_empty(), "{:?}", page.altered);
        entries.extend(page.entries);
        match page.next {
            Some(next) => after = Some(next),
            None => return entries,
        }
    }
}

fn places(entries: &[LogEntry]) -> Vec<u64> {
    entries.iter().map(|entry| entry.index).collect()
}

/// The leaves past the program, in the order of the tree.
async fn leaves(desk: &Desk) -> Vec<Vec<u8>> {
    let rows: Vec<(Vec<u8>,)> =
        sqlx::query_as("SELECT body FROM leaf ORDER BY idx").fetch_all(&mut desk.by_hand().await).await.unwrap();
    rows.into_iter().map(|(body,)| body).collect()
}

#[test]
fn only_an_auditor_reads_the_log_and_only_as_long_as_they_are_one() {
    Desk::each(async |desk| {
        let reference = desk.submitted("expedited_preservation").await;
        let (filter, whole) = (LogFilter::default(), LogPage::default());
        let known = LogFilter { request: Some(reference), ..LogFilter::default() };
        let unknown = LogFilter { request: Some("XN-1999-000001".parse().unwrap()), ..LogFilter::default() };
        let refused = async |who: &str| {
            let official = desk.official(who);
            for filter in [&filter, &known, &unknown] {
                let read = read_log::run(&desk.app, official, filter, whole).await;
                assert!(matches!(read, Err(OperationError::NotAllowed { .. })), "{who}: {read:?}");
            }
            for which in ["0", "999999", &"0".repeat(64), "XN-2027-000001:0"] {
                let read = read_log::one(&desk.app, official, &which.parse().unwrap()).await;
                assert!(matches!(read, Err(OperationError::NotAllowed { .. })), "{who}: {read:?}");
            }
        };

        for who in everyone() {
            refused(who).await;
        }
        let read = read_log::run(&desk.app, desk.official("axel"), &unknown, whole).await;
        assert!(matches!(read, Err(OperationError::NoSuchRequest(_))), "{read:?}");
        assert!(!page(&desk, &known, None, 100, false).await.entries.is_empty());
        let axel = SignInName::parse("axel").unwrap();
        change_roles::revoke(&desk.app, desk.official("admin"), &axel, Role::Auditor).await.unwrap();
        refused("axel").await;
    });
}

#[test]
fn pages_in_both_directions_show_every_leaf_once_and_no_word_that_is_sealed() {
    Desk::each(async |desk| {
        let reference = desk.ready("production").await;
        desk.take("cora", &reference, "authorise").await.unwrap();
        desk.take("anna", &reference, "submit").await.unwrap_err();
        let leaves = leaves(&desk).await;
        let (filter, size) = (LogFilter::default(), leaves.len() as u64);

        for at_most in [1, 7, 500] {
            assert_eq!(places(&all(&desk, &filter, at_most, false).await), (0..size).collect::<Vec<_>>());
            assert_eq!(places(&all(&desk, &filter, at_most, true).await), (0..size).rev().collect::<Vec<_>>());
        }
        let shown = all(&desk, &filter, 500, false).await;
        for (entry, leaf) in shown.iter().zip(&leaves) {
            let leaf: Value = serde_json::from_slice(leaf).unwrap();
            let mut entry = serde_json::to_value(entry).unwrap();
            let line = entry.as_object_mut().unwrap();
            assert_eq!(
                line.remove("leaf").unwrap(),
                comity::audit::hash::leaf_hash(&leaves[usize::try_from(line["index"].as_u64().unwrap()).unwrap()])
                    .to_string()
            );
            line.remove("index");
            if let Some(request) = line.remove("request") {
                assert_eq!(request, reference.as_str());
            }
            line.retain(|key, value| key != "art" || *value != Value::Array(Vec::new()));
            // Beside what only proves its place, the entry is the leaf.
            let mut leaf = leaf.as_object().unwrap().clone();
            leaf.retain(|key, _| !["v", "origin", "prev"].contains(&key.as_str()));
            assert_eq!(*line, leaf);
        }
        let text = serde_json::to_string(&shown).unwrap();
        for sealed in ["The file is complete", "Examined against the file", "Account data", "letter.pdf"] {
            assert!(!text.contains(sealed), "{sealed}");
        }
        let ends = page(&desk, &filter, Some(u64::MAX), 500, false).await;
        assert!(ends.entries.is_empty() && ends.next.is_none());
        assert_eq!(
            page(&desk, &filter, None, 0, false).await.entries.len(),
            1,
            "a page is never longer than asked for, nor empty"
        );
        assert_eq!(leaves.len() as u64, size, "reading leaves no entry");
    });
}

#[test]
fn filters_take_what_they_say_and_nothing_else() {
    Desk::each(async |desk| {
        let one = desk.ready("production").await;
        desk.clock.advance(jiff::SignedDuration::from_hours(1));
        let between = desk.app.clock.now();
        let two = desk.submitted("expedited_preservation").await;
        desk.take("cora", &two, "authorise").await.unwrap_err();
        desk.take("anna", &one, "authorise").await.unwrap_err();
        let whole = all(&desk, &LogFilter::default(), 500, false).await;
        let mark = whole.iter().rev().find(|entry| entry.kind == "attempt_refused").unwrap().actor.p;
        let begins: jiff::Timestamp = super::template::BEGINS.parse().unwrap();
        let default = LogFilter::default;
        let (first, at) = (one.clone(), between);
        let filters: Vec<(LogFilter, Takes)> = vec![
            (
                LogFilter { request: Some(one.clone()), ..default() },
                Box::new(move |e| e.request.as_deref() == Some(first.as_str())),
            ),
            (
                LogFilter { kind: Some("safeguard_answered".to_owned()), ..default() },
                Box::new(|e| e.kind == "safeguard_answered"),
            ),
            (LogFilter { refused: true, ..default() }, Box::new(|e| e.kind == "attempt_refused")),
            (
                LogFilter { from: Some(between), ..default() },
                Box::new(move |e| e.at.parse::<jiff::Timestamp>().unwrap() >= at),
            ),
            (
                LogFilter { until: Some(begins), ..default() },
                Box::new(move |e| e.at.parse::<jiff::Timestamp>().unwrap() <= begins),
            ),
            (
                LogFilter { actor: Some(mark.to_string().parse().unwrap()), ..default() },
                Box::new(move |e| e.actor.p == mark),
            ),
            (
                LogFilter { refused: true, request: Some(two.clone()), from: Some(between), ..default() },
                Box::new(move |e| e.kind == "attempt_refused" && e.request.as_deref() == Some(two.as_str())),
            ),
        ];

        for (filter, takes) in &filters {
            let wanted: Vec<u64> = whole.iter().filter(|entry| takes(entry)).map(|entry| entry.index).collect();
            assert!(!wanted.is_empty() && wanted.len() < whole.len(), "{filter:?}");
            for at_most in [1, 3, 500] {
                assert_eq!(places(&all(&desk, filter, at_most, false).await), wanted, "{filter:?}");
                let newest: Vec<u64> = wanted.iter().rev().copied().collect();
                assert_eq!(places(&all(&desk, filter, at_most, true).await), newest, "{filter:?}");
            }
        }
        let nothing = LogFilter { kind: Some("' OR 1=1 --".to_owned()), ..default() };
        assert!(all(&desk, &nothing, 10, false).await.is_empty());
        for entry in whole.iter().step_by(9) {
            for which in [entry.index.to_string(), entry.leaf.clone()] {
                let read = read_log::one(&desk.app, desk.official("axel"), &which.parse().unwrap()).await.unwrap();
                assert_eq!((read.index, &read.leaf), (entry.index, &entry.leaf));
            }
        }
    });
}

#[test]
fn a_leaf_that_was_altered_or_taken_out_shows_under_every_filter_and_hides_no_other() {
    Desk::each(async |desk| {
        let reference = desk.ready("production").await;
        desk.drop_triggers().await;
        export_log::checkpoint(&desk.app).await.unwrap();
        let size = leaves(&desk).await.len() as u64;
        let broken = [size - 12, size - 9, size - 6, size - 3];
        let [body, no_hash, no_seal, gone] = broken;
        desk.sql(&format!("UPDATE leaf SET body = (SELECT body FROM leaf WHERE idx = 0) WHERE idx = {body}")).await;
        desk.sql(&format!("UPDATE leaf SET hash = 'none' WHERE idx = {no_hash}")).await;
        desk.sql(&format!("UPDATE leaf SET seal = 'Ines', case_id = 'Duarte' WHERE idx = {no_seal}")).await;
        desk.sql(&format!("DELETE FROM leaf WHERE idx = {gone}")).await;

        for newest_first in [false, true] {
            for filter in
                [LogFilter::default(), LogFilter { kind: Some("log_exported".to_owned()), ..LogFilter::default() }]
            {
                let page = page(&desk, &filter, None, 500, newest_first).await;
                let named: BTreeSet<u64> = page.altered.iter().map(|leaf| leaf.index).collect();
                assert_eq!(named, BTreeSet::from(broken), "{:?}", page.altered);
                if filter == LogFilter::default() {
                    assert_eq!(page.entries.len() as u64, size - 4);
                }
            }
        }
        let of_request = LogFilter { request: Some(reference), ..LogFilter::default() };
        assert!(page(&desk, &of_request, None, 500, false).await.altered.len() >= 2);
        for index in [body, no_hash, no_seal] {
            for refused in [
                read_log::one(&desk.app, desk.official("axel"), &Which::At(index)).await.map(|_| ()),
                prove_entry::run(&desk.app, desk.official("axel"), &Which::At(index)).await.map(|_| ()),
            ] {
                assert!(matches!(refused, Err(OperationError::Storage(StorageError::Tampered { .. }))), "{refused:?}");
            }
        }
        // It is exported as it stands, and whoever verifies it sees it.
        let tar = std::fs::read(export(&desk, None).await).unwrap();
        assert!(!verify(&tar, &key(&desk).await).unwrap().intact);
        let gone = read_log::one(&desk.app, desk.official("axel"), &Which::At(gone)).await;
        assert!(matches!(gone, Err(OperationError::NotFound { .. })), "{gone:?}");
    });
}

#[test]
fn a_page_looks_at_so_many_leaves_and_says_where_to_go_on() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        let before = leaves(&desk).await.len();
        grow(&desk, LOOKED_AT).await;
        desk.submitted("expedited_preservation").await;
        let filter = LogFilter { kind: Some("request_begun".to_owned()), ..LogFilter::default() };

        let first = page(&desk, &filter, None, 10, false).await;
        assert_eq!((first.entries.len(), first.next), (0, Some(LOOKED_AT as u64 - 1)));
        let second = page(&desk, &filter, first.next, 10, false).await;
        assert_eq!((places(&second.entries), second.next), (vec![(before + LOOKED_AT) as u64], None));
    });
}

/// Many entries that say nothing, in the authority's own chain.
pub(super) async fn grow(desk: &Desk, by: usize) {
    let case: CaseId = desk.app.authority().await.unwrap().case.parse().unwrap();
    for _ in 0..by / 1000 {
        let draft = Draft {
            case,
            kind: "backup_made".to_owned(),
            at: super::template::BEGINS.parse().unwrap(),
            actor: Actor { role: "administrator".to_owned(), org: "XN".to_owned(), p: Mark::from_bytes([1; 16]) },
            rule: None,
            art: Vec::new(),
            body: serde_json::Map::new(),
            docs: Vec::new(),
            private: std::collections::BTreeMap::new(),
            peer: None,
        };
        let written = desk.app.storage.write(move |tx| {
            let draft = draft.clone();
            Box::pin(async move {
                for _ in 1..1000 {
                    tx.commit_with(draft.clone(), Vec::new()).await?;
                }
                Ok::<_, StorageError>(tx.commit_with(draft, Vec::new()).await?.with(()))
            })
        });
        written.await.unwrap();
    }
}

/// Holds a proof against other people's programs, with nothing of ours but the log's public key.
fn they_believe(proof: &Proof, vkey: &str) {
    let note = Note::from_bytes(proof.checkpoint.as_bytes()).unwrap();
    let known = VerifierList::new(vec![Box::new(StandardVerifier::new(vkey).unwrap())]);
    let (verified, _) = note.verify(&known).unwrap();
    assert_eq!(verified.len(), 1);
    let signed = Checkpoint::from_bytes(note.text()).unwrap();
    let file = ProofFile::parse(&proof.to_tlog_proof()).unwrap();
    let hashes: Vec<tlog::Hash> = file.hashes.iter().map(|hash| tlog::Hash(*hash.as_bytes())).collect();
    let leaf = tlog::record_hash(proof.entry.as_bytes());
    tlog::check_record(&hashes, signed.size(), *signed.hash(), proof.index, leaf).unwrap();
    assert_eq!(
        (signed.size(), file.index, file.leaf),
        (proof.size, proof.index, Some(proof.entry.clone().into_bytes()))
    );
    assert!(
        tlog::check_record(&hashes, signed.size(), *signed.hash(), proof.index, tlog::record_hash(b"other")).is_err()
    );
}

#[test]
fn a_receipt_for_any_entry_is_believed_by_other_programs() {
    Desk::each(async |desk| {
        let reference = desk.submitted("expedited_preservation").await;
        let (axel, vkey) = (desk.official("axel"), key(&desk).await.to_string());
        export_log::checkpoint(&desk.app).await.unwrap();
        let (first, leaves) = (read_log::latest_checkpoint(&desk.app).await.unwrap(), leaves(&desk).await);
        desk.take("cora", &reference, "authorise").await.unwrap_err();

        for (index, leaf) in (0..).zip(&leaves) {
            let proof = prove_entry::run(&desk.app, axel, &Which::At(index)).await.unwrap();
            assert_eq!(
                (proof.size, &proof.checkpoint, proof.entry.as_bytes()),
                (first.size, &first.note, leaf.as_slice())
            );
            they_believe(&proof, &vkey);
        }
        // What no checkpoint covers yet is signed now, and what is not there is not.
        let newest = first.size;
        let proof = prove_entry::run(&desk.app, axel, &Which::At(newest)).await.unwrap();
        assert_eq!(proof.size, newest + 1);
        they_believe(&proof, &vkey);
        let other = prove_entry::run(&desk.app, axel, &Which::At(newest + 1)).await;
        assert!(matches!(other, Err(OperationError::NotFound { .. })), "{other:?}");
        assert_eq!(read_log::latest_checkpoint(&desk.app).await.unwrap().size, newest + 1);
    });
}

#[test]
fn an_official_gets_receipts_of_requests_they_see_and_cannot_tell_hidden_from_unknown() {
    Desk::each(async |desk| {
        let reference = desk.draft("production").await;
        let of_request = LogFilter { request: Some(reference.clone()), ..LogFilter::default() };
        let entry = page(&desk, &of_request, None, 10, false).await.entries.remove(0);
        let (own, place) = (Which::Of(reference.clone(), 0), Which::At(entry.index));
        let size = leaves(&desk).await.len() as u64;

        let hidden = [place.clone(), own.clone(), Which::At(0), Which::Leaf(entry.leaf.parse().unwrap())];
        let unknown = [
            Which::At(size),
            Which::At(u64::MAX),
            Which::Of("XN-1999-000001".parse().unwrap(), 0),
            Which::Of(reference, 99),
        ];
        for who in ["judy", "pia", "admin", "egon"] {
            for which in hidden.iter().chain(&unknown) {
                let refused = prove_entry::run(&desk.app, desk.official(who), which).await.unwrap_err();
                let said = refused.to_string().replace(&which.to_string(), "X");
                assert_eq!(
                    said,
                    "there is no entry `X`: auditors see all there are, other officials those of requests that they see",
                    "{who}"
                );
            }
        }
        assert!(desk.app.storage.last_checkpoint().await.unwrap().is_none(), "nobody makes us sign by asking");
        for which in [place, own] {
            let proof = prove_entry::run(&desk.app, desk.official("anna"), &which).await.unwrap();
            assert_eq!((proof.index, &proof.leaf), (entry.index, &entry.leaf));
        }
        let axel = SignInName::parse("axel").unwrap();
        change_roles::revoke(&desk.app, desk.official("admin"), &axel, Role::Auditor).await.unwrap();
        assert!(prove_entry::run(&desk.app, desk.official("axel"), &Which::At(0)).await.is_err());
    });
}

#[test]
fn a_receipt_that_was_altered_moved_or_signed_by_another_is_not_believed() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        desk.submitted("expedited_preservation").await;
        let key = key(&desk).await;
        let axel = desk.official("axel");
        let proof = prove_entry::run(&desk.app, axel, &Which::At(5)).await.unwrap();
        let text = proof.to_tlog_proof();
        let beside = prove_entry::run(&desk.app, axel, &Which::At(6)).await.unwrap().to_tlog_proof();

        let proven = prove_entry::verify(&text, &key).unwrap();
        assert_eq!((proven.index, proven.size, proven.entry.to_string()), (5, proof.size, proof.entry.clone()));
        // The line of another key under the note is passed over, as the format asks; nothing else may change.
        let other = text.trim_end().rfind('\n').unwrap() + 1;
        assert!(prove_entry::verify(&text[..other], &key).is_ok());
        for (place, byte) in text[..other].bytes().enumerate() {
            let mut altered = text.clone().into_bytes();
            altered[place] = if byte == b'A' { b'B' } else { b'A' };
            let Ok(altered) = String::from_utf8(altered) else { continue };
            let believed = prove_entry::verify(&altered, &key);
            assert!(believed.is_err(), "at {place}: {altered}");
        }
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end) && *end != other) {
            assert!(prove_entry::verify(&text[..end], &key).is_err(), "cut at {end}");
        }
        let lines = |text: &str| text.lines().map(ToOwned::to_owned).collect::<Vec<_>>();
        for line in [1, 2] {
            let mut mixed = lines(&text);
            mixed[line] = lines(&beside)[line].clone();
            assert!(prove_entry::verify(&(mixed.join("\n") + "\n"), &key).is_err(), "line {line} of another receipt");
        }
        let another = comity::audit::key::Signer::from_seed(key.name().clone(), &[7; 32]);
        assert!(prove_entry::verify(&text, another.verifier()).is_err());
    });
}

#[test]
fn a_tree_that_was_altered_gives_no_receipt() {
    Desk::each(async |desk| {
        desk.submitted("expedited_preservation").await;
        let axel = desk.official("axel");
        export_log::checkpoint(&desk.app).await.unwrap();
        match desk.kind {
            Kind::Sqlite => desk.sql("DROP TRIGGER node_refuses_update; DROP TRIGGER checkpoint_refuses_update").await,
            Kind::Postgres => {
                desk.sql("ALTER TABLE node DISABLE TRIGGER USER; ALTER TABLE checkpoint DISABLE TRIGGER USER").await
            }
        };
        prove_entry::run(&desk.app, axel, &Which::At(0)).await.unwrap();

        desk.sql("UPDATE node SET hash = (SELECT hash FROM leaf WHERE idx = 3) WHERE level = 1 AND idx = 1").await;
        let refused = prove_entry::run(&desk.app, axel, &Which::At(0)).await;
        assert!(matches!(refused, Err(OperationError::Storage(StorageError::Tampered { .. }))), "{refused:?}");
        // Another branch does not meet the altered node.
        prove_entry::run(&desk.app, axel, &Which::At(2)).await.unwrap();
        desk.sql("UPDATE checkpoint SET note = 'none'").await;
        let refused = prove_entry::run(&desk.app, axel, &Which::At(2)).await;
        assert!(matches!(refused, Err(OperationError::Storage(StorageError::Tampered { .. }))), "{refused:?}");
    });
}

#[test]
fn the_latest_checkpoint_is_the_last_that_was_signed_and_says_no_more_than_a_note() {
    Desk::each(async |desk| {
        let none = read_log::latest_checkpoint(&desk.app).await;
        assert!(matches!(none, Err(OperationError::NotFound { .. })), "{none:?}");
        let note = export_log::checkpoint(&desk.app).await.unwrap();
        desk.submitted("production").await;

        let latest = read_log::latest_checkpoint(&desk.app).await.unwrap();

        assert_eq!(latest.note, note);
        assert_eq!(note.lines().count(), 6, "origin, size, root, a blank line, two signatures: {note}");
    });
}

#[test]
fn an_entry_is_named_in_three_ways_and_no_other() {
    let of = |reference: &str, number| Which::Of(RequestReference::parse(reference).unwrap(), number);
    let hash = "ab".repeat(32);

    assert_eq!("17".parse(), Ok(Which::At(17)));
    assert_eq!(hash.parse(), Ok(Which::Leaf(hash.parse().unwrap())));
    assert_eq!("XN-2026-000001:3".parse(), Ok(of("XN-2026-000001", 3)));
    assert_eq!("A/3:5".parse::<Which>().unwrap().to_string(), "A/3:5");
    for other in [
        "",
        ":",
        "-1",
        "1.5",
        "XN-2026-000001",
        "XN-2026-000001:",
        "XN-2026-000001:x",
        ":3",
        &hash.to_uppercase(),
        &hash[1..],
    ] {
        assert!(other.parse::<Which>().is_err(), "{other}");
    }
}

#[test]
fn an_auditor_who_is_assigned_sees_the_log_and_no_more() {
    Desk::each(async |desk| {
        let reference = desk.submitted("production").await;
        let axel = SignInName::parse("axel").unwrap();
        assign_official::run(&desk.app, desk.official("carl"), &reference, &axel).await.unwrap();

        let read = comity::operations::read_request::run(&desk.app, desk.official("axel"), &reference).await;
        assert!(matches!(read, Err(OperationError::NoSuchRequest(_))), "{read:?}");
        let history = comity::operations::read_request::history(&desk.app, desk.official("axel"), &reference).await;
        assert!(matches!(history, Err(OperationError::NoSuchRequest(_))));
    });
}

#[test]
fn a_page_from_beyond_the_end_of_the_log_is_no_page_and_no_leaf_is_missing_there() {
    Desk::each(async |desk| {
        let reference = desk.submitted("expedited_preservation").await;
        let size = leaves(&desk).await.len() as u64;
        let of_request = LogFilter { request: Some(reference), ..LogFilter::default() };
        for filter in [LogFilter::default(), LogFilter { refused: true, ..LogFilter::default() }, of_request] {
            for beyond in [size + 1, size + 1000, i64::MAX as u64, u64::MAX] {
                let back = LogPage { after: Some(beyond), at_most: 10, newest_first: true };
                let read = read_log::run(&desk.app, desk.official("axel"), &filter, back).await;
                assert!(matches!(read, Err(OperationError::NoSuchPlace)), "{beyond}: {read:?}");
                // Whoever waits for what comes next asks beyond the last.
                let on = page(&desk, &filter, Some(beyond), 10, false).await;
                assert!(on.entries.is_empty() && on.altered.is_empty() && on.next.is_none(), "{beyond}: {on:?}");
            }
        }
        let last = page(&desk, &LogFilter::default(), Some(size), 10, true).await;
        assert_eq!(places(&last.entries)[0], size - 1);
        assert!(last.altered.is_empty(), "{:?}", last.altered);
    });
}
