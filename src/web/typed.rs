//! What was typed is not lost: where a session has ended, or a code is wanted, the form is shown again with it afterwards.

mod fill;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use zeroize::Zeroizing;

use crate::http::service::Service;
use crate::http::typed::{Form, KEPT_MINUTES};
use crate::operations::authenticate;

use super::form::{LARGEST, TooLong, from_here};
use super::language::Language;
use super::session::{self, SignedOut};
use super::stop::CodeNeeded;
use super::texts::Texts;

/// What is never kept, whatever form it stands in.
const SECRETS: [&str; 6] = ["password", "old", "new", "code", "half", "offer"];

/// No page is larger, in bytes.
const LARGEST_PAGE: usize = 4 << 20;

/// No larger form is kept, in bytes as it was sent: many may wait at once.
const LARGEST_KEPT: usize = 256 << 10;

/// Stands around all pages.
pub(super) async fn around(State(service): State<Service>, request: Request, next: Next) -> Response {
    let form = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    match *request.method() {
        Method::POST if form => sent(&service, request, next).await,
        Method::GET => shown(&service, request, next).await,
        _ => next.run(request).await,
    }
}

/// A form that was sent: where it could not be taken for now, it is kept.
async fn sent(service: &Service, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    // What is too large is refused by whoever reads it, in the words of its page.
    let Ok(bytes) = to_bytes(body, service.policy.largest_body.max(LARGEST)).await else {
        parts.extensions.insert(TooLong);
        return next.run(Request::from_parts(parts, Body::empty())).await;
    };
    let (headers, path) = (parts.headers.clone(), parts.uri.path().to_owned());
    let response = next.run(Request::from_parts(parts, Body::from(bytes.clone()))).await;
    let ended = response.extensions().get::<SignedOut>().is_some();
    if !ended && response.extensions().get::<CodeNeeded>().is_none() {
        return forgotten(service, &headers, response);
    }
    let Some((language, action)) = below_language(&path) else { return response };
    let page = page_of(&headers, language).unwrap_or_else(|| action.to_owned());
    let leads = if ended { "sign-in" } else { "account/code" };
    let back = form_urlencoded::Serializer::new(String::new()).append_pair("back", &page).finish();
    let to = Redirect::to(&format!("/{language}/{leads}?{back}"));
    let small = bytes.len() <= LARGEST_KEPT;
    let form = if small { form_of(service, &headers, page, action, &bytes).await } else { None };
    let Some(form) = form else { return to.into_response() };
    let Ok(key) = service.app.clock.new_id() else { return to.into_response() };
    service.typed.keep(key.clone(), form, service.app.clock.now());
    (CookieJar::new().add(cookie(service, key, KEPT_MINUTES)), to).into_response()
}

/// The form as it is kept: of a page of ours, with the token of the session that it was typed in, and with words in it.
async fn form_of(service: &Service, headers: &HeaderMap, page: String, action: &str, bytes: &[u8]) -> Option<Form> {
    let secret = session::secret(service, headers)?;
    let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(bytes).ok()?;
    let token = pairs.iter().find(|(name, _)| name == "token").map(|(_, value)| value.as_str())?;
    if !session::is_token(&secret, token) || !from_here(headers) {
        return None;
    }
    if pairs.iter().any(|(name, _)| SECRETS.contains(&name.as_str())) {
        return None;
    }
    let fields: Vec<_> = pairs
        .into_iter()
        .filter(|(name, value)| name != "token" && !value.is_empty())
        .map(|(name, value)| (name, Zeroizing::new(value)))
        .collect();
    let official = authenticate::whose(&service.app, &secret).await.ok()??;
    (!fields.is_empty()).then(|| Form { official, page, action: action.to_owned(), fields })
}

/// A form that was taken, or refused for good: what was kept of one before is not wanted any more.
fn forgotten(service: &Service, headers: &HeaderMap, mut response: Response) -> Response {
    // Signing in lies between what was typed and its form.
    if let (Some(key), StatusCode::SEE_OTHER) = (kept(service, headers), response.status())
        && !response.headers().contains_key(header::SET_COOKIE)
        && !leads_back(&response)
    {
        service.typed.forget(&key);
        let gone = cookie(service, String::new(), 0).to_string();
        if let Ok(value) = HeaderValue::try_from(gone) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

/// Whether a code was just given: the form is still to come.
fn leads_back(response: &Response) -> bool {
    response.extensions().get::<session::Raised>().is_some()
}

/// A page that is shown: its form is filled with what its official typed.
async fn shown(service: &Service, request: Request, next: Next) -> Response {
    let Some(key) = kept(service, request.headers()) else { return next.run(request).await };
    let secret = session::secret(service, request.headers());
    let here = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    let response = next.run(request).await;
    let html =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let (true, StatusCode::OK, Some(secret)) = (html, response.status(), secret) else { return response };
    let Some((language, below)) = below_language(&here) else { return response };
    let Ok(caller) = authenticate::run(&service.app, &secret).await else { return response };
    let found = service.typed.of(&key, caller.official_id(), service.app.clock.now());
    let Some(form) = found.filter(|form| form.page == below) else { return response };
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST_PAGE).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    let html = String::from_utf8_lossy(&bytes);
    Response::from_parts(parts, Body::from(fill::filled(&html, &form, Texts(language))))
}

/// The language of an address, and what lies below it.
fn below_language(path: &str) -> Option<(Language, &str)> {
    let rest = path.strip_prefix('/')?;
    let end = rest.find('/')?;
    Some((rest[..end].parse().ok()?, &rest[end..]))
}

/// The page that a form stood on, as its browser says, if that is one of ours in the same language.
fn page_of(headers: &HeaderMap, language: Language) -> Option<String> {
    let said = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let (_, rest) = said(header::REFERER)?.split_once("://")?;
    let path = rest.strip_prefix(said(header::HOST)?)?;
    let (of, below) = below_language(path)?;
    (of == language && super::entry::below(below)).then(|| below.to_owned())
}

fn cookie_name(service: &Service) -> &'static str {
    if service.policy.proxy.is_some() { "__Host-comity-typed" } else { "comity-typed" }
}

fn kept(service: &Service, headers: &HeaderMap) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    jar.get(cookie_name(service)).map(|cookie| cookie.value().to_owned()).filter(|key| !key.is_empty())
}

fn cookie(service: &Service, key: String, minutes: i64) -> Cookie<'static> {
    let mut cookie = Cookie::build((cookie_name(service), key))
        .path("/")
        .http_only(true)
        .secure(service.policy.proxy.is_some())
        .same_site(SameSite::Lax)
        .build();
    if minutes == 0 {
        cookie.make_removal();
    }
    cookie
}
