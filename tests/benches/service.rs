//! How many transitions a second over HTTP, by the real program, beside the floor of the same minute.
//!
//! `cargo bench --bench service -- --seconds 90` shares the seconds among all rounds. A round drafts cases, submits them,
//! answers every safeguard that stands in their way, and takes their seven other transitions: each in a call of its own.
//! Rates, latencies, processor time and bytes are those of the transitions alone; drafts and answers count in `calls/s`.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark stops where something fails")]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::cast_possible_truncation,
    reason = "figures for people have four digits"
)]

#[path = "service/case.rs"]
mod case;
#[path = "service/client.rs"]
mod client;
mod floor;
#[path = "service/installation.rs"]
mod installation;
#[path = "../suite/postgres.rs"]
mod postgres;
#[expect(dead_code, reason = "shared with the tests")]
#[path = "../suite/support.rs"]
mod support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use case::{Case, Questions, STEPS, Way};
use client::Client;
use floor::{Floor, median};
use futures_util::future::join_all;
use installation::{Installation, Used, cpu_of};
use support::TestStorage;
use tokio::sync::Mutex;

const CLIENTS: [usize; 3] = [1, 8, 32];
const ROUNDS: usize = 3;

/// So much of a round goes to the floor, and to calls that do nothing.
const FLOOR: f64 = 0.15;
const NOTHING: f64 = 0.1;

/// An installation with what it is measured beside.
struct Place {
    database: &'static str,
    installation: Installation,
    questions: Questions,
    floor: Floor,
    at_rest: f64,
    // Its folder goes with it.
    _floor_on: TestStorage,
}

/// What a number of clients came to.
struct Row {
    clients: usize,
    cases: usize,
    rounds: Vec<Round>,
    waits: Vec<Duration>,
}

/// What one round came to. Each figure is for one transition, or for one second.
#[derive(Debug, Clone, Copy, Default)]
struct Round {
    floor: f64,
    nothing: f64,
    transitions: f64,
    calls: f64,
    cpu: f64,
    database_cpu: f64,
    caller_cpu: f64,
    bytes: f64,
    syncs: f64,
}

fn main() {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--seconds").skip(1);
    let seconds: f64 = arguments.next().map_or(90.0, |text| text.parse().expect("a number after `--seconds`"));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        // Told to stop it ends as after a failure: services and folders go with what holds them.
        tokio::select! { () = run(seconds) => {}, _ = tokio::signal::ctrl_c() => {} }
    });
}

async fn run(seconds: f64) {
    let server = postgres::Server::start(true);
    let (sqlite, on_server) = (TestStorage::sqlite().await, TestStorage::on(server.database().await).await);
    let places =
        [place("SQLite FULL", sqlite, None).await, place("PostgreSQL", on_server, Some(server.database().await)).await];
    let each = seconds / ((ROUNDS + 1) * CLIENTS.len() * places.len()) as f64;
    println!("load {}; {ROUNDS} rounds of some {each:.1} s for each row, taken in turn", load());
    let mut rows: Vec<Vec<Row>> = Vec::new();
    for place in &places {
        rows.push(Vec::new());
        for clients in CLIENTS {
            let begun = Instant::now();
            round(place, clients, clients.max(4), Way::Session, 0.0).await;
            let one = begun.elapsed().as_secs_f64() / clients.max(4) as f64;
            // At least two for each client, so that few have nothing to do at the end.
            let cases = ((each * (1.0 - FLOOR - NOTHING) / one) as usize).max(clients * 2);
            rows.last_mut().unwrap().push(Row { clients, cases, rounds: Vec::new(), waits: Vec::new() });
        }
    }
    for _ in 0..ROUNDS {
        for (place, rows) in places.iter().zip(&mut rows) {
            for row in rows {
                let (round, waits) = round(place, row.clients, row.cases, Way::Session, each).await;
                row.rounds.push(round);
                row.waits.extend(waits);
            }
        }
    }
    print(&places, &mut rows);
    for place in &places {
        ways(place).await;
    }
    for place in &places {
        println!("{:12} intact: {}; load {}", place.database, place.installation.verified(), load());
    }
}

async fn place(database: &'static str, floor_on: TestStorage, url: Option<String>) -> Place {
    let floor = Floor::on(&floor_on).await;
    let installation = Installation::open(url).await;
    let at_rest = installation.memory("VmRSS");
    let questions = installation.rehearse().await;
    Place { database, installation, questions, floor, at_rest, _floor_on: floor_on }
}

/// Plays cases by so many clients; gives the figures and how long each transition took.
async fn round(place: &Place, clients: usize, cases: usize, way: Way, seconds: f64) -> (Round, Vec<Duration>) {
    let (here, questions) = (&place.installation, &place.questions);
    let callers: Vec<Client> = (0..clients).map(|_| here.client.another()).collect();
    let floor = while_(clients, seconds * FLOOR, async |number| place.floor.once(number).await).await;
    let nothing = while_(clients, seconds * NOTHING, async |number| {
        callers[number % clients].get("", "/health").await;
    })
    .await;
    let all: Vec<Mutex<Case>> = (0..cases).map(|_| Mutex::default()).collect();
    let begun = Instant::now();
    everybody(&callers, cases, async |client, number| {
        *all[number].lock().await = here.draft(client).await;
    })
    .await;
    let (submitted, first) = timed(here, &callers, cases, async |client, number| {
        vec![here.take(client, &mut *all[number].lock().await, 0, way).await]
    })
    .await;
    everybody(&callers, cases, async |client, number| {
        here.answer(client, &mut *all[number].lock().await, questions).await;
    })
    .await;
    let (moved, then) = timed(here, &callers, cases, async |client, number| {
        let (mut case, mut waits) = (all[number].lock().await, Vec::new());
        for step in 1..STEPS.len() {
            waits.push(here.take(client, &mut case, step, way).await);
        }
        waits
    })
    .await;
    let calls = (cases * (1 + STEPS.len() + questions.len())) as f64 / begun.elapsed().as_secs_f64();
    let waits = [first, then].concat();
    let each = |of: fn(&Spent) -> f64| (of(&submitted) + of(&moved)) / waits.len() as f64;
    let figures = Round {
        floor,
        nothing,
        calls,
        transitions: 1.0 / each(|spent| spent.seconds),
        cpu: each(|spent| spent.used.cpu),
        database_cpu: each(|spent| spent.used.database_cpu),
        caller_cpu: each(|spent| spent.caller_cpu),
        bytes: each(|spent| spent.used.bytes),
        syncs: each(|spent| spent.used.syncs),
    };
    (figures, waits)
}

/// What was spent while something was done.
struct Spent {
    seconds: f64,
    used: Used,
    caller_cpu: f64,
}

async fn timed(
    here: &Installation,
    callers: &[Client],
    number: usize,
    work: impl AsyncFn(&Client, usize) -> Vec<Duration>,
) -> (Spent, Vec<Duration>) {
    let (before, caller, begun) = (here.used().await, cpu_of(std::process::id()), Instant::now());
    let waits = everybody(callers, number, work).await.concat();
    let seconds = begun.elapsed().as_secs_f64();
    let (after, caller_cpu) = (here.used().await, cpu_of(std::process::id()) - caller);
    let used = Used {
        cpu: after.cpu - before.cpu,
        database_cpu: after.database_cpu - before.database_cpu,
        bytes: after.bytes - before.bytes,
        syncs: after.syncs - before.syncs,
    };
    (Spent { seconds, used, caller_cpu }, waits)
}

/// Lets every caller take the next piece of work until none is left.
async fn everybody<T>(callers: &[Client], number: usize, work: impl AsyncFn(&Client, usize) -> T) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let (next, work) = (&next, &work);
    let done = join_all(callers.iter().map(async |client| {
        let mut done = Vec::new();
        loop {
            let mine = next.fetch_add(1, Ordering::Relaxed);
            if mine >= number {
                return done;
            }
            done.push(work(client, mine).await);
        }
    }));
    done.await.into_iter().flatten().collect()
}

/// Does something for a while, by so many at once; says how often a second.
async fn while_(clients: usize, seconds: f64, work: impl AsyncFn(usize)) -> f64 {
    let (begun, done) = (Instant::now(), AtomicUsize::new(0));
    let (work, count) = (&work, &done);
    join_all((0..clients).map(async |client| {
        while begun.elapsed().as_secs_f64() < seconds {
            // Each client keeps to its own connection.
            work(client + clients * count.fetch_add(1, Ordering::Relaxed)).await;
        }
    }))
    .await;
    done.into_inner() as f64 / begun.elapsed().as_secs_f64()
}

/// What signing in costs, and what the headers of a careful caller do.
async fn ways(place: &Place) {
    let here = &place.installation;
    let (before, client) = (here.used().await, here.client.another());
    let mut waits = Vec::new();
    for _ in 0..16 {
        let asked = Instant::now();
        client.sign_in("anna").await;
        waits.push(asked.elapsed().as_secs_f64() * 1e3);
    }
    let cpu = (here.used().await.cpu - before.cpu) / 16.0 * 1e3;
    let mut told = format!("{:12} a sign-in {:.0} ms, {cpu:.0} ms of processor;", place.database, median(waits));
    let ways = [("4 clients in sessions", Way::Session), ("guarded", Way::Guarded), ("signing in", Way::SignInFirst)];
    for (name, way) in ways {
        // Not more: who tries to sign in five times at once is held back.
        let figures = round(place, 4, 16, way, 0.0).await.0;
        let figures = format!(" {name} {:.0}/s, {:.1} ms of processor;", figures.transitions, figures.cpu * 1e3);
        told.push_str(&figures);
    }
    println!("{told}");
}

fn load() -> String {
    let all = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    all.split(' ').next().unwrap_or_default().to_owned()
}

fn print(places: &[Place], rows: &mut [Vec<Row>]) {
    let head = ["transitions/s", "rounds", "p50 ms", "p99 ms", "calls/s", "floor/s", "x floor", "health/s"];
    let more = ["cpu ms", "db cpu ms", "caller ms", "bytes", "syncs"];
    println!("| database | clients | cases | {} | {} |", head.join(" | "), more.join(" | "));
    println!("|{}", "---|".repeat(3 + head.len() + more.len()));
    for (place, rows) in places.iter().zip(rows) {
        for row in rows {
            row.waits.sort();
            let wait = |part: usize| row.waits[(row.waits.len() - 1) * part / 100].as_secs_f64() * 1e3;
            let of = |figure: fn(&Round) -> f64| median(row.rounds.iter().map(figure).collect());
            let rounds: Vec<_> = row.rounds.iter().map(|round| format!("{:.0}", round.transitions)).collect();
            println!(
                "| {} | {} | {} | {:.0} | {} | {:.1} | {:.1} | {:.0} | {:.0} | {:.2} | {:.0} | {:.2} | {:.2} | {:.2} | {:.0} | {:.2} |",
                place.database,
                row.clients,
                row.cases,
                of(|round| round.transitions),
                rounds.join(" "),
                wait(50),
                wait(99),
                of(|round| round.calls),
                of(|round| round.floor),
                of(|round| round.transitions / round.floor),
                of(|round| round.nothing),
                of(|round| round.cpu * 1e3),
                of(|round| round.database_cpu * 1e3),
                of(|round| round.caller_cpu * 1e3),
                of(|round| round.bytes),
                of(|round| round.syncs),
            );
        }
    }
    for place in places {
        let here = &place.installation;
        let memory = |bytes: f64| bytes / f64::from(1 << 20);
        println!(
            "{:12} {} safeguards for each case; memory {:.1} MiB at rest, {:.1} MiB now, {:.1} MiB at most",
            place.database,
            place.questions.len(),
            memory(place.at_rest),
            memory(here.memory("VmRSS")),
            memory(here.memory("VmHWM"))
        );
    }
}
