//! What pages load: one style sheet, one script, one small picture; each known by its hash, so that a browser keeps it for good.

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
struct Styles;

/// Something that pages load.
struct Asset {
    /// Its name, with its hash.
    name: String,
    kind: &'static str,
    text: String,
}

impl Asset {
    fn new(ending: &str, kind: &'static str, text: String) -> Self {
        let hash = Digest::from_bytes(&Sha256::digest(text.as_bytes()).into());
        let name = format!("app.{}.{ending}", hash.as_str().get(..16).unwrap_or_default());
        Self { name, kind, text }
    }

    fn address(&self) -> String {
        format!("/assets/{}", self.name)
    }
}

/// The pages' own styles, and those of the pictures in them.
static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let mut names: Vec<_> = Styles::iter().collect();
    names.sort_by_key(|name| (name != "app.css", name.clone()));
    let files = names.iter().filter_map(|name| Styles::get(name));
    let own: Vec<_> = files.map(|file| String::from_utf8_lossy(&file.data).into_owned()).collect();
    Asset::new("css", "text/css; charset=utf-8", format!("{}{}", own.concat(), chart::STYLE))
});

static SCRIPT: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("js", "text/javascript; charset=utf-8", include_str!("assets/app.js").to_owned()));

static ICON: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("svg", "image/svg+xml", include_str!("assets/icon.svg").to_owned()));

/// The address of the style sheet.
pub(super) fn style() -> String {
    STYLE.address()
}

/// The address of the script.
pub(super) fn script() -> String {
    SCRIPT.address()
}

/// The address of the picture in the browser's tab.
pub(super) fn icon() -> String {
    ICON.address()
}

/// Hands out what pages load.
pub(super) async fn serve(Path(file): Path<String>) -> Response {
    let Some(asset) = [&*STYLE, &*SCRIPT, &*ICON].into_iter().find(|asset| asset.name == file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kept = [(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (kept, asset.text.as_str()).into_response()
}
