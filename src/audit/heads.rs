//! The latest entry of every case as one tree, so that nobody can leave the end of a case out: root, and proof for one case.

use std::collections::BTreeMap;
use std::convert::Infallible;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::hash::{Hash, leaf_hash, node_hash};
use super::ids::CaseId;
use super::proof::{self, ProofError};
use super::tree::Frontier;

/// What the key of a case is hashed with: so that it is the key of nothing else.
const KEY: &[u8] = b"comity/heads/v1\n";

/// The latest entry of every case among the first leaves of a log, in the order of their keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heads {
    latest: Vec<(CaseId, u64, Hash)>,
    leaves: Vec<Hash>,
}

/// That an entry is the latest of its case: the case's place among all cases, and the way to their root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadProof {
    /// The place of the case, by its key, from 0.
    pub index: u64,
    /// How many cases there are.
    pub cases: u64,
    /// The number of its latest entry.
    pub cseq: u64,
    /// The hash of that entry's leaf.
    pub leaf: Hash,
    /// The way to the root, from below.
    pub hashes: Vec<Hash>,
}

impl Heads {
    /// Puts the cases in order; of a case that is named twice the entry with the larger number counts.
    pub fn new(latest: impl IntoIterator<Item = (CaseId, u64, Hash)>) -> Self {
        let mut sorted: BTreeMap<[u8; 32], (CaseId, u64, Hash)> = BTreeMap::new();
        for head in latest {
            let known = sorted.entry(*key(head.0).as_bytes()).or_insert(head);
            if known.1 < head.1 {
                *known = head;
            }
        }
        let leaves =
            sorted.iter().map(|(key, (_, cseq, leaf))| map_leaf(&Hash::from_bytes(*key), *cseq, leaf)).collect();
        Self { latest: sorted.into_values().collect(), leaves }
    }

    /// How many cases there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.leaves.len() as u64
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.leaves.is_empty()
    }

    /// The root over all of them; over none it is that of the empty tree.
    #[must_use]
    pub fn root(&self) -> Hash {
        root(self.leaves.iter().copied())
    }

    /// Proves which entry of a case is its latest; none where the case has no entry.
    #[must_use]
    pub fn prove(&self, case: &CaseId) -> Option<HeadProof> {
        let at = self.latest.iter().position(|(known, ..)| known == case)?;
        let (_, cseq, leaf) = *self.latest.get(at)?;
        let mut levels = vec![self.leaves.clone()];
        while let Some(below) = levels.last().filter(|below| below.len() > 1) {
            let above = below.as_chunks::<2>().0.iter().map(|[left, right]| node_hash(left, right)).collect();
            levels.push(above);
        }
        // Only finished nodes are asked for, and all of these are there.
        let read = |level: u8, index: u64| {
            let found = usize::try_from(index).ok().and_then(|index| levels.get(usize::from(level))?.get(index));
            Ok::<_, Infallible>(found.copied().unwrap_or(leaf))
        };
        let hashes = proof::inclusion_proof(at as u64, self.len(), read).ok()?;
        Some(HeadProof { index: at as u64, cases: self.len(), cseq, leaf, hashes })
    }
}

impl HeadProof {
    /// Checks that the entry is the latest of this case under a root that a `heads` leaf has told.
    ///
    /// # Errors
    /// Says whether the place, the length or the hashes are wrong.
    pub fn verify(&self, case: &CaseId, root: Hash) -> Result<(), ProofError> {
        let leaf = map_leaf(&key(*case), self.cseq, &self.leaf);
        proof::verify_inclusion(self.index, self.cases, leaf, &self.hashes, root)
    }
}

/// Under which key a case stands: it says nothing of the case to whoever sees only the proof of another.
#[must_use]
pub fn key(case: CaseId) -> Hash {
    Hash::from_bytes(Sha256::new().chain_update(KEY).chain_update(case.to_string()).finalize().into())
}

/// The hash of one case in the tree: its key, the number of its latest entry (big-endian), and the hash of that leaf.
#[must_use]
pub fn map_leaf(key: &Hash, cseq: u64, leaf: &Hash) -> Hash {
    let mut bytes = [0; 72];
    bytes[..32].copy_from_slice(key.as_bytes());
    bytes[32..40].copy_from_slice(&cseq.to_be_bytes());
    bytes[40..].copy_from_slice(leaf.as_bytes());
    leaf_hash(&bytes)
}

/// The root over the cases' hashes, in the order of their keys.
pub fn root(leaves: impl IntoIterator<Item = Hash>) -> Hash {
    let mut tree = Frontier::default();
    tree.extend(leaves);
    tree.root()
}

#[cfg(test)]
mod tests {
    use super::super::hash::sha256;
    use super::*;

    fn case(number: u64) -> CaseId {
        format!("{number:032x}").parse().unwrap()
    }

    fn heads(cases: u64) -> Heads {
        Heads::new((0..cases).map(|number| (case(number), number, sha256(&number.to_be_bytes()))))
    }

    #[test]
    fn the_latest_entry_of_every_case_is_proved_and_no_other() {
        for cases in [1, 2, 3, 7, 8, 33] {
            let heads = heads(cases);
            for number in 0..cases {
                let proof = heads.prove(&case(number)).unwrap();
                assert_eq!((proof.cseq, proof.cases), (number, cases));
                proof.verify(&case(number), heads.root()).unwrap();

                let earlier = HeadProof { cseq: proof.cseq.wrapping_sub(1), ..proof.clone() };
                assert_eq!(earlier.verify(&case(number), heads.root()), Err(ProofError::Root));
                assert!(proof.verify(&case(number + 1), heads.root()).is_err());
            }
            assert_eq!(heads.prove(&case(cases)), None);
        }
    }

    #[test]
    fn the_order_in_which_cases_are_named_does_not_matter() {
        let named: Vec<_> = heads(20).latest;
        let mut backwards = named.clone();
        backwards.reverse();
        // An older entry of one of them, said later.
        backwards.push((named[3].0, named[3].1.saturating_sub(1), sha256(b"older")));

        let again = Heads::new(backwards);

        assert_eq!((again.root(), again.len()), (heads(20).root(), 20));
        assert_eq!(Heads::new([]).root(), sha256(b""));
    }
}
