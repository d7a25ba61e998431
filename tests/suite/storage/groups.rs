//! Acts that share a commit: none can spoil another's, and nothing is kept without its entry.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use comity::audit::tree::Frontier;
use comity::storage::{Storage, StorageError, Written, log, requests};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use sqlx::Executor;

use crate::support::{AUTHORITY_CASE, NOW, TestStorage, draft, request_row, write};

/// What an act of these tests does after it has moved its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    Keep,
    Refuse,
    Leave,
    Panic,
}

/// Moves a request to a stage, with `entries` entries, and then ends as told.
async fn act(storage: &Storage, id: &str, stage: &str, entries: usize, then: Then) -> Result<u64, StorageError> {
    let (id, stage) = (id.to_owned(), stage.to_owned());
    write(storage, move |tx| {
        let (id, stage) = (id.clone(), stage.clone());
        Box::pin(async move {
            let mut row = requests::lock_and_read(tx, &id, NOW).await?;
            row.stage = stage;
            requests::update(tx, &row).await?;
            let mut recorded = tx.commit_with(draft(&id, "moved"), Vec::new()).await?;
            for _ in 1..entries {
                recorded = tx.commit_with(draft(&id, "moved"), Vec::new()).await?;
            }
            match then {
                Then::Keep => {
                    let cseq = recorded.cseq;
                    Ok(recorded.with(cseq))
                }
                Then::Refuse => Err(StorageError::ChangedMeanwhile),
                Then::Leave => Ok(Written::unchanged(recorded.cseq)),
                Then::Panic => panic!("a fault in an act"),
            }
        })
    })
    .await
}

async fn stage(storage: &Storage, id: &str) -> String {
    requests::find(&mut storage.reader().await.unwrap(), id).await.unwrap().unwrap().stage
}

async fn size(storage: &Storage) -> u64 {
    log::head(&mut storage.reader().await.unwrap()).await.unwrap().size()
}

/// Runs acts at once, so that they wait for the writer together.
async fn at_once(storage: &Storage, acts: Vec<(String, Then)>) -> Vec<Result<u64, StorageError>> {
    let begun: Vec<_> = acts
        .into_iter()
        .map(|(id, then)| {
            let storage = storage.clone();
            tokio::spawn(async move { act(&storage, &id, "sent", 1, then).await })
        })
        .collect();
    let mut answers = Vec::new();
    for act in begun {
        answers.push(act.await.unwrap());
    }
    answers
}

#[test]
fn one_that_fails_leaves_the_others_of_its_group() {
    TestStorage::each(async |test| {
        test.install().await;
        let mut acts = Vec::new();
        for number in 1..=24 {
            let then = [Then::Keep, Then::Refuse, Then::Leave, Then::Keep][number % 4];
            acts.push((test.add_request(number).await, then));
        }
        let before = size(&test.storage).await;

        let answers = at_once(&test.storage, acts.clone()).await;

        for ((id, then), answer) in acts.iter().zip(answers) {
            let kept = *then == Then::Keep;
            assert_eq!(stage(&test.storage, id).await == "sent", kept, "{then:?}");
            assert_eq!(answer.is_err(), *then == Then::Refuse, "{then:?}");
        }
        assert_eq!(size(&test.storage).await, before + 12);
        test.storage.recheck().await.unwrap();
    });
}

#[test]
fn an_act_reads_the_entries_of_its_case_as_they_will_stand() {
    TestStorage::each(async |test| {
        test.install().await;
        let id = test.add_request(1).await;
        let before = log::leaves_of(&mut test.storage.reader().await.unwrap(), &id).await.unwrap().len();
        let begun: Vec<_> = (0..16)
            .map(|_| {
                let (storage, id) = (test.storage.clone(), id.clone());
                tokio::spawn(async move {
                    write(&storage, move |tx| {
                        let id = id.clone();
                        Box::pin(async move {
                            requests::lock_and_read(tx, &id, NOW).await?;
                            let found = tx.entries_of(&id).await?.len();
                            let recorded = tx.commit_with(draft(&id, "moved"), Vec::new()).await?;
                            assert_eq!(tx.entries_of(&id).await?.len(), found + 1, "its own is there too");
                            Ok(recorded.with(found))
                        })
                    })
                    .await
                })
            })
            .collect();

        let mut found = Vec::new();
        for act in begun {
            found.push(act.await.unwrap().unwrap());
        }

        found.sort_unstable();
        assert_eq!(found, (before..before + 16).collect::<Vec<_>>());
        test.storage.recheck().await.unwrap();
    });
}

#[test]
fn a_panic_in_one_act_stops_neither_the_others_nor_the_writer() {
    TestStorage::each(async |test| {
        test.install().await;
        let mut acts = Vec::new();
        for number in 1..=8 {
            acts.push((test.add_request(number).await, if number == 3 { Then::Panic } else { Then::Keep }));
        }

        let answers = at_once(&test.storage, acts.clone()).await;

        assert!(matches!(answers[2], Err(StorageError::Panicked)), "{:?}", answers[2]);
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 7);
        assert_eq!(stage(&test.storage, &acts[2].0).await, "drafting");
        assert_eq!(act(&test.storage, &acts[2].0, "sent", 1, Then::Keep).await.unwrap(), 1);
        test.storage.recheck().await.unwrap();
    });
}

#[test]
fn an_act_that_changes_nothing_writes_nothing() {
    TestStorage::each(async |test| {
        test.install().await;
        let id = test.add_request(1).await;
        let before = size(&test.storage).await;

        let answer = act(&test.storage, &id, "sent", 1, Then::Leave).await;

        assert_eq!(answer.unwrap(), 1);
        assert_eq!(size(&test.storage).await, before);
        assert_eq!(stage(&test.storage, &id).await, "drafting");
    });
}

#[test]
fn of_two_who_read_the_same_version_the_second_is_told() {
    TestStorage::each(async |test| {
        test.install().await;
        let id = test.add_request(1).await;
        let seen = requests::find(&mut test.storage.reader().await.unwrap(), &id).await.unwrap().unwrap();
        let as_seen = |stage: &'static str| {
            let seen = seen.clone();
            write(&test.storage, move |tx| {
                let row = requests::RequestRow { stage: stage.to_owned(), ..seen.clone() };
                Box::pin(async move {
                    requests::lock_and_read(tx, &row.id, NOW).await?;
                    requests::update(tx, &row).await?;
                    Ok(tx.commit_with(draft(&row.id, "moved"), Vec::new()).await?.with(()))
                })
            })
        };

        let (one, other) = tokio::join!(as_seen("sent"), as_seen("withdrawn"));

        let (won, lost) = if one.is_ok() { ("sent", other) } else { ("withdrawn", one) };
        assert!(matches!(lost, Err(StorageError::ChangedMeanwhile)), "{lost:?}");
        assert_eq!(stage(&test.storage, &id).await, won);
        assert_eq!(log::leaves_of(&mut test.storage.reader().await.unwrap(), &id).await.unwrap().len(), 2);
    });
}

#[test]
fn two_instances_on_one_database_keep_every_chain_whole() {
    TestStorage::each(async |test| {
        test.install().await;
        let id = test.add_request(1).await;
        let other = Storage::open(&test.options).await.unwrap();
        let both = [test.storage.clone(), other];
        let begun: Vec<_> = (0..40)
            .map(|number: usize| {
                let (storage, id) = (both[number % 2].clone(), id.clone());
                tokio::spawn(async move {
                    act(&storage, &id, "sent", 1, Then::Keep).await?;
                    // No row is locked before this one: only the chain itself tells them apart.
                    write(&storage, |tx| {
                        Box::pin(async move {
                            Ok(tx.commit_with(draft(AUTHORITY_CASE, "noted"), Vec::new()).await?.with(()))
                        })
                    })
                    .await
                })
            })
            .collect();

        for act in begun {
            act.await.unwrap().unwrap();
        }

        let sealing = test.storage.keys().entry_key();
        let mut reader = test.storage.reader().await.unwrap();
        assert_eq!(log::entries_of(&mut reader, &sealing, &id).await.unwrap().len(), 41);
        assert_eq!(log::entries_of(&mut reader, &sealing, AUTHORITY_CASE).await.unwrap().len(), 41);
        test.storage.recheck().await.unwrap();
    });
}

#[test]
fn an_act_that_the_database_got_in_the_way_of_is_run_again() {
    TestStorage::each(async |test| {
        test.install().await;
        let runs = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&runs);

        let answer = write(&test.storage, move |tx| {
            let run = counted.fetch_add(1, Ordering::SeqCst);
            Box::pin(async move {
                let recorded = tx.commit_with(draft(AUTHORITY_CASE, "noted"), Vec::new()).await?;
                // What a deadlock looks like to an act.
                if run < 2 {
                    Err(StorageError::Busy(Arc::new(sqlx::Error::PoolTimedOut)))
                } else {
                    Ok(recorded.with(run))
                }
            })
        })
        .await;

        assert_eq!(answer.unwrap(), 2);
        assert_eq!(size(&test.storage).await, 2);
    });
}

#[test]
fn two_instances_that_lock_each_other_out_both_come_through() {
    // SQLite has one writer: nobody can hold one row and wait for another.
    on_postgres(async |test| {
        test.install().await;
        let other = Storage::open(&test.options).await.unwrap();
        let ids = [test.add_request(1).await, test.add_request(2).await];
        let runs = Arc::new(AtomicUsize::new(0));
        let meeting = Arc::new(tokio::sync::Barrier::new(2));
        let crosswise = |storage: &Storage, first: &String, second: &String| {
            let (storage, ids) = (storage.clone(), [first.clone(), second.clone()]);
            let (runs, meeting) = (Arc::clone(&runs), Arc::clone(&meeting));
            async move {
                write(&storage, move |tx| {
                    let (ids, meeting) = (ids.clone(), Arc::clone(&meeting));
                    // The first run of each waits until both hold a row; PostgreSQL then ends one of them.
                    let meets = runs.fetch_add(1, Ordering::SeqCst) < 2;
                    Box::pin(async move {
                        requests::lock_and_read(tx, &ids[0], NOW).await?;
                        if meets {
                            meeting.wait().await;
                        }
                        requests::lock_and_read(tx, &ids[1], NOW).await?;
                        Ok(tx.commit_with(draft(&ids[0], "moved"), Vec::new()).await?.with(()))
                    })
                })
                .await
            }
        };

        let (one, two) = tokio::join!(crosswise(&test.storage, &ids[0], &ids[1]), crosswise(&other, &ids[1], &ids[0]));

        one.unwrap();
        two.unwrap();
        // At least one of the two was run again; more often where the machine is slow.
        assert!(runs.load(Ordering::SeqCst) >= 3);
        assert_eq!(size(&test.storage).await, 5);
        test.storage.recheck().await.unwrap();
    });
}

#[test]
fn an_act_that_goes_on_after_a_failed_statement_spoils_no_other() {
    TestStorage::each(async |test| {
        test.install().await;
        let ids = [test.add_request(1).await, test.add_request(2).await];
        let careless = write(&test.storage, |tx| {
            Box::pin(async move {
                let taken = requests::insert(tx, &request_row(&format!("{:032x}", 1))).await;
                assert!(matches!(taken, Err(StorageError::AlreadyExists { .. })));
                Ok(tx.commit_with(draft(AUTHORITY_CASE, "noted"), Vec::new()).await?.with(()))
            })
        });

        let (before, careless, after) = tokio::join!(
            act(&test.storage, &ids[0], "sent", 1, Then::Keep),
            careless,
            act(&test.storage, &ids[1], "sent", 1, Then::Keep)
        );

        before.unwrap();
        after.unwrap();
        // PostgreSQL refuses the rest of such an act, SQLite does not mind.
        assert_eq!(careless.is_ok(), test.options.database.starts_with("sqlite"), "{careless:?}");
        test.storage.recheck().await.unwrap();
    });
}

/// Runs a test that only a server can play.
fn on_postgres(test: impl AsyncFnOnce(TestStorage)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async { test(TestStorage::postgres().await).await });
}

#[test]
fn an_act_that_loses_the_connection_takes_no_other_with_it() {
    on_postgres(async |test| {
        test.install().await;
        let ids = [test.add_request(1).await, test.add_request(2).await];
        let killed = write(&test.storage, |tx| {
            Box::pin(async move {
                tx.execute("SELECT pg_terminate_backend(pg_backend_pid())").await?;
                Ok(tx.commit_with(draft(AUTHORITY_CASE, "noted"), Vec::new()).await?.with(()))
            })
        });

        let (before, killed, after) = tokio::join!(
            act(&test.storage, &ids[0], "sent", 1, Then::Keep),
            killed,
            act(&test.storage, &ids[1], "sent", 1, Then::Keep)
        );

        before.unwrap();
        after.unwrap();
        assert!(matches!(killed, Err(StorageError::Unreachable { .. })), "{killed:?}");
        assert_eq!(size(&test.storage).await, 5);
        test.storage.recheck().await.unwrap();
    });
}

#[test]
fn a_commit_that_breaks_is_neither_lost_nor_made_twice() {
    on_postgres(async |test| {
        test.install().await;
        let mut acts = Vec::new();
        for number in 1..=6 {
            acts.push((test.add_request(number).await, Then::Keep));
        }
        // The first commit from now on ends its own connection; a sequence is not rolled back, so only the first.
        let sql = "CREATE SEQUENCE commits;
            CREATE FUNCTION breaks_once() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN IF nextval('commits') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER breaks_once AFTER INSERT ON leaf DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION breaks_once()";
        test.by_hand().await.execute(sqlx::raw_sql(sql)).await.unwrap();

        let answers = at_once(&test.storage, acts.clone()).await;

        for (id, _) in &acts {
            assert_eq!(stage(&test.storage, id).await, "sent");
        }
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        assert_eq!(size(&test.storage).await, 13);
        test.storage.recheck().await.unwrap();
    });
}

#[test]
fn a_write_without_an_entry_cannot_be_kept() {
    TestStorage::each(async |test| {
        test.install().await;
        let id = test.add_request(1).await;
        let stolen = Arc::new(std::sync::Mutex::new(None));
        let kept = Arc::clone(&stolen);
        // A proof carried out of one act, to be used in another.
        write(&test.storage, move |tx| {
            let kept = Arc::clone(&kept);
            Box::pin(async move {
                let recorded = tx.commit_with(draft(AUTHORITY_CASE, "noted"), Vec::new()).await?;
                *kept.lock().unwrap() = Some(recorded);
                Ok(Written::unchanged(()))
            })
        })
        .await
        .unwrap();

        let moved = id.clone();
        let answer = write(&test.storage, move |tx| {
            let (id, stolen) = (moved.clone(), Arc::clone(&stolen));
            Box::pin(async move {
                let mut row = requests::lock_and_read(tx, &id, NOW).await?;
                row.stage = "sent".to_owned();
                requests::update(tx, &row).await?;
                let recorded = stolen.lock().unwrap().take().unwrap();
                Ok(recorded.with(()))
            })
        })
        .await;

        assert!(matches!(answer, Err(StorageError::NoEntry)), "{answer:?}");
        assert_eq!(stage(&test.storage, &id).await, "drafting");
    });
}

#[test]
fn a_caller_who_goes_away_does_no_harm() {
    TestStorage::each(async |test| {
        test.install().await;
        let id = test.add_request(1).await;
        for _ in 0..10 {
            let (storage, id) = (test.storage.clone(), id.clone());
            tokio::spawn(async move { act(&storage, &id, "sent", 1, Then::Keep).await }).abort();
        }

        act(&test.storage, &id, "admitted", 1, Then::Keep).await.unwrap();

        assert_eq!(stage(&test.storage, &id).await, "admitted");
        test.storage.recheck().await.unwrap();
    });
}

#[test]
fn the_tree_is_that_of_the_leaves_after_any_groups() {
    TestStorage::each(async |test| {
        test.install().await;
        let mut ids = Vec::new();
        for number in 1..=5 {
            ids.push(test.add_request(number).await);
        }
        let ending = prop_oneof![4 => Just(Then::Keep), 1 => Just(Then::Refuse), 1 => Just(Then::Leave)];
        let acts = prop::collection::vec((0..5_usize, 1..4_usize, ending), 1..40);
        let mut runner = TestRunner::new(Config { cases: 12, failure_persistence: None, ..Config::default() });
        let handle = tokio::runtime::Handle::current();
        let storage = test.storage.clone();

        runner
            .run(&acts, |acts| {
                let begun: Vec<_> = acts
                    .into_iter()
                    .map(|(request, entries, then)| {
                        let (storage, id) = (storage.clone(), ids[request].clone());
                        handle.spawn(async move { act(&storage, &id, "sent", entries, then).await })
                    })
                    .collect();
                tokio::task::block_in_place(|| {
                    handle.block_on(async {
                        for act in begun {
                            drop(act.await.unwrap());
                        }
                        assert_tree(&storage).await;
                    });
                });
                Ok(())
            })
            .unwrap();
    });
}

async fn assert_tree(storage: &Storage) {
    let mut reader = storage.reader().await.unwrap();
    let leaves = log::leaves(&mut reader, 0, 100_000).await.unwrap();
    let mut frontier = Frontier::default();
    frontier.extend(leaves.iter().map(|placed| placed.leaf.hash));

    assert_eq!(log::head(&mut reader).await.unwrap(), frontier);
    assert_eq!(storage.recheck().await.unwrap(), frontier);
}
