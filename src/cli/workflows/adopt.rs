//! `workflows adopted`, `adopt`, `confirm`, `take-back`: which rulebooks new requests begin with.

use clap::Args;
use serde_json::json;

use crate::domain::ids::{AdoptionId, Digest, InstrumentCode};
use crate::engine::compare;
use crate::operations::adopt_rulebook::{self, Proposal};
use crate::operations::{App, list_adoptions};

use super::super::output::{self, WrongUse};
use super::super::shared::{ActingAs, Global};

const AFTER: &str = "\
Examples:
  comity workflows adopted                                            what is adopted, and what is offered
  comity --workflows ./our-rules workflows adopt --as administrator   what would change; nothing is proposed yet
  comity --workflows ./our-rules workflows adopt --as administrator --instead-of HASH --reason \"…\"
  comity workflows confirm ID --as deputy                             a second administrator: from now on it counts

Two administrators adopt a rulebook; each act is an entry of the log. New requests begin with it from then on, those that \
have begun keep theirs. A rulebook by which a safeguard can be walked round cannot be proposed.";

#[derive(Args)]
#[command(after_help = AFTER)]
pub(in crate::cli) struct Adopt {
    /// The rulebook to be adopted; else the one of the instrument that `--workflows` or the program offers
    #[arg(value_name = "HASH")]
    rulebook: Option<Digest>,
    /// The rulebook that is adopted now; without it, what would change is told and nothing proposed
    #[arg(long, value_name = "HASH")]
    instead_of: Option<Digest>,
    /// The instrument has no rulebook yet
    #[arg(long, conflicts_with = "instead_of")]
    first: bool,
    /// Why: kept sealed beside the entry
    #[arg(long, default_value = "")]
    reason: String,
    #[command(flatten)]
    acting: ActingAs,
}

#[derive(Args)]
pub(in crate::cli) struct Confirm {
    /// The adoption, by id
    adoption: AdoptionId,
    /// Protection falls: this is known, and accepted
    #[arg(long)]
    accept_lower_protection: bool,
    #[command(flatten)]
    acting: ActingAs,
}

#[derive(Args)]
pub(in crate::cli) struct TakeBack {
    /// The adoption, by id
    adoption: AdoptionId,
    #[command(flatten)]
    acting: ActingAs,
}

/// What is adopted and what is offered, without a sign-in: the operator asks.
pub(super) async fn adopted(global: &Global) -> anyhow::Result<u8> {
    let app = global.open().await?;
    output::json(&standing(&app))
}

/// The rulebooks that new requests begin with, and those that wait.
pub(in crate::cli) fn standing(app: &App) -> serde_json::Value {
    let rulebooks = app.rulebooks();
    let told = |rulebook: &crate::engine::rulebook::Rulebook| {
        json!({
            "instrument": rulebook.about.instrument, "in_force": rulebook.about.in_force,
            "name": rulebook.about.name, "rulebook": rulebook.hash,
        })
    };
    let waits = app.offered.iter().filter(|one| !rulebooks.iter().any(|known| known.hash == one.hash));
    json!({
        "adopted": rulebooks.iter().map(|one| told(one)).collect::<Vec<_>>(),
        "offered": waits.map(|one| told(one)).collect::<Vec<_>>(),
    })
}

impl Adopt {
    pub(super) async fn run(self, global: &Global, of: Option<&InstrumentCode>) -> anyhow::Result<u8> {
        let app = global.open().await?;
        let administrator = self.acting.sign_in(&app).await?;
        let rulebook = match self.rulebook {
            Some(hash) => hash,
            None => match of {
                Some(code) => app.offered.get(code).map(|one| one.hash.clone()).ok_or_else(|| {
                    WrongUse(format!("no rulebook of `{code}` is offered: there are {}", app.offered.there_are()))
                })?,
                None => app.offered.main.hash.clone(),
            },
        };
        if self.instead_of.is_none() && !self.first {
            return what_changes(&app, &rulebook).await;
        }
        let new = Proposal { rulebook, instead_of: self.instead_of, reason: self.reason };
        output::json(&adopt_rulebook::propose(&app, &administrator, new).await?)
    }
}

/// Tells what would change, and how to go on.
async fn what_changes(app: &App, hash: &Digest) -> anyhow::Result<u8> {
    let new = app.rulebook_of(hash).await?;
    let Some(old) = new.instrument().ok().and_then(|code| app.rulebooks().get(&code).map(std::sync::Arc::clone)) else {
        output::note("its instrument has no rulebook yet: say `--first --reason \"…\"` to propose this one");
        return output::json(&json!({ "new": new.hash, "instrument": new.about.instrument }));
    };
    let changes = compare::compare(&old, &new);
    let counted = compare::counted(&changes);
    output::line(&super::diff::told(&old, &new, &changes, counted))?;
    output::note(&format!("nothing was proposed; to propose it: `--instead-of {} --reason \"…\"`", old.hash));
    Ok(if counted.0 > 0 { output::NO } else { output::DONE })
}

impl Confirm {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<u8> {
        let app = global.open().await?;
        let administrator = self.acting.sign_in(&app).await?;
        let accepting = self.accept_lower_protection;
        output::json(&adopt_rulebook::confirm(&app, &administrator, &self.adoption, accepting).await?)
    }
}

impl TakeBack {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<u8> {
        let app = global.open().await?;
        let administrator = self.acting.sign_in(&app).await?;
        output::json(&adopt_rulebook::take_back(&app, &administrator, &self.adoption).await?)
    }
}

/// Every adoption there was, those that wait and those that were taken back included.
pub(super) async fn list(global: &Global, acting: &ActingAs) -> anyhow::Result<u8> {
    let app = global.open().await?;
    let official = acting.sign_in(&app).await?;
    output::json(&list_adoptions::run(&app, &official).await?)
}
