//! What pages load: one style sheet, known by its hash, so that a browser keeps it for good.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};

use crate::domain::ids::Digest;
use crate::engine::chart;

/// The styles: `app.css` names the layers and comes first, each other file holds what some pages need.
#[derive(RustEmbed)]
#[folder = "src/web/assets/"]
#[include = "*.css"]
struct Files;

/// The pages' own styles, and those of the pictures in them.
static STYLE: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Files::iter().collect();
    names.sort_by_key(|name| (name != "app.css", name.clone()));
    let files = names.iter().filter_map(|name| Files::get(name));
    let own: Vec<_> = files.map(|file| String::from_utf8_lossy(&file.data).into_owned()).collect();
    format!("{}{}", own.concat(), chart::STYLE)
});

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
