//! Whom a reader believes: witnesses that have signed, that have not, and that were forged, judged by both verifiers alike.

use comity::audit::ids::Origin;
use comity::audit::key::{Scheme, Signer};
use comity::audit::note::Note;
use comity::audit::policy::Policy;
use comity::audit::report::Verdict;

use crate::operations::desk::{Desk, run};
use crate::operations::template::Kind;

use super::exporting::{ALTERED, Exported};

const UNWITNESSED: u8 = Verdict::Unwitnessed.exit_code();

/// A moment after all that the desk does, in seconds since 1970.
const LATER: u64 = 4_000_000_000;

fn witness(number: u8, scheme: Scheme) -> Signer {
    Signer::new(scheme, Origin::parse(&format!("witness.example/{number}")).unwrap(), &[number; 32])
}

/// The export, its newest checkpoint signed by these too.
fn signed_by(export: &Exported, witnesses: &[&Signer], change: impl Fn(&mut String)) -> Vec<u8> {
    export.with(|files| {
        let mut note = Note::parse(&files["data/checkpoint"]).unwrap();
        for witness in witnesses {
            let line = witness.line(note.unverified_text(), LATER).unwrap();
            note.add(line);
        }
        let mut text = note.to_string();
        change(&mut text);
        files.insert("data/checkpoint".to_owned(), text.into_bytes());
    })
}

#[test]
fn both_ask_for_the_witnesses_of_the_reader_s_policy_and_for_no_others() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        desk.sent("expedited_preservation").await;
        let export = Exported::of(&desk, None).await;
        let (one, two, three) =
            (witness(1, Scheme::Cosignature), witness(2, Scheme::MlDsa44), witness(3, Scheme::Cosignature));
        let logs = export.keys.iter().map(|key| format!("log {key}"));
        let named = [&one, &two, &three].into_iter().zip(1..);
        let named = named.map(|(witness, number)| format!("witness W{number} {}", witness.verifier()));
        let lines = logs.chain(named).collect::<Vec<_>>().join("\n");
        let policy = |rest: &str| format!("{lines}\n{rest}");
        let (any, two_of, all) = (
            policy("group g any W1 W2 W3\nquorum g\n"),
            policy("group g 2 W1 W2 W3\nquorum g\n"),
            policy("group g all W1 W2 W3\nquorum g\n"),
        );
        let unchanged = |_: &mut String| {};
        let bare = export.bytes.clone();
        let by_one = signed_by(&export, &[&one], unchanged);
        let by_two = signed_by(&export, &[&one, &two], unchanged);
        let by_three = signed_by(&export, &[&one, &two, &three], unchanged);
        for (what, bytes, policy, expected) in [
            ("nobody is asked", &bare, policy("quorum none\n"), 0),
            ("nobody has signed", &bare, any.clone(), UNWITNESSED),
            ("one of any", &by_one, any.clone(), 0),
            ("one of two", &by_one, two_of.clone(), UNWITNESSED),
            ("two of two", &by_two, two_of.clone(), 0),
            ("two of all", &by_two, all.clone(), UNWITNESSED),
            ("all", &by_three, all, 0),
            ("another one", &by_two, policy("quorum W3\n"), UNWITNESSED),
            ("a log that nobody knows", &bare, format!("log {}\nquorum none\n", three_as_log(&export)), ALTERED),
        ] {
            let said = export.both_trusting(bytes, &[], Some(&policy));
            assert_eq!(said.code, expected, "{what}: {}\n{}", said.ours, said.theirs);
        }

        // A line in the name of a witness that is not by it: the whole note is not believed, whoever else has signed.
        let forged = signed_by(&export, &[&one, &two], |text| {
            let last = text.trim_end().rfind(' ').unwrap();
            let at = last + 20;
            let other = if &text[at..=at] == "A" { "B" } else { "A" };
            text.replace_range(at..=at, other);
        });
        let said = export.both_trusting(&forged, &[], Some(&any));
        assert_eq!(said.code, ALTERED, "{}\n{}", said.ours, said.theirs);
        // A stranger's line is none of the reader's business.
        let stranger = signed_by(&export, &[&one, &witness(9, Scheme::Cosignature)], unchanged);
        assert_eq!(export.both_trusting(&stranger, &[], Some(&any)).code, 0);
    });
}

/// A key of the log's name that is not the log's.
fn three_as_log(export: &Exported) -> String {
    Signer::from_seed(export.keys[0].name().clone(), &[33; 32]).verifier().to_string()
}

#[test]
fn both_refuse_a_policy_that_counts_somebody_twice_or_nobody() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        desk.submitted("production").await;
        let export = Exported::of(&desk, None).await;
        let (log, one) = (format!("log {}\n", export.keys[0]), witness(1, Scheme::Cosignature));
        let key = one.verifier();
        for wrong in [
            format!("{log}witness A {key}\nwitness B {key}\ngroup g all A B\nquorum g\n"),
            format!("{log}witness A {key}\nwitness A {key}\nquorum A\n"),
            format!("{log}witness A {key}\ngroup g 2 A\nquorum g\n"),
            format!("{log}witness A {key}\ngroup g 0 A\nquorum g\n"),
            format!("{log}witness A {key}\ngroup g 2 A A\nquorum g\n"),
            format!("{log}witness A {key}\ngroup g any A B\nquorum g\n"),
            format!("{log}witness A {key}\n"),
            format!("{log}witness A {key}\nquorum A\nquorum none\n"),
            format!("{log}quorum nobody\n"),
            format!("{log}witnes A {key}\nquorum none\n"),
            format!("{log}quorum none"),
        ] {
            assert!(Policy::parse(wrong.as_bytes()).is_err(), "{wrong}");
            let theirs = export.theirs(&export.bytes, &[], Some(&wrong));
            assert_eq!(theirs.status.code(), Some(2), "{wrong}: {}", String::from_utf8_lossy(&theirs.stderr));
        }
    });
}
