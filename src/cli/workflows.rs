//! `workflows`: the rule files.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;

use crate::engine::files::RuleFiles;
use crate::engine::lists::Confidence;
use crate::engine::rulebook::Rulebook;
use crate::operations::OperationError;

use super::output;
use super::shared::Global;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Check rule files: every fault with its file, line and column
    Check {
        /// The folder to check; else that of `--workflows`, else the shipped rulebook
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
}

impl Command {
    pub(super) fn run(self, global: &Global) -> anyhow::Result<u8> {
        let Command::Check { folder, json: as_json } = self;
        let read = match folder.as_ref().or(global.workflows.as_ref()) {
            Some(folder) => RuleFiles::read(folder),
            None => Ok(RuleFiles::shipped()),
        };
        match read.and_then(Rulebook::load) {
            Ok(rulebook) if as_json => output::json(&json!({ "sound": true, "hash": rulebook.hash, "faults": [] })),
            Ok(rulebook) => summary(&rulebook),
            Err(faults) if as_json => {
                output::json(&json!({ "sound": false, "faults": faults }))?;
                Ok(output::NO)
            }
            Err(faults) => Err(OperationError::Unsound(faults).into()),
        }
    }
}

fn summary(rulebook: &Rulebook) -> anyhow::Result<u8> {
    let cited = rulebook.cited();
    let doubtful = cited
        .iter()
        .filter(|citation| {
            rulebook.citations.get(*citation).is_some_and(|known| known.confidence != Confidence::TextRead)
        })
        .count();
    let names = |names: Vec<String>| names.join(", ");
    output::line(&format!(
        "the rulebook `{}` ({}) is sound\n  hash        {}\n  in force    {}\n  procedures  {}\n  measures    {}\n  safeguards  {}\n  citations   {} used, {} of them to be confirmed against the certified text",
        rulebook.about.name,
        rulebook.about.instrument,
        rulebook.hash,
        if rulebook.about.in_force { "yes" } else { "no: for training, or where both States agreed to apply it" },
        names(rulebook.procedures.keys().map(ToString::to_string).collect()),
        names(rulebook.measures.keys().map(ToString::to_string).collect()),
        names(rulebook.safeguards.values().map(|safeguard| safeguard.code.clone()).collect()),
        cited.len(),
        doubtful,
    ))
}
