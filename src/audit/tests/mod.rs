//! Tests of the log as a whole; short ones sit below the code they test.

mod attacks;
mod canonical;
mod container;
mod cosignatures;
mod entries;
mod notes;
mod oracle;
mod policies;
mod proofs;
mod sample;
mod verdicts;
