//! A witness and a verifier of other people, which share nothing with ours: `aics-witness` signs our log and refuses one that
//! was rewritten; `aics-tlog` proves entries of it, and that it only grew, by our tiles alone.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use comity::operations::export_log;
use comity::operations::keep_log::{Keeper, Keeping};
use comity::storage::log;
use comity::witness::courier::Came;
use jiff::SignedDuration;
use serde_json::Value;

use super::gathering::{gathering, outcomes};
use crate::attacks::exporting::{Exported, python};
use crate::attacks::witnessing::relog;
use crate::operations::desk::Desk;

/// One of their programs, where the libraries of Python are.
fn program(name: &str) -> Command {
    Command::new(python().with_file_name(name))
}

/// Their witness, serving on loopback until it is dropped.
struct Foreign {
    folder: tempfile::TempDir,
    serving: Child,
    key: String,
    address: String,
}

impl Foreign {
    /// One that knows the log of a desk.
    async fn of(desk: &Desk) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let done = |arguments: &[&str]| {
            let output = program("aics-witness").current_dir(&folder).args(arguments).output().unwrap();
            assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).unwrap()
        };
        let made = done(&["init", "--config", "w.json", "--name", "uni.example/w", "--listen", &free]);
        let key = made.split_whitespace().find(|word| word.starts_with("uni.example/w+")).unwrap().to_owned();
        let log = desk.app.storage.log_key().await.unwrap();
        done(&["add-log", "--config", "w.json", "--origin", log.name().as_str(), "--vkey", &log.to_string()]);
        let serving = program("aics-witness")
            .current_dir(&folder)
            .args(["serve", "--config", "w.json"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let witness = Self { folder, serving, key, address: free };
        let begun = Instant::now();
        while TcpStream::connect(&witness.address).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(30), "`aics-witness serve` does not listen");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        witness
    }

    fn policy(&self) -> String {
        format!("witness U {} http://{}\nquorum U\n", self.key, self.address)
    }

    /// What it has kept against a log, as it prints it.
    fn evidence(&self) -> String {
        let shown = program("aics-witness").current_dir(&self.folder).args(["evidence", "--config", "w.json"]).output();
        String::from_utf8(shown.unwrap().stdout).unwrap()
    }
}

impl Drop for Foreign {
    fn drop(&mut self) {
        _ = self.serving.kill();
        _ = self.serving.wait();
    }
}

/// What their verifier says of our tiles; where a witness is named, only with its line.
fn proves(tiles: &Path, (log, witness): (&str, Option<&str>), arguments: &[&str]) -> (bool, Value) {
    let output = program("aics-tlog")
        .arg(arguments[0])
        .arg("--tiles")
        .arg(tiles)
        .args(["--log-key", log])
        .args(witness.into_iter().flat_map(|key| ["--witness-key", key, "--quorum", "1"]))
        .args(&arguments[1..])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let said = text.lines().last().unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    (output.status.success(), serde_json::from_str(said).unwrap())
}

#[test]
fn a_foreign_witness_signs_our_log_and_a_foreign_verifier_proves_it_by_its_tiles() {
    Desk::each(async |desk| {
        let witness = Foreign::of(&desk).await;
        let (gathering, policy) = gathering(&desk, &witness.policy()).await;
        let tiles: PathBuf = desk.folder.path().join("tiles");
        let keeper = Keeper::new(Keeping { tiles: Some(tiles.clone()), ..Keeping::default() });
        let log = desk.app.storage.log_key().await.unwrap().to_string();
        let keys = (log.as_str(), Some(witness.key.as_str()));
        let mut earlier: Option<PathBuf> = None;
        let mut running = Duration::ZERO;
        // More than a tile of 256 in the end.
        for part in 0..3 {
            for _ in 0..50 {
                desk.draft("production").await;
            }
            for _ in 0..2 {
                desk.clock.advance(SignedDuration::from_secs(1));
                running += Duration::from_secs(1);
                keeper.round(&desk.app, running).await.unwrap();
                gathering.round().await.unwrap();
            }
            desk.clock.advance(SignedDuration::from_secs(1));
            running += Duration::from_secs(1);
            keeper.round(&desk.app, running).await.unwrap();
            let shown = std::fs::read(tiles.join("checkpoint")).unwrap();
            let judged = policy.open(&shown).unwrap();
            assert!(judged.quorum, "part {part}");

            let (holds, said) = proves(&tiles, keys, &["verify-checkpoint"]);
            assert!(holds && said["size"] == judged.checkpoint.size && said["tiles_ok"] == true, "{said}");
            for index in [0, judged.checkpoint.size / 2, judged.checkpoint.size - 1] {
                let mut reader = desk.app.storage.reader().await.unwrap();
                let body = log::leaves(&mut reader, index, 1).await.unwrap().remove(0).leaf.body;
                let leaf = desk.folder.path().join("leaf");
                std::fs::write(&leaf, body).unwrap();
                let (leaf, at) = (leaf.to_str().unwrap(), index.to_string());
                let (holds, said) = proves(&tiles, keys, &["verify-inclusion", "--leaf", leaf, "--index", &at]);
                assert!(holds, "{index}: {said}");
                let wrong = (index + 1).min(judged.checkpoint.size - 2).to_string();
                let (holds, said) = proves(&tiles, keys, &["verify-inclusion", "--leaf", leaf, "--index", &wrong]);
                assert!(!holds, "{index} as {wrong}: {said}");
            }
            if let Some(earlier) = &earlier {
                let old = ["verify-consistency", "--old-checkpoint", earlier.to_str().unwrap()];
                let (holds, said) = proves(&tiles, keys, &old);
                assert!(holds, "{said}");
            }
            let kept = desk.folder.path().join(format!("{part}.note"));
            std::fs::write(&kept, shown).unwrap();
            earlier = Some(kept);
        }

        // A hash that somebody has changed in a tile is noticed.
        let tile = tiles.join("tile/0/000");
        let mut bytes = std::fs::read(&tile).unwrap();
        bytes[40] ^= 1;
        std::fs::write(&tile, bytes).unwrap();
        let (holds, said) = proves(&tiles, keys, &["verify-checkpoint"]);
        let leaf = desk.folder.path().join("leaf");
        let zero = ["verify-inclusion", "--leaf", leaf.to_str().unwrap(), "--index", "1"];
        assert!(!holds || !proves(&tiles, keys, &zero).0, "{said}");
    });
}

#[test]
fn attack_02_a_foreign_witness_signs_no_log_that_was_rewritten() {
    Desk::each(async |desk| {
        let witness = Foreign::of(&desk).await;
        let (gathering, policy) = gathering(&desk, &witness.policy()).await;
        desk.draft("production").await;
        let note = export_log::checkpoint(&desk.app).await.unwrap();
        assert_eq!(outcomes(gathering.round().await.unwrap()), [Came::Cosigned]);
        let size = policy.open(note.as_bytes()).unwrap().checkpoint.size;
        assert!(!witness.evidence().contains("norvania"), "{}", witness.evidence());

        relog(&desk, size, true).await;
        let forged = export_log::checkpoint(&desk.app).await.unwrap();

        assert_eq!(outcomes(gathering.round().await.unwrap()), [Came::SeenMore]);
        assert!(!policy.open(forged.as_bytes()).unwrap().quorum);
        assert!(desk.app.storage.sealed().is_some());
    });
}

#[test]
fn a_foreign_verifier_proves_leaves_and_earlier_checkpoints_from_an_export() {
    Desk::each(async |desk| {
        for _ in 0..3 {
            desk.draft("production").await;
            export_log::checkpoint(&desk.app).await.unwrap();
        }
        let export = Exported::of(&desk, None).await;
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in export.files() {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        let (data, log) = (folder.path().join("data"), export.keys[0].to_string());
        let leaves = data.join("leaves.jsonl");
        let count = std::fs::read_to_string(&leaves).unwrap().lines().count();
        for (line, index, holds) in [(1, 0, true), (2, 1, true), (count, count - 1, true), (2, 2, false)] {
            let (line, at) = (line.to_string(), index.to_string());
            let leaf =
                ["verify-inclusion", "--leaves-file", leaves.to_str().unwrap(), "--leaf-line", &line, "--index", &at];
            let (held, said) = proves(&data, (&log, None), &leaf);
            assert_eq!(held, holds, "{said}");
        }
        let notes: Vec<_> =
            std::fs::read_dir(data.join("checkpoints")).unwrap().map(|note| note.unwrap().path()).collect();
        assert!(!notes.is_empty());
        for note in notes {
            let earlier = ["verify-consistency", "--old-checkpoint", note.to_str().unwrap()];
            let (holds, said) = proves(&data, (&log, None), &earlier);
            assert!(holds, "{said}");
        }
    });
}
