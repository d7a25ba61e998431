//! Attacks on the operations, each on both databases: nothing passes a gate, and every answer is a clear sentence.

pub(crate) mod border;
pub(crate) mod desk;
pub(crate) mod template;

mod chained;
mod exports;
mod leaves;
mod letters;
mod people;
mod rows;
mod tampering;
mod together;
mod words;
