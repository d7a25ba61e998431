//! `authority`: what the installation is.

use clap::Subcommand;
use jiff::civil::Date;
use serde_json::json;

use crate::domain::ids::{AgreementId, InstrumentCode, StateCode};
use crate::domain::safeguard::Profile;
use crate::operations::agree::{self, NewAgreement};
use crate::operations::{change_profile, list_agreements};

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
    /// Record that both States agreed to apply an instrument that is not in force; it counts once a second administrator
    /// confirms it
    Agree {
        /// The instrument, such as `UNCC`
        #[arg(long, value_name = "CODE")]
        instrument: InstrumentCode,
        /// The other State
        #[arg(long, value_name = "CODE")]
        with: StateCode,
        /// The day on which both agreed, such as `2026-11-01`
        #[arg(long, value_name = "DATE")]
        agreed_on: Date,
        /// What it is called, without names of persons
        #[arg(long, value_name = "TEXT")]
        title: String,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// Confirm an agreement, as another administrator than the one who recorded it
    ConfirmAgreement {
        /// The agreement, by id
        agreement: AgreementId,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// Note that an agreement has ended: nothing more begins under it, and what runs goes on
    EndAgreement {
        /// The agreement, by id
        agreement: AgreementId,
        /// Why: kept sealed beside the entry
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// List agreements
    Agreements {
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
            Command::Agree { instrument, with, agreed_on, title, acting } => {
                let administrator = acting.sign_in(&app).await?;
                let new = NewAgreement { instrument, state: with, agreed_on, title };
                return output::json(&agree::record(&app, &administrator, new).await?);
            }
            Command::ConfirmAgreement { agreement, acting } => {
                let administrator = acting.sign_in(&app).await?;
                return output::json(&agree::confirm(&app, &administrator, &agreement).await?);
            }
            Command::EndAgreement { agreement, reason, acting } => {
                let administrator = acting.sign_in(&app).await?;
                return output::json(&agree::end(&app, &administrator, &agreement, &reason).await?);
            }
            Command::Agreements { acting } => {
                let official = acting.sign_in(&app).await?;
                return output::json(&list_agreements::run(&app, &official).await?);
            }
        }
        let authority = app.authority().await?;
        let standing = super::workflows::standing(&app);
        let key = app.storage.log_key().await?.to_string();
        output::json(&json!({
            "state": authority.state,
            "name": authority.name,
            "profile": authority.profile,
            "training": authority.training,
            "log": authority.origin,
            "log_key": key,
            "rulebook": app.rulebooks().main.hash,
            "instruments": standing["adopted"],
            "offered": standing["offered"],
        }))
    }
}
