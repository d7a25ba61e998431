//! What is counted and measured. Attributes have few values and say nothing of anybody: no reference, no id, no State.

use std::sync::{LazyLock, OnceLock};
use std::time::Instant;

use opentelemetry::KeyValue;
use opentelemetry::metrics::{Counter, Histogram, Meter, MeterProvider as _};
use opentelemetry_sdk::metrics::SdkMeterProvider;

use super::{OPERATION, OUTCOME, RULE};

/// Seconds, from a read that is in memory to a password and beyond.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// Acts in a group, up to the largest one.
const ACTS: [f64; 7] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0];

/// How an operation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Outcome {
    /// It was done.
    Done,
    /// The answer was no.
    Refused,
    /// It could not be done.
    Failed,
}

/// The instruments.
#[derive(Debug)]
pub struct Metrics {
    /// The meter, for instruments that only one module needs.
    pub meter: Meter,
    operations: Counter<u64>,
    refusals: Counter<u64>,
    duration: Histogram<f64>,
    entries: Counter<u64>,
    checkpoints: Counter<u64>,
    group: Histogram<u64>,
}

static EXPORTED: OnceLock<Metrics> = OnceLock::new();

/// The instruments; they record nothing where no collector is named.
#[must_use]
pub fn metrics() -> &'static Metrics {
    static NOWHERE: LazyLock<Metrics> = LazyLock::new(|| Metrics::of(&SdkMeterProvider::builder().build()));
    EXPORTED.get().unwrap_or_else(|| &NOWHERE)
}

/// From now on the instruments record to this provider.
pub(super) fn record_to(provider: &SdkMeterProvider) {
    // Only the first of a process is kept, as with everything in `start`.
    let _ = EXPORTED.set(Metrics::of(provider));
}

impl Metrics {
    fn of(provider: &SdkMeterProvider) -> Self {
        let meter = provider.meter("comity");
        Self {
            operations: meter
                .u64_counter("comity.operations")
                .with_description("Operations, by name and outcome.")
                .build(),
            refusals: meter
                .u64_counter("comity.refusals")
                .with_description("Operations that were refused, by the rule that stood in the way.")
                .build(),
            duration: meter
                .f64_histogram("comity.operation.duration")
                .with_description("How long operations take, by name and outcome.")
                .with_unit("s")
                .with_boundaries(SECONDS.to_vec())
                .build(),
            entries: meter
                .u64_counter("comity.log.entries")
                .with_description("Entries that were committed to the log.")
                .build(),
            checkpoints: meter
                .u64_counter("comity.log.checkpoints")
                .with_description("Signatures of the log, by whether it was signed, confirmed, or could not be.")
                .build(),
            group: meter
                .u64_histogram("comity.storage.group.size")
                .with_description("Acts that were committed together.")
                .with_boundaries(ACTS.to_vec())
                .build(),
            meter,
        }
    }

    /// Counts how a signature of the log ended: `signed`, `confirmed` or `failed`.
    pub fn kept_log(&self, outcome: &'static str) {
        self.checkpoints.add(1, &[KeyValue::new(OUTCOME, outcome)]);
    }

    /// Counts what one commit has brought: how many acts, and their entries.
    pub fn committed(&self, acts: usize, entries: usize) {
        self.group.record(acts as u64, &[]);
        self.entries.add(entries as u64, &[]);
    }
}

/// Measures one operation.
#[derive(Debug)]
pub struct Stopwatch {
    operation: &'static str,
    begun: Instant,
}

impl Stopwatch {
    /// Begins to measure an operation.
    #[must_use]
    pub fn start(operation: &'static str) -> Self {
        Self { operation, begun: Instant::now() }
    }

    /// Counts and measures it: how it ended and, unless it was done, by which rule.
    pub fn stop(self, outcome: Outcome, rule: Option<&'static str>) {
        let metrics = metrics();
        let of = [KeyValue::new(OPERATION, self.operation), KeyValue::new(OUTCOME, <&'static str>::from(outcome))];
        metrics.operations.add(1, &of);
        metrics.duration.record(self.begun.elapsed().as_secs_f64(), &of);
        if let (Outcome::Refused, Some(rule)) = (outcome, rule) {
            metrics.refusals.add(1, &[KeyValue::new(RULE, rule)]);
        }
    }
}
