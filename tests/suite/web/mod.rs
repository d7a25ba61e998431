//! The pages, called as a browser calls them.

mod browser;
mod forged;
mod glossary;
mod story;
mod texts;
