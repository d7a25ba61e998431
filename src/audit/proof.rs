//! Proofs over the tree: that a leaf is in it, and that a smaller tree is its beginning (RFC 9162 2.1.3, 2.1.4).

use std::ops::Range;

use thiserror::Error;

use super::hash::{Hash, node_hash, sha256};

/// Why a proof cannot be made.
#[derive(Debug, Error)]
pub enum MakeError<E: std::error::Error> {
    /// The place asked for is not in the tree.
    #[error("{asked} lies outside a log of {size} leaves: ask for a smaller number")]
    Outside {
        /// What was asked for.
        asked: u64,
        /// The size of the tree.
        size: u64,
    },
    /// A node could not be read.
    #[error("a node of the tree could not be read: {0}")]
    Read(#[from] E),
}

/// Why a proof does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ProofError {
    /// The place lies outside the tree, or the sizes are in the wrong order.
    #[error("the proof is about a place outside the tree: it proves nothing")]
    Outside,
    /// Not as many hashes as the shape of the tree asks for.
    #[error("the proof has not the length that the tree asks for: it was cut or padded")]
    Length,
    /// The hashes lead elsewhere.
    #[error("the proof does not lead to the root: the leaf, the proof or the root was altered")]
    Root,
}

/// Proves that leaf `index` is in the tree of `size` leaves; `read(level, index)` gives finished nodes.
/// Source: RFC 9162 2.1.3.1.
///
/// # Errors
/// Where `index` is outside, or a node cannot be read.
pub fn inclusion_proof<E: std::error::Error>(
    index: u64,
    size: u64,
    mut read: impl FnMut(u8, u64) -> Result<Hash, E>,
) -> Result<Vec<Hash>, MakeError<E>> {
    if index >= size {
        return Err(MakeError::Outside { asked: index, size });
    }
    let (mut range, mut proof) = (0..size, Vec::new());
    while range.end - range.start > 1 {
        let (left, right) = split(&range);
        let (inside, beside) = if index < left.end { (left, right) } else { (right, left) };
        proof.push(subtree(beside, &mut read)?);
        range = inside;
    }
    // Found from the root down, used from the leaf up.
    proof.reverse();
    Ok(proof)
}

/// Proves that the tree of `old` leaves is the beginning of the tree of `new` leaves.
/// Source: RFC 9162 2.1.4.1.
///
/// # Errors
/// Where `old` is 0 or beyond `new`, or a node cannot be read.
pub fn consistency_proof<E: std::error::Error>(
    old: u64,
    new: u64,
    mut read: impl FnMut(u8, u64) -> Result<Hash, E>,
) -> Result<Vec<Hash>, MakeError<E>> {
    if old == 0 || old > new {
        return Err(MakeError::Outside { asked: old, size: new });
    }
    let (mut range, mut proof) = (0..new, Vec::new());
    while range.end != old {
        let (left, right) = split(&range);
        let (inside, beside) = if old <= left.end { (left, right) } else { (right, left) };
        proof.push(subtree(beside, &mut read)?);
        range = inside;
    }
    // A subtree that starts the log is the old root itself, which the verifier has.
    if range.start != 0 {
        proof.push(subtree(range, &mut read)?);
    }
    proof.reverse();
    Ok(proof)
}

/// Checks that a leaf is at `index` in the tree of `size` leaves with this root. Source: RFC 9162 2.1.3.2.
///
/// # Errors
/// Says whether the place, the length or the hashes are wrong.
pub fn verify_inclusion(index: u64, size: u64, leaf: Hash, proof: &[Hash], root: Hash) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::Outside);
    }
    let (mut at, mut last, mut hash) = (index, size - 1, leaf);
    for beside in proof {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if at & 1 == 1 || at == last {
            hash = node_hash(beside, &hash);
            // On the right edge a node without a neighbour goes up unchanged.
            let up = if at == 0 { 0 } else { at.trailing_zeros() };
            (at, last) = (at >> up, last >> up);
        } else {
            hash = node_hash(&hash, beside);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    match (last, hash == root) {
        (0, true) => Ok(()),
        (0, false) => Err(ProofError::Root),
        _ => Err(ProofError::Length),
    }
}

/// Checks that the tree of `old` leaves is the beginning of the tree of `new` leaves. Source: RFC 9162 2.1.4.2.
///
/// # Errors
/// Says whether the sizes, the length or the hashes are wrong. From an empty tree only the empty tree follows.
pub fn verify_consistency(old: (u64, Hash), new: (u64, Hash), proof: &[Hash]) -> Result<(), ProofError> {
    let ((old_size, old_root), (new_size, new_root)) = (old, new);
    if old_size > new_size || (old_size == 0 && new_size > 0) {
        return Err(ProofError::Outside);
    }
    if old_size == new_size {
        let sound = old_root == new_root && (old_size > 0 || old_root == sha256(b""));
        return match (proof.is_empty(), sound) {
            (false, _) => Err(ProofError::Length),
            (true, false) => Err(ProofError::Root),
            (true, true) => Ok(()),
        };
    }
    let (mut at, mut last) = (old_size - 1, new_size - 1);
    let up = at.trailing_ones();
    (at, last) = (at >> up, last >> up);
    // An old tree that is complete is itself the first hash of the proof.
    let mut rest = proof.iter().copied();
    let start = if at == 0 { old_root } else { rest.next().ok_or(ProofError::Length)? };
    let (mut old_hash, mut new_hash) = (start, start);
    for beside in rest {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if at & 1 == 1 || at == last {
            (old_hash, new_hash) = (node_hash(&beside, &old_hash), node_hash(&beside, &new_hash));
            let up = if at == 0 { 0 } else { at.trailing_zeros() };
            (at, last) = (at >> up, last >> up);
        } else {
            new_hash = node_hash(&new_hash, &beside);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    match (last, old_hash == old_root && new_hash == new_root) {
        (0, true) => Ok(()),
        (0, false) => Err(ProofError::Root),
        _ => Err(ProofError::Length),
    }
}

/// Cuts a range of two or more leaves where the tree does: after the largest power of two below its length.
fn split(range: &Range<u64>) -> (Range<u64>, Range<u64>) {
    let middle = range.start + (1 << (range.end - range.start - 1).ilog2());
    (range.start..middle, middle..range.end)
}

/// The root over a range, from finished nodes.
fn subtree<E>(range: Range<u64>, read: &mut impl FnMut(u8, u64) -> Result<Hash, E>) -> Result<Hash, E> {
    let length = range.end - range.start;
    if length.is_power_of_two() {
        let level = length.ilog2();
        // A level is at most 63, so that nothing is lost here.
        return read(u8::try_from(level).unwrap_or(u8::MAX), range.start >> level);
    }
    let (left, right) = split(&range);
    Ok(node_hash(&subtree(left, read)?, &subtree(right, read)?))
}
