//! What witnesses are asked and what they answer: proofs for them, their lines, and how long the log was without them.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::audit::ids::Origin;
use crate::audit::key::Verifier;
use crate::audit::note::{Note, Signature};
use crate::audit::policy::Policy;
use crate::audit::proof::verify_consistency;
use crate::audit::submission::Submission;
use crate::domain::time;
use crate::storage::cosignatures::Cosignature;
use crate::storage::{StorageError, log};
use crate::telemetry::metrics;

use super::app::App;
use super::error::OperationError;
use super::span::{apply, operation};

/// Whose signatures are asked for, and how many of them.
pub use crate::audit::policy::Policy as Witnesses;

/// So long the log may be without a quorum, in minutes, before that is an alarm.
pub const ALARM_MINUTES: i64 = 15;

/// No witness's clock may be further ahead of ours, in minutes.
const AHEAD_MINUTES: i64 = 10;

/// No answer of a witness has more lines.
const MOST_LINES: usize = 64;

/// So many sizes are looked at together.
const SIZES: u32 = 100;

/// A checkpoint that witnesses shall sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// How many leaves it covers.
    pub size: u64,
    /// The note with the log's own lines.
    pub note: String,
    /// When the log has signed it.
    pub signed_at: String,
}

/// What a witness's own record of our log says about us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    /// It is the beginning of our log.
    Fits(u64),
    /// It is larger than our log, under our own signature: leaves are gone here.
    Ahead(u64),
    /// It has another root, under our own signature: our log was rewritten, or somebody signs with our key.
    Forked(u64),
    /// Our log has not signed it: it says nothing.
    Unsigned,
}

/// Refuses a policy in which whoever asks is their own witness, or that is about other logs.
///
/// # Errors
/// [`OperationError::Unusable`] with the reason.
#[apply(operation!)]
pub async fn check_policy(app: &App, policy: &Policy, own: &[Verifier]) -> Result<(), OperationError> {
    let unusable = |why: String| Err(OperationError::unusable("the policy of witnesses", &why));
    let log: Vec<Verifier> = app.storage.log_signers().await?.iter().map(|signer| signer.verifier().clone()).collect();
    for witness in policy.witnesses() {
        let bytes = witness.key.key_bytes();
        if log.iter().any(|key| key.key_bytes() == bytes) {
            return unusable(format!("the key of `{}` is that of this log: no log is its own witness", witness.name));
        }
        if own.iter().any(|key| key.key_bytes() == bytes) {
            return unusable(format!(
                "the key of `{}` is that of our own witness: it proves nothing to anybody else, leave it out",
                witness.name
            ));
        }
    }
    if !policy.logs().is_empty() && !policy.logs().iter().any(|named| log.contains(&named.key)) {
        return unusable("it names logs, and this one is not among them".to_owned());
    }
    if policy.witnesses().iter().all(|witness| witness.url.is_none()) {
        return unusable(
            "no witness in it has an address: write it behind the key, `witness NAME KEY https://…`".to_owned(),
        );
    }
    Ok(())
}

/// The newest checkpoint that the log has signed.
///
/// # Errors
/// Where the database cannot be read.
#[apply(operation!)]
pub async fn newest(app: &App) -> Result<Option<Target>, OperationError> {
    let last = app.storage.last_checkpoint().await?;
    Ok(last.map(|last| Target { size: last.size, note: last.note, signed_at: last.signed_at }))
}

/// What a witness is sent that stands at a size: the checkpoint, with the proof that it goes on from there.
///
/// # Errors
/// Where the witness stands beyond the checkpoint; where a node cannot be read.
#[apply(operation!)]
pub async fn submission(app: &App, target: &Target, old: u64) -> Result<String, OperationError> {
    let note = Note::parse(target.note.as_bytes()).map_err(|error| OperationError::damaged("a checkpoint", &error))?;
    let proof = if old == 0 || old == target.size {
        Vec::new()
    } else {
        log::consistency(&mut *app.storage.reader().await?, old, target.size).await?
    };
    Ok(Submission { old, proof, note }.to_string())
}

/// Keeps the lines of an answer that are by these keys and about this checkpoint; says by whom they are. Nothing is kept
/// unless all lines in these names are good.
///
/// # Errors
/// [`OperationError::Unusable`] where a line is forged, its time is none, or none is by these keys.
#[apply(operation!)]
pub async fn keep(app: &App, target: &Target, keys: &[Verifier], answer: &[u8]) -> Result<Vec<Origin>, OperationError> {
    let unusable = |why: &dyn std::fmt::Display| OperationError::unusable("the answer of a witness", why);
    let text = str::from_utf8(answer).map_err(|error| unusable(&error))?;
    let lines = text.strip_suffix('\n').ok_or_else(|| unusable(&"its last line does not end"))?;
    let signed =
        Note::parse(target.note.as_bytes()).map_err(|error| OperationError::damaged("a checkpoint", &error))?;
    let mut note = Note::unsigned(signed.unverified_text()).map_err(|error| unusable(&error))?;
    for line in lines.split('\n').take(MOST_LINES + 1) {
        note.add(Signature::parse(line).map_err(|error| unusable(&error))?);
    }
    if note.signatures().len() > MOST_LINES {
        return Err(unusable(&"it has more than 64 lines"));
    }
    let latest = app.clock.now() + SignedDuration::from_mins(AHEAD_MINUTES);
    let mut kept = Vec::new();
    for key in keys.iter().filter(|key| note.lines_of(key).next().is_some()) {
        let seconds = note.signed_at(key).map_err(|error| unusable(&error))?;
        let at = i64::try_from(seconds).ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
        // Time 0 says nothing of when the witness had seen no larger log. Source: C2SP tlog-witness.
        let at =
            at.filter(|at| seconds > 0 && *at <= latest).ok_or_else(|| unusable(&"its time is none, or lies ahead"))?;
        let line = note.lines_of(key).next().map(ToString::to_string).unwrap_or_default();
        kept.push(Cosignature { witness: named(key), cosigned_at: time::to_text(at), line });
    }
    if kept.is_empty() {
        return Err(unusable(&"no line is by a key that the policy names"));
    }
    app.storage.keep_cosignatures(target.size, kept).await?;
    Ok(keys.iter().filter(|key| note.lines_of(key).next().is_some()).map(|key| key.name().clone()).collect())
}

/// A key as it stands beside its line: name and id.
fn named(key: &Verifier) -> String {
    format!("{}+{:08x}", key.name(), u32::from_be_bytes(key.id()))
}

/// Compares what a witness has kept of our log with what is here; where it holds more under our signature, or another log,
/// ours is sealed.
///
/// # Errors
/// Where the database cannot be read.
#[apply(operation!)]
pub async fn compare(app: &App, witness: &str, note: &[u8]) -> Result<Compared, OperationError> {
    let compared = stand(app, note).await?;
    // Our own signature shows it: the log is sealed, and nothing more is signed or written before somebody has looked.
    if matches!(compared, Compared::Ahead(_) | Compared::Forked(_))
        && let Ok(note) = str::from_utf8(note)
    {
        app.storage.compare_with_witness(Some((witness, note))).await?;
    }
    Ok(compared)
}

async fn stand(app: &App, note: &[u8]) -> Result<Compared, OperationError> {
    let Some(theirs) = app.storage.own_checkpoint(note).await? else { return Ok(Compared::Unsigned) };
    let mut reader = app.storage.reader().await?;
    let ours = log::head(&mut reader).await?;
    let (size, root) = (theirs.size, theirs.root);
    if size > ours.size() {
        return Ok(Compared::Ahead(size));
    }
    let fits = if size == 0 {
        true
    } else {
        let proof = match log::consistency(&mut reader, size, ours.size()).await {
            Ok(proof) => proof,
            // A tree with holes is not the one that was witnessed.
            Err(StorageError::Tampered { .. }) => return Ok(Compared::Forked(size)),
            Err(error) => return Err(error.into()),
        };
        verify_consistency((size, root), (ours.size(), ours.root()), &proof).is_ok()
    };
    Ok(if fits { Compared::Fits(size) } else { Compared::Forked(size) })
}

/// A witness has seen more of our log than there is here, or another log than ours. Whoever holds the log calls for help
/// here; `proven` says that our own signature shows it, so that no witness can make us believe it.
pub fn witness_has_seen_more(size: u64, proven: bool) {
    let counter = metrics().meter.u64_counter("comity.log.witness.ahead");
    counter.with_description("Answers of witnesses that have seen more of the log, or another.").build().add(1, &[]);
    if proven {
        tracing::error!(
            size,
            "a witness holds a checkpoint under our signature that this log does not lead to: it was cut, restored or rewritten; stop, and compare with your backups"
        );
    } else {
        tracing::error!(
            size,
            "a witness says that it has seen more of this log, or another, and does not show it: ask its operator for the checkpoint, and compare"
        );
    }
}

/// How a witness stands to our log.
#[derive(Debug, Clone, Serialize)]
pub struct OfWitness {
    /// Its name in the policy.
    pub witness: String,
    /// The name of its key.
    pub key: Origin,
    /// The largest size that it has signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// When it has done so last, as it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cosigned_at: Option<String>,
}

/// How witnessed the log is.
#[derive(Debug, Clone, Serialize)]
pub struct Standing {
    /// The size of the newest checkpoint.
    pub size: u64,
    /// When the log has signed it.
    pub signed_at: String,
    /// The largest size that a quorum has signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witnessed_size: Option<u64>,
    /// Since when the log grows without a quorum; none while the newest checkpoint has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unwitnessed_since: Option<String>,
    /// Whether no quorum has signed for a quarter of an hour.
    pub alarm: bool,
    /// Each witness of the policy.
    pub witnesses: Vec<OfWitness>,
}

/// Tells how witnessed the log is; nothing, before it is first signed.
///
/// # Errors
/// Where the database cannot be read.
#[apply(operation!)]
pub async fn standing(app: &App, policy: &Policy) -> Result<Option<Standing>, OperationError> {
    let Some(last) = app.storage.last_checkpoint().await? else { return Ok(None) };
    let early = time::to_text(app.clock.now() - SignedDuration::from_mins(ALARM_MINUTES));
    let mut witnesses = Vec::new();
    for witness in policy.witnesses() {
        let found = app.storage.cosigned_last(&named(&witness.key)).await?;
        let (size, cosigned_at) = found.unzip();
        witnesses.push(OfWitness { witness: witness.name.clone(), key: witness.key.name().clone(), size, cosigned_at });
    }
    let witnessed_size =
        if policy.asks_for_witnesses() { witnessed(app, policy, last.size).await? } else { Some(last.size) };
    let unwitnessed_since = match witnessed_size {
        Some(size) if size >= last.size => None,
        size => app.storage.signed_beyond(size).await?,
    };
    // The same size is signed again and again: where that stops, witnesses are away though nothing new waits for them.
    let fresh = |of: &&OfWitness| of.cosigned_at.as_ref().is_some_and(|at| *at >= early);
    let fresh: BTreeSet<&str> = witnesses.iter().filter(fresh).map(|of| of.witness.as_str()).collect();
    let late = unwitnessed_since.as_ref().is_some_and(|since| *since < early);
    let alarm = late || last.signed_at < early && !policy.is_quorum(&fresh);
    Ok(Some(Standing {
        size: last.size,
        signed_at: last.signed_at,
        witnessed_size,
        unwitnessed_since,
        alarm,
        witnesses,
    }))
}

/// The largest size that a quorum has signed.
async fn witnessed(app: &App, policy: &Policy, newest: u64) -> Result<Option<u64>, OperationError> {
    let mut below = newest + 1;
    loop {
        let sizes = app.storage.cosigned_sizes(below, SIZES).await?;
        let Some(last) = sizes.last() else { return Ok(None) };
        below = *last;
        for size in sizes {
            if has_quorum(app, policy, size).await? {
                return Ok(Some(size));
            }
        }
    }
}

/// Whether a quorum of the policy has signed the checkpoint of a size.
///
/// # Errors
/// Where the database cannot be read.
#[apply(operation!)]
pub async fn has_quorum(app: &App, policy: &Policy, size: u64) -> Result<bool, OperationError> {
    let lines = app.storage.cosignatures(size).await?;
    let signed: BTreeSet<&str> = lines.iter().map(|line| line.witness.as_str()).collect();
    let by = policy.witnesses().iter().filter(|witness| signed.contains(named(&witness.key).as_str()));
    Ok(policy.is_quorum(&by.map(|witness| witness.name.as_str()).collect()))
}
