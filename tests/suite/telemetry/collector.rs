//! A collector on this machine: it keeps what it is sent, byte by byte, and reads it as OTLP.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::routing::post;
use axum::serve::ListenerExt as _;
use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::metrics::v1::Metric;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message as _;

/// What one request brought: its path, its headers as text, its body.
type Received = (String, String, Vec<u8>);

/// A collector that runs until the test ends.
pub(crate) struct Collector {
    pub(crate) endpoint: String,
    received: Arc<Mutex<Vec<Received>>>,
    connections: Arc<AtomicUsize>,
    _runtime: tokio::runtime::Runtime,
}

impl Collector {
    pub(crate) fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let (received, connections) = (Arc::default(), Arc::new(AtomicUsize::new(0)));
        let keep = async |State(all): State<Arc<Mutex<Vec<Received>>>>, path: Uri, head: HeaderMap, body: Bytes| {
            all.lock().unwrap().push((path.to_string(), format!("{head:?}"), body.to_vec()));
        };
        let router = axum::Router::new()
            .route("/v1/traces", post(keep))
            .route("/v1/metrics", post(keep))
            .with_state(Arc::clone(&received));
        let counted = Arc::clone(&connections);
        runtime.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            let listener = listener.tap_io(move |_| _ = counted.fetch_add(1, Ordering::SeqCst));
            axum::serve(listener, router).await.unwrap();
        });
        Self { endpoint, received, connections, _runtime: runtime }
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// Everything that came, headers and bodies in one.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let all = self.received.lock().unwrap();
        all.iter().flat_map(|(path, head, body)| [path.as_bytes(), head.as_bytes(), body].concat()).collect()
    }

    fn bodies(&self, path: &str) -> Vec<Vec<u8>> {
        let all = self.received.lock().unwrap();
        all.iter().filter(|(to, _, _)| to == path).map(|(_, _, body)| body.clone()).collect()
    }

    pub(crate) fn spans(&self) -> Vec<Span> {
        let read = |body: Vec<u8>| ExportTraceServiceRequest::decode(body.as_slice()).unwrap().resource_spans;
        let resources = self.bodies("/v1/traces").into_iter().flat_map(read);
        resources.flat_map(|of| of.scope_spans).flat_map(|of| of.spans).collect()
    }

    /// The span of this name; there has to be one.
    pub(crate) fn span(&self, name: &str) -> Span {
        let mut found: Vec<Span> = self.spans().into_iter().filter(|span| span.name == name).collect();
        assert_eq!(found.len(), 1, "spans named `{name}`: {found:#?}");
        found.remove(0)
    }

    pub(crate) fn metrics(&self) -> Vec<Metric> {
        let read = |body: Vec<u8>| ExportMetricsServiceRequest::decode(body.as_slice()).unwrap().resource_metrics;
        let resources = self.bodies("/v1/metrics").into_iter().flat_map(read);
        resources.flat_map(|of| of.scope_metrics).flat_map(|of| of.metrics).collect()
    }
}

/// The trace of a span, as entries write it.
pub(crate) fn trace_of(span: &Span) -> String {
    hex(&span.trace_id)
}

/// Bytes as small hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// Attributes that are texts; any other kind is shown as it is.
pub(crate) fn texts(attributes: &[KeyValue]) -> BTreeMap<String, String> {
    let text = |value: &Option<AnyValue>| match value.as_ref().and_then(|value| value.value.as_ref()) {
        Some(Value::StringValue(text)) => text.clone(),
        other => format!("{other:?}"),
    };
    attributes.iter().map(|pair| (pair.key.clone(), text(&pair.value))).collect()
}
