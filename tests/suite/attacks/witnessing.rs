//! Forked logs, stolen keys, and witnesses that are none.
