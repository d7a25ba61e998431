//! A caller of the service over HTTP, on a connection of its own.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::installation::PASSWORD;

/// A caller; clones share the connection.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    base: String,
    headers: Vec<(&'static str, String)>,
}

impl Client {
    pub(crate) fn of(base: &str) -> Self {
        Self { http: reqwest::Client::builder().build().unwrap(), base: base.to_owned(), headers: Vec::new() }
    }

    /// The same service, on another connection.
    pub(crate) fn another(&self) -> Self {
        Self::of(&self.base)
    }

    /// The same, with headers.
    pub(crate) fn with(&self, headers: Vec<(&'static str, String)>) -> Self {
        Self { headers, ..self.clone() }
    }

    pub(crate) async fn get(&self, secret: &str, path: &str) -> Value {
        self.call(Method::GET, secret, path, None).await
    }

    pub(crate) async fn post(&self, secret: &str, path: &str, body: &Value) -> Value {
        self.call(Method::POST, secret, path, Some(body)).await
    }

    /// Chooses a password in place of the one-time password.
    pub(crate) async fn choose(&self, name: &str, one_time_password: &str) {
        let body = json!({ "name": name, "old": one_time_password, "new": PASSWORD });
        self.call(Method::PUT, "", "/api/v1/password", Some(&body)).await;
    }

    /// Signs in; gives the secret of the session.
    pub(crate) async fn sign_in(&self, name: &str) -> String {
        let body = json!({ "name": name, "password": PASSWORD });
        let begun = self.post("", "/api/v1/session", &body).await;
        begun["secret"].as_str().unwrap().to_owned()
    }

    async fn call(&self, method: Method, secret: &str, path: &str, body: Option<&Value>) -> Value {
        let shown = format!("{method} {path}");
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if !secret.is_empty() {
            request = request.bearer_auth(secret);
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await.unwrap_or_else(|error| panic!("{shown}: {error}"));
        let status = response.status();
        let bytes = response.bytes().await.unwrap();
        assert!(status.is_success(), "{shown}: {status} {}", String::from_utf8_lossy(&bytes));
        if status == StatusCode::NO_CONTENT { Value::Null } else { serde_json::from_slice(&bytes).unwrap() }
    }
}
