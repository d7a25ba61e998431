//! `erase` and `hold`: what requests said is forgotten by two administrators, unless somebody ordered it to be kept.

use clap::{Args, Subcommand};
use jiff::civil::Date;

use crate::domain::erasure::ErasureBasis;
use crate::domain::ids::{PersonId, RequestReference};
use crate::operations::{App, OperationError, erase_content, erase_person, hold_content};

use super::output::{self, WrongUse};
use super::shared::{ActingAs, Global, named};

#[derive(Subcommand)]
pub(super) enum Erase {
    /// Propose to erase what a request said, as an administrator; only requests that have ended
    Propose {
        #[command(flatten)]
        what: What,
        /// Why: `retention_ended`, `no_longer_needed`, `data_subject`, `ordered` or `unlawful`
        #[arg(long, value_parser = named::<ErasureBasis>)]
        basis: ErasureBasis,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// Confirm it, as another administrator: words, documents, messages and reasons are gone for good, also for you; entries,
    /// roles and times stay
    Confirm {
        #[command(flatten)]
        what: What,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// Take a proposal back
    TakeBack {
        /// The request
        reference: RequestReference,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// List the requests whose erasure waits for a second administrator
    List {
        #[command(flatten)]
        acting: ActingAs,
    },
    /// List the requests that ended so long ago and still have their content; those on hold are marked
    Due {
        /// So many days after the end
        #[arg(long, value_name = "DAYS")]
        days: u32,
        #[command(flatten)]
        acting: ActingAs,
    },
}

/// What is erased.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub(super) struct What {
    /// The request
    reference: Option<RequestReference>,
    /// In place of one request, all that are about this person and nobody else
    #[arg(long, value_name = "ID")]
    person: Option<PersonId>,
}

/// The same, told apart.
enum Whose {
    Request(RequestReference),
    Person(PersonId),
}

impl What {
    fn told(self) -> anyhow::Result<Whose> {
        match (self.reference, self.person) {
            (Some(reference), _) => Ok(Whose::Request(reference)),
            (None, Some(person)) => Ok(Whose::Person(person)),
            (None, None) => Err(WrongUse("name a request, or a person with `--person`".to_owned()).into()),
        }
    }
}

#[derive(Subcommand)]
pub(super) enum Hold {
    /// Keep what a request said from being erased, as an administrator
    Set {
        /// The request
        reference: RequestReference,
        /// Why: kept sealed, and the log commits to it
        #[arg(long)]
        reason: String,
        /// The last day, in UTC; without one it stands until it is lifted
        #[arg(long, value_name = "DATE")]
        until: Option<Date>,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// Lift a hold, as another administrator than the one who set it
    Lift {
        /// The request
        reference: RequestReference,
        /// The hold, by id
        hold: String,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// List the holds on a request
    List {
        /// The request
        reference: RequestReference,
        #[command(flatten)]
        acting: ActingAs,
    },
}

impl Erase {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<u8> {
        answered(self.done(&global.open().await?).await)
    }

    async fn done(self, app: &App) -> anyhow::Result<u8> {
        match self {
            Erase::Propose { what, basis, acting } => {
                let by = acting.sign_in(app).await?;
                match what.told()? {
                    Whose::Request(reference) => {
                        output::json(&erase_content::propose(app, &by, &reference, basis).await?)?
                    }
                    Whose::Person(person) => output::json(&erase_person::propose(app, &by, &person, basis).await?)?,
                };
                output::note("nothing is gone yet: another administrator confirms it with `comity erase confirm`");
                Ok(output::DONE)
            }
            Erase::Confirm { what, acting } => {
                let by = acting.sign_in(app).await?;
                match what.told()? {
                    Whose::Request(reference) => output::json(&erase_content::confirm(app, &by, &reference).await?)?,
                    Whose::Person(person) => output::json(&erase_person::confirm(app, &by, &person).await?)?,
                };
                output::note("backups made before still hold the key: let none of them become older than 30 days");
                Ok(output::DONE)
            }
            Erase::TakeBack { reference, acting } => {
                let by = acting.sign_in(app).await?;
                output::json(&erase_content::take_back(app, &by, &reference).await?)
            }
            Erase::List { acting } => {
                let by = acting.sign_in(app).await?;
                output::json(&erase_content::list(app, &by).await?)
            }
            Erase::Due { days, acting } => {
                let by = acting.sign_in(app).await?;
                output::json(&erase_content::due(app, &by, days).await?)
            }
        }
    }
}

impl Hold {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<u8> {
        answered(self.done(&global.open().await?).await)
    }

    async fn done(self, app: &App) -> anyhow::Result<u8> {
        match self {
            Hold::Set { reference, reason, until, acting } => {
                let by = acting.sign_in(app).await?;
                output::json(&hold_content::set(app, &by, &reference, &reason, until).await?)
            }
            Hold::Lift { reference, hold, acting } => {
                let by = acting.sign_in(app).await?;
                output::json(&hold_content::lift(app, &by, &reference, &hold).await?)
            }
            Hold::List { reference, acting } => {
                let by = acting.sign_in(app).await?;
                output::json(&hold_content::list(app, &by, &reference).await?)
            }
        }
    }
}

/// A refusal as JSON, like those of `request`.
pub(super) fn answered(done: anyhow::Result<u8>) -> anyhow::Result<u8> {
    match done.map_err(anyhow::Error::downcast::<OperationError>) {
        Ok(code) => Ok(code),
        Err(Ok(refusal)) if refusal.is_refusal() => output::refused(&refusal),
        Err(Ok(other)) => Err(other.into()),
        Err(Err(other)) => Err(other),
    }
}
