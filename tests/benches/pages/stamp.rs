//! A text of a case that is written again for another case: other ids of the same length, every moment later by as much.

use comity::domain::time;
use jiff::{SignedDuration, Timestamp};

/// A text with the places where its copies differ.
pub(crate) struct Stamp {
    bytes: Vec<u8>,
    /// Where which id of the case stands.
    ids: Vec<(usize, usize)>,
    times: Vec<(usize, Timestamp)>,
}

impl Stamp {
    pub(crate) fn new(bytes: Vec<u8>, ids: &[String]) -> Self {
        let mut found = Vec::new();
        for (which, id) in ids.iter().enumerate() {
            found.extend(places(&bytes, id.as_bytes()).into_iter().map(|at| (at, which)));
        }
        let times = (0..bytes.len().saturating_sub(23)).filter_map(|at| Some((at, moment(&bytes[at..at + 24])?)));
        Self { ids: found, times: times.collect(), bytes }
    }

    /// The text of a copy.
    pub(crate) fn copy(&self, ids: &[String], later: SignedDuration) -> Vec<u8> {
        let mut copy = self.bytes.clone();
        for (at, which) in &self.ids {
            copy[*at..at + ids[*which].len()].copy_from_slice(ids[*which].as_bytes());
        }
        for (at, moment) in &self.times {
            copy[*at..at + 24].copy_from_slice(time::to_text(*moment + later).as_bytes());
        }
        copy
    }

    pub(crate) fn text(&self, ids: &[String], later: SignedDuration) -> String {
        String::from_utf8(self.copy(ids, later)).unwrap()
    }
}

/// Where a word stands in a text.
pub(crate) fn places(text: &[u8], word: &[u8]) -> Vec<usize> {
    text.windows(word.len()).enumerate().filter(|(_, part)| *part == word).map(|(at, _)| at).collect()
}

fn moment(text: &[u8]) -> Option<Timestamp> {
    let shaped = text[4] == b'-' && text[7] == b'-' && text[10] == b'T' && text[19] == b'.' && text[23] == b'Z';
    if shaped { str::from_utf8(text).ok()?.parse().ok() } else { None }
}
