//! The authorities of the scenarios: each an installation of its own, its officials signed in.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, anyhow, bail};

use crate::domain::ids::{SignInName, StateCode};
use crate::domain::role::Role;
use crate::domain::safeguard::Profile;
use crate::operations::add_official::{self, NewOfficial};
use crate::operations::install_authority::{self, Installed, NewAuthority};
use crate::operations::{App, Official, Settings, sign_in};

use super::scenario::{Person, Scenario};

/// The password of every official who was made up for training.
pub const TRAINING_PASSWORD: &str = "for training only, keep no secrets here";

/// What the administrator of a training installation signs in with.
pub const ADMINISTRATOR: &str = "administrator";

/// The auditor of each authority: exports and verifies, never acts.
const AUDITOR: &str = "Greta Ahlm";

/// States that exist for training only, as the rulebook's `parties.toml` names them.
const TRAINING_STATES: [(&str, &str); 3] = [("XN", "Norvania"), ("XS", "Sudaria"), ("XE", "Estavia")];

/// An authority at work, with its officials.
pub struct Authority {
    /// Its installation.
    pub app: App,
    /// Its State.
    pub state: StateCode,
    /// The State's name.
    pub name: String,
    /// What was prepared, with the log's public key.
    pub installed: Installed,
    officials: BTreeMap<String, Official>,
}

/// The officials of each State over all scenarios, by name.
///
/// # Errors
/// Where one person holds other roles in another scenario: they are added once.
pub fn of_scenarios(scenarios: &[Scenario]) -> Result<BTreeMap<StateCode, BTreeMap<String, Person>>> {
    let mut cast: BTreeMap<StateCode, BTreeMap<String, Person>> = BTreeMap::new();
    for scenario in scenarios {
        for (_, state, people) in scenario.sides() {
            let here = cast.entry(state.clone()).or_default();
            for person in people.values() {
                let known = here.entry(person.name.clone()).or_insert_with(|| person.clone());
                if known != person {
                    bail!(
                        "`{}` of {state} holds other roles in `{}` than elsewhere: make them equal",
                        person.name,
                        scenario.name
                    );
                }
            }
        }
    }
    Ok(cast)
}

impl Authority {
    /// Prepares a training installation, adds the officials and lets each of them sign in.
    ///
    /// # Errors
    /// Where the installation cannot be prepared.
    pub async fn set_up(settings: Settings, state: StateCode, people: BTreeMap<String, Person>) -> Result<Self> {
        let name = TRAINING_STATES
            .iter()
            .find(|(code, _)| state == **code)
            .with_context(|| format!("`{state}` is no State for training"))?
            .1
            .to_owned();
        let administrator = SignInName::parse(ADMINISTRATOR)?;
        let new = NewAuthority {
            state: state.clone(),
            name: central_authority(&name),
            profile: Profile::Strict,
            training: true,
            origin: format!("{}.example/mla/1", name.to_lowercase()),
            after: None,
            administrator: administrator.clone(),
            administrator_name: "Training administrator".to_owned(),
        };
        let installed = install_authority::run(&settings, new).await?;
        let app = App::open(&settings).await?;
        let administrator = enter(&app, &administrator, &installed.one_time_password).await?;
        let auditor = Person { name: AUDITOR.to_owned(), roles: BTreeSet::from([Role::Auditor]) };
        let mut entering = Vec::new();
        for person in people.values().chain([&auditor]) {
            let official = NewOfficial {
                sign_in: sign_in_name(&person.name)?,
                name: person.name.clone(),
                roles: person.roles.iter().copied().collect(),
            };
            let added = add_official::run(&app, &administrator, official).await?;
            // Passwords are slow on purpose: all sign in at once.
            let app = app.clone();
            let entry = async move { enter(&app, &added.sign_in, &added.one_time_password).await };
            entering.push((person.name.clone(), tokio::spawn(entry)));
        }
        let mut officials = BTreeMap::new();
        for (name, entry) in entering {
            officials.insert(name, entry.await??);
        }
        Ok(Self { app, state, name, installed, officials })
    }

    /// An official by name.
    ///
    /// # Errors
    /// Where nobody of that name was added.
    pub fn official(&self, name: &str) -> Result<&Official> {
        self.officials.get(name).ok_or_else(|| anyhow!("`{name}` is no official of {}", self.name))
    }

    /// The auditor.
    ///
    /// # Errors
    /// Never, once it was set up.
    pub fn auditor(&self) -> Result<&Official> {
        self.official(AUDITOR)
    }

    /// Its own name, as letters give it.
    #[must_use]
    pub fn authority_name(&self) -> String {
        central_authority(&self.name)
    }

    /// Its officials, the administrator left out, by name.
    pub fn officials(&self) -> impl Iterator<Item = &Official> {
        self.officials.values()
    }

    /// How many officials it has, the administrator left out.
    #[must_use]
    pub fn size(&self) -> usize {
        self.officials.len()
    }
}

fn central_authority(state: &str) -> String {
    format!("Central Authority of {state}")
}

/// Signs in for the first time: the one-time password is good for choosing another, and for nothing else.
async fn enter(app: &App, name: &SignInName, one_time_password: &str) -> Result<Official> {
    sign_in::set_password(app, name, one_time_password, TRAINING_PASSWORD).await?;
    Ok(sign_in::run(app, name, TRAINING_PASSWORD).await?)
}

/// `Anna Lindqvist` signs in as `anna.lindqvist`.
fn sign_in_name(name: &str) -> Result<SignInName> {
    Ok(SignInName::parse(name.to_lowercase().replace(' ', "."))?)
}
