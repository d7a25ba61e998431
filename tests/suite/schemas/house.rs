//! Two authorities that have played every scenario, on SQLite, with one request left open in the south.

use std::collections::BTreeMap;
use std::path::Path;

use comity::cli::demo::cast::{self, ADMINISTRATOR, Authority, TRAINING_PASSWORD};
use comity::cli::demo::event::Nobody;
use comity::cli::demo::play::Play;
use comity::cli::demo::scenario::{Act, Person, Scenario, Step};
use comity::clock::Clock;
use comity::domain::ids::{RequestReference, SignInName, StateCode};
use comity::domain::role::Role;
use comity::operations::add_document::LARGEST;
use comity::operations::{App, Official, Settings, list_requests, sign_in};
use comity::storage::Grouping;
use comity::storage::requests::RequestFilter;
use jiff::SignedDuration;
use serde_json::{Value, json};
use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, ConnectOptions, Row};

/// An authority at work, and its database.
pub(super) struct House {
    pub(super) authority: Authority,
    pub(super) settings: Settings,
    database: String,
    people: BTreeMap<String, Person>,
}

impl House {
    pub(super) fn app(&self) -> &App {
        &self.authority.app
    }

    /// The first who holds a role.
    pub(super) fn with(&self, role: Role) -> &Official {
        let person = self.people.values().find(|person| person.roles.contains(&role)).unwrap();
        self.authority.official(&person.name).unwrap()
    }

    pub(super) async fn administrator(&self) -> Official {
        sign_in::run(self.app(), &SignInName::parse(ADMINISTRATOR).unwrap(), TRAINING_PASSWORD).await.unwrap()
    }

    /// The request that began last.
    pub(super) async fn newest(&self) -> RequestReference {
        let official = self.with(Role::CentralAuthority);
        let mut lines = list_requests::run(self.app(), official, &RequestFilter::default(), 1).await.unwrap();
        lines.remove(0).reference.parse().unwrap()
    }

    /// A connection past the program.
    pub(super) async fn by_hand(&self) -> AnyConnection {
        self.database.parse::<AnyConnectOptions>().unwrap().connect().await.unwrap()
    }

    /// Its log, leaf by leaf.
    pub(super) async fn leaves(&self) -> Vec<Value> {
        let mut connection = self.by_hand().await;
        let rows = sqlx::query("SELECT body FROM leaf ORDER BY idx").fetch_all(&mut connection).await.unwrap();
        rows.iter().map(|row| serde_json::from_slice(row.get::<&[u8], _>("body")).unwrap()).collect()
    }
}

/// Everybody who takes part, by State and name.
pub(super) fn cast() -> BTreeMap<StateCode, BTreeMap<String, Person>> {
    cast::of_scenarios(&Scenario::shipped().unwrap()).unwrap()
}

/// Plays every scenario, and one more that stops before it is authorised. The north comes first.
pub(super) async fn played(folder: &Path) -> (House, House) {
    let mut scenarios = Scenario::shipped().unwrap();
    scenarios.push(left_open(&scenarios));
    let clock = Clock::set_to(scenarios[0].starts_at - SignedDuration::from_hours(24));
    let (mut authorities, mut beside) = (Vec::new(), Vec::new());
    for (state, people) in cast() {
        let data = folder.join(state.as_str());
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
        beside.push((settings.clone(), people.clone()));
        authorities.push(Authority::set_up(settings, state, people).await.unwrap());
    }
    for scenario in &scenarios {
        Play::new(scenario, &authorities, &clock).unwrap().run(&mut Nobody).await.unwrap();
    }
    let house = |(authority, (settings, people)): (_, (Settings, _))| {
        let database = settings.database.clone();
        House { authority, settings, database, people }
    };
    let mut houses = authorities.into_iter().zip(beside).map(house);
    (houses.next().unwrap(), houses.next().unwrap())
}

/// A case that ends in review: somebody answers, and takes the answer back.
fn left_open(scenarios: &[Scenario]) -> Scenario {
    let mut story = scenarios.iter().find(|scenario| scenario.name == "lapse").unwrap().clone();
    let submitted = story.steps.iter().position(|step| matches!(step.act, Act::Take { .. })).unwrap();
    story.steps.truncate(submitted + 1);
    let about = json!({ "who": "samuel", "request": "store", "safeguard": "necessity_and_proportionality", "gate": "authorisation" });
    for more in [
        json!({ "do": "answer", "answer": "met", "reason": "It weighs little." }),
        json!({ "do": "withdraw", "reason": "Too early." }),
    ] {
        let mut step = about.as_object().unwrap().clone();
        step.extend(more.as_object().unwrap().clone());
        story.steps.push(serde_json::from_value::<Step>(step.into()).unwrap());
    }
    story
}
