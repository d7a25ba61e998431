//! The service as its callers meet it: every answer is held against the OpenAPI document.

pub(crate) mod client;
pub(crate) mod world;

pub(crate) mod acts;

mod dice;
mod document;
mod gates;
mod hidden;
mod plain;
mod properties;
mod races;
mod readiness;
mod replays;
mod roles;
mod rulebooks;
mod story;
