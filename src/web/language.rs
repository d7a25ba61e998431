//! The language of a visit: that of its address, else the first that the browser asks for.

use axum::http::{HeaderMap, header};
use strum::IntoEnumIterator as _;

pub use crate::domain::language::Language;

/// The first language that a caller's browser asks for and the pages speak; English, where there is none. What comes
/// first is taken for what is wanted most: browsers write their list in that order (RFC 9110, 12.5.4).
#[must_use]
pub fn wanted(headers: &HeaderMap) -> Language {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let known = asked.split(',').filter_map(|range| {
        let primary = range.trim().split(['-', ';']).next()?.to_ascii_lowercase();
        Language::iter().find(|language| language.code() == primary)
    });
    known.into_iter().next().unwrap_or(Language::En)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_that_the_pages_speak_is_taken() {
        let asked = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, value.parse().unwrap());
            wanted(&headers)
        };
        assert_eq!(asked("de-CH, fr-CH;q=0.9, en;q=0.8"), Language::Fr);
        assert_eq!(asked("ar-EG"), Language::Ar);
        assert_eq!(asked("*"), Language::En);
        assert_eq!(asked("\"><script>"), Language::En);
        assert_eq!(wanted(&HeaderMap::new()), Language::En);
    }
}
