//! The floor that figures stand beside: the least that a transition can be, two plain statements in one transaction.

use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::any::AnyPoolOptions;
use sqlx::{AnyPool, Executor};

use crate::support::TestStorage;

/// So many connections write at once.
pub(crate) const POOL: u32 = 8;

/// So many requests are there to be changed.
pub(crate) const REQUESTS: usize = 200;

/// The size of what a request's standing holds, in bytes: some twenty answers.
pub(crate) const STANDING: usize = 2000;

/// How many entries the floor has written: each gets an id that is larger than the last, as in the log.
static ENTRIES: AtomicU64 = AtomicU64::new(0);

/// `update` and `insert` by hand in one transaction: no lock first, no chain, no tree.
#[derive(Clone)]
pub(crate) struct Floor {
    pool: AnyPool,
    begin: &'static str,
}

impl Floor {
    /// The floor on an installation that is fresh, which is filled for it.
    pub(crate) async fn on(test: &TestStorage) -> Self {
        test.install().await;
        for number in 1..=REQUESTS {
            test.add_request(number).await;
        }
        let sql = "CREATE TABLE floor_entry (id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL)";
        test.by_hand().await.execute(sql).await.unwrap();
        let sqlite = test.options.database.starts_with("sqlite");
        let durable = if sqlite {
            "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON"
        } else {
            "SET synchronous_commit = on"
        };
        let pool = AnyPoolOptions::new()
            .max_connections(POOL)
            .after_connect(move |connection, _| {
                Box::pin(async move { connection.execute(sqlx::raw_sql(durable)).await.map(drop) })
            })
            .connect(&test.options.database)
            .await
            .unwrap();
        Self { pool, begin: if sqlite { "BEGIN IMMEDIATE" } else { "BEGIN" } }
    }

    /// One transition's worth.
    pub(crate) async fn once(&self, number: usize) {
        let mut tx = self.pool.begin_with(self.begin).await.unwrap();
        sqlx::query("UPDATE assistance_request SET standing = $1, version = version + 1 WHERE id = $2")
            .bind(format!("{number:0>STANDING$}"))
            .bind(request(number))
            .execute(&mut *tx)
            .await
            .unwrap();
        sqlx::query("INSERT INTO floor_entry (id, body) VALUES ($1, $2)")
            .bind(format!("{:036}", ENTRIES.fetch_add(1, Ordering::Relaxed)))
            .bind("0".repeat(500))
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
}

/// The id of one of the requests.
pub(crate) fn request(number: usize) -> String {
    format!("{:032x}", 1 + number % REQUESTS)
}

/// The one in the middle.
pub(crate) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
