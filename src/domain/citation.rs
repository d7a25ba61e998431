//! Citations: where a rule comes from, such as `UNCC 40(22)`.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::ids::NotA;

/// An instrument's code and an article, such as `UNCC 40(21)(b)` or `POLICY SG-12`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Citation(String);

impl Citation {
    /// Accepts an instrument in capitals, a space and an article.
    ///
    /// # Errors
    /// [`NotA`] when the text has another shape.
    pub fn parse(text: impl Into<String>) -> Result<Self, NotA> {
        let text = text.into();
        let shaped = text.split_once(' ').is_some_and(|(instrument, article)| {
            instrument.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
                && !instrument.is_empty()
                && !article.is_empty()
                && article.len() <= 40
                && article.bytes().all(|b| b.is_ascii_graphic() || b == b' ')
        });
        if shaped { Ok(Self(text)) } else { Err(NotA { text, wanted: "a citation such as `UNCC 40(22)`" }) }
    }

    /// The whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The instrument's code, such as `UNCC`.
    #[must_use]
    pub fn instrument(&self) -> &str {
        self.0.split_once(' ').map_or(self.0.as_str(), |(instrument, _)| instrument)
    }
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Citation {
    type Error = NotA;
    fn try_from(text: String) -> Result<Self, NotA> {
        Self::parse(text)
    }
}

impl From<Citation> for String {
    fn from(citation: Citation) -> String {
        citation.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_names_an_instrument_and_an_article() {
        assert_eq!(Citation::parse("UNCC 40(22)").unwrap().instrument(), "UNCC");
        assert!(Citation::parse("40(22)").is_err());
        assert!(Citation::parse("UNCC ").is_err());
    }
}
