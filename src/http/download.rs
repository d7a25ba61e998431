//! Documents as they go out: a stream, a download, never shown in place.

use axum::body::Body;
use axum::http::HeaderName;
use axum::http::header::{self, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::domain::ids::Digest;
use crate::operations::read_document::OpenDocument;

/// SHA-256 of what is sent (RFC 9530).
const REPR_DIGEST: HeaderName = HeaderName::from_static("repr-digest");

/// A document as a download: never shown in place, whatever it says that it is.
#[must_use]
pub fn sent(document: OpenDocument) -> Response {
    let headers = [
        (header::CONTENT_TYPE, document.row.media_type.clone()),
        (header::CONTENT_LANGUAGE, document.row.language.clone()),
        (header::CONTENT_LENGTH, document.size.to_string()),
        (header::CONTENT_DISPOSITION, attachment(&document.row.name)),
        (REPR_DIGEST, repr_digest(&document.sha256)),
    ];
    let mut response = Body::from_stream(document.into_stream()).into_response();
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// The name of a file as a header carries it (RFC 6266, RFC 8187).
fn attachment(name: &str) -> String {
    use std::fmt::Write as _;
    let mut text = "attachment; filename*=UTF-8''".to_owned();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a text does not fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

fn repr_digest(sha256: &Digest) -> String {
    let digits = sha256.as_str().as_bytes();
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok()).unwrap_or(0);
    let bytes: Vec<u8> = digits.chunks_exact(2).map(|pair| value(pair[0]) << 4 | value(pair[1])).collect();
    format!("sha-256=:{}:", STANDARD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_a_header_whatever_is_in_it() {
        assert_eq!(attachment("note 1.pdf"), "attachment; filename*=UTF-8''note%201.pdf");
        assert_eq!(attachment("é\";x"), "attachment; filename*=UTF-8''%C3%A9%22%3Bx");
    }

    #[test]
    fn a_digest_is_written_as_rfc_9530_wants_it() {
        // SHA-256 of nothing.
        let sha256 = Digest::parse("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855").unwrap();

        assert_eq!(repr_digest(&sha256), "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:");
    }
}
