//! The tamper-evident log: leaves, tree, checkpoints, export, verification; it knows nothing of mutual legal assistance.

pub mod archive;
mod bag;
pub mod bundle;
pub mod canonical;
pub mod chain;
pub mod checkpoint;
pub mod commitment;
mod cosignature;
pub mod entry;
mod evidence;
pub mod hash;
pub mod heads;
pub mod ids;
pub mod key;
mod keyring;
pub mod latest;
pub mod leaf_source;
pub mod note;
pub mod policy;
pub mod predecessor;
pub mod proof;
pub mod proof_file;
mod read_ahead;
pub mod report;
pub mod rotation;
pub mod sealed;
pub mod submission;
pub mod tile;
pub mod time_stamp;
pub mod tree;
pub mod trust;
pub mod verify;

#[cfg(test)]
mod tests;
