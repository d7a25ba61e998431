//! Documents on their way in: the form's token first, then the files, piece by piece and never whole in memory.

use axum::extract::FromRequest as _;
use axum::extract::multipart::{Field, MultipartError, MultipartRejection};
use axum::extract::{FromRequestParts as _, Multipart, Path, Request, State};
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::domain::ids::RequestReference;
use crate::http::service::Service;
use crate::operations::add_document::{self, DocumentAbout};
use crate::operations::{OperationError, add_document::AddedDocument};

use super::super::form::{Problems, is_ours};
use super::super::session::SignedIn;
use super::super::stop::Stop;
use super::documents;

/// No more files come at once.
const AT_ONCE: usize = 20;

/// No field that is no file is longer, in bytes.
const SHORT: usize = 256;

/// So much of what was refused is read to its end, in bytes: a browser shows the answer only once it has sent everything.
const DRAINED: u64 = 1 << 30;

/// Why an upload ended.
enum Ended {
    /// Nothing says that it is from here.
    Forged,
    /// It did not come whole, or is no form.
    Broken,
    /// No file was chosen.
    Nothing,
    /// Somebody may not, or a file cannot be kept.
    Refused(Box<OperationError>),
}

/// Takes in documents.
pub(super) async fn take_in(
    State(service): State<Service>,
    Path((_, reference)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Response> {
    let (mut parts, body) = request.into_parts();
    let by = SignedIn::from_request_parts(&mut parts, &service).await?;
    let headers = parts.headers.clone();
    let stop = |stop: Stop| stop.into_response();
    let reference: RequestReference = reference.parse().map_err(|_| stop(by.nothing()))?;
    service.may_try(by.official()).map_err(|why| stop(Stop::not_in(&by.visit, &why)))?;
    let request = Request::from_parts(parts, body);
    let mut form = Multipart::from_request(request, &service)
        .await
        .map_err(|_: MultipartRejection| stop(Stop::forged(&by.visit, Some(&by))))?;
    let mut added = Vec::new();
    let taken = files(&service, &by, &reference, &headers, &mut form, &mut added).await;
    if let Err(Ended::Refused(_) | Ended::Nothing) = &taken {
        drain(&mut form).await;
    }
    let t = by.visit.t;
    let (text, detail) = match taken {
        Ok(()) => {
            let to = by.visit.to(&format!("/requests/{reference}/documents?added={}", added.len()));
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Ended::Forged) => return Err(stop(Stop::forged(&by.visit, Some(&by)))),
        Err(Ended::Broken) => (t.say("papers-wrong-broken"), None),
        Err(Ended::Nothing) => (t.say("papers-wrong-none"), None),
        Err(Ended::Refused(error)) => match *error {
            OperationError::TooLarge { .. } => (t.say("papers-wrong-large"), None),
            error @ OperationError::Unusable { .. } => (t.say("papers-wrong-file"), Some(error.to_string())),
            error if error.is_refusal() && !matches!(error, OperationError::NoSuchRequest(_)) => {
                (t.say("write-refused"), Some(error.to_string()))
            }
            error => return Err(stop(by.stop(&error))),
        },
    };
    let told = (Problems::one("files", text), detail);
    // What came whole before is kept, and stands in the table.
    let added = Some(added.len()).filter(|count| *count > 0);
    documents::shown(&service, &by, &reference, told, added).await.map_err(stop)
}

async fn files(
    service: &Service,
    by: &SignedIn,
    reference: &RequestReference,
    headers: &axum::http::HeaderMap,
    form: &mut Multipart,
    added: &mut Vec<AddedDocument>,
) -> Result<(), Ended> {
    // The token comes before anything else: nothing is looked at, nothing begins without it.
    let token = match form.next_field().await.map_err(|_| Ended::Forged)? {
        Some(field) if field.name() == Some("token") => short(field).await.ok_or(Ended::Forged)?,
        Some(_) | None => return Err(Ended::Forged),
    };
    if !is_ours(service, headers, Some(&token)) {
        return Err(Ended::Forged);
    }
    let language = match form.next_field().await.map_err(broken)? {
        Some(field) if field.name() == Some("language") => short(field).await.ok_or(Ended::Broken)?,
        Some(_) | None => return Err(Ended::Broken),
    };
    while let Some(field) = form.next_field().await.map_err(broken)? {
        // A browser sends an empty part where no file was chosen.
        if field.name() != Some("files") || field.file_name().is_none_or(str::is_empty) {
            continue;
        }
        if added.len() == AT_ONCE {
            return Err(Ended::Refused(Box::new(OperationError::Unusable {
                what: "the upload".to_owned(),
                why: format!("it has more than {AT_ONCE} files: send the others by themselves"),
            })));
        }
        added.push(one(service, by, reference, &language, field).await?);
    }
    if added.is_empty() { Err(Ended::Nothing) } else { Ok(()) }
}

async fn one(
    service: &Service,
    by: &SignedIn,
    reference: &RequestReference,
    language: &str,
    mut field: Field<'_>,
) -> Result<AddedDocument, Ended> {
    let refused = |error: OperationError| Ended::Refused(Box::new(error));
    let about = DocumentAbout {
        name: field.file_name().unwrap_or_default().to_owned(),
        media_type: field.content_type().unwrap_or("application/octet-stream").to_owned(),
        language: language.to_owned(),
    };
    let begun = add_document::begin(&service.app, by.official(), reference, about).await;
    let mut incoming = service.tried(by.official(), begun).map_err(refused)?;
    while let Some(piece) = field.chunk().await.map_err(broken)? {
        incoming.write(&piece).await.map_err(refused)?;
    }
    // Closed never; where it were, documents would only be kept without waiting.
    let _turn = service.keeping.acquire().await.ok();
    service.tried(by.official(), incoming.finish().await).map_err(refused)
}

async fn short(mut field: Field<'_>) -> Option<String> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.ok()? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > SHORT {
            return None;
        }
    }
    String::from_utf8(bytes).ok()
}

/// Reads what is left, and keeps nothing of it.
async fn drain(form: &mut Multipart) {
    let mut left = DRAINED;
    while let Ok(Some(mut field)) = form.next_field().await {
        while let Ok(Some(piece)) = field.chunk().await {
            left = left.saturating_sub(piece.len() as u64);
            if left == 0 {
                return;
            }
        }
    }
}

fn broken(_: MultipartError) -> Ended {
    Ended::Broken
}
