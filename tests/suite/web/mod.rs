//! The pages, called as a browser calls them.

mod browser;
mod forged;
mod papers;
mod story;
mod texts;
mod writing;
