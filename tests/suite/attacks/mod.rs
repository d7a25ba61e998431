//! The attacks on the log, each tried for real: who notices, and how. Their numbers are those of the threat table.

mod erasing;
mod exporting;
pub(crate) mod keeping;
mod rotating;
mod witnessing;
