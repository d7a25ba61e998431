//! Open cases from a file of rows: tried first, then taken in.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request, State};
use axum::http::header::CONTENT_TYPE;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::service::Service;
use crate::operations::import_requests::{self, Import, Report, SOURCE};

use super::body::{Query, unread};
use super::openapi::Problems;
use super::problem::Problem;
use super::problems;
use super::signed_in::Acting;

/// How a file is imported.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// Whether to write nothing, and only say what would come of it.
    #[serde(default)]
    dry_run: bool,
    /// What you call the files that it comes from: an old reference is imported once from each. `files` where nothing is
    /// said.
    #[param(max_length = 100)]
    source: Option<String>,
}

/// A body of rows.
pub(crate) struct Rows(Bytes);

impl<S: Send + Sync> FromRequest<S> for Rows {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let said = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !said.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("text/csv") {
            let why = "the body has to be CSV in UTF-8: send `Content-Type: text/csv`";
            return Err(Problem::new(&problems::WRONG_MEDIA_TYPE, why));
        }
        Bytes::from_request(request, state).await.map(Self).map_err(|error: BytesRejection| unread(error))
    }
}

/// Imports open cases from CSV: requests of yours as drafts, those that came as recorded ones. Where anything is wrong,
/// nothing is imported; sent again, what was imported before is recognised. `curl -H "Content-Type: text/csv"
/// --data-binary @cases.csv "…/imports?dry_run=true"` says line by line what would come of it. `comity import --columns`
/// and the page `/en/requests/import` list the columns.
#[utoipa::path(
    post, path = "/imports", tag = "requests", operation_id = "import_requests", params(Wanted),
    request_body(content = String, content_type = "text/csv"), security(("bearer" = [])),
    responses((status = 200, description = "What became of each line, or would", body = Report), Problems)
)]
pub(crate) async fn import(
    State(service): State<Service>,
    Acting(official): Acting,
    Query(Wanted { dry_run, source }): Query<Wanted>,
    Rows(bytes): Rows,
) -> Result<Json<Report>, Problem> {
    let source = source.unwrap_or_else(|| SOURCE.to_owned());
    let import = Import { source, bytes: Arc::new(bytes.to_vec()), papers: None };
    let done = if dry_run {
        import_requests::check(&service.app, &official, &import).await
    } else {
        import_requests::run(&service.app, &official, &import, &|_, _| {}).await
    };
    Ok(Json(service.tried(&official, done)?))
}
