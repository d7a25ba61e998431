//! Exports that were cut, swapped, forged or packed to harm: what our verifier says, and the one in Python that shares
//! nothing with it, of each of them the same.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use comity::audit::hash::sha256;
use comity::audit::key::{Signer, Verifier};
use comity::audit::policy::Policy;
use comity::audit::report::Verdict;
use comity::audit::verify::Demand;
use comity::operations::export_log::{self, wanted::Wanted};
use comity::operations::verify_log;

use crate::operations::desk::Desk;
use crate::operations::template::Kind;

/// What is installed, and which of it asks for a newer Python than it needs.
const REQUIREMENTS: [(&str, &str); 2] = [
    ("requirements.txt", include_str!("../../verifier/requirements.txt")),
    ("newer.txt", include_str!("../../verifier/newer.txt")),
];

/// A Python with the libraries of `tests/verifier/requirements.txt` and `newer.txt`: made once, in the target folder.
pub(crate) fn python() -> &'static Path {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    PYTHON.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python");
        let (python, stamp) = (folder.join("bin/python"), folder.join("requirements.txt"));
        let wanted = REQUIREMENTS.map(|(_, text)| text).concat();
        if std::fs::read_to_string(&stamp).is_ok_and(|there| there == wanted) {
            return python;
        }
        let done = |command: &mut Command| {
            let output =
                command.output().unwrap_or_else(|error| panic!("{command:?}: {error}; `tests/run` installs it"));
            assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
        };
        done(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder));
        for (file, _) in REQUIREMENTS {
            let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verifier").join(file);
            // `aics-tlog` and `aics-witness` ask for Python 3.12, and run as well under the 3.11 of Debian 12.
            let whatever = (file == "newer.txt").then_some("--ignore-requires-python");
            let pip = ["-m", "pip", "install", "--quiet", "--requirement"];
            done(Command::new(&python).args(pip).arg(list).args(whatever));
        }
        std::fs::write(&stamp, wanted).unwrap();
        python
    })
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verifier").join(name)
}

/// An export, and both verifiers' answers to what somebody makes of it.
pub(crate) struct Exported {
    pub(super) folder: tempfile::TempDir,
    pub(crate) bytes: Vec<u8>,
    pub(crate) keys: Vec<Verifier>,
}

/// What both say.
pub(crate) struct Said {
    pub(crate) code: u8,
    pub(super) ours: String,
    pub(super) theirs: String,
}

impl Exported {
    pub(crate) async fn of(desk: &Desk, request: Option<&comity::domain::ids::RequestReference>) -> Self {
        Self::wanted(desk, &crate::operations::exports::wanted(request)).await
    }

    pub(super) async fn wanted(desk: &Desk, wanted: &Wanted) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("export.tar");
        export_log::run(&desk.app, desk.official("axel"), wanted, &target).await.unwrap();
        let keys = desk.app.storage.log_signers().await.unwrap().iter().map(|key| key.verifier().clone()).collect();
        Self { bytes: std::fs::read(target).unwrap(), folder, keys }
    }

    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut archive = tar::Archive::new(Cursor::new(&self.bytes));
        let read = |entry: std::io::Result<tar::Entry<'_, Cursor<&Vec<u8>>>>| {
            let mut entry = entry.unwrap();
            let path = entry.path().unwrap().display().to_string();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (path.split_once('/').unwrap().1.to_owned(), bytes)
        };
        archive.entries().unwrap().map(read).collect()
    }

    /// The export with other files, its own lists of hashes made to fit.
    pub(crate) fn with(&self, change: impl FnOnce(&mut BTreeMap<String, Vec<u8>>)) -> Vec<u8> {
        let mut files = self.files();
        change(&mut files);
        files.retain(|name, _| !name.contains("manifest"));
        let list = |payload: bool, files: &BTreeMap<String, Vec<u8>>| -> Vec<u8> {
            let listed = files.iter().filter(|(name, _)| name.starts_with("data/") == payload);
            listed.flat_map(|(name, bytes)| format!("{}  {name}\n", sha256(bytes)).into_bytes()).collect()
        };
        let payload = list(true, &files);
        files.insert("manifest-sha256.txt".to_owned(), payload);
        let tags = list(false, &files);
        files.insert("tagmanifest-sha256.txt".to_owned(), tags);
        let mut tar = tar::Builder::new(Vec::new());
        for (name, bytes) in &files {
            let mut header = tar::Header::new_ustar();
            header.set_size(bytes.len() as u64);
            header.set_mode(0o644);
            tar.append_data(&mut header, format!("export/{name}"), bytes.as_slice()).unwrap();
        }
        tar.into_inner().unwrap()
    }

    /// Both answers; they have to be the same.
    pub(crate) fn both(&self, bytes: &[u8]) -> Said {
        self.both_with(bytes, &self.keys)
    }

    pub(super) fn both_with(&self, bytes: &[u8], keys: &[Verifier]) -> Said {
        self.both_trusting(bytes, keys, None)
    }

    pub(super) fn both_trusting(&self, bytes: &[u8], keys: &[Verifier], policy: Option<&str>) -> Said {
        let parsed = policy.map(|text| Policy::parse(text.as_bytes()).unwrap());
        let trust = comity::audit::trust::Trust { keys: keys.to_vec(), policy: parsed, ..Default::default() };
        let (ours, code) = match verify_log::export(Cursor::new(bytes.to_vec()), trust, &Demand::default()) {
            Ok(report) => {
                let found: Vec<_> = report.findings.iter().map(|found| found.sentence.clone()).collect();
                (format!("{}\n{}", report.verdict, found.join("\n")), report.verdict.exit_code())
            }
            Err(error) => (error.to_string(), 3),
        };
        let theirs = self.theirs(bytes, keys, policy);
        let told = format!("{}{}", String::from_utf8_lossy(&theirs.stdout), String::from_utf8_lossy(&theirs.stderr));
        assert_eq!(theirs.status.code(), Some(i32::from(code)), "ours: {ours}\ntheirs: {told}");
        Said { code, ours, theirs: told }
    }

    pub(super) fn theirs(&self, bytes: &[u8], keys: &[Verifier], policy: Option<&str>) -> Output {
        let file = self.folder.path().join("held.tar");
        std::fs::write(&file, bytes).unwrap();
        let mut command = Command::new(python());
        command.arg(script("verify.py")).arg(file);
        for key in keys {
            command.arg("--key").arg(key.to_string());
        }
        if let Some(policy) = policy {
            let file = self.folder.path().join("policy.txt");
            std::fs::write(&file, policy).unwrap();
            command.arg("--policy").arg(file);
        }
        command.output().unwrap()
    }
}

pub(super) fn lines(files: &BTreeMap<String, Vec<u8>>) -> Vec<Vec<u8>> {
    files["data/leaves.jsonl"].split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
}

pub(super) fn put(files: &mut BTreeMap<String, Vec<u8>>, lines: &[Vec<u8>]) {
    files.insert("data/leaves.jsonl".to_owned(), lines.concat());
}

pub(super) const ALTERED: u8 = Verdict::Altered.exit_code();
pub(super) const INCOMPLETE: u8 = Verdict::Incomplete.exit_code();

#[test]
fn what_was_exported_is_intact_to_both_and_to_programs_that_other_people_wrote() {
    Desk::each(async |desk| {
        let reference = desk.sent("expedited_preservation").await;
        for request in [None, Some(&reference)] {
            let export = Exported::of(&desk, request).await;
            let said = export.both(&export.bytes);
            assert_eq!(said.code, 0, "{}\n{}", said.ours, said.theirs);
            assert!(said.theirs.contains("request(s)"), "{}", said.theirs);

            let unpacked = export.folder.path().join("unpacked");
            tar::Archive::new(Cursor::new(&export.bytes)).unpack(&unpacked).unwrap();
            let folder = std::fs::read_dir(&unpacked).unwrap().next().unwrap().unwrap().path();
            let key = export.keys[0].to_string();
            let check =
                || Command::new(python()).arg(script("others.py")).args([folder.as_os_str(), key.as_ref()]).output();
            let agreed = check().unwrap();
            let told =
                format!("{}{}", String::from_utf8_lossy(&agreed.stdout), String::from_utf8_lossy(&agreed.stderr));
            assert!(agreed.status.success() && told.matches("agrees").count() == 5, "{told}");
            // They would notice.
            let leaves = folder.join("data/leaves.jsonl");
            let text = std::fs::read_to_string(&leaves).unwrap().replacen("\"v\":1", "\"v\":2", 1);
            std::fs::write(&leaves, text).unwrap();
            assert!(!check().unwrap().status.success());
        }
    });
}

/// `tests/verifier/go`, made of Go's own code for logs: once, in the target folder.
fn go() -> &'static Path {
    static GO: OnceLock<PathBuf> = OnceLock::new();
    GO.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let program = folder.join("held-by-go");
        let output = Command::new("go")
            .args(["build", "-o"])
            .args([&program, &script("go/main.go")])
            .env("GO111MODULE", "off")
            .env("GOPATH", "/usr/share/gocode")
            .env("GOCACHE", folder.join("go"))
            .output()
            .unwrap_or_else(|error| panic!("go: {error}; `tests/run` installs it"));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        program
    })
}

#[test]
fn gos_own_code_for_logs_proves_every_leaf_and_every_earlier_checkpoint() {
    Desk::each(async |desk| {
        let storage = &desk.app.storage;
        let reference = desk.sent("expedited_preservation").await;
        storage.sign_checkpoint("2026-03-02T08:00:00.000Z").await.unwrap();
        // More than one tile.
        while storage.sign_checkpoint("2026-03-02T08:00:01.000Z").await.unwrap().size < 260 {
            for _ in 0..40 {
                desk.draft("production").await;
            }
        }
        for request in [None, Some(&reference)] {
            let export = Exported::of(&desk, request).await;
            let (folder, key) = (tempfile::tempdir().unwrap(), export.keys[0].to_string());
            let held = |bytes: &[u8]| -> (bool, String) {
                let unpacked = tempfile::tempdir_in(&folder).unwrap();
                tar::Archive::new(Cursor::new(bytes)).unpack(&unpacked).unwrap();
                let inside = std::fs::read_dir(&unpacked).unwrap().next().unwrap().unwrap().path();
                let output = Command::new(go()).arg(inside).arg(&key).output().unwrap();
                let told = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
                (output.status.success(), told.concat())
            };
            let (agrees, told) = held(&export.bytes);
            let parts = if request.is_none() { 3 } else { 2 };
            assert!(agrees && told.matches("agrees").count() == parts, "{told}");
            assert!(request.is_some() || told.contains("grown from each of") && !told.contains(" 0 earlier"), "{told}");

            let files = export.files();
            let other = ["data/leaves.jsonl", "data/checkpoint", "data/tile/", "data/checkpoints/", "data/proofs/"];
            let altered = files.keys().filter(|name| other.iter().any(|part| name.starts_with(part)));
            // A part of the log does not show what it has grown from.
            let altered = altered.filter(|name| request.is_none() || !name.contains("checkpoints"));
            let mut seen = 0;
            for name in altered {
                let bytes = export.with(|files| {
                    let content = files.get_mut(name).unwrap();
                    let index = content.windows(7).position(|part| part == b"\nindex ");
                    // In a proof the first hash; in a note the name, the size or the root, since who else has signed is
                    // not looked at.
                    let at = match index {
                        Some(index) if name.ends_with(".tlog-proof") => index + 20,
                        _ if name.contains("checkpoint") => 30,
                        _ => content.len() / 3,
                    };
                    content[at] ^= 1;
                });
                let (agrees, told) = held(&bytes);
                assert!(!agrees && told.contains("DISAGREES"), "{name}: {told}");
                seen += 1;
            }
            assert!(seen >= 3, "{seen}");
        }
    });
}

/// The commands of the guide that need no key, on a machine whose path leads to nothing of ours.
#[test]
fn the_guide_can_be_followed_without_this_program() {
    run_on_sqlite(async |desk, reference| {
        for request in [None, Some(&reference)] {
            let export = Exported::of(&desk, request).await;
            let files = export.files();
            let guide = String::from_utf8(files["VERIFY.md"].clone()).unwrap();
            let unpacked = export.folder.path().join("unpacked");
            std::fs::create_dir(&unpacked).unwrap();
            let run = |command: &str, inside: &Path| {
                let path = format!("{}:/usr/bin:/bin", python().parent().unwrap().display());
                let output = Command::new("sh").args(["-c", command]).current_dir(inside).env("PATH", path).output();
                let output = output.unwrap();
                assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
            };
            let file = export.folder.path().join("export.tar");
            let told = |command: &str| {
                assert!(guide.contains(&format!("`{command}`")), "the guide does not say `{command}`");
                command.replace("THIS-FILE", &file.display().to_string())
            };
            run(&told("tar xf THIS-FILE"), &unpacked);
            let folder = std::fs::read_dir(&unpacked).unwrap().next().unwrap().unwrap().path();
            run(&told("bagit.py --validate FOLDER").replace("FOLDER", &folder.display().to_string()), &unpacked);
            run(&told("sha256sum -c manifest-sha256.txt"), &folder);
            let key = &export.keys[0];
            let program = script("verify.py").display().to_string();
            let verify = told("python3 verify.py THIS-FILE --key KEY").replace("verify.py", &program);
            run(&verify.replace("KEY", &format!("'{key}'")), &unpacked);
        }
    });
}

#[test]
fn attack_03_a_leaf_that_was_dropped_or_moved_is_named_by_both() {
    run_on_sqlite(async |desk, _| {
        let export = Exported::of(&desk, None).await;
        for case in ["dropped", "swapped", "added", "cut"] {
            let bytes = export.with(|files| {
                let mut all = lines(files);
                match case {
                    "dropped" => drop(all.remove(7)),
                    "swapped" => all.swap(7, 8),
                    "added" => all.insert(7, all[7].clone()),
                    _ => drop(all.pop()),
                }
                put(files, &all);
            });
            let said = export.both(&bytes);
            assert_eq!(said.code, if case == "cut" { INCOMPLETE } else { ALTERED }, "{case}: {}", said.ours);
            // A leaf that stands there twice is in its place the first time.
            let leaf = if case == "added" { "leaf 8" } else { "leaf 7" };
            let named = said.ours.contains(leaf) && said.theirs.contains(leaf);
            assert!(case == "cut" || named, "{case}: {}\n{}", said.ours, said.theirs);
        }
    });
}

#[test]
fn attack_05_a_request_cannot_lose_its_end_in_an_export_of_its_own() {
    run_on_sqlite(async |desk, reference| {
        let earlier = Exported::of(&desk, Some(&reference)).await;
        desk.take("carl", &reference, "withdraw").await.unwrap();
        let export = Exported::of(&desk, Some(&reference)).await;
        assert_eq!(export.both(&export.bytes).code, 0);
        assert!(lines(&earlier.files()).len() < lines(&export.files()).len());
        let named = |files: &BTreeMap<String, Vec<u8>>| -> String {
            files.keys().find(|name| name.starts_with("data/heads/")).unwrap().clone()
        };
        for case in
            ["without the last", "without the last two", "nothing shows it", "an older one shows it", "another name"]
        {
            let bytes = export.with(|files| {
                let mut all = lines(files);
                let cut = match case {
                    "without the last" => 1,
                    "without the last two" => 2,
                    _ => 0,
                };
                for _ in 0..cut {
                    all.pop();
                    let proofs = files.keys().filter(|name| name.ends_with(".tlog-proof"));
                    let number = |name: &&String| -> u64 {
                        name["data/proofs/".len()..].strip_suffix(".tlog-proof").unwrap().parse().unwrap()
                    };
                    let last = proofs.max_by_key(number).unwrap().clone();
                    files.remove(&last);
                }
                put(files, &all);
                let (mut head, heads) = (files["data/case.json"].clone(), named(files));
                if cut > 0 {
                    // Whoever cuts it says that it was no longer.
                    let text = String::from_utf8(head).unwrap();
                    let (before, after) = (all.len() + cut, all.len());
                    head = text.replace(&format!("\"entries\":{before}"), &format!("\"entries\":{after}")).into_bytes();
                    assert_ne!(text.as_bytes(), head);
                    files.insert("data/case.json".to_owned(), head);
                }
                match case {
                    "nothing shows it" => drop(files.remove(&heads)),
                    "an older one shows it" => {
                        files.remove(&heads);
                        let older = earlier.files();
                        files.insert(named(&older), older[&named(&older)].clone());
                    }
                    "another name" => {
                        let bytes = files.remove(&heads).unwrap();
                        files.insert("data/heads/1.json".to_owned(), bytes);
                    }
                    _ => {}
                }
            });
            let said = export.both(&bytes);
            // What an older checkpoint signed does not lead to the newer root.
            let altered = matches!(case, "an older one shows it" | "another name");
            let expected = if altered { ALTERED } else { INCOMPLETE };
            assert_eq!(said.code, expected, "{case}: {}\n{}", said.ours, said.theirs);
        }
    });
}

#[test]
fn attack_19_a_proof_of_another_leaf_or_another_length_is_refused_by_both() {
    run_on_sqlite(async |desk, reference| {
        let export = Exported::of(&desk, Some(&reference)).await;
        let proofs: Vec<String> = export.files().into_keys().filter(|name| name.ends_with(".tlog-proof")).collect();
        assert!(proofs.len() > 3, "{proofs:?}");
        for case in ["longer", "shorter", "of the next"] {
            let bytes = export.with(|files| {
                let text = String::from_utf8(files[&proofs[0]].clone()).unwrap();
                let mut parts: Vec<String> = text.split('\n').map(ToOwned::to_owned).collect();
                match case {
                    "longer" => parts.insert(3, parts[2].clone()),
                    "shorter" => drop(parts.remove(2)),
                    _ => {
                        let other = String::from_utf8(files[&proofs[1]].clone()).unwrap();
                        let hash = other.split('\n').nth(2).unwrap().to_owned();
                        parts[2] = hash;
                    }
                }
                files.insert(proofs[0].clone(), parts.join("\n").into_bytes());
            });
            let said = export.both(&bytes);
            assert_eq!(said.code, ALTERED, "{case}: {}\n{}", said.ours, said.theirs);
            assert!(said.ours.contains("its proof does not lead to the signed root"), "{}", said.ours);
        }
    });
}

#[test]
fn attack_20_bytes_that_say_the_same_in_another_way_are_refused_by_both() {
    run_on_sqlite(async |desk, _| {
        let export = Exported::of(&desk, None).await;
        for (from, to) in [
            ("\"v\":1", "\"v\":1,\"v\":1"),
            ("\"cseq\":0", "\"cseq\":-0"),
            ("\"cseq\":0", "\"cseq\": 0"),
            ("\"cseq\":0", "\"cseq\":0.0"),
            ("\"cseq\":0", "\"cseq\":1e400"),
            ("\"type\":\"", "\"type\":\"\\ud800"),
            ("\"type\":\"a", "\"type\":\"\\u0061"),
        ] {
            let bytes = export.with(|files| {
                let mut all = lines(files);
                let text = String::from_utf8(all[0].clone()).unwrap();
                assert!(text.contains(from), "{from}: {text}");
                all[0] = text.replacen(from, to, 1).into_bytes();
                put(files, &all);
            });
            let said = export.both(&bytes);
            assert_eq!(said.code, ALTERED, "{to}: {}\n{}", said.ours, said.theirs);
        }
    });
}

#[test]
fn attack_27_keys_in_the_export_are_never_believed() {
    run_on_sqlite(async |desk, _| {
        let export = Exported::of(&desk, None).await;
        let forger = Signer::from_seed(export.keys[0].name().clone(), &[7; 32]);
        let bytes = export.with(|files| {
            let note = String::from_utf8(files["data/checkpoint"].clone()).unwrap();
            let text = format!("{}\n", note.split("\n\n").next().unwrap());
            files.insert("data/checkpoint".to_owned(), forger.sign(&text).unwrap().to_string().into_bytes());
            files.insert("data/vkeys".to_owned(), format!("{}\n", forger.verifier()).into_bytes());
            files.retain(|name, _| !name.starts_with("data/checkpoints/"));
        });
        assert_eq!(export.both_with(&bytes, &[forger.verifier().clone()]).code, 0, "the forger believes it");
        let said = export.both(&bytes);
        assert!(said.code == ALTERED && said.ours.contains("has not signed"), "{}", said.ours);
        // Whoever brings both keys asks for both signatures: one of them alone is not enough.
        let only = export.with(|files| {
            let note = String::from_utf8(files["data/checkpoint"].clone()).unwrap();
            let (text, signatures) = note.split_once("\n\n").unwrap();
            let first = signatures.lines().next().unwrap();
            files.insert("data/checkpoint".to_owned(), format!("{text}\n\n{first}\n").into_bytes());
            files.retain(|name, _| !name.starts_with("data/checkpoints/"));
        });
        assert_eq!(export.both(&only).code, ALTERED);
        assert_eq!(export.both_with(&only, &export.keys[..1]).code, 0);
    });
}

#[test]
fn attack_28_rules_that_were_changed_afterwards_are_not_those_that_entries_name() {
    run_on_sqlite(async |desk, _| {
        let export = Exported::of(&desk, None).await;
        let rulebook = export.files().into_keys().find(|name| name.starts_with("data/rulebooks/")).unwrap();
        let bytes = export.with(|files| {
            let text = String::from_utf8(files[&rulebook].clone()).unwrap();
            assert!(text.contains("RF-08"));
            files.insert(rulebook.clone(), text.replacen("RF-08", "RF-09", 1).into_bytes());
        });
        let said = export.both(&bytes);
        assert!(said.code == ALTERED && said.ours.contains("has another hash"), "{}", said.ours);
        let without = export.with(|files| drop(files.remove(&rulebook)));
        assert_eq!(export.both(&without).code, INCOMPLETE);
    });
}

#[test]
fn attack_31_an_export_that_could_harm_its_reader_is_not_read() {
    run_on_sqlite(async |desk, _| {
        let export = Exported::of(&desk, None).await;
        let mut tar = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_ustar();
        // The library would refuse the name, so that it is written by hand.
        header.as_ustar_mut().unwrap().name[..14].copy_from_slice(b"export/../evil");
        header.set_size(1);
        header.set_cksum();
        tar.append(&header, &b"x"[..]).unwrap();
        let slip = tar.into_inner().unwrap();
        let said = export.both(&slip);
        assert!(said.code == 3 && said.theirs.contains("could harm"), "{}\n{}", said.ours, said.theirs);

        let mut tar = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_ustar();
        header.set_entry_type(tar::EntryType::Symlink);
        header.set_size(0);
        tar.append_link(&mut header, "export/data/checkpoint", "/etc/passwd").unwrap();
        assert_eq!(export.both(&tar.into_inner().unwrap()).code, 3);
        assert_eq!(export.both(b"no tar at all").code, 3);
    });
}

#[test]
fn attack_34_an_export_without_its_tiles_is_incomplete_and_one_with_others_altered() {
    run_on_sqlite(async |desk, _| {
        let export = Exported::of(&desk, None).await;
        let tile = export.files().into_keys().find(|name| name.starts_with("data/tile/0/")).unwrap();
        let without = export.with(|files| drop(files.remove(&tile)));
        assert_eq!(export.both(&without).code, INCOMPLETE);
        let other = export.with(|files| files.get_mut(&tile).unwrap()[33] ^= 1);
        assert_eq!(export.both(&other).code, ALTERED);
    });
}

/// The bytes of an export do not depend on the database that they come from.
pub(super) fn run_on_sqlite(test: impl AsyncFn(Desk, comity::domain::ids::RequestReference)) {
    crate::operations::desk::run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        let reference = desk.sent("expedited_preservation").await;
        test(desk, reference).await;
    });
}

#[test]
fn whatever_is_cut_in_an_export_of_one_request_both_say_so_in_words() {
    run_on_sqlite(async |desk, reference| {
        let export = Exported::of(&desk, Some(&reference)).await;
        for name in export.files().into_keys().filter(|name| name.starts_with("data/") && !name.contains("/schema/")) {
            for keep in [0, 7] {
                let bytes = export.with(|files| files.get_mut(&name).unwrap().truncate(keep));
                let said = export.both(&bytes);
                assert!(!said.theirs.contains("Traceback"), "{name}: {}", said.theirs);
                // Keys in an export are never read.
                assert!(said.code != 0 || name == "data/vkeys", "{name}: {}\n{}", said.ours, said.theirs);
            }
        }
    });
}
