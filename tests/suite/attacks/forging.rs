//! What is no leaf, offered as one.

use comity::audit::checkpoint::Checkpoint;
use comity::audit::hash::{leaf_hash, node_hash, sha256};
use comity::audit::proof::verify_inclusion;

use crate::operations::desk::{Desk, run};
use crate::operations::template::Kind;

use super::exporting::{ALTERED, Exported, lines, put};

#[test]
fn attack_18_a_node_of_the_tree_is_never_taken_for_a_leaf() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        desk.sent("expedited_preservation").await;
        let export = Exported::of(&desk, None).await;
        // Four leaves whose hashes can stand in a line.
        let hashes: Vec<_> = lines(&export.files())
            .iter()
            .map(|line| leaf_hash(&line[..line.len() - 1]))
            .filter(|hash| !hash.as_bytes().contains(&b'\n'))
            .take(4)
            .collect();
        let [a, b, c, d] = hashes[..] else { panic!("{} leaves", hashes.len()) };
        let (left, right) = (node_hash(&a, &b), node_hash(&c, &d));
        let root = node_hash(&left, &right);
        let pair = |one: &comity::audit::hash::Hash, other: &comity::audit::hash::Hash| {
            [&one.as_bytes()[..], &other.as_bytes()[..]].concat()
        };

        // Without the byte before a node, and the other one before a leaf, both hashes would be the same.
        let bare = sha256(&[&[1], &pair(&a, &b)[..]].concat());
        assert_eq!(bare, left);
        assert!(verify_inclusion(0, 2, bare, &[right], root).is_ok());
        assert!(verify_inclusion(0, 2, leaf_hash(&pair(&a, &b)), &[right], root).is_err());
        assert!(verify_inclusion(0, 2, leaf_hash(&[&[1], &pair(&a, &b)[..]].concat()), &[right], root).is_err());

        // A log that signs one root for two sizes, with its own keys: the smaller has nodes for leaves.
        let signers = desk.app.storage.log_signers().await.unwrap();
        let origin = signers[0].verifier().name().clone();
        let note = Checkpoint { origin, size: 2, root }.sign(&signers, 1_800_000_000).unwrap().to_string();
        let forged = export.with(|files| {
            files.retain(|name, _| !name.starts_with("data/tile/") && !name.starts_with("data/checkpoints/"));
            files.insert("data/checkpoint".to_owned(), note.into_bytes());
            files.insert("data/tile/0/000.p/2".to_owned(), pair(&left, &right));
            put(files, &[[pair(&a, &b), b"\n".to_vec()].concat(), [pair(&c, &d), b"\n".to_vec()].concat()]);
        });
        let said = export.both(&forged);
        let sentence = "it is not the leaf that was signed";
        assert_eq!(said.code, ALTERED, "{}\n{}", said.ours, said.theirs);
        assert!(said.ours.contains(sentence) && said.theirs.contains(sentence), "{}\n{}", said.ours, said.theirs);
    });
}
