//! Killed in the middle: what was acknowledged is there, and tables and log agree.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, ConnectOptions};

use super::process::Place;

/// So many processes are killed on each database.
const KILLS: u32 = 6;

async fn connect(place: &Place) -> AnyConnection {
    sqlx::any::install_default_drivers();
    let url = place.database.clone().unwrap_or_else(|| format!("sqlite:{}", place.data().join("comity.db").display()));
    url.parse::<AnyConnectOptions>().unwrap().connect().await.unwrap()
}

/// References that the program has acknowledged on its standard output; killed after so long, if at all.
fn draft(place: &Place, killed_after: Option<Duration>) -> Vec<String> {
    // A loop of processes would mostly be killed while passwords are hashed: a shell runs several at once.
    let program = env!("CARGO_BIN_EXE_comity");
    let script = format!(
        "for n in 1 2; do \"{program}\" request --as anna draft --instrument UNCC --measure production --to XS --title 'Account data' & done; wait"
    );
    let mut shell = place.command(&[]);
    let variables: Vec<_> =
        shell.get_envs().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned()))).collect();
    shell = std::process::Command::new("sh");
    shell.args(["-c", &script]).envs(variables).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    std::os::unix::process::CommandExt::process_group(&mut shell, 0);
    let mut running = shell.spawn().unwrap();
    if let Some(after) = killed_after {
        std::thread::sleep(after);
        // The whole group: only processes of this test are in it.
        let group = format!("-{}", running.id());
        _ = std::process::Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status().unwrap();
    }
    let mut out = String::new();
    running.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    running.wait().unwrap();
    out.lines()
        .filter_map(|line| line.trim().strip_prefix("\"reference\": \"")?.strip_suffix("\","))
        .map(ToOwned::to_owned)
        .collect()
}

async fn nothing_acknowledged_is_lost(database: Option<String>) {
    let place = Place::installed_on(database);
    let begun = Instant::now();
    let mut acknowledged: BTreeSet<String> = draft(&place, None).into_iter().collect();
    assert_eq!(acknowledged.len(), 2);
    let whole = begun.elapsed();
    for kill in 0..KILLS {
        // Moments spread over the second half of a run, where it writes, and a little beyond.
        acknowledged.extend(draft(&place, Some(whole * (5 + 2 * kill) / 10)));
    }
    let mut connection = connect(&place).await;
    let rows: Vec<(String, i64, i64)> = sqlx::query_as(
        "SELECT reference, version, (SELECT COUNT(*) FROM leaf WHERE case_id = assistance_request.id) FROM assistance_request",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    println!("{} drafted, {} acknowledged", rows.len(), acknowledged.len());

    let there: BTreeSet<_> = rows.iter().map(|(reference, ..)| reference.clone()).collect();
    assert!(acknowledged.is_subset(&there), "{acknowledged:?} of {there:?}");
    // A request begins with one entry and one version; each change is one more of both.
    assert!(rows.iter().all(|(_, version, leaves)| version == leaves && *leaves == 2), "{rows:?}");
    place.run(&["audit", "verify"]).ends(0, "agree");
    place
        .run(&[
            "request",
            "--as",
            "anna",
            "draft",
            "--instrument",
            "UNCC",
            "--measure",
            "production",
            "--to",
            "XS",
            "--title",
            "One more",
        ])
        .ends(0, "XN-");
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

#[test]
fn nothing_acknowledged_is_lost_on_sqlite() {
    runtime().block_on(nothing_acknowledged_is_lost(None));
}

#[test]
fn nothing_acknowledged_is_lost_on_postgresql() {
    runtime().block_on(async { nothing_acknowledged_is_lost(Some(crate::postgres::database().await)).await });
}

/// So many erasures are killed on each database, at moments spread over the end of their run, where they write.
const ERASURES: u32 = 6;

async fn an_erasure_is_whole_or_not_begun(database: Option<String>) {
    let sqlite = database.is_none();
    let place = Place::installed_on(database);
    let added = ["officials", "add", "deputy", "--name", "deputy", "--role", "administrator", "--as", "administrator"];
    place.choose("deputy", place.run(&added).answer()["one_time_password"].as_str().unwrap());
    let (mut whole, mut erased) = (Duration::ZERO, 0);
    for kill in 0..=ERASURES {
        let title = format!("Quillfeather {kill}");
        let draft = ["request", "draft", "--instrument", "UNCC", "--measure", "production", "--to", "XS"];
        let drafted = place.run(&[&draft[..], &["--title", &title, "--as", "anna"]].concat());
        let reference = drafted.answer()["reference"].as_str().unwrap().to_owned();
        place.run(&["request", "take", &reference, "abandon", "--reason", "Not needed.", "--as", "anna"]).ends(0, "");
        let propose = ["erase", "propose", &reference, "--basis", "retention_ended", "--as", "administrator"];
        place.run(&propose).ends(0, "");
        let confirm = ["erase", "confirm", &reference, "--as", "deputy"];
        let begun = Instant::now();
        let mut running = place.command(&confirm).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        if kill > 0 {
            std::thread::sleep(whole * (13 + kill) / 20);
            running.kill().unwrap();
        }
        running.wait().unwrap();
        if kill == 0 {
            whole = begun.elapsed();
        }

        // Whatever opens the installation next ends what was begun.
        place.run(&["audit", "verify"]).ends(0, "agree");
        let (id, erased_at, finished_at): (String, Option<String>, Option<String>) =
            sqlx::query_as("SELECT id, erased_at, erasure_finished_at FROM assistance_request WHERE reference = $1")
                .bind(reference.clone())
                .fetch_one(&mut connect(&place).await)
                .await
                .unwrap();
        let key = place.data().join("keys").join(&id[..2]).join(format!("{id}.key"));
        let shown = place.run(&["request", "show", &reference, "--as", "anna"]);
        if erased_at.is_some() {
            erased += 1;
            assert!(!key.exists() && finished_at.is_some(), "kill {kill}");
            assert!(shown.code != 0 && shown.err.contains("erased"), "kill {kill}: {} {}", shown.out, shown.err);
            assert!(!sqlite || !holds(&place.data(), title.as_bytes()), "kill {kill}");
        } else {
            assert!(key.exists(), "kill {kill}");
            shown.ends(0, &title);
            place.run(&confirm).ends(0, "");
        }
    }
    println!("{erased} of {} were erased before they were killed", ERASURES + 1);
    assert!(erased > 0);
}

/// Whether bytes stand in a file of a folder.
fn holds(folder: &std::path::Path, wanted: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        if path.is_dir() {
            return holds(&path, wanted);
        }
        std::fs::read(path).unwrap().windows(wanted.len()).any(|part| part == wanted)
    })
}

#[test]
fn an_erasure_that_was_killed_on_sqlite_is_whole_or_not_begun() {
    runtime().block_on(an_erasure_is_whole_or_not_begun(None));
}

#[test]
fn an_erasure_that_was_killed_on_postgresql_is_whole_or_not_begun() {
    runtime().block_on(async { an_erasure_is_whole_or_not_begun(Some(crate::postgres::database().await)).await });
}

/// What a process holds open under `data/incoming`.
fn spooled(place: &Place, running: &Child) -> Vec<u8> {
    let folder = place.data().join("incoming").canonicalize().unwrap();
    let held = std::fs::read_dir(format!("/proc/{}/fd", running.id())).unwrap().map(|entry| entry.unwrap().path());
    let spool = held.into_iter().find(|file| std::fs::read_link(file).is_ok_and(|to| to.starts_with(&folder)));
    let spool = spool.unwrap();
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&spool).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    std::fs::read(spool).unwrap()
}

#[test]
fn a_document_that_was_killed_on_its_way_leaves_nothing() {
    let place = Place::installed();
    let drafted = place.run(&[
        "request",
        "--as",
        "anna",
        "draft",
        "--instrument",
        "UNCC",
        "--measure",
        "production",
        "--to",
        "XS",
        "--title",
        "x",
    ]);
    let reference = drafted.answer()["reference"].as_str().unwrap().to_owned();
    let attach = ["request", "attach", &reference, "--file", "-", "--language", "en", "--as", "anna"];
    let piece = b"what nobody may read on the disk".repeat(1 << 15);
    let begin = || place.command(&attach).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut running = begin().unwrap();

    // A pipe holds 64 KiB at most: what was written beyond has been read.
    running.stdin.as_mut().unwrap().write_all(&piece).unwrap();
    let spool = spooled(&place, &running);
    running.kill().unwrap();
    running.wait().unwrap();

    assert!(spool.len() > 256 << 10, "{}", spool.len());
    assert!(!spool.windows(16).any(|window| window == &piece[..16]));
    assert_eq!(std::fs::read_dir(place.data().join("incoming")).unwrap().count(), 0);
    let shown = place.run(&["request", "show", &reference, "--as", "anna"]);
    assert_eq!(shown.answer()["documents"].as_array().unwrap().len(), 0, "{}", shown.out);
    let mut running = begin().unwrap();
    running.stdin.take().unwrap().write_all(&piece).unwrap();
    let output = running.wait_with_output().unwrap();
    let added: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(added["size"], piece.len());
    let (document, out) = (added["document"].as_str().unwrap(), place.path("out"));
    place.run(&["request", "document", &reference, document, "--out", &out, "--as", "anna"]).ends(0, "written");
    assert!(std::fs::read(&out).unwrap() == piece);
    place.run(&["audit", "verify"]).ends(0, "agree");
    place
        .run(&[
            "request",
            "attach",
            &reference,
            "--file",
            &out,
            "--language",
            "en",
            "--as",
            "anna",
            "--largest-document",
            "9",
        ])
        .ends(2, "larger than 9 bytes");
}
