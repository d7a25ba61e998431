//! The service as its callers meet it: every answer is held against the OpenAPI document.

pub(crate) mod client;

mod document;
mod story;
