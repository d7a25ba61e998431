//! Attack 31: archives made to harm whoever opens them; and honest ones that another program packed.

use std::io::{Cursor, Read};

use tar::{Builder, EntryType, Header};

use super::sample::{case, check, check_with, export, export_case, frame, leaves, sentences};
use crate::audit::archive::{ArchiveError, Limits};
use crate::audit::bundle::Bundle;
use crate::audit::report::Verdict;
use crate::audit::verify::Demand;

fn header(name: &str, kind: EntryType, size: u64) -> Header {
    let mut header = Header::new_gnu();
    let field = &mut header.as_mut_bytes()[..100];
    field[..name.len()].copy_from_slice(name.as_bytes());
    header.set_entry_type(kind);
    header.set_size(size);
    header.set_mode(0o600);
    header.set_mtime(1_700_000_000);
    header.set_cksum();
    header
}

fn archive(files: &[(&str, EntryType, &[u8])]) -> Vec<u8> {
    let mut tar = Builder::new(Vec::new());
    for (name, kind, bytes) in files {
        tar.append(&header(name, *kind, bytes.len() as u64), *bytes).unwrap();
    }
    tar.into_inner().unwrap()
}

fn refusal(bytes: &[u8]) -> String {
    match Bundle::open(Cursor::new(bytes)) {
        Err(error @ ArchiveError::Refused { .. }) => error.to_string(),
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    for name in ["/etc/passwd", "a/../../b", "a/./b", "a//b", "..", "a\\b", "a/b\r\nc", "a/\u{e9}", "b", "a/"] {
        let bytes = archive(&[("a/bagit.txt", EntryType::Regular, b"x"), (name, EntryType::Regular, b"x")]);
        refusal(&bytes);
    }
    let two = archive(&[("a/bagit.txt", EntryType::Regular, b"x"), ("b/bagit.txt", EntryType::Regular, b"x")]);
    assert!(refusal(&two).contains("outside the one folder"));
    let twice = archive(&[("a/bagit.txt", EntryType::Regular, b"x"), ("a/bagit.txt", EntryType::Regular, b"y")]);
    assert!(refusal(&twice).contains("twice"));
}

#[test]
fn links_and_devices_are_refused() {
    for kind in [
        EntryType::Symlink,
        EntryType::Link,
        EntryType::Char,
        EntryType::Block,
        EntryType::Fifo,
        EntryType::GNUSparse,
        EntryType::GNULongName,
    ] {
        assert!(refusal(&archive(&[("a/x", kind, b"")])).contains("neither a file nor a folder"));
    }
    let renaming =
        archive(&[("a/pax", EntryType::XHeader, b"19 path=/etc/passwd\n"), ("a/x", EntryType::Regular, b"")]);
    assert!(refusal(&renaming).contains("renames"));
}

#[test]
fn an_announced_size_is_believed_only_within_limits() {
    let mut bomb = header("a/data/leaves.jsonl", EntryType::Regular, 100 << 30).as_bytes().to_vec();
    bomb.extend([0; 1024]);
    assert!(refusal(&bomb).contains("larger"));

    let bytes = export(&leaves(&[1, 2]));
    let within = |limits| Bundle::open_within(Cursor::new(&bytes), limits).is_ok();
    assert!(within(Limits::default()));
    assert!(!within(Limits { files: 3, ..Limits::default() }));
    assert!(!within(Limits { file_bytes: 100, ..Limits::default() }));
    assert!(!within(Limits { total_bytes: 4096, ..Limits::default() }));
}

#[test]
fn a_leaf_without_end_is_not_read_to_its_end() {
    let log = leaves(&[1, 2]);
    let endless = [log[0].clone(), vec![b'x'; 1 << 20]];
    let report = check(&super::sample::pack(&frame(&log), &endless));

    assert_eq!(report.verdict, Verdict::Altered);
    assert!(sentences(&report).contains("longer than a leaf may be"), "{}", sentences(&report));
}

#[test]
fn what_is_no_export_is_told_apart_from_an_altered_one() {
    for bytes in [&b""[..], b"hello", &[0; 4096], &archive(&[("a/readme", EntryType::Regular, b"x")])] {
        assert!(matches!(check_with(bytes, &Demand::default()), Err(ArchiveError::NotATar)));
    }
}

/// Unpacks an export, lets the test change its files, and packs it as other programs do.
fn repack(bytes: &[u8], change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>) -> Vec<u8> {
    let mut repacked = Builder::new(Vec::new());
    repacked.append(&header("comity-audit/", EntryType::Directory, 0), &b""[..]).unwrap();
    for file in tar::Archive::new(bytes).entries().unwrap() {
        let (mut file, mut bytes) = (file.unwrap(), Vec::new());
        file.read_to_end(&mut bytes).unwrap();
        let name = String::from_utf8(file.path_bytes().into_owned()).unwrap();
        let Some(bytes) = change(name.strip_prefix("comity-audit/").unwrap(), bytes) else { continue };
        let times = b"30 mtime=1700000000.123456789\n";
        repacked.append(&header("comity-audit/pax", EntryType::XHeader, 30), &times[..]).unwrap();
        repacked.append(&header(&name, EntryType::Regular, bytes.len() as u64), bytes.as_slice()).unwrap();
    }
    repacked.into_inner().unwrap()
}

#[test]
fn an_export_that_another_program_packed_again_is_still_read() {
    let report = check(&repack(&export(&leaves(&[1, 2, 1])), |_, bytes| Some(bytes)));

    assert!(report.intact, "{}", sentences(&report));
}

#[test]
fn a_missing_file_is_incomplete() {
    let log = leaves(&[1, 2, 1]);
    let names = [
        "data/checkpoint",
        "data/tile/0/000.p/3",
        "data/leaves.jsonl",
        "data/vkeys",
        "manifest-sha256.txt",
        "bagit.txt",
    ];
    for missing in names {
        let report = check(&repack(&export(&log), |name, bytes| (name != missing).then_some(bytes)));
        assert_eq!(report.verdict, Verdict::Incomplete, "{missing}: {}", sentences(&report));
    }
    let without_proofs =
        repack(&export_case(&log, case(1)), |name, bytes| (!name.starts_with("data/proofs/")).then_some(bytes));
    assert_eq!(check(&without_proofs).verdict, Verdict::Incomplete);
}

#[test]
fn a_file_of_leaves_that_ends_early_is_incomplete_and_one_that_differs_is_altered() {
    let whole = export(&leaves(&[1, 2, 1]));
    let with_leaves = |change: &dyn Fn(Vec<u8>) -> Vec<u8>| {
        let report =
            check(&repack(&whole, |name, bytes| Some(if name == "data/leaves.jsonl" { change(bytes) } else { bytes })));
        report.verdict
    };

    assert_eq!(with_leaves(&|bytes| bytes[..bytes.len() - 7].to_vec()), Verdict::Incomplete);
    assert_eq!(with_leaves(&|_| Vec::new()), Verdict::Incomplete);
    assert_eq!(with_leaves(&|bytes| bytes[7..].to_vec()), Verdict::Altered);
    assert_eq!(with_leaves(&|bytes| [&bytes[..bytes.len() - 1], b" "].concat()), Verdict::Altered);
    assert_eq!(with_leaves(&|bytes| [bytes, b"{}\n".to_vec()].concat()), Verdict::Altered);
}

#[test]
fn files_that_were_added_removed_or_changed_are_named() {
    let find = |bytes: &[u8], text: &[u8]| bytes.windows(text.len()).position(|window| window == text).unwrap();
    let whole = export(&leaves(&[1, 2]));

    let mut changed = whole.clone();
    let at = find(&changed, b"How to verify");
    changed[at] = b'N';
    let report = check(&changed);
    assert!(report.verdict == Verdict::Altered && sentences(&report).contains("`VERIFY.md` has not the hash"));

    let mut bytes = whole[..whole.len() - 1024].to_vec();
    bytes.extend(archive(&[("comity-audit/data/more", EntryType::Regular, b"x")]));
    let report = check(&bytes);
    assert!(
        report.verdict == Verdict::Altered && sentences(&report).contains("`data/more` was added"),
        "{}",
        sentences(&report)
    );
}

#[test]
fn a_text_cannot_break_out_of_its_line() {
    for (label, value) in [("Contact", "x\r\nPayload-Oxum: 0.0"), ("a: b", "x"), ("", "x"), ("a\n", "x")] {
        let mut frame = frame(&leaves(&[1]));
        frame.about = vec![(label.to_owned(), value.to_owned())];
        assert!(
            frame.write(&mut Cursor::new(Vec::new()), &mut Cursor::new(Vec::new()), Vec::new()).is_err(),
            "{label:?}"
        );
    }
    let mut frame = frame(&leaves(&[1]));
    frame.folder = "../up".to_owned();
    assert!(frame.write(&mut Cursor::new(Vec::new()), &mut Cursor::new(Vec::new()), Vec::new()).is_err());
}
