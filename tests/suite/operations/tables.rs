//! Entries taken out for other programs: every format holds the same entries, in its own grammar.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use comity::operations::OperationError;
use comity::operations::export_entries::{self, Format};
use comity::operations::export_log::wanted::Wanted;
use comity::operations::read_log::{self, LogFilter, LogPage, Which};
use serde_json::Value;
use strum::IntoEnumIterator as _;

use super::desk::{Desk, run};
use super::template::Kind;
use crate::attacks::exporting::python;

async fn taken(desk: &Desk, format: Format, filter: &LogFilter) -> (u64, String) {
    let target = desk.folder.path().join(format!(
        "{format}-{}",
        filter.kind.as_deref().unwrap_or(if filter.request.is_some() { "own" } else { "all" })
    ));
    let wanted = Wanted { filter: filter.clone(), ..Wanted::default() };
    let taken = export_entries::run(&desk.app, desk.official("axel"), &wanted, format, &target).await.unwrap();
    assert!(taken.altered.is_empty(), "{:?}", taken.altered);
    (taken.entries, std::fs::read_to_string(target).unwrap())
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn every_format_holds_every_entry_in_its_own_grammar() {
    Desk::each(async |desk| {
        let reference = desk.sent("expedited_preservation").await;
        let all = LogFilter::default();
        let own = LogFilter { request: Some(reference.clone()), ..LogFilter::default() };

        let (count, text) = taken(&desk, Format::Jsonl, &all).await;
        let entries: Vec<Value> = text.lines().map(json).collect();
        assert_eq!(entries.len() as u64, count);
        assert!(entries.iter().zip(0..).all(|(entry, index)| entry["index"] == index), "in the order of the log");
        assert_eq!(entries.last().unwrap()["type"], "log_exported", "taking them is an entry, before the first is out");

        let (count, text) = taken(&desk, Format::Csv, &all).await;
        let rows: Vec<&str> = text.trim_start_matches('\u{feff}').split_terminator("\r\n").collect();
        assert_eq!(rows.len() as u64, count + 1);
        assert!(rows[0].starts_with("entry,at,type,activity,") && rows[1].starts_with("0,2027-"), "{}", rows[1]);

        let (count, text) = taken(&desk, Format::Cloudevents, &all).await;
        let events: Vec<Value> = text.lines().map(json).collect();
        let ids: BTreeSet<&str> = events.iter().map(|event| event["id"].as_str().unwrap()).collect();
        assert_eq!((events.len() as u64, ids.len() as u64), (count, count));
        for event in &events {
            assert_eq!(event["specversion"], "1.0");
            assert!(event["type"].as_str().unwrap().starts_with("comity.entry."));
            assert!(event["source"].as_str().unwrap().starts_with("//") && event["data"]["leaf"] == event["id"]);
        }

        let (count, text) = taken(&desk, Format::Ocsf, &all).await;
        let events: Vec<Value> = text.lines().map(json).collect();
        assert_eq!(events.len() as u64, count);
        for event in &events {
            let number = |name: &str| event[name].as_u64().unwrap_or_else(|| panic!("{name}: {event}"));
            assert_eq!(number("type_uid"), number("class_uid") * 100 + number("activity_id"));
            assert_eq!(number("category_uid"), 3);
            assert!(number("time") > 1_700_000_000_000 && number("severity_id") > 0, "{event}");
            let named = match number("class_uid") {
                3002 => &event["user"]["uid"],
                3005 => &event["privileges"][0],
                _ => &event["entity"]["uid"],
            };
            assert!(named.is_string(), "{event}");
        }

        let (count, text) = taken(&desk, Format::Xes, &own).await;
        let tree = roxmltree::Document::parse(&text).unwrap();
        let named = |name: &str| {
            tree.descendants().filter(|node| node.has_tag_name(("http://www.xes-standard.org/", name))).count()
        };
        assert_eq!((named("trace"), named("event") as u64), (1, count));
        let whole = taken(&desk, Format::Xes, &all).await.1;
        assert_eq!(
            roxmltree::Document::parse(&whole)
                .unwrap()
                .descendants()
                .filter(|node| node.has_tag_name(("http://www.xes-standard.org/", "event")))
                .count() as u64,
            count
        );

        let (count, text) = taken(&desk, Format::Prov, &own).await;
        let document = json(&text);
        let many = |kind: &str| document[kind].as_object().unwrap().len() as u64;
        assert_eq!(
            (many("activity"), many("wasAssociatedWith"), many("entity"), many("wasGeneratedBy")),
            (count, count, 1, 1)
        );
        assert_eq!((many("wasInformedBy"), many("used")), (count - 1, count - 1));
        for by in document["wasAssociatedWith"].as_object().unwrap().values() {
            assert!(document["agent"][by["prov:agent"].as_str().unwrap()].is_object(), "{by}");
        }
    });
}

#[test]
fn libraries_of_those_who_define_provenance_and_events_read_them() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        let reference = desk.sent("expedited_preservation").await;
        let own = LogFilter { request: Some(reference), ..LogFilter::default() };
        let (acts, _) = taken(&desk, Format::Prov, &own).await;
        let (events, text) = taken(&desk, Format::Cloudevents, &own).await;
        let types: BTreeSet<String> = text.lines().map(|line| json(line)["type"].to_string()).collect();

        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verifier/tables.py");
        let files = [Format::Prov, Format::Cloudevents].map(|format| desk.folder.path().join(format!("{format}-own")));
        let output = Command::new(python()).arg(script).args(files).output().unwrap();

        let told = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
        let after = acts - 1;
        assert!(told.contains(&format!("{acts} activities, {acts} acts of somebody, {after} after another")), "{told}");
        assert!(told.contains(&format!("{events} events of {} types", types.len())), "{told}");
    });
}

#[test]
fn the_validator_of_those_who_define_chains_of_custody_takes_ours() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        let reference = desk.sent("expedited_preservation").await;
        desk.attach("anna", &desk.draft("production").await).await;
        let own = LogFilter { request: Some(reference.clone()), ..LogFilter::default() };
        let (count, text) = taken(&desk, Format::Case, &own).await;
        let graph = json(&text)["@graph"].as_array().unwrap().clone();
        let of = |kind: &str| graph.iter().filter(|node| node["@type"] == kind).count() as u64;
        let actions = of("case-investigation:InvestigativeAction");
        let informed = graph.iter().filter(|node| node["case-investigation:wasInformedBy"].is_object()).count() as u64;
        assert_eq!((actions, informed, of("case-investigation:Investigation")), (count, count - 1, 1));
        let named = graph.iter().find(|node| node["@type"] == "case-investigation:Investigation").unwrap();
        assert_eq!(named["uco-core:name"], reference.to_string());
        let (_, whole) = taken(&desk, Format::Case, &LogFilter::default()).await;
        assert!(whole.contains("uco-observable:ObservableObject") && whole.contains("uco-action:result"));

        let validate = |name: &str, text: &str| {
            let file = desk.folder.path().join(format!("{name}.jsonld"));
            std::fs::write(&file, text).unwrap();
            let output = Command::new(python().with_file_name("case_validate")).arg(&file).output().unwrap();
            (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
        };
        let (conforms, told) = validate("whole", &whole);
        assert!(conforms && told.contains("Conforms: True"), "{told}");
        // An action of nobody who is there; a time that is none.
        let nobody = text.replacen("\"uco-identity:Identity\"", "\"uco-core:Nobody\"", 1);
        let timeless = text.replacen("xsd:dateTime", "xsd:string", 1);
        for altered in [nobody, timeless] {
            assert_ne!(altered, text);
            let (conforms, told) = validate("altered", &altered);
            assert!(!conforms, "{told}");
        }
    });
}

#[test]
fn only_auditors_take_entries_out_and_nothing_is_written_over() {
    Desk::each(async |desk| {
        let reference = desk.sent("expedited_preservation").await;
        let filter = LogFilter { kind: Some("transition_taken".to_owned()), ..LogFilter::default() };
        let narrow = Wanted { filter: filter.clone(), ..Wanted::default() };
        for format in Format::iter() {
            let (count, text) = taken(&desk, format, &filter).await;
            assert_eq!(count, 3, "{format}: {text}");
            let again = desk.folder.path().join(format!("{format}-transition_taken"));
            let refused = export_entries::run(&desk.app, desk.official("axel"), &narrow, format, &again).await;
            assert!(matches!(refused, Err(OperationError::File { .. })), "{refused:?}");
        }
        let target: PathBuf = desk.folder.path().join("refused");
        let refused = export_entries::run(&desk.app, desk.official("cora"), &narrow, Format::Csv, &target).await;
        assert!(matches!(refused, Err(OperationError::NotAllowed { .. })) && !target.exists(), "{refused:?}");
        let of = LogFilter { request: Some(reference), ..LogFilter::default() };
        let page = read_log::run(&desk.app, desk.official("axel"), &of, LogPage::default()).await.unwrap();
        assert!(
            page.entries.iter().all(|entry| entry.kind != "log_exported"),
            "it stands in the authority's own chain"
        );
        assert!(read_log::one(&desk.app, desk.official("axel"), &Which::At(0)).await.is_ok());
    });
}
