//! Where the label of a bar breaks: pictures do not break lines themselves.

/// A line is no wider, in letters of Latin writing: it fits a narrow telephone.
const WIDEST: usize = 34;

/// A text in lines, broken at blanks; writing without blanks is broken anywhere.
pub(super) fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words(text) {
        let joined = lines.last().map(|line| format!("{line}{word}"));
        match joined.filter(|joined| width(joined.trim_end()) <= WIDEST) {
            Some(joined) => _ = lines.pop().map(|_| lines.push(joined)),
            None => lines.push(word),
        }
    }
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}

/// Words with the blank behind them; each sign of Chinese is one.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in text.chars() {
        if let Some(last) = words.last_mut() {
            last.push(letter);
        }
        if letter == ' ' || is_wide(letter) {
            words.push(String::new());
        }
    }
    words.into_iter().filter(|word| !word.is_empty()).collect()
}

fn width(text: &str) -> usize {
    text.chars().map(|letter| if is_wide(letter) { 2 } else { 1 }).sum()
}

fn is_wide(letter: char) -> bool {
    u32::from(letter) >= 0x2E80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_and_no_letter_is_lost() {
        for text in [
            "Expedited preservation of stored electronic data",
            "快速保全存储的电子数据快速保全存储的电子数据",
            "short",
        ] {
            let lines = wrapped(text);

            assert!(lines.iter().all(|line| width(line) <= WIDEST), "{lines:?}");
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        }
    }
}
