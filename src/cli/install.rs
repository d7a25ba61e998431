//! `init`, `migrate`, `backup`, `clocks`: what operators do.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::audit::predecessor::{Incident, Predecessor};
use crate::domain::ids::{SignInName, StateCode};
use crate::domain::safeguard::Profile;
use crate::operations::install_authority::{self, NewAuthority};
use crate::operations::{back_up, run_clocks};
use crate::storage::Storage;

use super::output;
use super::shared::{self, ActingAs, Global};

/// Prepare an installation.
#[derive(Args)]
pub(super) struct Init {
    /// The State, by its ISO 3166-1 alpha-2 code
    #[arg(long, value_name = "CODE")]
    state: StateCode,
    /// Name of the central authority, as letters give it
    #[arg(long, value_name = "TEXT")]
    name: String,
    /// Which safeguards bind: `treaty_minimum`, `domestic` or `strict`
    #[arg(long, default_value = "strict", value_parser = shared::named::<Profile>)]
    profile: Profile,
    /// Everything in this installation is for training; States that exist for training only need it
    #[arg(long)]
    training: bool,
    /// Name of the log: host, `/mla/` and a number that is never used again [default: the one after that of `--after`, or STATE.invalid/mla/1]
    #[arg(long, value_name = "HOST/mla/N")]
    log_name: Option<String>,
    /// The last checkpoint of a log that was closed (`comity log close` makes the file): this log goes on after it, and its
    /// first entry says so
    #[arg(long, value_name = "FILE", requires = "incident")]
    after: Option<PathBuf>,
    /// Why that one was closed: `key_stolen`, `key_lost`, `entries_lost`, `rewritten` or `moved`
    #[arg(long, value_name = "WORD", requires = "after", value_parser = shared::named::<Incident>)]
    incident: Option<Incident>,
    /// What the administrator signs in with
    #[arg(long, default_value = "administrator", value_name = "NAME")]
    administrator: SignInName,
    /// The administrator's name
    #[arg(long, default_value = "Administrator", value_name = "TEXT")]
    administrator_name: String,
}

impl Init {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<u8> {
        let after = match self.after.zip(self.incident) {
            Some((file, incident)) => Some(Predecessor { note: shared::read_text(&file)?, incident }),
            None => None,
        };
        let next = after.as_ref().and_then(|after| after.heading().ok()?.origin.next()).map(String::from);
        let first = || format!("{}.invalid/mla/1", self.state.as_str().to_lowercase());
        let origin = self.log_name.or(next).unwrap_or_else(first);
        let new = NewAuthority {
            state: self.state,
            name: self.name,
            profile: self.profile,
            training: self.training,
            origin,
            after,
            administrator: self.administrator,
            administrator_name: self.administrator_name,
        };
        let installed = install_authority::run(&global.settings(), new).await?;
        output::json(&installed)?;
        output::note(
            "keep the log's key where verifiers find it, and choose a password of your own: comity officials set-password",
        );
        Ok(output::DONE)
    }
}

/// Brings the tables up to date.
pub(super) async fn migrate(global: &Global) -> anyhow::Result<u8> {
    let applied =
        Storage::migrate(&global.settings().storage()).await.map_err(crate::operations::OperationError::from)?;
    output::json(&json!({ "applied": applied }))
}

/// Copy database and keys.
#[derive(Args)]
pub(super) struct BackUp {
    /// The folder to make; it must not be there yet
    #[arg(value_name = "DIR")]
    target: PathBuf,
    #[command(flatten)]
    acting: ActingAs,
}

impl BackUp {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<u8> {
        let app = global.open().await?;
        let administrator = self.acting.sign_in(&app).await?;
        let backup = back_up::run(&app, &administrator, &self.target).await?;
        output::json(&json!({ "database": backup.database, "keys": backup.keys }))?;
        output::note("whoever has both the database and the keys can read everything: keep them apart");
        Ok(output::DONE)
    }
}

/// Lets the clocks act.
pub(super) async fn clocks(global: &Global) -> anyhow::Result<u8> {
    let app = global.open().await?;
    output::json(&run_clocks::run(&app).await?)
}
