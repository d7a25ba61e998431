//! The pages, called as a browser calls them.

mod account;
mod browser;
mod counterparts;
mod forged;
mod letters;
mod queue;
mod request;
mod review;
mod log;
mod rulebooks;
mod statistics;
mod glossary;
mod papers;
mod story;
mod styles;
mod texts;
mod writing;
