//! The Merkle tree of RFC 9162: the right edge that grows, and the nodes it leaves behind.

use thiserror::Error;

use super::canonical::LARGEST_INTEGER;
use super::hash::{Hash, node_hash, sha256};

/// A finished node: `index` counts from the left within its `level`; leaves are level 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// The height above the leaves.
    pub level: u8,
    /// The place from the left, from 0.
    pub index: u64,
    /// Its hash.
    pub hash: Hash,
}

/// Why bytes are not a right edge.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FrontierError {
    /// The length does not fit the size.
    #[error("{0} bytes are not the right edge of a tree: rebuild it from the leaves")]
    Length(usize),
    /// More leaves than the log may hold.
    #[error("a tree of {0} leaves is beyond 2^53 - 1: the stored size was altered, rebuild it from the leaves")]
    Size(u64),
}

/// The right edge of a growing tree: everything that appending needs, 32 bytes for each one bit of the size.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    // Roots of the complete subtrees, largest (leftmost) first.
    edge: Vec<Hash>,
}

impl Frontier {
    /// How many leaves the tree has.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf by its hash and returns the nodes that are finished by it, the leaf first.
    pub fn append(&mut self, leaf: Hash) -> Vec<Node> {
        let mut node = Node { level: 0, index: self.size, hash: leaf };
        let mut finished = vec![node];
        while node.index & 1 == 1
            && let Some(left) = self.edge.pop()
        {
            node = Node { level: node.level + 1, index: node.index >> 1, hash: node_hash(&left, &node.hash) };
            finished.push(node);
        }
        self.edge.push(node.hash);
        self.size += 1;
        finished
    }

    /// Adds a leaf by its hash, for whoever needs none of the nodes.
    pub fn push(&mut self, leaf: Hash) {
        let (mut hash, mut index) = (leaf, self.size);
        while index & 1 == 1
            && let Some(left) = self.edge.pop()
        {
            (hash, index) = (node_hash(&left, &hash), index >> 1);
        }
        self.edge.push(hash);
        self.size += 1;
    }

    /// The roots of the complete subtrees, the largest (leftmost) first.
    pub(super) fn edge(&self) -> &[Hash] {
        &self.edge
    }

    /// The root of the tree; of the empty one the hash of nothing. Source: RFC 9162 2.1.1.
    #[must_use]
    pub fn root(&self) -> Hash {
        root_over(&self.edge)
    }

    /// The bytes for storage: the size, big-endian, and the edge from the left.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        bytes.extend(self.edge.iter().flat_map(Hash::as_bytes));
        bytes
    }

    /// Reads what [`Frontier::to_bytes`] wrote.
    ///
    /// # Errors
    /// Where the number of hashes does not fit the size. Whether they are the right ones only the leaves can tell.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FrontierError> {
        let wrong = FrontierError::Length(bytes.len());
        let Some((size, edge)) = bytes.split_first_chunk::<8>() else { return Err(wrong) };
        let size = u64::from_be_bytes(*size);
        if size > LARGEST_INTEGER {
            return Err(FrontierError::Size(size));
        }
        let (hashes, rest) = edge.as_chunks::<32>();
        if !rest.is_empty() || u32::try_from(hashes.len()) != Ok(size.count_ones()) {
            return Err(wrong);
        }
        Ok(Self { size, edge: hashes.iter().copied().map(Hash::from_bytes).collect() })
    }
}

/// The root over complete subtrees side by side, the largest first.
pub(super) fn root_over(edge: &[Hash]) -> Hash {
    let mut edge = edge.iter().rev();
    let Some(last) = edge.next() else { return sha256(b"") };
    edge.fold(*last, |right, left| node_hash(left, &right))
}

impl Extend<Hash> for Frontier {
    fn extend<I: IntoIterator<Item = Hash>>(&mut self, leaves: I) {
        leaves.into_iter().for_each(|leaf| self.push(leaf));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leaf_is_added_alike_with_and_without_its_nodes() {
        let (mut with, mut without) = (Frontier::default(), Frontier::default());
        for leaf in 0..600_u64 {
            let hash = sha256(&leaf.to_be_bytes());
            with.append(hash);
            without.push(hash);
            assert_eq!((&with, with.root()), (&without, without.root()));
        }
    }
}
