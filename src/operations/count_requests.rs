//! Counts cases for the public, from the log alone: whoever has an export of it comes to the same figures.

mod figures;
mod outcome;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use strum::IntoEnumIterator as _;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

use crate::audit::archive::ArchiveError;
use crate::audit::commitment::Key;
use crate::audit::entry::Entry;
use crate::audit::ids::CaseId;
use crate::audit::key::Verifier;
use crate::audit::report::Report;
use crate::audit::verify::Demand;
use crate::domain::gate::Side;
use crate::domain::ids::Digest;
use crate::engine::explain::Holder;
use crate::engine::fact::Fact;
use crate::engine::rulebook::Rulebook;
use crate::storage::StorageError;
use crate::storage::leaves::{self, Next, StoredLeaf};

use super::app::App;
use super::error::OperationError;
use super::replay;
use super::span::{apply, operation};
use super::verify_log;

pub use figures::{FEWEST, Range, Row, Table};
pub use outcome::Outcome;

use outcome::{Case, year_of};

/// So many leaves are read at once.
const AT_ONCE: u32 = 1000;

/// The entries that say something about a figure; of others only the time counts, as everywhere.
const COUNTED: [&str; 4] = ["authority_installed", "request_begun", "safeguard_answered", "transition_taken"];

/// For so long the same answer is given again: anybody may ask.
const KEPT: SignedDuration = SignedDuration::from_mins(10);

/// Every year that is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Statistics {
    /// The State.
    pub state: String,
    /// Whether all cases are made up: they say nothing about real ones.
    pub training: bool,
    /// No figure tells of fewer cases; every figure is a range of so many.
    pub threshold: usize,
    /// The years, the latest first. The present one is told for training only.
    pub years: Vec<Year>,
}

impl Statistics {
    /// The same, of one year only.
    #[must_use]
    pub fn only(&self, year: Option<i16>) -> Self {
        let mut told = self.clone();
        told.years.retain(|told| year.is_none_or(|year| told.year == year));
        told
    }
}

/// A year, in UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = CountedYear)]
pub struct Year {
    /// Which.
    pub year: i16,
    /// Whether it is over: then nothing in it changes any more.
    pub over: bool,
    /// What this State asked for, and what it was asked for.
    pub sides: Vec<Block>,
}

/// One side of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = CountedSide)]
pub struct Block {
    /// Our side.
    pub side: Side,
    /// Cases that were sent or arrived in the year.
    pub begun: Range,
    /// Those by what was asked for.
    pub measures: Table,
    /// Those by the instrument that they rest on.
    pub instruments: Table,
    /// Those by the other State.
    pub counterparts: Table,
    /// Cases begun in the year, open before it, or decided in it, by what stood when it ended.
    pub outcomes: Table,
    /// Cases by the grounds for refusing or postponing that were given in the year; a case may have several.
    pub grounds: Table,
    /// Cases by the safeguards that were answered in the negative in the year; a case may have several.
    pub negative_answers: Table,
    /// Cases first decided in the year.
    pub decided: Range,
    /// The median of whole days from when they were sent, or arrived, to that decision; of five cases or more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median_days: Option<i64>,
    /// The median of whole days of those that the file was with us; of five cases or more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median_days_with_us: Option<i64>,
    /// The median of whole days of those that it was with the other State; of five cases or more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median_days_with_them: Option<i64>,
    /// The median until the decision by measure, where five cases or more were decided.
    pub median_days_by_measure: BTreeMap<String, i64>,
    /// The same by the other State, where five cases or more were decided.
    pub median_days_by_counterpart: BTreeMap<String, i64>,
}

/// Counts the cases of an installation, in one reading of its log.
///
/// # Errors
/// Where the log cannot be read, or was altered.
#[apply(operation!)]
pub async fn run(app: &App) -> Result<Statistics, OperationError> {
    let mut count = Count::default();
    count.go_on(app).await?;
    Ok(count.told(app.clock.now()))
}

/// A count that goes on where it has stopped: the log only grows.
#[derive(Default)]
struct Count {
    counter: Counter,
    /// The last that was counted.
    from: Option<u64>,
}

impl Count {
    /// Counts what has come since.
    async fn go_on(&mut self, app: &App) -> Result<(), OperationError> {
        loop {
            let next = Next { after: self.from, ..Next::default() };
            let leaves = leaves::page(&mut *app.storage.long_reader().await?, next, AT_ONCE).await?;
            if leaves.is_empty() {
                return Ok(());
            }
            let sealing = app.storage.keys().entry_key();
            // Hashing keeps a processor busy: not one that serves others.
            let read =
                tokio::task::spawn_blocking(move || leaves.iter().map(|leaf| read(leaf, &sealing)).collect::<Vec<_>>());
            for read in read.await.map_err(|error| OperationError::damaged("the count", &error))? {
                let (index, at, entry) = read?;
                let Some(entry) = entry else {
                    self.counter.passes(at);
                    self.from = Some(index);
                    continue;
                };
                let rulebook = match &entry.rule {
                    Some(hash) => Some(app.rulebook_of(&Digest::parse(hash.to_string())?).await?),
                    None => None,
                };
                let taken = self.counter.take(rulebook.as_deref(), &entry);
                taken.map_err(|why| OperationError::damaged("the log", &why))?;
                // Where one cannot be counted, the next count tries it again, and none before it.
                self.from = Some(index);
            }
        }
    }

    fn told(&self, now: Timestamp) -> Statistics {
        // A log that is ahead of the clock is believed: what was put off until later is told later.
        self.counter.publish(year_of(self.counter.last.map_or(now, |last| last.max(now))))
    }
}

/// A leaf that holds: its place, its time, and what it says where that counts.
fn read(leaf: &StoredLeaf, sealing: &Key) -> Result<(u64, Timestamp, Option<Entry>), StorageError> {
    let glance = leaf.glance(sealing)?;
    let (at, counts) = (glance.at.timestamp(), COUNTED.contains(&&*glance.kind));
    Ok((leaf.index, at, if counts { Some(leaf.entry(sealing)?.1) } else { None }))
}

/// So long somebody who asks waits for a count; who asks later finds it.
const PATIENCE: Duration = Duration::from_secs(5);

/// What was counted, for the many who ask. Clones share it.
#[derive(Clone, Default)]
pub struct Kept(Arc<Mutex<Counting>>);

#[derive(Default)]
struct Counting {
    count: Count,
    last: Option<Last>,
}

/// A count, and when it was made.
#[derive(Clone)]
pub struct Last {
    /// When.
    pub at: Timestamp,
    /// What it came to.
    pub counted: Arc<Statistics>,
}

impl Kept {
    /// What was counted in the last ten minutes; where nothing was, what has come since the last count is counted now, once
    /// for all who wait. The first count of a process reads the whole log, and goes on where nobody waits for it any longer.
    ///
    /// # Errors
    /// As [`run`]; [`OperationError::StillCounting`] where it takes longer than a few seconds.
    pub async fn get(&self, app: &App) -> Result<Last, OperationError> {
        let (kept, app) = (Arc::clone(&self.0), app.clone());
        // A caller who hangs up does not make the next one begin anew.
        let counting = tokio::spawn(async move {
            let mut kept = kept.lock().await;
            let now = app.clock.now();
            if let Some(last) = kept.last.as_ref()
                && now.duration_since(last.at).abs() < KEPT
            {
                return Ok(last.clone());
            }
            kept.count.go_on(&app).await?;
            let last = Last { at: now, counted: Arc::new(kept.count.told(now)) };
            kept.last = Some(last.clone());
            Ok(last)
        });
        within(PATIENCE, counting).await
    }
}

/// What a count comes to, where somebody who waits so long learns it; it goes on where they do not.
async fn within<T>(patience: Duration, counting: JoinHandle<Result<T, OperationError>>) -> Result<T, OperationError> {
    let counted = tokio::time::timeout(patience, counting).await.map_err(|_| OperationError::StillCounting)?;
    counted.map_err(|error| OperationError::damaged("the count", &error))?
}

/// Verifies an export and counts it: the figures that the authority publishes, up to the year of its last entry.
///
/// # Errors
/// Where the export cannot be read at all. No figures come from one that is not intact, or that holds one request only.
pub fn of_export(
    reader: impl Read + Seek,
    key: &Verifier,
    demand: &Demand,
) -> Result<(Report, Option<Statistics>), ArchiveError> {
    let mut counter = Counter::default();
    let report = verify_log::export_read(reader, key, demand, |rulebook, entry| counter.take(rulebook, entry))?;
    let whole = report.intact && counter.state.is_some();
    let last = counter.last;
    Ok((report, last.filter(|_| whole).map(|last| counter.publish(year_of(last)))))
}

/// Cases as their entries tell them.
#[derive(Default)]
struct Counter {
    state: Option<String>,
    training: bool,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    cases: BTreeMap<CaseId, Case>,
}

impl Counter {
    fn take(&mut self, rulebook: Option<&Rulebook>, entry: &Entry) -> Result<(), String> {
        let at = entry.at.timestamp();
        self.passes(at);
        if entry.kind == "authority_installed" {
            let state = entry.body.get("state").and_then(serde_json::Value::as_str);
            self.state = state.map(ToOwned::to_owned);
            self.training = entry.body.get("training").and_then(serde_json::Value::as_bool).unwrap_or_default();
        }
        let (Some(fact), Some(rulebook)) = (replay::fact_of(entry)?, rulebook) else { return Ok(()) };
        match &fact {
            Fact::RequestBegun(begun) => {
                let mut case = Case::new(begun, at);
                case.begins(rulebook, at);
                self.cases.insert(entry.case, case);
            }
            _ => {
                if let Some(case) = self.cases.get_mut(&entry.case) {
                    case.take(rulebook, &fact, at);
                }
            }
        }
        Ok(())
    }

    /// An entry that only tells how far the log goes.
    fn passes(&mut self, at: Timestamp) {
        self.first = self.first.or(Some(at));
        self.last = Some(at);
    }

    fn publish(&self, present: i16) -> Statistics {
        let first = self.first.map_or(present, year_of);
        let last = if self.training { present } else { present - 1 };
        // Each year is told, also one without cases: that one is missing would tell something.
        let years = (first..=last).rev().map(|year| Year {
            year,
            over: year < present,
            sides: Side::iter().map(|side| self.block(side, year)).collect(),
        });
        Statistics {
            state: self.state.clone().unwrap_or_default(),
            training: self.training,
            threshold: FEWEST,
            years: years.collect(),
        }
    }

    fn block(&self, side: Side, year: i16) -> Block {
        // A case is known by its number here, and by nothing else.
        let cases: Vec<(usize, &Case)> = self
            .cases
            .values()
            .enumerate()
            .filter(|(_, case)| case.begun.side == side && case.since.is_some())
            .collect();
        let begun: Vec<(usize, &Case)> =
            cases.iter().copied().filter(|(_, case)| case.since.is_some_and(|since| year_of(since) == year)).collect();
        let there = cases.iter().filter(|(_, case)| case.was_there_in(year));
        let in_year = |at: Timestamp| year_of(at) == year;
        let decided = || {
            let decided = cases.iter().filter_map(|(_, case)| Some((*case, case.decided()?)));
            decided.filter(|(_, (at, _))| in_year(*at)).map(|(case, (_, days))| (case, days))
        };
        let medians = |named: &dyn Fn(&Case) -> String| {
            let mut days_of: BTreeMap<String, Vec<i64>> = BTreeMap::new();
            for (case, days) in decided() {
                days_of.entry(named(case)).or_default().push(days);
            }
            days_of.into_iter().filter_map(|(name, days)| Some((name, figures::median(days)?))).collect()
        };
        let with = |holder| figures::median(decided().filter_map(|(case, _)| case.days_with(holder)).collect());
        Block {
            side,
            begun: Range::of(begun.len()),
            measures: table(begun.iter().map(|(number, case)| (case.begun.measure.to_string(), *number))),
            instruments: table(begun.iter().map(|(number, case)| (case.begun.instrument.clone(), *number))),
            counterparts: table(begun.iter().map(|(number, case)| (case.begun.counterpart.to_string(), *number))),
            outcomes: table(there.filter_map(|(number, case)| Some((case.at_end_of(year)?.to_string(), *number)))),
            grounds: table(cases.iter().flat_map(|(number, case)| {
                case.grounds.iter().filter(|(at, _)| in_year(*at)).map(|(_, ground)| (ground.to_string(), *number))
            })),
            negative_answers: table(cases.iter().flat_map(|(number, case)| {
                case.negatives.iter().filter(|(at, _)| in_year(*at)).map(|(_, code)| (code.clone(), *number))
            })),
            decided: Range::of(decided().count()),
            median_days: figures::median(decided().map(|(_, days)| days).collect()),
            median_days_with_us: with(Holder::Authority),
            median_days_with_them: with(Holder::Counterpart),
            median_days_by_measure: medians(&|case| case.begun.measure.to_string()),
            median_days_by_counterpart: medians(&|case| case.begun.counterpart.to_string()),
        }
    }
}

fn table(cells: impl Iterator<Item = (String, usize)>) -> Table {
    let mut counted: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (name, number) in cells {
        counted.entry(name).or_default().insert(number);
    }
    Table::of(&counted)
}

#[cfg(test)]
mod tests {
    use std::str::FromStr as _;

    use crate::domain::ids::ThreadId;
    use crate::domain::safeguard::Profile;
    use crate::engine::fact::Begun;

    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::from_str(text).unwrap()
    }

    fn case(side: Side, begun: &str) -> Case {
        let facts = Begun {
            side,
            procedure: "evidence".parse().unwrap(),
            measure: "production".parse().unwrap(),
            profile: Profile::Strict,
            instrument: "UNCC".to_owned(),
            in_force: false,
            counterpart: "XS".parse().unwrap(),
            thread: ThreadId::parse("0123456789abcdef0123456789abcdef").unwrap(),
            follows: None,
        };
        Case::new(&facts, at(begun))
    }

    /// A counter of so many cases that arrived in 2027, the last of them in December.
    fn counter(training: bool, cases: u8) -> Counter {
        let numbered = (0..cases).map(|number| {
            let case = case(Side::Requested, &format!("2027-{:02}-01T00:00:00Z", 12 - number % 12));
            (CaseId::from_str(&format!("{number:032x}")).unwrap(), case)
        });
        Counter {
            state: Some("XN".to_owned()),
            training,
            first: Some(at("2026-11-22T00:00:00Z")),
            last: Some(at("2027-12-31T00:00:00Z")),
            cases: numbered.collect(),
        }
    }

    #[test]
    fn a_year_is_told_when_it_is_over_so_that_no_two_answers_differ_by_one_case() {
        let years = |training, present| {
            let told = counter(training, 7).publish(present);
            told.years.into_iter().map(|year| (year.year, year.over)).collect::<Vec<_>>()
        };

        assert_eq!(years(false, 2027), [(2026, true)]);
        assert_eq!(years(false, 2028), [(2027, true), (2026, true)]);
        assert_eq!(years(true, 2027), [(2027, false), (2026, true)], "nobody is told by what is made up");
        assert_eq!(counter(false, 7).publish(2028).years[0], counter(false, 7).publish(2031).years[3]);
    }

    #[test]
    fn a_year_with_four_cases_reads_like_one_with_none() {
        let block = |cases| counter(false, cases).publish(2028).years.remove(0).sides.remove(1);

        assert_eq!(block(4), block(0));
        assert_ne!(block(5), block(4));
        assert_eq!(block(5).outcomes.rows, [Row { name: "open".to_owned(), cases: Range { from: 5, to: 9 } }]);
    }

    #[test]
    fn a_draft_that_never_left_is_no_case() {
        let draft = case(Side::Requesting, "2027-03-01T00:00:00Z");

        assert_eq!(draft.since, None);
        assert!(!draft.was_there_in(2027));
    }

    #[tokio::test]
    async fn whoever_asks_during_a_long_count_is_told_so_and_the_count_goes_on() {
        let (end, ended) = tokio::sync::oneshot::channel::<()>();
        let counting = tokio::spawn(async move { Ok(ended.await.is_ok()) });
        let other = tokio::spawn(async { Ok(5) });

        assert!(matches!(within(Duration::ZERO, counting).await, Err(OperationError::StillCounting)));
        assert!(end.send(()).is_ok(), "nobody counts any longer");
        assert_eq!(within(PATIENCE, other).await.unwrap(), 5);
    }
}
