//! The pages, called as a browser calls them.

mod browser;
mod forged;
mod story;
mod texts;
mod writing;
