//! What no client sends: an answer or a closed connection, and nobody else notices.

use std::io::{BufReader, Read as _, Write as _};

use serde_json::json;

use super::near::{Near, hasty};
use super::served::Served;
use super::wire::{connect, head, read_answer};
use crate::api::client::generous;
use crate::operations::template::PASSWORD;

/// The beginning of a TLS connection, as any browser sends it to a port that it takes for one with TLS.
const HELLO: &[u8] = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\x8a\x11\x52\x63\x00\x20\xff\xfe";

#[test]
fn bytes_that_are_no_call_get_an_answer_or_nothing_and_harm_nobody() {
    let mut served = Served::new(&[]);
    let many: Vec<String> = (0..10_000).map(|number| format!("x-{number}: 1\r\n")).collect();
    let many = many.concat();
    let long = "y".repeat(100_000);
    let calls: Vec<(&str, Vec<u8>, &[u16])> = vec![
        ("HTTP/0.9", b"GET /\r\n".to_vec(), &[400]),
        ("TLS", HELLO.to_vec(), &[400]),
        ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec(), &[400, 505]),
        ("nothing but zeros", vec![0; 5000], &[400]),
        ("a method without end", vec![b'A'; 200_000], &[400, 431]),
        ("a target of 100 kB", format!("GET /{long} HTTP/1.1\r\nHost: x\r\n\r\n").into_bytes(), &[404, 414, 431]),
        ("a header of 100 kB", head("GET", "/health", &[("x-long", &long)]).into_bytes(), &[200, 431]),
        ("a header of 1 MB", head("GET", "/health", &[("x-long", &long.repeat(10))]).into_bytes(), &[431]),
        ("10,000 headers", format!("GET /health HTTP/1.1\r\nHost: x\r\n{many}\r\n").into_bytes(), &[431]),
        ("a header with a zero in it", head("GET", "/health", &[("x", "a\0b")]).into_bytes(), &[400]),
        (
            "two lengths",
            head("POST", "/api/v1/session", &[("Content-Length", "3"), ("Content-Length", "4")]).into_bytes(),
            &[400],
        ),
        ("a negative length", head("POST", "/api/v1/session", &[("Content-Length", "-1")]).into_bytes(), &[400]),
        (
            "a length beyond numbers",
            head("POST", "/api/v1/session", &[("Content-Length", &"9".repeat(30))]).into_bytes(),
            &[400],
        ),
        (
            "a length of all that there is",
            head(
                "POST",
                "/api/v1/session",
                &[("Content-Length", "18446744073709551615"), ("Content-Type", "application/json")],
            )
            .into_bytes(),
            &[413, 431],
        ),
        (
            "chunks of no size",
            [
                head(
                    "POST",
                    "/api/v1/session",
                    &[("Transfer-Encoding", "chunked"), ("Content-Type", "application/json")],
                )
                .as_bytes(),
                b"zz\r\n{}\r\n0\r\n\r\n",
            ]
            .concat(),
            &[400, 408],
        ),
        ("an unknown coding", head("POST", "/api/v1/session", &[("Transfer-Encoding", "gzip")]).into_bytes(), &[400]),
        ("a target that is none", b"GET \xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n".to_vec(), &[400]),
        ("another version", b"GET /health HTTP/9.9\r\nHost: x\r\n\r\n".to_vec(), &[400, 505]),
        ("a method of its own", head("FLY", "/health", &[]).into_bytes(), &[405]),
        ("a tunnel", b"CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n".to_vec(), &[400, 404, 405]),
        (
            "another host's page",
            b"GET http://example.org/health HTTP/1.1\r\nHost: example.org\r\n\r\n".to_vec(),
            &[200, 400, 404],
        ),
    ];
    for (what, bytes, expected) in calls {
        let mut stream = connect(served.address);
        // It may have heard enough before all is sent.
        _ = stream.write_all(&bytes);
        match read_answer(&mut BufReader::new(&stream)) {
            Ok(answer) => assert!(expected.contains(&answer.status), "{what}: {answer:?}"),
            Err(error) => {
                assert!(error.kind() != std::io::ErrorKind::WouldBlock, "{what}: neither answered nor closed");
            }
        }
        served.is_well();
    }
    assert_eq!(served.log(), "", "garbage is nothing that an operator has to read");
}

#[test]
fn calls_in_a_row_are_answered_in_a_row() {
    let served = Served::new(&[]);
    let mut stream = connect(served.address);
    let calls = (0..50).map(|number| head("GET", if number % 2 == 0 { "/health" } else { "/nothing" }, &[]));

    stream.write_all(calls.collect::<String>().as_bytes()).unwrap();

    let mut stream = BufReader::new(stream);
    for number in 0..50 {
        let answer = read_answer(&mut stream).unwrap();
        assert_eq!(answer.status, if number % 2 == 0 { 200 } else { 404 });
    }
}

#[test]
fn a_body_is_as_long_as_it_says_and_what_follows_is_another_call() {
    let near = Near::desk(hasty(), generous());
    let body = json!({ "name": "anna", "password": PASSWORD }).to_string();
    let length = body.len().to_string();
    let headers = [("Content-Type", "application/json"), ("Content-Length", length.as_str())];
    let mut stream = connect(near.address);

    stream
        .write_all([&head("POST", "/api/v1/session", &headers), &body, "more than it said\r\n\r\n"].concat().as_bytes())
        .unwrap();

    let mut stream = BufReader::new(stream);
    read_answer(&mut stream).unwrap().is(201);
    read_answer(&mut stream).unwrap().is(400);
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).unwrap();
    assert!(rest.is_empty());
}

#[test]
fn a_body_without_a_length_comes_in_chunks() {
    let near = Near::desk(hasty(), generous());
    let body = json!({ "name": "anna", "password": PASSWORD }).to_string();
    let headers = [("Content-Type", "application/json"), ("Transfer-Encoding", "chunked")];
    let (one, other) = body.split_at(9);
    let chunks = [one, other, ""].map(|chunk| format!("{:x}\r\n{chunk}\r\n", chunk.len())).concat();
    let mut stream = connect(near.address);

    stream.write_all([head("POST", "/api/v1/session", &headers), chunks].concat().as_bytes()).unwrap();

    read_answer(&mut BufReader::new(stream)).unwrap().is(201);
    // Neither a length nor chunks: there is no body.
    let mut stream = connect(near.address);
    stream.write_all([&head("POST", "/api/v1/session", &headers[..1]), body.as_str()].concat().as_bytes()).unwrap();
    assert_eq!(read_answer(&mut BufReader::new(stream)).unwrap().is(400).problem(), "malformed");
}
