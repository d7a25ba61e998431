//! The pages, called as a browser calls them.

mod account;
mod adoption;
mod around;
pub(crate) mod browser;
mod counterparts;
mod development;
mod forged;
mod glossary;
mod intake;
mod letters;
mod log;
mod papers;
mod queue;
mod request;
mod review;
mod rulebooks;
mod statistics;
mod story;
mod styles;
mod texts;
mod writing;
