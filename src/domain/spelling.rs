//! Names that are spelt nearly like one that is not there: what somebody may have meant.

/// The names nearest to what was typed, those that contain it first; those that share next to nothing with it are left out.
pub fn near<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>, most: usize) -> Vec<&'n str> {
    // A name of any length can be reached by changing every letter: half of them is no slip of the pen.
    let typed = typed.trim();
    let holds = |name: &str| typed.len() > 2 && name.contains(typed);
    let close = |name: &str, steps: usize| steps * 2 <= typed.len().max(name.len()) || holds(name);
    if typed.is_empty() || typed.len() > 100 {
        return Vec::new();
    }
    let mut ranked: Vec<_> = names.into_iter().map(|name| (!holds(name), distance(typed, name), name)).collect();
    ranked.retain(|(_, steps, name)| close(name, *steps));
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, _, name)| name).take(most).collect()
}

/// How many letters have to be added, taken out or changed to make one text the other (Levenshtein).
#[must_use]
pub fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in other.bytes().enumerate() {
            let change = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_finds_what_was_meant_and_nonsense_finds_nothing() {
        let names = ["transition_taken", "signed_in", "signed_out", "attempt_refused"];

        assert_eq!(near("transition_token", names, 3), ["transition_taken"]);
        assert_eq!(near("signed", names, 3), ["signed_in", "signed_out"]);
        assert_eq!(near("refused", names, 3), ["attempt_refused"]);
        assert!(near("zzzzzzzzzz", names, 3).is_empty());
        assert!(near("", names, 3).is_empty() && near(&"s".repeat(5000), names, 3).is_empty());
    }

    #[test]
    fn a_distance_counts_the_letters_that_differ() {
        assert_eq!((distance("grant", "grant"), distance("grant", "gant"), distance("", "abc")), (0, 1, 3));
    }
}
