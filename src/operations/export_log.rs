//! Exports the log, whole, of one request or a choice of entries: one tar that an outsider verifies without us.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;
use sqlx::AnyConnection;

use crate::audit::bundle::{Chosen, Export, LeafProof};
use crate::audit::hash::Hash;
use crate::audit::ids::CaseId;
use crate::domain::ids::{OfficialId, RequestReference};
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::storage::leaves::{self, Next, StoredLeaf};
use crate::storage::{StorageError, log, requests, rulebooks};

use super::access::{self, Official};
use super::act::Context;
use super::app::App;
use super::attempt::{self, Of, Tried};
use super::error::OperationError;
use super::export_entries::Format;
use super::own_chain::{authority_actor, leave};
use super::span::{apply, operation};

mod latest;
mod opened;
pub mod wanted;

use opened::Opened;
use wanted::{Sieve, Wanted};

/// What it is called where it is refused.
const EXPORTING: &str = "exporting the log";

/// So many leaves are read at once.
const AT_ONCE: u32 = 2000;

/// An export brings no more earlier checkpoints than this: the last of each day, the newest days.
const CHECKPOINTS: u32 = 400;

/// Of time stamps the newest come along: those of a year by two authorities.
const STAMPS: u32 = 800;

/// A choice of entries has a proof for each, in a file of its own: verifiers open so many, and no more.
const PROOFS: usize = 100_000;

/// What entries look like, for whoever reads them.
const ENTRY_SCHEMA: &str = include_str!("../../schemas/audit-entry.schema.json");

/// How to verify, for whoever opens the export.
const GUIDE: &str = include_str!("export_log/VERIFY.md");

/// What was exported.
#[derive(Debug, Clone, Serialize)]
pub struct Exported {
    /// How many leaves it holds.
    pub leaves: u64,
    /// How many leaves the signed checkpoint covers.
    pub size: u64,
    /// The log's public key, for information: a verifier brings their own.
    pub log_key: String,
    /// What to know about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warning: Option<String>,
}

/// Exports the log to a file that is not there yet; the export itself is an entry, which says who saw what.
///
/// Entries that a choice leaves out are not in the export; those that it holds are proved to be in the log one by one. What
/// entries commit to stays closed, unless reasons are given: opening it is an entry of the request.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but an auditor; [`OperationError::NoSuchRequest`]; [`OperationError::NotFound`]
/// for an unknown official; [`OperationError::Unusable`] for a choice that takes no entry or too many; where the file cannot
/// be written.
#[apply(operation!)]
pub async fn run(app: &App, auditor: &Official, wanted: &Wanted, target: &Path) -> Result<Exported, OperationError> {
    let tried = Tried { act: "export_log", of: Of::Word("log"), needs: Scope::Audit };
    attempt::here(app, auditor, tried, export(app, auditor, wanted, target)).await
}

async fn export(app: &App, auditor: &Official, wanted: &Wanted, target: &Path) -> Result<Exported, OperationError> {
    let asked = ask(app, auditor, wanted).await?;
    let opened = match (&wanted.opened, &wanted.filter.request) {
        (None, _) if wanted.evidence.is_empty() => Opened::default(),
        (None, _) => {
            return Err(OperationError::unusable(
                EXPORTING,
                &"documents come along with what the entries open: give reasons",
            ));
        }
        (Some(reason), Some(request)) if !wanted.narrows() => {
            opened::of(app, auditor, request, reason, &wanted.evidence).await?
        }
        (Some(_), _) => {
            let why = "what entries commit to is opened of one whole request: name it, and nothing else";
            return Err(OperationError::unusable(EXPORTING, &why));
        }
    };
    let context = Context::of(app, Some(auditor)).await?;
    let scope = match (asked.case, wanted.narrows()) {
        (_, true) => "choice",
        (Some(_), false) => "request",
        (None, false) => "whole",
    };
    note(app, &context, scope, None, wanted, &asked).await?;
    if scope == "request" {
        latest::name(app).await?;
    }
    write(app, &context, wanted, &asked, opened, target).await
}

/// Says in the log that entries are about to be taken out as a table: before the first of them is out. The entries
/// themselves are read page by page, with [`read_log`](super::read_log), by whoever writes the table.
///
/// # Errors
/// As [`run`]; [`OperationError::NoSuchRequest`] where the filter names a request that is not there.
#[apply(operation!)]
pub async fn table(app: &App, auditor: &Official, wanted: &Wanted) -> Result<(), OperationError> {
    let tried = Tried { act: "export_log", of: Of::Word("log"), needs: Scope::Audit };
    attempt::here(app, auditor, tried, begin_table(app, auditor, wanted, Format::Csv)).await.map(|_| ())
}

/// Leaves the entry of a table, and tells which official it is about.
pub(super) async fn begin_table(
    app: &App,
    auditor: &Official,
    wanted: &Wanted,
    format: Format,
) -> Result<Option<OfficialId>, OperationError> {
    let asked = ask(app, auditor, wanted).await?;
    let context = Context::of(app, Some(auditor)).await?;
    note(app, &context, "table", Some(format), wanted, &asked).await?;
    Ok(asked.official)
}

/// What names in a choice stand for.
#[derive(Debug, Clone)]
struct Asked {
    case: Option<CaseId>,
    official: Option<OfficialId>,
}

/// Asked now, not as of the sign-in: nobody else learns which requests and officials there are.
async fn ask(app: &App, auditor: &Official, wanted: &Wanted) -> Result<Asked, OperationError> {
    let mut reader = app.storage.reader().await?;
    access::must_hold_now(&mut reader, app, auditor, Role::Auditor, EXPORTING).await?;
    let case = match &wanted.filter.request {
        Some(reference) => Some(case_of(&mut reader, reference).await?),
        None => None,
    };
    let official = wanted::official(&mut reader, app.storage.keys(), wanted.official.as_ref()).await?;
    Ok(Asked { case, official })
}

/// Leaves the entry of an export. A sealed log takes none and is exported all the same: that is how it is looked into.
async fn note(
    app: &App,
    context: &Arc<Context>,
    scope: &'static str,
    format: Option<Format>,
    wanted: &Wanted,
    asked: &Asked,
) -> Result<(), OperationError> {
    if let Some(sealed) = app.storage.sealed() {
        tracing::warn!(%sealed, "a sealed log is exported, and no entry tells of it");
        return Ok(());
    }
    let (context, wanted, asked) = (Arc::clone(context), wanted.clone(), asked.clone());
    let written = app.storage.write(move |tx| {
        let (context, wanted, asked) = (Arc::clone(&context), wanted.clone(), asked.clone());
        Box::pin(async move {
            access::must_hold(tx, &context, Role::Auditor, EXPORTING).await?;
            let official = match &asked.official {
                Some(official) => Some(authority_actor(tx, &context, official.as_str()).await?),
                None => None,
            };
            let mut body = wanted.said(scope, asked.case, official.as_ref());
            if let Some(format) = format {
                body["format"] = Value::String(format.to_string());
            }
            Ok::<_, OperationError>(leave(tx, &context, "log_exported", &body, Some(Role::Auditor)).await?.with(()))
        })
    });
    written.await
}

async fn case_of(reader: &mut AnyConnection, reference: &RequestReference) -> Result<CaseId, OperationError> {
    let row = requests::find_by_reference(reader, reference.as_str()).await?;
    let row = row.ok_or_else(|| OperationError::NoSuchRequest(reference.to_string()))?;
    row.id.parse().map_err(|error| OperationError::damaged("a request's id", &error))
}

async fn write(
    app: &App,
    context: &Context,
    wanted: &Wanted,
    asked: &Asked,
    opened: Opened,
    target: &Path,
) -> Result<Exported, OperationError> {
    // A log that was altered is exported all the same, with the last checkpoint that was signed over it.
    let (signed, mut warning) = match app.storage.sign_checkpoint(&context.now_text()).await {
        Ok(signed) => (signed, None),
        Err(error @ (StorageError::Tampered { .. } | StorageError::LogSealed(_))) => {
            let last = app.storage.last_checkpoint().await?.ok_or_else(|| OperationError::from(error.clone()))?;
            (last, Some(format!("the log could not be signed as it stands: {error}")))
        }
        Err(error) => return Err(error.into()),
    };
    let file = |error: std::io::Error| OperationError::File { path: target.display().to_string(), source: error };
    let mut spool = tempfile::tempfile().map_err(file)?;
    let (mut gathered, sealing) = (Gathered::default(), app.storage.keys().entry_key());
    let mut sieve = Sieve::new(&wanted.filter, asked.official.as_ref(), app.storage.keys().clone());
    let (chosen, whole) = (wanted.narrows(), asked.case.is_none() && !wanted.narrows());
    let latest = match asked.case.filter(|_| !chosen) {
        Some(case) => latest::shown(app, case, signed.size).await?,
        None => None,
    };
    // A request is told up to where the log has named its latest entry.
    let below = latest.as_ref().map_or(signed.size, |(size, _)| signed.size.min(*size));
    {
        let mut writer = BufWriter::new(&mut spool);
        let of_case = asked.case.map(|case| case.to_string());
        let mut next = Next { case: of_case.as_deref(), after: None, newest_first: false };
        loop {
            // A connection of its own for each page: the log only grows, so that what was signed stays as it is meanwhile.
            let mut reader = app.storage.long_reader().await?;
            let leaves = leaves::page(&mut reader, next, AT_ONCE).await?;
            let Some(last) = leaves.last().filter(|_| next.after.is_none_or(|after| after + 1 < below)) else {
                break;
            };
            next.after = Some(last.index);
            for leaf in leaves.iter().filter(|leaf| leaf.index < below) {
                // What was altered is in every choice: nobody leaves it out by what it says now.
                if chosen && leaf.glance(&sealing).is_ok_and(|entry| !sieve.takes(&entry)) {
                    continue;
                }
                let proof =
                    if whole { None } else { Some(log::inclusion(&mut reader, leaf.index, signed.size).await?) };
                if gathered.proofs.len() == PROOFS {
                    return Err(too_many(chosen));
                }
                gathered.take(leaf, proof, &mut writer).map_err(file)?;
            }
        }
        writer.flush().map_err(file)?;
    }
    if gathered.leaves == 0 && chosen {
        return Err(OperationError::unusable(EXPORTING, &"no entry is as you want it: leave out a part of the choice"));
    }
    if sieve.erased() > 0 {
        let why = format!(
            "{} request(s) could not be asked for that official's acts: their keys are destroyed",
            sieve.erased()
        );
        warning = Some(warning.map_or_else(|| why.clone(), |before| format!("{before}; {why}")));
    }
    let signer_key = app.storage.log_key().await?.to_string();
    let (checkpoints, time_stamps) = earlier(app, signed.size, whole).await?;
    let export = Export {
        folder: format!("comity-audit-{}-{}", context.authority.state, signed.size),
        checkpoint: app.storage.handed_out(&signed).await?,
        rulebooks: rulebooks_of(app, &gathered.rules).await?,
        checkpoints,
        time_stamps,
        vkeys: app.storage.log_signers().await?.iter().map(|key| key.verifier().to_string()).collect(),
        disclosures: opened.lines,
        guide: GUIDE.to_owned(),
        about: about(context, wanted),
        beside: [("schema/audit-entry.schema.json".to_owned(), ENTRY_SCHEMA.as_bytes().to_vec())]
            .into_iter()
            .chain(latest.map(|(size, bytes)| (format!("heads/{size}.json"), bytes)))
            .collect(),
        chosen: match asked.case {
            _ if chosen => Chosen::Some(gathered.proofs),
            Some(case) => Chosen::Case(case, gathered.proofs),
            None => Chosen::Whole,
        },
    };
    if opened.left_out > 0 {
        let why = format!(
            "{} document(s) are not in it: they were added by an earlier release, whose commitments open for a whole request only",
            opened.left_out
        );
        warning = Some(warning.map_or_else(|| why.clone(), |before| format!("{before}; {why}")));
    }
    let (leaves, documents) = (gathered.leaves, opened.documents);
    let path = target.to_owned();
    let written = tokio::task::spawn_blocking(move || {
        let out = File::options().write(true).create_new(true).open(&path)?;
        let mut scratch = tempfile::tempfile()?;
        export
            .write_with(&mut BufReader::new(spool), &mut scratch, documents, BufWriter::new(&out))
            .map_err(std::io::Error::other)?;
        out.sync_all()
    })
    .await;
    written.map_err(|error| OperationError::damaged("an export", &error))?.map_err(file)?;
    Ok(Exported { leaves, size: signed.size, log_key: signer_key, warning })
}

fn about(context: &Context, wanted: &Wanted) -> Vec<(String, String)> {
    let mut about = vec![
        ("Source-Organization".to_owned(), context.authority.name.clone()),
        ("External-Identifier".to_owned(), context.authority.origin.clone()),
        ("Training".to_owned(), context.authority.training.to_string()),
    ];
    if wanted.narrows() {
        about.push(("Chosen".to_owned(), wanted.line()));
    }
    about
}

fn too_many(chosen: bool) -> OperationError {
    let instead = if chosen {
        "choose fewer, such as those of a month"
    } else {
        "choose those of a time, with `--from` and `--until`"
    };
    let why = format!(
        "each entry comes with its proof, and no export holds more than {PROOFS} of those: {instead}, or export the whole log"
    );
    OperationError::unusable(EXPORTING, &why)
}

/// Stamps by size and by whom.
type TimeStamps = BTreeMap<(u64, String), Vec<u8>>;

/// Earlier checkpoints: the last of each day, those that two pairs of keys have signed, and those that were stamped, with their
/// stamps. A part of the log shows no reader which key took another's place, so that it brings only those that the newest key
/// has signed.
async fn earlier(app: &App, size: u64, whole: bool) -> Result<(BTreeMap<u64, String>, TimeStamps), OperationError> {
    let mut earlier = app.storage.checkpoints_by_day(size, CHECKPOINTS).await?;
    earlier.extend(app.storage.checkpoints_of_two_keys(size).await?);
    let newest = app.storage.log_keys().await?.last().map_or(0, |newest| newest.from);
    earlier.retain(|size, _| whole || *size >= newest);
    let mut stamps = BTreeMap::new();
    for stamp in app.storage.time_stamps(size, STAMPS).await? {
        if !whole && stamp.size < newest {
            continue;
        }
        if let Some(first) = app.storage.first_signed(stamp.size).await? {
            earlier.insert(stamp.size, first.note);
            stamps.insert((stamp.size, stamp.stamper), stamp.answer);
        }
    }
    Ok((earlier, stamps))
}

#[derive(Default)]
struct Gathered {
    leaves: u64,
    rules: BTreeSet<Hash>,
    proofs: Vec<LeafProof>,
}

impl Gathered {
    fn take(&mut self, stored: &StoredLeaf, proof: Option<Vec<Hash>>, out: &mut impl Write) -> std::io::Result<()> {
        // What does not parse is exported as it stands: the verifier names it.
        if let Ok(entry) = crate::audit::entry::Entry::from_bytes(&stored.body) {
            self.rules.extend(entry.rule);
        }
        self.leaves += 1;
        self.proofs.extend(proof.map(|proof| LeafProof { index: stored.index, proof }));
        out.write_all(&stored.body)?;
        out.write_all(b"\n")
    }
}

async fn rulebooks_of(app: &App, hashes: &BTreeSet<Hash>) -> Result<BTreeMap<Hash, Vec<u8>>, OperationError> {
    let mut reader = app.storage.reader().await?;
    let mut books = BTreeMap::new();
    for hash in hashes {
        match rulebooks::read(&mut reader, &hash.to_string()).await {
            Ok(text) => _ = books.insert(*hash, text.into_bytes()),
            Err(StorageError::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(books)
}

/// Signs the log as it stands and hands the note out, with the lines of the witnesses that have signed it.
///
/// # Errors
/// Where leaves, tree and last checkpoint do not fit together: nothing is signed then.
#[apply(operation!)]
pub async fn checkpoint(app: &App) -> Result<String, OperationError> {
    let signed = app.storage.sign_checkpoint(&crate::domain::time::to_text(app.clock.now())).await?;
    Ok(app.storage.handed_out(&signed).await?)
}
