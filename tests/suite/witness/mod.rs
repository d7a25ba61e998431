//! Witnessing: the witness by its specification, and our log as its client.

pub(crate) mod stand;

mod command;
mod gathering;
mod specification;
