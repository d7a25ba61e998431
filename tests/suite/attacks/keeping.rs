//! The database and the keys behind the operator's back.
//!
//! Of crashes between a state and its leaf (9) more is tried where processes are killed: `cli/killed.rs` and
//! `service/killed.rs`. Withheld tiles (34) only a reader can notice, who fetches them all.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use comity::audit::checkpoint::Checkpoint;
use comity::audit::commitment::{Key, entry_seal};
use comity::audit::hash::leaf_hash;
use comity::audit::report::{Report, Verdict};
use comity::audit::tree::Frontier;
use comity::audit::verify::Demand;
use comity::operations::keep_log::{Keeper, Keeping, Kept};
use comity::operations::{App, OperationError, export_log, log_status, refill_log, verify_log};
use comity::storage::StorageError;
use comity::storage::sidecar::{Lack, SeenBy};
use jiff::SignedDuration;
use sqlx::{AnyConnection, AssertSqlSafe};

use crate::cli::process::Place;
use crate::operations::desk::{Desk, run};
use crate::operations::template::Kind;

/// A leaf as it lies in the database: case, number, bytes.
pub(crate) type Row = (String, i64, Vec<u8>);

pub(crate) async fn rows_in(connection: &mut AnyConnection) -> Vec<Row> {
    let sql = "SELECT case_id, cseq, body FROM leaf ORDER BY idx";
    sqlx::query_as(sql).fetch_all(connection).await.unwrap()
}

async fn rows(desk: &Desk) -> Vec<Row> {
    rows_in(&mut desk.by_hand().await).await
}

/// Takes every trigger of the log away, as whoever owns the database can.
async fn take_triggers_away(connection: &mut AnyConnection, kind: Kind) {
    for table in ["leaf", "node", "checkpoint"] {
        let sql = match kind {
            Kind::Sqlite => {
                format!("DROP TRIGGER IF EXISTS {table}_refuses_update; DROP TRIGGER IF EXISTS {table}_refuses_delete")
            }
            Kind::Postgres => format!("ALTER TABLE {table} DISABLE TRIGGER USER"),
        };
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *connection).await.unwrap();
    }
}

/// Writes the whole log anew from these leaves, with hashes, seals, nodes and head that fit, as somebody with the database
/// and the keys can; checkpoints beyond `signed` are forgotten.
pub(crate) async fn rebuild(connection: &mut AnyConnection, kind: Kind, sealing: &Key, rows: &[Row], signed: u64) {
    take_triggers_away(connection, kind).await;
    let forget = format!("DELETE FROM checkpoint WHERE size > {signed}");
    for sql in ["DELETE FROM leaf", "DELETE FROM node", "DELETE FROM heartbeat", &forget] {
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut *connection).await.unwrap();
    }
    let mut tree = Frontier::default();
    for ((case, cseq, body), index) in rows.iter().zip(0_i64..) {
        let hash = leaf_hash(body);
        sqlx::query("INSERT INTO leaf (idx, case_id, cseq, hash, seal, body) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(index)
            .bind(case.clone())
            .bind(*cseq)
            .bind(hash.to_string())
            .bind(entry_seal(sealing, &hash).to_string())
            .bind(body.clone())
            .execute(&mut *connection)
            .await
            .unwrap();
        for node in tree.append(hash).into_iter().skip(1) {
            sqlx::query("INSERT INTO node (level, idx, hash) VALUES ($1, $2, $3)")
                .bind(i64::from(node.level))
                .bind(i64::try_from(node.index).unwrap())
                .bind(node.hash.to_string())
                .execute(&mut *connection)
                .await
                .unwrap();
        }
    }
    sqlx::query("UPDATE audit_head SET size = $1, frontier = $2")
        .bind(i64::try_from(tree.size()).unwrap())
        .bind(tree.to_bytes())
        .execute(connection)
        .await
        .unwrap();
}

async fn rebuild_at(desk: &Desk, rows: &[Row], signed: u64) {
    let sealing = desk.app.storage.keys().entry_key();
    rebuild(&mut desk.by_hand().await, desk.kind, &sealing, rows, signed).await;
}

/// The log as it was when it had so many leaves.
pub(super) async fn set_back(desk: &Desk, size: usize) {
    let all = rows(desk).await;
    rebuild_at(desk, &all[..size], size as u64).await;
}

/// The same log with another time in the last leaf of one of its cases: chain and tree fit.
fn rewritten(rows: &[Row]) -> Vec<Row> {
    let mut rows = rows.to_vec();
    let last = rows.len() - 1;
    // The last leaf of a case has no other that names it.
    let at = (0..last).rev().find(|at| rows[at + 1..].iter().all(|row| row.0 != rows[*at].0)).unwrap();
    let text = String::from_utf8(rows[at].2.clone()).unwrap();
    rows[at].2 = text.replacen("T08:00:00.000Z", "T07:59:59.999Z", 1).into_bytes();
    assert_ne!(rows[at].2, text.into_bytes());
    rows
}

/// Two requests, so that one of them has an end before that of the log; then the log is signed.
pub(super) async fn signed(desk: &Desk) -> Checkpoint {
    desk.draft("production").await;
    desk.draft("expedited_preservation").await;
    sign(&desk.app).await.unwrap()
}

async fn sign(app: &App) -> Result<Checkpoint, OperationError> {
    let note = export_log::checkpoint(app).await?;
    Ok(Checkpoint::open(note.as_bytes(), &app.storage.log_key().await.unwrap()).unwrap())
}

async fn exported(desk: &Desk, app: &App, name: &str) -> PathBuf {
    let target = desk.folder.path().join(name);
    export_log::run(app, desk.official("axel"), &export_log::wanted::Wanted::default(), &target).await.unwrap();
    target
}

async fn verified(desk: &Desk, file: &Path, earlier: Vec<Checkpoint>) -> Report {
    let key = desk.app.storage.log_key().await.unwrap();
    let demand = Demand { earlier, ..Demand::default() };
    verify_log::export(std::fs::File::open(file).unwrap(), &key, &demand).unwrap()
}

fn says(report: &Report, sentence: &str) -> bool {
    report.findings.iter().any(|finding| finding.sentence.contains(sentence))
        || report.first_bad.as_ref().is_some_and(|bad| bad.why.contains(sentence))
}

/// Nothing is written and nothing signed, everything is read and exported, and the status says why.
async fn is_sealed(desk: &Desk, app: &App, by: SeenBy, lack: Lack) {
    let sealed = app.storage.sealed().unwrap();
    assert_eq!((&sealed.by, sealed.lack), (&by, lack), "{sealed}");
    let before = rows(desk).await.len();
    let new = crate::operations::desk::new_request("production");
    let refused = comity::operations::draft_request::run(app, desk.official("anna"), new).await.unwrap_err();
    assert_eq!(refused.code(), "log-sealed", "{refused}");
    assert!(refused.to_string().contains("run `comity log status`"), "{refused}");
    assert_eq!(sign(app).await.unwrap_err().code(), "log-sealed");
    let all = comity::storage::requests::RequestFilter::default();
    comity::operations::list_requests::run(app, desk.official("carl"), &all, 10).await.unwrap();
    let status = log_status::run(app).await.unwrap();
    assert_eq!(status.sealed, Some(sealed));
    assert!(!status.is_well() && !status.advice.is_empty());
    assert_eq!(rows(desk).await.len(), before);
}

#[test]
fn attack_01_an_altered_leaf_is_never_signed_and_named_by_everybody_who_hashes_it() {
    Desk::each(async |desk| {
        signed(&desk).await;
        desk.draft("production").await;
        take_triggers_away(&mut desk.by_hand().await, desk.kind).await;
        let last = rows(&desk).await.len() - 1;
        let edit = format!("UPDATE leaf SET body = (SELECT body FROM leaf WHERE idx = 3) WHERE idx = {last}");
        assert_eq!(desk.sql(&edit).await, 1);

        // Whoever signs reads back what is new.
        let refused = sign(&desk.app).await.unwrap_err();
        assert!(refused.to_string().contains(&format!("leaf {last} of the audit log was altered")), "{refused}");
        let status = log_status::run(&desk.app).await.unwrap();
        assert!(status.sealed.is_none() && status.altered.is_some() && !status.is_well());
        // An old leaf is named by whoever hashes all of them.
        desk.sql("UPDATE leaf SET body = (SELECT body FROM leaf WHERE idx = 3) WHERE idx = 4").await;
        let report = desk.verify().await;
        assert!(report.differences.iter().any(|found| found.sentence.contains("leaf 4:")), "{:#?}", report.differences);
        let report = verified(&desk, &exported(&desk, &desk.app, "altered.tar").await, Vec::new()).await;
        assert_eq!((report.verdict, report.verdict.exit_code()), (Verdict::Altered, 1), "{:#?}", report.findings);
        assert_eq!(report.first_bad.map(|bad| bad.index), Some(4));
    });
}

#[test]
fn attack_02_a_full_rewrite_is_caught_by_the_sidecar_and_by_an_earlier_checkpoint() {
    Desk::each(async |desk| {
        let earlier = signed(&desk).await;
        let rows = rows(&desk).await;
        rebuild_at(&desk, &rewritten(&rows), 0).await;

        // Everything fits, by itself.
        desk.app.storage.recheck().await.unwrap();
        let again = desk.another_process().await;
        is_sealed(&desk, &again, SeenBy::Sidecar, Lack::Another).await;
        let refused = sign(&desk.app).await.unwrap_err();
        assert!(refused.to_string().contains("are not those that the checkpoint file has seen"), "{refused}");

        // Whoever rewrites takes the file away too: then the auditor's own note tells.
        std::fs::remove_file(again.storage.sidecar()).unwrap();
        let forged = desk.another_process().await;
        assert_eq!(forged.storage.sealed(), None);
        let report = verified(&desk, &exported(&desk, &forged, "rewritten.tar").await, vec![earlier]).await;
        assert_eq!(report.verdict.exit_code(), 1, "{:#?}", report.findings);
        assert!(says(&report, "the log was rewritten"), "{:#?}", report.findings);
    });
}

#[test]
fn attack_04_a_log_that_lost_its_end_is_sealed_and_fails_an_earlier_checkpoint() {
    Desk::each(async |desk| {
        let earlier = signed(&desk).await;
        set_back(&desk, usize::try_from(earlier.size).unwrap() - 3).await;

        let again = desk.another_process().await;
        is_sealed(&desk, &again, SeenBy::Sidecar, Lack::Shorter).await;
        // The process that ran all along notices before it signs, and the keeper goes on looking.
        let keeper = Keeper::new(Keeping::default());
        let refused = keeper.round(&desk.app, Duration::from_secs(1)).await.unwrap_err();
        assert!(refused.to_string().contains("so that it was set back"), "{refused}");
        let refused = keeper.round(&desk.app, Duration::from_secs(2)).await.unwrap_err();
        assert_eq!(refused.code(), "log-sealed");

        std::fs::remove_file(again.storage.sidecar()).unwrap();
        let cut = desk.another_process().await;
        sign(&cut).await.unwrap();
        let note = desk.folder.path().join("cut.tar");
        // Reached no further than before: nothing can be compared, which is no clean bill.
        export_log::run(&cut, desk.official("axel"), &export_log::wanted::Wanted::default(), &note).await.unwrap();
        let report = verified(&desk, &note, vec![earlier]).await;
        assert_ne!(report.verdict.exit_code(), 0, "{:#?}", report.findings);
    });
}

#[test]
fn attack_06_a_backup_of_yesterday_is_neither_written_nor_signed() {
    let place = Place::installed();
    let draft = |title| {
        place.run(&[
            "request",
            "draft",
            "--as",
            "anna",
            "--instrument",
            "UNCC",
            "--measure",
            "expedited_preservation",
            "--to",
            "XS",
            "--title",
            title,
        ])
    };
    draft("Yesterday's matter").ends(0, "XN-");
    place.run(&["audit", "checkpoint"]).ends(0, "mla/1");
    let (database, yesterday) = (place.data().join("comity.db"), place.folder.path().join("yesterday.db"));
    std::fs::copy(&database, &yesterday).unwrap();
    draft("Today's matter").ends(0, "XN-");
    place.run(&["audit", "checkpoint"]).ends(0, "mla/1");
    place.run(&["log", "status"]).ends(0, "well: the log is written and signed");
    place.run(&["audit", "export", &place.path("today.tar"), "--as", "axel"]).ends(0, "leaves");
    let today = place.folder.path().join("today.db");
    std::fs::rename(&database, &today).unwrap();

    std::fs::copy(&yesterday, &database).unwrap();

    place.run(&["log", "status"]).ends(1, "so that it was set back");
    draft("Tomorrow's matter").ends(3, "the log is sealed, nothing is written or signed");
    place.run(&["audit", "checkpoint"]).ends(3, "comity log status");
    // It can still be looked into, from outside too.
    place.run(&["audit", "entries", "--as", "axel"]).ends(0, "request_begun");
    place.run(&["audit", "export", &place.path("sealed.tar"), "--as", "axel"]).ends(0, "the log is sealed");
    let key = place.run(&["authority", "show"]).answer()["log_key"].as_str().unwrap().to_owned();
    place.run(&["audit", "verify", &place.path("sealed.tar"), "--key", &key]).ends(0, "intact");
    // A checkpoint file in another place tells the same from there.
    std::fs::rename(place.data().join("log.checkpoint"), place.folder.path().join("elsewhere")).unwrap();
    place.run(&["log", "status", "--sidecar", "elsewhere"]).ends(1, "so that it was set back");
    std::fs::rename(place.folder.path().join("elsewhere"), place.data().join("log.checkpoint")).unwrap();

    // The newest copy is the best way out; an export of the whole log gives at least the entries back.
    place.run(&["log", "refill", "--from", &place.path("sealed.tar")]).ends(2, "before the checkpoint that was signed");
    place.run(&["log", "refill", "--from", &place.path("today.tar")]).ends(0, "\"to\"");
    place.run(&["log", "status"]).ends(0, "well");
    place.run(&["audit", "verify"]).ends(1, "the log tells of this request, and the table does not have it");
    std::fs::copy(&today, &database).unwrap();
    place.run(&["log", "status"]).ends(1, "so that it was set back");
}

#[test]
fn attack_06_lost_leaves_are_put_back_only_where_they_lead_to_what_was_signed() {
    Desk::each(async |desk| {
        let tiles = desk.folder.path().join("tiles");
        let keeper = Keeper::new(Keeping { tiles: Some(tiles.clone()), ..Keeping::default() });
        signed(&desk).await;
        desk.draft("production").await;
        keeper.round(&desk.app, Duration::from_secs(1)).await.unwrap();
        let whole = rows(&desk).await;
        let file = exported(&desk, &desk.app, "before.tar").await;
        let whole_again = rows(&desk).await;
        assert_eq!(whole_again.len(), whole.len() + 1, "the export is an entry");
        for (from, altered) in [(&tiles, true), (&file, false), (&tiles, false)] {
            rebuild_at(&desk, &whole[..whole.len() - 5], whole.len() as u64 - 5).await;
            // What the export has signed reaches further than the tiles.
            if *from == tiles {
                let note = std::fs::read(tiles.join("checkpoint")).unwrap();
                std::fs::write(desk.app.storage.sidecar(), note).unwrap();
            }
            let again = desk.another_process().await;
            assert_eq!(again.storage.sealed().map(|sealed| sealed.lack), Some(Lack::Shorter));
            if altered {
                let width = whole.len() % 256;
                let bundle = tiles.join(format!("tile/entries/000.p/{width}"));
                let good = std::fs::read(&bundle).unwrap();
                let mut bad = good.clone();
                let last = bad.len() - 40;
                bad[last] ^= 1;
                std::fs::write(&bundle, bad).unwrap();
                let refused = refill_log::run(&again, from).await.unwrap_err().to_string();
                assert!(refused.contains("nothing was written"), "{refused}");
                std::fs::write(&bundle, good).unwrap();
                assert_eq!(rows(&desk).await.len(), whole.len() - 5);
                continue;
            }

            let put = refill_log::run(&again, from).await.unwrap();

            assert_eq!(put.from, whole.len() as u64 - 5);
            assert_eq!(again.storage.sealed(), None);
            let now = rows(&desk).await;
            assert_eq!(now[..whole.len()], whole[..]);
            assert!(String::from_utf8_lossy(&now[now.len() - 1].2).contains("\"type\":\"log_refilled\""));
            again.storage.recheck().await.unwrap();
            // The tables were not set back here: they agree again.
            desk.is_intact().await;
        }
    });
}

#[test]
fn attack_09_a_crash_between_signing_and_the_files_leaves_nothing_that_contradicts() {
    Desk::each(async |desk| {
        let tiles = desk.folder.path().join("tiles");
        let keeping = Keeping { tiles: Some(tiles.clone()), ..Keeping::default() };
        signed(&desk).await;
        let older = std::fs::read(desk.app.storage.sidecar()).unwrap();
        desk.draft("production").await;
        sign(&desk.app).await.unwrap();

        // The note is in the database and not yet in the file; a tile is there and the checkpoint of the folder is not.
        std::fs::write(desk.app.storage.sidecar(), older).unwrap();
        std::fs::create_dir_all(tiles.join("tile/0/000.p")).unwrap();
        std::fs::write(tiles.join("tile/0/000.p/7"), b"half of it").unwrap();
        let again = desk.another_process().await;

        assert_eq!(again.storage.sealed(), None);
        let reference = comity::operations::draft_request::run(
            &again,
            desk.official("anna"),
            crate::operations::desk::new_request("production"),
        );
        reference.await.unwrap();
        let kept = Keeper::new(keeping).round(&again, Duration::from_secs(1)).await.unwrap();
        let Kept::Signed(signed) = kept else { panic!("{kept:?}") };
        assert_eq!(std::fs::read_to_string(again.storage.sidecar()).unwrap(), signed.note);
        assert_eq!(std::fs::read_to_string(tiles.join("checkpoint")).unwrap(), signed.note);
        desk.is_intact().await;
    });
}

#[test]
fn attack_10_a_table_that_was_changed_past_the_program_is_told_from_the_log() {
    Desk::each(async |desk| {
        let reference = desk.submitted("expedited_preservation").await;
        sign(&desk.app).await.unwrap();
        desk.sql("UPDATE assistance_request SET stage = 'closed'").await;

        let report = desk.verify().await;

        assert!(report.differences.iter().any(|found| found.of == reference.as_str()), "{:#?}", report.differences);
        let refused = desk.take("cora", &reference, "authorise").await.unwrap_err();
        assert!(matches!(refused, OperationError::Sealed { .. }), "{refused}");
        // The log itself is whole, and it is what an auditor holds.
        let report = verified(&desk, &exported(&desk, &desk.app, "whole.tar").await, Vec::new()).await;
        assert!(report.intact, "{:#?}", report.findings);
    });
}

#[test]
fn attack_16_a_clock_that_is_set_leaves_an_entry_that_says_by_how_much() {
    Desk::each(async |desk| {
        let keeper = Keeper::new(Keeping::default());
        let kinds = async || {
            let rows = rows(&desk).await;
            let texts = rows.iter().map(|row| String::from_utf8(row.2.clone()).unwrap());
            texts.filter(|text| text.contains("\"type\":\"clock_stepped\"")).collect::<Vec<_>>()
        };
        keeper.round(&desk.app, Duration::from_secs(1)).await.unwrap();
        desk.clock.advance(SignedDuration::from_secs(60));
        keeper.round(&desk.app, Duration::from_secs(61)).await.unwrap();
        // A minute too many is what clocks do that are kept right over a network.
        desk.clock.advance(SignedDuration::from_secs(120));
        keeper.round(&desk.app, Duration::from_secs(121)).await.unwrap();
        assert_eq!(kinds().await.len(), 0);

        desk.clock.advance(SignedDuration::from_hours(-2));
        keeper.round(&desk.app, Duration::from_secs(122)).await.unwrap();
        desk.clock.advance(SignedDuration::from_hours(3));
        keeper.round(&desk.app, Duration::from_secs(123)).await.unwrap();

        let found = kinds().await;
        assert_eq!(found.len(), 2, "{found:#?}");
        assert!(found[0].contains("\"seconds\":-7201"), "{}", found[0]);
        assert!(found[1].contains("\"seconds\":10799"), "{}", found[1]);
        let report = verified(&desk, &exported(&desk, &desk.app, "stepped.tar").await, Vec::new()).await;
        assert!(says(&report, "seconds before that of an earlier leaf"), "{:#?}", report.findings);
    });
}

#[test]
fn attack_17_a_clock_put_right_again_does_not_stop_the_log_from_being_confirmed() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        let keeper = Keeper::new(Keeping { heads_every: Duration::from_hours(24), ..Keeping::default() });
        desk.clock.advance(SignedDuration::from_hours(24));
        signed(&desk).await;
        keeper.round(&desk.app, Duration::from_secs(1)).await.unwrap();
        desk.clock.advance(SignedDuration::from_hours(-24));
        // The entry of the step, signed with the time that is right now.
        let kept = keeper.round(&desk.app, Duration::from_secs(2)).await.unwrap();

        assert!(matches!(kept, Kept::Signed(_)), "{kept:?}");
        desk.clock.advance(SignedDuration::from_mins(10));
        let kept = keeper.round(&desk.app, Duration::from_secs(602)).await.unwrap();
        assert!(matches!(kept, Kept::Confirmed(_)), "{kept:?}");
    });
}

#[test]
fn attack_30_a_bit_that_flips_on_its_way_to_the_disk_is_never_signed_nor_published() {
    Desk::each(async |desk| {
        let tiles = desk.folder.path().join("tiles");
        let keeper = Keeper::new(Keeping { tiles: Some(tiles.clone()), ..Keeping::default() });
        signed(&desk).await;
        desk.draft("production").await;
        take_triggers_away(&mut desk.by_hand().await, desk.kind).await;
        let last = rows(&desk).await.len() - 1;
        let (mut body,): (Vec<u8>,) =
            sqlx::query_as(AssertSqlSafe(format!("SELECT body FROM leaf WHERE idx = {last}")))
                .fetch_one(&mut desk.by_hand().await)
                .await
                .unwrap();
        let middle = body.len() / 2;
        body[middle] ^= 1;
        sqlx::query(AssertSqlSafe(format!("UPDATE leaf SET body = $1 WHERE idx = {last}")))
            .bind(body)
            .execute(&mut desk.by_hand().await)
            .await
            .unwrap();

        let refused = keeper.round(&desk.app, Duration::from_secs(1)).await.unwrap_err();

        assert!(refused.to_string().contains(&format!("leaf {last} of the audit log")), "{refused}");
        assert!(!tiles.exists(), "nothing unsigned is published");
        // A node of the right edge is read back too, when nothing was written meanwhile.
        let desk = Desk::open(desk.kind, "XN").await;
        let top = signed(&desk).await.size.ilog2();
        take_triggers_away(&mut desk.by_hand().await, desk.kind).await;
        desk.sql(&format!(
            "UPDATE node SET hash = (SELECT hash FROM leaf WHERE idx = 0) WHERE level = {top} AND idx = 0"
        ))
        .await;
        let keeper = Keeper::new(Keeping { heads_every: Duration::from_hours(24), ..Keeping::default() });
        keeper.round(&desk.app, Duration::from_secs(1)).await.unwrap();
        desk.clock.advance(SignedDuration::from_secs(699));
        let refused = keeper.round(&desk.app, Duration::from_secs(700)).await.unwrap_err();
        assert!(matches!(refused, OperationError::Storage(StorageError::Tampered { .. })), "{refused}");
    });
}

#[test]
fn attack_30_a_bit_that_flips_in_an_old_leaf_is_found_while_the_service_runs() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        // Long enough for two whole parts.
        let padding: Vec<_> = (0..2100_u32).collect();
        for hundred in padding.chunks(700) {
            let (count, case) = (hundred.len(), rows(&desk).await[0].0.clone());
            desk.app
                .storage
                .write(move |tx| {
                    let case = case.clone();
                    Box::pin(async move {
                        let mut last = None;
                        for _ in 0..count {
                            let draft = crate::support::draft(&case, "signed_out");
                            last = Some(tx.commit_with(draft, Vec::new()).await?);
                        }
                        Ok::<_, StorageError>(last.unwrap().with(()))
                    })
                })
                .await
                .unwrap();
        }
        let keeper = Keeper::new(Keeping::default());
        let mut at = 0;
        let mut round = async || {
            at += 10;
            desk.clock.advance(SignedDuration::from_secs(10));
            keeper.round(&desk.app, Duration::from_secs(at)).await
        };
        for _ in 0..4 {
            round().await.unwrap();
        }
        take_triggers_away(&mut desk.by_hand().await, desk.kind).await;
        let sql = "UPDATE leaf SET body = CAST(REPLACE(CAST(body AS TEXT), 'signed_out', 'signed_oux') AS BLOB) WHERE idx = 1500";
        assert_eq!(desk.sql(sql).await, 1);

        let found = [round().await, round().await, round().await].into_iter().find_map(Result::err).unwrap();

        assert!(found.to_string().contains("leaf 1500 of the audit log was altered"), "{found}");
        // It is not forgotten in between, and nothing is signed until the part holds again.
        desk.draft("production").await;
        round().await.unwrap_err();
        assert!(keeper.round(&desk.app, Duration::from_secs(81)).await.is_err());
        let sql = "UPDATE leaf SET body = CAST(REPLACE(CAST(body AS TEXT), 'signed_oux', 'signed_out') AS BLOB) WHERE idx = 1500";
        desk.sql(sql).await;
        let kept = round().await.unwrap();
        assert!(matches!(kept, Kept::Signed(_)), "{kept:?}");
    });
}

#[test]
fn attack_33_nothing_turns_the_log_off() {
    let place = Place::installed();
    let help = place.run(&["serve", "--help"]);
    let option = |word: &str| help.out.lines().any(|line| line.trim_start().starts_with("--") && line.contains(word));
    for word in ["--no-", "disable", "skip", "unsigned"] {
        assert!(!option(word), "`{word}` in:\n{}", help.out);
    }

    place.run(&["serve", "--heads-minutes", "0"]).ends(2, "1..=1440");
    place.run_with(("COMITY_HEADS_MINUTES", "off"), &["serve"]).ends(2, "heads-minutes");
    // Without the seed that signs, or the key under which leaves are sealed, it does not begin.
    let seed = place.data().join("log.key");
    std::fs::rename(&seed, place.folder.path().join("log.key")).unwrap();
    place.run(&["audit", "checkpoint"]).ends(3, "is missing");
    std::fs::rename(place.folder.path().join("log.key"), &seed).unwrap();
    // What binds is changed by an entry.
    place.run(&["authority", "set-profile", "domestic", "--reason", "tried", "--as", "administrator"]);
    place.run(&["audit", "entries", "--as", "axel"]).ends(0, "authority_installed");
    // What the service is started with is an entry: whoever leaves something out does so before all eyes.
    let tiles = place.path("published tiles");
    for options in [&["--tiles", &tiles][..], &[]] {
        let mut served = place
            .command(&[&["serve", "--listen", "127.0.0.1:0"], options].concat())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(served.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        served.kill().unwrap();
        served.wait().unwrap();
        assert!(line.contains("is served"), "{line}");
    }
    let told = place.run(&["audit", "entries", "--type", "service_started", "--json", "--as", "axel"]);
    assert!(!told.out.contains("published"), "{}", told.out);
    let told: Vec<bool> = told.answer()["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["body"]["with"]["tiles"].as_bool().unwrap())
        .collect();
    assert_eq!(told, [true, false]);
    place.run(&["audit", "verify"]).ends(0, "agree");
}
