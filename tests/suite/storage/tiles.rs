//! Tiles as other people's program reads them, and the heads of all cases.

use std::path::{Path, PathBuf};

use comity::audit::heads::Heads;
use comity::storage::{StorageError, heads, log};
use serde_json::json;
use tlog_tiles::checkpoint::Checkpoint;
use tlog_tiles::tile::{Tile, TileHashReader, TileReader};
use tlog_tiles::tlog::{self, HashReader};

use crate::support::{AUTHORITY_CASE, NOW, TestStorage, draft, write};

/// Reads the folder as a client would over HTTP: one file for each tile, the full one where the part is gone.
struct Folder(PathBuf);

impl Folder {
    fn file(&self, tile: &Tile) -> Vec<u8> {
        // Their paths name the height of a tile, which the format of today does not.
        let path = tile.path().replacen("tile/8/", "tile/", 1);
        let path = if tile.is_data() { path.replacen("/data/", "/entries/", 1) } else { path };
        std::fs::read(self.0.join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

impl TileReader for Folder {
    fn height(&self) -> u8 {
        8
    }

    fn read_tiles(&self, tiles: &[Tile]) -> Result<Vec<Vec<u8>>, tlog::Error> {
        Ok(tiles.iter().map(|tile| self.file(tile)).collect())
    }

    fn save_tiles(&self, _tiles: &[Tile], _data: &[Vec<u8>]) {}
}

/// Adds this many leaves to the authority's own chain.
async fn add(test: &TestStorage, number: usize) {
    write(&test.storage, move |tx| {
        Box::pin(async move {
            let mut last = None;
            for _ in 0..number {
                last = Some(tx.commit_with(draft(AUTHORITY_CASE, "noted"), Vec::new()).await?);
            }
            Ok(last.unwrap().with(()))
        })
    })
    .await
    .unwrap();
}

/// Proves every entry of the folder by the other program, from the entries themselves.
fn all_are_proved(folder: &Path, size: u64) {
    let note = std::fs::read_to_string(folder.join("checkpoint")).unwrap();
    let (text, _) = note.split_once("\n\n").unwrap();
    let checkpoint = Checkpoint::from_bytes(format!("{text}\n").as_bytes()).unwrap();
    assert_eq!(checkpoint.size(), size);
    let files = Folder(folder.to_owned());
    let reader = TileHashReader::new(size, *checkpoint.hash(), &files);
    assert_eq!(tlog::tree_hash(size, &reader).unwrap(), *checkpoint.hash());
    for index in 0..size {
        let hash = reader.read_hashes(&[tlog::stored_hash_index(0, index)]).unwrap()[0];
        let width = u32::try_from(256.min(size - index / 256 * 256)).unwrap();
        let bundle = files.file(&Tile::new(8, 0, index / 256, width, true));
        let mut rest = bundle.as_slice();
        for _ in 0..index % 256 {
            rest = &rest[2 + usize::from(u16::from_be_bytes([rest[0], rest[1]]))..];
        }
        let entry = &rest[2..2 + usize::from(u16::from_be_bytes([rest[0], rest[1]]))];
        assert_eq!(tlog::record_hash(entry), hash, "entry {index}");
        // A proof for each would take long where there are many.
        if index % 37 == 0 || index + 1 == size {
            let proof = tlog::prove_record(size, index, &reader).unwrap();
            tlog::check_record(&proof, size, *checkpoint.hash(), index, hash).unwrap();
        }
    }
}

#[test]
fn every_entry_is_proved_by_another_program_from_the_tiles_alone() {
    TestStorage::each(async |test| {
        test.install().await;
        let folder = test.options.data.join("tiles");
        let mut size = 1;
        for more in [0, 6, 200, 48, 1, 256, 600] {
            if more > 0 {
                add(&test, more).await;
                size += more as u64;
            }
            let signed = test.storage.sign_checkpoint(NOW).await.unwrap();
            test.storage.publish_tiles(&folder, &signed, &[]).await.unwrap();

            all_are_proved(&folder, size);
        }
        // Full tiles have taken the place of their parts, and whoever serves the folder can read it.
        assert!(!folder.join("tile/0/000.p").exists() && folder.join("tile/0/000").exists());
        assert!(!folder.join("tile/entries/003.p").exists() && folder.join("tile/entries/004.p/88").exists());
        let mode = std::os::unix::fs::PermissionsExt::mode(
            &std::fs::metadata(folder.join("tile/entries/000")).unwrap().permissions(),
        );
        assert_eq!(mode & 0o777, 0o644);
    });
}

#[test]
fn a_folder_of_another_log_or_of_a_longer_one_is_left_alone() {
    TestStorage::each(async |test| {
        test.install().await;
        let folder = test.options.data.join("tiles");
        add(&test, 3).await;
        let signed = test.storage.sign_checkpoint(NOW).await.unwrap();
        test.storage.publish_tiles(&folder, &signed, &["— w a line of somebody".to_owned()]).await.unwrap();
        let note = std::fs::read_to_string(folder.join("checkpoint")).unwrap();
        assert!(note.ends_with("— w a line of somebody\n"));
        for other in [note.replace("norvania", "sudaria"), note.replace("\n4\n", "\n5\n"), {
            let root = note.lines().nth(2).unwrap().to_owned();
            note.replace(&root, &root.chars().rev().collect::<String>())
        }] {
            std::fs::write(folder.join("checkpoint"), &other).unwrap();

            let refused = test.storage.publish_tiles(&folder, &signed, &[]).await;

            assert!(matches!(refused, Err(StorageError::Tampered { .. })), "{other}: {refused:?}");
            assert_eq!(std::fs::read_to_string(folder.join("checkpoint")).unwrap(), other);
        }
    });
}

#[test]
fn a_leaf_that_tells_of_other_heads_is_never_signed() {
    TestStorage::each(async |test| {
        test.install().await;
        for number in 1..=5 {
            test.add_request(number).await;
        }
        let told = async |size: u64, cases: u64, root: String| {
            write(&test.storage, move |tx| {
                let mut entry = draft(AUTHORITY_CASE, heads::KIND);
                let body = json!({ "size": size, "cases": cases, "root": root.clone() });
                entry.body = body.as_object().unwrap().clone();
                Box::pin(async move { Ok(tx.commit_with(entry, Vec::new()).await?.with(())) })
            })
            .await
            .unwrap();
        };
        let at = async |size| heads::at(&mut test.storage.reader().await.unwrap(), size).await.unwrap();
        let of = async |size: u64| {
            let leaves = log::leaves(&mut test.storage.reader().await.unwrap(), 0, 100).await.unwrap();
            let among = leaves.into_iter().filter(|leaf| leaf.index < size);
            Heads::new(among.map(|leaf| (leaf.leaf.case, leaf.leaf.cseq, leaf.leaf.hash)))
        };
        for size in 0..=6 {
            assert_eq!(at(size).await, of(size).await, "{size}");
        }

        let now = at(6).await;
        told(6, now.len(), now.root().to_string()).await;
        test.storage.sign_checkpoint(NOW).await.unwrap();
        told(6, now.len() - 1, at(5).await.root().to_string()).await;
        let refused = test.storage.sign_checkpoint(NOW).await.unwrap_err();

        assert_eq!(
            refused.to_string(),
            "the latest entries that leaf 7 tells of was altered outside the program: keep the database as it is and call an auditor"
        );
    });
}
