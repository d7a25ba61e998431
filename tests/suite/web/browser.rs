//! A browser without a screen: it keeps the cookie, reads pages, and sends forms as they stand.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use comity::http::service::Service;
use comity::operations::App;
use comity::web;
use tower::ServiceExt as _;

use crate::api::client::generous;
use crate::operations::template::PASSWORD;

/// No page is larger, in bytes.
const LARGEST: usize = 1 << 20;

/// A page as it came.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) html: String,
}

impl Page {
    /// Wants a status.
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.html);
        self
    }

    /// Where it leads.
    pub(crate) fn leads_to(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap())
    }

    /// The fields that stand hidden in its last form.
    pub(crate) fn hidden(&self) -> BTreeMap<String, String> {
        let form = self.html.rsplit("<form").next().unwrap_or_default();
        let attribute = |tag: &str, name: &str| {
            let value = tag.split(&format!("{name}=\"")).nth(1)?;
            Some(value.split('"').next()?.to_owned())
        };
        form.split("<input type=\"hidden\"")
            .skip(1)
            .filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value")?)))
            .collect()
    }

    /// What the forms of its session carry.
    #[track_caller]
    pub(crate) fn token(&self) -> String {
        let given = self.html.split("name=\"token\" value=\"").nth(1).unwrap();
        given.split('"').next().unwrap().to_owned()
    }

    /// The page as text, without its tags and without what differs from call to call.
    pub(crate) fn words(&self) -> String {
        match self.headers.get("x-trace-id") {
            Some(trace) => self.html.replace(trace.to_str().unwrap(), "TRACE"),
            None => self.html.clone(),
        }
    }
}

/// A browser.
#[derive(Clone)]
pub(crate) struct Browser {
    router: Router,
    cookie: Option<String>,
}

impl Browser {
    pub(crate) fn of(app: &App) -> Self {
        Self { router: web::router(Service::over(app.clone(), generous())), cookie: None }
    }

    pub(crate) fn over(service: Service) -> Self {
        Self { router: web::router(service), cookie: None }
    }

    /// Signs somebody in as they would.
    pub(crate) async fn signed_in(app: &App, name: &str) -> Self {
        let mut browser = Self::of(app);
        browser.signs_in(name).await;
        browser
    }

    /// Signs somebody in, in place of whoever was.
    pub(crate) async fn signs_in(&mut self, name: &str) {
        let page = self.send("/en/sign-in", &[("name", name), ("password", PASSWORD)]).await.is(303);
        self.keeps(&page);
    }

    /// Keeps the cookies of a page beside those that it has, each in the place of one of the same name.
    pub(crate) fn keeps(&mut self, page: &Page) {
        let mut jar: BTreeMap<String, String> = BTreeMap::new();
        let old = self.cookie.clone().unwrap_or_default();
        let new = page.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap().to_owned());
        for cookie in old.split("; ").map(ToOwned::to_owned).chain(new) {
            if let Some((name, value)) = cookie.split(';').next().unwrap().split_once('=') {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
        let all: Vec<String> = jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        self.cookie = Some(all.join("; "));
    }

    pub(crate) async fn open(&self, target: &str) -> Page {
        self.call(Method::GET, target, &[], String::new()).await
    }

    /// Sends fields as a form.
    pub(crate) async fn send(&self, target: &str, fields: &[(&str, &str)]) -> Page {
        self.send_with(target, fields, &[]).await
    }

    pub(crate) async fn send_with(&self, target: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Page {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.call(Method::POST, target, headers, body).await
    }

    /// Sends bytes of a kind.
    pub(crate) async fn post_bytes(&self, target: &str, kind: &str, body: Vec<u8>) -> Page {
        let (headers, status, bytes) = self.raw(target, kind, body).await;
        Page { status, headers, html: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// Sends fields as a form, and takes what comes back for bytes.
    pub(crate) async fn post_raw(&self, target: &str, fields: &[(&str, &str)]) -> Vec<u8> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let (_, status, bytes) = self.raw(target, "application/x-www-form-urlencoded", body.into_bytes()).await;
        assert_eq!(status, StatusCode::OK);
        bytes
    }

    async fn raw(&self, target: &str, kind: &str, body: Vec<u8>) -> (HeaderMap, StatusCode, Vec<u8>) {
        let mut request = Request::builder().method(Method::POST).uri(target).header(header::HOST, "comity.example");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let request = request.header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        (parts.headers, parts.status, to_bytes(body, 64 << 20).await.unwrap().to_vec())
    }

    /// Opens a page and sends its form, with what somebody fills in.
    pub(crate) async fn fill(&self, target: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.open(target).await.is(200);
        let hidden = page.hidden();
        let all: Vec<(&str, &str)> =
            hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(fields.iter().copied()).collect();
        self.send(target.split('?').next().unwrap(), &all).await
    }

    /// Sends fields and a file, as a form with an upload does; the token first, as it stands in the form.
    pub(crate) async fn bring(&self, target: &str, fields: &[(&str, &str)], file: Option<(&str, &str)>) -> Page {
        const EDGE: &str = "----edge-of-a-part";
        let mut parts: Vec<String> = Vec::new();
        for (name, value) in fields {
            parts.push(format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
        }
        if let Some((name, text)) = file {
            let head = format!("Content-Disposition: form-data; name=\"paper\"; filename=\"{name}\"");
            parts.push(format!("--{EDGE}\r\n{head}\r\nContent-Type: application/pdf\r\n\r\n{text}\r\n"));
        }
        parts.push(format!("--{EDGE}--\r\n"));
        let kind = format!("multipart/form-data; boundary={EDGE}");
        self.send_body(target, &kind, parts.concat().into()).await
    }

    /// Sends a body as it is.
    pub(crate) async fn send_body(&self, target: &str, content_type: &str, body: Body) -> Page {
        self.carry(Method::POST, target, &[(header::CONTENT_TYPE.as_str(), content_type)], body).await
    }

    async fn call(&self, method: Method, target: &str, headers: &[(&str, &str)], body: String) -> Page {
        let mut headers = headers.to_vec();
        if !body.is_empty() {
            headers.push((header::CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded"));
        }
        self.carry(method, target, &headers, Body::from(body)).await
    }

    async fn carry(&self, method: Method, target: &str, headers: &[(&str, &str)], body: Body) -> Page {
        let mut request = Request::builder().method(method).uri(target).header(header::HOST, "comity.example");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let html = String::from_utf8(to_bytes(body, LARGEST).await.unwrap().to_vec()).unwrap();
        Page { status: parts.status, headers: parts.headers, html }
    }
}
