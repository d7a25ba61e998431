//! Chained requests: what has to follow another cannot be drafted without it, and what is kept is kept for all of them.

use comity::domain::gate::{Gate, Subject};
use comity::domain::ids::RequestReference;
use comity::engine::refusal::Refusal;
use comity::operations::OperationError;
use comity::operations::draft_request::{self, NewRequest};
use serde_json::json;

use super::border::Border;
use super::desk::{Desk, grants, new_request};

/// A preservation that the south has effected: its references in the north and in the south.
async fn preserved(border: &Border) -> (RequestReference, RequestReference) {
    let (here, there) = border.acknowledged("expedited_preservation").await;
    let south = &border.south;
    south.clear(&there, Gate::Admission, "cora").await;
    south.take("carl", &there, "admit").await.unwrap();
    south.write("carl", &there, Subject::Decision, grants(&["1"]), Vec::new()).await.unwrap();
    south.clear(&there, Gate::Decision, "carl").await;
    south.take("cora", &there, "grant").await.unwrap();
    south.clear(&there, Gate::Execution, "cora").await;
    south.take("egon", &there, "execute").await.unwrap();
    border.carry().await;
    (here, there)
}

/// A request for the data of a preservation, sent and arrived: what the south calls it.
async fn followed(border: &Border, preservation: &RequestReference) -> RequestReference {
    let north = &border.north;
    let new = NewRequest { follows: Some(preservation.clone()), ..new_request("production") };
    let here = draft_request::run(&north.app, north.official("anna"), new).await.unwrap().reference;
    north.take("anna", &here, "submit").await.unwrap();
    north.clear(&here, Gate::Authorisation, "carl").await;
    north.take("cora", &here, "authorise").await.unwrap();
    north.clear(&here, Gate::Sending, "cora").await;
    north.take("carl", &here, "send").await.unwrap();
    let there = border.arrived().await;
    border.south.take("carl", &there, "acknowledge").await.unwrap();
    there
}

/// The south refuses a request, for reasons that need no consultation.
async fn refused(south: &Desk, there: &RequestReference) {
    let items = south.view(there).await.standing.items;
    let grounds: serde_json::Map<_, _> = items.iter().map(|item| (item.to_string(), json!("RF-08"))).collect();
    let decision = json!({ "refused": grounds, "reasons": "It aims at persons for their faith." });
    south.write("carl", there, Subject::Decision, decision, Vec::new()).await.unwrap();
    south.clear(there, Gate::Refusal, "cora").await;
    south.take("carl", there, "refuse").await.unwrap();
}

#[test]
fn traffic_data_are_asked_for_within_a_preservation_and_within_nothing_else() {
    Desk::each(async |desk| {
        let preservation = desk.draft("expedited_preservation").await;
        let production = desk.draft("production").await;
        let follow = async |earlier| {
            let new = NewRequest { follows: earlier, ..new_request("traffic_data_disclosure") };
            draft_request::run(&desk.app, desk.official("anna"), new).await
        };

        for earlier in [None, Some(production)] {
            let refused = follow(earlier).await;
            assert!(matches!(refused, Err(OperationError::Refused(Refusal::Incomplete(_)))), "{refused:?}");
        }
        follow(Some(preservation)).await.unwrap();
        desk.is_intact().await;
    });
}

#[test]
fn what_is_preserved_is_held_until_the_last_of_three_requests_is_decided() {
    Border::each(async |border| {
        let (here, there) = preserved(&border).await;
        let mut requests = Vec::new();
        for _ in 0..3 {
            requests.push(followed(&border, &here).await);
        }

        for (number, request) in requests.iter().enumerate() {
            assert_eq!(border.south.view(&there).await.stage, "held", "{number} of 3 are decided");
            refused(&border.south, request).await;
        }

        assert_eq!(border.south.view(&there).await.stage, "release_due");
        border.carry().await;
        border.is_intact().await;
    });
}

#[test]
fn a_hard_no_outlives_every_wording_of_the_decision() {
    Border::each(async |border| {
        let (_, there) = border.acknowledged("expedited_preservation").await;
        let south = &border.south;
        south.clear(&there, Gate::Admission, "cora").await;
        south.take("carl", &there, "admit").await.unwrap();
        south.write("carl", &there, Subject::Decision, grants(&["1"]), Vec::new()).await.unwrap();
        let asked = async || {
            let asked = south.asked(&there, Gate::Decision).await;
            asked.into_iter().find(|asked| asked.code == "SG-10").unwrap()
        };
        south.answer("rosa", &there, &asked().await, "not_met").await.unwrap();
        let other = json!({ "granted": ["1"], "reasons": "Put in other words, it is all in order." });
        south.write("carl", &there, Subject::Decision, other, Vec::new()).await.unwrap();

        let again = south.answer("rosa", &there, &asked().await, "met").await;

        assert!(matches!(again, Err(OperationError::Refused(Refusal::NegativeStands(_)))), "{again:?}");
        let granted = south.take("cora", &there, "grant").await;
        assert!(matches!(granted, Err(OperationError::Refused(Refusal::SafeguardsOpen(_)))), "{granted:?}");
        refused(south, &there).await;
        border.is_intact().await;
    });
}

#[test]
fn a_finding_of_persecution_shows_on_every_request_of_the_chain_and_is_looked_at_anew() {
    Border::each(async |border| {
        let (here, preservation) = preserved(&border).await;
        let (first, second) = (followed(&border, &here).await, followed(&border, &here).await);
        let south = &border.south;
        for request in [&first, &second] {
            south.clear(request, Gate::Admission, "cora").await;
            south.take("carl", request, "admit").await.unwrap();
            south.write("carl", request, Subject::Decision, grants(&["1"]), Vec::new()).await.unwrap();
        }
        south.clear(&second, Gate::Decision, "carl").await;
        let asked = south.asked(&first, Gate::Decision).await;
        let discrimination = asked.into_iter().find(|asked| asked.code == "SG-10").unwrap();

        south.answer("rosa", &first, &discrimination, "not_met").await.unwrap();

        for sibling in [&preservation, &second] {
            assert_eq!(south.view(sibling).await.standing.findings.len(), 1, "{sibling}");
        }
        assert!(south.view(&first).await.standing.findings.is_empty(), "it is no finding of another");
        let granted = south.take("cora", &second, "grant").await;
        assert!(
            matches!(&granted, Err(OperationError::Refused(Refusal::SafeguardsOpen(open))) if open.iter().all(|one| one.code == "SG-10")),
            "{granted:?}"
        );
        border.is_intact().await;
    });
}
