//! Reads the log, entry by entry, for auditors: what stands in the leaves, where content is only committed to.
//!
//! Reading it leaves no entry: nothing in it is sealed. An export leaves one, and so does a disclosure of content.

use std::collections::BTreeMap;
use std::str::FromStr;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use sqlx::AnyConnection;

use crate::audit::entry::{Actor, DocumentCommitment, Entry, Peer};
use crate::audit::hash::Hash;
use crate::audit::ids::CaseId;
use crate::domain::ids::{ActorMark, NotA, RequestReference};
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::storage::leaves::{self, Glance, Next, StoredLeaf};
use crate::storage::{log, requests};

use super::access::{self, Official};
use super::app::App;
use super::error::OperationError;
use super::export_log::wanted::Sieve;
use super::refusals::tells_of_refusals;
use super::span::{apply, operation};
use super::verify_people::altered;

pub use crate::storage::checkpoints::SignedCheckpoint;

/// No page is longer.
pub const LONGEST_PAGE: u32 = 500;

/// So many leaves are looked at for one page, however few of them fit the filter.
pub const LOOKED_AT: usize = 1_000;

/// So many leaves are read at once.
const AT_ONCE: u32 = 500;

/// Which entries a page shows; what is not set does not narrow it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// Only those of this request.
    pub request: Option<RequestReference>,
    /// Only those of this type, such as `transition_taken`.
    pub kind: Option<String>,
    /// Not before this moment, as the authority's clock says.
    pub from: Option<Timestamp>,
    /// Not after this moment.
    pub until: Option<Timestamp>,
    /// Only what this actor did, by their mark: equal within one request, unlinkable across requests.
    pub actor: Option<ActorMark>,
    /// Only what was done in this role.
    pub role: Option<Role>,
    /// Only attempts that were refused.
    pub refused: bool,
}

impl LogFilter {
    /// Whether it leaves out more than other requests.
    pub(super) fn narrows(&self) -> bool {
        self.refused
            || self.role.is_some()
            || self.kind.is_some()
            || self.from.is_some()
            || self.until.is_some()
            || self.actor.is_some()
    }

    pub(super) fn takes(&self, entry: &Glance<'_>) -> bool {
        let at = entry.at.timestamp();
        self.kind.as_ref().is_none_or(|kind| *kind == entry.kind)
            && (!self.refused || tells_of_refusals(&entry.kind))
            && self.role.is_none_or(|role| entry.actor.role == role.to_string())
            && self.from.is_none_or(|from| at >= from)
            && self.until.is_none_or(|until| at <= until)
            && self.actor.as_ref().is_none_or(|mark| *mark == entry.actor.p.to_string())
    }
}

/// Which page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogPage {
    /// Beyond this place: the `next` of the page before.
    pub after: Option<u64>,
    /// At most so many entries; never more than [`LONGEST_PAGE`].
    pub at_most: u32,
    /// The newest entries first.
    pub newest_first: bool,
}

impl Default for LogPage {
    fn default() -> Self {
        Self { after: None, at_most: 100, newest_first: false }
    }
}

/// An entry with its place in the log, as it stands in its leaf.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct LogEntry {
    /// Its place in the log, from 0.
    pub index: u64,
    /// The hash of its leaf.
    pub leaf: String,
    /// The request's reference; none for the authority's own chain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// The case: the request as the log knows it, or the authority's own chain.
    pub case: String,
    /// Its number within the case, from 0.
    pub cseq: u64,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// When, as the authority's clock says.
    pub at: String,
    /// Who, by mark, role and State.
    #[schema(value_type = Object)]
    pub actor: Actor,
    /// The rulebook by which it was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The articles it rests on.
    pub art: Vec<String>,
    /// What happened; nothing personal.
    pub body: Value,
    /// Documents it speaks of, by commitment.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub docs: Vec<DocumentCommitment>,
    /// Commitments to what is kept sealed, by field.
    #[serde(rename = "priv", skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = BTreeMap<String, String>)]
    pub private: BTreeMap<String, Hash>,
    /// The place in a counterpart's log.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub peer: Option<Peer>,
}

/// A leaf that is not what the program has written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AlteredLeaf {
    /// Its place.
    pub index: u64,
    /// What is wrong with it.
    pub why: String,
}

/// A page of the log.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = EntriesPage)]
pub struct Page {
    /// The entries that the filter takes.
    pub entries: Vec<LogEntry>,
    /// Leaves on the way that do not hold, whatever the filter asks for: altering one does not hide it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub altered: Vec<AlteredLeaf>,
    /// Where the next page begins; none where the log ends. A page may be short, or empty, and yet have a next: no more
    /// than [`LOOKED_AT`] leaves are looked at for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

/// Reads a page of the log.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but an auditor; [`OperationError::NoSuchRequest`] for an unknown reference;
/// [`OperationError::NoSuchPlace`] where the newest are asked for from beyond the end of the log.
#[apply(operation!)]
pub async fn run(app: &App, official: &Official, filter: &LogFilter, page: LogPage) -> Result<Page, OperationError> {
    let mut sieve = Sieve::new(filter, None, app.storage.keys().clone());
    through(app, official, &mut sieve, page).await
}

/// Reads a page of what a choice takes.
pub(super) async fn through(
    app: &App,
    official: &Official,
    sieve: &mut Sieve<'_>,
    page: LogPage,
) -> Result<Page, OperationError> {
    official.must_have(Scope::Audit)?;
    let mut reader = app.storage.reader().await?;
    access::must_hold_now(&mut reader, app, official, Role::Auditor, "reading the log").await?;
    let case = match sieve.request() {
        Some(reference) => Some(case_of(&mut reader, reference).await?),
        None => None,
    };
    must_be_a_place(&mut reader, page).await?;
    let at_most = page.at_most.clamp(1, LONGEST_PAGE);
    // One more than the page holds tells whether there is another.
    let at_once = if sieve.narrows() { AT_ONCE } else { at_most + 1 };
    let at_most = at_most as usize;
    let sealing = app.storage.keys().entry_key();
    let (mut found, mut entries) = (Page { entries: Vec::new(), altered: Vec::new(), next: None }, Vec::new());
    let (mut after, mut looked_at) = (page.after, 0);
    drop(reader);
    loop {
        let next = Next { case: case.as_deref(), after, newest_first: page.newest_first };
        let rows = leaves::page(&mut *app.storage.long_reader().await?, next, at_once).await?;
        let last_rows = rows.len() < at_once as usize;
        for row in &rows {
            if case.is_none() {
                found.altered.extend(missing_before(row.index, after, page.newest_first));
            }
            after = Some(row.index);
            looked_at += 1;
            let taken = row.glance(&sealing).map(|entry| sieve.takes(&entry));
            match taken.and_then(|taken| if taken { row.entry(&sealing).map(Some) } else { Ok(None) }) {
                Ok(Some((hash, entry))) => entries.push((row.index, hash, entry)),
                Ok(None) => {}
                Err(error) if altered(&error) => {
                    found.altered.push(AlteredLeaf { index: row.index, why: error.to_string() });
                }
                Err(error) => return Err(error.into()),
            }
            if entries.len() == at_most || looked_at == LOOKED_AT {
                break;
            }
        }
        let unread = rows.last().is_some_and(|row| Some(row.index) != after);
        if entries.len() == at_most || looked_at == LOOKED_AT {
            found.next = after.filter(|_| unread || !last_rows);
            break;
        }
        if last_rows {
            break;
        }
    }
    found.entries = shown(&mut *app.storage.long_reader().await?, entries).await?;
    Ok(found)
}

/// Backwards, no page begins beyond the head. Forwards it may: whoever waits for what comes next asks there.
async fn must_be_a_place(reader: &mut AnyConnection, page: LogPage) -> Result<(), OperationError> {
    let Some(after) = page.after.filter(|_| page.newest_first) else { return Ok(()) };
    match log::head(reader).await {
        Ok(head) if after > head.size() => Err(OperationError::NoSuchPlace),
        // A head that was altered keeps no auditor from reading the leaves.
        Ok(_) => Ok(()),
        Err(error) if altered(&error) => Ok(()),
        Err(other) => Err(other.into()),
    }
}

/// Which entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// By its place in the log, from 0.
    At(u64),
    /// By the hash of its leaf. For auditors only: it is looked for in the whole log.
    Leaf(Hash),
    /// By its number within a request, from 0.
    Of(RequestReference, u64),
}

impl FromStr for Which {
    type Err = NotA;

    fn from_str(text: &str) -> Result<Self, NotA> {
        let wanted = "a place in the log such as `17`, a leaf's hash, or a request's entry such as `XN-2026-000001:3`";
        let refused = || NotA { text: text.chars().take(100).collect(), wanted };
        if let Some((reference, number)) = text.rsplit_once(':') {
            return Ok(Self::Of(RequestReference::parse(reference)?, number.parse().map_err(|_| refused())?));
        }
        text.parse().map(Self::At).or_else(|_| text.parse().map(Self::Leaf)).map_err(|_| refused())
    }
}

impl std::fmt::Display for Which {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::At(index) => write!(f, "{index}"),
            Self::Leaf(hash) => write!(f, "{hash}"),
            Self::Of(reference, number) => write!(f, "{reference}:{number}"),
        }
    }
}

/// Reads one entry.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but an auditor; [`OperationError::NotFound`];
/// [`StorageError::Tampered`](crate::storage::StorageError) where the leaf was altered.
#[apply(operation!)]
pub async fn one(app: &App, official: &Official, which: &Which) -> Result<LogEntry, OperationError> {
    official.must_have(Scope::Audit)?;
    let mut reader = app.storage.reader().await?;
    access::must_hold_now(&mut reader, app, official, Role::Auditor, "reading the log").await?;
    let stored = find(&mut reader, which).await?.ok_or_else(|| unknown(which))?;
    let (hash, entry) = stored.entry(&app.storage.keys().entry_key())?;
    shown(&mut reader, vec![(stored.index, hash, entry)]).await?.pop().ok_or_else(|| unknown(which))
}

/// The last checkpoint that was signed. It holds the log's name, its size and its root: anybody may have it.
///
/// From one checkpoint to the next an outsider sees how many entries the authority has left meanwhile, and when each was
/// signed; not of which requests, by whom or about what. That is what a log has to tell which others are to witness. An
/// attempt leaves one entry whether or not there is such a request, so that the size does not tell either.
///
/// # Errors
/// [`OperationError::NotFound`] where none was signed yet.
#[apply(operation!)]
pub async fn latest_checkpoint(app: &App) -> Result<SignedCheckpoint, OperationError> {
    let last = app.storage.last_checkpoint().await?.ok_or_else(|| OperationError::NotFound {
        what: "checkpoint",
        name: "latest".to_owned(),
        hint: "none was signed yet, `comity audit checkpoint` signs one",
    })?;
    Ok(SignedCheckpoint { note: app.storage.handed_out(&last).await?, ..last })
}

/// The leaf, as stored.
pub(super) async fn find(reader: &mut AnyConnection, which: &Which) -> Result<Option<StoredLeaf>, OperationError> {
    Ok(match which {
        Which::At(index) => leaves::at(reader, *index).await?,
        Which::Leaf(hash) => leaves::with_hash(reader, *hash).await?,
        Which::Of(reference, number) => match requests::find_by_reference(reader, reference.as_str()).await? {
            Some(row) => leaves::of_case(reader, &row.id, *number).await?,
            None => None,
        },
    })
}

pub(super) fn unknown(which: &Which) -> OperationError {
    OperationError::NotFound {
        what: "entry",
        name: which.to_string(),
        hint: "auditors see all there are, other officials those of requests that they see",
    }
}

async fn case_of(reader: &mut AnyConnection, reference: &RequestReference) -> Result<String, OperationError> {
    let row = requests::find_by_reference(reader, reference.as_str()).await?;
    row.map(|row| row.id).ok_or_else(|| OperationError::NoSuchRequest(reference.to_string()))
}

/// A gap in the order of the tree, between the leaf before and this one.
fn missing_before(index: u64, before: Option<u64>, newest_first: bool) -> Option<AlteredLeaf> {
    let expected = match (before, newest_first) {
        // Where the log ends, only its head can say.
        (None, true) => index,
        (Some(before), true) => before.saturating_sub(1),
        (before, false) => before.map_or(0, |before| before + 1),
    };
    (expected != index).then(|| AlteredLeaf { index: expected, why: format!("leaf {expected} is not there") })
}

/// Entries as pages show them, with the references that people know their requests by.
async fn shown(reader: &mut AnyConnection, entries: Vec<(u64, Hash, Entry)>) -> Result<Vec<LogEntry>, OperationError> {
    let mut known: BTreeMap<CaseId, Option<String>> = entries.iter().map(|(_, _, entry)| (entry.case, None)).collect();
    for (case, reference) in &mut known {
        *reference = requests::find(reader, &case.to_string()).await?.map(|row| row.reference);
    }
    let mut lines = Vec::with_capacity(entries.len());
    for (index, hash, entry) in entries {
        let Entry { case, cseq, kind, at, actor, rule, art, body, docs, private, peer, .. } = entry;
        lines.push(LogEntry {
            index,
            leaf: hash.to_string(),
            request: known.get(&case).cloned().flatten(),
            case: case.to_string(),
            cseq,
            kind,
            at: at.to_string(),
            actor,
            rule: rule.map(|rule| rule.to_string()),
            art,
            body: Value::Object(body),
            docs,
            private,
            peer,
        });
    }
    Ok(lines)
}
