//! A form as it was sent: from a page of ours, by whoever is signed in, and readable.

use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts as _, Request};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::http::service::Service;

use super::session::{self, SignedIn};
use super::stop::Stop;
use super::visit::Visit;

/// No form is larger, in bytes: reasons are words, documents go another way.
pub(super) const LARGEST: usize = 64 << 10;

/// Something that is wrong with what was sent: shown in a summary that leads to the field, and at the field.
pub(super) struct Problem {
    /// The id of the input.
    pub(super) field: String,
    /// What is wrong and what to do, in the language of the page.
    pub(super) text: String,
}

/// All that is wrong with what was sent, in the order of the fields.
#[derive(Default)]
pub(super) struct Problems(pub(super) Vec<Problem>);

impl Problems {
    /// One problem.
    pub(super) fn one(field: &str, text: String) -> Self {
        Self(vec![Problem { field: field.to_owned(), text }])
    }

    /// Whether there is one at a field.
    pub(super) fn at(&self, field: &str) -> bool {
        self.0.iter().any(|one| one.field == field)
    }
}

/// On a request: more was sent than any form takes, and none of it was kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct TooLong;

/// A form that was sent by somebody who is signed in, with the token of their session.
pub(super) struct Sent<T> {
    pub(super) by: SignedIn,
    pub(super) form: T,
}

/// A form that was sent by somebody who is not signed in yet.
pub(super) struct Strange<T> {
    pub(super) visit: Visit,
    pub(super) form: T,
}

#[derive(Deserialize)]
struct Marked {
    token: Option<String>,
}

/// A form with all its fields, in the order in which they were sent: what people write at length comes so, as large as a
/// body of the interface for programs may be.
pub(super) struct SentLong {
    pub(super) by: SignedIn,
    pub(super) fields: Vec<(String, String)>,
}

impl<T: DeserializeOwned> FromRequest<Service> for Sent<T> {
    type Rejection = Response;

    async fn from_request(request: Request, service: &Service) -> Result<Self, Response> {
        let (by, form) = sent(request, service, LARGEST).await?;
        Ok(Self { by, form })
    }
}

impl FromRequest<Service> for SentLong {
    type Rejection = Response;

    async fn from_request(request: Request, service: &Service) -> Result<Self, Response> {
        let (by, fields) = sent(request, service, service.policy.largest_body).await?;
        Ok(Self { by, fields })
    }
}

async fn sent<T: DeserializeOwned>(
    request: Request,
    service: &Service,
    largest: usize,
) -> Result<(SignedIn, T), Response> {
    let (mut parts, body) = request.into_parts();
    let by = SignedIn::from_request_parts(&mut parts, service).await?;
    let forged = || Stop::forged(&by.visit, Some(&by)).into_response();
    let too_long = || Stop::too_long(&by.visit, Some(&by)).into_response();
    if parts.extensions.get::<TooLong>().is_some() {
        return Err(too_long());
    }
    let bytes = to_bytes(body, largest).await.map_err(|_| too_long())?;
    let marked: Marked = serde_urlencoded::from_bytes(&bytes).map_err(|_| forged())?;
    if !is_ours(service, &parts.headers, marked.token.as_deref()) {
        return Err(forged());
    }
    let form = serde_urlencoded::from_bytes(&bytes).map_err(|_| forged())?;
    Ok((by, form))
}

/// Whether a form carries the token of its session, and was sent by a page of ours.
pub(super) fn is_ours(service: &Service, headers: &HeaderMap, token: Option<&str>) -> bool {
    let secret = session::secret(service, headers).unwrap_or_default();
    token.is_some_and(|token| session::is_token(&secret, token)) && from_here(headers)
}

impl<T: DeserializeOwned> FromRequest<Service> for Strange<T> {
    type Rejection = Response;

    async fn from_request(request: Request, service: &Service) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, service).await.map_err(Stop::into_response)?;
        let forged = || Stop::forged(&visit, None).into_response();
        let too_long = || Stop::too_long(&visit, None).into_response();
        if parts.extensions.get::<TooLong>().is_some() {
            return Err(too_long());
        }
        let bytes = to_bytes(body, LARGEST).await.map_err(|_| too_long())?;
        if !from_here(&parts.headers) {
            return Err(forged());
        }
        let form = serde_urlencoded::from_bytes(&bytes).map_err(|_| forged())?;
        Ok(Self { visit, form })
    }
}

/// Whether a browser says that a page of ours sent the form. A browser that says nothing is taken at its token.
pub(super) fn from_here(headers: &HeaderMap) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = said("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (said(header::ORIGIN.as_str()), said(header::HOST.as_str())) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, of)| of == host),
        (Some(_), None) => false,
        (None, _) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here(pairs: &[(&'static str, &str)]) -> bool {
        from_here(&pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect())
    }

    #[test]
    fn a_form_of_another_site_is_none_of_ours() {
        assert!(here(&[("sec-fetch-site", "same-origin")]));
        assert!(!here(&[("sec-fetch-site", "cross-site")]));
        assert!(!here(&[("sec-fetch-site", "same-site")]));
        assert!(here(&[("origin", "https://comity.example"), ("host", "comity.example")]));
        assert!(!here(&[("origin", "https://evil.example"), ("host", "comity.example")]));
        assert!(!here(&[("origin", "null"), ("host", "comity.example")]));
        assert!(here(&[("host", "comity.example")]));
    }
}
