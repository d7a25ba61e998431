//! The same call sent again, in turn and at once: it is carried out once, answered the same, and keeps no secret.

use std::collections::BTreeSet;

use axum::http::Method;
use jiff::SignedDuration;
use serde_json::json;
use sqlx::Row as _;

use super::acts::{Act, act};
use super::client::{Answer, Client, operations};
use super::world::{INTRUSIVE, World, address};
use crate::operations::desk::{Desk, content};
use crate::operations::sessions::leaves;
use crate::operations::template::Kind;

/// Operations whose answer holds a secret that is shown once.
const SHOWN_ONCE: [&str; 3] = ["add_official", "issue_token", "reset_password"];

/// Operations that take a key and always come to nothing where there is one administrator.
const NOTHING: [&str; 3] = ["confirm_role", "confirm_agreement", "confirm_adoption"];

/// Operations that may be sent twice.
fn keyed() -> Vec<&'static str> {
    let takes_key = |about: &serde_json::Value| {
        about["parameters"].as_array().into_iter().flatten().any(|parameter| parameter["name"] == "Idempotency-Key")
    };
    operations().iter().filter(|operation| takes_key(&operation.about)).map(|operation| operation.id.as_str()).collect()
}

/// What an answer tells, without what is new each time.
fn told(answer: &Answer) -> (u16, Vec<u8>, Option<String>) {
    let version = answer.headers.get("etag").map(|tag| tag.to_str().unwrap().to_owned());
    (answer.status.as_u16(), answer.bytes.clone(), version)
}

#[test]
fn everything_that_creates_or_moves_may_be_sent_twice() {
    // Ends a session or shows something: sent twice, they do no more than once, or each is an entry on purpose. A file of
    // cases is known again line by line.
    let without = [
        "begin_session",
        "end_session",
        "set_password",
        "export_log",
        "disclose_content",
        "disclose_document",
        "import_requests",
    ];
    let takes: BTreeSet<_> = keyed().into_iter().collect();
    for operation in operations().iter().filter(|operation| operation.method != Method::GET) {
        assert_eq!(
            takes.contains(operation.id.as_str()),
            !without.contains(&operation.id.as_str()),
            "{}",
            operation.id
        );
    }
}

#[test]
fn a_call_sent_twice_in_turn_is_carried_out_once_and_answered_the_same_also_by_another_process() {
    Desk::each(async |desk| {
        let world = World::of(&desk).await;
        let other = Client::of(&desk.another_process().await);
        for (number, id) in keyed().into_iter().enumerate() {
            if NOTHING.contains(&id) {
                continue;
            }
            let call = act(&desk, &world, id, number).await;
            let client = world.client(call.actor).with("Idempotency-Key", &format!("in-turn-{id}"));
            let restarted = other.with_secret(client.secret()).with("Idempotency-Key", &format!("in-turn-{id}"));

            let first = call.by(&client).await;
            assert!(first.status.is_success(), "{id}: {}", String::from_utf8_lossy(&first.bytes));
            let after = leaves(&desk).await;
            for again in [call.by(&client).await, call.by(&restarted).await] {
                if SHOWN_ONCE.contains(&id) {
                    assert_eq!((again.status.as_u16(), again.problem().as_str()), (409, "shown-once"), "{id}");
                } else {
                    assert_eq!(told(&again), told(&first), "{id}");
                }
            }
            assert_eq!(leaves(&desk).await, after, "{id}");
        }
        desk.is_intact().await;
    });
}

#[test]
fn a_call_sent_ten_times_at_once_is_carried_out_once() {
    Desk::each(async |desk| {
        let world = World::of(&desk).await;
        let other = Client::of(&desk.another_process().await);
        for (number, id) in keyed().into_iter().enumerate() {
            if NOTHING.contains(&id) {
                continue;
            }
            let call = act(&desk, &world, id, number).await;
            let here = world.client(call.actor).with("Idempotency-Key", "at-once").with("X-Act", id);
            let there = other.with_secret(here.secret());
            let key = format!("at-once-{id}");
            let before = leaves(&desk).await;

            let sent: Vec<_> = (0..10)
                .map(|turn| {
                    let client = if turn % 2 == 0 { world.client(call.actor) } else { &there };
                    let (client, call) = (client.with("Idempotency-Key", &key), call.clone());
                    tokio::spawn(async move { call.by(&client).await })
                })
                .collect();
            let mut answers = Vec::new();
            for answer in sent {
                answers.push(answer.await.unwrap());
            }

            let (good, bad): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status.is_success());
            if SHOWN_ONCE.contains(&id) {
                assert_eq!(good.len(), 1, "{id}");
                assert!(bad.iter().all(|answer| answer.problem() == "shown-once"), "{id}: {bad:#?}");
            } else {
                assert!(bad.is_empty(), "{id}: {}", String::from_utf8_lossy(&bad[0].bytes));
                assert!(good.iter().all(|answer| told(answer) == told(good[0])), "{id}");
            }
            let entries = leaves(&desk).await - before;
            let wanted = match id {
                // The request, its words; the paper.
                // The official and the role.
                "draft_request" | "record_message" | "record_dispatch" | "add_official" => 2,
                "record_request" => 3,
                _ => 1,
            };
            assert_eq!(entries, wanted, "{id}");
        }
        desk.is_intact().await;
    });
}

/// The same call with something else in it.
fn altered(call: &Act) -> Act {
    let mut other = call.clone();
    match other.kind.as_deref() {
        Some("application/json") => other.body.insert(0, b' '),
        Some(_) => {
            let text = String::from_utf8(other.body).unwrap();
            other.body = text.replace("two lines", "two lines more").into_bytes();
        }
        None => other.target.push_str("?again=1"),
    }
    other
}

#[test]
fn a_key_is_good_for_one_call_of_one_official() {
    Desk::each(async |desk| {
        let world = World::of(&desk).await;
        for (number, id) in keyed().into_iter().enumerate() {
            if NOTHING.contains(&id) {
                continue;
            }
            let call = act(&desk, &world, id, number).await;
            let client = world.client(call.actor).with("Idempotency-Key", &format!("one-{id}"));
            call.by(&client).await;

            let answer = altered(&call).by(&client).await;

            assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (422, "key-used-before"), "{id}");
            // The one who had the key is answered as before.
            let again = call.by(&client).await;
            assert!(again.status.is_success() || again.problem() == "shown-once", "{id}");
        }
        // Name, media type and language belong to a document as its bytes do.
        let call = act(&desk, &world, "add_document", 900).await;
        let client = world.client("carl").with("Idempotency-Key", "a-document");
        call.by(&client).await.is(201);
        for (was, is) in [("note.pdf", "other.pdf"), ("application/pdf", "text/plain"), ("\r\nen\r\n", "\r\nfr\r\n")] {
            let body = String::from_utf8(call.body.clone()).unwrap().replace(was, is).into_bytes();
            assert_eq!(Act { body, ..call.clone() }.by(&client).await.is(422).problem(), "key-used-before", "{is}");
        }
        let new = json!({ "instrument": "UNCC", "measure": INTRUSIVE, "counterpart": "XS", "title": "One matter", "content": content(INTRUSIVE) });
        let mut references = BTreeSet::new();
        for name in ["anna", "carl", "cora"] {
            let mine = world.client(name).with("Idempotency-Key", "everybodys");
            references.insert(mine.post("/api/v1/requests", &new).await.is(201).json()["reference"].to_string());
        }
        assert_eq!(references.len(), 3);
        desk.is_intact().await;
    });
}

#[test]
fn a_refusal_is_not_remembered_and_the_same_call_works_once_nothing_stands_in_the_way() {
    Desk::each(async |desk| {
        let world = World::of(&desk).await;
        // Over what somebody else has read.
        for (number, id) in keyed().into_iter().enumerate() {
            let call = act(&desk, &world, id, number).await;
            if call.reference.is_none()
                || ["assign_official", "number_request", "add_document", "change_subject"].contains(&id)
            {
                continue;
            }
            let client = world.client(call.actor).with("Idempotency-Key", &format!("refused-{id}"));
            for _ in 0..2 {
                assert_eq!(
                    call.by(&client.with("If-Match", "\"999\"")).await.is(412).problem(),
                    "read-another-version",
                    "{id}"
                );
            }
            let done = call.by(&client).await;
            assert!(done.status.is_success(), "{id}: {}", String::from_utf8_lossy(&done.bytes));
        }
        // While the safeguards were open.
        let reference = desk.submitted(INTRUSIVE).await;
        let cora = world.client("cora").with("Idempotency-Key", "authorise-it");
        let (target, body) = (format!("{}/transitions", address(&reference)), json!({ "transition": "authorise" }));
        cora.post(&target, &body).await.is(422);
        desk.clear(&reference, comity::domain::gate::Gate::Authorisation, "carl").await;
        let done = cora.post(&target, &body).await.is(200);
        assert_eq!(told(&cora.post(&target, &body).await), told(&done));
        // Of an administrator.
        let admin = world.client("admin").with("Idempotency-Key", "take-it");
        let role = "/api/v1/officials/pia/roles/auditor";
        admin.delete(role).await.is(404);
        world.client("admin").call(Method::PUT, role, None).await.is(200);
        admin.delete(role).await.is(204);
        admin.delete(role).await.is(204);
        desk.is_intact().await;
    });
}

#[test]
fn whoever_lost_what_let_them_act_learns_no_answer_by_sending_the_call_again() {
    Desk::each(async |desk| {
        let world = World::of(&desk).await;
        let anna = world.client("anna").with("Idempotency-Key", "mine");
        let new = json!({ "instrument": "UNCC", "measure": INTRUSIVE, "counterpart": "XS", "title": "One matter" });
        anna.post("/api/v1/requests", &new).await.is(201);

        world.client("admin").call(Method::PUT, "/api/v1/officials/anna/shut-out", None).await.is(204);

        anna.post("/api/v1/requests", &new).await.is(401);
        world.nobody.with("Idempotency-Key", "mine").post("/api/v1/requests", &new).await.is(401);
        desk.is_intact().await;
    });
}

#[test]
fn no_secret_of_an_answer_is_kept_anywhere() {
    Desk::each(async |desk| {
        let world = World::of(&desk).await;
        let mut secrets = Vec::new();
        for (number, id) in SHOWN_ONCE.into_iter().enumerate() {
            let call = act(&desk, &world, id, number).await;
            let client = world.client(call.actor).with("Idempotency-Key", &format!("secret-{id}"));
            let answer = call.by(&client).await.is(201).json();
            let secret = answer.get("secret").or_else(|| answer.get("one_time_password")).unwrap();
            secrets.push(secret.as_str().unwrap().to_owned());
            let again = call.by(&client).await.is(409);
            assert!(!String::from_utf8_lossy(&again.bytes).contains(secrets.last().unwrap()), "{id}");
        }
        secrets.push(world.client("anna").secret().to_owned());

        let mut connection = desk.by_hand().await;
        let rows = sqlx::query("SELECT answer_sealed FROM answered_call").fetch_all(&mut connection).await.unwrap();
        assert!(rows.len() >= SHOWN_ONCE.len());
        let mut kept: Vec<Vec<u8>> = rows.iter().map(|row| row.get(0)).collect();
        if desk.kind == Kind::Sqlite {
            for entry in std::fs::read_dir(&desk.settings.data).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    kept.push(std::fs::read(path).unwrap());
                }
            }
        }
        for secret in &secrets {
            let found = kept.iter().any(|bytes| bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
            assert!(!found, "a secret is kept");
        }
        // What is kept is not even as long as what it would have to hold.
        let sealed = rows.iter().map(|row| row.get::<Vec<u8>, _>(0).len()).min().unwrap();
        assert!(sealed < 64, "{sealed}");
    });
}

#[test]
fn a_key_is_free_after_seven_days_and_not_before() {
    Desk::each(async |desk| {
        let mut world = World::of(&desk).await;
        let new = json!({ "instrument": "UNCC", "measure": INTRUSIVE, "counterpart": "XS", "title": "One matter" });
        let other =
            json!({ "instrument": "UNCC", "measure": INTRUSIVE, "counterpart": "XS", "title": "Another matter" });
        let keyed = |world: &World| world.client("anna").with("Idempotency-Key", "kept");
        let first = keyed(&world).post("/api/v1/requests", &new).await.is(201).json()["reference"].clone();

        desk.clock.advance(SignedDuration::from_hours(7 * 24));
        world.sign_in_again(&desk, "anna").await;
        let again = keyed(&world).post("/api/v1/requests", &new).await.is(201).json();
        assert_eq!(again["reference"], first);
        keyed(&world).post("/api/v1/requests", &other).await.is(422);

        desk.clock.advance(SignedDuration::from_millis(1));
        let anew = keyed(&world).post("/api/v1/requests", &other).await.is(201).json()["reference"].clone();
        assert_ne!(anew, first);
        assert_eq!(keyed(&world).post("/api/v1/requests", &other).await.is(201).json()["reference"], anew);
        keyed(&world).post("/api/v1/requests", &new).await.is(422);
        desk.is_intact().await;
    });
}

#[test]
fn a_call_that_changed_nothing_changes_nothing_when_it_comes_again_later() {
    Desk::each(async |desk| {
        let world = World::of(&desk).await;
        let admin = world.client("admin");
        let profile = |name: &str| json!({ "profile": name, "reason": "For a while." });
        let late = admin.with("Idempotency-Key", "late");
        late.put("/api/v1/authority/profile", &profile("strict")).await.is(204);
        admin.put("/api/v1/authority/profile", &profile("domestic")).await.is(204);

        late.put("/api/v1/authority/profile", &profile("strict")).await.is(204);

        let authority = world.nobody.get("/api/v1/authority").await.is(200).json();
        assert_eq!(authority["profile"], "domestic");
        // What has ended counts never again: that such a call is not remembered is harmless.
        let token = json!({ "label": "a program", "scopes": ["read"] });
        let token = world.client("carl").post("/api/v1/tokens", &token).await.is(201).json();
        let target = format!("/api/v1/credentials/{}", token["credential"].as_str().unwrap());
        world.client("carl").delete(&target).await.is(204);
        let before = leaves(&desk).await;
        for _ in 0..3 {
            world.client("carl").with("Idempotency-Key", "revoked").delete(&target).await.is(204);
        }
        assert_eq!(leaves(&desk).await, before);
        desk.is_intact().await;
    });
}
