//! Logs on standard error, and traces and metrics by OpenTelemetry where a collector is named.
//!
//! Without a collector every operation has a trace id all the same, since entries of the log carry it; then nothing is
//! recorded beside it and no connection is made. A `traceparent` that comes with a call is not read: a stranger would
//! choose what stands in the log. Spans and logs hold ids and names of rules, metrics not even ids: never a person's
//! name, a title, a reason, a word of content. Of what happens inside a span, only the span itself is exported.

mod export;
mod metrics;

use std::io::IsTerminal as _;
use std::time::Duration;

use opentelemetry::trace::{TraceContextExt as _, TracerProvider as _};
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use tracing::{Level, Metadata, Span};
use tracing_opentelemetry::{OpenTelemetryLayer, OpenTelemetrySpanExt as _};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::{Layer, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Registry};

use export::Exporting;
pub use metrics::{Metrics, Outcome, Stopwatch, metrics};

/// The request's reference, such as `XN-2026-000001`; in spans and logs only.
pub const REQUEST: &str = "comity.request.reference";
/// The operation, such as `take_transition`.
pub const OPERATION: &str = "comity.operation";
/// How it ended: `done`, `refused` or `failed`.
pub const OUTCOME: &str = "comity.outcome";
/// The stable name of the rule that refused it, or of what went wrong.
pub const RULE: &str = "comity.rule";
/// The trace, so that lines of the log and entries lead to it: 32 hexadecimal digits.
pub const TRACE: &str = "comity.trace";
/// What OpenTelemetry reads the status of a span from; set on failures only.
pub const STATUS: &str = "otel.status_code";
/// What OpenTelemetry reads the name of a span from, where it is no constant.
pub const SPAN_NAME: &str = "otel.name";
/// What OpenTelemetry reads the kind of a span from.
pub const SPAN_KIND: &str = "otel.kind";
/// The method of a call over HTTP.
pub const HTTP_METHOD: &str = "http.request.method";
/// Its route, as the program writes it: `/api/v1/requests/{reference}`, never the path itself.
pub const HTTP_ROUTE: &str = "http.route";
/// The status of its answer.
pub const HTTP_STATUS: &str = "http.response.status_code";

/// The program waits so long, at most, for a collector when it ends.
pub const LAST_WAIT: Duration = Duration::from_secs(2);

/// How lines of the log look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display, strum::EnumString, strum::EnumIter)]
#[strum(serialize_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    Plain,
    /// One JSON object a line.
    Json,
}

/// What is logged, and where traces and metrics go.
#[derive(Debug, Clone)]
pub struct Options {
    /// A level, or a filter such as `comity=debug,sqlx=warn`.
    pub log: String,
    /// How lines look.
    pub format: LogFormat,
    /// The collector's base address for OTLP over HTTP, such as `http://127.0.0.1:4318`; none exports nothing.
    pub endpoint: Option<String>,
}

/// Why telemetry cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The filter does not parse.
    #[error("`--log {filter}` is no filter: {why}")]
    Filter {
        /// What was given.
        filter: String,
        /// Why not.
        why: String,
    },
    /// The collector's address cannot be used. The address is not repeated: somebody may have put a password into it.
    #[error("the collector's address cannot be used: {0}")]
    Endpoint(&'static str),
    /// The exporter cannot be made.
    #[error("traces and metrics cannot be exported: {0}")]
    Exporter(String),
}

/// Telemetry at work; [`Telemetry::end`] sends what is left.
#[derive(Debug)]
#[must_use = "what is not ended loses its last spans"]
pub struct Telemetry {
    exporting: Option<Exporting>,
}

/// Begins to log and, where a collector is named, to export. A second call in one process keeps what the first set up.
///
/// # Errors
/// A filter or an address that cannot be used. A collector that is away is no error.
pub fn start(options: &Options) -> Result<Telemetry, TelemetryError> {
    let filter = |text: &str| {
        EnvFilter::try_new(text)
            .map_err(|error| TelemetryError::Filter { filter: options.log.clone(), why: error.to_string() })
    };
    // The exporter says once that a collector is away; its crates would say it again with every batch.
    let lines = if options.log.contains("opentelemetry") {
        filter(&options.log)?
    } else {
        filter(&format!("{},opentelemetry=off", options.log))?
    };
    let exporting = options.endpoint.as_deref().map(Exporting::to).transpose()?;
    let traces = match &exporting {
        Some(exporting) => exporting.traces.clone(),
        // Spans have ids, and are otherwise thrown away at once.
        None => SdkTracerProvider::builder().with_sampler(Sampler::AlwaysOff).build(),
    };
    let spans = OpenTelemetryLayer::new(traces.tracer("comity"))
        .with_location(false)
        .with_threads(false)
        .with_target(false)
        .with_tracked_inactivity(false)
        .with_filter(filter_fn(is_ours));
    let begun = tracing_subscriber::registry().with(printed(options.format).with_filter(lines)).with(spans).try_init();
    if begun.is_err() {
        return Ok(Telemetry { exporting: None });
    }
    if let Some(exporting) = &exporting {
        metrics::record_to(&exporting.metrics);
    }
    Ok(Telemetry { exporting })
}

impl Telemetry {
    /// Sends what is left, and gives up after [`LAST_WAIT`]: a collector that is away holds up and fails nothing.
    pub fn end(self) {
        if let Some(exporting) = self.exporting {
            exporting.end();
        }
    }
}

/// The trace that the current span belongs to: 32 hexadecimal digits in small letters. None outside an operation, and
/// where nothing was [started](start).
#[must_use]
pub fn trace_id() -> Option<String> {
    trace_of(&Span::current())
}

/// The trace that a span belongs to.
#[must_use]
pub fn trace_of(span: &Span) -> Option<String> {
    let context = span.context();
    let known = context.span().span_context().clone();
    known.is_valid().then(|| known.trace_id().to_string())
}

/// Spans of this program, and nothing that happens inside them: what a line of the log says was not written for others.
fn is_ours(metadata: &Metadata<'_>) -> bool {
    metadata.is_span() && *metadata.level() <= Level::INFO && metadata.target().starts_with("comity")
}

/// Lines on standard error.
fn printed(format: LogFormat) -> Box<dyn Layer<Registry> + Send + Sync> {
    let coloured = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty());
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(coloured);
    match format {
        LogFormat::Plain => lines.boxed(),
        LogFormat::Json => lines.json().with_span_list(false).boxed(),
    }
}
