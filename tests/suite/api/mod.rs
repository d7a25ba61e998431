//! The service as its callers meet it: every answer is held against the OpenAPI document.

pub(crate) mod client;
pub(crate) mod world;

mod dice;
mod document;
mod properties;
mod story;
