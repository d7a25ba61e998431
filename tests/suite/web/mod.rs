//! The pages, called as a browser calls them.

mod browser;
mod forged;
mod review;
mod story;
mod texts;
