//! The order of citations, and which of them are near to one that is not there.

use crate::domain::citation::Citation;
use crate::domain::spelling::distance;

/// A part of an article's number; numbers stand before letters and count as numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(u64),
    Word(String),
}

/// What a citation is sorted by: the rulebook's own instrument first, then article, paragraph, letter.
pub(super) fn key(citation: &Citation, own: &str) -> impl Ord + use<> {
    let instrument = citation.instrument();
    (instrument != own, instrument.to_owned(), parts(article(citation)), citation.as_str().to_owned())
}

fn article(citation: &Citation) -> &str {
    citation.as_str().split_once(' ').map_or("", |(_, article)| article)
}

/// `40(21)(b)` as 40, 21, b.
fn parts(article: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    for piece in article.split(|c: char| !c.is_ascii_alphanumeric()).filter(|piece| !piece.is_empty()) {
        match piece.parse() {
            Ok(number) => parts.push(Part::Number(number)),
            Err(_) => parts.push(Part::Word(piece.to_owned())),
        }
    }
    parts
}

/// What somebody typed as a citation: `40 (22)` and `art. 40(22)` are of the rulebook's own instrument.
pub(super) fn meant(typed: &str, own: &str) -> String {
    let typed = typed.trim();
    let (first, rest) = typed.split_once(' ').unwrap_or(("", typed));
    let word = first.trim_end_matches('.').to_ascii_lowercase();
    let (instrument, article) = if first.is_empty() || first.starts_with(|c: char| c.is_ascii_digit()) {
        (own.to_owned(), typed)
    } else if ["art", "article", "articles"].contains(&word.as_str()) {
        (own.to_owned(), rest)
    } else {
        (first.to_ascii_uppercase(), rest)
    };
    let article: String = article.chars().filter(|c| !c.is_whitespace()).collect();
    format!("{instrument} {article}")
}

/// Whether a citation is the one that is meant, or lies below it, as `UNCC 40(21)(b)` below `UNCC 40`.
pub(super) fn covers(meant: &str, citation: &Citation) -> bool {
    citation.as_str().strip_prefix(meant).is_some_and(|below| below.is_empty() || below.starts_with('('))
}

/// The citations nearest to one that is not there, the nearest first.
pub(super) fn near<'c>(meant: &str, citations: impl Iterator<Item = &'c Citation>, most: usize) -> Vec<&'c Citation> {
    let instrument = meant.split(' ').next().unwrap_or_default();
    let mut ranked: Vec<_> = citations
        .map(|citation| (citation.instrument() != instrument, distance(meant, citation.as_str()), citation))
        .collect();
    ranked.sort();
    ranked.into_iter().map(|(_, _, citation)| citation).take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn citations(texts: &[&str]) -> Vec<Citation> {
        texts.iter().map(|text| Citation::parse(*text).unwrap()).collect()
    }

    #[test]
    fn articles_stand_in_their_natural_order() {
        let mut sorted =
            citations(&["UNCC 40(21)(b)", "BUD 2", "UNCC 40(3)", "UNCC 24(1)", "UNCC 40(21)", "UNCC 2(h)"]);

        sorted.sort_by_key(|citation| key(citation, "UNCC"));

        let right = ["UNCC 2(h)", "UNCC 24(1)", "UNCC 40(3)", "UNCC 40(21)", "UNCC 40(21)(b)", "BUD 2"];
        assert_eq!(sorted, citations(&right));
    }

    #[test]
    fn an_article_is_understood_as_jurists_write_it() {
        for typed in ["UNCC 40(22)", "uncc 40 (22)", "40(22)", "40 (22)", "art. 40(22)", " Article 40(22)"] {
            assert_eq!(meant(typed, "UNCC"), "UNCC 40(22)", "{typed}");
        }
        assert_eq!(meant("bud 27(4)(a)", "UNCC"), "BUD 27(4)(a)");
        assert_eq!(meant("POLICY SG-12", "UNCC"), "POLICY SG-12");
    }

    #[test]
    fn an_article_covers_its_paragraphs_and_no_other_article() {
        let below = |meant, text| covers(meant, &Citation::parse(text).unwrap());
        assert!(below("UNCC 4", "UNCC 4(1)") && below("UNCC 40(21)", "UNCC 40(21)"));
        assert!(!below("UNCC 4", "UNCC 40(1)") && !below("UNCC 40(2)", "UNCC 40(22)"));
    }

    #[test]
    fn what_is_near_is_of_the_same_instrument_and_spelt_alike() {
        let all = citations(&["UNCC 40(21)", "UNCC 40(22)", "UNCC 42(6)", "BUD 40(220)"]);

        let near = near("UNCC 40(220)", all.iter(), 2);

        assert_eq!(near.iter().map(|citation| citation.as_str()).collect::<Vec<_>>(), ["UNCC 40(22)", "UNCC 40(21)"]);
    }
}
