//! Killed in the middle of two hundred calls: what was acknowledged is there, and what is sent again happens once.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use super::served::{Served, signal};
use super::wire::Caller;
use crate::cli::process::Place;

/// So many calls at once: three drafts for each document.
const CALLS: usize = 200;

/// Killed once so many were acknowledged.
const KILLED_AFTER: [usize; 2] = [15, 110];

const OPTIONS: [&str; 4] = ["--calls-by-official", "100000", "--calls-by-address", "100000"];

/// What a call came to: the reference of a request, or the id of a document. None where no whole answer came.
type Acknowledged = BTreeMap<usize, String>;

fn is_document(number: usize) -> bool {
    number % 4 == 3
}

/// One call under a key of its own; the same number is the same call, whenever it is sent.
fn act(anna: &Caller, round: usize, number: usize, reference: &str) -> Option<String> {
    let anna = anna.with("Idempotency-Key", &format!("round-{round}-call-{number}"));
    let answer = if is_document(number) {
        let body = format!(
            "--edge\r\ncontent-disposition: form-data; name=\"language\"\r\n\r\nen\r\n--edge\r\ncontent-disposition: form-data; name=\"document\"; filename=\"{round}-{number}.txt\"\r\n\r\n{number} of {round}\r\n--edge--\r\n"
        );
        let target = format!("/api/v1/requests/{reference}/documents");
        anna.call("POST", &target, Some("multipart/form-data; boundary=edge"), body.as_bytes())
    } else {
        let title = format!("{number} of {round}");
        anna.try_post(
            "/api/v1/requests",
            &json!({ "instrument": "UNCC", "measure": "production", "counterpart": "XS", "title": title }),
        )
    };
    let answer = answer.ok()?.is(201);
    let name = if is_document(number) { "id" } else { "reference" };
    Some(answer.json()[name].as_str().unwrap().to_owned())
}

/// All calls at once; the service is killed once so many are acknowledged, if at all.
fn all(served: &Served, anna: &Caller, round: usize, reference: &str, killed_after: Option<usize>) -> Acknowledged {
    let done = AtomicUsize::new(0);
    let process = served.id();
    std::thread::scope(|together| {
        let calls: Vec<_> = (0..CALLS)
            .map(|number| {
                let done = &done;
                together.spawn(move || {
                    let acknowledged = act(anna, round, number, reference)?;
                    if Some(done.fetch_add(1, Ordering::SeqCst) + 1) == killed_after {
                        signal(process, "KILL");
                    }
                    Some((number, acknowledged))
                })
            })
            .collect();
        calls.into_iter().filter_map(|call| call.join().unwrap()).collect()
    })
}

/// Every request with its title, page by page.
fn listed(anna: &Caller) -> BTreeMap<String, String> {
    let (mut all, mut next) = (BTreeMap::new(), String::new());
    loop {
        let page = anna.get(&format!("/api/v1/requests{next}")).is(200).json();
        for request in page["requests"].as_array().unwrap() {
            let text = |name: &str| request[name].as_str().unwrap().to_owned();
            all.insert(text("reference"), text("title"));
        }
        match page["next"].as_str() {
            Some(after) => next = format!("?after={after}"),
            None => return all,
        }
    }
}

fn nothing_acknowledged_is_lost(database: Option<String>) {
    let mut served = Served::over(Place::installed_on(database), &OPTIONS, &[]);
    let drafted = served.anna().post(
        "/api/v1/requests",
        &json!({ "instrument": "UNCC", "measure": "production", "counterpart": "XS", "title": "File" }),
    );
    let reference = drafted.is(201).json()["reference"].as_str().unwrap().to_owned();
    let documents = format!("/api/v1/requests/{reference}/documents");
    let (mut drafts, mut attached) = (1, 0);
    for (round, killed_after) in KILLED_AFTER.into_iter().enumerate() {
        let anna = served.anna();
        let acknowledged = all(&served, &anna, round, &reference, Some(killed_after));
        println!("killed after {killed_after}: {} of {CALLS} were acknowledged", acknowledged.len());
        assert!(acknowledged.len() >= killed_after && acknowledged.len() < CALLS, "{}", acknowledged.len());

        served = Served::over(served.kill(), &OPTIONS, &[]);

        let anna = served.anna();
        served.place.run(&["audit", "verify"]).ends(0, "agree");
        let (there, kept) = (listed(&anna), anna.get(&documents).is(200).json());
        for (number, name) in &acknowledged {
            if is_document(*number) {
                let found = kept.as_array().unwrap().iter().any(|document| document["document"] == name.as_str());
                assert!(found, "document {name} was acknowledged");
            } else {
                assert_eq!(there.get(name), Some(&format!("{number} of {round}")), "{name} was acknowledged");
                let history = anna.get(&format!("/api/v1/requests/{name}/history")).is(200).json();
                assert!(!history.as_array().unwrap().is_empty());
            }
        }
        let again = all(&served, &anna, round, &reference, None);
        assert_eq!(again.len(), CALLS);
        for (number, name) in &acknowledged {
            assert_eq!(again.get(number), Some(name), "the same call has the same answer");
        }
        drafts += CALLS / 4 * 3;
        attached += CALLS / 4;
        assert_eq!(listed(&anna).len(), drafts);
        assert_eq!(anna.get(&documents).is(200).json().as_array().unwrap().len(), attached);
        served.place.run(&["audit", "verify"]).ends(0, "agree");
    }
    served.signal("TERM");
    assert_eq!(served.ended().code(), Some(0));
}

#[test]
fn nothing_acknowledged_is_lost_on_sqlite() {
    nothing_acknowledged_is_lost(None);
}

#[test]
fn nothing_acknowledged_is_lost_on_postgresql() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    nothing_acknowledged_is_lost(Some(runtime.block_on(crate::postgres::database())));
}
