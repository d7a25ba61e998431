//! Forked logs, stolen keys, and witnesses that are none.

use comity::audit::hash::{Hash, leaf_hash};
use comity::audit::ids::Origin;
use comity::audit::key::{Scheme, Signer};
use comity::audit::note::Note;
use comity::audit::policy::Policy;
use comity::audit::submission::Submission;
use comity::audit::tree::Frontier;
use comity::audit::{commitment, key::Verifier};
use comity::operations::export_log;
use comity::operations::gather_cosignatures::{self, Compared};
use comity::witness::courier::{Came, Courier};
use comity::witness::gather::Gathering;
use jiff::SignedDuration;

use crate::cli::process::Place;
use crate::operations::desk::{Desk, run};
use crate::operations::template::Kind;
use crate::witness::command::Serving;
use crate::witness::gathering::{gathering, outcomes, policy, witness};
use crate::witness::stand::{Log, SECONDS, Witness, with_lines};

/// Whoever owns the database makes the log anew, whole and consistent: the first `size` leaves, of which the last is
/// changed where `changed` says so, with hashes, seals, tree and head, and no checkpoint beyond them.
pub(crate) async fn relog(desk: &Desk, size: u64, changed: bool) {
    let triggers = match desk.kind {
        Kind::Sqlite => ["leaf", "node", "checkpoint"]
            .map(|table| {
                format!("DROP TRIGGER IF EXISTS {table}_refuses_update; DROP TRIGGER IF EXISTS {table}_refuses_delete;")
            })
            .concat(),
        Kind::Postgres => {
            ["leaf", "node", "checkpoint"].map(|table| format!("ALTER TABLE {table} DISABLE TRIGGER USER;")).concat()
        }
    };
    // Whoever owns the database owns the file beside it too: here only the witness is left.
    std::fs::remove_file(desk.settings.data.join("log.checkpoint")).unwrap();
    desk.sql(&triggers).await;
    desk.sql(&format!(
        "DELETE FROM cosignature; DELETE FROM checkpoint; DELETE FROM node; DELETE FROM leaf WHERE idx >= {size}"
    ))
    .await;
    let mut connection = desk.by_hand().await;
    let rows: Vec<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT idx, body FROM leaf ORDER BY idx").fetch_all(&mut connection).await.unwrap();
    let (mut tree, last) = (Frontier::default(), rows.len() - 1);
    for (at, (index, mut body)) in rows.into_iter().enumerate() {
        if changed && at == last {
            // Another time of the same length, so that all else stays as it was.
            let text = String::from_utf8(body).unwrap();
            body = text.replacen("\"at\":\"2027-", "\"at\":\"2028-", 1).into_bytes();
            assert_ne!(text.as_bytes(), body);
            let hash = leaf_hash(&body);
            let seal = commitment::entry_seal(&desk.app.storage.keys().entry_key(), &hash);
            sqlx::query("UPDATE leaf SET body = $1, hash = $2, seal = $3 WHERE idx = $4")
                .bind(body.clone())
                .bind(hash.to_string())
                .bind(seal.to_string())
                .bind(index)
                .execute(&mut connection)
                .await
                .unwrap();
        }
        for node in tree.append(leaf_hash(&body)).into_iter().filter(|node| node.level > 0) {
            sqlx::query("INSERT INTO node (level, idx, hash) VALUES ($1, $2, $3)")
                .bind(i64::from(node.level))
                .bind(node.index.cast_signed())
                .bind(node.hash.to_string())
                .execute(&mut connection)
                .await
                .unwrap();
        }
    }
    sqlx::query("UPDATE audit_head SET size = $1, frontier = $2 WHERE id = 'head'")
        .bind(tree.size().cast_signed())
        .bind(tree.to_bytes())
        .execute(&mut connection)
        .await
        .unwrap();
}

/// A log with some entries that its witness has signed.
async fn witnessed(desk: &Desk) -> (Witness, Gathering, Policy, u64) {
    let witness = witness(desk, 1).await;
    let (gathering, policy) =
        gathering(desk, &format!("{}group both all W Q\nquorum both\n", witness.policy(["W", "Q"]))).await;
    for _ in 0..3 {
        desk.draft("production").await;
    }
    let note = export_log::checkpoint(&desk.app).await.unwrap();
    assert_eq!(outcomes(gathering.round().await.unwrap()), [Came::Cosigned]);
    let size = policy.open(note.as_bytes()).unwrap().checkpoint.size;
    (witness, gathering, policy, size)
}

/// What a log asks a witness after its restart: nothing is known from before.
async fn asked_anew(desk: &Desk, policy: &Policy) -> (Came, Option<Compared>) {
    let courier = Courier::of(&desk.app, policy).unwrap().remove(0);
    let target = gather_cosignatures::newest(&desk.app).await.unwrap().unwrap();
    (courier.carry(&target).await.unwrap(), courier.compare().await.unwrap())
}

#[test]
fn attack_02_a_log_rewritten_as_a_whole_is_signed_by_no_witness() {
    Desk::each(async |desk| {
        let (witness, gathering, policy, size) = witnessed(&desk).await;
        let before = desk.app.storage.recheck().await.unwrap().root();
        relog(&desk, size, true).await;

        // Everything agrees with itself, and our own key signs it: only somebody else knows better.
        let forged = export_log::checkpoint(&desk.app).await.unwrap();
        assert_ne!(desk.app.storage.recheck().await.unwrap().root(), before);
        assert!(!policy.open(forged.as_bytes()).unwrap().quorum);
        assert_eq!(outcomes(gathering.round().await.unwrap()), [Came::SeenMore]);
        assert_eq!(asked_anew(&desk, &policy).await, (Came::SeenMore, Some(Compared::Forked(size))));
        // The same size under another root, both signed by us: proof for anybody.
        let evidence = witness.evidence();
        assert!(evidence.len() == 1 && evidence[0].starts_with("split-view-"), "{evidence:?}");

        // Our own signature in the hands of a witness seals the log.
        assert!(desk.app.storage.sealed().is_some());
        // Whoever runs it goes on all the same. Grown beyond what was witnessed: the proof leads from another root.
        desk.app.storage.compare_with_witness(None).await.unwrap();
        desk.draft("production").await;
        export_log::checkpoint(&desk.app).await.unwrap();
        let newest = gather_cosignatures::newest(&desk.app).await.unwrap().unwrap();
        let submission = gather_cosignatures::submission(&desk.app, &newest, size).await.unwrap();
        let (status, _, why) = witness.submit(submission).await;
        assert_eq!(
            (status, why.trim()),
            (422, "the proof does not show that what was seen before is the beginning of this")
        );
        assert_eq!(asked_anew(&desk, &policy).await, (Came::SeenMore, Some(Compared::Forked(size))));
        let told = gather_cosignatures::standing(&desk.app, &policy).await.unwrap().unwrap();
        assert!(told.unwitnessed_since.is_some() && told.witnessed_size.is_none());
    });
}

#[test]
fn attack_04_a_log_whose_tail_was_dropped_is_told_how_much_the_witness_has_seen() {
    Desk::each(async |desk| {
        let (witness, gathering, policy, size) = witnessed(&desk).await;
        relog(&desk, size - 2, false).await;

        export_log::checkpoint(&desk.app).await.unwrap();
        let newest = gather_cosignatures::newest(&desk.app).await.unwrap().unwrap();
        assert_eq!(newest.size, size - 2);
        let submission = gather_cosignatures::submission(&desk.app, &newest, 0).await.unwrap();
        assert_eq!(witness.submit(submission).await, (409, "text/x.tlog.size".to_owned(), format!("{size}\n")));
        assert_eq!(asked_anew(&desk, &policy).await, (Came::SeenMore, Some(Compared::Ahead(size))));
        assert!(desk.app.storage.sealed().is_some(), "our own signature in the hands of a witness seals the log");
        assert!(!matches!(outcomes(gathering.round().await.unwrap())[..], [Came::Cosigned]));
        // The witness stays where it was, and gives out the larger log under our own signature.
        let kept = witness.latest(newest.note.lines().next().unwrap()).await.unwrap();
        assert_eq!(policy.open(kept.as_bytes()).unwrap().checkpoint.size, size);
    });
}

#[test]
fn attack_07_two_roots_of_one_size_never_both_have_a_quorum_and_prove_themselves() {
    run(async {
        let log = Log::named("ca.example/mla/1");
        let honest = log.grown(8, (8, 0));
        let forked = Log::named("ca.example/mla/1").grown(8, (5, 1));
        let all = [
            Witness::named("w1.example/w", 1).await,
            Witness::named("w2.example/w", 2).await,
            Witness::named("w3.example/w", 3).await,
        ];
        for witness in &all {
            witness.knows(honest.vkeys());
        }
        let lines: Vec<_> =
            (1..).zip(&all).map(|(at, of)| format!("witness W{at} {}\n", of.folder.keys()[0])).collect();
        let lines = lines.concat();
        let text = format!("log {}\n{lines}group two 2 W1 W2 W3\nquorum two\n", honest.vkeys()[0]);
        let policy = Policy::parse(text.as_bytes()).unwrap();

        // One branch is shown to two of them, the other to the third; then each branch to all.
        let mut notes = [honest.note(8), forked.note(8)];
        for (at, witness) in all.iter().enumerate() {
            let first = usize::from(at == 2);
            for branch in [first, 1 - first] {
                let from = if branch == first { 0 } else { 8 };
                let submission = [&honest, &forked][branch].submission(from, 8);
                let (status, _, text) = witness.submit(submission.to_string()).await;
                if branch == first {
                    assert_eq!(status, 200, "{text}");
                    notes[branch] = with_lines(&notes[branch], &text);
                } else {
                    assert_eq!(status, 409, "{text}");
                    assert!(
                        text.contains("another root") && text.contains("shows different people different logs"),
                        "{text}"
                    );
                }
            }
            let evidence = witness.evidence();
            assert_eq!(evidence.len(), 1, "{evidence:?}");
            let file = std::fs::read_to_string(witness.path.path().join("w/evidence").join(&evidence[0])).unwrap();
            // Both notes stand in it, each good under the log's key alone.
            assert!(file.contains("Its signature under both notes proves it"), "{file}");
            for branch in [&honest, &forked] {
                let own: Vec<_> = branch.note(8).to_string().lines().map(ToOwned::to_owned).collect();
                assert!(own.iter().all(|line| file.contains(line.as_str())), "{file}");
            }
        }
        let [one, other] = notes.map(|note| policy.open(note.to_string().as_bytes()).unwrap());
        assert_eq!((one.checkpoint.size, one.quorum, other.quorum), (8, true, false));
        assert_ne!(one.checkpoint.root, other.checkpoint.root);
    });
}

#[test]
fn attack_08_a_branch_kept_for_one_victim_has_no_fresh_quorum() {
    run(async {
        let (honest, hidden) =
            (Log::named("ca.example/mla/1").grown(20, (20, 0)), Log::named("ca.example/mla/1").grown(20, (8, 1)));
        let witness = Witness::named("w.example/w", 7).await;
        witness.knows(honest.vkeys());
        let text = format!("log {}\nwitness W {}\nquorum W\n", honest.vkeys()[0], witness.folder.keys()[0]);
        let policy = Policy::parse(text.as_bytes()).unwrap();
        let (_, _, lines) = witness.submit(honest.submission(0, 8).to_string()).await;
        let stale = with_lines(&honest.note(8), &lines).to_string();
        witness.clock.advance(SignedDuration::from_hours(2));
        let (_, _, lines) = witness.submit(honest.submission(8, 20).to_string()).await;
        let fresh = with_lines(&honest.note(20), &lines).to_string();

        // The victim is shown the branch: no witness has signed it, and none will.
        assert!(!policy.open(hidden.note(20).to_string().as_bytes()).unwrap().quorum);
        assert_eq!(witness.status_of(&hidden.submission(20, 20)).await, 409);
        // Or an old state of the true log: it was witnessed, and how long ago that was cannot be hidden.
        let hour = SECONDS + 3600;
        let old = policy.open(stale.as_bytes()).unwrap();
        assert!(old.quorum && !policy.is_fresh(&old, hour), "{old:?}");
        assert!(policy.is_fresh(&policy.open(fresh.as_bytes()).unwrap(), hour));
        // Lines cannot be moved from the fresh state to the old one.
        let moved = with_lines(&honest.note(8), &lines);
        assert!(
            policy
                .open(moved.to_string().as_bytes())
                .unwrap_err()
                .to_string()
                .contains("the signature of `w.example/w` is wrong")
        );
    });
}

#[test]
fn attack_11_whoever_steals_the_log_s_key_gets_no_witness_to_sign() {
    Desk::each(async |desk| {
        let (witness, _, policy, size) = witnessed(&desk).await;
        let keys = desk.app.storage.log_signers().await.unwrap();
        let thief = Log::named("none.example/mla/1").grown(size + 5, (0, 9));
        let forge = |size: u64| {
            let mut checkpoint = thief.checkpoint(size);
            checkpoint.origin = keys[0].verifier().name().clone();
            checkpoint.sign(&keys, 5).unwrap()
        };

        for forged in [size, size + 5] {
            // The log's own signatures are good: without witnesses there would be nothing to see.
            let judged = policy.open(forge(forged).to_string().as_bytes()).unwrap();
            assert!(judged.keys.len() == 2 && judged.cosigned.is_empty() && !judged.quorum);
            for (old, proof) in [(0, Vec::new()), (size, thief.proof(size, forged))] {
                let submission = Submission { old, proof, note: forge(forged) };
                let status = witness.status_of(&submission).await;
                assert!(matches!(status, 409 | 422), "{old} to {forged}: {status}");
            }
        }
        // The witness knows of it now, and shows what it was brought.
        let evidence = witness.evidence();
        assert!(evidence.iter().any(|name| name.starts_with("split-view-")), "{evidence:?}");
        assert!(evidence.iter().any(|name| name.starts_with("no-proof-")), "{evidence:?}");
        // The true log goes on.
        assert_eq!(asked_anew(&desk, &policy).await, (Came::Cosigned, Some(Compared::Fits(size))));
    });
}

#[test]
fn attack_12_sock_puppets_count_for_nobody_but_their_operator() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        desk.draft("production").await;
        let checkpoint = export_log::checkpoint(&desk.app).await.unwrap();
        let note = Note::parse(checkpoint.as_bytes()).unwrap();
        let named = |name: &str, seed: u8| Signer::new(Scheme::Cosignature, Origin::parse(name).unwrap(), &[seed; 32]);
        let puppets: Vec<_> = (1..=9).map(|at| named(&format!("puppet{at}.example/w"), at)).collect();
        let signed = puppets.iter().fold(note.clone(), |mut note, puppet| {
            note.add(puppet.line(note.unverified_text(), SECONDS).unwrap());
            note
        });

        // The operator's own policy says what the operator likes; the auditor's knows none of them.
        let lines = |of: &[Signer]| -> String {
            let lines = of.iter().enumerate().map(|(at, witness)| format!("witness S{at} {}\n", witness.verifier()));
            lines.collect::<Vec<_>>().concat()
        };
        let operators = policy(&desk, &format!("{}group g 5 S0 S1 S2 S3 S4 S5\nquorum g\n", lines(&puppets))).await;
        assert!(operators.open(signed.to_string().as_bytes()).unwrap().quorum);
        let states = [named("b.example/w", 21), named("c.example/w", 22), named("d.example/w", 23)];
        let auditors = policy(&desk, &format!("{}group g 2 S0 S1 S2\nquorum g\n", lines(&states))).await;
        let judged = auditors.open(signed.to_string().as_bytes()).unwrap();
        assert!(judged.cosigned.is_empty() && !judged.quorum);
        // One captured State is not two.
        let mut captured = signed;
        captured.add(states[0].line(captured.unverified_text(), SECONDS).unwrap());
        assert!(!auditors.open(captured.to_string().as_bytes()).unwrap().quorum);
        // And the log itself, dressed as a witness, is refused: by the policy, and before it asks anybody.
        let seed = desk.app.storage.keys().log_seed(1).unwrap();
        let dressed = Signer::new(Scheme::Cosignature, Origin::parse("w.example/w").unwrap(), &seed);
        let log = desk.app.storage.log_key().await.unwrap();
        let own = format!("witness W {} https://w.example\nquorum W\n", dressed.verifier());
        let error = Policy::parse(format!("log {log}\n{own}").as_bytes()).unwrap_err().to_string();
        assert!(error.contains("line 2") && error.contains("no log is its own witness"), "{error}");
        let without_log = Policy::parse(own.as_bytes()).unwrap();
        let error = gather_cosignatures::check_policy(&desk.app, &without_log, &[]).await.unwrap_err().to_string();
        assert!(error.contains("no log is its own witness"), "{error}");
    });
}

#[test]
fn attack_13_a_cosignature_that_was_moved_or_whose_time_was_edited_is_forged() {
    run(async {
        let log = Log::named("ca.example/mla/1").grown(9, (9, 0));
        let witness = Witness::named("w.example/w", 7).await;
        witness.knows(log.vkeys());
        let [ed25519, ml_dsa] = witness.folder.keys().map(Verifier::to_string);
        let text =
            format!("log {}\nwitness W {ed25519}\nwitness Q {ml_dsa}\ngroup any any W Q\nquorum any\n", log.vkeys()[0]);
        let policy = Policy::parse(text.as_bytes()).unwrap();
        let (_, _, lines) = witness.submit(log.submission(0, 5).to_string()).await;
        assert!(policy.open(with_lines(&log.note(5), &lines).to_string().as_bytes()).unwrap().quorum);
        let sentence = "the signature of `w.example/w` is wrong: the note was altered or the signature forged";

        for line in lines.lines() {
            let moved = with_lines(&log.note(9), &format!("{line}\n"));
            assert_eq!(policy.open(moved.to_string().as_bytes()).unwrap_err().to_string(), sentence);
            // The last of the eight bytes of its time: one second to a few minutes.
            for bit in 0..8 {
                let edited = with_time(line, |time| time ^ (1 << bit));
                let note = with_lines(&log.note(5), &format!("{edited}\n"));
                assert_eq!(policy.open(note.to_string().as_bytes()).unwrap_err().to_string(), sentence);
            }
        }
    });
}

/// The line with another time in it.
fn with_time(line: &str, edit: impl Fn(u64) -> u64) -> String {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    let (start, bytes) = line.rsplit_once(' ').unwrap();
    let mut bytes = STANDARD.decode(bytes).unwrap();
    let time = u64::from_be_bytes(bytes[4..12].try_into().unwrap());
    bytes[4..12].copy_from_slice(&edit(time).to_be_bytes());
    format!("{start} {}", STANDARD.encode(bytes))
}

#[test]
fn attack_14_a_witness_listed_twice_is_refused_and_one_that_signs_twice_counts_once() {
    let place = Place::installed();
    let key = place.run(&["authority", "show"]).answer()["log_key"].as_str().unwrap().to_owned();
    let named = |name: &str| Signer::new(Scheme::Cosignature, Origin::parse(name).unwrap(), &[5; 32]);
    let (one, alias) = (named("w.example/w"), named("alias.example/w"));
    let twice = format!(
        "log {key}\nwitness A {} https://w.example\nwitness B {} https://w.example\ngroup g 2 A B\nquorum g\n",
        one.verifier(),
        alias.verifier()
    );

    let file = place.write("policy", &twice);
    for refused in
        [&["serve", "--listen", "127.0.0.1:0", "--witnesses", &file][..], &["audit", "witnesses", "--witnesses", &file]]
    {
        place.run(refused).ends(2, "line 3 of the policy: its key is that of the witness `A`: no key stands twice");
    }

    let log = Log::named("ca.example/mla/1").grown(4, (4, 0));
    let other = Signer::new(Scheme::Cosignature, Origin::parse("o.example/w").unwrap(), &[6; 32]);
    let text = format!(
        "log {}\nwitness A {}\nwitness B {}\ngroup g 2 A B\nquorum g\n",
        log.vkeys()[0],
        one.verifier(),
        other.verifier()
    );
    let policy = Policy::parse(text.as_bytes()).unwrap();
    let mut note = log.note(4);
    for seconds in 0..5 {
        note.add(one.line(note.unverified_text(), SECONDS + seconds).unwrap());
    }
    let judged = policy.open(note.to_string().as_bytes()).unwrap();
    assert_eq!((judged.cosigned.len(), judged.quorum), (1, false));
}

#[test]
fn attack_15_of_checkpoints_that_race_to_one_witness_one_wins_and_nothing_is_rolled_back() {
    run(async {
        let place = Place::empty();
        let honest = Log::named("ca.example/mla/1").grown(120, (120, 0));
        // Two processes on one folder, and forks of the log that are good under its key.
        let witnesses = [Serving::witness(&place), Serving::witness(&place)];
        place.run(&["witness", "trust", &honest.vkeys()[0], "--folder", &place.path("w")]).ends(0, "known from now on");
        let mut size = 1;
        assert_eq!(witnesses[0].submit(honest.submission(0, 1).to_string()).await.unwrap().0, 200);
        for round in 0..6_u64 {
            // Six larger sizes at once from where it stands, three to each process.
            let bodies: Vec<_> =
                (1..=6).map(|more| (size + more, honest.submission(size, size + more).to_string())).collect();
            let sent = bodies.into_iter().enumerate().map(|(at, (size, body))| {
                let witness = &witnesses[at % 2];
                async move { (size, witness.submit(body).await.unwrap()) }
            });
            let answers = futures_util::future::join_all(sent).await;
            let won: Vec<_> = answers.iter().filter(|(_, (status, _))| *status == 200).map(|(size, _)| *size).collect();
            let [winner] = won[..] else { panic!("round {round}: {answers:?}") };
            for (_, (status, text)) in answers.iter().filter(|(_, (status, _))| *status != 200) {
                assert_eq!((*status, text.as_str()), (409, format!("{winner}\n").as_str()), "round {round}");
            }
            size = winner;
        }
        // Two branches of the same size at once: one of them is signed, the other is kept as evidence.
        let forks = [
            Log::named("ca.example/mla/1").grown(100, (size, 1)),
            Log::named("ca.example/mla/1").grown(100, (size, 2)),
        ];
        let [one, two] = forks.each_ref().map(|fork| fork.submission(size, 100).to_string());
        let (one, two) = tokio::join!(witnesses[0].submit(one), witnesses[1].submit(two));
        let mut statuses = [one.unwrap().0, two.unwrap().0];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        let status = place.run(&["witness", "status", "--folder", &place.path("w")]).answer();
        assert_eq!(status["logs"][0]["size"], 100);
        let evidence = status["evidence"].as_array().unwrap();
        assert!(evidence.len() == 1 && evidence[0].as_str().unwrap().starts_with("split-view-"), "{evidence:?}");
    });
}

#[test]
fn attack_17_a_witness_signs_no_earlier_time_than_it_has_signed_and_no_smaller_log() {
    run(async {
        let log = Log::named("ca.example/mla/1").grown(9, (9, 0));
        let witness = Witness::named("w.example/w", 7).await;
        witness.knows(log.vkeys());
        assert_eq!(witness.status_of(&log.submission(0, 5)).await, 200);
        let before = witness.latest(log.origin()).await;

        // The operator of the witness sets its clock back, so that an entry might look older than it is.
        witness.clock.advance(SignedDuration::from_hours(-1));
        for (old, new) in [(5, 5), (5, 9)] {
            let (status, _, why) = witness.submit(log.submission(old, new).to_string()).await;
            assert_eq!(status, 503);
            assert!(why.contains("the clock of this witness stands before what it last signed"), "{why}");
        }
        // Nor does it go back with the log.
        let (status, _, stands) = witness.submit(log.submission(0, 3).to_string()).await;
        assert_eq!((status, stands.as_str()), (409, "5\n"));
        assert_eq!(witness.status_of(&Submission { old: 5, proof: Vec::new(), note: log.note(3) }).await, 400);
        assert_eq!(witness.latest(log.origin()).await, before);
        // A record that somebody edits leads it nowhere.
        let file = witness.path.path().join("w/checkpoints").join(hex_of(log.origin()));
        let kept = std::fs::read_to_string(&file).unwrap();
        let smaller = kept.replacen(log.note(5).unverified_text(), log.note(3).unverified_text(), 1);
        assert_ne!(kept, smaller);
        std::fs::write(&file, smaller).unwrap();
        witness.clock.advance(SignedDuration::from_hours(2));
        assert_eq!(witness.status_of(&log.submission(3, 9)).await, 500);
        std::fs::write(&file, kept).unwrap();
        assert_eq!(witness.status_of(&log.submission(5, 9)).await, 200);
    });
}

fn hex_of(log: &str) -> String {
    let digits: Hash = comity::audit::hash::sha256(log.as_bytes());
    digits.to_string()
}
