//! What the log costs: verifying it, making an export and a proof of it, and appending to it; each beside its floor.
//!
//! `cargo bench --bench log` makes a log of some 300,000 entries out of cases that were played, and prints what it takes.
//! `-- --entries 10000000` makes a larger one, `-- --only verify`, `export` or `append` does a part.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark stops where something fails")]
#![expect(clippy::cast_precision_loss, reason = "figures for people have four digits")]

#[path = "log/acts.rs"]
mod acts;
#[path = "log/append.rs"]
mod append;
#[path = "log/export.rs"]
mod export;
#[path = "../suite/postgres.rs"]
mod postgres;
#[path = "pages/sink.rs"]
mod sink;
#[path = "pages/stamp.rs"]
mod stamp;
#[expect(dead_code, reason = "shared with the pages")]
#[path = "pages/store.rs"]
mod store;
#[expect(dead_code, reason = "shared with the tests")]
#[path = "../suite/support.rs"]
mod support;
#[path = "log/verify.rs"]
mod verify;

use std::time::{Duration, Instant};

/// A request of the store has so many entries, as measured: only to reckon how many requests to make.
const ENTRIES_OF_A_REQUEST: usize = 13;

/// So many requests stand in the tables too; the others only in the log.
const WITH_TABLES: usize = 200;

fn main() {
    let given = |name: &str| std::env::args().skip_while(|argument| argument != name).nth(1);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    if let Some(settings) = given("--export-alone") {
        return runtime.block_on(export::alone(&settings));
    }
    let entries: usize = given("--entries").map_or(300_000, |text| text.parse().expect("a number after `--entries`"));
    let only = given("--only");
    let wanted = |name: &str| only.as_deref().is_none_or(|only| only == name);
    if wanted("append") {
        runtime.block_on(append::run());
    }
    if wanted("verify") || wanted("export") {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("whole.tar");
        let key = runtime.block_on(export::run(entries, &target));
        if wanted("verify") {
            verify::run(&target, &key);
        }
    }
}

/// A store with a log of so many entries, more or less.
async fn filled(entries: usize) -> store::Store {
    let begun = Instant::now();
    let requests = entries / ENTRIES_OF_A_REQUEST;
    let store = store::fill(None, WITH_TABLES, requests.saturating_sub(WITH_TABLES)).await;
    println!("\n{} entries, made in {:.0} s", store.leaves, begun.elapsed().as_secs_f64());
    store
}

/// The one in the middle.
fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// How long something takes.
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let done = work();
    (done, begun.elapsed())
}
