//! What is forgotten stays forgotten, and what was done stays told.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use comity::audit::commitment::{self, Place};
use comity::audit::entry::Entry;
use comity::audit::ids::CaseId;
use comity::domain::erasure::ErasureBasis;
use comity::domain::ids::RequestReference;
use comity::operations::take_transition::{self, TakeTransition};
use comity::operations::{
    App, OperationError, back_up, draft_request, erase_content, export_log, list_documents, read_request,
};
use comity::storage::{log, private_values, requests};
use sqlx::Row;

use crate::operations::desk::{self, Desk};
use crate::operations::template::Kind;

/// What stands in no file afterwards: each of one place.
const PLANTED: [&str; 2] = ["Quillfeather", "Ostrander-Vance"];

/// A request that was given up, with a planted title and a planted reason.
pub(super) async fn ended(desk: &Desk, reason: &str) -> RequestReference {
    let new = draft_request::NewRequest { title: PLANTED[0].to_owned(), ..desk::new_request("expedited_preservation") };
    let reference = draft_request::run(&desk.app, desk.official("anna"), new).await.unwrap().reference;
    desk.attach("anna", &reference).await;
    let give_up =
        TakeTransition { transition: "abandon".parse().unwrap(), holding: None, reason: Some(reason.to_owned()) };
    take_transition::run(&desk.app, desk.official("anna"), &reference, give_up).await.unwrap();
    reference
}

pub(super) async fn case_of(desk: &Desk, reference: &RequestReference) -> String {
    let mut reader = desk.app.storage.reader().await.unwrap();
    requests::find_by_reference(&mut reader, reference.as_str()).await.unwrap().unwrap().id
}

pub(super) async fn entries(app: &App, case: &str) -> Vec<Entry> {
    let mut reader = app.storage.reader().await.unwrap();
    log::entries_of(&mut reader, &app.storage.keys().entry_key(), case).await.unwrap()
}

/// Two administrators erase it.
async fn erase(desk: &mut Desk, reference: &RequestReference) {
    let second = desk.second().await;
    erase_content::propose(&desk.app, desk.official("admin"), reference, ErasureBasis::RetentionEnded).await.unwrap();
    let done = erase_content::confirm(&desk.app, &second, reference).await.unwrap();
    let fields = done.fields.unwrap();
    assert!(done.erased && fields.documents == 1 && fields.wordings > 0 && fields.values > 0, "{fields:?}");
}

pub(super) fn key_file(data: &Path, case: &str) -> PathBuf {
    data.join("keys").join(&case[..2]).join(format!("{case}.key"))
}

pub(super) fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The files in which bytes stand.
pub(super) fn with(folder: &Path, wanted: &[u8]) -> Vec<PathBuf> {
    let holds = |path: &PathBuf| fs::read(path).unwrap().windows(wanted.len()).any(|part| part == wanted);
    files(folder).into_iter().filter(holds).collect()
}

#[test]
fn attack_21_says_that_no_number_of_a_range_opens_a_commitment() {
    Desk::each(async |desk| {
        let number = |last: u32| format!("+99 7 100 {last:04}");
        let reference = ended(&desk, &number(4711)).await;
        let case = case_of(&desk, &reference).await;
        let all = entries(&desk.app, &case).await;
        let entry = all.iter().find(|entry| entry.kind == "transition_taken").unwrap();
        let place = Place { case: entry.case, cseq: entry.cseq, field: "reason" };
        let committed = entry.private["reason"].to_string();

        // Everything that whoever holds the log knows may serve as a salt or a key.
        let known = [[0; 32], *entry.prev.unwrap().as_bytes()];
        for last in 0..10_000 {
            let value = number(last).into();
            for key in &known {
                let salt = commitment::salt(key, place);
                assert_ne!(commitment::commit(&salt, place, &value).unwrap().to_string(), committed);
            }
            assert_ne!(comity::audit::hash::sha256(number(last).as_bytes()).to_string(), committed);
        }

        // With the key it opens: the test looks for the right thing.
        let salt = commitment::salt(&desk.app.storage.keys().of(&case).unwrap().salting(), place);
        assert_eq!(commitment::commit(&salt, place, &number(4711).into()).unwrap().to_string(), committed);
    });
}

#[test]
fn attack_22_says_that_nobody_is_the_same_in_two_requests() {
    Desk::each(async |desk| {
        let mut seen: Vec<Vec<Entry>> = Vec::new();
        for _ in 0..2 {
            let reference = ended(&desk, PLANTED[1]).await;
            seen.push(entries(&desk.app, &case_of(&desk, &reference).await).await);
        }

        let told = |entries: &[Entry]| -> Vec<String> {
            let values = entries.iter().flat_map(|entry| entry.private.values().map(ToString::to_string));
            let documents = entries.iter().flat_map(|entry| entry.docs.iter().map(|one| one.commitment.to_string()));
            values.chain(documents).chain(entries.iter().map(|entry| entry.actor.p.to_string())).collect()
        };
        let (one, other) = (told(&seen[0]), told(&seen[1]));
        assert!(one.len() > 3 && one.len() == other.len());
        assert!(one.iter().all(|mark| !other.contains(mark)), "{one:?} {other:?}");
    });
}

#[test]
fn attack_23_says_that_erasing_takes_two_and_hides_nothing_of_who_did_what() {
    Desk::each(async |mut desk| {
        let reference = ended(&desk, PLANTED[1]).await;
        let case = case_of(&desk, &reference).await;
        let before = entries(&desk.app, &case).await;
        let admin = desk.official("admin").clone();

        erase_content::propose(&desk.app, &admin, &reference, ErasureBasis::Ordered).await.unwrap();
        let alone = erase_content::confirm(&desk.app, &admin, &reference).await;
        assert!(matches!(alone, Err(OperationError::SecondAdministrator(_))), "{alone:?}");
        let outsider = erase_content::confirm(&desk.app, desk.official("cora"), &reference).await;
        assert!(matches!(outsider, Err(OperationError::NotAllowed { .. })), "{outsider:?}");
        erase_content::take_back(&desk.app, &admin, &reference).await.unwrap();
        erase(&mut desk, &reference).await;

        let after = entries(&desk.app, &case).await;
        assert_eq!(after[..before.len()], before[..]);
        let last = after.last().unwrap();
        assert_eq!(last.kind, "content_erased");
        assert_ne!(last.body["proposed_by"], last.actor.p.to_string());
        assert_eq!(after.iter().filter(|entry| entry.kind == "attempt_refused").count(), 2);
        desk.is_intact().await;

        // Whoever empties a request by hand is found out: no entry says that it was erased.
        let hidden = ended(&desk, PLANTED[1]).await;
        let hidden_case = case_of(&desk, &hidden).await;
        desk.sql(&format!(
            "UPDATE assistance_request SET erased_at = '2027-03-02T08:00:00.000Z', erased_basis = 'ordered' WHERE id = '{hidden_case}'"
        ))
        .await;
        let app = desk.another_process().await;
        assert!(key_file(&desk.settings.data, &hidden_case).exists(), "a row by hand destroyed a key");
        app.storage.close().await;
        let report = desk.verify().await;
        let told = format!("{:#?}", report.differences);
        assert!(!report.intact && told.contains("no entry of the log says that it was erased"), "{told}");
    });
}

#[test]
fn attack_24_says_that_nothing_comes_back_from_files_journals_or_older_copies() {
    Desk::each(async |mut desk| {
        let reference = ended(&desk, PLANTED[1]).await;
        let (case, data) = (case_of(&desk, &reference).await, desk.settings.data.clone());
        let (second, admin) = (desk.second().await, desk.official("admin").clone());
        let key = fs::read(key_file(&data, &case)).unwrap();
        let sealed: Vec<u8> = {
            let row = sqlx::query("SELECT sealed FROM private_value WHERE case_id = $1 ORDER BY cseq DESC")
                .bind(case.clone())
                .fetch_all(&mut desk.by_hand().await)
                .await
                .unwrap();
            row[0].get("sealed")
        };
        let older = desk.folder.path().join("older");
        back_up::run(&desk.app, &admin, &older).await.unwrap();
        if desk.kind == Kind::Sqlite {
            assert!(!with(&data, &sealed).is_empty());
        }
        assert!(!with(&data, &key).is_empty());
        // Another process has the key in memory.
        let other = desk.another_process().await;
        assert!(other.storage.keys().of(&case).is_ok());

        erase(&mut desk, &reference).await;

        let gone = other.storage.keys().of(&case).map(|_| ());
        assert!(gone.unwrap_err().to_string().contains("was erased"));
        other.storage.close().await;
        let newer = desk.folder.path().join("newer");
        back_up::run(&desk.app, &admin, &newer).await.unwrap();
        let export = desk.folder.path().join("log.tar");
        let carol = desk.official("axel").clone();
        export_log::run(&desk.app, &carol, &export_log::wanted::Wanted::default(), &export).await.unwrap();
        fs::create_dir(desk.folder.path().join("export")).unwrap();
        fs::rename(&export, desk.folder.path().join("export/log.tar")).unwrap();
        for folder in [data.clone(), newer, desk.folder.path().join("export")] {
            for wanted in [&key[..], &sealed[..], PLANTED[0].as_bytes(), PLANTED[1].as_bytes()] {
                assert_eq!(with(&folder, wanted), Vec::<PathBuf>::new(), "{}", folder.display());
            }
        }

        // Nobody reads it, and everybody is told why.
        let read = read_request::run(&desk.app, desk.official("anna"), &reference).await;
        assert!(matches!(&read, Err(OperationError::Erased { basis, .. }) if basis == "retention_ended"), "{read:?}");
        assert!(list_documents::run(&desk.app, desk.official("anna"), &reference).await.is_err());

        // The older keys, and with SQLite the older database, are put back.
        desk.app.storage.close().await;
        fs::copy(key_file(&older, &case), key_file(&data, &case)).unwrap();
        fs::remove_file(key_file(&data, &case).with_extension("erased")).unwrap();
        if desk.kind == Kind::Sqlite {
            for end in ["", "-wal", "-shm"] {
                _ = fs::remove_file(data.join(format!("comity.db{end}")));
            }
            fs::copy(older.join("comity.db"), data.join("comity.db")).unwrap();
            // The log was set back, and is sealed: nothing is written, and the key is destroyed all the same.
            let sealed = desk.another_process().await;
            assert!(sealed.storage.sealed().is_some() && !key_file(&data, &case).exists());
            sealed.storage.close().await;
            // Whoever runs it goes on from there, knowing what was lost.
            fs::remove_file(data.join("log.checkpoint")).unwrap();
        }
        desk.app = desk.another_process().await;

        assert!(!key_file(&data, &case).exists());
        let authority = desk.app.authority().await.unwrap().case;
        assert!(entries(&desk.app, &authority).await.iter().any(|entry| entry.kind == "erasure_replayed"));
        let mut reader = desk.app.storage.reader().await.unwrap();
        let listed = private_values::list(&mut reader, desk.app.storage.keys(), &case).await;
        assert!(listed.unwrap_err().to_string().contains("was erased"));
        drop(reader);
        let read = read_request::run(&desk.app, desk.official("anna"), &reference).await;
        assert!(matches!(read, Err(OperationError::Erased { .. })), "{read:?}");
        _ = second;
    });
}

/// The files of this database and of the server's journal in which a word stands.
async fn in_server(desk: &Desk, word: &str) -> Vec<String> {
    let mut connection = desk.by_hand().await;
    sqlx::raw_sql("CHECKPOINT").execute(&mut connection).await.unwrap();
    let place =
        "SELECT current_setting('data_directory'), oid::text FROM pg_database WHERE datname = current_database()";
    let (folder, database): (String, String) = sqlx::query_as(place).fetch_one(&mut connection).await.unwrap();
    let places = [format!("{folder}/base/{database}"), format!("{folder}/pg_wal")];
    // Files come and go while it looks: what it says of them does not matter.
    let found = Command::new("grep").args(["-rlaF", word]).args(places).output().unwrap();
    String::from_utf8(found.stdout).unwrap().lines().map(ToOwned::to_owned).collect()
}

#[test]
fn attack_24_says_that_the_server_of_a_database_keeps_no_word_in_rows_that_are_gone_or_in_its_journal() {
    desk::run(async {
        let mut desk = Desk::open(Kind::Postgres, "XN").await;
        let reference = ended(&desk, PLANTED[1]).await;
        // The test looks in the right places: what stood in plain is found there although its row is gone.
        desk.sql("INSERT INTO refusal_window (official_id, begun_at, refused) VALUES ('Tallowmere', '', 0)").await;
        desk.sql("DELETE FROM refusal_window WHERE official_id = 'Tallowmere'").await;
        erase(&mut desk, &reference).await;
        let plain = in_server(&desk, "Tallowmere").await;
        assert!(plain.iter().any(|file| file.contains("/base/")) && plain.iter().any(|file| file.contains("/pg_wal/")));

        for word in [PLANTED[0], PLANTED[1], "letter.pdf", "a letter of two lines"] {
            assert_eq!(in_server(&desk, word).await, Vec::<String>::new(), "{word}");
        }
    });
}

#[test]
fn attack_24_says_that_an_erasure_cut_off_at_any_point_is_finished_at_the_next_start() {
    Desk::each(async |mut desk| {
        for point in 0..4 {
            let reference = ended(&desk, PLANTED[1]).await;
            let (case, data) = (case_of(&desk, &reference).await, desk.settings.data.clone());
            let (file, list) = (key_file(&data, &case), data.with_extension("erasures"));
            let list = if list.exists() { list } else { PathBuf::from(format!("{}.erasures", data.display())) };
            let (key, noted) = (fs::read(&file).unwrap(), fs::read(&list).unwrap_or_default());
            erase(&mut desk, &reference).await;

            // As it stood on the disk when the process was killed: after the commit, after the list, after what stands in the
            // place of the key, after the key.
            desk.sql(&format!("UPDATE assistance_request SET erasure_finished_at = NULL WHERE id = '{case}'")).await;
            if point < 3 {
                fs::write(&file, &key).unwrap();
                fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
            }
            if point < 2 {
                fs::remove_file(file.with_extension("erased")).unwrap();
            }
            if point < 1 {
                fs::write(&list, noted).unwrap();
            }
            let app = desk.another_process().await;

            assert!(!file.exists() && file.with_extension("erased").exists(), "point {point}");
            assert!(fs::read_to_string(&list).unwrap().contains(&case), "point {point}");
            let row = sqlx::query("SELECT erasure_finished_at FROM assistance_request WHERE id = $1")
                .bind(case.clone())
                .fetch_one(&mut desk.by_hand().await)
                .await
                .unwrap();
            assert!(row.get::<Option<String>, _>("erasure_finished_at").is_some(), "point {point}");
            assert!(case.parse::<CaseId>().is_ok());
            app.storage.close().await;
        }
        desk.is_intact().await;
    });
}
