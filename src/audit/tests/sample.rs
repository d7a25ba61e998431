//! A small log of fictional cases, and its export, for the other tests.

use std::collections::BTreeMap;
use std::io::Cursor;

use serde_json::json;

use crate::audit::archive::ArchiveError;
use crate::audit::bundle::{Bundle, Chosen, Export, LeafProof};
use crate::audit::canonical::to_canonical;
use crate::audit::checkpoint::Checkpoint;
use crate::audit::entry::{Actor, Draft, Entry};
use crate::audit::hash::{Hash, leaf_hash, sha256};
use crate::audit::heads::Heads;
use crate::audit::ids::{CaseId, Mark, Origin};
use crate::audit::key::Signer;
use crate::audit::latest::Latest;
use crate::audit::proof::inclusion_proof;
use crate::audit::report::Report;
use crate::audit::tree::Frontier;
use crate::audit::verify::{Demand, verify};

pub(super) fn origin() -> Origin {
    Origin::parse("ca.example/mla/1").unwrap()
}

pub(super) fn signer() -> Signer {
    Signer::from_seed(origin(), &[3; 32])
}

pub(super) fn case(number: u8) -> CaseId {
    CaseId::from_bytes([number; 16])
}

pub(super) fn rule() -> Hash {
    sha256(b"rulebook")
}

/// An entry that has everything required and little else.
pub(super) fn draft(case: CaseId, number: u64) -> Draft {
    let minute = number % 60;
    Draft {
        case,
        kind: "transition".to_owned(),
        at: format!("2026-01-31T09:{minute:02}:00.000Z").parse().unwrap(),
        actor: Actor { role: "central_authority".to_owned(), org: "xa".to_owned(), p: Mark::from_bytes([9; 16]) },
        rule: Some(rule()),
        art: vec!["UNCC 40(8)".to_owned()],
        body: json!({"from": "draft", "number": number, "to": "review"}).as_object().unwrap().clone(),
        docs: Vec::new(),
        private: BTreeMap::new(),
        peer: None,
    }
}

/// The leaves of a log in which the cases take turns as `turns` says.
pub(super) fn entries(turns: &[u8]) -> Vec<Entry> {
    let mut last: BTreeMap<u8, (u64, Hash)> = BTreeMap::new();
    let mut entries = Vec::new();
    for (number, turn) in (0..).zip(turns) {
        let before = last.get(turn).copied();
        let cseq = before.map_or(0, |(cseq, _)| cseq + 1);
        let entry = draft(case(*turn), number).placed(origin(), cseq, before.map(|(_, hash)| hash));
        last.insert(*turn, (cseq, entry.leaf_hash().unwrap()));
        entries.push(entry);
    }
    entries
}

pub(super) fn leaves(turns: &[u8]) -> Vec<Vec<u8>> {
    entries(turns).iter().map(|entry| entry.to_bytes().unwrap()).collect()
}

pub(super) fn checkpoint(leaves: &[Vec<u8>]) -> Checkpoint {
    let mut tree = Frontier::default();
    tree.extend(leaves.iter().map(|leaf| leaf_hash(leaf)));
    Checkpoint { origin: origin(), size: tree.size(), root: tree.root() }
}

/// What everything but the leaves of an export of this log is.
pub(super) fn frame(leaves: &[Vec<u8>]) -> Export {
    Export {
        folder: "comity-audit".to_owned(),
        checkpoint: checkpoint(leaves).sign([&signer()], 0).unwrap().to_string(),
        rulebooks: BTreeMap::from([(rule(), b"{}".to_vec())]),
        vkeys: vec![signer().verifier().to_string()],
        guide: "How to verify.\n".to_owned(),
        about: vec![("Source-Organization".to_owned(), "Central authority of Xa".to_owned())],
        ..Export::default()
    }
}

pub(super) fn pack(frame: &Export, leaves: &[Vec<u8>]) -> Vec<u8> {
    let lines = leaves.iter().flat_map(|leaf| [leaf.as_slice(), b"\n"].concat()).collect::<Vec<_>>();
    let mut out = Vec::new();
    frame.write(&mut Cursor::new(lines), &mut Cursor::new(Vec::new()), &mut out).unwrap();
    out
}

pub(super) fn export(leaves: &[Vec<u8>]) -> Vec<u8> {
    pack(&frame(leaves), leaves)
}

/// The export of one case out of a log.
pub(super) fn export_case(leaves: &[Vec<u8>], only: CaseId) -> Vec<u8> {
    let (frame, kept) = frame_of_case(leaves, only);
    pack(&frame, &kept)
}

/// The log with one more leaf, which tells the latest entry of every case, and these.
fn with_heads(leaves: &[Vec<u8>]) -> (Vec<Vec<u8>>, Heads) {
    let entries = leaves.iter().map(|leaf| (Entry::from_bytes(leaf).unwrap(), leaf_hash(leaf)));
    let heads = Heads::new(entries.map(|(entry, hash)| (entry.case, entry.cseq, hash)));
    let mut draft = draft(case(255), 59);
    draft.kind = "heads".to_owned();
    let body = json!({ "size": leaves.len(), "cases": heads.len(), "root": heads.root().to_string() });
    draft.body = body.as_object().unwrap().clone();
    let last = draft.placed(origin(), 0, None).to_bytes().unwrap();
    (leaves.iter().cloned().chain([last]).collect(), heads)
}

/// The export of one case out of a log that then tells its latest entry.
pub(super) fn frame_of_case(leaves: &[Vec<u8>], only: CaseId) -> (Export, Vec<Vec<u8>>) {
    let told = leaves.len();
    let (leaves, heads) = with_heads(leaves);
    let mut tree = Frontier::default();
    let nodes: Vec<_> = leaves.iter().flat_map(|leaf| tree.append(leaf_hash(leaf))).collect();
    let read = |level, index| {
        let node = nodes.iter().find(|node| (node.level, node.index) == (level, index));
        node.map(|node| node.hash).ok_or(std::fmt::Error)
    };
    let places: Vec<_> =
        (0_u64..).zip(&leaves).filter(|(_, leaf)| Entry::from_bytes(leaf).unwrap().case == only).collect();
    let hashes = |index| inclusion_proof(index, leaves.len() as u64, read).unwrap();
    let proofs = places.iter().map(|(index, _)| LeafProof { index: *index, proof: hashes(*index) }).collect();
    let entry = String::from_utf8(leaves[told].clone()).unwrap();
    let latest = heads.prove(&only).map(|head| {
        let latest = Latest { entry, index: told as u64, hashes: hashes(told as u64), head };
        (format!("heads/{told}.json"), to_canonical(&latest).unwrap())
    });
    (
        Export { chosen: Chosen::Case(only, proofs), beside: latest.into_iter().collect(), ..frame(&leaves) },
        places.into_iter().map(|(_, leaf)| leaf.clone()).collect(),
    )
}

pub(super) fn check_with(bytes: &[u8], demand: &Demand) -> Result<Report, ArchiveError> {
    let mut bundle = Bundle::open(Cursor::new(bytes))?;
    verify(&mut bundle, signer().verifier(), demand)
}

pub(super) fn check(bytes: &[u8]) -> Report {
    check_with(bytes, &Demand::default()).unwrap()
}

/// The sentences of a report, for messages of failing tests and for looking into them.
pub(super) fn sentences(report: &Report) -> String {
    let lines = report.findings.iter().map(|found| format!("{:?} {:?} {}", found.step, found.grade, found.sentence));
    lines.collect::<Vec<_>>().join("\n")
}
