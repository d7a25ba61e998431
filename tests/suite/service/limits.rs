//! How often somebody may ask, as it is met on the wire.

use std::time::Duration;

use comity::http::service::{Policy, rate};
use jiff::SignedDuration;
use serde_json::json;

use super::near::{Near, hasty};
use super::served::Served;
use super::wire::{Answer, Caller};
use crate::api::client::generous;
use crate::operations::template::PASSWORD;

fn wait(answer: &Answer) -> u64 {
    answer.headers["retry-after"].parse().unwrap()
}

#[test]
fn a_flood_from_one_address_is_told_to_wait_and_served_again_afterwards() {
    let served = Served::new(&["--calls-by-address", "4"]);
    let caller = served.caller();
    let answers: Vec<Answer> = (0..60).map(|_| caller.get("/api/v1/problems")).collect();

    let held_back: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 429).collect();
    let served_first = answers.iter().take_while(|answer| answer.status == 200).count();
    assert!(served_first >= 20, "five times as many at once: {served_first}");
    assert!(held_back.len() > 10, "{}", held_back.len());
    for answer in &held_back {
        assert_eq!(answer.problem(), "too-often");
        assert!((1..=2).contains(&wait(answer)), "{answer:?}");
    }

    std::thread::sleep(Duration::from_secs(wait(held_back.last().unwrap())));
    caller.get("/api/v1/problems").is(200);
}

#[test]
fn behind_a_proxy_each_caller_is_counted_for_themselves() {
    let served = Served::new(&["--calls-by-address", "1", "--proxy", "127.0.0.1"]);
    let from = |address: &str| served.caller().with("X-Forwarded-For", address);
    let flood = from("192.0.2.1");
    assert!((0..20).any(|_| flood.get("/health").status == 429));

    from("192.0.2.2").get("/health").is(200);
    // What the caller wrote before the proxy did is not believed.
    assert!((0..3).any(|number| from(&format!("198.51.100.{number}, 192.0.2.1")).get("/health").status == 429));
    let direct = Served::new(&["--calls-by-address", "1"]);
    let pretending = |number: u32| direct.caller().with("X-Forwarded-For", &format!("192.0.2.{number}")).get("/health");
    assert!((0..20).any(|number| pretending(number).status == 429));
}

#[test]
fn one_official_is_held_back_and_others_go_on() {
    let policy = Policy { by_official: rate(1, 5), ..generous() };
    let near = Near::desk(hasty(), policy);
    let anna = near.caller().sign_in("anna", PASSWORD);
    let again = near.caller().sign_in("anna", PASSWORD);
    let carl = near.caller().sign_in("carl", PASSWORD);

    let held_back = (0..20).map(|_| anna.get("/api/v1/session")).find(|answer| answer.status == 429).unwrap();

    assert_eq!(held_back.problem(), "too-often");
    assert_eq!(again.get("/api/v1/session").status, 429, "another session is no other official");
    carl.get("/api/v1/session").is(200);
}

#[test]
fn whoever_guesses_is_slowed_down_and_the_official_gets_in_within_the_time_that_was_said() {
    let near = Near::desk(hasty(), generous());
    let desk = near.desk.as_ref().unwrap();
    let at_work = near.caller().sign_in("anna", PASSWORD);
    let guess = |number: u32| near.caller().try_sign_in("anna", &format!("guess {number}"));
    let guessers: Vec<Caller> = (0..4).map(|_| near.caller()).collect();
    let attempts = std::thread::scope(|all| {
        let flooding: Vec<_> = guessers
            .iter()
            .map(|guesser| {
                all.spawn(|| (0..10).map(|_| guesser.try_sign_in("anna", "all wrong").status).collect::<Vec<_>>())
            })
            .collect();
        flooding.into_iter().flat_map(|guesser| guesser.join().unwrap()).collect::<Vec<u16>>()
    });

    assert!(attempts.iter().all(|status| [401, 429].contains(status)), "{attempts:?}");
    assert!(attempts.iter().filter(|status| **status == 401).count() <= 6, "{attempts:?}");
    let slowed = guess(1).is(429);
    assert!(wait(&slowed) <= 30, "{slowed:?}");
    let drafted = at_work.post(
        "/api/v1/requests",
        &json!({ "instrument": "UNCC", "measure": "production", "counterpart": "XS", "title": "T" }),
    );
    drafted.is(201);
    near.caller().sign_in("carl", PASSWORD);

    desk.clock.advance(SignedDuration::from_secs(wait(&slowed).try_into().unwrap()));

    let anna = near.caller().sign_in("anna", PASSWORD);
    anna.get("/api/v1/session").is(200);
    at_work.get("/api/v1/session").is(200);
    near.block_on(desk.is_intact());
}
