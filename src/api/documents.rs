//! Documents of a request: uploaded and downloaded as streams, never whole in memory.

use axum::Json;
use axum::extract::multipart::{Field, MultipartError, MultipartRejection};
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::Response;
use utoipa::{IntoParams, ToSchema};

use crate::domain::ids::{DocumentId, RequestReference};
use crate::http::download::sent;
use crate::http::service::Service;
use crate::operations::add_document::{self, AddedDocument, DocumentAbout, Incoming};
use crate::operations::read_document;
use crate::operations::request_view::Attached;
use crate::operations::{App, Official, read_request};

use super::body::{Bare, Path};
use super::openapi::Problems;
use super::parameters::{OfRequest, Once};
use super::problem::Problem;
use super::problems;
use super::requests::versioned;
use super::signed_in::{Acting, May, Read};

/// No code of a language is longer, in bytes.
const LANGUAGE: usize = 64;

/// A document on its way in. The parts come in this order.
#[derive(ToSchema)]
#[expect(dead_code, reason = "read by the description only: the parts are taken as they come")]
pub(crate) struct Upload {
    /// Its language, such as `en`.
    #[schema(example = "en")]
    language: String,
    /// The file, with its name and media type in the head of the part.
    #[schema(value_type = String, format = Binary)]
    document: Vec<u8>,
}

/// Bytes.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "read by the description only")]
pub(crate) struct Binary(Vec<u8>);

/// Which document of a request.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "read by the description only")]
pub(crate) struct OfDocument {
    /// What people call the request.
    #[param(example = "XN-2026-000001", pattern = "^[A-Za-z0-9/._-]{3,40}$")]
    reference: String,
    /// Its id.
    #[param(pattern = "^[0-9a-f]{32}$")]
    document: String,
}

/// Lists the documents of a request.
#[utoipa::path(
    get, path = "/requests/{reference}/documents", tag = "documents", operation_id = "list_documents",
    params(OfRequest), security(("bearer" = [])),
    responses((status = 200, description = "Documents, the oldest first", body = Vec<Attached>), Problems)
)]
pub(crate) async fn list(
    State(service): State<Service>,
    may: May<Read>,
    Path(reference): Path<RequestReference>,
) -> Result<Response, Problem> {
    let view = read_request::run(&service.app, &may.official, &reference).await?;
    Ok(versioned(StatusCode::OK, view.version, Json(view.documents)))
}

/// Attaches a document: it is sealed while it arrives. `curl -F language=en -F document=@note.pdf` does it.
#[utoipa::path(
    post, path = "/requests/{reference}/documents", tag = "documents", operation_id = "add_document",
    params(OfRequest, Once), request_body(content = Upload, content_type = "multipart/form-data"),
    security(("bearer" = [])),
    responses((status = 201, description = "Attached", body = AddedDocument), Problems)
)]
pub(crate) async fn add(
    State(service): State<Service>,
    Acting(official): Acting,
    Path(reference): Path<RequestReference>,
    Bare(call): Bare,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<(StatusCode, Json<AddedDocument>), Problem> {
    let mut parts = parts.map_err(|_| {
        Problem::new(
            &problems::WRONG_MEDIA_TYPE,
            "a document comes as `multipart/form-data`: parts `language`, then `document`",
        )
    })?;
    let app = service.app.calling(call);
    let language = match parts.next_field().await.map_err(unread)? {
        Some(field) if field.name() == Some("language") => short_text(field).await?,
        Some(_) | None => return Err(missing("language")),
    };
    let incoming = match parts.next_field().await.map_err(unread)? {
        Some(field) if field.name() == Some("document") => {
            take_in(&service, &app, &official, &reference, language, field).await?
        }
        Some(_) | None => return Err(missing("document")),
    };
    // Closed never; where it were, documents would only be kept without waiting.
    let _turn = service.keeping.acquire().await.ok();
    Ok((StatusCode::CREATED, Json(service.tried(&official, incoming.finish().await)?)))
}

async fn take_in(
    service: &Service,
    app: &App,
    official: &Official,
    reference: &RequestReference,
    language: String,
    mut field: Field<'_>,
) -> Result<Incoming, Problem> {
    let about = DocumentAbout {
        name: field.file_name().unwrap_or_default().to_owned(),
        media_type: field.content_type().unwrap_or("application/octet-stream").to_owned(),
        language,
    };
    let mut incoming = service.tried(official, add_document::begin(app, official, reference, about).await)?;
    while let Some(piece) = field.chunk().await.map_err(unread)? {
        incoming.write(&piece).await?;
    }
    Ok(incoming)
}

async fn short_text(mut field: Field<'_>) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(unread)? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > LANGUAGE {
            return Err(Problem::new(&problems::UNUSABLE, "the part `language` is longer than any code of a language"));
        }
    }
    String::from_utf8(bytes).map_err(|_| Problem::new(&problems::UNUSABLE, "the part `language` is no text"))
}

fn missing(part: &str) -> Problem {
    Problem::new(
        &problems::UNUSABLE,
        format!("the part `{part}` is missing, or not in its place: send `language` first, then `document`"),
    )
}

#[expect(clippy::needless_pass_by_value, reason = "what `map_err` hands over")]
fn unread(error: MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Problem::new(&problems::TOO_LARGE, "the document is larger than this installation takes: split it")
    } else {
        Problem::new(
            &problems::MALFORMED,
            "the body did not come whole, or is no `multipart/form-data`: nothing of it was kept, send it again",
        )
    }
}

/// Downloads a document. The reading is an entry of the log, left before the first byte is sent.
#[utoipa::path(
    get, path = "/requests/{reference}/documents/{document}", tag = "documents", operation_id = "read_document",
    params(OfDocument), security(("bearer" = [])),
    responses((status = 200, description = "Its bytes", body = Binary, content_type = "*/*"), Problems)
)]
pub(crate) async fn read(
    State(service): State<Service>,
    Acting(official): Acting,
    Path((reference, document)): Path<(RequestReference, DocumentId)>,
) -> Result<Response, Problem> {
    let opened = read_document::open(&service.app, &official, &reference, &document).await;
    Ok(sent(service.tried(&official, opened)?))
}
