//! Checkpoints, proofs and copies: what leaves the storage is what is in it.

use comity::audit::checkpoint::Checkpoint;
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
