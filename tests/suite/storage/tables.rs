//! Each table gives back what was put into it, on both databases.

use comity::storage::labels::SealedLabel;
use comity::storage::messages::MessageRow;
use comity::storage::officials::OfficialRow;
use comity::storage::requests::{RequestFilter, RequestRow};
use comity::storage::subjects::SubjectRow;
use comity::storage::{StorageError, Written, authority, messages, officials, requests, rulebooks, subjects};

use crate::support::{AUTHORITY_CASE, NOW, RULEBOOK, TestStorage, draft, request_row, write};

fn official(id: &str, sign_in: &str) -> OfficialRow {
    OfficialRow {
        id: id.to_owned(),
        sign_in: sign_in.to_owned(),
        name: format!("Official {id}"),
        password_hash: "hash".to_owned(),
        password_is_temporary_since: Some(NOW.to_owned()),
        added_at: NOW.to_owned(),
        disabled_at: None,
    }
}

#[test]
fn a_request_comes_back_as_it_was_written() {
    TestStorage::each(async |test| {
        test.install().await;
        let first = test.add_request(1).await;
        let (id, keys) = ("f".repeat(32), test.storage.keys());
        keys.create(&id).await.unwrap();
        let row = RequestRow {
            title: SealedLabel::title(keys, &id, "One account").unwrap(),
            registry_number: Some(SealedLabel::registry_number(keys, &id, "R 7/2026").unwrap()),
            due_at: Some("2026-03-05T00:00:00.000Z".to_owned()),
            follows: Some(first.clone()),
            author: Some("o1".to_owned()),
            standing: "{\"größe\":\"ok\"}".to_owned(),
            ..request_row(&id)
        };
        let written = row.clone();
        write(&test.storage, move |tx| {
            let row = written.clone();
            Box::pin(async move {
                officials::insert(tx, &official("o1", "a.lind")).await?;
                requests::insert(tx, &row).await?;
                requests::assign(tx, &row.id, "o1", NOW, "o0").await?;
                requests::assign(tx, &row.id, "o1", NOW, "o0").await?;
                Ok(tx.commit_with(draft(AUTHORITY_CASE, "drafted"), Vec::new()).await?.with(()))
            })
        })
        .await
        .unwrap();

        let mut reader = test.storage.reader().await.unwrap();
        assert_eq!(requests::find(&mut reader, &row.id).await.unwrap(), Some(row.clone()));
        let labels = row.labels(keys).unwrap();
        assert_eq!((labels.title.as_str(), labels.registry_number.as_deref()), ("One account", Some("R 7/2026")));
        let swapped = RequestRow { title: row.registry_number.clone().unwrap(), ..row.clone() };
        assert!(matches!(swapped.labels(keys), Err(StorageError::Tampered { .. })));
        let moved = RequestRow { title: SealedLabel::title(keys, &first, "One account").unwrap(), ..row.clone() };
        assert!(matches!(moved.labels(keys), Err(StorageError::Tampered { .. })));
        let erased = RequestRow { erased_at: Some(NOW.to_owned()), ..row.clone() };
        assert_eq!(erased.labels(keys).unwrap().title, "—");
        assert_eq!(requests::find_by_reference(&mut reader, &row.reference).await.unwrap(), Some(row.clone()));
        assert_eq!(requests::find_by_thread(&mut reader, &row.thread).await.unwrap(), Some(row.clone()));
        assert_eq!(requests::list_following(&mut reader, &first).await.unwrap(), std::slice::from_ref(&row));
        assert_eq!(requests::assigned_to(&mut reader, &row.id).await.unwrap(), ["o1"]);
        assert_eq!(requests::list_due(&mut reader, "2026-03-04T23:59:59.999Z", 9).await.unwrap(), []);
        assert_eq!(requests::list_due(&mut reader, "2026-03-05T00:00:00.000Z", 9).await.unwrap(), [row]);
        assert_eq!(requests::find(&mut reader, "none").await.unwrap(), None);
        assert_eq!(rulebooks::list(&mut reader).await.unwrap(), [RULEBOOK]);
        assert_eq!(authority::read(&mut reader).await.unwrap().state, "XN");
    });
}

#[test]
fn a_list_is_narrowed_and_read_page_by_page() {
    TestStorage::each(async |test| {
        test.install().await;
        for number in 1..=7_usize {
            write(&test.storage, move |tx| {
                let row = RequestRow {
                    measure: ["production", "search_and_seizure"][number % 2].to_owned(),
                    created_at: format!("2026-03-0{}T08:00:00.000Z", 1 + number / 2),
                    ..request_row(&format!("{number:032x}"))
                };
                Box::pin(async move {
                    requests::insert(tx, &row).await?;
                    Ok(tx.commit_with(draft(&row.id, "drafted"), Vec::new()).await?.with(()))
                })
            })
            .await
            .unwrap();
        }
        let mut reader = test.storage.reader().await.unwrap();
        let numbers = |rows: &[RequestRow]| {
            rows.iter().map(|row| usize::from_str_radix(&row.id, 16).unwrap()).collect::<Vec<_>>()
        };

        let (mut filter, mut seen) = (RequestFilter::default(), Vec::new());
        while let Some(last) = {
            let page = requests::list(&mut reader, &filter, 3).await.unwrap();
            seen.extend(numbers(&page));
            page.last().cloned()
        } {
            filter.after = Some((last.created_at, last.id));
        }

        assert_eq!(seen, [7, 6, 5, 4, 3, 2, 1]);
        let odd = RequestFilter { measure: Some("search_and_seizure".to_owned()), ..RequestFilter::default() };
        assert_eq!(numbers(&requests::list(&mut reader, &odd, 9).await.unwrap()), [7, 5, 3, 1]);
        let none = RequestFilter { counterpart: Some("XE".to_owned()), ..odd };
        assert_eq!(requests::list(&mut reader, &none, 9).await.unwrap(), []);
    });
}

#[test]
fn a_sealed_request_is_not_changed_any_more() {
    TestStorage::each(async |test| {
        test.install().await;
        let id = test.add_request(1).await;
        let sealed = id.clone();
        write(&test.storage, move |tx| {
            let id = sealed.clone();
            Box::pin(async move {
                requests::mark_sealed(tx, &id, NOW, "the stage differs").await?;
                Ok(tx.commit_with(draft(&id, "sealed"), Vec::new()).await?.with(()))
            })
        })
        .await
        .unwrap();

        let answer = write(&test.storage, move |tx| {
            let id = id.clone();
            Box::pin(async move {
                let row = requests::lock_and_read(tx, &id, NOW).await?;
                assert_eq!(row.sealed_because.as_deref(), Some("the stage differs"));
                requests::update(tx, &row).await?;
                Ok(Written::unchanged(()))
            })
        })
        .await;

        assert!(matches!(answer, Err(StorageError::ChangedMeanwhile)), "{answer:?}");
    });
}

#[test]
fn what_is_taken_is_named() {
    TestStorage::each(async |test| {
        test.install().await;
        test.add_request(1).await;
        let answer = write(&test.storage, |tx| {
            Box::pin(async move {
                requests::insert(tx, &request_row(&format!("{:032x}", 1))).await?;
                Ok(Written::unchanged(()))
            })
        })
        .await;

        assert!(matches!(&answer, Err(StorageError::AlreadyExists { what }) if what.contains("XN-")), "{answer:?}");
        let answer = write(&test.storage, |tx| {
            Box::pin(async move {
                officials::insert(tx, &official("o1", "a.lind")).await?;
                officials::insert(tx, &official("o2", "a.lind")).await?;
                Ok(Written::unchanged(()))
            })
        })
        .await;
        assert!(matches!(&answer, Err(StorageError::AlreadyExists { what }) if what.contains("a.lind")), "{answer:?}");
    });
}

#[test]
fn an_official_gets_a_password_and_is_shut_out() {
    TestStorage::each(async |test| {
        test.install().await;
        write(&test.storage, |tx| {
            Box::pin(async move {
                officials::insert(tx, &official("o1", "a.lind")).await?;
                officials::set_password(tx, "o1", "other", None).await?;
                officials::set_disabled(tx, "o1", Some(NOW)).await?;
                assert!(officials::set_password(tx, "o2", "x", None).await.is_err());
                Ok(tx.commit_with(draft(AUTHORITY_CASE, "official-added"), Vec::new()).await?.with(()))
            })
        })
        .await
        .unwrap();

        let mut reader = test.storage.reader().await.unwrap();
        let found = officials::find_by_sign_in(&mut reader, test.storage.keys(), "a.lind").await.unwrap().unwrap();

        assert_eq!(officials::find(&mut reader, test.storage.keys(), "o1").await.unwrap().as_ref(), Some(&found));
        assert_eq!((found.name.as_str(), found.password_hash.as_str()), ("Official o1", "other"));
        assert_eq!((found.password_is_temporary_since, found.disabled_at), (None, Some(NOW.to_owned())));
    });
}

#[test]
fn every_wording_of_a_subject_is_kept_under_its_digest() {
    TestStorage::each(async |test| {
        test.install().await;
        let id = test.add_request(1).await;
        let wording = |digest: &str, content: &str, at: &str| SubjectRow {
            request_id: format!("{:032x}", 1),
            subject: "decision".to_owned(),
            holding: String::new(),
            digest: digest.to_owned(),
            content: content.as_bytes().to_vec(),
            changed_at: at.to_owned(),
            changed_by: "o1".to_owned(),
        };
        let (one, two) = (wording("d1", "granted", NOW), wording("d2", "refused", "2026-03-03T08:00:00.000Z"));
        let written = [one.clone(), two.clone(), one.clone()];
        write(&test.storage, move |tx| {
            let rows = written.clone();
            Box::pin(async move {
                for row in &rows {
                    subjects::put(tx, row).await?;
                }
                Ok(tx.commit_with(draft(&rows[0].request_id, "changed"), Vec::new()).await?.with(()))
            })
        })
        .await
        .unwrap();

        let keys = test.storage.keys();
        let mut reader = test.storage.reader().await.unwrap();
        assert_eq!(subjects::list(&mut reader, keys, &id).await.unwrap(), [one, two.clone()]);
        assert_eq!(subjects::find(&mut reader, keys, &id, ("decision", "", "d2")).await.unwrap(), Some(two));
        assert_eq!(subjects::find(&mut reader, keys, &id, ("decision", "h1", "d2")).await.unwrap(), None);
    });
}

#[test]
fn a_message_is_taken_once_and_numbered_in_its_direction() {
    TestStorage::each(async |test| {
        test.install().await;
        let id = test.add_request(1).await;
        let message = MessageRow {
            id: "m1".to_owned(),
            request_id: id.clone(),
            direction: "in".to_owned(),
            number: Some(1),
            name: "acknowledged".to_owned(),
            state: "waiting".to_owned(),
            channel: "post".to_owned(),
            body: b"text".to_vec(),
            document_id: None,
            recorded_by: None,
            confirmed_by: None,
            created_at: NOW.to_owned(),
            settled_at: None,
        };
        let written = message.clone();
        write(&test.storage, move |tx| {
            let message = written.clone();
            Box::pin(async move {
                assert_eq!(messages::next_number(tx, &message.request_id, "in").await?, 1);
                messages::insert(tx, &message).await?;
                assert_eq!(messages::next_number(tx, &message.request_id, "in").await?, 2);
                assert_eq!(messages::next_number(tx, &message.request_id, "out").await?, 1);
                Ok(tx.commit_with(draft(&message.request_id, "received"), Vec::new()).await?.with(()))
            })
        })
        .await
        .unwrap();
        for twice in
            [MessageRow { number: Some(2), ..message.clone() }, MessageRow { id: "m2".to_owned(), ..message.clone() }]
        {
            let answer = write(&test.storage, move |tx| {
                let message = twice.clone();
                Box::pin(async move { messages::insert(tx, &message).await.map(Written::unchanged) })
            })
            .await;
            assert!(matches!(answer, Err(StorageError::AlreadyExists { .. })), "{answer:?}");
        }

        let heard = MessageRow { state: "heard".to_owned(), settled_at: Some(NOW.to_owned()), ..message.clone() };
        let settled = heard.clone();
        write(&test.storage, move |tx| {
            let heard = settled.clone();
            Box::pin(async move {
                messages::settle(tx, &heard, "waiting").await?;
                let again = messages::settle(tx, &heard, "waiting").await;
                assert!(matches!(again, Err(StorageError::ChangedMeanwhile)));
                Ok(tx.commit_with(draft(&heard.request_id, "heard"), Vec::new()).await?.with(()))
            })
        })
        .await
        .unwrap();

        let keys = test.storage.keys();
        let mut reader = test.storage.reader().await.unwrap();
        assert_eq!(messages::find(&mut reader, keys, "m1").await.unwrap(), Some(heard.clone()));
        assert_eq!(messages::list(&mut reader, keys, &id).await.unwrap(), std::slice::from_ref(&heard));
        assert_eq!(messages::list_by_state(&mut reader, keys, ("in", "heard"), 9).await.unwrap(), [heard]);
        assert_eq!(messages::list_by_state(&mut reader, keys, ("out", "heard"), 9).await.unwrap(), []);
    });
}
