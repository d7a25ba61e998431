//! What has to follow a request of a certain kind cannot be drafted without one (43(1)).

use comity::engine::refusal::Refusal;
use comity::operations::OperationError;
use comity::operations::draft_request::{self, NewRequest};

use super::desk::{Desk, new_request};

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
