//! What is hidden from a caller and what is not there are told apart by nothing: status, headers, body, entries, cursors.

use std::collections::BTreeSet;

use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use comity::domain::ids::RequestReference;
use serde_json::{Value, json};

use super::client::{Answer, Client};
use super::story::form;
use super::world::{INTRUSIVE, World, on_paper};
use crate::operations::desk::{Desk, content};
use crate::operations::sessions::{leaves, text};

/// A reference of no request.
const UNKNOWN: &str = "XN-2027-999999";

/// What somebody does to a request that they may not see; `REF` stands for its reference.
struct Try {
    method: Method,
    target: &'static str,
    kind: Option<String>,
    body: Vec<u8>,
    headers: Vec<(&'static str, &'static str)>,
}

fn reading(target: &'static str) -> Try {
    Try { method: Method::GET, target, kind: None, body: Vec::new(), headers: Vec::new() }
}

fn sending(method: Method, target: &'static str, body: &Value) -> Try {
    let (kind, body) = (Some("application/json".to_owned()), serde_json::to_vec(body).unwrap());
    Try { method, target, kind, body, headers: Vec::new() }
}

fn posting(target: &'static str, body: &Value) -> Try {
    sending(Method::POST, target, body)
}

impl Try {
    fn with(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    async fn on(&self, client: &Client, reference: &str) -> Answer {
        let mut client = client.clone();
        for (name, value) in &self.headers {
            client = client.with(name, value);
        }
        let body = match std::str::from_utf8(&self.body) {
            Ok(text) => text.replace("REF", reference).into_bytes(),
            Err(_) => self.body.clone(),
        };
        client.send(self.method.clone(), &self.target.replace("REF", reference), self.kind.as_deref(), body).await
    }
}

fn upload(bytes: &[u8]) -> Try {
    let (kind, body) = form("en", "note.pdf", "application/pdf", bytes);
    let target = "/api/v1/requests/REF/documents";
    Try { method: Method::POST, target, kind: Some(kind), body, headers: Vec::new() }
}

/// A letter with a document of these bytes.
fn letter(bytes: &[u8]) -> Value {
    let mut letter = on_paper("acknowledged", &Value::Null);
    letter["document"]["base64"] = json!(STANDARD.encode(bytes));
    letter
}

/// Everything that can be tried on one request, also badly.
fn tries() -> Vec<Try> {
    let id = "/api/v1/requests/REF/documents/0123456789abcdef0123456789abcdef";
    let answer = json!({ "gate": "authorisation", "answer": "met", "read": "ab".repeat(32), "reason": "Examined." });
    let authorise = json!({ "transition": "authorise" });
    let went = |bytes: &[u8]| json!({ "channel": "post", "document": letter(bytes)["document"] });
    let wording = json!({ "content": content(INTRUSIVE) });
    let new = json!({ "instrument": "UNCC", "measure": INTRUSIVE, "counterpart": "XS", "title": "One matter", "follows": "REF" });
    let unnamed = {
        let mut unnamed = letter(b"two lines");
        unnamed["document"]["media_type"] = json!("no type");
        unnamed
    };
    let dispatch = "/api/v1/requests/REF/messages/0123456789abcdef0123456789abcdef/dispatch";
    vec![
        reading("/api/v1/requests/REF"),
        reading("/api/v1/requests/REF/history"),
        reading("/api/v1/requests/REF/letters/request"),
        reading("/api/v1/requests/REF/letters/refusal?language=fr"),
        reading("/api/v1/requests/REF/documents"),
        reading("/api/v1/requests/REF/messages"),
        reading("/api/v1/requests/REF/safeguards"),
        reading("/api/v1/requests/REF/transitions"),
        reading("/api/v1/audit/entries/REF:0/proof"),
        reading("/api/v1/audit/entries/REF:0/tlog-proof"),
        reading("/api/v1/audit/entries?request=REF"),
        reading(id),
        posting("/api/v1/requests/REF/transitions", &authorise),
        posting("/api/v1/requests/REF/transitions", &authorise).with("If-Match", "\"999\""),
        posting("/api/v1/requests/REF/transitions", &authorise).with("Idempotency-Key", "used-before"),
        posting("/api/v1/requests/REF/transitions", &authorise).with("Idempotency-Key", "never-used"),
        posting("/api/v1/requests/REF/safeguards/non_discrimination/answers", &answer),
        posting("/api/v1/requests/REF/safeguards/non_discrimination/confirmations", &json!({ "gate": "decision" })),
        posting(
            "/api/v1/requests/REF/safeguards/non_discrimination/withdrawals",
            &json!({ "gate": "decision", "reason": "No." }),
        ),
        posting("/api/v1/requests/REF/recusals", &json!({ "reason": "A cousin." })),
        posting("/api/v1/requests/REF/recusals", &json!({})),
        posting(
            "/api/v1/requests/REF/recusals/0123456789abcdef0123456789abcdef/lifting",
            &json!({ "reason": "Another family." }),
        ),
        sending(Method::PUT, "/api/v1/requests/REF/subjects/request", &wording).with("If-Match", "*"),
        sending(Method::PUT, "/api/v1/requests/REF/subjects/request", &wording).with("If-Match", "\"999\""),
        sending(Method::PUT, "/api/v1/requests/REF/registry-number", &json!({ "number": "7" })),
        sending(Method::PUT, "/api/v1/requests/REF/registry-number", &json!({ "number": "" })),
        posting("/api/v1/requests/REF/assignments", &json!({ "official": "carl" })),
        posting("/api/v1/requests/REF/assignments", &json!({ "official": "nobody.at.all" })),
        posting("/api/v1/requests/REF/messages", &letter(b"two lines")),
        posting("/api/v1/requests/REF/messages", &letter(b"")),
        posting("/api/v1/requests/REF/messages", &unnamed),
        posting("/api/v1/requests/REF/messages", &letter(&[7; 4096])),
        posting("/api/v1/requests/REF/messages", &letter(b"two lines")).with("Idempotency-Key", "used-before"),
        posting(dispatch, &went(b"two lines")),
        posting(dispatch, &went(b"")),
        posting("/api/v1/requests/REF/messages/0123456789abcdef0123456789abcdef/confirmation", &json!({})),
        upload(b"two lines"),
        upload(b""),
        upload(&[b'x'; 4096]),
        upload(b"two lines").with("Idempotency-Key", "used-before"),
        posting("/api/v1/requests/REF/disclosures", &json!({ "reason": "Complaint 7." })),
        posting("/api/v1/requests", &new),
    ]
}

/// All that an answer tells, but the trace and the reference that was asked for.
fn told(answer: &Answer, reference: &str) -> (u16, Vec<(String, String)>, String) {
    let mut body = answer.json();
    if let Some(body) = body.as_object_mut() {
        body.remove("trace");
    }
    let headers = answer.headers.iter().filter(|(name, _)| !["x-trace-id", "date"].contains(&name.as_str()));
    // The trace has always as many digits.
    let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    (answer.status.as_u16(), headers, body.to_string().replace(reference, "REF"))
}

/// A rulebook that is none, put there by hand.
async fn rulebook(desk: &Desk, hash: &str) {
    desk.sql(&format!(
        "INSERT INTO rulebook (hash, files, stored_at) SELECT '{hash}', '{{}}', stored_at FROM rulebook LIMIT 1"
    ))
    .await;
}

/// A hidden request, with what somebody has done to it by hand.
async fn hidden(desk: &Desk) -> Vec<(&'static str, RequestReference)> {
    let set = async |reference: &RequestReference, set: &str| {
        assert_eq!(desk.sql(&format!("UPDATE assistance_request SET {set} WHERE reference = '{reference}'")).await, 1);
    };
    let mut all = Vec::new();
    for what in ["as it is", "sealed", "standing", "no rulebook", "another rulebook", "no key", "a leaf"] {
        let reference = desk.submitted(INTRUSIVE).await;
        let id = text(desk, &format!("SELECT id FROM assistance_request WHERE reference = '{reference}'")).await;
        match what {
            "sealed" => {
                set(&reference, "sealed_at = '2027-03-02T08:00:00.000Z', sealed_because = 'the stage differs'").await;
            }
            "standing" => set(&reference, "standing = '{'").await,
            "no rulebook" | "another rulebook" => {
                let hash = if what == "no rulebook" { "none".to_owned() } else { "ab".repeat(32) };
                rulebook(desk, &hash).await;
                set(&reference, &format!("rulebook = '{hash}'")).await;
            }
            "no key" => {
                let file = desk.settings.data.join("keys").join(&id[..2]).join(format!("{id}.key"));
                std::fs::remove_file(file).unwrap();
            }
            "a leaf" => {
                desk.drop_triggers().await;
                let last = format!("SELECT MAX(cseq) FROM leaf WHERE case_id = '{id}'");
                desk.sql(&format!("UPDATE leaf SET hash = 'none' WHERE case_id = '{id}' AND cseq = ({last})")).await;
            }
            _ => {}
        }
        all.push((what, reference));
    }
    all
}

#[test]
fn an_unknown_request_and_one_that_is_hidden_cannot_be_told_apart() {
    Desk::each(async |desk| {
        // Documents of one line are too large here.
        let mut settings = desk.settings.clone();
        settings.largest_document = 1024;
        let app = comity::operations::App::open(&settings).await.unwrap();
        let world = World::pausing(&desk).await;
        let requests = hidden(&desk).await;
        // A second process knows no key of a case from earlier.
        let token = world.token("pia", &["record"]).await;
        let clients = ["pia", "egon", "admin"].map(|name| (name, world.client(name)));
        let strangers = clients.into_iter().chain([("a token of pia", &token)]);
        let strangers: Vec<_> = strangers
            .map(|(name, client)| (name, Client::of(&app).pausing(&desk.clock).with_secret(client.secret())))
            .collect();
        let new = json!({ "instrument": "UNCC", "measure": INTRUSIVE, "counterpart": "XS", "title": "One matter" });
        for (name, client) in &strangers {
            // A key that was used for something else.
            let client = client.with("Idempotency-Key", "used-before");
            match *name {
                "pia" => {
                    client.post("/api/v1/requests/on-paper", &super::world::request_on_paper(INTRUSIVE)).await.is(201)
                }
                "egon" => {
                    client.post("/api/v1/tokens", &json!({ "label": "a program", "scopes": ["read"] })).await.is(201)
                }
                "admin" => client.put("/api/v1/officials/ella/shut-out", &json!({})).await.is(204),
                // Tokens share the keys of their official.
                _ => continue,
            };
            client.post("/api/v1/requests", &new).await;
        }

        let mut differing = Vec::new();
        for (name, client) in &strangers {
            for attempt in tries() {
                let before = leaves(&desk).await;
                let unknown = attempt.on(client, UNKNOWN).await;
                let entries = leaves(&desk).await - before;
                assert!(unknown.status.is_client_error(), "{} {}: {unknown:?}", attempt.method, attempt.target);
                for (what, reference) in &requests {
                    let before = leaves(&desk).await;
                    let answer = attempt.on(client, reference.as_str()).await;
                    let (one, other) = (told(&answer, reference.as_str()), told(&unknown, UNKNOWN));
                    let left = leaves(&desk).await - before;
                    if one != other || left != entries {
                        let asked = format!("{name}, {what}: {} {}", attempt.method, attempt.target);
                        differing.push(format!("{asked}\n  {left} {one:?}\n  {entries} {other:?}"));
                    }
                }
            }
        }
        assert!(differing.is_empty(), "{} told apart\n{}", differing.len(), differing.join("\n"));
    });
}

#[test]
fn whoever_may_not_see_a_request_any_more_learns_no_answer_of_it_by_sending_the_call_again() {
    Desk::each(async |desk| {
        let world = World::pausing(&desk).await;
        let reference = desk.submitted(INTRUSIVE).await;
        let target = format!("/api/v1/requests/{reference}/registry-number");
        let carl = world.client("carl").with("Idempotency-Key", "numbered");
        carl.put(&target, &json!({ "number": "7" })).await.is(204);
        carl.put(&target, &json!({ "number": "7" })).await.is(204);

        let role = "/api/v1/officials/carl/roles/central_authority";
        world.client("admin").delete(role).await.is(204);

        let again = carl.put(&target, &json!({ "number": "7" })).await.is(404);
        let unknown = carl.put(&target.replace(reference.as_str(), UNKNOWN), &json!({ "number": "7" })).await.is(404);
        assert_eq!(told(&again, reference.as_str()), told(&unknown, UNKNOWN));
    });
}

/// Every text that could be hidden in a cursor.
fn readings(cursor: &str) -> Vec<String> {
    let bytes = [STANDARD.decode(cursor).ok(), URL_SAFE_NO_PAD.decode(cursor).ok(), digits(cursor)];
    let mut all = vec![cursor.to_owned()];
    all.extend(bytes.into_iter().flatten().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()));
    all
}

fn digits(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    pairs.collect()
}

#[test]
fn a_cursor_tells_nothing_of_requests_and_nobody_else_can_use_or_forge_it() {
    Desk::each(async |desk| {
        let world = World::pausing(&desk).await;
        for _ in 0..4 {
            desk.draft("expedited_preservation").await;
            desk.submitted(INTRUSIVE).await;
        }
        let rosa = world.client("rosa");
        let whole = rosa.get("/api/v1/requests").await.is(200).json();
        let whole: Vec<_> =
            whole["requests"].as_array().unwrap().iter().map(|line| line["reference"].clone()).collect();
        assert_eq!(whole.len(), 4, "drafts are hidden from a reviewer");
        let rows: Vec<(String, String)> = sqlx::query_as("SELECT id, created_at FROM assistance_request")
            .fetch_all(&mut desk.by_hand().await)
            .await
            .unwrap();

        let other = Client::of(&desk.another_process().await).with_secret(rosa.secret());
        let (mut found, mut cursors, mut target) =
            (Vec::new(), BTreeSet::new(), "/api/v1/requests?at_most=1".to_owned());
        loop {
            let page = other.get(&target).await.is(200).json();
            found.extend(page["requests"].as_array().unwrap().iter().map(|line| line["reference"].clone()));
            let Some(next) = page["next"].as_str() else { break };
            for (id, created_at) in &rows {
                for reading in readings(next) {
                    assert!(!reading.contains(id.as_str()) && !reading.contains(created_at.as_str()), "{reading}");
                }
            }
            assert!(cursors.insert(next.to_owned()), "each page has a cursor of its own");
            target = format!("/api/v1/requests?at_most=1&after={next}");
        }
        assert_eq!(found, whole);
        let lengths: BTreeSet<_> = cursors.iter().map(String::len).collect();
        assert_eq!(lengths.len(), 1, "{cursors:?}");

        let cursor = cursors.first().unwrap();
        let mut altered = cursor.clone();
        let last = altered.pop().unwrap();
        altered.push(if last == 'A' { 'Q' } else { 'A' });
        let plain = format!("{}~{}", rows[0].1, rows[0].0);
        let long = "A".repeat(5000);
        for forged in [plain.as_str(), altered.as_str(), "", "0", "~", long.as_str()] {
            let answer = rosa.get(&format!("/api/v1/requests?after={forged}")).await.is(400);
            assert_eq!(answer.problem(), "malformed", "{forged}");
            assert!(answer.json()["detail"].as_str().unwrap().contains("next"), "it says what to do");
        }
        world.client("carl").get(&format!("/api/v1/requests?after={cursor}")).await.is(400);
        // What is broken by hand and hidden hides nothing else.
        rulebook(&desk, "none").await;
        desk.sql("UPDATE assistance_request SET rulebook = 'none' WHERE stage = 'draft'").await;
        assert_eq!(rosa.get("/api/v1/requests").await.is(200).json()["requests"].as_array().unwrap().len(), 4);
    });
}

#[test]
fn nobody_writes_words_of_their_own_into_the_log_by_an_attempt() {
    Desk::each(async |desk| {
        let world = World::pausing(&desk).await;
        let reference = desk.submitted(INTRUSIVE).await;
        let (own, word) = (desk.attach("carl", &reference).await, "maria_lopez_is_the_source");
        let elsewhere = desk.submitted(INTRUSIVE).await;
        let strange = desk.attach("carl", &elsewhere).await;
        let to = |rest: &str| format!("/api/v1/requests/{reference}{rest}");
        let transition = |name: &str| json!({ "transition": name });
        let question = json!({ "gate": "authorisation" });
        let tried = [
            (posting("TARGET", &transition(word)), to("/transitions"), "unknown"),
            (posting("TARGET", &transition("use")), to("/transitions"), "use"),
            (posting("TARGET", &question), to(&format!("/safeguards/{word}/confirmations")), "unknown"),
            (posting("TARGET", &question), to("/safeguards/children/confirmations"), "children"),
            (posting("TARGET", &on_paper(word, &Value::Null)), to("/messages"), "unknown"),
            (posting("TARGET", &on_paper("executed", &Value::Null)), to("/messages"), "unknown"),
            (posting("TARGET", &json!({})), to(&format!("/messages/{}/confirmation", "c0ffee0f".repeat(4))), "unknown"),
            (reading("TARGET"), to(&format!("/documents/{}", "c0ffee0f".repeat(4))), "unknown"),
            (reading("TARGET"), to(&format!("/documents/{strange}")), "unknown"),
            (posting("TARGET", &transition(word)), format!("/api/v1/requests/{UNKNOWN}/transitions"), "unknown"),
        ];
        for (attempt, target, wanted) in tried {
            let client = world.client("cora");
            let answer = client.send(attempt.method, &target, attempt.kind.as_deref(), attempt.body).await;
            assert!(answer.status.is_client_error(), "{target}: {answer:?}");
            let last = world.client("axel").get("/api/v1/audit/entries?refused=true&newest_first=true&at_most=1").await;
            let last = last.is(200).json()["entries"][0].clone();
            assert_eq!(last["body"]["of"], wanted, "{target}: {last}");
        }
        // What is there is named.
        world.client("pia").get(&to(&format!("/documents/{own}"))).await.is(404);
        let last = world.client("axel").get("/api/v1/audit/entries?refused=true&newest_first=true&at_most=1").await;
        assert_eq!(last.json()["entries"][0]["body"]["of"], own.as_str());
        desk.is_intact().await;
    });
}

#[test]
fn whoever_may_not_draft_record_administer_or_export_leaves_an_entry_and_is_held_back_in_time() {
    Desk::each(async |desk| {
        let world = World::pausing(&desk).await;
        let new = json!({ "instrument": "UNCC", "measure": INTRUSIVE, "counterpart": "XS", "title": "One matter" });
        let official = json!({ "sign_in": "somebody", "name": "Some Body", "roles": ["administrator"] });
        let profile = json!({ "profile": "treaty_minimum", "reason": "It is quicker." });
        let role = "/api/v1/officials/rosa/roles/administrator";
        let token = world.token("carl", &["read"]).await;
        let tried = [
            (Method::POST, "/api/v1/requests", Some(new.clone()), "draft_request", "request", "role-missing"),
            (Method::POST, "/api/v1/officials", Some(official), "add_official", "official", "not-allowed"),
            (Method::PUT, "/api/v1/authority/profile", Some(profile), "change_profile", "profile", "not-allowed"),
            (Method::PUT, role, None, "grant_role", "administrator", "not-allowed"),
            (Method::DELETE, role, None, "revoke_role", "administrator", "not-allowed"),
            (Method::PUT, "/api/v1/officials/admin/shut-out", None, "shut_out", "official", "not-allowed"),
            (Method::POST, "/api/v1/audit/exports", Some(json!({})), "export_log", "log", "not-allowed"),
        ];
        let newest = "/api/v1/audit/entries?refused=true&newest_first=true&at_most=1";
        for (method, target, body, act, of, rule) in tried {
            for (client, rule) in [(world.client("rosa"), rule), (&token, "out-of-scope")] {
                let before = leaves(&desk).await;

                client.call(method.clone(), target, body.as_ref()).await.is(403);

                assert_eq!(leaves(&desk).await, before + 1, "{act}");
                let entry = world.client("axel").get(newest).await.is(200).json()["entries"][0].clone();
                assert_eq!(entry["type"], "call_refused", "{entry}");
                let body = &entry["body"];
                assert_eq!(
                    (&body["act"], &body["of"], &body["rule"]),
                    (&json!(act), &json!(of), &json!(rule)),
                    "{entry}"
                );
            }
        }
        desk.is_intact().await;

        let three = comity::http::limits::Rate {
            each: std::time::Duration::from_hours(1),
            at_once: std::num::NonZeroU32::new(3).unwrap(),
        };
        let policy = comity::http::service::Policy { refusals: three, ..super::client::generous() };
        let held = Client::under(&desk.app, policy).with_secret(world.client("rosa").secret());
        let before = leaves(&desk).await;
        for turn in 0..10 {
            let answer = held.post("/api/v1/requests", &new).await;
            assert_eq!(answer.status.as_u16(), if turn < 4 { 403 } else { 429 }, "{turn}");
        }
        assert_eq!(leaves(&desk).await, before + 4);
    });
}
