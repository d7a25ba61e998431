//! Several at once: one wins, the others are told, each leaves one entry, and the log agrees with the tables.

use axum::http::Method;
use comity::domain::gate::Gate;
use comity::operations::Settings;
use serde_json::{Value, json};

use super::client::{Answer, Client};
use super::story::form;
use super::world::{INTRUSIVE, World, address, attempts};
use crate::operations::desk::{Desk, content};
use crate::operations::sessions::leaves;
use crate::operations::template::PASSWORD;

/// A call of one of several at once.
type Call = (Client, Method, String, Option<Value>);

/// Sends calls at once; the answers in the order of the calls.
async fn at_once(calls: Vec<Call>) -> Vec<Answer> {
    let sent: Vec<_> = calls
        .into_iter()
        .map(|(client, method, target, body)| {
            tokio::spawn(async move { client.call(method, &target, body.as_ref()).await })
        })
        .collect();
    let mut answers = Vec::new();
    for answer in sent {
        answers.push(answer.await.unwrap());
    }
    answers
}

fn won(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.status.is_success()).count()
}

/// Two processes on the same installation: callers take turns between them.
async fn processes(desk: &Desk) -> [Client; 2] {
    [Client::of(&desk.app), Client::of(&desk.another_process().await)]
}

#[test]
fn ten_who_take_the_same_step_at_once_take_it_once() {
    Desk::each(async |desk| {
        let world = World::of(&desk).await;
        let both = processes(&desk).await;
        for transition in ["authorise", "abandon"] {
            let reference = desk.ready(INTRUSIVE).await;
            let target = format!("{}/transitions", address(&reference));
            let body = json!({ "transition": transition, "reason": "The file is complete." });
            let (before, tried) = (leaves(&desk).await, attempts(&world, &reference).await.len());

            let calls = (0..10).map(|turn| {
                let client = both[turn % 2].with_secret(world.client("cora").secret());
                (client, Method::POST, target.clone(), Some(body.clone()))
            });
            let answers = at_once(calls.collect()).await;

            assert_eq!(won(&answers), 1, "{transition}");
            let lost = answers.iter().filter(|answer| !answer.status.is_success());
            assert!(
                lost.clone().all(|answer| matches!(answer.status.as_u16(), 409 | 422)),
                "{:?}",
                lost.collect::<Vec<_>>()
            );
            assert_eq!(leaves(&desk).await, before + 10);
            assert_eq!(attempts(&world, &reference).await.len(), tried + 9);
        }
        desk.is_intact().await;
    });
}

#[test]
fn an_answer_and_a_change_of_what_it_is_about_never_both_count() {
    Desk::each(async |desk| {
        let world = World::of(&desk).await;
        let mut other = content(INTRUSIVE);
        other["urgent"] = json!({ "reasons": "Deletion is near." });
        for _ in 0..6 {
            let reference = desk.submitted(INTRUSIVE).await;
            let asked = desk
                .asked(&reference, Gate::Authorisation)
                .await
                .into_iter()
                .find(|asked| asked.answered_by.len() == 1 && asked.answered_by[0].to_string() == "central_authority")
                .unwrap();
            let answer = json!({ "gate": asked.gate, "read": asked.digest, "answer": "met", "reason": "Examined." });
            let to = |rest: &str| format!("{}{rest}", address(&reference));
            let revise = json!({ "transition": "revise", "reason": "A slip." });

            let answers = at_once(vec![
                (world.client("anna").clone(), Method::POST, to("/transitions"), Some(revise)),
                (
                    world.client("anna").with("If-Match", "*"),
                    Method::PUT,
                    to("/subjects/request"),
                    Some(json!({ "content": other })),
                ),
                (
                    world.client("carl").clone(),
                    Method::POST,
                    to(&format!("/safeguards/{}/answers", asked.safeguard)),
                    Some(answer),
                ),
            ])
            .await;

            assert!(won(&answers) >= 1);
            // Whatever came first: where the words are others now, the answer to the old ones clears nothing.
            let now = desk
                .asked(&reference, Gate::Authorisation)
                .await
                .into_iter()
                .find(|now| now.safeguard == asked.safeguard);
            // A draft is asked nothing.
            if let Some(now) = now.filter(|now| now.digest != asked.digest) {
                assert_ne!(now.state.to_string(), "cleared", "{answers:#?}");
            }
        }
        desk.is_intact().await;
    });
}

#[test]
fn a_message_confirmed_by_two_at_once_counts_once() {
    Desk::each(async |desk| {
        let world = World::of(&desk).await;
        let both = processes(&desk).await;
        let call = super::acts::act(&desk, &world, "confirm_message", 1).await;
        let before = leaves(&desk).await;

        let calls = (0..6).map(|turn| {
            let client = both[turn % 2].with_secret(world.client(["carl", "pia"][turn % 2]).secret());
            (client, Method::POST, call.target.clone(), Some(json!({})))
        });
        let answers = at_once(calls.collect()).await;

        assert_eq!(won(&answers), 1);
        assert_eq!(leaves(&desk).await, before + 6, "one entry each");
        desk.is_intact().await;
    });
}

#[test]
fn a_role_revoked_while_its_holder_acts_counts_before_or_after_and_the_log_says_which() {
    Desk::each(async |desk| {
        // Time passes in this one: what came later must be later in the log too.
        let settings = Settings { clock: desk.clock.running(), ..desk.settings.clone() };
        let one = comity::operations::App::open(&settings).await.unwrap();
        let two = comity::operations::App::open(&settings).await.unwrap();
        let clients = [Client::of(&one), Client::of(&two)];
        let admin = clients[0].sign_in("admin", PASSWORD).await;
        let carl = clients[1].sign_in("carl", PASSWORD).await;
        let role = "/api/v1/officials/carl/roles/central_authority";
        let new = json!({ "instrument": "UNCC", "measure": INTRUSIVE, "counterpart": "XS", "title": "One matter" });
        let mut drafted = 0;
        for _ in 0..8 {
            let mut calls: Vec<Call> = (0..4)
                .map(|turn| {
                    (
                        clients[turn % 2].with_secret(carl.secret()),
                        Method::POST,
                        "/api/v1/requests".to_owned(),
                        Some(new.clone()),
                    )
                })
                .collect();
            calls.insert(2, (admin.clone(), Method::DELETE, role.to_owned(), None));
            let answers = at_once(calls).await;
            drafted += won(&answers) - 1;
            let calls: Vec<Call> = (0..3)
                .map(|turn| match turn {
                    1 => (admin.clone(), Method::PUT, role.to_owned(), None),
                    turn => (
                        clients[turn % 2].with_secret(carl.secret()),
                        Method::POST,
                        "/api/v1/requests".to_owned(),
                        Some(new.clone()),
                    ),
                })
                .collect();
            drafted += won(&at_once(calls).await) - 1;
        }
        let report = comity::operations::verify_database::run(&one).await.unwrap();
        assert!(report.intact, "{drafted} drafted: {:#?}", report.differences);
    });
}

#[test]
fn nobody_acts_in_a_session_that_has_ended_or_as_somebody_who_was_shut_out() {
    Desk::each(async |desk| {
        let both = processes(&desk).await;
        let admin = both[0].sign_in("admin", PASSWORD).await;
        for round in 0..6 {
            let anna = both[1].sign_in("anna", PASSWORD).await;
            let new = json!({ "instrument": "UNCC", "measure": INTRUSIVE, "counterpart": "XS", "title": "One matter" });
            let mut calls: Vec<Call> = (0..6)
                .map(|turn| {
                    (
                        both[turn % 2].with_secret(anna.secret()),
                        Method::POST,
                        "/api/v1/requests".to_owned(),
                        Some(new.clone()),
                    )
                })
                .collect();
            let ends: Call = if round % 2 == 0 {
                (anna.clone(), Method::DELETE, "/api/v1/session".to_owned(), None)
            } else {
                (admin.clone(), Method::PUT, "/api/v1/officials/anna/shut-out".to_owned(), None)
            };
            calls.insert(3, ends);

            let answers = at_once(calls).await;

            assert!(answers.iter().all(|answer| matches!(answer.status.as_u16(), 201 | 204 | 401)), "{answers:#?}");
            anna.get("/api/v1/session").await.is(401);
            no_act_after_the_end(&desk, round % 2 == 0).await;
            if round % 2 == 1 {
                admin.delete("/api/v1/officials/anna/shut-out").await.is(204);
            }
        }
        desk.is_intact().await;
    });
}

/// In the log, no request begins after the entry that ended the session or shut its official out.
async fn no_act_after_the_end(desk: &Desk, ended: bool) {
    let mut connection = desk.by_hand().await;
    let rows: Vec<(Vec<u8>,)> =
        sqlx::query_as("SELECT body FROM leaf ORDER BY idx").fetch_all(&mut connection).await.unwrap();
    let kinds: Vec<String> = rows
        .iter()
        .map(|(body,)| serde_json::from_slice::<Value>(body).unwrap()["type"].as_str().unwrap().to_owned())
        .collect();
    let end = if ended { "signed_out" } else { "official_shut_out" };
    let last_end = kinds.iter().rposition(|kind| kind == end).unwrap();
    let after = &kinds[last_end..];
    assert!(!after.iter().any(|kind| kind == "request_begun"), "{after:?}");
}

#[test]
fn documents_uploaded_at_once_with_what_moves_their_request_are_all_there_or_refused() {
    Desk::each(async |desk| {
        let world = World::of(&desk).await;
        let reference = desk.submitted(INTRUSIVE).await;
        let documents = format!("{}/documents", address(&reference));
        let sent: Vec<_> = (0..6_u8)
            .map(|number| {
                let (client, target) = (world.client("carl").clone(), documents.clone());
                let (kind, body) = form("en", &format!("note {number}.pdf"), "application/pdf", &vec![number; 300_000]);
                tokio::spawn(async move { client.send(Method::POST, &target, Some(&kind), body).await })
            })
            .collect();
        // Somebody with the database edits the request meanwhile: what comes later finds it sealed.
        desk.sql(&format!("UPDATE assistance_request SET stage = 'authorised' WHERE reference = '{reference}'")).await;
        let authorise = json!({ "transition": "authorise", "reason": "It is urgent." });
        let moved = world.client("cora").post(&format!("{}/transitions", address(&reference)), &authorise).await;
        assert!(moved.status.is_client_error(), "{moved:?}");

        let mut added = 0;
        for answer in sent {
            let answer = answer.await.unwrap();
            assert!(matches!(answer.status.as_u16(), 201 | 423), "{answer:?}");
            added += i64::from(answer.status == 201);
        }
        let count: (i64,) =
            sqlx::query_as("SELECT COUNT(*) FROM document").fetch_one(&mut desk.by_hand().await).await.unwrap();
        assert_eq!(count.0, added, "whole or not at all");
        let sealed = world.client("carl").post(&documents.replace("/documents", "/transitions"), &authorise).await;
        assert_eq!(sealed.is(423).problem(), "request-sealed");
    });
}
