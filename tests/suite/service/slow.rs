//! Slow callers: each gets so much time and no more, and what has stopped takes nobody's place.

use std::io::{BufReader, ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::get;
use comity::http::connections::Allowed;
use serde_json::json;

use super::near::{Near, hasty};
use super::served::Served;
use super::wire::{Answer, Caller, connect, head, read_answer};
use crate::api::client::generous;
use crate::operations::template::PASSWORD;

/// Beyond any of the limits of [`hasty`], on a machine that is busy.
const SOON: Duration = Duration::from_secs(8);

fn closed(stream: &mut TcpStream) -> bool {
    let mut rest = Vec::new();
    match stream.read_to_end(&mut rest) {
        Ok(_) => true,
        Err(error) => error.kind() == ErrorKind::ConnectionReset,
    }
}

#[test]
fn a_head_that_comes_byte_by_byte_and_a_client_that_says_nothing_are_closed() {
    let near = Near::desk(hasty(), generous());
    let begun = Instant::now();
    let mut slow = connect(near.address);
    let mut silent = connect(near.address);
    let mut half = connect(near.address);
    half.write_all(b"PRI * HT").unwrap();

    let whole = head("GET", "/health", &[("x-slow", &"z".repeat(300))]);
    let sent = whole.bytes().take_while(|byte| {
        std::thread::sleep(Duration::from_millis(25));
        slow.write_all(&[*byte]).is_ok()
    });
    let sent = sent.count();

    assert!(sent < whole.len(), "its head of {sent} bytes came in {:?}", begun.elapsed());
    assert!(closed(&mut silent) && closed(&mut half));
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    near.caller().get("/health").is(200);
}

/// A call whose body stops in the middle, with or without an end.
fn stopped(anna: &Caller, target: &str, kind: &str, body: &str, hangs_up: bool) -> Answer {
    let length = (body.len() + 100).to_string();
    let call = anna.head("POST", target, &[("Content-Type", kind), ("Content-Length", &length)]);
    let mut stream = connect(anna.address);
    stream.write_all([&call, body].concat().as_bytes()).unwrap();
    if hangs_up {
        stream.shutdown(Shutdown::Write).unwrap();
    }
    read_answer(&mut BufReader::new(stream)).unwrap()
}

#[test]
fn a_body_that_stops_is_answered_as_a_problem_and_frees_its_place() {
    let near = Near::desk(Allowed { connections: 1, patience: Duration::from_hours(1), ..hasty() }, generous());
    let desk = near.desk.as_ref().unwrap();
    let reference = near.block_on(desk.draft("production"));
    let anna = near.caller().sign_in("anna", PASSWORD);
    let documents = format!("/api/v1/requests/{reference}/documents");
    let upload = "--edge\r\ncontent-disposition: form-data; name=\"language\"\r\n\r\nen\r\n--edge\r\ncontent-disposition: form-data; name=\"document\"; filename=\"a.txt\"\r\n\r\nthe first half";
    let kinds = ["application/json", "multipart/form-data; boundary=edge"];
    let begun = Instant::now();

    let slow = [
        stopped(&anna, "/api/v1/requests", kinds[0], "{\"measure\":", false),
        stopped(&anna, &documents, kinds[1], upload, false),
        stopped(&near.caller(), "/api/v1/session", kinds[0], "{", false),
    ];

    for answer in slow {
        assert_eq!(answer.is(408).problem(), "too-slow");
    }
    assert_eq!(stopped(&anna, "/api/v1/requests", kinds[0], "{", true).is(408).problem(), "too-slow");
    assert_eq!(stopped(&anna, &documents, kinds[1], upload, true).is(400).problem(), "malformed");
    assert!(begun.elapsed() < 2 * SOON, "{:?}", begun.elapsed());
    assert_eq!(anna.get(&documents).is(200).json(), json!([]));
    assert_eq!(std::fs::read_dir(desk.settings.data.join("incoming")).map_or(0, Iterator::count), 0);
    near.block_on(desk.is_intact());
}

#[test]
fn a_body_may_be_slow_as_long_as_it_does_not_stop() {
    let near = Near::desk(hasty(), generous());
    let body = json!({ "name": "anna", "password": PASSWORD }).to_string();
    let length = body.len().to_string();
    let headers = [("Content-Type", "application/json"), ("Content-Length", length.as_str())];
    let mut stream = connect(near.address);
    stream.write_all(head("POST", "/api/v1/session", &headers).as_bytes()).unwrap();

    for piece in body.as_bytes().chunks(4) {
        std::thread::sleep(Duration::from_millis(60));
        stream.write_all(piece).unwrap();
    }

    read_answer(&mut BufReader::new(stream)).unwrap().is(201);
}

#[test]
fn a_client_that_does_not_take_its_answer_is_given_up() {
    let large = get(async || vec![b'x'; 24 << 20]);
    let near = Near::of(
        Router::new().route("/", large),
        Allowed { connections: 1, patience: Duration::from_hours(1), pause: Duration::from_secs(2), ..hasty() },
    );
    let mut stream = connect(near.address);
    stream.write_all(head("GET", "/", &[]).as_bytes()).unwrap();
    let begun = Instant::now();

    // More than the sockets of both sides hold. The only place: somebody else gets it once the first one was given up.
    assert_eq!(near.caller().get("/").is(200).body.len(), 24 << 20);

    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    assert!(read_answer(&mut BufReader::new(stream)).is_err());
}

/// Sends a body without end until it is answered or 100 MB are sent; says how much was sent.
fn pour(mut stream: TcpStream, head: &str, chunked: bool) -> (Answer, usize) {
    stream.write_all(head.as_bytes()).unwrap();
    let mut answers = stream.try_clone().unwrap();
    let answered = std::thread::spawn(move || {
        let answer = read_answer(&mut BufReader::new(&mut answers)).unwrap();
        (answer, Instant::now())
    });
    let piece = [
        &if chunked { b"10000\r\n".to_vec() } else { Vec::new() }[..],
        &vec![b' '; 65536],
        if chunked { b"\r\n" } else { b"" },
    ]
    .concat();
    let mut sent = 0;
    while sent < 100_000_000 && !answered.is_finished() && stream.write_all(&piece).is_ok() {
        sent += 65536;
    }
    (answered.join().unwrap().0, sent)
}

#[test]
fn a_body_of_100_mb_is_refused_early_and_fills_no_memory() {
    let served = Served::new(&["--largest-document", "5000000"]);
    let anna = served.anna();
    let drafted = anna.post(
        "/api/v1/requests",
        &json!({ "instrument": "UNCC", "measure": "production", "counterpart": "XS", "title": "T" }),
    );
    let documents = format!("/api/v1/requests/{}/documents", drafted.is(201).json()["reference"].as_str().unwrap());
    let form = "multipart/form-data; boundary=edge";
    let before = served.most_memory();

    for (target, kind, most) in [("/api/v1/requests", "application/json", 1 << 20), (&documents, form, 5_100_000)] {
        let said = anna.head("POST", target, &[("Content-Type", kind), ("Content-Length", "100000000")]);
        let (answer, sent) = pour(connect(served.address), &said, false);
        assert_eq!(answer.is(413).problem(), "too-large");
        // What the sockets of both sides hold is no part of what was read.
        assert!(sent < 20 << 20, "{target}: {sent} bytes were sent before the answer");
        let part = "--edge\r\ncontent-disposition: form-data; name=\"language\"\r\n\r\nen\r\n--edge\r\ncontent-disposition: form-data; name=\"document\"; filename=\"a.txt\"\r\n\r\n";
        let unsaid = anna.head("POST", target, &[("Content-Type", kind), ("Transfer-Encoding", "chunked")]);
        let unsaid = format!("{unsaid}{:x}\r\n{part}\r\n", part.len());
        let (answer, sent) = pour(connect(served.address), &unsaid, true);
        assert_eq!(answer.is(413).problem(), "too-large");
        assert!(sent < (20 << 20) + most, "{target}: {sent} bytes were sent before the answer");
    }

    let more = served.most_memory() - before;
    println!("{more} KiB more than before");
    assert!(more < 40 << 10, "{more} KiB more than before");
    assert_eq!(anna.get(&documents).is(200).json(), json!([]));
}

#[test]
fn whoever_sends_all_of_a_body_that_was_refused_still_reads_why() {
    let served = Served::new(&[]);
    let anna = served.anna();

    // As most clients do: everything first, then the answer.
    let answer = anna.call("POST", "/api/v1/requests", Some("application/json"), &vec![b' '; 30_000_000]).unwrap();

    assert_eq!(answer.is(413).problem(), "too-large");
}
