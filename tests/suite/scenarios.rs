//! Whole cases told as data: each goes as it is told, on both databases, and both logs verify afterwards.

use std::collections::{BTreeMap, BTreeSet};

use comity::cli::demo::Demo;
use comity::cli::demo::cast::{self, Authority};
use comity::cli::demo::event::{Audience, Event, Nobody};
use comity::cli::demo::play::Play;
use comity::cli::demo::scenario::{Act, Scenario};
use comity::clock::Clock;
use comity::domain::ids::MeasureName;
use comity::engine::rulebooks::Rulebooks;
use comity::operations::add_document::LARGEST;
use comity::operations::{Settings, count_requests, verify_database};
use comity::storage::Grouping;
use jiff::SignedDuration;

/// Notes which safeguards were answered.
#[derive(Default)]
struct Answered(BTreeSet<String>);

impl Audience for Answered {
    fn see(&mut self, event: &Event<'_>) {
        if let Event::Answered { answers, .. } = event {
            self.0.extend(answers.iter().map(|given| given.code.clone()));
        }
    }
}

/// Sets the authorities up, one database each, and plays every scenario.
async fn all_go_as_told(databases: &[String]) {
    let scenarios = Scenario::shipped().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::set_to(scenarios[0].starts_at - SignedDuration::from_hours(24));
    let mut authorities = Vec::new();
    for (number, (state, people)) in cast::of_scenarios(&scenarios).unwrap().into_iter().enumerate() {
        let data = folder.path().join(state.as_str());
        let embedded = format!("sqlite:{}", data.join("comity.db").display());
        let database = databases.get(number).cloned().unwrap_or(embedded);
        let settings = Settings {
            database,
            data,
            erasures: None,
            workflows: None,
            clock: clock.clone(),
            grouping: Grouping::default(),
            largest_document: LARGEST,
        };
        authorities.push(Authority::set_up(settings, state, people).await.unwrap());
    }

    let mut answered = Answered::default();
    for scenario in &scenarios {
        // A code that a case of another instrument answers is not answered for this one.
        let mut nobody = Nobody;
        let audience: &mut dyn Audience = if scenario.instrument.is_none() { &mut answered } else { &mut nobody };
        if let Err(error) = Play::new(scenario, &authorities, &clock).unwrap().run(audience).await {
            panic!("{error:#}");
        }
    }

    let rulebook = &authorities[0].app.rulebooks().main;
    let of_the_convention = scenarios.iter().filter(|scenario| scenario.instrument.is_none());
    let singly = of_the_convention.flat_map(|scenario| &scenario.steps).filter_map(|step| match &step.act {
        Act::Answer { safeguard, .. } if step.refused.is_none() => Some(rulebook.safeguards[safeguard].code.clone()),
        _ => None,
    });
    answered.0.extend(singly);
    let all: BTreeSet<String> = rulebook.safeguards.values().map(|safeguard| safeguard.code.clone()).collect();
    assert_eq!(answered.0, all, "every safeguard is answered in a scenario");
    for authority in &authorities {
        let report = verify_database::run(&authority.app).await.unwrap();
        assert!(report.intact, "{}: {:?}", authority.name, report.differences);
        assert!(report.leaves > 100);
        // Read by hand against what the scenarios tell.
        let counted = count_requests::run(&authority.app).await.unwrap();
        let counted = serde_json::to_string_pretty(&counted).unwrap();
        insta::assert_snapshot!(format!("counted_by_{}", authority.name.to_lowercase()), counted);
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

#[test]
fn every_scenario_goes_as_told_on_sqlite() {
    runtime().block_on(all_go_as_told(&[]));
}

#[test]
fn every_scenario_goes_as_told_on_postgresql() {
    runtime().block_on(async {
        let databases = [crate::postgres::database().await, crate::postgres::database().await];
        all_go_as_told(&databases).await;
    });
}

#[test]
fn a_scenario_that_goes_otherwise_than_told_fails() {
    runtime().block_on(async {
        let mut scenarios = Scenario::shipped().unwrap();
        scenarios.retain(|scenario| scenario.name == "paper");
        let scenario = &mut scenarios[0];
        // The first refusal of the story is told as if it had been allowed.
        let step = scenario.steps.iter().position(|step| step.refused.is_some()).unwrap();
        scenario.steps[step].refused = None;
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::set_to(scenarios[0].starts_at);
        let (state, people) = cast::of_scenarios(&scenarios).unwrap().pop_first().unwrap();
        let data = folder.path().join("data");
        let database = format!("sqlite:{}", data.join("comity.db").display());
        let settings = Settings {
            database,
            data,
            erasures: None,
            workflows: None,
            clock: clock.clone(),
            grouping: Grouping::default(),
            largest_document: LARGEST,
        };
        let authorities = [Authority::set_up(settings, state, people).await.unwrap()];

        let told = Play::new(&scenarios[0], &authorities, &clock).unwrap().run(&mut Nobody).await;

        let error = format!("{:#}", told.unwrap_err());
        assert!(error.contains(&format!("step {}", step + 1)) && error.contains("second official"), "{error}");
    });
}

#[test]
fn the_demo_ends_well_and_keeps_what_it_promises() {
    let folder = tempfile::tempdir().unwrap();
    let keep = folder.path().join("kept");
    let demo = Demo { keep: Some(keep.clone()), scenario: vec!["lapse".to_owned()], quick: true, ..Demo::default() };

    let code = runtime().block_on(demo.clone().run(None)).unwrap();
    let again = runtime().block_on(demo.run(None));

    assert_eq!(code, 0);
    for file in ["exports/norvania.tar", "exports/norvania.key", "exports/norvania.altered.tar", "xs/comity.db"] {
        assert!(keep.join(file).is_file(), "{file}");
    }
    assert!(again.unwrap_err().to_string().contains("not empty"));
}

#[test]
fn every_scenario_file_keeps_to_the_schema() {
    let schema: serde_json::Value = serde_json::from_str(include_str!("../../schemas/scenario.schema.json")).unwrap();
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    let mut names = BTreeSet::new();

    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scenarios")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let value = serde_json::to_value(toml::from_str::<toml::Table>(&text).unwrap()).unwrap();
        let faults: Vec<String> =
            schema.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(faults.is_empty(), "{}: {faults:#?}", path.display());
        assert_eq!(path.file_stem().unwrap().to_str().unwrap(), value["name"].as_str().unwrap());
        names.insert(value["name"].as_str().unwrap().to_owned());
    }

    assert_eq!(names, Scenario::shipped().unwrap().into_iter().map(|scenario| scenario.name).collect());
}

#[test]
fn a_step_with_a_key_that_nobody_knows_is_refused() {
    let told = include_str!("../scenarios/paper.toml").replacen(
        "do      = \"draft\"",
        "do      = \"draft\"\nurgent = true",
        1,
    );

    let error = format!("{:#}", Scenario::parse(&told).unwrap_err());

    assert!(error.contains("urgent"), "{error}");
}

#[test]
fn every_measure_appears_in_a_scenario_and_every_citation_is_known() {
    let rulebooks = Rulebooks::load(None).unwrap();
    let scenarios = Scenario::shipped().unwrap();

    let mut drafted: BTreeMap<String, BTreeSet<MeasureName>> = BTreeMap::new();
    for scenario in &scenarios {
        let rulebook = scenario.instrument.as_ref().map_or(&rulebooks.main, |code| rulebooks.get(code).unwrap());
        let measures = scenario.steps.iter().filter_map(|step| match &step.act {
            Act::Draft { measure, .. } => Some(measure.clone()),
            _ => None,
        });
        drafted.entry(rulebook.about.instrument.clone()).or_default().extend(measures);
        for citation in &scenario.shows {
            assert!(rulebook.citations.contains_key(citation), "`{}` cites {citation}", scenario.name);
        }
        for safeguard in scenario.usual.keys() {
            assert!(rulebook.safeguards.contains_key(safeguard), "`{}` answers `{safeguard}`", scenario.name);
        }
        for (code, name) in [(&scenario.requesting, "requesting"), (&scenario.requested, "requested")] {
            assert!(rulebook.parties[code].training, "the {name} State of `{}` is a real one", scenario.name);
        }
    }
    let main = &rulebooks.main;
    let all: BTreeSet<MeasureName> = main.measures.keys().cloned().collect();
    assert_eq!(drafted[&main.about.instrument], all, "every measure appears in a scenario");
}
