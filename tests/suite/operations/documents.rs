//! Documents in parts: streamed in and out, sealed on every disk they touch, and whole or refused.

use std::sync::atomic::{AtomicU32, Ordering};

use comity::audit::hash::sha256;
use comity::domain::ids::{DocumentId, RequestReference};
use comity::operations::add_document::{self, AddedDocument, DocumentAbout};
use comity::operations::{OperationError, assign_official, read_document};
use comity::storage::StorageError;
use comity::storage::document_parts::PART;
use futures_util::TryStreamExt;

use super::desk::{Desk, document};

const MEASURE: &str = "production";

/// Bytes in which no part is like another.
fn bytes(len: usize) -> Vec<u8> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    (0..len.div_ceil(8)).flat_map(|_| next()).take(len).collect()
}

fn about() -> DocumentAbout {
    DocumentAbout {
        name: "evidence.bin".to_owned(),
        media_type: "application/octet-stream".to_owned(),
        language: "en".to_owned(),
    }
}

/// Attaches a document as `anna`, in pieces of an odd length.
async fn attach(desk: &Desk, reference: &RequestReference, bytes: &[u8]) -> Result<AddedDocument, OperationError> {
    let mut incoming = add_document::begin(&desk.app, desk.official("anna"), reference, about()).await?;
    for piece in bytes.chunks(70_001) {
        incoming.write(piece).await?;
    }
    incoming.finish().await
}

async fn read(desk: &Desk, reference: &RequestReference, id: &DocumentId) -> Result<Vec<u8>, OperationError> {
    read_document::run(&desk.app, desk.official("anna"), reference, id).await.map(|(_, bytes)| bytes)
}

async fn count(desk: &Desk, sql: &str) -> i64 {
    let (count,) =
        sqlx::query_as(sqlx::AssertSqlSafe(sql.to_owned())).fetch_one(&mut desk.by_hand().await).await.unwrap();
    count
}

/// Names in `data/incoming`.
fn incoming(desk: &Desk) -> usize {
    std::fs::read_dir(desk.settings.data.join("incoming")).map_or(0, Iterator::count)
}

fn is_altered(error: &OperationError) -> bool {
    matches!(error, OperationError::Storage(StorageError::Tampered { .. }))
}

#[test]
fn documents_of_every_length_come_out_as_they_went_in() {
    Desk::each(async |desk| {
        let reference = desk.draft(MEASURE).await;
        for (len, parts) in [(1, 1), (PART - 1, 1), (PART, 1), (PART + 1, 2), (2 * PART, 2), (2 * PART + 17, 3)] {
            let bytes = bytes(len);

            let added = attach(&desk, &reference, &bytes).await.unwrap();

            assert_eq!((added.size, added.sha256.to_string()), (len as u64, sha256(&bytes).to_string()));
            let id = &added.id;
            assert_eq!(
                count(&desk, &format!("SELECT COUNT(*) FROM document_part WHERE document_id = '{id}'")).await,
                parts
            );
            let open = read_document::open(&desk.app, desk.official("anna"), &reference, id).await.unwrap();
            assert_eq!((open.size, &open.sha256, open.row.name.as_str()), (added.size, &added.sha256, "evidence.bin"));
            let pieces: Vec<Vec<u8>> = open.into_stream().try_collect().await.unwrap();
            assert_eq!(pieces.len() as i64, parts);
            assert!(pieces.concat() == bytes, "{len}");
        }
        desk.is_intact().await;
        // What is stored is not what came.
        let sample = bytes(64);
        let mut connection = desk.by_hand().await;
        let stored: Vec<(Vec<u8>,)> =
            sqlx::query_as("SELECT sealed FROM document_part").fetch_all(&mut connection).await.unwrap();
        assert!(stored.iter().all(|(part,)| !part.windows(16).any(|window| window == &sample[..16])));
    });
}

#[test]
fn a_document_that_is_too_large_is_refused_while_it_comes() {
    Desk::each(async |mut desk| {
        let reference = desk.draft(MEASURE).await;
        desk.app.largest_document = 300_000;
        assert_eq!(attach(&desk, &reference, &bytes(300_000)).await.unwrap().size, 300_000);
        let before = count(&desk, "SELECT COUNT(*) FROM leaf").await;
        let mut incoming = add_document::begin(&desk.app, desk.official("anna"), &reference, about()).await.unwrap();
        incoming.write(&bytes(300_000)).await.unwrap();

        let refused = incoming.write(b"x").await.unwrap_err();

        assert!(matches!(refused, OperationError::TooLarge { largest: 300_000 }), "{refused}");
        assert!(incoming.write(b"x").await.is_err(), "what was refused is not taken up again");
        assert!(incoming.finish().await.is_err());
        let empty = add_document::begin(&desk.app, desk.official("anna"), &reference, about()).await.unwrap();
        assert!(empty.finish().await.unwrap_err().to_string().contains("empty"));
        assert_eq!(count(&desk, "SELECT COUNT(*) FROM document").await, 1);
        assert_eq!(count(&desk, "SELECT COUNT(*) FROM leaf").await, before);
        desk.is_intact().await;
    });
}

#[test]
fn whoever_may_not_attach_is_told_before_a_byte_is_read() {
    Desk::each(async |desk| {
        let reference = desk.draft(MEASURE).await;
        let begin =
            async |who: &str, about| add_document::begin(&desk.app, desk.official(who), &reference, about).await;

        let hidden = begin("egon", about()).await.err().unwrap();
        let unknown = "XN-2027-999999".parse().unwrap();
        let none = add_document::begin(&desk.app, desk.official("anna"), &unknown, about()).await.err().unwrap();
        let auditor = begin("axel", about()).await.err().unwrap();

        assert!(matches!(hidden, OperationError::NoSuchRequest(_)), "{hidden}");
        assert_eq!(
            hidden.to_string().replace(reference.as_str(), "X"),
            none.to_string().replace(unknown.as_str(), "X")
        );
        assert!(matches!(auditor, OperationError::NoSuchRequest(_)), "{auditor}");
        for bad in ["text/html; charset=utf-8", "a/b\r\nX: y", "", "pdf"] {
            let refused = begin("anna", DocumentAbout { media_type: bad.to_owned(), ..about() }).await.err().unwrap();
            assert!(refused.to_string().contains("media type"), "{refused}");
        }
        for bad in ["", "../x", "a\\b", "a\nb"] {
            let refused = begin("anna", DocumentAbout { name: bad.to_owned(), ..about() }).await.err().unwrap();
            assert!(refused.to_string().contains("name"), "{refused}");
        }
        desk.sql("UPDATE assistance_request SET sealed_at = '2027-03-02T08:00:00.000Z', sealed_because = 'x'").await;
        assert!(matches!(begin("anna", about()).await, Err(OperationError::Sealed { .. })));
        assert_eq!(incoming(&desk), 0);
    });
}

#[test]
fn what_changes_while_a_document_comes_counts_when_it_is_kept() {
    Desk::each(async |desk| {
        let reference = desk.submitted(MEASURE).await;
        let egon = sign_in_name(&desk, "egon");
        assign_official::run(&desk.app, desk.official("carl"), &reference, &egon).await.unwrap();
        let mut incoming = add_document::begin(&desk.app, desk.official("egon"), &reference, about()).await.unwrap();
        incoming.write(&bytes(PART + 1)).await.unwrap();
        desk.sql("DELETE FROM assignment").await;

        let refused = incoming.finish().await.unwrap_err();

        assert!(matches!(refused, OperationError::NoSuchRequest(_)), "{refused}");
        assert_eq!(count(&desk, "SELECT COUNT(*) FROM document_part").await, 0);
    });
}

fn sign_in_name(desk: &Desk, who: &str) -> comity::domain::ids::SignInName {
    desk.official(who).sign_in.parse().unwrap()
}

#[test]
fn nothing_is_left_of_a_document_that_was_given_up() {
    Desk::each(async |desk| {
        let reference = desk.draft(MEASURE).await;
        let mut begun = add_document::begin(&desk.app, desk.official("anna"), &reference, about()).await.unwrap();
        begun.write(&bytes(3 * PART)).await.unwrap();

        // Also while it comes the file has no name: a killed process leaves nothing either.
        assert_eq!(incoming(&desk), 0);
        assert!(desk.settings.data.join("incoming").is_dir());
        drop(begun);

        assert_eq!(incoming(&desk), 0);
        assert_eq!(count(&desk, "SELECT COUNT(*) FROM document").await, 0);
        desk.is_intact().await;
    });
}

/// Attaches two documents of three parts, does something to the tables, and wants it to be noticed by every reader.
async fn attack(desk: &Desk, sql: impl Fn(&DocumentId, &DocumentId) -> String) {
    static SEED: AtomicU32 = AtomicU32::new(1);
    let reference = desk.draft(MEASURE).await;
    let mut one = bytes(2 * PART + 99);
    one[0] = one[0].wrapping_add(u8::try_from(SEED.fetch_add(1, Ordering::Relaxed)).unwrap());
    let other = bytes(2 * PART + 99);
    let first = attach(desk, &reference, &one).await.unwrap().id;
    let second = attach(desk, &reference, &other).await.unwrap().id;
    assert!(read(desk, &reference, &first).await.unwrap() == one);
    let sql = sql(&first, &second);

    assert!(desk.sql(&sql).await > 0, "{sql}");

    let refused = read_document::open(&desk.app, desk.official("anna"), &reference, &first).await.err();
    assert!(refused.as_ref().is_some_and(is_altered), "{sql}: {refused:?}");
    let report = desk.verify().await;
    assert!(report.differences.iter().any(|found| found.sentence.contains(first.as_str())), "{sql}: {report:#?}");
}

#[test]
fn parts_that_were_dropped_swapped_doubled_or_borrowed_are_noticed() {
    Desk::each(async |desk| {
        let part = "(SELECT p.sealed FROM document_part AS p WHERE p.document_id =";
        attack(&desk, |id, _| format!("DELETE FROM document_part WHERE document_id = '{id}' AND number = 2")).await;
        attack(&desk, |id, _| format!("DELETE FROM document_part WHERE document_id = '{id}' AND number > 0")).await;
        attack(&desk, |id, _| format!("DELETE FROM document_part WHERE document_id = '{id}' AND number = 1")).await;
        attack(&desk, |id, _| format!("DELETE FROM document_part WHERE document_id = '{id}'")).await;
        // The middle one taken out, and the last moved up.
        attack(&desk, |id, _| {
            format!(
                "DELETE FROM document_part WHERE document_id = '{id}' AND number = 1;
                UPDATE document_part SET number = 1 WHERE document_id = '{id}' AND number = 2"
            )
        })
        .await;
        attack(&desk, |id, _| {
            format!(
                "UPDATE document_part SET number = 9 WHERE document_id = '{id}' AND number = 0;
                UPDATE document_part SET number = 0 WHERE document_id = '{id}' AND number = 1;
                UPDATE document_part SET number = 1 WHERE document_id = '{id}' AND number = 9"
            )
        })
        .await;
        for (number, from) in [(1, 0), (0, 1), (2, 1), (1, 2)] {
            attack(&desk, |id, _| {
                format!(
                    "UPDATE document_part SET sealed = {part} '{id}' AND p.number = {from})
                    WHERE document_id = '{id}' AND number = {number}"
                )
            })
            .await;
        }
        for from in [0, 2] {
            attack(&desk, |id, _| {
                format!("INSERT INTO document_part (document_id, number, sealed) VALUES ('{id}', 3, {part} '{id}' AND p.number = {from}))")
            })
            .await;
        }
        for number in [0, 2] {
            attack(&desk, |id, other| {
                format!(
                    "UPDATE document_part SET sealed = {part} '{other}' AND p.number = {number})
                    WHERE document_id = '{id}' AND number = {number}"
                )
            })
            .await;
        }
    });
}

#[test]
fn rows_that_say_something_else_than_the_bytes_are_noticed() {
    Desk::each(async |desk| {
        let from = |column: &str, id: &DocumentId, other: &DocumentId| {
            format!(
                "UPDATE document SET {column} = (SELECT d.{column} FROM document AS d WHERE d.id = '{other}') WHERE id = '{id}'"
            )
        };
        attack(&desk, |id, _| format!("UPDATE document SET size = size - 1 WHERE id = '{id}'")).await;
        attack(&desk, |id, other| from("commitment", id, other)).await;
        attack(&desk, |id, _| format!("UPDATE document SET commitment = 'x' WHERE id = '{id}'")).await;
        attack(&desk, |id, other| from("sha256_sealed", id, other)).await;
    });
}

#[test]
fn a_document_taken_away_or_put_back_in_its_place_is_noticed_by_the_log() {
    Desk::each(async |desk| {
        let reference = desk.draft(MEASURE).await;
        let id = attach(&desk, &reference, &bytes(PART + 5)).await.unwrap().id;
        desk.is_intact().await;

        desk.sql(&format!(
            "DELETE FROM document_part WHERE document_id = '{id}'; DELETE FROM document WHERE id = '{id}'"
        ))
        .await;

        let report = desk.verify().await;
        assert!(report.differences.iter().any(|found| found.sentence.contains("it is not there")), "{report:#?}");
    });
}

#[test]
fn a_part_altered_after_the_document_was_opened_is_not_handed_out() {
    Desk::each(async |desk| {
        let reference = desk.draft(MEASURE).await;
        let id = attach(&desk, &reference, &bytes(2 * PART + 5)).await.unwrap().id;
        let mut open = read_document::open(&desk.app, desk.official("anna"), &reference, &id).await.unwrap();
        assert_eq!(open.next().await.unwrap().unwrap().len(), PART);

        desk.sql(&format!("DELETE FROM document_part WHERE document_id = '{id}' AND number = 2")).await;

        assert_eq!(open.next().await.unwrap().unwrap().len(), PART);
        assert!(is_altered(&open.next().await.unwrap_err()));
    });
}

#[test]
fn every_reading_is_an_entry_and_slow_readers_hold_no_connection() {
    Desk::each(async |desk| {
        let reference = desk.draft(MEASURE).await;
        let id = attach(&desk, &reference, &bytes(2 * PART)).await.unwrap().id;
        let before = count(&desk, "SELECT COUNT(*) FROM leaf").await;
        let mut open = Vec::new();
        // More than there are connections for reading.
        for _ in 0..8 {
            let mut document = read_document::open(&desk.app, desk.official("anna"), &reference, &id).await.unwrap();
            document.next().await.unwrap();
            open.push(document);
        }

        assert_eq!(count(&desk, "SELECT COUNT(*) FROM leaf").await, before + 8);
        for mut document in open {
            assert!(document.next().await.unwrap().is_some());
            assert!(document.next().await.unwrap().is_none());
        }
    });
}

#[test]
fn a_large_document_does_not_fill_the_memory() {
    const SIZE: usize = 64 << 20;
    Desk::each(async |desk| {
        let reference = desk.draft(MEASURE).await;
        let (piece, before) = (vec![7_u8; 1 << 20], peak_memory());
        let mut incoming = add_document::begin(&desk.app, desk.official("anna"), &reference, about()).await.unwrap();
        for _ in 0..SIZE / piece.len() {
            incoming.write(&piece).await.unwrap();
        }
        let added = incoming.finish().await.unwrap();
        assert_eq!(added.size, SIZE as u64);
        let mut open = read_document::open(&desk.app, desk.official("anna"), &reference, &added.id).await.unwrap();
        let mut size = 0;
        while let Some(part) = open.next().await.unwrap() {
            size += part.len();
        }

        assert_eq!(size, SIZE);
        println!("peak memory grew by {} MiB", (peak_memory() - before) >> 20);
    });
}

/// Bytes that the process has had in memory at most.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10
}

/// Keeps the helper of the other tests in use where a whole small document is enough.
#[test]
fn a_small_document_takes_the_same_way() {
    Desk::each(async |desk| {
        let reference = desk.draft(MEASURE).await;

        let id = desk.attach("anna", &reference).await;

        assert_eq!(read(&desk, &reference, &id).await.unwrap(), document().bytes);
        desk.is_intact().await;
    });
}
