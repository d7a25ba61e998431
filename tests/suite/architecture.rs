//! Who may use whom: the table of `src/lib.rs`, held against the sources.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each module of ours with those it may use beside itself.
const MAY_USE: [(&str, &[&str]); 15] = [
    ("domain", &[]),
    ("audit", &[]),
    ("engine", &["domain"]),
    ("storage", &["domain", "audit", "telemetry"]),
    ("operations", &["domain", "engine", "audit", "storage", "clock", "telemetry"]),
    ("exchange", &["domain", "engine", "operations", "clock", "telemetry"]),
    ("http", &["domain", "operations", "clock", "telemetry"]),
    ("api", &["domain", "engine", "operations", "http", "telemetry"]),
    ("web", &["domain", "engine", "operations", "http", "telemetry"]),
    (
        "cli",
        &[
            "domain",
            "engine",
            "audit",
            "storage",
            "operations",
            "exchange",
            "clock",
            "http",
            "api",
            "web",
            "mail",
            "witness",
            "telemetry",
        ],
    ),
    ("mail", &[]),
    ("witness", &["audit", "operations", "http", "clock", "telemetry"]),
    ("clock", &["domain"]),
    ("telemetry", &[]),
    ("main", &["cli"]),
];

/// What a module may not name at all: crates that ask the outside world.
const NEVER: [(&str, &[&str]); 4] = [
    ("domain", &["sqlx", "tokio", "getrandom", "std::fs"]),
    ("audit", &["sqlx", "tokio", "getrandom", "std::fs"]),
    ("engine", &["sqlx", "tokio", "getrandom"]),
    ("operations", &["sqlx::query"]),
];

pub(crate) fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Each source below `src` with its module and its text, without the tests at its end and without comments.
fn modules() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    let read = |path: &PathBuf| {
        let below = path.strip_prefix(&root).unwrap().display().to_string();
        let module = below.split(['/', '.']).next().unwrap().to_owned();
        let text = fs::read_to_string(path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        (module, below, lines.collect::<Vec<_>>().join("\n"))
    };
    found.iter().map(read).filter(|(_, below, _)| !below.contains("/tests")).collect()
}

fn named(text: &str) -> BTreeSet<&str> {
    let after = text.split("crate::").skip(1);
    after
        .filter_map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next())
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn modules_use_only_what_the_table_allows() {
    let mut wrong = Vec::new();
    for (module, file, text) in modules() {
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == module) else {
            if module != "lib" {
                wrong.push(format!("{file}: the table does not know `{module}`"));
            }
            continue;
        };
        for used in named(&text).into_iter().filter(|used| *used != module && !allowed.contains(used)) {
            wrong.push(format!("{file} uses `crate::{used}`"));
        }
    }

    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn inner_modules_do_not_ask_the_outside_world() {
    let mut wrong = Vec::new();
    for (module, file, text) in modules() {
        let never = NEVER.iter().find(|(name, _)| *name == module).map_or(&[][..], |(_, never)| never);
        wrong.extend(never.iter().filter(|name| text.contains(*name)).map(|name| format!("{file} names `{name}`")));
        if module == "engine" && text.contains("std::fs") && !file.ends_with("files.rs") {
            wrong.push(format!("{file} reads files: only engine/files.rs does, at start"));
        }
    }

    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_begin_with_what_they_are_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);

    let mute: Vec<_> = found.iter().filter(|path| !fs::read_to_string(path).unwrap().starts_with("//!")).collect();

    assert!(mute.is_empty(), "no `//!` line: {mute:?}");
}

#[test]
fn few_writes_leave_no_entry_and_each_is_made_in_one_place() {
    let mut made = Vec::new();
    for (_, file, text) in modules() {
        made.extend(text.matches("keep_beside(Beside::").map(|_| file.clone()));
        let other = text.contains("keep_beside") || text.contains("Beside::") && file.starts_with("storage");
        let known = [
            "storage/transaction.rs",
            "storage/checkpoints.rs",
            "storage/cosignatures.rs",
            "storage/credentials.rs",
            "storage/epochs.rs",
            "storage/notices.rs",
            "storage/queue.rs",
            "storage/refill.rs",
            "storage/refusals.rs",
            "storage/second_factors.rs",
            "storage/thinning.rs",
            "storage/time_stamps.rs",
        ];
        assert!(!other || known.contains(&file.as_str()), "{file} writes without an entry");
    }
    made.sort();

    assert_eq!(
        made,
        [
            "storage/checkpoints.rs",
            "storage/cosignatures.rs",
            "storage/credentials.rs",
            "storage/epochs.rs",
            "storage/notices.rs",
            "storage/queue.rs",
            "storage/refill.rs",
            "storage/refusals.rs",
            "storage/second_factors.rs",
            "storage/thinning.rs",
            "storage/time_stamps.rs"
        ]
    );
}
