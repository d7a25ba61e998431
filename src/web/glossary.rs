//! The glossary: legal terms in each language, how far each can be trusted, and who checked it.

use std::sync::LazyLock;

use serde::Deserialize;

use super::language::Language;

static TERMS: LazyLock<Vec<Term>> =
    // What is wrong with the file is found by the tests.
    LazyLock::new(|| {
        toml::from_str::<Glossary>(include_str!("texts/glossary.toml")).map(|file| file.term).unwrap_or_default()
    });

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Glossary {
    term: Vec<Term>,
}

/// A legal term in one language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The English term.
    pub term: String,
    /// The code of the language.
    pub lang: String,
    /// The term in that language.
    pub text: String,
    /// The same in other cases or numbers.
    #[serde(default)]
    pub forms: Vec<String>,
    /// Where it stands in the treaties.
    pub source: String,
    /// How far it can be trusted.
    pub confidence: Confidence,
    /// Who held it against the certified text; empty where nobody has.
    pub checked_by: String,
}

/// How far a term can be trusted, for as long as nobody has checked it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, strum::Display, strum::EnumIter)]
#[strum(serialize_all = "kebab-case")]
pub enum Confidence {
    /// The standing term of the earlier conventions.
    #[serde(rename = "A")]
    Standing,
    /// Read in this Convention's own text.
    #[serde(rename = "T")]
    TextRead,
    /// Seen in a text about it, or in the Budapest Convention.
    #[serde(rename = "B")]
    Secondary,
    /// The best rendering.
    #[serde(rename = "C")]
    Rendering,
}

/// The terms of a language; of English, in which the rest was written, there are none.
#[must_use]
pub fn terms(language: Language) -> Vec<&'static Term> {
    TERMS.iter().filter(|term| term.lang == language.code()).collect()
}

/// Whether somebody has held every term of the language against the certified text.
#[must_use]
pub fn is_checked(language: Language) -> bool {
    terms(language).iter().all(|term| !term.checked_by.is_empty())
}
