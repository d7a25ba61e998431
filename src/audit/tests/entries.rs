//! The leaf: one byte form, closed fields, and the schema that says the same.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::canonical::by_writing_again;
use super::sample::{case, draft, entries, origin};
use crate::audit::entry::{Actor, DocumentCommitment, Draft, Entry, EntryError, MAX_LEAF_BYTES, Peer};
use crate::audit::hash::sha256;

fn full() -> Entry {
    let docs = vec![DocumentCommitment { alg: "sha-256".to_owned(), commitment: sha256(b"c"), len: 7 }];
    let peer = Some(Peer { origin: origin(), size: 4, leaf: sha256(b"l") });
    let private = [("reason".to_owned(), sha256(b"p"))].into();
    Draft { docs, private, peer, ..draft(case(1), 5) }.placed(origin(), 3, Some(sha256(b"prev")))
}

fn altered(entry: &Entry, change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut value = serde_json::to_value(entry).unwrap();
    change(&mut value);
    crate::audit::canonical::to_canonical(&value).unwrap()
}

#[test]
fn an_entry_is_read_back_as_it_was_written() {
    for entry in entries(&[1, 2, 1]).into_iter().chain([full()]) {
        assert_eq!(Entry::from_bytes(&entry.to_bytes().unwrap()).unwrap(), entry);
    }
}

#[test]
fn the_bytes_of_a_leaf_never_change() {
    let bytes = entries(&[1]).remove(0).to_bytes().unwrap();

    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        concat!(
            r#"{"actor":{"org":"xa","p":"09090909090909090909090909090909","role":"central_authority"},"#,
            r#""art":["UNCC 40(8)"],"at":"2026-01-31T09:00:00.000Z","#,
            r#""body":{"from":"draft","number":0,"to":"review"},"case":"01010101010101010101010101010101","cseq":0,"#,
            r#""origin":"ca.example/mla/1","#,
            r#""rule":"72b6689cf49c7b5f53497442c5623bd23f6442134016c14430822da7dd450589","type":"transition","v":1}"#
        )
    );
}

#[test]
fn other_fields_and_versions_are_refused() {
    for (change, reason) in [
        (json!({"v": 2}), "version `2`"),
        (json!({"v": "1"}), "version"),
        (json!({"note": 1}), "unknown field"),
        (json!({"case": "01"}), "32 lower-case"),
        (json!({"at": "2026-01-31T09:00:00Z"}), "three decimals"),
        (json!({"art": []}), "leave it out"),
        (json!({"rule": null}), "leave it out"),
        (json!({"actor": {"role": "x", "org": "x"}}), "missing field"),
        (json!({"type": "a b"}), "plain word"),
        (json!({"type": ""}), "plain word"),
        (json!({"body": {"x": [{"n\u{e9}": 1}]}}), "plain word"),
        (json!({"priv": {"\u{e9}": sha256(b"")}}), "plain word"),
        (json!({"cseq": 1}), "predecessor"),
        (json!({"prev": sha256(b"")}), "predecessor"),
        (json!({"origin": "a b"}), "name of a log"),
    ] {
        let bytes = altered(&entries(&[1]).remove(0), |value| {
            value.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        });
        let error = Entry::from_bytes(&bytes).unwrap_err().to_string();
        assert!(error.contains(reason), "{change}: {error}");
    }
}

#[test]
fn an_entry_that_is_too_long_is_neither_written_nor_read() {
    let mut entry = full();
    entry.body.insert("long".to_owned(), json!("x".repeat(MAX_LEAF_BYTES)));

    assert!(matches!(entry.to_bytes(), Err(EntryError::TooLong(_))));
    assert!(matches!(Entry::from_bytes(&vec![b' '; MAX_LEAF_BYTES + 1]), Err(EntryError::TooLong(_))));
}

#[test]
fn the_schema_and_the_code_say_the_same() {
    // The schema closes bodies by type, which is no matter of this module: any type will do.
    let full = || Entry {
        kind: "answer_confirmed".to_owned(),
        actor: Actor { org: "XA".to_owned(), ..full().actor },
        body: json!({"gate": "sending", "safeguard": "necessity"}).as_object().unwrap().clone(),
        ..full()
    };
    let schema: Value = serde_json::from_str(include_str!("../../../schemas/audit-entry.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let valid = |bytes: &[u8]| schema.is_valid(&serde_json::from_slice(bytes).unwrap());

    assert!(valid(&full().to_bytes().unwrap()));
    assert!(valid(&Entry { cseq: 0, prev: None, ..full() }.to_bytes().unwrap()));
    let other = Entry { kind: "transition".to_owned(), ..full() };
    assert!(!valid(&other.to_bytes().unwrap()), "a type that nobody writes");
    for field in ["v", "origin", "case", "cseq", "prev", "type", "at", "actor", "body"] {
        let bytes = altered(&full(), |value| drop(value.as_object_mut().unwrap().remove(field)));
        assert!(!valid(&bytes) && Entry::from_bytes(&bytes).is_err(), "{field}");
    }
    let added = altered(&full(), |value| value["note"] = json!(1));
    assert!(!valid(&added));
    let names = |entry: &Value| entry.as_object().unwrap().keys().cloned().collect::<std::collections::BTreeSet<_>>();
    let schema: Value = serde_json::from_str(include_str!("../../../schemas/audit-entry.schema.json")).unwrap();
    assert_eq!(names(&schema["properties"]), names(&serde_json::to_value(full()).unwrap()));
}

/// Reads a leaf step by step: as a value, which is written again, as an entry, which is written again too.
fn slowly(bytes: &[u8]) -> Option<Entry> {
    let value = by_writing_again(bytes).filter(|_| bytes.len() <= MAX_LEAF_BYTES)?;
    let entry: Entry = serde_json::from_value(value).ok()?;
    entry.to_bytes().ok().filter(|again| again == bytes).map(|_| entry)
}

#[test]
fn a_list_is_no_object_and_an_object_no_list() {
    let leaf = full();
    for (field, value) in [
        ("actor", json!(["central_authority", "xa", "09090909090909090909090909090909"])),
        ("docs", json!([["sha-256", sha256(b"c"), 7]])),
        ("docs", json!({"0": {"alg": "sha-256", "commitment": sha256(b"c"), "len": 7}})),
        ("peer", json!(["ca.example/mla/1", 4, sha256(b"l")])),
        ("peer", json!(null)),
        ("priv", json!([["reason", sha256(b"p")]])),
        ("priv", json!({})),
        ("docs", json!([])),
        ("prev", json!(null)),
        ("body", json!([])),
        ("art", json!({})),
    ] {
        let bytes = altered(&leaf, |fields| fields[field] = value.clone());
        assert!(Entry::from_bytes(&bytes).is_err(), "{field}: {value}");
        assert_eq!(slowly(&bytes), None, "{field}: {value}");
    }
    let listed = serde_json::to_value(&leaf).unwrap().as_object().unwrap().values().cloned().collect::<Vec<_>>();
    assert!(Entry::from_bytes(&crate::audit::canonical::to_canonical(&listed).unwrap()).is_err());
}

/// What may be done to the bytes of a leaf: something put, at a place, over so many bytes.
fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, Vec<u8>)>> {
    let words: Vec<&[u8]> = vec![
        b"",
        b" ",
        b"0",
        b"-0",
        b"1.0",
        b"1e0",
        b"9007199254740992",
        b"null",
        b"[]",
        b"{}",
        b"\\u0061",
        b"\\/",
        b"\xff",
        b"\xc3\xa9",
        b"\"v\":1,",
        b",\"v\":1",
        b"\"number\":0,",
        b",\"art\":[]",
        b"\"prev\":null,",
        b"[\"central_authority\",\"xa\",\"09090909090909090909090909090909\"]",
        b"{\"$serde_json::private::RawValue\":\"1\"}",
        b"{\"$serde_json::private::Number\":\"1\"}",
    ];
    let put = prop_oneof![
        prop::sample::select(words).prop_map(<[u8]>::to_vec),
        prop::collection::vec(prop::sample::select(b"{}[]\":,\\ 019aevx-.".to_vec()), 1..3),
        any::<u8>().prop_map(|byte| vec![byte]),
    ];
    prop::collection::vec((any::<prop::sample::Index>(), 0..4_usize, put), 1..3)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_read_in_one_pass_is_what_is_read_step_by_step(
        which in 0..4_usize, boundary in any::<bool>(), changes in changes(),
    ) {
        let mut bytes = entries(&[1, 2, 1]).into_iter().chain([full()]).nth(which).unwrap().to_bytes().unwrap();
        for (at, over, put) in changes {
            // Between two tokens a change is more often still JSON.
            let places: Vec<usize> =
                (0..bytes.len()).filter(|at| !boundary || b"{},:[]".contains(&bytes[*at])).collect();
            let at = if places.is_empty() { 0 } else { *at.get(&places) + usize::from(boundary) };
            let end = (at + over).min(bytes.len());
            bytes.splice(at.min(end)..end, put);
        }

        let (fast, slow) = (Entry::from_bytes(&bytes), slowly(&bytes));
        if let Ok(entry) = &fast {
            prop_assert_eq!(&entry.to_bytes().unwrap(), &bytes);
        }
        prop_assert_eq!(fast.ok(), slow, "{}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn every_byte_of_a_leaf_altered_is_read_in_one_pass_as_it_is_step_by_step() {
    let (leaf, mut accepted) = (full().to_bytes().unwrap(), 0);
    for place in 0..leaf.len() {
        for byte in (0..8).map(|bit| leaf[place] ^ 1 << bit).chain(*b"0a\"\\ ,") {
            let mut altered = leaf.clone();
            altered[place] = byte;
            let (fast, slow) = (Entry::from_bytes(&altered), slowly(&altered));
            accepted += usize::from(fast.is_ok());
            assert_eq!(fast.ok(), slow, "{byte} at {place}");
        }
    }
    assert!(accepted > leaf.len(), "digits of hashes may be others: {accepted}");
}
