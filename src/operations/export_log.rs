//! Exports the log, whole or of one request: one tar that an outsider verifies without us.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;
use serde_json::json;

use crate::audit::bundle::{Chosen, Export, LeafProof};
use crate::audit::hash::Hash;
use crate::audit::ids::CaseId;
use crate::domain::ids::RequestReference;
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::storage::leaves::{self, Next, StoredLeaf};
use crate::storage::{StorageError, log, requests, rulebooks};

use super::access::{self, Official};
use super::act::Context;
use super::app::App;
use super::attempt::{self, Of, Tried};
use super::error::OperationError;
use super::own_chain::leave;
use super::read_log::LogFilter;
use super::span::{apply, operation};

/// So many leaves are read at once.
const AT_ONCE: u32 = 2000;

/// An export brings no more earlier checkpoints than this: the last of each day, the newest days.
const CHECKPOINTS: u32 = 400;

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

/// Exports the log to a file that is not there yet; the export itself is an entry.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but an auditor; where the file cannot be written.
#[apply(operation!)]
pub async fn run(
    app: &App,
    auditor: &Official,
    request: Option<&RequestReference>,
    target: &Path,
) -> Result<Exported, OperationError> {
    let tried = Tried { act: "export_log", of: Of::Word("log"), needs: Scope::Audit };
    attempt::here(app, auditor, tried, export(app, auditor, request, target)).await
}

async fn export(
    app: &App,
    auditor: &Official,
    request: Option<&RequestReference>,
    target: &Path,
) -> Result<Exported, OperationError> {
    {
        // Asked now, not as of the sign-in: nobody else learns which requests there are.
        let mut reader = app.storage.reader().await?;
        access::must_hold_now(&mut reader, app, auditor, Role::Auditor, "exporting the log").await?;
    }
    let case = match request {
        Some(reference) => Some(case_of(app, reference).await?),
        None => None,
    };
    let context = Context::of(app, Some(auditor)).await?;
    note(app, &context, if case.is_some() { "request" } else { "whole" }).await?;
    write(app, &context, case, target).await
}

/// Says in the log that entries are about to be taken out as a table: before the first of them is out. The entries
/// themselves are read page by page, with [`read_log`](super::read_log), by whoever writes the table.
///
/// # Errors
/// As [`run`]; [`OperationError::NoSuchRequest`] where the filter names a request that is not there.
#[apply(operation!)]
pub async fn table(app: &App, auditor: &Official, filter: &LogFilter) -> Result<(), OperationError> {
    let tried = Tried { act: "export_log", of: Of::Word("log"), needs: Scope::Audit };
    attempt::here(app, auditor, tried, begin_table(app, auditor, filter)).await
}

pub(super) async fn begin_table(app: &App, auditor: &Official, filter: &LogFilter) -> Result<(), OperationError> {
    {
        let mut reader = app.storage.reader().await?;
        access::must_hold_now(&mut reader, app, auditor, Role::Auditor, "exporting the log").await?;
    }
    if let Some(reference) = &filter.request {
        case_of(app, reference).await?;
    }
    let context = Context::of(app, Some(auditor)).await?;
    note(app, &context, "table").await
}

/// Leaves the entry of an export. A sealed log takes none and is exported all the same: that is how it is looked into.
async fn note(app: &App, context: &Arc<Context>, scope: &'static str) -> Result<(), OperationError> {
    if let Some(sealed) = app.storage.sealed() {
        tracing::warn!(%sealed, "a sealed log is exported, and no entry tells of it");
        return Ok(());
    }
    let context = Arc::clone(context);
    let written = app.storage.write(move |tx| {
        let context = Arc::clone(&context);
        Box::pin(async move {
            access::must_hold(tx, &context, Role::Auditor, "exporting the log").await?;
            let body = json!({ "scope": scope });
            Ok::<_, OperationError>(leave(tx, &context, "log_exported", &body, Some(Role::Auditor)).await?.with(()))
        })
    });
    written.await
}

async fn case_of(app: &App, reference: &RequestReference) -> Result<CaseId, OperationError> {
    let mut reader = app.storage.reader().await?;
    let row = requests::find_by_reference(&mut reader, reference.as_str()).await?;
    let row = row.ok_or_else(|| OperationError::NoSuchRequest(reference.to_string()))?;
    row.id.parse().map_err(|error| OperationError::damaged("a request's id", &error))
}

async fn write(app: &App, context: &Context, case: Option<CaseId>, target: &Path) -> Result<Exported, OperationError> {
    // A log that was altered is exported all the same, with the last checkpoint that was signed over it.
    let (signed, warning) = match app.storage.sign_checkpoint(&context.now_text()).await {
        Ok(signed) => (signed, None),
        Err(error @ (StorageError::Tampered { .. } | StorageError::LogSealed(_))) => {
            let last = app.storage.last_checkpoint().await?.ok_or_else(|| OperationError::from(error.clone()))?;
            (last, Some(format!("the log could not be signed as it stands: {error}")))
        }
        Err(error) => return Err(error.into()),
    };
    let file = |error: std::io::Error| OperationError::File { path: target.display().to_string(), source: error };
    let mut spool = tempfile::tempfile().map_err(file)?;
    let mut gathered = Gathered::default();
    {
        let mut writer = BufWriter::new(&mut spool);
        let of_case = case.map(|case| case.to_string());
        let mut next = Next { case: of_case.as_deref(), after: None, newest_first: false };
        loop {
            // A connection of its own for each page: the log only grows, so that what was signed stays as it is meanwhile.
            let mut reader = app.storage.long_reader().await?;
            let leaves = leaves::page(&mut reader, next, AT_ONCE).await?;
            let Some(last) = leaves.last().filter(|_| next.after.is_none_or(|after| after + 1 < signed.size)) else {
                break;
            };
            next.after = Some(last.index);
            for leaf in leaves.iter().filter(|leaf| leaf.index < signed.size) {
                let proof = match &of_case {
                    Some(_) => Some(log::inclusion(&mut reader, leaf.index, signed.size).await?),
                    None => None,
                };
                gathered.take(leaf, proof, &mut writer).map_err(file)?;
            }
        }
        writer.flush().map_err(file)?;
    }
    let signer_key = app.storage.log_key().await?.to_string();
    let export = Export {
        folder: format!("comity-audit-{}-{}", context.authority.state, signed.size),
        checkpoint: app.storage.handed_out(&signed).await?,
        rulebooks: rulebooks_of(app, &gathered.rules).await?,
        checkpoints: earlier(app, signed.size, case.is_none()).await?,
        vkeys: app.storage.log_signers().await?.iter().map(|key| key.verifier().to_string()).collect(),
        disclosures: None,
        guide: GUIDE.to_owned(),
        about: vec![
            ("Source-Organization".to_owned(), context.authority.name.clone()),
            ("External-Identifier".to_owned(), context.authority.origin.clone()),
            ("Training".to_owned(), context.authority.training.to_string()),
        ],
        beside: [("schema/audit-entry.schema.json".to_owned(), ENTRY_SCHEMA.as_bytes().to_vec())].into(),
        chosen: case.map_or(Chosen::Whole, |case| Chosen::Case(case, gathered.proofs)),
    };
    let leaves = gathered.leaves;
    let path = target.to_owned();
    let written = tokio::task::spawn_blocking(move || {
        let out = File::options().write(true).create_new(true).open(&path)?;
        let mut scratch = tempfile::tempfile()?;
        export.write(&mut BufReader::new(spool), &mut scratch, BufWriter::new(&out)).map_err(std::io::Error::other)?;
        out.sync_all()
    })
    .await;
    written.map_err(|error| OperationError::damaged("an export", &error))?.map_err(file)?;
    Ok(Exported { leaves, size: signed.size, log_key: signer_key, warning })
}

/// Earlier checkpoints: the last of each day, and those that two pairs of keys have signed. A part of the log shows no reader
/// which key took another's place, so that it brings only those that the newest key has signed.
async fn earlier(app: &App, below: u64, whole: bool) -> Result<BTreeMap<u64, String>, OperationError> {
    let mut earlier = app.storage.checkpoints_by_day(below, CHECKPOINTS).await?;
    earlier.extend(app.storage.checkpoints_of_two_keys(below).await?);
    let newest = app.storage.log_keys().await?.last().map_or(0, |newest| newest.from);
    earlier.retain(|size, _| whole || *size >= newest);
    Ok(earlier)
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
