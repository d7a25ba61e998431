//! Documents of a request: what there is, with the digest of each; downloads that are never shown in place.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use crate::domain::ids::{DocumentId, RequestReference};
use crate::domain::language::written_in;
use crate::http::download::sent;
use crate::http::service::Service;
use crate::operations::list_documents::{self, ListedDocument};
use crate::operations::{OperationError, read_document, read_request};

use super::super::dates::{short_moment, size};
use super::super::form::Problems;
use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::super::words::Words;
use super::pen::{LANGUAGES, Pen};

/// A downloaded page of somebody else's runs nothing and loads nothing, whatever a browser makes of it.
const SANDBOX: &str = "sandbox; default-src 'none'";

#[derive(Template)]
#[template(path = "templates/writing/documents.html")]
struct Page {
    frame: Frame,
    wrong: Problems,
    detail: Option<String>,
    reference: String,
    title: String,
    back: String,
    here: String,
    rows: Vec<Row>,
    /// Code, name, and whether the request is written in it.
    languages: Vec<(&'static str, &'static str, bool)>,
    largest: String,
    may: bool,
}

struct Row {
    to: String,
    name: String,
    media_type: String,
    language: String,
    size: String,
    sha256: Option<String>,
    who: Option<String>,
    at: String,
    at_text: String,
}

/// How many documents have just been added.
#[derive(Deserialize)]
pub(super) struct Added {
    added: Option<usize>,
}

/// Lists the documents.
pub(super) async fn list(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, reference)): Path<(String, String)>,
    Query(Added { added }): Query<Added>,
) -> Result<Response, Stop> {
    let reference = by.request(&reference)?;
    shown(&service, &by, &reference, (Problems::default(), None), added.filter(|count| *count > 0)).await
}

/// The page, with what came of an upload.
pub(super) async fn shown(
    service: &Service,
    by: &SignedIn,
    reference: &RequestReference,
    (wrong, detail): (Problems, Option<String>),
    added: Option<usize>,
) -> Result<Response, Stop> {
    let stopped = |error: OperationError| by.stop(&error);
    let view = read_request::run(&service.app, by.official(), reference).await.map_err(stopped)?;
    let listed = list_documents::run(&service.app, by.official(), reference).await.map_err(stopped)?;
    let rulebook = service.app.rulebook_of(&view.standing.rulebook).await.map_err(stopped)?;
    let t = by.visit.t;
    let words = Words { t, rulebook: &rulebook };
    let at = by.visit.to(&format!("/requests/{reference}"));
    let row = |document: ListedDocument| Row {
        to: format!("{at}/documents/{}", document.document),
        name: document.name,
        media_type: document.media_type,
        language: Pen::language(&document.language),
        size: size(t, document.size),
        sha256: document.sha256.map(|hash| hash.to_string()),
        who: document.added_by,
        at_text: short_moment(t, &document.added_at),
        at: document.added_at,
    };
    let failed = !wrong.0.is_empty();
    let mut frame = words.frame(by, t.say("papers-title"));
    frame.done = added.map(|count| t.count("papers-added", count));
    if failed {
        frame = frame.wrong();
    }
    let written = written_in(&view.content).unwrap_or(t.0.code());
    let shown = page(&Page {
        wrong,
        detail,
        reference: reference.to_string(),
        title: view.title.clone(),
        here: format!("{at}/documents"),
        rows: listed.into_iter().map(row).collect(),
        languages: LANGUAGES.iter().map(|(code, name)| (*code, *name, *code == written)).collect(),
        largest: size(t, service.app.largest_document),
        may: by.caller.roles().iter().any(|role| role.acts_on_requests()) && view.sealed_because.is_none(),
        back: at,
        frame,
    });
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, shown).into_response())
}

/// Downloads a document. The reading is an entry of the log, left before the first byte is sent.
pub(super) async fn read(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, reference, document)): Path<(String, String, String)>,
) -> Result<Response, Stop> {
    let nothing = || by.nothing();
    let reference = by.request(&reference)?;
    let document = DocumentId::parse(document).map_err(|_| nothing())?;
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let opened = read_document::open(&service.app, by.official(), &reference, &document).await;
    let opened = service.tried(by.official(), opened).map_err(|error| by.stop(&error))?;
    let mut response = sent(opened);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX));
    Ok(response)
}
