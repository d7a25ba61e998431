//! Every leaf that this program writes fits the schema: of whole cases, of the authority's own affairs, of what goes wrong.

use std::collections::BTreeSet;
use std::path::Path;

use comity::cli::demo::cast::{self, ADMINISTRATOR, Authority, TRAINING_PASSWORD};
use comity::cli::demo::event::Nobody;
use comity::cli::demo::play::Play;
use comity::cli::demo::scenario::{Person, Scenario};
use comity::clock::Clock;
use comity::domain::envelope::Envelope;
use comity::domain::ids::{RequestReference, SignInName};
use comity::domain::role::Role;
use comity::domain::safeguard::Profile;
use comity::domain::terms::Carried;
use comity::operations::add_document::{self, NewDocument};
use comity::operations::add_official::{self, NewOfficial};
use comity::operations::take_transition::{self, TakeTransition};
use comity::operations::{
    App, Official, OperationError, Settings, assign_official, back_up, change_profile, change_roles, export_log,
    number_request, read_document, receive_message, sign_in, verify_database,
};
use comity::storage::Grouping;
use jiff::SignedDuration;
use serde_json::Value;
use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, ConnectOptions, Row};

use super::entries::{types, validator};

/// An authority whose cases have been played, and its database.
struct House {
    authority: Authority,
    database: String,
    people: Vec<Person>,
}

impl House {
    fn app(&self) -> &App {
        &self.authority.app
    }

    fn with(&self, role: Role) -> Vec<&Official> {
        let named = self.people.iter().filter(|person| person.roles.contains(&role));
        named.map(|person| self.authority.official(&person.name).unwrap()).collect()
    }

    /// A connection past the program.
    async fn by_hand(&self) -> AnyConnection {
        self.database.parse::<AnyConnectOptions>().unwrap().connect().await.unwrap()
    }

    async fn leaves(&self) -> Vec<Value> {
        let rows = sqlx::query("SELECT body FROM leaf ORDER BY idx").fetch_all(&mut self.by_hand().await).await.unwrap();
        rows.iter().map(|row| serde_json::from_slice(row.get::<&[u8], _>("body")).unwrap()).collect()
    }
}

/// Plays every scenario, each authority on a database of its own.
async fn played(folder: &Path) -> (Vec<House>, Vec<Scenario>) {
    let scenarios = Scenario::shipped().unwrap();
    let clock = Clock::set_to(scenarios[0].starts_at - SignedDuration::from_hours(24));
    let (mut authorities, mut rest) = (Vec::new(), Vec::new());
    for (state, people) in cast::of_scenarios(&scenarios).unwrap() {
        let data = folder.join(state.as_str());
        let database = format!("sqlite:{}", data.join("comity.db").display());
        let settings = Settings {
            database: database.clone(),
            data,
            workflows: None,
            clock: clock.clone(),
            grouping: Grouping::default(),
        };
        rest.push((database, people.values().cloned().collect()));
        authorities.push(Authority::set_up(settings, state, people).await.unwrap());
    }
    for scenario in &scenarios {
        Play::new(scenario, &authorities, &clock).unwrap().run(&mut Nobody).await.unwrap();
    }
    let house = |(authority, (database, people))| House { authority, database, people };
    (authorities.into_iter().zip(rest).map(house).collect(), scenarios)
}

#[test]
fn every_leaf_of_every_kind_fits_the_schema() {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let (houses, scenarios) = played(folder.path()).await;
        let mut written = BTreeSet::new();
        for house in &houses {
            let leaves = house.leaves().await;
            written.extend(leaves.iter().map(|l| l["type"].as_str().unwrap().to_owned()));
        }
        println!("{written:?}");
        println!("{:?}", types().difference(&written));
        let validator = validator();
        let mut n = 0;
        for house in &houses {
            for leaf in house.leaves().await {
                n += 1;
                let faults: Vec<String> = validator.iter_errors(&leaf).map(|e| format!("{}: {e}", e.instance_path())).collect();
                assert!(faults.is_empty(), "{faults:#?}\n{leaf:#}");
            }
        }
        println!("{n}");
        panic!("x");
    });
}
