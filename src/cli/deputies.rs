//! `officials deputy`: who stands in for whom while they are away.

use clap::Subcommand;
use jiff::civil::Date;

use crate::domain::ids::{DeputyshipId, SignInName};
use crate::operations::App;
use crate::operations::deputies;
use crate::operations::deputise::{self, NewDeputyship};

use super::output;
use super::shared::ActingAs;

#[derive(Subcommand)]
pub(super) enum Deputy {
    /// Ask that somebody stands in for you, or, as an administrator, for somebody else; at most 90 days at once
    Ask {
        /// Who stands in
        deputy: SignInName,
        /// For whom, where not for yourself
        #[arg(long = "for", value_name = "SIGN_IN")]
        absent: Option<SignInName>,
        /// The first day, in UTC: today or later
        #[arg(long, value_name = "DATE")]
        from: Date,
        /// The last day, in UTC
        #[arg(long, value_name = "DATE")]
        until: Date,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// Confirm it, as an administrator who has not asked for it: from its first day on it lends the roles
    Confirm {
        /// The deputyship, by id
        deputyship: DeputyshipId,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// End it at once: whoever is away, their deputy, or an administrator
    End {
        /// The deputyship, by id
        deputyship: DeputyshipId,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// List yours; as an administrator or auditor, all
    List {
        #[command(flatten)]
        acting: ActingAs,
    },
}

impl Deputy {
    pub(super) async fn run(self, app: &App) -> anyhow::Result<u8> {
        match self {
            Deputy::Ask { deputy, absent, from, until, acting } => {
                let by = acting.sign_in(app).await?;
                let official = absent.map_or_else(|| acting.name().cloned(), Ok)?;
                output::json(&deputise::ask(app, &by, NewDeputyship { official, deputy, from, until }).await?)
            }
            Deputy::Confirm { deputyship, acting } => {
                let by = acting.sign_in(app).await?;
                output::json(&deputise::confirm(app, &by, &deputyship).await?)
            }
            Deputy::End { deputyship, acting } => {
                let by = acting.sign_in(app).await?;
                output::json(&deputise::end(app, &by, &deputyship).await?)
            }
            Deputy::List { acting } => {
                let by = acting.sign_in(app).await?;
                output::json(&deputies::list(app, &by).await?)
            }
        }
    }
}
