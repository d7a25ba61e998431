//! Checkpoints, proofs and copies: what leaves the storage is what is in it.

use comity::audit::checkpoint::Checkpoint;
use comity::audit::note::Note;
use comity::audit::proof::{verify_consistency, verify_inclusion};
use comity::storage::{Private, Storage, StorageError, StorageOptions, log, private_values};
use serde_json::json;

use crate::support::{AUTHORITY_CASE, NOW, TestStorage, draft, write};

#[test]
fn a_checkpoint_is_signed_once_for_each_size() {
    TestStorage::each(async |test| {
        test.install().await;
        test.add_request(1).await;
        let signed = test.storage.sign_checkpoint(NOW).await.unwrap();
        let again = test.storage.sign_checkpoint("2026-03-03T08:00:00.000Z").await.unwrap();
        assert_eq!(signed, again);

        test.add_request(2).await;
        let later = test.storage.sign_checkpoint(NOW).await.unwrap();

        let key = test.storage.log_key().await.unwrap();
        let checkpoint = Checkpoint::open(later.note.as_bytes(), &key).unwrap();
        let head = log::head(&mut test.storage.reader().await.unwrap()).await.unwrap();
        assert_eq!((checkpoint.size, checkpoint.root), (3, head.root()));
        assert_eq!(test.storage.last_checkpoint().await.unwrap(), Some(later));
        Storage::open(&test.options).await.unwrap();
    });
}

#[test]
fn a_log_that_does_not_grow_is_confirmed_with_a_new_time_and_the_same_words() {
    TestStorage::each(async |test| {
        test.install().await;
        let first = test.storage.sign_checkpoint(NOW).await.unwrap();
        let later = "2026-03-02T08:10:00.000Z";

        let confirmed = test.storage.confirm_checkpoint(later).await.unwrap();

        let words = |note: &str| note.split("\n\n").next().unwrap().to_owned();
        assert_eq!((confirmed.size, words(&confirmed.note)), (first.size, words(&first.note)));
        let signers = test.storage.log_signers().await.unwrap();
        let ml_dsa = &signers[1];
        let signed_at = |note: &str| Note::parse(note.as_bytes()).unwrap().signed_at(ml_dsa.verifier()).unwrap();
        assert_eq!(signed_at(&confirmed.note) - signed_at(&first.note), 600);
        assert_eq!(test.storage.last_checkpoint().await.unwrap(), Some(confirmed.clone()));
        assert_eq!(std::fs::read_to_string(test.storage.sidecar()).unwrap(), confirmed.note);
        // A machine whose clock is behind takes nothing newer away, and the first of each size stays.
        test.storage.confirm_checkpoint("2026-03-02T08:05:00.000Z").await.unwrap();
        assert_eq!(test.storage.last_checkpoint().await.unwrap(), Some(confirmed));
        let (rows,): (i64,) =
            sqlx::query_as("SELECT COUNT(*) FROM checkpoint").fetch_one(&mut test.by_hand().await).await.unwrap();
        assert_eq!(rows, 1);
        test.add_request(1).await;
        let grown = test.storage.confirm_checkpoint(later).await.unwrap();
        assert_eq!(grown.size, 2);
    });
}

#[test]
fn a_confirmation_that_says_something_else_of_its_size_is_passed_over() {
    TestStorage::each(async |test| {
        test.install().await;
        let signed = test.storage.sign_checkpoint(NOW).await.unwrap();
        test.storage.confirm_checkpoint("2026-03-02T08:10:00.000Z").await.unwrap();

        sqlx::query("UPDATE heartbeat SET note = REPLACE(note, 'norvania', 'sudaria')")
            .execute(&mut test.by_hand().await)
            .await
            .unwrap();

        assert_eq!(test.storage.last_checkpoint().await.unwrap(), Some(signed));
    });
}

#[test]
fn checkpoints_that_newer_ones_of_their_hour_stand_for_go_and_no_others() {
    TestStorage::each(async |test| {
        test.install().await;
        // Sizes 2 to 8.
        let at = ["08:00", "08:10", "08:15", "08:20", "09:00", "09:30", "11:00"];
        for (number, at) in (1..).zip(at.map(|at| format!("2026-03-02T{at}:00.000Z"))) {
            test.add_request(number).await;
            test.storage.sign_checkpoint(&at).await.unwrap();
        }
        let cosigned = "INSERT INTO cosignature (size, witness, cosigned_at, line) VALUES (3, 'w', '2026-03-02', 'x')";
        for known in [cosigned, "INSERT INTO key_leaf (idx) VALUES (4)"] {
            sqlx::query(known).execute(&mut test.by_hand().await).await.unwrap();
        }

        // Not by hand either: the last of an hour, the newest of all, one that a witness has signed, the last before a leaf
        // about keys; and none is changed.
        for refused in [
            "DELETE FROM checkpoint WHERE size = 5",
            "DELETE FROM checkpoint WHERE size = 8",
            "DELETE FROM checkpoint WHERE size = 3",
            "DELETE FROM checkpoint WHERE size = 4",
            "UPDATE checkpoint SET signed_at = '2026-03-02T08:30:00.000Z' WHERE size = 2",
            "UPDATE checkpoint SET note = 'x' WHERE size = 2",
        ] {
            let done = sqlx::query(refused).execute(&mut test.by_hand().await).await;
            assert!(done.is_err_and(|error| error.to_string().contains("only grows")), "{refused}");
        }

        assert_eq!(test.storage.thin_checkpoints("2026-03-02T09:10:00.000Z").await.unwrap(), 2);
        let kept: Vec<(i64,)> = sqlx::query_as("SELECT size FROM checkpoint ORDER BY size")
            .fetch_all(&mut test.by_hand().await)
            .await
            .unwrap();
        assert_eq!(kept, [(3,), (4,), (5,), (7,), (8,)]);
        assert_eq!(test.storage.thin_checkpoints("2026-03-02T09:10:00.000Z").await.unwrap(), 0);
        // Nothing that is signed later misses them.
        test.add_request(8).await;
        Storage::open(&test.options).await.unwrap().sign_checkpoint("2026-03-02T12:00:00.000Z").await.unwrap();
    });
}

#[test]
fn machines_that_sign_one_log_at_the_same_moment_never_contradict_each_other() {
    TestStorage::each(async |test| {
        test.install().await;
        let others = [Storage::open(&test.options).await.unwrap(), Storage::open(&test.options).await.unwrap()];
        let key = test.storage.log_key().await.unwrap();
        let mut roots = std::collections::BTreeMap::new();
        for number in 1..=8 {
            test.add_request(number).await;
            let at = [&test.storage, &others[0], &others[1]];
            let times = ["2026-03-02T08:00:01.000Z", "2026-03-02T08:00:02.000Z", "2026-03-02T08:00:03.000Z"];
            let signing = at.iter().zip(times).map(|(storage, now)| storage.sign_checkpoint(now));
            let signed: Vec<_> =
                futures_util::future::join_all(signing).await.into_iter().map(Result::unwrap).collect();
            assert!(signed.iter().all(|one| *one == signed[0]), "{signed:#?}");
            let checkpoint = Checkpoint::open(signed[0].note.as_bytes(), &key).unwrap();
            assert_eq!(roots.insert(checkpoint.size, checkpoint.root), None);
        }
        assert_eq!(roots.len(), 8);
    });
}

#[test]
fn a_witness_that_has_seen_more_seals_the_log_by_a_note_that_the_log_has_signed() {
    TestStorage::each(async |test| {
        test.install().await;
        let seen = test.storage.sign_checkpoint(NOW).await.unwrap();
        test.add_request(1).await;
        let ahead = test.storage.sign_checkpoint(NOW).await.unwrap();
        let forged = ahead.note.replace("\n2\n", "\n3\n");
        let compared = async |note| test.storage.compare_with_witness(note).await.unwrap();

        assert_eq!(compared(Some(("b", &seen.note))).await, None);
        assert_eq!(compared(Some(("b", &ahead.note))).await, None);
        assert_eq!(compared(Some(("b", &forged))).await, None, "anybody could say so");
        let signers = test.storage.log_signers().await.unwrap();
        let more = Checkpoint { size: 9, ..Checkpoint::open(ahead.note.as_bytes(), signers[0].verifier()).unwrap() };
        let more = more.sign(&signers, 0).unwrap().to_string();
        let sealed = compared(Some(("b", &more))).await.unwrap();

        assert_eq!(
            sealed.to_string(),
            "the witness `b` has seen 9 entries and the database holds 2, so that it was set back"
        );
        assert_eq!(test.storage.sealed(), Some(sealed));
        let refused = test.storage.sign_checkpoint(NOW).await;
        assert!(matches!(refused, Err(StorageError::LogSealed(_))), "{refused:?}");
        // The file alone does not open what a witness has sealed.
        test.storage.compare_with_sidecar().await.unwrap();
        assert!(test.storage.sealed().is_some());
        assert_eq!(compared(None).await, None);
        assert_eq!(test.storage.sealed(), None);
    });
}

#[test]
fn proofs_from_the_tables_hold() {
    TestStorage::each(async |test| {
        test.install().await;
        for number in 1..=12 {
            test.add_request(number).await;
        }
        let mut reader = test.storage.reader().await.unwrap();
        let (size, root) = (13, log::head(&mut reader).await.unwrap().root());
        for placed in log::leaves(&mut reader, 0, 100).await.unwrap() {
            let proof = log::inclusion(&mut reader, placed.index, size).await.unwrap();
            verify_inclusion(placed.index, size, placed.leaf.hash, &proof, root).unwrap();
        }
        let mut old = comity::audit::tree::Frontier::default();
        for placed in log::leaves(&mut reader, 0, 100).await.unwrap() {
            old.append(placed.leaf.hash);
            let proof = log::consistency(&mut reader, old.size(), size).await.unwrap();
            verify_consistency((old.size(), old.root()), (size, root), &proof).unwrap();
        }
        assert!(matches!(log::inclusion(&mut reader, 13, 13).await, Err(StorageError::NotFound { .. })));
    });
}

#[test]
fn private_values_are_committed_to_and_kept_sealed() {
    TestStorage::each(async |test| {
        test.install().await;
        let id = test.add_request(1).await;
        let case = id.clone();
        write(&test.storage, move |tx| {
            let id = case.clone();
            Box::pin(async move {
                let private = [("reasons", json!("because")), ("name", json!({"family": "Lind"}))];
                let private = private.map(|(field, value)| Private { field: field.to_owned(), value }).to_vec();
                Ok(tx.commit_with(draft(&id, "refused"), private).await?.with(()))
            })
        })
        .await
        .unwrap();

        let keys = test.storage.keys();
        let mut reader = test.storage.reader().await.unwrap();
        let entries = log::entries_of(&mut reader, &keys.entry_key(), &id).await.unwrap();
        let values = private_values::list(&mut reader, keys, &id).await.unwrap();

        assert_eq!(
            values.iter().map(|value| (value.cseq, value.field.as_str())).collect::<Vec<_>>(),
            [(1, "name"), (1, "reasons")]
        );
        for private_values::PrivateValue { cseq, field, value } in values {
            use comity::audit::commitment::{Place, commit, salt};
            let place = Place { case: id.parse().unwrap(), cseq, field: &field };
            let commitment = commit(&salt(&keys.of(&id).unwrap().salting(), place), place, &value).unwrap();
            assert_eq!(entries[1].private[&field], commitment);
        }
    });
}

#[test]
fn a_private_value_without_a_key_is_refused() {
    TestStorage::each(async |test| {
        test.install().await;
        let answer = write(&test.storage, |tx| {
            Box::pin(async move {
                let private = vec![Private { field: "name".to_owned(), value: json!("x") }];
                Ok(tx.commit_with(draft(&"9".repeat(32), "noted"), private).await?.with(()))
            })
        })
        .await;

        assert!(matches!(answer, Err(StorageError::KeyMissing { .. })), "{answer:?}");
    });
}

#[tokio::test]
async fn a_copy_of_sqlite_opens_with_its_keys() {
    let test = TestStorage::sqlite().await;
    test.install().await;
    let id = test.add_request(1).await;
    test.storage.sign_checkpoint(NOW).await.unwrap();
    let target = test.options.data.join("copy");

    let backup = test.storage.back_up(&target).await.unwrap();

    assert_eq!(backup.keys, 4);
    let copy =
        Storage::open(&StorageOptions::new(format!("sqlite:{}", backup.database.display()), &target)).await.unwrap();
    assert_eq!(copy.recheck().await.unwrap(), test.storage.recheck().await.unwrap());
    assert_eq!(copy.keys().of(&id).unwrap().mark("o1"), test.storage.keys().of(&id).unwrap().mark("o1"));
    assert!(matches!(test.storage.back_up(&target).await, Err(StorageError::AlreadyExists { .. })));
}

#[tokio::test]
async fn a_copy_of_postgres_is_an_archive_with_the_keys_beside_it() {
    let test = TestStorage::postgres().await;
    test.install().await;
    let target = test.options.data.join("copy");

    let backup = test.storage.back_up(&target).await.unwrap();

    // `PGDMP` is how an archive for `pg_restore` begins.
    assert!(std::fs::read(&backup.database).unwrap().starts_with(b"PGDMP"));
    assert_eq!(backup.keys, 3);
    assert!(target.join("keys/00").join(format!("{AUTHORITY_CASE}.key")).exists());
}
