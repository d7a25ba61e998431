//! Cosignatures: they stand for one text, one time and one key, and for nothing else.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer as _, SigningKey};
use proptest::prelude::*;

use super::sample::{checkpoint, leaves, origin, signer};
use crate::audit::checkpoint::Checkpoint;
use crate::audit::ids::Origin;
use crate::audit::key::{Scheme, Signer, Verifier};
use crate::audit::note::{Note, NoteError};

const TIME: u64 = 1_679_315_147;

fn both() -> [Signer; 2] {
    let name = Origin::parse("witness.example/w1").unwrap();
    [Signer::new(Scheme::Cosignature, name.clone(), &[7; 32]), Signer::new(Scheme::MlDsa44, name, &[7; 32])]
}

fn text() -> String {
    checkpoint(&leaves(&[1, 2])).to_string()
}

/// A note with one line, as its bytes say: id, time and signature.
fn note(text: &str, name: &str, bytes: &[u8]) -> Note {
    Note::parse(format!("{text}\n— {name} {}\n", STANDARD.encode(bytes)).as_bytes()).unwrap()
}

fn bytes_of(witness: &Signer, text: &str, time: u64) -> Vec<u8> {
    let line = witness.line(text, time).unwrap().to_string();
    STANDARD.decode(line.rsplit(' ').next().unwrap()).unwrap()
}

#[test]
fn a_cosignature_is_read_back_with_its_time() {
    for witness in both() {
        let good = note(&text(), "witness.example/w1", &bytes_of(&witness, &text(), TIME));

        assert_eq!(good.signed_at(witness.verifier()), Ok(TIME));
        assert_eq!(Verifier::parse(&witness.verifier().to_string()).unwrap(), *witness.verifier());
    }
}

#[test]
fn a_cosignature_does_not_follow_to_another_checkpoint() {
    let other = checkpoint(&leaves(&[1, 2, 1])).to_string();
    let same_size = Checkpoint { root: crate::audit::hash::sha256(b"another root"), ..checkpoint(&leaves(&[1, 2])) };
    let other_log = text().replacen(origin().as_str(), "cb.example/mla/1", 1);
    for witness in both() {
        let bytes = bytes_of(&witness, &text(), TIME);
        for moved in [&other, &same_size.to_string(), &other_log] {
            let forged = note(moved, "witness.example/w1", &bytes).signed_at(witness.verifier());
            assert_eq!(forged, Err(NoteError::Forged("witness.example/w1".to_owned())), "{moved}");
        }
    }
}

#[test]
fn a_cosignature_whose_time_was_edited_is_forged() {
    for witness in both() {
        for at in 4..12 {
            let mut bytes = bytes_of(&witness, &text(), TIME);
            bytes[at] ^= 1;
            let edited = note(&text(), "witness.example/w1", &bytes).signed_at(witness.verifier());
            assert_eq!(edited, Err(NoteError::Forged("witness.example/w1".to_owned())), "byte {at}");
        }
    }
}

#[test]
fn times_beyond_what_the_format_allows_are_refused_though_the_key_signed_them() {
    for witness in both() {
        let latest = i64::MAX.unsigned_abs();
        let at = |time| {
            note(&text(), "witness.example/w1", &bytes_of(&witness, &text(), time)).signed_at(witness.verifier())
        };

        assert_eq!(at(latest), Ok(latest));
        assert!(matches!(at(latest + 1), Err(NoteError::Forged(_))));
        assert!(matches!(at(u64::MAX), Err(NoteError::Forged(_))));
    }
}

#[test]
fn every_changed_or_missing_byte_of_a_cosignature_is_noticed() {
    for witness in both() {
        let good = bytes_of(&witness, &text(), TIME);
        // All of the short one; of the long one, the time and some hundred places.
        let step = good.len().div_ceil(120);
        for at in (4..12).chain((12..good.len()).step_by(step)).chain([good.len() - 1]) {
            let mut bytes = good.clone();
            bytes[at] ^= 0x80;
            assert!(note(&text(), "witness.example/w1", &bytes).signed_at(witness.verifier()).is_err(), "byte {at}");
        }
        for cut in [&good[..good.len() - 1], &good[..12], &good[..11], &good[..5], &[&good[..], &[0]].concat()] {
            assert!(
                note(&text(), "witness.example/w1", cut).signed_at(witness.verifier()).is_err(),
                "{} bytes",
                cut.len()
            );
        }
    }
}

#[test]
fn the_signed_bytes_are_those_of_the_specification() {
    // Put together here by hand, as C2SP tlog-cosignature says, and signed with the plain library.
    let plain = SigningKey::from_bytes(&[7; 32]).sign(format!("cosignature/v1\ntime {TIME}\n{}", text()).as_bytes());
    let [ed25519, ml_dsa] = both();
    let expected = [&ed25519.verifier().id()[..], &TIME.to_be_bytes(), &plain.to_bytes()].concat();
    assert_eq!(bytes_of(&ed25519, &text(), TIME), expected);

    let signed = checkpoint(&leaves(&[1, 2]));
    let mut message = b"subtree/v1\n\0".to_vec();
    assert_eq!(message.len(), 12);
    message.extend(b"\x12witness.example/w1");
    message.extend(TIME.to_be_bytes());
    message.push(u8::try_from(origin().as_str().len()).unwrap());
    message.extend(origin().as_str().as_bytes());
    message.extend([0; 8]);
    message.extend(signed.size.to_be_bytes());
    message.extend(signed.root.as_bytes());
    let key = ml_dsa::SigningKey::<ml_dsa::MlDsa44>::from_seed(&[7; 32].into());
    let plain = key.expanded_key().sign_deterministic(&message, &[]).unwrap().encode();
    let expected = [&ml_dsa.verifier().id()[..], &TIME.to_be_bytes(), &plain[..]].concat();
    assert_eq!(bytes_of(&ml_dsa, &text(), TIME), expected);
    assert_eq!(expected.len(), 4 + 8 + 2420);
}

#[test]
fn one_key_has_another_id_for_each_type_and_a_line_of_one_type_is_none_of_another() {
    let log = Signer::from_seed(Origin::parse("witness.example/w1").unwrap(), &[7; 32]);
    let [ed25519, ml_dsa] = both();
    assert_ne!(log.verifier().id(), ed25519.verifier().id());
    assert_ne!(ed25519.verifier().id(), ml_dsa.verifier().id());

    // A plain signature over the same text, sold as a cosignature.
    let plain = bytes_of(&log, &text(), 0);
    let sold = [&ed25519.verifier().id()[..], &TIME.to_be_bytes(), &plain[4..]].concat();

    let read = note(&text(), "witness.example/w1", &sold).signed_at(ed25519.verifier());
    assert_eq!(read, Err(NoteError::Forged("witness.example/w1".to_owned())));
}

#[test]
fn keys_of_unknown_types_and_lengths_are_refused() {
    // Spelt with the id that fits, so that it is the type or the length that is refused.
    let spelt = |name: &str, typed: &[u8]| {
        let id = crate::audit::hash::sha256(&[name.as_bytes(), b"\n", typed].concat()).to_string();
        Verifier::parse(&format!("{name}+{}+{}", &id[..8], STANDARD.encode(typed)))
    };
    for signer in both().iter().chain([&signer()]) {
        let (name, key) = (signer.verifier().name().as_str(), signer.verifier().key_bytes());
        let own = signer.verifier().scheme() as u8;
        assert!(spelt(name, &[&[own], &key[..]].concat()).is_ok());
        // Ed25519 has two types, which are two keys of the same bytes.
        let fits = |kind: u8| if key.len() == 32 { matches!(kind, 1 | 4) } else { kind == 6 };
        for kind in (0..=255).filter(|kind| !fits(*kind)) {
            assert!(spelt(name, &[&[kind], &key[..]].concat()).is_err(), "type {kind}");
        }
        for wrong in [&[][..], &key[..key.len() - 1], &[&key[..], &[0]].concat()] {
            assert!(spelt(name, &[&[own], wrong].concat()).is_err(), "{} bytes", wrong.len());
        }
    }
}

#[test]
fn the_example_of_the_specification_is_spelt_as_we_spell_it() {
    // C2SP tlog-cosignature, the example of its introduction; it names no public key, so that only its form is held.
    let example = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
        — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

    let note = Note::parse(example.as_bytes()).unwrap();

    assert_eq!((note.to_string().as_str(), note.signatures().len()), (example, 2));
    assert_eq!(Checkpoint::parse(note.unverified_text()).unwrap().size, 20_852_163);
    assert_eq!(note.signatures()[1].bytes[..8], 1_679_315_147_u64.to_be_bytes());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_bytes_make_the_readers_of_notes_keys_and_policies_fall_over(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        _ = Note::parse(&bytes);
        _ = crate::audit::policy::Policy::parse(&bytes);
        let text = String::from_utf8_lossy(&bytes);
        _ = Verifier::parse(&text);
        _ = Checkpoint::parse(&text);
        _ = crate::audit::note::Signature::parse(&text);
    }

    #[test]
    fn what_was_signed_is_read_back(size in 0_u64..1 << 53, root in any::<[u8; 32]>(), time in 0_u64..1 << 63) {
        let checkpoint = Checkpoint { origin: origin(), size, root: crate::audit::hash::Hash::from_bytes(root) };
        let [witness, _] = both();
        let mut note = checkpoint.sign([&signer()], 0).unwrap();
        note.add(witness.line(&checkpoint.to_string(), time).unwrap());

        let read = Note::parse(note.to_string().as_bytes()).unwrap();

        prop_assert_eq!(read.signed_at(witness.verifier()), Ok(time));
        prop_assert_eq!(Checkpoint::of(&read, signer().verifier()), Ok(checkpoint));
    }
}
