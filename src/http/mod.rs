//! What every front end over HTTP shares: connections, where a call comes from, how often somebody may ask.

pub mod address;
pub mod connections;
pub mod limits;
pub mod service;
pub mod throttle;
