//! The pages, called as a browser calls them.

mod account;
mod browser;
mod forged;
mod review;
mod story;
mod styles;
mod texts;
