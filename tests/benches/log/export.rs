//! How much memory an export takes, in a process of its own, and how long the proof of one entry.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use comity::audit::key::Verifier;
use comity::cli::demo::cast::TRAINING_PASSWORD;
use comity::clock::Clock;
use comity::operations::add_document::LARGEST;
use comity::operations::export_log::{self, wanted::Wanted};
use comity::operations::{App, Settings, sign_in};
use comity::storage::{Grouping, log};

use super::median;

/// Behind the last entry of every store.
const NOW: &str = "2031-01-01T00:00:00.000Z";

/// So many proofs are made.
const PROOFS: u64 = 200;

/// Makes a log, proves entries of it, and exports it whole; gives the key of the log.
pub(crate) async fn run(entries: usize, target: &Path) -> Verifier {
    let store = super::filled(entries).await;
    let begun = Instant::now();
    store.app.storage.sign_checkpoint(NOW).await.unwrap();
    println!("  every leaf hashed again and signed in {:.1} s", begun.elapsed().as_secs_f64());
    let (mut reader, mut times) = (store.app.storage.reader().await.unwrap(), Vec::new());
    for number in 0..PROOFS {
        // All over the log, and never two beside one another.
        let index = number * (store.leaves / PROOFS) + number % 7;
        let begun = Instant::now();
        let proof = log::inclusion(&mut reader, index, store.leaves).await.unwrap();
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
        assert!(!proof.is_empty());
    }
    drop(reader);
    let longest = times.iter().copied().fold(0.0, f64::max);
    println!("  a proof for one entry of {}: {:.2} ms, at most {longest:.2} ms", store.leaves, median(times));

    let key = store.app.storage.log_key().await.unwrap();
    let auditor = store.authority().auditor().unwrap().sign_in.clone();
    let settings =
        [store.database.as_str(), store.data().to_str().unwrap(), &auditor, target.to_str().unwrap()].join("\n");
    let begun = Instant::now();
    let output = Command::new(std::env::current_exe().unwrap()).args(["--export-alone", &settings]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let size = std::fs::metadata(target).unwrap().len() / 1_000_000;
    print!(
        "  exported in {:.1} s, {size} MB. {}",
        begun.elapsed().as_secs_f64(),
        String::from_utf8_lossy(&output.stdout)
    );
    key
}

/// Exports in a process that does nothing else, and says how much memory it took.
pub(crate) async fn alone(settings: &str) {
    let mut parts = settings.split('\n');
    let (database, data, auditor, target) =
        (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
    let settings = Settings {
        database: database.to_owned(),
        data: PathBuf::from(data),
        erasures: None,
        workflows: None,
        clock: Clock::set_to(NOW.parse().unwrap()),
        grouping: Grouping::default(),
        largest_document: LARGEST,
    };
    let app = App::open(&settings).await.unwrap();
    let auditor = sign_in::run(&app, &auditor.parse().unwrap(), TRAINING_PASSWORD).await.unwrap();
    // Argon2id has taken its memory for the password by now: what the export takes is counted from here on.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = peak();
    let exported = export_log::run(&app, &auditor, &Wanted::default(), Path::new(target)).await.unwrap();
    println!("{} entries; before: {before}, then: {}", exported.leaves, peak());
}

/// The most memory that this process has had.
pub(crate) fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    let kilobytes: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    format!("{} MB of memory at most (VmHWM)", kilobytes / 1024)
}
