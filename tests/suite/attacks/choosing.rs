//! A choice of entries, and what is opened of a request: both verifiers hold what is in it against the log, and nothing of what
//! was left out is in it.

use comity::domain::ids::RequestReference;
use comity::operations::OperationError;
use comity::operations::export_log::{self, wanted::Wanted};
use comity::operations::read_log::{self, LogFilter, LogPage};
use serde_json::Value;

use crate::operations::desk::Desk;

use super::exporting::{ALTERED, Exported, lines, put};

fn of_kind(kind: &str) -> Wanted {
    Wanted { filter: LogFilter { kind: Some(kind.to_owned()), ..LogFilter::default() }, ..Wanted::default() }
}

fn entries(export: &Exported) -> Vec<Value> {
    lines(&export.files()).iter().map(|line| serde_json::from_slice(line).unwrap()).collect()
}

/// What the newest export has left in the authority's own chain.
async fn told(desk: &Desk) -> Value {
    let filter = LogFilter { kind: Some("log_exported".to_owned()), ..LogFilter::default() };
    let newest = LogPage { newest_first: true, ..LogPage::default() };
    read_log::run(&desk.app, desk.official("axel"), &filter, newest).await.unwrap().entries.remove(0).body
}

#[test]
fn a_choice_of_entries_is_proved_one_by_one_to_both() {
    Desk::each(async |desk| {
        let (one, _) = (desk.sent("expedited_preservation").await, desk.submitted("production").await);

        let steps = Exported::wanted(&desk, &of_kind("transition_taken")).await;
        let said = steps.both(&steps.bytes);
        assert_eq!(said.code, 0, "{}\n{}", said.ours, said.theirs);
        assert!(said.ours.contains("a choice of entries"), "{}", said.ours);
        let taken = entries(&steps);
        assert!(taken.len() == 4 && taken.iter().all(|entry| entry["type"] == "transition_taken"), "{taken:#?}");
        assert_eq!(told(&desk).await["scope"], "choice");
        assert_eq!(told(&desk).await["kind"], "transition_taken");

        // Of one request too: what the other says is not in it.
        let mut wanted = of_kind("transition_taken");
        wanted.filter.request = Some(one);
        let own = Exported::wanted(&desk, &wanted).await;
        assert_eq!((own.both(&own.bytes).code, entries(&own).len()), (0, 3));

        for case in ["swapped", "changed", "without its proof", "without its leaf"] {
            let bytes = steps.with(|files| {
                let mut all = lines(files);
                match case {
                    "swapped" => all.swap(1, 2),
                    "changed" => {
                        let text = String::from_utf8(all[1].clone()).unwrap();
                        all[1] = text.replacen("\"transition\":\"", "\"transition\":\"x", 1).into_bytes();
                    }
                    "without its leaf" => drop(all.remove(1)),
                    _ => {
                        let last = files.keys().rfind(|name| name.ends_with(".tlog-proof")).unwrap().clone();
                        files.remove(&last);
                    }
                }
                put(files, &all);
            });
            let said = steps.both(&bytes);
            assert_eq!(said.code, ALTERED, "{case}: {}\n{}", said.ours, said.theirs);
        }

        let target = desk.folder.path().join("none.tar");
        let none = export_log::run(&desk.app, desk.official("axel"), &of_kind("request_sealed"), &target).await;
        assert!(matches!(none, Err(OperationError::Unusable { .. })) && !target.exists(), "{none:?}");
    });
}

#[test]
fn the_acts_of_one_official_are_found_in_every_request_and_the_entry_says_whose_were_seen() {
    Desk::each(async |desk| {
        let (one, two) = (desk.sent("expedited_preservation").await, desk.sent("production").await);
        let of = |name: &str| Wanted { official: Some(name.parse().unwrap()), ..Wanted::default() };
        let export = Exported::wanted(&desk, &of("carl")).await;
        let said = export.both(&export.bytes);
        assert_eq!(said.code, 0, "{}\n{}", said.ours, said.theirs);

        let taken = entries(&export);
        let sent = |entry: &&Value| entry["body"]["transition"] == "send";
        assert_eq!(taken.iter().filter(sent).count(), 2, "{one} {two}: {taken:#?}");
        assert!(taken.iter().all(|entry| entry["body"]["transition"] != "submit"), "that was anna");
        let body = told(&desk).await;
        assert!(body["official"].is_string() && body["scope"] == "choice", "{body}");
        // Nobody is named: neither in the entry nor in the export.
        assert!(!body.to_string().contains("carl"));
        let files = export.files();
        for file in ["data/leaves.jsonl", "bag-info.txt"] {
            assert!(!files[file].windows(4).any(|bytes| bytes == b"carl"), "{file}");
        }

        let target = desk.folder.path().join("nobody.tar");
        let nobody = export_log::run(&desk.app, desk.official("axel"), &of("nobody"), &target).await;
        assert!(matches!(nobody, Err(OperationError::NotFound { .. })), "{nobody:?}");
        let refused = export_log::run(&desk.app, desk.official("anna"), &of("carl"), &target).await;
        assert!(matches!(refused, Err(OperationError::NotAllowed { .. })) && !target.exists(), "{refused:?}");
    });
}

#[test]
fn attack_25_what_entries_commit_to_is_opened_for_reasons_and_cannot_be_swapped() {
    Desk::each(async |desk| {
        let reference: RequestReference = desk.sent("expedited_preservation").await;
        let opened = Wanted { opened: Some("complaint 7".to_owned()), ..Wanted::of(reference.clone()) };
        let closed = Exported::wanted(&desk, &Wanted::of(reference.clone())).await;
        assert!(!closed.files().contains_key("data/disclosures.jsonl"));
        let export = Exported::wanted(&desk, &opened).await;
        let said = export.both(&export.bytes);
        assert_eq!(said.code, 0, "{}\n{}", said.ours, said.theirs);
        assert_eq!(told(&desk).await["opened"], true);
        let kinds: Vec<_> = entries(&export).iter().map(|entry| entry["type"].to_string()).collect();
        assert_eq!(kinds.last().unwrap(), "\"content_disclosed\"", "the request says so before it is out");

        let open = |files: &std::collections::BTreeMap<String, Vec<u8>>| -> Vec<String> {
            let text = String::from_utf8(files["data/disclosures.jsonl"].clone()).unwrap();
            text.lines().map(ToOwned::to_owned).collect()
        };
        let all = open(&export.files());
        assert!(all.len() > 2, "{all:?}");
        for case in ["another value", "another place", "another field", "another entry"] {
            let bytes = export.with(|files| {
                let mut lines = open(files);
                let text = String::from_utf8(base64(&lines[0])).unwrap();
                let mut parts: Vec<Value> = serde_json::from_str(&text).unwrap();
                match case {
                    "another value" => parts[2] = "something else".into(),
                    // The same entry, and a field that it does not commit to; another entry, and the same field.
                    "another field" | "another entry" => {
                        let place = parts[1].as_str().unwrap().to_owned();
                        let (entry, field) = place.rsplit_once('/').unwrap();
                        let (case_id, cseq) = entry.rsplit_once('/').unwrap();
                        let next = cseq.parse::<u64>().unwrap() + 1;
                        parts[1] = match case {
                            "another field" => format!("{entry}/another").into(),
                            _ => format!("{case_id}/{next}/{field}").into(),
                        };
                    }
                    _ => {
                        let other: Vec<Value> = serde_json::from_slice(&base64(&lines[1])).unwrap();
                        lines.remove(1);
                        parts[1] = other[1].clone();
                    }
                }
                lines[0] = unpadded(&serde_json::to_vec(&parts).unwrap());
                files.insert("data/disclosures.jsonl".to_owned(), (lines.join("\n") + "\n").into_bytes());
            });
            let said = export.both(&bytes);
            assert_eq!(said.code, ALTERED, "{case}: {}\n{}", said.ours, said.theirs);
        }

        let target = desk.folder.path().join("opened.tar");
        for wrong in [
            Wanted { opened: Some("all of it".to_owned()), ..Wanted::default() },
            Wanted { opened: Some(" ".to_owned()), ..Wanted::of(reference) },
        ] {
            let refused = export_log::run(&desk.app, desk.official("axel"), &wrong, &target).await;
            assert!(matches!(refused, Err(OperationError::Unusable { .. })) && !target.exists(), "{refused:?}");
        }
    });
}

fn base64(line: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(line).unwrap()
}

fn unpadded(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}
