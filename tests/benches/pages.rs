//! How long every page takes with 100,000 requests in the store, beside the floor of one indexed query in the same minute.
//!
//! `cargo bench --bench pages` fills a store on each database and prints, for each page, the median at the server, without
//! the network, and the bytes of its HTML. `-- --requests 1000` makes a smaller store, `-- --only sqlite` one of them.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark stops where something fails")]

#[expect(dead_code, reason = "shared with the tests")]
#[path = "../suite/postgres.rs"]
mod postgres;
#[path = "pages/screens.rs"]
mod screens;
#[path = "pages/sink.rs"]
mod sink;
#[path = "pages/stamp.rs"]
mod stamp;
#[expect(dead_code, reason = "shared with the log")]
#[path = "pages/store.rs"]
mod store;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use comity::cli::demo::cast::TRAINING_PASSWORD;
use comity::http::service::{Policy, Service, rate};
use comity::operations::OperationError;
use comity::web;
use screens::Screen;
use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, ConnectOptions as _, Row as _};
use store::Store;
use tower::ServiceExt as _;

/// So often each page is opened.
const TIMES: usize = 31;

/// No page may take longer, in milliseconds.
const LONGEST: f64 = 30.0;

/// So many pages of the queue are turned over before one is measured.
const TURNED: usize = 40;

fn main() {
    let given = |name: &str| std::env::args().skip_while(|argument| argument != name).nth(1);
    let requests = given("--requests").map_or(100_000, |text| text.parse().expect("a number after `--requests`"));
    let only = given("--only");
    let wanted = |name: &str| only.as_deref().is_none_or(|only| only == name);
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(async {
        if wanted("sqlite") {
            measure("SQLite", None, requests).await;
        }
        if wanted("postgres") {
            let server = postgres::Server::start(true);
            measure("PostgreSQL", Some(server.database().await), requests).await;
        }
    });
}

async fn measure(kind: &str, database: Option<String>, requests: usize) {
    let begun = Instant::now();
    let store = store::fill(database, requests, 0).await;
    let mut connection = store.database.parse::<AnyConnectOptions>().unwrap().connect().await.unwrap();
    let rows = sqlx::query("SELECT COUNT(*) AS rows FROM assistance_request").fetch_one(&mut connection).await.unwrap();
    let rows: i64 = rows.get("rows");
    println!("\n{kind}: {rows} requests, {} entries, made in {:.0} s", store.leaves, begun.elapsed().as_secs_f64());
    let policy = Policy {
        refusals: rate(1_000_000, 1_000_000),
        by_address: rate(1_000_000, 1_000_000),
        by_official: rate(1_000_000, 1_000_000),
        ..Policy::default()
    };
    let service = Service::over(store.app.clone(), policy);
    let begun = Instant::now();
    // As `serve` does when it starts: what the pages tell is counted once, by reading the whole log.
    loop {
        match service.counted.get(&store.app).await {
            // Whoever asks is told so after a few seconds; the counting goes on.
            Err(OperationError::StillCounting) => {}
            counted => break drop(counted.unwrap()),
        }
    }
    println!("  the whole log counted in {:.1} s", begun.elapsed().as_secs_f64());
    // As the service signs while the log grows: the first time, every leaf is hashed again.
    let begun = Instant::now();
    store.app.storage.sign_checkpoint("2031-01-01T00:00:00.000Z").await.unwrap();
    println!("  every leaf hashed again and signed in {:.1} s", begun.elapsed().as_secs_f64());
    let router = web::router(service);
    let mut desk = Desk { router, cookies: BTreeMap::new() };
    let (mut screens, unread) = screens::listed(&store.references);
    for line in unread {
        println!("  not measured: {line}");
    }
    // For development only: a release has none.
    screens.retain(|screen| !screen.path.starts_with("/styleguide"));
    screens.extend(more(&mut desk, &store).await);
    let (mut floors, mut slow) = (Vec::new(), Vec::new());
    for screen in &screens {
        let cookie = desk.cookie(screen.who.as_deref()).await;
        let (mut times, mut bytes) = (Vec::new(), 0);
        for _ in 0..TIMES {
            floors.push(floor(&mut connection).await);
            let begun = Instant::now();
            bytes = desk.open(&cookie, screen).await.len();
            times.push(begun.elapsed());
        }
        let (longest, median) = (times.iter().max().copied().unwrap_or_default(), median(times));
        println!("  {:<44} {median:>8.2} ms {:>9.2} ms {bytes:>8} bytes", screen.name, longest.as_secs_f64() * 1000.0);
        if median > LONGEST {
            slow.push(format!("{} ({median:.1} ms)", screen.name));
        }
    }
    println!("  one indexed query{:>36.2} ms", median(floors));
    println!("  over {LONGEST} ms: {}", if slow.is_empty() { "none".to_owned() } else { slow.join(", ") });
}

/// Filters, and pages far down, that nobody looks at in a browser's test.
async fn more(desk: &mut Desk, store: &Store) -> Vec<Screen> {
    let (daniel, greta) = ("daniel.okafor", "greta.ahlm");
    let mut all = vec![Screen::new("request-copied", format!("/requests/{}", store.copy), daniel)];
    for query in [
        "of=authority&measure=production",
        "of=authority&measure=interception&with=XS",
        "of=authority&with=XS",
        "of=authority&with=XE",
        "of=authority&mine=yes",
        "of=counterpart&within=30",
        "of=ended&measure=production",
        "of=ended&mine=yes",
        "of=ended&measure=interception",
    ] {
        all.push(Screen::new(&format!("queue?{query}"), format!("/queue?{query}"), daniel));
    }
    for of in ["authority", "ended"] {
        let mut path = format!("/queue?of={of}");
        for _ in 0..TURNED {
            let cookie = desk.cookie(Some(daniel)).await;
            let html = desk.open(&cookie, &Screen::new("", path.clone(), daniel)).await;
            let Some(next) = html.split("rel=\"next\" href=\"/en").nth(1) else { break };
            path = next.split('"').next().unwrap_or_default().replace("&amp;", "&").replace("&#38;", "&");
        }
        all.push(Screen::new(&format!("queue {of}, {TURNED} pages down"), path, daniel));
    }
    let reference = store.references.values().next().cloned().unwrap_or_default();
    let middle = store.leaves / 2;
    for query in [
        format!("after={middle}"),
        format!("request={reference}"),
        format!("request={}", store.copy),
        "kind=transition_taken".to_owned(),
        "kind=attempt_refused".to_owned(),
        "kind=role_granted".to_owned(),
        "role=rights_reviewer".to_owned(),
        "from=2020-01-01&until=2020-01-02".to_owned(),
    ] {
        let name = format!("log?{query}");
        let path = format!("/{name}");
        all.push(Screen::new(&name, path, greta));
    }
    all.push(Screen::new("log-entry in the middle", format!("/log/{middle}"), greta));
    all.push(Screen { who: None, ..Screen::new("statistics.csv", "/statistics.csv", "") });
    all
}

async fn floor(connection: &mut AnyConnection) -> Duration {
    let begun = Instant::now();
    let query = sqlx::query("SELECT id FROM assistance_request WHERE reference = $1").bind("XN-2027-100077");
    query.fetch_optional(connection).await.unwrap();
    begun.elapsed()
}

/// The pages, and who is signed in.
struct Desk {
    router: Router,
    cookies: BTreeMap<String, String>,
}

impl Desk {
    async fn cookie(&mut self, who: Option<&str>) -> String {
        let Some(name) = who else { return String::new() };
        if let Some(cookie) = self.cookies.get(name) {
            return cookie.clone();
        }
        let mut body = form_urlencoded::Serializer::new(String::new());
        let body = body.append_pair("name", name).append_pair("password", TRAINING_PASSWORD).finish();
        let request = Request::post("/en/sign-in")
            .header(header::HOST, "comity.example")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{name}");
        let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
        self.cookies.insert(name.to_owned(), cookie.clone());
        cookie
    }

    async fn open(&self, cookie: &str, screen: &Screen) -> String {
        let request = Request::get(format!("/en{}", screen.path))
            .header(header::HOST, "comity.example")
            .header(header::COOKIE, cookie);
        let response = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), screen.status, "{}: {}", screen.name, screen.path);
        String::from_utf8(to_bytes(response.into_body(), 1 << 24).await.unwrap().to_vec()).unwrap()
    }
}

/// The middle one, in milliseconds.
fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}
