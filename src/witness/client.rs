//! Calls to a witness: over TLS, except to one on this machine; bounded in time and size, and believed in nothing.

use std::net::IpAddr;
use std::time::Duration;

use axum::http::{Method, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client as Http;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use thiserror::Error;

use crate::audit::hash::sha256;

use super::server::SIZE;

/// One call takes no longer.
const WHOLE: Duration = Duration::from_secs(10);

/// A connection that nobody uses is closed after this.
const IDLE: Duration = Duration::from_secs(30);

/// No answer is longer, in bytes: as long as a note may be.
const LARGEST: usize = 1 << 16;

/// Why a witness cannot be called as its address says.
#[derive(Debug, Error)]
pub enum NoClient {
    /// The address is none, or one at which anybody on the way could answer.
    #[error(
        "`{0}` is no address of a witness: give one such as `https://witness.example`; `http` only on this machine"
    )]
    Address(String),
    /// There is nothing by which a server could be known.
    #[error("this machine has no certificates by which a server is known ({0}): install those of your system")]
    Certificates(std::io::Error),
}

/// Why a witness has not answered, in words that name nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Away {
    /// It cannot be reached.
    #[error("it cannot be reached")]
    Unreachable,
    /// It takes too long.
    #[error("it takes longer than 10 seconds")]
    TooSlow,
    /// Its answer is longer than any could be, or breaks off.
    #[error("its answer is too long or breaks off")]
    Cut,
}

/// What a witness says to a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Lines, which may be cosignatures.
    Lines(Vec<u8>),
    /// It stands at this size.
    StandsAt(u64),
    /// It says that it has seen another root of this size.
    OtherRoot,
    /// It says that the proof does not hold.
    Inconsistent,
    /// Anything else, by its HTTP status.
    Other(u16),
}

/// A witness as it is called.
#[derive(Debug, Clone)]
pub struct Client {
    http: Http<HttpsConnector<HttpConnector>, Full<Bytes>>,
    prefix: String,
}

impl Client {
    /// A witness by the address below which it takes checkpoints. Nothing is called yet.
    ///
    /// # Errors
    /// [`NoClient`] for another scheme than `https`, unless the witness is on this machine.
    pub fn at(address: &str) -> Result<Self, NoClient> {
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
        let http =
            Http::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).pool_idle_timeout(IDLE).build(connector);
        Ok(Self { http, prefix: address.trim_end_matches('/').to_owned() })
    }

    /// Submits a checkpoint.
    ///
    /// # Errors
    /// [`Away`] where there is no whole answer.
    pub async fn add_checkpoint(&self, submission: String) -> Result<Answer, Away> {
        let (status, kind, body) = self.call(Method::POST, "add-checkpoint", submission).await?;
        Ok(match (status, size(&kind, &body)) {
            (StatusCode::OK, _) => Answer::Lines(body),
            (StatusCode::CONFLICT, Some(size)) => Answer::StandsAt(size),
            (StatusCode::CONFLICT, None) => Answer::OtherRoot,
            (StatusCode::UNPROCESSABLE_ENTITY, _) => Answer::Inconsistent,
            (other, _) => Answer::Other(other.as_u16()),
        })
    }

    /// The last checkpoint of a log that it has signed, where it has one and gives it out: not every witness does.
    ///
    /// # Errors
    /// [`Away`] where there is no whole answer.
    pub async fn checkpoint(&self, log: &str) -> Result<Option<Vec<u8>>, Away> {
        let path = format!("{}/checkpoint", sha256(log.as_bytes()));
        let (status, _, body) = self.call(Method::GET, &path, String::new()).await?;
        Ok((status == StatusCode::OK).then_some(body))
    }

    async fn call(&self, method: Method, path: &str, body: String) -> Result<(StatusCode, String, Vec<u8>), Away> {
        let request = Request::builder().method(method).uri(format!("{}/{path}", self.prefix));
        let request =
            request.header(header::USER_AGENT, "comity").body(Full::from(body)).map_err(|_| Away::Unreachable)?;
        let whole = async {
            let response = self.http.request(request).await.map_err(|error| {
                tracing::debug!(%error, "a witness cannot be reached");
                Away::Unreachable
            })?;
            let (head, body) = response.into_parts();
            let body = Limited::new(body, LARGEST).collect().await.map_err(|_| Away::Cut)?;
            let kind = head.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
            Ok((head.status, kind.to_owned(), body.to_bytes().to_vec()))
        };
        tokio::time::timeout(WHOLE, whole).await.map_err(|_| Away::TooSlow)?
    }
}

/// The size that an answer tells, if it tells one as the specification wants it.
fn size(kind: &str, body: &[u8]) -> Option<u64> {
    let number = str::from_utf8(body).ok().filter(|_| kind == SIZE)?.strip_suffix('\n')?;
    number.parse().ok().filter(|size: &u64| size.to_string() == number)
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
            assert!(Client::at(good).is_ok(), "{good}");
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
            assert!(Client::at(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_size_is_read_in_one_spelling_only() {
        assert_eq!(size(SIZE, b"50\n"), Some(50));
        for (kind, body) in
            [("text/plain", "50\n"), (SIZE, "50"), (SIZE, "050\n"), (SIZE, "+5\n"), (SIZE, "\n"), (SIZE, "5\n\n")]
        {
            assert_eq!(size(kind, body.as_bytes()), None, "{kind} {body}");
        }
    }
}
