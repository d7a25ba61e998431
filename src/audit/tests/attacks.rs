//! Attacks on the log; the numbers are those of the audit log's design.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;

use super::sample::{
    case, check, check_with, checkpoint, entries, export, export_case, frame, frame_of_case, leaves, origin, pack,
    sentences, signer,
};
use crate::audit::archive::ArchiveError;
use crate::audit::bundle::{Chosen, Export, LeafProof};
use crate::audit::entry::Entry;
use crate::audit::hash::{leaf_hash, node_hash};
use crate::audit::key::Signer;
use crate::audit::report::Verdict;
use crate::audit::verify::Demand;

const TURNS: [u8; 9] = [1, 2, 1, 3, 2, 2, 1, 3, 1];

fn changed(leaf: &[u8]) -> Vec<u8> {
    let mut entry = Entry::from_bytes(leaf).unwrap();
    entry.body.insert("to".to_owned(), json!("granted"));
    entry.to_bytes().unwrap()
}

/// Attack 1: a leaf is altered, and every list of the export is made to fit.
#[test]
fn an_altered_leaf_is_named() {
    for at in 0..TURNS.len() {
        let log = leaves(&TURNS);
        let mut altered = log.clone();
        altered[at] = changed(&altered[at]);
        let report = check(&pack(&frame(&log), &altered));

        assert_eq!(report.verdict, Verdict::Altered);
        // Its successor in the case gives it away; the last of a case has none, and only the root is left.
        let has_successor = TURNS[at + 1..].contains(&TURNS[at]);
        assert_eq!(report.first_bad.map(|bad| bad.index), has_successor.then_some(at as u64), "leaf {at}");
    }
}

/// Attack 1, done in a hurry: the lists are left as they were, and the leaf is named for certain.
#[test]
fn one_flipped_byte_of_a_leaf_names_the_leaf() {
    let log = leaves(&TURNS);
    let whole = export(&log);
    for (at, leaf) in log.iter().enumerate() {
        let place = whole.windows(leaf.len()).position(|window| window == leaf).unwrap();
        for offset in [0, 20, leaf.len() / 2, leaf.len() - 1] {
            let mut altered = whole.clone();
            altered[place + offset] ^= 1;
            let report = check(&altered);

            let bad = report.first_bad.clone().unwrap();
            assert_eq!((report.verdict, bad.index), (Verdict::Altered, at as u64), "{}", sentences(&report));
            assert!(bad.why.contains("not the leaf that was signed"), "{}", bad.why);
        }
    }
}

/// Attack 2: everything is written anew and signed; only an earlier checkpoint in other hands shows it.
#[test]
fn a_full_rewrite_shows_against_an_earlier_checkpoint() {
    let log = leaves(&TURNS);
    let earlier = Demand { earlier: vec![checkpoint(&log[..5])], ..Demand::default() };
    let mut rewritten = entries(&[1, 2]);
    rewritten[0].body.insert("to".to_owned(), json!("granted"));
    let rewritten: Vec<_> =
        rewritten.iter().map(|entry| entry.to_bytes().unwrap()).chain(leaves(&[3, 4, 5, 6])).collect();

    assert!(check(&export(&rewritten)).intact);
    assert!(check_with(&export(&log), &earlier).unwrap().intact);
    let report = check_with(&export(&rewritten), &earlier).unwrap();
    assert!(report.verdict == Verdict::Altered && sentences(&report).contains("rewritten"), "{}", sentences(&report));
    // Too short to be compared is not the same as the same.
    assert_eq!(check_with(&export(&log[..4]), &earlier).unwrap().verdict, Verdict::Incomplete);
}

/// The proofs in an export of one case.
fn proofs(frame: &mut Export) -> &mut Vec<LeafProof> {
    match &mut frame.chosen {
        Chosen::Case(_, proofs) | Chosen::Some(proofs) => proofs,
        Chosen::Whole => panic!("an export of the whole log has none"),
    }
}

/// Attack 3, in an export of one case: the middle entry is dropped with its proof.
#[test]
fn a_case_cannot_lose_a_middle_entry() {
    let (mut frame, mut kept) = frame_of_case(&leaves(&TURNS), case(1));
    kept.remove(1);
    proofs(&mut frame).remove(1);
    let report = check(&pack(&frame, &kept));

    assert_eq!(report.verdict, Verdict::Altered);
    assert!(sentences(&report).contains("entry 1 of its case was due, this is entry 2"), "{}", sentences(&report));
}

/// Attack 5: the last entry is dropped with its proof.
#[test]
fn a_case_cannot_lose_its_end() {
    let (frame, kept) = frame_of_case(&leaves(&TURNS), case(1));
    assert_eq!(check(&pack(&frame, &kept)).verdict, Verdict::Intact);

    let (mut cut, mut fewer) = (frame.clone(), kept.clone());
    fewer.pop();
    proofs(&mut cut).pop();
    let report = check(&pack(&cut, &fewer));
    assert_eq!(report.verdict, Verdict::Incomplete);
    assert!(sentences(&report).contains("the end of the case is missing"), "{}", sentences(&report));

    // Without what shows it, nobody can say; with what shows another case, it is not believed.
    let without = Export { beside: BTreeMap::new(), ..frame.clone() };
    assert_eq!(check(&pack(&without, &kept)).verdict, Verdict::Incomplete);
    let (other, _) = frame_of_case(&leaves(&TURNS), case(2));
    let swapped = Export { beside: other.beside, ..frame };
    assert_eq!(check(&pack(&swapped, &kept)).verdict, Verdict::Altered);
}

#[test]
fn a_case_cannot_lose_its_beginning_or_take_in_another_case() {
    let (mut frame, mut kept) = frame_of_case(&leaves(&TURNS), case(1));
    kept.remove(0);
    proofs(&mut frame).remove(0);
    assert_eq!(check(&pack(&frame, &kept)).verdict, Verdict::Altered);

    let (mut other, foreign) = frame_of_case(&leaves(&TURNS), case(2));
    *proofs(&mut frame) = std::mem::take(proofs(&mut other));
    assert_eq!(check(&pack(&frame, &foreign)).verdict, Verdict::Altered);
}

/// Attack 18: an inner node is offered as a leaf.
#[test]
fn an_inner_node_is_no_leaf() {
    let log = leaves(&[1, 2]);
    let (left, right) = (leaf_hash(&log[0]), leaf_hash(&log[1]));
    let node = [&left.as_bytes()[..], right.as_bytes()].concat();

    assert_ne!(leaf_hash(&node), node_hash(&left, &right));
    assert!(Entry::from_bytes(&node).is_err());
    assert_ne!(leaf_hash(&[&[1][..], &node].concat()), node_hash(&left, &right));
}

/// Attack 20, by the operator: the log itself took in and signed bytes that are not canonical.
#[test]
fn a_leaf_that_is_not_canonical_is_refused_even_where_it_was_signed() {
    let good = String::from_utf8(leaves(&[1]).remove(0)).unwrap();
    for bad in [
        good.replace("\"cseq\":0", "\"cseq\":0,\"cseq\":0"),
        good.replace("\"cseq\":0", "\"cseq\":-0"),
        good.replace("\"cseq\":0", "\"cseq\": 0"),
        good.replace("\"number\":0", "\"number\":1e400"),
        good.replace("\"number\":0", "\"number\":0.5"),
        good.replace("review", "\\ud800"),
        good.replace("review", "\\u0072eview"),
        good.replace("\"number\"", "\"nu\u{308}mber\""),
        good.replace("\"v\":1", "\"v\":2"),
    ] {
        assert_ne!(bad, good);
        let report = check(&export(&[bad.clone().into_bytes()]));
        assert_eq!(report.verdict, Verdict::Altered, "{bad}");
        assert_eq!(report.first_bad.map(|bad| bad.index), Some(0), "{bad}");
    }
}

/// Attack 20: a text that looks the same in another Unicode form is another leaf.
#[test]
fn another_unicode_form_is_another_leaf() {
    let mut log = entries(&[1]);
    log[0].body.insert("note".to_owned(), json!("M\u{fc}ller"));
    let composed = log[0].to_bytes().unwrap();
    log[0].body.insert("note".to_owned(), json!("Mu\u{308}ller"));
    let twin = log[0].to_bytes().unwrap();

    assert_eq!(check(&pack(&frame(&[composed]), &[twin])).verdict, Verdict::Altered);
}

/// Attack 27: everything is replaced, signed by another key of the same name, and that key is put into the export.
#[test]
fn a_key_in_the_export_is_never_used() {
    let log = leaves(&TURNS);
    let other_key = Signer::from_seed(origin(), &[4; 32]);
    let mut forged = frame(&log);
    forged.checkpoint = checkpoint(&log).sign([&other_key], 0).unwrap().to_string();
    forged.vkeys = vec![other_key.verifier().to_string()];
    let report = check(&pack(&forged, &log));

    assert_eq!((report.verdict, report.root), (Verdict::Altered, None));
    assert!(sentences(&report).contains(&signer().verifier().to_string()), "{}", sentences(&report));
}

#[test]
fn leaves_of_another_log_are_refused_even_where_they_were_signed() {
    let mut log = entries(&[1]);
    log[0].origin = crate::audit::ids::Origin::parse("ca.example/mla/2").unwrap();
    let report = check(&export(&[log[0].to_bytes().unwrap()]));

    assert_eq!(report.verdict, Verdict::Altered);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Attack 3: whatever is dropped, swapped, doubled or added, with every list made to fit, is found.
    #[test]
    fn a_dropped_swapped_or_added_leaf_never_verifies(
        turns in prop::collection::vec(0_u8..4, 2..20), one: prop::sample::Index, two: prop::sample::Index, way in 0..4,
    ) {
        let log = leaves(&turns);
        let (one, two) = (one.index(log.len()), two.index(log.len()));
        let mut altered = log.clone();
        match way {
            0 => drop(altered.remove(one)),
            1 => altered.swap(one, two),
            2 => altered.insert(one, log[two].clone()),
            _ => altered[one] = changed(&log[one]),
        }
        prop_assume!(altered != log);

        let report = check(&pack(&frame(&log), &altered));
        // What was the last of its case leaves no gap behind: that one is missing is certain, which one is not.
        let gap = way != 0 || turns[one + 1..].contains(&turns[one]);
        prop_assert_eq!(report.verdict, if gap { Verdict::Altered } else { Verdict::Incomplete }, "{}", sentences(&report));
    }

    #[test]
    fn a_flipped_bit_anywhere_is_never_intact(place: prop::sample::Index, bit in 0_u8..8, only: bool) {
        let log = leaves(&[1, 2, 1, 2]);
        let mut bytes = if only { export_case(&log, case(1)) } else { export(&log) };
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;

        match check_with(&bytes, &Demand::default()) {
            Ok(report) => prop_assert_eq!(report.verdict, Verdict::Altered, "byte {}: {}", place, sentences(&report)),
            Err(error) => prop_assert!(matches!(error, ArchiveError::NotATar) && place < 512, "byte {}: {}", place, error),
        }
    }
}
