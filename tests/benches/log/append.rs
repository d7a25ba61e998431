//! How much longer a transaction takes that leaves an entry: the same one by hand, without the log, in the same minute.

use std::time::{Duration, Instant};

use comity::storage::{Grouping, Storage, StorageOptions, requests};
use serde_json::json;
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyPool, Executor as _, Row as _};

use super::support::{NOW, TestStorage, draft, write};
use super::{acts, median, postgres};

/// So many requests are there to be changed.
const REQUESTS: usize = 50;

/// So many transactions of each kind make a round, and so many rounds are taken in turn.
const ROUND: usize = 100;
const ROUNDS: usize = 9;

/// The size of what a request's standing holds, in bytes: some twenty answers.
const STANDING: usize = 2000;

/// One caller on each database: nothing is grouped, so that each transaction waits for the disk by itself.
pub(crate) async fn run() {
    let server = postgres::Server::start(true);
    println!("{ROUNDS} rounds of {ROUND} transactions of each kind, one caller, each on the disk before the next");
    let entry = measure("SQLite FULL", TestStorage::sqlite().await).await;
    acts::run("SQLite FULL", None, entry).await;
    let entry = measure("PostgreSQL", TestStorage::on(server.database().await).await).await;
    acts::run("PostgreSQL", Some(server.database().await), entry).await;
}

/// Prints how long both take; gives what the entry costs, in milliseconds.
async fn measure(name: &str, test: TestStorage) -> f64 {
    test.install().await;
    for number in 1..=REQUESTS {
        test.add_request(number).await;
    }
    let options = StorageOptions { grouping: Grouping { at_most: 1, writers: 1 }, ..test.options.clone() };
    let (storage, bare) = (Storage::open(&options).await.unwrap(), Bare::on(&test).await);
    let (mut without, mut with, mut ratios, mut entries) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let (mut least, mut took) = (Duration::ZERO, Duration::ZERO);
        // One by one in turn, so that whatever else the machine does meets both.
        for number in round * ROUND..(round + 1) * ROUND {
            let begun = Instant::now();
            bare.transition(number).await;
            least += begun.elapsed();
            let begun = Instant::now();
            logged(&storage, number).await;
            took += begun.elapsed();
        }
        let each = |time: Duration| time.as_secs_f64() * 1000.0 / ROUND as f64;
        without.push(each(least));
        with.push(each(took));
        entries.push(each(took) - each(least));
        ratios.push(took.as_secs_f64() / least.as_secs_f64());
    }
    println!(
        "  {name:<12} without the log {:.2} ms, with it {:.2} ms: {:.2} x",
        median(without),
        median(with),
        median(ratios)
    );
    storage.recheck().await.expect("the log holds after all that");
    median(entries)
}

/// Reads a request under a lock and changes its standing, and leaves an entry that says so.
async fn logged(storage: &Storage, number: usize) {
    write(storage, move |tx| {
        let id = request(number);
        Box::pin(async move {
            let mut row = requests::lock_and_read(tx, &id, NOW).await?;
            row.standing = format!("{number:0>STANDING$}");
            requests::update(tx, &row).await?;
            let mut entry = draft(&id, "transition");
            entry.body.insert("transition".to_owned(), json!("acknowledge"));
            entry.body.insert("digest".to_owned(), json!("0".repeat(64)));
            Ok(tx.commit_with(entry, Vec::new()).await?.with(()))
        })
    })
    .await
    .unwrap();
}

/// The same two statements on the request, by hand, with the settings of the storage.
struct Bare {
    pool: AnyPool,
    begin: &'static str,
}

impl Bare {
    async fn on(test: &TestStorage) -> Self {
        let sqlite = test.options.database.starts_with("sqlite");
        let durable = if sqlite {
            "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON"
        } else {
            "SET synchronous_commit = on"
        };
        let pool = AnyPoolOptions::new()
            .max_connections(1)
            .after_connect(move |connection, _| {
                Box::pin(async move { connection.execute(sqlx::raw_sql(durable)).await.map(drop) })
            })
            .connect(&test.options.database)
            .await
            .unwrap();
        Self { pool, begin: if sqlite { "BEGIN IMMEDIATE" } else { "BEGIN" } }
    }

    async fn transition(&self, number: usize) {
        let mut tx = self.pool.begin_with(self.begin).await.unwrap();
        let row = sqlx::query(
            "UPDATE assistance_request SET locked_at = $1 WHERE id = $2
            RETURNING id, thread, reference, registry_number_sealed, side, procedure, measure, counterpart, rulebook, profile, title_sealed, stage,
                stage_since, due_at, follows, author, standing, version, sealed_at, sealed_because, created_at, changed_at",
        )
        .bind(NOW)
        .bind(request(number))
        .fetch_one(&mut *tx)
        .await
        .unwrap();
        let done = sqlx::query(
            "UPDATE assistance_request SET registry_number_sealed = $1, rulebook = $2, stage = $3, stage_since = $4, due_at = $5,
                follows = $6, standing = $7, changed_at = $8, version = version + 1
            WHERE id = $9 AND version = $10 AND sealed_at IS NULL AND erased_at IS NULL",
        )
        .bind(row.get::<Option<Vec<u8>>, _>("registry_number_sealed"))
        .bind(row.get::<String, _>("rulebook"))
        .bind(row.get::<String, _>("stage"))
        .bind(row.get::<String, _>("stage_since"))
        .bind(row.get::<Option<String>, _>("due_at"))
        .bind(row.get::<Option<String>, _>("follows"))
        .bind(format!("{number:0>STANDING$}"))
        .bind(NOW)
        .bind(request(number))
        .bind(row.get::<i64, _>("version"))
        .execute(&mut *tx)
        .await
        .unwrap();
        assert_eq!(done.rows_affected(), 1);
        tx.commit().await.unwrap();
    }
}

/// The id of one of the requests.
fn request(number: usize) -> String {
    format!("{:032x}", 1 + number % REQUESTS)
}
