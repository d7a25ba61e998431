//! What a collector receives: spans whose trace stands in the entry, and numbers that count.

use std::collections::BTreeSet;

use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use opentelemetry_proto::tonic::metrics::v1::number_data_point::Value as Number;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;
use serde_json::Value;

use super::collector::{Collector, texts, trace_of};
use crate::cli::process::{Place, Ran};

/// Runs with a collector.
fn told(place: &Place, collector: &Collector, arguments: &[&str]) -> Ran {
    place.run_with(("COMITY_OTLP_ENDPOINT", &collector.endpoint), arguments)
}

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

fn history(place: &Place, reference: &str) -> Vec<Value> {
    let all = place.run(&["request", "--as", "anna", "history", reference]).answer();
    all.as_array().unwrap().clone()
}

#[test]
fn the_trace_in_the_entry_is_that_of_the_exported_span() {
    let (place, collector) = (Place::installed(), Collector::start());

    let acted = told(&place, &collector, &DRAFT).answer();

    let reference = acted["reference"].as_str().unwrap();
    let span = collector.span("draft_request");
    let entries = history(&place, reference);
    assert_eq!(entries.len(), 2);
    for entry in &entries {
        assert_eq!(entry["body"]["trace"], trace_of(&span), "{entry:#}");
    }
    let said = texts(&span.attributes);
    assert_eq!((said["comity.request.reference"].as_str(), said["comity.outcome"].as_str()), (reference, "done"));
    assert_eq!(said["comity.trace"], trace_of(&span));
    // Signing in is an operation of its own, in a trace of its own.
    assert_ne!(trace_of(&collector.span("sign_in")), trace_of(&span));
}

#[test]
fn entries_with_traces_replay_and_their_export_is_intact() {
    let place = Place::installed();
    let reference = place.run(&DRAFT).answer()["reference"].as_str().unwrap().to_owned();
    // Taking a step replays what was left before it.
    let abandon = ["request", "--as", "anna", "take", &reference, "abandon", "--reason", "Not needed any more"];
    assert_eq!(place.run(&abandon).answer()["stage"], "abandoned");
    assert!(history(&place, &reference).iter().all(|entry| entry["body"]["trace"].is_string()));

    let key = place.run(&["authority", "show"]).answer()["log_key"].as_str().unwrap().to_owned();
    place.run(&["audit", "export", &place.path("log.tar"), "--as", "axel"]).ends(0, "");

    place.run(&["audit", "verify", &place.path("log.tar"), "--key", &key]).ends(0, "");
    place.run(&["audit", "verify"]).ends(0, "");
}

#[test]
fn a_refusal_is_told_by_its_rule_and_leads_to_its_entry() {
    let (place, collector) = (Place::installed(), Collector::start());
    let reference = place.run(&DRAFT).answer()["reference"].as_str().unwrap().to_owned();

    told(&place, &collector, &["request", "--as", "anna", "take", &reference, "submit"]).ends(1, "refused");
    told(&place, &collector, &["request", "--as", "anna", "show", "XN-2020-000009"]).ends(1, "no-such-request");
    told(&place, &collector, &["request", "--as", "anna", "number", &reference, "7"]).ends(1, "not-allowed");

    let span = collector.span("take_transition");
    let refusals: Vec<Value> =
        history(&place, &reference).into_iter().filter(|entry| entry["entry"] == "attempt_refused").collect();
    let acts: Vec<&Value> = refusals.iter().map(|entry| &entry["body"]["act"]).collect();
    assert_eq!(acts, ["take_transition", "number_request"]);
    let entry = &refusals[0];
    assert_eq!(entry["body"]["trace"], trace_of(&span).as_str());
    let said = texts(&span.attributes);
    assert_eq!(said["comity.outcome"], "refused");
    assert_eq!(said["comity.rule"], entry["body"]["rule"]);
    assert_eq!(texts(&collector.span("read_request").attributes)["comity.rule"], "no-such-request");
    assert!(collector.spans().iter().all(|span| span.status.as_ref().is_none_or(|status| status.code == 0)));
}

#[test]
fn a_failure_sets_the_status_of_its_span() {
    let (place, collector) = (Place::installed(), Collector::start());

    told(&place, &collector, &["officials", "reset-password", "nobody", "--as", "administrator"]).ends(3, "nobody");

    let span = collector.span("sign_in::reset_password");
    let said = texts(&span.attributes);
    assert_eq!((said["comity.outcome"].as_str(), said["comity.rule"].as_str()), ("failed", "not-found"));
    assert_eq!(span.status.unwrap().code, StatusCode::Error as i32);
}

#[test]
fn operations_are_counted_by_name_outcome_and_rule() {
    let (place, collector) = (Place::installed(), Collector::start());

    told(&place, &collector, &DRAFT).answer();
    let wrong = place
        .command(&DRAFT)
        .env("COMITY_OTLP_ENDPOINT", &collector.endpoint)
        .env("COMITY_PASSWORD", "not at all the one")
        .output()
        .unwrap();
    assert_eq!(wrong.status.code(), Some(1));

    let mut seen = BTreeSet::new();
    for metric in collector.metrics() {
        match metric.data.unwrap() {
            Data::Sum(sum) => {
                assert!(sum.is_monotonic, "{}", metric.name);
                for point in sum.data_points {
                    let Some(Number::AsInt(number)) = point.value else { panic!("{}: no number", metric.name) };
                    let of: Vec<String> = texts(&point.attributes).into_values().collect();
                    seen.insert(format!("{} {} = {number}", metric.name, of.join(" ")));
                }
            }
            Data::Histogram(all) => {
                for point in all.data_points {
                    let of: Vec<String> = texts(&point.attributes).into_values().collect();
                    assert!(point.sum.unwrap() > 0.0, "{}", metric.name);
                    seen.insert(format!("{} {} {}: {}", metric.name, metric.unit, of.join(" "), point.count));
                }
            }
            other => panic!("{}: {other:?}", metric.name),
        }
    }
    let expected = [
        "comity.log.entries  = 2",
        "comity.operation.duration s draft_request done: 1",
        "comity.operation.duration s sign_in done: 1",
        "comity.operation.duration s sign_in refused: 1",
        "comity.operations draft_request done = 1",
        "comity.operations sign_in done = 1",
        "comity.operations sign_in refused = 1",
        "comity.refusals not-signed-in = 1",
        "comity.storage.group.size  : 1",
    ];
    assert_eq!(seen, expected.into_iter().map(ToOwned::to_owned).collect());
}

#[test]
fn a_trace_from_outside_is_not_taken_over() {
    let (place, collector) = (Place::installed(), Collector::start());
    let strange = "4bf92f3577b34da6a3ce929d0e0e4736";

    let mut command = place.command(&DRAFT);
    let parent = format!("00-{strange}-00f067aa0ba902b7-01");
    command.env("COMITY_OTLP_ENDPOINT", &collector.endpoint).env("TRACEPARENT", &parent).env("traceparent", &parent);
    assert!(command.output().unwrap().status.success());

    let span = collector.span("draft_request");
    assert_ne!(trace_of(&span), strange);
    assert!(span.parent_span_id.is_empty(), "{:?}", span.parent_span_id);
}
