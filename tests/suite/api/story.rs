//! A request from its draft to its sending, over HTTP, on both databases.

use axum::http::Method;
use comity::domain::gate::Gate;
use serde_json::json;

use super::client::Client;
use crate::operations::desk::{Desk, content};
use crate::operations::template::PASSWORD;

#[test]
fn an_official_drafts_attaches_submits_and_reads_what_stands_in_the_way() {
    Desk::each(async |desk| {
        let nobody = Client::of(&desk.app);
        let anna = nobody.sign_in("anna", PASSWORD).await;
        let new = json!({
            "instrument": "UNCC", "measure": "production", "counterpart": "XS", "title": "Account data, one matter",
            "content": content("production"),
        });

        let drafted = anna.post("/api/v1/requests", &new).await.is(201);

        let reference = drafted.json()["reference"].as_str().unwrap().to_owned();
        let request = format!("/api/v1/requests/{reference}");
        assert_eq!(drafted.headers["location"], request.as_str());
        assert_eq!(drafted.version(), anna.get(&request).await.is(200).version());
        let submitted = json!({ "transition": "submit" });
        let version = drafted.version();
        let earlier =
            anna.with("If-Match", "\"999\"").post(&format!("{request}/transitions"), &submitted).await.is(412);
        assert_eq!(earlier.problem(), "read-another-version");
        anna.with("If-Match", &version).post(&format!("{request}/transitions"), &submitted).await.is(200);

        let cora = nobody.sign_in("cora", PASSWORD).await;
        let refused =
            cora.post(&format!("{request}/transitions"), &json!({ "transition": "authorise" })).await.is(422).json();
        assert_eq!(refused["rule"], "safeguards-open");
        assert!(refused["safeguards"].as_array().unwrap().len() > 3, "{refused}");
        assert!(
            refused["articles"].as_array().unwrap().iter().any(|article| article.as_str().unwrap().starts_with("UNCC"))
        );
        let possible = cora.get(&format!("{request}/transitions")).await.is(200).json();
        let authorise = possible.as_array().unwrap().iter().find(|next| next["transition"] == "authorise").unwrap();
        assert_eq!(authorise["rule"], "safeguards-open", "{authorise}");

        desk.clear(&reference.parse().unwrap(), Gate::Authorisation, "carl").await;
        let authorised =
            cora.post(&format!("{request}/transitions"), &json!({ "transition": "authorise" })).await.is(200);
        assert_eq!(authorised.json()["stage"], "authorised");
        let history = cora.get(&format!("{request}/history")).await.is(200).json();
        assert!(history.as_array().unwrap().iter().any(|entry| entry["entry"] == "attempt_refused"));
        desk.is_intact().await;
    });
}

#[test]
fn a_call_that_is_sent_again_does_nothing_more() {
    Desk::each(async |desk| {
        let anna = Client::of(&desk.app).sign_in("anna", PASSWORD).await;
        let new = json!({ "instrument": "UNCC", "measure": "production", "counterpart": "XS", "title": "One matter" });
        let once = anna.with("Idempotency-Key", "one-draft");

        let first = once.post("/api/v1/requests", &new).await.is(201).json();
        let again = once.post("/api/v1/requests", &new).await.is(201).json();

        assert_eq!(first, again);
        let all = anna.get("/api/v1/requests").await.is(200).json();
        assert_eq!(all["requests"].as_array().unwrap().len(), 1);
        let other =
            json!({ "instrument": "UNCC", "measure": "production", "counterpart": "XS", "title": "Another matter" });
        assert_eq!(once.post("/api/v1/requests", &other).await.is(422).problem(), "key-used-before");
        let carl = Client::of(&desk.app).sign_in("carl", PASSWORD).await.with("Idempotency-Key", "one-draft");
        let his = carl.post("/api/v1/requests", &new).await.is(201).json();
        assert_ne!(his["reference"], first["reference"], "a key is one official's own");
        desk.is_intact().await;
    });
}

#[test]
fn a_document_goes_in_and_comes_out_as_it_was() {
    Desk::each(async |desk| {
        let anna = Client::of(&desk.app).sign_in("anna", PASSWORD).await;
        let reference = desk.draft("production").await;
        let documents = format!("/api/v1/requests/{reference}/documents");
        let bytes: Vec<u8> = (0..700_000_u32).map(|number| (number % 251) as u8).collect();
        let (kind, body) = form("en", "é note.pdf", "application/pdf", &bytes);

        let added = anna.send(Method::POST, &documents, Some(&kind), body).await.is(201).json();

        assert_eq!(added["size"], 700_000);
        let read = anna.get(&format!("{documents}/{}", added["id"].as_str().unwrap())).await.is(200);
        assert_eq!(read.bytes, bytes);
        assert_eq!(read.headers["content-disposition"], "attachment; filename*=UTF-8''%C3%A9%20note.pdf");
        assert_eq!(read.headers["content-type"], "application/pdf");
        assert_eq!(anna.get(&documents).await.is(200).json()[0]["name"], "é note.pdf");
        let none = "0".repeat(32);
        assert_eq!(anna.get(&format!("{documents}/{none}")).await.is(404).problem(), "not-found");
        desk.is_intact().await;
    });
}

#[test]
fn an_auditor_reads_the_log_and_content_only_by_a_disclosure() {
    Desk::each(async |desk| {
        let axel = Client::of(&desk.app).sign_in("axel", PASSWORD).await;
        let reference = desk.submitted("production").await;

        let page = axel.get(&format!("/api/v1/audit/entries?request={reference}")).await.is(200).json();

        let entries = page["entries"].as_array().unwrap();
        assert!(entries.len() >= 3, "{page}");
        let index = entries[0]["index"].as_u64().unwrap();
        let proof = axel.get(&format!("/api/v1/audit/entries/{index}/proof")).await.is(200).json();
        assert_eq!(proof["leaf"], entries[0]["leaf"]);
        axel.get("/api/v1/audit/checkpoint").await.is(200);
        axel.get(&format!("/api/v1/requests/{reference}")).await.is(404);
        let disclosures = format!("/api/v1/requests/{reference}/disclosures");
        let shown = axel.post(&disclosures, &json!({ "what": ["subjects"], "reason": "Complaint 7." })).await.is(200);
        assert!(shown.json().to_string().contains("conducting_authority"));
        let told = axel.get(&format!("/api/v1/audit/entries?request={reference}&type=content_disclosed")).await.is(200);
        assert_eq!(told.json()["entries"].as_array().unwrap().len(), 1);
        let tar = axel.post("/api/v1/audit/exports", &json!({})).await.is(200);
        assert!(tar.bytes.len() > 10_000);
        let exports = "/api/v1/audit/exports";
        let some =
            json!({ "type": "transition_taken", "official": "anna", "from": "2020-01-01", "until": "2040-01-01" });
        let some = axel.post(exports, &some).await.is(200);
        assert!(some.bytes.len() < tar.bytes.len(), "{} {}", some.bytes.len(), tar.bytes.len());
        axel.post(exports, &json!({ "official": "nobody" })).await.is(404);
        axel.post(exports, &json!({ "type": "request_sealed" })).await.is(422);
        axel.post(exports, &json!({ "type": "no_such_type" })).await.is(422);
        axel.post(exports, &json!({ "open": "Complaint 7." })).await.is(422);
        axel.post(exports, &json!({ "request": reference, "open": "Complaint 7." })).await.is(200);
        let anna = Client::of(&desk.app).sign_in("anna", PASSWORD).await;
        anna.post(&disclosures, &json!({ "what": ["subjects"], "reason": "Curious." })).await.is(403);
        anna.get("/api/v1/audit/entries").await.is(403);
        desk.is_intact().await;
    });
}

/// A form with a language and a file, and its media type.
pub(crate) fn form(language: &str, name: &str, kind: &str, bytes: &[u8]) -> (String, Vec<u8>) {
    let head = format!(
        "--edge\r\ncontent-disposition: form-data; name=\"language\"\r\n\r\n{language}\r\n--edge\r\ncontent-disposition: form-data; name=\"document\"; filename=\"{name}\"\r\ncontent-type: {kind}\r\n\r\n"
    );
    let body = [head.as_bytes(), bytes, b"\r\n--edge--\r\n"].concat();
    ("multipart/form-data; boundary=edge".to_owned(), body)
}
