//! Takes in open cases from a file of rows: requests of ours as drafts, requests that came as recorded ones.
//!
//! Each line becomes what it would have become by hand, under the roles of whoever imports, in one transaction, with the
//! same entries and one that notes where it comes from. Nothing of it passes a gate. A line is known by its old reference:
//! imported again it is recognised, so that an import that was broken off goes on where it stopped.

mod columns;
mod content;
mod row;
mod table;
mod wrong;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;
use strum::{Display, EnumIter};

use crate::audit::hash::sha256;
use crate::domain::gate::Side;
use crate::domain::ids::{Digest, RequestReference};
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::engine::decide::RECORDERS;

use super::access::{self, Official};
use super::add_document::NewDocument;
use super::app::App;
use super::attempt::{self, Of, Tried};
use super::call::Call;
use super::draft_request::{self, NewRequest};
use super::error::OperationError;
use super::origin::{self, Imported, LONGEST_REFERENCE, Origin, is_line};
use super::record_message::{self, CameOnPaper, RequestOnPaper};
use super::span::{apply, operation};
use super::{act::Acted, act::Context, in_force, read_request};

pub use columns::{COLUMNS, CONTENT, Column, empty_file};
use row::{Against, Came, Read, Row};
pub use table::{MOST_COLUMNS, MOST_ROWS};
pub use wrong::{Rule, Wrong};

/// No file is larger, in bytes.
pub const LARGEST_FILE: usize = 8 << 20;

/// What the files are called where nobody says it.
pub const SOURCE: &str = "files";

/// A file that is to be imported.
#[derive(Debug, Clone)]
pub struct Import {
    /// What the authority calls the files that it comes from: an old reference is imported once from each.
    pub source: String,
    /// The file.
    pub bytes: Arc<Vec<u8>>,
    /// The folder with the papers that came, where they are at hand.
    pub papers: Option<PathBuf>,
}

/// What an import came to, or would come to.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Report {
    /// Whether nothing was written, because it was only tried.
    pub dry_run: bool,
    /// What the files are called.
    pub source: String,
    /// SHA-256 of the file.
    pub sha256: Digest,
    /// How many lines stand in each state.
    pub counts: BTreeMap<LineState, usize>,
    /// What is wrong with the file as a whole: then no line was looked at.
    pub wrong: Vec<Wrong>,
    /// Line by line.
    pub lines: Vec<ReportedLine>,
    /// Why it stopped before the last line, where it did: imported again, it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped: Option<String>,
}

/// How a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Display, EnumIter, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum LineState {
    /// It can be imported.
    Ready,
    /// It was imported now.
    Imported,
    /// It was imported before.
    Before,
    /// Something is wrong with it.
    Wrong,
    /// A rule stood in the way when it was to be imported.
    Refused,
}

/// One line of a report.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ReportedLine {
    /// Where it begins, counted from 1.
    pub line: u64,
    /// Its reference in the authority's own files.
    pub old_reference: String,
    /// Its title.
    pub title: String,
    /// How it stands.
    pub state: LineState,
    /// What it became.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<RequestReference>,
    /// Requests that came from the same State under the same reference: perhaps the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alike: Vec<RequestReference>,
    /// What is wrong with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wrong: Vec<Wrong>,
    /// What its content still lacks, each with its article.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The rule that stood in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

impl Report {
    /// How many lines stand in a state.
    #[must_use]
    pub fn count(&self, state: LineState) -> usize {
        self.counts.get(&state).copied().unwrap_or(0)
    }

    /// Whether nothing is wrong with the file or a line of it.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.wrong.is_empty() && self.count(LineState::Wrong) == 0
    }

    /// Everything that is wrong, in the order of the lines.
    pub fn all_wrong(&self) -> impl Iterator<Item = &Wrong> {
        self.wrong.iter().chain(self.lines.iter().flat_map(|line| &line.wrong))
    }

    fn counted(mut self) -> Self {
        self.counts.clear();
        for line in &self.lines {
            *self.counts.entry(line.state).or_default() += 1;
        }
        self
    }
}

/// A file that was checked: its report, and what its lines are to become.
struct Checked {
    report: Report,
    rows: Vec<Option<Row>>,
}

/// Says what an import would come to, line by line, and writes nothing.
///
/// # Errors
/// [`OperationError::NotAllowed`] for whoever neither drafts nor records requests; [`OperationError::OutOfScope`] for a
/// token that may not; [`OperationError::TooLarge`].
#[apply(operation!)]
pub async fn check(app: &App, official: &Official, import: &Import) -> Result<Report, OperationError> {
    attempt::here(app, official, tried(official), async { Ok(checked(app, official, import).await?.report) }).await
}

/// Imports a file, line by line; where anything is wrong with it, nothing is imported. `progress` is told how many
/// lines are done, and of how many.
///
/// # Errors
/// As [`check`]; [`OperationError::Unusable`] where anything is wrong with the file or a line of it.
#[apply(operation!)]
pub async fn run(
    app: &App,
    official: &Official,
    import: &Import,
    progress: &(dyn Fn(usize, usize) + Send + Sync),
) -> Result<Report, OperationError> {
    attempt::here(app, official, tried(official), Box::pin(imported(app, official, import, progress))).await
}

fn tried(official: &Official) -> Tried {
    // Who may record only imports what came; every line asks for what it needs.
    let needs = if official.must_have(Scope::Draft).is_err() && official.must_have(Scope::Record).is_ok() {
        Scope::Record
    } else {
        Scope::Draft
    };
    Tried { act: "import_requests", of: Of::Word("requests"), needs }
}

async fn imported(
    app: &App,
    official: &Official,
    import: &Import,
    progress: &(dyn Fn(usize, usize) + Send + Sync),
) -> Result<Report, OperationError> {
    let Checked { mut report, rows } = checked(app, official, import).await?;
    refuse(&report)?;
    report.dry_run = false;
    // What a caller said of its call is about the file, not about a line.
    let app = &app.calling(Call::default());
    let all = rows.len();
    for (place, row) in rows.into_iter().enumerate() {
        progress(place, all);
        let (Some(row), Some(line)) = (row, report.lines.get_mut(place)) else { continue };
        match begin(app, official, import, &row).await {
            Ok(acted) => (line.state, line.reference) = (LineState::Imported, Some(acted.reference)),
            Err(error) if goes_on(&error) => {
                // Somebody imported the same at the same moment.
                match origin::imported(app, official, &import.source, &row.old_reference).await? {
                    Imported::As(reference) => {
                        (line.state, line.reference) = (LineState::Before, Some(reference));
                    }
                    Imported::Hidden => line.state = LineState::Before,
                    Imported::No => {
                        (line.state, line.refused) = (LineState::Refused, Some(error.to_string()));
                    }
                }
            }
            Err(error) => {
                report.stopped = Some(error.to_string());
                break;
            }
        }
    }
    progress(all, all);
    Ok(report.counted())
}

/// Refuses a file in which anything is wrong. No word of it is told here: [`check`] does that, line by line.
fn refuse(report: &Report) -> Result<(), OperationError> {
    let wrong = report.all_wrong().count();
    let Some(first) = report.all_wrong().next() else { return Ok(()) };
    if report.all_wrong().any(|wrong| wrong.rule == Rule::NotYours) {
        let needed = Role::CentralAuthority.into();
        return Err(OperationError::NotAllowed { act: "importing some of these lines", needed });
    }
    let why =
        format!("{wrong} things are wrong with it, the first on line {}: try it first, without writing", first.line);
    Err(OperationError::unusable("the file", &why))
}

/// Whether the next line may go where this one did not.
fn goes_on(error: &OperationError) -> bool {
    let of_the_line = matches!(error, OperationError::Unusable { .. } | OperationError::NotFound { .. });
    (error.is_refusal() || of_the_line) && !matches!(error, OperationError::NotSignedIn | OperationError::OutOfScope(_))
}

async fn checked(app: &App, official: &Official, import: &Import) -> Result<Checked, OperationError> {
    if import.bytes.len() > LARGEST_FILE {
        return Err(OperationError::TooLarge { largest: LARGEST_FILE as u64 });
    }
    if !is_line(&import.source, LONGEST_REFERENCE) {
        let why = "it is empty, longer than 100 characters, or has control characters";
        return Err(OperationError::unusable("the name of the files", &why));
    }
    let context = Context::of(app, Some(official)).await?;
    let roles = access::now(&mut *app.storage.reader().await?, app, official).await?.roles;
    if !roles.iter().any(|role| *role == Role::DraftingOfficial || RECORDERS.contains(role)) {
        let needed = Role::DraftingOfficial.into();
        return Err(OperationError::NotAllowed { act: "importing requests", needed });
    }
    let mut report = Report {
        dry_run: true,
        source: import.source.clone(),
        sha256: Digest::from_bytes(sha256(&import.bytes).as_bytes()),
        counts: BTreeMap::new(),
        wrong: Vec::new(),
        lines: Vec::new(),
        stopped: None,
    };
    let against =
        Against { rulebooks: app.rulebooks(), authority: context.authority.clone(), roles, today: context.today() };
    let bytes = Arc::clone(&import.bytes);
    // A few seconds of work for a long file: not on a thread that serves others.
    let read = tokio::task::spawn_blocking(move || {
        let table = table::read(&bytes)?;
        Ok::<_, Vec<Wrong>>(table.rows.iter().map(|line| row::read(&table, line, &against)).collect::<Vec<_>>())
    });
    let mut read = match read.await.map_err(|error| OperationError::damaged("a file", &error))? {
        Ok(read) => read,
        Err(wrong) => {
            report.wrong = wrong;
            return Ok(Checked { report, rows: Vec::new() });
        }
    };
    for side in [Side::Requesting, Side::Requested] {
        if read.iter().filter_map(|read| read.row.as_ref()).any(|row| row.side == side) {
            official.must_have(if side == Side::Requesting { Scope::Draft } else { Scope::Record })?;
        }
    }
    twice(&mut read);
    let mut rows = Vec::with_capacity(read.len());
    for place in 0..read.len() {
        let (above, rest) = read.split_at_mut(place);
        let Some(read) = rest.first_mut() else { continue };
        let line = stands(app, official, import, (above, read)).await?;
        rows.push(read.row.clone().filter(|_| line.state == LineState::Ready));
        report.lines.push(line);
    }
    Ok(Checked { report: report.counted(), rows })
}

/// Tells lines that have the reference of one above.
fn twice(read: &mut [Read]) {
    let mut known: BTreeMap<String, u64> = BTreeMap::new();
    for read in read {
        if read.old_reference.is_empty() {
            continue;
        }
        let first = *known.entry(read.old_reference.clone()).or_insert(read.line);
        if first != read.line {
            let wrong = Wrong::new(read.line, "old_reference", &read.old_reference, Rule::Twice);
            read.wrong.push(wrong.belongs(first.to_string()));
        }
    }
}

/// How a line stands, with what only the database and the papers can tell.
async fn stands(
    app: &App,
    official: &Official,
    import: &Import,
    (above, read): (&[Read], &mut Read),
) -> Result<ReportedLine, OperationError> {
    let mut line = ReportedLine {
        line: read.line,
        old_reference: read.old_reference.clone(),
        title: read.title.clone(),
        state: LineState::Wrong,
        reference: None,
        alike: Vec::new(),
        wrong: Vec::new(),
        missing: read.missing.clone(),
        refused: None,
    };
    if let (Some(row), true) = (&read.row, read.wrong.is_empty()) {
        match origin::imported(app, official, &import.source, &row.old_reference).await? {
            Imported::As(reference) => (line.state, line.reference) = (LineState::Before, Some(reference)),
            Imported::Hidden => line.state = LineState::Before,
            Imported::No => {
                read.wrong.extend(may_begin(app, row).await?);
                read.wrong.extend(follows(app, official, import, row, above).await?);
                if let Some(came) = &row.came {
                    line.alike = origin::alike_from(app, official, &row.counterpart, &came.their_reference).await?;
                    read.wrong.extend(paper(app, import, row, came).err());
                }
                line.state = if read.wrong.is_empty() { LineState::Ready } else { LineState::Wrong };
            }
        }
    }
    line.wrong.clone_from(&read.wrong);
    Ok(line)
}

async fn may_begin(app: &App, row: &Row) -> Result<Option<Wrong>, OperationError> {
    let authority = app.authority().await?;
    let mut reader = app.storage.reader().await?;
    match in_force::applies(&mut reader, app.storage.keys(), &authority, &row.rulebook, &row.counterpart).await {
        Ok(()) => Ok(None),
        Err(OperationError::Refused(_)) => {
            Ok(Some(Wrong::new(row.line, "counterpart", row.counterpart.as_str(), Rule::NotInForce)))
        }
        Err(error) => Err(error),
    }
}

/// What stands against following from what a line names: a line above, what was imported before, or a request here.
async fn follows(
    app: &App,
    official: &Official,
    import: &Import,
    row: &Row,
    above: &[Read],
) -> Result<Option<Wrong>, OperationError> {
    let Some(named) = &row.follows else { return Ok(None) };
    let told = |rule| Ok(Some(Wrong::new(row.line, "follows", named, rule)));
    let fits = |side, counterpart: &str, procedure: &str, instrument: bool| {
        let kind = row.has_to_follow.as_ref().is_none_or(|wanted| wanted == procedure);
        side == Side::Requesting && counterpart == row.counterpart.as_str() && kind && instrument
    };
    let earlier = above.iter().filter_map(|read| read.row.as_ref()).find(|earlier| earlier.old_reference == *named);
    if let Some(earlier) = earlier {
        let instrument = earlier.instrument == row.instrument;
        let fits = fits(earlier.side, earlier.counterpart.as_str(), &earlier.procedure, instrument);
        return if fits { Ok(None) } else { told(Rule::FollowsAnother) };
    }
    let Some(reference) = here(app, official, import, named).await? else { return told(Rule::FollowsNothing) };
    let mut reader = app.storage.reader().await?;
    match read_request::seen(app, &mut reader, official, &reference).await {
        Ok(seen) => {
            let side = seen.request.side;
            let instrument = seen.rulebook.is_of(&row.instrument);
            let fits = fits(side, &seen.row.counterpart, &seen.row.procedure, instrument);
            if fits { Ok(None) } else { told(Rule::FollowsAnother) }
        }
        Err(OperationError::NoSuchRequest(_)) => told(Rule::FollowsNothing),
        Err(error) => Err(error),
    }
}

/// A request that a file names: by its old reference, or by its reference here.
async fn here(
    app: &App,
    official: &Official,
    import: &Import,
    named: &str,
) -> Result<Option<RequestReference>, OperationError> {
    match origin::imported(app, official, &import.source, named).await? {
        Imported::As(reference) => Ok(Some(reference)),
        Imported::Hidden => Ok(None),
        Imported::No => Ok(RequestReference::parse(named).ok()),
    }
}

/// The document that goes with a request that came: its paper where that is at hand, else a note that says where it is.
fn paper(app: &App, import: &Import, row: &Row, came: &Came) -> Result<NewDocument, Wrong> {
    let language = row.language.clone();
    let Some((folder, name)) = import.papers.as_ref().zip(came.paper.as_ref()) else {
        let (name, media_type) = (format!("imported-line-{}.txt", row.line), "text/plain".to_owned());
        return Ok(NewDocument { name, media_type, language: "en".to_owned(), bytes: note(import, row, came) });
    };
    let told = |rule, belongs: String| Wrong::new(row.line, "paper", name, rule).belongs(belongs);
    let none = || told(Rule::NoSuchPaper, String::new());
    let path = folder.join(name);
    let size = std::fs::metadata(&path).ok().filter(std::fs::Metadata::is_file).ok_or_else(none)?.len();
    if size == 0 || size > app.largest_document {
        return Err(told(Rule::AtMost, app.largest_document.to_string()));
    }
    let bytes = std::fs::read(&path).map_err(|_| none())?;
    let found = Digest::from_bytes(sha256(&bytes).as_bytes());
    if came.sha256.as_ref().is_some_and(|wanted| *wanted != found) {
        return Err(told(Rule::OtherPaper, found.to_string()));
    }
    let media_type = match path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase).as_deref() {
        Some("pdf") => "application/pdf",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("tif" | "tiff") => "image/tiff",
        Some("txt") => "text/plain",
        Some(_) | None => "application/octet-stream",
    };
    Ok(NewDocument { name: name.clone(), media_type: media_type.to_owned(), language, bytes })
}

/// What stands in the place of a paper that lies in the authority's files.
fn note(import: &Import, row: &Row, came: &Came) -> Vec<u8> {
    let received = row.received_on.map(|day| day.to_string()).unwrap_or_default();
    let paper = came.paper.clone().unwrap_or_default();
    let sha256 = came.sha256.as_ref().map(ToString::to_string).unwrap_or_default();
    let lines = [
        ("Recorded from the authority's own files", import.source.as_str()),
        ("Reference there", &row.old_reference),
        ("Requesting State", row.counterpart.as_str()),
        ("Its reference", &came.their_reference),
        ("Received on", &received),
        ("File with the paper", &paper),
        ("SHA-256 of that file", &sha256),
    ];
    let said = lines.into_iter().filter(|(_, value)| !value.is_empty());
    let mut text = String::new();
    for (name, value) in said {
        text.extend([name, ": ", value, "\n"]);
    }
    text.push_str("\nThe paper itself is not enclosed. Hold the record against it before you confirm.\n");
    text.into_bytes()
}

/// Begins what a line says, as by hand.
async fn begin(app: &App, official: &Official, import: &Import, row: &Row) -> Result<Acted, OperationError> {
    let mut origin = Origin {
        files: Some((import.source.clone(), row.old_reference.clone())),
        received_on: row.received_on,
        ..Origin::default()
    };
    let (instrument, measure) = (row.instrument.clone(), row.measure.clone());
    let (counterpart, title) = (row.counterpart.clone(), row.title.clone());
    let Some(came) = &row.came else {
        let follows = match &row.follows {
            Some(named) => match here(app, official, import, named).await? {
                Some(reference) => Some(reference),
                // The same as for one that is not there: what the line above became may be hidden by now.
                None => return Err(OperationError::NoSuchRequest(named.clone())),
            },
            None => None,
        };
        let new = NewRequest { instrument, measure, counterpart, title, content: row.content.clone(), follows };
        return draft_request::imported(app, official, new, origin).await;
    };
    let document =
        paper(app, import, row, came).map_err(|wrong| OperationError::unusable("the paper", &wrong.to_string()))?;
    origin.their_reference = Some(came.their_reference.clone());
    (origin.paper, origin.paper_sha256) = (came.paper.clone(), came.sha256.clone());
    let message = CameOnPaper {
        name: came.message.clone(),
        channel: came.channel,
        document,
        content: row.content.clone(),
        items: Vec::new(),
        grounds: Vec::new(),
        conditions: Vec::new(),
        accepted: Vec::new(),
        days: None,
    };
    let came = RequestOnPaper { instrument, measure, counterpart, title, message };
    record_message::request_from(app, official, came, origin).await
}
