//! What comes in: path, query and body, each checked before a handler runs; what does not fit is a [`Problem`].

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{FromRequest, FromRequestParts, OriginalUri, Request};
use axum::http::header::{CONTENT_TYPE, IF_MATCH};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use crate::domain::ids::{Digest, IdempotencyKey};
use crate::operations::{Call, Once};

use super::problem::Problem;
use super::problems;
use super::values;
use super::words::{self, Misfit};

/// Names a call that may be sent twice.
pub(crate) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Parts of the path. One that cannot be names nothing, so it is not found, as if it could.
pub(crate) struct Path<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read: Result<axum::extract::Path<T>, PathRejection> =
            axum::extract::Path::from_request_parts(parts, state).await;
        read.map(|path| Self(path.0)).map_err(|_| {
            let whole = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |whole| &whole.0);
            let request = whole.path().starts_with("/api/v1/requests/");
            if request {
                Problem::new(&problems::NO_SUCH_REQUEST, "there is no such request, or part of one, that you may see")
            } else {
                Problem::new(&problems::NOT_FOUND, "there is nothing of that name")
            }
        })
    }
}

/// The query. Unknown keys are refused, so that a filter with a slip of the pen does not show everything.
pub(crate) struct Query<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let reader = serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()));
        serde_path_to_error::deserialize(reader).map(Self).map_err(|error| {
            let misfit = Misfit::of(error.path(), &error.inner().to_string());
            let which = misfit.parameter();
            Problem::new(
                &problems::MALFORMED,
                format!("the parameter `{which}` of the query cannot be used: {}", misfit.why),
            )
        })
    }
}

/// A JSON body.
pub(crate) struct Json<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        must_be_json(request.headers())?;
        let bytes = Bytes::from_request(request, state).await.map_err(unread)?;
        parsed(&bytes).map(Self)
    }
}

/// A JSON body that may be left out: then everything is as it is where nothing is said.
pub(crate) struct OrNothing<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Default> FromRequest<S> for OrNothing<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let is_json = must_be_json(request.headers());
        let bytes = Bytes::from_request(request, state).await.map_err(unread)?;
        if bytes.is_empty() {
            return Ok(Self(T::default()));
        }
        is_json.and_then(|()| parsed(&bytes)).map(Self)
    }
}

/// A JSON body of a call that creates or moves something, with what its headers say of it: the version that the caller
/// has read (`If-Match`), and the key under which it may be sent twice (`Idempotency-Key`).
pub(crate) struct Act<T> {
    /// The body.
    pub(crate) body: T,
    /// What the headers say.
    pub(crate) call: Call,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Act<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        must_be_json(request.headers())?;
        let mut asked = Asked::of(&request)?;
        let bytes = Bytes::from_request(request, state).await.map_err(unread)?;
        let body = parsed(&bytes)?;
        asked.fingerprint.update(&bytes);
        Ok(Self { body, call: asked.call() })
    }
}

/// A call that creates or moves something and has no body, or one that is read as it comes.
pub(crate) struct Bare(pub(crate) Call);

impl<S: Send + Sync> FromRequestParts<S> for Bare {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Ok(Self(Asked::of_parts(&parts.method, &parts.uri, &parts.headers)?.call()))
    }
}

/// What is asked, as far as it is known before the body.
struct Asked {
    read_version: Option<i64>,
    key: Option<IdempotencyKey>,
    fingerprint: Sha256,
}

impl Asked {
    fn of(request: &Request) -> Result<Self, Problem> {
        Self::of_parts(request.method(), request.uri(), request.headers())
    }

    fn of_parts(method: &axum::http::Method, uri: &axum::http::Uri, headers: &HeaderMap) -> Result<Self, Problem> {
        let mut fingerprint = Sha256::new();
        let target = uri.path_and_query().map_or("/", |target| target.as_str());
        fingerprint.update(format!("{method} {target}\n"));
        Ok(Self { read_version: version(headers)?, key: key(headers)?, fingerprint })
    }

    fn call(self) -> Call {
        let fingerprint = Digest::from_bytes(&self.fingerprint.finalize().into());
        Call { read_version: self.read_version, once: self.key.map(|key| Once { key, fingerprint }) }
    }
}

/// The version in `If-Match`: `"7"`. `*` is any.
fn version(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let Some(value) = headers.get(IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let number = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).and_then(|text| text.parse().ok());
    number.map(Some).ok_or_else(|| {
        Problem::new(
            &problems::MALFORMED,
            "`If-Match` is no version of a request: send the `ETag` that came with it, such as `\"7\"`",
        )
    })
}

/// The key in `Idempotency-Key`, with or without the quotes of a structured field.
fn key(headers: &HeaderMap) -> Result<Option<IdempotencyKey>, Problem> {
    let Some(value) = headers.get(IDEMPOTENCY_KEY) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    IdempotencyKey::parse(text).map(Some).map_err(|_| {
        Problem::new(
            &problems::MALFORMED,
            "`Idempotency-Key` has to be 1 to 100 letters, digits and `-._~:`: a random UUID does well",
        )
    })
}

fn must_be_json(headers: &HeaderMap) -> Result<(), Problem> {
    let said = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = said.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        Ok(())
    } else {
        Err(Problem::new(&problems::WRONG_MEDIA_TYPE, "the body has to be JSON: send `Content-Type: application/json`"))
    }
}

fn parsed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let mut track = serde_path_to_error::Track::new();
    let read = values::object(serde_path_to_error::Deserializer::new(&mut reader, &mut track));
    let body = read.map_err(|inner| {
        if !inner.is_data() {
            return Problem::new(&problems::MALFORMED, words::no_json(&inner));
        }
        let misfit = Misfit::of(&track.path(), &inner.to_string());
        let pointer = misfit.pointer();
        if pointer.is_empty() {
            return Problem::new(&problems::UNUSABLE, format!("the body cannot be used: {}", misfit.why));
        }
        Problem::new(&problems::UNUSABLE, format!("`{pointer}` of the body cannot be used: {}", misfit.why)).at(pointer)
    })?;
    // One body is one value.
    reader.end().map_err(|error| Problem::new(&problems::MALFORMED, words::no_json(&error)))?;
    Ok(body)
}

/// Why a body could not be read.
#[expect(clippy::needless_pass_by_value, reason = "what `map_err` hands over")]
pub(crate) fn unread(error: BytesRejection) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { too_large() } else { cut_off() }
}

/// A body beyond the limit of its route.
pub(crate) fn too_large() -> Problem {
    Problem::new(
        &problems::TOO_LARGE,
        "the body is larger than this call takes: documents are uploaded on their own, up to a limit",
    )
}

/// A body that stopped on its way.
pub(crate) fn cut_off() -> Problem {
    Problem::new(&problems::TOO_SLOW, "the body did not come whole, or too slowly: send it again")
}
