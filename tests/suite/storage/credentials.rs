//! Sessions and tokens in their table, and the one write of theirs that leaves no entry.

use std::sync::{Arc, Mutex};

use comity::domain::scope::CredentialKind;
use comity::domain::secret::Secret;
use comity::storage::credentials::{self, CredentialRow, Found};
use comity::storage::officials::{self, OfficialRow};
use comity::storage::{Recorded, StorageError, Written, log, requests};
use tokio::sync::Notify;

use crate::support::{AUTHORITY_CASE, NOW, TestStorage, draft, write};

const LATER: &str = "2026-03-02T08:01:00.000Z";

fn official() -> OfficialRow {
    OfficialRow {
        id: "a".repeat(32),
        sign_in: "a.lind".to_owned(),
        name: "A. Lind".to_owned(),
        password_hash: "hash".to_owned(),
        password_is_temporary_since: None,
        added_at: NOW.to_owned(),
        disabled_at: None,
    }
}

fn row() -> CredentialRow {
    CredentialRow {
        id: "c".repeat(32),
        official_id: official().id,
        kind: "token".to_owned(),
        label: Some("nightly statistics".to_owned()),
        scopes: "read".to_owned(),
        issued_at: NOW.to_owned(),
        expires_at: "2026-04-02T08:00:00.000Z".to_owned(),
        used_at: NOW.to_owned(),
        revoked_at: None,
        assurance: 1,
    }
}

fn secret() -> Secret {
    Secret::of(CredentialKind::Token, &[7; 32])
}

async fn add(test: &TestStorage) {
    test.install().await;
    write(&test.storage, |tx| {
        Box::pin(async move {
            officials::insert(tx, &official()).await?;
            credentials::insert(tx, AUTHORITY_CASE, &row(), &secret()).await?;
            Ok(tx.commit_with(draft(AUTHORITY_CASE, "added"), Vec::new()).await?.with(()))
        })
    })
    .await
    .unwrap();
}

async fn found(test: &TestStorage) -> Result<Option<Found>, StorageError> {
    let mut reader = test.storage.reader().await.unwrap();
    credentials::find_by_secret(&mut reader, test.storage.keys(), &secret()).await
}

async fn listed(test: &TestStorage) -> Vec<credentials::Listed> {
    let mut reader = test.storage.reader().await.unwrap();
    credentials::list(&mut reader, test.storage.keys(), AUTHORITY_CASE, None).await.unwrap()
}

#[test]
fn a_credential_comes_back_as_it_was_written_until_it_is_revoked() {
    TestStorage::each(async |test| {
        add(&test).await;

        let known = found(&test).await.unwrap().unwrap();
        assert_eq!((known.row, known.official), (CredentialRow { label: None, ..row() }, official()));
        assert_eq!(listed(&test).await, [credentials::Listed { row: row(), altered: false }]);
        write(&test.storage, |tx| {
            Box::pin(async move {
                assert!(credentials::revoke(tx, &row().id, LATER).await?);
                assert!(!credentials::revoke(tx, &row().id, LATER).await?);
                Ok(tx.commit_with(draft(AUTHORITY_CASE, "revoked"), Vec::new()).await?.with(()))
            })
        })
        .await
        .unwrap();

        assert!(found(&test).await.unwrap().is_none());
        let revoked = CredentialRow { revoked_at: Some(LATER.to_owned()), ..row() };
        assert_eq!(listed(&test).await, [credentials::Listed { row: revoked, altered: false }]);
    });
}

#[test]
fn noting_a_use_changes_nothing_but_when_it_was_and_leaves_no_entry() {
    TestStorage::each(async |test| {
        add(&test).await;
        let known = found(&test).await.unwrap().unwrap();
        let before = log::head(&mut test.storage.reader().await.unwrap()).await.unwrap();

        test.storage.note_use(&known, LATER).await.unwrap();
        // Whoever read the row before that comes too late, and does not put it back.
        test.storage.note_use(&known, "2026-03-02T08:00:59.000Z").await.unwrap();

        let used = CredentialRow { used_at: LATER.to_owned(), ..row() };
        assert_eq!(listed(&test).await, [credentials::Listed { row: used, altered: false }]);
        assert_eq!(log::head(&mut test.storage.reader().await.unwrap()).await.unwrap(), before);
        test.storage.recheck().await.unwrap();
    });
}

#[test]
fn a_use_noted_in_the_same_commit_lets_no_other_write_go_without_its_entry() {
    TestStorage::each(async |test| {
        add(&test).await;
        let id = test.add_request(1).await;
        let known = found(&test).await.unwrap().unwrap();
        let (stolen, begun, go) =
            (Arc::new(Mutex::new(None::<Recorded>)), Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (kept, begins, goes, storage) =
            (Arc::clone(&stolen), Arc::clone(&begun), Arc::clone(&go), test.storage.clone());
        // One act keeps the writer busy, so that those below wait together; its proof is carried out of it.
        let first = tokio::spawn(async move {
            write(&storage, move |tx| {
                let (kept, begins, goes) = (Arc::clone(&kept), Arc::clone(&begins), Arc::clone(&goes));
                Box::pin(async move {
                    let recorded = tx.commit_with(draft(AUTHORITY_CASE, "noted"), Vec::new()).await?;
                    *kept.lock().unwrap() = Some(recorded);
                    begins.notify_one();
                    goes.notified().await;
                    Ok(Written::unchanged(()))
                })
            })
            .await
        });
        begun.notified().await;
        let (moved, storage) = (id.clone(), test.storage.clone());
        let smuggled = async move {
            write(&storage, move |tx| {
                let (id, stolen) = (moved.clone(), Arc::clone(&stolen));
                Box::pin(async move {
                    let mut row = requests::lock_and_read(tx, &id, NOW).await?;
                    row.stage = "sent".to_owned();
                    requests::update(tx, &row).await?;
                    let recorded = stolen.lock().unwrap().take().ok_or(StorageError::ChangedMeanwhile)?;
                    Ok(recorded.with(()))
                })
            })
            .await
        };

        let (noted, smuggled, ()) =
            tokio::join!(test.storage.note_use(&known, LATER), smuggled, async { go.notify_one() });

        first.await.unwrap().unwrap();
        noted.unwrap();
        assert!(matches!(smuggled, Err(StorageError::NoEntry)), "{smuggled:?}");
        assert_eq!(listed(&test).await[0].row.used_at, LATER);
        let row = requests::find(&mut test.storage.reader().await.unwrap(), &id).await.unwrap().unwrap();
        assert_eq!(row.stage, "drafting");
    });
}
