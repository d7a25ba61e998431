//! No collector, or one that does not answer: the same exit codes, one warning, and the wait has an end.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use comity::telemetry::LAST_WAIT;
use serde_json::Value;

use super::collector::Collector;
use crate::cli::process::Place;

const DRAFT: [&str; 11] = [
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
    "--title=Account data",
];

/// Commands with each exit code that there is without an export.
const COMMANDS: [(&[&str], i32); 4] = [
    (&DRAFT, 0),
    (&["request", "--as", "anna", "show", "XN-2020-000009"], 1),
    (&["officials", "add", "zoe", "--name", "", "--as", "administrator"], 2),
    (&["officials", "reset-password", "nobody", "--as", "administrator"], 3),
];

#[test]
fn a_collector_that_is_away_changes_no_exit_code_and_is_said_once() {
    let place = Place::installed();
    let nobody = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    for (arguments, code) in COMMANDS {
        assert_eq!(place.run(arguments).code, code, "{arguments:?} without a collector");

        let ran = place.run_with(("COMITY_OTLP_ENDPOINT", &nobody), arguments);

        assert_eq!(ran.code, code, "{arguments:?}: {}", ran.err);
        let warnings: Vec<&str> = ran.err.lines().filter(|line| line.contains("collector")).collect();
        assert_eq!(warnings.len(), 1, "{}", ran.err);
        assert!(!ran.err.contains("panicked") && ran.err.lines().count() <= 2, "{}", ran.err);
    }
}

#[test]
fn a_collector_that_never_answers_is_waited_for_as_long_as_is_said() {
    let place = Place::installed();
    // It takes connections, and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", silent.local_addr().unwrap());
    let begun = Instant::now();
    place.run(&DRAFT).answer();
    let without = begun.elapsed();

    let begun = Instant::now();
    let ran = place.run_with(("COMITY_OTLP_ENDPOINT", &endpoint), &DRAFT);
    let with = begun.elapsed();

    assert!(ran.answer()["reference"].is_string());
    assert!(ran.err.contains("said only once"), "{}", ran.err);
    // A busy machine needs more for everything: so much is no part of the wait.
    assert!(with < without * 3 + LAST_WAIT + Duration::from_secs(3), "{with:?}, {without:?} without");
}

#[test]
fn an_address_that_cannot_be_used_is_wrong_use_and_is_not_repeated() {
    let place = Place::installed();
    for (address, word) in [
        ("https://collector:4318", "http://"),
        ("127.0.0.1:4318", "http://"),
        ("http://anna:lantern@collector", "OTEL_EXPORTER_OTLP_HEADERS"),
        ("http://", "127.0.0.1:4318"),
    ] {
        let ran = place.run_with(("COMITY_OTLP_ENDPOINT", address), &["clocks"]);
        ran.ends(2, word);
        assert!(!ran.err.contains("lantern"), "{}", ran.err);
    }
    place.run(&["--log-format", "xml", "clocks"]).ends(2, "json");
}

#[test]
fn nothing_is_sent_anywhere_unless_comity_is_told_and_entries_have_traces_all_the_same() {
    let (place, collector) = (Place::installed(), Collector::start());
    let mut command = place.command(&DRAFT);
    // What other programs of this machine are told to do.
    for name in ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] {
        command.env(name, &collector.endpoint);
    }
    command.env("OTEL_TRACES_SAMPLER", "always_on").env("COMITY_OTLP_ENDPOINT", "");

    let output = command.output().unwrap();

    let acted: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(collector.connections(), 0);
    let history = place.run(&["request", "--as", "anna", "history", acted["reference"].as_str().unwrap()]).answer();
    for entry in history.as_array().unwrap() {
        let trace = entry["body"]["trace"].as_str().unwrap();
        assert!(trace.len() == 32 && trace.bytes().all(|byte| b"0123456789abcdef".contains(&byte)), "{trace}");
        assert_ne!(trace, "0".repeat(32));
    }
}
