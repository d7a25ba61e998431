//! More than there are places: silent ones make room, whoever has asked something is answered.

use std::io::{BufReader, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::Request;
use axum::routing::{get, post};
use comity::http::connections::Allowed;

use super::near::{Near, hasty};
use super::served::Served;
use super::wire::{connect, head, read_answer};

/// Connections that are opened and then kept.
fn crowd(to: SocketAddr, number: usize, says: &str) -> Vec<TcpStream> {
    (0..number)
        .map(|_| {
            let mut stream = connect(to);
            // It may be closed before it has said anything.
            _ = stream.write_all(says.as_bytes());
            stream
        })
        .collect()
}

#[test]
fn a_crowd_that_says_nothing_locks_nobody_out() {
    let mut served = Served::new(&["--connections", "200"]);
    let begun = Instant::now();
    let silent = crowd(served.address, 400, "");
    let half = crowd(served.address, 100, "GET /health HTTP/1.1\r\nHost: x\r\n");

    served.caller().get("/health").is(200);
    served.anna().get("/api/v1/requests").is(200);

    // Sooner than any of them would have gone by itself.
    assert!(begun.elapsed() < Duration::from_secs(9), "{:?}", begun.elapsed());
    drop((silent, half));
    served.is_well();
}

#[test]
fn a_crowd_that_sends_bodies_drop_by_drop_locks_nobody_out() {
    let router = Router::new().route("/", post(async |_: String| "read")).route("/health", get(async || "ok"));
    let near = Near::of(router, Allowed { head: Duration::from_mins(1), pause: Duration::from_mins(1), ..hasty() });
    let begins = head("POST", "/", &[("Content-Length", "1000")]) + "x";
    let begun = Instant::now();
    let mut slow = crowd(near.address, 40, &begins);

    near.caller().get("/health").is(200);

    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    // Somebody whose body goes on coming is not the one who goes.
    let mut active = connect(near.address);
    active.write_all(head("POST", "/", &[("Content-Length", "100")]).as_bytes()).unwrap();
    for _ in 0..10 {
        active.write_all(b"0123456789").unwrap();
        slow.push(connect(near.address));
        std::thread::sleep(Duration::from_millis(30));
    }
    read_answer(&mut BufReader::new(active)).unwrap().is(200);
}

#[test]
fn nobody_whose_call_is_being_carried_out_is_sent_away() {
    let work = get(async |_: Request| {
        tokio::time::sleep(Duration::from_millis(700)).await;
        "done"
    });
    let near = Near::of(Router::new().route("/", work), hasty());
    let calls: Vec<_> = crowd(near.address, 24, &head("GET", "/", &[("Connection", "close")]));

    // Eight places, each for longer than the patience of the service: every one is answered in the end.
    for call in calls {
        read_answer(&mut BufReader::new(call)).unwrap().is(200);
    }
}

#[test]
fn a_burst_of_more_calls_than_places_is_answered_whole() {
    let served = Served::new(&["--connections", "50", "--calls-by-address", "1000"]);
    let calls = crowd(served.address, 400, &head("GET", "/health", &[("Connection", "close")]));

    for call in calls {
        read_answer(&mut BufReader::new(call)).unwrap().is(200);
    }
}
