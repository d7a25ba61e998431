//! `audit`: the log, for auditors and for whoever verifies it.

mod read;
mod witnesses;

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Subcommand};
use indicatif::ProgressBar;

use crate::audit::key::Verifier;
use crate::audit::policy::{MAX_POLICY_BYTES, Policy};
use crate::audit::report::{Grade, Report};
use crate::audit::sealed::Identities;
use crate::audit::time_stamp::Roots;
use crate::audit::trust::Trust;
use crate::audit::verify::{Demand, Progress};
use crate::operations::{count_requests, export_log, verify_database, verify_log};

use super::output::{self, WrongUse};
use super::shared::{self, Global};
use super::statistics::Shown;

/// A checkpoint is a few lines.
const LARGEST_NOTE: u64 = 1 << 20;

/// Certificates of some hundred authorities.
const LARGEST_ROOTS: u64 = 1 << 20;

/// No policy is longer than this, in bytes.
const LARGEST_POLICY: u64 = MAX_POLICY_BYTES as u64;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Export the log to one tar that outsiders verify: all of it, one request, or a choice with a proof for each entry; the
    /// export is an entry itself
    Export(read::Export),
    /// Verify an export with the authority's key, or compare a database with its log
    Verify(Verify),
    /// Count the cases of an export: the figures that the authority publishes, without trusting it
    Count {
        /// The export, of the whole log
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The authority's public key, or a file with it: from the authority, never from the export
        #[arg(long, value_name = "KEY")]
        key: String,
        #[command(flatten)]
        shown: Shown,
    },
    /// Sign the log as it stands and print the note: keep it, an earlier checkpoint shows a rewritten log
    Checkpoint,
    /// List the entries of the log, for auditors: what happened, never the words
    Entries(read::Entries),
    /// Take entries out for other programs: tables, event streams, process mining; each time is an entry itself
    Table(read::Table),
    /// Prove that an entry is in the log: a receipt for auditors, and for whoever may see the request
    Prove(read::Prove),
    /// Check such a receipt with the authority's key; nothing else is needed
    VerifyProof(read::VerifyProof),
    /// Who has signed the log beside the authority, and since when too few have: ends with 5 then
    Witnesses(witnesses::Witnesses),
    /// Show an auditor the words of a request, for reasons; the disclosure is an entry itself
    Disclose(read::Disclose),
}

#[derive(Args)]
pub(super) struct Verify {
    /// The export; leave it out to compare the tables of `--database` with their log
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// The authority's public key, or a file with it: from the authority, never from the export. Give it again for the
    /// authority's other key: each that you give must have signed
    #[arg(long, value_name = "KEY", requires = "file")]
    key: Vec<String>,
    /// Whom you believe, as a policy (C2SP tlog-policy): logs, witnesses, and how many of these must have signed
    #[arg(long, value_name = "FILE", requires = "file")]
    policy: Option<PathBuf>,
    /// A checkpoint that you were given earlier; may be given several times
    #[arg(long, value_name = "FILE", requires = "file")]
    earlier: Vec<PathBuf>,
    /// Certificates in PEM that lead to the time-stamping authorities whom you believe: from them, never from the export
    #[arg(long, value_name = "FILE", requires = "file")]
    tsa: Vec<PathBuf>,
    /// The file with your identity, as `age-keygen` has made it, by which documents in the export are decrypted and hashed;
    /// nothing of them is kept
    #[arg(long, value_name = "FILE", requires = "file")]
    identity: Vec<PathBuf>,
    /// Ask for a witness other than the log itself
    #[arg(long, requires = "file")]
    witnessed: bool,
    /// Answer as JSON
    #[arg(long)]
    json: bool,
}

impl Command {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<u8> {
        match self {
            Command::Export(export) => export.run(global).await,
            Command::Verify(verify) => match &verify.file {
                Some(file) => verify.export(file),
                None => verify.database(global).await,
            },
            Command::Count { file, key, shown } => count(&file, &key, &shown),
            Command::Checkpoint => {
                let app = global.open().await?;
                output::line(export_log::checkpoint(&app).await?.trim_end())
            }
            Command::Entries(entries) => entries.run(global).await,
            Command::Table(table) => table.run(global).await,
            Command::Prove(prove) => prove.run(global).await,
            Command::VerifyProof(verify) => verify.run(),
            Command::Witnesses(witnesses) => witnesses.run(global).await,
            Command::Disclose(disclose) => disclose.run(global).await,
        }
    }
}

impl Verify {
    fn export(&self, file: &Path) -> anyhow::Result<u8> {
        let trust = self.trust()?;
        let mut demand = Demand { witness: self.witnessed, identities: self.identities()?, ..Demand::default() };
        for earlier in &self.earlier {
            let note = shared::read_bytes(earlier, LARGEST_NOTE)?;
            let judged =
                trust.open(&note).with_context(|| format!("the checkpoint `{}` is not believed", earlier.display()))?;
            demand.earlier.push(judged.checkpoint);
        }
        let open = File::open(file).with_context(|| format!("`{}` cannot be read", file.display()))?;
        // Shown where standard error is a terminal, and nowhere else.
        let bar = if self.json { ProgressBar::hidden() } else { ProgressBar::new(0) };
        let progress = |so_far: Progress| {
            so_far.expected.into_iter().for_each(|leaves| bar.set_length(leaves));
            bar.set_position(so_far.leaves);
        };
        let report = verify_log::export_watched(BufReader::new(open), trust, &demand, progress);
        bar.finish_and_clear();
        let report = report.with_context(|| format!("`{}` cannot be verified", file.display()))?;
        if self.json {
            output::json(&report)?
        } else {
            output::line(&told(&report))?
        };
        Ok(report.verdict.exit_code())
    }

    /// By which documents are decrypted.
    fn identities(&self) -> anyhow::Result<Identities> {
        let mut identities = Identities::default();
        for file in &self.identity {
            let read = Identities::parse(&shared::read_text(file)?);
            identities.extend(read.map_err(|why| WrongUse(format!("`--identity {}`: {why}", file.display())))?);
        }
        Ok(identities)
    }

    /// Whom the reader believes.
    fn trust(&self) -> anyhow::Result<Trust> {
        let keys = self.key.iter().map(|key| verifier(key)).collect::<anyhow::Result<Vec<_>>>()?;
        let policy = match &self.policy {
            Some(file) => {
                let policy = Policy::parse(&shared::read_bytes(file, LARGEST_POLICY)?);
                Some(policy.map_err(|error| WrongUse(format!("`--policy {}`: {error}", file.display())))?)
            }
            None => None,
        };
        if keys.is_empty() && policy.is_none() {
            return Err(WrongUse("an export is verified with `--key` or `--policy`".to_owned()).into());
        }
        let mut clocks = Roots::default();
        for file in &self.tsa {
            let roots = Roots::from_pem(&shared::read_bytes(file, LARGEST_ROOTS)?);
            clocks.extend(roots.map_err(|why| WrongUse(format!("`--tsa {}`: {why}", file.display())))?);
        }
        Ok(Trust { keys, policy, clocks })
    }

    async fn database(&self, global: &Global) -> anyhow::Result<u8> {
        let app = global.open().await?;
        let report = verify_database::run(&app).await?;
        if self.json {
            output::json(&report)?;
        } else if report.intact {
            output::line(&format!(
                "the database and its log agree: {} leaves, {} requests",
                report.leaves, report.requests
            ))?;
        } else {
            for difference in &report.differences {
                output::line(&format!("{}: {}", difference.of, difference.sentence))?;
            }
            output::line(&format!(
                "altered: {} difference(s) between the tables and their log",
                report.differences.len()
            ))?;
        }
        Ok(if report.intact { output::DONE } else { output::NO })
    }
}

/// Counts an export that is intact and whole.
fn count(file: &Path, key: &str, shown: &Shown) -> anyhow::Result<u8> {
    let open = File::open(file).with_context(|| format!("`{}` cannot be read", file.display()))?;
    let demand = Demand::default();
    let (report, counted) = count_requests::of_export(BufReader::new(open), &verifier(key)?, &demand)
        .with_context(|| format!("`{}` cannot be verified", file.display()))?;
    match counted {
        Some(counted) => shown.show(&counted),
        None if report.intact => {
            output::complain("the export holds one request: a count needs the whole log");
            Ok(output::COULD_NOT)
        }
        None => {
            output::line(&told(&report))?;
            Ok(report.verdict.exit_code())
        }
    }
}

/// A key given as its text, or as a file that holds it.
fn verifier(source: &str) -> anyhow::Result<Verifier> {
    let text = if Path::new(source).is_file() { shared::read_text(Path::new(source))? } else { source.to_owned() };
    Verifier::parse(text.trim()).map_err(|error| WrongUse(format!("`--key`: {error}")).into())
}

/// A report in words: the answer first, then what was found.
pub(super) fn told(report: &Report) -> String {
    let mut lines = vec![report.verdict.to_string()];
    if let (Some(origin), Some(size), Some(root)) = (&report.origin, report.size, &report.root) {
        lines.push(format!("  log {origin}, {size} leaves as signed, {} read, root {root}", report.leaves));
    }
    for check in &report.checks {
        let but = if check.holds { "" } else { "; it does not hold, see below" };
        lines.push(format!("  {:>2} {}: {}{but}", check.number, check.what, check.said));
    }
    if let Some(bad) = &report.first_bad {
        let case = bad.case.map_or_else(String::new, |case| format!(" of case {case}"));
        lines.push(format!("  first bad leaf: {}{case}: {}", bad.index, bad.why));
    }
    for finding in report.findings.iter().filter(|finding| finding.grade != Grade::Noted || report.intact) {
        lines.push(format!("  {}", finding.sentence));
    }
    if report.unlisted > 0 {
        lines.push(format!("  and {} further finding(s)", report.unlisted));
    }
    lines.join("\n")
}
