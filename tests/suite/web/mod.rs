//! The pages, called as a browser calls them.

mod account;
mod browser;
mod forged;
mod letters;
mod queue;
mod request;
mod review;
mod story;
mod styles;
mod texts;
mod writing;
