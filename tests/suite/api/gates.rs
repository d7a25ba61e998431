//! Tries to get past a gate over HTTP while its safeguards are open: after all of them the request stands where it stood,
//! and each try of somebody who was signed in is in the log.

use std::collections::BTreeSet;

use axum::http::Method;
use comity::domain::gate::Gate;
use comity::domain::ids::{RequestReference, StageName};
use comity::engine::explain::Asked;
use serde_json::{Value, json};

use super::client::{Answer, Client};
use super::world::{
    INTRUSIVE, PEOPLE, World, address, arrived, attempts, examined, on_paper, request_on_paper, requests, standing,
};
use crate::operations::desk::{Desk, content};
use crate::operations::sessions::leaves;

/// A request whose standing is held against what it was, with the number of attempts that its log had.
struct Watched {
    reference: RequestReference,
    stood: String,
    tried: usize,
}

impl Watched {
    async fn of(desk: &Desk, world: &World, reference: &RequestReference) -> Self {
        let (stood, tried) = (standing(desk, reference).await, attempts(world, reference).await.len());
        Self { reference: reference.clone(), stood, tried }
    }

    /// It stands where it stood, and so many attempts more are in the log.
    #[track_caller]
    fn stands<'a>(&'a mut self, desk: &'a Desk, world: &'a World, more: usize) -> impl Future<Output = ()> + 'a {
        let caller = std::panic::Location::caller();
        async move {
            assert_eq!(standing(desk, &self.reference).await, self.stood, "{caller}");
            self.tried += more;
            let all = attempts(world, &self.reference).await;
            assert_eq!(all.len(), self.tried, "{caller}: {:#?}", all.last());
        }
    }

    fn to(&self, rest: &str) -> String {
        format!("{}{rest}", address(&self.reference))
    }
}

/// It was refused, by a rule or because it cannot be.
#[track_caller]
fn refused(answer: &Answer) {
    assert!(answer.status.is_client_error(), "{}: {}", answer.status, String::from_utf8_lossy(&answer.bytes));
}

/// Transitions of a request's side that stand at a gate.
fn gated(desk: &Desk, view: &Value) -> BTreeSet<String> {
    let procedure = &desk.app.rulebooks().main.procedures[&view["procedure"].as_str().unwrap().parse().unwrap()];
    let side = serde_json::from_value(view["side"].clone()).unwrap();
    let mut names: BTreeSet<String> = procedure
        .part(side)
        .transitions
        .iter()
        .filter(|transition| !transition.gates.is_empty())
        .map(|transition| transition.name.to_string())
        .collect();
    names.extend(
        procedure.holding.iter().flat_map(|part| &part.transitions).map(|transition| transition.name.to_string()),
    );
    names
}

#[test]
fn nobody_takes_a_step_at_a_gate_from_any_stage_while_its_safeguards_are_open() {
    Desk::each(async |desk| {
        let world = World::pausing(&desk).await;
        let mut stages: BTreeSet<StageName> = BTreeSet::new();
        for reference in requests(&desk, &world).await {
            let view = desk.view(&reference).await;
            if desk
                .asked(&reference, Gate::Authorisation)
                .await
                .iter()
                .all(|asked| asked.state.to_string() == "cleared")
                && view.stage == "review"
            {
                // The one that is ready may be authorised: that is no attack.
                continue;
            }
            let mut watched = Watched::of(&desk, &world, &reference).await;
            let mut tries = 0;
            for transition in gated(&desk, &serde_json::to_value(&view).unwrap()) {
                for name in PEOPLE {
                    let body = json!({ "transition": transition, "reason": "It is urgent." });
                    refused(&world.client(name).post(&watched.to("/transitions"), &body).await);
                    tries += 1;
                }
            }
            watched.stands(&desk, &world, tries).await;
            stages.insert(view.stage.parse().unwrap());
        }
        assert!(stages.len() >= 4, "{stages:?}");
        desk.is_intact().await;
    });
}

#[test]
fn words_changed_after_they_were_read_clear_nothing() {
    Desk::each(async |desk| {
        let world = World::pausing(&desk).await;
        let (anna, cora) = (world.client("anna"), world.client("cora"));
        let reference = desk.ready(INTRUSIVE).await;
        let old = desk.asked(&reference, Gate::Authorisation).await;
        let to = |rest: &str| format!("{}{rest}", address(&reference));
        let mut other = content(INTRUSIVE);
        let words = other
            .as_object_mut()
            .unwrap()
            .values_mut()
            .find(|value| value.as_str().is_some_and(|text| text.contains(". ")));
        let words = words.expect("a field with sentences");
        *words = json!(format!("{} And more.", words.as_str().unwrap()));
        let wording = json!({ "content": other });

        // Under review nobody writes.
        let mut watched = Watched::of(&desk, &world, &reference).await;
        for name in PEOPLE {
            refused(&world.client(name).with("If-Match", "*").put(&to("/subjects/request"), &wording).await);
        }
        watched.stands(&desk, &world, PEOPLE.len()).await;

        // Written after the answers, it has to be read anew.
        anna.post(&to("/transitions"), &json!({ "transition": "revise", "reason": "A slip." })).await.is(200);
        let changed = anna.with("If-Match", "*").put(&to("/subjects/request"), &wording).await.is(200).json();
        anna.post(&to("/transitions"), &json!({ "transition": "submit" })).await.is(200);
        let mut watched = Watched::of(&desk, &world, &reference).await;
        let open = cora.post(&to("/transitions"), &json!({ "transition": "authorise" })).await.is(422).json();
        assert_eq!(open["rule"], "safeguards-open");
        let stale: BTreeSet<_> =
            open["safeguards"].as_array().unwrap().iter().map(|one| one["state"].as_str().unwrap()).collect();
        assert_eq!(stale, BTreeSet::from(["stale"]), "{open}");
        watched.stands(&desk, &world, 1).await;

        // Nor does the digest of the old words.
        let mut tries = 0;
        for asked in &old {
            for name in ["carl", "rosa", "judy"] {
                let answer =
                    json!({ "gate": asked.gate, "read": asked.digest, "answer": "met", "reason": "As before." });
                refused(
                    &world.client(name).post(&to(&format!("/safeguards/{}/answers", asked.safeguard)), &answer).await,
                );
                tries += 1;
            }
        }
        watched.stands(&desk, &world, tries).await;
        assert_ne!(changed["digest"], json!(old[0].digest));

        // After authorisation nobody writes either.
        desk.clear(&reference, Gate::Authorisation, "carl").await;
        cora.post(&to("/transitions"), &json!({ "transition": "authorise" })).await.is(200);
        let mut watched = Watched::of(&desk, &world, &reference).await;
        for name in PEOPLE {
            for subject in ["request", "decision", "result", "renewal", "use"] {
                let target = to(&format!("/subjects/{subject}"));
                refused(&world.client(name).with("If-Match", "*").put(&target, &wording).await);
            }
        }
        watched.stands(&desk, &world, PEOPLE.len() * 5).await;
        desk.is_intact().await;
    });
}

#[test]
fn what_belongs_to_another_request_answers_nothing_here() {
    Desk::each(async |desk| {
        let world = World::pausing(&desk).await;
        let (here, there) = (desk.submitted(INTRUSIVE).await, desk.submitted(INTRUSIVE).await);
        let sent = desk.sent(INTRUSIVE).await;
        let document = desk.attach("carl", &there).await;
        let message = desk.view(&sent).await.messages[0].message.clone();
        let theirs = desk.asked(&there, Gate::Authorisation).await;
        let mut watched = Watched::of(&desk, &world, &here).await;
        let mut tries = 0;

        for asked in desk.asked(&here, Gate::Authorisation).await {
            let who = who_answers(&desk, &asked);
            let target = watched.to(&format!("/safeguards/{}/answers", asked.safeguard));
            let good = json!({ "gate": asked.gate, "read": asked.digest, "answer": "met", "reason": "Examined." });
            let other = theirs.iter().find(|other| other.safeguard == asked.safeguard).unwrap();
            let mut wrong: Vec<Value> = vec![
                with(&good, "read", json!(other.digest)),
                with(&good, "read", json!("0".repeat(64))),
                with(&good, "read", Value::Null),
                with(&good, "documents", json!([document])),
                with(&good, "documents", json!(["0".repeat(32)])),
                with(&good, "answer", json!("Met")),
                with(&good, "answer", json!("met ")),
                with(&good, "answer", json!("cleared")),
                with(&good, "gate", json!("sending")),
                with(&good, "gate", json!("decision")),
            ];
            // A question that is asked once is not asked of a delivery.
            wrong.push(with(&with(&good, "holding", json!(message)), "gate", json!("use")));
            for body in &wrong {
                let answer = world.client(who).post(&target, body).await;
                assert!(answer.status.is_client_error(), "{body}: {}", String::from_utf8_lossy(&answer.bytes));
                tries += 1;
            }
            // Whoever is not asked does not answer.
            for name in PEOPLE.into_iter().filter(|name| !may(&desk, name, &asked)) {
                refused(&world.client(name).post(&target, &good).await);
                tries += 1;
            }
            watched.stands(&desk, &world, tries).await;
            tries = 0;
        }
        let holding = json!({ "transition": "authorise", "holding": message, "reason": "It is urgent." });
        refused(&world.client("cora").post(&watched.to("/transitions"), &holding).await);
        let carl = world.client("carl");
        refused(&carl.post(&watched.to(&format!("/messages/{message}/confirmation")), &json!({})).await);
        let went = json!({ "channel": "post", "document": on_paper("x", &Value::Null)["document"] });
        refused(&carl.post(&watched.to(&format!("/messages/{message}/dispatch")), &went).await);
        refused(&carl.get(&watched.to(&format!("/documents/{document}"))).await);
        watched.stands(&desk, &world, 4).await;
        desk.is_intact().await;
    });
}

/// The same object with another value in it.
fn with(body: &Value, key: &str, value: Value) -> Value {
    let mut body = body.clone();
    body[key] = value;
    body
}

fn may(desk: &Desk, name: &str, asked: &Asked) -> bool {
    name != "anna" && asked.answered_by.iter().any(|role| desk.official(name).roles.contains(role))
}

fn who_answers(desk: &Desk, asked: &Asked) -> &'static str {
    PEOPLE.into_iter().find(|name| may(desk, name, asked)).unwrap()
}

#[test]
fn whoever_recorded_a_message_does_not_confirm_it_whichever_way_they_come() {
    Desk::each(async |desk| {
        let world = World::pausing(&desk).await;
        let pia = world.client("pia");
        let recorded = pia.post("/api/v1/requests/on-paper", &request_on_paper(INTRUSIVE)).await.is(201).json();
        let reference: RequestReference = recorded["reference"].as_str().unwrap().parse().unwrap();
        let message = pia.get(&format!("{}/messages", address(&reference))).await.is(200).json()[0]["message"].clone();
        let mut watched = Watched::of(&desk, &world, &reference).await;
        let target = watched.to(&format!("/messages/{}/confirmation", message.as_str().unwrap()));
        let again = Client::of(&desk.app).sign_in("pia", crate::operations::template::PASSWORD).await;
        let token = world.token("carl", &["read", "draft", "record"]).await;

        for client in [pia, &again, &pia.with("If-Match", "*"), &pia.with("X-Forwarded-User", "carl"), &token] {
            refused(&client.post(&target, &json!({})).await);
        }
        for name in ["anna", "rosa", "dara", "judy", "egon", "axel", "admin"] {
            refused(&world.client(name).post(&target, &json!({})).await);
        }

        watched.stands(&desk, &world, 12).await;
        world.client("carl").post(&target, &json!({})).await.is(200);
        let mut watched = Watched::of(&desk, &world, &reference).await;
        for name in ["carl", "cora", "pia"] {
            refused(&world.client(name).post(&target, &json!({})).await);
        }
        watched.stands(&desk, &world, 3).await;
        desk.is_intact().await;
    });
}

#[test]
fn no_header_method_address_or_spelling_moves_a_request() {
    Desk::each(async |desk| {
        let world = World::pausing(&desk).await;
        let cora = world.client("cora");
        let reference = desk.submitted(INTRUSIVE).await;
        let mut watched = Watched::of(&desk, &world, &reference).await;
        let (target, body) =
            (watched.to("/transitions"), json!({ "transition": "authorise", "reason": "It is urgent." }));

        let headers = [
            ("If-Match", "*"),
            ("If-Match", "\"1\""),
            ("If-None-Match", "*"),
            ("X-HTTP-Method-Override", "PUT"),
            ("X-Method-Override", "DELETE"),
            ("X-Forwarded-For", "127.0.0.1"),
            ("Forwarded", "for=127.0.0.1;by=admin"),
            ("X-Forwarded-User", "admin"),
            ("X-Original-URL", "/api/v1/health"),
            ("X-Rewrite-URL", "/api/v1/health"),
            ("Cookie", "session=admin"),
            ("Idempotency-Key", "authorise"),
            ("Prefer", "return=minimal"),
            ("Expect", "200-ok"),
            ("Accept", "text/html"),
            ("Accept-Language", "xx"),
            ("Content-Encoding", "gzip"),
            ("Range", "bytes=0-1"),
        ];
        for (name, value) in headers {
            refused(&cora.with(name, value).post(&target, &body).await);
        }
        refused(&cora.post(&format!("{target}?force=true&transition=send"), &body).await);
        watched.stands(&desk, &world, headers.len() + 1).await;

        // What is no such call is not understood, and no attempt.
        let bytes = || serde_json::to_vec(&body).unwrap();
        let json = Some("application/json");
        for method in ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"] {
            refused(&cora.send(method.parse().unwrap(), &target, json, bytes()).await);
        }
        cora.send(Method::HEAD, &target, json, bytes()).await.is(200);
        cora.send(Method::GET, &target, json, bytes()).await.is(200);
        for kind in [
            None,
            Some("text/plain"),
            Some("application/x-www-form-urlencoded"),
            Some("multipart/form-data; boundary=x"),
            Some("application/jsonp"),
        ] {
            refused(&cora.send(Method::POST, &target, kind, bytes()).await);
        }
        let lower = target.replace("XN-", "xn-");
        for other in [
            format!("{target}/"),
            target.replace("/requests/", "//requests/"),
            target.replace("/api", "/API"),
            format!("{target}/authorise"),
            lower,
            target.replace("/api", "/x/../api"),
            target.replace("XN-", "%EF%BC%B8N-"),
        ] {
            refused(&cora.post(&other, &body).await);
        }
        for spelling in [
            "Authorise",
            "AUTHORISE",
            "authorise ",
            " authorise",
            "authorise\u{0}",
            "ａｕｔｈｏｒｉｓｅ",
            "authorise\u{200b}",
            "аuthorise",
            "authorise\n",
        ] {
            refused(&cora.post(&target, &with(&body, "transition", json!(spelling))).await);
        }
        for twice in [
            r#"{"transition":"abandon","transition":"authorise"}"#,
            r#"{"transition":["authorise"]}"#,
            r#"{"transition":"authorise","force":true}"#,
            r#"{"transition":"authorise","stage":"authorised"}"#,
            r#"[{"transition":"authorise"}]"#,
        ] {
            refused(&cora.send(Method::POST, &target, json, twice.as_bytes().to_vec()).await);
        }
        watched.stands(&desk, &world, 0).await;
        // An escaped letter is the letter: the same address, and an attempt.
        refused(&cora.post(&target.replace("XN-", "%58N-"), &body).await);
        watched.stands(&desk, &world, 1).await;
        desk.is_intact().await;
    });
}

#[test]
fn another_session_or_a_token_of_the_same_official_is_the_same_official() {
    Desk::each(async |desk| {
        let world = World::pausing(&desk).await;
        let carl = world.client("carl");
        // `carl` has answered here: he does not authorise, in whatever session.
        let reference = desk.ready(INTRUSIVE).await;
        let mut watched = Watched::of(&desk, &world, &reference).await;
        let again = Client::of(&desk.app).sign_in("carl", crate::operations::template::PASSWORD).await;
        let token = world.token("carl", &["read", "draft", "record"]).await;
        let theirs = world.token("cora", &["read", "draft", "record"]).await;
        let authorise = json!({ "transition": "authorise", "reason": "It is urgent." });

        assert_eq!(carl.post(&watched.to("/transitions"), &authorise).await.is(403).json()["rule"], "answered-here");
        assert_eq!(again.post(&watched.to("/transitions"), &authorise).await.is(403).json()["rule"], "answered-here");
        watched.stands(&desk, &world, 2).await;
        let asked = desk.asked(&reference, Gate::Authorisation).await.remove(0);
        let safeguard = format!("/safeguards/{}", asked.safeguard);
        let question = json!({ "gate": asked.gate });
        let mut answer = with(&question, "read", json!(asked.digest));
        answer["answer"] = json!("met");
        let tries = [
            ("/transitions".to_owned(), authorise.clone()),
            (format!("{safeguard}/answers"), answer),
            (format!("{safeguard}/confirmations"), question.clone()),
            (format!("{safeguard}/withdrawals"), with(&question, "reason", json!("No."))),
            (format!("/messages/{}/confirmation", "0".repeat(32)), json!({})),
            ("/assignments".to_owned(), json!({ "official": "anna" })),
            ("/disclosures".to_owned(), json!({ "what": ["subjects"], "reason": "Curious." })),
        ];
        for client in [&token, &theirs] {
            for (rest, body) in &tries {
                let answer = client.post(&watched.to(rest), body).await;
                // Whoever is no auditor is told that first.
                let wanted = if rest == "/disclosures" { "not-allowed" } else { "out-of-scope" };
                assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (403, wanted), "{rest}");
            }
            let number = json!({ "number": "R 7" });
            client.put(&watched.to("/registry-number"), &number).await.is(403);
        }
        watched.stands(&desk, &world, 2 * tries.len() + 2).await;
        // What a token may not do tells nothing of what there is.
        let unknown = address(&reference).replace("000001", "999999");
        assert_ne!(unknown, address(&reference));
        assert_eq!(token.post(&format!("{unknown}/transitions"), &authorise).await.is(403).problem(), "out-of-scope");
        desk.is_intact().await;
    });
}

#[test]
fn whoever_hangs_up_at_once_is_in_the_log_all_the_same() {
    Desk::each(async |desk| {
        let world = World::pausing(&desk).await;
        let reference = desk.submitted(INTRUSIVE).await;
        let arrived = arrived(&world, INTRUSIVE).await;
        let mut watched = Watched::of(&desk, &world, &reference).await;
        let (target, before) = (watched.to("/transitions"), leaves(&desk).await);
        let body = json!({ "transition": "authorise", "reason": "It is urgent." });

        for name in PEOPLE {
            world.client(name).hang_up(Method::POST, &target, &body).await;
        }
        let granted = json!({ "transition": "grant" });
        world.client("cora").hang_up(Method::POST, &format!("{}/transitions", address(&arrived)), &granted).await;

        let wanted = before + i64::try_from(PEOPLE.len()).unwrap() + 1;
        let mut looked = 0;
        while leaves(&desk).await < wanted {
            looked += 1;
            assert!(looked < 20_000, "{} of {wanted} entries", leaves(&desk).await);
            tokio::task::yield_now().await;
        }
        watched.stands(&desk, &world, PEOPLE.len()).await;
        desk.is_intact().await;
    });
}

#[test]
fn a_hidden_request_and_an_unknown_one_are_told_apart_by_no_route() {
    Desk::each(async |desk| {
        let world = World::pausing(&desk).await;
        // Nobody but the requested side's people acts on the one; there is no other.
        let hidden = examined(&desk, &world).await;
        let unknown: RequestReference = "XN-2027-999999".parse().unwrap();
        let zeros = "0".repeat(32);
        let document = json!({ "channel": "post", "document": on_paper("x", &Value::Null)["document"] });
        let calls: Vec<(Method, String, Option<Value>)> = vec![
            (Method::GET, String::new(), None),
            (Method::GET, "/history".to_owned(), None),
            (Method::GET, "/letters/request".to_owned(), None),
            (Method::GET, "/transitions".to_owned(), None),
            (Method::GET, "/safeguards".to_owned(), None),
            (Method::GET, "/messages".to_owned(), None),
            (Method::GET, "/documents".to_owned(), None),
            (Method::GET, format!("/documents/{zeros}"), None),
            (Method::POST, "/transitions".to_owned(), Some(json!({ "transition": "grant" }))),
            (Method::PUT, "/subjects/decision".to_owned(), Some(json!({ "content": {} }))),
            (
                Method::POST,
                "/safeguards/non_discrimination/answers".to_owned(),
                Some(json!({ "gate": "decision", "answer": "met" })),
            ),
            (
                Method::POST,
                "/safeguards/non_discrimination/confirmations".to_owned(),
                Some(json!({ "gate": "decision" })),
            ),
            (
                Method::POST,
                "/safeguards/non_discrimination/withdrawals".to_owned(),
                Some(json!({ "gate": "decision" })),
            ),
            (Method::POST, "/recusals".to_owned(), Some(json!({ "reason": "A cousin." }))),
            (Method::POST, format!("/recusals/{zeros}/lifting"), Some(json!({ "reason": "Another family." }))),
            (Method::POST, "/assignments".to_owned(), Some(json!({ "official": "anna" }))),
            (Method::POST, "/assignments".to_owned(), Some(json!({ "official": "nobody" }))),
            (Method::PUT, "/registry-number".to_owned(), Some(json!({ "number": "R 7" }))),
            (Method::PUT, "/registry-number".to_owned(), Some(json!({ "number": "" }))),
            (Method::POST, "/messages".to_owned(), Some(on_paper("acknowledged", &Value::Null))),
            (Method::POST, format!("/messages/{zeros}/dispatch"), Some(document)),
            (Method::POST, format!("/messages/{zeros}/confirmation"), Some(json!({}))),
            (Method::POST, "/disclosures".to_owned(), Some(json!({ "what": ["subjects"], "reason": "Curious." }))),
            (Method::POST, format!("/documents/{zeros}/disclosures"), Some(json!({ "reason": "Curious." }))),
        ];
        for name in ["anna", "admin"] {
            let client = world.client(name).with("If-Match", "\"7\"");
            client.get(&address(&hidden)).await.is(404);
            for (method, rest, body) in &calls {
                let mut told = Vec::new();
                for reference in [&hidden, &unknown] {
                    let answer =
                        client.call(method.clone(), &format!("{}{rest}", address(reference)), body.as_ref()).await;
                    let headers: BTreeSet<String> = answer.headers.keys().map(ToString::to_string).collect();
                    let text = String::from_utf8(answer.bytes).unwrap().replace(reference.as_str(), "?");
                    told.push((answer.status, headers, text));
                }
                assert_eq!(told[0], told[1], "{name}: {method} {rest}");
                assert!(told[0].0.is_client_error());
            }
        }
        desk.is_intact().await;
    });
}
