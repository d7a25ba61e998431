//! Readers of what comes from outside, fed with what nobody would send: `tests/corpus` as it is, and altered at random.
//!
//! `PROPTEST_CASES` says how many alterations each reader gets.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use comity::audit::bundle::{Bundle, Chosen, Export, LeafProof};
use comity::audit::canonical::{from_canonical, to_canonical};
use comity::audit::checkpoint::Checkpoint;
use comity::audit::entry::{Entry, MAX_LEAF_BYTES, Outline};
use comity::audit::hash::{Hash, leaf_hash, sha256};
use comity::audit::heads::Heads;
use comity::audit::ids::{CaseId, Origin};
use comity::audit::key::Signer;
use comity::audit::latest::{HEADS, Latest};
use comity::audit::note::Note;
use comity::audit::policy::Policy;
use comity::audit::proof::inclusion_proof;
use comity::audit::proof_file::ProofFile;
use comity::audit::submission::Submission;
use comity::audit::time_stamp::{self, Roots};
use comity::audit::tree::Frontier;
use comity::audit::verify::{Demand, verify};
use comity::storage::tiles;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;

use crate::support::draft;

/// How often each reader is fed, where nobody asks for more.
const CASES: u32 = 400;

fn folder(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(kind)
}

/// The files of a folder of the corpus, by name.
fn corpus(kind: &str) -> BTreeMap<String, Vec<u8>> {
    let files = std::fs::read_dir(folder(kind)).unwrap().map(|file| file.unwrap());
    let files: BTreeMap<_, _> =
        files.map(|file| (file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap())).collect();
    assert!(files.len() >= 2, "`tests/corpus/{kind}` is as good as empty");
    files
}

/// One thing done to some bytes.
#[derive(Debug, Clone)]
enum Change {
    Flip(Index, u8),
    Set(Index, u8),
    Cut(Index, usize),
    End(Index),
    Insert(Index, &'static [u8]),
    Repeat(Index, Index, usize, usize),
    Splice(Index, Index, Index, usize),
}

/// What the readers look for.
const TOKENS: [&[u8]; 34] = [
    b"\n",
    b"\n\n",
    b"\r\n",
    b"\0",
    b" ",
    b"\t",
    b"\xff",
    b"\xc3\xa9",
    b"\xe2\x80\x94 ",
    b"+",
    b"=",
    b"==",
    b"AAAA",
    b"0",
    b"-1",
    b"01",
    b"18446744073709551616",
    b"9007199254740992",
    b"old ",
    b"index ",
    b"extra ",
    b"quorum none\n",
    b"group g all g\n",
    b"#",
    b"\"",
    b"\\u0000",
    b"\\ud800",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"null",
];

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let place = any::<Index>;
    let change = prop_oneof![
        3 => (place(), 0..8_u8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        2 => (place(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        2 => (place(), 1..80_usize).prop_map(|(at, length)| Change::Cut(at, length)),
        1 => place().prop_map(Change::End),
        4 => (place(), prop::sample::select(TOKENS.to_vec())).prop_map(|(at, token)| Change::Insert(at, token)),
        2 => (place(), place(), 1..200_usize, 1..40_usize)
            .prop_map(|(from, to, length, times)| Change::Repeat(from, to, length, times)),
        2 => (place(), place(), place(), 1..600_usize)
            .prop_map(|(at, which, from, length)| Change::Splice(at, which, from, length)),
    ];
    prop::collection::vec(change, 1..5)
}

fn altered(seed: &[u8], changes: &[Change], others: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for change in changes {
        let place = |at: &Index| at.index(bytes.len() + 1);
        match change {
            Change::Flip(at, bit) => {
                let at = place(at);
                bytes.get_mut(at).into_iter().for_each(|byte| *byte ^= 1 << bit);
            }
            Change::Set(at, to) => {
                let at = place(at);
                bytes.get_mut(at).into_iter().for_each(|byte| *byte = *to);
            }
            Change::Cut(at, length) => {
                let at = place(at);
                bytes.drain(at..bytes.len().min(at + length));
            }
            Change::End(at) => {
                let end = place(at);
                bytes.truncate(end);
            }
            Change::Insert(at, token) => {
                let at = place(at);
                bytes.splice(at..at, token.iter().copied());
            }
            Change::Repeat(from, to, length, times) => {
                let (from, to) = (place(from), place(to));
                let part = bytes[from..bytes.len().min(from + length)].repeat(*times);
                bytes.splice(to..to, part);
            }
            Change::Splice(at, which, from, length) => {
                let (at, other) = (place(at), which.get(others));
                let from = from.index(other.len() + 1);
                let end = bytes.len().min(at + length);
                bytes.splice(at..end, other[from..other.len().min(from + length)].iter().copied());
            }
        }
    }
    bytes
}

/// Feeds a reader with each file of its corpus, and with alterations of them. `read` says what must hold; true where the
/// bytes were taken.
fn feed(kind: &str, read: impl Fn(&[u8]) -> bool) {
    let files = corpus(kind);
    let (mut taken, mut refused) = (0, 0);
    for (name, bytes) in &files {
        // Shown by the harness where the reader falls over.
        println!("tests/corpus/{kind}/{name}");
        if read(bytes) { taken += 1 } else { refused += 1 }
    }
    assert!(taken > 0 && refused > 0, "of `tests/corpus/{kind}`, {taken} were taken and {refused} refused");
    let seeds: Vec<Vec<u8>> = files.into_values().collect();
    feed_altered(&seeds, read);
}

fn feed_altered(seeds: &[Vec<u8>], read: impl Fn(&[u8]) -> bool) {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(CASES);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 2000, ..Config::default() };
    let strategy = (any::<Index>(), changes());
    let run = TestRunner::new(config).run(&strategy, |(which, changes)| {
        let seed: &Vec<u8> = which.get(seeds);
        let bytes = altered(seed, &changes, seeds);
        read(&bytes);
        Ok(())
    });
    // The whole of what made it fall over is shown, so that it can go into the corpus.
    run.unwrap_or_else(|failed| panic!("{failed}"));
}

#[test]
fn a_note_that_is_read_is_printed_as_it_was() {
    feed("note", |bytes| {
        let Ok(note) = Note::parse(bytes) else { return false };
        assert_eq!(note.to_string().as_bytes(), bytes);
        assert!(note.signatures().len() <= 64 && bytes.len() <= 1 << 16);
        let stranger = Signer::from_seed(Origin::parse("stranger.example").unwrap(), &[9; 32]);
        assert!(note.open(stranger.verifier()).is_err(), "nobody has signed this");
        true
    });
}

#[test]
fn a_checkpoint_that_is_read_is_printed_as_it_was() {
    feed("checkpoint", |bytes| {
        let Ok(text) = str::from_utf8(bytes) else { return false };
        let Ok(checkpoint) = Checkpoint::heading(text) else { return false };
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        assert_eq!(checkpoint.to_string(), lines[..3].concat());
        assert!(lines.iter().all(|line| line.len() > 1 && line.ends_with('\n')), "{text:?}");
        true
    });
}

#[test]
fn a_submission_that_is_read_is_printed_as_it_was() {
    feed("submission", |bytes| {
        let Ok(submission) = Submission::parse(bytes) else { return false };
        assert_eq!(submission.to_string().as_bytes(), bytes);
        assert!(submission.proof.len() <= 63);
        true
    });
}

#[test]
fn a_proof_that_is_read_is_printed_as_it_was() {
    let stranger = Signer::from_seed(Origin::parse("stranger.example").unwrap(), &[9; 32]);
    feed("proof", |bytes| {
        let Ok(text) = str::from_utf8(bytes) else { return false };
        let Ok(proof) = ProofFile::parse(text) else { return false };
        assert_eq!(proof.to_string(), text);
        assert!(proof.hashes.len() <= 64 && proof.leaf.as_ref().is_none_or(|leaf| leaf.len() <= MAX_LEAF_BYTES));
        assert!(proof.verify(stranger.verifier()).is_err(), "nobody has signed this");
        true
    });
}

#[test]
fn a_policy_that_is_read_is_read_the_same_again() {
    feed("policy", |bytes| {
        let Ok(policy) = Policy::parse(bytes) else { return false };
        assert_eq!(Policy::parse(&[bytes, b"  # a remark\n\n"].concat()).as_ref(), Ok(&policy));
        let everybody = policy.witnesses().iter().map(|witness| witness.name.as_str()).collect();
        assert!(policy.is_quorum(&everybody), "not even all witnesses are enough");
        assert!(policy.asks_for_witnesses() != policy.is_quorum(&std::collections::BTreeSet::new()));
        let keys =
            policy.witnesses().iter().map(|witness| &witness.key).chain(policy.logs().iter().map(|log| &log.key));
        let mut keys: Vec<Vec<u8>> = keys.map(comity::audit::key::Verifier::key_bytes).collect();
        let all = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), all, "one key counts twice");
        true
    });
}

#[test]
fn a_leaf_that_is_read_is_written_as_it_was() {
    feed("leaf", |bytes| {
        let value = from_canonical(bytes);
        if let Ok(value) = &value {
            assert_eq!(to_canonical(value).unwrap(), bytes);
        }
        // The long way round: whatever serde takes, written again.
        let again = serde_json::from_slice::<serde_json::Value>(bytes).ok().and_then(|value| to_canonical(&value).ok());
        assert!(value.is_ok() || again.is_none_or(|again| again != bytes), "canonical, and refused");
        let (entry, outline) = (Entry::from_bytes(bytes), Outline::read(bytes, None));
        let Ok(entry) = entry else {
            assert_eq!(outline, None, "no entry, and an outline of it");
            return false;
        };
        // The short way may leave a leaf to the long one; where it does not, both say the same.
        let plain = entry.docs.is_empty() && entry.peer.is_none() && !bytes.contains(&b'\\');
        assert!(outline.is_some() || !plain, "an entry, and no outline of it");
        assert!(outline.is_none_or(|outline| outline == Outline::from(&entry)));
        assert!(value.is_ok() && bytes.len() <= MAX_LEAF_BYTES);
        assert_eq!(entry.to_bytes().unwrap(), bytes);
        true
    });
}

#[test]
fn an_altered_time_stamp_is_none_or_says_the_same() {
    let stamped = std::fs::read(folder("stamp").join("../README.md")).unwrap();
    let stamped = stamped.split_inclusive(|byte| *byte == b'\n').next().unwrap();
    let roots = Roots::from_pem(&std::fs::read(folder("stamp").join("roots.pem")).unwrap()).unwrap();
    let known: Vec<_> =
        corpus("stamp").values().filter_map(|bytes| time_stamp::open(bytes, stamped).ok()).map(|one| one.at).collect();
    feed("stamp", |bytes| {
        let Ok(stamp) = time_stamp::open(bytes, stamped) else { return false };
        assert!(known.contains(&stamp.at), "another time, and a good signature");
        assert!(time_stamp::open(bytes, b"something else").is_err());
        _ = stamp.is_by(&roots);
        true
    });
}

#[test]
fn entries_of_tiles_are_read_within_their_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let entries = folder.path().join("tile/entries");
    std::fs::create_dir_all(&entries).unwrap();
    let note = "ca.example/mla/1\n256\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— ca.example/mla/1 AAAAAAA=\n";
    std::fs::write(folder.path().join("checkpoint"), note).unwrap();
    feed("tile", |bytes| {
        std::fs::write(entries.join("000"), bytes).unwrap();
        let read = tiles::leaves_in(folder.path(), 0).unwrap().leaves;
        let length: usize = read.iter().map(|leaf| leaf.len() + 2).sum();
        assert!(length <= bytes.len() && read.len() <= 256);
        let again: Vec<u8> = read
            .iter()
            .flat_map(|leaf| [&u16::try_from(leaf.len()).unwrap().to_be_bytes()[..], leaf.as_slice()].concat())
            .collect();
        assert!(bytes.starts_with(&again));
        again.len() == bytes.len()
    });
}

#[test]
fn an_export_that_was_altered_is_not_intact_and_harms_nobody() {
    let (key, seeds) = exports();
    let written: BTreeMap<String, Vec<u8>> =
        seeds.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.clone())).collect();
    if std::env::var_os("COMITY_CORPUS").is_some_and(|what| what == "write") {
        for (name, bytes) in &written {
            std::fs::write(folder("bundle").join(name), bytes).unwrap();
        }
    }
    // Exports of this program, and those that an earlier one has made.
    let kept = corpus("bundle");
    let seeds: Vec<Vec<u8>> = written.into_values().chain(kept.into_values()).collect();
    let files: Vec<_> = seeds.iter().map(|bytes| unpacked(bytes).unwrap()).collect();
    let read = |bytes: &[u8]| {
        let Ok(mut bundle) = Bundle::open(Cursor::new(bytes)) else { return false };
        let Ok(report) = verify(&mut bundle, key.verifier(), &Demand::default()) else {
            return false;
        };
        if report.intact {
            let there = unpacked(bytes);
            assert!(files.iter().any(|files| there.as_ref() == Some(files)), "intact, and not what was exported");
        }
        report.intact
    };
    for bytes in &seeds {
        assert!(read(bytes), "an export is not intact");
    }
    feed_altered(&seeds, read);
}

/// The files in a tar; none where it is cut, or no tar.
fn unpacked(bytes: &[u8]) -> Option<BTreeMap<Vec<u8>, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for file in tar::Archive::new(bytes).entries().ok()? {
        let (mut file, mut content) = (file.ok()?, Vec::new());
        file.read_to_end(&mut content).ok()?;
        files.insert(file.path_bytes().into_owned(), content);
    }
    Some(files)
}

/// Small exports, of a whole log and of one case, and the key that has signed them.
fn exports() -> (Signer, [(&'static str, Vec<u8>); 2]) {
    let origin = Origin::parse("norvania.example/mla/1").unwrap();
    let key = Signer::from_seed(origin.clone(), &[3; 32]);
    let mut leaves: Vec<Vec<u8>> = Vec::new();
    let mut last: BTreeMap<u8, (u64, Hash)> = BTreeMap::new();
    let (one, two): (CaseId, CaseId) = (format!("{:032x}", 1).parse().unwrap(), format!("{:032x}", 2).parse().unwrap());
    for (number, turn) in [1_u8, 2, 1, 1, 2].into_iter().enumerate() {
        let before = last.get(&turn).copied();
        let case = if turn == 1 { one } else { two };
        let mut entry = draft(&case.to_string(), "noted");
        entry.rule = Some(sha256(b"{}"));
        entry.body.insert("number".to_owned(), json!(number));
        let cseq = before.map_or(0, |(cseq, _)| cseq + 1);
        let bytes = entry.placed(origin.clone(), cseq, before.map(|(_, hash)| hash)).to_bytes().unwrap();
        last.insert(turn, (cseq, leaf_hash(&bytes)));
        leaves.push(bytes);
    }
    // Which entry is the latest of each case: without it, the export of one case would be incomplete.
    let heads = Heads::new([1, 2].map(|turn| (if turn == 1 { one } else { two }, last[&turn].0, last[&turn].1)));
    let told = leaves.len() as u64;
    let mut entry = draft(&format!("{:032x}", 3), HEADS);
    entry.rule = Some(sha256(b"{}"));
    let body = json!({ "size": told, "cases": heads.len(), "root": heads.root().to_string() });
    entry.body = serde_json::from_value(body).unwrap();
    leaves.push(entry.placed(origin.clone(), 0, None).to_bytes().unwrap());
    let mut tree = Frontier::default();
    let nodes: Vec<_> = leaves.iter().flat_map(|leaf| tree.append(leaf_hash(leaf))).collect();
    let checkpoint = Checkpoint { origin, size: tree.size(), root: tree.root() };
    let whole = Export {
        folder: "comity-audit".to_owned(),
        checkpoint: checkpoint.sign([&key], 0).unwrap().to_string(),
        rulebooks: BTreeMap::from([(sha256(b"{}"), b"{}".to_vec())]),
        vkeys: vec![key.verifier().to_string()],
        guide: "How to verify.\n".to_owned(),
        about: vec![("Source-Organization".to_owned(), "Central authority of Norvania".to_owned())],
        ..Export::default()
    };
    let read = |level, index| {
        let node = nodes.iter().find(|node| (node.level, node.index) == (level, index));
        node.map(|node| node.hash).ok_or(std::fmt::Error)
    };
    let of_one = [0_u64, 2, 3];
    let way = |index| inclusion_proof(index, tree.size(), read).unwrap();
    let proofs = of_one.map(|index| LeafProof { index, proof: way(index) });
    let latest = Latest {
        entry: String::from_utf8(leaves[leaves.len() - 1].clone()).unwrap(),
        index: told,
        hashes: way(told),
        head: heads.prove(&one).unwrap(),
    };
    let beside = BTreeMap::from([(format!("heads/{told}.json"), to_canonical(&latest).unwrap())]);
    let single = Export { chosen: Chosen::Case(one, proofs.to_vec()), beside, ..whole.clone() };
    let pack = |export: &Export, leaves: Vec<Vec<u8>>| {
        let (lines, mut out) =
            (leaves.iter().flat_map(|leaf| [leaf.as_slice(), b"\n"].concat()).collect::<Vec<_>>(), Vec::new());
        export.write(&mut Cursor::new(lines), &mut Cursor::new(Vec::new()), &mut out).unwrap();
        out
    };
    let some = of_one.map(|index| leaves[usize::try_from(index).unwrap()].clone()).to_vec();
    (key, [("whole.tar", pack(&whole, leaves)), ("case.tar", pack(&single, some))])
}
