//! How many transitions a second: grouped and ungrouped, on both databases, beside the floor of the same minute.
//!
//! `cargo bench --bench transitions -- --seconds 54` shares the seconds among all rounds.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark stops where something fails")]
#![expect(clippy::cast_precision_loss, reason = "figures for people have four digits")]

mod floor;
#[path = "../suite/postgres.rs"]
mod postgres;
#[expect(dead_code, reason = "shared with the tests")]
#[path = "../suite/support.rs"]
mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use comity::storage::{Grouping, Storage, StorageOptions, requests};
use floor::{Floor, POOL, REQUESTS, STANDING, median, request};
use serde_json::json;
use support::{NOW, TestStorage, draft, write};

const CALLERS: usize = 32;
const ROUNDS: usize = 3;

/// One way to do the same thing on one database.
#[derive(Clone)]
enum Recipe {
    /// The least that it can be.
    Floor(Floor),
    /// The storage, as opened.
    Storage(Storage),
}

struct Row {
    database: &'static str,
    recipe: &'static str,
    how: Recipe,
    per_second: Vec<f64>,
    waits: Vec<Duration>,
}

fn main() {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--seconds").skip(1);
    let seconds: f64 = arguments.next().map_or(54.0, |text| text.parse().expect("a number after `--seconds`"));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(run(seconds));
}

async fn run(seconds: f64) {
    let server = postgres::Server::start(true);
    let (sqlite, on_server) = (TestStorage::sqlite().await, TestStorage::on(server.database().await).await);
    let mut rows = prepared("SQLite FULL", &sqlite, 1).await;
    rows.extend(prepared("PostgreSQL", &on_server, POOL as usize).await);
    let each = Duration::from_secs_f64(seconds / (ROUNDS * rows.len()) as f64);
    println!(
        "{CALLERS} callers, {REQUESTS} requests, {ROUNDS} rounds of {:.1} s for each row, taken in turn",
        each.as_secs_f64()
    );
    for _ in 0..ROUNDS {
        for row in &mut rows {
            let (per_second, waits) = measure(&row.how, each).await;
            row.per_second.push(per_second);
            row.waits.extend(waits);
        }
    }
    print(&mut rows);
    for test in [sqlite, on_server] {
        test.storage.recheck().await.expect("the log holds after all that");
    }
}

/// Fills an installation and opens it in the three ways.
async fn prepared(database: &'static str, test: &TestStorage, writers: usize) -> Vec<Row> {
    let floor = Floor::on(test).await;
    let one_by_one = StorageOptions { grouping: Grouping { at_most: 1, writers }, ..test.options.clone() };
    let row = |recipe, how| Row { database, recipe, how, per_second: Vec::new(), waits: Vec::new() };
    vec![
        row("floor", Recipe::Floor(floor)),
        row("ungrouped", Recipe::Storage(Storage::open(&one_by_one).await.unwrap())),
        row("grouped", Recipe::Storage(test.storage.clone())),
    ]
}

/// Runs all callers for a while; gives transitions a second and how long each waited.
async fn measure(how: &Recipe, time: Duration) -> (f64, Vec<Duration>) {
    let started = Instant::now();
    let next = Arc::new(AtomicUsize::new(0));
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| {
            let (how, next) = (how.clone(), Arc::clone(&next));
            tokio::spawn(async move {
                let mut waits = Vec::new();
                while started.elapsed() < time {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let asked = Instant::now();
                    match &how {
                        Recipe::Floor(floor) => floor.once(number).await,
                        Recipe::Storage(storage) => transition(storage, number).await,
                    }
                    waits.push(asked.elapsed());
                }
                waits
            })
        })
        .collect();
    let mut waits = Vec::new();
    for caller in callers {
        waits.extend(caller.await.unwrap());
    }
    (waits.len() as f64 / started.elapsed().as_secs_f64(), waits)
}

/// What every transition does: lock and read the row, change its standing, leave an entry.
async fn transition(storage: &Storage, number: usize) {
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

fn print(rows: &mut [Row]) {
    println!(
        "{:12} {:10} {:>8}  {:24} {:>8} {:>8} {:>9} {:>12}",
        "", "", "median/s", "rounds/s", "p50 ms", "p99 ms", "x floor", "x ungrouped"
    );
    let figures: Vec<Vec<f64>> = rows.iter().map(|row| row.per_second.clone()).collect();
    for (index, row) in rows.iter_mut().enumerate() {
        row.waits.sort();
        let wait = |part: usize| row.waits[(row.waits.len() - 1) * part / 100].as_secs_f64() * 1000.0;
        // Floor, ungrouped, grouped: the rows of one database stand together.
        let first = index - index % 3;
        let ratio =
            |to: usize| median(row.per_second.iter().zip(&figures[to]).map(|(ours, theirs)| ours / theirs).collect());
        let rounds: Vec<_> = row.per_second.iter().map(|figure| format!("{figure:.0}")).collect();
        println!(
            "{:12} {:10} {:8.0}  {:24} {:8.1} {:8.1} {:9.2} {:12.2}",
            row.database,
            row.recipe,
            median(row.per_second.clone()),
            rounds.join(" "),
            wait(50),
            wait(99),
            ratio(first),
            ratio(first + 1)
        );
    }
}
