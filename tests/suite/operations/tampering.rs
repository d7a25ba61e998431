//! Databases edited by hand: the next gate is refused, the request is sealed with an entry, the others go on working.

use comity::domain::gate::{Gate, Subject};
use comity::domain::ids::RequestReference;
use comity::domain::role::Role;
use comity::operations::OperationError;
use serde_json::{Value, json};

use super::border::Border;
use super::desk::{Desk, grants};

type Change = fn(&mut Value);

/// What somebody with the password of the database does to one request.
enum Edit {
    /// A statement; `ID` stands for the request's id.
    Sql(&'static str),
    /// A change of what the engine decides on.
    Standing(Change),
}

/// Edits of a request that waits for its authorisation, and a word of the sentence that names them.
const EDITS: [(&str, Edit); 22] = [
    ("stage", Edit::Sql("UPDATE assistance_request SET stage = 'authorised' WHERE id = 'ID'")),
    ("stage", Edit::Standing(|standing| standing["stage"] = json!("authorised"))),
    ("side", Edit::Sql("UPDATE assistance_request SET side = 'requested' WHERE id = 'ID'")),
    ("procedure", Edit::Sql("UPDATE assistance_request SET procedure = 'evidence' WHERE id = 'ID'")),
    ("measure", Edit::Sql("UPDATE assistance_request SET measure = 'production' WHERE id = 'ID'")),
    ("profile", Edit::Sql("UPDATE assistance_request SET profile = 'treaty_minimum' WHERE id = 'ID'")),
    ("profile", Edit::Standing(|standing| standing["profile"] = json!("treaty_minimum"))),
    ("counterpart", Edit::Sql("UPDATE assistance_request SET counterpart = 'XE' WHERE id = 'ID'")),
    ("thread", Edit::Sql("UPDATE assistance_request SET thread = 'ffffffffffffffffffffffffffffffff' WHERE id = 'ID'")),
    (
        "author",
        Edit::Sql(
            "UPDATE assistance_request SET author = (SELECT id FROM official WHERE sign_in = 'cora') WHERE id = 'ID'",
        ),
    ),
    ("standing", Edit::Sql("UPDATE assistance_request SET standing = '{' WHERE id = 'ID'")),
    ("standing", Edit::Standing(|standing| standing["override"] = json!(true))),
    ("answers", Edit::Standing(|standing| standing["answers"] = json!([]))),
    ("answers", Edit::Standing(|standing| standing["answers"][0]["outcome"] = json!("not_applicable"))),
    (
        "passages",
        Edit::Standing(|standing| {
            standing["passages"] = json!([{ "gate": "authorisation", "holding": null, "digest": null, "by": "00000000000000000000000000000000" }]);
        }),
    ),
    ("authors", Edit::Standing(|standing| standing["authors"] = json!([]))),
    ("subjects", Edit::Standing(|standing| standing["subjects"]["request"] = json!("ab".repeat(32)))),
    ("messages", Edit::Standing(|standing| standing["sent"] = json!(7))),
    ("words", Edit::Sql("DELETE FROM subject WHERE request_id = 'ID'")),
    (
        "words",
        Edit::Sql(
            "UPDATE subject SET sealed = (SELECT name_sealed FROM official WHERE sign_in = 'cora') WHERE request_id = 'ID'",
        ),
    ),
    (
        "follows",
        Edit::Sql(
            "UPDATE assistance_request SET follows = (SELECT id FROM assistance_request ORDER BY created_at, id LIMIT 1) WHERE id = 'ID'",
        ),
    ),
    ("due", Edit::Sql("UPDATE assistance_request SET due_at = '2199-01-01T00:00:00.000Z' WHERE id = 'ID'")),
];

impl Edit {
    async fn make(&self, desk: &Desk, id: &str) {
        match self {
            Edit::Sql(sql) => assert!(desk.sql(&sql.replace("ID", id)).await > 0, "{sql}"),
            Edit::Standing(change) => {
                let mut connection = desk.by_hand().await;
                let (text,): (String,) = sqlx::query_as("SELECT standing FROM assistance_request WHERE id = $1")
                    .bind(id)
                    .fetch_one(&mut connection)
                    .await
                    .unwrap();
                let mut standing: Value = serde_json::from_str(&text).unwrap();
                change(&mut standing);
                let done = sqlx::query("UPDATE assistance_request SET standing = $1 WHERE id = $2")
                    .bind(standing.to_string())
                    .bind(id);
                assert_eq!(done.execute(&mut connection).await.unwrap().rows_affected(), 1);
            }
        }
    }
}

/// The id of a request, why it is sealed, and how many entries say so.
async fn row(desk: &Desk, reference: &RequestReference) -> (String, Option<String>, i64) {
    let mut connection = desk.by_hand().await;
    let (id, because): (String, Option<String>) =
        sqlx::query_as("SELECT id, sealed_because FROM assistance_request WHERE reference = $1")
            .bind(reference.as_str())
            .fetch_one(&mut connection)
            .await
            .unwrap();
    let bodies: Vec<(Vec<u8>,)> = sqlx::query_as("SELECT body FROM leaf WHERE case_id = $1")
        .bind(id.as_str())
        .fetch_all(&mut connection)
        .await
        .unwrap();
    let sealed =
        bodies.iter().filter(|(body,)| String::from_utf8_lossy(body).contains(r#""type":"request_sealed""#)).count();
    (id, because, i64::try_from(sealed).unwrap())
}

/// The next gate is refused, and the request is sealed, once, with an entry.
async fn is_sealed_at(desk: &Desk, reference: &RequestReference, who: &str, transition: &str, word: &str) {
    for attempt in 1..=2 {
        let refused = desk.take(who, reference, transition).await;
        let Err(OperationError::Sealed { because, .. }) = &refused else {
            panic!("{word}, attempt {attempt}: {refused:?}")
        };
        assert!(because.contains(word), "{word}: {because}");
    }
    let (_, because, entries) = row(desk, reference).await;
    assert!(because.is_some_and(|because| because.contains(word)), "{word}");
    assert_eq!(entries, 1, "{word}");
}

#[test]
fn whatever_is_edited_by_hand_is_found_at_the_next_gate_and_by_comparing() {
    Desk::each(async |desk| {
        let untouched = desk.ready("expedited_preservation").await;
        let mut edited = Vec::new();
        for (word, edit) in &EDITS {
            let reference = desk.submitted("expedited_preservation").await;
            if *word == "answers" {
                let asked = desk.asked(&reference, Gate::Authorisation).await;
                let open = asked.iter().find(|asked| asked.answered_by.contains(&Role::CentralAuthority)).unwrap();
                desk.answer("carl", &reference, open, "met").await.unwrap();
            }
            edit.make(&desk, &row(&desk, &reference).await.0).await;
            edited.push((*word, reference));
        }
        let named = desk.verify().await;
        for (word, reference) in &edited {
            let found = named.differences.iter().any(|difference| difference.of == reference.as_str());
            assert!(found, "{word} of {reference}: {:#?}", named.differences);
        }

        for (word, reference) in &edited {
            is_sealed_at(&desk, reference, "cora", "authorise", word).await;
        }

        desk.take("cora", &untouched, "authorise").await.unwrap();
        desk.ready("expedited_preservation").await;
        let named = desk.verify().await;
        assert!(named.differences.iter().all(|difference| difference.of != untouched.as_str()));
    });
}

#[test]
fn answers_inserted_for_every_safeguard_open_nothing() {
    Desk::each(async |desk| {
        let reference = desk.submitted("production").await;
        let digest = desk.view(&reference).await.standing.subjects[&Subject::Request].clone();
        let open = desk.asked(&reference, Gate::Authorisation).await;
        let answers: Vec<Value> = open
            .iter()
            .map(|asked| json!({
                "safeguard": asked.safeguard, "gate": "authorisation", "holding": null, "digest": digest, "answer": "met",
                "outcome": "met", "condition": null, "ground": null, "by": "00000000000000000000000000000000",
                "role": asked.answered_by[0], "later_by": null, "confirmed_by": "00000000000000000000000000000001",
            }))
            .collect();
        let mut standing = serde_json::to_value(desk.view(&reference).await.standing).unwrap();
        standing["answers"] = json!(answers);
        let sql = format!("UPDATE assistance_request SET standing = '{standing}' WHERE reference = '{reference}'");
        assert_eq!(desk.sql(&sql).await, 1);
        assert!(
            desk.view(&reference)
                .await
                .next
                .iter()
                .any(|next| next.next.transition == "authorise" && next.in_the_way.is_none())
        );

        is_sealed_at(&desk, &reference, "cora", "authorise", "answers").await;
    });
}

#[test]
fn clocks_and_decisions_edited_at_the_requested_side_are_found() {
    Border::each(async |border| {
        let south = &border.south;
        let (_, clocked) = border.acknowledged("expedited_preservation").await;
        let (_, decided) = border.acknowledged("expedited_preservation").await;
        south.write("carl", &decided, Subject::Decision, grants(&["1"]), Vec::new()).await.unwrap();
        let edits: [(&RequestReference, &str, Change); 2] = [
            (&clocked, "clocks", |standing| {
                for clock in standing["clocks"].as_object_mut().unwrap().values_mut() {
                    clock["due_at"] = json!("2199-01-01T00:00:00.000Z");
                }
            }),
            (&decided, "decision", |standing| standing["decision"]["conditions"] = json!(["CN-01"])),
        ];

        for (reference, word, edit) in edits {
            Edit::Standing(edit).make(south, &row(south, reference).await.0).await;
            is_sealed_at(south, reference, "cora", "admit", word).await;
        }

        south.clock.advance(jiff::SignedDuration::from_hours(24 * 400));
        let moved = comity::operations::run_clocks::run(&south.app).await.unwrap();
        assert!(moved.is_empty(), "{moved:?}");
    });
}

#[test]
fn an_older_wording_put_in_the_place_of_the_newer_is_found() {
    Desk::each(async |desk| {
        let reference = desk.draft("expedited_preservation").await;
        let mut content = super::desk::content("expedited_preservation");
        content["facts"] = json!("Facts that were corrected before the request was submitted.");
        desk.write("anna", &reference, Subject::Request, content, Vec::new()).await.unwrap();
        desk.take("anna", &reference, "submit").await.unwrap();
        desk.clear(&reference, Gate::Authorisation, "carl").await;
        let digest = desk.view(&reference).await.standing.subjects[&Subject::Request].clone();
        let sql = format!(
            "UPDATE subject SET sealed = (SELECT older.sealed FROM subject AS older WHERE older.digest <> '{digest}' AND older.request_id = subject.request_id)
            WHERE digest = '{digest}'"
        );
        assert_eq!(desk.sql(&sql).await, 1);

        is_sealed_at(&desk, &reference, "cora", "authorise", "words").await;
        assert!(!desk.verify().await.intact);
    });
}

#[test]
fn a_request_that_was_unsealed_by_hand_is_sealed_again() {
    Desk::each(async |desk| {
        let reference = desk.ready("expedited_preservation").await;
        desk.sql(&format!("UPDATE assistance_request SET stage = 'draft' WHERE reference = '{reference}'")).await;
        desk.take("cora", &reference, "authorise").await.unwrap_err();
        let undo = "stage = 'review', sealed_at = NULL, sealed_because = NULL";
        desk.sql(&format!("UPDATE assistance_request SET {undo} WHERE reference = '{reference}'")).await;

        let report = desk.verify().await;
        assert!(report.differences.iter().any(|difference| difference.sentence.contains("sealed")), "{report:?}");
        let refused = desk.take("cora", &reference, "authorise").await;
        assert!(
            matches!(&refused, Err(OperationError::Sealed { because, .. }) if because.contains("sealed")),
            "{refused:?}"
        );
    });
}
