//! The service as its callers meet it: every answer is held against the OpenAPI document.

pub(crate) mod client;
pub(crate) mod world;

pub(crate) mod acts;

mod dice;
mod document;
mod gates;
mod plain;
mod properties;
mod races;

mod replays;
mod roles;
mod story;
