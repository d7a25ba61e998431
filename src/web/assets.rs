//! What pages load: one style sheet, known by its hash, so that a browser keeps it for good.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};

use crate::domain::ids::Digest;
use crate::engine::chart;

/// The pages' own styles, and those of the pictures in them.
static STYLE: LazyLock<String> = LazyLock::new(|| format!("{}{}", include_str!("assets/app.css"), chart::STYLE));

static NAME: LazyLock<String> = LazyLock::new(|| {
    let hash = Digest::from_bytes(&Sha256::digest(STYLE.as_bytes()).into());
    format!("app.{}.css", hash.as_str().get(..16).unwrap_or_default())
});

/// The address of the style sheet.
pub(super) fn style() -> String {
    format!("/assets/{}", *NAME)
}

/// Hands out the style sheet.
pub(super) async fn serve(Path(file): Path<String>) -> Response {
    if file != *NAME {
        return StatusCode::NOT_FOUND.into_response();
    }
    let kept = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (kept, STYLE.as_str()).into_response()
}
