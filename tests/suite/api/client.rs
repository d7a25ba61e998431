//! A caller of the service that holds every answer against the OpenAPI document.

use std::collections::BTreeMap;
use std::future::Future as _;
use std::sync::OnceLock;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use comity::api;
use comity::clock::Clock;
use comity::http::service::{Policy, Service, rate};
use comity::operations::App;
use jiff::SignedDuration;
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// No answer in these tests is larger, in bytes.
const LARGEST: usize = 256 << 20;

/// The OpenAPI document, as data.
pub(crate) fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| serde_json::to_value(api::document()).unwrap())
}

/// One operation of the document.
#[derive(Debug, Clone)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) about: Value,
}

/// Every operation of the document.
pub(crate) fn operations() -> &'static [Operation] {
    static OPERATIONS: OnceLock<Vec<Operation>> = OnceLock::new();
    OPERATIONS.get_or_init(read_operations)
}

fn read_operations() -> Vec<Operation> {
    let mut all = Vec::new();
    for (path, methods) in document()["paths"].as_object().unwrap() {
        for (method, about) in methods.as_object().unwrap() {
            let Ok(method) = method.to_uppercase().parse::<Method>() else { continue };
            let id = about["operationId"].as_str().unwrap_or_default().to_owned();
            all.push(Operation { id, method, path: path.clone(), about: about.clone() });
        }
    }
    assert!(all.len() > 30, "{}", all.len());
    all
}

/// A policy that holds nobody back.
pub(crate) fn generous() -> Policy {
    Policy {
        refusals: rate(1_000_000, 1_000_000),
        by_address: rate(1_000_000, 1_000_000),
        by_official: rate(1_000_000, 1_000_000),
        ..Policy::default()
    }
}

/// An answer that keeps to the document.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    /// The body as JSON; null where it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }

    /// The last part of a problem's type.
    pub(crate) fn problem(&self) -> String {
        let body = self.json();
        body["type"].as_str().unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned()
    }

    /// The version that came with it.
    pub(crate) fn version(&self) -> String {
        self.headers[header::ETAG].to_str().unwrap().to_owned()
    }

    /// Wants a status.
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.bytes));
        self
    }
}

/// A caller, signed in or not.
#[derive(Clone)]
pub(crate) struct Client {
    router: Router,
    secret: Option<String>,
    headers: Vec<(String, HeaderValue)>,
    /// Moved on behind every refusal.
    clock: Option<Clock>,
}

/// Twenty refusals of one official take longer than a minute: each leaves an entry of its own.
const PAUSE: SignedDuration = SignedDuration::from_millis(3100);

impl Client {
    /// Nobody yet.
    pub(crate) fn of(app: &App) -> Self {
        Self::under(app, generous())
    }

    /// Nobody yet, under a policy.
    pub(crate) fn under(app: &App, policy: Policy) -> Self {
        Self::over(Service::over(app.clone(), policy))
    }

    /// Nobody yet, of any service.
    pub(crate) fn over(service: Service) -> Self {
        Self { router: api::router(service), secret: None, headers: Vec::new(), clock: None }
    }

    /// The same, and time passes behind everything that is refused.
    pub(crate) fn pausing(self, clock: &Clock) -> Self {
        Self { clock: Some(clock.clone()), ..self }
    }

    /// The same service, with a secret.
    pub(crate) fn with_secret(&self, secret: &str) -> Self {
        Self { secret: Some(secret.to_owned()), ..self.clone() }
    }

    /// The same caller, with one more header, whatever bytes are in it that a header can carry.
    pub(crate) fn with(&self, name: &str, value: &str) -> Self {
        let mut client = self.clone();
        client.headers.push((name.to_owned(), HeaderValue::from_bytes(value.as_bytes()).unwrap()));
        client
    }

    /// What it shows to be let in.
    pub(crate) fn secret(&self) -> &str {
        self.secret.as_deref().unwrap()
    }

    /// The same service, as somebody who signs in now.
    pub(crate) async fn sign_in(&self, name: &str, password: &str) -> Self {
        let session = self.post("/api/v1/session", &json!({ "name": name, "password": password })).await.is(201);
        self.with_secret(session.json()["secret"].as_str().unwrap())
    }

    pub(crate) async fn get(&self, target: &str) -> Answer {
        self.call(Method::GET, target, None).await
    }

    pub(crate) async fn post(&self, target: &str, body: &Value) -> Answer {
        self.call(Method::POST, target, Some(body)).await
    }

    pub(crate) async fn put(&self, target: &str, body: &Value) -> Answer {
        self.call(Method::PUT, target, Some(body)).await
    }

    pub(crate) async fn delete(&self, target: &str) -> Answer {
        self.call(Method::DELETE, target, None).await
    }

    pub(crate) async fn call(&self, method: Method, target: &str, body: Option<&Value>) -> Answer {
        let bytes = body.map(|body| serde_json::to_vec(body).unwrap());
        self.send(method, target, bytes.is_some().then_some("application/json"), bytes.unwrap_or_default()).await
    }

    /// Sends any bytes, and holds the answer against the document.
    pub(crate) async fn send(&self, method: Method, target: &str, kind: Option<&str>, bytes: Vec<u8>) -> Answer {
        let request = self.request(&method, target, kind, bytes);
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, LARGEST).await.unwrap().to_vec();
        let answer = Answer { status: parts.status, headers: parts.headers, bytes };
        keeps_to_the_document(&method, target, &answer);
        if let Some(clock) = self.clock.as_ref().filter(|_| answer.status.is_client_error()) {
            clock.advance(PAUSE);
        }
        answer
    }

    /// Sends a call and hangs up before it is answered: what was begun goes on without anybody who listens.
    pub(crate) async fn hang_up(&self, method: Method, target: &str, body: &Value) {
        let request = self.request(&method, target, Some("application/json"), serde_json::to_vec(body).unwrap());
        let mut answer = Box::pin(self.router.clone().oneshot(request));
        std::future::poll_fn(|context| {
            // Asked once, so that it has begun.
            let _ = answer.as_mut().poll(context);
            std::task::Poll::Ready(())
        })
        .await;
    }

    fn request(&self, method: &Method, target: &str, kind: Option<&str>, bytes: Vec<u8>) -> Request<Body> {
        let mut request = Request::builder().method(method.clone()).uri(target);
        if let Some(secret) = &self.secret {
            request = request.header(header::AUTHORIZATION, format!("Bearer {secret}"));
        }
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        for (name, value) in &self.headers {
            request = request.header(name, value.clone());
        }
        request.body(Body::from(bytes)).unwrap()
    }
}

/// Holds an answer against what the document says of its route: status, media type, schema.
fn keeps_to_the_document(method: &Method, target: &str, answer: &Answer) {
    let kind = answer.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default();
    let shown = || format!("{method} {target}: {} {kind}\n{}", answer.status, String::from_utf8_lossy(&answer.bytes));
    assert!(answer.status.as_u16() < 500 || ["busy", "not-ready"].contains(&&*answer.problem()), "{}", shown());
    if *method == Method::HEAD {
        assert!(answer.bytes.is_empty(), "{}", shown());
        return;
    }
    if !answer.status.is_success() && answer.status != StatusCode::NOT_MODIFIED {
        assert_eq!(kind, "application/problem+json", "{}", shown());
        assert_eq!(answer.json()["status"], answer.status.as_u16(), "{}", shown());
        fits(&json!({ "$ref": "#/components/schemas/Problem" }), &answer.json(), shown);
        return;
    }
    let path = target.split('?').next().unwrap();
    let Some(operation) =
        operations().iter().find(|operation| operation.method == *method && fits_path(&operation.path, path))
    else {
        assert_eq!(path, "/api/openapi.json", "{}", shown());
        return;
    };
    let said = &operation.about["responses"][answer.status.as_str()];
    assert!(said.is_object(), "the document does not know this status\n{}", shown());
    let Some(content) = said["content"].as_object() else {
        assert!(answer.bytes.is_empty(), "the document knows no body here\n{}", shown());
        return;
    };
    let Some(content) = content.get(kind).or_else(|| content.get("*/*")) else {
        panic!("the document does not know this media type\n{}", shown())
    };
    if kind == "application/json" {
        fits(&content["schema"], &answer.json(), shown);
    }
}

fn fits_path(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(&path).all(|(template, part)| template.starts_with('{') || template == part)
}

fn fits(schema: &Value, value: &Value, shown: impl Fn() -> String) {
    type Validators = std::sync::Mutex<BTreeMap<String, std::sync::Arc<jsonschema::Validator>>>;
    static VALIDATORS: OnceLock<Validators> = OnceLock::new();
    let validator = {
        let mut known = VALIDATORS.get_or_init(Validators::default).lock().unwrap();
        let made = known.entry(schema.to_string()).or_insert_with(|| {
            let whole = json!({ "components": document()["components"], "allOf": [schema] });
            std::sync::Arc::new(jsonschema::draft202012::new(&whole).unwrap())
        });
        std::sync::Arc::clone(made)
    };
    let faults: Vec<_> =
        validator.iter_errors(value).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:#?}\n{}", shown());
}
