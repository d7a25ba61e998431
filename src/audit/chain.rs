//! The chain within each case, and the clock of the log: what can be told from the leaves alone.

use std::collections::HashMap;

use jiff::SignedDuration;

use super::entry::Entry;
use super::hash::Hash;
use super::ids::{CaseId, EntryTime};

/// How far the clock of the log may go back before a reader should look at it.
const BACKWARD_SECONDS: i64 = 120;

/// The last entry of a case so far.
#[derive(Debug, Clone, Copy)]
struct Last {
    index: u64,
    cseq: u64,
    hash: Hash,
}

/// How an entry fails to follow the one before it in its case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// Entries of the case are missing, repeated or out of order.
    Number {
        /// The number that was due.
        due: u64,
        /// The number that stands there.
        found: u64,
    },
    /// The entry names another predecessor than the leaf that stands there: one of both was altered.
    Predecessor {
        /// The place of that leaf in the log.
        index: u64,
    },
}

/// What a leaf says of its place in its case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The case.
    pub case: CaseId,
    /// Its number there, from 0.
    pub cseq: u64,
    /// The hash of the leaf before it in the case; none for number 0.
    pub prev: Option<Hash>,
}

impl From<&Entry> for Link {
    fn from(entry: &Entry) -> Self {
        Self { case: entry.case, cseq: entry.cseq, prev: entry.prev }
    }
}

/// Follows every case through the leaves, in the order of the log.
#[derive(Debug, Default)]
pub struct Chains {
    cases: HashMap<CaseId, Last>,
    latest: Option<EntryTime>,
}

impl Chains {
    /// Takes the next leaf; goes on from it even if it does not follow, so that one break is told once.
    pub fn follow(&mut self, index: u64, link: Link, hash: Hash) -> Option<Break> {
        let before = self.cases.insert(link.case, Last { index, cseq: link.cseq, hash });
        let due = before.map_or(0, |last| last.cseq + 1);
        if link.cseq != due {
            return Some(Break::Number { due, found: link.cseq });
        }
        // Number 0 names nobody: `Entry` has seen to it.
        before.filter(|last| link.prev != Some(last.hash)).map(|last| Break::Predecessor { index: last.index })
    }

    /// How many cases there are so far.
    #[must_use]
    pub fn count(&self) -> usize {
        self.cases.len()
    }

    /// How many seconds the clock went back before this entry, where that is more than 120.
    pub fn went_back(&mut self, at: EntryTime) -> Option<i64> {
        let latest = *self.latest.get_or_insert(at);
        self.latest = Some(latest.max(at));
        let back: SignedDuration = latest.timestamp().duration_since(at.timestamp());
        Some(back.as_secs()).filter(|seconds| *seconds > BACKWARD_SECONDS)
    }
}
