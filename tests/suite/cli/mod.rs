//! The binary as a process: exit codes, sentences, and what is on the disk afterwards.

mod codes;
mod help;
mod killed;
mod process;
mod tokens;
