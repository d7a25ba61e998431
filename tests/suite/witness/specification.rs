//! The witness by C2SP tlog-witness: every answer that the specification asks for, in the order that it asks for.

use comity::audit::checkpoint::Checkpoint;
use comity::audit::note::Note;
use comity::audit::submission::{MAX_SUBMISSION_BYTES, Submission};
use jiff::SignedDuration;

use super::stand::{Log, SECONDS, Witness, with_lines};
use crate::operations::desk::run;

const SIZE: &str = "text/x.tlog.size";

#[test]
fn what_goes_on_from_what_was_seen_is_signed_by_both_keys_and_given_out() {
    run(async {
        let log = Log::named("ca.example/mla/1").grown(40, (40, 0));
        let witness = Witness::named("witness.example/w1", 7).await;
        witness.knows(log.vkeys());
        assert_eq!(witness.latest(log.origin()).await, None);

        let mut old = 0;
        for size in [1, 1, 2, 7, 7, 8, 33, 40] {
            let submission = log.submission(old, size);
            let (status, kind, lines) = witness.submit(submission.to_string()).await;
            assert_eq!((status, kind.as_str()), (200, "text/plain; charset=utf-8"), "{old} to {size}: {lines}");
            assert_eq!(lines.lines().count(), 2);
            let note = with_lines(&submission.note, &lines);
            for key in witness.keys() {
                assert_eq!(note.signed_at(&key), Ok(SECONDS));
            }
            // What it gives out is what it has signed: the log's lines and its own.
            let latest = witness.latest(log.origin()).await.unwrap();
            assert_eq!(latest, note.to_string());
            old = size;
        }
        assert_eq!(witness.evidence(), Vec::<String>::new());
    });
}

#[test]
fn an_empty_log_can_be_signed_and_grown_from() {
    run(async {
        let log = Log::named("ca.example/mla/1").grown(3, (3, 0));
        let witness = Witness::named("witness.example/w1", 7).await;
        witness.knows(log.vkeys());

        assert_eq!(witness.status_of(&log.submission(0, 0)).await, 200);
        assert_eq!(witness.status_of(&log.submission(0, 0)).await, 200);
        assert_eq!(witness.status_of(&log.submission(0, 3)).await, 200);
        assert_eq!(witness.submit(log.submission(0, 3).to_string()).await, (409, SIZE.to_owned(), "3\n".to_owned()));
        // An empty log has one root.
        let wrong = Checkpoint { size: 0, ..Log::named("cb.example/mla/1").grown(1, (1, 0)).checkpoint(1) };
        let other = Log::named("cb.example/mla/1");
        witness.knows(other.vkeys());
        let note = wrong.sign(&other.keys, SECONDS).unwrap();
        assert_eq!(witness.status_of(&Submission { old: 0, proof: Vec::new(), note }).await, 422);
    });
}

#[test]
fn logs_that_are_not_known_are_not_found_and_notes_that_are_not_theirs_forbidden() {
    run(async {
        let log = Log::named("ca.example/mla/1").grown(3, (3, 0));
        let witness = Witness::named("witness.example/w1", 7).await;
        assert_eq!(witness.status_of(&log.submission(0, 3)).await, 404);

        // Known while it serves.
        witness.knows(log.vkeys());
        let thief = Log::with_seed("ca.example/mla/1", 4).grown(3, (3, 0));
        assert_eq!(witness.status_of(&thief.submission(0, 3)).await, 403);
        // One good line does not help a forged one in the name of a known key; a stranger's line is passed over.
        let mut forged = log.submission(0, 3);
        let line = log.note(2).signatures()[0].clone();
        forged.note.add(line);
        assert_eq!(witness.status_of(&forged).await, 403);
        let mut with_stranger = log.submission(0, 3);
        with_stranger.note.add(thief.note(3).signatures()[0].clone());
        let (status, _, _) = witness.submit(with_stranger.to_string()).await;
        assert_eq!(status, 200);
        assert!(!witness.latest(log.origin()).await.unwrap().contains(&thief.note(3).signatures()[0].to_string()));
        // Either key of the log will do.
        for at in [0, 1] {
            let mut one = Note::unsigned(log.note(3).unverified_text()).unwrap();
            one.add(log.note(3).signatures()[at].clone());
            assert_eq!(witness.status_of(&Submission { old: 3, proof: Vec::new(), note: one }).await, 200);
        }
    });
}

#[test]
fn the_checks_come_in_the_order_of_the_specification() {
    run(async {
        let log = Log::named("ca.example/mla/1").grown(9, (9, 0));
        let witness = Witness::named("witness.example/w1", 7).await;
        witness.knows(log.vkeys());
        assert_eq!(witness.status_of(&log.submission(0, 5)).await, 200);
        let unsigned = Log::with_seed("ca.example/mla/1", 4).grown(9, (9, 0));
        let with_old = |old: u64, log: &Log, size: u64| Submission { old, proof: Vec::new(), note: log.note(size) };

        // Forbidden before bad, bad before conflict, conflict before proof.
        assert_eq!(witness.status_of(&with_old(8, &unsigned, 7)).await, 403);
        assert_eq!(witness.status_of(&with_old(8, &log, 7)).await, 400);
        for old in [0, 4, 6] {
            let answer = witness.submit(with_old(old, &log, 7).to_string()).await;
            assert_eq!(answer, (409, SIZE.to_owned(), "5\n".to_owned()), "old {old}");
        }
        assert_eq!(witness.status_of(&with_old(5, &log, 7)).await, 422);
        assert_eq!(witness.status_of(&log.submission(5, 7)).await, 200);
        // A proof that is too long, or stands where none belongs.
        let mut padded = log.submission(7, 9);
        padded.proof.push(padded.proof[0]);
        assert_eq!(witness.status_of(&padded).await, 422);
        let mut needless = log.submission(7, 7);
        needless.proof = log.proof(5, 7);
        assert_eq!(witness.status_of(&needless).await, 422);
        let other = Witness::named("witness.example/w2", 8).await;
        other.knows(log.vkeys());
        assert_eq!(other.status_of(&Submission { old: 0, proof: log.proof(5, 7), note: log.note(7) }).await, 422);
        assert_eq!(other.latest(log.origin()).await, None);
    });
}

#[test]
fn bodies_that_are_no_submission_are_bad() {
    run(async {
        let log = Log::named("ca.example/mla/1").grown(9, (9, 0));
        let witness = Witness::named("witness.example/w1", 7).await;
        witness.knows(log.vkeys());
        let good = log.submission(0, 9).to_string();
        let many = Submission { old: 1, proof: vec![log.checkpoint(1).root; 64], note: log.note(9) };
        for bad in [
            String::new(),
            "old 0\n".to_owned(),
            good.replacen("old 0", "old 00", 1),
            good.replacen("old 0", "new 0", 1),
            good.replacen("\n\n", "\n", 1),
            good.trim_end().to_owned(),
            good.replace('\n', "\r\n"),
            many.to_string(),
        ] {
            let (status, _, why) = witness.submit(bad.clone()).await;
            assert_eq!(status, 400, "{bad}: {why}");
        }
        let (status, _, _) = witness.submit("x".repeat(MAX_SUBMISSION_BYTES + 1)).await;
        assert_eq!(status, 413);
        // Neither another method nor another address.
        let client = reqwest::Client::new();
        assert_eq!(client.get(format!("{}/add-checkpoint", witness.url)).send().await.unwrap().status(), 405);
        for path in ["/", "/ca.example/checkpoint", "/..%2fwitness.key/checkpoint", "/%2e%2e/checkpoint"] {
            assert_eq!(client.get(format!("{}{path}", witness.url)).send().await.unwrap().status(), 404, "{path}");
        }
        assert_eq!(witness.status_of(&log.submission(0, 9)).await, 200);
    });
}

#[test]
fn lines_of_a_log_s_own_below_its_root_are_signed_by_ed25519_and_passed_over_by_ml_dsa() {
    run(async {
        let log = Log::named("ca.example/mla/1").grown(2, (2, 0));
        let witness = Witness::named("witness.example/w1", 7).await;
        witness.knows(log.vkeys());
        let text = format!("{}a line of the log's own\n", log.checkpoint(2));
        let mut note = Note::unsigned(&text).unwrap();
        note.add(log.keys[0].line(&text, 0).unwrap());

        let (status, _, lines) =
            witness.submit(Submission { old: 0, proof: Vec::new(), note: note.clone() }.to_string()).await;

        assert_eq!((status, lines.lines().count()), (200, 1), "{lines}");
        let [ed25519, ml_dsa] = witness.folder.keys();
        let signed = with_lines(&note, &lines);
        assert_eq!(signed.signed_at(ed25519), Ok(SECONDS));
        assert!(signed.signed_at(ml_dsa).is_err());
        // The next checkpoint, without such lines, goes on from it.
        assert_eq!(witness.status_of(&log.submission(2, 2)).await, 200);
    });
}

#[test]
fn logs_do_not_touch_each_other() {
    run(async {
        let (one, two) =
            (Log::named("ca.example/mla/1").grown(9, (9, 0)), Log::with_seed("cb.example/mla/1", 5).grown(9, (0, 1)));
        let witness = Witness::named("witness.example/w1", 7).await;
        witness.knows(one.vkeys().into_iter().chain(two.vkeys()));

        assert_eq!(witness.status_of(&one.submission(0, 9)).await, 200);
        assert_eq!(witness.status_of(&two.submission(0, 4)).await, 200);
        assert_eq!(witness.status_of(&two.submission(4, 9)).await, 200);
        // The key of one log signs nothing of the other.
        let mut mixed = one.submission(9, 9);
        mixed.note = two.checkpoint(9).sign(&two.keys, 0).unwrap();
        mixed.note.add(one.note(9).signatures()[0].clone());
        assert_eq!(witness.status_of(&mixed).await, 200);
        let latest = witness.latest(two.origin()).await.unwrap();
        assert!(!latest.contains(one.origin()), "{latest}");
    });
}

#[test]
fn a_witness_remembers_over_its_restart_and_signs_the_same_size_again_later() {
    run(async {
        let log = Log::named("ca.example/mla/1").grown(9, (9, 0));
        let witness = Witness::named("witness.example/w1", 7).await;
        witness.knows(log.vkeys());
        assert_eq!(witness.status_of(&log.submission(0, 5)).await, 200);

        let witness = witness.down().await.up().await;
        assert_eq!(witness.submit(log.submission(0, 9).to_string()).await.2, "5\n");
        witness.clock.advance(SignedDuration::from_mins(9));
        let (_, _, lines) = witness.submit(log.submission(5, 5).to_string()).await;
        assert_eq!(with_lines(&log.note(5), &lines).signed_at(witness.folder.keys()[1]), Ok(SECONDS + 540));
        assert_eq!(witness.status_of(&log.submission(5, 9)).await, 200);
    });
}
