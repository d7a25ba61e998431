//! Checks the log for auditors who ask: the whole database against it, and files that they hold.

use std::fs::File;
use std::io::{BufReader, Read as _, Seek as _, SeekFrom};
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;

use crate::audit::key::Verifier;
use crate::audit::report::{Grade, Verdict};
use crate::audit::verify::Demand;
use crate::domain::role::Role;
use crate::domain::scope::Scope;

use super::access::{self, Official};
use super::app::App;
use super::error::OperationError;
use super::prove_entry;
use super::span::{apply, operation};
use super::verify_database::{self, DatabaseReport};
use super::verify_log;

const ACT: &str = "verifying the log";

/// A receipt is a few thousand bytes.
const LARGEST_RECEIPT: u64 = 1 << 20;

/// What is known of the last check. Clones share it; it is kept while the service runs, and nowhere else.
#[derive(Clone, Default)]
pub struct Checking(Arc<RwLock<State>>);

/// How far a check is.
#[derive(Clone, Default)]
pub enum State {
    /// Nobody has asked since the service began.
    #[default]
    NotYet,
    /// It began at this time.
    Runs(Timestamp),
    /// It ended.
    Done(Arc<Checked>),
    /// It could not be carried out, at this time: that is no answer about the log.
    Failed(Timestamp),
}

/// What a check found.
#[derive(Debug)]
pub struct Checked {
    /// When it was asked for.
    pub at: Timestamp,
    /// How many entries the log had.
    pub size: u64,
    /// The root of its tree; none where the tree itself does not hold.
    pub head: Option<String>,
    /// What tables and log disagree about.
    pub report: DatabaseReport,
}

impl Checked {
    /// The first entry that does not hold, where one is known.
    #[must_use]
    pub fn first_broken(&self) -> Option<u64> {
        let sentences = self.report.differences.iter().map(|difference| &difference.sentence);
        sentences.filter_map(|sentence| number_after(sentence, "leaf ")).min()
    }
}

fn number_after(sentence: &str, word: &str) -> Option<u64> {
    let digits = sentence.split(word).nth(1)?;
    digits.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()
}

impl Checking {
    fn set(&self, state: State) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = state;
    }

    fn state(&self) -> State {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// How far the last check is, for an auditor.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but an auditor.
#[apply(operation!)]
pub async fn last(app: &App, official: &Official, checking: &Checking) -> Result<State, OperationError> {
    must_audit(app, official).await?;
    Ok(checking.state())
}

/// Begins a check of every entry and every request, unless one runs already. It goes on when nobody waits for it.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but an auditor.
#[apply(operation!)]
pub async fn begin(app: &App, official: &Official, checking: &Checking) -> Result<(), OperationError> {
    must_audit(app, official).await?;
    let at = app.clock.now();
    {
        let mut state = checking.0.write().unwrap_or_else(PoisonError::into_inner);
        if matches!(*state, State::Runs(_)) {
            return Ok(());
        }
        *state = State::Runs(at);
    }
    let (app, checking) = (app.clone(), checking.clone());
    let work = tokio::spawn(async move {
        // A check that breaks off is not taken for one that still runs.
        let inner = tokio::spawn(async move { check(&app, at).await });
        checking.set(match inner.await {
            Ok(Ok(checked)) => State::Done(Arc::new(checked)),
            Ok(Err(error)) => {
                tracing::error!(%error, "the log could not be checked");
                State::Failed(at)
            }
            Err(_) => State::Failed(at),
        });
    });
    // What is quick is there when the page comes.
    _ = tokio::time::timeout(std::time::Duration::from_secs(2), work).await;
    Ok(())
}

async fn check(app: &App, at: Timestamp) -> Result<Checked, OperationError> {
    let tree = app.storage.recheck().await.ok().map(|frontier| (frontier.size(), frontier.root().to_string()));
    let report = verify_database::run(app).await?;
    let (size, head) = tree.map_or((report.leaves, None), |(size, root)| (size, Some(root)));
    Ok(Checked { at, size, head, report })
}

/// What a file that an auditor holds is worth.
#[derive(Debug)]
pub enum Held {
    /// An export.
    Export {
        /// Whether everything agrees.
        intact: bool,
        /// Whether a part is missing, and nothing contradicts.
        incomplete: bool,
        /// The log, as the signed checkpoint names it.
        origin: String,
        /// How many entries were signed.
        size: u64,
        /// How many were read.
        leaves: u64,
        /// The root, as signed.
        root: String,
        /// The first entry that is wrong, and why.
        first_bad: Option<(u64, String)>,
        /// What was found, in English sentences.
        findings: Vec<String>,
    },
    /// A receipt for one entry.
    Receipt {
        /// The log.
        origin: String,
        /// The place of the entry.
        index: u64,
        /// How many entries the log had.
        size: u64,
        /// The entry as it stands in its leaf.
        entry: String,
    },
    /// Neither, or none that the key opens; why, in English.
    NotBelieved(String),
}

/// Verifies a file with the key that the auditor brings; with that of this log, where they bring none.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but an auditor; [`OperationError::Unusable`] where the key is none.
#[apply(operation!)]
pub async fn file(app: &App, official: &Official, file: File, key: Option<&str>) -> Result<Held, OperationError> {
    must_audit(app, official).await?;
    let key = match key.map(str::trim).filter(|key| !key.is_empty()) {
        Some(text) => Verifier::parse(text).map_err(|error| OperationError::unusable("the key", &error))?,
        None => app.storage.log_key().await?,
    };
    let held = tokio::task::spawn_blocking(move || read(file, &key)).await;
    held.map_err(|error| OperationError::damaged("a file", &error))
}

fn read(mut file: File, key: &Verifier) -> Held {
    let mut begins = String::new();
    let receipt = (&mut file).take(LARGEST_RECEIPT).read_to_string(&mut begins).is_ok();
    if receipt && begins.starts_with("c2sp.org/tlog-proof") {
        return match prove_entry::verify(&begins, key) {
            Ok(proven) => Held::Receipt {
                origin: proven.origin,
                index: proven.index,
                size: proven.size,
                entry: proven.entry.to_string(),
            },
            Err(error) => Held::NotBelieved(error.to_string()),
        };
    }
    if let Err(error) = file.seek(SeekFrom::Start(0)) {
        return Held::NotBelieved(error.to_string());
    }
    let demand = Demand::default();
    match verify_log::export(BufReader::new(file), key, &demand) {
        Ok(report) => Held::Export {
            intact: report.intact,
            incomplete: report.verdict == Verdict::Incomplete,
            origin: report.origin.map(|origin| origin.to_string()).unwrap_or_default(),
            size: report.size.unwrap_or_default(),
            leaves: report.leaves,
            root: report.root.map(|root| root.to_string()).unwrap_or_default(),
            first_bad: report.first_bad.map(|bad| (bad.index, bad.why)),
            findings: report
                .findings
                .into_iter()
                .filter(|finding| finding.grade != Grade::Noted)
                .map(|finding| finding.sentence)
                .collect(),
        },
        Err(error) => Held::NotBelieved(error.to_string()),
    }
}

async fn must_audit(app: &App, official: &Official) -> Result<(), OperationError> {
    official.must_have(Scope::Audit)?;
    let mut reader = app.storage.reader().await?;
    access::must_hold_now(&mut reader, app, official, Role::Auditor, ACT).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_broken_entry_is_read_from_the_sentences() {
        assert_eq!(number_after("leaf 17: its hash is another", "leaf "), Some(17));
        assert_eq!(number_after("its leaves do not add up", "leaf "), None);
    }
}
