//! `import`: open cases from a file of rows.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use indicatif::ProgressBar;

use crate::operations::OperationError;
use crate::operations::import_requests::{self, COLUMNS, Import, LARGEST_FILE, LineState, Report, SOURCE};

use super::output::{self, WrongUse};
use super::shared::{self, ActingAs, Global};

const AFTER: &str = "\
One line for each case, in CSV with commas, semicolons or tabs, in UTF-8. Requests of yours become drafts, those that \
came are recorded and count once a second official confirms each. Nothing passes a gate. Where anything is wrong, \
nothing is imported. A line is known by its old reference: imported again it is recognised, so that an import that was \
broken off goes on where it stopped.

Begin with `comity import --example > cases.csv`, and try with `--dry-run`. Exit codes: 1 where something is wrong, or \
you may not; 4 where some lines were refused or left.";

/// How many lines are told of on standard error, at most.
const TOLD: usize = 50;

#[derive(Args)]
#[command(after_help = AFTER)]
pub(super) struct Command {
    #[command(flatten)]
    acting: ActingAs,
    /// The file; `-` for standard input
    #[arg(required_unless_present_any = ["columns", "example"])]
    file: Option<PathBuf>,
    /// Write nothing: say what is wrong, line by line
    #[arg(long)]
    dry_run: bool,
    /// What you call the files that the cases come from: an old reference is imported once from each
    #[arg(long, default_value = SOURCE, value_name = "NAME")]
    source: String,
    /// The folder with the papers that column `paper` names; else they stay in your files
    #[arg(long, value_name = "DIR")]
    papers: Option<PathBuf>,
    /// List the columns
    #[arg(long, conflicts_with_all = ["file", "example"])]
    columns: bool,
    /// Print an empty file with one row as an example
    #[arg(long, conflicts_with = "file")]
    example: bool,
}

impl Command {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<u8> {
        if self.columns {
            return output::json(&COLUMNS);
        }
        if self.example {
            return output::line(import_requests::empty_file().trim_end());
        }
        let file = self.file.ok_or_else(|| WrongUse("name the file, or `-`".to_owned()))?;
        let bytes = shared::read_bytes(&file, LARGEST_FILE as u64)?;
        if let Some(folder) = self.papers.as_ref().filter(|folder| !folder.is_dir()) {
            return Err(WrongUse(format!("`{}` is no folder", folder.display())).into());
        }
        let app = global.open().await?;
        let official = self.acting.sign_in(&app).await?;
        let import = Import { source: self.source, bytes: Arc::new(bytes), papers: self.papers };
        if self.dry_run {
            return match import_requests::check(&app, &official, &import).await {
                Ok(report) => told(&report),
                Err(error) => failed(error),
            };
        }
        // Shown where standard error is a terminal, and nowhere else.
        let bar = ProgressBar::new(0);
        let progress = |done: usize, all: usize| {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        };
        let done = import_requests::run(&app, &official, &import, &progress).await;
        bar.finish_and_clear();
        match done {
            Ok(report) => told(&report),
            // Refused as a whole: what is wrong is told line by line.
            Err(error @ OperationError::Unusable { .. }) => {
                match import_requests::check(&app, &official, &import).await {
                    Ok(report) if !report.is_clean() => told(&report),
                    Ok(_) | Err(_) => failed(error),
                }
            }
            Err(error) => failed(error),
        }
    }
}

fn failed(error: OperationError) -> anyhow::Result<u8> {
    match error {
        error if error.is_refusal() => output::refused(&error),
        OperationError::TooLarge { .. } => Err(WrongUse(error.to_string()).into()),
        error => Err(error.into()),
    }
}

/// Prints a report, and says on standard error what somebody has to look at.
fn told(report: &Report) -> anyhow::Result<u8> {
    output::json(report)?;
    let wrong = report.all_wrong().map(ToString::to_string);
    let refused =
        report.lines.iter().filter_map(|line| Some(format!("line {}: {}", line.line, line.refused.as_ref()?)));
    let all: Vec<String> = wrong.chain(refused).collect();
    for sentence in all.iter().take(TOLD) {
        output::complain(sentence);
    }
    if all.len() > TOLD {
        output::complain(&format!("and {} more: standard output has them all", all.len() - TOLD));
    }
    if let Some(why) = &report.stopped {
        output::complain(&format!("the import stopped: {why}; import the same file again, and it goes on"));
    }
    if !report.is_clean() {
        output::note("nothing was imported: correct the file and try it again with `--dry-run`");
        return Ok(output::NO);
    }
    let left = report.stopped.is_some() || report.count(LineState::Refused) > 0;
    Ok(if left { output::INCOMPLETE } else { output::DONE })
}
