//! The key store: private, wrapped, and never made twice.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use comity::storage::{Storage, StorageError};

use crate::support::{AUTHORITY_CASE, TestStorage};

fn mode(path: &std::path::Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[tokio::test]
async fn keys_that_others_may_read_are_refused() {
    let test = TestStorage::sqlite().await;
    let master = test.options.data.join("master.key");
    for (path, open, closed) in [(&test.options.data, 0o750, 0o700), (&master, 0o640, 0o600)] {
        mode(path, open);
        let refused = Storage::open(&test.options).await.err().unwrap();
        assert!(matches!(refused, StorageError::KeysExposed { .. }), "{refused}");
        assert!(refused.to_string().contains("chmod"), "{refused}");
        mode(path, closed);
        Storage::open(&test.options).await.unwrap();
    }
}

#[tokio::test]
async fn all_files_of_an_installation_are_closed_to_others() {
    let test = TestStorage::sqlite().await;
    test.install().await;
    let mut folders = vec![test.options.data.clone()];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let mode = entry.metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{:?} has mode {mode:o}", entry.path());
            seen += 1;
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            }
        }
    }
    assert!(seen >= 6, "{seen}");
}

#[tokio::test]
async fn a_case_key_is_wrapped_bound_to_its_case_and_made_once() {
    let test = TestStorage::sqlite().await;
    let (one, other) = ("a".repeat(32), "ab".repeat(16));
    let key = test.storage.keys().create(&one).await.unwrap();
    test.storage.keys().create(&other).await.unwrap();
    let file = |case: &str| test.options.data.join("keys").join(&case[..2]).join(format!("{case}.key"));

    assert!(matches!(test.storage.keys().create(&one).await, Err(StorageError::AlreadyExists { .. })));
    let again = Storage::open(&test.options).await.unwrap();
    assert_eq!(again.keys().of(&one).unwrap().mark("o1"), key.mark("o1"));
    assert_ne!(again.keys().of(&other).unwrap().mark("o1"), key.mark("o1"));

    fs::copy(file(&one), file(&other)).unwrap();
    let swapped = Storage::open(&test.options).await.unwrap().keys().of(&other).err().unwrap();
    assert!(matches!(swapped, StorageError::Tampered { .. }), "{swapped}");
    let missing = again.keys().of(&"c".repeat(32)).err().unwrap();
    assert!(matches!(missing, StorageError::KeyMissing { .. }), "{missing}");
    assert!(again.keys().of("../../../../etc/passwd").is_err());
}

#[tokio::test]
async fn a_used_database_does_not_get_new_keys() {
    let test = TestStorage::sqlite().await;
    test.storage.keys().create(AUTHORITY_CASE).await.unwrap();
    fs::remove_file(test.options.data.join("master.key")).unwrap();

    let refused = Storage::migrate(&test.options).await.unwrap_err();

    assert!(matches!(refused, StorageError::KeyMissing { .. }), "{refused}");
    assert!(!test.options.data.join("master.key").exists());
}
