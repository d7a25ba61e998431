//! What has changed between two wordings, field by field and word by word.

/// No field is compared word by word that has more words.
const WORDS: usize = 600;

/// A piece of a text: in both, or in one only.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Same(String),
    Gone(String),
    New(String),
}

/// A field that is not the same any more.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Changed {
    /// What it is called.
    pub(super) label: String,
    /// As it was: what is gone is marked.
    pub(super) before: Vec<Piece>,
    /// As it is: what is new is marked.
    pub(super) now: Vec<Piece>,
}

/// The fields that differ, in the order in which they stand now; those that are gone at the end.
pub(super) fn between(before: &[(String, String)], now: &[(String, String)]) -> Vec<Changed> {
    let told = |fields: &[(String, String)], label: &str| {
        fields.iter().find(|(name, _)| name == label).map(|(_, text)| text.clone()).unwrap_or_default()
    };
    let gone = before.iter().filter(|(label, _)| !now.iter().any(|(name, _)| name == label));
    now.iter()
        .chain(gone)
        .filter_map(|(label, _)| {
            let (was, is) = (told(before, label), told(now, label));
            (was != is).then(|| {
                let (before, now) = compared(&was, &is);
                Changed { label: label.clone(), before, now }
            })
        })
        .collect()
}

/// Two texts, each in pieces: the words that they have in common stand in both.
fn compared(was: &str, is: &str) -> (Vec<Piece>, Vec<Piece>) {
    let (old, new): (Vec<&str>, Vec<&str>) = (split(was), split(is));
    if old.len() > WORDS || new.len() > WORDS {
        return (whole(was, Piece::Gone), whole(is, Piece::New));
    }
    // How many words the rests from here on have in common.
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if old[i].trim() == new[j].trim() {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut before, mut now) = (Vec::new(), Vec::new());
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i].trim() == new[j].trim() {
            add(&mut before, Piece::Same(old[i].to_owned()));
            add(&mut now, Piece::Same(new[j].to_owned()));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            add(&mut before, Piece::Gone(old[i].to_owned()));
            i += 1;
        } else {
            add(&mut now, Piece::New(new[j].to_owned()));
            j += 1;
        }
    }
    (before, now)
}

/// Words with the blanks after them. Writing without blanks, as in Chinese, is split at each sign.
fn split(text: &str) -> Vec<&str> {
    let dense = |c: char| ('\u{3000}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c);
    let (mut words, mut start) = (Vec::new(), 0);
    let mut letters = text.char_indices().peekable();
    while let Some((_, letter)) = letters.next() {
        let Some((at, next)) = letters.peek().copied() else { break };
        let ends = (letter.is_whitespace() && !next.is_whitespace()) || dense(letter) || dense(next);
        if ends && !next.is_whitespace() {
            words.push(&text[start..at]);
            start = at;
        }
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

fn whole(text: &str, piece: impl Fn(String) -> Piece) -> Vec<Piece> {
    if text.is_empty() { Vec::new() } else { vec![piece(text.to_owned())] }
}

/// Puts a piece behind others; one of the same kind grows.
fn add(pieces: &mut Vec<Piece>, piece: Piece) {
    match (pieces.last_mut(), &piece) {
        (Some(Piece::Same(last)), Piece::Same(more))
        | (Some(Piece::Gone(last)), Piece::Gone(more))
        | (Some(Piece::New(last)), Piece::New(more)) => last.push_str(more),
        _ => pieces.push(piece),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_gone_and_what_is_new_is_told_word_by_word() {
        let fields = |all: &[(&str, &str)]| -> Vec<(String, String)> {
            all.iter().map(|(label, text)| ((*label).to_owned(), (*text).to_owned())).collect()
        };
        let before = fields(&[("Facts", "Two shops were asked for money."), ("From", "2026"), ("Oral", "Yes")]);
        let now = fields(&[("Facts", "Three shops were asked for data."), ("From", "2026"), ("Items", "a")]);

        let changed = between(&before, &now);

        let labels: Vec<&str> = changed.iter().map(|one| one.label.as_str()).collect();
        assert_eq!(labels, ["Facts", "Items", "Oral"]);
        assert_eq!(changed[0].before[0], Piece::Gone("Two ".to_owned()));
        assert_eq!(changed[0].now[1], Piece::Same("shops were asked for ".to_owned()));
        assert_eq!((&changed[1].before, &changed[1].now), (&vec![], &vec![Piece::New("a".to_owned())]));
        assert_eq!((&changed[2].before, &changed[2].now), (&vec![Piece::Gone("Yes".to_owned())], &vec![]));
    }

    #[test]
    fn nothing_of_either_text_is_lost() {
        let text = |pieces: &[Piece]| -> String {
            pieces.iter().map(|(Piece::Same(text) | Piece::Gone(text) | Piece::New(text))| text.as_str()).collect()
        };
        for (was, is) in [("", "new"), ("a  b\nc", "c b a"), ("两家商店被勒索", "三家商店被勒索了"), ("x ", " x")]
        {
            let (before, now) = compared(was, is);
            assert_eq!((text(&before), text(&now)), (was.to_owned(), is.to_owned()));
        }
        let long = "word ".repeat(WORDS + 1);
        assert_eq!(compared(&long, "word").0, vec![Piece::Gone(long.clone())]);
    }
}
