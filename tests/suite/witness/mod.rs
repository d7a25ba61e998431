//! Witnessing: the witness by its specification, and our log as its client.

pub(crate) mod command;
mod foreign;
pub(crate) mod gathering;
mod stamping;
pub(crate) mod stand;

mod specification;
