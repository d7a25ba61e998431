//! Keys of the log that take each other's place: honestly, skipped, forged, and back from retirement.

use std::collections::BTreeMap;
use std::io::Cursor;

use comity::audit::bundle::Export;
use comity::audit::checkpoint::Checkpoint;
use comity::audit::entry::Entry;
use comity::audit::hash::leaf_hash;
use comity::audit::ids::Origin;
use comity::audit::key::{Signer, Verifier};
use comity::audit::rotation::{KeyRetired, KeyRotated, RETIRED, ROTATED};
use comity::audit::tree::Frontier;
use comity::operations::{log_status, refill_log, rotate_key, verify_database};
use comity::storage::log_keys::pair;
use comity::storage::sidecar::Lack;
use serde::Serialize;

use crate::operations::desk::Desk;

use super::exporting::{ALTERED, Exported, lines, run_on_sqlite};
use super::keeping::{rebuild, rows_in};

fn keys(signers: &[Signer]) -> Vec<Verifier> {
    signers.iter().map(|key| key.verifier().clone()).collect()
}

#[test]
fn attack_32_whoever_knows_only_the_old_key_is_led_to_the_new_one_and_told() {
    Desk::each(async |desk| {
        let reference = desk.sent("expedited_preservation").await;
        let (app, admin) = (&desk.app, desk.official("admin"));
        app.storage.sign_checkpoint("2026-03-02T08:00:00.000Z").await.unwrap();
        let old = keys(&app.storage.log_signers().await.unwrap());
        let hash = rotate_key::hash_of(&old[0]);

        let wrong = rotate_key::rotate(app, admin, "00000000").await.unwrap_err();
        assert!(wrong.to_string().contains(&hash), "{wrong}");
        assert!(rotate_key::retire(app, admin, &hash).await.is_err(), "nothing took its place yet");
        assert!(rotate_key::rotate(app, desk.official("axel"), &hash).await.is_err());
        let changed = rotate_key::rotate(app, admin, &hash).await.unwrap();
        assert_eq!(changed.signing.len(), 4);
        let again = rotate_key::rotate(app, admin, &hash).await.unwrap_err();
        assert!(again.to_string().contains("retire them first"), "{again}");
        let new = keys(&app.storage.log_signers().await.unwrap()[..2]);
        assert!(new.iter().all(|key| !old.contains(key)));
        let overlap = Exported::of(&desk, None).await;
        for trusted in [&old, &new, &[old.clone(), new.clone()].concat()] {
            let said = overlap.both_with(&overlap.bytes, trusted);
            assert_eq!(said.code, 0, "{}\n{}", said.ours, said.theirs);
        }

        rotate_key::retire(app, admin, &hash).await.unwrap();
        assert_eq!(keys(&app.storage.log_signers().await.unwrap()), new);
        assert!(app.storage.keys().log_seed(1).is_err(), "what the old key was made of is gone");
        let other = desk.another_process().await;
        assert_eq!(other.storage.compare_with_sidecar().await.unwrap(), None);
        assert_eq!(keys(&other.storage.log_signers().await.unwrap()), new);
        let status = log_status::run(&other).await.unwrap();
        assert!(status.is_well() && status.keys.len() == 2, "{status:?}");
        assert_eq!(status.keys[1].from, changed.from);
        assert!(status.keys[0].until > Some(changed.from));

        let export = Exported::of(&desk, None).await;
        for (trusted, led) in [(&old, true), (&new, false), (&[old.clone(), new.clone()].concat(), false)] {
            let said = export.both_with(&export.bytes, trusted);
            assert_eq!(said.code, 0, "{}\n{}", said.ours, said.theirs);
            let told = format!("your key was replaced at leaf {}", changed.from - 1);
            assert_eq!(said.ours.contains(&told), led, "{}", said.ours);
            assert_eq!(said.theirs.contains("your key was replaced"), led, "{}", said.theirs);
        }
        let stranger = [Signer::from_seed(old[0].name().clone(), &[7; 32]).verifier().clone()];
        assert_eq!(export.both_with(&export.bytes, &stranger).code, ALTERED);
        let one = Exported::of(&desk, Some(&reference)).await;
        assert_eq!(one.both_with(&one.bytes, &new).code, 0);
        assert_eq!(one.both_with(&one.bytes, &old).code, ALTERED, "a part of the log leads nowhere");
    });
}

#[test]
fn attack_06_a_log_that_is_set_back_behind_a_rotation_is_sealed_and_refilled_with_its_keys() {
    Desk::each(async |desk| {
        let (app, admin) = (&desk.app, desk.official("admin"));
        desk.sent("expedited_preservation").await;
        let before = app.storage.sign_checkpoint("2026-03-02T08:00:00.000Z").await.unwrap().size;
        let hash = rotate_key::hash_of(&app.storage.log_key().await.unwrap());
        rotate_key::rotate(app, admin, &hash).await.unwrap();
        rotate_key::retire(app, admin, &hash).await.unwrap();
        let new = keys(&app.storage.log_signers().await.unwrap());
        let export = Exported::of(&desk, None).await;
        let file = export.folder.path().join("export.tar");
        let mut by_hand = desk.by_hand().await;
        let rows = rows_in(&mut by_hand).await;
        let sealing = app.storage.keys().entry_key();
        rebuild(&mut by_hand, desk.kind, &sealing, &rows[..usize::try_from(before).unwrap()], before).await;
        sqlx::raw_sql("DELETE FROM key_leaf").execute(&mut by_hand).await.unwrap();

        let again = desk.another_process().await;

        assert_eq!(again.storage.sealed().map(|sealed| sealed.lack), Some(Lack::Shorter));
        refill_log::run(&again, &file).await.unwrap();
        assert_eq!(again.storage.sealed(), None);
        assert_eq!(keys(&again.storage.log_signers().await.unwrap()), new);
        let status = log_status::run(&again).await.unwrap();
        assert!(status.is_well() && status.keys.len() == 2, "{status:?}");
    });
}

#[test]
fn attack_32_where_the_leaves_about_keys_stand_is_held_against_the_leaves() {
    Desk::each(async |desk| {
        let app = &desk.app;
        let hash = rotate_key::hash_of(&app.storage.log_key().await.unwrap());
        rotate_key::rotate(app, desk.official("admin"), &hash).await.unwrap();
        let honest = verify_database::run(app).await.unwrap();
        assert!(honest.intact, "{:#?}", honest.differences);

        for sql in ["INSERT INTO key_leaf (idx) VALUES (0)", "DELETE FROM key_leaf"] {
            sqlx::raw_sql(sql).execute(&mut desk.by_hand().await).await.unwrap();
            let said = verify_database::run(app).await.unwrap();
            let named = said.differences.iter().any(|one| one.of == "the log" && one.sentence.contains("`key_leaf`"));
            assert!(!said.intact && named, "{sql}: {:#?}", said.differences);
        }
    });
}

/// A log that goes on from an honest export as somebody with its keys makes it.
struct Forged<'a> {
    export: &'a Exported,
    lines: Vec<Vec<u8>>,
    notes: BTreeMap<u64, String>,
}

impl<'a> Forged<'a> {
    fn from(export: &'a Exported) -> Self {
        Self { export, lines: lines(&export.files()), notes: BTreeMap::new() }
    }

    fn next(&self) -> u64 {
        self.lines.len() as u64
    }

    /// Appends a leaf behind the last, in the same case.
    fn leaf(&mut self, kind: &str, body: &impl Serialize) {
        let last = self.lines.last().unwrap().strip_suffix(b"\n").unwrap().to_vec();
        let mut entry = Entry::from_bytes(&last).unwrap();
        (entry.cseq, entry.prev, entry.kind) = (entry.cseq + 1, Some(leaf_hash(&last)), kind.to_owned());
        let serde_json::Value::Object(body) = serde_json::to_value(body).unwrap() else { panic!("no object") };
        entry.body = body;
        self.lines.push([entry.to_bytes().unwrap(), b"\n".to_vec()].concat());
    }

    /// Signs the log as it stands.
    fn sign(&mut self, signers: &[&[Signer]]) {
        let mut tree = Frontier::default();
        tree.extend(self.lines.iter().map(|line| leaf_hash(line.strip_suffix(b"\n").unwrap())));
        let origin = signers[0][0].verifier().name().clone();
        let checkpoint = Checkpoint { origin, size: tree.size(), root: tree.root() };
        let note = checkpoint.sign(signers.iter().flat_map(|pair| pair.iter()), 1_772_000_000).unwrap();
        self.notes.insert(tree.size(), note.to_string());
    }

    fn bytes(&self) -> Vec<u8> {
        let mut notes = self.notes.clone();
        let (_, checkpoint) = notes.pop_last().unwrap();
        let rulebooks = self.export.files().into_iter().filter_map(|(name, bytes)| {
            let hash = name.strip_prefix("data/rulebooks/")?.strip_suffix(".json")?.parse().unwrap();
            Some((hash, bytes))
        });
        let export = Export {
            folder: "export".to_owned(),
            checkpoint,
            checkpoints: notes,
            rulebooks: rulebooks.collect(),
            ..Export::default()
        };
        let mut out = Vec::new();
        export.write(&mut Cursor::new(self.lines.concat()), &mut Cursor::new(Vec::new()), &mut out).unwrap();
        out
    }

    /// What both verifiers say to a reader with these keys.
    fn said(&self, trusted: &[Signer]) -> (u8, String) {
        let said = self.export.both_with(&self.bytes(), &keys(trusted));
        (said.code, format!("{}\n{}", said.ours, said.theirs))
    }
}

fn rotation(origin: &Origin, from: u64, old: &[Signer], new: &[Signer]) -> KeyRotated {
    KeyRotated::signed(origin, from, old, new).unwrap()
}

#[test]
fn attack_32_a_rotation_that_is_forged_or_stands_elsewhere_is_altered() {
    run_on_sqlite(async |desk, _| {
        let export = Exported::of(&desk, None).await;
        let old = desk.app.storage.log_signers().await.unwrap();
        let origin = old[0].verifier().name().clone();
        let (new, other) = (pair(&origin, &[9; 32]), pair(&origin, &[8; 32]));
        for case in ["honest", "by a stranger", "swapped", "not by the new", "elsewhere", "of other keys", "to itself"]
        {
            let mut forged = Forged::from(&export);
            let from = forged.next() + 1;
            let mut body = rotation(&origin, from, &old, &new);
            match case {
                "by a stranger" => body.by_old = rotation(&origin, from, &other, &new).by_old,
                "swapped" => (body.by_old, body.by_new) = (body.by_new, body.by_old),
                "not by the new" => body.by_new = rotation(&origin, from, &old, &other).by_new,
                "elsewhere" => body = rotation(&origin, from + 1, &old, &new),
                "of other keys" => body = rotation(&origin, from, &other, &new),
                "to itself" => body = rotation(&origin, from, &old, &old),
                _ => {}
            }
            forged.leaf(ROTATED, &body);
            forged.sign(&[&old, &new]);
            forged.leaf("log_exported", &serde_json::json!({ "scope": "whole" }));
            forged.sign(&[&old, &new]);
            for trusted in [old.as_slice(), &new] {
                let (code, told) = forged.said(trusted);
                assert_eq!(code, if case == "honest" { 0 } else { ALTERED }, "{case}: {told}");
            }
        }
    });
}

#[test]
fn attack_32_a_rotation_is_not_skipped_and_a_retired_key_signs_nothing_more() {
    run_on_sqlite(async |desk, _| {
        let export = Exported::of(&desk, None).await;
        let old = desk.app.storage.log_signers().await.unwrap();
        let origin = old[0].verifier().name().clone();
        let (new, newer) = (pair(&origin, &[9; 32]), pair(&origin, &[8; 32]));
        let scope = serde_json::json!({ "scope": "whole" });
        for case in [
            "honest",
            "no overlap",
            "old alone",
            "new alone too early",
            "signs on",
            "comes back",
            "rotates from retirement",
            "unknown key",
        ] {
            let mut forged = Forged::from(&export);
            let body = rotation(&origin, forged.next() + 1, &old, &new);
            forged.leaf(ROTATED, &body);
            match case {
                "no overlap" => {}
                // The new key is not asked for, as if the leaf were not there.
                "old alone" => forged.sign(&[&old]),
                "new alone too early" => forged.sign(&[&new]),
                _ => forged.sign(&[&old, &new]),
            }
            if !case.contains("alone") {
                let body = KeyRetired::signed(&origin, forged.next() + 1, body.old.clone(), &new).unwrap();
                forged.leaf(RETIRED, &body);
                forged.sign(&[&new]);
                forged.leaf("log_exported", &scope);
                match case {
                    "signs on" => forged.sign(&[&old, &new]),
                    "comes back" => {
                        forged.leaf(ROTATED, &rotation(&origin, forged.next() + 1, &new, &old));
                        forged.sign(&[&new, &old]);
                    }
                    "rotates from retirement" => {
                        forged.leaf(ROTATED, &rotation(&origin, forged.next() + 1, &old, &newer));
                        forged.sign(&[&old, &newer]);
                    }
                    "unknown key" => forged.sign(&[&newer]),
                    _ => forged.sign(&[&new]),
                }
            }
            let (code, told) = forged.said(&old);
            assert_eq!(code, if case == "honest" { 0 } else { ALTERED }, "{case}: {told}");
            // Whoever has the new key needs nobody to lead them.
            let (code, told) = forged.said(&new);
            let fine = ["honest", "no overlap"].contains(&case);
            assert_eq!(code, if fine { 0 } else { ALTERED }, "{case}, with the new key: {told}");
        }
    });
}
