//! Letters as HTML for printing: what was read becomes facts, facts and words become a page.

pub(super) mod compose;
pub mod content;
pub(super) mod file;
pub mod letter;
pub(super) mod values;
pub(super) mod words;
