//! Holds every `heads` leaf against the leaves before it, in a log that is read from its beginning.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde_json::Value;

use crate::audit::entry::Entry;
use crate::audit::hash::Hash;
use crate::audit::heads;
use crate::audit::ids::CaseId;

/// The type of the leaves that are checked.
pub(super) use crate::audit::latest::HEADS as KIND;

/// A `heads` leaf tells of a size at most so far before its own place: whoever writes it does so at once.
const REACH: usize = 1 << 16;

/// The latest entry of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Latest {
    cseq: u64,
    leaf: Hash,
    /// Its hash in the tree over all cases, once it was needed.
    hashed: Option<Hash>,
}

/// What a leaf has put in the place of what.
#[derive(Debug, Clone, Copy)]
struct Change {
    index: u64,
    key: Hash,
    before: Option<Latest>,
}

/// Follows the latest entries of all cases through the leaves.
#[derive(Debug, Default)]
pub(super) struct VerifyHeads {
    latest: BTreeMap<Hash, Latest>,
    keys: HashMap<CaseId, Hash>,
    recent: VecDeque<Change>,
    /// The leaf that is due; none where one was missing: then nobody can tell which entries were the latest.
    due: Option<u64>,
    begun: bool,
}

impl VerifyHeads {
    /// Takes the next leaf. Where the log was not seen from its beginning, or in parts, nothing is checked.
    ///
    /// # Errors
    /// A sentence that says in what a `heads` leaf is wrong.
    pub(super) fn take(&mut self, index: u64, entry: &Entry, leaf: Hash) -> Result<(), String> {
        let due = if self.begun { self.due } else { Some(0) };
        self.begun = true;
        self.due = due.filter(|due| *due == index).map(|due| due + 1);
        if self.due.is_none() {
            return Ok(());
        }
        let held = if entry.kind == KIND { self.hold(index, entry) } else { Ok(()) };
        let key = *self.keys.entry(entry.case).or_insert_with(|| heads::key(entry.case));
        let before = self.latest.insert(key, Latest { cseq: entry.cseq, leaf, hashed: None });
        if self.recent.len() == REACH {
            self.recent.pop_front();
        }
        self.recent.push_back(Change { index, key, before });
        held
    }

    /// Holds a leaf against the entries that were the latest at the size that it tells of.
    fn hold(&mut self, index: u64, entry: &Entry) -> Result<(), String> {
        let number = |name: &str| entry.body.get(name).and_then(Value::as_u64);
        let (Some(size), Some(cases)) = (number("size"), number("cases")) else {
            return Err("it does not say of how many leaves and cases it tells".to_owned());
        };
        if size > index || index - size > REACH as u64 {
            return Err(format!(
                "it tells of the first {size} leaves, and stands as leaf {index}: that is too far away"
            ));
        }
        // What later leaves have put in its place, the last first, so that what stood at that size remains.
        let mut then: BTreeMap<Hash, Option<Latest>> = BTreeMap::new();
        for change in self.recent.iter().rev().take_while(|change| change.index >= size) {
            then.insert(change.key, change.before);
        }
        let mut hashes = Vec::with_capacity(self.latest.len());
        for (key, latest) in &mut self.latest {
            match then.get(key) {
                Some(None) => {}
                Some(Some(before)) => hashes.push(heads::map_leaf(key, before.cseq, &before.leaf)),
                None => {
                    let hash = latest.hashed.get_or_insert_with(|| heads::map_leaf(key, latest.cseq, &latest.leaf));
                    hashes.push(*hash);
                }
            }
        }
        let there = hashes.len() as u64;
        if there != cases {
            return Err(format!("it tells of {cases} cases among the first {size} leaves, and there were {there}"));
        }
        let told = entry.body.get("root").and_then(Value::as_str);
        let root = heads::root(hashes).to_string();
        if told == Some(root.as_str()) {
            return Ok(());
        }
        Err(format!("the latest entries of the first {size} leaves lead to another root than it tells"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::audit::entry::{Actor, Draft};
    use crate::audit::heads::Heads;
    use crate::audit::ids::{Mark, Origin};

    /// A log of so many entries, in three cases by turns.
    fn log(size: u64) -> Vec<Entry> {
        let mut last: HashMap<CaseId, (u64, Hash)> = HashMap::new();
        (0..size).map(|index| placed(&mut last, index % 3, "noted", &json!({}))).collect()
    }

    fn placed(last: &mut HashMap<CaseId, (u64, Hash)>, case: u64, kind: &str, body: &Value) -> Entry {
        let case: CaseId = format!("{case:032x}").parse().unwrap();
        let draft = Draft {
            case,
            kind: kind.to_owned(),
            at: "2026-03-02T08:00:00.000Z".parse().unwrap(),
            actor: Actor { role: "system".to_owned(), org: "XN".to_owned(), p: Mark::from_bytes([0; 16]) },
            rule: None,
            art: Vec::new(),
            body: body.as_object().unwrap().clone(),
            docs: Vec::new(),
            private: BTreeMap::new(),
            peer: None,
        };
        let before = last.get(&case).copied();
        let entry = draft.placed(
            Origin::parse("xn.example/mla/1").unwrap(),
            before.map_or(0, |(cseq, _)| cseq + 1),
            before.map(|(_, hash)| hash),
        );
        last.insert(case, (entry.cseq, entry.leaf_hash().unwrap()));
        entry
    }

    fn heads_of(log: &[Entry]) -> Heads {
        Heads::new(log.iter().map(|entry| (entry.case, entry.cseq, entry.leaf_hash().unwrap())))
    }

    /// What a verifier says of a leaf behind these.
    fn said(log: &[Entry], body: &Value) -> Result<(), String> {
        let mut verify = VerifyHeads::default();
        for (entry, index) in log.iter().zip(0..) {
            verify.take(index, entry, entry.leaf_hash().unwrap()).unwrap();
        }
        let told = placed(&mut HashMap::new(), 9, KIND, body);
        verify.take(log.len() as u64, &told, told.leaf_hash().unwrap())
    }

    #[test]
    fn a_leaf_tells_truly_of_a_size_before_it_or_is_refused() {
        let log = log(20);
        for size in [0_u64, 1, 2, 3, 7, 19, 20] {
            let heads = heads_of(&log[..usize::try_from(size).unwrap()]);
            let body = json!({ "size": size, "cases": heads.len(), "root": heads.root().to_string() });
            assert_eq!(said(&log, &body), Ok(()), "{size}");
        }
        let now = heads_of(&log).root().to_string();
        let dropped = heads_of(&log[..17]).root().to_string();
        for (body, why) in [
            (json!({ "size": 20, "cases": 3, "root": dropped }), "lead to another root"),
            (json!({ "size": 20, "cases": 2, "root": now }), "there were 3"),
            (json!({ "size": 21, "cases": 3, "root": now }), "too far away"),
            (json!({ "cases": 3, "root": now }), "does not say of how many"),
        ] {
            let refused = said(&log, &body).unwrap_err();
            assert!(refused.contains(why), "{refused}");
        }
    }

    #[test]
    fn a_log_that_is_not_read_from_its_beginning_says_nothing_about_heads() {
        let log = log(6);
        let mut verify = VerifyHeads::default();
        verify.take(2, &log[2], log[2].leaf_hash().unwrap()).unwrap();

        let told = placed(&mut HashMap::new(), 9, KIND, &json!({ "size": 3, "cases": 7, "root": "0" }));

        assert_eq!(verify.take(3, &told, told.leaf_hash().unwrap()), Ok(()));
    }
}
