//! The pages, called as a browser calls them.

mod browser;
mod forged;
mod letters;
mod queue;
mod request;
mod story;
mod texts;
