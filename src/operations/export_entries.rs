//! Takes entries out of the log for other programs: tables, event streams, process mining, provenance.
//!
//! What is taken out proves nothing by itself: `audit export` does. Taking it is an entry itself, before the first is out.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use crate::domain::ids::{OfficialId, RequestReference};
use crate::domain::scope::Scope;
use crate::storage::keys::Keys;
use crate::storage::requests::{self, RequestFilter};

use super::access::Official;
use super::app::{App, Authority};
use super::attempt::{self, Of, Tried};
use super::error::OperationError;
use super::export_log;
use super::export_log::wanted::{Sieve, Wanted};
use super::read_log::{self, AlteredLeaf, LONGEST_PAGE, LogEntry, LogFilter, LogPage};
use super::span::{apply, operation};

mod case;
mod cloudevents;
mod csv;
mod ocsf;
mod prov;
mod xes;

pub use csv::cell;

/// So many requests are listed at once.
const AT_ONCE: u32 = 200;

/// How entries are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, clap::ValueEnum, strum::Display, strum::EnumIter)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Format {
    /// JSON, an entry a line, with all that it holds
    Jsonl,
    /// A table for a spreadsheet (RFC 4180); no cell is taken for a formula
    Csv,
    /// `CloudEvents` 1.0 in JSON, an event a line, for message brokers
    Cloudevents,
    /// OCSF 1.3 in JSON, an event a line, for security monitoring
    Ocsf,
    /// XES (IEEE 1849-2016), a trace for each request, for process mining
    Xes,
    /// W3C PROV in JSON: who did what after what
    Prov,
    /// CASE over UCO in JSON-LD, a chain of custody: actions, identities, documents
    Case,
}

/// What was taken out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// How many entries were written.
    pub entries: u64,
    /// Leaves on the way that do not hold: none of them was written.
    pub altered: Vec<AlteredLeaf>,
    /// How many requests could not be asked for an official's acts: their keys are destroyed, and the marks with them.
    #[serde(skip_serializing_if = "is_none")]
    pub not_asked: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
const fn is_none(count: &usize) -> bool {
    *count == 0
}

/// Writes entries in one format; what comes before the first and behind the last belongs to it.
trait Shape: Send {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()>;

    /// A trace begins or ends here, in formats that have traces.
    fn request(&mut self, _: &RequestReference, _begins: bool, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn take(&mut self, entry: &LogEntry, out: &mut dyn Write) -> io::Result<()>;

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()>;
}

/// JSON, a value a line.
struct Lines<F>(F);

impl<F: FnMut(&LogEntry) -> serde_json::Result<serde_json::Value> + Send> Shape for Lines<F> {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn take(&mut self, entry: &LogEntry, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, &(self.0)(entry)?)?;
        out.write_all(b"\n")
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

fn shape(format: Format, authority: &Authority) -> io::Result<Box<dyn Shape>> {
    let origin = authority.origin.clone();
    Ok(match format {
        Format::Jsonl => Box::new(Lines(|entry: &LogEntry| serde_json::to_value(entry))),
        Format::Csv => Box::new(csv::Table),
        Format::Cloudevents => Box::new(Lines(move |entry: &LogEntry| cloudevents::event(&origin, entry))),
        Format::Ocsf => Box::new(Lines(move |entry: &LogEntry| ocsf::event(&origin, entry))),
        Format::Xes => Box::new(xes::Log::default()),
        Format::Case => Box::new(case::Graph::new(&origin)),
        Format::Prov => Box::new(prov::Document::new(&origin)?),
    })
}

/// Writes the entries that a filter takes to a file that is not there yet, the oldest first. In XES they stand by request,
/// and the authority's own chain is left out: it is no case.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but an auditor; [`OperationError::NoSuchRequest`]; where the file is there
/// already or cannot be written.
#[apply(operation!)]
pub async fn run(
    app: &App,
    auditor: &Official,
    wanted: &Wanted,
    format: Format,
    target: &Path,
) -> Result<Taken, OperationError> {
    let tried = Tried { act: "export_log", of: Of::Word("log"), needs: Scope::Audit };
    attempt::here(app, auditor, tried, take_out(app, auditor, wanted, format, target)).await
}

async fn take_out(
    app: &App,
    auditor: &Official,
    wanted: &Wanted,
    format: Format,
    target: &Path,
) -> Result<Taken, OperationError> {
    let failed = |source: io::Error| OperationError::File { path: target.display().to_string(), source };
    let official = export_log::begin_table(app, auditor, wanted, format).await?;
    let (filter, authority) = (&wanted.filter, app.authority().await?);
    let file = File::options().write(true).create_new(true).open(target).map_err(failed)?;
    let mut out = Out {
        shape: shape(format, &authority).map_err(failed)?,
        file: BufWriter::new(file),
        taken: Taken { entries: 0, altered: Vec::new(), not_asked: 0 },
        official,
        keys: app.storage.keys().clone(),
    };
    out.shape.begin(&mut out.file).map_err(failed)?;
    match (format, &filter.request) {
        (Format::Xes, None) => by_request(app, auditor, filter, &mut out, failed).await?,
        (Format::Xes, Some(reference)) => trace(app, auditor, filter, reference, &mut out, failed).await?,
        _ => entries(app, auditor, filter, &mut out, failed).await?,
    }
    out.shape.end(&mut out.file).map_err(failed)?;
    let file = out.file.into_inner().map_err(|error| failed(error.into_error()))?;
    file.sync_all().map_err(failed)?;
    Ok(out.taken)
}

/// Where entries go.
struct Out {
    shape: Box<dyn Shape>,
    file: BufWriter<File>,
    taken: Taken,
    official: Option<OfficialId>,
    keys: Arc<Keys>,
}

async fn entries(
    app: &App,
    auditor: &Official,
    filter: &LogFilter,
    out: &mut Out,
    failed: impl Fn(io::Error) -> OperationError,
) -> Result<(), OperationError> {
    let mut page = LogPage { after: None, at_most: LONGEST_PAGE, newest_first: false };
    let official = out.official.clone();
    let mut sieve = Sieve::new(filter, official.as_ref(), out.keys.clone());
    loop {
        let found = read_log::through(app, auditor, &mut sieve, page).await?;
        for entry in &found.entries {
            out.shape.take(entry, &mut out.file).map_err(&failed)?;
            out.taken.entries += 1;
        }
        out.taken.altered.extend(found.altered);
        page.after = found.next;
        if page.after.is_none() {
            out.taken.not_asked += sieve.erased();
            return Ok(());
        }
    }
}

/// Request after request, the newest first.
async fn by_request(
    app: &App,
    auditor: &Official,
    filter: &LogFilter,
    out: &mut Out,
    failed: impl Fn(io::Error) -> OperationError + Copy,
) -> Result<(), OperationError> {
    let mut which = RequestFilter::default();
    loop {
        let rows = requests::list(&mut *app.storage.long_reader().await?, &which, AT_ONCE).await?;
        for row in &rows {
            let reference = RequestReference::parse(&row.reference)
                .map_err(|error| OperationError::damaged("a request's reference", &error))?;
            trace(app, auditor, filter, &reference, out, failed).await?;
        }
        which.after = rows.last().map(|last| (last.created_at.clone(), last.id.clone()));
        if which.after.is_none() {
            return Ok(());
        }
    }
}

async fn trace(
    app: &App,
    auditor: &Official,
    filter: &LogFilter,
    reference: &RequestReference,
    out: &mut Out,
    failed: impl Fn(io::Error) -> OperationError,
) -> Result<(), OperationError> {
    out.shape.request(reference, true, &mut out.file).map_err(&failed)?;
    let own = LogFilter { request: Some(reference.clone()), ..filter.clone() };
    entries(app, auditor, &own, out, &failed).await?;
    out.shape.request(reference, false, &mut out.file).map_err(failed)
}

/// What was done, in a word: the transition that was taken, or the type of the entry.
fn activity(entry: &LogEntry) -> &str {
    let taken = (entry.kind == "transition_taken").then(|| entry.body.get("transition")?.as_str()).flatten();
    taken.unwrap_or(&entry.kind)
}
