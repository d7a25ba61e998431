//! Reads leaves line by line and parses them ahead of whoever looks at them in their order, on every core of the machine.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};
use std::num::NonZero;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, Scope};

use super::entry::{Entry, EntryError, MAX_LEAF_BYTES, Outline};
use super::hash::{Hash, leaf_hash};
use super::ids::Origin;

/// So many leaves are handed to a thread at once.
const LEAVES: usize = 512;

/// No more is handed to a thread behind so many bytes.
const BYTES: usize = 1 << 18;

/// More threads than this would wait for the one that reads.
const MOST_THREADS: usize = 8;

/// A leaf as it was read: nothing says yet that it is in its place.
pub(super) struct Leaf {
    pub(super) hash: Hash,
    pub(super) parsed: Result<Parsed, EntryError>,
}

/// What was read of a leaf that is an entry.
pub(super) struct Parsed {
    pub(super) outline: Outline,
    /// The whole of it, where somebody asked for it or it tells of the keys of the log.
    pub(super) entry: Option<Entry>,
}

/// How much is read of every leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// What places it in the log and in its case.
    Outline,
    /// All of it.
    Entry,
}

/// How the lines ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Behind the last line.
    Whole,
    /// Inside a line.
    Cut,
    /// At a line that is longer than a leaf may be: nothing behind it was read.
    TooLong,
}

/// Leaves one behind the other, and where each ends.
#[derive(Default)]
struct Batch {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

/// Reads leaves, one a line, and lends them, some at a time, in their order.
///
/// # Errors
/// Where a line cannot be read; what is no leaf is lent as such.
pub(super) fn each_leaf(mut lines: impl BufRead, depth: Depth, mut take: impl FnMut(&[Leaf])) -> io::Result<End> {
    let (first, end) = Batch::read(&mut lines)?;
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_THREADS);
    // What fits into one batch is not worth a thread.
    if let Some(end) = end {
        take(&first.parse(depth));
        return Ok(end);
    }
    thread::scope(|scope| {
        let parsers: Vec<Parser> = (0..threads).map(|_| Parser::on(scope, depth)).collect();
        let (mut waiting, mut next, mut end) = (VecDeque::new(), Some(first), None);
        for parser in parsers.iter().cycle() {
            if let Some(batch) = next.take() {
                parser.to.send(Work::Parse(batch)).map_err(|_| ended())?;
                waiting.push_back(parser);
            }
            if waiting.len() == 2 * threads || end.is_some() {
                let Some(oldest) = waiting.pop_front() else { break };
                let leaves = oldest.from.recv().map_err(|_| ended())?;
                take(&leaves);
                oldest.to.send(Work::Drop(leaves)).map_err(|_| ended())?;
            }
            if end.is_none() {
                let (batch, ended) = Batch::read(&mut lines)?;
                (next, end) = (Some(batch), ended);
            }
        }
        Ok(end.unwrap_or(End::Whole))
    })
}

fn ended() -> io::Error {
    io::Error::other("a thread that reads leaves has ended: try again")
}

/// A thread that parses; it ends when nothing more can come.
struct Parser {
    to: Sender<Work>,
    from: Receiver<Vec<Leaf>>,
}

/// What such a thread is given.
enum Work {
    Parse(Batch),
    /// Memory goes back fastest where it came from.
    Drop(Vec<Leaf>),
}

impl Parser {
    fn on<'scope>(scope: &'scope Scope<'scope, '_>, depth: Depth) -> Self {
        let ((to, given), (done, from)) = (channel(), channel());
        scope.spawn(move || {
            for work in given {
                match work {
                    Work::Parse(batch) if done.send(batch.parse(depth)).is_err() => break,
                    Work::Parse(_) => {}
                    Work::Drop(leaves) => drop(leaves),
                }
            }
        });
        Self { to, from }
    }
}

impl Batch {
    /// Reads the next lines; says how they ended where these are the last.
    fn read(lines: &mut impl BufRead) -> io::Result<(Self, Option<End>)> {
        let mut batch = Self::default();
        while batch.ends.len() < LEAVES && batch.bytes.len() < BYTES {
            let start = batch.bytes.len();
            // Two bytes more than a leaf: its line break, and one that shows it to be too long.
            lines.by_ref().take(MAX_LEAF_BYTES as u64 + 2).read_until(b'\n', &mut batch.bytes)?;
            let length = batch.bytes.len() - start;
            if length > 0 && batch.bytes.last() == Some(&b'\n') {
                batch.bytes.pop();
                batch.ends.push(batch.bytes.len());
                continue;
            }
            batch.bytes.truncate(start);
            let end = match length {
                0 => End::Whole,
                length if length > MAX_LEAF_BYTES + 1 => End::TooLong,
                _ => End::Cut,
            };
            return Ok((batch, Some(end)));
        }
        Ok((batch, None))
    }

    fn parse(&self, depth: Depth) -> Vec<Leaf> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        let leaves = starts.zip(&self.ends).map(|(start, end)| &self.bytes[start..*end]);
        let mut origin = None;
        leaves.map(|leaf| Leaf { hash: leaf_hash(leaf), parsed: Parsed::read(leaf, depth, &mut origin) }).collect()
    }
}

impl Parsed {
    /// Reads a leaf. `origin` is the one that was named last.
    fn read(leaf: &[u8], depth: Depth, origin: &mut Option<Arc<Origin>>) -> Result<Self, EntryError> {
        let outline = if depth == Depth::Outline { Outline::read(leaf, origin.as_ref()) } else { None };
        if let Some(outline) = outline.filter(|outline| !outline.about_keys) {
            if origin.as_ref() != Some(&outline.origin) {
                *origin = Some(Arc::clone(&outline.origin));
            }
            return Ok(Self { outline, entry: None });
        }
        let entry = Entry::from_bytes(leaf)?;
        Ok(Self { outline: Outline::from(&entry), entry: Some(entry) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Vec<Hash>, End) {
        let mut hashes = Vec::new();
        let end =
            each_leaf(bytes, Depth::Outline, |leaves| hashes.extend(leaves.iter().map(|leaf| leaf.hash))).unwrap();
        (hashes, end)
    }

    #[test]
    fn every_line_comes_once_and_in_its_order() {
        for count in [0_usize, 1, LEAVES - 1, LEAVES, LEAVES + 1, 40 * LEAVES + 7] {
            let lines: Vec<String> = (0..count).map(|number| number.to_string()).collect();
            let hashes: Vec<Hash> = lines.iter().map(|line| leaf_hash(line.as_bytes())).collect();
            let mut bytes: Vec<u8> = lines.iter().flat_map(|line| format!("{line}\n").into_bytes()).collect();

            assert_eq!(read(&bytes), (hashes.clone(), End::Whole), "{count}");
            bytes.extend(b"cut");
            assert_eq!(read(&bytes), (hashes.clone(), End::Cut), "{count}");
            bytes.extend(vec![b'x'; MAX_LEAF_BYTES]);
            bytes.extend(b"\nbehind\n");
            assert_eq!(read(&bytes), (hashes, End::TooLong), "{count}");
        }
    }

    #[test]
    fn a_line_of_the_longest_leaf_is_read() {
        let longest = vec![b'x'; MAX_LEAF_BYTES];
        assert_eq!(read(&[&longest[..], b"\n"].concat()), (vec![leaf_hash(&longest)], End::Whole));
        assert_eq!(read(&[&longest[..], b"xx\n"].concat()), (vec![], End::TooLong));
        assert_eq!(read(b"\n\n"), (vec![leaf_hash(b""); 2], End::Whole));
    }
}
