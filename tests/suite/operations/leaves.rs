//! Leaves edited by hand, past the triggers: named, never signed, and no reason for the other requests to stop.

use comity::audit::hash::leaf_hash;
use comity::domain::ids::RequestReference;
use comity::operations::OperationError;

use super::desk::Desk;

/// What is done to the last leaf of a request but one.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Edit {
    Body,
    BodyAndHash,
    HashOfNoDigits,
    Seal,
    Deleted,
    LastDeleted,
    Swapped,
    OtherCase,
}

/// Body and place of a request's leaves.
async fn leaves(desk: &Desk, reference: &RequestReference) -> Vec<(i64, Vec<u8>)> {
    let sql = "SELECT leaf.idx, leaf.body FROM leaf JOIN assistance_request ON leaf.case_id = assistance_request.id
        WHERE reference = $1 ORDER BY cseq";
    sqlx::query_as(sql).bind(reference.as_str()).fetch_all(&mut desk.by_hand().await).await.unwrap()
}

impl Edit {
    async fn make(self, desk: &Desk, reference: &RequestReference) {
        let leaves = leaves(desk, reference).await;
        let ((index, body), (last, _)) = (&leaves[leaves.len() - 2], &leaves[leaves.len() - 1]);
        let altered =
            String::from_utf8(body.clone()).unwrap().replace("2027-03-02T08:00", "2027-03-01T08:00").into_bytes();
        assert_ne!(&altered, body);
        let sql = match self {
            Edit::Body => "UPDATE leaf SET body = $1 WHERE idx = $2 AND hash <> $3",
            Edit::BodyAndHash => "UPDATE leaf SET body = $1, hash = $3 WHERE idx = $2",
            Edit::HashOfNoDigits => "UPDATE leaf SET hash = 'none' WHERE idx = $2 AND hash <> $3 AND body <> $1",
            Edit::Seal => "UPDATE leaf SET seal = hash WHERE idx = $2 AND hash <> $3 AND body <> $1",
            Edit::Deleted => "DELETE FROM leaf WHERE idx = $2 AND hash <> $3 AND body <> $1",
            Edit::LastDeleted => "DELETE FROM leaf WHERE idx = $2 + 1 AND hash <> $3 AND body <> $1",
            Edit::Swapped => "UPDATE leaf SET cseq = cseq + 100 WHERE idx = $2 AND hash <> $3 AND body <> $1",
            Edit::OtherCase => {
                "UPDATE leaf SET case_id = '00000000000000000000000000000000' WHERE idx = $2 AND hash <> $3 AND body <> $1"
            }
        };
        assert_eq!(index + 1, *last, "nobody else wrote in between");
        let done = sqlx::query(sql).bind(altered.clone()).bind(*index).bind(leaf_hash(&altered).to_string());
        assert_eq!(done.execute(&mut desk.by_hand().await).await.unwrap().rows_affected(), 1, "{self:?}");
    }
}

#[test]
fn an_altered_leaf_seals_its_request_and_stops_no_other() {
    Desk::each(async |desk| {
        desk.drop_triggers().await;
        let untouched = desk.ready("expedited_preservation").await;
        let edits = [
            Edit::Body,
            Edit::BodyAndHash,
            Edit::HashOfNoDigits,
            Edit::Seal,
            Edit::Deleted,
            Edit::LastDeleted,
            Edit::Swapped,
            Edit::OtherCase,
        ];
        let mut references = Vec::new();
        for edit in edits {
            let reference = desk.submitted("expedited_preservation").await;
            edit.make(&desk, &reference).await;
            references.push((edit, reference));
        }

        let report = desk.verify().await;
        for (edit, reference) in &references {
            let found = report.differences.iter().any(|difference| difference.of == reference.as_str());
            assert!(found, "{edit:?} of {reference}: {:#?}", report.differences);
        }
        for (edit, reference) in &references {
            let refused = desk.take("cora", reference, "authorise").await;
            assert!(matches!(refused, Err(OperationError::Sealed { .. })), "{edit:?}: {refused:?}");
        }

        // The others go on, also after the program has started anew; only nothing is signed any more.
        let again = desk.another_process().await;
        desk.take("cora", &untouched, "authorise").await.unwrap();
        desk.submitted("production").await;
        let unsigned = again.storage.sign_checkpoint("2027-03-02T09:00:00.000Z").await;
        assert!(unsigned.is_err(), "{unsigned:?}");
        let listed = comity::operations::list_requests::run(
            &again,
            desk.official("carl"),
            &comity::storage::requests::RequestFilter::default(),
            100,
        )
        .await;
        assert_eq!(listed.unwrap().len(), 2 + references.len());
    });
}

#[test]
fn a_leaf_forged_after_the_last_is_named_and_nothing_is_acknowledged_over_it() {
    Desk::each(async |desk| {
        let reference = desk.ready("expedited_preservation").await;
        let (index, body) = leaves(&desk, &reference).await.pop().unwrap();
        let forged = String::from_utf8(body).unwrap().replace("safeguard_answered", "transition_taken").into_bytes();
        let hash = leaf_hash(&forged).to_string();
        let sql = "INSERT INTO leaf (idx, case_id, cseq, hash, seal, body) SELECT idx + 1, case_id, cseq + 1, $1, $1, $2 FROM leaf WHERE idx = $3";
        sqlx::query(sql).bind(hash).bind(forged).bind(index).execute(&mut desk.by_hand().await).await.unwrap();

        let refused = desk.take("cora", &reference, "authorise").await.unwrap_err();

        assert!(!matches!(refused, OperationError::Refused(_)), "{refused}");
        let report = desk.verify().await;
        assert!(report.differences.iter().any(|difference| difference.sentence.contains("log")), "{report:#?}");
        let (stage,): (String,) =
            sqlx::query_as("SELECT stage FROM assistance_request").fetch_one(&mut desk.by_hand().await).await.unwrap();
        assert_eq!(stage, "review");
    });
}
