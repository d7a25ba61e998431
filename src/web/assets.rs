//! What pages load: one style sheet, one script, one small picture; each known by its hash, so that a browser keeps it for good.

use std::io::Write as _;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
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
    /// The same as gzip: for whoever takes it. Pages are not packed: they hold tokens beside words of others, and the
    /// length of what is packed tells of both (BREACH).
    packed: Vec<u8>,
}

impl Asset {
    fn new(ending: &str, kind: &'static str, text: String) -> Self {
        let hash = Digest::from_bytes(&Sha256::digest(text.as_bytes()).into());
        let name = format!("app.{}.{ending}", hash.as_str().get(..16).unwrap_or_default());
        let packed = packed(&text).unwrap_or_default();
        Self { name, kind, text, packed }
    }

    fn address(&self) -> String {
        format!("/assets/{}", self.name)
    }
}

fn packed(text: &str) -> std::io::Result<Vec<u8>> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(text.as_bytes())?;
    packer.finish()
}

/// Whether a browser takes gzip (RFC 9110, 12.5.3).
fn takes_packed(headers: &HeaderMap) -> bool {
    let taken = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    taken.split(',').any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0));
        name.trim().eq_ignore_ascii_case("gzip") && !refused
    })
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
pub(super) async fn serve(headers: HeaderMap, Path(file): Path<String>) -> Response {
    let Some(asset) = [&*STYLE, &*SCRIPT, &*ICON].into_iter().find(|asset| asset.name == file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kept = [
        (header::CONTENT_TYPE, asset.kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "Accept-Encoding"),
    ];
    if takes_packed(&headers) && !asset.packed.is_empty() {
        return (kept, [(header::CONTENT_ENCODING, "gzip")], asset.packed.as_slice()).into_response();
    }
    (kept, asset.text.as_str()).into_response()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[tokio::test]
    async fn styles_travel_packed_to_whoever_takes_it_and_whole_to_others() {
        let name = STYLE.name.clone();
        let sent = async |taken: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, taken.parse().unwrap());
            let response = serve(headers, Path(name.clone())).await;
            let is_packed = response.headers().contains_key(header::CONTENT_ENCODING);
            let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
            (is_packed, bytes.to_vec())
        };

        for whole in ["", "br", "gzip;q=0", "identity, gzip;q=0.0"] {
            assert_eq!(sent(whole).await, (false, STYLE.text.clone().into_bytes()), "{whole}");
        }
        for packed in ["gzip", "br, GZIP;q=0.5", "deflate, gzip"] {
            let (is_packed, bytes) = sent(packed).await;
            let mut text = String::new();
            flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
            assert!(is_packed && text == STYLE.text && bytes.len() * 3 < text.len(), "{packed}: {}", bytes.len());
        }
    }
}
