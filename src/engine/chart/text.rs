//! How wide a text is, near enough to keep it inside its box, and where it breaks.

/// The width of a text in the units of the picture, for letters of this size.
///
/// Measured on Noto Sans, and a little more, so that other faces fit too.
pub(super) fn width(text: &str, size: i32, bold: bool) -> i32 {
    let thousandths: i32 = text.chars().map(of).sum();
    let heavier = if bold { 1080 } else { 1000 };
    (thousandths * size / 1000) * heavier / 1000
}

/// The width of one letter in thousandths of its size.
fn of(letter: char) -> i32 {
    match letter {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '’' | 'I' => 310,
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '-' | '·' | ' ' | '/' => 380,
        'm' | 'w' | 'M' | 'W' | '—' | 'œ' | 'Œ' | '→' => 920,
        'ж' | 'ш' | 'щ' | 'ю' | 'ы' | 'ф' | 'м' | 'Ж' | 'Ш' | 'Щ' | 'Ю' | 'Ы' | 'Ф' | 'М' => 880,
        'A'..='Z' | 'É' | 'À' | 'È' | 'А'..='Я' => 690,
        // Signs above and below Arabic letters stand on no room of their own.
        '\u{064b}'..='\u{065f}' | '\u{200f}' | '\u{2068}' | '\u{2069}' => 0,
        '\u{0600}'..='\u{06ff}' => 560,
        letter if u32::from(letter) >= 0x2E80 => 1000,
        _ => 590,
    }
}

/// Breaks a text into lines that are no wider: at blanks, and between Chinese characters; a longer word stands alone.
pub(super) fn wrap(text: &str, size: i32, bold: bool, most: i32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (apart, word) in words(text) {
        let joined = lines.last().map(|line| if apart { format!("{line} {word}") } else { format!("{line}{word}") });
        match joined.filter(|joined| width(joined, size, bold) <= most) {
            Some(joined) => {
                if let Some(last) = lines.last_mut() {
                    *last = joined;
                }
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Breaks a text into lines of which the first is shorter.
pub(super) fn wrap_after(text: &str, size: i32, first: i32, most: i32) -> Vec<String> {
    let mut begin = String::new();
    let mut end = 0;
    for (apart, word) in words(text) {
        let joined = if apart && !begin.is_empty() { format!("{begin} {word}") } else { format!("{begin}{word}") };
        if width(&joined, size, false) > first {
            break;
        }
        begin = joined;
        end = word.as_ptr().addr() - text.as_ptr().addr() + word.len();
    }
    std::iter::once(begin).chain(wrap(text.get(end..).unwrap_or_default(), size, false, most)).collect()
}

/// The pieces that are never broken, and whether a blank stands before each. No line begins with what closes.
fn words(text: &str) -> Vec<(bool, &str)> {
    let mut pieces: Vec<(bool, &str)> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let mut begin = 0;
        let mut before: Option<char> = None;
        for (at, letter) in word.char_indices() {
            let opens = before.is_some_and(|before| matches!(before, '（' | '“' | '《'));
            let between = is_chinese(letter) || before.is_some_and(is_chinese);
            if at > begin && between && !closes(letter) && !opens {
                pieces.extend(word.get(begin..at).map(|piece| (begin == 0, piece)));
                begin = at;
            }
            before = Some(letter);
        }
        pieces.extend(word.get(begin..).map(|piece| (begin == 0, piece)));
    }
    pieces
}

fn is_chinese(letter: char) -> bool {
    u32::from(letter) >= 0x2E80
}

fn closes(letter: char) -> bool {
    matches!(letter, '，' | '。' | '、' | '；' | '：' | '？' | '）' | '”' | '》' | ',' | '.' | ')' | ';')
}

/// Whole units of a count.
pub(super) fn units(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX / 4096)
}

/// Numbers as ranges: 4–7, 9.
pub(super) fn ranges(letter: char, numbers: &[usize]) -> String {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for number in sorted {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    let named = ranges.iter().map(|(first, last)| match last - first {
        0 => format!("{letter}{first}"),
        1 => format!("{letter}{first}, {letter}{last}"),
        _ => format!("{letter}{first}–{letter}{last}"),
    });
    named.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_follow_each_other_are_a_range() {
        assert_eq!(ranges('R', &[4, 5, 6, 9, 11, 12]), "R4–R6, R9, R11, R12");
    }

    #[test]
    fn no_line_is_wider_than_it_may_be_and_no_word_is_lost() {
        let text = "the requested State talks with the requesting State about terms and conditions";

        let lines = wrap(text, 13, false, 160);

        assert!(lines.iter().all(|line| width(line, 13, false) <= 160));
        assert_eq!(lines.join(" "), text);
    }

    #[test]
    fn chinese_breaks_between_characters_and_never_before_what_closes() {
        let text = "阶段及其编号和环节；填色者在该路径上（其上为进入该阶段的步骤，其下为停留其中的步骤）";

        let lines = wrap(text, 13, false, 160);

        assert!(lines.len() > 2 && lines.iter().all(|line| width(line, 13, false) <= 160), "{lines:?}");
        assert!(lines.iter().all(|line| !line.starts_with(closes)), "{lines:?}");
        assert_eq!(lines.concat(), text);
        assert_eq!(wrap_after(text, 13, 60, 160).concat(), text);
    }
}
