//! How long the queue takes with 100,000 requests in the store, beside the floor of one indexed query.
//!
//! `cargo bench --bench queue` prints the median of each page on both databases, and how each database finds its rows.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark stops where something fails")]

#[path = "../suite/operations/codes.rs"]
mod codes;
#[path = "../suite/postgres.rs"]
mod postgres;
#[expect(dead_code, reason = "shared with the tests")]
#[path = "../suite/operations/template.rs"]
mod template;

use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use comity::domain::ids::MeasureName;
use comity::http::service::{Policy, Service, rate};
use comity::operations::draft_request::{self, NewRequest};
use comity::operations::{App, assign_official};
use comity::web;
use serde_json::json;
use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, ConnectOptions as _, Row as _};
use template::{Kind, PASSWORD};
use tower::ServiceExt as _;

/// Requests that are only rows: no page shows them, and every query passes by them.
const ROWS: u32 = 100_000;

/// Requests that are real, at the head of the queue.
const REAL: u32 = 60;

/// So often each page is opened.
const TIMES: usize = 60;

fn main() {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(async {
        for kind in [Kind::Sqlite, Kind::Postgres] {
            measure(kind).await;
        }
    });
}

async fn measure(kind: Kind) {
    let copy = template::copy(kind, "XN").await;
    let app = App::open(&copy.settings).await.unwrap();
    for _ in 0..REAL {
        let new = NewRequest {
            instrument: "UNCC".parse().unwrap(),
            measure: MeasureName::parse("production").unwrap(),
            counterpart: "XS".parse().unwrap(),
            title: "Account data, one matter".to_owned(),
            content: json!({}),
            follows: None,
        };
        let drafted = draft_request::run(&app, &copy.people["anna"], new).await.unwrap();
        let carl = "carl".parse().unwrap();
        assign_official::run(&app, &copy.people["cora"], &drafted.reference, &carl).await.unwrap();
    }
    sqlx::any::install_default_drivers();
    let mut connection = copy.settings.database.parse::<AnyConnectOptions>().unwrap().connect().await.unwrap();
    fill(kind, &mut connection).await;
    let (rows,): (i64,) =
        sqlx::query_as("SELECT COUNT(*) FROM assistance_request").fetch_one(&mut connection).await.unwrap();
    println!("{kind:?}: {rows} requests");

    let policy = Policy {
        refusals: rate(1_000_000, 1_000_000),
        by_address: rate(1_000_000, 1_000_000),
        by_official: rate(1_000_000, 1_000_000),
        ..Policy::default()
    };
    let router = web::router(Service::over(app, policy));
    let cookie = sign_in(&router, "carl").await;
    let mut floor = Vec::new();
    for _ in 0..TIMES {
        let begun = Instant::now();
        let id = "SELECT id FROM assistance_request WHERE reference = 'XN-2027-000001'";
        sqlx::query(id).fetch_one(&mut connection).await.unwrap();
        floor.push(begun.elapsed());
    }
    println!("  one indexed query        {:>8.2} ms", median(floor));
    for page in [
        "/en/queue",
        "/en/queue?mine=yes",
        "/en/queue?measure=production",
        "/en/queue?measure=interception",
        "/en/queue?within=10",
        "/en/queue?of=counterpart",
        "/en/queue?of=ended",
    ] {
        let mut times = Vec::new();
        for _ in 0..TIMES {
            let begun = Instant::now();
            open(&router, &cookie, page).await;
            times.push(begun.elapsed());
        }
        println!("  {page:<40} {:>8.2} ms", median(times));
    }
    explain(kind, &mut connection).await;
}

/// Rows like the first request, each under a name of its own, behind the real ones in every queue of theirs.
async fn fill(kind: Kind, connection: &mut AnyConnection) {
    let (numbers, id) = match kind {
        Kind::Sqlite => (
            format!("WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {ROWS})"),
            "printf('%032x', n)",
        ),
        Kind::Postgres => {
            (format!("WITH numbers AS (SELECT n FROM generate_series(1, {ROWS}) AS n)"), "lpad(to_hex(n), 32, '0')")
        }
    };
    let holder = "CASE n % 10 WHEN 0 THEN 'authority' WHEN 1 THEN 'counterpart' ELSE 'ended' END";
    for sql in [
        format!(
            "INSERT INTO assistance_request (id, thread, reference, side, procedure, measure, counterpart, rulebook,
                profile, title, stage, stage_since, standing, version, created_at, changed_at)
            {numbers}
            SELECT {id}, {id}, 'ZZ-' || n, side, procedure, measure, counterpart, rulebook, profile, title, stage,
                stage_since, standing, version, created_at, changed_at
            FROM numbers CROSS JOIN (SELECT * FROM assistance_request WHERE reference = 'XN-2027-000001') AS first"
        ),
        format!(
            "INSERT INTO queue_place (request_id, who, holder, place, measure, counterpart)
            {numbers}
            SELECT {id}, role, {holder}, 'zz' || n, 'production', 'XS'
            FROM numbers CROSS JOIN (SELECT 'central_authority' AS role UNION SELECT 'drafting_official'
                UNION SELECT 'rights_reviewer' UNION SELECT 'executing_authority') AS roles"
        ),
        "ANALYZE".to_owned(),
    ] {
        // The first request stands on the left of the insert: each database wants its list of numbers elsewhere.
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut *connection).await.unwrap();
    }
}

async fn sign_in(router: &Router, name: &str) -> String {
    let body = form_urlencoded::Serializer::new(String::new())
        .append_pair("name", name)
        .append_pair("password", PASSWORD)
        .finish();
    let request = Request::post("/en/sign-in")
        .header(header::HOST, "comity.example")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

async fn open(router: &Router, cookie: &str, page: &str) {
    let request = Request::get(page).header(header::HOST, "comity.example").header(header::COOKIE, cookie);
    let response = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK, "{page}");
    to_bytes(response.into_body(), 1 << 20).await.unwrap();
}

/// How the database finds a page of a role's queue.
async fn explain(kind: Kind, connection: &mut AnyConnection) {
    let query = "SELECT request_id, place FROM queue_place WHERE who = 'central_authority' AND holder = 'authority'
        AND (place, request_id) > ('a', 'b') ORDER BY place, request_id LIMIT 26";
    let (words, column) = match kind {
        Kind::Sqlite => ("EXPLAIN QUERY PLAN", "detail"),
        Kind::Postgres => ("EXPLAIN", "QUERY PLAN"),
    };
    let rows = sqlx::query(sqlx::AssertSqlSafe(format!("{words} {query}"))).fetch_all(connection).await.unwrap();
    for row in rows {
        println!("  {}", row.get::<String, _>(column));
    }
}

/// The middle one, in milliseconds.
fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}
