//! What is about one person is forgotten at once, and nothing that is about somebody else.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use comity::domain::erasure::ErasureBasis;
use comity::domain::ids::{PersonId, RequestReference};
use comity::operations::erase_person::PersonErasure;
use comity::operations::file_person::{self, Person, Who};
use comity::operations::{OperationError, erase_content, erase_person, hold_content, read_request};
use comity::storage::{Storage, StorageError, StorageOptions};

use super::erasing::{case_of, ended, entries, files, key_file, with};
use crate::operations::desk::Desk;
use crate::operations::template::Kind;

/// The persons of these tests: each name of one place.
const NAMES: [&str; 2] = ["Thistlewood", "Marchbanks"];

const BASIS: ErasureBasis = ErasureBasis::DataSubject;

async fn file(desk: &Desk, reference: &RequestReference, who: Who) -> Person {
    file_person::run(&desk.app, desk.official("anna"), reference, who).await.unwrap()
}

fn id(person: &Person) -> PersonId {
    person.person.parse().unwrap()
}

/// Two requests about one person alone, and a third about two persons.
async fn three(desk: &Desk) -> ([RequestReference; 3], [Person; 2]) {
    let all = [ended(desk, "One.").await, ended(desk, "Two.").await, ended(desk, "Three.").await];
    let one = file(desk, &all[0], Who::New(NAMES[0].to_owned())).await;
    file(desk, &all[1], Who::Known(id(&one))).await;
    let one = file(desk, &all[2], Who::Known(id(&one))).await;
    let other = file(desk, &all[2], Who::New(NAMES[1].to_owned())).await;
    (all, [one, other])
}

async fn erase(desk: &mut Desk, person: &Person) -> PersonErasure {
    let second = desk.second().await;
    erase_person::propose(&desk.app, desk.official("admin"), &id(person), BASIS).await.unwrap();
    erase_person::confirm(&desk.app, &second, &id(person)).await.unwrap()
}

/// Puts a file back as an older copy of the folder would.
fn put_back(file: &Path, bytes: &[u8]) {
    fs::write(file, bytes).unwrap();
    fs::set_permissions(file, fs::Permissions::from_mode(0o600)).unwrap();
    _ = fs::remove_file(file.with_extension("erased"));
}

#[test]
fn attack_24_says_that_one_key_ends_everything_that_is_about_one_person_and_nothing_else() {
    Desk::each(async |mut desk| {
        let ([first, second, shared], [one, other]) = three(&desk).await;
        let data = desk.settings.data.clone();
        assert_eq!((one.name.as_str(), one.requests.len(), other.requests.len()), (NAMES[0], 3, 1));
        let cases = [case_of(&desk, &first).await, case_of(&desk, &second).await];
        let keys: Vec<Vec<u8>> = cases.iter().map(|case| fs::read(key_file(&data, case)).unwrap()).collect();
        let own = fs::read(key_file(&data, &one.person)).unwrap();
        assert!(read_request::run(&desk.app, desk.official("anna"), &first).await.is_ok());

        let done = erase(&mut desk, &one).await;

        assert!(done.erased && done.kept == [shared.to_string()] && done.requests.len() == 2);
        assert!(done.requests.iter().all(|one| one.erased && one.fields.is_some()));
        for reference in [&first, &second] {
            let read = read_request::run(&desk.app, desk.official("anna"), reference).await;
            assert!(matches!(&read, Err(OperationError::Erased { basis, .. }) if basis == "data_subject"), "{read:?}");
        }
        assert!(read_request::run(&desk.app, desk.official("anna"), &shared).await.is_ok());
        let left = file_person::list(&desk.app, desk.official("anna")).await.unwrap();
        assert_eq!(left.iter().map(|person| person.name.as_str()).collect::<Vec<_>>(), [NAMES[1]]);
        for wanted in [NAMES[0].as_bytes(), &own, &keys[0], &keys[1]] {
            assert_eq!(with(&data, wanted), Vec::<PathBuf>::new());
        }
        desk.is_intact().await;

        // The keys of both requests, brought back by an older copy, open nothing without that of the person.
        desk.app.storage.close().await;
        for (case, key) in cases.iter().zip(&keys) {
            put_back(&key_file(&data, case), key);
        }
        let options = StorageOptions::new(desk.settings.database.clone(), &data);
        let bare = Storage::open(&options).await.unwrap();
        for case in &cases {
            let opened = bare.keys().of(case).map(|_| ());
            assert!(matches!(opened, Err(StorageError::Erased { .. })), "{opened:?}");
        }
        bare.close().await;
        // With it they would: the test looks for the right thing. The next start destroys all of them again.
        put_back(&key_file(&data, &one.person), &own);
        let bare = Storage::open(&options).await.unwrap();
        assert!(bare.keys().of(&cases[0]).is_ok());
        bare.close().await;
        desk.app = desk.another_process().await;
        for name in cases.iter().chain([&one.person]) {
            assert!(!key_file(&data, name).exists());
        }
        assert!(read_request::run(&desk.app, desk.official("anna"), &shared).await.is_ok());
        desk.is_intact().await;
    });
}

#[test]
fn what_is_about_others_too_stays_readable_whatever_its_key_was_filed_under() {
    Desk::each(async |mut desk| {
        let (alone, shared) = (ended(&desk, "One.").await, ended(&desk, "Two.").await);
        let data = desk.settings.data.clone();
        let key = key_file(&data, &case_of(&desk, &shared).await);
        let one = file(&desk, &alone, Who::New(NAMES[0].to_owned())).await;
        let one = file(&desk, &shared, Who::Known(id(&one))).await;
        let (older, own) = (fs::read(&key).unwrap(), fs::read(key_file(&data, &one.person)).unwrap());
        // Another process has the key in memory, as it was filed then.
        let other = desk.another_process().await;
        assert!(read_request::run(&other, desk.official("anna"), &shared).await.is_ok());
        file(&desk, &shared, Who::New(NAMES[1].to_owned())).await;
        assert!(fs::read(&key).unwrap().len() > older.len());

        // Cut off before the key was filed under the second person; then the same by an older copy of the keys.
        for when in ["before", "after"] {
            desk.app.storage.close().await;
            put_back(&key, &older);
            put_back(&key_file(&data, &one.person), &own);
            desk.app = desk.another_process().await;
            if when == "before" {
                assert_eq!(erase(&mut desk, &one).await.kept, [shared.to_string()]);
            }

            assert!(!key_file(&data, &one.person).exists(), "{when}");
            let fresh = desk.another_process().await;
            assert!(read_request::run(&fresh, desk.official("anna"), &shared).await.is_ok(), "{when}");
            fresh.storage.close().await;
            assert!(read_request::run(&other, desk.official("anna"), &shared).await.is_ok(), "{when}");
        }
        other.storage.close().await;
        desk.is_intact().await;
    });
}

#[test]
fn attack_22_says_that_a_person_is_another_in_each_request_and_stands_in_no_file() {
    Desk::each(async |mut desk| {
        let (references, [one, _]) = three(&desk).await;
        let mut marks = Vec::new();
        for reference in &references {
            let all = entries(&desk.app, &case_of(&desk, reference).await).await;
            marks.extend(
                all.iter().filter(|entry| entry.kind == "person_filed").map(|entry| entry.body["person"].clone()),
            );
        }
        erase(&mut desk, &one).await;
        let authority = desk.app.authority().await.unwrap().case;
        let all = entries(&desk.app, &authority).await;
        let last = all.iter().find(|entry| entry.kind == "person_erased").unwrap();
        assert_eq!((&last.body["requests"], &last.body["kept"]), (&2.into(), &1.into()));
        marks.push(last.body["person"].clone());

        assert_eq!(marks.len(), 5);
        for (at, mark) in marks.iter().enumerate() {
            assert!(!marks[..at].contains(mark) && *mark != one.person.as_str(), "{marks:?}");
        }
        if desk.kind == Kind::Sqlite {
            assert_eq!(with(&desk.settings.data, NAMES[1].as_bytes()), Vec::<PathBuf>::new());
        }
    });
}

#[test]
fn attack_23_says_that_a_person_is_erased_by_two_and_never_where_a_request_is_held_or_goes_on() {
    Desk::each(async |mut desk| {
        let ([first, second, _], [one, other]) = three(&desk).await;
        let (admin, vera) = (desk.official("admin").clone(), desk.second().await);

        for nobody in ["cora", "anna"] {
            let refused = erase_person::propose(&desk.app, desk.official(nobody), &id(&one), BASIS).await;
            assert!(matches!(refused, Err(OperationError::NotAllowed { .. })), "{refused:?}");
        }
        let hold = hold_content::set(&desk.app, &admin, &second, "Ordered by the court.", None).await.unwrap();
        let held = erase_person::propose(&desk.app, &admin, &id(&one), BASIS).await;
        assert!(
            matches!(&held, Err(OperationError::OnHold { reference, .. }) if *reference == second.as_str()),
            "{held:?}"
        );
        hold_content::lift(&desk.app, &vera, &second, &hold.hold).await.unwrap();
        let going = desk.draft("production").await;
        file(&desk, &going, Who::Known(id(&one))).await;
        let refused = erase_person::propose(&desk.app, &admin, &id(&one), BASIS).await;
        assert!(matches!(refused, Err(OperationError::NotEnded(_))), "{refused:?}");
        file(&desk, &going, Who::Known(id(&other))).await;

        let nobody = erase_person::confirm(&desk.app, &vera, &id(&one)).await;
        assert!(matches!(nobody, Err(OperationError::SecondAdministrator(_))), "{nobody:?}");
        erase_person::propose(&desk.app, &admin, &id(&one), BASIS).await.unwrap();
        let alone = erase_person::confirm(&desk.app, &admin, &id(&one)).await;
        assert!(matches!(alone, Err(OperationError::SecondAdministrator(_))), "{alone:?}");
        // Whoever takes one of the proposals back keeps the whole from being confirmed.
        erase_content::take_back(&desk.app, &admin, &first).await.unwrap();
        let halved = erase_person::confirm(&desk.app, &vera, &id(&one)).await;
        assert!(matches!(halved, Err(OperationError::SecondAdministrator(_))), "{halved:?}");
        assert!(read_request::run(&desk.app, desk.official("anna"), &second).await.is_ok());
        // Nobody is erased who is in no request alone.
        let shared = erase_person::propose(&desk.app, &admin, &id(&other), BASIS).await;
        assert!(matches!(&shared, Err(OperationError::Unusable { .. })), "{shared:?}");
        desk.is_intact().await;
    });
}

#[test]
fn attack_10_says_that_whoever_files_or_erases_a_person_by_hand_is_named_and_destroys_nothing() {
    Desk::each(async |desk| {
        let ([first, ..], [one, other]) = three(&desk).await;
        let case = case_of(&desk, &first).await;
        let told = async |sql: String, undo: String, wanted: &str| {
            assert_eq!(desk.sql(&sql).await, 1);
            let report = desk.verify().await;
            let said = format!("{:#?}", report.differences);
            assert!(!report.intact && said.contains(wanted), "{sql}: {said}");
            desk.sql(&undo).await;
            desk.is_intact().await;
        };
        let row = |person: &Person| format!("'{}', '{case}'", person.person);
        let insert = |person| format!("INSERT INTO person_request (person_id, request_id) VALUES ({})", row(person));
        let delete = |person: &Person| {
            format!("DELETE FROM person_request WHERE person_id = '{}' AND request_id = '{case}'", person.person)
        };
        let wanted = "the table files it under others than the log";
        told(insert(&other), delete(&other), wanted).await;
        told(delete(&one), insert(&one), wanted).await;
        let erased = |at: &str| format!("UPDATE person SET erased_at = {at} WHERE id = '{}'", one.person);
        assert_eq!(desk.sql(&erased("'2027-03-02T08:00:00.000Z'")).await, 1);
        let app = desk.another_process().await;
        assert!(key_file(&desk.settings.data, &one.person).exists(), "a row by hand destroyed a key");
        app.storage.close().await;
        told(erased("'2027-03-02T08:00:00.001Z'"), erased("NULL"), "no entry of the log says so").await;
    });
}

#[test]
fn a_request_is_filed_once_under_whom_there_is_and_by_whoever_sees_it() {
    Desk::each(async |desk| {
        let (references, [one, _]) = three(&desk).await;
        let keys = || files(&desk.settings.data.join("keys")).len();
        let before = keys();

        let again = file_person::run(&desk.app, desk.official("anna"), &references[0], Who::Known(id(&one))).await;
        assert!(again.unwrap_err().to_string().contains("already"));
        let unknown = Who::Known("0".repeat(32).parse().unwrap());
        let unknown = file_person::run(&desk.app, desk.official("anna"), &references[0], unknown).await;
        assert!(unknown.unwrap_err().to_string().contains("comity persons list"));
        for bad in ["", "  ", "a\nb"] {
            let named =
                file_person::run(&desk.app, desk.official("anna"), &references[0], Who::New(bad.to_owned())).await;
            assert!(matches!(named, Err(OperationError::Unusable { .. })), "{named:?}");
        }
        let who = Who::New("Nobody".to_owned());
        let hidden = file_person::run(&desk.app, desk.official("rosa"), &references[0], who).await;
        assert!(matches!(hidden, Err(OperationError::NoSuchRequest(_))), "{hidden:?}");
        assert_eq!(keys(), before, "refused calls leave no keys");
        // Whoever is told of a person's id, and sees nothing that is about them, learns no name by it.
        assert_eq!(file_person::list(&desk.app, desk.official("rosa")).await.unwrap(), []);
        let own = desk.submitted("production").await;
        let probed = file_person::run(&desk.app, desk.official("carl"), &own, Who::Known(id(&one))).await;
        assert!(matches!(probed, Err(OperationError::NotFound { .. })), "{probed:?}");
        desk.is_intact().await;
    });
}
