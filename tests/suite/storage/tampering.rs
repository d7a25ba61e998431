//! What somebody with the password of the database can do, and how it is noticed.

use comity::storage::officials::OfficialRow;
use comity::storage::roles::RoleRow;
use comity::storage::{Storage, StorageError, documents, log, officials, roles};
use sqlx::Executor;

use crate::support::{AUTHORITY_CASE, NOW, TestStorage, draft, write};

/// Adds an official who may draft.
async fn add_official(test: &TestStorage) {
    write(&test.storage, |tx| {
        Box::pin(async move {
            let official = OfficialRow {
                id: "o1".to_owned(),
                sign_in: "a.lind".to_owned(),
                name: "Åsa Lind".to_owned(),
                password_hash: "$argon2id$x".to_owned(),
                password_is_temporary_since: None,
                added_at: NOW.to_owned(),
                disabled_at: None,
            };
            officials::insert(tx, &official).await?;
            let role = RoleRow {
                official_id: "o1".to_owned(),
                role: "drafting_official".to_owned(),
                granted_by: "o0".to_owned(),
                granted_at: NOW.to_owned(),
                confirmed_by: None,
                confirmed_at: None,
                revoked_at: None,
            };
            roles::put(tx, &role).await?;
            Ok(tx.commit_with(draft(AUTHORITY_CASE, "official-added"), Vec::new()).await?.with(()))
        })
    })
    .await
    .unwrap();
}

#[test]
fn the_log_refuses_update_and_delete() {
    TestStorage::each(async |test| {
        test.install().await;
        test.add_request(1).await;
        test.storage.sign_checkpoint(NOW).await.unwrap();
        let mut connection = test.by_hand().await;
        for sql in [
            "UPDATE leaf SET body = body",
            "DELETE FROM leaf",
            "UPDATE node SET hash = hash",
            "DELETE FROM node",
            "UPDATE checkpoint SET note = note",
            "DELETE FROM checkpoint",
        ] {
            let error = connection.execute(sql).await.expect_err(sql);
            assert!(matches!(StorageError::from(error), StorageError::OnlyGrows), "{sql}");
        }
        test.storage.recheck().await.unwrap();
    });
}

#[test]
fn a_role_written_by_hand_is_refused() {
    TestStorage::each(async |test| {
        test.install().await;
        add_official(&test).await;
        let keys = test.storage.keys();
        let mut reader = test.storage.reader().await.unwrap();
        assert_eq!(roles::of(&mut reader, keys, "o1").await.unwrap().len(), 1);
        let mut connection = test.by_hand().await;
        for (sql, undo) in [
            (
                "UPDATE official_role SET role = 'central_authority'",
                "UPDATE official_role SET role = 'drafting_official'",
            ),
            (
                "UPDATE official_role SET confirmed_by = 'o9', confirmed_at = 'x'",
                "UPDATE official_role SET confirmed_by = NULL, confirmed_at = NULL",
            ),
            ("UPDATE official_role SET revoked_at = ''", "UPDATE official_role SET revoked_at = NULL"),
        ] {
            connection.execute(sql).await.unwrap();
            let refused = roles::of(&mut reader, keys, "o1").await;
            assert!(matches!(refused, Err(StorageError::Tampered { .. })), "{sql}");
            assert!(roles::list(&mut reader, keys).await.is_err(), "{sql}");
            connection.execute(undo).await.unwrap();
            assert!(roles::of(&mut reader, keys, "o1").await.is_ok(), "{undo}");
        }
        connection
            .execute("INSERT INTO official_role SELECT official_id, 'administrator', granted_by, granted_at, NULL, NULL, NULL, seal FROM official_role")
            .await
            .unwrap();
        assert!(roles::of(&mut reader, keys, "o1").await.is_err());
    });
}

#[test]
fn names_and_documents_are_not_in_the_database_and_do_not_move() {
    TestStorage::each(async |test| {
        test.install().await;
        add_official(&test).await;
        for number in 1..=2 {
            let request_id = test.add_request(number).await;
            write(&test.storage, move |tx| {
                let document = documents::DocumentRow {
                    id: format!("d{number}"),
                    request_id: request_id.clone(),
                    name: "order.pdf".to_owned(),
                    media_type: "application/pdf".to_owned(),
                    language: "en".to_owned(),
                    size: 9,
                    commitment: "c".to_owned(),
                    added_at: NOW.to_owned(),
                    added_by: "o1".to_owned(),
                };
                Box::pin(async move {
                    documents::insert(tx, &document, b"the order").await?;
                    Ok(tx.commit_with(draft(&document.request_id, "document-added"), Vec::new()).await?.with(()))
                })
            })
            .await
            .unwrap();
        }
        let mut connection = test.by_hand().await;
        let stored: Vec<(Vec<u8>,)> = sqlx::query_as("SELECT sealed FROM document_part UNION ALL SELECT name_sealed FROM document UNION ALL SELECT name_sealed FROM official")
            .fetch_all(&mut connection)
            .await
            .unwrap();
        assert_eq!(stored.len(), 5);
        for (bytes,) in &stored {
            let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
            assert!(!holds("order") && !holds("Lind"));
        }

        connection
            .execute("UPDATE document_part SET sealed = (SELECT sealed FROM document_part WHERE document_id = 'd1')")
            .await
            .unwrap();

        let keys = test.storage.keys();
        let mut reader = test.storage.reader().await.unwrap();
        assert_eq!(documents::read_bytes(&mut reader, keys, "d1").await.unwrap(), b"the order");
        let moved = documents::read_bytes(&mut reader, keys, "d2").await;
        assert!(matches!(moved, Err(StorageError::Tampered { .. })), "{moved:?}");
        assert_eq!(officials::list(&mut reader, keys).await.unwrap()[0].name, "Åsa Lind");
    });
}

#[test]
fn a_leaf_altered_past_the_triggers_is_found_before_anything_is_signed() {
    TestStorage::each(async |test| {
        test.install().await;
        let id = test.add_request(1).await;
        let mut connection = test.by_hand().await;
        let off = if test.options.database.starts_with("sqlite") {
            "DROP TRIGGER leaf_refuses_update"
        } else {
            "ALTER TABLE leaf DISABLE TRIGGER leaf_refuses_change"
        };
        connection.execute(off).await.unwrap();
        let (body,): (Vec<u8>,) =
            sqlx::query_as("SELECT body FROM leaf WHERE idx = 1").fetch_one(&mut connection).await.unwrap();
        let altered = String::from_utf8(body).unwrap().replace("drafted", "granted");
        sqlx::query("UPDATE leaf SET body = $1 WHERE idx = 1")
            .bind(altered.into_bytes())
            .execute(&mut connection)
            .await
            .unwrap();

        let refused = test.storage.sign_checkpoint(NOW).await;

        assert!(matches!(&refused, Err(StorageError::Tampered { what }) if what.contains("leaf 1")), "{refused:?}");
        let mut reader = test.storage.reader().await.unwrap();
        assert!(log::entries_of(&mut reader, &test.storage.keys().entry_key(), &id).await.is_err());
        assert!(Storage::open(&test.options).await.is_ok(), "one altered leaf must not stop every other request");
    });
}

#[test]
fn a_leaf_added_by_hand_is_found_even_with_the_right_hashes() {
    TestStorage::each(async |test| {
        test.install().await;
        let mut connection = test.by_hand().await;
        let (body,): (Vec<u8>,) =
            sqlx::query_as("SELECT body FROM leaf WHERE idx = 0").fetch_one(&mut connection).await.unwrap();
        let forged =
            String::from_utf8(body).unwrap().replace(AUTHORITY_CASE, "22222222222222222222222222222222").into_bytes();
        let hash = comity::audit::hash::leaf_hash(&forged);
        sqlx::query("INSERT INTO leaf (idx, case_id, cseq, hash, seal, body) VALUES (1, '22222222222222222222222222222222', 0, $1, $1, $2)")
            .bind(hash.to_string())
            .bind(forged)
            .execute(&mut connection)
            .await
            .unwrap();

        let refused = test.storage.recheck().await;

        assert!(matches!(&refused, Err(StorageError::Tampered { what }) if what.contains("leaf 1")), "{refused:?}");
    });
}

#[test]
fn a_reader_refuses_to_write() {
    TestStorage::each(async |test| {
        test.install().await;
        let mut reader = test.storage.reader().await.unwrap();

        assert!(reader.execute("UPDATE authority SET name = 'other'").await.is_err());
    });
}
