//! `officials`: who may act here, and as what.

use clap::Subcommand;
use serde_json::json;

use crate::domain::ids::SignInName;
use crate::domain::role::Role;
use crate::operations::add_official::{self, NewOfficial};
use crate::operations::{change_roles, list_officials, sign_in};

use super::credentials;
use super::deputies;
use super::output::{self, WrongUse};
use super::shared::{self, ActingAs, Global};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Add an official; the one-time password is printed once
    Add {
        /// What they sign in with
        sign_in: SignInName,
        /// Their name
        #[arg(long, value_name = "TEXT")]
        name: String,
        /// A role; may be given several times
        #[arg(long = "role", value_name = "ROLE", value_parser = shared::named::<Role>)]
        roles: Vec<Role>,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// List officials and roles
    List {
        #[command(flatten)]
        acting: ActingAs,
    },
    /// Grant, confirm or revoke a role; with two administrators a grant counts when the second confirms it
    #[command(group = clap::ArgGroup::new("what").required(true).args(["grant", "confirm", "revoke"]))]
    Roles {
        /// Whose role
        sign_in: SignInName,
        /// Grant this role
        #[arg(long, value_name = "ROLE", value_parser = shared::named::<Role>)]
        grant: Option<Role>,
        /// Confirm another administrator's grant of this role
        #[arg(long, value_name = "ROLE", value_parser = shared::named::<Role>)]
        confirm: Option<Role>,
        /// Revoke this role, at once
        #[arg(long, value_name = "ROLE", value_parser = shared::named::<Role>)]
        revoke: Option<Role>,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// Give an official a one-time password, printed once
    ResetPassword {
        /// Whose password
        sign_in: SignInName,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// Choose your own password (`COMITY_NEW_PASSWORD`, or typed), with the one you have now
    SetPassword {
        #[command(flatten)]
        acting: ActingAs,
    },
    /// Shut an official out, at once
    ShutOut {
        /// Whom
        sign_in: SignInName,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// Let an official in again
    LetIn {
        /// Whom
        sign_in: SignInName,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// Deputies: who stands in for whom while they are away
    #[command(subcommand)]
    Deputy(deputies::Deputy),
    /// A second factor: add one to your account, or take away the one of an official who has lost it
    #[command(subcommand)]
    SecondFactor(credentials::SecondFactor),
    /// Sessions: who is signed in to the service
    #[command(subcommand)]
    Session(credentials::Session),
    /// API tokens: programs that act for an official, within scopes
    #[command(subcommand)]
    Token(credentials::Token),
}

impl Command {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<u8> {
        let app = global.open().await?;
        match self {
            Command::Deputy(command) => command.run(&app).await,
            Command::SecondFactor(command) => command.run(&app).await,
            Command::Session(command) => command.run(&app).await,
            Command::Token(command) => command.run(&app).await,
            Command::Add { sign_in, name, roles, acting } => {
                let administrator = acting.sign_in(&app).await?;
                output::json(&add_official::run(&app, &administrator, NewOfficial { sign_in, name, roles }).await?)
            }
            Command::List { acting } => {
                let official = acting.sign_in(&app).await?;
                output::json(&list_officials::run(&app, &official).await?)
            }
            Command::Roles { sign_in, grant, confirm, revoke, acting } => {
                let administrator = acting.sign_in(&app).await?;
                let granted = match (grant, confirm, revoke) {
                    (Some(role), None, None) => change_roles::grant(&app, &administrator, &sign_in, role).await?,
                    (None, Some(role), None) => change_roles::confirm(&app, &administrator, &sign_in, role).await?,
                    (None, None, Some(role)) => change_roles::revoke(&app, &administrator, &sign_in, role).await?,
                    _ => return Err(WrongUse("say one of --grant, --confirm and --revoke".to_owned()).into()),
                };
                output::json(&json!({ "sign_in": sign_in, "state": granted }))
            }
            Command::ResetPassword { sign_in, acting } => {
                let administrator = acting.sign_in(&app).await?;
                let password = sign_in::reset_password(&app, &administrator, &sign_in).await?;
                output::json(&json!({ "sign_in": sign_in, "one_time_password": password }))
            }
            Command::SetPassword { acting } => {
                let old = acting.password()?;
                let new = shared::password("New password: ", "COMITY_NEW_PASSWORD")?;
                sign_in::set_password(&app, acting.name()?, &old, &new).await?;
                output::json(&json!({ "sign_in": acting.name()?, "password": "chosen" }))
            }
            Command::ShutOut { sign_in, acting } => {
                let administrator = acting.sign_in(&app).await?;
                add_official::set_disabled(&app, &administrator, &sign_in, true).await?;
                output::json(&json!({ "sign_in": sign_in, "shut_out": true }))
            }
            Command::LetIn { sign_in, acting } => {
                let administrator = acting.sign_in(&app).await?;
                add_official::set_disabled(&app, &administrator, &sign_in, false).await?;
                output::json(&json!({ "sign_in": sign_in, "shut_out": false }))
            }
        }
    }
}
