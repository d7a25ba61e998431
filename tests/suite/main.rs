//! Every integration test in one binary.
#![expect(clippy::unwrap_used, reason = "a test that meets the unexpected has to stop")]

mod engine;
