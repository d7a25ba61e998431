//! What every front end over HTTP shares: connections, where a call comes from, how often somebody may ask, what is told.

pub mod address;
pub mod arriving;
pub mod calls;
pub mod connections;
pub mod exporting;
pub mod limits;
pub mod readiness;
pub mod service;
pub mod throttle;

mod line;
mod places;
