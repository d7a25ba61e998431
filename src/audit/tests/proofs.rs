//! The tree and its proofs, for every size up to a bound, and every game with the shape of a proof (attack 19).

use proptest::prelude::*;

use crate::audit::hash::{Hash, leaf_hash, node_hash, sha256};
use crate::audit::proof::{ProofError, consistency_proof, inclusion_proof, verify_consistency, verify_inclusion};
use crate::audit::tree::{Frontier, FrontierError, Node};

fn leaf(index: u64) -> Hash {
    leaf_hash(&index.to_be_bytes())
}

/// The definition of RFC 9162 2.1.1, written as it stands there.
fn root_by_definition(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => sha256(b""),
        [one] => *one,
        many => {
            let (left, right) = many.split_at(many.len().next_power_of_two() / 2);
            node_hash(&root_by_definition(left), &root_by_definition(right))
        }
    }
}

struct Grown {
    nodes: Vec<Node>,
    roots: Vec<Hash>,
}

fn grow(size: u64) -> Grown {
    let mut tree = Frontier::default();
    let mut grown = Grown { nodes: Vec::new(), roots: vec![tree.root()] };
    for index in 0..size {
        grown.nodes.extend(tree.append(leaf(index)));
        grown.roots.push(tree.root());
    }
    grown
}

impl Grown {
    fn read(&self, level: u8, index: u64) -> Result<Hash, std::fmt::Error> {
        self.nodes
            .iter()
            .find(|node| (node.level, node.index) == (level, index))
            .map(|node| node.hash)
            .ok_or(std::fmt::Error)
    }

    fn root(&self, size: u64) -> Hash {
        self.roots[usize::try_from(size).unwrap()]
    }
}

#[test]
fn the_root_is_the_one_of_the_definition_and_each_node_is_finished_once() {
    let grown = grow(70);
    let leaves: Vec<_> = (0..70).map(leaf).collect();

    for size in 0..=70 {
        assert_eq!(grown.roots[size], root_by_definition(&leaves[..size]), "{size}");
    }
    let mut places: Vec<_> = grown.nodes.iter().map(|node| (node.level, node.index)).collect();
    places.sort_unstable();
    places.dedup();
    assert_eq!(places.len(), grown.nodes.len());
    assert_eq!(places.len(), 70 + 35 + 17 + 8 + 4 + 2 + 1);
}

#[test]
fn the_right_edge_is_read_back_and_no_other_bytes_are() {
    let mut tree = Frontier::default();
    for index in 0..70 {
        let bytes = tree.to_bytes();
        assert_eq!(Frontier::from_bytes(&bytes).as_ref(), Ok(&tree));
        assert!(Frontier::from_bytes(&bytes[..bytes.len() - 1]).is_err());
        assert!(Frontier::from_bytes(&[bytes.clone(), vec![0; 32]].concat()).is_err());
        tree.append(leaf(index));
    }
    assert_eq!(Frontier::from_bytes(&[0xff; 8]), Err(FrontierError::Size(u64::MAX)));
}

#[test]
fn every_leaf_has_a_proof_that_holds_for_it_alone() {
    let grown = grow(33);
    for size in 1..=33 {
        for index in 0..size {
            let proof = inclusion_proof(index, size, |level, at| grown.read(level, at)).unwrap();
            let root = grown.root(size);

            assert_eq!(verify_inclusion(index, size, leaf(index), &proof, root), Ok(()), "{index} of {size}");
            assert_eq!(verify_inclusion(index, size, leaf(index + 1), &proof, root), Err(ProofError::Root));
            assert_eq!(verify_inclusion(size, size, leaf(index), &proof, root), Err(ProofError::Outside));
            assert_eq!(verify_inclusion(index, 0, leaf(index), &proof, root), Err(ProofError::Outside));
            for other in (0..size).filter(|other| *other != index) {
                assert!(
                    verify_inclusion(other, size, leaf(index), &proof, root).is_err(),
                    "{index} as {other} of {size}"
                );
            }
            let longer = [&proof[..], &[root]].concat();
            assert_eq!(verify_inclusion(index, size, leaf(index), &longer, root), Err(ProofError::Length));
            if let [shorter @ .., _] = &proof[..] {
                assert_eq!(verify_inclusion(index, size, leaf(index), shorter, root), Err(ProofError::Length));
            }
            let first_twice = proof.first().map(|first| [&[*first], &proof[..]].concat());
            assert!(first_twice.is_none_or(|twice| verify_inclusion(index, size, leaf(index), &twice, root).is_err()));
        }
    }
}

#[test]
fn every_tree_is_the_beginning_of_the_larger_ones_and_of_no_others() {
    let grown = grow(33);
    for new in 1..=33 {
        for old in 1..=new {
            let proof = consistency_proof(old, new, |level, at| grown.read(level, at)).unwrap();
            let (start, end) = ((old, grown.root(old)), (new, grown.root(new)));

            assert_eq!(verify_consistency(start, end, &proof), Ok(()), "{old} to {new}");
            assert!(verify_consistency((old, leaf(999)), end, &proof).is_err());
            assert!(verify_consistency(start, (new, leaf(999)), &proof).is_err());
            assert!(verify_consistency((old + 1, grown.root(old)), end, &proof).is_err());
            assert!(verify_consistency(start, end, &[&proof[..], &[leaf(0)]].concat()).is_err());
            assert!(verify_consistency(start, end, &[&[leaf(0)], &proof[..]].concat()).is_err());
            assert!(old == new || verify_consistency(start, end, &proof[..proof.len() - 1]).is_err());
            assert!(old == new || verify_consistency(end, start, &proof).is_err());
        }
    }
}

#[test]
fn an_empty_tree_proves_nothing() {
    let grown = grow(2);
    let (empty, some) = ((0, grown.root(0)), (2, grown.root(2)));

    assert_eq!(verify_consistency(empty, empty, &[]), Ok(()));
    assert_eq!(verify_consistency(empty, some, &[]), Err(ProofError::Outside));
    assert_eq!(verify_consistency((0, leaf(1)), (0, leaf(1)), &[]), Err(ProofError::Root));
    assert_eq!(verify_consistency(some, some, &[leaf(1)]), Err(ProofError::Length));
    assert!(inclusion_proof(0, 0, |level, at| grown.read(level, at)).is_err());
    assert!(consistency_proof(0, 2, |level, at| grown.read(level, at)).is_err());
    assert!(consistency_proof(3, 2, |level, at| grown.read(level, at)).is_err());
}

#[test]
fn a_right_edge_counted_twice_gives_another_root() {
    // Trees that repeat the last leaf to fill up (CVE-2012-2459) have one root for both.
    let three = [leaf(0), leaf(1), leaf(2)];
    let four = [leaf(0), leaf(1), leaf(2), leaf(2)];

    assert_ne!(root_by_definition(&three), root_by_definition(&four));
    let mut grown = Frontier::default();
    grown.extend(three);
    assert_eq!(grown.root(), root_by_definition(&three));
    grown.append(leaf(2));
    assert_eq!(grown.root(), root_by_definition(&four));
}

proptest! {
    #[test]
    fn a_proof_with_a_changed_hash_never_holds(size in 2_u64..200, index: prop::sample::Index, at: prop::sample::Index, bit in 0_usize..256) {
        let grown = grow(size);
        let index = index.index(usize::try_from(size).unwrap()) as u64;
        let mut proof = inclusion_proof(index, size, |level, at| grown.read(level, at)).unwrap();
        let at = at.index(proof.len());
        let mut bytes = *proof[at].as_bytes();
        bytes[bit / 8] ^= 1 << (bit % 8);
        proof[at] = Hash::from_bytes(bytes);

        prop_assert_eq!(verify_inclusion(index, size, leaf(index), &proof, grown.root(size)), Err(ProofError::Root));
    }

    #[test]
    fn no_numbers_make_the_verifiers_fall_over(index: u64, size: u64, count in 0_usize..130) {
        let proof = vec![leaf(0); count];
        prop_assert!(verify_inclusion(index, size, leaf(0), &proof, leaf(1)).is_err());
        prop_assert!(verify_consistency((index, leaf(1)), (size, leaf(2)), &proof).is_err());
    }
}
