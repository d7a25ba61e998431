//! What the service tells of its calls: traces that lead from an answer to its entry, numbers, and nobody's words.

use std::collections::BTreeSet;

use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use serde_json::json;

use super::served::Served;
use super::wire::Answer;
use crate::cli::process::{PASSWORD, Place};
use crate::telemetry::collector::{Collector, texts, trace_of};

/// A trace that somebody outside would like to stand in the log.
const STRANGE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

fn told(collector: &Collector, level: &str, options: &[&str]) -> Served {
    let variables = [("COMITY_OTLP_ENDPOINT", collector.endpoint.as_str()), ("COMITY_LOG", level)];
    Served::over(Place::installed(), options, &variables)
}

/// Ends it, so that everything is sent; gives what was logged.
fn ended(mut served: Served) -> String {
    served.signal("TERM");
    assert_eq!(served.ended().code(), Some(0), "{}", served.log());
    served.log()
}

fn trace(answer: &Answer) -> String {
    answer.headers["x-trace-id"].clone()
}

/// The span of a call, by the trace in its answer.
fn call_of(spans: &[Span], trace: &str) -> Span {
    let mut of = spans.iter().filter(|span| trace_of(span) == trace && span.kind == SpanKind::Server as i32);
    let found = of.next().unwrap_or_else(|| panic!("no call in trace {trace}"));
    assert!(of.next().is_none(), "one trace, one call");
    found.clone()
}

#[test]
fn the_trace_in_an_answer_leads_to_the_span_and_to_the_entry() {
    let collector = Collector::start();
    let served = told(&collector, "warn", &[]);
    let anna =
        served.anna().with("traceparent", &format!("00-{STRANGE}-00f067aa0ba902b7-01")).with("tracestate", "a=b");

    let drafted = anna.post(
        "/api/v1/requests",
        &json!({ "instrument": "UNCC", "measure": "production", "counterpart": "XS", "title": "T" }),
    );
    let reference = drafted.clone().is(201).json()["reference"].as_str().unwrap().to_owned();
    let transitions = format!("/api/v1/requests/{reference}/transitions");
    let refused = anna.post(&transitions, &json!({ "transition": "submit" })).is(422);
    let history = anna.get(&format!("/api/v1/requests/{reference}/history")).is(200).json();
    let nowhere = anna.get("/api/v1/wilhelmina/plantagenet").is(404);
    let not_this_way = anna.call("DELETE", &transitions, None, b"").unwrap().is(405);
    ended(served);

    let entries = history.as_array().unwrap();
    assert_eq!(entries[0]["body"]["trace"], trace(&drafted));
    assert_eq!(entries.last().unwrap()["entry"], "attempt_refused");
    assert_eq!(entries.last().unwrap()["body"]["trace"], trace(&refused));
    for problem in [&refused, &nowhere, &not_this_way] {
        assert_eq!(problem.json()["trace"], trace(problem));
    }
    assert!(!String::from_utf8_lossy(&collector.bytes()).contains(STRANGE));
    let spans = collector.spans();
    let call = call_of(&spans, &trace(&refused));
    assert_eq!(call.name, "POST /api/v1/requests/{reference}/transitions");
    assert!(call.parent_span_id.is_empty() && trace_of(&call) != STRANGE);
    let attributes = texts(&call.attributes);
    assert_eq!(attributes["http.request.method"], "POST");
    assert_eq!(attributes["http.route"], "/api/v1/requests/{reference}/transitions");
    assert!(attributes["http.response.status_code"].contains("422"), "{attributes:?}");
    let operation = spans.iter().find(|span| span.name == "take_transition").unwrap();
    assert_eq!((&operation.trace_id, &operation.parent_span_id), (&call.trace_id, &call.span_id));
    assert_eq!(call_of(&spans, &trace(&nowhere)).name, "GET");
    assert_eq!(call_of(&spans, &trace(&not_this_way)).name, "DELETE /api/v1/requests/{reference}/transitions");
    assert_ne!(trace(&drafted), trace(&refused));
}

#[test]
fn calls_are_counted_by_method_route_and_status() {
    let collector = Collector::start();
    let served = told(&collector, "warn", &["--calls-by-address", "2"]);
    for _ in 0..2 {
        served.caller().try_sign_in("anna", "not hers").is(401);
    }
    let held_back = (0..40).filter(|_| served.caller().get("/health").status == 429).count();
    assert!(held_back > 0);
    ended(served);

    let mut seen = BTreeSet::new();
    for metric in collector.metrics() {
        match metric.data.unwrap() {
            Data::Sum(sum) if metric.name.starts_with("comity.http") || metric.name.starts_with("comity.sign_in") => {
                let points = sum
                    .data_points
                    .iter()
                    .map(|point| format!("{} {:?} {:?}", metric.name, texts(&point.attributes).values(), point.value));
                seen.extend(points);
            }
            Data::Histogram(all) if metric.name == "http.server.request.duration" => {
                assert_eq!(metric.unit, "s");
                seen.extend(
                    all.data_points
                        .iter()
                        .map(|point| format!("{:?} {}", texts(&point.attributes).values(), point.count)),
                );
            }
            _ => {}
        }
    }
    let status = |status: u16| format!("Some(IntValue({status}))");
    let served_calls = 40 - held_back;
    let expected = [
        "comity.sign_in.failures [] Some(AsInt(2))".to_owned(),
        format!("comity.http.held_back [\"GET\", \"/health\"] Some(AsInt({held_back}))"),
        format!("[\"POST\", {:?}, \"/api/v1/session\"] 2", status(401)),
        format!("[\"GET\", {:?}, \"/health\"] {served_calls}", status(200)),
        format!("[\"GET\", {:?}, \"/health\"] {held_back}", status(429)),
    ];
    assert_eq!(seen, expected.into_iter().collect());
}

/// What nobody outside may read: each a word that is found nowhere else.
const PLANTED: [&str; 12] = [
    "wilhelmina",
    "plantagenet",
    "ottoline",
    "zinnober",
    "quillfeather",
    "marmaduke",
    "sybaritic",
    "threnody",
    "isolde",
    "peregrine",
    "xanthippe",
    "lanterns",
];

#[test]
fn words_of_callers_reach_neither_spans_nor_numbers_nor_the_log() {
    for level in ["debug", "trace"] {
        let collector = Collector::start();
        let served = told(&collector, level, &[]);
        let anna = served.anna().with("User-Agent", "Wilhelmina/1").with("X-Forwarded-For", "plantagenet");
        let anna =
            anna.with("Cookie", "name=Ottoline").with("traceparent", "00-zinnober").with("Baggage", "who=Quillfeather");
        let body = json!({
            "instrument": "UNCC", "measure": "production", "counterpart": "XS", "title": "Marmaduke",
            "content": { "facts": "Sybaritic Bank", "requesting_authority": "Threnody" },
        });
        let reference = anna.post("/api/v1/requests", &body).is(201).json()["reference"].as_str().unwrap().to_owned();
        for target in [
            "/Wilhelmina/Plantagenet",
            "/api/v1/requests/Ottoline",
            "/api/v1/requests?Zinnober=Quillfeather",
            "/api/v1/requests/XN-2020-000001/documents/Marmaduke",
            "/api/v1/problems/Sybaritic",
            "/health?Threnody",
            "/api/v1/officials/isolde/tokens",
            "/api/v1/rulebook/peregrine",
            "/api/v1/requests?text=Isolde",
        ] {
            for method in ["GET", "POST", "PUT", "DELETE", "XANTHIPPE"] {
                let answer = anna.call(method, target, Some("application/json"), br#"{"Peregrine":"Isolde"#).unwrap();
                assert!(answer.status < 500, "{method} {target}: {answer:?}");
            }
        }
        served.caller().try_sign_in("isolde", "peregrine").is(401);
        served.caller().try_sign_in("Wilhelmina P", "peregrine").is(422);
        served.caller().with("Authorization", "Bearer Xanthippe").get("/api/v1/session").is(401);
        anna.with("Idempotency-Key", "Zinnober").with("If-Match", "\"Threnody\"").post(
            &format!("/api/v1/requests/{reference}/transitions"),
            &json!({ "transition": "wilhelmina", "reason": "Peregrine" }),
        );
        let form = "--edge\r\ncontent-disposition: form-data; name=\"language\"\r\n\r\nen\r\n--edge\r\ncontent-disposition: form-data; name=\"document\"; filename=\"Threnody.txt\"\r\n\r\nThe witness Isolde\r\n--edge--\r\n";
        let documents = format!("/api/v1/requests/{reference}/documents");
        anna.call("POST", &documents, Some("multipart/form-data; boundary=edge"), form.as_bytes()).unwrap().is(201);
        anna.call("POST", &documents, Some("multipart/form-data; boundary=Peregrine"), form.as_bytes()).unwrap();
        let log = ended(served);

        // What is looked for has to be there to be found.
        assert!(
            log.contains("answered") && log.contains("POST /api/v1/requests") && log.contains("draft_request"),
            "{log}"
        );
        let exported = String::from_utf8_lossy(&collector.bytes()).to_lowercase();
        assert!(
            exported.contains("/api/v1/requests/{reference}/documents")
                && exported.contains("http.server.request.duration")
        );
        let log = log.to_lowercase();
        for planted in PLANTED.into_iter().chain([PASSWORD]) {
            assert!(!exported.contains(planted), "`{planted}` was exported");
            let line = log.lines().find(|line| line.contains(planted));
            assert_eq!(line, None, "`{planted}` at `{level}`");
        }
        let known = [
            "comity.trace",
            "comity.request.reference",
            "comity.outcome",
            "comity.rule",
            "http.request.method",
            "http.route",
            "http.response.status_code",
        ];
        for span in collector.spans() {
            let attributes = texts(&span.attributes);
            assert!(attributes.keys().all(|key| known.contains(&key.as_str())), "{}: {attributes:?}", span.name);
            assert!(span.events.is_empty(), "{span:?}");
        }
    }
}
