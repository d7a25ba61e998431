//! Tests of the log as a whole; short ones sit below the code they test.

mod attacks;
mod canonical;
mod container;
mod entries;
mod notes;
mod oracle;
mod proofs;
mod sample;
mod verdicts;
