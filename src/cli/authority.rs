//! `authority`: what the installation is.

use clap::Subcommand;
use serde_json::json;

use crate::domain::safeguard::Profile;
use crate::operations::change_profile;

use super::output;
use super::shared::{self, ActingAs, Global};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Show the State, the profile, the log's name and its public key
    Show,
    /// Change the profile: an entry of the log; it binds new requests only
    SetProfile {
        /// `treaty_minimum`, `domestic` or `strict`
        #[arg(value_parser = shared::named::<Profile>)]
        profile: Profile,
        /// Why: kept sealed beside the entry
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        acting: ActingAs,
    },
}

impl Command {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<u8> {
        let app = global.open().await?;
        match self {
            Command::Show => {}
            Command::SetProfile { profile, reason, acting } => {
                let administrator = acting.sign_in(&app).await?;
                change_profile::run(&app, &administrator, profile, &reason).await?;
            }
        }
        let authority = app.authority().await?;
        let key = app.storage.log_signer().await?.verifier().to_string();
        output::json(&json!({
            "state": authority.state,
            "name": authority.name,
            "profile": authority.profile,
            "training": authority.training,
            "log": authority.origin,
            "log_key": key,
            "rulebook": app.rulebook.hash,
        }))
    }
}
