//! Calls to other people's servers: over TLS, except to one on this machine; bounded in time and size, and believed in nothing.

use std::net::IpAddr;
use std::time::Duration;

use axum::http::{Method, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use thiserror::Error;

/// One call takes no longer.
const WHOLE: Duration = Duration::from_secs(10);

/// A connection that nobody uses is closed after this.
const IDLE: Duration = Duration::from_secs(30);

/// No answer is longer, in bytes: as long as a note may be, or a time stamp.
const LARGEST: usize = 1 << 16;

/// Why somebody cannot be called as their address says.
#[derive(Debug, Error)]
pub enum NoClient {
    /// The address is none, or one at which anybody on the way could answer.
    #[error("`{0}` cannot be called: give an address such as `https://witness.example`; `http` only on this machine")]
    Address(String),
    /// There is nothing by which a server could be known.
    #[error("this machine has no certificates by which a server is known ({0}): install those of your system")]
    Certificates(std::io::Error),
}

/// Why somebody has not answered, in words that name nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Away {
    /// They cannot be reached.
    #[error("it cannot be reached")]
    Unreachable,
    /// They take too long.
    #[error("it takes longer than 10 seconds")]
    TooSlow,
    /// Their answer is longer than any could be, or breaks off.
    #[error("its answer is too long or breaks off")]
    Cut,
}

/// What came back.
pub(super) struct Answered {
    pub(super) status: StatusCode,
    /// What it says it is.
    pub(super) kind: String,
    pub(super) body: Vec<u8>,
}

/// Somebody who is called at an address.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    http: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    address: String,
}

impl Caller {
    /// Nothing is called yet.
    ///
    /// # Errors
    /// [`NoClient`] for another scheme than `https`, unless it is on this machine.
    pub(super) fn at(address: &str) -> Result<Self, NoClient> {
        let none = || NoClient::Address(address.chars().take(200).collect());
        let uri: Uri = address.parse().map_err(|_| none())?;
        let host = uri.host().ok_or_else(none)?.trim_start_matches('[').trim_end_matches(']');
        let here = host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback());
        let safe = uri.scheme_str() == Some("https") || uri.scheme_str() == Some("http") && here;
        let secret = uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
        if !safe || secret || uri.query().is_some() {
            return Err(none());
        }
        let ring = rustls::crypto::ring::default_provider();
        let tls = HttpsConnectorBuilder::new().with_provider_and_native_roots(ring);
        let connector = tls.map_err(NoClient::Certificates)?.https_or_http().enable_http1().build();
        let http = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .build(connector);
        Ok(Self { http, address: address.to_owned() })
    }

    /// The address, as it was given.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Calls an address of theirs; `kind` is what the body is, where that has to be said.
    ///
    /// # Errors
    /// [`Away`] where there is no whole answer.
    pub(super) async fn call(
        &self,
        method: Method,
        address: &str,
        kind: Option<&'static str>,
        body: impl Into<Bytes>,
    ) -> Result<Answered, Away> {
        let mut request = Request::builder().method(method).uri(address).header(header::USER_AGENT, "comity");
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let request = request.body(Full::new(body.into())).map_err(|_| Away::Unreachable)?;
        let whole = async {
            let response = self.http.request(request).await.map_err(|error| {
                tracing::debug!(%error, "a server cannot be reached");
                Away::Unreachable
            })?;
            let (head, body) = response.into_parts();
            let body = Limited::new(body, LARGEST).collect().await.map_err(|_| Away::Cut)?;
            let kind = head.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
            Ok(Answered { status: head.status, kind: kind.to_owned(), body: body.to_bytes().to_vec() })
        };
        tokio::time::timeout(WHOLE, whole).await.map_err(|_| Away::TooSlow)?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tls_leaves_this_machine() {
        for good in [
            "https://w.example",
            "https://w.example:8443/w1/",
            "http://127.0.0.1:8090",
            "http://[::1]:1/x",
            "http://localhost",
        ] {
            assert!(Caller::at(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "w.example",
            "http://w.example",
            "http://10.0.0.1",
            "ftp://127.0.0.1",
            "https://a:b@w.example",
            "https://w.example?x",
            "/w",
            "http://localhost.example",
            "http://127.0.0.1.example",
        ] {
            assert!(Caller::at(bad).is_err(), "{bad}");
        }
    }
}
