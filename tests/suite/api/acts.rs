//! Every operation of the document that changes something, as a call that is allowed: what the attacks begin from.

use axum::http::Method;
use comity::domain::gate::Gate;
use comity::domain::ids::RequestReference;
use comity::domain::role::Role;
use comity::engine::explain::Asked;
use comity::operations::recuse_official;
use serde_json::{Value, json};

use super::client::{Answer, Client, operations};
use super::story::form;
use super::world::{INTRUSIVE, World, address, examined, on_paper, request_on_paper};
use crate::operations::desk::{Desk, content};
use crate::operations::template::PASSWORD;

/// A call.
#[derive(Debug, Clone)]
pub(crate) struct Act {
    /// Somebody who may make it.
    pub(crate) actor: &'static str,
    pub(crate) method: Method,
    pub(crate) target: String,
    pub(crate) kind: Option<String>,
    pub(crate) body: Vec<u8>,
    /// The request it is about, where there is one already.
    pub(crate) reference: Option<RequestReference>,
}

impl Act {
    fn json(actor: &'static str, target: String, body: &Value) -> Self {
        let (kind, body) = (Some("application/json".to_owned()), serde_json::to_vec(body).unwrap());
        Self { actor, method: Method::POST, target, kind, body, reference: None }
    }

    fn bare(actor: &'static str, target: &str) -> Self {
        Self { actor, method: Method::POST, target: target.to_owned(), kind: None, body: Vec::new(), reference: None }
    }

    fn about(self, reference: &RequestReference) -> Self {
        Self { reference: Some(reference.clone()), ..self }
    }

    /// Makes it as somebody.
    pub(crate) async fn by(&self, client: &Client) -> Answer {
        // Writing over what others wrote has to say what was read.
        let client = if self.target.contains("/subjects/") { client.with("If-Match", "*") } else { client.clone() };
        client.send(self.method.clone(), &self.target, self.kind.as_deref(), self.body.clone()).await
    }
}

/// Whether an operation changes something, or leaves an entry.
pub(crate) fn changes(id: &str) -> bool {
    let operation = operations().iter().find(|operation| operation.id == id).unwrap();
    operation.method != Method::GET || id == "read_document"
}

/// An operation as a call that is allowed, on whatever has to be there for it.
///
/// Names that are made up carry the number, so that each is new.
pub(crate) async fn act(desk: &Desk, world: &World, id: &str, number: usize) -> Act {
    let operation = operations().iter().find(|operation| operation.id == id).unwrap();
    let made = match operation.path.strip_prefix("/api/v1/requests/{reference}") {
        Some(rest) => on_a_request(desk, world, id, rest).await,
        None => elsewhere(desk, world, id, number).await,
    };
    Act { method: operation.method.clone(), ..made }
}

/// Acts on a request.
async fn on_a_request(desk: &Desk, world: &World, id: &str, rest: &str) -> Act {
    let none = json!({});
    match id {
        "change_subject" => {
            let reference = desk.draft(INTRUSIVE).await;
            let body = json!({ "content": content(INTRUSIVE) });
            Act::json("anna", format!("{}/subjects/request", address(&reference)), &body).about(&reference)
        }
        "take_transition" => {
            let reference = desk.submitted(INTRUSIVE).await;
            desk.clear(&reference, Gate::Authorisation, "cora").await;
            let body = json!({ "transition": "authorise", "reason": "The file is complete." });
            Act::json("carl", format!("{}/transitions", address(&reference)), &body).about(&reference)
        }
        "answer_safeguard" => {
            let (reference, question) = question(desk, world, false).await;
            Act::json("carl", format!("{}/answers", question.0), &question.1).about(&reference)
        }
        "confirm_answer" | "withdraw_answer" => {
            let (reference, question) = question(desk, world, id == "confirm_answer").await;
            let answered = if id == "confirm_answer" { "rosa" } else { "carl" };
            world.client(answered).post(&format!("{}/answers", question.0), &question.1).await.is(200);
            let mut body = json!({ "gate": question.1["gate"] });
            if id == "withdraw_answer" {
                body["reason"] = json!("Read too quickly.");
            }
            let last = rest.rsplit('/').next().unwrap();
            Act::json("carl", format!("{}/{last}", question.0), &body).about(&reference)
        }
        "declare_recusal" => {
            let reference = desk.submitted(INTRUSIVE).await;
            let body = json!({ "reason": "A cousin is a witness." });
            Act::json("carl", format!("{}/recusals", address(&reference)), &body).about(&reference)
        }
        "lift_recusal" => {
            let reference = desk.submitted(INTRUSIVE).await;
            let why = Some("A cousin is a witness.".to_owned());
            recuse_official::run(&desk.app, desk.official("cora"), &reference, why).await.unwrap();
            let standing = desk.view(&reference).await.standing;
            let mark = standing.recused.keys().next().unwrap().to_string();
            let body = json!({ "reason": "It was another family." });
            Act::json("carl", format!("{}/recusals/{mark}/lifting", address(&reference)), &body).about(&reference)
        }
        "record_message" => {
            let reference = desk.sent(INTRUSIVE).await;
            let body = on_paper("acknowledged", &Value::Null);
            Act::json("carl", format!("{}/messages", address(&reference)), &body).about(&reference)
        }
        "record_dispatch" => {
            let reference = desk.sent(INTRUSIVE).await;
            let message = message_of(world, &reference).await;
            let body = json!({ "channel": "post", "document": on_paper("x", &Value::Null)["document"] });
            Act::json("carl", format!("{}/messages/{message}/dispatch", address(&reference)), &body).about(&reference)
        }
        "confirm_message" => {
            let recorded = world
                .client("cora")
                .post("/api/v1/requests/on-paper", &request_on_paper(INTRUSIVE))
                .await
                .is(201)
                .json();
            let reference = recorded["reference"].as_str().unwrap().parse().unwrap();
            let message = message_of(world, &reference).await;
            Act::json("carl", format!("{}/messages/{message}/confirmation", address(&reference)), &none)
                .about(&reference)
        }
        "add_document" => {
            let reference = desk.submitted(INTRUSIVE).await;
            let (kind, body) = form("en", "note.pdf", "application/pdf", b"two lines");
            let kind = Some(kind);
            Act { kind, body, ..Act::bare("carl", &format!("{}/documents", address(&reference))) }.about(&reference)
        }
        "read_document" | "disclose_document" => {
            let reference = desk.submitted(INTRUSIVE).await;
            let document = desk.attach("carl", &reference).await;
            let target = format!("{}/documents/{document}", address(&reference));
            if id == "read_document" {
                return Act::bare("carl", &target).about(&reference);
            }
            Act::json("axel", format!("{target}/disclosures"), &json!({ "reason": "Complaint 7." })).about(&reference)
        }
        _ => {
            let reference = desk.submitted(INTRUSIVE).await;
            let target = format!("{}{}", address(&reference), rest.replace("{letter}", "request"));
            let (actor, body) = match id {
                "assign_official" => ("carl", json!({ "official": "anna" })),
                "number_request" => ("carl", json!({ "number": "R 7/2027" })),
                "disclose_content" => ("axel", json!({ "what": ["documents"], "reason": "Complaint 7." })),
                "read_request" | "read_history" | "read_preflight" | "list_documents" | "list_messages"
                | "list_safeguards" | "list_transitions" | "print_request" => {
                    return Act::bare("carl", &target).about(&reference);
                }
                other => panic!("say how `{other}` is called"),
            };
            Act::json(actor, target, &body).about(&reference)
        }
    }
}

/// Acts that are about no request, or begin one.
async fn elsewhere(desk: &Desk, world: &World, id: &str, number: usize) -> Act {
    let to = |path: &str| format!("/api/v1/{path}");
    let role = "/officials/dara/roles/auditor";
    match id {
        "begin_session" => Act::json("anna", to("session"), &json!({ "name": "anna", "password": PASSWORD })),
        // The old password is wrong, so that everybody goes on knowing theirs.
        "set_password" => {
            let body = json!({ "name": "anna", "old": "no quiet lanterns", "new": "eight quiet lanterns" });
            Act::json("anna", to("password"), &body)
        }
        "issue_token" => Act::json("carl", to("tokens"), &json!({ "label": "a program", "scopes": ["read"] })),
        "revoke_credential" => {
            let wanted = json!({ "label": "a program", "scopes": ["read"] });
            let issued = world.client("carl").post("/api/v1/tokens", &wanted).await.is(201).json();
            Act::bare("carl", &to(&format!("credentials/{}", issued["credential"].as_str().unwrap())))
        }
        "change_profile" => {
            let other = json!({ "profile": "domestic", "reason": "For a while." });
            world.client("admin").put(&to("authority/profile"), &other).await.is(204);
            Act::json("admin", to("authority/profile"), &json!({ "profile": "strict", "reason": "As it was." }))
        }
        "add_official" => {
            let body = json!({ "sign_in": format!("new.{number}"), "name": "Somebody New", "roles": ["auditor"] });
            Act::json("admin", to("officials"), &body)
        }
        "shut_out" | "let_in" | "reset_password" => {
            let name = format!("other.{number}");
            let new = json!({ "sign_in": name, "name": "Somebody Else", "roles": [] });
            world.client("admin").post("/api/v1/officials", &new).await.is(201);
            match id {
                "reset_password" => Act::json("admin", to(&format!("officials/{name}/one-time-password")), &json!({})),
                _ => Act::bare("admin", &to(&format!("officials/{name}/shut-out"))),
            }
        }
        "grant_role" => {
            set_role(world, role, false).await;
            Act::bare("admin", &format!("/api/v1{role}"))
        }
        "revoke_role" => {
            set_role(world, role, true).await;
            Act::bare("admin", &format!("/api/v1{role}"))
        }
        // There is one administrator: nothing waits.
        "confirm_role" => Act::bare("admin", &to("officials/pia/roles/point_of_contact/confirmation")),
        "record_agreement" => {
            no_agreement(world).await;
            Act::json("admin", to("agreements"), &agreed())
        }
        "confirm_agreement" | "end_agreement" => {
            no_agreement(world).await;
            let recorded = world.client("admin").post("/api/v1/agreements", &agreed()).await.is(201).json();
            let agreement = recorded["agreement"].as_str().unwrap();
            let (last, body) = match id {
                // There is one administrator, and it is the one who recorded it.
                "confirm_agreement" => ("confirmation", json!({})),
                _ => ("end", json!({ "reason": "Both States are parties now." })),
            };
            Act::json("admin", to(&format!("agreements/{agreement}/{last}")), &body)
        }
        "ask_for_deputy" => {
            no_deputy(world).await;
            Act::json("admin", to("deputyships"), &away())
        }
        "confirm_deputy" | "end_deputy" => {
            no_deputy(world).await;
            let asked = world.client("carl").post("/api/v1/deputyships", &away()).await.is(201).json();
            let last = if id == "confirm_deputy" { "confirmation" } else { "end" };
            let target = to(&format!("deputyships/{}/{last}", asked["deputyship"].as_str().unwrap()));
            Act::json("admin", target, &json!({}))
        }
        "propose_adoption" => Act::json("admin", to("adoptions"), &proposal(desk, world).await),
        "confirm_adoption" | "take_adoption_back" => {
            let proposal = proposal(desk, world).await;
            let proposed = world.client("admin").post("/api/v1/adoptions", &proposal).await.is(201).json();
            // There is one administrator, and it is the one who proposed it.
            let last = if id == "confirm_adoption" { "confirmation" } else { "withdrawal" };
            Act::json("admin", to(&format!("adoptions/{}/{last}", proposed["adoption"].as_str().unwrap())), &json!({}))
        }
        "draft_request" => {
            let body = json!({ "instrument": "UNCC", "measure": INTRUSIVE, "counterpart": "XS", "title": format!("Matter {number}"), "content": content(INTRUSIVE) });
            Act::json("anna", to("requests"), &body)
        }
        "record_request" => Act::json("pia", to("requests/on-paper"), &request_on_paper(INTRUSIVE)),
        "import_requests" => {
            let row = format!(
                "incoming,UNCC,{INTRUSIVE},XS,Old matter,OLD {number},en,2027-01-31,XS/{number},post,letter.pdf"
            );
            let names = "direction,instrument,measure,counterpart,title,old_reference,language,received_on,their_reference,channel,paper";
            Act {
                kind: Some("text/csv".to_owned()),
                body: format!("{names}\n{row}\n").into_bytes(),
                ..Act::bare("pia", "/api/v1/imports")
            }
        }
        "export_log" => Act::json("axel", to("audit/exports"), &json!({})),
        _ => reading(desk, id).await,
    }
}

fn agreed() -> Value {
    json!({ "instrument": "UNCC", "state": "XS", "agreed_on": "2027-02-01", "title": "Exchange of notes 7/2027" })
}

/// A rulebook that is kept here and not adopted, to be proposed: nobody proposes it already.
async fn proposal(desk: &Desk, world: &World) -> Value {
    let files = crate::instruments::small(crate::instruments::CODE, true);
    let files: comity::engine::files::RuleFiles = serde_json::from_value(json!(files)).unwrap();
    let hash = files.hash().to_string();
    let sql = "INSERT INTO rulebook (hash, files, stored_at) VALUES ($1, $2, '2027-01-01T00:00:00.000Z') ON CONFLICT DO NOTHING";
    let kept = serde_json::to_string(&files).unwrap();
    sqlx::query(sql).bind(&hash).bind(kept).execute(&mut desk.by_hand().await).await.unwrap();
    let admin = world.client("admin");
    for one in admin.get("/api/v1/adoptions").await.is(200).json().as_array().unwrap() {
        if one["stands"] == "waits" {
            let target = format!("/api/v1/adoptions/{}/withdrawal", one["adoption"].as_str().unwrap());
            admin.post(&target, &json!({})).await.is(200);
        }
    }
    json!({ "rulebook": hash, "reason": "Both States are parties to it now." })
}

/// Ends whatever agreement there is: no two stand about the same.
async fn no_agreement(world: &World) {
    let all = world.client("admin").get("/api/v1/agreements").await.is(200).json();
    for agreement in all.as_array().unwrap().iter().filter(|agreement| agreement["stands"] != "ended") {
        let target = format!("/api/v1/agreements/{}/end", agreement["agreement"].as_str().unwrap());
        world.client("admin").post(&target, &json!({ "reason": "Another comes in its place." })).await.is(200);
    }
}

fn away() -> Value {
    json!({ "official": "carl", "deputy": "rosa", "from": "2027-03-09", "until": "2027-03-12" })
}

/// Ends whatever deputyship there is: nobody takes part in two.
async fn no_deputy(world: &World) {
    let all = world.client("admin").get("/api/v1/deputyships").await.is(200).json();
    for one in all.as_array().unwrap().iter().filter(|one| one["stands"] != "ended") {
        let target = format!("/api/v1/deputyships/{}/end", one["deputyship"].as_str().unwrap());
        world.client("admin").post(&target, &json!({})).await.is(200);
    }
}

async fn set_role(world: &World, role: &str, held: bool) {
    let method = if held { Method::PUT } else { Method::DELETE };
    // Held already, or not held: either way it is then as wanted.
    world.client("admin").call(method, &format!("/api/v1{role}"), None).await;
}

/// What is only read.
async fn reading(desk: &Desk, id: &str) -> Act {
    let actor = match id {
        "list_entries" | "read_entry" | "prove_entry" | "prove_entry_as_text" => "axel",
        "list_officials" => "admin",
        _ => "carl",
    };
    let path = operations().iter().find(|operation| operation.id == id).unwrap().path.clone();
    let whole = path
        .replace("{entry}", "0")
        .replace("{part}", "procedures")
        .replace("{hash}", desk.app.rulebooks().main.hash.as_str());
    let whole = match id {
        "read_rule" => whole.replace("{name}", "evidence"),
        "read_list" => whole.replace("{name}", "grounds"),
        "read_checkpoint" => {
            comity::operations::export_log::checkpoint(&desk.app).await.unwrap();
            whole
        }
        "read_rulebook_files" => {
            // Known once a request has begun with it.
            desk.draft(INTRUSIVE).await;
            whole
        }
        _ => whole.replace("{name}", "safeguards-open"),
    };
    assert!(!whole.contains('{'), "say how `{id}` is called: {whole}");
    Act::bare(actor, &whole)
}

/// A request, the address of a question that is asked there, and an answer to it: one that the central authority gives
/// before authorisation, or one of a reviewer that the central authority confirms before the decision.
async fn question(desk: &Desk, world: &World, confirmed: bool) -> (RequestReference, (String, Value)) {
    let (reference, gate, name) = if confirmed {
        (examined(desk, world).await, Gate::Decision, Some("non_discrimination"))
    } else {
        (desk.submitted(INTRUSIVE).await, Gate::Authorisation, None)
    };
    let wanted = |asked: &Asked| match name {
        Some(name) => asked.safeguard == name,
        None => asked.answered_by == [Role::CentralAuthority],
    };
    let asked = desk.asked(&reference, gate).await.into_iter().find(wanted).expect("such a question");
    let body = json!({ "gate": gate, "read": asked.digest, "answer": "met", "reason": "Examined against the file." });
    let target = format!("{}/safeguards/{}", address(&reference), asked.safeguard);
    (reference, (target, body))
}

async fn message_of(world: &World, reference: &RequestReference) -> String {
    let messages = world.client("carl").get(&format!("{}/messages", address(reference))).await.is(200).json();
    messages[0]["message"].as_str().unwrap().to_owned()
}
