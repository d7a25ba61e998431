//! Documents in exports: encrypted to their reader, decrypted by `age` of other people too, and held against the log.

use std::collections::BTreeMap;
use std::io::{Cursor, Seek as _, Write as _};
use std::path::Path;
use std::process::Command;

use age::x25519::Recipient;
use comity::audit::report::{Report, Verdict};
use comity::audit::sealed::Identities;
use comity::audit::trust::Trust;
use comity::audit::verify::Demand;
use comity::operations::add_document::{self, NewDocument};
use comity::operations::export_log::{self, wanted::Wanted};
use comity::operations::{OperationError, verify_log};

use super::exporting::Exported;
use crate::operations::desk::{Desk, document};

/// What a program of theirs makes of some bytes.
fn theirs(program: &str, arguments: &[&str], input: &[u8]) -> Vec<u8> {
    // Not a pipe: who writes all of it first waits for a reader who waits for them.
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(input).unwrap();
    file.rewind().unwrap();
    let output = Command::new(program).args(arguments).stdin(file).output().unwrap();
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// A reader, whose identity lies in a file.
fn reader(folder: &Path, name: &str) -> (String, Recipient) {
    let file = folder.join(name).display().to_string();
    theirs("age-keygen", &["-o", &file], b"");
    let recipient = String::from_utf8(theirs("age-keygen", &["-y", &file], b"")).unwrap();
    (file, recipient.trim().parse().unwrap())
}

fn judged(exported: &Exported, bytes: &[u8], identity: Option<&str>) -> Report {
    let identities = identity.map(|file| Identities::parse(&std::fs::read_to_string(file).unwrap()).unwrap());
    let demand = Demand { identities: identities.unwrap_or_default(), ..Demand::default() };
    let trust = Trust { keys: exported.keys.clone(), ..Trust::default() };
    verify_log::export(Cursor::new(bytes.to_vec()), trust, &demand).unwrap()
}

fn evidence(report: &Report) -> (bool, &str) {
    let check = report.checks.iter().find(|check| check.number == 11).unwrap();
    (check.holds, &check.said)
}

/// What is wrong in the end, the verdict, and what somebody does to the files.
type Change<'a> = (&'a str, Verdict, &'a dyn Fn(&mut BTreeMap<String, Vec<u8>>));

#[test]
fn attack_26_a_document_in_an_export_is_the_one_that_was_added_or_it_is_noticed() {
    Desk::each(async |desk| {
        let reference = desk.draft("production").await;
        let long = "What the provider has sent. ".repeat(30_000).into_bytes();
        let mut added = BTreeMap::new();
        for bytes in [b"A short letter.".to_vec(), long] {
            let new = NewDocument { bytes: bytes.clone(), ..document() };
            let id = add_document::run(&desk.app, desk.official("anna"), &reference, new).await.unwrap();
            added.insert(id.to_string(), bytes);
        }
        let folder = tempfile::tempdir().unwrap();
        let (mine, recipient) = reader(folder.path(), "mine");
        let (stranger, _) = reader(folder.path(), "stranger");
        let opened = Wanted { opened: Some("complaint 7".to_owned()), ..Wanted::of(reference.clone()) };
        let wanted = Wanted { evidence: vec![recipient.clone()], ..opened.clone() };

        let export = Exported::wanted(&desk, &wanted).await;

        let said = export.both(&export.bytes);
        assert_eq!(said.code, 0, "{}\n{}", said.ours, said.theirs);
        let report = judged(&export, &export.bytes, Some(&mine));
        assert_eq!(report.verdict, Verdict::Intact, "{:?}", report.findings);
        assert_eq!(evidence(&report), (true, "2 document(s) decrypted and hashed"));
        let unopened = judged(&export, &export.bytes, None);
        assert!(evidence(&unopened).1.starts_with("2 document(s) not opened"), "{:?}", unopened.checks);
        let files = export.files();
        let name = |id: &String| format!("data/evidence/{id}.age");
        for (id, bytes) in &added {
            assert_eq!(&theirs("age", &["-d", "-i", &mine], &files[&name(id)]), bytes);
            assert!(!export.bytes.windows(20).any(|part| part == &bytes[..20.min(bytes.len())]), "in the clear");
        }
        let told = String::from_utf8(files["data/leaves.jsonl"].clone()).unwrap();
        for id in added.keys() {
            let disclosed = told.lines().any(|leaf| leaf.contains("content_disclosed") && leaf.contains(id.as_str()));
            assert!(disclosed, "no entry tells that `{id}` was given out");
        }

        let [one, other] = added.keys().map(name).collect::<Vec<_>>().try_into().unwrap();
        let forged = theirs("age", &["-r", &recipient.to_string()], b"What he had never written.");
        let lost = theirs("age", &["-r", &reader(folder.path(), "lost").1.to_string()], b"Not for you.");
        let opening = |files: &BTreeMap<String, Vec<u8>>, keep: &dyn Fn(&str) -> bool| {
            use base64::Engine as _;
            let base64 = base64::engine::general_purpose::URL_SAFE_NO_PAD;
            let text = String::from_utf8(files["data/disclosures.jsonl"].clone()).unwrap();
            let kept = text.lines().filter(|line| keep(&String::from_utf8(base64.decode(line).unwrap()).unwrap()));
            kept.flat_map(|line| [line, "\n"]).collect::<String>().into_bytes()
        };
        let changes: [Change<'_>; 6] = [
            ("it is not the document that was added", Verdict::Altered, &|files| {
                let (first, second) = (files[&one].clone(), files[&other].clone());
                files.insert(one.clone(), second);
                files.insert(other.clone(), first);
            }),
            ("it is not the document that was added", Verdict::Altered, &|files| {
                files.insert(one.clone(), forged.clone());
            }),
            ("it cannot be decrypted", Verdict::Altered, &|files| {
                *files.get_mut(&one).unwrap().last_mut().unwrap() ^= 1;
            }),
            ("it cannot be decrypted", Verdict::Altered, &|files| {
                files.insert(one.clone(), b"A short letter.".to_vec());
            }),
            ("it is encrypted to somebody else", Verdict::Incomplete, &|files| {
                files.insert(one.clone(), lost.clone());
            }),
            ("the export opens no commitment to it", Verdict::Altered, &|files| {
                let lines = opening(files, &|line| !line.contains("/document/"));
                files.insert("data/disclosures.jsonl".to_owned(), lines);
            }),
        ];
        for (why, verdict, change) in changes {
            let bytes = export.with(change);
            let report = judged(&export, &bytes, Some(&mine));
            let found: Vec<_> = report.findings.iter().map(|found| found.sentence.as_str()).collect();
            assert_eq!(report.verdict, verdict, "{why}: {found:?}");
            assert!(found.iter().any(|sentence| sentence.contains(why)), "{why}: {found:?}");
            assert!(!evidence(&report).0, "{why}");
        }
        assert_eq!(judged(&export, &export.bytes, Some(&stranger)).verdict, Verdict::Incomplete);

        // Without reasons there are no documents; a choice of entries has none.
        let target = folder.path().join("none.tar");
        let closed = Wanted { opened: None, ..wanted };
        let refused = export_log::run(&desk.app, desk.official("axel"), &closed, &target).await;
        assert!(matches!(refused, Err(OperationError::Unusable { .. })) && !target.exists(), "{refused:?}");
        let without = Exported::wanted(&desk, &opened).await.files();
        assert!(!without.keys().any(|name| name.starts_with("data/evidence/")));
        desk.is_intact().await;
    });
}

#[test]
fn attack_26_a_document_that_the_export_opens_under_another_hash_is_noticed_by_both_verifiers() {
    Desk::each(async |desk| {
        use base64::Engine as _;
        let base64 = base64::engine::general_purpose::URL_SAFE_NO_PAD;
        let reference = desk.draft("production").await;
        desk.attach("anna", &reference).await;
        let folder = tempfile::tempdir().unwrap();
        let (_, recipient) = reader(folder.path(), "mine");
        let opened = Wanted { opened: Some("complaint 7".to_owned()), ..Wanted::of(reference) };
        let export = Exported::wanted(&desk, &Wanted { evidence: vec![recipient], ..opened }).await;
        for part in 0..3 {
            let bytes = export.with(|files| {
                let text = String::from_utf8(files["data/disclosures.jsonl"].clone()).unwrap();
                let lines = text.lines().map(|line| {
                    let opened = String::from_utf8(base64.decode(line).unwrap()).unwrap();
                    let mut parts: Vec<String> = match serde_json::from_str(&opened) {
                        Ok(parts) if opened.contains("/document/") => parts,
                        _ => return format!("{line}\n"),
                    };
                    parts[part] = match part {
                        // Another salt; another document; another hash.
                        0 => base64.encode([7; 16]),
                        1 => parts[1].chars().rev().collect::<String>().replace('/', "") + "/document/1",
                        _ => comity::audit::hash::sha256(b"forged").to_string(),
                    };
                    base64.encode(serde_json::to_vec(&parts).unwrap()) + "\n"
                });
                let lines: String = lines.collect();
                assert_ne!(lines, text, "nothing was altered");
                files.insert("data/disclosures.jsonl".to_owned(), lines.into_bytes());
            });
            let said = export.both(&bytes);
            assert_eq!(said.code, 1, "{part}: {}\n{}", said.ours, said.theirs);
        }
    });
}
