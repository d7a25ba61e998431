//! Calls that nobody would send, to every operation of the document: no answer is a failure of the service, none breaks
//! the document, and the log agrees with the tables afterwards.

use std::fmt::Write as _;

use axum::http::Method;
use comity::domain::ids::RequestReference;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use super::acts::{Act, act};
use super::client::{Client, Operation, operations};
use super::dice::Dice;
use super::story::form;
use super::world::{PEOPLE, World, requests};
use crate::operations::desk::{Desk, content};

/// So many calls to each operation, on each database.
const CALLS: u32 = 14;

/// What there is to be named in calls.
struct Targets {
    references: Vec<RequestReference>,
    views: Vec<Value>,
    credential: String,
    rulebook: String,
}

impl Targets {
    async fn of(desk: &Desk, world: &World) -> Self {
        let references = requests(desk, world).await;
        let mut views = Vec::new();
        for reference in &references {
            desk.attach("carl", reference).await;
            views.push(world.client("carl").get(&format!("/api/v1/requests/{reference}")).await.is(200).json());
        }
        let credential =
            world.client("pia").get("/api/v1/session").await.json()["credential"].as_str().unwrap().to_owned();
        Self { references, views, credential, rulebook: desk.app.rulebooks().main.hash.to_string() }
    }

    /// What fits a field or a part of a path.
    fn pool(&self, name: &str) -> Vec<String> {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let from = |path: &[&str]| {
            let mut found = Vec::new();
            for view in &self.views {
                collect(view, path, &mut found);
            }
            found.push("0".repeat(32));
            found
        };
        match name {
            "reference" | "request" | "follows" => {
                let mut all: Vec<_> = self.references.iter().map(ToString::to_string).collect();
                all.push("XN-2027-999999".to_owned());
                all
            }
            "document" | "documents" => from(&["documents", "document"]),
            "message" | "holding" => from(&["messages", "message"]),
            "safeguard" => from(&["safeguards", "safeguard"]),
            "read" => from(&["safeguards", "digest"]),
            "transition" => {
                let mut all = from(&["next", "transition"]);
                all.extend(words(&["authorise", "send", "grant", "refuse", "close", "withdraw"]));
                all
            }
            "credential" => vec![self.credential.clone(), "0".repeat(32)],
            "hash" => vec![self.rulebook.clone(), "0".repeat(64)],
            "entry" => words(&[
                "0",
                "1",
                "17",
                "18446744073709551615",
                "9223372036854775808",
                "XN-2027-000001:0",
                "XN-2027-000001:18446744073709551615",
            ]),
            // The others go on working: what is done to officials is done to one.
            "sign_in" | "official" => words(&["pia", "nobody", "new.one", "new.two"]),
            "name" => words(&[
                "pia",
                "nobody",
                "acknowledged",
                "request",
                "grounds",
                "evidence",
                "safeguards-open",
                "letter.pdf",
            ]),
            "role" => words(&["auditor", "point_of_contact"]),
            "part" => words(&["procedures", "measures", "safeguards", "content"]),
            "letter" => words(&["request", "refusal"]),
            "subject" => words(&["request", "decision", "result", "renewal", "use"]),
            "instrument" => words(&["UNCC", "NONE"]),
            "agreed_on" => words(&["2026-11-01", "9999-12-31", "never"]),
            "measure" => words(&["production", "expedited_preservation", "search_and_seizure", "nothing"]),
            "counterpart" | "state" => words(&["XS", "XN", "ZZ"]),
            "answer" => words(&["met", "not_met", "not_applicable", "deferred"]),
            "after" => {
                words(&["0", "18446744073709551615", "2027-03-02T08:00:00.000Z~00000000000000000000000000000000"])
            }
            "later_by" | "from" | "until" => {
                words(&["2027-04-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", "0000-01-01T00:00:00.000Z"])
            }
            "language" => words(&["en", "fr", "xx-yy"]),
            "base64" => words(&["YSBsZXR0ZXI=", "!"]),
            "media_type" => words(&["application/pdf", "text/html"]),
            "at_most" => words(&["1", "200", "0", "65535", "65536", "-1"]),
            _ => words(&["A few words", "seven quiet lanterns", "1"]),
        }
    }
}

/// Texts at a path of keys, through arrays.
fn collect(value: &Value, path: &[&str], found: &mut Vec<String>) {
    match (value, path) {
        (Value::Array(items), _) => items.iter().for_each(|item| collect(item, path, found)),
        (_, [key, rest @ ..]) => collect(&value[*key], rest, found),
        (Value::String(text), []) => found.push(text.clone()),
        _ => {}
    }
}

/// A part of a path or query, with everything escaped that a target cannot carry, and now and then all of it.
fn escaped(text: &str, all: bool) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if !all && (byte.is_ascii_alphanumeric() || b"-._~:@!$'()*,".contains(&byte)) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").unwrap();
        }
    }
    out
}

/// A call that the dice make of an operation.
struct Shot {
    who: Option<&'static str>,
    headers: Vec<(&'static str, String)>,
    target: String,
    kind: Option<String>,
    body: Vec<u8>,
}

fn aim(operation: &Operation, targets: &Targets, dice: &mut Dice<'_>) -> Shot {
    let pools = |name: &str| targets.pool(name);
    // Whoever could do most is thrown most often.
    let who = match dice.below(16) {
        15 => None,
        thrown => Some(
            ["carl", "admin", "axel", "anna", "cora"].get(thrown).copied().unwrap_or(PEOPLE[thrown % PEOPLE.len()]),
        ),
    };
    let mut target = String::new();
    for part in operation.path.split('/').skip(1) {
        target.push('/');
        match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(_) if dice.once_in(32) => target.push_str(&"x".repeat(60_000)),
            Some(_) if dice.once_in(32) => {
                target.push_str(dice.one_of(&["%FF%FE", "%2F", "%2e%2e", "..", "%", "a%zz", "%00"]));
            }
            Some(name) => {
                let text = dice.text(name, &pools);
                target.push_str(&escaped(&text.chars().take(2_000).collect::<String>(), dice.once_in(8)));
            }
            None => target.push_str(part),
        }
    }
    let mut headers = Vec::new();
    let mut query = Vec::new();
    for parameter in operation.about["parameters"].as_array().into_iter().flatten() {
        let name = parameter["name"].as_str().unwrap();
        match parameter["in"].as_str().unwrap() {
            "query" if dice.once_in(2) => {
                let value = dice.value(&parameter["schema"], name, &pools, 0);
                let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
                query.push(format!("{name}={}", escaped(&text.chars().take(5_000).collect::<String>(), false)));
            }
            "header" if name == "If-Match" => {
                let read = dice.one_of(&[
                    "*",
                    "*",
                    "\"1\"",
                    "\"2\"",
                    "\"-1\"",
                    "\"99999999999999999999\"",
                    "W/\"1\"",
                    "1",
                    "é",
                    "",
                ]);
                if !dice.once_in(8) {
                    headers.push(("If-Match", read.to_owned()));
                }
            }
            "header" if dice.once_in(3) => {
                let key = dice.one_of(&["one", "two", "\"three\"", "", "é", "a b"]);
                headers.push(("Idempotency-Key", if dice.once_in(16) { "k".repeat(5_000) } else { key.to_owned() }));
            }
            _ => {}
        }
    }
    if dice.once_in(16) {
        query.push(
            dice.one_of(&["stage=%00", "x=1", "stage=a&stage=b", "%FF=1", "at_most=", "&&&==", "counterpart=XS%00"])
                .to_owned(),
        );
    }
    if !query.is_empty() {
        target = format!("{target}?{}", query.join("&"));
    }
    if who.is_none() {
        let shown = dice.one_of(&[
            "Bearer x",
            "Bearer ",
            "Basic YTpi",
            "bearer cs_",
            "é",
            "Bearer cs_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ]);
        headers.push(("Authorization", shown.to_owned()));
    }
    let (kind, body) = body_of(operation, targets, dice);
    Shot { who, headers, target, kind, body }
}

fn body_of(operation: &Operation, targets: &Targets, dice: &mut Dice<'_>) -> (Option<String>, Vec<u8>) {
    let pools = |name: &str| targets.pool(name);
    let wanted = &operation.about["requestBody"]["content"];
    if wanted.get("multipart/form-data").is_some() {
        let name = dice.text("file", &pools).replace(['\r', '\n', '"'], "");
        let (language, kind) =
            (dice.text("language", &pools), dice.text("media_type", &pools).replace(['\r', '\n'], ""));
        let bytes = vec![dice.byte(); dice.below(100_000)];
        let (kind, mut body) = form(&language, &name, &kind, &bytes);
        match dice.below(8) {
            7 => body.truncate(dice.below(body.len())),
            6 => return (Some("multipart/form-data".to_owned()), body),
            5 => return (Some("application/json".to_owned()), body),
            4 => body = body.iter().map(|byte| if *byte == b'\r' { b'\n' } else { *byte }).collect(),
            _ => {}
        }
        return (Some(kind), body);
    }
    let Some(schema) = wanted.pointer("/application~1json/schema") else {
        return if dice.once_in(8) {
            (Some("application/json".to_owned()), b"{}".to_vec())
        } else {
            (None, Vec::new())
        };
    };
    let mut plain = dice.value(schema, "", &pools, 0);
    // Whole content in place of an empty one, so that calls get as far as they can.
    if plain["content"] == json!({}) && dice.once_in(2) {
        plain["content"] = content("production");
    }
    let kind = match dice.below(32) {
        31 => None,
        30 => Some("text/plain"),
        29 => Some("application/json; charset=utf-16"),
        28 => Some("APPLICATION/JSON"),
        _ => Some("application/json"),
    };
    (kind.map(ToOwned::to_owned), dice.body(&plain))
}

async fn fire(world: &World, operation: &Operation, shot: &Shot) {
    // No longer address can be written at all; on the wire it is refused before there is a call.
    if shot.target.len() > 60_000 {
        return;
    }
    let mut client: Client = match shot.who {
        Some(who) => world.client(who).clone(),
        None => world.nobody.clone(),
    };
    for (name, value) in &shot.headers {
        client = client.with(name, value);
    }
    // The answer is held against the document by the client.
    client.send(operation.method.clone(), &shot.target, shot.kind.as_deref(), shot.body.clone()).await;
}

#[test]
fn whatever_is_sent_the_service_keeps_to_its_document_and_the_log_to_its_tables() {
    Desk::each(async |desk| {
        let mut world = World::of(&desk).await;
        let targets = Targets::of(&desk, &world).await;
        let handle = tokio::runtime::Handle::current();
        let dice = prop::collection::vec(any::<u8>(), 0..400);
        for operation in operations() {
            let config = Config { cases: CALLS, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
            let outcome = tokio::task::block_in_place(|| {
                TestRunner::new(config).run(&dice, |thrown| {
                    let shot = aim(operation, &targets, &mut Dice::of(&thrown));
                    handle.block_on(fire(&world, operation, &shot));
                    Ok(())
                })
            });
            outcome.unwrap_or_else(|failed| panic!("{}: {failed}", operation.id));
            if operation.id == "end_session" {
                // All but the one to whom it may all have been done by now.
                for name in PEOPLE.into_iter().filter(|name| *name != "pia") {
                    world.sign_in_again(&desk, name).await;
                }
            }
        }
        desk.is_intact().await;
    });
}

/// A call of each operation that would be allowed, with one thing in it that no form expects: each part of the path, each
/// key of the query, each field of the body in turn.
fn one_thing_wrong(operation: &Operation, call: &Act) -> Vec<Act> {
    let odd = [
        "",
        "\u{0}",
        "a\u{0}b",
        "\u{202e}",
        "../x",
        "ａ",
        "9999-12-31T23:59:59.999Z",
        "18446744073709551616",
        "x\r\ny: z",
    ];
    let long = "x".repeat(10_000);
    let texts = || odd.iter().copied().chain([long.as_str()]);
    let mut all = Vec::new();
    let plain: Vec<&str> = call.target.split('/').collect();
    for (place, part) in operation.path.split('/').enumerate().filter(|(_, part)| part.starts_with('{')) {
        assert!(place < plain.len(), "{part}");
        for text in texts() {
            let mut parts: Vec<String> = plain.iter().map(|part| (*part).to_owned()).collect();
            parts[place] = escaped(text, true);
            all.push(Act { target: parts.join("/"), ..call.clone() });
        }
    }
    for parameter in operation.about["parameters"].as_array().into_iter().flatten().filter(|one| one["in"] == "query") {
        for text in texts() {
            let target = format!("{}?{}={}", call.target, parameter["name"].as_str().unwrap(), escaped(text, true));
            all.push(Act { target, ..call.clone() });
        }
    }
    if call.kind.as_deref() == Some("application/json") {
        let body: Value = serde_json::from_slice(&call.body).unwrap();
        let mut pointers = Vec::new();
        fields(&body, "", &mut pointers);
        let values = texts().map(Value::from).chain([
            Value::Null,
            json!(-1),
            json!(u64::MAX),
            json!(1.5),
            json!([[]]),
            json!({ "a": {} }),
        ]);
        for value in values {
            for pointer in &pointers {
                let mut body = body.clone();
                *body.pointer_mut(pointer).unwrap() = value.clone();
                all.push(Act { body: serde_json::to_vec(&body).unwrap(), ..call.clone() });
            }
        }
    }
    all
}

/// Pointers to the fields of a body. What a request says in its content is one field: its schema is not the document's.
fn fields(value: &Value, at: &str, found: &mut Vec<String>) {
    for (key, inner) in value.as_object().into_iter().flatten() {
        let pointer = format!("{at}/{key}");
        if key != "content" {
            fields(inner, &pointer, found);
        }
        found.push(pointer);
    }
}

#[test]
fn one_thing_that_no_form_expects_is_a_problem_or_is_taken_and_never_a_failure() {
    Desk::each(async |desk| {
        let world = World::of(&desk).await;
        for (number, operation) in operations().iter().enumerate() {
            // Passwords are slow on purpose, and other tests send them.
            if ["begin_session", "set_password", "end_session"].contains(&operation.id.as_str()) {
                continue;
            }
            let call = act(&desk, &world, &operation.id, number).await;
            for wrong in one_thing_wrong(operation, &call) {
                // The answer is held against the document by the client.
                wrong.by(world.client(wrong.actor)).await;
            }
        }
        desk.is_intact().await;
    });
}

#[test]
fn content_nested_as_deep_as_it_may_be_is_read_again_and_goes_on() {
    Desk::each(async |desk| {
        let world = World::of(&desk).await;
        let anna = world.client("anna");
        let mut taken = 0;
        for depth in (50..=70).chain(120..=128) {
            let nested = (0..depth).fold(json!(1), |inner, _| json!([inner]));
            let mut whole = content("production");
            whole["nested"] = nested;
            let new = json!({ "instrument": "UNCC", "measure": "production", "counterpart": "XS", "title": "Deep", "content": whole });
            let drafted = anna.post("/api/v1/requests", &new).await;
            if drafted.status.is_client_error() {
                continue;
            }
            taken += 1;
            let request = format!("/api/v1/requests/{}", drafted.json()["reference"].as_str().unwrap());
            anna.get(&request).await.is(200);
            anna.get(&format!("{request}/letters/request")).await.is(200);
            anna.post(&format!("{request}/transitions"), &json!({ "transition": "submit" })).await;
            let disclosed = json!({ "what": ["subjects"], "reason": "Complaint 7." });
            world.client("axel").post(&format!("{request}/disclosures"), &disclosed).await.is(200);
        }
        assert!(taken > 5, "{taken}");
        desk.is_intact().await;
    });
}

#[test]
fn a_method_or_an_address_that_there_is_not_is_a_problem_too() {
    Desk::each(async |desk| {
        let carl = World::of(&desk).await.client("carl").clone();
        let reference = desk.submitted("production").await;
        for method in ["HEAD", "OPTIONS", "TRACE", "PATCH", "DELETE", "PUT", "CONNECT", "BREW"] {
            let method: Method = method.parse().unwrap();
            for target in [
                "/",
                "/api",
                "/api/v1/requests/",
                "/api/v1/nothing",
                "/api/v1/requests/on-paper",
                "//api/v1/requests",
                "/api/v1/../v1/requests",
                "/api/openapi.json",
            ] {
                carl.send(method.clone(), target, Some("application/json"), b"{}".to_vec()).await;
            }
            let transitions = format!("/api/v1/requests/{reference}/transitions");
            let body = json!({ "transition": "authorise" });
            let answer = carl.call(method.clone(), &transitions, Some(&body)).await;
            assert!(
                method == Method::HEAD && answer.status == 200 || answer.status == 405,
                "{method}: {}",
                answer.status
            );
        }
        assert_eq!(desk.view(&reference).await.stage, "review");
    });
}
