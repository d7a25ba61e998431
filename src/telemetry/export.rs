//! The way to a collector: OTLP over HTTP, in batches, from threads of their own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use opentelemetry_otlp::{MetricExporter, RetryPolicy, SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::metrics::data::ResourceMetrics;
use opentelemetry_sdk::metrics::exporter::PushMetricExporter;
use opentelemetry_sdk::metrics::{PeriodicReader, SdkMeterProvider, Temporality};
use opentelemetry_sdk::trace::{self, SdkTracerProvider, SpanData};

use super::{LAST_WAIT, TelemetryError};

/// Both ways out.
#[derive(Debug)]
pub(super) struct Exporting {
    pub(super) traces: SdkTracerProvider,
    pub(super) metrics: SdkMeterProvider,
    warned: Once,
}

impl Exporting {
    /// Prepares the way to the collector at this base address; connects to nothing yet.
    ///
    /// The client of the exporter blocks. It is made in a thread of the exporter's own, and used in those of the batches:
    /// none of them belongs to the runtime, which would not bear it.
    pub(super) fn to(endpoint: &str) -> Result<Self, TelemetryError> {
        let base = checked(endpoint)?;
        let warned = Once::default();
        // A collector that starts anew gets one more chance; who waits for the end of the program should not wait longer.
        let again = RetryPolicy::default().with_max_retries(1);
        let broken = |error: &dyn std::fmt::Display| TelemetryError::Exporter(error.to_string());
        let spans = SpanExporter::builder()
            .with_http()
            .with_endpoint(format!("{base}/v1/traces"))
            .with_timeout(LAST_WAIT)
            .with_retry_policy(again.clone())
            .build()
            .map_err(|error| broken(&error))?;
        let numbers = MetricExporter::builder()
            .with_http()
            .with_endpoint(format!("{base}/v1/metrics"))
            .with_timeout(LAST_WAIT)
            .with_retry_policy(again.clone())
            .build()
            .map_err(|error| broken(&error))?;
        let resource = Resource::builder()
            .with_service_name("comity")
            .with_attribute(opentelemetry::KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
            .build();
        let traces = SdkTracerProvider::builder()
            .with_resource(resource.clone())
            // Every trace begins here: nobody outside decides what is recorded.
            .with_sampler(trace::Sampler::AlwaysOn)
            .with_batch_exporter(Saying { inner: spans, warned: warned.clone() })
            .build();
        let reader = PeriodicReader::builder(Saying { inner: numbers, warned: warned.clone() }).build();
        let metrics = SdkMeterProvider::builder().with_resource(resource).with_reader(reader).build();
        Ok(Self { traces, metrics, warned })
    }

    /// Sends what is left. Both ways end beside each other, in threads that are left alone once time is up.
    pub(super) fn end(self) {
        let (done, both) = mpsc::channel();
        let Self { traces, metrics, warned } = self;
        let tell = done.clone();
        let ways = [
            thread::Builder::new().spawn(move || tell.send(traces.shutdown_with_timeout(LAST_WAIT).is_ok())),
            thread::Builder::new().spawn(move || done.send(metrics.shutdown_with_timeout(LAST_WAIT).is_ok())),
        ];
        let until = std::time::Instant::now() + LAST_WAIT;
        for _ in ways.iter().filter(|way| way.is_ok()) {
            let left = until.saturating_duration_since(std::time::Instant::now());
            if !both.recv_timeout(left).unwrap_or(false) {
                warned.warn();
            }
        }
    }
}

/// The base address, without a slash at its end.
fn checked(endpoint: &str) -> Result<&str, TelemetryError> {
    let rest = endpoint.strip_prefix("http://").ok_or(TelemetryError::Endpoint(
        "it has to begin with `http://`: let a collector on this machine carry it on over TLS",
    ))?;
    if rest.contains('@') {
        return Err(TelemetryError::Endpoint(
            "it holds a name or a password: set `OTEL_EXPORTER_OTLP_HEADERS` instead",
        ));
    }
    let host = rest.split('/').next().unwrap_or_default();
    if host.is_empty() || rest.contains(['?', '#']) || rest.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(TelemetryError::Endpoint("give scheme, host and port, such as `http://127.0.0.1:4318`"));
    }
    Ok(endpoint.trim_end_matches('/'))
}

/// Says once in the life of the process that the collector does not answer.
#[derive(Debug, Clone, Default)]
struct Once(Arc<AtomicBool>);

impl Once {
    fn warn(&self) {
        if !self.0.swap(true, Ordering::Relaxed) {
            tracing::warn!("the collector does not take traces or metrics, some are lost: this is said only once");
        }
    }

    fn of(&self, sent: OTelSdkResult) -> OTelSdkResult {
        if sent.is_err() {
            self.warn();
        }
        sent
    }
}

/// An exporter whose failures are said once.
#[derive(Debug)]
struct Saying<E> {
    inner: E,
    warned: Once,
}

impl trace::SpanExporter for Saying<SpanExporter> {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        self.warned.of(self.inner.export(batch).await)
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.inner.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.inner.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.inner.set_resource(resource);
    }
}

impl PushMetricExporter for Saying<MetricExporter> {
    async fn export(&self, metrics: &ResourceMetrics) -> OTelSdkResult {
        self.warned.of(self.inner.export(metrics).await)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.inner.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.inner.shutdown_with_timeout(timeout)
    }

    fn temporality(&self) -> Temporality {
        self.inner.temporality()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_plain_one_and_keeps_its_path() {
        assert_eq!(checked("http://127.0.0.1:4318/").unwrap(), "http://127.0.0.1:4318");
        assert_eq!(checked("http://collector/otlp").unwrap(), "http://collector/otlp");
        for wrong in ["", "http://", "http:///x", "https://a", "a:4318", "http://a?b", "http://a b", "http://a/#"] {
            assert!(checked(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_refused_address_is_not_repeated() {
        let refused = checked("http://anna:lantern@collector:4318").unwrap_err().to_string();

        assert!(!refused.contains("lantern") && !refused.contains("anna"), "{refused}");
    }

    #[test]
    fn the_blocking_client_is_made_and_ended_inside_the_runtime() {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        // Bound, and nobody answers there.
        let away = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", away.local_addr().unwrap());
        drop(away);

        runtime.block_on(async {
            use opentelemetry::trace::{Tracer as _, TracerProvider as _};
            let exporting = Exporting::to(&endpoint).unwrap();
            drop(exporting.traces.tracer("comity").start("one"));
            let warned = exporting.warned.clone();
            exporting.end();
            assert!(warned.0.load(Ordering::Relaxed), "a span was lost, and nobody said so");
        });
    }
}
