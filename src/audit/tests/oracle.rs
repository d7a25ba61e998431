//! Other people's programs have to agree: `signed_note` and `tlog_tiles`.

use signed_note::{Note as TheirNote, StandardVerifier, VerifierList};
use tlog_tiles::checkpoint::Checkpoint as TheirCheckpoint;
use tlog_tiles::tlog;

use super::sample::{checkpoint, leaves, origin, signer};
use crate::audit::checkpoint::Checkpoint;
use crate::audit::hash::{Hash, leaf_hash};
use crate::audit::key::Verifier;
use crate::audit::note::Note;
use crate::audit::proof::{consistency_proof, inclusion_proof, verify_consistency, verify_inclusion};
use crate::audit::tree::Frontier;

#[test]
fn their_reader_believes_our_checkpoint() {
    let ours = checkpoint(&leaves(&[1, 2, 1]));
    let note = ours.sign([&signer()], 0).unwrap().to_string();
    let theirs = TheirNote::from_bytes(note.as_bytes()).unwrap();
    let known = VerifierList::new(vec![Box::new(StandardVerifier::new(&signer().verifier().to_string()).unwrap())]);

    let (verified, unverified) = theirs.verify(&known).unwrap();
    assert_eq!((verified.len(), unverified.len()), (1, 0));
    let read = TheirCheckpoint::from_bytes(theirs.text()).unwrap();
    assert_eq!((read.origin(), read.size(), read.hash().0), (origin().as_str(), 3, *ours.root.as_bytes()));
    assert_eq!(read.to_bytes(), ours.to_string().into_bytes());
}

#[test]
fn our_reader_believes_their_note() {
    // The example of C2SP signed-note and of Go's golang.org/x/mod/sumdb/note.
    let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    let text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    let line = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";
    let note = format!("{text}\n— PeterNeumann {line}\n");

    let verifier = Verifier::parse(key).unwrap();
    assert_eq!(verifier.to_string(), key);
    assert_eq!(Note::parse(note.as_bytes()).unwrap().open(&verifier), Ok(text));
    assert!(Checkpoint::open(note.as_bytes(), &verifier).is_err());
}

/// Their tree, kept in memory the way their library wants it.
struct TheirTree(Vec<tlog::Hash>);

impl tlog::HashReader for TheirTree {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog::Hash>, tlog::Error> {
        Ok(indexes.iter().map(|index| self.0[usize::try_from(*index).unwrap()]).collect())
    }
}

#[test]
fn roots_nodes_and_proofs_are_theirs() {
    let (mut theirs, mut ours, mut nodes) = (TheirTree(Vec::new()), Frontier::default(), Vec::new());
    let own = |hash: tlog::Hash| Hash::from_bytes(hash.0);
    let foreign = |hash: Hash| tlog::Hash(*hash.as_bytes());
    let (mut roots, leaf) = (vec![ours.root()], |index: u64| index.to_string().into_bytes());

    for index in 0..50 {
        let finished = ours.append(leaf_hash(&leaf(index)));
        let stored = tlog::stored_hashes(index, &leaf(index), &theirs).unwrap();
        assert_eq!(
            finished.iter().map(|node| node.hash).collect::<Vec<_>>(),
            stored.iter().copied().map(own).collect::<Vec<_>>()
        );
        for node in &finished {
            assert_eq!(
                tlog::split_stored_hash_index(theirs.0.len() as u64 + u64::from(node.level)),
                (node.level, node.index)
            );
        }
        theirs.0.extend(stored);
        nodes.extend(finished);
        assert_eq!(own(tlog::tree_hash(index + 1, &theirs).unwrap()), ours.root());
        roots.push(ours.root());
    }
    let read = |level, index| {
        let node = nodes.iter().find(|node| (node.level, node.index) == (level, index));
        node.map(|node| node.hash).ok_or(std::fmt::Error)
    };
    for old in 1..=50_u64 {
        let (index, root, end) = (old - 1, roots[50], (50, roots[50]));
        let proof = inclusion_proof(index, 50, read).unwrap();
        let record = tlog::prove_record(50, index, &theirs).unwrap();
        assert_eq!(proof, record.iter().copied().map(own).collect::<Vec<_>>());
        assert!(tlog::check_record(&record, 50, foreign(root), index, tlog::record_hash(&leaf(index))).is_ok());
        assert_eq!(verify_inclusion(index, 50, leaf_hash(&leaf(index)), &proof, root), Ok(()));

        let proof = consistency_proof(old, 50, read).unwrap();
        let start = roots[usize::try_from(old).unwrap()];
        let tree = proof.iter().copied().map(foreign).collect::<Vec<_>>();
        assert!(tlog::check_tree(&tree, 50, foreign(root), old, foreign(start)).is_ok(), "{old}");
        assert_eq!(proof, tlog::prove_tree(50, old, &theirs).unwrap().into_iter().map(own).collect::<Vec<_>>());
        assert_eq!(verify_consistency((old, start), end, &proof), Ok(()));
    }
}
