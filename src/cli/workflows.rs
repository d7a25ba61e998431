//! `workflows`: the rule files.

mod adopt;
mod articles;
mod chapter_five;
mod chart;
mod citing;
mod diff;
mod effect;
mod explain;
mod export;
mod form;
mod order;
mod show;
mod table;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::domain::ids::InstrumentCode;
use crate::engine::explore::{Explored, explore};
use crate::engine::lists::Confidence;
use crate::engine::rulebook::Rulebook;
use crate::engine::rulebooks::Rulebooks;
use crate::operations::OperationError;

use super::output::{self, WrongUse};
use super::shared::{ActingAs, Global};

pub(super) use adopt::standing;

/// What is done with the rule files, and of which instrument they are.
#[derive(Args)]
pub(super) struct Workflows {
    /// The rulebook of this instrument, such as `UNCC`; else the main one, and for `check` all of them
    #[arg(long, global = true, value_name = "CODE")]
    instrument: Option<InstrumentCode>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check and prove rule files: each fault with its place, each way round a gate as a story
    Check {
        /// The folder to check; else that of `--workflows`, else the shipped rulebooks
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Where each article acts: safeguards, steps, grounds, clocks, forms, and the file that says so
    Articles(articles::Articles),
    /// The form of a measure: the fields of the content that `request draft` and `request change` take
    Form(form::Form),
    /// One safeguard, measure, ground or condition in its own words
    Show(show::Show),
    /// In words, every gate on a measure's way, what has to hold there, and who acts
    Explain(explain::Explain),
    /// A procedure as a picture (SVG): both sides, messages, gates with their safeguards
    Chart(chart::Chart),
    /// A procedure for other tools: pnml, scxml, dot, mermaid, promela
    Export(export::Export),
    /// What changed between two rulebooks, gate by gate, and whether protection rose or fell
    Diff(diff::Diff),
    /// Which rulebooks new requests begin with, and which are offered and not adopted yet
    Adopted,
    /// Propose that new requests begin with another rulebook; it counts once a second administrator confirms it
    Adopt(adopt::Adopt),
    /// Confirm an adoption, as another administrator than the one who proposed it
    Confirm(adopt::Confirm),
    /// Take back a proposal to adopt a rulebook
    TakeBack(adopt::TakeBack),
    /// List the adoptions, those that wait and those that were taken back included
    Adoptions {
        #[command(flatten)]
        acting: ActingAs,
    },
}

impl Workflows {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<u8> {
        let of = self.instrument.as_ref();
        let folder = global.workflows.as_deref();
        match self.command {
            Command::Check { folder: named, json } => check(named.as_deref().or(folder), of, json),
            Command::Articles(command) => command.run(&*load(folder, of)?),
            Command::Form(command) => command.run(&*load(folder, of)?),
            Command::Show(command) => command.run(&*load(folder, of)?),
            Command::Explain(command) => command.run(&*load(folder, of)?),
            Command::Export(command) => command.run(&*load(folder, of)?),
            Command::Chart(command) => command.run(&*load(folder, of)?),
            Command::Diff(command) => command.run(of),
            Command::Adopted => adopt::adopted(global).await,
            Command::Adopt(command) => command.run(global, of).await,
            Command::Confirm(command) => command.run(global).await,
            Command::TakeBack(command) => command.run(global).await,
            Command::Adoptions { acting } => adopt::list(global, &acting).await,
        }
    }
}

/// The rulebook of an instrument, or the main one, of a folder, or of those shipped.
fn load(folder: Option<&Path>, of: Option<&InstrumentCode>) -> anyhow::Result<Arc<Rulebook>> {
    let rulebooks = Rulebooks::load(folder).map_err(OperationError::Unsound)?;
    Ok(chosen(&rulebooks, of)?.remove(0))
}

/// The rulebook of an instrument; all, the main one first, where none is named.
fn chosen(rulebooks: &Rulebooks, of: Option<&InstrumentCode>) -> anyhow::Result<Vec<Arc<Rulebook>>> {
    let Some(code) = of else { return Ok(rulebooks.iter().map(Arc::clone).collect()) };
    let Some(rulebook) = rulebooks.get(code) else {
        let there_are = rulebooks.there_are();
        return Err(WrongUse(format!("there is no rulebook of the instrument `{code}`: there are {there_are}")).into());
    };
    Ok(vec![Arc::clone(rulebook)])
}

fn check(folder: Option<&Path>, of: Option<&InstrumentCode>, as_json: bool) -> anyhow::Result<u8> {
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        anyhow::bail!("there is no folder `{}`", folder.display());
    }
    let rulebooks = match Rulebooks::load(folder) {
        Ok(rulebooks) => rulebooks,
        Err(faults) if as_json => {
            output::json(&json!({ "sound": false, "faults": faults, "rulebooks": [] }))?;
            return Ok(output::NO);
        }
        Err(faults) => return Err(OperationError::Unsound(faults).into()),
    };
    let explored: Vec<Checked> = chosen(&rulebooks, of)?.into_iter().map(Checked::of).collect();
    let sound = explored.iter().all(Checked::is_sound);
    if as_json {
        let each: Vec<_> = explored.iter().map(Checked::figures).collect();
        output::json(&json!({ "sound": sound, "faults": [], "rulebooks": each }))?;
    } else {
        for (at, checked) in explored.iter().enumerate() {
            if at > 0 {
                output::line("")?;
            }
            checked.tell()?;
        }
    }
    Ok(if sound { output::DONE } else { output::NO })
}

/// A rulebook whose files are sound, and what exploring it came to.
struct Checked {
    rulebook: Arc<Rulebook>,
    explored: Explored,
    took: Duration,
}

impl Checked {
    fn of(rulebook: Arc<Rulebook>) -> Self {
        let begun = Instant::now();
        let explored = explore(&rulebook);
        Self { rulebook, explored, took: begun.elapsed() }
    }

    fn is_sound(&self) -> bool {
        self.explored.flaws.is_empty()
    }

    fn figures(&self) -> Value {
        let Self { rulebook, explored, took } = self;
        json!({
            "instrument": rulebook.about.instrument,
            "in_force": rulebook.about.in_force,
            "sound": self.is_sound(),
            "hash": rulebook.hash,
            "faults": explored.flaws,
            "procedures": explored.procedures,
            "states": explored.states,
            "shapes": explored.shapes,
            "cases": explored.cases,
            "took_ms": u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        })
    }

    fn tell(&self) -> anyhow::Result<()> {
        let Self { rulebook, explored, took } = self;
        for flaw in &explored.flaws {
            output::complain(&format!("{flaw}\n"));
        }
        let walked = format!(
            "{} states of {} procedures in {} shapes, for {} safeguards of measures in profiles, in {:.1} s",
            explored.states,
            explored.procedures,
            explored.shapes,
            explored.cases,
            took.as_secs_f64()
        );
        if self.is_sound() {
            return summary(rulebook, &walked).map(|_| ());
        }
        let about = &rulebook.about;
        output::complain(&format!(
            "the rulebook `{}` ({}) is not proved: {} findings over {walked}",
            about.name,
            about.instrument,
            explored.flaws.len()
        ));
        Ok(())
    }
}

fn summary(rulebook: &Rulebook, walked: &str) -> anyhow::Result<u8> {
    let cited = rulebook.cited();
    let read =
        |citation: &&_| rulebook.citations.get(*citation).is_some_and(|known| known.confidence == Confidence::TextRead);
    let doubtful = cited.iter().filter(|citation| !read(citation)).count();
    let codes: BTreeSet<&str> = rulebook.safeguards.values().map(|safeguard| safeguard.code.as_str()).collect();
    let in_force =
        if rulebook.about.in_force { "yes" } else { "no: for training, or where both States agreed to apply it" };
    let lines = [
        format!("the rulebook `{}` ({}) is sound, and proved", rulebook.about.name, rulebook.about.instrument),
        format!("  hash        {}", rulebook.hash),
        format!("  in force    {in_force}"),
        format!("  procedures  {}", joined(rulebook.procedures.keys())),
        format!("  measures    {}", joined(rulebook.measures.keys())),
        format!("  safeguards  {}", joined(codes)),
        format!("  citations   {} used, {doubtful} of them to be confirmed against the certified text", cited.len()),
        format!("  explored    {walked}"),
    ];
    output::line(&lines.join("\n"))
}

fn joined<T: ToString>(names: impl IntoIterator<Item = T>) -> String {
    names.into_iter().map(|name| name.to_string()).collect::<Vec<_>>().join(", ")
}
