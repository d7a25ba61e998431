//! What is forgotten stays forgotten, and what was done stays told.
