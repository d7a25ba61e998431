//! `audit entries`, `prove`, `verify-proof`, `disclose`: what auditors read, and receipts for single entries.

use std::collections::BTreeSet;
use std::path::PathBuf;

use age::x25519::Recipient;
use anyhow::Context;
use clap::Args;
use jiff::Timestamp;
use serde_json::json;
use strum::IntoEnumIterator;

use crate::cli::output;
use crate::cli::shared::{self, ActingAs, Global};
use crate::domain::ids::{ActorMark, DocumentId, RequestReference, SignInName};
use crate::domain::time;
use crate::operations::disclose_content::{self, What};
use crate::operations::entry_type::EntryType;
use crate::operations::export_entries::{self, Format};
use crate::operations::export_log::{self, wanted::Wanted};
use crate::operations::read_log::{self, LogEntry, LogFilter, LogPage, Which};
use crate::operations::{OperationError, prove_entry};

/// Which entries.
#[derive(Args)]
pub(in crate::cli) struct Chosen {
    /// Only those of this request
    #[arg(long, value_name = "REFERENCE")]
    request: Option<RequestReference>,
    /// Only those of this type, such as `transition_taken`
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<EntryType>,
    /// Not before this moment: a time such as `2026-11-22T09:30:00Z`, or a date
    #[arg(long, value_name = "TIME", value_parser = time::from_anyone)]
    from: Option<Timestamp>,
    /// Not after this moment: a time, or a date, which counts whole
    #[arg(long, value_name = "TIME", value_parser = time::until_from_anyone)]
    until: Option<Timestamp>,
    /// Only what this actor did, by the mark that entries show
    #[arg(long, value_name = "MARK")]
    actor: Option<ActorMark>,
    /// Only attempts that were refused
    #[arg(long)]
    refused: bool,
}

impl From<Chosen> for LogFilter {
    fn from(Chosen { request, kind, from, until, actor, refused }: Chosen) -> Self {
        Self { request, kind: kind.map(String::from), from, until, actor, role: None, refused }
    }
}

#[derive(Args)]
pub(in crate::cli) struct Entries {
    #[command(flatten)]
    chosen: Chosen,
    /// The newest first
    #[arg(long)]
    newest_first: bool,
    /// Beyond this place: the answer before says which
    #[arg(long, value_name = "INDEX")]
    after: Option<u64>,
    /// At most so many
    #[arg(long, default_value_t = 100, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=500))]
    at_most: u32,
    /// Answer as JSON, with all that the entries hold
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    acting: ActingAs,
}

impl Entries {
    pub(in crate::cli) async fn run(self, global: &Global) -> anyhow::Result<u8> {
        let app = global.open().await?;
        let auditor = self.acting.sign_in(&app).await?;
        let Self { chosen, newest_first, after, at_most, .. } = self;
        let filter = LogFilter::from(chosen);
        let page = read_log::run(&app, &auditor, &filter, LogPage { after, at_most, newest_first }).await?;
        if self.json {
            output::json(&page)?;
        } else {
            for entry in &page.entries {
                output::line(&in_a_line(entry))?;
            }
            if let Some(next) = page.next {
                output::note(&format!("there is more: --after {next}"));
            }
        }
        for altered in &page.altered {
            output::complain(&altered.why);
        }
        Ok(if page.altered.is_empty() { output::DONE } else { output::NO })
    }
}

#[derive(Args)]
pub(in crate::cli) struct Table {
    /// The file to make; it must not be there yet
    #[arg(value_name = "FILE")]
    target: PathBuf,
    /// How the entries are written
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    #[command(flatten)]
    chosen: Chosen,
    /// Only what this official did, in whatever request
    #[arg(long, value_name = "NAME", conflicts_with = "actor")]
    official: Option<SignInName>,
    #[command(flatten)]
    acting: ActingAs,
}

impl Table {
    pub(in crate::cli) async fn run(self, global: &Global) -> anyhow::Result<u8> {
        let app = global.open().await?;
        let auditor = self.acting.sign_in(&app).await?;
        let wanted = Wanted { filter: self.chosen.into(), official: self.official, ..Wanted::default() };
        let taken = export_entries::run(&app, &auditor, &wanted, self.format, &self.target).await?;
        output::json(&json!({ "written": self.target, "format": self.format, "entries": taken.entries }))?;
        if taken.not_asked > 0 {
            output::note(&format!(
                "{} request(s) could not be asked for that official's acts: their keys are destroyed",
                taken.not_asked
            ));
        }
        for altered in &taken.altered {
            output::complain(&altered.why);
        }
        Ok(if taken.altered.is_empty() { output::DONE } else { output::NO })
    }
}

#[derive(Args)]
pub(in crate::cli) struct Export {
    /// The file to make; it must not be there yet
    #[arg(value_name = "FILE")]
    target: PathBuf,
    #[command(flatten)]
    chosen: Chosen,
    /// Only what this official did, in whatever request
    #[arg(long, value_name = "NAME", conflicts_with = "actor")]
    official: Option<SignInName>,
    /// Also open what the entries commit to, such as reasons, for these reasons of yours: kept sealed with an entry of the
    /// request. Whoever holds the export reads it then
    #[arg(long, value_name = "TEXT", requires = "request")]
    open: Option<String>,
    /// Bring the documents of the request along too, encrypted to this recipient (`age1…`, which `age-keygen` makes); may be
    /// given several times. Each document leaves an entry of its own
    #[arg(long, value_name = "RECIPIENT", requires = "open")]
    evidence: Vec<Recipient>,
    #[command(flatten)]
    acting: ActingAs,
}

impl Export {
    pub(in crate::cli) async fn run(self, global: &Global) -> anyhow::Result<u8> {
        let app = global.open().await?;
        let auditor = self.acting.sign_in(&app).await?;
        let wanted =
            Wanted { filter: self.chosen.into(), official: self.official, opened: self.open, evidence: self.evidence };
        output::json(&export_log::run(&app, &auditor, &wanted, &self.target).await?)
    }
}

fn in_a_line(entry: &LogEntry) -> String {
    let of = entry.request.as_ref().map_or_else(String::new, |request| format!("{request}:{}", entry.cseq));
    // The beginning of a mark tells two actors apart; `--json` has the whole.
    let mark: String = entry.actor.p.to_string().chars().take(8).collect();
    let role = &entry.actor.role;
    let line = format!("{:>7}  {}  {:<22}  {of:<20}  {role} {mark}", entry.index, entry.at, entry.kind);
    match entry.body.get("rule").and_then(serde_json::Value::as_str) {
        Some(rule) if matches!(entry.kind.as_str(), "attempt_refused" | "call_refused") => format!("{line}  {rule}"),
        _ => match entry.body.get("refused").filter(|_| entry.kind == "attempts_summarised") {
            Some(refused) => format!("{line}  {refused} more"),
            None => line,
        },
    }
}

#[derive(Args)]
pub(in crate::cli) struct Prove {
    /// The entry: its place in the log, its leaf's hash, or `REFERENCE:NUMBER`
    #[arg(value_name = "ENTRY")]
    which: Which,
    /// The file to make, which must not be there yet; without it the proof is printed as JSON
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    acting: ActingAs,
}

impl Prove {
    pub(in crate::cli) async fn run(self, global: &Global) -> anyhow::Result<u8> {
        let app = global.open().await?;
        let official = self.acting.sign_in(&app).await?;
        let proof = prove_entry::run(&app, &official, &self.which).await?;
        match self.out {
            Some(file) => {
                shared::write_new(&file, proof.to_tlog_proof().as_bytes())?;
                output::json(
                    &json!({ "written": file, "index": proof.index, "size": proof.size, "log_key": proof.log_key }),
                )
            }
            None => output::json(&proof),
        }
    }
}

#[derive(Args)]
pub(in crate::cli) struct VerifyProof {
    /// The receipt that `prove --out` made
    file: PathBuf,
    /// The authority's public key, or a file with it: from the authority, never from whoever gave the receipt
    #[arg(long, value_name = "KEY")]
    key: String,
}

impl VerifyProof {
    pub(in crate::cli) fn run(&self) -> anyhow::Result<u8> {
        let key = super::verifier(&self.key)?;
        let text = shared::read_text(&self.file)?;
        match prove_entry::verify(&text, &key) {
            Ok(proven) => output::json(&proven),
            Err(error) => {
                output::complain(&format!("`{}` proves nothing: {error}", self.file.display()));
                Ok(output::NO)
            }
        }
    }
}

#[derive(Args)]
pub(in crate::cli) struct Disclose {
    /// The request
    reference: RequestReference,
    /// Why: kept sealed with the entry of the disclosure
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// `documents` (their names), `messages`, `reasons` or `subjects`; may be given several times [default: all]
    #[arg(long, value_parser = shared::named::<What>)]
    what: Vec<What>,
    /// The bytes of this document instead, into the file of `--out`
    #[arg(long, value_name = "ID", conflicts_with = "what", requires = "out")]
    document: Option<DocumentId>,
    /// The file to make, which must not be there yet
    #[arg(long, value_name = "FILE", requires = "document")]
    out: Option<PathBuf>,
    #[command(flatten)]
    acting: ActingAs,
}

impl Disclose {
    pub(in crate::cli) async fn run(self, global: &Global) -> anyhow::Result<u8> {
        let app = global.open().await?;
        let auditor = self.acting.sign_in(&app).await?;
        let (reference, reason) = (&self.reference, self.reason.as_str());
        if let (Some(document), Some(out)) = (&self.document, self.out) {
            if out.exists() {
                // Said before the entry is left: a disclosure that shows nothing helps nobody.
                let taken = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
                return Err(taken).with_context(|| format!("`{}` cannot be written", out.display()));
            }
            let document = disclose_content::document(&app, &auditor, reference, document, reason).await?;
            return shared::save(document, &out).await;
        }
        let what: BTreeSet<What> =
            if self.what.is_empty() { What::iter().collect() } else { self.what.into_iter().collect() };
        match disclose_content::run(&app, &auditor, reference, &what, reason).await {
            Ok(disclosed) => output::json(&disclosed),
            Err(refusal @ (OperationError::NotAllowed { .. } | OperationError::NoSuchRequest(_))) => {
                output::refused(&refusal)
            }
            Err(other) => Err(other.into()),
        }
    }
}
