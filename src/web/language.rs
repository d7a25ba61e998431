//! The six official languages of the United Nations, in which the pages speak.

use axum::http::{HeaderMap, header};
use strum::IntoEnumIterator as _;

/// A language of the pages, in the order in which the United Nations names them.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::Display, strum::EnumIter, strum::EnumString,
)]
#[strum(serialize_all = "snake_case")]
pub enum Language {
    /// Arabic, written from right to left.
    Ar,
    /// Chinese.
    Zh,
    /// English.
    En,
    /// French.
    Fr,
    /// Russian.
    Ru,
    /// Spanish.
    Es,
}

impl Language {
    /// How its speakers call it.
    #[must_use]
    pub fn endonym(self) -> &'static str {
        match self {
            Language::Ar => "العربية",
            Language::Zh => "中文",
            Language::En => "English",
            Language::Fr => "Français",
            Language::Ru => "Русский",
            Language::Es => "Español",
        }
    }

    /// How it is written: `rtl` or `ltr`.
    #[must_use]
    pub fn direction(self) -> &'static str {
        if self == Language::Ar { "rtl" } else { "ltr" }
    }

    /// The first language that a caller's browser asks for and the pages speak; English, where there is none. What comes
    /// first is taken for what is wanted most: browsers write their list in that order (RFC 9110, 12.5.4).
    #[must_use]
    pub fn wanted(headers: &HeaderMap) -> Self {
        let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let known = asked.split(',').filter_map(|range| {
            let primary = range.trim().split(['-', ';']).next()?.to_ascii_lowercase();
            Language::iter().find(|language| language.to_string() == primary)
        });
        known.into_iter().next().unwrap_or(Language::En)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_that_the_pages_speak_is_taken() {
        let asked = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, value.parse().unwrap());
            Language::wanted(&headers)
        };
        assert_eq!(asked("de-CH, fr-CH;q=0.9, en;q=0.8"), Language::Fr);
        assert_eq!(asked("ar-EG"), Language::Ar);
        assert_eq!(asked("*"), Language::En);
        assert_eq!(asked("\"><script>"), Language::En);
        assert_eq!(Language::wanted(&HeaderMap::new()), Language::En);
    }
}
