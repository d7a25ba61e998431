//! What the checker finds: a rule of the law that the files break, where, and the shortest story of how.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use super::fault::{Fault, Located};
use super::rulebook::Rulebook;

/// One flaw.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Flaw {
    /// The file, the line, the column, and what is wrong.
    #[serde(flatten)]
    pub fault: Fault,
    /// Which rule it breaks: its stable name, in kebab-case.
    pub rule: &'static str,
    /// The articles that are broken.
    pub articles: Vec<String>,
    /// Whom it concerns: safeguards, measures and profiles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub concerns: Vec<String>,
    /// How it comes about, step by step.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub story: Vec<String>,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.fault)?;
        if !self.articles.is_empty() {
            write!(f, " [{}]", self.articles.join(", "))?;
        }
        if !self.concerns.is_empty() {
            write!(f, "\n  concerns: {}", self.concerns.join("; "))?;
        }
        for (index, step) in self.story.iter().enumerate() {
            write!(f, "\n  {}. {step}", index + 1)?;
        }
        Ok(())
    }
}

impl From<Flaw> for Fault {
    /// A fault whose sentence tells the whole flaw.
    fn from(flaw: Flaw) -> Fault {
        let whole = flaw.to_string();
        let place = format!("{}:{}:{}: ", flaw.fault.file, flaw.fault.line, flaw.fault.column);
        Fault { sentence: whole.strip_prefix(&place).unwrap_or(&whole).to_owned(), ..flaw.fault }
    }
}

/// The rule files with the places of their values, for flaws.
pub(super) struct Sites<'r> {
    located: BTreeMap<&'r str, Located<'r>>,
    /// Instruments that the rulebook cites: no article of another is said to be broken.
    instruments: BTreeSet<&'r str>,
}

impl<'r> Sites<'r> {
    pub(super) fn of(rulebook: &'r Rulebook) -> Self {
        let texts = rulebook.files.0.iter().filter(|(path, _)| !path.starts_with("content/"));
        // They were read when the rulebook was loaded, so none is left out.
        let located = texts.filter_map(|(path, text)| Some((path.as_str(), Located::read(path, text).ok()?)));
        let instruments = rulebook.instruments.keys().map(String::as_str).collect();
        Sites { located: located.collect(), instruments }
    }

    /// A flaw at the value that a JSON pointer leads to.
    pub(super) fn flaw(
        &self,
        rule: &'static str,
        (file, pointer): (&str, &str),
        sentence: String,
        articles: &[&str],
    ) -> Flaw {
        let fault = match self.located.get(file) {
            Some(located) => located.fault(pointer, sentence),
            None => Fault { file: file.to_owned(), line: 1, column: 1, sentence },
        };
        let known = |article: &&&str| self.instruments.contains(article.split(' ').next().unwrap_or_default());
        let articles = articles.iter().filter(known).map(|article| (*article).to_owned());
        Flaw { fault, rule, articles: articles.collect(), concerns: Vec::new(), story: Vec::new() }
    }
}
