//! Who is signed in, by a cookie that holds the secret of their session; and the token that each form carries.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::domain::ids::RequestReference;
use crate::http::service::{NotIn, Service};
use crate::operations::{Caller, Official, OperationError};

use super::stop::Stop;
use super::visit::Visit;

/// What a form's token is made for: the secret of a session serves nothing else under this word.
const PURPOSE: &[u8] = b"comity form";

/// Somebody who is signed in and looks at a page.
pub(super) struct SignedIn {
    pub(super) visit: Visit,
    pub(super) caller: Caller,
    /// What every form of theirs carries.
    pub(super) token: String,
}

impl SignedIn {
    /// The official; what their session allows is asked by the operation.
    pub(super) fn official(&self) -> &Official {
        self.caller.trying()
    }

    /// Why something was not done for them.
    pub(super) fn stop(&self, error: &OperationError) -> Stop {
        Stop::of(&self.visit, Some(self), error)
    }

    /// There is no such page, or not for them.
    pub(super) fn nothing(&self) -> Stop {
        Stop::not_found(&self.visit, Some(self))
    }

    /// The request that an address names; whether it is there is asked by the operation.
    pub(super) fn request(&self, reference: &str) -> Result<RequestReference, Stop> {
        reference.parse().map_err(|_| self.nothing())
    }
}

/// Name of the cookie. Behind a proxy that does TLS its prefix binds it to this host and to TLS (RFC 6265bis, 4.1.3.2).
fn cookie_name(service: &Service) -> &'static str {
    if service.policy.proxy.is_some() { "__Host-comity" } else { "comity" }
}

/// The cookie of a session that has begun; it goes when the browser ends.
pub(super) fn cookie(service: &Service, secret: String) -> Cookie<'static> {
    Cookie::build((cookie_name(service), secret))
        .path("/")
        .http_only(true)
        .secure(service.policy.proxy.is_some())
        // A link in a mail leads to a page; no other site's form acts.
        .same_site(SameSite::Lax)
        .build()
}

/// The secret that a browser sent.
pub(super) fn secret(service: &Service, headers: &HeaderMap) -> Option<String> {
    CookieJar::from_headers(headers).get(cookie_name(service)).map(|cookie| cookie.value().to_owned())
}

/// What every form of a session carries: nobody without the session's secret can make it.
pub(super) fn token(secret: &str) -> String {
    keyed(secret).map(|mac| URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())).unwrap_or_default()
}

/// Whether a form's token is the session's, in a time that tells nothing of it.
pub(super) fn is_token(secret: &str, given: &str) -> bool {
    let Ok(given) = URL_SAFE_NO_PAD.decode(given) else { return false };
    keyed(secret).is_some_and(|mac| mac.verify_slice(&given).is_ok())
}

fn keyed(secret: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(PURPOSE);
    Some(mac)
}

impl FromRequestParts<Service> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Response> {
        let visit = Visit::of(parts, service).await.map_err(Stop::into_response)?;
        let Some(secret) = secret(service, &parts.headers) else { return Err(to_sign_in(&visit)) };
        match service.bearer(&secret).await {
            Ok(caller) => Ok(Self { token: token(&secret), visit, caller }),
            Err(NotIn::NoCredential) => Err(to_sign_in(&visit)),
            Err(NotIn::TooOften(wait)) => Err(Stop::too_often(&visit, wait).into_response()),
            Err(NotIn::Refused(error)) if error.code() == "not-signed-in" => Err(to_sign_in(&visit)),
            Err(NotIn::Refused(error)) => Err(visit.stop(&error).into_response()),
        }
    }
}

/// On an answer: nobody is signed in any more.
#[derive(Debug, Clone, Copy)]
pub(super) struct SignedOut;

/// On an answer: a session was raised, and what it was raised for is still to come.
#[derive(Debug, Clone, Copy)]
pub(super) struct Raised;

/// Leads to the page for signing in, and from there back here.
fn to_sign_in(visit: &Visit) -> Response {
    let back: String = form_urlencoded::Serializer::new(String::new()).append_pair("back", &visit.here).finish();
    let mut response = Redirect::to(&visit.to(&format!("/sign-in?{back}"))).into_response();
    response.extensions_mut().insert(SignedOut);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_of_its_session_and_of_no_other() {
        let given = token("cs_one");
        assert!(is_token("cs_one", &given));
        assert!(!is_token("cs_two", &given));
        assert!(!is_token("cs_one", ""));
        assert!(!is_token("cs_one", &given[1..]));
    }
}
