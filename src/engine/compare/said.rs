//! How a change is told: an English sentence, in the other languages as `sentences.toml` has it, with names as people know them.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use serde::{Serialize, Serializer};
use strum::IntoEnumIterator as _;

use crate::domain::language::Language;

use super::super::lists::Texts;

/// What the sentences are in other languages, by the English one, then by the code of the language.
static SENTENCES: LazyLock<BTreeMap<String, BTreeMap<String, String>>> =
    // What is wrong with the file is found by the tests.
    LazyLock::new(|| toml::from_str(include_str!("sentences.toml")).unwrap_or_default());

/// A sentence without a full stop, in every language: an English pattern, in which `{0}` is the first word that it names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    pattern: &'static str,
    words: Vec<Word>,
}

/// A word of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Word {
    /// The same in every language: a number, a code, a path.
    Same(String),
    /// What the files call by a name and people by a title: the name in English, where the files are near.
    Titled(String, BTreeMap<String, String>),
    /// A code with its title.
    Coded(String, BTreeMap<String, String>),
    /// In each language, in their order.
    Known([&'static str; 6]),
    /// Another sentence, or a part of one.
    Said(Said),
    /// Several, which all hold.
    All(Vec<Word>),
    /// Several, of which one holds.
    One(Vec<Word>),
}

/// A sentence of words.
pub(super) fn said<const N: usize>(pattern: &'static str, words: [Word; N]) -> Said {
    Said { pattern, words: words.into() }
}

/// A part of a sentence that names nothing.
pub(super) fn part(pattern: &'static str) -> Word {
    Word::Said(said(pattern, []))
}

/// What is the same in every language.
pub(super) fn same(word: impl fmt::Display) -> Word {
    Word::Same(word.to_string())
}

/// What has no title: its name, as the files write it.
pub(super) fn name(name: impl fmt::Display) -> Word {
    Word::Titled(name.to_string(), BTreeMap::new())
}

/// A name with its title, where it has one.
pub(super) fn titled(name: impl fmt::Display, title: Option<&Texts>) -> Word {
    Word::Titled(name.to_string(), title.map(|title| title.0.clone()).unwrap_or_default())
}

/// A code with its title.
pub(super) fn coded(code: impl fmt::Display, title: &Texts) -> Word {
    Word::Coded(code.to_string(), title.0.clone())
}

/// What the program has words for.
pub(super) fn known(word: impl Fn(Language) -> &'static str) -> Word {
    let mut all = [""; 6];
    all.iter_mut().zip(Language::iter()).for_each(|(known, language)| *known = word(language));
    Word::Known(all)
}

impl Said {
    /// The sentence in a language; in English where nobody has translated it.
    #[must_use]
    pub fn in_language(&self, language: Language) -> String {
        let known = SENTENCES.get(self.pattern).and_then(|known| known.get(language.code()));
        let mut rest = known.map_or(self.pattern, String::as_str);
        let mut told = String::new();
        // From the left, so that what a word says is not taken for a place of another.
        while let Some((before, after)) = rest.split_once('{') {
            let Some((place, behind)) = after.split_once('}') else { break };
            let word = place.parse().ok().and_then(|place: usize| self.words.get(place));
            told.push_str(before);
            told.push_str(&word.map(|word| word.in_language(language)).unwrap_or_default());
            rest = behind;
        }
        told + rest
    }
}

impl Word {
    fn in_language(&self, language: Language) -> String {
        let title =
            |titles: &BTreeMap<String, String>| titles.get(language.code()).or_else(|| titles.get("en")).cloned();
        match self {
            Word::Same(text) => apart(language, text),
            Word::Titled(name, titles) => match title(titles).filter(|_| language != Language::En) {
                Some(title) => quoted(language, &title),
                None => apart(language, &format!("`{name}`")),
            },
            Word::Coded(code, titles) => {
                format!("{} {}", apart(language, code), title(titles).unwrap_or_default()).trim_end().to_owned()
            }
            Word::Known(words) => Language::iter()
                .zip(words)
                .find(|(known, _)| *known == language)
                .map_or("", |(_, word)| word)
                .to_owned(),
            Word::Said(said) => said.in_language(language),
            Word::All(words) => language.all_of(&each(words, language)),
            Word::One(words) => language.one_of(&each(words, language)),
        }
    }
}

fn each(words: &[Word], language: Language) -> Vec<String> {
    words.iter().map(|word| word.in_language(language)).collect()
}

/// What is written from left to right, kept together in a language that is not.
fn apart(language: Language, text: &str) -> String {
    if language == Language::Ar { format!("\u{2068}{text}\u{2069}") } else { text.to_owned() }
}

/// Quotation marks as each language writes them.
fn quoted(language: Language, text: &str) -> String {
    match language {
        Language::Ar | Language::Ru | Language::Es => format!("«{text}»"),
        Language::Fr => format!("«\u{202f}{text}\u{202f}»"),
        Language::Zh => format!("“{text}”"),
        Language::En => format!("`{text}`"),
    }
}

impl From<&'static str> for Said {
    fn from(pattern: &'static str) -> Self {
        said(pattern, [])
    }
}

impl fmt::Display for Said {
    /// In English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Language::En))
    }
}

impl Serialize for Said {
    /// The English sentence.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every sentence and part of one that the comparison can say, as its code has them.
    fn patterns() -> BTreeSet<String> {
        let sources = [
            include_str!("../compare.rs"),
            include_str!("forms.rs"),
            include_str!("gates.rs"),
            include_str!("lists.rs"),
            include_str!("protocol.rs"),
            include_str!("safeguards.rs"),
            include_str!("steps.rs"),
        ];
        let begins = ["said(", "part(", "Said::from("];
        let mut found = BTreeSet::new();
        for source in sources {
            for begin in begins {
                for behind in source.split(begin).skip(1) {
                    let text = behind.trim_start().strip_prefix('"').and_then(|text| text.split_once('"'));
                    found.extend(text.map(|(pattern, _)| pattern.to_owned()));
                }
            }
        }
        found
    }

    fn places(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|behind| Some(behind.split_once('}')?.0)).collect()
    }

    #[test]
    fn every_sentence_is_in_every_language_and_names_the_same() {
        let patterns = patterns();
        assert!(patterns.len() > 60, "{patterns:#?}");
        let known: BTreeSet<String> = SENTENCES.keys().cloned().collect();
        assert_eq!(patterns, known);
        for (english, texts) in SENTENCES.iter() {
            let languages: Vec<&str> = texts.keys().map(String::as_str).collect();
            assert_eq!(languages, ["ar", "es", "fr", "ru", "zh"], "{english}");
            for text in texts.values() {
                assert_eq!(places(text), places(english), "{english}: {text}");
            }
        }
    }

    #[test]
    fn names_are_told_by_their_titles_and_what_they_hold_is_no_place() {
        let title = Texts(BTreeMap::from([("en".into(), "A {0}".into()), ("fr".into(), "Examen".into())]));
        let sentence = said("the stage {0} is gone", [titled("examination", Some(&title))]);

        assert_eq!(sentence.to_string(), "the stage `examination` is gone");
        assert_eq!(sentence.in_language(Language::Fr), "l'étape «\u{202f}Examen\u{202f}» n'existe plus");
        assert_eq!(sentence.in_language(Language::Zh), "阶段“A {0}”已被删除");
    }
}
