//! Reads old leaves again, a part at a time: what was signed long ago is hashed anew, up to the root of today.

use crate::audit::checkpoint::Checkpoint;
use crate::audit::proof;
use crate::audit::tree::{Frontier, Node};

use super::checkpoints::SignedCheckpoint;
use super::error::StorageError;
use super::log;
use super::store::Storage;

/// The logarithm of how many leaves are read at once.
const HEIGHT: u8 = 10;

impl Storage {
    /// Reads one part of the signed log again: leaves, their hashes and seals, and every node over them, from the last leaf
    /// of the part up to the signed root. Parts count from 0; gives the next, which is 0 again behind the last whole one.
    ///
    /// # Errors
    /// [`StorageError::Tampered`] with the first that does not fit.
    pub async fn read_again(&self, part: u64, signed: &SignedCheckpoint) -> Result<u64, StorageError> {
        let from = part << HEIGHT;
        if from + (1 << HEIGHT) > signed.size {
            return Ok(0);
        }
        let own = self.own_checkpoint(signed.note.as_bytes()).await?;
        let altered = || StorageError::tampered(format!("the checkpoint of size {}", signed.size));
        let Checkpoint { size, root, .. } = own.filter(|own| own.size == signed.size).ok_or_else(altered)?;
        let sealing = self.keys().entry_key();
        let mut reader = self.long_reader().await?;
        let (mut tree, mut first, mut finished) = (Frontier::default(), None, Vec::new());
        for placed in log::leaves(&mut reader, from, 1 << HEIGHT).await? {
            if placed.index != from + tree.size() {
                return Err(StorageError::tampered(format!("leaf {} of the audit log", from + tree.size())));
            }
            placed.entry(&sealing)?;
            first.get_or_insert(placed.leaf.hash);
            // Level 0 is the row that has just been hashed.
            let above = tree.append(placed.leaf.hash).into_iter().skip(1);
            finished.extend(above.map(|node| Node { index: (from >> node.level) + node.index, ..node }));
        }
        log::hold_nodes(&mut reader, &finished).await?;
        let first = first.filter(|_| tree.size() == 1 << HEIGHT);
        let first =
            first.ok_or_else(|| StorageError::tampered(format!("leaf {} of the audit log", from + tree.size())))?;
        let way = log::inclusion(&mut reader, from, size).await?;
        match proof::verify_inclusion(from, size, first, &way, root) {
            Ok(()) => Ok(part + 1),
            Err(_) => Err(StorageError::tampered(format!("the tree above leaf {from} of the audit log"))),
        }
    }
}
