//! Signed notes and checkpoints: one spelling, strict keys, strict signatures.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::sample::{checkpoint, leaves, origin, signer};
use crate::audit::checkpoint::{Checkpoint, CheckpointError};
use crate::audit::hash::sha256;
use crate::audit::ids::Origin;
use crate::audit::key::{Signer, Verifier};
use crate::audit::note::{Note, NoteError};

fn note() -> String {
    checkpoint(&leaves(&[1, 2])).sign([&signer()], 0).unwrap().to_string()
}

#[test]
fn a_checkpoint_is_read_back_by_the_key_that_signed_it() {
    let opened = Checkpoint::open(note().as_bytes(), signer().verifier()).unwrap();

    assert_eq!(opened, checkpoint(&leaves(&[1, 2])));
    assert_eq!(Note::parse(note().as_bytes()).unwrap().to_string(), note());
    assert_eq!(Verifier::parse(&signer().verifier().to_string()).unwrap(), *signer().verifier());
}

#[test]
fn every_changed_byte_of_a_note_is_refused() {
    for at in 0..note().len() {
        let mut bytes = note().into_bytes();
        bytes[at] ^= 1;
        assert!(Checkpoint::open(&bytes, signer().verifier()).is_err(), "byte {at}");
    }
}

#[test]
fn a_key_vouches_for_its_own_log_only() {
    let other = Signer::from_seed(Origin::parse("other.example/mla/1").unwrap(), &[3; 32]);
    let foreign = other.sign(&checkpoint(&leaves(&[1])).to_string()).unwrap().to_string();

    assert!(matches!(checkpoint(&leaves(&[1])).sign([&other], 0), Err(CheckpointError::OtherLog { .. })));
    assert!(matches!(Checkpoint::open(foreign.as_bytes(), other.verifier()), Err(CheckpointError::OtherLog { .. })));
    assert!(matches!(
        Checkpoint::open(foreign.as_bytes(), signer().verifier()),
        Err(CheckpointError::Note(NoteError::Unsigned { .. }))
    ));
}

#[test]
fn lines_of_other_keys_are_passed_over_and_forged_ones_of_ours_are_not() {
    let stranger = Signer::from_seed(Origin::parse("witness.example").unwrap(), &[5; 32]);
    let text = checkpoint(&leaves(&[1, 2])).to_string();
    let line = |signed: &str| signed.lines().last().unwrap().to_owned() + "\n";
    let with = |extra: &str| note() + &line(extra);

    assert!(Checkpoint::open(with(&stranger.sign(&text).unwrap().to_string()).as_bytes(), signer().verifier()).is_ok());
    let of_other_text = signer().sign("something else\n").unwrap().to_string();
    let error = Checkpoint::open(with(&of_other_text).as_bytes(), signer().verifier()).unwrap_err();
    assert!(matches!(error, CheckpointError::Note(NoteError::Forged(_))));
}

#[test]
fn keys_are_read_strictly() {
    let vkey = signer().verifier().to_string();
    // The neutral point: under it, one signature fits many texts.
    let weak: [u8; 32] = std::array::from_fn(|at| u8::from(at == 0));
    let typed = [&[1], &weak[..]].concat();
    let id = sha256(&[b"x\n", &typed[..]].concat()).to_string();
    let weak = format!("x+{}+{}", &id[..8], STANDARD.encode(typed));
    for bad in
        ["", "x", "x+y", &vkey[1..], &vkey[..vkey.len() - 1], &format!("{vkey}="), &vkey.replacen('+', "+0", 1), &weak]
    {
        assert!(matches!(Verifier::parse(bad), Err(NoteError::Key(_))), "{bad}");
    }
    let (start, key) = vkey.rsplit_once('+').unwrap();
    let mut typed = STANDARD.decode(key).unwrap();
    typed[0] = 6;
    assert!(Verifier::parse(&format!("{start}+{}", STANDARD.encode(typed))).is_err());
}

#[test]
fn a_checkpoint_has_exactly_three_lines() {
    let root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    let open = |text: &str| Checkpoint::open(signer().sign(text).unwrap().to_string().as_bytes(), signer().verifier());
    let origin = origin();

    assert!(open(&format!("{origin}\n0\n{root}\n")).is_ok());
    for bad in [
        format!("{origin}\n00\n{root}\n"),
        format!("{origin}\n+1\n{root}\n"),
        format!("{origin}\n-1\n{root}\n"),
        format!("{origin}\n9007199254740992\n{root}\n"),
        format!("{origin}\n0\n{}\n", &root[4..]),
        format!("{origin}\n0\n{root}\nmore\n"),
        format!("{origin}\n0\n"),
        format!("\n0\n{root}\n"),
    ] {
        assert!(matches!(open(&bad), Err(CheckpointError::Malformed(_))), "{bad}");
    }
    assert!(signer().sign("no line break").is_err());
    assert!(signer().sign("a\rb\n").is_err());
}
