//! The end: who is being answered gets the answer, nobody else is taken in, and a second signal is for the impatient.

use std::io::{BufReader, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::get;
use serde_json::json;
use tokio::sync::Notify;

use super::near::{Near, hasty};
use super::served::Served;
use super::wire::{Caller, connect, head, read_answer};
use crate::api::client::generous;
use crate::operations::desk::content;
use crate::operations::template::PASSWORD;

/// A draft of which one half has been sent, and its other half.
fn half_a_draft(served: &Served) -> (TcpStream, Vec<u8>) {
    let anna = served.anna();
    let body = json!({ "instrument": "UNCC", "measure": "production", "counterpart": "XS", "title": "Account data" })
        .to_string();
    let length = body.len().to_string();
    let head =
        anna.head("POST", "/api/v1/requests", &[("Content-Type", "application/json"), ("Content-Length", &length)]);
    let whole = [head.as_bytes(), body.as_bytes()].concat();
    let mut stream = connect(served.address);
    stream.write_all(&whole[..whole.len() - 20]).unwrap();
    // Calls are taken in one after another from here on: this one has been read once another was answered.
    served.caller().get("/health").is(200);
    (stream, whole[whole.len() - 20..].to_vec())
}

fn whoever_is_in_the_middle_is_answered(signal: &str) {
    let mut served = Served::new(&[]);
    let (mut stream, rest) = half_a_draft(&served);

    served.signal(signal);
    served.wait_until_closed();
    stream.write_all(&rest).unwrap();

    let drafted = read_answer(&mut stream).unwrap().is(201).json();
    let status = served.ended();
    assert_eq!(status.code(), Some(0), "{}", served.log());
    assert!(served.log().contains("every call that had begun was answered"), "{}", served.log());
    let reference = drafted["reference"].as_str().unwrap();
    served.place.run(&["request", "show", reference, "--as", "anna"]).ends(0, reference);
    served.place.run(&["audit", "verify"]).ends(0, "agree");
}

#[test]
fn sigterm_lets_whoever_is_in_the_middle_finish() {
    whoever_is_in_the_middle_is_answered("TERM");
}

#[test]
fn ctrl_c_lets_whoever_is_in_the_middle_finish() {
    whoever_is_in_the_middle_is_answered("INT");
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let mut served = Served::new(&[]);
    let (_stream, _) = half_a_draft(&served);
    served.signal("TERM");
    served.wait_until_closed();
    let begun = Instant::now();

    served.signal("TERM");

    assert_eq!(served.ended().code(), Some(130));
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[test]
fn nobody_who_is_silent_holds_the_end_up() {
    let mut served = Served::new(&[]);
    let _silent = connect(served.address);
    let mut idle = connect(served.address);
    idle.write_all(head("GET", "/health", &[]).as_bytes()).unwrap();
    read_answer(&mut idle).unwrap().is(200);
    let begun = Instant::now();

    served.signal("TERM");

    assert_eq!(served.ended().code(), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
}

#[test]
fn an_end_is_heard_while_every_place_is_taken_and_waits_for_answers() {
    let (asked, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (told, wait) = (Arc::clone(&asked), Arc::clone(&go_on));
    let slow = get(async move || {
        told.notify_one();
        wait.notified().await;
        "done"
    });
    let mut near =
        Near::of(Router::new().route("/", slow), comity::http::connections::Allowed { connections: 1, ..hasty() });
    let mut stream = connect(near.address);
    stream.write_all(head("GET", "/", &[]).as_bytes()).unwrap();
    near.block_on(asked.notified());
    let mut waiting = connect(near.address);
    waiting.write_all(head("GET", "/", &[]).as_bytes()).unwrap();

    near.stop();
    while TcpStream::connect(near.address).is_ok() {
        std::thread::sleep(Duration::from_millis(5));
    }
    go_on.notify_one();

    assert_eq!(read_answer(&mut stream).unwrap().is(200).body, b"done");
    assert!(read_answer(&mut BufReader::new(waiting)).is_err());
    assert!(near.ended());
}

#[test]
fn who_does_not_finish_in_time_is_cut_off_and_that_is_said() {
    let asked = Arc::new(Notify::new());
    let told = Arc::clone(&asked);
    let never = get(async move || {
        told.notify_one();
        std::future::pending::<()>().await;
    });
    let allowed = comity::http::connections::Allowed { ending: Duration::from_millis(200), ..hasty() };
    let mut near = Near::of(Router::new().route("/", never), allowed);
    let mut stream = connect(near.address);
    stream.write_all(head("GET", "/", &[]).as_bytes()).unwrap();
    near.block_on(asked.notified());

    assert!(!near.ended());
}

/// Sends the transition `submit` whole, and hangs up without waiting for anything.
fn submit_and_hang_up(anna: &Caller, reference: &str, waits: Duration) {
    let body = json!({ "transition": "submit" }).to_string();
    let target = format!("/api/v1/requests/{reference}/transitions");
    let length = body.len().to_string();
    let head = anna.head("POST", &target, &[("Content-Type", "application/json"), ("Content-Length", &length)]);
    let mut stream = connect(anna.address);
    stream.write_all([head, body].concat().as_bytes()).unwrap();
    std::thread::sleep(waits);
}

#[test]
fn an_act_whose_caller_has_hung_up_is_wholly_there_or_not_at_all_after_the_end() {
    let mut served = Served::new(&[]);
    let mut stages = Vec::new();
    for waits in [0, 1, 4, 16, 64] {
        let anna = served.anna();
        let new = json!({ "instrument": "UNCC", "measure": "production", "counterpart": "XS", "title": "Account data", "content": content("production") });
        let drafted = anna.post("/api/v1/requests", &new).is(201).json();
        let reference = drafted["reference"].as_str().unwrap().to_owned();

        submit_and_hang_up(&anna, &reference, Duration::from_millis(waits));
        served.signal("TERM");

        assert_eq!(served.ended().code(), Some(0), "{}", served.log());
        assert!(served.log().contains("every call that had begun was answered"), "{}", served.log());
        // The log played through again comes to what the tables say.
        served.place.run(&["audit", "verify"]).ends(0, "agree");
        served = Served::over(served.kill(), &[], &[]);
        let target = format!("/api/v1/requests/{reference}");
        let anna = served.anna();
        let (view, history) = (anna.get(&target).is(200).json(), anna.get(&format!("{target}/history")).is(200).json());
        let taken = history.to_string().contains("\"submit\"");
        assert_eq!(view["stage"], if taken { "review" } else { "draft" }, "{history}");
        stages.push(view["stage"].clone());
    }
    println!("{stages:?}");
}

#[test]
fn an_act_in_the_middle_of_its_writing_is_waited_for_though_its_caller_has_hung_up() {
    let mut near = Near::desk(hasty(), generous());
    let anna = near.caller().sign_in("anna", PASSWORD);
    let reference = near.block_on(near.desk.as_ref().unwrap().draft("production")).to_string();
    // Somebody else writes to the database for a while.
    let mut other = near.block_on(near.desk.as_ref().unwrap().by_hand());
    near.block_on(sqlx::query("BEGIN IMMEDIATE").execute(&mut other)).unwrap();

    // Whoever asks first whether to go on is told so once the call has begun.
    let body = json!({ "transition": "submit" }).to_string();
    let target = format!("/api/v1/requests/{reference}/transitions");
    let length = body.len().to_string();
    let asking = [("Content-Type", "application/json"), ("Content-Length", &length), ("Expect", "100-continue")];
    let mut stream = connect(anna.address);
    stream.write_all(anna.head("POST", &target, &asking).as_bytes()).unwrap();
    let mut told = String::new();
    std::io::BufRead::read_line(&mut BufReader::new(&mut stream), &mut told).unwrap();
    assert_eq!(told.trim_end(), "HTTP/1.1 100 Continue");
    stream.write_all(body.as_bytes()).unwrap();
    drop(stream);
    near.stop();
    while TcpStream::connect(near.address).is_ok() {
        std::thread::sleep(Duration::from_millis(5));
    }
    near.block_on(sqlx::query("ROLLBACK").execute(&mut other)).unwrap();

    assert!(near.ended(), "nothing was cut off");
    let desk = near.desk.as_ref().unwrap();
    let view = near.block_on(desk.view(&reference.parse().unwrap()));
    assert_eq!(view.stage, "review");
    near.block_on(desk.is_intact());
}
