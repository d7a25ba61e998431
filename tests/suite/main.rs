//! Every integration test in one binary: one PostgreSQL serves them all.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that meets the unexpected has to stop, and says where"
)]

mod api;
mod architecture;
mod attacks;
mod cli;
mod engine;
mod hostile;
mod instruments;
mod operations;
mod pictures;
mod postgres;
mod print;
mod scenarios;
mod schemas;
mod service;
mod storage;
mod support;
mod telemetry;
mod vectors;
mod web;
mod witness;
