//! Documents in parts: streamed in and out, sealed on every disk they touch, and whole or refused.

use std::time::Instant;

use comity::audit::hash::sha256;
use comity::domain::gate::{Gate, Subject};
use comity::domain::ids::{DocumentId, RequestReference};
use comity::operations::add_document::{self, AddedDocument, DocumentAbout, NewDocument};
use comity::operations::{OperationError, assign_official, read_document, receive_message};
use comity::storage::StorageError;
use comity::storage::document_parts::PART;
use futures_util::{FutureExt as _, TryStreamExt};

use super::border::Border;
use super::desk::{Desk, content, document, run};
use super::template::Kind;

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

async fn whole(desk: &Desk, reference: &RequestReference, id: &DocumentId) -> Result<Vec<u8>, OperationError> {
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
            assert_eq!(i64::try_from(pieces.len()).unwrap(), parts);
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

/// Two documents of three parts each, which are attacked again and again.
struct Target {
    desk: Desk,
    reference: RequestReference,
    one: DocumentId,
    other: DocumentId,
}

impl Target {
    async fn at(desk: Desk) -> Self {
        let reference = desk.draft(MEASURE).await;
        let bytes = bytes(4 * PART + 198);
        let (first, second) = bytes.split_at(bytes.len() / 2);
        let one = attach(&desk, &reference, first).await.unwrap().id;
        let other = attach(&desk, &reference, second).await.unwrap().id;
        assert!(whole(&desk, &reference, &one).await.unwrap() == first);
        desk.is_intact().await;
        for table in ["document", "document_part"] {
            desk.sql(&format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}")).await;
        }
        Self { desk, reference, one, other }
    }

    /// Alters the tables by hand, wants every reader to notice, and puts everything back.
    async fn attack(&self, sql: &str) {
        let Self { desk, reference, one, .. } = self;
        assert!(desk.sql(sql).await > 0, "{sql}");

        let refused = read_document::open(&desk.app, desk.official("anna"), reference, one).await.err();
        assert!(refused.as_ref().is_some_and(is_altered), "{sql}: {refused:?}");
        let report = desk.verify().await;
        assert!(report.differences.iter().any(|found| found.sentence.contains(one.as_str())), "{sql}: {report:#?}");
        desk.sql(
            "DELETE FROM document_part; DELETE FROM document;
            INSERT INTO document SELECT * FROM kept_document;
            INSERT INTO document_part SELECT * FROM kept_document_part",
        )
        .await;
    }
}

#[test]
fn attack_26_evidence_whose_parts_were_dropped_swapped_doubled_or_borrowed_is_noticed() {
    Desk::each(async |desk| {
        let target = Target::at(desk).await;
        let (one, other) = (&target.one, &target.other);
        let sealed = |document: &DocumentId, number: u8| {
            format!("(SELECT sealed FROM kept_document_part WHERE document_id = '{document}' AND number = {number})")
        };
        for dropped in ["number = 2", "number = 1", "number > 0", "number >= 0"] {
            target.attack(&format!("DELETE FROM document_part WHERE document_id = '{one}' AND {dropped}")).await;
        }
        for (number, from) in [(1, 0), (0, 1), (2, 1), (1, 2)] {
            let part = sealed(one, from);
            target
                .attack(&format!(
                    "UPDATE document_part SET sealed = {part} WHERE document_id = '{one}' AND number = {number}"
                ))
                .await;
        }
        for (document, number) in [(one, 0), (one, 2), (other, 2)] {
            let part = sealed(document, number);
            target
                .attack(&format!("INSERT INTO document_part (document_id, number, sealed) VALUES ('{one}', 3, {part})"))
                .await;
        }
        for number in [0, 1, 2] {
            let part = sealed(other, number);
            target
                .attack(&format!(
                    "UPDATE document_part SET sealed = {part} WHERE document_id = '{one}' AND number = {number}"
                ))
                .await;
        }
        // Two that change places, and the middle one taken out with the last moved up.
        let (first, second) = (sealed(one, 0), sealed(one, 1));
        target
            .attack(&format!(
                "UPDATE document_part SET sealed = CASE number WHEN 0 THEN {second} ELSE {first} END
                WHERE document_id = '{one}' AND number < 2"
            ))
            .await;
        target
            .attack(&format!(
                "DELETE FROM document_part WHERE document_id = '{one}' AND number = 1;
                UPDATE document_part SET number = 1 WHERE document_id = '{one}' AND number = 2"
            ))
            .await;
        // All parts of the other one.
        target
            .attack(&format!(
                "DELETE FROM document_part WHERE document_id = '{one}';
                INSERT INTO document_part (document_id, number, sealed)
                SELECT '{one}', number, sealed FROM kept_document_part WHERE document_id = '{other}'"
            ))
            .await;
        target.desk.is_intact().await;
    });
}

#[test]
fn rows_that_say_something_else_than_the_bytes_are_noticed() {
    Desk::each(async |desk| {
        let target = Target::at(desk).await;
        let (one, other) = (&target.one, &target.other);
        target.attack(&format!("UPDATE document SET size = size - 1 WHERE id = '{one}'")).await;
        target.attack(&format!("UPDATE document SET commitment = 'x' WHERE id = '{one}'")).await;
        for column in ["commitment", "sha256_sealed", "name_sealed"] {
            target
                .attack(&format!(
                    "UPDATE document SET {column} = (SELECT {column} FROM kept_document WHERE id = '{other}') WHERE id = '{one}'"
                ))
                .await;
        }
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
fn documents_of_several_parts_cross_the_border_once_and_whole() {
    Border::each(async |border| {
        let Border { north, south } = &border;
        let here = north.draft(MEASURE).await;
        let sent = bytes(2 * PART + 17);
        let id = attach(north, &here, &sent).await.unwrap().id;
        north.write("anna", &here, Subject::Request, content(MEASURE), vec![id]).await.unwrap();
        north.take("anna", &here, "submit").await.unwrap();
        north.clear(&here, Gate::Authorisation, "carl").await;
        north.take("cora", &here, "authorise").await.unwrap();
        north.clear(&here, Gate::Sending, "cora").await;
        north.take("carl", &here, "send").await.unwrap();
        let message = border.waiting().await.remove(0);
        let altered = |make: fn(&mut String)| {
            let mut altered = message.clone();
            make(&mut altered.documents[0].base64);
            altered
        };

        for bad in [
            altered(|text| text.replace_range(400_000..400_004, "AAAA")),
            altered(|text| text.truncate(400_000)),
            altered(|text| text.push_str("AAAA")),
            altered(|text| text.replace_range(400_000..400_001, "=")),
            altered(|text| text.replace_range(400_000..400_001, "\n")),
            altered(String::clear),
        ] {
            let refused = border.hand(&bad).await.unwrap_err();
            assert!(matches!(refused, OperationError::Unusable { .. }), "{refused}");
        }
        let mut small = south.app.clone();
        small.largest_document = PART as u64;
        let refused = receive_message::run(&small, message.clone()).await.unwrap_err();
        assert!(matches!(refused, OperationError::TooLarge { .. }), "{refused}");
        assert_eq!(count(south, "SELECT COUNT(*) FROM document_part").await, 0);
        let there = border.hand(&message).await.unwrap().reference;
        border.hand(&message).await.unwrap();

        assert_eq!(count(south, "SELECT COUNT(*) FROM document_part").await, 3);
        let shown = south.view(&there).await.documents.remove(0);
        let (_, came) =
            read_document::run(&south.app, south.official("carl"), &there, &shown.document.parse().unwrap())
                .await
                .unwrap();
        assert!(came == sent);
        border.carry().await;
        border.is_intact().await;
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

/// The tests of a process share its memory: this one is run by itself, by the one below.
#[test]
#[ignore = "run in a process of its own by `a_large_document_does_not_fill_the_memory`"]
fn a_large_document_alone() {
    let asked = |name: &str, otherwise: &str| std::env::var(name).unwrap_or_else(|_| otherwise.to_owned());
    let kind = if asked("COMITY_TEST_DATABASE", "Sqlite") == "Sqlite" { Kind::Sqlite } else { Kind::Postgres };
    let size = asked("COMITY_TEST_DOCUMENT_MIB", "8").parse::<usize>().unwrap() << 20;
    run(async {
        let desk = Desk::open(kind, "XN").await;
        let reference = desk.draft(MEASURE).await;
        // Whatever is made once is made by this one.
        let small = attach(&desk, &reference, &bytes(2 * PART)).await.unwrap().id;
        whole(&desk, &reference, &small).await.unwrap();
        let piece = vec![7_u8; 64 << 10];
        let before = memory_now();

        let mut incoming = add_document::begin(&desk.app, desk.official("anna"), &reference, about()).await.unwrap();
        for _ in 0..size / piece.len() {
            incoming.write(&piece).await.unwrap();
        }
        let arrived = Instant::now();
        let added = incoming.finish().await.unwrap();
        let kept = arrived.elapsed();
        let kept_whole = Instant::now();
        let mut open = read_document::open(&desk.app, desk.official("anna"), &reference, &added.id).await.unwrap();
        let verified = kept_whole.elapsed();
        let mut read = 0;
        while let Some(part) = open.next().await.unwrap() {
            read += part.len();
        }

        assert_eq!((added.size, read), (size as u64, size));
        let grown = peak_memory() - before;
        println!("{kind:?}: {} MiB, kept in {kept:?}, verified in {verified:?}", size >> 20);
        println!("{kind:?}: peak memory grew by {} KiB", grown >> 10);
        assert!(grown < 4 << 20, "{grown} bytes");
        // That this measure can fail: whole in memory it shows.
        let bytes = whole(&desk, &reference, &added.id).await.unwrap();
        assert!(peak_memory() - before > size as u64 / 2 && bytes.len() == size);
    });
}

#[test]
fn a_large_document_does_not_fill_the_memory() {
    for kind in ["Sqlite", "Postgres"] {
        let alone = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "operations::documents::a_large_document_alone", "--ignored", "--nocapture"])
            .env("COMITY_TEST_DATABASE", kind)
            // What is large comes fresh from the system: what was freed before would hide that the memory grows.
            .env("MALLOC_MMAP_THRESHOLD_", "65536")
            .output()
            .unwrap();

        let said = String::from_utf8_lossy(&alone.stdout);
        println!("{said}");
        assert!(alone.status.success() && said.contains("1 passed"), "{}", String::from_utf8_lossy(&alone.stderr));
    }
}

/// Bytes that the process has in memory; from here on the peak is counted anew.
fn memory_now() -> u64 {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    peak_memory()
}

/// Bytes that the process has had in memory at most.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10
}

#[test]
fn a_small_document_takes_the_same_way() {
    Desk::each(async |desk| {
        let reference = desk.draft(MEASURE).await;

        let id = desk.attach("anna", &reference).await;

        assert_eq!(whole(&desk, &reference, &id).await.unwrap(), document().bytes);
        desk.is_intact().await;
    });
}

#[test]
fn long_readings_leave_connections_to_everybody_else() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        let reference = desk.draft(MEASURE).await;
        let document = add_document::run(
            &desk.app,
            desk.official("anna"),
            &reference,
            NewDocument { bytes: bytes(3 * PART), ..document() },
        );
        let document = document.await.unwrap();
        // Open and half read, they hold nothing.
        let mut open = Vec::new();
        for _ in 0..20 {
            let mut reading =
                read_document::open(&desk.app, desk.official("anna"), &reference, &document).await.unwrap();
            reading.next().await.unwrap().unwrap();
            open.push(reading);
        }
        let storage = &desk.app.storage;
        let mut long = vec![storage.long_reader().await.unwrap(), storage.long_reader().await.unwrap()];
        let snapshot = storage.snapshot().await.unwrap();

        assert!(storage.long_reader().now_or_never().is_none(), "there are no more of these");
        assert!(storage.snapshot().now_or_never().is_none(), "nor of these");
        assert!(open[0].next().now_or_never().is_none());
        let others =
            [storage.reader().await.unwrap(), storage.reader().await.unwrap(), storage.reader().await.unwrap()];
        drop(others);
        desk.view(&reference).await;
        drop(snapshot);
        open[0].next().await.unwrap().unwrap();
        long.clear();
    });
}
