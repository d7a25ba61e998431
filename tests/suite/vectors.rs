//! What others have published as right or wrong: `tests/data/vectors`, run over the log's readers and writers.

use std::path::Path;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use comity::audit::canonical::{from_canonical, to_canonical};
use comity::audit::checkpoint::Checkpoint;
use comity::audit::hash::{Hash, leaf_hash, sha256};
use comity::audit::ids::Origin;
use comity::audit::key::{Scheme, Signer, Verifier};
use comity::audit::note::Note;
use comity::audit::policy::Policy;
use comity::audit::proof::{consistency_proof, inclusion_proof, verify_consistency, verify_inclusion};
use comity::audit::submission::Submission;
use comity::audit::tree::Frontier;
use serde_json::Value;

fn vectors(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/vectors").join(name);
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().unwrap_or_else(|| panic!("no list `{name}`"))
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_else(|| panic!("no text `{name}` in {value}"))
}

fn number(value: &Value, name: &str) -> u64 {
    value[name].as_u64().unwrap_or_else(|| panic!("no number `{name}` in {value}"))
}

fn hashes(values: &[Value]) -> Vec<Hash> {
    values.iter().map(|value| value.as_str().unwrap().parse().unwrap()).collect()
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn leaves(merkle: &Value) -> Vec<Hash> {
    list(merkle, "leaves").iter().map(|leaf| leaf_hash(&hex(leaf.as_str().unwrap()))).collect()
}

#[test]
fn the_tree_of_certificate_transparency_has_its_nodes_and_roots() {
    let merkle = vectors("merkle.json");
    let (roots, mut tree, mut nodes) = (hashes(list(&merkle, "roots")), Frontier::default(), Vec::new());
    assert_eq!(tree.root(), roots[0]);

    for (leaf, size) in leaves(&merkle).into_iter().zip(1..) {
        nodes.extend(tree.append(leaf));
        assert_eq!(tree.root(), roots[size], "{size}");
    }

    let published: usize = list(&merkle, "nodes").iter().map(|level| level.as_array().unwrap().len()).sum();
    assert_eq!(nodes.len(), published);
    for node in nodes {
        let there = &merkle["nodes"][usize::from(node.level)][usize::try_from(node.index).unwrap()];
        assert_eq!(there, &node.hash.to_string(), "{node:?}");
    }
    for leaf in list(&merkle, "hashes_of_leaves") {
        assert_eq!(leaf_hash(&hex(text(leaf, "leaf"))).to_string(), text(leaf, "hash"));
    }
    for tree in list(&merkle, "roots_of_counted_leaves") {
        let mut ours = Frontier::default();
        let size = u16::try_from(number(tree, "size")).unwrap();
        ours.extend((0..size).map(|leaf| leaf_hash(&leaf.to_le_bytes())));
        assert_eq!(STANDARD.encode(ours.root().as_bytes()), text(tree, "root"), "{size}");
    }
}

#[test]
fn published_proofs_are_made_and_believed_and_altered_ones_are_not() {
    let merkle = vectors("merkle.json");
    let (leaves, roots) = (leaves(&merkle), hashes(list(&merkle, "roots")));
    let nodes: Vec<Vec<Hash>> = list(&merkle, "nodes").iter().map(|level| hashes(level.as_array().unwrap())).collect();
    let read = |level: u8, index: u64| {
        let level = nodes.get(usize::from(level)).ok_or(std::fmt::Error)?;
        level.get(usize::try_from(index).unwrap()).copied().ok_or(std::fmt::Error)
    };
    let root = |size: u64| roots[usize::try_from(size).unwrap()];

    for vector in list(&merkle, "inclusion") {
        let (index, size, proof) = (number(vector, "index"), number(vector, "size"), hashes(list(vector, "proof")));
        let leaf = leaves[usize::try_from(index).unwrap()];
        assert_eq!(inclusion_proof(index, size, read).unwrap(), proof);
        assert_eq!(verify_inclusion(index, size, leaf, &proof, root(size)), Ok(()));
        for bad in altered(&proof, root(size)) {
            assert!(verify_inclusion(index, size, leaf, &bad, root(size)).is_err(), "{vector}");
        }
        assert!(verify_inclusion(index + 1, size, leaf, &proof, root(size)).is_err());
        assert!(verify_inclusion(index, size, sha256(b"another leaf"), &proof, root(size)).is_err());
        assert!(verify_inclusion(index, size, leaf, &proof, sha256(b"")).is_err());
    }
    for vector in list(&merkle, "consistency") {
        let (old, new, proof) = (number(vector, "old"), number(vector, "new"), hashes(list(vector, "proof")));
        assert_eq!(consistency_proof(old, new, read).unwrap(), proof);
        assert_eq!(verify_consistency((old, root(old)), (new, root(new)), &proof), Ok(()));
        for bad in altered(&proof, root(new)) {
            assert!(verify_consistency((old, root(old)), (new, root(new)), &bad).is_err(), "{vector}");
        }
        assert!(verify_consistency((old, sha256(b"")), (new, root(new)), &proof).is_err());
        assert!(verify_consistency((old, root(old)), (new, sha256(b"")), &proof).is_err());
    }
}

/// The proof with something put before it, behind it, taken away or changed, as the published tests do.
fn altered(proof: &[Hash], root: Hash) -> Vec<Vec<Hash>> {
    let mut all = vec![[proof, &[root]].concat(), [&[root][..], proof].concat()];
    for at in 0..proof.len() {
        all.push([&proof[..at], &proof[at + 1..]].concat());
        let mut bytes = *proof[at].as_bytes();
        bytes[0] ^= 8;
        let mut changed = proof.to_vec();
        changed[at] = Hash::from_bytes(bytes);
        all.push(changed);
    }
    all
}

#[test]
fn published_notes_are_believed_with_the_key_that_signed_them() {
    let notes = vectors("notes.json");
    assert!(list(&notes, "signed").len() >= 9);
    for signed in list(&notes, "signed") {
        let (note, key) = (text(signed, "note"), Verifier::parse(text(signed, "key")).unwrap());
        let read = Note::parse(note.as_bytes()).unwrap();
        assert_eq!(read.to_string(), note);
        assert_eq!(read.open(&key).unwrap(), note.split_once("\n\n").unwrap().0.to_owned() + "\n");

        for (place, _) in note.char_indices().filter(|(place, _)| place % 7 == 0) {
            let mut bytes = note.as_bytes().to_vec();
            bytes[place] ^= 1;
            let believed = Note::parse(&bytes)
                .is_ok_and(|altered| altered.open(&key).is_ok() && altered.unverified_text() != read.unverified_text());
            assert!(!believed, "byte {place} of {note}");
        }
    }
    for key in list(&notes, "keys") {
        assert_eq!(Verifier::parse(key.as_str().unwrap()).unwrap().to_string(), key.as_str().unwrap());
    }
}

#[test]
fn what_was_published_as_no_key_and_no_note_is_none() {
    let notes = vectors("notes.json");
    for bad in list(&notes, "bad_keys") {
        assert!(Verifier::parse(bad.as_str().unwrap()).is_err(), "{bad}");
    }
    // Every part of a key, and every key with one byte raised, as Go's test does.
    let key = notes["keys"][0].as_str().unwrap();
    for from in 0..key.len() {
        for to in from + 1..=key.len() {
            assert!((from, to) == (0, key.len()) || Verifier::parse(&key[from..to]).is_err(), "{}", &key[from..to]);
        }
        let mut raised = key.as_bytes().to_vec();
        raised[from] += 1;
        assert!(Verifier::parse(str::from_utf8(&raised).unwrap()).is_err());
    }
    for bad in list(&notes, "malformed") {
        assert!(Note::parse(bad.as_str().unwrap().as_bytes()).is_err(), "{bad}");
    }
    for forged in list(&notes, "forged") {
        let key = Verifier::parse(text(forged, "key")).unwrap();
        assert!(Note::parse(text(forged, "note").as_bytes()).unwrap().open(&key).is_err());
    }
}

#[test]
fn a_signature_that_go_has_made_is_made_again() {
    let signer = &vectors("notes.json")["signer"];
    // `PRIVATE+KEY+name+hash+key`; the key itself may hold a `+`.
    let key = text(signer, "key").splitn(5, '+').nth(4).unwrap();
    let seed: [u8; 33] = STANDARD.decode(key).unwrap().try_into().unwrap();
    assert_eq!(seed[0], 1);
    let ours = Signer::from_seed(Origin::parse(text(signer, "name")).unwrap(), seed[1..].try_into().unwrap());

    let mut note = Note::unsigned(text(signer, "text")).unwrap();
    note.add(ours.line(text(signer, "text"), 0).unwrap());

    assert_eq!(note.to_string(), text(signer, "note"));
}

#[test]
fn the_examples_of_the_specifications_are_read() {
    let notes = vectors("notes.json");
    let published = &notes["checkpoint"];
    let note = Note::parse(text(published, "note").as_bytes()).unwrap();
    let Checkpoint { origin, size, root } = Checkpoint::heading(note.unverified_text()).unwrap();
    assert_eq!((origin.as_str(), size), (text(published, "origin"), number(published, "size")));
    assert_eq!(STANDARD.encode(root.as_bytes()), text(published, "root"));
    let witness = note.signatures()[1].to_string();
    let line = STANDARD.decode(witness.rsplit_once(' ').unwrap().1).unwrap();
    assert_eq!(u64::from_be_bytes(line[4..12].try_into().unwrap()), number(published, "witnessed_at"));

    let published = &notes["submission"];
    let read = Submission::parse(text(published, "text").as_bytes()).unwrap();
    assert_eq!((read.old, read.proof.len() as u64), (number(published, "old"), number(published, "hashes")));
    assert_eq!(read.to_string(), text(published, "text"));
}

/// The example of C2SP tlog-policy: two of three witnesses X and one of three witnesses Y.
#[test]
fn the_policy_of_the_specification_counts_as_it_says() {
    let key = |name: &str, scheme, seed| {
        Signer::new(scheme, Origin::parse(name).unwrap(), &[seed; 32]).verifier().to_string()
    };
    let mut lines = vec![format!("log {}", key("log.example", Scheme::Ed25519, 1))];
    for (name, seed) in ["X1", "X2", "X3", "Y1", "Y2", "Y3"].iter().zip(2..) {
        lines.push(format!("witness {name} {}", key(&format!("{name}.example"), Scheme::Cosignature, seed)));
    }
    lines.extend(
        ["group X-witnesses 2 X1 X2 X3", "group Y-witnesses any Y1 Y2 Y3", "group X-and-Y all X-witnesses Y-witnesses"]
            .map(ToOwned::to_owned),
    );
    lines.push("quorum X-and-Y\n".to_owned());
    let policy = Policy::parse(lines.join("\n").as_bytes()).unwrap();

    for signed in 0..64_u8 {
        let names = ["X1", "X2", "X3", "Y1", "Y2", "Y3"];
        let by = (0..6).filter(|at| signed >> at & 1 == 1).map(|at| names[at]).collect();
        let expected = (signed & 7).count_ones() >= 2 && signed >> 3 != 0;
        assert_eq!(policy.is_quorum(&by), expected, "{by:?}");
    }
}

#[test]
fn published_json_is_canonical_or_not_as_published() {
    let json = vectors("canonical.json");
    for good in list(&json, "canonical") {
        let value = from_canonical(text(good, "text").as_bytes()).unwrap_or_else(|error| panic!("{good}: {error}"));
        assert_eq!(to_canonical(&value).unwrap(), text(good, "text").as_bytes());
    }
    for bad in list(&json, "not_canonical") {
        assert!(from_canonical(text(bad, "text").as_bytes()).is_err(), "{bad}");
    }
    for number in list(&json, "numbers_that_leaves_do_not_hold") {
        assert!(from_canonical(number.as_str().unwrap().as_bytes()).is_err(), "{number}");
    }
    // What weird.json becomes is published beside it; as strings only, so that the program can make it.
    let input: Value = serde_json::from_str(text(&json["not_canonical"][0], "text")).unwrap();
    assert_eq!(to_canonical(&input).unwrap(), text(&json["canonical"][0], "text").as_bytes());
    let input: Value = serde_json::from_str(text(&json["not_canonical"][1], "text")).unwrap();
    assert_eq!(to_canonical(&input).unwrap(), text(&json["canonical"][6], "text").as_bytes());
}

#[test]
fn the_second_verifier_says_the_same_of_all_vectors() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(crate::attacks::exporting::python());
    command.arg(root.join("tests/verifier/vectors.py")).arg(root.join("tests/data/vectors"));
    let output = command.output().unwrap();

    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
