//! Refusals in plenty: each has its entry, until somebody's come so fast that one entry counts them.

use std::time::Duration;

use comity::domain::ids::RequestReference;
use comity::domain::safeguard::Profile;
use comity::operations::disclose_content::{self, What};
use comity::operations::keep_log::{Keeper, Keeping};
use comity::operations::read_log::{self, LogEntry, LogFilter, LogPage};
use comity::operations::{OperationError, change_profile};
use jiff::SignedDuration;
use serde_json::json;
use strum::IntoEnumIterator;

use super::desk::Desk;

/// So many of one official's refusals in a minute leave an entry each.
const OWN: usize = 20;

/// Tries what only an auditor does.
async fn tries(desk: &Desk, who: &str, reference: &RequestReference, times: usize) {
    for _ in 0..times {
        let refused =
            disclose_content::run(&desk.app, desk.official(who), reference, &What::iter().collect(), "To look at it.")
                .await;
        assert!(matches!(refused, Err(OperationError::NotAllowed { .. })), "{refused:?}");
    }
}

async fn entries(desk: &Desk, kind: &str) -> Vec<LogEntry> {
    let filter = LogFilter { kind: Some(kind.to_owned()), ..LogFilter::default() };
    let page = LogPage { at_most: 500, ..LogPage::default() };
    read_log::run(&desk.app, desk.official("axel"), &filter, page).await.unwrap().entries
}

#[test]
fn beyond_twenty_a_minute_one_entry_tells_how_many_there_were() {
    Desk::each(async |desk| {
        let reference = desk.sent("expedited_preservation").await;
        tries(&desk, "anna", &reference, 45).await;
        // Somebody else has a minute of their own, and so does what is about no request.
        tries(&desk, "carl", &reference, OWN).await;
        let refused = change_profile::run(&desk.app, desk.official("anna"), Profile::Strict, "So it is quicker.").await;
        assert!(matches!(refused, Err(OperationError::NotAllowed { .. })), "{refused:?}");

        let told = entries(&desk, "attempt_refused").await;
        assert_eq!(told.len(), 2 * OWN);
        let of = |who: &LogEntry| told.iter().filter(|entry| entry.actor.p == who.actor.p).count();
        assert_eq!((of(&told[0]), of(&told[OWN])), (OWN, OWN), "twenty of each");
        assert!(entries(&desk, "call_refused").await.is_empty(), "the forty-sixth of anna's minute");
        assert!(entries(&desk, "attempts_summarised").await.is_empty(), "the minute is not over");

        // The keeper tells of it, once, and of nobody who stayed below.
        let keeper = Keeper::new(Keeping::default());
        for round in 1..3 {
            desk.clock.advance(SignedDuration::from_secs(61));
            keeper.round(&desk.app, Duration::from_secs(61 * round)).await.unwrap();
            let told = entries(&desk, "attempts_summarised").await;
            assert_eq!(told.len(), 1, "round {round}");
            assert_eq!(told[0].body["refused"], json!(46 - OWN));
            assert!(told[0].body["from"].as_str() < told[0].body["until"].as_str());
        }
        desk.is_intact().await;
    });
}

#[test]
fn the_next_refusal_tells_of_the_minute_before_where_nobody_keeps_the_log() {
    Desk::each(async |desk| {
        let reference = desk.sent("expedited_preservation").await;
        tries(&desk, "anna", &reference, OWN + 3).await;
        desk.clock.advance(SignedDuration::from_secs(61));
        tries(&desk, "anna", &reference, 1).await;

        let told = entries(&desk, "attempts_summarised").await;
        assert_eq!(told.iter().map(|entry| entry.body["refused"].clone()).collect::<Vec<_>>(), [json!(3)]);
        assert_eq!(entries(&desk, "attempt_refused").await.len(), OWN + 1);
        desk.is_intact().await;
    });
}

#[test]
fn many_at_once_are_all_counted() {
    Desk::each(async |desk| {
        let reference = desk.sent("expedited_preservation").await;
        let (first, second) = (tries(&desk, "anna", &reference, 40), tries(&desk, "anna", &reference, 40));
        let (third, fourth) = (tries(&desk, "anna", &reference, 40), tries(&desk, "anna", &reference, 40));
        tokio::join!(first, second, third, fourth);
        desk.clock.advance(SignedDuration::from_secs(61));
        Keeper::new(Keeping::default()).round(&desk.app, Duration::from_secs(1)).await.unwrap();

        assert_eq!(entries(&desk, "attempt_refused").await.len(), OWN);
        assert_eq!(entries(&desk, "attempts_summarised").await[0].body["refused"], json!(160 - OWN));
        desk.is_intact().await;
    });
}

#[test]
fn what_is_altered_is_sealed_also_for_whoever_was_refused_too_often() {
    Desk::each(async |desk| {
        let reference = desk.sent("expedited_preservation").await;
        tries(&desk, "anna", &reference, OWN + 5).await;
        desk.sql(&format!("UPDATE assistance_request SET stage = 'elsewhere' WHERE reference = '{reference}'")).await;

        let refused = desk.take("anna", &reference, "withdraw").await;

        assert!(matches!(refused, Err(OperationError::Sealed { .. })), "{refused:?}");
        assert_eq!(entries(&desk, "request_sealed").await.len(), 1);
    });
}

#[test]
fn a_count_edited_by_hand_keeps_nothing_out_of_the_log() {
    Desk::each(async |desk| {
        let reference = desk.sent("expedited_preservation").await;
        tries(&desk, "anna", &reference, OWN + 1).await;
        desk.sql("UPDATE refusal_window SET begun_at = 'Ines Duarte', refused = 900").await;
        desk.clock.advance(SignedDuration::from_secs(61));
        tries(&desk, "anna", &reference, 1).await;

        let told = entries(&desk, "attempts_summarised").await;
        assert_eq!(told.len(), 1);
        assert!(!told[0].body.to_string().contains("Ines"));
        assert_eq!(entries(&desk, "attempt_refused").await.len(), OWN + 1);
    });
}
