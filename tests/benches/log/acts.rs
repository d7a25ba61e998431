//! How long whole acts of the program take on a request, and how much of each is its entry.
//!
//! An act cannot be had without its entry. What one costs is measured beside it, as the difference between a small transaction
//! with its entry and the same by hand without; what is left of the act is what it would take without the log.

use std::time::{Duration, Instant};

use comity::cli::demo::cast::{self, Authority};
use comity::cli::demo::scenario::{Act, Scenario};
use comity::clock::Clock;
use comity::domain::ids::RequestReference;
use comity::domain::role::Role;
use comity::operations::add_document::LARGEST;
use comity::operations::draft_request::{self, NewRequest};
use comity::operations::take_transition::{self, TakeTransition};
use comity::operations::{App, Official, Settings};
use comity::storage::Grouping;
use serde_json::Value;

use super::median;

/// What is drafted and submitted.
const MEASURE: &str = "expedited_preservation";

/// So many are submitted in a round, and so many rounds are made.
const ROUND: usize = 40;
const ROUNDS: usize = 5;

/// Drafts and submits requests one after the other; prints what submitting one takes, beside `entry`: what an entry costs, in
/// milliseconds.
pub(crate) async fn run(name: &str, database: Option<String>, entry: f64) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("XN");
    let scenarios: Vec<Scenario> = Scenario::shipped().unwrap();
    let mut people = cast::of_scenarios(&scenarios).unwrap();
    let state = "XN".parse().unwrap();
    let settings = Settings {
        database: database.unwrap_or_else(|| format!("sqlite:{}", data.join("comity.db").display())),
        data,
        erasures: None,
        workflows: None,
        clock: Clock::system(),
        grouping: Grouping { at_most: 1, writers: 1 },
        largest_document: LARGEST,
    };
    let people = people.remove(&state).unwrap();
    let authority = Authority::set_up(settings, state, people).await.unwrap();
    let drafter = authority.officials().find(|official| official.roles.contains(&Role::DraftingOfficial)).unwrap();
    let content = content(&scenarios);
    let mut each = Vec::new();
    for _ in 0..ROUNDS {
        let mut took = Duration::ZERO;
        for _ in 0..ROUND {
            let reference = drafted(&authority.app, drafter, &content).await;
            let begun = Instant::now();
            submit(&authority.app, drafter, &reference).await;
            took += begun.elapsed();
        }
        each.push(took.as_secs_f64() * 1000.0 / ROUND as f64);
    }
    let act = median(each);
    println!(
        "  {name:<12} submitting a request {act:.2} ms, of which its entry {entry:.2} ms: {:.2} x of the rest",
        act / (act - entry)
    );
}

/// The content of a request that is complete: of those that scenarios draft, the one that says most.
fn content(scenarios: &[Scenario]) -> Value {
    let ours = scenarios.iter().filter(|scenario| scenario.instrument.is_none());
    let drafts = ours.flat_map(|scenario| &scenario.steps).filter_map(|step| match &step.act {
        Act::Draft { measure, content, .. } if measure.as_str() == MEASURE => Some(content.clone()),
        _ => None,
    });
    Value::Object(drafts.max_by_key(serde_json::Map::len).unwrap())
}

async fn drafted(app: &App, drafter: &Official, content: &Value) -> RequestReference {
    let new = NewRequest {
        instrument: "UNCC".parse().unwrap(),
        measure: MEASURE.parse().unwrap(),
        counterpart: "XS".parse().unwrap(),
        title: "Logs of one server".to_owned(),
        content: content.clone(),
        follows: None,
    };
    draft_request::run(app, drafter, new).await.unwrap().reference
}

async fn submit(app: &App, drafter: &Official, reference: &RequestReference) {
    let submit = TakeTransition { transition: "submit".parse().unwrap(), holding: None, reason: None };
    take_transition::run(app, drafter, reference, submit).await.unwrap();
}
