//! Takes the acts that wait, runs each in its own savepoint, commits once, and only then answers all.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, mpsc};

use crate::telemetry;

use super::error::StorageError;
use super::log;
use super::transaction::{Shared, Transaction};
use super::work::{Job, Step, is_worth_repeating};

/// An act that the database gets in the way of is run so often at most: several machines may want the next place of one
/// chain at the same moment, and only one gets it.
const ATTEMPTS: u32 = 12;

/// No pause between two attempts is longer than this many doublings of five milliseconds.
const DOUBLINGS: u32 = 5;

/// The acts that wait, for as many writers as there are.
pub(super) type Queue = Arc<Mutex<mpsc::Receiver<Box<dyn Job>>>>;

/// Why a group was not written.
enum Failure {
    /// It has not even begun: the others would fare no better.
    NotBegun(StorageError),
    /// It was rolled back.
    RolledBack(StorageError),
    /// It was rolled back because the act at this place was cut off; that one has its answer.
    CutOff(usize),
    /// Nobody can tell.
    Unknown,
}

/// Writes until the storage is dropped.
pub(super) async fn write_groups(shared: Arc<Shared>, queue: Queue, at_most: usize) {
    let mut jobs = Vec::with_capacity(at_most);
    // The lock is held only while waiting, so that writers take turns.
    while queue.lock().await.recv_many(&mut jobs, at_most).await > 0 {
        let mut group = std::mem::take(&mut jobs);
        match write_together(&shared, &mut group).await {
            Ok(steps) => {
                let (again, done): (Vec<_>, Vec<_>) =
                    group.into_iter().zip(steps).partition(|(_, step)| *step == Step::Again);
                // Those that are on the disk need not wait for those that are tried again.
                for (job, _) in done {
                    job.answer();
                }
                write_alone(&shared, again.into_iter().map(|(job, _)| job).collect()).await;
            }
            Err(Failure::CutOff(index)) => {
                group.remove(index).answer();
                write_alone(&shared, group).await;
            }
            Err(Failure::RolledBack(reason)) if group.len() > 1 => {
                tracing::debug!(acts = group.len(), %reason, "a group was rolled back, each act is tried alone");
                write_alone(&shared, group).await;
            }
            Err(Failure::RolledBack(reason)) if may_pass(&reason) => {
                write_alone(&shared, group).await;
            }
            Err(failure) => refuse_all(group, &failure),
        }
    }
}

/// Runs acts one by one, each in a transaction of its own, and answers each at once.
async fn write_alone(shared: &Arc<Shared>, jobs: Vec<Box<dyn Job>>) {
    let mut jobs = jobs.into_iter();
    while let Some(job) = jobs.next() {
        if let Err(failure) = write_one(shared, job).await {
            return refuse_all(jobs, &failure);
        }
    }
}

/// Runs one act until the database is no longer in the way; fails only where the next would fail too.
async fn write_one(shared: &Arc<Shared>, job: Box<dyn Job>) -> Result<(), Failure> {
    let mut job = [job];
    for attempt in 0..ATTEMPTS {
        match write_together(shared, &mut job).await {
            Ok(steps) if steps != [Step::Again] => break,
            Ok(_) => {}
            Err(Failure::RolledBack(reason)) => {
                let again = may_pass(&reason);
                job[0].refuse(reason);
                if !again {
                    break;
                }
            }
            Err(Failure::CutOff(_)) => break,
            Err(Failure::Unknown) => {
                job[0].refuse(StorageError::OutcomeUnknown);
                break;
            }
            Err(Failure::NotBegun(reason)) => {
                job[0].refuse(reason.clone());
                let [job] = job;
                job.answer();
                return Err(Failure::NotBegun(reason));
            }
        }
        // Whoever is in the way needs a moment, a server that comes back a longer one.
        tokio::time::sleep(Duration::from_millis(5 << attempt.min(DOUBLINGS))).await;
    }
    let [job] = job;
    job.answer();
    Ok(())
}

/// Runs acts in one transaction and commits what they have written.
async fn write_together(shared: &Arc<Shared>, jobs: &mut [Box<dyn Job>]) -> Result<Vec<Step>, Failure> {
    let mut tx = Transaction::begin(shared).await.map_err(Failure::NotBegun)?;
    let mut steps = Vec::with_capacity(jobs.len());
    // A single act needs no savepoint: its transaction is one.
    let alone = jobs.len() == 1;
    if !alone {
        tx.set_savepoint().await.map_err(Failure::RolledBack)?;
    }
    for (index, job) in jobs.iter_mut().enumerate() {
        let step = run_one(&mut tx, job.as_mut(), alone).await.map_err(Failure::RolledBack)?;
        if step == Step::CutOff {
            return Err(Failure::CutOff(index));
        }
        steps.push(step);
    }
    if !steps.contains(&Step::Keep) {
        tx.roll_back().await.map_err(Failure::RolledBack)?;
        return Ok(steps);
    }
    let first = tx.append_entries().await.map_err(Failure::RolledBack)?;
    let entries = tx.entries();
    let Err(error) = tx.commit().await else {
        let kept = steps.iter().filter(|step| **step == Step::Keep).count();
        telemetry::metrics().committed(kept, entries);
        return Ok(steps);
    };
    // Whether a commit that broke has come through, the log itself can tell.
    match first {
        Some((index, hash)) => match log::holds(shared, index, hash).await {
            Ok(true) => Ok(steps),
            Ok(false) => Err(Failure::RolledBack(error.into())),
            Err(_) => Err(Failure::Unknown),
        },
        None => Err(Failure::Unknown),
    }
}

async fn run_one(tx: &mut Transaction, job: &mut dyn Job, alone: bool) -> Result<Step, StorageError> {
    let entries = tx.entries();
    let mut step = job.run(tx).await;
    if tx.take_beside().is_none() && step == Step::Keep && tx.entries() == entries {
        job.refuse(StorageError::NoEntry);
        step = Step::Discard;
    }
    match step {
        Step::Discard | Step::Again if !alone => tx.back_to_savepoint(entries).await?,
        Step::Keep if !alone => {
            // PostgreSQL refuses here if the act went on after a statement had failed.
            if let Err(error) = tx.move_savepoint().await {
                tx.back_to_savepoint(entries).await?;
                job.refuse(error);
                step = Step::Discard;
            }
        }
        Step::CutOff | Step::Discard | Step::Again | Step::Keep => {}
    }
    Ok(step)
}

/// Whether the next attempt may go better: somebody was in the way, or the connection broke.
fn may_pass(reason: &StorageError) -> bool {
    is_worth_repeating(reason) || is_taken(reason) || matches!(reason, StorageError::Unreachable { .. })
}

/// Whether another instance has taken the place in the case's chain: read anew, the next is free.
fn is_taken(reason: &StorageError) -> bool {
    matches!(reason, StorageError::Database(said) if matches!(&**said, sqlx::Error::Database(said) if said.is_unique_violation()))
}

fn refuse_all(jobs: impl IntoIterator<Item = Box<dyn Job>>, failure: &Failure) {
    for mut job in jobs {
        job.refuse(match failure {
            Failure::NotBegun(reason) | Failure::RolledBack(reason) => reason.clone(),
            Failure::CutOff(_) | Failure::Unknown => StorageError::OutcomeUnknown,
        });
        job.answer();
    }
}
