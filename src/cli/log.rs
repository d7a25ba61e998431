//! `log`: how the log is kept, for operators.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};

use crate::operations::keep_log::Keeping;
use crate::operations::log_status::{self, LogStatus};
use crate::operations::refill_log;

use super::output;
use super::shared::Global;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Say how far the log is signed and, where it is sealed, why and what to do
    Status {
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Put back entries that a restored database lacks, after checking them against the signed checkpoint
    Refill {
        /// A folder of tiles, or an export of the whole log
        #[arg(long, value_name = "FOLDER-OR-EXPORT")]
        from: PathBuf,
    },
}

/// How `serve` keeps the log.
#[derive(Args, Clone)]
#[command(next_help_heading = "The log")]
pub(super) struct Kept {
    /// Also write the log as tiles (C2SP tlog-tiles) to this folder, for whoever serves or copies files
    #[arg(long, env = "COMITY_TILES", value_name = "FOLDER")]
    tiles: Option<PathBuf>,
    /// Minutes between two entries that tell the latest entry of every case; none where nothing happened
    #[arg(long, env = "COMITY_HEADS_MINUTES", default_value_t = 10, value_name = "NUMBER",
        value_parser = clap::value_parser!(u64).range(1..=1440))]
    heads_minutes: u64,
}

impl Kept {
    pub(super) fn keeping(&self) -> Keeping {
        Keeping { heads_every: Duration::from_mins(self.heads_minutes), tiles: self.tiles.clone() }
    }
}

impl Command {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<u8> {
        let app = global.open().await?;
        match self {
            Command::Status { json } => {
                let status = log_status::run(&app).await?;
                if json {
                    output::json(&status)?
                } else {
                    output::line(&told(&status))?
                };
                Ok(if status.is_well() { output::DONE } else { output::NO })
            }
            Command::Refill { from } => output::json(&refill_log::run(&app, &from).await?),
        }
    }
}

/// The status in words: the answer first.
fn told(status: &LogStatus) -> String {
    let mut lines = vec![match (&status.sealed, &status.altered) {
        (Some(sealed), _) => format!("sealed: {sealed}"),
        (None, Some(why)) => format!("not signed: {why}"),
        (None, None) => "well: the log is written and signed".to_owned(),
    }];
    lines.push(format!("  the database holds {} entries", status.size));
    lines.push(match (status.signed, &status.signed_at) {
        (Some(size), Some(at)) => format!("  the last checkpoint covers {size} of them, as of {at}"),
        _ => "  no checkpoint was signed yet: `comity serve` signs every second, `comity audit checkpoint` once"
            .to_owned(),
    });
    let sidecar = status.sidecar.display();
    lines.push(match status.sidecar_size {
        Some(size) => format!("  the checkpoint file `{sidecar}` has seen {size} entries"),
        None => format!("  the checkpoint file `{sidecar}` tells nothing"),
    });
    lines.extend(status.advice.iter().map(|advice| format!("  {advice}")));
    lines.join("\n")
}
