//! Policies: the attacks on them first, then what they count.

use super::sample::{checkpoint, leaves, origin, signer};
use crate::audit::checkpoint::CheckpointError;
use crate::audit::ids::Origin;
use crate::audit::key::{Scheme, Signer};
use crate::audit::note::NoteError;
use crate::audit::policy::{Judged, Policy};

fn witness(name: &str, seed: u8) -> Signer {
    Signer::new(Scheme::Cosignature, Origin::parse(name).unwrap(), &[seed; 32])
}

fn wits(number: u8) -> Signer {
    witness(&format!("w{number}.example/w"), 20 + number)
}

/// A policy with our log, the witnesses 1 to 5, and these lines.
fn with(lines: &str) -> Result<Policy, String> {
    let witness = |number: u8| format!("witness W{number} {}\n", wits(number).verifier());
    let text = format!("log {}\n{}", signer().verifier(), [1, 2, 3, 4, 5].map(witness).concat());
    Policy::parse(format!("{text}{lines}").as_bytes()).map_err(|error| error.to_string())
}

/// The note of our log, with the lines of these witnesses, at second 1000 and later.
fn noted(witnesses: &[u8]) -> String {
    let checkpoint = checkpoint(&leaves(&[1, 2]));
    let mut note = checkpoint.sign([&signer()], 900).unwrap();
    for number in witnesses {
        note.add(wits(*number).line(&checkpoint.to_string(), 1000 + u64::from(*number)).unwrap());
    }
    note.to_string()
}

fn judged(policy: &str, witnesses: &[u8]) -> Judged {
    with(policy).unwrap().open(noted(witnesses).as_bytes()).unwrap()
}

fn refused(text: &str, why: &str) {
    let error = Policy::parse(text.as_bytes()).map(|_| ()).unwrap_err().to_string();
    assert!(error.contains(why), "`{why}` in `{error}`");
}

#[test]
fn one_key_under_two_names_is_refused_wherever_it_stands_twice() {
    // The same 32 bytes as keys of three names and two types.
    let (first, second) = (witness("a.example/w", 9), witness("b.example/w", 9));
    let log = Signer::from_seed(Origin::parse("c.example/mla/1").unwrap(), &[9; 32]);
    let (one, two, log) = (first.verifier(), second.verifier(), log.verifier());

    refused(
        &format!("witness A {one}\nwitness B {two}\nquorum A\n"),
        "line 2 of the policy: its key is that of the witness `A`",
    );
    refused(&format!("log {log}\nwitness A {one}\nquorum A\n"), "line 2 of the policy: its key is that of a log above");
    refused(
        &format!("witness A {one}\nlog {log}\nquorum A\n"),
        "line 2 of the policy: its key is that of the witness `A`",
    );
    refused(&format!("log {log}\nlog {log}\nquorum none\n"), "line 2 of the policy: its key is that of a log above");
    let pq = |name: &str| Signer::new(Scheme::MlDsa44, Origin::parse(name).unwrap(), &[9; 32]).verifier().clone();
    refused(
        &format!("witness A {}\nwitness B {}\nquorum A\n", pq("a.example/w"), pq("b.example/w")),
        "no key stands twice",
    );
}

#[test]
fn our_own_log_is_no_witness_of_itself_whatever_type_its_key_says() {
    let disguised = Signer::new(Scheme::Cosignature, origin(), &[3; 32]);

    refused(
        &format!("log {}\nwitness own {}\nquorum own\n", signer().verifier(), disguised.verifier()),
        "no log is its own witness",
    );
    refused(&format!("witness own {}\nquorum own\n", signer().verifier()), "the key is one of a log");
    refused(&format!("log {}\nquorum none\n", disguised.verifier()), "the key is one of a witness");
}

#[test]
fn groups_cannot_lead_in_a_circle_nor_count_anybody_twice() {
    for (lines, why) in [
        ("group a all a\nquorum a\n", "there is no witness or group `a` above this line"),
        ("group a any b\ngroup b any a\nquorum a\n", "there is no witness or group `b` above this line"),
        ("group a 1 W1 W1\nquorum a\n", "`W1` is a member already"),
        ("group a any W1\ngroup b all a W1\nquorum b\n", "`W1` is a member already"),
        ("group a any none\nquorum a\n", "there is no witness or group `none`"),
        ("group none any W1\nquorum none\n", "the name `none` is taken"),
        ("group W1 any W2\nquorum W1\n", "the name `W1` is taken"),
        ("group a 0 W1\nquorum a\n", "a number from 1 to 1"),
        ("group a 3 W1 W2\nquorum a\n", "a number from 1 to 2"),
        ("group a 02 W1 W2\nquorum a\n", "a number from 1 to 2"),
        ("group a +1 W1 W2\nquorum a\n", "a number from 1 to 2"),
        ("group a -1 W1 W2\nquorum a\n", "a number from 1 to 2"),
        ("group a ALL W1 W2\nquorum a\n", "must be all, any, or a number"),
        ("group a all\nquorum a\n", "a group has at least one member"),
        ("quorum a\ngroup a all W1\n", "there is no witness or group `a` above this line"),
        ("quorum W1\nquorum W1\n", "a policy has one quorum"),
        ("quorum none\nquorum W1\n", "a policy has one quorum"),
        ("quorum W1 W2\n", "it must be `quorum NAME`"),
        ("Quorum W1\n", "is no word of a policy"),
        ("", "has no quorum"),
    ] {
        let error = with(lines).map(|_| ()).unwrap_err();
        assert!(error.contains(why), "{lines}: {error}");
    }
}

#[test]
fn control_bytes_and_files_that_were_cut_are_refused() {
    for byte in (0_u8..0x20).filter(|byte| !matches!(byte, b'\t' | b'\n')).chain([0x7f]) {
        let text = [b"quorum none # ", &[byte][..], b"\n"].concat();
        let error = Policy::parse(&text).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains("control character"), "byte {byte}: {error}");
    }
    let whole = format!("log {}\nwitness W {}\n# a comment\nquorum W\n", signer().verifier(), wits(1).verifier());
    assert!(Policy::parse(whole.as_bytes()).is_ok());
    for length in 0..whole.len() {
        assert!(Policy::parse(&whole.as_bytes()[..length]).is_err(), "cut after {length} bytes");
    }
    refused(&format!("# {}\nquorum none\n", "x".repeat(1 << 20)), "longer than 1 MiB");
}

#[test]
fn tabs_comments_and_words_beyond_ascii_are_read() {
    let text = format!(
        "\t# Zeugen\n\n  log\t{}  https://ca.example/\t\nwitness Zürich {} https://w.example\nquorum\tZürich\n",
        signer().verifier(),
        wits(1).verifier()
    );

    let policy = Policy::parse(text.as_bytes()).unwrap();

    assert_eq!(policy.logs()[0].url.as_deref(), Some("https://ca.example/"));
    assert_eq!(
        (policy.witnesses()[0].name.as_str(), policy.witnesses()[0].url.as_deref()),
        ("Zürich", Some("https://w.example"))
    );
    assert!(policy.asks_for_witnesses() && policy.open(noted(&[1]).as_bytes()).unwrap().quorum);
}

#[test]
fn thresholds_count_members_and_groups_of_groups() {
    let two_of_three = "group g 2 W1 W2 W3\nquorum g\n";
    for (signed, enough) in [(&[][..], false), (&[1], false), (&[1, 3], true), (&[1, 2, 3], true), (&[4, 5], false)] {
        assert_eq!(judged(two_of_three, signed).quorum, enough, "{signed:?}");
    }
    // States and observers: one of each kind at least.
    let both = "group states 2 W1 W2 W3\ngroup observers any W4 W5\ngroup q all states observers\nquorum q\n";
    for (signed, enough) in [(&[1, 2][..], false), (&[1, 4, 5], false), (&[1, 2, 4], true), (&[2, 3, 5], true)] {
        assert_eq!(judged(both, signed).quorum, enough, "{signed:?}");
    }
    assert!(judged("quorum none\n", &[]).quorum && judged("quorum W2\n", &[2]).quorum);
    assert!(!judged("quorum W2\n", &[1]).quorum);
}

#[test]
fn a_witness_that_signed_twice_counts_once() {
    let twice = judged("group g 2 W1 W2\nquorum g\n", &[1, 1, 1]);

    assert_eq!(twice.cosigned.len(), 1);
    assert!(!twice.quorum);
}

#[test]
fn a_forged_line_in_a_known_witness_s_name_spoils_the_note_and_a_stranger_s_does_not() {
    let policy = with("quorum W1\n").unwrap();
    let line = |text: &str| wits(2).line(text, 5).unwrap().to_string();

    // Not asked for by the quorum, and good otherwise: still somebody has forged here.
    let forged = format!("{}{}\n", noted(&[1]), line("another text\n"));
    let error = policy.open(forged.as_bytes()).unwrap_err();
    assert_eq!(error, CheckpointError::Note(NoteError::Forged("w2.example/w".to_owned())));
    let stranger = witness("stranger.example/w", 77).line("another text\n", 5).unwrap();
    assert!(policy.open(format!("{}{stranger}\n", noted(&[1])).as_bytes()).unwrap().quorum);
    // The name of a witness with another key is another key's line.
    let namesake = witness("w1.example/w", 78).line(&checkpoint(&leaves(&[1, 2])).to_string(), 5).unwrap();
    assert!(!policy.open(format!("{}{namesake}\n", noted(&[])).as_bytes()).unwrap().quorum);
}

#[test]
fn witnesses_without_the_log_s_own_signature_prove_nothing() {
    let text = checkpoint(&leaves(&[1, 2])).to_string();
    let unsigned = format!("{text}\n{}\n", wits(1).line(&text, 5).unwrap());

    let error = with("quorum W1\n").unwrap().open(unsigned.as_bytes()).unwrap_err();

    assert!(matches!(error, CheckpointError::Note(NoteError::Unsigned { .. })), "{error}");
}

#[test]
fn as_many_as_the_format_recommends_are_read_and_endless_ones_are_not() {
    let many = |count: u32| {
        let line = |number: u32| {
            let seed: [u8; 32] = std::array::from_fn(|at| number.to_be_bytes()[at % 4]);
            let name = Origin::parse(&format!("w{number}.example/w")).unwrap();
            format!("witness w{number} {}\n", Signer::new(Scheme::Cosignature, name, &seed).verifier())
        };
        let lines: String = (0..count).map(line).collect();
        let name = |number: u32| format!(" w{number}");
        let names: String = (0..count).map(name).collect();
        Policy::parse(format!("{lines}group all-of-them all{names}\nquorum all-of-them\n").as_bytes())
    };

    assert_eq!(many(64).unwrap().witnesses().len(), 64);
    assert!(many(257).unwrap_err().to_string().contains("more than 256 witnesses"));
}
