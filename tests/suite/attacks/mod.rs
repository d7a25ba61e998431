//! The attacks on the log, each tried for real: who notices, and how. Their numbers are those of the threat table.

mod choosing;
mod erasing;
mod exporting;
mod judging;
pub(crate) mod keeping;
mod witnessing;
