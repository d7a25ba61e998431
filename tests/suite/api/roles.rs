//! Who may call what: every operation of the document by everybody, and what a refusal leaves behind.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use sqlx::Row as _;

use super::acts::{Act, act, changes};
use super::client::{Client, operations};
use super::world::{World, attempts};
use crate::operations::desk::Desk;
use crate::operations::sessions::leaves;

/// Who calls, in the order of the columns: nobody; an official of each role; tokens that read, draft, record and audit;
/// an official who was shut out; a session that was ended.
const COLUMNS: &str = "nobody anna carl rosa dara judy egon pia axel admin read draft record audit shut ended";

/// What each is answered: operation by operation.
const TABLE: &str = "
read_checkpoint      200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
list_entries         401 403 403 403 403 403 403 403 200 403 403 403 403 200 401 401
read_entry           401 403 403 403 403 403 403 403 200 403 403 403 403 200 401 401
prove_entry          401 404 404 404 404 404 404 404 200 404 404 403 403 403 401 401
prove_entry_as_text  401 404 404 404 404 404 404 404 200 404 404 403 403 403 401 401
read_statistics    200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
export_log           401 403 403 403 403 403 403 403 200 403 403 403 403 200 401 401
list_adoptions       401 200 200 200 200 200 200 200 200 200 200 403 403 403 401 401
propose_adoption     401 403 403 403 403 403 403 403 403 201 403 403 403 403 401 401
confirm_adoption     401 403 403 403 403 403 403 403 403 409 403 403 403 403 401 401
take_adoption_back   401 403 403 403 403 403 403 403 403 200 403 403 403 403 401 401
list_agreements      401 200 200 200 200 200 200 200 200 200 200 403 403 403 401 401
record_agreement     401 403 403 403 403 403 403 403 403 201 403 403 403 403 401 401
confirm_agreement    401 403 403 403 403 403 403 403 403 409 403 403 403 403 401 401
end_agreement        401 403 403 403 403 403 403 403 403 200 403 403 403 403 401 401
list_deputyships     401 200 200 200 200 200 200 200 200 200 403 403 403 403 401 401
ask_for_deputy       401 403 201 403 403 403 403 403 403 201 403 403 403 403 401 401
confirm_deputy       401 403 403 403 403 403 403 403 403 200 403 403 403 403 401 401
end_deputy           401 404 200 200 404 404 404 404 404 200 403 403 403 403 401 401
read_authority       200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
change_profile       401 403 403 403 403 403 403 403 403 204 403 403 403 403 401 401
list_credentials     401 200 200 200 200 200 200 200 200 200 403 403 403 403 401 401
revoke_credential    401 404 204 404 404 404 404 404 404 204 403 403 403 403 401 401
read_list            200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
list_officials       401 403 403 403 403 403 403 403 200 200 403 403 403 403 401 401
add_official         401 403 403 403 403 403 403 403 403 201 403 403 403 403 401 401
reset_password       401 403 403 403 403 403 403 403 403 201 403 403 403 403 401 401
revoke_role          401 403 403 403 403 403 403 403 403 204 403 403 403 403 401 401
grant_role           401 403 403 403 403 403 403 403 403 200 403 403 403 403 401 401
confirm_role         401 403 403 403 403 403 403 403 403 409 403 403 403 403 401 401
let_in               401 403 403 403 403 403 403 403 403 204 403 403 403 403 401 401
shut_out             401 403 403 403 403 403 403 403 403 204 403 403 403 403 401 401
list_parties         200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
set_password         401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401
list_problems        200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
describe_problem     200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
list_requests        401 200 200 200 200 200 200 200 200 200 200 403 403 403 401 401
draft_request        401 201 201 403 403 403 403 403 403 403 403 201 403 403 401 401
import_requests      401 403 200 403 403 403 403 200 403 403 403 403 200 403 401 401
record_request       401 403 201 403 403 403 403 201 403 403 403 403 201 403 401 401
read_request         401 200 200 200 404 200 404 404 404 404 200 403 403 403 401 401
assign_official      401 403 204 403 404 403 404 404 404 404 403 403 403 403 401 401
disclose_content     401 403 403 403 403 403 403 403 200 403 403 403 403 403 401 401
list_documents       401 200 200 200 404 200 404 404 404 404 200 403 403 403 401 401
add_document         401 201 201 201 404 201 404 404 404 404 403 201 403 403 401 401
read_document        401 200 200 200 404 200 404 404 404 404 200 403 403 403 401 401
disclose_document    401 403 403 403 403 403 403 403 200 403 403 403 403 403 401 401
read_history         401 200 200 200 404 200 404 404 404 404 200 403 403 403 401 401
read_preflight       401 200 200 200 404 200 404 404 404 404 200 403 403 403 401 401
print_request        401 200 200 200 404 200 404 404 404 404 200 403 403 403 401 401
list_messages        401 200 200 200 404 200 404 404 404 404 200 403 403 403 401 401
record_message       401 403 201 403 403 403 404 404 404 404 403 403 404 403 401 401
confirm_message      401 404 200 404 404 404 404 200 404 404 403 403 403 403 401 401
record_dispatch      401 403 200 403 403 403 404 404 404 404 403 403 404 403 401 401
number_request       401 403 204 403 404 403 404 404 404 404 403 403 403 403 401 401
list_safeguards      401 200 200 200 404 200 404 404 404 404 200 403 403 403 401 401
answer_safeguard     401 403 200 403 404 403 404 404 404 404 403 403 403 403 401 401
confirm_answer       401 404 200 403 404 403 403 403 404 404 403 403 403 403 401 401
withdraw_answer      401 409 200 409 404 409 404 404 404 404 403 403 403 403 401 401
declare_recusal      401 200 200 200 404 200 404 404 404 404 403 403 403 403 401 401
lift_recusal         401 403 200 403 404 403 404 404 404 404 403 403 403 403 401 401
change_subject       401 200 200 404 404 404 404 404 404 404 403 200 403 403 401 401
list_transitions     401 200 200 200 404 200 404 404 404 404 200 403 403 403 401 401
take_transition      401 403 200 403 404 403 404 404 404 404 403 403 403 403 401 401
list_rulebooks       200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
read_rulebook        200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
list_rules           200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
read_rule            200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
read_rulebook_files  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
end_session          401 204 204 204 204 204 204 204 204 204 403 403 403 403 401 401
read_session         401 200 200 200 200 200 200 200 200 200 200 200 200 200 401 401
begin_session        201 201 201 201 201 201 201 201 201 201 201 201 201 201 201 201
issue_token          401 201 201 201 201 201 201 201 201 201 403 403 403 403 401 401
health               200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
ready                200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
";

async fn callers(desk: &Desk, world: &World) -> Vec<(&'static str, Client)> {
    let fresh = World::pausing(desk).await;
    let mut all = Vec::new();
    for name in COLUMNS.split(' ') {
        let client = match name {
            "nobody" => world.nobody.clone(),
            "read" | "draft" => world.token("carl", &[name]).await,
            "record" => world.token("pia", &[name]).await,
            "audit" => world.token("axel", &[name]).await,
            "shut" => {
                world
                    .client("admin")
                    .call(axum::http::Method::PUT, "/api/v1/officials/ella/shut-out", None)
                    .await
                    .is(204);
                fresh.client("ella").clone()
            }
            "ended" => {
                fresh.client("cora").delete("/api/v1/session").await.is(204);
                fresh.client("cora").clone()
            }
            name => world.client(name).clone(),
        };
        all.push((name, client));
    }
    all
}

/// Everything that a call could leave: rows of every table, and files with keys.
async fn traces(desk: &Desk) -> Vec<(String, i64)> {
    let tables = [
        "official",
        "official_role",
        "credential",
        "assistance_request",
        "subject",
        "document",
        "document_part",
        "message",
        "answered_call",
        "assignment",
        "private_value",
        "rulebook",
        "adoption",
    ];
    let mut connection = desk.by_hand().await;
    let mut found = Vec::new();
    for table in tables {
        let sql = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
        found.push((table.to_owned(), sqlx::query(sql).fetch_one(&mut connection).await.unwrap().get(0)));
    }
    found.push(("keys".to_owned(), files(&desk.settings.data.join("keys"))));
    found
}

fn files(folder: &Path) -> i64 {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            if path.is_dir() { files(&path) } else { 1 }
        })
        .sum()
}

/// Whether an operation is about who is signed in: they may not be, so that nothing is written for what is refused.
fn of_sessions(id: &str) -> bool {
    ["begin_session", "end_session", "set_password"].contains(&id)
}

/// Makes every call of the table; says what each came to.
async fn everybody_calls_everything(desk: &Desk) -> String {
    let world = World::pausing(desk).await;
    let callers = callers(desk, &world).await;
    let mut told = String::new();
    for (number, operation) in operations().iter().enumerate() {
        write!(told, "{:22}", operation.id).unwrap();
        let mut fresh: Option<Act> = None;
        for (place, (name, client)) in callers.iter().enumerate() {
            let call = match fresh.take() {
                Some(call) => call,
                None => act(desk, &world, &operation.id, number * 100 + place).await,
            };
            let client = match (operation.id.as_str(), *name) {
                // Whoever ends their session would be nobody from then on.
                ("end_session", "nobody" | "shut" | "ended" | "read" | "draft" | "record" | "audit") => client.clone(),
                ("end_session", name) => {
                    Client::of(&desk.app).sign_in(name, crate::operations::template::PASSWORD).await
                }
                // Others have guessed in vain where the others are.
                ("begin_session" | "set_password", _) => Client::of(&desk.app),
                _ => client.clone(),
            };
            let tried = match &call.reference {
                Some(reference) => attempts(&world, reference).await.len(),
                None => 0,
            };
            let (before, had) = (leaves(desk).await, traces(desk).await);

            let answer = call.by(&client).await;

            let status = answer.status.as_u16();
            write!(told, " {status}").unwrap();
            let signed_in = !matches!(*name, "nobody" | "shut" | "ended");
            let shown = || format!("{} by {name}: {status} {}", operation.id, answer.problem());
            if answer.status.is_success() {
                continue;
            }
            assert_eq!(traces(desk).await, had, "{}", shown());
            let entries = leaves(desk).await - before;
            match &call.reference {
                Some(reference) if signed_in && changes(&operation.id) => {
                    assert_eq!(entries, 1, "{}", shown());
                    assert_eq!(attempts(&world, reference).await.len(), tried + 1, "{}", shown());
                }
                // What is about no request is an entry of the authority's own chain.
                None if signed_in && changes(&operation.id) && !of_sessions(&operation.id) => {
                    assert_eq!(entries, 1, "{}", shown());
                }
                _ => assert_eq!(entries, 0, "{}", shown()),
            }
            fresh = Some(call);
        }
        told.push('\n');
    }
    told
}

#[test]
fn every_operation_answers_everybody_as_the_table_says_and_a_refusal_leaves_its_entry_and_no_more() {
    Desk::each(async |desk| {
        let told = everybody_calls_everything(&desk).await;

        let lines = |text: &str| -> BTreeSet<String> {
            text.lines()
                .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
                .filter(|line| !line.is_empty())
                .collect()
        };
        let (said, found) = (lines(TABLE), lines(&told));
        let missing: Vec<_> = found.difference(&said).collect();
        let gone: Vec<_> = said.difference(&found).collect();
        assert!(missing.is_empty() && gone.is_empty(), "not in the table: {missing:#?}\nnot so: {gone:#?}\n{told}");
        desk.is_intact().await;
    });
}
