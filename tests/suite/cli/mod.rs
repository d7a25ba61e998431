//! The binary as a process: exit codes, sentences, and what is on the disk afterwards.

mod articles;
mod codes;
mod demo;
mod help;
mod killed;
pub(crate) mod process;
mod tokens;
mod workflows;
