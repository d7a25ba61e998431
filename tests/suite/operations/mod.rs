//! Attacks on the operations, each on both databases: nothing passes a gate, and every answer is a clear sentence.

pub(crate) mod border;
pub(crate) mod codes;
pub(crate) mod desk;
pub(crate) mod template;

pub(crate) mod adoption;
mod chained;
mod deputies;
mod disclosures;
mod documents;
mod erasing;
pub(crate) mod exports;
pub(crate) mod frozen;
mod imports;
pub(crate) mod instruments;
mod leaves;
mod letters;
mod log_pages;
mod notices;
mod people;
mod refusals;
mod rows;
pub(crate) mod second_factor;
pub(crate) mod sessions;
mod tables;
mod tampering;
mod together;
mod tokens;
mod waits;
mod words;
