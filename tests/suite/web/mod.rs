//! The pages, called as a browser calls them.

mod browser;
mod counterparts;
mod forged;
mod log;
mod rulebooks;
mod statistics;
mod story;
mod texts;
