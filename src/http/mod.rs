//! What API and pages share: sessions, limits, headers.

pub mod throttle;
