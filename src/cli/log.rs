//! `log`: how the log is kept, for operators.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};

use crate::audit::predecessor::Incident;
use crate::operations::keep_log::Keeping;
use crate::operations::log_status::{self, LogStatus};
use crate::operations::{App, OperationError, close_epoch, refill_log, rotate_key};
use crate::witness::stamping::{Stamper, Stamping};

use super::output::{self, WrongUse};
use super::shared::{self, ActingAs, Global};

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
    /// Have the newest checkpoint stamped now, where the log has grown since the last stamp: `serve` does it once a day
    Stamp {
        #[command(flatten)]
        stamped: StampedBy,
    },
    /// Let new keys sign the log beside those that sign it now, as an administrator; the old ones go on until they are retired
    RotateKey {
        /// The key that is replaced, by its hash: `comity log status` names it
        #[arg(long, value_name = "HASH")]
        replaces: String,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// End the keys that were replaced, as an administrator, and destroy what they are made of: there is no way back
    RetireKey {
        /// The key that ends, by its hash: `comity log status` names it
        hash: String,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// Close the log for ever, as an administrator, where its key was stolen or it cannot go on: everything is read, nothing is
    /// written any more, and another installation goes on after it, `comity init --after`
    Close {
        /// What has happened: `key_stolen`, `key_lost`, `entries_lost`, `rewritten`, or `moved` where nothing has
        #[arg(long, value_name = "WORD", value_parser = shared::named::<Incident>)]
        incident: Incident,
        /// The size of the checkpoint at which it ends: without it, nothing is closed, and you are told which one that is
        #[arg(long, value_name = "SIZE")]
        at: Option<u64>,
        /// The file to make with that checkpoint: `comity init --after` takes it
        #[arg(long, value_name = "FILE", requires = "at")]
        note: Option<PathBuf>,
        #[command(flatten)]
        acting: ActingAs,
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

/// Whose clocks bound the time of the log.
#[derive(Args, Clone)]
#[command(next_help_heading = "The log")]
pub(super) struct StampedBy {
    /// A time-stamping authority (RFC 3161) that is asked for the time of the newest checkpoint, by the name that you give
    /// it; several with commas, better two than one. It sees a hash and nothing else
    #[arg(long, env = "COMITY_TIME_STAMPS", value_name = "NAME=URL", value_delimiter = ',')]
    time_stamps: Vec<Stamper>,
}

impl StampedBy {
    /// Who is asked, where anybody is.
    pub(super) fn stamping(&self, app: &App) -> anyhow::Result<Option<Stamping>> {
        let names: BTreeSet<&str> = self.time_stamps.iter().map(Stamper::name).collect();
        if names.len() < self.time_stamps.len() {
            return Err(WrongUse("two time-stamping authorities have one name: `--time-stamps`".to_owned()).into());
        }
        Ok((!names.is_empty()).then(|| Stamping::of(app.clone(), self.time_stamps.clone())))
    }

    /// How many are asked.
    pub(super) fn count(&self) -> u64 {
        self.time_stamps.len() as u64
    }
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
            Command::Stamp { stamped } => {
                let stamping = stamped.stamping(&app)?;
                let stamping =
                    stamping.ok_or_else(|| WrongUse("by whom? name them with `--time-stamps NAME=URL`".to_owned()))?;
                let came = stamping.round().await?;
                output::json(&came)?;
                let failed = came.iter().any(|came| came.size.is_some() && came.stamped_at.is_none());
                Ok(if failed { output::COULD_NOT } else { output::DONE })
            }
            Command::Close { incident, at, note, acting } => close(&app, incident, at, note, acting).await,
            Command::RotateKey { replaces, acting } => {
                let by = acting.sign_in(&app).await?;
                output::json(&rotate_key::rotate(&app, &by, &replaces).await?)?;
                output::note(
                    "publish the new keys where the old ones stand; whoever verifies adds the lines of `policy` to theirs. \
                    Both sign until `comity log retire-key`: wait until all of them have the new keys",
                );
                Ok(output::DONE)
            }
            Command::RetireKey { hash, acting } => {
                let by = acting.sign_in(&app).await?;
                output::json(&rotate_key::retire(&app, &by, &hash).await?)?;
                output::note(
                    "the old key signs nothing any more: take it from where it was published. Backups made before still \
                    hold it: let none of them become older than 30 days",
                );
                Ok(output::DONE)
            }
        }
    }
}

/// Closes the log, or says at which checkpoint it would be closed.
async fn close(
    app: &App,
    incident: Incident,
    at: Option<u64>,
    note: Option<PathBuf>,
    acting: ActingAs,
) -> anyhow::Result<u8> {
    let Some(size) = at else {
        let last = close_epoch::last(app).await?;
        let last = last.ok_or_else(|| WrongUse("it was never signed: there is nothing to close".to_owned()))?;
        output::complain(&format!(
            "it would be closed at {last} entries, for ever: read what comes after them, then say `--at {last} --note FILE`"
        ));
        return Ok(output::WRONG_USE);
    };
    let by = acting.sign_in(app).await?;
    let closed = close_epoch::run(app, &by, size, incident).await?;
    if let Some(file) = note {
        let failed = |source| OperationError::File { path: file.display().to_string(), source };
        let mut made = std::fs::File::create_new(&file).map_err(failed)?;
        std::io::Write::write_all(&mut made, closed.note.as_bytes()).map_err(failed)?;
    }
    output::json(&closed)?;
    output::note(
        "publish that note, give it to the witnesses, and let another installation go on: `comity init --after`",
    );
    Ok(output::DONE)
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
    for one in &status.keys {
        let until = one.until.map_or_else(String::new, |until| format!(", retired at {until}"));
        lines.push(format!("  the key `{}` signs since {} entries{until}", one.hash, one.from));
    }
    for stamp in &status.time_stamps {
        let (stamper, size, at) = (&stamp.stamper, stamp.size, &stamp.stamped_at);
        lines.push(format!("  `{stamper}` has stamped {size} entries, at {at} by its clock"));
    }
    lines.extend(status.advice.iter().map(|advice| format!("  {advice}")));
    lines.join("\n")
}
