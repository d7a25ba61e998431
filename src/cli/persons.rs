//! `persons`: whom requests are about, so that what is about one of them can be erased at once.

use clap::Subcommand;

use crate::domain::ids::{PersonId, RequestReference};
use crate::operations::App;
use crate::operations::file_person::{self, Who};

use super::erase::answered;
use super::output;
use super::shared::{ActingAs, Global};

#[derive(Subcommand)]
pub(super) enum Persons {
    /// File a request that you work on under a person: its key opens by the keys of its persons alone from then on
    #[command(group = clap::ArgGroup::new("who").required(true).args(["name", "person"]))]
    File {
        /// The request
        reference: RequestReference,
        /// Somebody new, by name; it is kept sealed under a key of their own
        #[arg(long)]
        name: Option<String>,
        /// Somebody under whom another request is filed
        #[arg(long, value_name = "ID")]
        person: Option<PersonId>,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// List those of the requests that you see
    List {
        #[command(flatten)]
        acting: ActingAs,
    },
}

impl Persons {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<u8> {
        answered(self.done(&global.open().await?).await)
    }

    async fn done(self, app: &App) -> anyhow::Result<u8> {
        match self {
            Persons::File { reference, name, person, acting } => {
                let by = acting.sign_in(app).await?;
                let who = person.map_or_else(|| Who::New(name.unwrap_or_default()), Who::Known);
                output::json(&file_person::run(app, &by, &reference, who).await?)
            }
            Persons::List { acting } => {
                let by = acting.sign_in(app).await?;
                output::json(&file_person::list(app, &by).await?)
            }
        }
    }
}
