//! `workflows`: the rule files.

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
use std::time::Instant;

use clap::Subcommand;
use serde_json::json;

use crate::engine::explore::explore;
use crate::engine::files::RuleFiles;
use crate::engine::lists::Confidence;
use crate::engine::rulebook::Rulebook;
use crate::operations::OperationError;

use super::output;
use super::shared::Global;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Check and prove rule files: each fault with its place, each way round a gate as a story
    Check {
        /// The folder to check; else that of `--workflows`, else the shipped rulebook
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
}

impl Command {
    pub(super) fn run(self, global: &Global) -> anyhow::Result<u8> {
        match self {
            Command::Check { folder, json } => check(folder.as_deref(), json, global),
            Command::Articles(command) => command.run(&load(global.workflows.as_deref())?),
            Command::Form(command) => command.run(&load(global.workflows.as_deref())?),
            Command::Show(command) => command.run(&load(global.workflows.as_deref())?),
            Command::Explain(command) => command.run(&load(global.workflows.as_deref())?),
            Command::Export(command) => command.run(&load(global.workflows.as_deref())?),
            Command::Diff(command) => command.run(),
            Command::Chart(command) => command.run(&load(global.workflows.as_deref())?),
        }
    }
}

/// The rulebook of a folder, or the shipped one.
fn load(folder: Option<&Path>) -> Result<Rulebook, OperationError> {
    folder
        .map_or_else(|| Ok(RuleFiles::shipped()), RuleFiles::read)
        .and_then(Rulebook::load)
        .map_err(OperationError::Unsound)
}

fn check(folder: Option<&Path>, as_json: bool, global: &Global) -> anyhow::Result<u8> {
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        anyhow::bail!("there is no folder `{}`", folder.display());
    }
    match load(folder.or(global.workflows.as_deref())) {
        Ok(rulebook) => proved(&rulebook, as_json),
        Err(OperationError::Unsound(faults)) if as_json => {
            output::json(&json!({ "sound": false, "faults": faults }))?;
            Ok(output::NO)
        }
        Err(error) => Err(error.into()),
    }
}

/// Explores a rulebook whose files are sound, and says what came of it.
fn proved(rulebook: &Rulebook, as_json: bool) -> anyhow::Result<u8> {
    let begun = Instant::now();
    let explored = explore(rulebook);
    let took = begun.elapsed();
    let sound = explored.flaws.is_empty();
    if as_json {
        output::json(&json!({
            "sound": sound,
            "hash": rulebook.hash,
            "faults": explored.flaws,
            "procedures": explored.procedures,
            "states": explored.states,
            "shapes": explored.shapes,
            "cases": explored.cases,
            "took_ms": u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        }))?;
        return Ok(if sound { 0 } else { output::NO });
    }
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
    if sound {
        return summary(rulebook, &walked);
    }
    output::complain(&format!("the rulebook is not proved: {} findings over {walked}", explored.flaws.len()));
    Ok(output::NO)
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
